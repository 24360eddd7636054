/* Tables as offices send them, tests/cases/tables.txt, and what is damaged in them though their schema allows it, tests/cases/suspects.txt. The
 * options of a case are the resource's properties: resource.h. */
#include "../parse/cases.h"
#include "resource.h"

#include "model/load_table.h"
#include "model/suspect.h"
#include "model/value.h"

static bool suspects; /* what is suspect is told, and the rows are not shown */

static void show_cell(const struct table *table, struct arena *arena, uint32_t row, size_t column, struct buf *out)
{
	struct value value;
	struct buf text = { 0 };

	if (!table_value(table, arena, row, column, &value)) {
		buf_add(out, column ? STR(" -") : STR("-"));
		return;
	}
	value_write(&text, &value);
	buf_add(out, column ? STR(" [") : STR("["));
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] == '\n')
			buf_add(out, STR("␊"));
		else
			buf_byte(out, text.at[i]);
	buf_byte(out, ']');
	buf_clear(&text);
}

static void show_table(const struct table *table, struct arena *arena, struct buf *out)
{
	for (uint32_t row = 0; row < table_rows(table); row++) {
		for (size_t column = 0; column < table_schema(table)->stored_count; column++)
			show_cell(table, arena, row, column, out);
		buf_byte(out, '\n');
	}
}

static void case_parse(const struct one_case *one, struct arena *arena, struct buf *out, struct diag *diag)
{
	struct load_file file = { STR("t.csv"), buf_str(&one->input) };
	struct table *table = resource_table(arena, one->options, diag);

	assert_non_null(table);
	load_table(table, &file, 1, diag);
	for (size_t i = 0; i < table->index_count; i++)
		index_build(&table->indexes[i], diag);
	if (suspects)
		suspect_table(table, diag);
	else
		show_table(table, arena, out);
	table_end(table);
}

static void cases(void **state)
{
	(void)state;
	suspects = false;
	cases_run("tests/cases/tables.txt");
}

static void suspect_cases(void **state)
{
	(void)state;
	suspects = true;
	cases_run("tests/cases/suspects.txt");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(cases), cmocka_unit_test(suspect_cases) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
