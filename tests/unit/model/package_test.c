/* Descriptors of packages, read from a folder. */
#include "model/load_package.h"

#include "base/arena.h"
#include "model/site.h"

#include "cases.h"
#include "folder.h"

struct package_test {
	struct folder folder;
	struct arena *arena;
	struct diag *diag;
	struct package *package;
	struct resource *resources;
	size_t count;
	struct buf told;
};

static struct package_test package_of(const char *name, const char *descriptor)
{
	const struct folder_file files[] = { { name, descriptor }, { "data/p/a.csv", "id\n" },
		{ "data/p/partes/1.csv", "id\n" },
		{ "data/p/partes/2.csv", "id\n" }, { "data/p/partes/hondo/3.csv", "id\n" },
		{ "data/p/a.schema.json", "{\"fields\": [{\"name\": \"id\"}]}" },
		{ "data/p/model.lua", "return 1" }, { "data/otro.csv", "id\n" }, { 0 } };
	struct package_test t = { .folder = folder_open(files), .arena = arena_new(), .diag = diag_new(LANG_EN) };

	load_package(t.arena, t.folder.tree, STR("data/p"), STR("es"), &t.package, &t.resources, &t.count, t.diag);
	case_messages(t.diag, &t.told);
	buf_byte(&t.told, '\0');
	return t;
}

static void package_end(struct package_test *t)
{
	for (size_t i = 0; i < t->count; i++)
		schema_end(&t->resources[i].schema);
	buf_clear(&t->told);
	diag_free(t->diag);
	arena_free(t->arena);
	folder_close(&t->folder);
}

static void expect(struct str got, const char *wanted)
{
	if (!str_equal(got, str_of(wanted)))
		fail_msg("'%.*s', not '%s'", STR_ARG(got), wanted);
}

static void everything_is_read(void **state)
{
	struct package_test t = package_of("data/p/datapackage.yaml",
		"name: poa\n"
		"version: 1.0.0\n"
		"title: Paquete\n"
		"vitrina:en: { title: Package }\n"
		"licenses: [{ name: CC-BY-4.0, path: 'https://x/y', title: Atribución }]\n"
		"sources: [{ title: Fuente, path: f.pdf, email: a@b.mx }]\n"
		"resources:\n"
		"  - name: a-s\n"
		"    path: [a.csv, partes/*.csv, a.csv]\n"
		"    title: Aes\n"
		"    dialect: { delimiter: \"\\t\", quoteChar: \"'\", commentChar: '#', skipInitialSpace: true, headerRows: [1, 2] }\n"
		"    encoding: UTF-8\n"
		"    vitrina:order: [-id, n]\n"
		"    vitrina:label: n\n"
		"    schema: { fields: [{ name: id }, { name: n, type: integer }] }\n");
	const struct resource *r = t.resources;

	(void)state;
	expect(str_of(t.told.at), "");
	expect(t.package->name, "poa");
	expect(t.package->version, "1.0.0");
	expect(phrase_in(&t.package->title, STR("en")), "Package");
	expect(t.package->model_path, "data/p/model.lua");
	expect(t.package->model_text, "return 1");
	expect(t.package->licences[0].name, "CC-BY-4.0");
	expect(t.package->sources[0].email, "a@b.mx");
	assert_int_equal(t.count, 1);
	expect(r->singular, "a_s");
	expect(r->folder, "data/p");
	assert_int_equal(r->path_count, 3);
	expect(r->paths[0], "data/p/a.csv");
	expect(r->paths[2], "data/p/partes/2.csv");
	assert_false(r->incomplete);
	assert_true(r->dialect.delimiter == '\t' && r->dialect.quote == '\'' && r->dialect.skip_space &&
		r->dialect.header_count == 2 && r->dialect.header_rows[1] == 2);
	expect(r->dialect.comment, "#");
	expect(r->label->name, "n");
	assert_int_equal(r->order_count, 2);
	assert_true(r->order[0].descending && !r->order[1].descending);
	package_end(&t);
}

