/* Two paths that would be one file on somebody's disk are one claim. */
#include "page/claims.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

static void first_come(void **state)
{
	struct arena *arena = arena_new();
	struct claims *claims = claims_new(arena);

	(void)state;
	assert_int_equal(claims_find(claims, STR("/a/")), CLAIM_NONE);
	assert_int_equal(claims_add(claims, STR("/a/"), 7), CLAIM_NONE);
	assert_int_equal(claims_add(claims, STR("/a/"), 8), 7);
	assert_int_equal(claims_find(claims, STR("/a/")), 7);
	assert_int_equal(claims_find(claims, STR("/a")), CLAIM_NONE);
	arena_free(arena);
}

static void alike_counts_as_one(void **state)
{
	static const char *const alike[][2] = {
		{ "/datos/Metas.csv", "/datos/metas.csv" },
		{ "/ni\xC3\xB1os/", "/nin\xCC\x83os/" }, /* composed and decomposed */
		{ "/\xC3\x91/", "/\xC3\xB1/" },
		{ "/stra\xC3\x9F" "e/", "/STRASSE/" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) {
		struct arena *arena = arena_new();
		struct claims *claims = claims_new(arena);

		assert_int_equal(claims_add(claims, str_of(alike[i][0]), 1), CLAIM_NONE);
		if (claims_add(claims, str_of(alike[i][1]), 2) != 1)
			fail_msg("'%s' and '%s' are two", alike[i][0], alike[i][1]);
		arena_free(arena);
	}
}

static void many(void **state)
{
	enum { COUNT = 20000 };
	struct arena *arena = arena_new();
	struct claims *claims = claims_new(arena);
	char path[32];

	(void)state;
	for (uint32_t i = 0; i < COUNT; i++) {
		snprintf(path, sizeof path, "/metas/m-%u/", i);
		assert_int_equal(claims_add(claims, str_of(path), i), CLAIM_NONE);
	}
	for (uint32_t i = 0; i < COUNT; i += 101) {
		snprintf(path, sizeof path, "/METAS/m-%u/", i);
		assert_int_equal(claims_find(claims, str_of(path)), i);
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(first_come), cmocka_unit_test(alike_counts_as_one), cmocka_unit_test(many) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
