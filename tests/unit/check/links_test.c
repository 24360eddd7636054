/* Links of made pages: what browsers would do with them, and what is told of those that lead nowhere. */
#include "check/links.h"

#include "base/buf.h"
#include "check/html_links.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

struct page {
	const char *file, *html;
};

static const char *const published[] = { "index.html", "a/index.html", "a/b/index.html", "404.html", "datos/metas.csv", "assets/x ñ.css",
	"p%q.html" };

static bool has(void *context, struct str file)
{
	(void)context;
	for (size_t i = 0; i < sizeof published / sizeof *published; i++)
		if (str_equal(file, str_of(published[i])))
			return true;
	return false;
}

static struct place written(void *context, struct str link)
{
	(void)link;
	return place_of(str_of(context));
}

/* Looks at the pages with so many workers, in turn, and gives what is told. */
static void follow(const struct page *pages, size_t count, int workers, const char *base_url, char **told)
{
	struct links_site site = { str_of(base_url), has, NULL };
	struct links *links = links_new(&site, workers);
	struct diag *diag = diag_new(LANG_EN), *own[4];
	size_t size;
	FILE *out = open_memstream(told, &size);

	for (int i = 0; i < workers; i++)
		own[i] = diag_new(LANG_EN);
	for (size_t i = 0; i < count; i++) {
		struct links_page page = { .file = str_of(pages[i].file), .html = str_of(pages[i].html), .order = i, .what = str_of(pages[i].file),
			.written = written, .context = (void *)"t.html" };

		page.anywhere = strcmp(pages[i].file, "404.html") == 0;
		links_page(links, (int)(i % (size_t)workers), &page, own[i % (size_t)workers]);
	}
	for (int i = 0; i < workers; i++) {
		diag_merge(diag, own[i]);
		diag_free(own[i]);
	}
	links_end(links, diag);
	diag_print(diag, out, false, NULL, NULL);
	fclose(out);
	diag_free(diag);
}

static void expect(const char *file, const char *html, const char *base_url, const char *wanted)
{
	struct page page = { file, html };
	char *told;

	follow(&page, 1, 1, base_url, &told);
	assert_string_equal(told, wanted);
	free(told);
}

static void fine(void **state)
{
	static const char *const links[] = { "href=\"\"", "href='../b/'", "href=\"../b/index.html\"", "href=\"../../\"", "href=\"../../../../a/\"",
		"href=./index.html", "href=\"#\"", "href=\"#top\"", "href=\"#x%C3%B1\"", "href=\"#:~:text=a\"", "href=\"?q=1\"",
		"href=\"mailto:a@b.mx\"",
		"href=\"https://other.mx/nowhere\"", "href=\"//other.mx/\"", "href=\"tel:1\"", "href=\"data:,\"",
		"src=\"../../assets/x%20%C3%B1.css\"",
		"href=\"../../datos/metas.csv?x=1#row\"", "href=\"https://x.mx/p/a/b/\"", "srcset=\"../../index.html 1x, ../../a/index.html 2x\"",
		"HREF=\" ../b/ \"", "href=\"../../a/index.html&#35;&amp;\"", "href=\"../../p%25q.html\"",
		"title=\"<a href='nowhere'>\"", "data=\"no link here\"" };

	(void)state;
	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		struct buf html = { 0 };

		buf_printf(&html, "<!-- <a href=\"no\"> --><p id=\"xñ\"><script>'<a href=\"no\">'</script><style>a[href=\"no\"]</style><a %s>x</a>",
			links[i]);
		buf_byte(&html, '\0');
		expect("a/b/index.html", html.at, "https://x.mx/p/", "");
		buf_clear(&html);
	}
}

