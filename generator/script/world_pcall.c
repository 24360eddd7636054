/* Errors that scripts raise and catch. No protected call swallows a cap. */
#include "script/world_private.h"

#include <lauxlib.h>
#include <stdio.h>

/* error(message, level): a string is told at the place of the caller, or of its caller when level is 2. */
int world_error(lua_State *L)
{
	int64_t level = world_integer_or(L, 2, 1);
	struct place at = { 0 };
	struct str text;

	if (lua_type(L, 1) != LUA_TSTRING) {
		lua_settop(L, 1);
		if (world_failure_at(L, 1) || lua_type(L, 1) == LUA_TTABLE)
			return lua_error(L);
		text = world_text(L, 1);
	} else {
		text = world_string(L, 1);
	}
	if (level > 0 && level < 100)
		at = world_where(L, (int)level);
	world_raise(L, "script-error", at, text, text);
}

int world_assert(lua_State *L)
{
	world_need(L, 1);
	if (lua_toboolean(L, 1))
		return lua_gettop(L);
	if (lua_isnoneornil(L, 2))
		world_fault(L, "script-error", "an assertion failed", "no se cumple lo que 'assert' exige");
	lua_remove(L, 1);
	lua_settop(L, 1);
	return world_error(L);
}

/* What a script sees of an error: its text in English, with the place, whatever language messages are in. */
static void push_caught(lua_State *L, int index)
{
	const struct world_failure *failure = world_failure_at(L, index);
	char line[32];

	if (!failure) {
		lua_pushvalue(L, index);
		return;
	}
	snprintf(line, sizeof line, ":%u: ", (unsigned)failure->at.line);
	world_push(L, failure->at.path);
	lua_pushstring(L, failure->at.path.len ? line : "");
	world_push(L, failure->english);
	lua_concat(L, 3);
}

/* After a protected call failed: goes on upwards when a cap has tripped. */
static void pass_on(lua_State *L, int status)
{
	if (status == LUA_ERRMEM)
		world_stop(L, WORLD_OUT_OF_MEMORY);
	if (world_of(L)->private->trip != WORLD_RUNS)
		lua_error(L);
}

int world_pcall(lua_State *L)
{
	int status;

	world_need(L, 1);
	lua_pushcfunction(L, world_on_error);
	lua_insert(L, 1);
	status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 1);
	if (status == LUA_OK) {
		lua_pushboolean(L, true);
		lua_replace(L, 1);
		return lua_gettop(L);
	}
	pass_on(L, status);
	lua_pushboolean(L, false);
	push_caught(L, -2);
	return 2;
}

/* xpcall(f, handler, …): the handler runs after unwinding, where hooks work. */
int world_xpcall(lua_State *L)
{
	int status, count = lua_gettop(L);

	world_need(L, 2);
	lua_pushcfunction(L, world_on_error);
	lua_pushvalue(L, 1);
	lua_rotate(L, 3, 2);
	status = lua_pcall(L, count - 2, LUA_MULTRET, 3);
	if (status == LUA_OK) {
		lua_pushboolean(L, true);
		lua_replace(L, 3);
		return lua_gettop(L) - 2;
	}
	pass_on(L, status);
	lua_pushboolean(L, false);
	lua_pushvalue(L, 2);
	push_caught(L, -3);
	lua_call(L, 1, 1);
	return 2;
}
