#include "made.h"


static void cells_are_as_published(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "metas", "*id descripcion valor:number fecha:date");
	struct str text;

	(void)state;
	made_load(&made, (const char *[]){
		"id,descripcion,valor,fecha\n"
		"a, con blancos ,4.60,2013-01-02\r\n"
		"b,\"coma, y \"\"comillas\"\"\",,\n"
		"c,\"dos\nlíneas\",-1,2013-12-31" });
	made_silent(&made);
	assert_int_equal(table_rows(table), 3);
	assert_text(table, 0, 1, " con blancos ");
	assert_text(table, 0, 2, "4.60");
	assert_text(table, 1, 1, "coma, y \"comillas\"");
	assert_false(table_text(table, 1, 2, &text));
	assert_false(table_text(table, 1, 3, &text));
	assert_text(table, 2, 1, "dos\nlíneas");
	assert_text(table, 2, 3, "2013-12-31");
	assert_true(str_equal(table_why(table, 1, 2), STR("empty")));
	made_free(&made);
}

static void values_are_typed(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "metas", "*id valor:number mes:yearmonth");
	struct arena *arena = arena_new();
	struct value value;

	(void)state;
	made_load(&made, (const char *[]){ "id,valor,mes\na,104.90,2013-07\nb,,\n" });
	assert_true(table_value(table, arena, 0, 1, &value));
	assert_int_equal(value.as.decimal.small, 10490);
	assert_int_equal(value.as.decimal.scale, 2);
	assert_true(table_value(table, arena, 0, 2, &value));
	assert_int_equal(value.as.moment.year, 2013);
	assert_int_equal(value.as.moment.month, 7);
	assert_false(table_value(table, arena, 1, 1, &value));
	arena_free(arena);
	made_free(&made);
}

static void assert_place(struct place at, uint32_t line, uint32_t column, uint32_t width)
{
	assert_int_equal(at.line, line);
	assert_int_equal(at.column, column);
	assert_int_equal(at.width, width);
}

static void places_are_found_again(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "metas", "*id a b c");

	(void)state;
	made_load(&made, (const char *[]){
		"\xef\xbb\xbfid,a,b,c\n"
		"uno,ñandú,,x\r\n"
		"\"dos\n y medio\",\"á, \"\"b\"\"\",ccc,\n"
		"tres,,,\r"
		"cuatro,\"\",\"c\",d\n" });
	made_silent(&made);
	assert_place(table_place(table, 0, 0), 2, 1, 3);
	assert_place(table_place(table, 0, 1), 2, 5, 5);
	assert_place(table_place(table, 0, 2), 2, 11, 0);
	assert_place(table_place(table, 0, 3), 2, 12, 1);
	assert_place(table_place(table, 1, 1), 4, 11, 10);
	assert_place(table_place(table, 1, 2), 4, 22, 3);
	assert_place(table_place(table, 1, 3), 4, 26, 0);
	assert_place(table_place(table, 2, 3), 5, 8, 0);
	assert_place(table_place(table, 3, 0), 6, 1, 6);
	assert_place(table_place(table, 3, 3), 6, 15, 1);
	assert_int_equal(table_row_place(table, 3).line, 6);
	assert_true(str_equal(table_place(table, 3, 3).field, STR("c")));
	assert_true(str_equal(table_row_place(table, 1).path, STR("metas.csv")));
	made_free(&made);
}

static int two_lines(char *to, size_t size, size_t i)
{
	return snprintf(to, size, i % 7 == 0 ? "k%zu,\"x\ny\"\n" : i % 11 == 0 ? "\nk%zu,x\n" : "k%zu,\n", i);
}

static void places_hold_over_many_rows(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "metas", "*id a");
	uint32_t line = 2;

	(void)state;
	made_load(&made, (const char *[]){ made_lines(&made, "id,a", 1000, two_lines) });
	assert_int_equal(table_rows(table), 1000);
	for (uint32_t row = 0; row < 1000; row++) {
		struct place at;

		line += row % 7 != 0 && row % 11 == 0;
		at = table_place(table, row, 0);
		assert_int_equal(at.line, line);
		assert_int_equal(at.column, 1);
		assert_int_equal(table_row_place(table, row).line, line);
		line += row % 7 == 0 ? 2 : 1;
	}
	made_free(&made);
}

