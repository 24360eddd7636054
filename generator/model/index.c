/* Open addressing over row numbers: nothing but 4 bytes a row, at most 7 of 10 slots taken. The bits of a slot
 * that the row's number does not need hold bits of the key's hash, so that few rows are looked at in vain. A
 * table whose rows ascend by key, as exported ones do, needs no slots: that is found out by one pass, which
 * also proves that no key stands twice. Keys are met as their canonical texts, which for most types is the text
 * as published. */
#include "model/index.h"

#include "base/arena.h"
#include "base/buf.h"
#include "model/canonical.h"
#include "model/table_private.h"

#include <assert.h>

enum { AHEAD = 32 }; /* rows whose slots are asked of the memory before the first of them is needed */

/* The canonical texts of one key. Memory is taken only when some text is not canonical as it stands. */
struct parts {
	struct str text[INDEX_PARTS_MOST];
	struct arena *arena;
};

/* Makes part `i` canonical; its text was accepted when the table was read. */
static void settle(struct parts *parts, size_t i, const struct field *field)
{
	if (canonical_is(field, parts->text[i]))
		return;
	if (!parts->arena)
		parts->arena = arena_new();
	parts->text[i] = canonical_text(parts->arena, field, parts->text[i]);
}

/* False when a part is absent. */
static bool row_parts(const struct index *index, uint32_t row, struct parts *parts)
{
	if (parts->arena)
		arena_reset(parts->arena);
	for (size_t i = 0; i < index->key->count; i++) {
		const struct field *field = index->key->fields[i];

		if (!table_stored(index->table, row, field->index, &parts->text[i]))
			return false;
		settle(parts, i, field);
	}
	return true;
}

static uint64_t hash(const struct parts *parts, size_t count)
{
	uint64_t h = str_hash(parts->text[0]);

	for (size_t i = 1; i < count; i++)
		h = h * 0x9e3779b97f4a7c15u + str_hash(parts->text[i]);
	return h;
}

static int compare(const struct parts *a, const struct parts *b, size_t count)
{
	int order = 0;

	for (size_t i = 0; i < count && order == 0; i++)
		order = str_compare(a->text[i], b->text[i]);
	return order;
}

static bool same(const struct parts *a, const struct parts *b, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!str_equal(a->text[i], b->text[i]))
			return false;
	return true;
}

static void parts_clear(struct parts *parts)
{
	arena_free(parts->arena);
}

/* True when each row's key is above that of the row before. */
static bool ascending(const struct index *index)
{
	struct parts pair[2] = { 0 };
	bool rising = true;

	for (uint32_t row = 0; row < index->table->rows && rising; row++)
		rising = row_parts(index, row, &pair[row % 2]) &&
			(row == 0 || compare(&pair[(row + 1) % 2], &pair[row % 2], index->key->count) < 0);
	parts_clear(&pair[0]);
	parts_clear(&pair[1]);
	return rising;
}

/* Where a search for `h` begins: the upper half of it, spread over all slots. */
static uint64_t first_slot(const struct index *index, uint64_t h)
{
	return (h >> 32) * index->slot_count >> 32;
}

/* The row of a slot that may have hash `h`, or ROW_NONE. */
static uint32_t slot_row(const struct index *index, uint32_t slot, uint32_t tag)
{
	uint32_t mask = index->row_bits == 32 ? UINT32_MAX : (1u << index->row_bits) - 1;

	return (slot & ~mask) == tag ? (slot & mask) - 1 : ROW_NONE;
}

static uint32_t tag_of(const struct index *index, uint64_t h)
{
	return index->row_bits == 32 ? 0 : (uint32_t)h << index->row_bits;
}

/* The slot of the row that has `parts`, or the free one where it would go. */
static uint64_t slot_of(const struct index *index, const struct parts *parts, uint64_t h)
{
	uint32_t tag = tag_of(index, h);
	uint64_t at = first_slot(index, h);
	struct parts found;

	found.arena = NULL;
	for (; index->slots[at]; at = at + 1 == index->slot_count ? 0 : at + 1) {
		uint32_t row = slot_row(index, index->slots[at], tag);

		if (row != ROW_NONE && row_parts(index, row, &found) && same(parts, &found, index->key->count))
			break;
	}
	parts_clear(&found);
	return at;
}

static bool equal_rows(const struct table *table, uint32_t a, uint32_t b)
{
	for (size_t column = 0; column < table->schema.stored_count; column++) {
		struct str left = STR(""), right = STR("");

		if (table_stored(table, a, column, &left) != table_stored(table, b, column, &right) || !str_equal(left, right))
			return false;
	}
	return true;
}

static void report_twice(const struct index *index, uint32_t first, uint32_t again, struct diag *diag)
{
	const struct table *table = index->table;
	struct place there = table_row_place(table, first), here = table_place(table, again, index->key->fields[0]->index);
	struct buf key = { 0 };

	for (size_t i = 0; i < index->key->count; i++) {
		struct str text = STR("");

		table_stored(table, again, index->key->fields[i]->index, &text);
		if (i > 0)
			buf_byte(&key, '/');
		buf_add(&key, text);
	}
	if (index->kind == INDEX_PRIMARY)
		diag_error(diag, here, "duplicate-key", "the key '%.*s' is there already, in %.*s:%u",
			"la clave '%.*s' ya está, en %.*s:%u", STR_ARG(buf_str(&key)), STR_ARG(there.path), there.line);
	else
		diag_error(diag, here, "duplicate-value", "'%.*s' must be unique and is there already, in %.*s:%u",
			"'%.*s' debe ser único y ya está, en %.*s:%u", STR_ARG(buf_str(&key)), STR_ARG(there.path), there.line);
	if (equal_rows(table, first, again))
		diag_advice(diag, "the two rows are equal: remove one of them", "los dos renglones son iguales: quite uno");
	else
		diag_advice(diag, "give one of the two rows another value", "dé otro valor a uno de los dos renglones");
	buf_clear(&key);
}

