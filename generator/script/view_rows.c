/* Lists of rows and whole tables. Both are a span: a table and some of its row numbers. What filters or sorts makes a new list, whose
 * numbers lie in the Lua value itself. */
#include "script/view_private.h"

#include "base/arena.h"
#include "model/site.h"

#include <stdlib.h>
#include <unicode/ucol.h>

enum { CONDITIONS_MOST = 16 };

struct span {
	struct table_view *view;
	struct row_list list;
};

static const char table_methods_key, rows_methods_key; /* registry: name → function */

struct rows_view *view_new_rows(lua_State *L, struct table_view *view, uint32_t count)
{
	struct rows_view *rows = view_new(L, VIEW_ROWS, sizeof *rows + (count ? count : 1) * sizeof rows->own[0]);

	*rows = (struct rows_view){ .view = view, .list = { .rows = rows->own, .count = count } };
	return rows;
}

void view_push_rows(lua_State *L, const struct table *table, struct row_list list)
{
	struct rows_view *rows;
	struct table_view *view = table_view_of(L, table);

	rows = view_new(L, VIEW_ROWS, sizeof *rows);
	*rows = (struct rows_view){ .view = view, .list = list, .generation = list.rows ? world_of(L)->private->generation : 0 };
}

void view_push_table(lua_State *L, const struct table *table)
{
	struct table_view *view = table_view_of(L, table);
	struct table_view **made = view_new(L, VIEW_TABLE, sizeof *made);

	*made = view;
}

bool view_is_table(lua_State *L, int index, const struct table **table)
{
	struct table_view *const *view = view_test(L, index, VIEW_TABLE);

	if (view)
		*table = (*view)->table;
	return view != NULL;
}

/* True when the value at `index` is a table or a list of rows. */
static bool span_at(lua_State *L, int index, struct span *span)
{
	const struct rows_view *rows = view_test(L, index, VIEW_ROWS);
	struct table_view *const *table;

	if (rows) {
		if (rows->generation && rows->generation != world_of(L)->private->generation)
			world_fault(L, "stale", "this list was of another page", "esta lista era de otra página");
		span->view = rows->view;
		span->list = rows->list;
		return true;
	}
	table = view_test(L, index, VIEW_TABLE);
	if (!table)
		return false;
	span->view = *table;
	span->list = (struct row_list){ .count = table_rows((*table)->table) };
	return true;
}

static struct span self(lua_State *L)
{
	struct span span;

	if (!span_at(L, 1, &span))
		world_fault(L, "lua-error", "this is no list of rows; call it with a colon, like rows:count()",
			"esto no es una lista de renglones; se llama con dos puntos, como renglones:count()");
	return span;
}

static void push_at(lua_State *L, const struct span *span, int64_t i)
{
	if (i >= 1 && i <= (int64_t)span->list.count)
		view_push_row_of(L, span->view, row_list_at(span->list, (uint32_t)i - 1));
	else
		lua_pushnil(L);
}

static int length(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)self(L).list.count);
	return 1;
}

/* The row of a primary key written "a" or "a/b", or ROW_NONE. */
static uint32_t find_key(lua_State *L, const struct table *table, struct str key)
{
	size_t parts_most = table_schema(table)->primary.count, count = 0;
	struct str *parts, rest = key, part;

	if (parts_most == 0)
		return ROW_NONE;
	if (parts_most == 1)
		return table_find(table, &key, 1);
	parts = arena_array(world_of(L)->arena, struct str, parts_most);
	while (count < parts_most && str_next(&rest, '/', &part))
		parts[count++] = part;
	return count == parts_most && rest.at == NULL ? table_find(table, parts, count) : ROW_NONE;
}

static void push_row_or_nil(lua_State *L, struct table_view *view, uint32_t row)
{
	if (row == ROW_NONE)
		lua_pushnil(L);
	else
		view_push_row_of(L, view, row);
}

