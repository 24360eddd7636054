/* Links that others must resolve become "vitrina:link:N" in the tree. In the HTML that cmark writes, `="vitrina:link:` can stand only where a
 * destination of ours does: quotes in text are escaped, and every other destination has passed `tame_link`. */
#include "parse/markdown_private.h"

#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

#define MARK "vitrina:link:"

/* The scheme of a destination, or "": letters, digits, `+-.` before a colon (RFC 3986). */
static struct str scheme_of(struct str url)
{
	size_t i = 0;

	while (i < url.len && (((url.at[i] | 32) >= 'a' && (url.at[i] | 32) <= 'z') || (url.at[i] >= '0' && url.at[i] <= '9') || url.at[i] == '+' ||
				      url.at[i] == '-' || url.at[i] == '.'))
		i++;
	return i > 0 && i < url.len && url.at[i] == ':' ? str_part(url, 0, i) : STR("");
}

static bool same_letters(struct str a, const char *b)
{
	for (size_t i = 0; i < a.len; i++)
		if ((a.at[i] | 32) != b[i])
			return false;
	return strlen(b) == a.len;
}

static bool scheme_good(struct str scheme)
{
	return same_letters(scheme, "http") || same_letters(scheme, "https") || same_letters(scheme, "mailto") || same_letters(scheme, "tel");
}

/* A path from the source file, or data:RESOURCE/KEY: only the pages know where it leads. */
static bool ours(struct str url)
{
	if (str_starts(url, STR("data:")) && str_find(url, ',', 0) == url.len && str_find(url, ';', 0) == url.len)
		return true;
	return url.len > 0 && !strchr("/#?", url.at[0]) && scheme_of(url).len == 0;
}

static void tame_link(struct markdown_reading *r, cmark_node *node, size_t line)
{
	const char *raw = cmark_node_get_url(node);
	struct str url = str_of(raw ? raw : "");
	char mark[40];

	if (ours(url)) {
		arena_grow(r->arena, r->links.at, r->links.count, r->links.capacity);
		snprintf(mark, sizeof mark, MARK "%zu", r->links.count);
		r->links.at[r->links.count++] = arena_copy(r->arena, url);
		cmark_node_set_url(node, mark);
		return;
	}
	if (scheme_of(url).len == 0 || scheme_good(scheme_of(url)))
		return;
	diag_warning(r->diag, markdown_place(r, line, 0), "unsafe-url", "the link to '%.*s' is left out", "se omite el enlace a '%.*s'",
		STR_ARG(utf8_prefix(url, 60)));
	diag_advice(r->diag, "only http, https, mailto and tel links are published", "sólo se publican enlaces http, https, mailto y tel");
	cmark_node_set_url(node, "#");
}

static void drop_html(struct markdown_reading *r, cmark_node *node, size_t line)
{
	diag_warning(r->diag, markdown_place(r, line, 0), "raw-html-dropped", "HTML in Markdown is left out", "se omite el HTML dentro de Markdown");
	diag_advice(r->diag, "write it in Markdown, or allow it in portal.yaml: markdown: { raw_html: true }",
		"escríbalo en Markdown, o permítalo en portal.yaml: markdown: { raw_html: true }");
	cmark_node_unlink(node);
	cmark_node_free(node);
}

/* The line of a node: its own, or that of the block it is in. */
static size_t line_of(cmark_node *node, size_t line)
{
	if (line)
		return line;
	while (node && cmark_node_get_start_line(node) == 0)
		node = cmark_node_parent(node);
	return node ? (size_t)cmark_node_get_start_line(node) : 1;
}

void markdown_tame(struct markdown_reading *r, cmark_node *root, size_t line)
{
	cmark_iter *iter = cmark_iter_new(root);
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);

		if (event != CMARK_EVENT_ENTER)
			continue;
		switch (cmark_node_get_type(node)) {
		case CMARK_NODE_LINK: case CMARK_NODE_IMAGE: tame_link(r, node, line_of(node, line)); break;
		case CMARK_NODE_HTML_BLOCK: case CMARK_NODE_HTML_INLINE:
			if (!r->options->raw_html)
				drop_html(r, node, line_of(node, line));
			break;
		default: break;
		}
	}
	cmark_iter_free(iter);
}

void markdown_render(const struct markdown_reading *r, cmark_node *node, struct buf *out)
{
	char *html = cmark_render_html(node, r->options->raw_html ? CMARK_OPT_UNSAFE : CMARK_OPT_DEFAULT);

	buf_add(out, str_of(html));
	free(html);
}

/* A word before the text keeps it from being read as a list or a heading; it is taken out of the tree again. */
void markdown_inline(struct markdown_reading *r, struct str text, size_t line, struct buf *out)
{
	struct buf source = { 0 }, html = { 0 };
	cmark_node *root, *paragraph, *first;
	const char *literal;

	buf_add(&source, STR("x "));
	buf_add(&source, text);
	root = cmark_parse_document(source.at, source.len, CMARK_OPT_DEFAULT);
	paragraph = cmark_node_first_child(root);
	first = paragraph ? cmark_node_first_child(paragraph) : NULL;
	literal = first ? cmark_node_get_literal(first) : NULL;
	if (literal && literal[0] == 'x') {
		struct buf rest = { 0 };

		buf_add(&rest, str_of(literal + 1 + (literal[1] == ' ')));
		buf_byte(&rest, '\0');
		cmark_node_set_literal(first, rest.at);
		buf_clear(&rest);
		markdown_tame(r, paragraph, line);
		markdown_render(r, paragraph, &html);
		buf_add(out, str_part(buf_str(&html), 3, html.len - 8)); /* <p> … </p> and a line end */
	}
	cmark_node_free(root);
	buf_clear(&source);
	buf_clear(&html);
}

struct markdown_piece *markdown_piece(struct markdown_reading *r, enum markdown_kind kind, struct str text, size_t line)
{
	struct markdown_piece *piece;

	arena_grow(r->arena, r->pieces, r->piece_count, r->piece_capacity);
	piece = &r->pieces[r->piece_count++];
	*piece = (struct markdown_piece){ .kind = kind, .text = text, .at = markdown_place(r, line, 0) };
	return piece;
}

void markdown_add_html(struct markdown_reading *r, struct str html, size_t line)
{
	struct str mark = STR("=\"" MARK), rest = arena_copy(r->arena, html);

	for (;;) {
		size_t at = str_search(rest, mark, 0), end, number = 0;

		if (at == rest.len)
			break;
		end = at + mark.len;
		while (end < rest.len && rest.at[end] >= '0' && rest.at[end] <= '9')
			number = number * 10 + (size_t)(rest.at[end++] - '0');
		markdown_piece(r, MARKDOWN_HTML, str_part(rest, 0, at + 2), line);
		markdown_piece(r, MARKDOWN_LINK, number < r->links.count ? r->links.at[number] : STR("#"), line);
		rest = str_after(rest, end);
	}
	if (rest.len)
		markdown_piece(r, MARKDOWN_HTML, rest, line);
}
