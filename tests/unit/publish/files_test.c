/* What a site is made of, as it is told: manifest.json and SHA256SUMS. */
#include "publish/files.h"

#include "base/arena.h"
#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void expect(const struct buf *out, const char *text)
{
	assert_int_equal(out->len, strlen(text));
	assert_memory_equal(out->at, text, out->len);
}

static const struct file list[] = {
	{ { "a\"b/índice.html", 16 }, 0, { 0xAB, [31] = 0x01 } },
	{ { "datos/x.csv", 11 }, UINT64_MAX, { 0 } },
};

#define ZEROS "00000000000000000000000000000000000000000000000000000000000000"

static void manifest_is_json_a_file_a_line(void **state)
{
	struct publish_origin origin = { .generator = STR("vitrina 9"), .commit = STR("c0ffee"), .dirty = true };
	struct buf out = { 0 };

	(void)state;
	files_manifest(&origin, list, 2, &out);
	expect(&out,
		"{\n\"generator\": \"vitrina 9\",\n\"commit\": \"c0ffee\",\n\"time\": null,\n\"dirty\": true,\n\"drafts\": false,\n"
		"\"base_url\": null,\n\"files\": [\n"
		"{\"path\": \"a\\\"b/índice.html\", \"bytes\": 0, \"sha256\": \"ab"
		"000000000000000000000000000000000000000000000000000000000000" "01\"},\n"
		"{\"path\": \"datos/x.csv\", \"bytes\": 18446744073709551615, \"sha256\": \"" ZEROS "00\"}\n]\n}\n");
	assert_true(files_ours(buf_str(&out)));
	assert_false(files_ours(STR("{\n\"generator\": \"hugo 1\"")));
	assert_false(files_ours(STR("")));
	buf_clear(&out);
}

static void sums_come_back(void **state)
{
	struct arena *arena = arena_new();
	struct buf out = { 0 };
	struct str *paths;
	size_t count;

	(void)state;
	files_sums(list, 2, &out);
	assert_true(files_read(arena, buf_str(&out), &paths, &count));
	assert_int_equal(count, 2);
	for (size_t i = 0; i < count; i++)
		assert_true(str_equal(paths[i], list[i].path));
	assert_true(files_read(arena, STR(""), &paths, &count));
	assert_int_equal(count, 0);
	buf_clear(&out);
	arena_free(arena);
}

/* What somebody wrote into the list is never taken for a file to remove. */
static void sums_of_others_are_refused(void **state)
{
	static const char *const wrong[] = { "x\n", ZEROS "00\n", ZEROS "00  \n", ZEROS "00  /etc/passwd\n", ZEROS "00  ../x\n",
		ZEROS "00  a/../../x\n",
		ZEROS "00  a//b\n", ZEROS "00  a/./b\n", ZEROS "00  a\\b\n" };
	struct arena *arena = arena_new();
	struct str *paths;
	size_t count;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		if (files_read(arena, str_of(wrong[i]), &paths, &count))
			fail_msg("'%s' is read", wrong[i]);
	arena_free(arena);
}

static void paths_that_can_be_published(void **state)
{
	static const char *const good[] = { "a", "a/b.csv", ".well-known/security.txt", "años/ñ", "a..b/c...", "-" };
	static const char *const bad[] = { "", "/", "/a", "a/", "a//b", ".", "..", "a/..", "../a", "./a", "a\nb", "a\tb", "a\\b", "a\x7F" };
	char part[300];

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (!files_path_good(str_of(good[i])))
			fail_msg("'%s' is refused", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (files_path_good(str_of(bad[i])))
			fail_msg("'%s' is taken", bad[i]);
	memset(part, 'a', sizeof part);
	assert_true(files_path_good(str_from(part, 255)));
	assert_false(files_path_good(str_from(part, 256)));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(manifest_is_json_a_file_a_line), cmocka_unit_test(sums_come_back),
		cmocka_unit_test(sums_of_others_are_refused), cmocka_unit_test(paths_that_can_be_published) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
