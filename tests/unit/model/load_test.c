/* Whole sites, from a folder to a site or to what is wrong with it. */
#include "model/load.h"

#include "base/buf.h"
#include "base/map.h"
#include "model/site.h"
#include "model/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "folder.h"

#define PORTAL \
	{ "portal.yaml", "title: Prueba\nlanguages: [es]\ntheme: liso\n" }, \
	{ "themes/liso/theme.yaml", "title: Liso\n" }

static const char descriptor[] =
	"name: poa\n"
	"resources:\n"
	"  - name: metas\n"
	"    path: metas.csv\n"
	"    vitrina:singular: meta\n"
	"    schema:\n"
	"      primaryKey: [meta_id]\n"
	"      fields:\n"
	"        - { name: meta_id, type: string, constraints: { required: true, pattern: '^[a-z0-9-]+$' } }\n"
	"        - { name: programado, type: number, constraints: { minimum: 0 } }\n"
	"  - name: calendario\n"
	"    path: [calendario-*.csv]\n"
	"    vitrina:order: [mes]\n"
	"    schema:\n"
	"      primaryKey: [meta_id, mes]\n"
	"      fields:\n"
	"        - { name: meta_id, type: string }\n"
	"        - { name: mes, type: yearmonth }\n"
	"        - { name: tipo, type: string, constraints: { enum: [alto, bajo] } }\n"
	"      foreignKeys:\n"
	"        - { fields: [meta_id], reference: { resource: metas, fields: [meta_id] } }\n";

struct site_test {
	struct folder folder;
	struct diag *diag;
	struct loaded *loaded;
	char *messages;
	size_t messages_len;
};

static struct site_test site_of(const struct folder_file *files, int workers)
{
	struct site_test test = { .folder = folder_open(files), .diag = diag_new(LANG_EN) };
	struct load_options options = { .workers = workers };
	FILE *file;

	test.loaded = load_site(test.folder.tree, &options, test.diag);
	file = open_memstream(&test.messages, &test.messages_len);
	diag_print(test.diag, file, false, tree_line, test.folder.tree);
	fclose(file);
	return test;
}

static void site_end(struct site_test *test)
{
	load_free(test->loaded);
	diag_free(test->diag);
	folder_close(&test->folder);
	free(test->messages);
}

static void tells(const struct site_test *test, const char *part)
{
	if (!strstr(test->messages, part))
		fail_msg("'%s' is not told in:\n%s", part, test->messages);
}

static void a_site_is_loaded(void **state)
{
	const struct folder_file files[] = { PORTAL, { "data/poa/datapackage.yaml", descriptor },
		{ "data/poa/metas.csv", "meta_id,programado\nb,1\na,2.50\n" },
		{ "data/poa/calendario-1.csv", "meta_id,mes,tipo\na,2013-02,alto\nb,2013-01,\n" },
		{ "data/poa/calendario-2.csv", "meta_id,mes,tipo\na,2013-01,bajo\n" }, { 0 } };
	struct site_test test = site_of(files, 2);
	const struct site *site;
	const struct table *metas, *calendario;
	struct row_list list;

	(void)state;
	if (!test.loaded)
		fail_msg("%s", test.messages);
	site = load_get(test.loaded);
	metas = site_table(site, STR("metas"));
	calendario = site_table(site, STR("calendario"));
	assert_int_equal(site->package_count, 1);
	assert_int_equal(site->packages[0]->table_count, 2);
	assert_ptr_equal(site->packages[0]->tables[1], calendario);
	assert_int_equal(site->input_bytes, strlen(files[3].text) + strlen(files[4].text) + strlen(files[5].text));
	assert_int_equal(table_rows(calendario), 3);
	assert_true(str_equal(table_singular(metas), STR("meta")));
	assert_true(str_equal(table_package(metas), STR("data/poa")));
	assert_int_equal(table_back_count(metas), 1);
	list = link_back(table_back_find(metas, STR("calendario")), 1);
	assert_int_equal(list.count, 2);
	assert_int_equal(row_list_at(list, 0), 2);
	assert_int_equal(row_list_at(list, 1), 0);
	assert_int_equal(link_forward(table_link_find(calendario, STR("meta")), 1), 0);
	site_end(&test);
}

static void all_faults_are_told_at_once(void **state)
{
	const struct folder_file files[] = { PORTAL, { "data/poa/datapackage.yaml", descriptor },
		{ "data/poa/metas.csv", "meta_id,programado\nb,-1\na,2.50\na,x\nÑ,1\n" },
		{ "data/poa/calendario-1.csv", "meta_id,mes,tipo\na,2013-02,altos\nb,2013-13,\nz,2013-01,\n" }, { 0 } };
	struct site_test test = site_of(files, 2);

	(void)state;
	assert_null(test.loaded);
	tells(&test, "data/poa/metas.csv:2:3 (programado): error:");
	tells(&test,
		"data/poa/metas.csv:4:1 (meta_id): error: the key 'a' is there already, in data/poa/metas.csv:3 [duplicate-key]");
	tells(&test, "data/poa/metas.csv:4:3 (programado): error: 'x' is not a number");
	tells(&test, "data/poa/metas.csv:5:1 (meta_id): error:");
	tells(&test, "data/poa/calendario-1.csv:2:11 (tipo): error:");
	tells(&test, "data/poa/calendario-1.csv:3:8 (mes): error:");
	tells(&test, "data/poa/calendario-1.csv:4:1 (meta_id): error: there is no 'z' in 'metas' [foreign-key]");
	assert_int_equal(diag_count(test.diag, DIAG_ERROR), 7);
	site_end(&test);
}

