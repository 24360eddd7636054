#include "model/compute.h"

#include "base/work.h"
#include "made.h"

static struct field field_named(const char *name, enum field_type type)
{
	return (struct field){ .name = str_of(name), .type = type, .format = STR("default"),
		.at = { .path = STR("data/model.lua"), .line = 3 } };
}

static void computed_cells(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "metas", "*id v:number");
	struct field ratio = field_named("cumplimiento", FIELD_NUMBER), light = field_named("semaforo", FIELD_STRING);
	struct str text = STR("104.90"), empty = STR("");
	struct arena *arena = arena_new();
	struct value value;

	(void)state;
	made_load(&made, (const char *[]){ "id,v\na,1\nb,2\nc,3\nd,4\n" });
	assert_true(compute_declare(table, &ratio, made.diag));
	assert_true(compute_declare(table, &light, made.diag));
	assert_int_equal(table_schema(table)->stored_count, 2);
	assert_int_equal(table_schema(table)->field_count, 4);
	assert_true(schema_find(table_schema(table), STR("cumplimiento"))->computed);
	assert_int_equal(schema_find(table_schema(table), STR("semaforo"))->index, 3);
	compute_set(table, 0, 0, 2, &text, STR(""));
	compute_set(table, 1, 1, 2, NULL, STR("not-reported"));
	compute_set(table, 1, 2, 2, &empty, STR(""));
	assert_text(table, 0, 2, "104.90");
	assert_true(table_value(table, arena, 0, 2, &value));
	assert_int_equal(value.as.decimal.small, 10490);
	assert_false(table_text(table, 1, 2, &text));
	assert_true(str_equal(table_why(table, 1, 2), STR("not-reported")));
	assert_text(table, 2, 2, "");
	assert_false(table_text(table, 3, 2, &text));
	assert_true(str_equal(table_why(table, 3, 2), STR("empty")));
	assert_true(str_equal(table_why(table, 3, 3), STR("empty")));
	compute_set(table, 0, 0, 2, NULL, STR(""));
	assert_false(table_text(table, 0, 2, &text));
	assert_int_equal(table_place(table, 2, 2).line, 4);
	assert_int_equal(table_place(table, 2, 2).column, 0);
	arena_free(arena);
	made_free(&made);
}

static void names_must_be_free(void **state)
{
	struct made made = made_new();
	struct table *metas = made_table(&made, "metas", "*id padre");
	struct field taken = field_named("id", FIELD_NUMBER), step = field_named("anterior", FIELD_NUMBER);
	struct field back = field_named("siguientes", FIELD_NUMBER), fresh = field_named("nuevo", FIELD_NUMBER);
	struct field odd = field_named("raro", (enum field_type)99), nameless = field_named("", FIELD_NUMBER);

	(void)state;
	made_refer(&made, metas, "padre", "", "id", "anterior", "siguientes");
	made_load(&made, (const char *[]){ "id,padre\n" });
	assert_false(compute_declare(metas, &taken, made.diag));
	made_tells(&made, "data/model.lua:3: error: 'metas' has a field 'id' already [computed-field]");
	assert_false(compute_declare(metas, &step, made.diag));
	made_tells(&made, "in 'metas' the name 'anterior' is a step to another table already");
	assert_false(compute_declare(metas, &back, made.diag));
	assert_false(compute_declare(metas, &odd, made.diag));
	assert_false(compute_declare(metas, &nameless, made.diag));
	assert_true(compute_declare(metas, &fresh, made.diag));
	assert_false(compute_declare(metas, &fresh, made.diag));
	assert_int_equal(table_schema(metas)->field_count, 3);
	made_free(&made);
}

