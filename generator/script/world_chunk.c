/* Texts that become functions: chunks, and the modules that `require` finds. */
#include "script/world_private.h"

#include <lauxlib.h>

static const char modules_key; /* registry: name → what the module returned; false while it is being read */

/* The longest run of `.name` or `[…` in one expression: see WORLD_CHAIN_MOST. Strings and comments are passed over only roughly: a false alarm
 * would need hundreds of points in a row without any other mark. */
static size_t longest_chain(struct str text, uint32_t *line)
{
	size_t chain = 0, most = 0;
	uint32_t at_line = 1;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '\n') {
			at_line++;
		} else if (c == '.' || c == '[') {
			chain++;
		} else if (strchr("=,;(){}+*/%^#~<>:&|", c) && c) {
			chain = 0;
		} else if ((c == '"' || c == '\'') && i + 1 < text.len) {
			char quote = c; /* what stands in quotes is no code */

			for (i++; i < text.len && text.at[i] != quote && text.at[i] != '\n'; i++)
				i += text.at[i] == '\\';
			at_line += i < text.len && text.at[i] == '\n';
		} else if (c == '-' && i + 1 < text.len && text.at[i + 1] == '-' && !str_starts(str_after(text, i + 2), STR("["))) {
			i = str_find(text, '\n', i);
			at_line++;
		}
		if (chain > most) {
			most = chain;
			*line = at_line;
		}
	}
	return most;
}

/* Reports a syntax error: "short name:line: message" is what Lua gives. */
static _Noreturn void raise_syntax(lua_State *L, struct str path)
{
	struct buf spanish = { 0 };
	char kept[WORLD_FAULT_MOST];
	struct str message = { 0 }, told;
	struct place at = { .path = path };
	size_t colon;

	message.at = lua_tolstring(L, -1, &message.len);
	colon = str_search(message, STR(": "), path.len < LUA_IDSIZE ? path.len : 0);
	for (size_t digit = colon; digit > 0 && message.at[digit - 1] >= '0' && message.at[digit - 1] <= '9'; digit--) {
		uint32_t power = 1;

		for (size_t i = digit; i < colon; i++)
			power *= 10;
		at.line += (uint32_t)(message.at[digit - 1] - '0') * power;
	}
	message = str_after(message, colon + 2);
	world_translate(&spanish, message);
	told = buf_str(&spanish);
	told.len = told.len < sizeof kept ? told.len : sizeof kept;
	if (told.len)
		memcpy(kept, told.at, told.len);
	told.at = kept;
	buf_clear(&spanish);
	if (world_of(L)->options.place) {
		struct place mapped = { 0 };

		lua_pushlstring(L, path.at, path.len);
		if (world_of(L)->options.place(world_of(L)->options.context, lua_tostring(L, -1), (int)at.line, &mapped))
			at = mapped;
	}
	world_raise(L, "lua-syntax", at, message, diag_lang(world_of(L)->diag) == LANG_ES ? told : message);
}

struct reader {
	struct str text;
};

static const char *read_all(lua_State *L, void *context, size_t *size)
{
	struct reader *reader = context;
	const char *at = reader->text.at;

	(void)L;
	*size = reader->text.len;
	reader->text = STR("");
	return *size ? at : NULL;
}

void world_compile(lua_State *L, struct str text, struct str path)
{
	struct reader reader = { text };
	struct place at = { .path = path };
	struct str why[2];
	const char *chunk;

	if (text.len > WORLD_SOURCE_MOST) {
		why[0] = STR("this file is too long for Lua (more than 1 MB)");
		why[1] = STR("este archivo es demasiado largo para Lua (más de 1 MB)");
		world_raise(L, "lua-syntax", at, why[0], diag_lang(world_of(L)->diag) == LANG_ES ? why[1] : why[0]);
	}
	if (longest_chain(text, &at.line) > WORLD_CHAIN_MOST) {
		why[0] = STR("an expression has too many steps of the form a.b.c");
		why[1] = STR("una expresión tiene demasiados pasos de la forma a.b.c");
		world_raise(L, "lua-syntax", at, why[0], diag_lang(world_of(L)->diag) == LANG_ES ? why[1] : why[0]);
	}
	chunk = lua_pushfstring(L, "@%s", lua_pushlstring(L, path.at ? path.at : "", path.len));
	if (lua_load(L, read_all, &reader, chunk, "t") != LUA_OK)
		raise_syntax(L, path);
	lua_replace(L, -3);
	lua_pop(L, 1);
}

static void push_modules(lua_State *L)
{
	if (lua_rawgetp(L, LUA_REGISTRYINDEX, &modules_key) == LUA_TTABLE)
		return;
	lua_pop(L, 1);
	lua_newtable(L);
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &modules_key);
}

/* (text, path) as light userdata → what the module returns, or true */
static int module_run(lua_State *L)
{
	const struct str *text = lua_touserdata(L, 1), *path = lua_touserdata(L, 2);

	world_compile(L, *text, *path);
	world_push_globals(L);
	if (!lua_setupvalue(L, -2, 1))
		lua_pop(L, 1);
	lua_call(L, 0, 1);
	if (lua_isnil(L, -1))
		lua_pushboolean(L, true);
	return 1;
}

/* modules[name] = the value on the top of the stack, which stays */
static void keep_module(lua_State *L)
{
	lua_pushvalue(L, 1);
	lua_pushvalue(L, -2);
	lua_rawset(L, 2);
}

int world_require(lua_State *L)
{
	struct world *world = world_of(L);
	struct str name = world_string(L, 1), text, path;
	int status;

	lua_settop(L, 1);
	push_modules(L);
	lua_pushvalue(L, 1);
	if (lua_rawget(L, 2) == LUA_TBOOLEAN && !lua_toboolean(L, -1))
		world_fault(L, "require", "module '%.*s' requires itself", "el módulo '%.*s' se requiere a sí mismo", STR_ARG(name));
	if (!lua_isnil(L, -1))
		return 1;
	if (!world->options.module || !world->options.module(world->options.context, name, &text, &path))
		world_fault(L, "require", "no module '%.*s'; only Lua files beside this one can be required",
			"no existe el módulo '%.*s'; sólo se pueden requerir archivos Lua junto a éste", STR_ARG(name));
	lua_pushboolean(L, false);
	keep_module(L);
	lua_settop(L, 2);
	lua_pushcfunction(L, world_on_error);
	lua_pushcfunction(L, module_run);
	lua_pushlightuserdata(L, &text);
	lua_pushlightuserdata(L, &path);
	status = lua_pcall(L, 2, 1, 3);
	if (status != LUA_OK) {
		lua_pushnil(L);
		keep_module(L);
		lua_pop(L, 1);
		if (status == LUA_ERRMEM)
			world_stop(L, WORLD_OUT_OF_MEMORY);
		return lua_error(L);
	}
	keep_module(L);
	return 1;
}