static int rows_index(lua_State *L)
{
	struct span span = self(L);

	if (lua_isinteger(L, 2)) {
		push_at(L, &span, lua_tointeger(L, 2));
		return 1;
	}
	lua_rawgetp(L, LUA_REGISTRYINDEX, &rows_methods_key);
	lua_pushvalue(L, 2);
	lua_gettable(L, -2);
	return 1;
}

static int table_index(lua_State *L)
{
	struct span span = self(L);

	if (lua_isinteger(L, 2)) {
		push_at(L, &span, lua_tointeger(L, 2));
		return 1;
	}
	lua_rawgetp(L, LUA_REGISTRYINDEX, &table_methods_key);
	lua_pushvalue(L, 2);
	if (lua_rawget(L, -2) != LUA_TNIL)
		return 1;
	push_row_or_nil(L, span.view, find_key(L, span.view->table, world_string(L, 2)));
	return 1;
}

/* table:row("a", "b") */
static int method_row(lua_State *L)
{
	struct span span = self(L);
	int count = lua_gettop(L) - 1;
	struct str *parts = arena_array(world_of(L)->arena, struct str, (size_t)count + 1);

	for (int i = 0; i < count; i++)
		parts[i] = world_text(L, i + 2);
	push_row_or_nil(L, span.view, count == (int)table_schema(span.view->table)->primary.count && count
		? table_find(span.view->table, parts, (size_t)count) : ROW_NONE);
	return 1;
}

/* Upvalues: the list, how many were given. */
static int each_next(lua_State *L)
{
	lua_Integer i = lua_tointeger(L, lua_upvalueindex(2)) + 1;
	struct span span;

	lua_pushinteger(L, i);
	lua_replace(L, lua_upvalueindex(2));
	lua_pushvalue(L, lua_upvalueindex(1));
	span_at(L, -1, &span);
	push_at(L, &span, i);
	return 1;
}

static int method_each(lua_State *L)
{
	self(L);
	lua_pushvalue(L, 1);
	lua_pushinteger(L, 0);
	lua_pushcclosure(L, each_next, 2);
	return 1;
}

static int pairs_next(lua_State *L)
{
	lua_Integer i = lua_tointeger(L, 2) + 1;
	struct span span = self(L);

	if (i > (lua_Integer)span.list.count)
		return 0;
	lua_pushinteger(L, i);
	push_at(L, &span, i);
	return 2;
}

static int rows_pairs(lua_State *L)
{
	self(L);
	lua_pushcfunction(L, pairs_next);
	lua_pushvalue(L, 1);
	lua_pushinteger(L, 0);
	return 3;
}

static int method_first(lua_State *L)
{
	struct span span = self(L);

	push_at(L, &span, 1);
	return 1;
}

static int method_last(lua_State *L)
{
	struct span span = self(L);

	push_at(L, &span, span.list.count);
	return 1;
}

/* take(n [, from]) */
static int method_take(lua_State *L)
{
	struct span span = self(L);
	int64_t most = world_integer(L, 2), from = world_integer_or(L, 3, 1), left;
	struct rows_view *rows;

	if (from < 1)
		from = 1;
	left = (int64_t)span.list.count - (from - 1);
	if (most > left)
		most = left;
	if (most < 0)
		most = 0;
	world_charge(L, (uint64_t)most);
	rows = view_new_rows(L, span.view, (uint32_t)most);
	for (int64_t i = 0; i < most; i++)
		rows->own[i] = row_list_at(span.list, (uint32_t)(from - 1 + i));
	return 1;
}

/* where. */

struct condition {
	struct step *step;
	int type;               /* of the Lua value */
	struct str text;
	bool truth;
	bool number, moment, row;
	struct decimal decimal;
	struct moment when;
	uint32_t target;        /* a row */
};

static _Noreturn void never_equal(lua_State *L, const struct condition *c)
{
	struct str name = c->step->name;

	world_fault(L, "lua-error", "'%.*s' is never equal to a %s",
		"'%.*s' nunca es igual a un valor de tipo %s", STR_ARG(name), luaL_typename(L, -1));
}

