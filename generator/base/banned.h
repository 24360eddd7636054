/* base/banned.h - calls nobody here may make, refused at compile time with what to call instead. The Makefile includes it before
 * every file, after the headers that declare those functions; included again they are empty. Hence a file that needs more
 * than POSIX cannot define _GNU_SOURCE itself: the Makefile gives it the macro. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Nothing bounds what is written, or it is cut in silence. */
#define strcpy(...) strcpy_is_banned_use_memcpy_or_a_buf
#define stpcpy(...) stpcpy_is_banned_use_memcpy_or_a_buf
#define strcat(...) strcat_is_banned_use_a_buf
#define strncpy(...) strncpy_is_banned_use_memcpy_or_a_buf
#define stpncpy(...) stpncpy_is_banned_use_memcpy_or_a_buf
#define strncat(...) strncat_is_banned_use_a_buf
#define sprintf(...) sprintf_is_banned_use_snprintf_or_buf_printf
#define vsprintf(...) vsprintf_is_banned_use_vsnprintf
#define gets(...) gets_is_banned_use_getline

/* Bad text and overflow go unnoticed. */
#define atoi(...) atoi_is_banned_use_decimal_read_or_strtol
#define atol(...) atol_is_banned_use_decimal_read_or_strtol
#define atoll(...) atoll_is_banned_use_decimal_read_or_strtoll
#define atof(...) atof_is_banned_use_decimal_read
#define scanf(...) scanf_is_banned_use_decimal_read_or_strtol
#define sscanf(...) sscanf_is_banned_use_decimal_read_or_strtol
#define fscanf(...) fscanf_is_banned_use_decimal_read_or_strtol

/* One state shared by all threads. */
#define strtok(...) strtok_is_banned_use_a_str
#define asctime(...) asctime_is_banned
#define ctime(...) ctime_is_banned
#define gmtime(...) gmtime_is_banned_use_gmtime_r
#define localtime(...) localtime_is_banned_use_gmtime_r

/* Chance and the machine's locale must not reach the output. */
#define rand(...) rand_is_banned
#define random(...) random_is_banned
#define setlocale(...) setlocale_is_banned
#define strcoll(...) strcoll_is_banned_use_ICU
#define strftime(...) strftime_is_banned_use_ICU

/* Another process can be faster. */
#define mktemp(...) mktemp_is_banned_use_mkstemp
#define tmpnam(...) tmpnam_is_banned_use_mkstemp

#endif
