/* base/fold.h - texts that people take for the same: without regard to letter case, to accents, or to blanks and invisible characters. */
#ifndef BASE_FOLD_H
#define BASE_FOLD_H

#include "base/buf.h"

/* What is not regarded. However little that is, a letter with an accent is the same as the letter followed by the accent (Unicode's NFC). */
enum { FOLD_BLANKS = 1, FOLD_CASE = 2, FOLD_ACCENTS = 4, FOLD_ALL = 7 };

/* Appends the text without that: the same bytes for texts that are the same. */
void fold_add(struct buf *out, struct str text, unsigned what);
bool fold_same(struct str a, struct str b, unsigned what);
/* In what two texts differ that are the same with FOLD_ALL, in words: "letter case", "mayúsculas". Literals. */
void fold_difference(struct str a, struct str b, const char **en, const char **es);

#endif
