/* find, match, gmatch and gsub, over patterns compiled once and run within the budget. */
#include "script/world_string.h"

#include "script/world_pattern.h"

#include <lauxlib.h>

enum { PATTERNS_KEPT = 200 };

static const char patterns_key;  /* registry: pattern → compiled */
static const char gpatterns_key; /* the same without anchors, for gmatch */

static _Noreturn void pattern_fault(lua_State *L, enum matcher_fault fault, struct str pattern)
{
	static const struct { const char *en, *es; } texts[] = {
		[MATCHER_TOO_LONG] = { "it is too long", "es demasiado largo" },
		[MATCHER_ENDS_WITH_PERCENT] = { "it ends with '%'", "termina en '%'" },
		[MATCHER_SET_NOT_CLOSED] = { "a '[' has no ']'", "a un '[' le falta su ']'" },
		[MATCHER_BALANCE] = { "'%b' needs two characters", "a '%b' le faltan dos caracteres" },
		[MATCHER_FRONTIER] = { "'%f' needs a '[' behind it", "a '%f' le falta un '['" },
		[MATCHER_CAPTURE_NOT_CLOSED] = { "a '(' has no ')'", "a un '(' le falta su ')'" },
		[MATCHER_CAPTURE_NOT_OPEN] = { "a ')' has no '('", "a un ')' le falta su '('" },
		[MATCHER_CAPTURES_MANY] = { "it has more than 32 captures", "tiene más de 32 capturas" },
		[MATCHER_BACK_REFERENCE] = { "it refers to a capture that is not closed before",
			"se refiere a una captura que no está cerrada antes" },
	};

	/* both formats take all three and print two of them */
	world_fault(L, "pattern", "the pattern '%.*s' is malformed: %s%.0s", "el patrón '%.*s' está mal escrito: %.0s%s",
		(int)(pattern.len < 80 ? pattern.len : 80), pattern.at, texts[fault].en, texts[fault].es);
}

