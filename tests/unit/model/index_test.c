#include "made.h"

static uint32_t find(const struct table *table, const char *first, const char *second)
{
	struct str parts[] = { str_of(first), second ? str_of(second) : STR("") };

	return table_find(table, parts, second ? 2 : 1);
}

static void rows_that_ascend_need_no_slots(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "calendario", "*meta *mes:yearmonth valor");

	(void)state;
	made_load(&made, (const char *[]){ "meta,mes,valor\na,2013-01,1\na,2013-02,2\nb,2013-01,3\nba,2012-12,4\n" });
	made_silent(&made);
	assert_null(table->indexes[0].slots);
	assert_int_equal(find(table, "a", "2013-01"), 0);
	assert_int_equal(find(table, "a", "2013-02"), 1);
	assert_int_equal(find(table, "b", "2013-01"), 2);
	assert_int_equal(find(table, "ba", "2012-12"), 3);
	assert_int_equal(find(table, "a", "2013-03"), ROW_NONE);
	assert_int_equal(find(table, "", "2013-03"), ROW_NONE);
	assert_int_equal(find(table, "zz", "zz"), ROW_NONE);
	assert_int_equal(find(table, "a", NULL), ROW_NONE);
	made_free(&made);
}

static int shuffled(char *to, size_t size, size_t i)
{
	return snprintf(to, size, "k%zu,%zu\n", i * 7919 % 10007, i);
}

static void rows_in_any_order_are_hashed(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "metas", "*id v");
	char text[32];

	(void)state;
	made_load(&made, (const char *[]){ made_lines(&made, "id,v", 10007, shuffled) });
	made_silent(&made);
	assert_non_null(table->indexes[0].slots);
	for (size_t i = 0; i < 10007; i++) {
		snprintf(text, sizeof text, "k%zu", i * 7919 % 10007);
		assert_int_equal(find(table, text, NULL), i);
	}
	assert_int_equal(find(table, "k10007", NULL), ROW_NONE);
	made_free(&made);
}

static void the_second_of_two_equal_keys_is_told(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "metas", "*id mes:yearmonth a");

	(void)state;
	made_load(&made, (const char *[]){ "id,mes,a\nb,,x\na,,y\nb,,z\nb,,x\n" });
	made_tells(&made, "metas.csv:4:1 (id): error: the key 'b' is there already, in metas.csv:2 [duplicate-key]");
	made_tells(&made, "give one of the two rows another value");
	made_tells(&made, "metas.csv:5:1 (id): error: the key 'b' is there already, in metas.csv:2 [duplicate-key]");
	made_tells(&made, "the two rows are equal: remove one of them");
	assert_int_equal(find(table, "b", NULL), 0);
	made_free(&made);
}

static void keys_are_compared_by_meaning(void **state)
{
	struct made made = made_new();
	struct table *whole = made_table(&made, "whole", "*id:integer a");
	struct table *exact = made_table(&made, "exact", "*id:number a");
	struct table *text = made_table(&made, "text", "*id a");

	(void)state;
	made_load(&made, (const char *[]){ "id,a\n7,x\n07,y\n-3,z\n0,z\n-0,z\n",
		"id,a\n1.0,x\n1,y\n0.00,z\n-0,z\n100,w\n1e2,w\n4.60,w\n4.6,w\n",
		"id,a\n7,x\n07,y\n7.0,z\n" });
	made_tells(&made, "whole.csv:3:1 (id): error: the key '07' is there already, in whole.csv:2");
	made_tells(&made, "whole.csv:6:1 (id): error: the key '-0' is there already, in whole.csv:5");
	made_tells(&made, "exact.csv:3:1 (id): error: the key '1' is there already, in exact.csv:2");
	made_tells(&made, "exact.csv:5:1 (id): error: the key '-0' is there already, in exact.csv:4");
	made_tells(&made, "exact.csv:7:1 (id): error: the key '1e2' is there already, in exact.csv:6");
	made_tells(&made, "exact.csv:9:1 (id): error: the key '4.6' is there already, in exact.csv:8");
	assert_int_equal(diag_count(made.diag, DIAG_ERROR), 6);
	assert_int_equal(find(whole, "007", NULL), 0);
	assert_int_equal(find(whole, "x", NULL), ROW_NONE);
	assert_int_equal(find(whole, "", NULL), ROW_NONE);
	assert_int_equal(find(exact, "1.000", NULL), 0);
	assert_int_equal(find(text, "07", NULL), 1);
	made_free(&made);
}

