/* The basic functions, ours where Lua's own let something through: pcall that can't swallow a cap, setmetatable that accepts only harmless
 * metamethods, pairs in order, tostring without addresses. */
#include "script/world_private.h"

#include <lauxlib.h>

/* The metamethods a script may define. Those missing reach the collector (__gc, __mode) or run where no hook does (__close). */
static const char *const events[] = { "__add", "__band", "__bnot", "__bor", "__bxor", "__call", "__concat", "__div", "__eq", "__idiv", "__index",
	"__le", "__len", "__lt", "__mod", "__mul", "__newindex", "__pow", "__shl", "__shr", "__sub", "__tostring", "__unm", NULL };
static const char *const refused_events[] = { "__gc", "__mode", "__close", "__metatable", NULL };

/* A table's metatable is a copy of what the script gave, so that nothing can be added behind our back. */
static const char copies_key;   /* registry: the script's table → its copy (ephemeron) */
static const char original_key; /* in the copy: the script's table */

void world_functions(lua_State *L, const luaL_Reg *functions)
{
	for (; functions->name; functions++) {
		lua_pushcfunction(L, functions->func);
		lua_setfield(L, -2, functions->name);
	}
}

static int base_type(lua_State *L)
{
	world_need(L, 1);
	lua_pushstring(L, luaL_typename(L, 1));
	return 1;
}

static int base_select(lua_State *L)
{
	int count = lua_gettop(L);
	int64_t from;

	if (lua_type(L, 1) == LUA_TSTRING && str_equal(world_string(L, 1), STR("#"))) {
		lua_pushinteger(L, count - 1);
		return 1;
	}
	from = world_integer(L, 1);
	if (from < 0)
		from = count + from;
	if (from < 1)
		world_fault(L, "lua-error", "argument 1 is out of range", "el argumento 1 está fuera de rango");
	return from >= count ? 0 : count - (int)from;
}

static int base_rawequal(lua_State *L)
{
	world_need(L, 2);
	lua_pushboolean(L, lua_rawequal(L, 1, 2));
	return 1;
}

static int base_rawlen(lua_State *L)
{
	if (lua_type(L, 1) != LUA_TSTRING)
		world_plain_table(L, 1);
	lua_pushinteger(L, (lua_Integer)lua_rawlen(L, 1));
	return 1;
}

static int base_rawget(lua_State *L)
{
	world_plain_table(L, 1);
	world_need(L, 2);
	lua_settop(L, 2);
	lua_rawget(L, 1);
	return 1;
}

static int base_rawset(lua_State *L)
{
	world_plain_table(L, 1);
	world_need(L, 3);
	lua_settop(L, 3);
	if (lua_isnil(L, 2))
		world_fault(L, "lua-error", "table index is nil", "el índice de una tabla es nil");
	lua_rawset(L, 1);
	return 1;
}

static int base_getmetatable(lua_State *L)
{
	world_need(L, 1);
	if (lua_type(L, 1) != LUA_TTABLE || !lua_getmetatable(L, 1)) {
		lua_pushnil(L);
		return 1;
	}
	if (lua_rawgetp(L, -1, &original_key) == LUA_TTABLE)
		return 1;
	lua_pushnil(L);
	return 1;
}

static void push_copies(lua_State *L)
{
	if (lua_rawgetp(L, LUA_REGISTRYINDEX, &copies_key) == LUA_TTABLE)
		return;
	lua_pop(L, 1);
	lua_newtable(L);
	lua_createtable(L, 0, 1);
	lua_pushliteral(L, "k");
	lua_setfield(L, -2, "__mode");
	lua_setmetatable(L, -2);
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &copies_key);
}

