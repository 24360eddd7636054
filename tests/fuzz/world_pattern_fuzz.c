/* A pattern, a zero byte, and a text: compiled and matched within a budget, and compared with Lua's own string.find, which is the definition. */
#include "script/world_pattern.h"

#include "base/arena.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STEPS = 100000, TEXT_MOST = 2000, PATTERN_MOST = 100 };

/* string.find of Lua: leaves its results on the stack; false when it raised an error. */
static bool lua_find(lua_State *L, struct str pattern, struct str text)
{
	lua_getglobal(L, "string");
	lua_getfield(L, -1, "find");
	lua_remove(L, -2);
	lua_pushlstring(L, text.at ? text.at : "", text.len);
	lua_pushlstring(L, pattern.at, pattern.len);
	return lua_pcall(L, 2, LUA_MULTRET, 0) == LUA_OK;
}

static void same_capture(lua_State *L, int index, const struct match *m, int i)
{
	struct str s;

	if (m->captures[i].len == CAPTURE_POSITION) {
		if (lua_tointeger(L, index) != (lua_Integer)m->captures[i].at + 1)
			abort();
		return;
	}
	s.at = lua_tolstring(L, index, &s.len);
	if (!s.at || !str_equal(s, str_part(m->text, m->captures[i].at, (size_t)m->captures[i].len)))
		abort();
}

/* What Lua's manual leaves open: classes that are no more (%z), ranges that end with a class. */
static bool undefined(struct str pattern)
{
	return str_search(pattern, STR("%z"), 0) < pattern.len || str_search(pattern, STR("%Z"), 0) < pattern.len ||
		str_search(pattern, STR("-%"), 0) < pattern.len;
}

/* Lua stops at 200 levels and at malformed parts only when it gets there; then nothing can be said. */
static void compare(const struct matcher *matcher, const struct match *m, struct str pattern, bool found)
{
	lua_State *L = luaL_newstate();

	luaL_openlibs(L);
	if (lua_find(L, pattern, m->text)) {
		if (found != !lua_isnil(L, 1))
			abort();
		if (found && (lua_tointeger(L, 1) != (lua_Integer)m->from + 1 || lua_tointeger(L, 2) != (lua_Integer)m->to))
			abort();
		if (found && lua_gettop(L) != 2 + matcher_captures(matcher))
			abort();
		for (int i = 0; found && i < matcher_captures(matcher); i++)
			same_capture(L, i + 3, m, i);
	}
	lua_close(L);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = { (const char *)data, size }, pattern;
	struct match m = { .steps = STEPS };
	struct matcher *matcher;
	enum match_result result;
	size_t cut = str_find(all, '\0', 0);

	pattern = str_part(all, 0, cut);
	m.text = str_part(all, cut + 1, TEXT_MOST);
	if (size == 0 || pattern.len > MATCHER_PATTERN_MOST)
		return 0;
	matcher = memory_resize(NULL, matcher_size(pattern));
	if (matcher_compile(matcher, pattern, true) == MATCHER_FINE) {
		result = matcher_find(matcher, &m, 0);
		if (result == MATCH_YES && (m.from > m.to || m.to > m.text.len))
			abort();
		if (result != MATCH_TIRED && pattern.len && !undefined(pattern))
			compare(matcher, &m, pattern, result == MATCH_YES);
	}
	memory_free(matcher);
	return 0;
}
