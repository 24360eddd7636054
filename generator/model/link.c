/* A foreign key is an array of parents, one number a row. The way back is the same rows ordered by parent (counting sort) and where each
 * parent's begin; when the file is in that order already, as exported children of one parent mostly are, a
 * row's number is its position and only the beginnings are kept. */
#include "model/link.h"

#include "base/arena.h"
#include "model/index.h"
#include "model/link_near.h"
#include "model/table_private.h"

uint32_t link_forward(const struct link *link, uint32_t row)
{
	return ((const struct link_rows *)link)->parent[row];
}

struct row_list link_back(const struct link *link, uint32_t row)
{
	const struct link_rows *l = (const struct link_rows *)link;
	uint32_t first = l->first[row];

	return (struct row_list){ l->rows ? l->rows + first : NULL, first, l->first[row + 1] - first };
}

/* The parts of the target's key in row `row`; returns how many are there. */
static size_t reference(const struct link_rows *link, uint32_t row, struct str *parts)
{
	size_t there = 0;

	for (size_t i = 0; i < link->from.count; i++)
		if (table_stored(link->open.from, row, link->from.fields[i]->index, &parts[i]))
			there++;
	return there;
}

static void report_partial(const struct link_rows *link, uint32_t row, struct diag *diag)
{
	struct str text;

	for (size_t i = 0; i < link->from.count; i++) {
		if (table_stored(link->open.from, row, link->from.fields[i]->index, &text))
			continue;
		diag_error(diag, table_place(link->open.from, row, link->from.fields[i]->index), "foreign-key",
			"the reference to '%.*s' is only half there: '%.*s' is empty",
			"la referencia a '%.*s' está a medias: '%.*s' está vacío",
			STR_ARG(link->open.to->name), STR_ARG(link->from.fields[i]->name));
		diag_advice(diag, "fill in all fields of the reference, or none", "llene todos los campos de la referencia, o ninguno");
		return;
	}
}

static bool same_parts(const struct str *a, const struct str *b, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!str_equal(a[i], b[i]))
			return false;
	return true;
}

/* Rows in a run mostly point at the same row, or at the one after it. */
static void find_parents(struct link_rows *link, struct diag *diag)
{
	const struct table *from = link->open.from;
	struct str parts[2][INDEX_PARTS_MOST];
	struct link_near near = { .link = link };
	uint32_t last = ROW_NONE, guess = 0;
	size_t now = 0;
	bool any = false;

	for (uint32_t row = 0; row < from->rows; row++) {
		size_t there = reference(link, row, parts[now]);

		link->parent[row] = ROW_NONE;
		if (there < link->from.count) {
			if (there > 0 && !from->faulty)
				report_partial(link, row, diag);
			continue;
		}
		if (!any || !same_parts(parts[0], parts[1], link->from.count)) {
			last = index_find_read(link->target, &link->from, parts[now], guess);
			guess = last == ROW_NONE ? guess : last + 1;
			now = 1 - now;
			any = true;
		}
		link->parent[row] = last;
		if (last == ROW_NONE)
			link_near_report(&near, row, parts[1 - now], diag);
	}
	link_near_end(&near, diag);
}

/* Rows before the first that points anywhere. */
static uint32_t leading(const struct link_rows *link)
{
	uint32_t row = 0;

	while (row < link->open.from->rows && link->parent[row] == ROW_NONE)
		row++;
	return row;
}

/* True when the children of each parent are neighbours and parents ascend: from `begin` on, without a gap. */
static bool in_order(const struct link_rows *link, uint32_t begin)
{
	uint32_t rows = link->open.from->rows, row = begin + 1;

	while (row < rows && link->parent[row] != ROW_NONE && link->parent[row] >= link->parent[row - 1])
		row++;
	while (row < rows && link->parent[row] == ROW_NONE)
		row++;
	return row >= rows;
}

/* Afterwards the children of p are first[p] … first[p + 1] - 1, counted from `base`. */
static void count_children(struct link_rows *link, uint32_t base)
{
	uint32_t *first = link->first, sum = base;
	uint32_t parents = link->open.to->rows;

	memset(first, 0, ((size_t)parents + 1) * sizeof *first);
	for (uint32_t row = 0; row < link->open.from->rows; row++)
		if (link->parent[row] != ROW_NONE)
			first[link->parent[row]]++;
	for (size_t p = 0; p <= parents; p++) {
		uint32_t count = first[p];

		first[p] = sum;
		sum += count;
	}
}

/* Lists the children by parent, each parent's in the order of the file. */
static void list_children(struct link_rows *link)
{
	uint32_t parents = link->open.to->rows;

	count_children(link, 0);
	link->rows = memory_resize(NULL, link->first[parents] * sizeof *link->rows);
	for (uint32_t row = 0; row < link->open.from->rows; row++)
		if (link->parent[row] != ROW_NONE)
			link->rows[link->first[link->parent[row]]++] = row;
	for (size_t p = parents; p > 0; p--) /* each beginning has moved to the next one's place */
		link->first[p] = link->first[p - 1];
	link->first[0] = 0;
}

