#include "made.h"

/* "3 5 8": the rows that point at `row` through the step `name`. */
static const char *back(struct made *made, const struct table *table, const char *name, uint32_t row)
{
	const struct link *link = table_back_find(table, str_of(name));
	struct row_list list;
	struct str text = STR("");

	assert_non_null(link);
	list = link_back(link, row);
	for (uint32_t i = 0; i < list.count; i++)
		text = arena_printf(made->arena, "%.*s%s%u", STR_ARG(text), i ? " " : "", row_list_at(list, i));
	return text.len ? text.at : "";
}

static uint32_t forward(const struct table *table, const char *name, uint32_t row)
{
	const struct link *link = table_link_find(table, str_of(name));

	assert_non_null(link);
	return link_forward(link, row);
}

static bool neighbours(const struct table *child)
{
	return child->links[0].rows == NULL;
}

/* Metas a, b, c and a calendar of these lines under them. */
static struct table *calendar(struct made *made, const char *lines, const char *order)
{
	struct table *metas = made_table(made, "metas", "*id");
	struct table *child = made_table(made, "calendario", "id mes:yearmonth n:integer");

	if (order[0])
		made_order(made, child, order[0] == '-' ? order + 1 : order, order[0] == '-');
	made_refer(made, child, "id", "metas", "id", "meta", "calendario");
	made_load(made, (const char *[]){ "id\na\nb\nc\n", lines });
	made_silent(made);
	return metas;
}

static void children_in_order_need_no_list(void **state)
{
	struct made made = made_new();
	struct table *metas = calendar(&made, "id,mes,n\na,2013-01,\na,2013-02,\nc,2013-01,\n", "");

	(void)state;
	assert_true(neighbours(made.list[1]));
	assert_string_equal(back(&made, metas, "calendario", 0), "0 1");
	assert_string_equal(back(&made, metas, "calendario", 1), "");
	assert_string_equal(back(&made, metas, "calendario", 2), "2");
	assert_int_equal(forward(made.list[1], "meta", 2), 2);
	made_free(&made);
}

static void rows_that_point_nowhere(void **state)
{
	struct made made = made_new();
	struct table *metas = calendar(&made, "id,mes,n\n,2013-01,\n,2013-01,\na,2013-02,\nb,2013-01,\n,2013-01,\n", "");

	(void)state;
	assert_true(neighbours(made.list[1]));
	assert_int_equal(forward(made.list[1], "meta", 0), ROW_NONE);
	assert_string_equal(back(&made, metas, "calendario", 0), "2");
	assert_string_equal(back(&made, metas, "calendario", 1), "3");
	assert_string_equal(back(&made, metas, "calendario", 2), "");
	made_free(&made);

	made = made_new();
	metas = calendar(&made, "id,mes,n\na,2013-01,\n,2013-01,\na,2013-02,\n", "");
	assert_false(neighbours(made.list[1]));
	assert_string_equal(back(&made, metas, "calendario", 0), "0 2");
	made_free(&made);

	made = made_new();
	metas = calendar(&made, "id,mes,n\n,2013-01,\n,2013-01,\n", "");
	assert_string_equal(back(&made, metas, "calendario", 0), "");
	assert_string_equal(back(&made, metas, "calendario", 2), "");
	made_free(&made);
}

static void children_of_other_parents_between(void **state)
{
	struct made made = made_new();
	struct table *metas = calendar(&made, "id,mes,n\nb,2013-01,\na,2013-02,\nb,2013-03,\na,2013-01,\n", "");

	(void)state;
	assert_false(neighbours(made.list[1]));
	assert_string_equal(back(&made, metas, "calendario", 0), "1 3");
	assert_string_equal(back(&made, metas, "calendario", 1), "0 2");
	assert_string_equal(back(&made, metas, "calendario", 2), "");
	made_free(&made);
}

static void children_are_ordered_by_value(void **state)
{
	struct made made = made_new();
	struct table *metas = calendar(&made, "id,mes,n\na,2013-01,10\na,2013-02,9\na,2013-03,\na,2013-04,9\na,2013-05,-1\n", "n");

	(void)state;
	assert_false(neighbours(made.list[1]));
	assert_string_equal(back(&made, metas, "calendario", 0), "4 1 3 0 2");
	made_free(&made);

	made = made_new();
	metas = calendar(&made, "id,mes,n\na,2013-01,10\na,2013-02,9\na,2013-03,\na,2013-04,9\na,2013-05,-1\n", "-n");
	assert_string_equal(back(&made, metas, "calendario", 0), "0 1 3 4 2");
	made_free(&made);

	made = made_new();
	metas = calendar(&made, "id,mes,n\na,2013-01,\na,2013-02,\nb,2013-03,\nb,2013-03,\n", "mes");
	assert_true(neighbours(made.list[1]));
	made_free(&made);

	made = made_new();
	metas = calendar(&made, "id,mes,n\nb,2013-02,\nb,2013-01,\na,2012-12,\na,2012-11,\n", "mes");
	assert_string_equal(back(&made, metas, "calendario", 0), "3 2");
	assert_string_equal(back(&made, metas, "calendario", 1), "1 0");
	made_free(&made);
}