static void dead(void **state)
{
	(void)state;
	expect("a/index.html", "<a href=\"../no/\">", "",
		"t.html: error: the link to '../no/' leads nowhere [dead-link]\n   the site has no '/no/index.html'\n   while making a/index.html\n");
	expect("a/index.html", "<img src=no.png>", "",
		"t.html: error: the link to 'no.png' leads nowhere [dead-link]\n   the site has no '/a/no.png'\n   while making a/index.html\n");
	expect("a/index.html", "<object data='../no'>", "",
		"t.html: error: the link to '../no' leads nowhere [dead-link]\n   the site has no '/no'\n   while making a/index.html\n");
	expect("a/index.html", "<a href=\"https://x.mx/p/no\">", "https://x.mx/p/",
		"t.html: error: the link to 'https://x.mx/p/no' leads nowhere [dead-link]\n   the site has no '/no'\n   while making a/index.html\n");
	expect("a/index.html", "<a id=b href=\"#a\">", "",
		"t.html: error: the link to '#a' leads to no place of its page: nothing there has the id 'a' [dead-anchor]\n"
		"   the site has no '/a/index.html#a'\n   while making a/index.html\n");
}

/* Only the page that is shown anywhere may begin at the root, and then below the path of its site. */
static void from_the_root(void **state)
{
	(void)state;
	expect("404.html", "<a href=\"/p/a/\">", "https://x.mx/p/", "");
	expect("404.html", "<a href=\"/p/no/\">", "https://x.mx/p/",
		"t.html: error: the link to '/p/no/' leads nowhere [dead-link]\n   the site has no '/no/index.html'\n   while making 404.html\n");
	expect("a/index.html", "<a href=\"/a/\">", "",
		"t.html: warning: the link to '/a/' begins at the root of its host [root-link]\n   while making a/index.html\n"
		"   write it with url(), which makes it relative: this one breaks in a sub-folder and in a copy on disk\n");
}

/* Fragments of other pages, met before and after these: the same is told whoever looks at which. */
static void other_pages(void **state)
{
	static const struct page pages[] = {
		{ "index.html", "<a href=\"a/index.html#yes\"><a href=\"a/#no\"><a href=\"datos/metas.csv#row=2\">" },
		{ "a/index.html", "<p id=\"yes\"><a href=\"../index.html#no\">" },
		{ "a/b/index.html", "<p id='yes'><a href=\"../#no\"><a href='../../#%20'>" },
	};

	(void)state;
	for (int workers = 1; workers <= 3; workers++) {
		char *told;

		follow(pages, 3, workers, "", &told);
		assert_string_equal(told,
			"t.html: error: the link to '../../#%20' leads to no place of its page: nothing there has the id '%20' [dead-anchor]\n"
			"   the site has no '/index.html#%20'\n   while making a/b/index.html\n"
			"t.html: error: the link to '../index.html#no' leads to no place of its page: nothing there has the id 'no' [dead-anchor]\n"
			"   the site has no '/index.html#no'\n   while making a/index.html\n"
			"t.html: error: the link to 'a/#no' leads to no place of its page: nothing there has the id 'no' [dead-anchor]\n"
			"   the site has no '/a/index.html#no'\n   while making index.html; 1 more the same way\n");
		free(told);
	}
}

static void count_call(void *context, struct str text)
{
	(void)text;
	++*(int *)context;
}

/* Pages that stop anywhere are read to their end. */
static void cut_anywhere(void **state)
{
	static const char html[] = "<!doctype html><!-- x --><p id=a class = 'b' hidden><a href=\"&amp;&#x41;&#;&zz\"/><script>x</script></p>";
	int calls = 0;
	struct html_links to = { &calls, count_call, count_call };

	(void)state;
	for (size_t end = 0; end < sizeof html; end++) {
		char *copy = malloc(end + 1); /* of its own, so that the sanitizer sees a read past it */

		memcpy(copy, html, end);
		html_links_read(str_from(copy, end), &to);
		free(copy);
	}
	assert_true(calls > 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fine),
		cmocka_unit_test(dead),
		cmocka_unit_test(from_the_root),
		cmocka_unit_test(other_pages),
		cmocka_unit_test(cut_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
