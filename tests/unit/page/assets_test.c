/* Where assets go: the folder's name tells every byte and every name of them. */
#include "page/assets.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct arena *arena;

static int start(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int stop(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* The folder of a theme with these two assets, "assets/…/". */
static struct str folder(const char *name, const char *bytes, const char *other_name, const char *other_bytes)
{
	struct theme_file files[] = {
		{ .name = arena_printf(arena, "assets/%s", name), .bytes = str_of(bytes) },
		{ .name = arena_printf(arena, "assets/%s", other_name), .bytes = str_of(other_bytes) },
	};
	struct theme theme = { .files = files, .file_count = 2 };
	const struct asset *first = assets_at(assets_new(arena, &theme), 0);

	return str_part(first->path, 0, first->path.len - first->name.len);
}

static void differs(struct str a, struct str b)
{
	assert_false(str_equal(a, b));
}

static void any_change_is_another_folder(void **state)
{
	struct str same = folder("a.css", "x", "b.css", "y");

	(void)state;
	assert_int_equal(same.len, 7 + 16 + 1);
	assert_true(str_starts(same, STR("assets/")) && str_ends(same, STR("/")));
	assert_true(str_equal(same, folder("a.css", "x", "b.css", "y")));
	differs(same, folder("a.css", "x", "b.css", "z"));
	differs(same, folder("a.css", "y", "b.css", "x"));
	differs(same, folder("a.css", "x", "c.css", "y"));
	differs(folder("a.css", "", "b.css", ""), folder("a.cs", "", "sb.css", ""));
}

static void only_assets_are_assets(void **state)
{
	struct theme_file files[] = { { .name = STR("assets/a.css") }, { .name = STR("filters/x.lua") }, { .name = STR("templates/a.css") } };
	struct theme theme = { .files = files, .file_count = 3 };
	const struct assets *assets = assets_new(arena, &theme);

	(void)state;
	assert_int_equal(assets_count(assets), 1);
	assert_ptr_equal(assets_find(assets, STR("a.css")), assets_at(assets, 0));
	assert_null(assets_find(assets, STR("assets/a.css")));
	theme.file_count = 0;
	assert_int_equal(assets_count(assets_new(arena, &theme)), 0);
}

/* As `openssl dgst -sha384 -binary | base64` has it. */
static void integrity_is_the_digest(void **state)
{
	struct theme_file files[] = { { .name = STR("assets/a.css"), .bytes = STR("abc") } };
	struct theme theme = { .files = files, .file_count = 1 };

	(void)state;
	assert_true(str_equal(assets_at(assets_new(arena, &theme), 0)->integrity,
		STR("sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_change_is_another_folder),
		cmocka_unit_test(only_assets_are_assets),
		cmocka_unit_test(integrity_is_the_digest),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
