/* base/utf8.h - UTF-8 as RFC 3629 has it: no surrogates, no overlong forms, nothing above U+10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/str.h"

/* Position of the first byte that is not well-formed UTF-8; s.len when all is. */
size_t utf8_check(struct str s);
/* Characters (code points) in well-formed text; a byte that is not well-formed counts as one. */
size_t utf8_count(struct str s);
/* The code point at *position, which moves past it; U+FFFD (and one byte) where the text is not well-formed.
 * Position must be before the end. */
uint32_t utf8_next(struct str s, size_t *position);
/* Writes a code point as 1–4 bytes into `to`; returns how many. */
size_t utf8_put(uint32_t code, char to[static 4]);
/* Without the white space and invisible characters of Unicode on both sides: blanks, tabs, line ends, no-break and other spaces, zero-width
 * characters, byte order marks. */
struct str utf8_trim(struct str s);
/* White space or an invisible character, as above. */
bool utf8_blank(uint32_t code);
/* The longest prefix of at most `characters` code points. */
struct str utf8_prefix(struct str s, size_t characters);

#endif
