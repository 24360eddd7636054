/* From page to page: relative links, and what a target means in each language. */
#include "page/links.h"

#include "base/arena.h"
#include "base/buf.h"
#include "model/load.h"
#include "script/item.h"

#include "../model/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const struct folder_file files[] = {
	{ "portal.yaml", "title: { es: Uno, en: One }\nlanguages: [es, en]\ntheme: t\nbase_url: https://example.org/portal\ndata: [data/p]\n"
		"collections:\n  metas: { from: metas, permalink: '/metas/{id}/', template: meta.html }\n" },
	{ "data/p/datapackage.yaml", "name: p\nresources:\n"
		"  - { name: metas, path: metas.csv, schema: { fields: [ { name: id, type: string } ], primaryKey: [id] } }\n"
		"  - { name: otros, path: otros.csv, schema: { fields: [ { name: id, type: string } ], primaryKey: [id] } }\n" },
	{ "data/p/metas.csv", "id\nm-1\nm-2\n" },
	{ "data/p/otros.csv", "id\no\n" },
	{ "content/acerca.md", "---\ntitle: Acerca\n---\nHola\n" },
	{ "content/acerca.en.md", "---\ntitle: About\n---\nHello\n" },
	{ "content/guia/uso.md", "---\ntitle: Uso\n---\nHola\n" },
	{ "themes/t/theme.yaml", "title: T\n" },
	{ "themes/t/i18n/es.yaml", "a: b\n" },
	{ "themes/t/i18n/en.yaml", "a: b\n" },
	{ NULL, NULL },
};

static struct folder folder;
static struct loaded *loaded;
static struct plan *plan;
static struct diag *diag;
static struct buf out, why;

static int start(void **state)
{
	static const struct plan_origin origin;
	static const struct plan_files no_files;
	struct load_options options = { .workers = 1 };

	(void)state;
	diag = diag_new(LANG_EN);
	folder = folder_open(files);
	loaded = load_site(folder.tree, &options, diag);
	plan = loaded ? plan_new(load_get(loaded), &origin, &no_files, diag) : NULL;
	if (!plan)
		diag_print(diag, stderr, false, NULL, NULL);
	return plan ? 0 : -1;
}

static int stop(void **state)
{
	(void)state;
	plan_free(plan);
	load_free(loaded);
	folder_close(&folder);
	diag_free(diag);
	buf_clear(&out);
	buf_clear(&why);
	return 0;
}

static void expect(const struct buf *buf, const char *text)
{
	if (!str_equal(buf_str(buf), str_of(text)))
		fail_msg("'%.*s' instead of '%s'", (int)buf->len, buf->at, text);
}

