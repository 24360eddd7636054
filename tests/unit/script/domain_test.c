/* model.lua over small tables made here: what it computes, what it finds, what it may not do, and that the number of workers shows in nothing. */
#include "../model/made.h"

#include "base/buf.h"
#include "model/compute.h"
#include "model/site.h"
#include "script/script.h"

struct run {
	struct made made;
	struct table *programas, *metas;
	struct package package, *packages[1];
	struct site site;
	struct diag *diag;
	bool good;
	char *messages;
	size_t messages_len;
};

static const struct settings_value umbrales[] = { { .kind = SETTINGS_NUMBER, .name = { "verde_min", 9 }, .text = { "90", 2 } } };
static const struct settings_value settings[] = { { .kind = SETTINGS_MAP, .name = { "umbrales", 8 }, .items = umbrales, .count = 1 } };
static const struct settings_value model_settings = { .kind = SETTINGS_MAP, .items = settings, .count = 1 };

static void run_over(struct run *run, const char *model, const char *metas, int workers, enum lang lang)
{
	static const struct str langs[] = { { "es", 2 }, { "en", 2 } };
	struct script_limits limits = { .memory = 64 << 20, .instructions = 1000000 };
	FILE *out;

	*run = (struct run){ .made = made_new(), .diag = diag_new(lang) };
	run->programas = made_table(&run->made, "programas", "*programa_id nombre");
	run->metas = made_table(&run->made, "metas", "*meta_id programa_id meta:number avance_texto termino:date");
	made_refer(&run->made, run->metas, "programa_id", "programas", "programa_id", "programa", "metas");
	made_load(&run->made, (const char *[]){ "programa_id,nombre\np1,Uno\np2,Dos\n", metas });
	made_silent(&run->made);
	run->package = (struct package){ .folder = STR("data/poa"), .model_path = STR("data/poa/model.lua"), .model_text = str_of(model) };
	run->packages[0] = &run->package;
	run->site = (struct site){ .tables = run->made.tables, .langs = langs, .lang_count = 2, .packages = run->packages, .package_count = 1,
		.model = &model_settings };
	run->good = scripts_compute(&run->site, &limits, workers, NULL, run->diag);
	out = open_memstream(&run->messages, &run->messages_len);
	diag_print(run->diag, out, false, NULL, NULL);
	fclose(out);
}

static void run_model(struct run *run, const char *model)
{
	run_over(run, model, "meta_id,programa_id,meta,avance_texto,termino\nm1,p1,4.60,x,2011-12-31\nm2,p1,,y,\nm3,p2,0,,2013-01-31\n", 1, LANG_EN);
}

static void run_end(struct run *run)
{
	free(run->messages);
	diag_free(run->diag);
	made_free(&run->made);
}

static void cell(const struct run *run, const struct table *table, uint32_t row, const char *field, const char *want)
{
	const struct field *found = schema_find(table_schema(table), str_of(field));
	struct str text = STR("");

	assert_non_null(found);
	if (!table_text(table, row, found->index, &text))
		text = table_why(table, row, found->index);
	if (!str_equal(text, str_of(want)))
		fail_msg("%s of row %u is '%.*s', not '%s'\n%s", field, (unsigned)row, STR_ARG(text), want, run->messages);
}

static void tells(const char *model, const char *want)
{
	struct run run;

	run_model(&run, model);
	if (!strstr(run.messages, want))
		fail_msg("'%s' is not told in:\n%s", want, run.messages);
	assert_false(run.good);
	run_end(&run);
}

static void fields_are_computed(void **state)
{
	struct run run;

	(void)state;
	run_model(&run,
		"local metas = resource 'metas'\n"
		"metas:reason { name = 'no-target', es = 'sin meta', en = 'no target' }\n"
		"metas:field { name = 'doble', type = 'number', title = { en = 'Twice', es = 'Doble' }, unit = '%',\n"
		"  value = function(m) if not m.meta then return nil, 'no-target' end return m.meta * 2 end }\n"
		"metas:field { name = 'texto', type = 'string', title = 'Texto', value = function(m) return tostring(m.doble) .. '!' end }\n"
		"metas:field { name = 'tarde', type = 'boolean', value = function(m) return m.termino and m.termino > date('2012-01-01') end }\n"
		"metas:field { name = 'mes', type = 'yearmonth', value = function(m) return m.termino and date('2011-02') end }\n"
		"metas:field { name = 'fin', type = 'date', value = function(m) return m.termino end }\n"
		"resource('programas'):field { name = 'cuantas', type = 'integer', value = function(p) return #p.metas end }\n"
		"metas:field { name = 'de_programa', type = 'integer', value = function(m) return m.programa.cuantas end }\n"
		"metas:field { name = 'umbral', type = 'number', value = function(m) return settings.umbrales.verde_min:round(1) end }\n");
	assert_string_equal(run.messages, "");
	assert_true(run.good);
	cell(&run, run.metas, 0, "doble", "9.20");
	cell(&run, run.metas, 1, "doble", "no-target");
	cell(&run, run.metas, 2, "doble", "0");
	cell(&run, run.metas, 1, "texto", "nil!");
	cell(&run, run.metas, 0, "tarde", "false");
	cell(&run, run.metas, 1, "tarde", "empty");
	cell(&run, run.metas, 2, "tarde", "true");
	cell(&run, run.metas, 0, "mes", "2011-02");
	cell(&run, run.metas, 2, "fin", "2013-01-31");
	cell(&run, run.programas, 0, "cuantas", "2");
	cell(&run, run.metas, 2, "de_programa", "1");
	cell(&run, run.metas, 0, "umbral", "90.0");
	assert_true(str_equal(phrase_in(table_reason(run.metas, STR("no-target")), STR("es")), STR("sin meta")));
	assert_true(str_equal(phrase_in(&schema_find(table_schema(run.metas), STR("doble"))->title, STR("")), STR("Doble")));
	run_end(&run);
}

