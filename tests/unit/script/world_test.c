/* The cases of tests/cases/world.txt, and what can't be told as a case: budgets that begin again, modules, places. */
#include "cases.h"

#include "script/view.h"

static struct world *open_world(struct diag *diag)
{
	struct world_options options = { .limits = { .memory = 96 << 20, .instructions = 2000000 } };
	struct world *world = world_new(&options, NULL, diag);

	view_open(world);
	return world;
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
	int failed = cases_run("tests/cases/world.txt");

	failed += _cmocka_run_group_tests("world", own, sizeof own / sizeof own[0], NULL, NULL);
	return failed != 0;
}
