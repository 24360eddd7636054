/* What the host hands over: item trees, settings, safe HTML, the table of all tables; and what is common to all values: printing,
 * going through them. */
#include "script/view_private.h"

#include "base/arena.h"
#include "base/map.h"
#include "model/addition.h"
#include "model/site.h"

struct html_view {
	size_t len;
	char bytes[];
};

/* Items live until the next world_begin; a Lua value that outlives them is a fault, not a wild pointer. */
struct item_view {
	const struct item *item;
	uint64_t generation;
};

struct settings_view {
	const struct settings_value *value;
};

void view_push_html(lua_State *L, struct str html)
{
	struct html_view *view = view_new(L, VIEW_HTML, sizeof *view + html.len);

	view->len = html.len;
	if (html.len)
		memcpy(view->bytes, html.at, html.len);
}

bool view_is_html(lua_State *L, int index, struct str *html)
{
	const struct html_view *view = view_test(L, index, VIEW_HTML);

	if (view)
		*html = str_from(view->bytes, view->len);
	return view != NULL;
}

static int html_tostring(lua_State *L)
{
	struct str html = STR("");

	view_is_html(L, 1, &html);
	world_push(L, html);
	return 1;
}

static int html_concat(lua_State *L)
{
	world_fault(L, "html", "safe HTML can't be joined with ..; print the pieces one after the other",
		"el HTML seguro no se puede unir con ..; imprima las partes una tras otra");
}

/* Settings. */

void view_push_number_text(lua_State *L, struct str text)
{
	static const struct decimal_form plain;
	struct decimal d;
	int64_t whole;
	size_t wrong;

	if (text.len > 1000 || !decimal_read(world_of(L)->arena, text, &plain, &d, &wrong))
		world_push(L, text);
	else if (d.scale == 0 && !view_of(L)->exact_settings && decimal_integer(d, &whole))
		lua_pushinteger(L, whole);
	else
		view_push_decimal(L, d);
}

static void push_settings(lua_State *L, const struct settings_value *value)
{
	struct settings_view *view;

	switch (value->kind) {
	case SETTINGS_NULL:
		lua_pushnil(L);
		return;
	case SETTINGS_BOOL:
		lua_pushboolean(L, value->truth);
		return;
	case SETTINGS_NUMBER:
		view_push_number_text(L, value->text);
		return;
	case SETTINGS_TEXT:
		world_push(L, value->text);
		return;
	default:
		view = view_new(L, VIEW_SETTINGS, sizeof *view);
		view->value = value;
		return;
	}
}

static const struct settings_value *self_settings(lua_State *L)
{
	const struct settings_view *view = view_test(L, 1, VIEW_SETTINGS);

	if (view)
		return view->value;
	world_fault(L, "lua-error", "these are no settings", "esto no son ajustes");
}

static int settings_index(lua_State *L)
{
	const struct settings_value *value = self_settings(L), *found = NULL;
	lua_Integer i;

	if (value->kind == SETTINGS_LIST && lua_isinteger(L, 2)) {
		i = lua_tointeger(L, 2);
		if (i >= 1 && (size_t)i <= value->count)
			found = &value->items[i - 1];
	} else if (value->kind == SETTINGS_MAP && lua_type(L, 2) == LUA_TSTRING) {
		found = settings_value_find(value, world_string(L, 2));
	}
	if (found)
		push_settings(L, found);
	else
		lua_pushnil(L);
	return 1;
}

static int settings_len(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)self_settings(L)->count);
	return 1;
}

/* Upvalue: how many were given. */
static int settings_next(lua_State *L)
{
	const struct settings_value *value = self_settings(L);
	size_t i = (size_t)lua_tointeger(L, lua_upvalueindex(1));

	if (i >= value->count)
		return 0;
	lua_pushinteger(L, (lua_Integer)i + 1);
	lua_replace(L, lua_upvalueindex(1));
	if (value->kind == SETTINGS_LIST)
		lua_pushinteger(L, (lua_Integer)i + 1);
	else
		world_push(L, value->items[i].name);
	push_settings(L, &value->items[i]);
	return 2;
}

static int settings_pairs(lua_State *L)
{
	lua_pushinteger(L, 0);
	lua_pushcclosure(L, settings_next, 1);
	lua_pushvalue(L, 1);
	lua_pushnil(L);
	return 3;
}

/* Items. */