static void one_name_one_table(void **state)
{
	const char other[] = "name: otro\nresources:\n  - name: metas\n    path: metas.csv\n"
		"    schema: { fields: [ { name: id, type: string } ] }\n";
	const struct folder_file files[] = { PORTAL, { "data/otro/datapackage.yaml", other }, { "data/otro/metas.csv", "id\n1\n" },
		{ "data/poa/datapackage.yaml", descriptor }, { "data/poa/metas.csv", "meta_id,programado\nb,1\n" },
		{ "data/poa/calendario-1.csv", "meta_id,mes,tipo\n" }, { 0 } };
	struct site_test test = site_of(files, 1);

	(void)state;
	assert_null(test.loaded);
	tells(&test,
		"data/poa/datapackage.yaml:3:11: error: the resource 'metas' is there already, in data/otro/datapackage.yaml:3");
	site_end(&test);
}

static void a_file_that_is_not_there(void **state)
{
	const struct folder_file files[] = { PORTAL, { "data/poa/datapackage.yaml", descriptor },
		{ "data/poa/calendario-1.csv", "meta_id,mes,tipo\na,2013-02,alto\n" }, { 0 } };
	struct site_test test = site_of(files, 1);

	(void)state;
	assert_null(test.loaded);
	tells(&test, "data/poa/datapackage.yaml:4:11: error:");
	assert_int_equal(diag_count(test.diag, DIAG_ERROR), 1);
	site_end(&test);
}

static void nothing_at_all(void **state)
{
	const struct folder_file files[] = { { "LEEME", "nada\n" }, { 0 } };
	struct site_test test = site_of(files, 2);

	(void)state;
	assert_null(test.loaded);
	assert_true(diag_worst(test.diag) >= DIAG_ERROR);
	site_end(&test);
}

/* Twelve tables that point at each other, of thousands of rows: with 1 worker and with 8 all is the same, what is wrong too. */
static char *many_tables(size_t count)
{
	struct buf out = { 0 };

	buf_add(&out, STR("name: muchas\nresources:\n"));
	for (size_t i = 0; i < count; i++)
		buf_printf(&out, "  - name: t%zu\n    path: t%zu.csv\n    schema:\n      primaryKey: [id]\n      fields:\n"
			"        - { name: id, type: string }\n        - { name: valor, type: number }\n"
			"        - { name: otra_id, type: string }\n      foreignKeys:\n"
			"        - { fields: [otra_id], reference: { resource: t%zu, fields: [id] }, vitrina:reverse: de_t%zu }\n",
			i, i, (i + 1) % count, i);
	buf_byte(&out, '\0');
	return out.at;
}

static char *many_rows(size_t count, size_t seed, bool wrong)
{
	struct buf out = { 0 };

	buf_add(&out, STR("id,valor,otra_id\n"));
	for (size_t i = 0; i < count; i++)
		buf_printf(&out, "k%zu,%s%zu,k%zu\n", (i * 7919 + seed) % 10007, wrong && i % 500 == 3 ? "x" : "", i,
			wrong && i % 700 == 5 ? 20000 + i : (i * 31 + seed) % 10007);
	buf_byte(&out, '\0');
	return out.at;
}

static struct site_test many(size_t count, bool wrong, int workers)
{
	struct folder_file files[64] = { PORTAL, { "data/t/datapackage.yaml", many_tables(count) } };
	char names[32][48];
	struct site_test test;

	for (size_t i = 0; i < count; i++) {
		snprintf(names[i], sizeof names[i], "data/t/t%zu.csv", i);
		files[3 + i] = (struct folder_file){ names[i], many_rows(10007, i, wrong) };
	}
	test = site_of(files, workers);
	for (size_t i = 2; files[i].path; i++)
		free((char *)files[i].text);
	return test;
}

static void workers_do_not_show(void **state)
{
	struct site_test one = many(12, false, 1), eight = many(12, false, 8);
	struct site_test bad_one = many(12, true, 1), bad_eight = many(12, true, 8);
	const struct map_entry *entries;

	(void)state;
	if (!one.loaded || !eight.loaded)
		fail_msg("%s%s", one.messages, eight.messages);
	entries = map_entries(load_get(one.loaded)->tables);
	for (size_t i = 0; i < 12; i++) {
		const struct table *a = entries[i].value, *b = site_table(load_get(eight.loaded), entries[i].key);
		const struct link *left = table_back_at(a, 0), *right = table_back_at(b, 0);

		assert_int_equal(table_rows(a), 10007);
		assert_int_equal(table_rows(b), 10007);
		for (uint32_t row = 0; row < 10007; row++) {
			struct row_list x = link_back(left, row), y = link_back(right, row);

			assert_int_equal(link_forward(table_link_at(a, 0), row), link_forward(table_link_at(b, 0), row));
			assert_int_equal(x.count, 1);
			assert_int_equal(row_list_at(x, 0), row_list_at(y, 0));
		}
	}
	assert_null(bad_one.loaded);
	assert_int_equal(diag_count(bad_one.diag, DIAG_ERROR), 12 * (21 + 15));
	assert_string_equal(bad_one.messages, bad_eight.messages);
	site_end(&one);
	site_end(&eight);
	site_end(&bad_one);
	site_end(&bad_eight);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_site_is_loaded),
		cmocka_unit_test(all_faults_are_told_at_once),
		cmocka_unit_test(one_name_one_table),
		cmocka_unit_test(a_file_that_is_not_there),
		cmocka_unit_test(nothing_at_all),
		cmocka_unit_test(workers_do_not_show),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
