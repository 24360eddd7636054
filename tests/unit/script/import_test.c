/* The cases of tests/cases/import.txt (which tells their form), and what only C can ask: declarations of a descriptor, several scripts in one run,
 * modules, caps. */
#include "script/import.h"

#include "base/arena.h"
#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

enum { CASES_MOST = 200, CASE_SECONDS = 60, ROWS_MOST = 100 };

/* Sheets. */

/* A sheet whose fields stand between `;`, a row a line. */
static struct sheet sheet_of(struct arena *arena, const char *name, struct str text)
{
	struct sheet_row *rows = arena_array(arena, struct sheet_row, ROWS_MOST);
	struct sheet sheet = { .path = str_of(name), .name = str_of(name), .sha256 = STR("5a"), .bytes = text, .rows = rows };
	struct str rest = text, line, field;

	if (str_ends(rest, STR("\n")))
		rest.len--;
	while (text.len && str_next(&rest, '\n', &line)) {
		struct sheet_row *row = &rows[sheet.row_count++];
		struct sheet_cell *cells = arena_array(arena, struct sheet_cell, line.len + 1);

		*row = (struct sheet_row){ .cells = cells, .line = (uint32_t)sheet.row_count, .offset = (size_t)(line.at - text.at) };
		while (line.len && str_next(&line, ';', &field))
			cells[row->count++] = (struct sheet_cell){ field, (size_t)(field.at - text.at) };
		assert_true(sheet.row_count < ROWS_MOST);
	}
	return sheet;
}

static void add_messages(struct diag *diag, struct buf *out)
{
	size_t count;
	const struct diag_message *const *messages = diag_messages(diag, &count);

	for (size_t i = 0; i < count; i++) {
		const struct place *at = &messages[i]->at;

		buf_add(out, at->path);
		if (at->line)
			buf_printf(out, ":%u", at->line);
		if (at->column)
			buf_printf(out, ":%u", at->column);
		if (at->field.len)
			buf_printf(out, " (%.*s)", STR_ARG(at->field));
		buf_printf(out, ": %.*s [%s]\n", STR_ARG(messages[i]->text), messages[i]->rule);
	}
}

/* A table without its header. */
static struct str body_of(struct import *import, const char *name)
{
	size_t count;
	const struct import_table *tables = import_tables(import, &count);

	for (size_t i = 0; i < count; i++)
		if (str_equal(tables[i].name, str_of(name)))
			return str_after(tables[i].csv, str_find(tables[i].csv, '\n', 0) + 1);
	return STR("");
}

/* Cases. */

struct one_case {
	struct str name, sheet, script, rows, english, spanish;
	bool has_spanish;
};

static void check_text(const struct one_case *one, const char *what, struct str got, struct str want)
{
	if (!str_equal(got, want))
		print_error("%.*s: %s\n--- want\n%.*s--- got\n%.*s", STR_ARG(one->name), what, STR_ARG(want), STR_ARG(got));
	assert_true(str_equal(got, want));
}

static void run_case(const struct one_case *one, enum lang lang)
{
	static const struct str columns[] = { { "a", 1 }, { "b", 1 }, { "c", 1 }, { "d", 1 } };
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(lang);
	struct import *import = import_new(diag);
	struct sheet sheet = sheet_of(arena, "s", one->sheet);
	struct import_script script = { .path = STR("p"), .text = one->script, .memory = 64 << 20, .instructions = 2000000 };
	struct buf messages = { 0 };
	bool good;

	import_declare(import, STR("t"), columns, 4, NULL, 0);
	good = import_run(import, &script, &sheet, 1);
	add_messages(diag, &messages);
	check_text(one, "messages", buf_str(&messages), lang == LANG_ES ? one->spanish : one->english);
	assert_int_equal(good, diag_count(diag, DIAG_ERROR) == 0);
	check_text(one, "rows", body_of(import, "t"), one->rows);
	buf_clear(&messages);
	import_free(import);
	diag_free(diag);
	arena_free(arena);
}

static void case_run(void **state)
{
	const struct one_case *one = *state;

	alarm(CASE_SECONDS);
	run_case(one, LANG_EN);
	if (one->has_spanish)
		run_case(one, LANG_ES);
	alarm(0);
}

