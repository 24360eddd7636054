/* A sitemap is split where the protocol says, here at lower limits: every address once, none beyond the limit, and an index of the parts. */
#include "page/sitemap.h"

#include "base/buf.h"
#include "base/sink.h"
#include "model/load.h"

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
				     "  - { name: metas, path: metas.csv, schema: { fields: [ { name: id, type: string } ], primaryKey: [id] } }\n" },
	{ "data/p/metas.csv", "id\nm-1\nm-2\n" },
	{ "themes/t/theme.yaml", "title: T\n" },
	{ "themes/t/i18n/es.yaml", "a: b\n" },
	{ "themes/t/i18n/en.yaml", "a: b\n" },
	{ NULL, NULL },
};

/* Two pages of goals, home, catalogue and a dataset, in two languages. */
enum { PAGES = 10 };

static struct folder folder;
static struct loaded *loaded;
static struct plan *plan;
static struct diag *diag;

static int start(void **state)
{
	static const struct plan_origin origin = { .time = { "2024-01-31T12:00:00Z", 20 } };
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
	return 0;
}

/* What was put, one file after the other, each begun by its name. */
struct gathered {
	struct sink sink;
	struct buf all;
	size_t parts, most_addresses, most_bytes;
};

static size_t times(struct str text, const char *word)
{
	size_t count = 0, len = strlen(word);

	for (size_t i = 0; i + len <= text.len; i++)
		count += memcmp(text.at + i, word, len) == 0;
	return count;
}

static struct receipt put(struct sink *sink, struct str path, struct str bytes)
{
	struct gathered *g = (struct gathered *)(void *)sink;

	buf_printf(&g->all, "== %.*s\n", STR_ARG(path));
	buf_add(&g->all, bytes);
	if (times(bytes, "<urlset ")) {
		g->parts++;
		g->most_addresses = times(bytes, "<loc>") > g->most_addresses ? times(bytes, "<loc>") : g->most_addresses;
		g->most_bytes = bytes.len > g->most_bytes ? bytes.len : g->most_bytes;
	}
	return (struct receipt){ .bytes = bytes.len };
}

static struct gathered gather(size_t addresses, size_t bytes)
{
	struct sitemap_limits limits = { addresses, bytes };
	struct gathered g = { .sink = { .put = put } };

	sitemap_write(plan, &g.sink, &limits);
	return g;
}

/* Each address once, and no part over the limits. */
static void expect(struct gathered *g, size_t parts, const struct sitemap_limits *limits)
{
	struct str all = buf_str(&g->all);

	assert_int_equal(g->parts, parts);
	assert_int_equal(times(all, "<url><loc>https://example.org/portal/"), PAGES);
	assert_int_equal(times(all, "<loc>https://example.org/portal/en/metas/m-2/</loc><lastmod>2024-01-31</lastmod>"), 1);
	assert_int_equal(times(all, "404"), 0);
	assert_true(g->most_addresses <= limits->addresses);
	assert_true(g->most_bytes <= limits->bytes);
	assert_int_equal(times(all, "<sitemapindex "), parts > 1);
	assert_int_equal(times(all, "<sitemap><loc>https://example.org/portal/sitemap-"), parts > 1 ? parts : 0);
	assert_int_equal(times(all, "== sitemap.xml\n"), 1);
	assert_int_equal(times(all, "== sitemap-1.xml\n"), parts > 1);
	buf_clear(&g->all);
}

static void one_file_to_the_limit(void **state)
{
	struct gathered g = gather(PAGES, SIZE_MAX);

	(void)state;
	expect(&g, 1, &(struct sitemap_limits){ PAGES, SIZE_MAX });
}

static void one_more_and_there_are_two(void **state)
{
	struct gathered g = gather(PAGES - 1, SIZE_MAX);

	(void)state;
	expect(&g, 2, &(struct sitemap_limits){ PAGES - 1, SIZE_MAX });
}

static void many_parts(void **state)
{
	struct gathered g = gather(3, SIZE_MAX);

	(void)state;
	expect(&g, 4, &(struct sitemap_limits){ 3, SIZE_MAX });
}

/* Whatever the limit in bytes, no part is larger, down to one address a part. */
static void split_by_bytes(void **state)
{
	(void)state;
	for (size_t bytes = 300; bytes < 1400; bytes += 7) {
		struct gathered g = gather(50000, bytes);
		size_t parts = g.parts;

		assert_true(parts >= 1 && parts <= PAGES);
		expect(&g, parts, &(struct sitemap_limits){ 50000, bytes });
	}
}

static void the_protocol_s_own(void **state)
{
	(void)state;
	assert_int_equal(sitemap_protocol.addresses, 50000);
	assert_int_equal(sitemap_protocol.bytes, 50 * 1024 * 1024);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_file_to_the_limit),
		cmocka_unit_test(one_more_and_there_are_two),
		cmocka_unit_test(many_parts),
		cmocka_unit_test(split_by_bytes),
		cmocka_unit_test(the_protocol_s_own),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start, stop);
}
