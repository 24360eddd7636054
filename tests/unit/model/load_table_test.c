#include "made.h"

/* Reads one table and expects this in the messages; NULL: nothing at all. Returns the number of rows. */
static uint32_t reads(const char *fields, const char *match, const char *csv, const char *told)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "metas", fields);
	uint32_t rows;

	table->schema.fields_match = str_of(match);
	table->schema.exact_match = strcmp(match, "exact") == 0;
	made_load(&made, &csv);
	if (told)
		made_tells(&made, told);
	else
		made_silent(&made);
	rows = table_rows(table);
	made_free(&made);
	return rows;
}

static void headers_are_matched(void **state)
{
	(void)state;
	reads("*id a b", "exact", "id,a,b\n1,2,3\n", NULL);
	reads("*id a b", "exact", "id,b,a\n1,2,3\n",
		"metas.csv:1:4: error: column 2 is 'b', and the schema has 'a' there [header-order]");
	reads("*id a b", "exact", "id,a\n1,2\n", "metas.csv:1: error: the column 'b' is missing [header-missing]");
	reads("*id a b", "exact", "id,a,b,c\n1,2,3,4\n",
		"metas.csv:1:8: error: the column 'c' is not in the schema [header-unknown]");
	reads("*id meta b", "exact", "id,mteas,b\n1,2,3\n", "did you mean 'meta'?");
	reads("*id meta b", "exact", "id,meta ,b\n1,2,3\n", "there are blanks or invisible characters around the name; write 'meta'");
	reads("*id a b", "exact", "id,,b\n1,2,3\n", "metas.csv:1:4: error: column 2 has no name [header-blank]");
	reads("*id a b", "exact", "id,a,b,a\n1,2,3,4\n",
		"metas.csv:1:8: error: the column 'a' is there twice: as number 2 and as number 4");
	reads("*id a b", "equal", "b,id,a\n3,1,2\n", NULL);
	reads("*id a b", "equal", "b,id\n3,1\n", "'a' is missing");
	reads("*id a b", "subset", "b,id,x,a\n3,1,9,2\n", NULL);
	reads("*id a b", "subset", "b,id,x\n3,1,9\n", "'a' is missing");
	reads("*id a b", "subset", "b,id,,a\n3,1,9,2\n", "column 3 has no name");
	reads("*id a b", "superset", "b,id\n3,1\n", NULL);
	reads("*id a b", "superset", "b,id,x\n3,1,9\n", "'x' is not in the schema");
	reads("*id a b", "partial", "b,id,x\n3,1,9\n", NULL);
	assert_int_equal(reads("*id a b", "partial", "x,y\n3,1\n",
		"the first row is not the header: it names no field of the schema"), 0);
	assert_int_equal(reads("*id a b", "exact", "1;2;3\n3;1;4\n",
		"they were looked for between"), 0);
}

static void nothing_is_something(void **state)
{
	(void)state;
	reads("*id a", "exact", "", "metas.csv: error: the file is empty; a header row is needed [empty-file]");
	reads("*id a", "exact", "\xef\xbb\xbf", "the file is empty; a header row is needed");
	reads("*id a", "exact", "\n\n", "the file is empty; a header row is needed");
	assert_int_equal(reads("*id a", "exact", "id,a\n", NULL), 0);
	assert_int_equal(reads("*id a", "exact", "id,a", NULL), 0);
	assert_int_equal(reads("*id a", "exact", "\xef\xbb\xbfid,a\r\n1,2", NULL), 1);
	assert_int_equal(reads("*id a", "exact", "id,a\n\n1,2\n",
		"metas.csv:2: warning: the row is empty; it was passed over [blank-row]"), 1);
	assert_int_equal(reads("*id a", "exact", "id,a\n1,2\n,\n\n,\n", "metas.csv:3: warning: 3 empty rows from here on"), 1);
	assert_int_equal(reads("*id a", "exact", "id,a\n1,2\n\"\",\n",
		"metas.csv:3:1 (id): error: 'id' is empty, and must not be [required]"), 2);
	assert_int_equal(reads("*id", "exact", "id\n\n1\n", "metas.csv:2: warning: the row is empty"), 1);
}

static void rows_of_the_wrong_length(void **state)
{
	(void)state;
	assert_int_equal(reads("*id a v:number", "exact", "id,a,v\n1,2\n2,x,5\n",
		"metas.csv:2: error: the row has 2 fields, and the header has 3 [row-length]"), 2);
	reads("*id a v:number", "exact", "id,a,v\n1,2\n", "write a delimiter for each field, also for an empty one");
	reads("*id a v:number", "exact", "id,a,v\n1,Eventos, talleres,5\n",
		"a text that holds the delimiter must stand between quotes");
}

