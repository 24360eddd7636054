/* Most tables are ordered by one whole number, date or month: then each value is a number of 64 bits, and the
 * numbers are sorted. What is not of that kind is compared as values, by merging. */
#include "model/link_order.h"

#include "base/arena.h"
#include "model/table_private.h"

#include <stdlib.h>

struct ranked {
	int64_t rank;
	uint32_t row;
};

struct orderer {
	const struct table *table;
	struct arena *arena;    /* big decimals of one comparison */
	uint32_t *spare;        /* owned */
	struct ranked *ranked;  /* owned */
	uint32_t capacity, ranked_capacity;
};

struct orderer *orderer_new(const struct table *table)
{
	struct orderer *orderer = memory_resize(NULL, sizeof *orderer);

	*orderer = (struct orderer){ .table = table, .arena = arena_new() };
	return orderer;
}

void orderer_free(struct orderer *orderer)
{
	arena_free(orderer->arena);
	memory_free(orderer->spare);
	memory_free(orderer->ranked);
	memory_free(orderer);
}

/* Digits of at most 18 places, with hyphens between them when `dashes`: a date becomes 20130102. */
static bool read_digits(struct str text, bool dashes, int64_t *out)
{
	int64_t value = 0;

	if (text.len == 0 || text.len > 18)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] >= '0' && text.at[i] <= '9')
			value = value * 10 + (text.at[i] - '0');
		else if (!dashes || text.at[i] != '-' || i < 4)
			return false;
	}
	*out = value;
	return true;
}

/* A number that orders values of the field as they are ordered; false when this text has none. */
static bool rank(const struct field *field, struct str text, int64_t *out)
{
	bool plain = field->format.len == 0 || str_equal(field->format, STR("default"));

	switch (field->type) {
	case FIELD_INTEGER:
	case FIELD_NUMBER:
		return read_digits(text, false, out);
	case FIELD_YEAR:
		return text.len == 4 && plain && read_digits(text, false, out);
	case FIELD_YEARMONTH:
		return text.len == 7 && plain && read_digits(text, true, out);
	case FIELD_DATE:
		return text.len == 10 && plain && read_digits(text, true, out);
	default:
		return false;
	}
}

static int compare_texts(struct orderer *orderer, const struct field *field, struct str a, struct str b)
{
	struct value left, right;
	int64_t x, y;

	if (field->type == FIELD_STRING)
		return str_compare(a, b);
	if (rank(field, a, &x) && rank(field, b, &y))
		return (x > y) - (x < y);
	arena_reset(orderer->arena);
	left = value_get(orderer->arena, field, a);
	right = value_get(orderer->arena, field, b);
	return value_compare(&left, &right);
}

static int compare_rows(struct orderer *orderer, uint32_t a, uint32_t b)
{
	const struct table *table = orderer->table;

	for (size_t i = 0; i < table->order_count; i++) {
		const struct order *order = &table->order[i];
		struct str left, right;
		bool has_left = table_stored(table, a, order->field->index, &left);
		bool has_right = table_stored(table, b, order->field->index, &right);
		int result;

		if (!has_left || !has_right)
			result = (int)has_right - (int)has_left;
		else if (order->descending)
			result = compare_texts(orderer, order->field, right, left);
		else
			result = compare_texts(orderer, order->field, left, right);
		if (result != 0)
			return result;
	}
	return 0;
}

bool orderer_sorted(struct orderer *orderer, struct row_list list)
{
	for (uint32_t i = 1; i < list.count; i++)
		if (compare_rows(orderer, row_list_at(list, i - 1), row_list_at(list, i)) > 0)
			return false;
	return true;
}

static void merge(struct orderer *orderer, const uint32_t *rows, uint32_t middle, uint32_t count, uint32_t *to)
{
	uint32_t left = 0, right = middle;

	for (uint32_t i = 0; i < count; i++) {
		bool take_left = left < middle && (right == count || compare_rows(orderer, rows[left], rows[right]) <= 0);

		to[i] = take_left ? rows[left++] : rows[right++];
	}
}

/* Merge sort from runs of one: stable. */
static void sort_values(struct orderer *orderer, uint32_t *rows, uint32_t count)
{
	uint32_t *from = rows, *to;

	if (orderer->capacity < count) {
		orderer->spare = memory_resize(orderer->spare, count * sizeof *orderer->spare);
		orderer->capacity = count;
	}
	to = orderer->spare;
	for (uint64_t run = 1; run < count; run *= 2) {
		uint32_t *swap = from;

		for (uint64_t begin = 0; begin < count; begin += 2 * run) {
			uint64_t whole = begin + 2 * run < count ? 2 * run : count - begin;

			merge(orderer, from + begin, (uint32_t)(run < whole ? run : whole), (uint32_t)whole, to + begin);
		}
		from = to;
		to = swap;
	}
	if (from != rows)
		memcpy(rows, from, count * sizeof *rows);
}


static int by_rank(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return a->row < b->row ? -1 : 1;
}

/* Fills `ranked` with the rows; false when some value has no rank. */
static bool rank_all(struct orderer *orderer, const uint32_t *rows, uint32_t count)
{
	const struct order *order = &orderer->table->order[0];

	if (orderer->ranked_capacity < count) {
		orderer->ranked = memory_resize(orderer->ranked, count * sizeof *orderer->ranked);
		orderer->ranked_capacity = count;
	}
	for (uint32_t i = 0; i < count; i++) {
		struct ranked *ranked = &orderer->ranked[i];
		struct str text;

		*ranked = (struct ranked){ INT64_MAX, rows[i] };
		if (!table_stored(orderer->table, rows[i], order->field->index, &text))
			continue;
		if (!rank(order->field, text, &ranked->rank))
			return false;
		if (order->descending)
			ranked->rank = -ranked->rank;
	}
	return true;
}

void orderer_sort(struct orderer *orderer, uint32_t *rows, uint32_t count)
{
	if (orderer->table->order_count != 1 || !rank_all(orderer, rows, count)) {
		sort_values(orderer, rows, count);
		return;
	}
	qsort(orderer->ranked, count, sizeof *orderer->ranked, by_rank);
	for (uint32_t i = 0; i < count; i++)
		rows[i] = orderer->ranked[i].row;
}
