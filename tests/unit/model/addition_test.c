/* Tables that the program adds, and the steps from any row to the rows that tell of it. */
#include "model/addition.h"

#include "base/buf.h"
#include "base/map.h"
#include "model/load.h"
#include "model/site.h"
#include "model/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "folder.h"

#define CELLS(...) (const struct str[]){ __VA_ARGS__ }, sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str)
#define ABSENT ((struct str){ NULL, 0 })

static const char packages[] =
	"name: poa\n"
	"licenses: [{ name: CC0-1.0 }]\n"
	"resources:\n"
	"  - name: metas\n"
	"    path: metas.csv\n"
	"    schema: { primaryKey: [meta_id], fields: [{ name: meta_id, type: string }] }\n"
	"  - name: calendario\n"
	"    path: calendario.csv\n"
	"    schema: { primaryKey: [meta_id, mes], fields: [{ name: meta_id, type: string }, { name: mes, type: yearmonth }] }\n";

static const char reserved[] =
	"name: poa\n"
	"resources: [{ name: faltas, path: metas.csv, schema: { fields: [{ name: meta_id, type: string }] } }]\n";

static const char telling[] =
	"name: poa\n"
	"resources:\n"
	"  - name: notas_de\n"
	"    path: metas.csv\n"
	"    vitrina:about: { resource: meta_id, key: meta_id }\n"
	"    schema: { fields: [{ name: meta_id, type: string }] }\n";

static const char descriptor[] =
	"name: faltas\n"
	"title: { es: Lo que no cuadra, en: What does not add up }\n"
	"resources:\n"
	"  - name: faltas\n"
	"    title: { es: Faltas, en: Faults }\n"
	"    vitrina:about:\n"
	"      - { resource: tabla, key: clave }\n"
	"      - { resource: de_tabla, key: de_clave, name: de }\n"
	"    schema:\n"
	"      primaryKey: [falta_id]\n"
	"      fields:\n"
	"        - { name: falta_id, type: string }\n"
	"        - { name: tabla, type: string }\n"
	"        - { name: clave, type: string }\n"
	"        - { name: de_tabla, type: string }\n"
	"        - { name: de_clave, type: string }\n"
	"        - { name: valor, type: number }\n"
	"  - name: notas\n"
	"    schema:\n"
	"      fields: [{ name: falta_id, type: string }]\n"
	"      foreignKeys: [{ fields: [falta_id], reference: { resource: faltas, fields: [falta_id] } }]\n";

struct test {
	struct folder folder;
	struct diag *diag;
	struct loaded *loaded;
	struct addition *addition;
	char *messages;
	size_t messages_len;
};

static struct test test_open(const char *package)
{
	const struct folder_file files[] = { { "portal.yaml", "title: Prueba\nlanguages: [es]\ntheme: liso\n" },
		{ "themes/liso/theme.yaml", "title: Liso\n" }, { "data/poa/datapackage.yaml", package }, { "data/poa/metas.csv", "meta_id\na\nb\n" },
		{ "data/poa/calendario.csv", "meta_id,mes\na,2013-01\na,2013-02\n" }, { 0 } };
	struct test test = { .folder = folder_open(files), .diag = diag_new(LANG_EN) };
	struct load_options options = { .workers = 1 };

	test.loaded = load_site(test.folder.tree, &options, test.diag);
	assert_non_null(test.loaded);
	test.addition = addition_new(STR("vitrina/faltas"), str_of(descriptor));
	return test;
}

static void test_end(struct test *test)
{
	addition_free(test->addition);
	load_free(test->loaded);
	diag_free(test->diag);
	folder_close(&test->folder);
	free(test->messages);
}

static const char *messages(struct test *test)
{
	FILE *file = open_memstream(&test->messages, &test->messages_len);

	diag_print(test->diag, file, false, NULL, NULL);
	fclose(file);
	return test->messages;
}

static void add_rows(struct test *test)
{
	struct addition *a = test->addition;

	addition_row(a, STR("faltas"), CELLS(STR("f1"), STR("metas"), STR("b"), ABSENT, ABSENT, STR("4.60")));
	addition_row(a, STR("faltas"), CELLS(STR("f2"), STR("calendario"), STR("a/2013-02"), STR("metas"), STR("a"), ABSENT));
	addition_row(a, STR("faltas"), CELLS(STR("f3, \"x\"\ny"), STR("metas"), STR("gone"), ABSENT, ABSENT, STR("-1")));
	addition_row(a, STR("faltas"), CELLS(STR("f4"), STR("metas"), STR("b"), ABSENT, ABSENT, ABSENT));
	addition_row(a, STR("faltas"), CELLS(STR("f5"), STR("calendario"), STR("a/2013-01"), STR("metas"), STR("a"), ABSENT));
	addition_row(a, STR("notas"), CELLS(STR("f4")));
}