static void a_row_of_the_wrong_length_is_one_fault(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "metas", "*id a +v:number");

	(void)state;
	made_load(&made, (const char *[]){ "id,a,v\n1,Eventos, talleres,5\n2\n" });
	made_messages(&made);
	assert_int_equal(diag_count(made.diag, DIAG_ERROR), 2);
	assert_true(table->faulty);
	assert_false(table->incomplete);
	assert_text(table, 0, 0, "1");
	made_free(&made);
}

static void cells_are_checked(void **state)
{
	(void)state;
	reads("*id v:number", "exact", "id,v\na,1\nb,3x\n", "metas.csv:3:");
	reads("*id +v", "exact", "id,v\na,\n", "metas.csv:2:3 (v): error: 'v' is empty, and must not be [required]");
	reads("*id v:integer", "exact", "id,v\na,1\na2,007\n", NULL);
	reads("*id v:number", "exact", "id,v\na,-0.5\nb,.5\nc,1e2\nd,123456789012345678901234567890.5\n", NULL);
	reads("*id v:date", "exact", "id,v\na,2013-02-28\nb,2012-02-29\nc,2013-12-31\n", NULL);
	reads("*id v:date", "exact", "id,v\na,2013-02-30\n", "metas.csv:2:");
	reads("*id v:date", "exact", "id,v\na,2013-13-01\n", "metas.csv:2:");
	reads("*id v:yearmonth", "exact", "id,v\na,2013-00\n", "metas.csv:2:");
	reads("*id v:yearmonth", "exact", "id,v\na,2013-12\n", NULL);
	reads("*id v:year", "exact", "id,v\na,13\n", "metas.csv:2:");
	reads("*id v:number", "exact", "id,v\n\"á, \",1\n\"\xc3\xa9\n\",x1\n", "metas.csv:4:3 (v): error:");
}

static void set_bound(struct made *made, const struct field *field, struct bound *bound, const char *text)
{
	struct value *value = arena_new_of(made->arena, struct value);

	if (!text)
		return;
	*value = value_get(made->arena, field, str_of(text));
	*bound = (struct bound){ true, str_of(text), value };
}