static void size_slots(struct index *index)
{
	uint32_t rows = index->table->rows;

	index->slot_count = (uint64_t)rows * 10 / 7 + 8;
	for (index->row_bits = 1; index->row_bits < 32 && rows >> index->row_bits; index->row_bits++)
		;
	index->slots = memory_resize(NULL, index->slot_count * sizeof *index->slots);
	memset(index->slots, 0, index->slot_count * sizeof *index->slots);
}

/* Puts one row; returns the row that has its key already, or ROW_NONE. */
static uint32_t put(struct index *index, uint32_t row, const struct parts *parts, uint64_t h)
{
	uint64_t at = slot_of(index, parts, h);

	if (index->slots[at])
		return slot_row(index, index->slots[at], tag_of(index, h));
	index->slots[at] = (row + 1) | tag_of(index, h);
	return ROW_NONE;
}

static void put_all(struct index *index, struct diag *diag)
{
	const struct table *table = index->table;
	struct parts parts = { 0 };
	uint64_t hashes[AHEAD], twice = 0;

	for (uint64_t begin = 0; begin < table->rows; begin += AHEAD) {
		uint32_t count = table->rows - begin < AHEAD ? (uint32_t)(table->rows - begin) : AHEAD;

		for (uint32_t i = 0; i < count; i++) {
			hashes[i] = row_parts(index, (uint32_t)begin + i, &parts) ? hash(&parts, index->key->count) : 0;
			__builtin_prefetch(&index->slots[first_slot(index, hashes[i])], 1);
		}
		for (uint32_t i = 0; i < count; i++) {
			uint32_t row = (uint32_t)begin + i, first;

			if (!row_parts(index, row, &parts))
				continue;
			first = put(index, row, &parts, hashes[i]);
			if (first != ROW_NONE && twice++ < DIAG_KEPT)
				report_twice(index, first, row, diag);
		}
	}
	if (twice > DIAG_KEPT)
		diag_error(diag, place_of(table->parts[0].path), "duplicate-key", "%llu more rows have a key that is there already",
			"otros %llu renglones tienen una clave que ya está", (unsigned long long)(twice - DIAG_KEPT));
	parts_clear(&parts);
}

void index_build(struct index *index, struct diag *diag)
{
	assert(index->key->count > 0 && index->key->count <= INDEX_PARTS_MOST);
	if (!index->looked_up && ascending(index))
		return;
	size_slots(index);
	put_all(index, diag);
}

void index_clear(struct index *index)
{
	memory_free(index->slots);
	index->slots = NULL;
}

/* In rows that ascend by key. */
static uint32_t halve(const struct index *index, const struct parts *parts)
{
	uint32_t low = 0, high = index->table->rows, row = ROW_NONE;
	struct parts middle = { 0 };

	while (low < high && row == ROW_NONE) {
		uint32_t at = low + (high - low) / 2;
		int order;

		row_parts(index, at, &middle);
		order = compare(&middle, parts, index->key->count);
		if (order == 0)
			row = at;
		else if (order < 0)
			low = at + 1;
		else
			high = at;
	}
	parts_clear(&middle);
	return row;
}

static uint32_t find(const struct index *index, const struct parts *parts)
{
	uint64_t h, at;

	if (!index->slots)
		return halve(index, parts);
	h = hash(parts, index->key->count);
	at = slot_of(index, parts, h);
	return index->slots[at] ? slot_row(index, index->slots[at], tag_of(index, h)) : ROW_NONE;
}

/* Reads the parts that are not canonical as they stand, which may be anything. False when one is no value of its field. */
static bool read_parts(const struct index *index, struct parts *parts)
{
	struct diag *unheard = NULL;
	bool fine = true;

	for (size_t i = 0; i < index->key->count && fine; i++) {
		const struct field *field = index->key->fields[i];
		struct value value;

		if (canonical_is(field, parts->text[i]))
			continue;
		if (!parts->arena)
			parts->arena = arena_new();
		if (!unheard)
			unheard = diag_new(LANG_EN);
		fine = value_read(parts->arena, field, parts->text[i], (struct place){ 0 }, &value, unheard);
		if (fine)
			parts->text[i] = canonical_write(parts->arena, &value);
	}
	diag_free(unheard);
	return fine;
}

uint32_t index_find(const struct index *index, const struct str *parts)
{
	struct parts wanted = { 0 };
	uint32_t row = ROW_NONE;

	for (size_t i = 0; i < index->key->count; i++)
		wanted.text[i] = parts[i];
	if (read_parts(index, &wanted))
		row = find(index, &wanted);
	parts_clear(&wanted);
	return row;
}

uint32_t index_find_read(const struct index *index, const struct key *from, const struct str *parts, uint32_t guess)
{
	struct parts wanted = { 0 }, other = { 0 };
	uint32_t row = ROW_NONE;

	for (size_t i = 0; i < index->key->count; i++) {
		wanted.text[i] = parts[i];
		settle(&wanted, i, from->fields[i]);
	}
	if (guess < index->table->rows && row_parts(index, guess, &other) && same(&wanted, &other, index->key->count))
		row = guess;
	else
		row = find(index, &wanted);
	parts_clear(&wanted);
	parts_clear(&other);
	return row;
}
