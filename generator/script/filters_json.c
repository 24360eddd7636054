/* JSON safe inside <script>: the signs that could end the element, or begin a comment, are escaped, and the line separators of Unicode. */
#include "script/filters_private.h"

#include "base/arena.h"
#include "base/json.h"
#include "model/site.h"

enum { DEPTH_MOST = 32 };

static void add_value(lua_State *L, int index, int depth, struct buf *out);

static void add_row(lua_State *L, const struct table *table, uint32_t row, int depth, struct buf *out)
{
	const struct schema *schema = table_schema(table);

	buf_byte(out, '{');
	for (size_t i = 0; i < schema->field_count; i++) {
		if (i)
			buf_byte(out, ',');
		json_text(out, schema->fields[i].name);
		buf_byte(out, ':');
		view_push_cell(L, table, row, i);
		add_value(L, lua_gettop(L), depth, out);
		lua_pop(L, 1);
	}
	buf_byte(out, '}');
}

/* Walks a list or, with `pairs`, a map; both as view_each gives them. */
static void add_many(lua_State *L, int index, bool pairs, int depth, struct buf *out)
{
	int top = lua_gettop(L);
	bool first = true;

	view_each(L, index, pairs);
	buf_byte(out, pairs ? '{' : '[');
	for (;; first = false) {
		lua_settop(L, top + 3);
		lua_pushvalue(L, top + 1);
		lua_pushvalue(L, top + 2);
		lua_pushvalue(L, top + 3);
		lua_call(L, 2, 2);
		if (lua_isnil(L, -2))
			break;
		lua_pushvalue(L, -2);
		lua_replace(L, top + 3);
		if (!first)
			buf_byte(out, ',');
		if (pairs) {
			json_text(out, str_of(luaL_tolstring(L, -2, NULL)));
			lua_pop(L, 1);
			buf_byte(out, ':');
		} else if (lua_isnil(L, -1)) {
			lua_pop(L, 1);
		}
		add_value(L, lua_gettop(L), depth, out);
	}
	buf_byte(out, pairs ? '}' : ']');
	lua_settop(L, top);
}

static bool is_array(lua_State *L, int index)
{
	if (lua_type(L, index) != LUA_TTABLE)
		return true;
	if (lua_rawlen(L, index) > 0)
		return true;
	lua_pushnil(L);
	if (!lua_next(L, index))
		return true;
	lua_pop(L, 2);
	return false;
}

static void add_item(lua_State *L, int index, const struct item *item, int depth, struct buf *out)
{
	if (item->kind == ITEM_ROW)
		add_row(L, item->table, item->row, depth, out);
	else if (item->kind == ITEM_MAP || (item->kind == ITEM_SETTINGS && item->settings && item->settings->kind == SETTINGS_MAP))
		add_many(L, index, true, depth, out);
	else
		add_many(L, index, false, depth, out);
}

static void add_value(lua_State *L, int index, int depth, struct buf *out)
{
	struct decimal d;
	struct item item;
	struct moment moment;
	enum field_type type;
	struct buf *scratch = &filters_of(L)->text;

	if (depth > DEPTH_MOST)
		world_fault(L, "json-depth", "a value inside itself, or more than %d deep", "un valor dentro de sí mismo, o a más de %d niveles",
			DEPTH_MOST);
	world_charge(L, 1);
	luaL_checkstack(L, 12, NULL);
	switch (lua_type(L, index)) {
	case LUA_TNIL: buf_add(out, STR("null")); return;
	case LUA_TBOOLEAN: buf_add(out, lua_toboolean(L, index) ? STR("true") : STR("false")); return;
	case LUA_TSTRING: json_text(out, world_string(L, index)); return;
	case LUA_TTABLE: add_many(L, index, !is_array(L, index), depth + 1, out); return;
	default: break;
	}
	if (view_number(L, index, &d)) {
		decimal_write(out, d);
	} else if (view_is_moment(L, index, &type, &moment)) {
		buf_reset(scratch);
		view_print(L, index, scratch);
		json_text(out, buf_str(scratch));
	} else if (view_is_item(L, index, &item)) {
		add_item(L, index, &item, depth + 1, out);
	} else {
		add_many(L, index, false, depth + 1, out);
	}
}

static void escape_for_script(struct str text, struct buf *out)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '<' || c == '>' || c == '&') {
			buf_printf(out, "\\u%04x", (unsigned)c);
		} else if (str_starts(str_after(text, i), STR("\xE2\x80\xA8")) || str_starts(str_after(text, i), STR("\xE2\x80\xA9"))) {
			buf_printf(out, "\\u202%c", text.at[i + 2] == '\xA8' ? '8' : '9');
			i += 2;
		} else {
			buf_byte(out, c);
		}
	}
}

/* The text gathers in a Lua-owned box, so that a fault on the way leaves nothing behind. */
static int free_box(lua_State *L)
{
	buf_clear(lua_touserdata(L, 1));
	return 0;
}

static struct buf *push_box(lua_State *L)
{
	struct buf *box = lua_newuserdatauv(L, sizeof *box, 0);

	*box = (struct buf){ 0 };
	if (luaL_newmetatable(L, "vitrina.filters.box")) {
		lua_pushcfunction(L, free_box);
		lua_setfield(L, -2, "__gc");
	}
	lua_setmetatable(L, -2);
	return box;
}

int filter_json(lua_State *L)
{
	struct filters_state *f = filters_of(L);
	struct buf *box = (lua_settop(L, 1), push_box(L));

	add_value(L, 1, 0, box);
	buf_reset(&f->text);
	escape_for_script(buf_str(box), &f->text);
	buf_clear(box);
	view_push_html(L, buf_str(&f->text));
	return 1;
}

/* One cell of RFC 4180: quoted when it must be. */
int filter_csv(lua_State *L)
{
	struct filters_state *f = filters_of(L);
	struct str text;

	buf_reset(&f->text);
	view_print(L, 1, &f->text);
	text = buf_str(&f->text);
	if (str_find(text, ',', 0) == text.len && str_find(text, '"', 0) == text.len && str_find(text, '\n', 0) == text.len &&
		str_find(text, '\r', 0) == text.len) {
		filters_push(L);
		return 1;
	}
	text = arena_copy(world_of(L)->arena, text);
	buf_reset(&f->text);
	buf_byte(&f->text, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '"')
			buf_byte(&f->text, '"');
		buf_byte(&f->text, text.at[i]);
	}
	buf_byte(&f->text, '"');
	filters_push(L);
	return 1;
}
