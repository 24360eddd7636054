/* Values: tests/cases/values.txt, and what a table of texts can't say. */
#include "model/value.h"

#include "base/arena.h"
#include "base/buf.h"
#include "model/load_package.h"
#include "model/moment.h"
#include "model/pattern.h"
#include "parse/settings.h"

#include <pthread.h>
#include "cases.h"

struct fixture {
	struct arena *arena;
	struct diag *diag;
	struct schema schema;
};

static struct fixture fixture_new(enum lang lang)
{
	return (struct fixture){ .arena = arena_new(), .diag = diag_new(lang) };
}

static void fixture_end(struct fixture *f)
{
	schema_end(&f->schema);
	diag_free(f->diag);
	arena_free(f->arena);
}

/* A field as a descriptor has it, read as descriptors are. */
static const struct field *field_of(struct fixture *f, struct str definition)
{
	const char *separator = definition.len > 2 ? ", " : "";
	struct str text = arena_printf(f->arena, "{fields: [{name: f%s%.*s]}", separator,
		(int)definition.len - 1, definition.at + 1);
	struct setting *s = settings_read(f->arena, text, STR("schema"), 1, f->diag);

	schema_end(&f->schema);
	if (!s || !load_schema(f->arena, s, s, STR("es"), &f->schema, f->diag))
		return NULL;
	return &f->schema.fields[0];
}

static struct str unescape(struct arena *arena, struct str s)
{
	struct buf out = { 0 };
	struct str text;

	for (size_t i = 0; i < s.len; i++) {
		char next = s.at[i] == '\\' && i + 1 < s.len ? s.at[i + 1] : '\0';

		if (next == 'n')
			buf_byte(&out, '\n');
		else if (next == 's')
			buf_byte(&out, ' ');
		else if (next == 'x')
			buf_add(&out, STR("\xC2\xA0"));
		else
			buf_byte(&out, s.at[i]);
		i += next == 'n' || next == 's' || next == 'x';
	}
	text = arena_copy(arena, buf_str(&out));
	buf_clear(&out);
	return text;
}

/* What came of a text: its canonical form, or the message in the form of the cases. */
static struct str result_of(struct fixture *f, const struct field *field, struct str text)
{
	struct place at = { .path = STR("cell"), .line = 1, .column = 1, .width = 1 };
	struct value value;
	struct buf out = { 0 };
	size_t count;
	const struct diag_message *message;
	struct str copy;

	if (value_read(f->arena, field, text, at, &value, f->diag) && value_check(f->arena, field, &value, at,
		f->diag)) {
		value_write(&out, &value);
	} else {
		message = diag_messages(f->diag, &count)[0];
		buf_printf(&out, "!%u %s: %.*s", message->at.column, message->rule, STR_ARG(message->text));
		if (message->advice.len)
			buf_printf(&out, " > %.*s", STR_ARG(message->advice));
	}
	copy = arena_copy(f->arena, buf_str(&out));
	buf_clear(&out);
	return copy;
}

static void run_case(struct str line, struct buf *got, struct str *wanted)
{
	struct fixture f = fixture_new(LANG_EN);
	const struct field *field = field_of(&f, case_part(&line));
	struct str text = STR("");

	if (str_starts(line, STR("| ")))
		line = str_after(line, 2);
	else
		text = unescape(f.arena, case_part(&line));
	if (field)
		buf_add(got, result_of(&f, field, text));
	else
		case_messages(f.diag, got);
	*wanted = line;
	fixture_end(&f);
}

static void cases(void **state)
{
	(void)state;
	assert_true(cases_run("tests/cases/values.txt", run_case) > 100);
}

static void in_spanish(void **state)
{
	struct fixture f = fixture_new(LANG_ES);
	struct str got = result_of(&f, field_of(&f, STR("{type: number}")), STR("3,5"));

	(void)state;
	assert_true(str_equal(got, STR("!2 decimal-mark: '3,5' tiene ',' como signo decimal; escriba 3.5"
		" > si toda la columna está escrita así, declare en el descriptor: decimalChar: \",\"")));
	fixture_end(&f);
}

static void days_and_back(void **state)
{
	struct moment last = { .year = -4801, .month = 12, .day = 31 };

	(void)state;
	assert_int_equal(moment_days(&(struct moment){ .year = 1970, .month = 1, .day = 1 }), 0);
	assert_int_equal(moment_days(&(struct moment){ .year = 2013, .month = 1, .day = 2 }), 15707);
	for (int64_t days = moment_days(&last) + 1; days < 3000000; days++) {
		struct moment now = moment_of_days(days);

		if (moment_days(&now) != days || moment_compare(&last, &now) >= 0 || now.day > 31 ||
			now.month < 1 || now.month > 12)
			fail_msg("day %lld is %d-%u-%u", (long long)days, (int)now.year, now.month, now.day);
		if (now.day != last.day + 1 && (now.day != 1 || last.day < 28))
			fail_msg("after %d-%u-%u comes %d-%u-%u", (int)last.year, last.month, last.day,
				(int)now.year, now.month, now.day);
		last = now;
	}
}

