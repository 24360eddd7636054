/* The cases of tests/cases/world.txt, and what can't be told as a case: budgets that begin again, modules, places. */
#include "script/world.h"

#include "base/arena.h"
#include "base/buf.h"
#include "script/view.h"

#include <lauxlib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

enum { CASES_MOST = 400, SECONDS = 60 };

struct one {
	char *name, *code, *want; /* into the file's text */
	char *spanish;            /* or NULL */
	bool fails;
};

static struct world *open_world(struct diag *diag)
{
	struct world_options options = { .limits = { .memory = 96 << 20, .instructions = 2000000 } };
	struct world *world = world_new(&options, NULL, diag);

	view_open(world);
	return world;
}

/* What the code comes to: "= value" or "line: text [rule]". */
static void outcome(const struct one *one, enum lang lang, struct buf *out)
{
	struct diag *diag = diag_new(lang);
	struct world *world = open_world(diag);
	const struct diag_message *const *messages;
	size_t count;

	lua_pushnil(world->L);
	if (world_load(world, str_of(one->code), STR("case")) && world_call(world, 0, 1)) {
		struct str s;

		s.at = luaL_tolstring(world->L, -1, &s.len);
		buf_add(out, s);
		lua_pop(world->L, 2);
	}
	assert_int_equal(lua_gettop(world->L), 0);
	messages = diag_messages(diag, &count);
	for (size_t i = 0; i < count; i++)
		if (messages[i]->level >= DIAG_ERROR)
			buf_printf(out, "%u: %.*s [%s]", messages[i]->at.line, STR_ARG(messages[i]->text), messages[i]->rule);
	buf_byte(out, '\0');
	world_free(world);
	diag_free(diag);
}

/* `…` in what is wanted stands for anything. */
static bool fits(const char *got, const char *want)
{
	const char *gap = strstr(want, "x… ");
	size_t tail;

	if (!gap)
		return strcmp(got, want) == 0;
	tail = strlen(gap + strlen("x…"));
	return strncmp(got, want, (size_t)(gap - want)) == 0 && strlen(got) > tail && strlen(got) < 5000 &&
		strcmp(got + strlen(got) - tail, gap + strlen("x…")) == 0;
}

static void check(const struct one *one, enum lang lang, const char *want)
{
	struct buf got = { 0 };

	outcome(one, lang, &got);
	if (!fits(got.at, want))
		print_error("%s\n  want %s\n  got  %.500s\n", one->name, want, got.at);
	assert_true(fits(got.at, want));
	buf_clear(&got);
}

static void run_case(void **state)
{
	const struct one *one = *state;

	alarm(SECONDS);
	check(one, LANG_EN, one->want);
	if (one->spanish)
		check(one, LANG_ES, one->spanish);
	alarm(0);
}

static char *read_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct buf text = { 0 };
	size_t got;

	if (!file) {
		perror(path);
		exit(1);
	}
	while ((got = fread(buf_reserve(&text, 4096), 1, 4096, file)) > 0)
		text.len += got;
	fclose(file);
	buf_byte(&text, '\0');
	return text.at;
}

/* Cuts the text into cases, in place. */
static size_t cut(char *text, struct one *cases)
{
	size_t count = 0;

	for (char *at = strstr(text, "### "); at && count < CASES_MOST;) {
		struct one *one = &cases[count++];
		char *next = strstr(at + 1, "\n### "), *result, *spanish;

		if (next)
			*next++ = '\0';
		one->name = at + 4;
		one->code = strchr(at, '\n');
		*one->code++ = '\0';
		result = strstr(one->code, "\n=> ");
		if (!result)
			result = strstr(one->code, "\n!> ");
		if (!result) {
			fprintf(stderr, "case without a result: %s\n", one->name);
			exit(1);
		}
		result[0] = '\0';
		one->fails = result[1] == '!';
		one->want = result + 4;
		spanish = strstr(one->want, "\n?> ");
		if (strchr(one->want, '\n'))
			*strchr(one->want, '\n') = '\0';
		if (spanish) {
			one->spanish = spanish + 4;
			if (strchr(one->spanish, '\n'))
				*strchr(one->spanish, '\n') = '\0';
		}
		at = next;
	}
	return count;
}

static void budget_begins_again(void **state)
{
	struct diag *diag = diag_new(LANG_EN);
	struct world *world = open_world(diag);

	(void)state;
	for (int i = 0; i < 20; i++) {
		world_begin(world);
		lua_pushnil(world->L);
		assert_true(world_load(world, STR("for i = 1, 800000 do end return 7"), STR("a.lua")));
		assert_true(world_call(world, 0, 1));
		assert_int_equal(lua_tointeger(world->L, -1), 7);
		lua_pop(world->L, 1);
	}
	lua_pushnil(world->L);
	assert_true(world_load(world, STR("while true do end"), STR("a.lua")));
	assert_false(world_call(world, 0, 0));
	world_begin(world);
	lua_pushnil(world->L);
	assert_true(world_load(world, STR("return 1"), STR("a.lua")));
	assert_true(world_call(world, 0, 0));
	assert_int_equal(diag_count(diag, DIAG_ERROR), 1);
	world_free(world);
	diag_free(diag);
}