static void a_package_is_added(void **state)
{
	struct test test = test_open(packages);
	const struct site *site = load_get(test.loaded);
	const struct table *faltas, *notas;
	struct str text;

	(void)state;
	add_rows(&test);
	assert_true(load_addition(test.loaded, test.addition, test.diag));
	assert_int_equal(site->package_count, 2);
	assert_true(site->packages[1]->added && !site->packages[0]->added);
	assert_int_equal(site->packages[1]->licence_count, 1);
	faltas = site_table(site, STR("faltas"));
	notas = site_table(site, STR("notas"));
	assert_ptr_equal(site->packages[1]->tables[0], faltas);
	assert_true(str_equal(phrase_in(table_title(faltas), STR("en")), STR("Faults")));
	assert_int_equal(table_rows(faltas), 5);
	assert_true(table_text(faltas, 2, 0, &text) && str_equal(text, STR("f3, \"x\"\ny")));
	assert_false(table_text(faltas, 2, 3, &text));
	assert_int_equal(table_find(faltas, CELLS(STR("f4"))), 3);
	assert_int_equal(link_forward(table_link_at(notas, 0), 0), 3);
	assert_true(table_schema(faltas)->primary.count == 1);
	test_end(&test);
}

static void rows_tell_of_rows(void **state)
{
	struct test test = test_open(packages);
	const struct table *faltas, *calendario;
	const struct about *about, *from;
	struct row_list list;
	struct str resource, key;

	(void)state;
	add_rows(&test);
	assert_true(load_addition(test.loaded, test.addition, test.diag));
	faltas = site_table(load_get(test.loaded), STR("faltas"));
	calendario = site_table(load_get(test.loaded), STR("calendario"));
	about = table_about(faltas, STR(""));
	from = table_about(faltas, STR("de"));
	assert_non_null(about);
	assert_ptr_equal(about, table_about(faltas, STR("faltas")));
	assert_null(table_about(faltas, STR("otra")));
	list = about_rows(about, STR("metas"), STR("b"));
	assert_int_equal(list.count, 2);
	assert_int_equal(row_list_at(list, 0), 0);
	assert_int_equal(row_list_at(list, 1), 3);
	assert_int_equal(about_rows(about, STR("metas"), STR("gone")).count, 1);
	assert_int_equal(about_rows(about, STR("metas"), STR("a")).count, 0);
	assert_int_equal(about_rows(about, STR("nadie"), STR("b")).count, 0);
	assert_int_equal(about_rows(from, STR("metas"), STR("a")).count, 2);
	assert_true(about_names(about, 1, &resource, &key));
	assert_int_equal(table_find_key(calendario, key), 1);
	assert_int_equal(table_find_key(calendario, STR("a")), ROW_NONE);
	assert_int_equal(table_find_key(calendario, STR("a/2013-01/x")), ROW_NONE);
	assert_false(about_names(from, 0, &resource, &key));
	test_end(&test);
}

static void a_table_without_rows_is_added(void **state)
{
	struct test test = test_open(packages);
	const struct table *faltas;

	(void)state;
	assert_true(load_addition(test.loaded, test.addition, test.diag));
	faltas = site_table(load_get(test.loaded), STR("faltas"));
	assert_int_equal(table_rows(faltas), 0);
	assert_int_equal(about_rows(table_about(faltas, STR("")), STR("metas"), STR("b")).count, 0);
	test_end(&test);
}

static void a_taken_name_is_told(void **state)
{
	struct test test = test_open(reserved);

	(void)state;
	assert_false(load_addition(test.loaded, test.addition, test.diag));
	assert_non_null(strstr(messages(&test), "data/poa/datapackage.yaml:2:21: error: 'faltas' is the name of a table that vitrina makes"));
	test_end(&test);
}

static void rows_against_their_schema_are_told(void **state)
{
	struct test test = test_open(packages);

	(void)state;
	addition_row(test.addition, STR("faltas"), CELLS(STR("f1"), STR("metas"), STR("b"), ABSENT, ABSENT, STR("mucho")));
	assert_false(load_addition(test.loaded, test.addition, test.diag));
	assert_non_null(strstr(messages(&test), "vitrina/faltas/faltas.csv:1:"));
	test_end(&test);
}

static void a_descriptor_may_tell_what_rows_are_about(void **state)
{
	struct test test = test_open(telling);
	const struct table *table = site_table(load_get(test.loaded), STR("notas_de"));

	(void)state;
	assert_int_equal(about_rows(table_about(table, STR("notas_de")), STR("a"), STR("a")).count, 1);
	test_end(&test);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_package_is_added),
		cmocka_unit_test(rows_tell_of_rows),
		cmocka_unit_test(a_table_without_rows_is_added),
		cmocka_unit_test(a_taken_name_is_told),
		cmocka_unit_test(rows_against_their_schema_are_told),
		cmocka_unit_test(a_descriptor_may_tell_what_rows_are_about),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
