/* Arguments of library functions, and the text of values: never an address. */
#include "script/world_private.h"

#include <lauxlib.h>

void world_need(lua_State *L, int index)
{
	if (lua_isnone(L, index))
		world_fault(L, "lua-error", "argument %d is missing", "falta el argumento %d", index);
}

int64_t world_integer(lua_State *L, int index)
{
	int good;
	lua_Integer value = lua_tointegerx(L, index, &good);

	if (!good || lua_type(L, index) != LUA_TNUMBER)
		world_fault(L, "lua-error", "argument %d must be a whole number, not a %s",
			"el argumento %d debe ser un número entero, no un valor de tipo %s",
			index, luaL_typename(L, index));
	return value;
}

int64_t world_integer_or(lua_State *L, int index, int64_t otherwise)
{
	return lua_isnoneornil(L, index) ? otherwise : world_integer(L, index);
}

struct str world_string(lua_State *L, int index)
{
	struct str s;

	if (lua_type(L, index) != LUA_TSTRING)
		world_fault(L, "lua-error", "argument %d must be a string, not a %s", "el argumento %d debe ser un texto, no un valor de tipo %s",
			index, luaL_typename(L, index));
	s.at = lua_tolstring(L, index, &s.len);
	return s;
}

void world_plain_table(lua_State *L, int index)
{
	if (lua_type(L, index) != LUA_TTABLE)
		world_fault(L, "lua-error", "argument %d must be a table, not a %s", "el argumento %d debe ser una tabla, no un valor de tipo %s",
			index, luaL_typename(L, index));
	if (world_locked(L, index))
		world_fault(L, "read-only", "this table is read-only", "esta tabla es sólo de lectura");
}

static struct str number_text(lua_State *L, int index)
{
	struct str s;

	lua_pushvalue(L, index);
	s.at = lua_tolstring(L, -1, &s.len);
	return s;
}

struct str world_text(lua_State *L, int index)
{
	index = lua_absindex(L, index);
	if (luaL_callmeta(L, index, "__tostring")) {
		if (lua_type(L, -1) != LUA_TSTRING)
			world_fault(L, "lua-error", "'__tostring' must return a string", "'__tostring' debe devolver un texto");
		return world_string(L, -1);
	}
	switch (lua_type(L, index)) {
	case LUA_TNUMBER:
		return number_text(L, index);
	case LUA_TSTRING:
		lua_pushvalue(L, index);
		break;
	case LUA_TBOOLEAN:
		lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false");
		break;
	default: /* never an address */
		lua_pushstring(L, luaL_typename(L, index));
		break;
	}
	return world_string(L, -1);
}

int world_join(lua_State *L)
{
	for (int i = 1; i <= 2; i++)
		if (lua_isnil(L, i) || lua_istable(L, i))
			world_fault(L, "lua-error", "a %s can't be joined with ..", "un valor de tipo %s no se puede unir con ..",
				luaL_typename(L, i));
	world_text(L, 1);
	world_text(L, 2);
	lua_concat(L, 2);
	return 1;
}

int world_tostring(lua_State *L)
{
	world_need(L, 1);
	world_text(L, 1);
	return 1;
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'Z')
		return c - 'A' + 10;
	return 99;
}

static int number_in_base(lua_State *L)
{
	struct str text = str_trim(world_string(L, 1));
	int64_t base = world_integer(L, 2);
	uint64_t value = 0;
	bool minus = str_starts(text, STR("-"));

	if (base < 2 || base > 36)
		world_fault(L, "lua-error", "the base must be from 2 to 36", "la base debe ser de 2 a 36");
	text = str_after(text, minus);
	for (size_t i = 0; i < text.len; i++) {
		int digit = digit_of(text.at[i]);

		if (digit >= base) {
			lua_pushnil(L);
			return 1;
		}
		value = value * (uint64_t)base + (uint64_t)digit;
	}
	if (text.len)
		lua_pushinteger(L, (lua_Integer)(minus ? 0 - value : value));
	else
		lua_pushnil(L);
	return 1;
}

int world_tonumber(lua_State *L)
{
	size_t len;
	const char *text;

	world_need(L, 1);
	if (!lua_isnoneornil(L, 2))
		return number_in_base(L);
	if (lua_type(L, 1) == LUA_TSTRING) {
		text = lua_tolstring(L, 1, &len);
		if (lua_stringtonumber(L, text) != len + 1)
			lua_pushnil(L);
	} else if (lua_type(L, 1) == LUA_TNUMBER || lua_type(L, 1) == LUA_TUSERDATA) {
		lua_pushvalue(L, 1); /* a decimal is a number already */
	} else {
		lua_pushnil(L);
	}
	return 1;
}