/* Pushes the copy of the metatable at 2, made now or brought up to date. */
static void push_copy(lua_State *L)
{
	push_copies(L);
	lua_pushvalue(L, 2);
	if (lua_rawget(L, -2) != LUA_TTABLE) {
		lua_pop(L, 1);
		lua_createtable(L, 0, 8);
		lua_pushvalue(L, 2);
		lua_pushvalue(L, -2);
		lua_rawset(L, -4);
		lua_pushvalue(L, 2);
		lua_rawsetp(L, -2, &original_key);
	}
	lua_remove(L, -2);
	for (int i = 0; events[i]; i++) {
		lua_pushstring(L, events[i]);
		lua_pushvalue(L, -1);
		lua_rawget(L, 2);
		lua_rawset(L, -3);
	}
}

static int base_setmetatable(lua_State *L)
{
	world_plain_table(L, 1);
	world_need(L, 2);
	lua_settop(L, 2);
	if (lua_isnil(L, 2)) {
		lua_setmetatable(L, 1);
		return 1;
	}
	world_plain_table(L, 2);
	for (int i = 0; refused_events[i]; i++) {
		lua_pushstring(L, refused_events[i]);
		if (lua_rawget(L, 2) != LUA_TNIL)
			world_fault(L, "metatable", "'%s' can't be used here", "'%s' no se puede usar aquí", refused_events[i]);
		lua_pop(L, 1);
	}
	world_charge(L, 20);
	push_copy(L);
	lua_setmetatable(L, 1);
	lua_settop(L, 1);
	return 1;
}

/* Views have their own way of going through them, in __pairs; scripts can't set that one. */
static int base_pairs(lua_State *L)
{
	world_need(L, 1);
	if (lua_type(L, 1) == LUA_TUSERDATA && luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
		lua_pushvalue(L, 1);
		lua_call(L, 1, 3);
		return 3;
	}
	world_plain_table(L, 1);
	return world_sorted_pairs(L, 1);
}

static int ipairs_next(lua_State *L)
{
	lua_Integer i = lua_tointeger(L, 2) + 1;

	lua_pushinteger(L, i);
	return lua_geti(L, 1, i) == LUA_TNIL ? 1 : 2;
}

static int base_ipairs(lua_State *L)
{
	if (lua_type(L, 1) != LUA_TTABLE && lua_type(L, 1) != LUA_TUSERDATA)
		world_plain_table(L, 1);
	lua_pushcfunction(L, ipairs_next);
	lua_pushvalue(L, 1);
	lua_pushinteger(L, 0);
	return 3;
}

/* print tells a note at its line: for those who write a theme or a model. */
static int base_print(lua_State *L)
{
	struct world *world = world_of(L);
	int count = lua_gettop(L);
	luaL_Buffer text;
	struct str s;
	struct place at;

	luaL_buffinit(L, &text);
	for (int i = 1; i <= count; i++) {
		if (i > 1)
			luaL_addchar(&text, '\t');
		world_text(L, i);
		luaL_addvalue(&text);
	}
	luaL_pushresult(&text);
	s = world_string(L, -1);
	if (s.len > WORLD_FAULT_MOST)
		s.len = WORLD_FAULT_MOST;
	world->private->printed += s.len;
	if (world->private->printed > WORLD_PRINT_MOST)
		world_fault(L, "print", "too much is printed", "se imprime demasiado");
	at = world_where(L, 1);
	diag_note(world->diag, at, "print", "%.*s", "%.*s", STR_ARG(s));
	return 0;
}

void world_push_base(lua_State *L)
{
	static const luaL_Reg functions[] = {
		{ "assert", world_assert }, { "error", world_error }, { "getmetatable", base_getmetatable }, { "ipairs", base_ipairs },
		{ "pairs", base_pairs }, { "pcall", world_pcall }, { "print", base_print }, { "rawequal", base_rawequal }, { "rawget", base_rawget },
		{ "rawlen", base_rawlen }, { "rawset", base_rawset }, { "require", world_require }, { "select", base_select },
		{ "setmetatable", base_setmetatable }, { "tonumber", world_tonumber }, { "tostring", world_tostring }, { "type", base_type },
		{ "xpcall", world_xpcall }, { NULL, NULL },
	};

	lua_newtable(L);
	world_functions(L, functions);
}
