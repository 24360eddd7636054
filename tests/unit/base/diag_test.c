/* The same fault on many pages is one message; what is told with it does not depend on who met it first. */
#include "base/diag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

static void meet(struct diag *diag, uint64_t order, const char *page, const char *from)
{
	diag_while(diag, order, str_of(page));
	diag_error(diag, (struct place){ .path = STR("partials/a.html"), .line = 3 }, "test", "'%d' is wrong", "'%d' está mal", 7);
	diag_context(diag, "included from %s", "incluido desde %s", from);
}

static void expect_lowest(struct diag *diag)
{
	size_t count;
	const struct diag_message *const *messages = diag_messages(diag, &count);

	assert_int_equal(count, 1);
	assert_int_equal(messages[0]->count, 3);
	assert_true(str_equal(messages[0]->making, STR("/b/")));
	assert_true(str_equal(messages[0]->context, STR("included from b.html:2")));
}

static void told_of_the_lowest(void **state)
{
	static const struct { uint64_t order; const char *page, *from; } pages[] = {
		{ 5, "/a/", "a.html:1" }, { 2, "/b/", "b.html:2" }, { 9, "/c/", "c.html:3" },
	};

	(void)state;
	for (int first = 0; first < 3; first++) {
		struct diag *diag = diag_new(LANG_EN);

		for (int i = 0; i < 3; i++)
			meet(diag, pages[(first + i) % 3].order, pages[(first + i) % 3].page, pages[(first + i) % 3].from);
		expect_lowest(diag);
		diag_free(diag);
	}
}

static void merged_in_any_order(void **state)
{
	(void)state;
	for (int turn = 0; turn < 2; turn++) {
		struct diag *one = diag_new(LANG_EN), *other = diag_new(LANG_EN), *all = diag_new(LANG_EN);

		meet(one, 5, "/a/", "a.html:1");
		meet(one, 9, "/c/", "c.html:3");
		meet(other, 2, "/b/", "b.html:2");
		diag_merge(all, turn ? one : other);
		diag_merge(all, turn ? other : one);
		expect_lowest(all);
		diag_free(one);
		diag_free(other);
		diag_free(all);
	}
}

static void number(struct diag *diag, uint32_t line, const char *field, const char *text)
{
	diag_error(diag, (struct place){ .path = STR("m.csv"), .line = line, .column = 3, .field = str_of(field) }, "not-a-number",
		"'%s' is not a number", "'%s' no es un número", text);
}

/* Prints with `most` and compares. */
static void expect_print(struct diag *diag, size_t most, const char *wanted)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	diag_print_view(diag, out, &(struct diag_view){ .most = most });
	fclose(out);
	assert_string_equal(text, wanted);
	free(text);
}

/* The same text in the same column is one message; another column, text, rule or file is another. */
static void folded_by_column(void **state)
{
	struct diag *diag = diag_new(LANG_EN);

	(void)state;
	for (uint32_t line = 2; line < 14; line++)
		number(diag, line, "a", "n/d");
	number(diag, 5, "b", "n/d");
	number(diag, 6, "b", "n/d");
	number(diag, 7, "a", "s/d");
	expect_print(diag, 0,
		"m.csv:2:3 (a): error: 'n/d' is not a number [not-a-number]\n"
		"   also in lines 3, 4, 5, 6, 7, 8, 9, 10 and 3 more\n"
		"m.csv:5:3 (b): error: 'n/d' is not a number [not-a-number]\n"
		"   also in line 6\n"
		"m.csv:7:3 (a): error: 's/d' is not a number [not-a-number]\n");
	diag_free(diag);
}

/* With a limit the worst are shown, in their order, and the rest is counted. */
static void worst_first(void **state)
{
	struct diag *diag = diag_new(LANG_ES);

	(void)state;
	diag_warning(diag, place_of(STR("a")), "blank-row", "w", "w");
	number(diag, 2, "a", "x");
	number(diag, 3, "a", "x");
	diag_note(diag, place_of(STR("z")), "print", "n", "n");
	expect_print(diag, 1,
		"m.csv:2:3 (a): error: 'x' no es un número [not-a-number]\n   también en la línea 3\n"
		"y 2 mensajes más, que no se muestran\n");
	expect_print(diag, 2,
		"a: aviso: w [blank-row]\nm.csv:2:3 (a): error: 'x' no es un número [not-a-number]\n   también en la línea 3\n"
		"y un mensaje más, que no se muestra\n");
	diag_free(diag);
}

/* More messages than are kept are still counted, by rule and file, whichever diag met them. */
static void tallied(void **state)
{
	struct diag *diag = diag_new(LANG_EN), *other = diag_new(LANG_EN);
	const struct diag_tally *const *tallies;
	size_t count;

	(void)state;
	for (uint32_t line = 1; line <= DIAG_KEPT + 50; line++)
		number(line % 2 ? diag : other, line, "a", "x");
	diag_warning(other, place_of(STR("m.csv")), "blank-row", "w", "w");
	diag_merge(diag, other);
	tallies = diag_tallies(diag, &count);
	assert_int_equal(count, 2);
	assert_string_equal(tallies[0]->rule, "not-a-number");
	assert_int_equal(tallies[0]->count, DIAG_KEPT + 50);
	assert_int_equal(tallies[1]->level, DIAG_WARNING);
	assert_int_equal(diag_count(diag, DIAG_ERROR), DIAG_KEPT + 50);
	diag_free(diag);
	diag_free(other);
}

static struct str decomposed(void *context, struct str path, uint32_t line)
{
	(void)context;
	(void)path;
	(void)line;
	return STR("a\xCC\x81" "b,x");
}

/* An accent written apart takes no room on the screen. */
static void caret_under_the_character(void **state)
{
	struct diag *diag = diag_new(LANG_EN);
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	(void)state;
	diag_error(diag, (struct place){ .path = STR("m"), .line = 1, .column = 5 }, "test", "t", "t");
	diag_print(diag, out, false, decomposed, NULL);
	fclose(out);
	assert_string_equal(text, "m:1:5: error: t [test]\n    1 | a\xCC\x81" "b,x\n      |    ^\n");
	free(text);
	diag_free(diag);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(told_of_the_lowest),
		cmocka_unit_test(merged_in_any_order),
		cmocka_unit_test(folded_by_column),
		cmocka_unit_test(worst_first),
		cmocka_unit_test(tallied),
		cmocka_unit_test(caret_under_the_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