static void several_fields_make_an_order(void **state)
{
	struct made made = made_new();
	struct table *metas = made_table(&made, "metas", "*id");
	struct table *child = made_table(&made, "calendario", "id a b:number");
	struct order order[] = {
		{ schema_find(&child->schema, STR("a")), false },
		{ schema_find(&child->schema, STR("b")), true },
	};

	(void)state;
	child->order = order;
	child->order_count = 2;
	made_refer(&made, child, "id", "metas", "id", "meta", "calendario");
	made_load(&made, (const char *[]){ "id\nx\n", "id,a,b\nx,n,1.5\nx,,9\nx,m,2\nx,n,10\nx,n,\nx,m,2.0\n" });
	made_silent(&made);
	assert_string_equal(back(&made, metas, "calendario", 0), "2 5 3 0 4 1");
	made_free(&made);
}

static size_t number_of(size_t row) { return row * 7919 % 10007; }

static int scattered(char *to, size_t size, size_t i)
{
	return snprintf(to, size, "%c,,%zu\n", (int)('a' + i % 3), number_of(i));
}

static void many_children_are_ordered(void **state)
{
	struct made made = made_new();
	struct table *metas = calendar(&made, made_lines(&made, "id,mes,n", 10007, scattered), "n");
	uint32_t total = 0;

	(void)state;
	for (uint32_t parent = 0; parent < 3; parent++) {
		struct row_list list = link_back(table_back_find(metas, STR("calendario")), parent);

		total += list.count;
		for (uint32_t i = 0; i < list.count; i++) {
			assert_int_equal(row_list_at(list, i) % 3, parent);
			if (i > 0)
				assert_true(number_of(row_list_at(list, i - 1)) < number_of(row_list_at(list, i)));
		}
	}
	assert_int_equal(total, 10007);
	made_free(&made);
}

static void a_table_may_point_at_itself(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "programas", "*id padre");

	(void)state;
	made_refer(&made, table, "padre", "", "id", "programa_padre", "subprogramas");
	made_load(&made, (const char *[]){ "id,padre\npoa,\ndifusion,poa\ncapacitacion,poa\nyo,yo\n" });
	made_silent(&made);
	assert_string_equal(back(&made, table, "subprogramas", 0), "1 2");
	assert_int_equal(forward(table, "programa_padre", 1), 0);
	assert_int_equal(forward(table, "programa_padre", 3), 3);
	made_free(&made);
}

static void composite_keys_in_another_order(void **state)
{
	struct made made = made_new();
	struct table *to = made_table(&made, "claves", "*a *b:integer");
	struct table *from = made_table(&made, "usos", "x:integer y");

	(void)state;
	made_refer(&made, from, "x y", "claves", "b a", "clave", "usos");
	made_load(&made, (const char *[]){ "a,b\np,1\nq,1\np,2\n", "x,y\n02,p\n1,q\n\"\",\n" });
	made_silent(&made);
	assert_int_equal(forward(from, "clave", 0), 2);
	assert_int_equal(forward(from, "clave", 1), 1);
	assert_int_equal(forward(from, "clave", 2), ROW_NONE);
	assert_string_equal(back(&made, to, "usos", 2), "0");
	made_free(&made);
}

static void a_unique_key_may_be_pointed_at(void **state)
{
	struct made made = made_new();
	struct table *from;

	(void)state;
	made_table(&made, "instituciones", "*id !siglas");
	from = made_table(&made, "programas", "siglas");
	made_refer(&made, from, "siglas", "instituciones", "siglas", "institucion", "programas");
	made_load(&made, (const char *[]){ "id,siglas\na,\nb,ITIES\n", "siglas\nITIES\n" });
	made_silent(&made);
	assert_int_equal(forward(from, "institucion", 0), 1);
	made_free(&made);
}

