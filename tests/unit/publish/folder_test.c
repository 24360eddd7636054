/* Folders held by descriptors: nothing is reached through a link that somebody put in the way. */
#include "publish/folder.h"

#include "output.h"

#include <errno.h>

static struct output output;

static int start(void **state)
{
	(void)state;
	output = output_open();
	return 0;
}

static int stop(void **state)
{
	(void)state;
	output_close(&output);
	return 0;
}

static void makes_and_enters(void **state)
{
	int fd;

	(void)state;
	assert_true(folder_make(output.root, "a/b/c"));
	assert_true(folder_make(output.root, "a/b/c"));
	assert_true(folder_write(output.root, "a/b/c/f", STR("one")));
	assert_false(folder_write(output.root, "a/b/c/f", STR("two")));
	assert_int_equal(errno, EEXIST);
	fd = folder_enter(output.root, "a/b/c");
	assert_true(fd >= 0);
	assert_true(folder_holds(fd, "f", STR("one")));
	assert_false(folder_holds(fd, "f", STR("two")));
	assert_false(folder_holds(fd, "f", STR("one more")));
	assert_false(folder_holds(fd, "g", STR("one")));
	close(fd);
	fd = folder_enter(output.root, "");
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(folder_enter(output.root, "a/x"), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(folder_enter(output.root, "a/b/c/f"), -1);
	assert_int_equal(errno, ENOTDIR);
}

static void follows_no_link(void **state)
{
	struct str bytes;

	(void)state;
	assert_true(folder_make(output.root, "real"));
	output_plant(&output, "real/f", "kept");
	assert_int_equal(symlinkat("real", output.root, "link"), 0);
	assert_int_equal(symlinkat("real/f", output.root, "file"), 0);
	assert_int_equal(folder_enter(output.root, "link"), -1);
	assert_int_equal(errno, ENOTDIR);
	assert_false(folder_read(output.root, "file", &bytes));
	assert_false(folder_holds(output.root, "file", STR("kept")));
	assert_false(folder_write(output.root, "file", STR("lost")));
	assert_true(folder_remove(output.root, "link")); /* the link, not where it leads */
	assert_true(folder_remove(output.root, "file"));
	output_expect(&output, "real/f", "kept");
}

static void reads_whole_files_only(void **state)
{
	struct str bytes;

	(void)state;
	output_plant(&output, "f", "");
	assert_true(folder_read(output.root, "f", &bytes));
	assert_int_equal(bytes.len, 0);
	memory_free((void *)(uintptr_t)bytes.at);
	assert_int_equal(mkfifoat(output.root, "pipe", 0600), 0);
	assert_false(folder_read(output.root, "pipe", &bytes)); /* and does not wait for a writer */
	assert_true(folder_make(output.root, "d"));
	assert_false(folder_read(output.root, "d", &bytes));
}

static void compares_large_files(void **state)
{
	enum { SIZE = 300000 };
	char *bytes = memory_resize(NULL, SIZE);

	(void)state;
	for (size_t i = 0; i < SIZE; i++)
		bytes[i] = (char)(i * 7);
	assert_true(folder_write(output.root, "a", str_from(bytes, SIZE)));
	assert_true(folder_write(output.root, "b", str_from(bytes, SIZE)));
	assert_true(folder_write(output.root, "short", str_from(bytes, SIZE - 1)));
	bytes[SIZE - 1]++;
	assert_true(folder_write(output.root, "c", str_from(bytes, SIZE)));
	assert_true(folder_alike(output.root, "a", output.root, "b"));
	assert_false(folder_alike(output.root, "a", output.root, "c"));
	assert_false(folder_alike(output.root, "a", output.root, "short"));
	assert_false(folder_alike(output.root, "a", output.root, "none"));
	assert_false(folder_holds(output.root, "a", str_from(bytes, SIZE)));
	memory_free(bytes);
}

static void removes_all_below(void **state)
{
	(void)state;
	assert_true(folder_remove(output.root, "nothing"));
	assert_true(folder_make(output.root, "a/b/c"));
	output_plant(&output, "a/b/c/f", "x");
	output_plant(&output, "a/g", "x");
	assert_true(folder_remove(output.root, "a"));
	assert_true(folder_empty(output.root, ""));
	output_plant(&output, "only", "x");
	assert_true(folder_empty(output.root, "only"));
	assert_false(folder_empty(output.root, "other"));
}

static void merges(void **state)
{
	int from, to;

	(void)state;
	assert_true(folder_make(output.root, "from/both"));
	assert_true(folder_make(output.root, "from/new/deep"));
	assert_true(folder_make(output.root, "to/both"));
	output_plant(&output, "from/both/changed", "new");
	output_plant(&output, "from/new/deep/f", "new");
	output_plant(&output, "to/both/changed", "old");
	output_plant(&output, "to/both/stays", "old");
	from = folder_enter(output.root, "from");
	to = folder_enter(output.root, "to");
	assert_true(folder_merge(from, to));
	output_expect(&output, "to/both/changed", "new");
	output_expect(&output, "to/both/stays", "old");
	output_expect(&output, "to/new/deep/f", "new");
	assert_false(output_has(&output, "from/new"));
	assert_true(folder_merge(from, to)); /* done twice, it does no harm */
	output_expect(&output, "to/both/changed", "new");
	close(from);
	close(to);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(makes_and_enters, start, stop),
		cmocka_unit_test_setup_teardown(follows_no_link, start, stop), cmocka_unit_test_setup_teardown(reads_whole_files_only, start, stop),
		cmocka_unit_test_setup_teardown(compares_large_files, start, stop), cmocka_unit_test_setup_teardown(removes_all_below, start, stop),
		cmocka_unit_test_setup_teardown(merges, start, stop) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
