/* The basic functions, ours where Lua's own let something through: pcall that can't swallow a cap, setmetatable that accepts only harmless
 * metamethods, pairs in order, tostring without addresses. */
#include "script/world_private.h"

#include <lauxlib.h>
#include <stdio.h>

/* The metamethods a script may define. Those missing reach the collector (__gc, __mode) or run where no hook does (__close). */
static const char *const events[] = { "__add", "__band", "__bnot", "__bor", "__bxor", "__call", "__concat", "__div", "__eq", "__idiv", "__index",
	"__le", "__len", "__lt", "__mod", "__mul", "__newindex", "__pow", "__shl", "__shr", "__sub", "__tostring", "__unm", NULL };
static const char *const refused_events[] = { "__gc", "__mode", "__close", "__metatable", NULL };

/* A table's metatable is a copy of what the script gave, so that nothing can be added behind our back. */
static const char copies_key;   /* registry: the script's table → its copy (ephemeron) */
static const char original_key; /* in the copy: the script's table */
static const char locked_key;   /* in the metatable of a locked table: true */
static const char modules_key;  /* registry: name → what the module returned; false while it is being read */

void world_functions(lua_State *L, const luaL_Reg *functions)
{
	for (; functions->name; functions++) {
		lua_pushcfunction(L, functions->func);
		lua_setfield(L, -2, functions->name);
	}
}

static void need(lua_State *L, int index)
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

/* Locked tables. */

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

/* Text of values. */

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

static int base_tostring(lua_State *L)
{
	need(L, 1);
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

static int base_tonumber(lua_State *L)
{
	size_t len;
	const char *text;

	need(L, 1);
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

/* Errors. */

/* error(message, level): a string is told at the place of the caller, or of its caller when level is 2. */
static int base_error(lua_State *L)
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

static int base_assert(lua_State *L)
{
	need(L, 1);
	if (lua_toboolean(L, 1))
		return lua_gettop(L);
	if (lua_isnoneornil(L, 2))
		world_fault(L, "script-error", "an assertion failed", "no se cumple lo que 'assert' exige");
	lua_remove(L, 1);
	lua_settop(L, 1);
	return base_error(L);
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

static int base_pcall(lua_State *L)
{
	int status;

	need(L, 1);
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
static int base_xpcall(lua_State *L)
{
	int status, count = lua_gettop(L);

	need(L, 2);
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

/* Tables. */

static int base_type(lua_State *L)
{
	need(L, 1);
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
	need(L, 2);
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
	need(L, 2);
	lua_settop(L, 2);
	lua_rawget(L, 1);
	return 1;
}

static int base_rawset(lua_State *L)
{
	world_plain_table(L, 1);
	need(L, 3);
	lua_settop(L, 3);
	if (lua_isnil(L, 2))
		world_fault(L, "lua-error", "table index is nil", "el índice de una tabla es nil");
	lua_rawset(L, 1);
	return 1;
}

static int base_getmetatable(lua_State *L)
{
	need(L, 1);
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
	need(L, 2);
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
	need(L, 1);
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

/* Chunks. */

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

static int base_require(lua_State *L)
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

void world_push_base(lua_State *L)
{
	static const luaL_Reg functions[] = {
		{ "assert", base_assert }, { "error", base_error }, { "getmetatable", base_getmetatable }, { "ipairs", base_ipairs },
		{ "pairs", base_pairs }, { "pcall", base_pcall }, { "print", base_print }, { "rawequal", base_rawequal }, { "rawget", base_rawget },
		{ "rawlen", base_rawlen }, { "rawset", base_rawset }, { "require", base_require }, { "select", base_select },
		{ "setmetatable", base_setmetatable }, { "tonumber", base_tonumber }, { "tostring", base_tostring }, { "type", base_type },
		{ "xpcall", base_xpcall }, { NULL, NULL },
	};

	lua_newtable(L);
	world_functions(L, functions);
}