/* Reads the condition whose key and value are on the top of the stack. */
static struct condition read_condition(lua_State *L, struct table_view *view)
{
	struct condition c = { .step = table_view_field(L, view, -2), .type = lua_type(L, -1) };
	const struct table *table = NULL;
	enum field_type type = c.step->type;

	if (c.step->kind == STEP_BACK)
		table_view_unknown(L, view, c.step->name);
	if (c.step->kind == STEP_FORWARD) {
		c.row = view_is_row(L, -1, &table, &c.target);
		if (!c.row || table != c.step->link->to)
			never_equal(L, &c);
		return c;
	}
	if (c.type == LUA_TSTRING) {
		c.text = world_string(L, -1);
		if (type == FIELD_INTEGER || type == FIELD_YEAR || type == FIELD_NUMBER || type == FIELD_BOOLEAN)
			never_equal(L, &c);
	} else if (c.type == LUA_TBOOLEAN) {
		c.truth = lua_toboolean(L, -1);
		if (type != FIELD_BOOLEAN)
			never_equal(L, &c);
	} else if (view_is_moment(L, -1, &type, &c.when)) {
		c.moment = true;
		if (type != c.step->type)
			never_equal(L, &c);
	} else {
		c.number = view_number(L, -1, &c.decimal);
		if (!c.number || (type != FIELD_INTEGER && type != FIELD_YEAR && type != FIELD_NUMBER))
			never_equal(L, &c);
	}
	return c;
}

static bool holds(lua_State *L, const struct condition *c, const struct table *table, uint32_t row)
{
	struct value value;
	struct str text;

	if (c->row)
		return link_forward(c->step->link, row) == c->target;
	if (c->type == LUA_TSTRING)
		return table_text(table, row, c->step->column, &text) && str_equal(text, c->text);
	if (!table_value(table, world_of(L)->arena, row, c->step->column, &value))
		return false;
	if (c->type == LUA_TBOOLEAN)
		return value.as.boolean == c->truth;
	if (c->moment)
		return moment_compare(&value.as.moment, &c->when) == 0;
	return decimal_compare(c->step->type == FIELD_NUMBER ? value.as.decimal : decimal_of(value.as.integer), c->decimal) == 0;
}

/* The link whose only column is this field and which points at a primary key, or NULL. */
static const struct link *link_of_field(const struct table *table, const struct field *field)
{
	for (size_t i = 0; i < table_link_count(table); i++) {
		const struct link *link = table_link_at(table, i);
		const struct key *primary = &table_schema(link->to)->primary;

		if (link->key->key.count == 1 && link->key->key.fields[0]->index == field->index && primary->count == 1 &&
			str_equal(link->key->target_fields[0], primary->fields[0]->name))
			return link;
	}
	return NULL;
}

static int by_number(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return (a > b) - (a < b);
}

/* In a whole table, a condition on a link leads straight to its rows: `found` is then a list of them in the order of the file. */
static bool narrow(lua_State *L, const struct condition *c, const struct span *span, struct row_list *found)
{
	const struct link *link = c->row ? c->step->link : NULL;
	uint32_t target = c->target, *rows;

	if (!link && c->type == LUA_TSTRING && c->step->kind == STEP_FIELD) {
		link = link_of_field(span->view->table, c->step->field);
		target = link ? table_find(link->to, &c->text, 1) : ROW_NONE;
		if (link && target == ROW_NONE) {
			*found = (struct row_list){ 0 };
			return true;
		}
	}
	if (!link)
		return false;
	*found = link_back(link, target);
	if (!found->rows)
		return true;
	rows = arena_alloc(world_of(L)->arena, (found->count + 1) * sizeof *rows);
	memcpy(rows, found->rows, found->count * sizeof *rows);
	qsort(rows, found->count, sizeof *rows, by_number);
	found->rows = rows;
	return true;
}

