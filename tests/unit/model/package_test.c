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
	const struct folder_file files[] = { { name, descriptor }, { "data/p/a.csv", "id\n" }, { "data/p/partes/1.csv", "id\n" },
		{ "data/p/partes/2.csv", "id\n" }, { "data/p/partes/hondo/3.csv", "id\n" }, { "data/p/a.schema.json", "{\"fields\": [{\"name\": \"id\"}]}" },
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
	assert_true(r->dialect.delimiter == '\t' && r->dialect.quote == '\'' && r->dialect.skip_space && r->dialect.header_rows == 2);
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
		"{\"profile\": \"tabular-data-package\", \"resources\": [{\"name\": \"a\", \"path\": \"a.csv\", \"profile\": \"tabular-data-resource\",\n"
		"\"dialect\": {\"csvddfVersion\": 1.2, \"delimiter\": \";\", \"doubleQuote\": true, \"lineTerminator\": \"\\r\\n\", \"header\": false,"
		" \"caseSensitiveHeader\": false}, \"schema\": \"a.schema.json\"}]}");

	(void)state;
	expect(str_of(t.told.at), "");
	expect(t.package->name, "p");
	assert_int_equal(t.count, 1);
	assert_true(t.resources->dialect.delimiter == ';' && !t.resources->dialect.header);
	expect(t.resources->label->name, "id");
	package_end(&t);
}

#define FIELDS "schema: {fields: [{name: id}]}"