static void relative_links_name_the_file(void **state)
{
	static const char *const table[][3] = {
		{ "/", "/acerca/", "acerca/index.html" },
		{ "/acerca/", "/", "../index.html" },
		{ "/metas/m-1/", "/metas/m-2/", "../m-2/index.html" },
		{ "/en/metas/m-1/", "/metas/m-1/", "../../../metas/m-1/index.html" },
		{ "/metas/m-1/", "/datos/metas.csv", "../../datos/metas.csv" },
		{ "/metas/m-1/", "/metas/m-1/#uno", "#uno" },
		{ "/acerca/", "/metas/m-1/#uno", "../metas/m-1/index.html#uno" },
		{ "/404.html", "/acerca/", "/portal/acerca/" }, /* shown at any address, so from the root of the server */
		{ "/404.html", "/", "/portal/" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		buf_reset(&out);
		links_relative(plan, str_of(table[i][0]), str_of(table[i][1]), &out);
		expect(&out, table[i][2]);
	}
}

static void target(const struct item *item, size_t lang, const char *path, const char *problem)
{
	bool good;

	buf_reset(&out);
	buf_reset(&why);
	good = links_target(plan, item, lang, LANG_EN, &out, &why);
	if (problem)
		expect(&why, problem);
	else
		expect(&out, path);
	assert_int_equal(good, problem == NULL);
}

static struct item text(const char *at)
{
	return (struct item){ .kind = ITEM_TEXT, .text = str_of(at) };
}

static void targets_of_templates(void **state)
{
	const struct site *site = plan_site(plan);
	struct table *metas = site_table(site, STR("metas")), *otros = site_table(site, STR("otros"));
	struct item item = { .kind = ITEM_ROW, .table = metas, .row = 1 };

	(void)state;
	target(&item, 0, "/metas/m-2/", NULL);
	target(&item, 1, "/en/metas/m-2/", NULL);
	item = (struct item){ .kind = ITEM_ROW, .table = otros };
	target(&item, 0, NULL, "rows of 'otros' have no pages: no collection is made from it");
	item = (struct item){ .kind = ITEM_TABLE, .table = otros };
	target(&item, 1, "/en/datos/otros/", NULL);
	item = text("/acerca/");
	target(&item, 0, "/acerca/", NULL);
	target(&item, 1, "/en/acerca/", NULL);
	item = text("/guia/uso/#a");
	target(&item, 1, "/guia/uso/#a", NULL); /* not translated: the main language's page */
	item = text("/sitemap.xml");
	target(&item, 1, "/sitemap.xml", NULL); /* a file is of no language */
	item = text("https://example.org/x");
	target(&item, 1, "https://example.org/x", NULL);
	item = text("/nada/");
	target(&item, 0, NULL, "nothing is published at '/nada/'");
	item = text("acerca/");
	target(&item, 0, NULL, "'acerca/' is no path of the site; write it from the root, like /acerca/");
	item = (struct item){ .kind = ITEM_NIL };
	target(&item, 0, NULL, "url() takes a row, a table or a path");
}

static void destinations_of_markdown(void **state)
{
	static const char *const good[][3] = {
		{ "content/acerca.md", "guia/uso.md#x", "/guia/uso/#x" },
		{ "content/guia/uso.md", "../acerca.md", "/acerca/" },
		{ "content/guia/uso.md", "./../guia/uso.md", "/guia/uso/" },
		{ "content/acerca.md", "data:metas/m-1", "/metas/m-1/" },
		{ "content/acerca.md", "data:metas", "/datos/metas/" },
		{ "content/guia/uso.md", "/datos/#x", "/datos/#x" },
	};
	static const char *const bad[][3] = {
		{ "content/acerca.md", "nada.md", "there is no page 'nada.md'" },
		{ "content/acerca.md", "../portal.yaml", "there is no page '../portal.yaml'" },
		{ "content/acerca.md", "../../../etc/passwd", "there is no page '../../../etc/passwd'" },
		{ "content/acerca.md", "data:metas/m-9", "no row has the key 'm-9'" },
		{ "content/acerca.md", "data:nada", "there is no resource 'nada'" },
		{ "content/acerca.md", "/nada/", "nothing is published at '/nada/'" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		buf_reset(&out);
		assert_true(links_markdown(plan, str_of(good[i][0]), str_of(good[i][1]), 0, LANG_EN, &out, &why));
		expect(&out, good[i][2]);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_false(links_markdown(plan, str_of(bad[i][0]), str_of(bad[i][1]), 0, LANG_EN, &out, &why));
		expect(&why, bad[i][2]);
	}
	buf_reset(&out);
	assert_true(links_markdown(plan, STR("content/guia/uso.md"), STR("../acerca.md"), 1, LANG_EN, &out, &why));
	expect(&out, "/en/acerca/");
	buf_reset(&out);
	assert_true(links_markdown(plan, STR("content/acerca.en.md"), STR("/datos/"), 1, LANG_EN, &out, &why));
	expect(&out, "/en/datos/");
}

static void the_plan_knows_what_is_published(void **state)
{
	(void)state;
	assert_true(plan_has(plan, STR("/")));
	assert_true(plan_has(plan, STR("/en/metas/m-2/")));
	assert_true(plan_has(plan, STR("/404.html")));
	assert_false(plan_has(plan, STR("/metas/m-3/")));
	assert_false(plan_has(plan, STR("/en/guia/uso/")));
	for (size_t i = 0; i < plan_count(plan); i++) {
		struct page page = plan_page(plan, i);

		buf_reset(&out);
		plan_path(plan, &page, &out);
		if (!plan_has(plan, buf_str(&out)))
			fail_msg("'%.*s' is planned and not known", (int)out.len, out.at);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(relative_links_name_the_file), cmocka_unit_test(targets_of_templates),
		cmocka_unit_test(destinations_of_markdown), cmocka_unit_test(the_plan_knows_what_is_published) };

	return cmocka_run_group_tests(tests, start, stop);
}