/* A cap that tripped stays tripped until world_begin, and is told once. */
static void stop_is_sticky(void **state)
{
	struct diag *diag = diag_new(LANG_EN);
	struct world *world = open_world(diag);

	(void)state;
	for (int i = 0; i < 3; i++) {
		lua_pushnil(world->L);
		if (world_load(world, STR("while true do end"), STR("a.lua")))
			assert_false(world_call(world, 0, 0));
	}
	assert_int_equal(diag_count(diag, DIAG_ERROR), 1);
	world_free(world);
	diag_free(diag);
}

static bool module(void *context, struct str name, struct str *text, struct str *path)
{
	(void)context;
	if (str_equal(name, STR("good")))
		*text = STR("local M = {} function M.f() return 42 end return M"), *path = STR("filters/good.lua");
	else if (str_equal(name, STR("self")))
		*text = STR("return require 'self'"), *path = STR("filters/self.lua");
	else if (str_equal(name, STR("bad")))
		*text = STR("\nreturn )"), *path = STR("filters/bad.lua");
	else if (str_equal(name, STR("code")))
		*text = STR("\x1bLua"), *path = STR("filters/code.lua");
	else
		return false;
	return true;
}

static const struct diag_message *only(struct diag *diag)
{
	size_t count;
	const struct diag_message *const *messages = diag_messages(diag, &count);

	assert_int_equal(count, 1);
	return messages[0];
}

static void run_module(const char *code, const char *path, unsigned line, const char *text)
{
	struct diag *diag = diag_new(LANG_EN);
	struct world_options options = { .module = module };
	struct world *world = world_new(&options, NULL, diag);
	const struct diag_message *message;

	view_open(world);
	lua_pushnil(world->L);
	assert_true(world_load(world, str_of(code), STR("main.lua")));
	assert_int_equal(world_call(world, 0, 0), text == NULL);
	if (text) {
		message = only(diag);
		assert_true(str_equal(message->at.path, str_of(path)));
		assert_int_equal(message->at.line, line);
		assert_true(str_equal(message->text, str_of(text)));
	}
	world_free(world);
	diag_free(diag);
}

static void modules(void **state)
{
	(void)state;
	run_module("local m = require 'good' assert(m.f() == 42) assert(require 'good' == m)", NULL, 0, NULL);
	run_module("require 'self'", "filters/self.lua", 1, "module 'self' requires itself");
	run_module("\n\nrequire 'none'", "main.lua", 3, "no module 'none'; only Lua files beside this one can be required");
	run_module("require 'bad'", "filters/bad.lua", 2, "unexpected symbol near ')'");
	run_module("pcall(require, 'self') require 'good'", NULL, 0, NULL);
}

static void bytecode(void **state)
{
	struct diag *diag = diag_new(LANG_EN);
	struct world *world = open_world(diag);

	(void)state;
	lua_pushnil(world->L);
	assert_false(world_load(world, STR("\x1bLua\x54\x00"), STR("a.lua")));
	assert_string_equal(only(diag)->rule, "lua-syntax");
	world_free(world);
	diag_free(diag);
}

static bool place(void *context, const char *chunk, int line, struct place *at)
{
	(void)context;
	if (strcmp(chunk, "a-long-name-of-a-template-that-lua-would-shorten-in-its-own-messages.html") != 0)
		return false;
	*at = (struct place){ .path = STR("templates/x.html"), .line = (uint32_t)line + 100, .column = 5, .width = 3 };
	return true;
}

static void places_are_mapped(void **state)
{
	static const char *const codes[] = { "local a\nreturn a.x", "local a =\n)", "\nerror('x')", "\nreturn nothing" };
	struct world_options options = { .place = place };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct diag *diag = diag_new(LANG_EN);
		struct world *world = world_new(&options, NULL, diag);

		lua_pushnil(world->L);
		if (world_load(world, str_of(codes[i]), STR("a-long-name-of-a-template-that-lua-would-shorten-in-its-own-messages.html")))
			assert_false(world_call(world, 0, 0));
		assert_int_equal(only(diag)->at.line, 102);
		assert_int_equal(only(diag)->at.column, 5);
		assert_false(str_starts(only(diag)->text, STR("...")));
		world_free(world);
		diag_free(diag);
	}
}

int main(void)
{
	static const struct CMUnitTest own[] = {
		cmocka_unit_test(budget_begins_again), cmocka_unit_test(stop_is_sticky), cmocka_unit_test(modules), cmocka_unit_test(bytecode),
		cmocka_unit_test(places_are_mapped),
	};
	static struct one cases[CASES_MOST];
	static struct CMUnitTest tests[CASES_MOST];
	char *text = read_file("tests/cases/world.txt");
	size_t count = cut(text, cases);
	int failed;

	for (size_t i = 0; i < count; i++)
		tests[i] = (struct CMUnitTest){ .name = cases[i].name, .test_func = run_case, .initial_state = &cases[i] };
	failed = _cmocka_run_group_tests("cases/world.txt", tests, count, NULL, NULL);
	failed += _cmocka_run_group_tests("world", own, sizeof own / sizeof own[0], NULL, NULL);
	memory_free(text);
	return failed != 0;
}
