#include "base/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void folds(const char *text, unsigned what, const char *wanted)
{
	struct buf out = { 0 };

	buf_add(&out, STR("1")); /* what stands before is no part of it */
	fold_add(&out, str_of(text), what);
	buf_byte(&out, '\0');
	assert_string_equal(out.at + 1, wanted);
	buf_clear(&out);
}

static void what_is_not_regarded_is_gone(void **state)
{
	(void)state;
	folds("", FOLD_ALL, "");
	folds("Nuevo León", FOLD_ALL, "nuevoleon");
	folds("NUEVO\xC2\xA0LEO\xCC\x81N\xE2\x80\x8B", FOLD_ALL, "nuevoleon");
	folds("Nuevo León", FOLD_CASE, "nuevo león");
	folds("Nuevo León", FOLD_ACCENTS, "Nuevo Leon");
	folds(" Nuevo\tLeón ", FOLD_BLANKS, "NuevoLeón");
	folds("Leo\xCC\x81n", 0, "León");
	folds("ÑANDÚ", FOLD_ALL, "nandu");
	folds("STRASSE", FOLD_ALL, "strasse");
	folds("Straße", FOLD_ALL, "strasse");
}

static void blanks_part_numbers(void **state)
{
	(void)state;
	folds("1 2", FOLD_ALL, "1 2");
	folds(" 1  2 ", FOLD_ALL, "1 2");
	folds("A 1", FOLD_ALL, "a1");
	folds("1 de 2", FOLD_ALL, "1de2");
	folds("2", FOLD_ALL, "2");
}

static void differs_in(const char *a, const char *b, const char *wanted)
{
	const char *en, *es;

	assert_true(fold_same(str_of(a), str_of(b), FOLD_ALL));
	fold_difference(str_of(a), str_of(b), &en, &es);
	assert_string_equal(en, wanted);
}

static void the_difference_is_told(void **state)
{
	(void)state;
	differs_in("Leo\xCC\x81n", "León", "how an accent is put on its letter");
	differs_in("León", "León ", "blanks or invisible characters");
	differs_in("León", "LEÓN", "letter case");
	differs_in("León", "Leon", "accents");
	differs_in("San Luis", "sanluis", "blanks and letter case");
	differs_in("San León", "SanLeon", "blanks and accents");
	differs_in("León", "LEON", "letter case and accents");
	differs_in("San León", "SANLEON", "blanks, letter case and accents");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_regarded_is_gone),
		cmocka_unit_test(blanks_part_numbers),
		cmocka_unit_test(the_difference_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