static void checks_find(void **state)
{
	struct run run;

	(void)state;
	run_model(&run,
		"local metas = resource 'metas'\n"
		"metas:check { rule = 'no-target', level = 'warning', fields = { 'meta', 'meta_id' },\n"
		"  test = function(m) if not m.meta then return { es = 'sin meta', en = 'no target in ' .. m.meta_id } end end }\n"
		"metas:check { rule = 'zero-target', level = 'error', fields = { 'meta' },\n"
		"  test = function(m) return m.meta and m.meta:is_zero() and 'cero' end }\n"
		"metas:history { field = 'meta', due = 'termino' }\n");
	assert_string_equal(run.messages,
		"metas.csv:3:7 (meta): warning: no target in m2 [no-target]\n"
		"metas.csv:4:7 (meta): error: cero [zero-target]\n");
	assert_false(run.good);
	run_end(&run);
}

static void declarations_are_checked(void **state)
{
	(void)state;
	tells("resource 'mets'", "model.lua:1: error: no resource 'mets'; did you mean 'metas'? [unknown-name]");
	tells("resource('metas'):field { nam = 'x' }", "'nam' means nothing here; did you mean 'name'?");
	tells("resource('metas'):field { name = 'x', type = 'numbre', value = print }",
		"a computed field can't be of type 'numbre'; did you mean 'number'?");
	tells("resource('metas'):field { name = 'x', type = 'number' }", "'value' must be a function");
	tells("resource('metas'):field { name = 'meta', type = 'number', value = print }", "'metas' has a field 'meta' already");
	tells("\nresource('metas').field { name = 'x' }", "model.lua:2: error: write it like metas:field { … }, with a colon [declaration]");
	tells("resource('metas'):feild { }", "no method of resources 'feild'; did you mean 'field'?");
	tells("resource('metas'):check { rule = 'No', fields = { 'meta' }, test = print }", "'No' is no name");
	tells("resource('metas'):check { rule = 'x', fields = { 'mata' }, test = print }", "no field 'mata' in metas; did you mean 'meta'?");
	tells("resource('metas'):check { rule = 'x', level = 'fatal', fields = { 'meta' }, test = print }", "no level 'fatal'");
	tells("resource('metas'):check { rule = 'x', fields = {}, test = print }", "'fields' must be a list of field names");
	tells("resource('metas'):history { field = 'meta', due = 'meta_id' }", "'due' must name a date");
	tells("resource('metas'):reason { name = 'a', es = 'x' } resource('metas'):reason { name = 'a', es = 'x' }", "is declared twice");
	tells("local x =", "model.lua:1: error: unexpected symbol near <eof> [lua-syntax]");
	tells("error 'nothing to do'", "model.lua:1: error: nothing to do [script-error]");
	tells("return data.metas", "no name 'data'; did you mean 'date'?");
	tells("settings.umbrales = 1", "data of the site are read-only");
}

static const char *const prelude = "local metas = resource 'metas'\n";