void view_push_item(lua_State *L, const struct item *item)
{
	struct item_view *view;

	switch (item->kind) {
	case ITEM_NIL: lua_pushnil(L); return;
	case ITEM_BOOL: lua_pushboolean(L, item->truth); return;
	case ITEM_INTEGER: lua_pushinteger(L, item->integer); return;
	case ITEM_DECIMAL: view_push_decimal(L, item->decimal); return;
	case ITEM_TEXT: world_push(L, item->text); return;
	case ITEM_HTML: view_push_html(L, item->text); return;
	case ITEM_ROW: view_push_row(L, item->table, item->row); return;
	case ITEM_TABLE: view_push_table(L, item->table); return;
	case ITEM_SETTINGS:
		if (item->settings)
			push_settings(L, item->settings);
		else
			lua_pushnil(L);
		return;
	case ITEM_LIST: case ITEM_MAP:
		view = view_new(L, VIEW_ITEM, sizeof *view);
		view->item = item;
		view->generation = world_of(L)->private->generation;
		return;
	}
}

static const struct item *item_at(lua_State *L, int index)
{
	const struct item_view *view = view_test(L, index, VIEW_ITEM);

	if (view && view->generation != world_of(L)->private->generation)
		world_fault(L, "stale", "this value was of another page", "este valor era de otra página");
	return view ? view->item : NULL;
}

static const struct item *self_item(lua_State *L)
{
	const struct item *item = item_at(L, 1);

	if (!item)
		world_fault(L, "lua-error", "this is no list", "esto no es una lista");
	return item;
}

static _Noreturn void unknown_entry(lua_State *L, const struct item *map, struct str name)
{
	struct str *names = arena_array(world_of(L)->arena, struct str, map->count + 1);

	for (size_t i = 0; i < map->count; i++)
		names[i] = map->entries[i].name;
	world_fault_meant(L, "unknown-name", str_nearest(name, names, map->count), "no name '%.*s' here", "no hay nombre '%.*s' aquí", STR_ARG(name));
}

static int item_index(lua_State *L)
{
	const struct item *item = self_item(L);
	struct str name;

	if (item->kind == ITEM_LIST) {
		lua_Integer i = lua_isinteger(L, 2) ? lua_tointeger(L, 2) : 0;

		if (!lua_isinteger(L, 2))
			world_fault(L, "unknown-name", "a list has numbered items", "una lista tiene elementos numerados");
		if (i >= 1 && (size_t)i <= item->count)
			view_push_item(L, &item->items[i - 1]);
		else
			lua_pushnil(L);
		return 1;
	}
	name = world_string(L, 2);
	for (size_t i = 0; i < item->count; i++) {
		if (!str_equal(item->entries[i].name, name))
			continue;
		view_push_item(L, &item->entries[i].value);
		return 1;
	}
	unknown_entry(L, item, name);
}

static int item_len(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)self_item(L)->count);
	return 1;
}

/* Upvalue: how many were given. Entries that are nil are passed over, as in any table. */
static int item_next(lua_State *L)
{
	const struct item *item = self_item(L), *value;
	size_t i = (size_t)lua_tointeger(L, lua_upvalueindex(1));

	do {
		if (i >= item->count)
			return 0;
		value = item->kind == ITEM_LIST ? &item->items[i] : &item->entries[i].value;
		i++;
	} while (value->kind == ITEM_NIL);
	lua_pushinteger(L, (lua_Integer)i);
	lua_replace(L, lua_upvalueindex(1));
	if (item->kind == ITEM_LIST)
		lua_pushinteger(L, (lua_Integer)i);
	else
		world_push(L, item->entries[i - 1].name);
	view_push_item(L, value);
	return 2;
}

static int item_pairs(lua_State *L)
{
	lua_pushinteger(L, 0);
	lua_pushcclosure(L, item_next, 1);
	lua_pushvalue(L, 1);
	lua_pushnil(L);
	return 3;
}

/* data. */

void view_push_data(lua_State *L)
{
	view_new(L, VIEW_DATA, 1);
}

