/* Markdown: tests/cases/markdown.txt, and what holds for any text. */
#include "parse/markdown.h"

#include "cases.h"

#include <time.h>

static void show_component(const struct markdown_piece *piece, struct buf *out)
{
	buf_printf(out, "⟦%.*s", STR_ARG(piece->name));
	for (size_t i = 0; i < piece->argument_count; i++)
		buf_printf(out, " %.*s=\"%.*s\"", STR_ARG(piece->arguments[i].name), STR_ARG(piece->arguments[i].value));
	buf_printf(out, " %u:%u⟧\n", piece->at.line, piece->at.column);
}

static void show(const struct markdown *read, struct buf *out)
{
	for (size_t i = 0; i < read->piece_count; i++) {
		const struct markdown_piece *piece = &read->pieces[i];

		switch (piece->kind) {
		case MARKDOWN_HTML: buf_add(out, piece->text); break;
		case MARKDOWN_COMPONENT: show_component(piece, out); break;
		case MARKDOWN_LINK: buf_printf(out, "⟦%.*s %u:%u⟧", STR_ARG(piece->text), piece->at.line,
			piece->at.column); break;
		}
	}
}

static void case_parse(const struct one_case *one, struct arena *arena, struct buf *out, struct diag *diag)
{
	struct markdown_options options = { .raw_html = case_option(one, "raw_html", NULL), .heading_base = 1,
		.inline_only = case_option(one, "inline_only", NULL) };
	struct str base;
	const struct markdown *read;

	if (case_option(one, "base=", &base))
		options.heading_base = base.at[0] - '0';
	read = markdown_read(arena, buf_str(&one->input), STR("t.md"), case_option(one, "front", NULL) ? 11 : 1, &options,
		diag);
	assert_int_equal(read != NULL, diag_worst(diag) < DIAG_ERROR);
	if (!read)
		return;
	show(read, out);
	if (case_option(one, "headings", NULL)) {
		for (size_t i = 0; i < read->heading_count; i++)
			buf_printf(out, "%d %.*s: %.*s\n", read->headings[i].level, STR_ARG(read->headings[i].id),
				STR_ARG(read->headings[i].text));
		buf_printf(out, "%.*s\n", STR_ARG(read->summary));
	}
}

/* Texts that make a reader slow, or its page large: all of them end soon, some as errors. */
static const struct hostile {
	const char *head, *piece, *tail;
	size_t count;
} hostile[] = {
	{ "", "![[]()", "", 160000 }, { "", "![[]()", "", 9900 }, { "", "[", "", 20000 }, { "", "![", "", 20000 }, { "", "[a](",
		"", 20000 },
	{ "", "[a](<b", "", 20000 }, { "", "](", "", 500000 }, { "", "> ", "a", 500000 }, { "", "> ", "a", 99 }, { "", "- ",
		"a", 500000 },
	{ "", "*a _b ", "", 160000 }, { "", "a**b", "c* ", 250000 }, { "", "*", "", 1 << 20 }, { "", "`a", "", 500000 }, { "",
		"<", "", 1 << 20 },
	{ "", "<!--", "", 250000 }, { "", "<a b='", "", 160000 }, { "", "<?", "", 500000 }, { "", "# a\n", "", 250000 }, { "",
		"&", "", 1 << 20 },
	{ "", "\\", "", 1 << 20 }, { "", "a\n", "", 500000 }, { "", "a\n\n", "", 300000 }, { "", "|", "\n|-|", 1 << 19 }, { "",
		"a|b\n-|-\n", "", 130000 },
	{ "|a|b|\n|-|-|\n", "|1|2\n", "", 200000 }, { "", "{{< a >}}\n", "", 100000 }, { "", "[a]: b\n", "", 20000 }, { "",
		"[a]: b\n[a] ", "", 9000 },
	{ "", "\n", "", 1 << 20 }, { "", "\t", "", 1 << 20 }, { "", "1. a\n", "", 200000 }, { "", "a_", "", 500000 }, { "",
		"<a@b.c>", "", 140000 },
	{ "", "***a", "", 250000 }, { "", "```\n", "", 250000 }, { "", "==\n", "", 300000 }, { "x", "\n- a\n\n", "", 170000 },
};

static void run_hostile(struct str text, const char *name)
{
	static const struct markdown_options options = { .heading_base = 1 };
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(LANG_EN);
	clock_t begun = clock();
	double seconds;

	markdown_read(arena, text, STR("t.md"), 1, &options, diag);
	seconds = (double)(clock() - begun) / CLOCKS_PER_SEC;
	if (getenv("TIMES"))
		print_message("%6.2f s %5zu MB %s %s\n", seconds, arena_size(arena) >> 20, diag_worst(diag) >= DIAG_ERROR
			? "refused" : "read", name);
	assert_true(seconds < 20);
	assert_true(arena_size(arena) < 700u << 20);
	diag_free(diag);
	arena_free(arena);
}

static void hostile_texts_end_soon(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
		struct buf text = { 0 };

		buf_add(&text, str_of(hostile[i].head));
		for (size_t n = hostile[i].count; n > 0 && text.len + 20 < MARKDOWN_BYTES_MOST; n--)
			buf_add(&text, str_of(hostile[i].piece));
		buf_add(&text, str_of(hostile[i].tail));
		run_hostile(buf_str(&text), hostile[i].piece);
		buf_clear(&text);
	}
}

static void add_blanks(struct buf *text, size_t count)
{
	while (count--)
		buf_byte(text, ' ');
}

/* Lists in lists, as deep as may be, over and over, with empty lines between: what cmark is slowest at. */
static void deep_lists_end_soon(void **state)
{
	static const struct { size_t depth; const char *before, *after; } lists[] = {
		{ 95, "", "\n" }, { 95, "", "\n\n" }, { 95, "> ", "\n" }, { 95, "> ", "\n>\n" }, { 40, "", "\n\n" }, { 20, "",
			"\n" }, { 150, "", "\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		struct buf text = { 0 };
		char name[60];

		while (text.len + 70000 < MARKDOWN_BYTES_MOST)
			for (size_t d = 0; d < lists[i].depth; d++) {
				buf_add(&text, str_of(lists[i].before));
				add_blanks(&text, d * 2);
				buf_printf(&text, "- a%s", lists[i].after);
			}
		snprintf(name, sizeof name, "lists %zu deep %s", lists[i].depth, lists[i].before);
		run_hostile(buf_str(&text), name);
		buf_clear(&text);
	}
}

static void sizes_are_bounded(void **state)
{
	static const struct markdown_options options = { .heading_base = 1 };
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(LANG_EN);
	struct buf text = { 0 };

	(void)state;
	add_blanks(&text, MARKDOWN_BYTES_MOST);
	assert_non_null(markdown_read(arena, buf_str(&text), STR("t.md"), 1, &options, diag));
	assert_int_equal(diag_count(diag, DIAG_ERROR), 0);
	buf_byte(&text, ' ');
	assert_null(markdown_read(arena, buf_str(&text), STR("t.md"), 1, &options, diag));
	assert_int_equal(diag_count(diag, DIAG_ERROR), 1);
	buf_clear(&text);
	diag_free(diag);
	arena_free(arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(hostile_texts_end_soon),
		cmocka_unit_test(deep_lists_end_soon),
		cmocka_unit_test(sizes_are_bounded),
	};
	int failed = cases_run("tests/cases/markdown.txt");

	return cmocka_run_group_tests(tests, NULL, NULL) + failed;
}
