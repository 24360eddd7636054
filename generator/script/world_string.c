/* The string functions: texts of at most 8 MB, every loop charged, patterns with a budget, no addresses, no locale. */
#include "script/world_string.h"

#include <lauxlib.h>

size_t world_offset(int64_t position, size_t len)
{
	if (position > 0)
		return (uint64_t)position - 1 < len ? (size_t)position - 1 : len;
	if (position == 0 || position < -(int64_t)len)
		return 0;
	return len - (size_t)-position;
}

/* The end of a range as an offset past its last byte. */
static size_t offset_to(int64_t position, size_t len)
{
	if (position > (int64_t)len)
		return len;
	if (position >= 0)
		return (size_t)position;
	return position < -(int64_t)len ? 0 : len - (size_t)-position + 1;
}

_Noreturn void world_too_large(lua_State *L)
{
	world_fault(L, "too-much-memory", "this makes a string of more than 8 MB", "esto hace un texto de más de 8 MB");
}

static int free_buffer(lua_State *L)
{
	buf_clear(lua_touserdata(L, 1));
	return 0;
}

struct buf *world_push_buffer(lua_State *L)
{
	struct buf *out = lua_newuserdatauv(L, sizeof *out, 0);

	*out = (struct buf){ 0 };
	if (luaL_newmetatable(L, "buffer")) {
		lua_pushcfunction(L, free_buffer);
		lua_setfield(L, -2, "__gc");
	}
	lua_setmetatable(L, -2);
	return out;
}

static int string_len(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)world_string(L, 1).len);
	return 1;
}

static int string_sub(lua_State *L)
{
	struct str s = world_string(L, 1);
	size_t from = world_offset(world_integer(L, 2), s.len), to = offset_to(world_integer_or(L, 3, -1), s.len);

	world_push(L, to > from ? str_part(s, from, to - from) : STR(""));
	return 1;
}

static int string_byte(lua_State *L)
{
	struct str s = world_string(L, 1);
	int64_t first = world_integer_or(L, 2, 1);
	size_t from = world_offset(first, s.len), to = offset_to(world_integer_or(L, 3, first), s.len);

	if (to <= from)
		return 0;
	if (to - from > 1000)
		world_fault(L, "lua-error", "at most 1000 bytes at once", "a lo más 1000 bytes a la vez");
	luaL_checkstack(L, (int)(to - from), NULL);
	for (size_t i = from; i < to; i++)
		lua_pushinteger(L, (unsigned char)s.at[i]);
	return (int)(to - from);
}

static int string_char(lua_State *L)
{
	int count = lua_gettop(L);
	luaL_Buffer out;
	char *bytes = luaL_buffinitsize(L, &out, (size_t)count);

	for (int i = 1; i <= count; i++) {
		int64_t code = world_integer(L, i);

		if (code < 0 || code > 255)
			world_fault(L, "lua-error", "argument %d must be from 0 to 255", "el argumento %d debe ser de 0 a 255", i);
		bytes[i - 1] = (char)code;
	}
	luaL_pushresultsize(&out, (size_t)count);
	return 1;
}

/* Pushes a copy of the text with each byte changed. */
static int mapped(lua_State *L, char from, char to, int shift)
{
	struct str s = world_string(L, 1);
	luaL_Buffer out;
	char *bytes;

	world_charge(L, s.len / 8 + 1);
	bytes = luaL_buffinitsize(L, &out, s.len);
	for (size_t i = 0; i < s.len; i++)
		bytes[i] = s.at[i] >= from && s.at[i] <= to ? (char)(s.at[i] + shift) : s.at[i];
	luaL_pushresultsize(&out, s.len);
	return 1;
}

/* ASCII only; the filters upper and lower know all letters. */
static int string_upper(lua_State *L)
{
	return mapped(L, 'a', 'z', 'A' - 'a');
}

static int string_lower(lua_State *L)
{
	return mapped(L, 'A', 'Z', 'a' - 'A');
}

static int string_reverse(lua_State *L)
{
	struct str s = world_string(L, 1);
	luaL_Buffer out;
	char *bytes;

	world_charge(L, s.len / 8 + 1);
	bytes = luaL_buffinitsize(L, &out, s.len);
	for (size_t i = 0; i < s.len; i++)
		bytes[i] = s.at[s.len - 1 - i];
	luaL_pushresultsize(&out, s.len);
	return 1;
}

static int string_rep(lua_State *L)
{
	struct str s = world_string(L, 1), between = lua_isnoneornil(L, 3) ? STR("") : world_string(L, 3);
	int64_t count = world_integer(L, 2);
	size_t total;
	luaL_Buffer out;
	char *bytes;

	if (count <= 0 || s.len + between.len == 0) {
		lua_pushliteral(L, "");
		return 1;
	}
	if (s.len + between.len > WORLD_STRING_MOST || count > (int64_t)(WORLD_STRING_MOST / (s.len + between.len)))
		world_too_large(L);
	total = (size_t)count * s.len + (size_t)(count - 1) * between.len;
	world_charge(L, total / 8 + 1);
	bytes = luaL_buffinitsize(L, &out, total);
	for (int64_t i = 0; i < count; i++) {
		if (s.len)
			memcpy(bytes, s.at, s.len);
		bytes += s.len;
		if (between.len && i + 1 < count) {
			memcpy(bytes, between.at, between.len);
			bytes += between.len;
		}
	}
	luaL_pushresultsize(&out, total);
	return 1;
}

void world_push_string(lua_State *L)
{
	static const luaL_Reg functions[] = {
		{ "byte", string_byte }, { "char", string_char }, { "find", world_find }, { "format", world_format }, { "gmatch", world_gmatch },
		{ "gsub", world_gsub }, { "len", string_len }, { "lower", string_lower }, { "match", world_match }, { "rep", string_rep },
		{ "reverse", string_reverse }, { "sub", string_sub }, { "upper", string_upper }, { NULL, NULL },
	};

	lua_newtable(L);
	world_functions(L, functions);
}
