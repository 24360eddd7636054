/* Our pattern matcher against Lua's own, which is the definition: every pattern over every text, find with all captures. */
#include "script/world_pattern.h"

#include "base/arena.h"
#include "base/buf.h"

#include <lauxlib.h>
#include <lualib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static const char *const patterns[] = {
	"", "a", "b", ".", "^a", "a$", "^$", "$", "a*", "a+", "a-", "a?", "^a*$", "^a-$", ".-b", ".*b", "(a)(b)", "((a)b)", "()", "a()", "(a*)(b*)",
	"(.-)%s", "%a+", "%d+", "%s*", "%w-", "%p", "%u%l", "%x+", "%c", "%g+", "%A+", "%D", "%S+", "%W", "[abc]", "[^abc]+", "[a-c]*", "[%a_][%w_]*",
	"[]]", "[^]]", "[a-]", "[-a]", "[%-]", "[%]]", "[a%-z]", "%b()", "%bxx", "%f[%w]%w+", "%f[%W]", "(a)%1", "(a*)%1", "(.)%1", "(%a+)%s%1",
	"^(%s*)(.-)(%s*)$", "%(", "%.", "%%", "a.c", "a.-c", "ñ", "[ñ]", "a**", "a+?", "^^a", "a^", "a$b", "$a", "(^a)", "(a$)", "(((a)))",
	"x?y?z?", "(x?)(y?)(z?)", "[%d%s]+", "[^%d]+", "%d%d%d%d%-%d%d", "(%d+)%.?(%d*)", ".", "..", "....", "a-b-c-", "(a-)(b-)$", "[a-a]", "[z-a]",
	"%a%1", "()%1", "(()a())", ".-()$", "\xff", "[\x80-\xff]+", "%1", "(", "(a", ".)", "[", "[a", "[^", "%", "%b", "%bx", "%f", "%fa", "[%",
	"[a%",
	"(a)(b)(c)(d)(e)", "*", "+", "-", "?", "*a", "^*", "(*)", "[*+]", "a(b", "%f[", "(a)%2", "(a%1)",
};

static const char *const texts[] = {
	"", "a", "b", "ab", "ba", "aab", "aaa", "aa bb", "abc", "abcabc", "hello world", "  trim me  ", "f(a(b)c)d", "xaxbx", "2013-12-31", "3.14",
	"THE (quick) fox",
	"añoño", "key = value", "a]b-c", "%1 (x)", "a\nb\tc", "\x80\xffz", "xyz", "zyx", "the the cat", "((", "))", "a^b$c", "^^a", "\x01\x7f",
};

enum { PATTERNS = sizeof patterns / sizeof patterns[0], TEXTS = sizeof texts / sizeof texts[0] };

/* What string.find gives, as text: "error", "nil", "1 3 cap|cap". */
static void by_lua(lua_State *L, struct str pattern, struct str text, int init, struct buf *out)
{
	int top = lua_gettop(L);

	lua_getglobal(L, "string");
	lua_getfield(L, -1, "find");
	lua_pushlstring(L, text.at, text.len);
	lua_pushlstring(L, pattern.at, pattern.len);
	lua_pushinteger(L, init);
	buf_reset(out);
	if (lua_pcall(L, 3, LUA_MULTRET, 0) != LUA_OK) {
		buf_add(out, STR("error"));
	} else if (lua_isnil(L, -1)) {
		buf_add(out, STR("nil"));
	} else {
		for (int i = top + 2; i <= lua_gettop(L); i++) {
			struct str s;

			if (lua_type(L, i) == LUA_TNUMBER) {
				buf_printf(out, "%d ", (int)lua_tointeger(L, i));
				continue;
			}
			s.at = lua_tolstring(L, i, &s.len);
			buf_byte(out, '|');
			buf_add(out, s);
		}
	}
	lua_settop(L, top);
}

static void by_us(struct str pattern, struct str text, int init, struct buf *out)
{
	struct matcher *matcher = memory_resize(NULL, matcher_size(pattern));
	struct match m = { .text = text, .steps = 10000000 };

	buf_reset(out);
	if (matcher_compile(matcher, pattern, true) != MATCHER_FINE) {
		buf_add(out, STR("error"));
	} else if (matcher_find(matcher, &m, (size_t)init - 1) != MATCH_YES) {
		buf_add(out, STR("nil"));
	} else {
		buf_printf(out, "%d %d ", (int)m.from + 1, (int)m.to);
		for (int i = 0; i < matcher_captures(matcher); i++) {
			if (m.captures[i].len == CAPTURE_POSITION) {
				buf_printf(out, "%d ", (int)m.captures[i].at + 1);
				continue;
			}
			buf_byte(out, '|');
			buf_add(out, str_part(text, m.captures[i].at, (size_t)m.captures[i].len));
		}
	}
	memory_free(matcher);
}

