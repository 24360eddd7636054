/* A way is found once by a breadth-first search over the tables' links, and walked for each row: a set of rows is carried from table to
 * table. Sets stay small (a page's own rows), so that repeats are found by sorting only when a step can bring them. */
#include "model/slice.h"

#include "base/arena.h"

#include <stdlib.h>

enum { STEPS_MOST = 8, TABLES_MOST = 512 };

struct step {
	const struct link *link;
	bool forward;
};

struct slice {
	const struct table *to;
	const struct link *through; /* or NULL */
	struct step steps[STEPS_MOST];
	size_t count;
};

/* A table reached by the search, and how. */
struct reached {
	const struct table *table;
	struct step by;
	size_t from; /* the position it was reached from */
	size_t depth;
};

struct search {
	struct reached reached[TABLES_MOST];
	size_t count;
};

static bool seen(const struct search *s, const struct table *table)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->reached[i].table == table)
			return true;
	return false;
}

static void reach(struct search *s, size_t from, const struct table *table, struct step by)
{
	if (s->count == TABLES_MOST || s->reached[from].depth == STEPS_MOST || seen(s, table))
		return;
	s->reached[s->count++] = (struct reached){ table, by, from, s->reached[from].depth + 1 };
}

static void reach_neighbours(struct search *s, size_t at)
{
	const struct table *table = s->reached[at].table;

	for (size_t i = 0; i < table_back_count(table); i++)
		reach(s, at, table_back_at(table, i)->from, (struct step){ table_back_at(table, i), false });
	for (size_t i = 0; i < table_link_count(table); i++)
		reach(s, at, table_link_at(table, i)->to, (struct step){ table_link_at(table, i), true });
}

/* Back links everywhere first, so that what belongs to a row is found through what belongs to it, not through what it names. */
static bool find_way(struct slice *slice, const struct table *from)
{
	struct search *s = memory_resize(NULL, sizeof *s);
	size_t at = 0;

	s->count = 1;
	s->reached[0] = (struct reached){ .table = from };
	while (at < s->count && s->reached[at].table != slice->to)
		reach_neighbours(s, at++);
	if (at < s->count) {
		slice->count = s->reached[at].depth;
		for (size_t i = slice->count; i > 0; i--) {
			slice->steps[i - 1] = s->reached[at].by;
			at = s->reached[at].from;
		}
		at = 0;
	}
	memory_free(s);
	return at == 0;
}

const struct slice *slice_new(struct arena *arena, const struct table *from, const struct table *to, struct str through,
	struct place at, struct diag *diag)
{
	struct slice *slice = arena_new_of(arena, struct slice);

	slice->to = to;
	if (through.len) {
		slice->through = table_back_find(from, through);
		if (!slice->through || slice->through->from != from) {
			diag_error(diag, at, "slice-through", "'%.*s' is no step from '%.*s' back to itself",
				"'%.*s' no es un paso de '%.*s' a sí misma", STR_ARG(through), STR_ARG(table_name(from)));
			return NULL;
		}
	}
	if (find_way(slice, from))
		return slice;
	diag_error(diag, at, "slice-unrelated", "no foreign key leads from '%.*s' to '%.*s'", "ninguna llave foránea lleva de '%.*s' a '%.*s'",
		STR_ARG(table_name(from)), STR_ARG(table_name(to)));
	diag_advice(diag, "take it out of 'slice', or declare the foreign key in the descriptor",
		"quítela de 'slice' o declare la llave foránea en el descriptor");
	return NULL;
}

const struct table *slice_table(const struct slice *slice)
{
	return slice->to;
}

void slice_rows_clear(struct slice_rows *rows)
{
	memory_free(rows->rows);
	*rows = (struct slice_rows){ 0 };
}

static void add(struct slice_rows *rows, uint32_t row)
{
	if (rows->count == rows->capacity) {
		rows->capacity = rows->capacity ? rows->capacity * 2 : 16;
		rows->rows = memory_resize(rows->rows, rows->capacity * sizeof *rows->rows);
	}
	rows->rows[rows->count++] = row;
}

static bool has(const struct slice_rows *rows, uint32_t row)
{
	for (uint32_t i = 0; i < rows->count; i++)
		if (rows->rows[i] == row)
			return true;
	return false;
}

/* The row and all those below it; a row met twice (a cycle) is taken once. */
static void take_below(const struct slice *slice, uint32_t row, struct slice_rows *rows)
{
	add(rows, row);
	if (!slice->through)
		return;
	for (uint32_t i = 0; i < rows->count; i++) {
		struct row_list below = link_back(slice->through, rows->rows[i]);

		for (uint32_t j = 0; j < below.count; j++)
			if (!has(rows, row_list_at(below, j)))
				add(rows, row_list_at(below, j));
	}
}

static int by_number(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return (a > b) - (a < b);
}

static void drop_repeats(struct slice_rows *rows)
{
	uint32_t kept = 0;

	if (rows->count < 2)
		return;
	qsort(rows->rows, rows->count, sizeof *rows->rows, by_number);
	for (uint32_t i = 0; i < rows->count; i++)
		if (i == 0 || rows->rows[i] != rows->rows[kept - 1])
			rows->rows[kept++] = rows->rows[i];
	rows->count = kept;
}

static void take_step(struct step step, const struct slice_rows *from, struct slice_rows *to)
{
	to->count = 0;
	for (uint32_t i = 0; i < from->count; i++) {
		struct row_list back;

		if (step.forward) {
			uint32_t row = link_forward(step.link, from->rows[i]);

			if (row != ROW_NONE)
				add(to, row);
			continue;
		}
		back = link_back(step.link, from->rows[i]);
		for (uint32_t j = 0; j < back.count; j++)
			add(to, row_list_at(back, j));
	}
	if (step.forward) /* several rows may name the same one; a row has only one row that owns it */
		drop_repeats(to);
}

void slice_take(const struct slice *slice, uint32_t row, struct slice_rows *rows)
{
	struct slice_rows other = { 0 }, swap;

	rows->count = 0;
	take_below(slice, row, rows);
	for (size_t i = 0; i < slice->count; i++) {
		take_step(slice->steps[i], rows, &other);
		swap = *rows;
		*rows = other;
		other = swap;
	}
	slice_rows_clear(&other);
}