static void long_and_far_cells(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "metas", "*id a b c");
	struct buf csv = { 0 };
	struct str text;

	(void)state;
	buf_add(&csv, STR("id,a,b,c\nk,"));
	for (int i = 0; i < 70000; i++)
		buf_byte(&csv, 'x');
	buf_add(&csv, STR(",lejos,\nl,m,n,ñ\n"));
	buf_byte(&csv, '\0');
	made_load(&made, (const char *[]){ csv.at });
	made_silent(&made);
	assert_true(table_text(table, 0, 1, &text));
	assert_int_equal(text.len, 70000);
	assert_text(table, 0, 2, "lejos");
	assert_false(table_text(table, 0, 3, &text));
	assert_text(table, 1, 3, "ñ");
	assert_int_equal(table->files[0].odd_count, 2);
	assert_place(table_place(table, 0, 2), 2, 70004, 5);
	made_free(&made);
	buf_clear(&csv);
}

static void parts_have_their_own_headers_and_lines(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "metas", "*id a b");
	struct load_file files[] = {
		{ STR("data/pue.csv"), STR("id,a,b\np1,1,\"2 \"\"\"\np2,3,4\n") },
		{ STR("data/vacio.csv"), STR("id,a,b\n") },
		{ STR("data/son.csv"), STR("b,id,a\n\"5 \"\"\",s1,6\n7,s2,8\n") },
	};
	const struct table_part *parts;
	size_t count;
	struct str key = STR("s2");

	(void)state;
	table->schema.exact_match = false;
	table->schema.fields_match = STR("equal");
	made_plan(&made);
	load_table(table, files, 3, made.diag);
	made_index(&made);
	made_silent(&made);
	assert_int_equal(table_rows(table), 4);
	assert_text(table, 0, 2, "2 \"");
	assert_text(table, 2, 0, "s1");
	assert_text(table, 2, 2, "5 \"");
	assert_int_equal(table_find(table, &key, 1), 3);
	assert_place(table_place(table, 3, 2), 3, 1, 1);
	assert_place(table_place(table, 3, 1), 3, 6, 1);
	assert_true(str_equal(table_place(table, 2, 0).path, STR("data/son.csv")));
	parts = table_parts(table, &count);
	assert_int_equal(count, 3);
	assert_int_equal(parts[1].rows, 0);
	assert_int_equal(parts[2].first_row, 2);
	assert_int_equal(parts[2].bytes, files[2].bytes.len);
	made_free(&made);
}

static void keys_and_labels(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "calendario", "*mes:yearmonth *meta_id programado:number");
	struct table *loose = made_table(&made, "notas", "nota:number autor");
	struct buf out = { 0 };

	(void)state;
	made_load(&made, (const char *[]){ "mes,meta_id,programado\n2013-01,a,1\n", "nota,autor\n1,x\n" });
	table_key(table, 0, &out);
	buf_byte(&out, ' ');
	table_key(loose, 0, &out);
	assert_true(str_equal(buf_str(&out), STR("2013-01/a 1")));
	assert_true(str_equal(table_label(table)->name, STR("meta_id")));
	assert_true(str_equal(table_label(loose)->name, STR("nota")));
	assert_true(str_equal(table_singular(loose), STR("notas")));
	assert_int_equal(table_find(loose, &(struct str){ "1", 1 }, 1), ROW_NONE);
	buf_clear(&out);
	made_free(&made);
}

/* Rows are numbers of 32 bits, and a record's beginning is told in 32 bits from the mark before it. */
static void a_table_has_its_limits(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "metas", "*id a");
	const uint32_t column[] = { 0, 1 };

	(void)state;
	table_expect(table, 1);
	table_begin(table, STR("metas.csv"), STR(""), column);
	assert_non_null(table_add(table, 10, 2));
	assert_non_null(table_add(table, 10 + (uint64_t)UINT32_MAX, 3));
	assert_null(table_add(table, 11 + (uint64_t)UINT32_MAX, 4));
	assert_int_equal(table_rows(table), 2);
	table->rows = TABLE_ROWS_MOST;
	assert_null(table_add(table, 20, 3));
	table->rows = 2;
	made_free(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_are_as_published),
		cmocka_unit_test(values_are_typed),
		cmocka_unit_test(places_are_found_again),
		cmocka_unit_test(places_hold_over_many_rows),
		cmocka_unit_test(long_and_far_cells),
		cmocka_unit_test(parts_have_their_own_headers_and_lines),
		cmocka_unit_test(keys_and_labels),
		cmocka_unit_test(a_table_has_its_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