static bool asks(lua_State *L, const struct span *span, uint32_t row)
{
	bool yes;

	lua_pushvalue(L, 2);
	view_push_row_of(L, span->view, row);
	lua_call(L, 1, 1);
	yes = lua_toboolean(L, -1);
	lua_pop(L, 1);
	return yes;
}

/* Reads the conditions of the table at 2. */
static size_t read_conditions(lua_State *L, const struct span *span, struct condition conditions[static CONDITIONS_MOST])
{
	size_t count = 0;

	world_plain_table(L, 2);
	lua_pushnil(L);
	while (lua_next(L, 2)) {
		if (lua_type(L, -2) != LUA_TSTRING)
			world_fault(L, "lua-error", "a condition is written { field = value }", "una condición se escribe { campo = valor }");
		if (count < CONDITIONS_MOST)
			conditions[count++] = read_condition(L, span->view);
		else
			world_fault(L, "lua-error", "at most 16 conditions", "a lo más 16 condiciones");
		lua_pop(L, 1);
	}
	return count;
}

static int method_where(lua_State *L)
{
	struct span span = self(L);
	struct condition conditions[CONDITIONS_MOST];
	bool function = lua_type(L, 2) == LUA_TFUNCTION;
	size_t count = function ? 0 : read_conditions(L, &span, conditions);
	uint32_t *kept, kept_count = 0;
	struct rows_view *rows;

	lua_settop(L, 2);
	if (view_test(L, 1, VIEW_TABLE))
		for (size_t i = 0; i < count; i++)
			if (narrow(L, &conditions[i], &span, &span.list))
				break;
	world_charge(L, (uint64_t)span.list.count * (count + 1) + 1);
	kept = lua_newuserdatauv(L, (span.list.count + 1) * sizeof *kept, 0);
	for (uint32_t i = 0; i < span.list.count; i++) {
		uint32_t row = row_list_at(span.list, i);
		bool good = !function || asks(L, &span, row);

		for (size_t c = 0; good && c < count; c++)
			good = holds(L, &conditions[c], span.view->table, row);
		if (good)
			kept[kept_count++] = row;
	}
	rows = view_new_rows(L, span.view, kept_count);
	memcpy(rows->own, kept, kept_count * sizeof *kept);
	return 1;
}

/* group_by. */

/* Numbers the groups in the order in which they are first met; the Lua table at `seen` maps text or row number to group + 1. The text of an
 * absent cell is kept apart. */
static uint32_t group_of(lua_State *L, const struct span *span, const struct step *step, uint32_t row, int seen, uint32_t *groups, uint32_t *absent)
{
	struct str text;
	uint32_t group;
	bool there;

	if (step->kind == STEP_FORWARD) {
		uint32_t target = link_forward(step->link, row);

		there = target != ROW_NONE;
		lua_pushinteger(L, target);
	} else {
		there = table_text(span->view->table, row, step->column, &text);
		world_push(L, there ? text : STR(""));
	}
	if (!there) {
		lua_pop(L, 1);
		if (*absent == ROW_NONE)
			*absent = (*groups)++;
		return *absent;
	}
	lua_pushvalue(L, -1);
	if (lua_rawget(L, seen) != LUA_TNIL) {
		group = (uint32_t)lua_tointeger(L, -1);
		lua_pop(L, 2);
		return group;
	}
	lua_pop(L, 1);
	group = (*groups)++;
	lua_pushinteger(L, group);
	lua_rawset(L, seen);
	return group;
}

