/* The formats that are text: what stands in the file. The others are read back by other programs in tests/suites/formats.sh. */
#include "made_format.h"

#define BOM "\xef\xbb\xbf"

static void csv_as_published(void **state)
{
	(void)state;
	assert_file(&format_csv, "*a b:number", "a,b\nx,098.610\n\"y,\"\"z\",\n", "a,b\nx,098.610\n\"y,\"\"z\",\n");
	assert_file(&format_csv, "a", "a\n\"\"\nx\n", "a\n\"\"\nx\n");
}

static void ndjson_is_a_row_a_line(void **state)
{
	(void)state;
	assert_file(&format_ndjson, "*a b:number c:boolean d:date", "a,b,c,d\nx,98.610,true,2013-01-02\n\"y\ny\",,,\n",
		"{\"a\":\"x\",\"b\":98.610,\"c\":true,\"d\":\"2013-01-02\"}\n{\"a\":\"y\\ny\",\"b\":null,\"c\":null,\"d\":null}\n");
	assert_file(&format_ndjson, "*a", "a\n", "");
}

static void json_numbers_keep_their_digits(void **state)
{
	(void)state;
	assert_file(&format_json, "*a b:number", "a,b\nx,1234567890123456789012345678901234567890.10\n",
		"{\n\"t\": [\n{\"a\":\"x\",\"b\":1234567890123456789012345678901234567890.10}\n]\n}\n");
}

/* What a spreadsheet program would take for something else, and what it would not. */
static void excel_tells_texts_apart(void **state)
{
	static const char *const cells[][2] = {
		{ "word", "word" }, { "pue-2013-01", "pue-2013-01" }, { "007", "\"=\"\"007\"\"\"" }, { "3-4", "\"=\"\"3-4\"\"\"" },
		{ "1E5", "\"=\"\"1E5\"\"\"" }, { "2013-12", "\"=\"\"2013-12\"\"\"" }, { "3-ene", "\"=\"\"3-ene\"\"\"" },
		{ "MAR1", "\"=\"\"MAR1\"\"\"" }, { "10 am", "\"=\"\"10 am\"\"\"" }, { "-5", "\"=\"\"-5\"\"\"" }, { "+52 55", "\"=\"\"+52 55\"\"\"" },
		{ "TRUE", "\"=\"\"TRUE\"\"\"" }, { "=1+1", "\"'=1+1\"" }, { "@SUM(A1)", "\"'@SUM(A1)\"" }, { "-x", "\"'-x\"" }, { "+x", "\"'+x\"" },
		{ "'90s", "\"''90s\"" }, { "#x", "#x" }, { "=\"\"a\"\"", "\"'=\"\"a\"\"\"" }, { "a,b", "\"a,b\"" }, { "a;b", "\"a;b\"" },
		{ "ñandú", "ñandú" }, { "e", "e" }, { "-", "\"'-\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		char csv[100], wanted[100];

		snprintf(csv, sizeof csv, "a\n\"%s\"\n", cells[i][0]);
		snprintf(wanted, sizeof wanted, BOM "a\r\n%s\r\n", cells[i][1]);
		assert_file(&format_excel, "a", csv, wanted);
	}
}

static void excel_leaves_numbers_and_days(void **state)
{
	(void)state;
	assert_file(&format_excel, "*k:integer n:number d:date m:yearmonth", "k,n,d,m\n1,-98.610,2013-01-02,2013-12\n2,1234567890123456,,\n",
		BOM "k,n,d,m\r\n1,-98.610,2013-01-02,\"=\"\"2013-12\"\"\"\r\n2,\"=\"\"1234567890123456\"\"\",,\r\n");
}

static void formats_are_found_by_name(void **state)
{
	struct made made = made_new();
	struct mention names[] = { { STR("json"), { .path = STR("portal.yaml"), .line = 3 } },
		{ STR("cvs"), { .path = STR("portal.yaml"), .line = 4 } } };
	size_t count;

	(void)state;
	assert_ptr_equal(format_find(STR("excel")), &format_excel);
	assert_null(format_find(STR("excel.csv")));
	assert_ptr_equal(formats_named(made.arena, (struct mentions){ names, 1 }, false, &count, made.diag)[0], &format_json);
	assert_int_equal(count, 1);
	formats_named(made.arena, (struct mentions){ names, 0 }, false, &count, made.diag);
	assert_int_equal(count, 0);
	formats_named(made.arena, (struct mentions){ 0 }, false, &count, made.diag);
	assert_int_equal(count, format_count);
	made_silent(&made);
	formats_named(made.arena, (struct mentions){ names, 2 }, false, &count, made.diag);
	made_tells(&made, "portal.yaml:4: error: there is no format 'cvs' [export-format]");
	made_tells(&made, "did you mean 'csv'?");
	made_free(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_as_published),
		cmocka_unit_test(ndjson_is_a_row_a_line),
		cmocka_unit_test(json_numbers_keep_their_digits),
		cmocka_unit_test(excel_tells_texts_apart),
		cmocka_unit_test(excel_leaves_numbers_and_days),
		cmocka_unit_test(formats_are_found_by_name),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
