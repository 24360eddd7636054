/* Any bytes as Markdown: the HTML holds only tags and attributes that Markdown has, its addresses have schemes that are published, and where
 * nothing of ours is in the text it is the HTML that cmark writes. */
#include "parse/markdown.h"

#include "base/arena.h"
#include "base/buf.h"

#include <cmark.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(bool good)
{
	if (!good)
		abort();
}

/* The page as it would be, each piece of others a word. */
static void join(const struct markdown *read, struct buf *out)
{
	for (size_t i = 0; i < read->piece_count; i++) {
		const struct markdown_piece *piece = &read->pieces[i];

		need(piece->kind != MARKDOWN_HTML || piece->text.len);
		need(piece->kind != MARKDOWN_COMPONENT || piece->name.len);
		buf_add(out, piece->kind == MARKDOWN_HTML ? piece->text : piece->kind == MARKDOWN_LINK ? STR("@") : STR("@\n"));
	}
}

/* Passes over a word of `words`, or aborts. */
static size_t pass_word(struct str html, size_t at, const char *const *words)
{
	for (; *words; words++)
		if (str_starts(str_after(html, at), str_of(*words)))
			return at + strlen(*words);
	abort();
}

static void check_address(struct str url)
{
	static const char *const schemes[] = { "http:", "https:", "mailto:", "tel:", NULL };
	size_t colon = str_find(url, ':', 0), other = url.len;

	for (size_t i = 0; i < url.len && other == url.len; i++)
		if (strchr("/?#@%", url.at[i]))
			other = i;
	if (colon < other) {
		char lower[8] = "";

		for (size_t i = 0; i <= colon && i < sizeof lower - 1; i++)
			lower[i] = (char)(url.at[i] | (url.at[i] == ':' ? 0 : 0x20));
		pass_word(str_of(lower), 0, schemes);
	}
}

/* One tag, of those we write, with attributes in quotes. */
static size_t check_tag(struct str html, size_t at)
{
	static const char *const names[] = { "<p", "</p", "<pre", "</pre", "<h1", "<h2", "<h3", "<h4", "<h5", "<h6", "</h",
		"<hr", "<br", "<blockquote",
		"</blockquote", "<ul", "</ul", "<ol", "</ol", "<li", "</li", "<em", "</em", "<strong", "</strong", "<code",
		"</code", "<a", "</a", "<img",
		"<table", "</table", "<thead", "</thead", "<tbody", "</tbody", "<tr", "</tr", "<td", "</td", "<th", "</th",
		NULL };
	static const char *const attributes[] = { " href=\"", " src=\"", " title=\"", " alt=\"", " id=\"", " class=\"",
		" start=\"", " scope=\"", NULL };

	at = pass_word(html, at, names);
	while (at < html.len && ((html.at[at] >= 'a' && html.at[at] <= 'z') || (html.at[at] >= '1' && html.at[at] <= '6')))
		at++;
	while (at < html.len && html.at[at] == ' ' && !str_starts(str_after(html, at), STR(" />"))) {
		size_t start = at, end;

		at = pass_word(html, at, attributes);
		end = str_find(html, '"', at);
		need(end < html.len);
		if (html.at[start + 1] == 'h' || (html.at[start + 1] == 's' && html.at[start + 2] == 'r'))
			check_address(str_part(html, at, end - at));
		at = end + 1;
	}
	at += str_starts(str_after(html, at), STR(" /")) ? 2 : 0;
	need(at < html.len && html.at[at] == '>');
	return at + 1;
}

static void check_html(struct str html)
{
	for (size_t at = 0; at < html.len;) {
		need(html.at[at] != '>' && html.at[at] != '"');
		at = html.at[at] == '<' ? check_tag(html, at) : at + 1;
	}
}

/* The attribute that begins with the blank at `at` of a tag, " title=\"…\"", or "". A text never holds a quote as it is. */
static struct str attribute_at(struct str html, size_t at)
{
	size_t end = at + 1;

	while (end < html.len && html.at[end] >= 'a' && html.at[end] <= 'z')
		end++;
	if (end == at + 1 || !str_starts(str_after(html, end), STR("=\"")))
		return STR("");
	return str_part(html, at, str_find(html, '"', end + 2) + 1 - at);
}

static bool goes(struct str attribute)
{
	static const char *const gone[] = { " href=\"", " src=\"", " id=\"", NULL };
	bool found = str_equal(attribute, STR(" title=\"\""));

	for (size_t i = 0; gone[i]; i++)
		found = found || str_starts(attribute, str_of(gone[i]));
	return found;
}

static void add_line(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] != '\n')
			buf_byte(out, text.at[i]);
}

/* Without line ends, addresses, ids, titles that say nothing, and cmark's word for what it leaves out. */
static void strip(struct str html, struct buf *out)
{
	struct str omitted = STR("<!-- raw HTML omitted -->");
	bool tag = false;

	for (size_t at = 0; at < html.len;) {
		struct str attribute = tag && html.at[at] == ' ' ? attribute_at(html, at) : STR("");

		if (str_starts(str_after(html, at), omitted)) {
			at += omitted.len;
		} else if (attribute.len) {
			if (!goes(attribute))
				add_line(out, attribute);
			at += attribute.len;
		} else {
			tag = html.at[at] == '<' || (tag && html.at[at] != '>');
			add_line(out, str_part(html, at++, 1));
		}
	}
}

static void compare(struct str text, struct str html)
{
	char *theirs = cmark_markdown_to_html(text.len ? text.at : "", text.len, CMARK_OPT_DEFAULT);
	struct buf a = { 0 }, b = { 0 };

	strip(html, &a);
	strip(str_of(theirs), &b);
	need(str_equal(buf_str(&a), buf_str(&b)));
	buf_clear(&a);
	buf_clear(&b);
	free(theirs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct markdown_options options = { .heading_base = 1 };
	struct str text = str_from((const char *)data, size);
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(LANG_EN);
	const struct markdown *read = markdown_read(arena, text, STR("fuzz.md"), 1, &options, diag);
	struct buf html = { 0 };

	need((read != NULL) == (diag_worst(diag) < DIAG_ERROR));
	if (read) {
		join(read, &html);
		check_html(buf_str(&html));
		if (str_find(text, '|', 0) == text.len && str_search(text, STR("{{<"), 0) == text.len)
			compare(text, buf_str(&html));
	}
	buf_clear(&html);
	diag_free(diag);
	arena_free(arena);
	return 0;
}
