/* Lists of rows and whole tables: what they are to Lua, and going through them. What filters or sorts makes a new list, whose numbers lie
 * in the Lua value itself. */
#include "script/view_rows.h"

const char view_table_methods_key;
static const char rows_methods_key; /* registry: name → function */

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

struct span view_span(lua_State *L)
{
	struct span span;

	if (!span_at(L, 1, &span))
		world_fault(L, "lua-error", "this is no list of rows; call it with a colon, like rows:count()",
			"esto no es una lista de renglones; se llama con dos puntos, como renglones:count()");
	return span;
}

void view_push_at(lua_State *L, const struct span *span, int64_t i)
{
	if (i >= 1 && i <= (int64_t)span->list.count)
		view_push_row_of(L, span->view, row_list_at(span->list, (uint32_t)i - 1));
	else
		lua_pushnil(L);
}

static int length(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)view_span(L).list.count);
	return 1;
}

static int rows_index(lua_State *L)
{
	struct span span = view_span(L);

	if (lua_isinteger(L, 2)) {
		view_push_at(L, &span, lua_tointeger(L, 2));
		return 1;
	}
	lua_rawgetp(L, LUA_REGISTRYINDEX, &rows_methods_key);
	lua_pushvalue(L, 2);
	lua_gettable(L, -2);
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
	view_push_at(L, &span, i);
	return 1;
}

static int method_each(lua_State *L)
{
	view_span(L);
	lua_pushvalue(L, 1);
	lua_pushinteger(L, 0);
	lua_pushcclosure(L, each_next, 2);
	return 1;
}

static int pairs_next(lua_State *L)
{
	lua_Integer i = lua_tointeger(L, 2) + 1;
	struct span span = view_span(L);

	if (i > (lua_Integer)span.list.count)
		return 0;
	lua_pushinteger(L, i);
	view_push_at(L, &span, i);
	return 2;
}

static int rows_pairs(lua_State *L)
{
	view_span(L);
	lua_pushcfunction(L, pairs_next);
	lua_pushvalue(L, 1);
	lua_pushinteger(L, 0);
	return 3;
}

static int method_first(lua_State *L)
{
	struct span span = view_span(L);

	view_push_at(L, &span, 1);
	return 1;
}

static int method_last(lua_State *L)
{
	struct span span = view_span(L);

	view_push_at(L, &span, span.list.count);
	return 1;
}

/* take(n [, from]) */
static int method_take(lua_State *L)
{
	struct span span = view_span(L);
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

static int table_tostring(lua_State *L)
{
	world_push(L, table_name(view_span(L).view->table));
	return 1;
}

static const luaL_Reg shared_methods[] = {
	{ "count", length }, { "each", method_each }, { "first", method_first }, { "group_by", view_group_by }, { "last", method_last },
	{ "sort_by", view_sort_by }, { "sum", view_sum }, { "take", method_take }, { "where", view_where }, { NULL, NULL },
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
	world_functions(L, view_table_methods);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &view_table_methods_key);
	open_kind(L, VIEW_ROWS, rows_index);
	open_kind(L, VIEW_TABLE, view_table_index);
}