/* Puts { key = …, rows = … } into the list at `out` for each group. */
static void push_groups(lua_State *L, const struct span *span, struct step *step, const uint32_t *group_of_row, uint32_t groups, int out)
{
	uint32_t *counts = lua_newuserdatauv(L, (groups + 1) * sizeof *counts, 0);
	struct rows_view **lists = lua_newuserdatauv(L, (groups + 1) * sizeof *lists, 0);

	memset(counts, 0, groups * sizeof *counts);
	for (uint32_t i = 0; i < span->list.count; i++)
		counts[group_of_row[i]]++;
	for (uint32_t g = 0; g < groups; g++) {
		lua_createtable(L, 0, 2);
		lists[g] = view_new_rows(L, span->view, counts[g]);
		lua_setfield(L, -2, "rows");
		lua_rawseti(L, out, (lua_Integer)g + 1);
		counts[g] = 0;
	}
	for (uint32_t i = 0; i < span->list.count; i++) {
		uint32_t g = group_of_row[i], row = row_list_at(span->list, i);

		if (counts[g] == 0) {
			lua_rawgeti(L, out, (lua_Integer)g + 1);
			view_push_step(L, span->view, step, row);
			lua_setfield(L, -2, "key");
			lua_pop(L, 1);
		}
		lists[g]->own[counts[g]++] = row;
	}
}

static int method_group_by(lua_State *L)
{
	struct span span = self(L);
	struct step *step = table_view_field(L, span.view, 2);
	uint32_t groups = 0, absent = ROW_NONE, *group_of_row;

	if (step->kind == STEP_BACK)
		table_view_unknown(L, span.view, step->name);
	lua_settop(L, 2);
	world_charge(L, (uint64_t)span.list.count * 4 + 1);
	lua_newtable(L);
	group_of_row = lua_newuserdatauv(L, (span.list.count + 1) * sizeof *group_of_row, 0);
	for (uint32_t i = 0; i < span.list.count; i++)
		group_of_row[i] = group_of(L, &span, step, row_list_at(span.list, i), 3, &groups, &absent);
	lua_createtable(L, (int)groups, 0);
	push_groups(L, &span, step, group_of_row, groups, 5);
	lua_settop(L, 5);
	return 1;
}

/* sum("field"): exact; absent cells are passed over and told by the second result. */
static int method_sum(lua_State *L)
{
	struct span span = self(L);
	struct step *step = table_view_field(L, span.view, 2);
	struct arena *arena = world_of(L)->arena;
	struct decimal total = { 0 };
	int64_t count = 0;
	struct str name = step->name;

	if (step->kind != STEP_FIELD || (step->type != FIELD_INTEGER && step->type != FIELD_NUMBER))
		world_fault(L, "lua-error", "'%.*s' holds no numbers to add", "'%.*s' no tiene números que sumar", STR_ARG(name));
	world_charge(L, (uint64_t)span.list.count + 1);
	for (uint32_t i = 0; i < span.list.count; i++) {
		struct value value;

		if (!table_value(span.view->table, arena, row_list_at(span.list, i), step->column, &value))
			continue;
		total = decimal_add(arena, total, step->type == FIELD_NUMBER ? value.as.decimal : decimal_of(value.as.integer));
		count++;
	}
	if (count)
		view_push_decimal(L, total);
	else
		lua_pushnil(L);
	lua_pushinteger(L, count);
	return 2;
}

/* sort_by. Nothing here enters Lua, so plain memory may be used. */

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