static void values_are_checked(void **state)
{
	static const struct { const char *type, *value, *want; } cases[] = {
		{ "number", "'x'", "model.lua:2: error: field 'x' is declared as 'number', and its function gave a value of type 'string'" },
		{ "number", "1 / 2", "0.5 is a binary float, and figures are exact" },
		{ "integer", "decimal('1.5')", "is declared as 'integer', and its function gave a value of type 'number'" },
		{ "string", "12", "is declared as 'string', and its function gave a value of type 'integer'" },
		{ "boolean", "'true'", "is declared as 'boolean'" },
		{ "date", "date('2011-01')", "is declared as 'date', and its function gave a value of type 'yearmonth'" },
		{ "date", "m.meta", "while making metas m1 (metas.csv:2)" },
		{ "string", "nil, 'no-reason'", "no reason 'no-reason'; declare it with metas:reason" },
		{ "string", "m.later", "'later' of metas is computed after this; declare it before [not-computed-yet]" },
		{ "string", "m.x", "'x' of metas is computed after this; declare it before" },
		{ "string", "m:why('later')", "'later' of metas is computed after this" },
		{ "string", "m.meta.x", "no method of decimals 'x'" },
		{ "number", "m.meta / m.meta", "division by zero" },
		{ "string", "m.avance_txt", "no field 'avance_txt' in metas; did you mean 'avance_texto'?" },
		{ "string", "('x'):rep(1 << 30)", "this makes a string of more than 8 MB" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char model[1000];

		snprintf(model, sizeof model, "%smetas:field { name = 'x', type = '%s', value = function(m) return %s end }\n"
			"metas:field { name = 'later', type = 'string', value = function(m) return 'x' end }\n", prelude, cases[i].type,
			cases[i].value);
		tells(model, cases[i].want);
	}
	tells("resource('metas'):check { rule = 'x', fields = { 'meta' }, test = function() return 3 end }", "a check gives nil, a text or");
	tells("resource('metas'):field { name = 'x', type = 'string', value = function() while true do end end }",
		"this takes more than 1000000 steps");
}

/* One bad row does not stop the others, and the same fault is one message. */
static void faults_are_folded(void **state)
{
	struct run run;
	const struct diag_message *const *messages;
	size_t count;

	(void)state;
	run_model(&run, "resource('metas'):field { name = 'x', type = 'string', value = function(m) return m.avance_texto .. '' end }");
	cell(&run, run.metas, 0, "x", "x");
	cell(&run, run.metas, 1, "x", "y");
	cell(&run, run.metas, 2, "x", "empty");
	messages = diag_messages(run.diag, &count);
	assert_int_equal(count, 1);
	assert_true(str_equal(messages[0]->making, STR("metas m3 (metas.csv:4)")));
	run_end(&run);
	run_model(&run, "resource('metas'):field { name = 'x', type = 'string', value = function(m) return m.y end }");
	messages = diag_messages(run.diag, &count);
	assert_int_equal(count, 1);
	assert_int_equal(messages[0]->count, 3);
	assert_true(str_equal(messages[0]->making, STR("metas m1 (metas.csv:2)")));
	run_end(&run);
}

static void messages_in_spanish(void **state)
{
	static const char model[] =
		"resource('metas'):field { name = 'x', type = 'string', value = function(m) return m.programa.nombr end }\n"
		"resource('metas'):check { rule = 'a', fields = { 'meta' }, test = function() return { en = 'english', es = 'español' } end }\n";
	struct run run;

	(void)state;
	run_over(&run, model, "meta_id,programa_id,meta,avance_texto,termino\nm1,p1,4.60,x,2011-12-31\n", 1, LANG_ES);
	assert_non_null(strstr(run.messages, "no hay campo 'nombr' en programas; ¿quiso decir 'nombre'?"));
	assert_non_null(strstr(run.messages, "español [a]"));
	run_end(&run);
}

/* A table of many rows, some of which fail. */
static void workers_show_in_nothing(void **state)
{
	static const char model[] =
		"local metas = resource 'metas'\n"
		"metas:field { name = 'x', type = 'number', value = function(m) if m.meta > 19990 then return m.nada end return m.meta * 3 end }\n"
		"metas:field { name = 'y', type = 'string', value = function(m) return m.x and tostring(m.x) end }\n"
		"metas:check { rule = 'many', fields = { 'meta' }, test = function(m) return 'found ' .. m.meta_id end }\n";
	struct buf csv = { 0 };
	struct run one, four;

	(void)state;
	buf_add(&csv, STR("meta_id,programa_id,meta,avance_texto,termino\n"));
	for (int i = 0; i < 20000; i++)
		buf_printf(&csv, "m%d,p1,%d,,\n", i, i);
	buf_byte(&csv, '\0');
	run_over(&one, model, csv.at, 1, LANG_EN);
	run_over(&four, model, csv.at, 4, LANG_EN);
	assert_string_equal(one.messages, four.messages);
	assert_int_equal(diag_count(one.diag, DIAG_WARNING), 20000);
	assert_int_equal(diag_count(four.diag, DIAG_WARNING), 20000);
	assert_int_equal(diag_count(four.diag, DIAG_ERROR), 9);
	for (uint32_t row = 0; row < 20000; row += 777) {
		char want[16];

		snprintf(want, sizeof want, "%u", (unsigned)row * 3);
		cell(&four, four.metas, row, "y", want);
	}
	run_end(&one);
	run_end(&four);
	buf_clear(&csv);
}

static void no_model_is_fine(void **state)
{
	struct run run;

	(void)state;
	run_model(&run, "");
	assert_true(run.good);
	assert_string_equal(run.messages, "");
	run_end(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_computed), cmocka_unit_test(checks_find), cmocka_unit_test(declarations_are_checked),
		cmocka_unit_test(values_are_checked), cmocka_unit_test(faults_are_folded), cmocka_unit_test(messages_in_spanish),
		cmocka_unit_test(workers_show_in_nothing), cmocka_unit_test(no_model_is_fine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
