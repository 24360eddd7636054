/* Faults: how an error is made, told in two languages, and where. Every error we raise is a userdata with its texts behind it; what Lua
 * itself raises is turned into one by the message handler, while the stack still shows the place. */
#include "script/world_private.h"

#include "base/utf8.h"

#include <lauxlib.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const char failures_key;

void world_open_failures(lua_State *L)
{
	lua_createtable(L, 0, 1);
	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
	lua_rawsetp(L, LUA_REGISTRYINDEX, &failures_key);
}

const struct world_failure *world_failure_at(lua_State *L, int index)
{
	bool ours;

	if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index))
		return NULL;
	lua_rawgetp(L, LUA_REGISTRYINDEX, &failures_key);
	ours = lua_rawequal(L, -1, -2);
	lua_pop(L, 2);
	return ours ? lua_touserdata(L, index) : NULL;
}

/* At most `most` bytes, not ending inside a character. */
static struct str cut(struct str s, size_t most)
{
	if (s.len <= most)
		return s;
	s.len = most;
	while (s.len && ((unsigned char)s.at[s.len] & 0xC0) == 0x80)
		s.len--;
	return s;
}

static struct str place_text(char **to, struct str s)
{
	struct str copy = { *to, s.len };

	if (s.len)
		memcpy(*to, s.at, s.len);
	*to += s.len;
	return copy;
}

/* Leaves the new failure on the stack. */
static void push_failure(lua_State *L, const char *rule, struct place at, struct str english, struct str told)
{
	struct world_failure *failure;
	char *rest;

	english = cut(english, WORLD_FAULT_MOST);
	told = cut(told, WORLD_FAULT_MOST);
	failure = lua_newuserdatauv(L, sizeof *failure + english.len + told.len + at.path.len + at.field.len, 0);
	rest = (char *)(failure + 1);
	*failure = (struct world_failure){ .rule = rule, .at = at };
	failure->english = place_text(&rest, english);
	failure->told = place_text(&rest, told);
	failure->at.path = place_text(&rest, at.path);
	failure->at.field = place_text(&rest, at.field);
	lua_rawgetp(L, LUA_REGISTRYINDEX, &failures_key);
	lua_setmetatable(L, -2);
}

static struct place map_place(struct world *world, const char *source, int line)
{
	struct place at = { 0 };
	const char *chunk = source + (source[0] == '@' || source[0] == '=');

	if (world->options.place && world->options.place(world->options.context, chunk, line, &at))
		return at;
	at.path = str_of(chunk);
	at.line = (uint32_t)line;
	return at;
}

struct place world_where(lua_State *L, int level)
{
	lua_Debug call;

	for (; lua_getstack(L, level, &call); level++)
		if (lua_getinfo(L, "Sl", &call) && call.currentline > 0)
			return map_place(world_of(L), call.source, call.currentline);
	return (struct place){ 0 };
}

_Noreturn void world_raise(lua_State *L, const char *rule, struct place at, struct str english, struct str told)
{
	push_failure(L, rule, at, english, told);
	lua_error(L);
	abort(); /* lua_error does not return */
}

/* Both texts of a fault, formatted in memory of the call. */
struct texts {
	char en[WORLD_FAULT_MOST], es[WORLD_FAULT_MOST];
};

static struct str formatted(char *to, const char *format, va_list args)
{
	int len = vsnprintf(to, WORLD_FAULT_MOST, format, args);

	if (len < 0)
		return STR("");
	return len < WORLD_FAULT_MOST ? str_from(to, (size_t)len) : cut(str_from(to, WORLD_FAULT_MOST - 1), WORLD_FAULT_MOST - 8);
}

static void add_nearest(char *to, struct str *text, const char *format, struct str nearest)
{
	int len = snprintf(to + text->len, WORLD_FAULT_MOST - text->len, format, STR_ARG(nearest));

	if (len > 0 && text->len + (size_t)len < WORLD_FAULT_MOST)
		text->len += (size_t)len;
}

