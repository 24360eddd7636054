/* The state and its caps. Memory is counted by our own allocator; instructions by the count hook, to which library loops add what they
 * do by world_charge. A cap that trips stays tripped: the hook then fires at every instruction, and pcall passes the failure on. */
#include "script/world.h"

#include "base/arena.h"
#include "script/world_private.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>

enum { MEMORY_USUAL = 256 << 20, INSTRUCTIONS_USUAL = 100000000 };

static const char globals_key, base_key;

struct world *world_of(lua_State *L)
{
	return *(struct world **)lua_getextraspace(L);
}

/* Remembers what was running: a lack of memory is reported after the stack is gone. Calls nothing that allocates. */
static void note_refusal(struct world *world)
{
	struct world_private *private = world->private;
	lua_Debug call;

	private->refused_line = 0;
	for (int level = 0; lua_getstack(world->L, level, &call); level++) {
		if (lua_getinfo(world->L, "Sl", &call) && call.currentline > 0) {
			snprintf(private->refused, sizeof private->refused, "%s", call.source + (call.source[0] == '@'));
			private->refused_line = call.currentline;
			return;
		}
	}
}

static void *allocate(void *context, void *old, size_t old_size, size_t size)
{
	struct world *world = context;
	struct world_private *private = world->private;

	if (!old)
		old_size = 0; /* then it is the kind of object */
	if (size == 0) {
		world_memory_free(&private->memory, old, old_size);
		private->used -= old_size;
		return NULL;
	}
	if (size > old_size && private->depth > 0 && private->used + (size - old_size) > private->most) {
		note_refusal(world);
		return NULL;
	}
	private->used += size - old_size;
	private->allocated += size;
	return world_memory_resize(&private->memory, old, old_size, size);
}

static _Noreturn int panic(lua_State *L)
{
	fprintf(stderr, "vitrina: an error of Lua outside of world_call: %s\n", lua_tostring(L, -1));
	abort();
}

void world_charge(lua_State *L, uint64_t steps)
{
	struct world_private *private = world_of(L)->private;

	if (private->trip != WORLD_RUNS || private->steps <= steps)
		world_stop(L, private->trip != WORLD_RUNS ? private->trip : WORLD_OUT_OF_STEPS);
	private->steps -= steps;
}

static void hook(lua_State *L, lua_Debug *call)
{
	struct world_private *private = world_of(L)->private;

	(void)call;
	world_charge(L, WORLD_HOOK_PERIOD + private->allocated / WORLD_STEP_BYTES);
	private->allocated = 0;
}

_Noreturn void world_stop(lua_State *L, enum world_trip why)
{
	struct world *world = world_of(L);

	world->private->trip = why;
	lua_sethook(L, hook, LUA_MASKCOUNT, 1);
	if (why == WORLD_OUT_OF_MEMORY)
		world_fault(L, "too-much-memory", "this needs more than %zu MB of memory", "esto necesita más de %zu MB de memoria",
			world->private->most >> 20);
	world_fault(L, "too-long", "this takes more than %llu steps; is there a loop without an end?",
		"esto toma más de %llu pasos; ¿hay un ciclo sin fin?", (unsigned long long)world->options.limits.instructions);
}

void world_begin(struct world *world)
{
	struct world_private *private = world->private;
	bool memory = private->trip == WORLD_OUT_OF_MEMORY;

	private->steps = world->options.limits.instructions;
	private->trip = WORLD_RUNS;
	private->trip_told = false;
	private->allocated = 0;
	private->printed = 0;
	private->generation++;
	lua_sethook(world->L, hook, LUA_MASKCOUNT, WORLD_HOOK_PERIOD);
	arena_reset(world->arena);
	if (memory)
		lua_gc(world->L, LUA_GCCOLLECT);
}

void world_push_globals(lua_State *L)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &globals_key);
}

void world_add_global(lua_State *L, const char *name)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &base_key);
	lua_insert(L, -2);
	lua_setfield(L, -2, name);
	lua_pop(L, 1);
}

/* The first of the arguments that no other beats; by `<`, so that decimals and dates have it too. */
static int choose(lua_State *L, bool most)
{
	int best = 1, count = lua_gettop(L);

	if (count == 0)
		world_fault(L, "lua-error", "there is nothing to compare", "no hay nada que comparar");
	for (int i = 2; i <= count; i++)
		if (most ? lua_compare(L, best, i, LUA_OPLT) : lua_compare(L, i, best, LUA_OPLT))
			best = i;
	lua_pushvalue(L, best);
	return 1;
}

static int largest(lua_State *L)
{
	return choose(L, true);
}

static int smallest(lua_State *L)
{
	return choose(L, false);
}

