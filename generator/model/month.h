/* model/month.h - names of months, in Spanish and English, as people write them. Private to the room. */
#ifndef MODEL_MONTH_H
#define MODEL_MONTH_H

#include "base/str.h"

/* The bytes of a month's name (whole or short, in any case) at the start of `text`, and its number from 1; 0 when none stands there. */
size_t month_read(struct str text, int *month);
/* Its name in Spanish. */
struct str month_name(int month, bool whole);

#endif
