/* A foreign key is an array of parents, one number a row. The way back is the same rows ordered by parent
 * (counting sort) and where each parent's begin; when the file is in that order already, as exported children
 * of one parent mostly are, a row's number is its position and only the beginnings are kept. */
#include "model/link.h"

#include "base/arena.h"
#include "model/index.h"
#include "model/link_near.h"
#include "model/link_order.h"
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
		diag_advice(diag, "fill in all fields of the reference, or none",
			"llene todos los campos de la referencia, o ninguno");
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

static void order_children(struct link_rows *link)
{
	struct orderer *orderer;
	uint32_t parents = link->open.to->rows, parent = 0;

	if (link->open.from->order_count == 0)
		return;
	orderer = orderer_new(link->open.from);
	if (!link->rows) {
		while (parent < parents && orderer_sorted(orderer, link_back(&link->open, parent)))
			parent++;
		if (parent < parents)
			list_children(link);
	}
	for (; parent < parents; parent++) {
		struct row_list list = link_back(&link->open, parent);

		if (!orderer_sorted(orderer, list))
			orderer_sort(orderer, link->rows + list.first, list.count);
	}
	orderer_free(orderer);
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
