/* Rows are sorted by what they tell of, so that those of one kind are neighbours in a list of row numbers; a hash of (table, key) leads
 * to the first of them. Nothing is copied: texts are those of the cells. */
#include "model/table.h"

#include "base/arena.h"
#include "model/table_private.h"

#include <stdlib.h>

const struct about *table_about(const struct table *table, struct str name)
{
	for (size_t i = 0; i < table->about_count; i++)
		if (name.len == 0 || str_equal(table->abouts[i].name, name))
			return &table->abouts[i];
	return NULL;
}

bool about_names(const struct about *about, uint32_t row, struct str *resource, struct str *key)
{
	return table_text(about->table, row, about->resource->index, resource) && table_text(about->table, row, about->key->index, key);
}

static uint64_t hash(struct str resource, struct str key)
{
	return str_hash(key) ^ str_hash(resource) * 0x9e3779b97f4a7c15u;
}

/* A row while it is sorted. */
struct told {
	uint64_t hash;
	uint32_t row;
};

static int by_hash(const void *left, const void *right)
{
	const struct told *a = left, *b = right;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return a->row < b->row ? -1 : a->row > b->row;
}

static bool same(const struct about *about, uint32_t row, struct str resource, struct str key)
{
	struct str own, own_key;

	return about_names(about, row, &own, &own_key) && str_equal(own, resource) && str_equal(own_key, key);
}

/* Two kinds with one hash would lie mixed among each other: parts them, keeping the order of rows within each. */
static void part(const struct about *about, struct told *told, size_t count)
{
	for (size_t first = 0; first < count;) {
		struct str resource = STR(""), key = STR("");
		size_t end = first + 1, other;

		about_names(about, told[first].row, &resource, &key);
		while (end < count && told[end].hash == told[first].hash && same(about, told[end].row, resource, key))
			end++;
		for (other = end; other < count && told[other].hash == told[first].hash; other++) {
			struct told kept = told[other];

			if (!same(about, kept.row, resource, key))
				continue;
			memmove(told + end + 1, told + end, (other - end) * sizeof *told);
			told[end++] = kept;
		}
		first = end;
	}
}

static void add_slot(struct about *about, uint64_t hash_of, uint32_t position)
{
	uint64_t slot = hash_of % about->slot_count;

	while (about->slots[slot])
		slot = (slot + 1) % about->slot_count;
	about->slots[slot] = position + 1;
}

static void fill(struct about *about)
{
	uint32_t rows = table_rows(about->table);
	struct told *told = memory_resize(NULL, ((size_t)rows + 1) * sizeof *told);
	struct str resource, key, before = STR(""), before_key = STR("");

	for (uint32_t row = 0; row < rows; row++)
		if (about_names(about, row, &resource, &key))
			told[about->row_count++] = (struct told){ hash(resource, key), row };
	qsort(told, about->row_count, sizeof *told, by_hash);
	part(about, told, about->row_count);
	about->slot_count = (uint64_t)about->row_count * 3 / 2 + 1;
	about->slots = memory_resize(NULL, about->slot_count * sizeof *about->slots);
	memset(about->slots, 0, about->slot_count * sizeof *about->slots);
	about->rows = memory_resize(NULL, ((size_t)about->row_count + 1) * sizeof *about->rows);
	for (uint32_t i = 0; i < about->row_count; i++) {
		about->rows[i] = told[i].row;
		about_names(about, told[i].row, &resource, &key);
		if (i == 0 || !str_equal(key, before_key) || !str_equal(resource, before))
			add_slot(about, told[i].hash, i);
		before = resource;
		before_key = key;
	}
	memory_free(told);
}

void about_fill(struct table *table)
{
	for (size_t i = 0; i < table->about_count; i++) {
		table->abouts[i].table = table;
		fill(&table->abouts[i]);
	}
}

void about_clear(struct about *about)
{
	memory_free(about->rows);
	memory_free(about->slots);
}

struct row_list about_rows(const struct about *about, struct str resource, struct str key)
{
	struct row_list list = { 0 };
	uint64_t slot;
	uint32_t first, end;

	if (!about->slots)
		return list;
	slot = hash(resource, key) % about->slot_count;
	for (; about->slots[slot]; slot = (slot + 1) % about->slot_count) {
		first = end = about->slots[slot] - 1;
		if (!same(about, about->rows[first], resource, key))
			continue;
		while (end < about->row_count && same(about, about->rows[end], resource, key))
			end++;
		list = (struct row_list){ .rows = about->rows + first, .count = end - first };
		break;
	}
	return list;
}