static void push_patterns(lua_State *L, const char *key)
{
	if (lua_rawgetp(L, LUA_REGISTRYINDEX, key) == LUA_TTABLE)
		return;
	lua_pop(L, 1);
	lua_newtable(L);
	lua_pushinteger(L, 0);
	lua_rawseti(L, -2, 0); /* how many */
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

/* The compiled pattern of the string at `index`; pushed too, so that it lives. */
static const struct matcher *compiled(lua_State *L, int index, bool anchors)
{
	struct str pattern = world_string(L, index);
	const char *key = anchors ? &patterns_key : &gpatterns_key;
	struct matcher *matcher;
	enum matcher_fault fault;
	lua_Integer kept;

	push_patterns(L, key);
	lua_pushvalue(L, index);
	if (lua_rawget(L, -2) == LUA_TUSERDATA) {
		lua_remove(L, -2);
		return lua_touserdata(L, -1);
	}
	lua_pop(L, 1);
	if (pattern.len > MATCHER_PATTERN_MOST)
		pattern_fault(L, MATCHER_TOO_LONG, pattern);
	world_charge(L, 20 + pattern.len * 4);
	matcher = lua_newuserdatauv(L, matcher_size(pattern), 0);
	fault = matcher_compile(matcher, pattern, anchors);
	if (fault != MATCHER_FINE)
		pattern_fault(L, fault, pattern);
	lua_rawgeti(L, -2, 0);
	kept = lua_tointeger(L, -1);
	lua_pop(L, 1);
	if (kept == PATTERNS_KEPT) {
		lua_pushnil(L);
		lua_rawsetp(L, LUA_REGISTRYINDEX, key);
	} else {
		lua_pushinteger(L, kept + 1);
		lua_rawseti(L, -3, 0);
		lua_pushvalue(L, index);
		lua_pushvalue(L, -2);
		lua_rawset(L, -4);
	}
	lua_remove(L, -2);
	return matcher;
}

/* Runs the matcher with what is left of the budget, and charges what it took. */
static bool run(lua_State *L, const struct matcher *matcher, struct match *m, size_t init)
{
	uint64_t left = world_of(L)->private->steps;
	enum match_result result;

	m->steps = left;
	result = matcher_find(matcher, m, init);
	world_charge(L, result == MATCH_TIRED ? left : left - m->steps);
	return result == MATCH_YES;
}

static void push_capture(lua_State *L, const struct match *m, int i)
{
	if (m->captures[i].len == CAPTURE_POSITION)
		lua_pushinteger(L, (lua_Integer)m->captures[i].at + 1);
	else
		world_push(L, str_part(m->text, m->captures[i].at, (size_t)m->captures[i].len));
}

/* Pushes all captures, or the whole match when there are none and `whole` says so. */
static int push_captures(lua_State *L, const struct matcher *matcher, const struct match *m, bool whole)
{
	int count = matcher_captures(matcher);

	if (count == 0 && whole) {
		world_push(L, str_part(m->text, m->from, m->to - m->from));
		return 1;
	}
	luaL_checkstack(L, count, NULL);
	for (int i = 0; i < count; i++)
		push_capture(L, m, i);
	return count;
}

/* True when no byte of the pattern means something. */
static bool plain_text(struct str pattern)
{
	for (size_t i = 0; i < pattern.len; i++)
		if (pattern.at[i] && strchr("^$*+?.([%-", pattern.at[i]))
			return false;
	return true;
}

static int find_plain(lua_State *L, struct str s, struct str what, size_t init)
{
	size_t hit = init;

	if (what.len) {
		world_charge(L, (s.len - init) / 8 + what.len + 1);
		hit = str_search(s, what, init);
		if (hit >= s.len) {
			lua_pushnil(L);
			return 1;
		}
		world_charge(L, (hit - init) / 8 * (what.len / 64 + 1)); /* a needle may agree in part at many places */
	}
	lua_pushinteger(L, (lua_Integer)hit + 1);
	lua_pushinteger(L, (lua_Integer)(hit + what.len));
	return 2;
}

static int search(lua_State *L, bool find)
{
	struct match m = { .text = world_string(L, 1) };
	struct str pattern = world_string(L, 2);
	int64_t first = world_integer_or(L, 3, 1);
	size_t init = world_offset(first, m.text.len);
	bool plain = find && (lua_toboolean(L, 4) || plain_text(pattern));
	const struct matcher *matcher;

	if (first > (int64_t)m.text.len + 1) {
		lua_pushnil(L);
		return 1;
	}
	if (plain && pattern.len < 64)
		return find_plain(L, m.text, pattern, init);
	if (plain) { /* a long needle could cost its length at each place: charged before */
		world_charge(L, (m.text.len - init) / 64 * pattern.len / 8 + 1);
		return find_plain(L, m.text, pattern, init);
	}
	matcher = compiled(L, 2, true);
	if (!run(L, matcher, &m, init)) {
		lua_pushnil(L);
		return 1;
	}
	if (!find)
		return push_captures(L, matcher, &m, true);
	lua_pushinteger(L, (lua_Integer)m.from + 1);
	lua_pushinteger(L, (lua_Integer)m.to);
	return 2 + push_captures(L, matcher, &m, false);
}

int world_find(lua_State *L)
{
	return search(L, true);
}

int world_match(lua_State *L)
{
	return search(L, false);
}

/* Upvalues: text, compiled pattern, where to go on (from 0), end of the last match + 1. */
static int gmatch_next(lua_State *L)
{
	struct match m = { 0 };
	const struct matcher *matcher = lua_touserdata(L, lua_upvalueindex(2));
	size_t init = (size_t)lua_tointeger(L, lua_upvalueindex(3)), last = (size_t)lua_tointeger(L, lua_upvalueindex(4));

	m.text.at = lua_tolstring(L, lua_upvalueindex(1), &m.text.len);
	for (; init <= m.text.len; init = m.from + 1) {
		if (!run(L, matcher, &m, init))
			break;
		if (m.to + 1 == last)
			continue; /* an empty match where the last one ended */
		lua_pushinteger(L, (lua_Integer)m.to);
		lua_replace(L, lua_upvalueindex(3));
		lua_pushinteger(L, (lua_Integer)m.to + 1);
		lua_replace(L, lua_upvalueindex(4));
		return push_captures(L, matcher, &m, true);
	}
	lua_pushinteger(L, (lua_Integer)m.text.len + 1);
	lua_replace(L, lua_upvalueindex(3));
	return 0;
}

int world_gmatch(lua_State *L)
{
	struct str s = world_string(L, 1);

	world_string(L, 2);
	lua_settop(L, 3);
	lua_pushvalue(L, 1);
	compiled(L, 2, false);
	lua_pushinteger(L, (lua_Integer)world_offset(world_integer_or(L, 3, 1), s.len));
	lua_pushinteger(L, 0);
	lua_pushcclosure(L, gmatch_next, 4);
	return 1;
}

/* Adds the replacement string with its %0 … %9. */
static void add_template(lua_State *L, struct buf *out, const struct matcher *matcher, const struct match *m, struct str with)
{
	for (size_t i = 0; i < with.len; i++) {
		char c = with.at[i];

		if (c != '%') {
			buf_byte(out, c);
			continue;
		}
		c = ++i < with.len ? with.at[i] : '\0';
		if (c == '%') {
			buf_byte(out, '%');
		} else if (c == '0' || (c == '1' && matcher_captures(matcher) == 0)) {
			buf_add(out, str_part(m->text, m->from, m->to - m->from));
		} else if (c >= '1' && c <= '9' && c - '1' < matcher_captures(matcher)) {
			push_capture(L, m, c - '1');
			if (lua_type(L, -1) == LUA_TSTRING)
				buf_add(out, world_string(L, -1));
			else
				buf_printf(out, "%lld", (long long)lua_tointeger(L, -1));
			lua_pop(L, 1);
		} else {
			world_fault(L, "pattern", "'%%%c' in the replacement names no capture",
				"'%%%c' en el reemplazo no es ninguna captura", c ? c : ' ');
		}
	}
}

/* Leaves the replacement for the match on the stack as string, number, nil or false. */
static void push_replacement(lua_State *L, const struct matcher *matcher, const struct match *m)
{
	if (lua_type(L, 3) == LUA_TFUNCTION) {
		int count;

		lua_pushvalue(L, 3);
		count = push_captures(L, matcher, m, true);
		lua_call(L, count, 1);
		return;
	}
	push_captures(L, matcher, m, true);
	if (matcher_captures(matcher) > 1)
		lua_pop(L, matcher_captures(matcher) - 1);
	lua_gettable(L, 3);
}

static void add_replacement(lua_State *L, struct buf *out, const struct matcher *matcher, const struct match *m)
{
	if (lua_type(L, 3) == LUA_TSTRING) {
		add_template(L, out, matcher, m, world_string(L, 3));
		return;
	}
	push_replacement(L, matcher, m);
	if (!lua_toboolean(L, -1)) {
		buf_add(out, str_part(m->text, m->from, m->to - m->from));
	} else if (lua_type(L, -1) == LUA_TTABLE || lua_type(L, -1) == LUA_TFUNCTION || lua_type(L, -1) == LUA_TBOOLEAN) {
		world_fault(L, "lua-error", "the replacement is a %s, not a string",
			"el reemplazo es un valor de tipo %s, no un texto", luaL_typename(L, -1));
	} else {
		buf_add(out, world_text(L, -1));
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

int world_gsub(lua_State *L)
{
	struct match m = { .text = world_string(L, 1) };
	int64_t most, count = 0;
	const struct matcher *matcher;
	struct buf *out;
	size_t at = 0, last = SIZE_MAX;

	world_string(L, 2);
	if (lua_type(L, 3) == LUA_TNUMBER) {
		world_text(L, 3);
		lua_replace(L, 3);
	}
	if (lua_type(L, 3) != LUA_TSTRING && lua_type(L, 3) != LUA_TFUNCTION && lua_type(L, 3) != LUA_TTABLE)
		world_fault(L, "lua-error", "argument 3 must be a string, function or table, not a %s",
			"el argumento 3 debe ser un texto, una función o una tabla, no un valor de tipo %s", luaL_typename(L, 3));
	most = world_integer_or(L, 4, INT64_MAX);
	matcher = compiled(L, 2, true);
	out = world_push_buffer(L);
	while (count < most && run(L, matcher, &m, at)) {
		if (m.to == last) { /* an empty match where the last one ended: a byte passes */
			if (at >= m.text.len)
				break;
			buf_byte(out, m.text.at[at++]);
			continue;
		}
		buf_add(out, str_part(m.text, at, m.from - at));
		add_replacement(L, out, matcher, &m);
		count++;
		at = last = m.to;
		if (out->len > WORLD_STRING_MOST)
			world_too_large(L);
		if (matcher_anchored(matcher))
			break;
	}
	buf_add(out, str_after(m.text, at));
	world_charge(L, out->len / 8 + 1);
	world_push(L, buf_str(out));
	buf_clear(out);
	lua_pushinteger(L, count);
	return 2;
}
