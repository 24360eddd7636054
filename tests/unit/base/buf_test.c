/* Buffers: digits are what printf would write. */
#include "base/buf.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

static void digits_as_printf(void **state)
{
	static const uint64_t values[] = { 0, 1, 9, 10, 99, 100, 2024, 1000000007, UINT32_MAX, INT64_MAX, UINT64_MAX };
	struct buf out = { 0 };
	char expected[32];

	(void)state;
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		for (int width = 0; width <= 20; width++) {
			buf_reset(&out);
			buf_digits(&out, values[i], width);
			snprintf(expected, sizeof expected, "%0*" PRIu64, width ? width : 1, values[i]);
			assert_int_equal(out.len, strlen(expected));
			assert_memory_equal(out.at, expected, out.len);
		}
	buf_clear(&out);
}

static void keeps_what_it_held(void **state)
{
	struct buf out = { 0 };

	(void)state;
	for (int i = 0; i < 10000; i++) {
		buf_digits(&out, (uint64_t)i % 10, 1);
		buf_add(&out, STR("ab"));
		buf_byte(&out, 'c');
	}
	assert_int_equal(out.len, 40000);
	for (size_t i = 0; i < out.len; i += 4) {
		assert_int_equal(out.at[i], '0' + (int)(i / 4 % 10));
		assert_memory_equal(out.at + i + 1, "abc", 3);
	}
	buf_reset(&out);
	buf_add(&out, STR(""));
	buf_printf(&out, "%s-%d", "x", 7);
	assert_int_equal(out.len, 3);
	assert_memory_equal(out.at, "x-7", 3);
	buf_clear(&out);
	assert_null(out.at);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(digits_as_printf), cmocka_unit_test(keeps_what_it_held) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