static void a_reference_to_nothing_is_told(void **state)
{
	struct made made = made_new();
	struct table *child;

	(void)state;
	made_table(&made, "metas", "*id");
	child = made_table(&made, "calendario", "id n");
	made_refer(&made, child, "id", "metas", "id", "meta", "calendario");
	made_load(&made, (const char *[]){ "id\nson-2011-01\nson-2011-02\n",
		"id,n\nson-2011-01,1\nson-2011-1,2\nson-2011-02 ,3\nSON-2011-02,4\notra cosa,5\n" });
	made_tells(&made, "calendario.csv:3:1 (id): error: there is no 'son-2011-1' in 'metas' [foreign-key]");
	made_tells(&made, "did you mean 'son-2011-01'?");
	made_tells(&made, "it differs only in blanks or invisible characters; write it as it stands there: 'son-2011-02'");
	made_tells(&made, "it differs only in letter case; write it as it stands there: 'son-2011-02'");
	made_tells(&made, "there is no 'otra cosa' in 'metas'");
	made_tells(&made, "add it to 'metas', or correct it here");
	assert_int_equal(diag_count(made.diag, DIAG_ERROR), 4);
	assert_int_equal(forward(child, "meta", 0), 0);
	assert_int_equal(forward(child, "meta", 1), ROW_NONE);
	made_free(&made);
}

static void references_that_look_like_a_key_are_explained(void **state)
{
	struct made made = made_new();
	struct table *child, *codes;

	(void)state;
	made_table(&made, "municipios", "*nombre");
	made_table(&made, "claves", "*ent *mun");
	child = made_table(&made, "programas", "id municipio");
	codes = made_table(&made, "usos", "ent mun");
	made_refer(&made, child, "municipio", "municipios", "nombre", "lugar", "programas");
	made_refer(&made, codes, "ent mun", "claves", "ent mun", "clave", "usos");
	made_load(&made, (const char *[]){ "nombre\nNuevo León\nSan Juan\n007\n", "ent,mun\n01,002\nNL,Álamo\n",
		"id,municipio\n1,Nuevo Leon\n2,NUEVO LEÓN\n3,San  juan\n4,7\n5,0007\n6,70\n", "ent,mun\n1,2\nnl,ALAMO\n" });
	made_tells(&made, "programas.csv:2:3 (municipio): error: there is no 'Nuevo Leon' in 'municipios' [foreign-key]\n"
		"   it differs only in accents; write it as it stands there: 'Nuevo León'");
	made_tells(&made, "it differs only in letter case; write it as it stands there: 'Nuevo León'");
	made_tells(&made, "it differs only in blanks and letter case; write it as it stands there: 'San Juan'");
	made_tells(&made, "there is no '7' in 'municipios' [foreign-key]\n   it differs only in the zeros before it; write it as it stands there: "
		"'007'");
	made_tells(&made, "there is no '0007' in 'municipios' [foreign-key]\n   it differs only in the zeros before it; write it as it stands "
		"there: '007'");
	made_tells(&made, "there is no '70' in 'municipios' [foreign-key]\n   add it to 'municipios'");
	made_tells(&made, "there is no '1/2' in 'claves' [foreign-key]\n   it differs only in the zeros before it; write it as it stands there: "
		"'01/002'");
	made_tells(&made, "there is no 'nl/ALAMO' in 'claves' [foreign-key]\n   it differs only in letter case and accents; write it as it stands "
		"there: 'NL/Álamo'");
	made_free(&made);
}

static int goal(char *to, size_t size, size_t i) { return snprintf(to, size, "son-2011-%05zu\n", i); }

static int no_goal(char *to, size_t size, size_t i) { return snprintf(to, size, "son-2o11-%05zu\n", i); }

static void near_keys_are_found_in_large_tables(void **state)
{
	struct made made = made_new();
	struct table *child;

	(void)state;
	made_table(&made, "metas", "*id");
	child = made_table(&made, "calendario", "id");
	made_refer(&made, child, "id", "metas", "id", "meta", "calendario");
	made_load(&made, (const char *[]){ made_lines(&made, "id", 20000, goal), made_lines(&made, "id", 10100, no_goal) });
	made_tells(&made, "did you mean 'son-2011-00077'?");
	made_tells(&made, "add it to 'metas', or correct it here");
	assert_int_equal(diag_count(made.diag, DIAG_ERROR), DIAG_KEPT + 1);
	made_free(&made);
}

