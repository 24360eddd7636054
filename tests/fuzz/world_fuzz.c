/* Any text as Lua code in a closed world with small caps: it must end, leave the stack as it was, and tell what is wrong when it fails. */
#include "script/world.h"

#include "script/view.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool no_module(void *context, struct str name, struct str *text, struct str *path)
{
	(void)context;
	if (!str_equal(name, STR("m")))
		return false;
	*text = STR("local M = { n = 0 } function M.f(x) M.n = M.n + 1 return x end return M");
	*path = STR("m.lua");
	return true;
}

static void run(struct str code, enum lang lang)
{
	struct diag *diag = diag_new(lang);
	struct world_options options = { .limits = { .memory = 8 << 20, .instructions = 100000 }, .module = no_module };
	struct world *world = world_new(&options, NULL, diag);
	bool good;

	view_open(world);
	lua_pushnil(world->L);
	good = world_load(world, code, STR("fuzz.lua")) && world_call(world, 0, 0);
	if (lua_gettop(world->L) != 0 || good != (diag_count(diag, DIAG_ERROR) == 0))
		abort();
	world_begin(world);
	lua_pushnil(world->L);
	if (!world_load(world, STR("return 1 + 1"), STR("after.lua")) || !world_call(world, 0, 1) || lua_tointeger(world->L, -1) != 2)
		abort();
	world_free(world);
	diag_free(diag);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str code = { (const char *)data, size };

	run(code, size % 2 ? LANG_EN : LANG_ES);
	return 0;
}
