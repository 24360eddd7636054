/* The same fault on many pages is one message; what is told with it does not depend on who met it first. */
#include "base/diag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
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

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(told_of_the_lowest), cmocka_unit_test(merged_in_any_order) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
