/* Made files in a folder that people work in: all or none, and nothing of theirs written over in silence. */
#include "publish/deposit.h"

#include "output.h"

#include <string.h>

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

/* Puts a.csv and b.csv. */
static bool put(const char *a, const char *b, bool force, struct deposit_counts *counts)
{
	struct deposit_file files[] = { { STR("a.csv"), str_of(a) }, { STR("b.csv"), str_of(b) } };
	struct deposit deposit = { .folder = str_of(output.path), .sums = STR("sums.sha256"), .files = files, .file_count = 2, .force = force };

	return deposit_put(&deposit, counts, diag);
}

static const char *last_rule(void)
{
	size_t count;
	const struct diag_message *const *messages = diag_messages(diag, &count);

	return count ? messages[count - 1]->rule : "";
}

static ino_t inode(const char *name)
{
	struct stat st = { 0 };

	fstatat(output.root, name, &st, 0);
	return st.st_ino;
}

static void puts_and_remembers(void **state)
{
	struct deposit_counts counts;
	ino_t a;

	(void)state;
	assert_true(put("x\n1\n", "y\n", false, &counts));
	assert_int_equal(counts.written, 2);
	output_expect(&output, "a.csv", "x\n1\n");
	output_expect(&output, "sums.sha256",
		"daff832f802000e645771a60983c76c963f6ee602a6230e45237bd360e91cc1a  a.csv\n"
		"3bb2abb69ebb27fbfe63c7639624c6ec5e331b841a5bc8c3ebc10b9285e90877  b.csv\n");
	a = inode("a.csv");
	assert_true(put("x\n1\n", "y\n2\n", false, &counts));
	assert_int_equal(counts.written, 1);
	assert_int_equal(counts.unchanged, 1);
	assert_true(inode("a.csv") == a);
	output_expect(&output, "b.csv", "y\n2\n");
}

static void refuses_what_it_did_not_make(void **state)
{
	struct deposit_counts counts;

	(void)state;
	output_plant(&output, "b.csv", "mine");
	assert_false(put("x\n", "y\n", false, &counts));
	assert_string_equal(last_rule(), "not-ours");
	output_expect(&output, "b.csv", "mine");
	assert_false(output_has(&output, "a.csv"));
	assert_false(output_has(&output, "sums.sha256"));
	assert_true(put("x\n", "mine", false, &counts)); /* the same bytes harm nobody */
	assert_true(put("x\n", "y\n", false, &counts));
}

static void refuses_what_was_changed(void **state)
{
	struct deposit_counts counts;

	(void)state;
	assert_true(put("x\n", "y\n", false, &counts));
	unlinkat(output.root, "a.csv", 0);
	output_plant(&output, "a.csv", "x\nby hand\n");
	assert_false(put("x\n2\n", "y\n2\n", false, &counts));
	assert_string_equal(last_rule(), "changed-by-hand");
	output_expect(&output, "a.csv", "x\nby hand\n");
	output_expect(&output, "b.csv", "y\n");
	assert_true(put("x\n2\n", "y\n2\n", true, &counts));
	output_expect(&output, "a.csv", "x\n2\n");
}

static void what_a_crash_left_is_no_hindrance(void **state)
{
	struct deposit_counts counts;

	(void)state;
	output_plant(&output, ".a.csv.vitrina", "half");
	assert_true(put("x\n", "y\n", false, &counts));
	output_expect(&output, "a.csv", "x\n");
	assert_false(output_has(&output, ".a.csv.vitrina"));
}

static void links_and_folders_stay(void **state)
{
	struct deposit_counts counts;

	(void)state;
	assert_int_equal(symlinkat("/dev/null", output.root, "a.csv"), 0);
	assert_int_equal(mkdirat(output.root, "b.csv", 0755), 0);
	assert_false(put("x\n", "y\n", true, &counts));
	assert_string_equal(last_rule(), "file-in-the-way");
	assert_int_equal(diag_count(diag, DIAG_ERROR), 2);
}

static void tells_what_is_left(void **state)
{
	struct deposit_file file = { STR("a.csv"), STR("x\n") };
	struct deposit_origin origin = { STR("fuentes/a.tsv"), STR("0123456789012345678901234567890123456789012345678901234567890123") };
	struct deposit deposit = { .folder = str_of(output.path), .sums = STR("sums.sha256"), .files = &file, .file_count = 1, .origins = &origin,
		.origin_count = 1 };
	struct deposit_counts counts;

	(void)state;
	assert_true(put("x\n", "y\n", false, &counts));
	assert_true(deposit_put(&deposit, &counts, diag));
	assert_string_equal(last_rule(), "left-over");
	output_expect(&output, "b.csv", "y\n");
	assert_true(deposit_put(&deposit, &counts, diag)); /* and is told once only */
	assert_int_equal(diag_count(diag, DIAG_NOTE), 1);
}

static void damaged_sums_trust_nothing(void **state)
{
	struct deposit_counts counts;

	(void)state;
	output_plant(&output, "sums.sha256", "x\n\n  a.csv\n\xFF\n");
	output_plant(&output, "a.csv", "old");
	assert_false(put("x\n", "y\n", false, &counts));
	assert_string_equal(last_rule(), "not-ours");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(puts_and_remembers, start, stop), cmocka_unit_test_setup_teardown(refuses_what_it_did_not_make,
			start, stop),
		cmocka_unit_test_setup_teardown(refuses_what_was_changed, start, stop),
		cmocka_unit_test_setup_teardown(what_a_crash_left_is_no_hindrance, start, stop),
		cmocka_unit_test_setup_teardown(links_and_folders_stay, start, stop), cmocka_unit_test_setup_teardown(tells_what_is_left, start,
		stop),
		cmocka_unit_test_setup_teardown(damaged_sums_trust_nothing, start, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