static void add_line(struct buf *to, struct str line, size_t skip)
{
	buf_add(to, str_after(line, skip));
	buf_byte(to, '\n');
}

static struct one_case read_case(struct arena *arena, struct str text)
{
	struct buf sheet = { 0 }, script = { 0 }, rows = { 0 }, english = { 0 }, spanish = { 0 };
	struct one_case one = { 0 };
	struct str line;

	str_next(&text, '\n', &line);
	one.name = arena_copy(arena, str_after(line, 4));
	while (str_next(&text, '\n', &line)) {
		if (str_starts(line, STR("|")))
			add_line(&sheet, line, 1);
		else if (str_starts(line, STR("=> ")))
			add_line(&rows, line, 3);
		else if (str_starts(line, STR("!> ")))
			add_line(&english, line, 3);
		else if (str_starts(line, STR("?> ")))
			add_line(&spanish, line, 3);
		else
			add_line(&script, line, 0);
	}
	one.has_spanish = spanish.len > 0;
	one.sheet = arena_copy(arena, buf_str(&sheet));
	one.script = arena_copy(arena, buf_str(&script));
	one.rows = arena_copy(arena, buf_str(&rows));
	one.english = arena_copy(arena, buf_str(&english));
	one.spanish = arena_copy(arena, buf_str(&spanish));
	buf_clear(&sheet);
	buf_clear(&script);
	buf_clear(&rows);
	buf_clear(&english);
	buf_clear(&spanish);
	return one;
}

static struct str read_file(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "rb");
	struct buf bytes = { 0 };
	struct str text;
	size_t got;

	if (!file) {
		perror(path);
		exit(1);
	}
	while ((got = fread(buf_reserve(&bytes, 4096), 1, 4096, file)) > 0)
		bytes.len += got;
	fclose(file);
	text = arena_copy(arena, buf_str(&bytes));
	buf_clear(&bytes);
	return text;
}

/* What only C can ask. */

struct run {
	struct arena *arena;
	struct diag *diag;
	struct import *import;
	struct buf messages;
};

static struct run run_open(void)
{
	struct run run = { .arena = arena_new(), .diag = diag_new(LANG_EN) };

	run.import = import_new(run.diag);
	return run;
}

static bool run_script(struct run *run, const char *path, const char *text, const char *sheet)
{
	struct sheet sheets[2] = { sheet_of(run->arena, "uno", str_of(sheet)), sheet_of(run->arena, "dos", STR("x;y\n")) };
	struct import_script script = { .path = str_of(path), .text = str_of(text), .memory = 16 << 20, .instructions = 1000000 };

	return import_run(run->import, &script, sheets, 2);
}

static void run_end(struct run *run, const char *messages)
{
	add_messages(run->diag, &run->messages);
	buf_byte(&run->messages, '\0');
	assert_string_equal(run->messages.at, messages);
	buf_clear(&run->messages);
	import_free(run->import);
	diag_free(run->diag);
	arena_free(run->arena);
}

static void holds(struct run *run, const char *table, const char *want)
{
	struct str got = body_of(run->import, table);

	if (!str_equal(got, str_of(want)))
		fail_msg("%s holds\n%.*snot\n%s", table, STR_ARG(got), want);
}

static void several_scripts_make_common_tables(void **state)
{
	struct run run = run_open();

	(void)state;
	assert_true(run_script(&run, "a.lua",
		"columns \"t\" { \"k\", \"v\", key = { \"k\" } }\nemit(\"t\", sheet[1]) { k = \"a\", v = sheet[1][2] }", "1;2\n"));
	assert_true(run_script(&run, "b.lua", "columns \"t\" { \"k\", \"v\" }\nemit(\"t\", sheets[2][1]) { k = \"b\", v = #sheets }", "1;2\n"));
	holds(&run, "t", "a,2\nb,2\n");
	holds(&run, "procedencia", "t,a,uno,1\nt,b,dos,1\n");
	run_end(&run, "");
}