struct sorter {
	const struct table *table;
	struct arena *arena;  /* big decimals of one comparison */
	uint32_t *spare;
	size_t capacity;
};

/* Texts of equal length that compare as their values do: digits, and ISO dates of years with four digits. */
static bool compares_as_text(enum field_type type, struct str a, struct str b)
{
	if (type == FIELD_STRING)
		return true;
	if (a.len != b.len || a.len == 0 ||
	    (type != FIELD_INTEGER && type != FIELD_YEAR && type != FIELD_DATE && type != FIELD_YEARMONTH))
		return false;
	for (size_t i = 0; i < a.len; i++)
		if ((a.at[i] < '0' || a.at[i] > '9' || b.at[i] < '0' || b.at[i] > '9') && (a.at[i] != '-' || b.at[i] != '-' || i < 4))
			return false;
	return true;
}

static int compare_texts(struct sorter *sorter, const struct field *field, struct str a, struct str b)
{
	struct value left, right;
	bool iso = field->format.len == 0 || str_equal(field->format, STR("default"));

	if (iso && compares_as_text(field->type, a, b))
		return str_compare(a, b);
	arena_reset(sorter->arena);
	left = value_get(sorter->arena, field, a);
	right = value_get(sorter->arena, field, b);
	return value_compare(&left, &right);
}

/* Absent cells come last, in both directions. */
static int compare_rows(struct sorter *sorter, uint32_t a, uint32_t b)
{
	const struct table *table = sorter->table;

	for (size_t i = 0; i < table->order_count; i++) {
		const struct order *order = &table->order[i];
		struct str left, right;
		bool has_left = table_stored(table, a, order->field->index, &left);
		bool has_right = table_stored(table, b, order->field->index, &right);
		int result;

		if (!has_left || !has_right)
			result = (int)has_right - (int)has_left;
		else if (order->descending)
			result = compare_texts(sorter, order->field, right, left);
		else
			result = compare_texts(sorter, order->field, left, right);
		if (result != 0)
			return result;
	}
	return 0;
}

static bool sorted(struct sorter *sorter, struct row_list list)
{
	for (uint32_t i = 1; i < list.count; i++)
		if (compare_rows(sorter, row_list_at(list, i - 1), row_list_at(list, i)) > 0)
			return false;
	return true;
}

static void merge(struct sorter *sorter, const uint32_t *rows, uint32_t middle, uint32_t count, uint32_t *to)
{
	uint32_t left = 0, right = middle;

	for (uint32_t i = 0; i < count; i++) {
		bool take_left = left < middle && (right == count || compare_rows(sorter, rows[left], rows[right]) <= 0);

		to[i] = take_left ? rows[left++] : rows[right++];
	}
}

/* Merge sort from runs of one: stable. */
static void sort(struct sorter *sorter, uint32_t *rows, uint32_t count)
{
	uint32_t *from = rows, *to;

	if (sorter->capacity < count) {
		sorter->spare = memory_resize(sorter->spare, count * sizeof *sorter->spare);
		sorter->capacity = count;
	}
	to = sorter->spare;
	for (uint64_t run = 1; run < count; run *= 2) {
		uint32_t *swap = from;

		for (uint64_t begin = 0; begin < count; begin += 2 * run) {
			uint64_t whole = begin + 2 * run < count ? 2 * run : count - begin;

			merge(sorter, from + begin, (uint32_t)(run < whole ? run : whole), (uint32_t)whole, to + begin);
		}
		from = to;
		to = swap;
	}
	if (from != rows)
		memcpy(rows, from, count * sizeof *rows);
}

static bool all_sorted(struct sorter *sorter, const struct link_rows *link)
{
	for (uint32_t p = 0; p < link->open.to->rows; p++)
		if (!sorted(sorter, link_back(&link->open, p)))
			return false;
	return true;
}

static void order_children(struct link_rows *link)
{
	struct sorter sorter = { .table = link->open.from };

	if (link->open.from->order_count == 0)
		return;
	sorter.arena = arena_new();
	if (link->rows || !all_sorted(&sorter, link)) {
		if (!link->rows)
			list_children(link);
		for (uint32_t p = 0; p < link->open.to->rows; p++) {
			struct row_list list = link_back(&link->open, p);

			if (!sorted(&sorter, list))
				sort(&sorter, link->rows + list.first, list.count);
		}
	}
	memory_free(sorter.spare);
	arena_free(sorter.arena);
}

void link_fill(struct link_rows *link, struct diag *diag)
{
	uint32_t begin;

	link->parent = memory_resize(NULL, link->open.from->rows * sizeof *link->parent);
	link->first = memory_resize(NULL, ((size_t)link->open.to->rows + 1) * sizeof *link->first);
	find_parents(link, diag);
	begin = leading(link);
	if (in_order(link, begin))
		count_children(link, begin);
	else
		list_children(link);
	order_children(link);
}
