/* Every entry of the registry is whole, in order, and told in both languages. */
#include "check/rules.h"

#include "base/buf.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

typedef void each_fn(const struct rule *rule);

static void each(each_fn *see)
{
	size_t count;
	const struct rule_family *const *families = rules_families(&count);

	for (size_t f = 0; f < count; f++)
		for (size_t i = 0; i < families[f]->count; i++)
			see(&families[f]->rules[i]);
}

static void see_name(const struct rule *rule)
{
	const char *c = rule->name;

	assert_true(islower((unsigned char)*c));
	for (; *c; c++)
		assert_true(islower((unsigned char)*c) || isdigit((unsigned char)*c) || (*c == '-' && c[1] && c[1] != '-'));
	assert_true(rule->level > DIAG_NONE && rule->level <= DIAG_FAILURE);
	assert_ptr_equal(rule_find(str_of(rule->name)), rule); /* or the name is there twice */
}

static void names(void **state)
{
	(void)state;
	each(see_name);
}

static void see_texts(const struct rule *rule)
{
	for (int lang = LANG_EN; lang <= LANG_ES; lang++) {
		assert_true(rule->title[lang] && rule->means[lang] && rule->mend[lang]);
		assert_false(str_ends(str_of(rule->title[lang]), STR(".")));
		assert_true(str_ends(str_of(rule->means[lang]), STR(".")));
		assert_true(str_ends(str_of(rule->mend[lang]), STR(".")));
	}
	if (strcmp(rule->title[LANG_EN], rule->title[LANG_ES]) == 0)
		fail_msg("the title of %s is the same in both languages", rule->name);
	assert_string_not_equal(rule->means[LANG_EN], rule->means[LANG_ES]);
	assert_string_not_equal(rule->mend[LANG_EN], rule->mend[LANG_ES]);
}

static void texts(void **state)
{
	(void)state;
	each(see_texts);
}

static void in_order(void **state)
{
	size_t count;
	const struct rule_family *const *families = rules_families(&count);

	(void)state;
	for (size_t f = 0; f < count; f++)
		for (size_t i = 1; i < families[f]->count; i++)
			if (strcmp(families[f]->rules[i - 1].name, families[f]->rules[i].name) >= 0)
				fail_msg("%s stands after %s", families[f]->rules[i].name, families[f]->rules[i - 1].name);
}

static void nearest(void **state)
{
	(void)state;
	assert_null(rule_find(STR("not-a-dat")));
	assert_true(str_equal(rule_nearest(STR("not-a-dat")), STR("not-a-date")));
	assert_true(str_equal(rule_nearest(STR("foriegn-key")), STR("foreign-key")));
	assert_int_equal(rule_nearest(STR("x")).len, 0);
}

/* Long lines are broken at blanks; code stands as it is; Markdown's marks are escaped outside of code. */
static void printed(void **state)
{
	static const struct rule rule = { "some-rule", DIAG_WARNING, { "a `mark`", "una `marca`" },
		{ "Words and more words and more words and more words and more words and more words.", "Sí." },
		"a,b\n1,2", NULL, { "Mend <it>.", "Corrija." } };
	struct buf out = { 0 };

	(void)state;
	rule_explain(&out, &rule, LANG_EN);
	buf_byte(&out, '\0');
	assert_string_equal(out.at,
		"some-rule (warning): a `mark`\n\n"
		"Words and more words and more words and more words and more words and more\nwords.\n\n"
		"Wrong:\n    a,b\n    1,2\n\nMend <it>.\n");
	buf_reset(&out);
	rules_markdown(&out, LANG_ES);
	assert_true(str_search(buf_str(&out), STR("### not-a-date\n\n**una celda no es una fecha** (error)\n"), 0) < out.len);
	buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test(texts),
		cmocka_unit_test(in_order),
		cmocka_unit_test(nearest),
		cmocka_unit_test(printed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