static void values_compare(void **state)
{
	static const struct { const char *type, *less, *more; } table[] = {
		{ "{type: integer}", "-10", "9" }, { "{type: number}", "9.99", "10" }, { "{type: number}",
			"-1.5", "-1.49" },
		{ "{type: boolean}", "false", "true" }, { "{type: date}", "-0044-03-15", "0001-01-01" },
		{ "{type: datetime}", "2013-01-01T00:30:00+01:00", "2013-01-01T00:00:00Z" }, { "{type: time}",
		"09:00:00", "10:00:00" },
		{ "{type: yearmonth}", "2012-12", "2013-01" }, { "{type: year}", "-0044", "0044" },
		{ "{type: string}", "a", "b" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct fixture f = fixture_new(LANG_EN);
		const struct field *field = field_of(&f, str_of(table[i].type));
		struct value a = value_get(f.arena, field, str_of(table[i].less)), b = value_get(f.arena, field,
			str_of(table[i].more));

		assert_true(value_compare(&a, &b) < 0);
		assert_true(value_compare(&b, &a) > 0);
		assert_int_equal(value_compare(&a, &a), 0);
		fixture_end(&f);
	}
}

/* The quick way and ICU's must agree; a group hides a pattern from the quick way. */
static void patterns_agree(void **state)
{
	static const char *const patterns[] = { "^[a-c][a-c0-1-]*$", "a?b?c?", "a*b*c*", "a{2}b{0,2}",
		"[ab]{1,3}-?", "a+b*c?0+", "^$", "[-a]*",
		"\\d{1,2}", "a{2,}", "[^a]b", ".a", "a|b", "[a-b&&[a]]", "[ab]?a?b*a{0,3}", "\\-a", "[a\\-]+",
		"a*?b", "[c-]a", "(a-)?b" };
	static const char letters[] = "abc01-";
	struct arena *arena = arena_new();
	uint32_t seed = 12345;

	(void)state;
	for (size_t p = 0; p < sizeof patterns / sizeof *patterns; p++) {
		struct str inner = str_of(patterns[p]);
		size_t wrong, fitting = 0;
		struct pattern *quick = pattern_new(arena, inner, &wrong);
		struct pattern *slow = pattern_new(arena, arena_printf(arena, "(?:%s)", patterns[p]), &wrong);

		assert_non_null(quick);
		assert_non_null(slow);
		for (int i = 0; i < 3000; i++) {
			char text[8];
			size_t len = (seed >> 16) % 8;

			for (size_t j = 0; j < len; j++) {
				seed = seed * 1103515245u + 12345u;
				text[j] = letters[(seed >> 16) % 6];
			}
			seed = seed * 1103515245u + 12345u;
			if (pattern_match(quick, str_from(text, len)) != pattern_match(slow, str_from(text, len)))
				fail_msg("%s and '%.*s'", patterns[p], (int)len, text);
			fitting += pattern_match(slow, str_from(text, len)) == PATTERN_FITS;
		}
		assert_true(fitting > 0);
		pattern_end(quick);
		pattern_end(slow);
	}
	arena_free(arena);
}

static void *match_much(void *context)
{
	const struct pattern *pattern = context;
	uintptr_t wrong = 0;

	for (int i = 0; i < 2000; i++) {
		wrong += pattern_match(pattern, STR("Ñandú")) != PATTERN_FITS;
		wrong += pattern_match(pattern, STR("ñandú")) != PATTERN_DIFFERS;
	}
	return (void *)wrong;
}

static void patterns_in_threads(void **state)
{
	struct arena *arena = arena_new();
	size_t wrong;
	struct pattern *pattern = pattern_new(arena, STR("\\p{Lu}\\w+"), &wrong);
	pthread_t threads[12];

	(void)state;
	for (int i = 0; i < 12; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, match_much, pattern), 0);
	for (int i = 0; i < 12; i++) {
		void *faults;

		pthread_join(threads[i], &faults);
		assert_null(faults);
	}
	pattern_end(pattern);
	arena_free(arena);
}

static void bad_patterns(void **state)
{
	static const char *const patterns[] = { "[", "(", "a{2,1}", "*a", "\\", "(?<n", "[z-a]" };
	struct arena *arena = arena_new();
	size_t wrong;

	(void)state;
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
		assert_null(pattern_new(arena, str_of(patterns[i]), &wrong));
	arena_free(arena);
}

static void long_texts(void **state)
{
	struct fixture f = fixture_new(LANG_EN);
	struct buf text = { 0 };
	struct str got;

	(void)state;
	for (int i = 0; i < 1000000; i++)
		buf_byte(&text, 'x');
	got = result_of(&f, field_of(&f, STR("{type: date}")), buf_str(&text));
	assert_true(got.len < 300);
	got = result_of(&f, field_of(&f, STR("{type: string, constraints: {pattern: '(x|y)*z'}}")), buf_str(&text));
	assert_true(got.len < 300);
	buf_clear(&text);
	fixture_end(&f);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(cases), cmocka_unit_test(in_spanish), cmocka_unit_test(days_and_back),
			cmocka_unit_test(values_compare),
		cmocka_unit_test(patterns_agree), cmocka_unit_test(patterns_in_threads),
		cmocka_unit_test(bad_patterns), cmocka_unit_test(long_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