static void a_key_stands_once_in_all_scripts(void **state)
{
	struct run run = run_open();

	(void)state;
	assert_true(run_script(&run, "a.lua", "columns \"t\" { \"k\", key = { \"k\" } }\nemit(\"t\", sheet[1]) { k = \"a\" }", "1\n"));
	assert_false(run_script(&run, "b.lua", "emit(\"t\", sheet[2]) { k = \"a\" }", "1\n2\n"));
	holds(&run, "t", "a\n");
	run_end(&run, "uno:2: t has the key 'a' already, from uno:1 [duplicate-key]\n");
}

static void other_columns_are_refused(void **state)
{
	struct run run = run_open();

	(void)state;
	assert_true(run_script(&run, "a.lua", "columns \"t\" { \"k\", \"v\" }", ""));
	assert_false(run_script(&run, "b.lua", "columns \"t\" { \"v\", \"k\" }", ""));
	run_end(&run, "b.lua:1: 't' has other columns in a.lua:1 [declaration]\n");
}

static void the_descriptor_declares(void **state)
{
	static const struct str columns[] = { { "meta_id", 7 }, { "mes", 3 }, { "valor", 5 } }, key[] = { { "meta_id", 7 }, { "mes", 3 },
		{ "nada", 4 } };
	struct run run = run_open();

	(void)state;
	import_declare(run.import, STR("calendario"), columns, 3, key, 3);
	import_declare(run.import, STR("vacia"), columns, 0, NULL, 0);
	import_declare(run.import, STR("sin_renglones"), columns, 3, NULL, 0);
	assert_true(run_script(&run, "a.lua",
		"emit(\"calendario\", sheet[1]) { meta_id = \"m,1\", mes = date \"2011-03\", valor = decimal \"1.50\" }", "1\n"));
	holds(&run, "calendario", "\"m,1\",2011-03,1.50\n");
	holds(&run, "procedencia", "calendario,\"m,1/2011-03\",uno,1\n");
	assert_false(run_script(&run, "b.lua", "columns \"calendario\" { \"mes\" }", ""));
	run_end(&run, "b.lua:1: 'calendario' has other columns in the descriptor of the folder; it need not be declared here [declaration]\n");
}

/* Only tables that were used come out, and the provenance always. */
static void tables_in_order(void **state)
{
	static const struct str columns[] = { { "a", 1 } };
	struct run run = run_open();
	const struct import_table *tables;
	size_t count;

	(void)state;
	import_declare(run.import, STR("z"), columns, 1, NULL, 0);
	import_declare(run.import, STR("y"), columns, 1, NULL, 0);
	assert_true(run_script(&run, "a.lua", "columns \"c\" { \"x\" }\nemit(\"y\", sheet[1]) { }\nemit(\"z\", sheet[1]) { a = true }", "1\n"));
	tables = import_tables(run.import, &count);
	assert_int_equal(count, 4);
	assert_true(str_equal(tables[0].csv, STR("a\ntrue\n")) && str_equal(tables[0].name, STR("z")));
	assert_true(str_equal(tables[1].csv, STR("a\n\"\"\n")) && str_equal(tables[1].name, STR("y")));
	assert_true(str_equal(tables[2].csv, STR("x\n")) && tables[2].rows == 0);
	assert_true(tables[3].rows == 2);
	run_end(&run, "");
}

static bool module(void *context, struct str name, struct str *text, struct str *path)
{
	(void)context;
	*text = STR("local M = {}\nfunction M.leave(row) emit(\"t\", row) { a = 1 } end\nfunction M.fail() return nil .. \"x\" end\nreturn M\n");
	*path = STR("m.lua");
	return str_equal(name, STR("m"));
}

static void modules(void **state)
{
	struct run run = run_open();
	struct sheet sheet = sheet_of(run.arena, "uno", STR("1\n"));
	struct import_script script = { .path = STR("a.lua"), .module = module };

	(void)state;
	script.text = STR("columns \"t\" { \"a\" }\nlocal m = require \"m\"\nm.leave(sheet[1])\nm.fail()");
	assert_false(import_run(run.import, &script, &sheet, 1));
	holds(&run, "t", "1\n");
	script.text = STR("require \"../m\"");
	assert_false(import_run(run.import, &script, &sheet, 1));
	run_end(&run,
		"a.lua:1: no module '../m'; only Lua files beside this one can be required [require]\n"
		"m.lua:3: attempt to concatenate a nil value [lua-error]\n");
}