/* Declaring moves the fields; keys, order and label move with them. */
static void keys_survive_new_fields(void **state)
{
	struct made made = made_new();
	struct table *metas = made_table(&made, "metas", "*id clave padre");
	char name[32] = "";
	struct str key = STR("b");

	(void)state;
	made_unique(&made, metas, "clave");
	made_order(&made, metas, "clave", false);
	made_refer(&made, metas, "padre", "", "id", "anterior", "siguientes");
	metas->label = schema_find(&metas->schema, STR("clave"));
	made_load(&made, (const char *[]){ "id,clave,padre\na,1,\nb,2,a\n" });
	for (int i = 0; i < 40; i++) {
		struct field field = field_named(name, FIELD_INTEGER);

		snprintf(name, sizeof name, "campo%d", i);
		field.name = str_of(name);
		assert_true(compute_declare(metas, &field, made.diag));
	}
	memset(name, 'x', sizeof name);
	assert_ptr_equal(table_label(metas), schema_find(table_schema(metas), STR("clave")));
	assert_ptr_equal(table_schema(metas)->primary.fields[0], &table_schema(metas)->fields[0]);
	assert_ptr_equal(table_schema(metas)->unique[0].fields[0], &table_schema(metas)->fields[1]);
	assert_ptr_equal(table_schema(metas)->foreign[0].key.fields[0], &table_schema(metas)->fields[2]);
	assert_non_null(schema_find(table_schema(metas), STR("campo39")));
	assert_int_equal(table_find(metas, &key, 1), 1);
	assert_int_equal(link_forward(table_link_find(metas, STR("anterior")), 1), 0);
	made_free(&made);
}

static void reasons_have_wordings(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "metas", "*id");
	char code[] = "not-reported", words[] = "no reportado";
	struct phrase_text texts[] = { { STR("es"), str_of(words) }, { STR("en"), STR("not reported") } };

	(void)state;
	assert_null(table_reason(table, STR("not-reported")));
	compute_reason(table, str_of(code), &(struct phrase){ texts, 2 });
	memset(code, 'x', sizeof code - 1);
	memset(words, 'x', sizeof words - 1);
	assert_true(str_equal(phrase_in(table_reason(table, STR("not-reported")), STR("es")), STR("no reportado")));
	assert_null(table_reason(table, STR("otra")));
	made_free(&made);
}

static int row_line(char *to, size_t size, size_t i) { return snprintf(to, size, "%zu\n", i); }

static void compute_row(void *context, int worker, size_t row)
{
	char digits[32];
	struct str text = str_from(digits, (size_t)snprintf(digits, sizeof digits, "%zu", row * 3));

	if (row % 5 == 0)
		compute_set(context, worker, (uint32_t)row, 1, NULL, STR("zero-target"));
	else
		compute_set(context, worker, (uint32_t)row, 1, &text, STR(""));
	text = row % 2 ? STR("verde") : STR("rojo");
	compute_set(context, worker, (uint32_t)row, 2, &text, STR(""));
}

static void workers_fill_at_once(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "metas", "*id:integer");
	struct field ratio = field_named("triple", FIELD_INTEGER), light = field_named("semaforo", FIELD_STRING);
	char digits[32];
	struct str text;

	(void)state;
	made_load(&made, (const char *[]){ made_lines(&made, "id", 20000, row_line) });
	assert_true(compute_declare(table, &ratio, made.diag));
	assert_true(compute_declare(table, &light, made.diag));
	work_run(4, 20000, 16, compute_row, table);
	for (uint32_t row = 0; row < 20000; row++) {
		snprintf(digits, sizeof digits, "%u", row * 3);
		if (row % 5 == 0)
			assert_true(str_equal(table_why(table, row, 1), STR("zero-target")));
		else
			assert_text(table, row, 1, digits);
		assert_true(table_text(table, row, 2, &text));
		assert_true(str_equal(text, row % 2 ? STR("verde") : STR("rojo")));
	}
	made_free(&made);
}

static void long_texts(void **state)
{
	struct made made = made_new();
	struct table *table = made_table(&made, "metas", "*id");
	struct field field = field_named("nota", FIELD_STRING);
	struct buf text = { 0 };
	struct str got, given;

	(void)state;
	made_load(&made, (const char *[]){ "id\na\nb\n" });
	assert_true(compute_declare(table, &field, made.diag));
	for (int i = 0; i < 100000; i++)
		buf_byte(&text, 'x');
	given = buf_str(&text);
	compute_set(table, 0, 0, 1, &given, STR(""));
	given.len = 5;
	compute_set(table, 0, 1, 1, &given, STR(""));
	assert_true(table_text(table, 0, 1, &got));
	assert_true(str_equal(got, buf_str(&text)));
	assert_text(table, 1, 1, "xxxxx");
	buf_clear(&text);
	made_free(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(computed_cells),
		cmocka_unit_test(names_must_be_free),
		cmocka_unit_test(keys_survive_new_fields),
		cmocka_unit_test(reasons_have_wordings),
		cmocka_unit_test(workers_fill_at_once),
		cmocka_unit_test(long_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