/* Ours refuses a malformed pattern when it is compiled, Lua when matching gets there: then nil and error are both right. */
static bool agree(struct str ours, struct str lua, bool faulty)
{
	return str_equal(ours, lua) || (faulty && str_equal(ours, STR("error")));
}

static void same_as_lua(void **state)
{
	lua_State *L = luaL_newstate();
	struct buf ours = { 0 }, lua = { 0 };
	int wrong = 0;

	(void)state;
	luaL_openlibs(L);
	for (size_t p = 0; p < PATTERNS; p++) {
		bool faulty = false;

		for (size_t t = 0; t < TEXTS; t++) {
			by_lua(L, str_of(patterns[p]), str_of(texts[t]), 1, &lua);
			faulty = faulty || str_equal(buf_str(&lua), STR("error"));
		}
		for (size_t t = 0; t < TEXTS; t++) {
			for (int init = 1; init <= 3 && init <= (int)strlen(texts[t]) + 1; init++) {
				by_lua(L, str_of(patterns[p]), str_of(texts[t]), init, &lua);
				by_us(str_of(patterns[p]), str_of(texts[t]), init, &ours);
				if (agree(buf_str(&ours), buf_str(&lua), faulty))
					continue;
				wrong++;
				print_error("'%s' in '%s' from %d: %.*s, Lua says %.*s\n", patterns[p], texts[t], init, STR_ARG(buf_str(&ours)),
					STR_ARG(buf_str(&lua)));
			}
		}
	}
	buf_clear(&ours);
	buf_clear(&lua);
	lua_close(L);
	assert_int_equal(wrong, 0);
}

static void faults_have_names(void **state)
{
	static const struct { const char *pattern; enum matcher_fault fault; } cases[] = {
		{ "a%", MATCHER_ENDS_WITH_PERCENT }, { "[a", MATCHER_SET_NOT_CLOSED }, { "[]", MATCHER_SET_NOT_CLOSED }, { "%bx", MATCHER_BALANCE },
		{ "%fa", MATCHER_FRONTIER }, { "(a", MATCHER_CAPTURE_NOT_CLOSED }, { "a)", MATCHER_CAPTURE_NOT_OPEN }, { "%1",
		MATCHER_BACK_REFERENCE },
		{ "(a%1)", MATCHER_BACK_REFERENCE }, { "%0", MATCHER_BACK_REFERENCE },
		{ "()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()", MATCHER_CAPTURES_MANY },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct str pattern = str_of(cases[i].pattern);
		struct matcher *matcher = memory_resize(NULL, matcher_size(pattern));

		assert_int_equal(matcher_compile(matcher, pattern, true), cases[i].fault);
		memory_free(matcher);
	}
}

/* Backtracking that would take ages ends with the budget, whatever is tried. */
static void budget_ends_it(void **state)
{
	static const char *const slow[] = { ".-.-.-.-.-.-.-.-.-.-.-.-b", ".*.*.*.*.*.*b", "(.-)%1%1%1b", "%b()",
		"a?a?a?a?a?a?a?a?a?a?a?a?.-a-a-a-b", "[^b]-[^b]-[^b]-b" };
	struct buf text = { 0 };

	(void)state;
	for (int i = 0; i < 40000; i++)
		buf_byte(&text, i % 2 ? 'a' : '(');
	for (size_t i = 0; i < sizeof slow / sizeof slow[0]; i++) {
		struct matcher *matcher = memory_resize(NULL, matcher_size(str_of(slow[i])));
		struct match m = { .text = buf_str(&text), .steps = 2000000 };

		assert_int_equal(matcher_compile(matcher, str_of(slow[i]), true), MATCHER_FINE);
		assert_int_equal(matcher_find(matcher, &m, 0), MATCH_TIRED);
		assert_int_equal(m.steps, 0);
		memory_free(matcher);
	}
	buf_clear(&text);
}

/* The deepest recursion a pattern can ask for. */
static void deep_patterns(void **state)
{
	struct buf pattern = { 0 }, text = { 0 };
	struct matcher *matcher;
	struct match m = { .steps = 10000000 };

	(void)state;
	for (int i = 0; i < MATCHER_PATTERN_MOST / 2; i++)
		buf_add(&pattern, STR("a?"));
	for (int i = 0; i < 5000; i++)
		buf_byte(&text, 'a');
	matcher = memory_resize(NULL, matcher_size(buf_str(&pattern)));
	assert_int_equal(matcher_compile(matcher, buf_str(&pattern), true), MATCHER_FINE);
	m.text = buf_str(&text);
	assert_int_equal(matcher_find(matcher, &m, 0), MATCH_YES);
	assert_int_equal(m.to, MATCHER_PATTERN_MOST / 2);
	memory_free(matcher);
	buf_clear(&pattern);
	buf_clear(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_as_lua), cmocka_unit_test(faults_have_names), cmocka_unit_test(budget_ends_it), cmocka_unit_test(deep_patterns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