static int data_index(lua_State *L)
{
	const struct site *site = world_of(L)->site;
	struct str name = world_string(L, 2), *names;
	const struct map_entry *entries;
	const struct table *table = site ? site_table(site, name) : NULL;
	size_t count;

	if (table) {
		view_push_table(L, table);
		return 1;
	}
	if (addition_known(name))
		return 0;
	count = site ? map_count(site->tables) : 0;
	entries = site ? map_entries(site->tables) : NULL;
	names = arena_array(world_of(L)->arena, struct str, count + 1);
	for (size_t i = 0; i < count; i++)
		names[i] = entries[i].key;
	world_fault_meant(L, "unknown-name", str_nearest(name, names, count), "no resource '%.*s'", "no hay recurso '%.*s'", STR_ARG(name));
}

/* Upvalue: how many were given. */
static int data_next(lua_State *L)
{
	const struct site *site = world_of(L)->site;
	size_t i = (size_t)lua_tointeger(L, lua_upvalueindex(1));

	if (!site || i >= map_count(site->tables))
		return 0;
	lua_pushinteger(L, (lua_Integer)i + 1);
	lua_replace(L, lua_upvalueindex(1));
	world_push(L, map_entries(site->tables)[i].key);
	view_push_table(L, map_entries(site->tables)[i].value);
	return 2;
}

static int data_pairs(lua_State *L)
{
	lua_pushinteger(L, 0);
	lua_pushcclosure(L, data_next, 1);
	lua_pushnil(L);
	lua_pushnil(L);
	return 3;
}

/* All values. */

static bool settings_item(lua_State *L, int index, struct item *item)
{
	const struct settings_view *view = view_test(L, index, VIEW_SETTINGS);

	if (view)
		*item = item_settings(view->value);
	return view != NULL;
}

bool view_is_item(lua_State *L, int index, struct item *item)
{
	const struct item *tree = item_at(L, index);

	*item = (struct item){ 0 };
	if (tree) {
		*item = *tree;
		return true;
	}
	switch (lua_type(L, index)) {
	case LUA_TNIL:
		return true;
	case LUA_TBOOLEAN:
		*item = item_bool(lua_toboolean(L, index));
		return true;
	case LUA_TSTRING:
		*item = item_text(world_string(L, index));
		return true;
	case LUA_TNUMBER:
		*item = item_integer(lua_tointeger(L, index));
		return lua_isinteger(L, index);
	case LUA_TUSERDATA:
		break;
	default:
		return false;
	}
	if (view_is_row(L, index, &item->table, &item->row))
		item->kind = ITEM_ROW;
	else if (view_is_table(L, index, &item->table))
		item->kind = ITEM_TABLE;
	else if (view_is_decimal(L, index, &item->decimal))
		item->kind = ITEM_DECIMAL;
	else if (view_is_html(L, index, &item->text))
		item->kind = ITEM_HTML;
	else
		return settings_item(L, index, item);
	return true;
}

bool view_equal(lua_State *L, int a, int b)
{
	struct decimal x, y;
	bool x_is = view_is_decimal(L, a, &x), y_is = view_is_decimal(L, b, &y);

	if (x_is == y_is)
		return lua_compare(L, a, b, LUA_OPEQ);
	if (!lua_isinteger(L, x_is ? b : a))
		return false;
	return decimal_compare(x_is ? x : y, decimal_of(lua_tointeger(L, x_is ? b : a))) == 0;
}

static _Noreturn void not_printable(lua_State *L, int index)
{
	const struct table *table;
	uint32_t row;

	if (view_is_row(L, index, &table, &row)) {
		struct str name = table_name(table), label = table_label(table)->name;

		world_fault(L, "not-printable", "a row of %.*s can't be printed; print a field of it, like .%.*s",
			"un renglón de %.*s no se puede imprimir; imprima un campo, como .%.*s", STR_ARG(name), STR_ARG(label));
	}
	world_fault(L, "not-printable", "a %s can't be printed", "un valor de tipo %s no se puede imprimir",
		lua_type(L, index) == LUA_TUSERDATA ? "list" : luaL_typename(L, index));
}

static void print_integer(struct buf *out, lua_Integer value)
{
	char digits[24];
	size_t at = sizeof digits;
	lua_Unsigned left = value < 0 ? 0 - (lua_Unsigned)value : (lua_Unsigned)value;

	do {
		digits[--at] = (char)('0' + left % 10);
		left /= 10;
	} while (left);
	if (value < 0)
		digits[--at] = '-';
	buf_add(out, str_from(digits + at, sizeof digits - at));
}

