/* model/vote.h - how the cells of a column write numbers and dates: 3,5 proves a decimal comma, 31/12/2013 that the day comes first. What one
 * cell leaves open is decided by the others. Private to the room. */
#ifndef MODEL_VOTE_H
#define MODEL_VOTE_H

#include "model/schema.h"

struct vote {
	uint64_t decimal[2], group[2]; /* cells that prove what a comma [0], a point [1] is */
	uint64_t day_first, month_first;
};

enum { VOTE_COMMA, VOTE_POINT };

/* Counts one cell. */
void vote_add(struct vote *vote, enum field_type type, struct str text);

/* The marks among the digits of a number as people write it, `text` from its first digit to its last. */
struct vote_marks {
	size_t commas, points, others; /* others: blanks, no-break spaces, apostrophes */
	size_t last;                   /* position of the last comma or point; text.len when there is none */
	bool open;                     /* one mark with three digits behind it: 1,022 */
};
struct vote_marks vote_marks(struct str text);
/* The digits of `text` with the marks between them; *from is where they begin. */
struct str vote_digits(struct str text, size_t *from);
/* Where the fraction of `number` begins: by itself, or as the others have it (`vote` may be NULL). number.len when it has none; *open when
 * nothing decides. */
size_t vote_point(const struct vote *vote, struct str number, bool *open);

/* True when the marks before `point` stand before three digits each, as marks of thousands do (before two as well, but the last). */
bool vote_grouped(struct str number, size_t point);

/* Three numbers with marks between them, as in 31/12/2013; false when the text is something else. */
bool vote_date(struct str text, int part[static 3], size_t digits[static 3], char *mark);

#endif
