/* The examples of the CommonMark specification 0.30 (npm: commonmark-spec), which want cmark's own HTML. Ours differs in two
 * things that are taken back here: headings have ids, and links of schemes that are not published lead to "#". */
#include "parse/markdown.h"

#include "base/arena.h"
#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

static const char path[] = "tests/node_modules/commonmark-spec/spec.txt";
static const char fence[] = "````````````````````````````````";

enum { EXAMPLES = 652 };

static void read_spec(struct buf *text)
{
	FILE *file = fopen(path, "rb");
	size_t got;

	if (!file)
		fail_msg("%s is missing; run npm ci in tests/", path);
	while ((got = fread(buf_reserve(text, 4096), 1, 4096, file)) > 0)
		text->len += got;
	fclose(file);
}

/* Tabs are written as → there. */
static void add_line(struct buf *out, struct str line)
{
	for (size_t i = 0; i < line.len; i++) {
		if (str_starts(str_after(line, i), STR("→"))) {
			buf_byte(out, '\t');
			i += 2;
		} else {
			buf_byte(out, line.at[i]);
		}
	}
	buf_byte(out, '\n');
}

/* A destination as cmark writes it; only what the examples hold. */
static void add_url(struct buf *out, struct str url)
{
	for (size_t i = 0; i < url.len; i++) {
		if (url.at[i] == '&')
			buf_add(out, STR("&amp;"));
		else if (url.at[i] <= ' ' || strchr("\"<>[\\]^`{|}", url.at[i]))
			buf_printf(out, "%%%02X", (unsigned char)url.at[i]);
		else
			buf_byte(out, url.at[i]);
	}
}

static void without_ids(struct buf *out, struct str html)
{
	for (size_t i = 0; i < html.len; i++) {
		if (str_starts(str_after(html, i), STR(" id=\"")) && i > 2 && html.at[i - 2] == 'h')
			i = str_find(html, '"', i + 5) + 1;
		buf_byte(out, html.at[i]);
	}
}

/* The wanted HTML with the links that we refuse. */
static void with_refused(struct buf *out, struct str html)
{
	static const char *const refused[] = { "irc:", "a+b+c:", "made-up-scheme:", "localhost:", "foo:", "MY:", NULL };

	for (size_t i = 0; i < html.len; i++) {
		struct str rest = str_after(html, i);

		buf_byte(out, html.at[i]);
		for (size_t k = 0; refused[k] && str_starts(rest, STR("=\"")); k++)
			if (str_starts(str_after(rest, 2), str_of(refused[k]))) {
				buf_add(out, STR("\"#"));
				i = str_find(html, '"', i + 2) - 1;
				break;
			}
	}
}

static void write_ours(struct str text, struct buf *out)
{
	static const struct markdown_options options = { .raw_html = true, .heading_base = 1 };
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(LANG_EN);
	const struct markdown *read = markdown_read(arena, text, STR("spec"), 1, &options, diag);
	struct buf html = { 0 };

	for (size_t i = 0; read && i < read->piece_count; i++) {
		if (read->pieces[i].kind == MARKDOWN_LINK)
			add_url(&html, read->pieces[i].text);
		else
			buf_add(&html, read->pieces[i].text);
	}
	without_ids(out, buf_str(&html));
	buf_clear(&html);
	diag_free(diag);
	arena_free(arena);
}

static bool run_example(struct str text, struct str wanted, size_t number)
{
	struct buf got = { 0 }, want = { 0 };
	bool same;

	write_ours(text, &got);
	with_refused(&want, wanted);
	same = str_equal(buf_str(&got), buf_str(&want));
	if (!same)
		print_error("example %zu\n%.*s--- wanted\n%.*s--- got\n%.*s", number, STR_ARG(text), STR_ARG(buf_str(&want)),
			STR_ARG(buf_str(&got)));
	buf_clear(&got);
	buf_clear(&want);
	return same;
}

static void the_examples_of_the_specification(void **state)
{
	struct buf spec = { 0 }, text = { 0 }, wanted = { 0 }, *to = NULL;
	size_t number = 0, failed = 0;
	struct str rest, line;

	(void)state;
	read_spec(&spec);
	rest = buf_str(&spec);
	while (str_next(&rest, '\n', &line)) {
		if (str_starts(line, str_of(fence)) && str_ends(line, STR(" example"))) {
			text.len = wanted.len = 0;
			to = &text;
		} else if (to == &text && str_equal(line, STR("."))) {
			to = &wanted;
		} else if (to == &wanted && str_equal(line, str_of(fence))) {
			failed += !run_example(buf_str(&text), buf_str(&wanted), ++number);
			to = NULL;
		} else if (to) {
			add_line(to, line);
		}
	}
	buf_clear(&spec);
	buf_clear(&text);
	buf_clear(&wanted);
	assert_int_equal(number, EXAMPLES);
	assert_int_equal(failed, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(the_examples_of_the_specification) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
