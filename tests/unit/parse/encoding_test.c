/* Encodings: tests/cases/encodings.txt, and that no encoding changes what is read. */
#include "parse/encoding.h"

#include "cases.h"

#include <unicode/ucnv.h>

static void case_parse(const struct one_case *one, struct arena *arena, struct buf *out, struct diag *diag)
{
	struct str bytes = buf_str(&one->input), declared = STR("");
	struct encoding_text text;

	(void)arena;
	case_option(one, "encoding=", &declared);
	if (!encoding_read(bytes, STR("t.csv"), declared, &text, diag))
		return;
	assert_true(text.held || text.text.at == bytes.at);
	assert_int_equal(utf8_check(text.text), text.text.len);
	for (size_t i = 0; i < text.text.len; i++)
		if (text.text.at[i] == '\r')
			buf_add(out, STR("␍"));
		else
			buf_byte(out, text.text.at[i]);
	memory_free(text.held);
}

static void table(void **state)
{
	(void)state;
	cases_run("tests/cases/encodings.txt");
}

static struct buf encode(const char *name, struct str text)
{
	UErrorCode status = U_ZERO_ERROR;
	struct buf out = { 0 };

	buf_reserve(&out, text.len * 4 + 16);
	out.len = (size_t)ucnv_convert(name, "UTF-8", out.at, (int32_t)out.capacity, text.at, (int32_t)text.len, &status);
	assert_true(U_SUCCESS(status));
	return out;
}

/* Long enough that characters lie across the steps of a conversion. */
static void back_and_forth(void **state)
{
	static const char *const names[] = { "UTF-16LE", "UTF-16BE", "UTF-16", "windows-1252", "ISO-8859-1", "ISO-8859-15", "macintosh" };
	struct diag *diag = diag_new(LANG_EN);
	struct buf source = { 0 };

	(void)state;
	for (int i = 0; i < 30000; i++)
		buf_printf(&source, "%d,Educación,\"Ñandú\nniñez\"\r\n", i);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct buf bytes = encode(names[i], buf_str(&source));
		struct encoding_text text;
		size_t mark;

		assert_true(encoding_read(buf_str(&bytes), STR("t.csv"), str_of(names[i]), &text, diag));
		mark = str_starts(text.text, STR("\xEF\xBB\xBF")) ? 3 : 0;
		assert_true(str_equal(str_after(text.text, mark), buf_str(&source)));
		memory_free(text.held);
		buf_clear(&bytes);
	}
	assert_int_equal(diag_worst(diag), DIAG_NONE);
	buf_clear(&source);
	diag_free(diag);
}

static void names(void **state)
{
	static const struct { const char *name; bool known; const char *near; } cases[] = {
		{ "utf-8", true, "" }, { "UTF8", true, "" }, { "latin1", true, "" }, { "cp1252", true, "" }, { "windows-1252", true, "" },
		{ "window-1252", false, "windows-1252" }, { "utf-7", false, "utf-8" },
		{ "ISO-2022-JP", false, "" }, { "", false, "" }, { "zz", false, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str near;

		assert_int_equal(encoding_known(str_of(cases[i].name), &near), cases[i].known);
		assert_true(str_equal(near, str_of(cases[i].near)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table),
		cmocka_unit_test(back_and_forth),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