static int method_sort_by(lua_State *L)
{
	struct span span = self(L);
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

/* What a table says of itself. */

static struct str in_language(lua_State *L, const struct phrase *phrase)
{
	return phrase ? phrase_in(phrase, view_of(L)->lang) : STR("");
}

static int method_name(lua_State *L)
{
	world_push(L, table_name(self(L).view->table));
	return 1;
}

static int method_title(lua_State *L)
{
	const struct table *table = self(L).view->table;
	struct str title = in_language(L, table_title(table));

	world_push(L, title.len ? title : table_name(table));
	return 1;
}

static int method_description(lua_State *L)
{
	world_push(L, in_language(L, table_description(self(L).view->table)));
	return 1;
}

static void set_text(lua_State *L, const char *name, struct str text)
{
	if (text.len == 0)
		return; /* absent is nil */
	world_push(L, text);
	lua_setfield(L, -2, name);
}

static void set_truth(lua_State *L, const char *name, bool truth)
{
	lua_pushboolean(L, truth);
	lua_setfield(L, -2, name);
}

static void set_choices(lua_State *L, const struct field *field)
{
	if (field->choice_count == 0)
		return;
	lua_createtable(L, (int)field->choice_count, 0);
	for (size_t i = 0; i < field->choice_count; i++) {
		struct str label = in_language(L, &field->choices[i].label);

		lua_createtable(L, 0, 2);
		set_text(L, "value", field->choices[i].value);
		set_text(L, "label", label.len ? label : field->choices[i].value);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_setfield(L, -2, "choices");
}

static bool in_key(const struct key *key, const struct field *field)
{
	for (size_t i = 0; i < key->count; i++)
		if (key->fields[i]->index == field->index)
			return true;
	return false;
}

static void set_keys(lua_State *L, const struct table *table, const struct field *field)
{
	set_truth(L, "primary", in_key(&table_schema(table)->primary, field));
	for (size_t i = 0; i < table_link_count(table); i++) {
		const struct link *link = table_link_at(table, i);

		if (in_key(&link->key->key, field))
			set_text(L, "references", table_name(link->to));
	}
}

/* A map of one field: a fresh Lua table, where what is not declared is nil. */
static void push_field(lua_State *L, const struct table *table, const struct field *field)
{
	struct str title = in_language(L, &field->title);

	lua_createtable(L, 0, 12);
	set_text(L, "name", field->name);
	set_text(L, "title", title.len ? title : field->name);
	set_text(L, "description", in_language(L, &field->description));
	set_text(L, "type", str_of(field_type_name(field->type)));
	set_text(L, "format", str_equal(field->format, STR("default")) ? STR("") : field->format);
	set_text(L, "unit", field->unit);
	set_text(L, "example", field->example);
	set_text(L, "pattern", field->pattern_text);
	set_text(L, "minimum", field->minimum.given ? field->minimum.text : STR(""));
	set_text(L, "maximum", field->maximum.given ? field->maximum.text : STR(""));
	set_truth(L, "required", field->required);
	set_truth(L, "unique", field->unique);
	set_truth(L, "computed", field->computed);
	set_choices(L, field);
	set_keys(L, table, field);
}

static int method_fields(lua_State *L)
{
	const struct table *table = self(L).view->table;
	const struct schema *schema = table_schema(table);

	world_charge(L, schema->field_count * 20);
	lua_createtable(L, (int)schema->field_count, 0);
	for (size_t i = 0; i < schema->field_count; i++) {
		push_field(L, table, &schema->fields[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	return 1;
}

static int table_tostring(lua_State *L)
{
	world_push(L, table_name(self(L).view->table));
	return 1;
}

static const luaL_Reg shared_methods[] = {
	{ "count", length }, { "each", method_each }, { "first", method_first }, { "group_by", method_group_by }, { "last", method_last },
	{ "sort_by", method_sort_by }, { "sum", method_sum }, { "take", method_take }, { "where", method_where }, { NULL, NULL },
};

static const luaL_Reg table_methods[] = {
	{ "description", method_description }, { "fields", method_fields }, { "name", method_name }, { "row", method_row }, { "title", method_title },
	{ NULL, NULL },
};

static void open_kind(lua_State *L, enum view_kind kind, lua_CFunction index)
{
	static const luaL_Reg events[] = { { "__len", length }, { "__pairs", rows_pairs }, { "__tostring", table_tostring }, { NULL, NULL } };

	lua_newtable(L);
	world_functions(L, events);
	lua_pushcfunction(L, index);
	lua_setfield(L, -2, "__index");
	view_register(L, kind);
}

void view_open_rows(lua_State *L)
{
	lua_newtable(L);
	world_functions(L, shared_methods);
	world_close_names(L, "method of rows", "el método de renglones");
	lua_rawsetp(L, LUA_REGISTRYINDEX, &rows_methods_key);
	lua_newtable(L);
	world_functions(L, shared_methods);
	world_functions(L, table_methods);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &table_methods_key);
	open_kind(L, VIEW_ROWS, rows_index);
	open_kind(L, VIEW_TABLE, table_index);
}
