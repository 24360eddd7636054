/* The old site or the new one: what a publication does to a folder, step by step. How it fares when the system fails is
 * tests/suites/publish.sh's. */
#include "publish/publish.h"

#include "output.h"

static struct output output;
static struct diag *diag;

static int start(void **state)
{
	(void)state;
	output = output_open();
	diag = diag_new(LANG_EN);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	diag_free(diag);
	output_close(&output);
	return 0;
}

/* Publishes files given as path, text … and NULL. */
static bool publish_files(struct publish_counts *counts, ...)
{
	struct publish_origin origin = { .generator = STR("vitrina test"), .commit = STR("1234") };
	struct publish *publish = publish_open(str_of(output.path), diag);
	const char *path;
	va_list args;

	if (!publish)
		return false;
	va_start(args, counts);
	while ((path = va_arg(args, const char *)))
		sink_put(publish_sink(publish), str_of(path), str_of(va_arg(args, const char *)));
	va_end(args);
	return publish_commit_counted(publish, &origin, counts, diag);
}

static void expect_rule(const char *rule, enum diag_level level)
{
	size_t count;
	const struct diag_message *const *messages = diag_messages(diag, &count);

	assert_true(count > 0);
	assert_string_equal(messages[count - 1]->rule, rule);
	assert_int_equal(messages[count - 1]->level, level);
}

static uint64_t inode(const char *path)
{
	struct stat st;

	assert_int_equal(fstatat(output.root, path, &st, AT_SYMLINK_NOFOLLOW), 0);
	return st.st_ino;
}

static void touches_only_what_changed(void **state)
{
	struct publish_counts counts;
	uint64_t same, changed;

	(void)state;
	assert_true(publish_files(&counts, "index.html", "one", "a/b/same.html", "same", "old/gone.html", "x", NULL));
	assert_int_equal(counts.files, 4); /* and the manifest */
	assert_int_equal(counts.written, 4);
	same = inode("a/b/same.html");
	changed = inode("index.html");
	assert_true(publish_files(&counts, "index.html", "two", "a/b/same.html", "same", "new.html", "y", NULL));
	assert_int_equal(counts.unchanged, 1);
	assert_int_equal(counts.removed, 1);
	output_expect(&output, "index.html", "two");
	output_expect(&output, "new.html", "y");
	assert_int_equal(inode("a/b/same.html"), same);
	assert_int_not_equal(inode("index.html"), changed);
	assert_false(output_has(&output, "old")); /* a folder left empty goes with its last file */
	assert_false(output_has(&output, ".vitrina"));
	assert_true(publish_files(&counts, "index.html", "two", "a/b/same.html", "same", "new.html", "y", NULL));
	assert_int_equal(counts.written, 0);
	assert_int_equal(counts.unchanged, 4);
}

static void streams_are_files_like_others(void **state)
{
	struct publish_origin origin = { .generator = STR("vitrina test") };

	(void)state;
	for (int round = 0; round < 2; round++) {
		struct publish *publish = publish_open(str_of(output.path), diag);
		struct publish_counts counts;
		struct sink_stream *stream;

		assert_non_null(publish);
		stream = sink_open(publish_sink(publish), STR("datos/x.csv"));
		for (int i = 0; i < 1000; i++)
			sink_write(publish_sink(publish), stream, STR("0123456789"));
		sink_close(publish_sink(publish), stream);
		assert_true(publish_commit_counted(publish, &origin, &counts, diag));
		assert_int_equal(counts.files, 2);
		assert_int_equal(counts.written, round ? 0 : 2);
		assert_true(counts.bytes >= 10000);
	}
}

static void leaves_what_is_not_ours(void **state)
{
	struct publish_counts counts;

	(void)state;
	assert_true(publish_files(&counts, "a/index.html", "one", NULL));
	output_plant(&output, "CNAME", "example.org");
	output_plant(&output, "a/note.txt", "mine");
	assert_true(publish_files(&counts, "b.html", "two", NULL));
	output_expect(&output, "CNAME", "example.org");
	output_expect(&output, "a/note.txt", "mine");
	assert_false(output_has(&output, "a/index.html"));
	assert_false(publish_files(&counts, "b.html", "two", "a/note.txt", "ours", NULL));
	expect_rule("file-in-the-way", DIAG_ERROR);
	output_expect(&output, "a/note.txt", "mine");
	output_expect(&output, "b.html", "two");
}