static void unique_fields_and_keys(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "metas", "*id !clave programa numero:integer");

	(void)state;
	made_unique(&made, table, "programa numero");
	made_load(&made, (const char *[]){ "id,clave,programa,numero\na,,p,1\nb,,p,\nc,k,p,\nd,k,p,01\n" });
	made_tells(&made,
		"metas.csv:5:3 (clave): error: 'k' must be unique and is there already, in metas.csv:4 [duplicate-value]");
	made_tells(&made,
		"metas.csv:5:5 (programa): error: 'p/01' must be unique and is there already, in metas.csv:2 [duplicate-value]");
	assert_int_equal(diag_count(made.diag, DIAG_ERROR), 2);
	assert_int_equal(table->index_count, 3);
	made_free(&made);
}

static void a_unique_key_is_not_indexed_twice(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "metas", "*!id a");

	(void)state;
	made_load(&made, (const char *[]){ "id,a\nx,1\nx,2\n" });
	assert_int_equal(table->index_count, 1);
	assert_int_equal(diag_count(made.diag, DIAG_ERROR), 1);
	made_free(&made);
}

static void rows_without_a_key_are_left_out(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "metas", "*id *mes a");

	(void)state;
	made_load(&made, (const char *[]){ "id,mes,a\nx,,1\nx,,2\n,m,3\ny,m,4\n" });
	assert_int_equal(diag_count(made.diag, DIAG_ERROR), 3);
	made_tells(&made, "metas.csv:2:3 (mes): error: 'mes' is empty");
	made_tells(&made, "metas.csv:4:1 (id): error: 'id' is empty");
	assert_int_equal(find(table, "y", "m"), 3);
	assert_int_equal(find(table, "x", ""), ROW_NONE);
	made_free(&made);
}

static void parts_are_kept_apart(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "metas", "*a *b c");

	(void)state;
	made_load(&made, (const char *[]){ "a,b,c\nxy,z,1\nx,yz,2\nb,a,3\na,b,4\n" });
	made_silent(&made);
	assert_int_equal(find(table, "x", "yz"), 1);
	assert_int_equal(find(table, "xy", "z"), 0);
	assert_int_equal(find(table, "a", "b"), 3);
	made_free(&made);
}

static int equal_lines(char *to, size_t size, size_t i)
{
	(void)i;
	return snprintf(to, size, "k,1\n");
}

static void a_flood_of_equal_keys_ends(void **state)
{
	struct made made = made_new();

	(void)state;
	made_table(&made, "metas", "*id v");
	made_load(&made, (const char *[]){ made_lines(&made, "id,v", DIAG_KEPT + 51, equal_lines) });
	assert_int_equal(diag_count(made.diag, DIAG_ERROR), DIAG_KEPT + 1);
	made_free(&made);
}

static void an_empty_table_finds_nothing(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "metas", "*id !v");
	struct table *child = made_table(&made, "hijos", "id");

	(void)state;
	made_refer(&made, child, "id", "metas", "id", "meta", "hijos");
	made_load(&made, (const char *[]){ "id,v\n", "id\n" });
	made_silent(&made);
	assert_int_equal(find(table, "a", NULL), ROW_NONE);
	made_free(&made);
}

static void a_key_of_too_many_fields_is_refused(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "ancha", "*a *b *c *d *e *f *g *h *i *j *k *l *m *n *o *p *q");

	(void)state;
	made_load(&made, (const char *[]){ "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q\n" });
	made_tells(&made, "a key of 'ancha' has 17 fields; 16 is the most [long-key]");
	assert_int_equal(table_find(table, (struct str[17]){ { "", 0 } }, 17), ROW_NONE);
	made_free(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_that_ascend_need_no_slots),
		cmocka_unit_test(rows_in_any_order_are_hashed),
		cmocka_unit_test(the_second_of_two_equal_keys_is_told),
		cmocka_unit_test(keys_are_compared_by_meaning),
		cmocka_unit_test(unique_fields_and_keys),
		cmocka_unit_test(a_unique_key_is_not_indexed_twice),
		cmocka_unit_test(rows_without_a_key_are_left_out),
		cmocka_unit_test(parts_are_kept_apart),
		cmocka_unit_test(a_flood_of_equal_keys_ends),
		cmocka_unit_test(an_empty_table_finds_nothing),
		cmocka_unit_test(a_key_of_too_many_fields_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