/* The functions of `math` that give the same on every machine; from Lua's own library, which is then left unreachable. */
static void push_math(lua_State *L)
{
	static const char *const names[] = { "abs", "ceil", "floor", "fmod", "huge", "maxinteger", "mininteger", "modf", "pi",
		"sqrt", "tointeger", "type", "ult", NULL };

	lua_pushcfunction(L, luaopen_math);
	lua_call(L, 0, 1);
	lua_newtable(L);
	world_functions(L, (const luaL_Reg[]){ { "max", largest }, { "min", smallest }, { NULL, NULL } });
	for (int i = 0; names[i]; i++) {
		lua_getfield(L, -2, names[i]);
		lua_setfield(L, -2, names[i]);
	}
	lua_remove(L, -2);
}

/* Lua's function in the upvalue, after the length of its text is charged. */
static int charged(lua_State *L)
{
	if (lua_type(L, 1) == LUA_TSTRING)
		world_charge(L, lua_rawlen(L, 1) / 8 + 1);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
	return lua_gettop(L);
}

static void push_utf8(lua_State *L)
{
	static const char *const names[] = { "char", "codepoint", "codes", "len", "offset", NULL };

	lua_pushcfunction(L, luaopen_utf8);
	lua_call(L, 0, 1);
	for (int i = 0; names[i]; i++) {
		lua_getfield(L, -1, names[i]);
		lua_pushcclosure(L, charged, 1);
		lua_setfield(L, -2, names[i]);
	}
}

static void open_library(lua_State *L)
{
	world_open_failures(L);
	world_push_base(L);
	world_push_table(L);
	world_lock(L, "function of table", "la función de table");
	lua_setfield(L, -2, "table");
	push_math(L);
	world_lock(L, "function of math", "la función de math");
	lua_setfield(L, -2, "math");
	push_utf8(L);
	world_lock(L, "function of utf8", "la función de utf8");
	lua_setfield(L, -2, "utf8");
	world_push_string(L);
	world_lock(L, "function of string", "la función de string");
	lua_pushvalue(L, -1);
	lua_setfield(L, -3, "string");
	lua_pushliteral(L, ""); /* the metatable of all strings */
	lua_createtable(L, 0, 2);
	lua_pushvalue(L, -3);
	lua_setfield(L, -2, "__index");
	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2);
	lua_pop(L, 2);
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &base_key);
	world_lock(L, "name", "el nombre");
	lua_rawsetp(L, LUA_REGISTRYINDEX, &globals_key);
	lua_newtable(L); /* the registry's own globals, which nobody is to reach */
	lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
}

struct world *world_new(const struct world_options *options, const struct site *site, struct diag *diag)
{
	struct world *world = memory_resize(NULL, sizeof *world);
	struct world_private *private = memory_resize(NULL, sizeof *private);

	*world = (struct world){ .diag = diag, .arena = arena_new(), .options = *options, .site = site, .private = private };
	*private = (struct world_private){ 0 };
	if (world->options.limits.memory == 0)
		world->options.limits.memory = MEMORY_USUAL;
	if (world->options.limits.instructions == 0)
		world->options.limits.instructions = INSTRUCTIONS_USUAL;
	private->most = world->options.limits.memory;
	world->L = lua_newstate(allocate, world);
	*(struct world **)lua_getextraspace(world->L) = world;
	lua_atpanic(world->L, panic);
	open_library(world->L);
	world_begin(world);
	return world;
}

void world_free(struct world *world)
{
	if (!world)
		return;
	if (world->private->view_close)
		world->private->view_close(world);
	lua_close(world->L);
	arena_free(world->arena);
	world_memory_clear(&world->private->memory);
	memory_free(world->private);
	memory_free(world);
}

/* The one door. The handler stands below the function while it runs. */
static bool enter(struct world *world, int arguments, int results)
{
	lua_State *L = world->L;
	int base = lua_gettop(L) - arguments;
	int status;

	luaL_checkstack(L, 2, NULL);
	lua_pushcfunction(L, world_on_error);
	lua_insert(L, base);
	world->private->depth++;
	status = lua_pcall(L, arguments, results, base);
	world->private->depth--;
	lua_remove(L, base);
	if (status == LUA_OK)
		return true;
	world_report(world, status);
	return false;
}

bool world_call(struct world *world, int arguments, int results)
{
	return enter(world, arguments, results);
}

bool world_protect(struct world *world, lua_CFunction work, void *argument)
{
	lua_pushcfunction(world->L, work);
	lua_pushlightuserdata(world->L, argument);
	return enter(world, 1, 0);
}

struct source {
	struct str text, path;
};

/* (source, environment) → function */
static int compile_call(lua_State *L)
{
	const struct source *source = lua_touserdata(L, 1);

	world_compile(L, source->text, source->path);
	if (lua_isnil(L, 2))
		world_push_globals(L);
	else
		lua_pushvalue(L, 2);
	if (!lua_setupvalue(L, -2, 1))
		lua_pop(L, 1);
	return 1;
}

bool world_load(struct world *world, struct str text, struct str path)
{
	lua_State *L = world->L;
	struct source source = { text, path };

	lua_pushcfunction(L, compile_call);
	lua_insert(L, -2);
	lua_pushlightuserdata(L, &source);
	lua_insert(L, -2);
	return enter(world, 2, 1);
}
