/* model/slice.h - the rows of other tables that belong to one row: what a page offers as its own download. */
#ifndef MODEL_SLICE_H
#define MODEL_SLICE_H

#include "base/diag.h"
#include "model/table.h"

struct arena;
struct slice;

/* The way, over links, from a row of `from` to its rows in `to`: the shortest one, back links (what belongs to the row) before forward ones.
 * `through` is the name of a back step of `from` to itself, followed to any depth first, so that the rows of those below count too
 * ("subprogramas"); "" for none. In the arena; NULL when no link leads there, or `through` is no such step: reported at `at`. */
const struct slice *slice_new(struct arena *arena, const struct table *from, const struct table *to, struct str through,
	struct place at, struct diag *diag);
const struct table *slice_table(const struct slice *slice);

/* A list of rows that grows, without repeats. { 0 } is empty; ended with slice_rows_clear. */
struct slice_rows {
	uint32_t *rows; /* owned */
	uint32_t count, capacity;
};
void slice_rows_clear(struct slice_rows *rows);
/* Puts into `rows` (emptied first) the rows that belong to `row`, in the order the links give; each once. */
void slice_take(const struct slice *slice, uint32_t row, struct slice_rows *rows);

#endif