static void a_fault_tells_the_row_that_was_read(void **state)
{
	struct run run = run_open();
	const struct diag_message *const *messages;
	size_t count;

	(void)state;
	assert_false(run_script(&run, "a.lua", "for row in sheet:rows() do\nif row.line == 3 then error \"no\" end\nend", "1\n\n2\n"));
	messages = diag_messages(run.diag, &count);
	assert_int_equal(count, 1);
	assert_true(str_equal(messages[0]->context, STR("while reading uno:3")));
	run_end(&run, "a.lua:2: no [script-error]\n");
}

/* What a script may use up: each ends, is told, and leaves the import usable. */
static void caps(void **state)
{
	static const char *const loops[] = { "while true do end", "while true do sheet:rows() end", "while true do pcall(error) end",
		"while true do sheet:plan { columns = { a = \"x\" } } end", "while true do columns(\"t\" .. #sheet) { \"a\" } end",
		"local n = 0 while true do n = n + 1 columns(\"t\" .. n) { \"a\" } end",
		"columns \"u\" { \"a\" } while true do emit(\"u\", sheet[1]) { a = 1 } end",
		"columns \"u\" { \"a\" } local s = (\"x\"):rep(1000) while true do emit(\"u\", sheet[1]) { a = s } end",
		"while true do title(\"X\") end",
		"while true do sheet[1][1]:amount() end", "local t = {} while true do t[#t + 1] = { sheet[1] } end" };

	(void)state;
	alarm(CASE_SECONDS);
	for (size_t i = 0; i < sizeof loops / sizeof loops[0]; i++) {
		struct run run = run_open();
		const struct diag_message *const *messages;
		size_t count, last;

		assert_false(run_script(&run, "a.lua", loops[i], "x;y\n"));
		messages = diag_messages(run.diag, &count);
		last = count - 1;
		while (last && strcmp(messages[last]->rule, "too-long") != 0)
			last--;
		if (strcmp(messages[last]->rule, "too-long") != 0 && strcmp(messages[last]->rule, "too-much-memory") != 0)
			fail_msg("%s: %s", loops[i], messages[last]->rule);
		assert_true(run_script(&run, "b.lua", "columns \"after\" { \"a\" }", ""));
		import_free(run.import);
		diag_free(run.diag);
		arena_free(run.arena);
	}
	alarm(0);
}

/* The budget grows with the sheet. */
static void large_sheets_have_more_steps(void **state)
{
	struct run run = run_open();
	struct sheet sheet = sheet_of(run.arena, "uno", STR("1\n2\n3\n"));
	struct import_script script = { .path = STR("a.lua"), .text = STR("for i = 1, 40000000 do local _ = i end") };

	(void)state;
	assert_true(import_run(run.import, &script, &sheet, 1));
	run_end(&run, "");
}

int main(void)
{
	static struct one_case cases[CASES_MOST];
	static struct CMUnitTest tests[CASES_MOST + 16];
	struct arena *arena = arena_new();
	struct str text = read_file(arena, "tests/cases/import.txt");
	const struct CMUnitTest others[] = { cmocka_unit_test(several_scripts_make_common_tables),
		cmocka_unit_test(a_key_stands_once_in_all_scripts),
		cmocka_unit_test(other_columns_are_refused), cmocka_unit_test(the_descriptor_declares), cmocka_unit_test(tables_in_order),
		cmocka_unit_test(modules), cmocka_unit_test(a_fault_tells_the_row_that_was_read), cmocka_unit_test(caps),
		cmocka_unit_test(large_sheets_have_more_steps) };
	size_t count = 0, at = str_search(text, STR("\n### "), 0);
	int failed;

	while (at < text.len && count < CASES_MOST) {
		size_t next = str_search(text, STR("\n### "), at + 1);

		cases[count] = read_case(arena, str_part(text, at + 1, next - at - 1));
		tests[count] = (struct CMUnitTest){ cases[count].name.at, case_run, NULL, NULL, &cases[count] };
		count++;
		at = next;
	}
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		tests[count++] = others[i];
	failed = _cmocka_run_group_tests("import", tests, count, NULL, NULL);
	arena_free(arena);
	return failed;
}