static void faults_are_told(void **state)
{
	static const char *const table[][2] = {
		{ "[]", "!1 setting-kind: '' must be a map of names and values" },
		{ "{name: p}", "!1 no-resources: the package declares no resources" },
		{ "{name: p, resources: []}", "!22 no-resources: the package declares no resources" },
		{ "{name: El Paquete, resources: [{name: a, path: a.csv, " FIELDS "}]}",
			"!8 package-name: 'El Paquete' can't name a package > use small letters without accents, digits, '-', '_' and '.'" },
		{ "{resource: x, resources: [{name: a, path: a.csv, " FIELDS "}]}",
			"~2 near-miss: 'resource' is no property of the standard, and was passed over > did you mean 'resources'?" },
		{ "{resources: [a]}", "!14 setting-kind: '' must be a map of names and values" },
		{ "{resources: [{name: Metas, path: a.csv, " FIELDS "}]}", "!21 resource-name: 'Metas' can't name a table > use small letters without accents, "
			"digits, '_' and '-', and begin with a letter" },
		{ "{resources: [{name: a, " FIELDS "}]}", "!14 no-path: the resource has no 'path'" },
		{ "{resources: [{name: a, data: [[1]], " FIELDS "}]}",
			"!24 no-path: 'data' inside a descriptor is not supported; put it into a CSV file" },
		{ "{resources: [{name: a, path: [], " FIELDS "}]}", "!30 no-path: the resource has no 'path'" },
		{ "{resources: [{name: a, path: {b: c}, " FIELDS "}]}", "!30 setting-kind: a path must be a text" },
		{ "{resources: [{name: a, path: b.csv, " FIELDS "}]}", "!30 missing-file: there is no file 'data/p/b.csv' > did you mean 'a.csv'?" },
		{ "{resources: [{name: a, path: x/y/zzzzz.txt, " FIELDS "}]}", "!30 missing-file: there is no file 'data/p/x/y/zzzzz.txt' > see whether it was "
			"saved there, and whether git ignores it" },
		{ "{resources: [{name: a, path: 'z*.csv', " FIELDS "}]}", "!30 missing-file: no file is called 'data/p/z*.csv'" },
		{ "{resources: [{name: a, path: ../otro.csv, " FIELDS "}]}", "!30 bad-path: '../otro.csv' leaves the package > write a path inside the package's "
			"folder, like metas.csv or avances/*.csv" },
		{ "{resources: [{name: a, path: /etc/passwd, " FIELDS "}]}", "!30 bad-path: '/etc/passwd' is a path of one machine > write a path inside the "
			"package's folder, like metas.csv or avances/*.csv" },
		{ "{resources: [{name: a, path: 'partes\\1.csv', " FIELDS "}]}", "!30 bad-path: 'partes\\1.csv' has '\\'; parts of a path are separated by '/' > "
			"write a path inside the package's folder, like metas.csv or avances/*.csv" },
		{ "{resources: [{name: a, path: 'http://x/a.csv', " FIELDS "}]}",
			"!30 remote-path: 'http://x/a.csv' is an address, and nothing is fetched > keep a copy of the file in the package" },
		{ "{resources: [{name: a, path: a.csv}]}", "!14 no-schema: the resource has no 'schema' > declare its fields: schema: { fields: [ { name: clave, "
			"type: string } ] }" },
		{ "{resources: [{name: a, path: a.csv, schema: a.schema.jsno}]}",
			"!45 missing-file: there is no file 'data/p/a.schema.jsno' > did you mean 'a.schema.json'?" },
		{ "{resources: [{name: a, path: a.csv, encoding: latin1, " FIELDS "}]}",
			"!47 encoding: files are read as UTF-8, not as 'latin1' > save them as \"CSV UTF-8\" and take 'encoding' out" },
		{ "{resources: [{name: a, path: a.csv, dialect: {delimiter: '||', doubleQuote: false, nullSequence: x}, " FIELDS "}]}",
			"!58 dialect: 'delimiter' must be one ASCII character ; !77 dialect: a quote inside quotes must be doubled: 'doubleQuote: false' is not "
			"supported ; !84 dialect: 'nullSequence' is not supported" },
		{ "{resources: [{name: a, path: a.csv, dialect: {headerRows: [2]}, " FIELDS "}]}",
			"!60 dialect: 'headerRows' must be 1, 2 … without a gap" },
		{ "{resources: [{name: a, path: a.csv, vitrina:label: di, vitrina:order: [-ie], vitrina:singular: la a, " FIELDS "}]}",
			"!52 unknown-field: there is no field 'di' ; !72 unknown-field: there is no field 'ie' ; "
			"!96 singular-name: 'la a' can't be a name in templates > write it with letters, digits and _, like programa" },
		{ "{resources: [{name: a, path: a.csv, vitrina:labels: id, " FIELDS "}]}",
			"!37 unknown-setting: unknown setting 'vitrina:labels' > did you mean 'vitrina:label'?" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct package_test t = package_of("data/p/datapackage.yaml", table[i][0]);

		if (strcmp(t.told.at, table[i][1]) != 0)
			fail_msg("%s\nwanted %s\ngot    %s", table[i][0], table[i][1], t.told.at);
		package_end(&t);
	}
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
	const struct folder_file both[] = { { "data/p/datapackage.yaml", "{}" }, { "data/p/datapackage.json", "{}" }, { "data/q/a.csv", "" }, { 0 } };
	struct folder folder = folder_open(both);
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(LANG_EN);
	struct package *package;
	struct resource *resources;
	struct buf told = { 0 };
	size_t count;

	(void)state;
	assert_false(load_package(arena, folder.tree, STR("data/p"), STR("es"), &package, &resources, &count, diag));
	assert_null(package);
	assert_false(load_package(arena, folder.tree, STR("data/q"), STR("es"), &package, &resources, &count, diag));
	case_messages(diag, &told);
	expect(buf_str(&told), "!0 two-descriptors: 'data/p/datapackage.yaml' describes the same package > remove one of the two ; "
		"!0 no-descriptor: there is no datapackage.yaml or datapackage.json in 'data/q'");
	buf_clear(&told);
	diag_free(diag);
	arena_free(arena);
	folder_close(&folder);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_read), cmocka_unit_test(first_version), cmocka_unit_test(faults_are_told),
		cmocka_unit_test(a_fault_hides_nothing), cmocka_unit_test(one_descriptor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