/* As CKAN and others write them: JSON, the first version of the standard, the schema in a file. */
static void first_version(void **state)
{
	struct package_test t = package_of("data/p/datapackage.json",
		"{\"profile\": \"tabular-data-package\", \"resources\": [{\"name\": \"a\", \"path\": \"a.csv\",\n"
		"\"profile\": \"tabular-data-resource\", \"schema\": \"a.schema.json\", \"dialect\": {\n"
		"\"csvddfVersion\": 1.2, \"delimiter\": \";\", \"doubleQuote\": true, \"lineTerminator\": \"\\r\\n\",\n"
		"\"header\": false, \"caseSensitiveHeader\": false}}]}");

	(void)state;
	expect(str_of(t.told.at), "");
	expect(t.package->name, "p");
	assert_int_equal(t.count, 1);
	assert_true(t.resources->dialect.delimiter == ';' && !t.resources->dialect.header);
	expect(t.resources->label->name, "id");
	package_end(&t);
}

/* FIELDS in a case stands for the least schema there is. */
static struct str spelled_out(struct arena *arena, struct str text)
{
	size_t at = str_search(text, STR("FIELDS"), 0);

	if (at == text.len)
		return text;
	return arena_printf(arena, "%.*sschema: {fields: [{name: id}]}%.*s", (int)at, text.at, STR_ARG(str_after(text, at + 6)));
}

static void run_case(struct str line, struct buf *got, struct str *wanted)
{
	struct arena *arena = arena_new();
	struct str descriptor = spelled_out(arena, case_part(&line));
	struct package_test t = package_of("data/p/datapackage.yaml", arena_copy(arena, descriptor).at);

	buf_add(got, str_of(t.told.at));
	*wanted = line;
	package_end(&t);
	arena_free(arena);
}

static void faults_are_told(void **state)
{
	(void)state;
	assert_true(cases_run("tests/cases/packages.txt", run_case) > 20);
}

/* What is wrong in one resource does not hide the others, nor its own rows. */
static void a_fault_hides_nothing(void **state)
{
	struct package_test t = package_of("data/p/datapackage.yaml",
		"resources:\n"
		"  - { name: a, path: falta.csv, schema: { fields: [{ name: id, type: strin }] } }\n"
		"  - { name: b, path: a.csv }\n"
		"  - { name: c, path: a.csv, schema: { fields: [{ name: id, constraints: { pattern: 'a+' } }] } }\n");

	(void)state;
	assert_int_equal(diag_count(t.diag, DIAG_ERROR), 3);
	assert_int_equal(t.count, 2);
	expect(t.resources[0].name, "a");
	assert_true(t.resources[0].incomplete);
	assert_int_equal(t.resources[0].path_count, 0);
	expect(t.resources[1].name, "c");
	package_end(&t);
}

static void one_descriptor(void **state)
{
	const struct folder_file both[] = { { "data/p/datapackage.yaml", "{}" }, { "data/p/datapackage.json",
		"{}" }, { "data/q/a.csv", "" }, { 0 } };
	struct folder folder = folder_open(both);
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(LANG_EN);
	struct package *package;
	struct resource *resources;
	struct buf told = { 0 };
	size_t count;

	(void)state;
	assert_false(load_package(arena, folder.tree, STR("data/p"), STR("es"), &package, &resources, &count,
		diag));
	assert_null(package);
	assert_false(load_package(arena, folder.tree, STR("data/q"), STR("es"), &package, &resources, &count,
		diag));
	case_messages(diag, &told);
	expect(buf_str(&told),
		"!0 two-descriptors: 'data/p/datapackage.yaml' describes the same package > remove one of the two ; "
		"!0 no-descriptor: there is no datapackage.yaml or datapackage.json in 'data/q'");
	buf_clear(&told);
	diag_free(diag);
	arena_free(arena);
	folder_close(&folder);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_read), cmocka_unit_test(first_version),
			cmocka_unit_test(faults_are_told),
		cmocka_unit_test(a_fault_hides_nothing), cmocka_unit_test(one_descriptor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