static _Noreturn void raise_texts(lua_State *L, const char *rule, struct str nearest, const char *en, const char *es, va_list args)
{
	struct texts texts;
	struct str english, spanish;
	va_list again;

	va_copy(again, args);
	english = formatted(texts.en, en, args);
	spanish = formatted(texts.es, es, again);
	va_end(again);
	if (nearest.len) {
		add_nearest(texts.en, &english, "; did you mean '%.*s'?", nearest);
		add_nearest(texts.es, &spanish, "; ¿quiso decir '%.*s'?", nearest);
	}
	world_raise(L, rule, world_where(L, 0), english, diag_lang(world_of(L)->diag) == LANG_ES ? spanish : english);
}

_Noreturn void world_fault(lua_State *L, const char *rule, const char *en, const char *es, ...)
{
	va_list args;

	va_start(args, es);
	raise_texts(L, rule, STR(""), en, es, args);
}

_Noreturn void world_fault_meant(lua_State *L, const char *rule, struct str nearest, const char *en, const char *es, ...)
{
	va_list args;

	va_start(args, es);
	raise_texts(L, rule, nearest, en, es, args);
}

_Noreturn static void fault_wrong(lua_State *L, const char *rule, struct str nearest, const char *en, const char *es, ...)
{
	va_list args;

	va_start(args, es);
	raise_texts(L, rule, nearest, en, es, args);
}

_Noreturn void world_fault_near(lua_State *L, const char *rule, struct str wrong, struct str nearest, const char *en, const char *es)
{
	fault_wrong(L, rule, nearest, en, es, STR_ARG(wrong));
}

/* Takes off the "chunk:line: " that Lua puts before its messages. Lua shortens the chunk's name, so its end is looked for. */
static struct str without_place(lua_State *L, struct str message)
{
	lua_Debug call;

	for (int level = 0; lua_getstack(L, level, &call); level++) {
		char prefix[LUA_IDSIZE + 16];

		if (!lua_getinfo(L, "Sl", &call) || call.currentline <= 0)
			continue;
		snprintf(prefix, sizeof prefix, "%s:%d: ", call.short_src, call.currentline);
		if (str_starts(message, str_of(prefix)))
			return str_after(message, strlen(prefix));
		return message;
	}
	return message;
}

int world_on_error(lua_State *L)
{
	struct buf spanish = { 0 };
	char kept[WORLD_FAULT_MOST];
	struct str message, told;

	if (lua_type(L, 1) != LUA_TSTRING)
		return 1; /* a failure, or a value that a script threw for its own pcall */
	message.at = lua_tolstring(L, 1, &message.len);
	message = cut(without_place(L, message), WORLD_FAULT_MOST);
	told = message;
	if (diag_lang(world_of(L)->diag) == LANG_ES) {
		world_translate(&spanish, message);
		told = cut(buf_str(&spanish), sizeof kept);
		if (told.len)
			memcpy(kept, told.at, told.len);
		told.at = kept; /* nothing of C's may be held when Lua jumps */
		buf_clear(&spanish);
	}
	push_failure(L, "lua-error", world_where(L, 0), message, told);
	return 1;
}

/* The place of a refused allocation, kept by the allocator. */
static void report_memory(struct world *world)
{
	struct place at = { 0 };

	if (world->private->refused_line)
		at = map_place(world, world->private->refused, world->private->refused_line);
	diag_error(world->diag, at, "too-much-memory", "this needs more than %zu MB of memory", "esto necesita más de %zu MB de memoria",
		world->private->most >> 20);
}

void world_report(struct world *world, int status)
{
	struct world_private *private = world->private;
	const struct world_failure *failure = world_failure_at(world->L, -1);
	bool stopped = private->trip != WORLD_RUNS || status == LUA_ERRMEM;

	if (stopped && private->trip_told) {
		lua_pop(world->L, 1);
		return; /* an outer call meets the stop that an inner one has told */
	}
	private->trip_told = stopped;
	if (world->private->telling)
		world->private->telling(world, private->telling_context);
	if (status == LUA_ERRMEM) {
		private->trip = WORLD_OUT_OF_MEMORY;
		report_memory(world);
	} else if (failure) {
		diag_error(world->diag, failure->at, failure->rule, "%.*s", "%.*s", STR_ARG(failure->told));
	} else {
		diag_error(world->diag, (struct place){ 0 }, "script-error", "a script stopped with a value of type '%s' instead of a message",
			"un programa se detuvo con un valor de tipo '%s' en lugar de un mensaje", luaL_typename(world->L, -1));
	}
	lua_pop(world->L, 1);
}
