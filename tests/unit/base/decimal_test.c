/* Decimals against tests/cases/decimal.txt's kind of truth: small tables here, since every row is one line. */
#include "base/decimal.h"

#include "base/arena.h"
#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct arena *arena;
static struct buf out;

static struct decimal read_plain(const char *text)
{
	struct decimal d = { 0 };
	size_t wrong;

	if (!decimal_read(arena, str_of(text), NULL, &d, &wrong))
		fail_msg("'%s' is not read", text);
	return d;
}

static void expect(struct decimal d, const char *text)
{
	buf_reset(&out);
	decimal_write(&out, d);
	buf_byte(&out, '\0');
	assert_string_equal(out.at, text);
}

static void reads_and_writes(void **state)
{
	static const char *const table[][2] = {
		{ "0", "0" }, { "-0.50", "-0.50" }, { "007.10", "7.10" }, { ".5", "0.5" }, { "+4.60", "4.60" }, { "1e2", "100" },
		{ "1.50e1", "15.0" }, { "12E-3", "0.012" }, { "1.5e3", "1500" }, { "9223372036854775807", "9223372036854775807" },
		{ "-9223372036854775808", "-9223372036854775808" }, { "9223372036854775808", "9223372036854775808" },
		{ "123456789012345678901234567890.123", "123456789012345678901234567890.123" }, { "0.000", "0.000" },
		{ "1e30", "1000000000000000000000000000000" }, { "-98765432109876543210", "-98765432109876543210" },
		{ "5.", "5" }, { "1000000000000000000000", "1000000000000000000000" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		expect(read_plain(table[i][0]), table[i][1]);
}

static void refuses(void **state)
{
	static const struct { const char *text; size_t wrong; } table[] = {
		{ "", 0 }, { "-", 1 }, { "3,5", 1 }, { "12a", 2 }, { "1.2.3", 3 }, { "1e", 1 }, { " 1", 0 }, { "1e999999999", 1 }, { ".", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct decimal d;
		size_t wrong;

		assert_false(decimal_read(arena, str_of(table[i].text), NULL, &d, &wrong));
		assert_int_equal(wrong, table[i].wrong);
	}
}

static void reads_forms(void **state)
{
	struct decimal_form spanish = { .point = ',', .group = STR(".") };
	struct decimal_form money = { .point = '.', .group = STR(","), .ornate = true };
	struct decimal d;
	size_t wrong;

	(void)state;
	assert_true(decimal_read(arena, STR("1.022,50"), &spanish, &d, &wrong));
	expect(d, "1022.50");
	assert_true(decimal_read(arena, STR("$ 1,022.00 MXN"), &money, &d, &wrong));
	expect(d, "1022.00");
	assert_true(decimal_read(arena, STR("98.61%"), &money, &d, &wrong));
	expect(d, "98.61");
	assert_true(decimal_read(arena, STR("35 euros"), &money, &d, &wrong));
	expect(d, "35");
	assert_false(decimal_read(arena, STR("12 34"), &money, &d, &wrong));
	assert_false(decimal_read(arena, STR("1,022"), NULL, &d, &wrong));
}

static void computes(void **state)
{
	(void)state;
	expect(decimal_add(arena, read_plain("9223372036854775807"), read_plain("0.01")), "9223372036854775807.01");
	expect(decimal_subtract(arena, read_plain("9223372036854775808"), read_plain("1")), "9223372036854775807");
	expect(decimal_multiply(arena, read_plain("4294967296.5"), read_plain("-4294967296")), "-18446744075857035264.0");
	expect(decimal_negate(arena, read_plain("-9223372036854775808")), "9223372036854775808");
	expect(decimal_divide(arena, read_plain("1"), read_plain("4")), "0.25");
	expect(decimal_divide(arena, read_plain("100"), read_plain("10")), "10");
	expect(decimal_divide(arena, read_plain("1"), read_plain("3")), "0.3333333333333333333333333333333333333333");
	expect(decimal_divide(arena, read_plain("-2"), read_plain("3")), "-0.6666666666666666666666666666666666666667");
	expect(decimal_divide(arena, read_plain("1.000"), read_plain("0.02")), "50.0");
	expect(decimal_divide(arena, read_plain("0"), read_plain("7")), "0");
	expect(decimal_round(arena, decimal_multiply(arena, decimal_divide(arena, read_plain("98.61"), read_plain("94")), read_plain("100")), 2,
		       DECIMAL_HALF_UP), "104.90");
}

static void rounds(void **state)
{
	static const struct { const char *text; uint32_t places; enum decimal_rounding how; const char *result; } table[] = {
		{ "2.5", 0, DECIMAL_HALF_UP, "3" }, { "2.5", 0, DECIMAL_HALF_EVEN, "2" }, { "3.5", 0, DECIMAL_HALF_EVEN, "4" },
		{ "-2.5", 0, DECIMAL_HALF_UP, "-3" }, { "2.49", 0, DECIMAL_HALF_UP, "2" }, { "2.99", 0, DECIMAL_DOWN, "2" },
		{ "1", 3, DECIMAL_HALF_UP, "1.000" }, { "123456789012345678901.5", 0, DECIMAL_HALF_EVEN, "123456789012345678902" },
		{ "0.0000000000000000000000005", 2, DECIMAL_HALF_UP, "0.00" }, { "-0.005", 2, DECIMAL_HALF_UP, "-0.01" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		expect(decimal_round(arena, read_plain(table[i].text), table[i].places, table[i].how), table[i].result);
}

static void compares(void **state)
{
	int64_t whole;

	(void)state;
	assert_int_equal(decimal_compare(read_plain("1.0"), read_plain("1")), 0);
	assert_true(decimal_compare(read_plain("1e40"), read_plain("2")) > 0);
	assert_true(decimal_compare(read_plain("-1e40"), read_plain("-2")) < 0);
	assert_true(decimal_whole(read_plain("3.000")));
	assert_false(decimal_whole(read_plain("3.001")));
	assert_true(decimal_integer(read_plain("22.00"), &whole));
	assert_int_equal(whole, 22);
	assert_false(decimal_integer(read_plain("9223372036854775808"), &whole));
	assert_int_equal(decimal_sign(read_plain("-0.0")), 0);
}

/* Division undone by multiplication, over many pairs. */
static void divides_back(void **state)
{
	uint64_t seed = 7;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		int64_t a, b;
		struct decimal product;

		seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
		a = (int64_t)(seed >> 20) - (INT64_C(1) << 43);
		b = (int64_t)(seed & 0xFFFFF) + 1;
		product = decimal_multiply(arena, decimal_scaled(a, 3), decimal_scaled(b, 2));
		assert_int_equal(decimal_compare(decimal_divide(arena, product, decimal_scaled(b, 2)), decimal_scaled(a, 3)), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_and_writes), cmocka_unit_test(refuses), cmocka_unit_test(reads_forms), cmocka_unit_test(computes),
		cmocka_unit_test(rounds), cmocka_unit_test(compares), cmocka_unit_test(divides_back),
	};
	int failed;

	arena = arena_new();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(arena);
	buf_clear(&out);
	return failed;
}