static void refuses_a_folder_of_others(void **state)
{
	struct publish_counts counts;

	(void)state;
	output_plant(&output, "thesis.doc", "mine");
	assert_false(publish_files(&counts, "index.html", "x", NULL));
	expect_rule("output-not-ours", DIAG_FAILURE);
	assert_false(output_has(&output, "index.html"));
	output_plant(&output, "manifest.json", "{\n\"generator\": \"other\"}\n");
	assert_false(publish_files(&counts, "index.html", "x", NULL));
}

static void goes_through_no_link(void **state)
{
	struct output other = output_open();
	struct publish_counts counts;

	(void)state;
	assert_true(publish_files(&counts, "a/x.html", "one", NULL));
	assert_int_equal(unlinkat(output.root, "a/x.html", 0), 0);
	assert_int_equal(unlinkat(output.root, "a", AT_REMOVEDIR), 0);
	assert_int_equal(symlinkat(other.path, output.root, "a"), 0);
	assert_false(publish_files(&counts, "a/x.html", "two", NULL));
	assert_false(output_has(&other, "x.html"));
	output_plant(&other, "x.html", "theirs");
	assert_true(publish_files(&counts, "b.html", "two", NULL)); /* a/x.html is to go, but lies behind the link */
	output_expect(&other, "x.html", "theirs");
	output_close(&other);
}

static void refuses_paths_that_leave(void **state)
{
	static const char *const bad[] = { "../x", "/x", "a//b", "" };
	struct publish_counts counts;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_false(publish_files(&counts, "index.html", "x", bad[i], "y", NULL));
		assert_false(output_has(&output, "index.html"));
	}
}

static void abandons(void **state)
{
	struct publish_counts counts;
	struct publish *publish;

	(void)state;
	publish_abandon(NULL);
	assert_true(publish_files(&counts, "index.html", "old", NULL));
	publish = publish_open(str_of(output.path), diag);
	sink_put(publish_sink(publish), STR("index.html"), STR("new"));
	publish_abandon(publish);
	output_expect(&output, "index.html", "old");
	assert_false(output_has(&output, ".vitrina"));
}

static void one_at_a_time(void **state)
{
	struct publish *first = publish_open(str_of(output.path), diag);

	(void)state;
	assert_non_null(first);
	assert_null(publish_open(str_of(output.path), diag));
	expect_rule("locked", DIAG_FAILURE);
	publish_abandon(first);
}

/* A whole journal is carried out by whoever finds it; a cut one promises nothing. */
static void completes_a_promise(void **state)
{
	struct publish_counts counts;

	(void)state;
	assert_true(publish_files(&counts, "index.html", "old", "gone.html", "x", NULL));
	assert_true(folder_make(output.root, ".vitrina/stage"));
	output_plant(&output, ".vitrina/stage/index.html", "promised");
	output_plant(&output, ".vitrina/journal", "vitrina journal 1\ngone.html\n../outside\n");
	publish_abandon(publish_open(str_of(output.path), diag));
	output_expect(&output, "index.html", "old");
	assert_true(output_has(&output, "gone.html"));
	assert_true(folder_make(output.root, ".vitrina/stage"));
	output_plant(&output, ".vitrina/stage/index.html", "promised");
	output_plant(&output, ".vitrina/journal", "vitrina journal 1\ngone.html\n../outside\nend\n");
	publish_abandon(publish_open(str_of(output.path), diag));
	output_expect(&output, "index.html", "promised");
	assert_false(output_has(&output, "gone.html"));
}

static void mistrusts_a_list_that_was_edited(void **state)
{
	struct publish_counts counts;

	(void)state;
	assert_true(publish_files(&counts, "index.html", "old", NULL));
	assert_true(folder_remove(output.root, "SHA256SUMS"));
	output_plant(&output, "SHA256SUMS", "what is this\n");
	assert_false(publish_files(&counts, "index.html", "new", NULL));
	expect_rule("damaged-sums", DIAG_FAILURE);
	output_expect(&output, "index.html", "old");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(touches_only_what_changed, start, stop),
		cmocka_unit_test_setup_teardown(streams_are_files_like_others, start, stop),
		cmocka_unit_test_setup_teardown(leaves_what_is_not_ours, start, stop),
		cmocka_unit_test_setup_teardown(refuses_a_folder_of_others, start, stop),
		cmocka_unit_test_setup_teardown(goes_through_no_link, start, stop),
		cmocka_unit_test_setup_teardown(refuses_paths_that_leave, start, stop), cmocka_unit_test_setup_teardown(abandons, start, stop),
		cmocka_unit_test_setup_teardown(one_at_a_time, start, stop), cmocka_unit_test_setup_teardown(completes_a_promise, start, stop),
		cmocka_unit_test_setup_teardown(mistrusts_a_list_that_was_edited, start, stop) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
