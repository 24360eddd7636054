/* A row that is there belongs to what its foreign keys lead to. One that was removed belongs to the rows that it named when it went;
 * where one of these is no more either, to those that it named in its turn. */
#include "history/chronicle_private.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "model/owners.h"
#include "model/site.h"

enum { GENERATIONS = 6 };

struct gone {
	const struct change *change;
	size_t moment;
};

static struct str name_of(struct buf *name, struct str table, struct str key)
{
	buf_reset(name);
	buf_add(name, table);
	buf_byte(name, '\0');
	buf_add(name, key);
	return buf_str(name);
}

static void note_gone(struct belonging *b, size_t moment, const struct past_changes *changes)
{
	struct buf name = { 0 };

	for (size_t i = 0; i < changes->changes.count; i++) {
		const struct change *change = &changes->changes.items[i];
		struct gone *gone;

		if (change->kind != CHANGE_ROW_REMOVED || !change->key.len)
			continue;
		gone = arena_new_of(b->arena, struct gone);
		*gone = (struct gone){ change, moment };
		map_set(b->gone, arena_copy(b->arena, name_of(&name, changes->table, change->key)), gone);
	}
	buf_clear(&name);
}

void belonging_open(struct belonging *b)
{
	size_t count;
	const struct past_moment *moments = past_moments(b->past, &count);

	b->gone = map_new(b->arena);
	for (size_t m = 0; m < count; m++)
		for (size_t t = 0; t < moments[m].table_count; t++)
			note_gone(b, m, &moments[m].tables[t]);
}

/* The owners of a row of today; those that are known already stay. False when there is no such row. */
static bool fill_from_row(struct belonging *b, struct str resource, struct str key, struct str *cells)
{
	const struct table *table = site_table(b->site, resource);
	uint32_t row = table && key.len ? table_find_key(table, key) : ROW_NONE;

	if (row == ROW_NONE)
		return false;
	for (size_t i = 0; i < owners_count(b->owners); i++)
		if (!cells[i].at)
			cells[i] = owners_key(b->owners, i, table, row);
	return true;
}

static bool is_owner(const struct belonging *b, struct str resource)
{
	for (size_t i = 0; i < owners_count(b->owners); i++)
		if (str_equal(table_name(owners_table(b->owners, i)), resource))
			return true;
	return false;
}

/* From what the row named: first the rows that are owners themselves, the nearest. */
static void fill_from_parents(struct belonging *b, size_t moment, const struct change *change, int generations, struct str *cells)
{
	for (int owners = 1; owners >= 0; owners--)
		for (size_t i = 0; i < change->parent_count; i++) {
			const struct change_parent *parent = &change->parents[i];
			struct str key = past_key_today(b->past, parent->resource, moment, parent->key);
			struct buf name = { 0 };
			const struct gone *gone;

			if (is_owner(b, parent->resource) != (bool)owners || fill_from_row(b, parent->resource, key, cells) || generations == 0)
				continue;
			gone = map_find(b->gone, name_of(&name, parent->resource, key));
			buf_clear(&name);
			if (gone)
				fill_from_parents(b, gone->moment, gone->change, generations - 1, cells);
		}
}

void belonging_find(struct belonging *b, size_t moment, struct str table, const struct change *change, struct str key, struct str *cells)
{
	if (!change_of_row(change->kind) || fill_from_row(b, table, key, cells))
		return;
	fill_from_parents(b, moment, change, GENERATIONS, cells);
}
