/* sort_by: stable, absent ones last. Nothing here enters Lua between taking memory and giving it back. */
#include "script/view_rows.h"

#include "base/arena.h"

#include <unicode/ucol.h>

struct sort_item {
	struct value value;
	uint32_t row;
	bool absent;
};

struct sorting {
	enum field_type type;
	UCollator *collator;
	bool descending;
};

static bool textual(enum field_type type)
{
	switch (type) {
	case FIELD_INTEGER: case FIELD_YEAR: case FIELD_NUMBER: case FIELD_BOOLEAN:
	case FIELD_DATE: case FIELD_TIME: case FIELD_DATETIME: case FIELD_YEARMONTH:
		return false;
	default:
		return true;
	}
}

static int compare_texts(const struct sorting *s, struct str a, struct str b)
{
	UErrorCode status = U_ZERO_ERROR;
	int order = 0;

	if (s->collator)
		order = ucol_strcollUTF8(s->collator, a.at, (int32_t)a.len, b.at, (int32_t)b.len, &status);
	return order ? order : str_compare(a, b);
}

static int compare_values(const struct sorting *s, const struct value *a, const struct value *b)
{
	switch (s->type) {
	case FIELD_INTEGER: case FIELD_YEAR:
		return (a->as.integer > b->as.integer) - (a->as.integer < b->as.integer);
	case FIELD_NUMBER:
		return decimal_compare(a->as.decimal, b->as.decimal);
	case FIELD_BOOLEAN:
		return (int)a->as.boolean - (int)b->as.boolean;
	case FIELD_DATE: case FIELD_TIME: case FIELD_DATETIME: case FIELD_YEARMONTH:
		return moment_compare(&a->as.moment, &b->as.moment);
	default:
		return compare_texts(s, a->text, b->text);
	}
}

/* Absent ones come last, whatever the direction. */
static bool precedes(const struct sorting *s, const struct sort_item *b, const struct sort_item *a)
{
	int order;

	if (a->absent || b->absent)
		return a->absent && !b->absent;
	order = compare_values(s, &b->value, &a->value);
	return s->descending ? order > 0 : order < 0;
}

static void merge(const struct sorting *s, struct sort_item **from, struct sort_item **to, size_t start, size_t middle, size_t end)
{
	size_t left = start, right = middle;

	for (size_t out = start; out < end; out++)
		to[out] = left < middle && (right >= end || !precedes(s, from[right], from[left])) ? from[left++] : from[right++];
}

/* Sorts pointers, stably; the result is in the one of both arrays that is returned. */
static struct sort_item **sorted(const struct sorting *s, struct sort_item **items, struct sort_item **spare, size_t count)
{
	for (size_t width = 1; width < count; width *= 2) {
		struct sort_item **swap = items;

		for (size_t start = 0; start < count; start += 2 * width)
			merge(s, items, spare, start, start + width < count ? start + width : count,
				start + 2 * width < count ? start + 2 * width : count);
		items = spare;
		spare = swap;
	}
	return items;
}

static UCollator *collator(lua_State *L)
{
	struct view_state *state = view_of(L);
	UErrorCode status = U_ZERO_ERROR;
	char name[32] = { 0 };

	if (state->collator)
		return state->collator;
	if (state->lang.len < sizeof name)
		memcpy(name, state->lang.at, state->lang.len);
	state->collator = ucol_open(name, &status);
	return U_SUCCESS(status) ? state->collator : NULL;
}

static void read_item(lua_State *L, const struct span *span, const struct step *step, struct sort_item *item)
{
	const struct table *table = span->view->table;

	if (textual(step->type))
		item->absent = !table_text(table, item->row, step->column, &item->value.text);
	else
		item->absent = !table_value(table, world_of(L)->arena, item->row, step->column, &item->value);
}

static void sort_into(lua_State *L, const struct span *span, const struct step *step, bool descending, uint32_t *out)
{
	size_t count = span->list.count;
	struct sorting s = { .type = step->type, .collator = textual(step->type) ? collator(L) : NULL, .descending = descending };
	struct sort_item *items = memory_resize(NULL, count * sizeof *items);
	struct sort_item **pointers = memory_resize(NULL, count * 2 * sizeof *pointers), **order;

	for (size_t i = 0; i < count; i++) {
		items[i] = (struct sort_item){ .row = row_list_at(span->list, (uint32_t)i) };
		read_item(L, span, step, &items[i]);
		pointers[i] = &items[i];
	}
	order = sorted(&s, pointers, pointers + count, count);
	for (size_t i = 0; i < count; i++)
		out[i] = order[i]->row;
	memory_free(items);
	memory_free(pointers);
}

static bool wants_descending(lua_State *L)
{
	struct str direction = lua_isnoneornil(L, 3) ? STR("asc") : world_string(L, 3);

	if (!str_equal(direction, STR("asc")) && !str_equal(direction, STR("desc")))
		world_fault(L, "lua-error", "no order '%.*s'; write asc or desc", "no hay orden '%.*s'; escriba asc o desc", STR_ARG(direction));
	return str_equal(direction, STR("desc"));
}

int view_sort_by(lua_State *L)
{
	struct span span = view_span(L);
	struct step *step = table_view_field(L, span.view, 2);
	bool descending = wants_descending(L);
	struct rows_view *rows;

	if (step->kind != STEP_FIELD)
		world_fault(L, "lua-error", "rows are sorted by a field", "los renglones se ordenan por un campo");
	world_charge(L, (uint64_t)span.list.count * 50 + 1);
	rows = view_new_rows(L, span.view, span.list.count);
	if (span.list.count)
		sort_into(L, &span, step, descending, rows->own);
	return 1;
}
