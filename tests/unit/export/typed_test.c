/* Formats that have types of their own: which cells are numbers, which texts; what a sheet can't hold; names in SQL. */
#include "made_format.h"

#include "export/cell.h"
#include "export/sqlite_schema.h"

/* The kinds of a column's cells, a letter each: - absent, t text, n number, i whole number, b truth, d date. */
static void assert_kinds(const char *field, const char *csv, const char *wanted)
{
	struct made made = made_new();
	struct cells *cells;
	char kinds[100] = "";
	size_t count;

	made_table(&made, "t", field);
	made_load(&made, &csv);
	made_silent(&made);
	cells = cells_new(made.list[0]);
	for (count = 0; count < table_rows(made.list[0]); count++) {
		struct cell cell = cells_get(cells, (uint32_t)count, 0);

		kinds[count] = cell.kind == CELL_NUMBER && cell.whole ? 'i' : "-tnbd"[cell.kind];
	}
	kinds[count] = '\0';
	assert_string_equal(kinds, wanted);
	cells_free(cells);
	made_free(&made);
}

static void numbers_of_fifteen_digits(void **state)
{
	(void)state;
	assert_kinds("a:number", "a\n98.610\n-0.5\n300\n0\n123456789012345\n1234567890123456\n0.000000000000001\n1e3\n12345678.12345678\n",
		"nniiitnit");
	assert_kinds("a:integer", "a\n7\n-1\n999999999999999\n1000000000000001\n", "iiit");
}

static void other_kinds(void **state)
{
	(void)state;
	assert_kinds("a", "a\n007\n=1+1\n#x\n@a\n", "tttt");
	assert_kinds("a:date", "a\n2013-01-02\n1899-12-31\n", "dd");
	assert_kinds("a:yearmonth", "a\n2013-01\n", "t");
	assert_kinds("a:year", "a\n2013\n", "i");
}

static void digits_of_a_number(void **state)
{
	struct made made = made_new();
	const char *csv = "a\n98.610\n";
	struct cells *cells;
	struct cell cell;

	(void)state;
	made_table(&made, "t", "a:number");
	made_load(&made, &csv);
	cells = cells_new(made.list[0]);
	cell = cells_get(cells, 0, 0);
	assert_int_equal(cell.places, 3);
	assert_true(cell.number == 98.61);
	assert_false(cells_long(cells, 0));
	cells_free(cells);
	made_free(&made);
}

/* One text of `length` times a letter, in a table of its own. */
static bool xlsx_fits(const char *letter, size_t length, struct made *made)
{
	struct buf csv = { 0 };
	const char *text;
	bool fits;

	buf_add(&csv, STR("a\n"));
	for (size_t i = 0; i < length; i++)
		buf_add(&csv, str_of(letter));
	buf_add(&csv, (struct str){ "\n", 2 }); /* with its NUL */
	text = csv.at;
	made_table(made, "t", "a");
	made_load(made, &text);
	made_silent(made);
	fits = format_xlsx.fits(made->list[0], made->diag);
	buf_clear(&csv);
	return fits;
}

static void texts_longer_than_a_cell(void **state)
{
	static const struct {
		const char *letter;
		size_t length;
		bool fits;
	} cases[] = {
		{ "x", 32767, true }, { "x", 32768, false }, { "ñ", 32767, true }, { "ñ", 32768, false },
		{ "\xf0\x9f\x98\x80", 16383, true }, { "\xf0\x9f\x98\x80", 16384, false }, /* two units of UTF-16 each */
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct made made = made_new();

		assert_int_equal(xlsx_fits(cases[i].letter, cases[i].length, &made), cases[i].fits);
		if (cases[i].fits)
			made_silent(&made);
		else
			made_tells(&made, "[xlsx-cell]");
		made_free(&made);
	}
}

static struct str create(struct made *made, size_t which)
{
	struct sqlite_table tables[MADE_MOST];
	struct buf out = { 0 };
	struct str text;

	for (size_t i = 0; i < made->count; i++)
		tables[i] = sqlite_table_of(made->arena, made->list[i], true);
	sqlite_create(tables, made->count, which, &out);
	buf_byte(&out, '\0');
	text = arena_copy(made->arena, buf_str(&out));
	buf_clear(&out);
	return text;
}

static void expect_in(struct str text, const char *piece)
{
	if (!strstr(text.at, piece))
		fail_msg("no %s in %s", piece, text.at);
}

static void names_in_sql(void **state)
{
	struct made made = made_new();
	const char *csv[] = { "select,Group,group,a\n", "where,from\n" };

	(void)state;
	made_table(&made, "order", "*select Group group a");
	made_table(&made, "sqlite_table", "where from:number");
	made_load(&made, csv);
	made_silent(&made);
	expect_in(create(&made, 0), "CREATE TABLE \"order\"");
	expect_in(create(&made, 0), "\"select\" TEXT");
	expect_in(create(&made, 0), "\"Group\" TEXT");
	expect_in(create(&made, 0), "\"group_2\" TEXT");
	expect_in(create(&made, 0), "PRIMARY KEY");
	expect_in(create(&made, 1), "CREATE TABLE \"_sqlite_table\"");
	expect_in(create(&made, 1), "\"from\" NUMERIC");
	assert_null(strstr(create(&made, 1).at, "PRIMARY KEY"));
	made_free(&made);
}

static void quotes_in_names(void **state)
{
	struct buf out = { 0 };

	(void)state;
	sqlite_name(&out, STR("a\"b\""));
	assert_true(str_equal(buf_str(&out), STR("\"a\"\"b\"\"\"")));
	buf_clear(&out);
}

/* Pieces that are flushed as they gather, the same bytes as the whole. */
static void flush(void *context, struct buf *out)
{
	struct {
		struct buf all;
		size_t pieces;
	} *to = context;

	buf_add(&to->all, buf_str(out));
	to->pieces++;
	buf_reset(out);
}

static void large_files_go_in_pieces(void **state)
{
	static const struct format *const all[] = { &format_csv, &format_excel, &format_json, &format_ndjson };
	struct made made = made_new();
	struct buf csv = { 0 };
	const char *text;

	(void)state;
	buf_add(&csv, STR("a\n"));
	for (int i = 0; i < 40000; i++)
		buf_printf(&csv, "%08d-%032d\n", i, i);
	buf_byte(&csv, '\0');
	text = csv.at;
	made_table(&made, "t", "*a");
	made_load(&made, &text);
	made_silent(&made);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct {
			struct buf all;
			size_t pieces;
		} to = { 0 };
		struct buf out = { 0 };
		struct format_out flushed = { &out, flush, &to };
		struct selection selection = { .table = made.list[0], .all = true };
		struct export_origin origin = { .generator = STR("vitrina") };
		struct format_job job = { &selection, 1, made_site(&made), &origin };

		assert_true(all[i]->write(&job, &flushed, made.diag));
		assert_true(to.pieces >= 1);
		buf_add(&to.all, buf_str(&out));
		assert_true(str_equal(buf_str(&to.all), made_written(&made, all[i])));
		buf_clear(&to.all);
		buf_clear(&out);
	}
	buf_clear(&csv);
	made_free(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_of_fifteen_digits),
		cmocka_unit_test(other_kinds),
		cmocka_unit_test(digits_of_a_number),
		cmocka_unit_test(texts_longer_than_a_cell),
		cmocka_unit_test(names_in_sql),
		cmocka_unit_test(quotes_in_names),
		cmocka_unit_test(large_files_go_in_pieces),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
