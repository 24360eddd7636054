/* history/renumber.h - rows that were removed under one key and added under another with nearly the same text are one row, renumbered. */
#ifndef HISTORY_RENUMBER_H
#define HISTORY_RENUMBER_H

#include "history/compare.h"

enum {
	RENUMBER_LIKENESS = 800,  /* thousandths: the least that is told as renumbered */
	RENUMBER_TEXT_LEAST = 12, /* bytes of text below which nothing is told by it: "Total" is like "Total" in any table */
};

struct renumbered {
	uint32_t before, after; /* places in the lists given */
	uint16_t likeness;
	bool declared;
};

/* The rows of one version in a list. */
struct renumber_rows {
	const struct version *version;
	const uint32_t *rows;
	uint32_t count;
};

/* Pairs each removed row with at most one added row: what the row itself declares (vitrina:previous) first, then the likest, and among
 * equally like ones those with
 * more equal cells, then the first. In the arena, in order of the added rows. */
struct renumbered *renumber_find(struct arena *arena, struct renumber_rows removed, struct renumber_rows added, const struct compare_pair *pairs,
	size_t pair_count, size_t *count);

/* The likeness of two texts in thousandths: Dice's coefficient of their groups of three bytes, letter case of ASCII and runs of blanks left out. */
unsigned renumber_likeness(struct str a, struct str b);

#endif
