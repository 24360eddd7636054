/* Locked tables: what the host gives scripts to read, and names that are closed. */
#include "script/world_private.h"

#include <lauxlib.h>

static const char locked_key; /* in the metatable of a locked table: true */

static int locked_write(lua_State *L)
{
	struct str key = lua_type(L, 2) == LUA_TSTRING ? world_string(L, 2) : STR("…");

	world_fault(L, "read-only", "'%.*s' can't be set here; write: local %.*s = …", "'%.*s' no se puede cambiar aquí; escriba: local %.*s = …",
		STR_ARG(key), STR_ARG(key));
}

enum { CANDIDATES_MOST = 256 };

/* The name, with what it would be, stands on the stack in English and in Spanish. */
static _Noreturn void unknown(lua_State *L, struct str nearest)
{
	/* both formats take the same two arguments and print one of them */
	world_fault_meant(L, "unknown-name", nearest, "no %s%.0s", "no existe %.0s%s", lua_tostring(L, -2), lua_tostring(L, -1));
}

/* (table, key), upvalues: what it is called in English, in Spanish, the table underneath */
static int locked_missing(lua_State *L)
{
	struct str candidates[CANDIDATES_MOST], key;
	const char *en = lua_tostring(L, lua_upvalueindex(1)), *es = lua_tostring(L, lua_upvalueindex(2));
	size_t count = 0;

	if (lua_type(L, 2) != LUA_TSTRING)
		return 0;
	key = world_string(L, 2);
	lua_pushnil(L);
	while (count < CANDIDATES_MOST && lua_next(L, lua_upvalueindex(3))) {
		lua_pop(L, 1);
		if (lua_type(L, -1) == LUA_TSTRING)
			candidates[count++] = world_string(L, -1);
	}
	lua_pushfstring(L, "%s '%s'", en, lua_tostring(L, 2));
	lua_pushfstring(L, "%s '%s'", es, lua_tostring(L, 2));
	unknown(L, str_nearest(key, candidates, count));
}

void world_close_names(lua_State *L, const char *en, const char *es)
{
	lua_createtable(L, 0, 1);
	lua_pushstring(L, en);
	lua_pushstring(L, es);
	lua_pushvalue(L, -4);
	lua_pushcclosure(L, locked_missing, 3);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2);
}

void world_lock(lua_State *L, const char *en, const char *es)
{
	if (en)
		world_close_names(L, en, es);
	lua_newtable(L); /* what scripts see: empty, so that every write is noticed */
	lua_createtable(L, 0, 4);
	lua_pushvalue(L, -3);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, locked_write);
	lua_setfield(L, -2, "__newindex");
	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
	lua_pushboolean(L, true);
	lua_rawsetp(L, -2, &locked_key);
	lua_setmetatable(L, -2);
	lua_remove(L, -2);
}

bool world_locked(lua_State *L, int index)
{
	bool locked;

	if (!lua_getmetatable(L, index))
		return false;
	locked = lua_rawgetp(L, -1, &locked_key) == LUA_TBOOLEAN;
	lua_pop(L, 2);
	return locked;
}