void view_print(lua_State *L, int index, struct buf *out)
{
	struct value value = { 0 };
	struct decimal d;
	struct str html;

	switch (lua_type(L, index)) {
	case LUA_TNIL: case LUA_TNONE:
		return;
	case LUA_TSTRING:
		buf_add(out, world_string(L, index));
		return;
	case LUA_TBOOLEAN:
		buf_add(out, lua_toboolean(L, index) ? STR("true") : STR("false"));
		return;
	case LUA_TNUMBER:
		if (!lua_isinteger(L, index))
			view_number(L, index, &d); /* a fault */
		print_integer(out, lua_tointeger(L, index));
		return;
	default:
		break;
	}
	if (view_is_decimal(L, index, &d))
		decimal_write(out, d);
	else if (view_is_moment(L, index, &value.type, &value.as.moment))
		value_write(out, &value);
	else if (view_is_html(L, index, &html))
		buf_add(out, html);
	else
		not_printable(L, index);
}

/* Upvalues: a Lua array, how many were given. */
static int array_next(lua_State *L)
{
	lua_Integer i = lua_tointeger(L, lua_upvalueindex(2)) + 1;

	lua_pushinteger(L, i);
	lua_replace(L, lua_upvalueindex(2));
	lua_geti(L, lua_upvalueindex(1), i);
	return 1;
}

static int each_pair(lua_State *L, int index)
{
	if (lua_type(L, index) == LUA_TTABLE && !world_locked(L, index))
		return world_sorted_pairs(L, index);
	if (lua_type(L, index) != LUA_TUSERDATA || luaL_getmetafield(L, index, "__pairs") == LUA_TNIL)
		world_fault(L, "not-a-list", "a %s has no entries to go through",
			"un valor de tipo %s no tiene entradas que recorrer", luaL_typename(L, index));
	lua_pushvalue(L, index);
	lua_call(L, 1, 3);
	return 3;
}

static bool list_like(lua_State *L, int index)
{
	const struct item *item = item_at(L, index);
	const struct settings_view *settings = view_test(L, index, VIEW_SETTINGS);

	return lua_type(L, index) == LUA_TTABLE || view_test(L, index, VIEW_ROWS) || view_test(L, index, VIEW_TABLE) ||
		(item && item->kind == ITEM_LIST) || (settings && settings->value->kind == SETTINGS_LIST);
}

int view_each(lua_State *L, int index, bool pairs)
{
	index = lua_absindex(L, index);
	if (pairs)
		return each_pair(L, index);
	if (!list_like(L, index))
		world_fault(L, "not-a-list", "a %s is no list; a map is gone through with two names: for k, v in …",
			"un valor de tipo %s no es una lista; un mapa se recorre con dos nombres: for k, v in …", luaL_typename(L, index));
	lua_pushvalue(L, index);
	lua_pushinteger(L, 0);
	lua_pushcclosure(L, array_next, 2);
	lua_pushnil(L);
	lua_pushnil(L);
	return 3;
}

size_t view_length(lua_State *L, int index)
{
	if (!list_like(L, index) && lua_type(L, index) != LUA_TSTRING && !item_at(L, index) && !view_test(L, index, VIEW_SETTINGS))
		world_fault(L, "not-a-list", "a %s has no length", "un valor de tipo %s no tiene largo", luaL_typename(L, index));
	return (size_t)luaL_len(L, index);
}

static void open_kind(lua_State *L, enum view_kind kind, const luaL_Reg *events)
{
	lua_newtable(L);
	world_functions(L, events);
	view_register(L, kind);
}

static int value_tostring(lua_State *L)
{
	lua_pushliteral(L, "list");
	(void)L;
	return 1;
}

void view_open_items(lua_State *L)
{
	open_kind(L, VIEW_HTML, (const luaL_Reg[]){ { "__tostring", html_tostring }, { "__concat", html_concat }, { NULL, NULL } });
	open_kind(L, VIEW_SETTINGS, (const luaL_Reg[]){ { "__index", settings_index }, { "__len", settings_len }, { "__pairs", settings_pairs },
		{ "__tostring", value_tostring }, { NULL, NULL } });
	open_kind(L, VIEW_ITEM, (const luaL_Reg[]){ { "__index", item_index }, { "__len", item_len }, { "__pairs", item_pairs },
		{ "__tostring", value_tostring }, { NULL, NULL } });
	open_kind(L, VIEW_DATA, (const luaL_Reg[]){ { "__index", data_index }, { "__pairs", data_pairs }, { "__tostring", value_tostring }, { NULL,
		NULL } });
}