static void half_a_reference_is_told(void **state)
{
	struct made made = made_new();
	struct table *child;

	(void)state;
	made_table(&made, "claves", "*a *b");
	child = made_table(&made, "usos", "x y");
	made_refer(&made, child, "x y", "claves", "a b", "clave", "usos");
	made_load(&made, (const char *[]){ "a,b\np,1\n", "x,y\np,\n\"\",\"\"\nq,1\n" });
	made_tells(&made, "usos.csv:2:3 (y): error: the reference to 'claves' is only half there: 'y' is empty [foreign-key]");
	made_tells(&made, "usos.csv:4:1 (x): error: there is no 'q/1' in 'claves' [foreign-key]");
	assert_int_equal(diag_count(made.diag, DIAG_ERROR), 2);
	made_free(&made);
}

/* One foreign key of programas, as its descriptor has it, and what is told. */
static void refuses(const char *names, const char *to, const char *targets, const char *told, const char *advice)
{
	struct made made = made_new();
	struct table *child;

	made_table(&made, "instituciones", "*id nombre numero:integer");
	child = made_table(&made, "programas", "id institucion");
	made_refer(&made, child, names, to, targets, "x", "y");
	made_load(&made, (const char *[]){ "id,nombre,numero\n", "id,institucion\n" });
	made_tells(&made, told);
	made_tells(&made, advice);
	assert_int_equal(table_link_count(child), 0);
	assert_null(table_link_find(child, STR("x")));
	made_free(&made);
}

static void wrong_descriptors_are_told(void **state)
{
	(void)state;
	refuses("institucion", "instituciones", "clave",
		"data/datapackage.yaml:2: error: 'instituciones' has no field 'clave'", "");
	refuses("institucion", "instituciones", "nombre", "a reference must be to a key of 'instituciones'",
		"declare these fields in its uniqueKeys");
	refuses("institucion", "institucoines", "id", "no resource is called 'institucoines'", "did you mean 'instituciones'?");
	refuses("id institucion", "instituciones", "id nombre", "a reference must be to a key", "refer to its primaryKey");
}

static void types_must_agree(void **state)
{
	struct made made = made_new();
	struct table *child;

	(void)state;
	made_table(&made, "instituciones", "*id:integer");
	child = made_table(&made, "programas", "id institucion");
	made_refer(&made, child, "institucion", "instituciones", "id", "x", "y");
	made_load(&made, (const char *[]){ "id\n1\n", "id,institucion\n1,1\n" });
	made_tells(&made, "'institucion' is of type string and 'id', which it refers to, of type integer [foreign-key-type]");
	assert_int_equal(table_link_count(child), 0);
	assert_int_equal(table_back_count(made.list[0]), 0);
	made_free(&made);
}

static void steps_have_names_of_their_own(void **state)
{
	struct made made = made_new();
	struct table *metas = made_table(&made, "metas", "*id anterior_id calendario");
	struct table *child = made_table(&made, "calendario", "id otra");

	(void)state;
	made_refer(&made, child, "id", "metas", "id", "meta", "calendario");
	made_refer(&made, child, "otra", "metas", "id", "meta", "otros");
	made_refer(&made, metas, "anterior_id", "", "id", "anterior", "");
	made_plan(&made);
	made_tells(&made, "data/datapackage.yaml:2: error: 'calendario' already names something else in 'metas' [step-name]");
	made_tells(&made, "vitrina:reverse");
	made_tells(&made, "data/datapackage.yaml:2: error: 'meta' already names something else in 'calendario' [step-name]");
	made_tells(&made, "vitrina:name");
	assert_int_equal(diag_count(made.diag, DIAG_ERROR), 2);
	made_free(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(children_in_order_need_no_list),
		cmocka_unit_test(rows_that_point_nowhere),
		cmocka_unit_test(children_of_other_parents_between),
		cmocka_unit_test(children_are_ordered_by_value),
		cmocka_unit_test(several_fields_make_an_order),
		cmocka_unit_test(many_children_are_ordered),
		cmocka_unit_test(a_table_may_point_at_itself),
		cmocka_unit_test(composite_keys_in_another_order),
		cmocka_unit_test(a_unique_key_may_be_pointed_at),
		cmocka_unit_test(a_reference_to_nothing_is_told),
		cmocka_unit_test(references_that_look_like_a_key_are_explained),
		cmocka_unit_test(near_keys_are_found_in_large_tables),
		cmocka_unit_test(half_a_reference_is_told),
		cmocka_unit_test(wrong_descriptors_are_told),
		cmocka_unit_test(types_must_agree),
		cmocka_unit_test(steps_have_names_of_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