static void bounds_are_checked_fast_and_right(void **state)
{
	const struct {
		const char *type, *least, *most, *text;
		bool right;
	} cases[] = {
		{ "v:number", "0", NULL, "0", true },
		{ "v:number", "0", NULL, "0.5", true },
		{ "v:number", "0", NULL, "-0.5", false },
		{ "v:number", "1", NULL, "0.99", false },
		{ "v:number", "0.5", NULL, "0.4", false },
		{ "v:number", "0.5", NULL, "0.6", true },
		{ "v:number", NULL, "100", "100", true },
		{ "v:number", NULL, "100", "100.00", true },
		{ "v:number", NULL, "100", "100.01", false },
		{ "v:number", NULL, "100", "99.99", true },
		{ "v:number", NULL, "100", "1000000000000000000000", false },
		{ "v:integer", "1", "12", "0", false },
		{ "v:integer", "1", "12", "12", true },
		{ "v:integer", "1", "12", "13", false },
		{ "v:integer", "-5", NULL, "-5", true },
		{ "v:integer", "-5", NULL, "-6", false },
		{ "v:date", "2013-01-01", NULL, "2012-12-31", false },
		{ "v:date", "2013-01-01", NULL, "2013-01-01", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct made made = made_new();
		struct table *table = made_table(&made, "metas", cases[i].type);
		struct str text;

		set_bound(&made, &table->schema.fields[0], &table->schema.fields[0].minimum, cases[i].least);
		set_bound(&made, &table->schema.fields[0], &table->schema.fields[0].maximum, cases[i].most);
		text = arena_printf(made.arena, "v\n%s\n%s\n", cases[i].text, cases[i].text);
		made_load(&made, &text.at);
		if ((diag_count(made.diag, DIAG_ERROR) == 0) != cases[i].right)
			fail_msg("%s in %s to %s: %s", cases[i].text, cases[i].least, cases[i].most, made_messages(&made));
		assert_int_equal(table_text(table, 1, 0, &text), cases[i].right);
		made_free(&made);
	}
}

static void a_file_that_breaks_off_is_incomplete(void **state)
{
	struct made made = made_new();
	struct table *metas = made_table(&made, "metas", "*id a");
	struct table *calendario = made_table(&made, "calendario", "id v");

	(void)state;
	made_refer(&made, calendario, "id", "metas", "id", "meta", "calendario");
	made_load(&made, (const char *[]){ "id,a\n1,x\n2,\"abierta\n3,y\n", "id,v\n1,1\n3,1\n" });
	assert_int_equal(diag_count(made.diag, DIAG_ERROR), 1);
	made_tells(&made, "metas.csv:3:3: error:");
	assert_true(metas->incomplete);
	assert_int_equal(table_rows(metas), 1);
	made_free(&made);
}

static void a_missing_key_column_is_told_once(void **state)
{
	struct made made = made_new();
	struct table *metas = made_table(&made, "metas", "*id a");
	struct table *calendario = made_table(&made, "calendario", "id v");

	(void)state;
	made_refer(&made, calendario, "id", "metas", "id", "meta", "calendario");
	made_load(&made, (const char *[]){ "clave,a\n1,x\n", "id,v\n1,1\n" });
	made_tells(&made, "the column 'id' is missing");
	made_tells(&made, "'clave' is not in the schema");
	assert_int_equal(diag_count(made.diag, DIAG_ERROR), 2);
	assert_true(metas->incomplete);
	made_free(&made);
}

static void dialects(void **state)
{
	struct made made = made_new();
	struct table *bare = made_table(&made, "bare", "*id a");
	struct table *high = made_table(&made, "high", "*id año_ENE año_FEB");
	struct table *marked = made_table(&made, "marked", "*id a");

	(void)state;
	bare->dialect = (struct dialect){ .delimiter = '\t', .quote = '\'' };
	high->schema.fields[1].name = STR("2011 ENE");
	high->schema.fields[2].name = STR("2011 FEB");
	high->dialect = (struct dialect){ .header = true, .header_join = STR(" "), .header_rows = (const uint32_t[]){ 1, 2 }, .header_count = 2 };
	marked->dialect.comment = STR("#");
	made_load(&made, (const char *[]){ "x\t'a\tb'\n", "id,2011,2011\n,ENE,FEB\nk,1,2\n",
		"# nota\nid,a\n#otra,1,2,3\n\"#x\",1\n" });
	made_silent(&made);
	assert_text(bare, 0, 1, "a\tb");
	assert_text(high, 0, 2, "2");
	assert_int_equal(table_rows(marked), 1);
	assert_text(marked, 0, 0, "#x");
	assert_int_equal(table_place(bare, 0, 1).column, 3);
	made_free(&made);
}

static int wrong_cell(char *to, size_t size, size_t i)
{
	return snprintf(to, size, "k%zu,x%zu\n", i, i);
}

static void a_flood_of_faults_ends(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "metas", "*id v:number");
	size_t count;

	(void)state;
	made_load(&made, (const char *[]){ made_lines(&made, "id,v", DIAG_KEPT + 50, wrong_cell) });
	assert_int_equal(table_rows(table), DIAG_KEPT + 50);
	assert_int_equal(diag_count(made.diag, DIAG_ERROR), DIAG_KEPT - 99);
	made_tells(&made, "150 more cells and rows of 'metas' are wrong");
	diag_messages(made.diag, &count);
	assert_int_equal(count, DIAG_KEPT - 99);
	made_free(&made);
}

static void many_columns(void **state)
{
	struct made made = made_new();
	struct buf fields = { 0 }, csv = { 0 };
	struct table *table;

	(void)state;
	for (int i = 0; i < 4096; i++)
		buf_printf(&fields, "%sc%d", i ? " " : "", i);
	for (int i = 0; i < 4096; i++)
		buf_printf(&csv, "%sc%d", i ? "," : "", i);
	for (int row = 0; row < 3; row++)
		for (int i = 0; i < 4096; i++)
			buf_printf(&csv, "%sdiez letras", i ? "," : "\n");
	buf_byte(&fields, '\0');
	buf_byte(&csv, '\0');
	table = made_table(&made, "ancha", fields.at);
	made_load(&made, (const char *[]){ csv.at });
	made_silent(&made);
	assert_text(table, 2, 4095, "diez letras");
	assert_int_equal(table_place(table, 2, 4095).column, 4095 * 12 + 1);
	buf_clear(&fields);
	buf_clear(&csv);
	made_free(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers_are_matched),
		cmocka_unit_test(nothing_is_something),
		cmocka_unit_test(rows_of_the_wrong_length),
		cmocka_unit_test(a_row_of_the_wrong_length_is_one_fault),
		cmocka_unit_test(cells_are_checked),
		cmocka_unit_test(bounds_are_checked_fast_and_right),
		cmocka_unit_test(a_file_that_breaks_off_is_incomplete),
		cmocka_unit_test(a_missing_key_column_is_told_once),
		cmocka_unit_test(dialects),
		cmocka_unit_test(a_flood_of_faults_ends),
		cmocka_unit_test(many_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
