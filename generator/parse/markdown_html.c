/* Walks cmark's tree and writes HTML, the same that cmark writes where nothing of ours is in it (the examples of the CommonMark specification are
 * its test), without recursion: how deep text is nested is the author's choice. */
#include "parse/markdown_private.h"

#include "base/utf8.h"

enum { SUMMARY_CHARACTERS = 300 };

/* Where the walk has come to. */
struct walk {
	struct markdown_reading *r;
	cmark_iter *iter;
	size_t line;           /* of the text, from 1; within a paragraph it follows the line breaks */
	size_t paragraphs;     /* met so far */
	size_t splits;         /* put in their places so far */
	cmark_node *image;     /* whose description is being written, as plain text; or NULL */
	const cmark_node *only; /* a paragraph to be written without its <p>; or NULL */
};

static struct str entity_of(char c)
{
	switch (c) {
	case '&': return STR("&amp;");
	case '<': return STR("&lt;");
	case '>': return STR("&gt;");
	case '"': return STR("&quot;");
	default: return STR("");
	}
}

void markdown_escape(struct buf *out, struct str text)
{
	size_t from = 0;

	for (size_t i = 0; i < text.len; i++) {
		struct str entity = entity_of(text.at[i]);

		if (entity.len == 0)
			continue;
		buf_add(out, str_part(text, from, i - from));
		buf_add(out, entity);
		from = i + 1;
	}
	buf_add(out, str_after(text, from));
}

struct markdown_piece *markdown_add_piece(struct markdown_reading *r, enum markdown_kind kind, struct place at)
{
	struct markdown_piece *piece;

	if (r->html.len > r->html_from) {
		arena_grow(r->arena, r->pieces, r->piece_count, r->piece_capacity);
		piece = &r->pieces[r->piece_count++];
		*piece = (struct markdown_piece){ .kind = MARKDOWN_HTML, .text = { NULL, r->html.len - r->html_from }, .at = at };
		r->html_from = r->html.len;
	}
	if (kind == MARKDOWN_HTML)
		return NULL;
	arena_grow(r->arena, r->pieces, r->piece_count, r->piece_capacity);
	piece = &r->pieces[r->piece_count++];
	*piece = (struct markdown_piece){ .kind = kind, .at = at };
	return piece;
}

static struct str literal_of(cmark_node *node)
{
	const char *literal = cmark_node_get_literal(node);

	return str_of(literal ? literal : "");
}

void markdown_plain(cmark_node *node, struct buf *out)
{
	cmark_iter *iter = cmark_iter_new(node);
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *at = cmark_iter_get_node(iter);

		if (event != CMARK_EVENT_ENTER)
			continue;
		switch (cmark_node_get_type(at)) {
		case CMARK_NODE_TEXT: case CMARK_NODE_CODE: buf_add(out, literal_of(at)); break;
		case CMARK_NODE_SOFTBREAK: case CMARK_NODE_LINEBREAK: buf_byte(out, ' '); break;
		default: break;
		}
	}
	cmark_iter_free(iter);
}

/* Blocks begin on a line of their own. */
static void begin_line(struct markdown_reading *r)
{
	if (r->html.len && r->html.at[r->html.len - 1] != '\n')
		buf_byte(&r->html, '\n');
}

static void put(struct walk *w, const char *text)
{
	buf_add(&w->r->html, str_of(text));
}

static void put_block(struct walk *w, const char *text)
{
	begin_line(w->r);
	put(w, text);
}

/* A paragraph right in an item of a tight list is written without <p>. */
static bool bare(const struct walk *w, cmark_node *paragraph)
{
	cmark_node *list = cmark_node_parent(cmark_node_parent(paragraph));

	if (paragraph == w->only)
		return true;
	return list && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list);
}

static void write_list(struct walk *w, cmark_node *node, bool enter)
{
	bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
	int start = cmark_node_get_list_start(node);

	if (!enter)
		put(w, ordered ? "</ol>\n" : "</ul>\n");
	else if (ordered && start != 1)
		buf_printf((begin_line(w->r), &w->r->html), "<ol start=\"%d\">\n", start);
	else
		put_block(w, ordered ? "<ol>\n" : "<ul>\n");
}

static void write_code(struct walk *w, cmark_node *node)
{
	const char *info = cmark_node_get_fence_info(node);
	struct str language = str_of(info ? info : "");

	for (size_t i = 0; i < language.len; i++)
		if (strchr(" \t\n\v\f\r", language.at[i]))
			language.len = i;
	put_block(w, "<pre><code");
	if (language.len) {
		put(w, " class=\"language-");
		markdown_escape(&w->r->html, language);
		put(w, "\"");
	}
	put(w, ">");
	markdown_escape(&w->r->html, literal_of(node));
	put(w, "</code></pre>\n");
}

static void write_heading(struct walk *w, cmark_node *node, bool enter)
{
	int base = w->r->options->heading_base, level = cmark_node_get_heading_level(node) + (base > 1 ? base - 1 : 0);

	struct str id;

	level = level > 6 ? 6 : level;
	if (!enter) {
		buf_printf(&w->r->html, "</h%d>\n", level);
		return;
	}
	begin_line(w->r);
	if (w->r->options->inline_only) {
		buf_printf(&w->r->html, "<h%d>", level);
		return;
	}
	id = markdown_heading(w->r, node, level);
	buf_printf(&w->r->html, "<h%d id=\"%.*s\">", level, STR_ARG(id));
}

static void keep_summary(struct walk *w, cmark_node *paragraph)
{
	struct buf text = { 0 };

	if (w->r->summary.len)
		return;
	markdown_plain(paragraph, &text);
	w->r->summary = arena_copy(w->r->arena, str_trim(utf8_prefix(buf_str(&text), SUMMARY_CHARACTERS)));
	buf_clear(&text);
}

static void write_part(struct walk *w, const struct markdown_part *part, bool without)
{
	switch (part->kind) {
	case MARKDOWN_PART_TEXT:
		if (w->r->extras[part->extra].node)
			keep_summary(w, w->r->extras[part->extra].node);
		if (!without)
			put_block(w, "<p>");
		markdown_render_extra(w->r, part->extra);
		put(w, without ? "" : "</p>\n");
		break;
	case MARKDOWN_PART_TABLE: begin_line(w->r); markdown_render_table(w->r, part); break;
	case MARKDOWN_PART_COMPONENT: begin_line(w->r); markdown_component(w->r, part); break;
	}
}

static void write_paragraph(struct walk *w, cmark_node *node, bool enter)
{
	bool without = bare(w, node);
	const struct markdown_split *split = w->splits < w->r->split_count ? &w->r->splits[w->splits] : NULL;

	if (!enter) {
		put(w, without ? "" : "</p>\n");
		return;
	}
	if (split && split->ordinal == w->paragraphs++) {
		w->splits++;
		for (size_t i = 0; i < split->part_count; i++)
			write_part(w, &split->parts[i], without);
		cmark_iter_reset(w->iter, node, CMARK_EVENT_EXIT);
		return;
	}
	keep_summary(w, node);
	if (!without)
		put_block(w, "<p>");
}

/* A comment is nobody's content, and of two tags that go together one message is enough. */
static bool dropped_silently(struct str html)
{
	html = str_trim(html);
	if (str_starts(html, STR("</")))
		return true;
	return str_starts(html, STR("<!--")) && str_search(html, STR("-->"), 0) == html.len - 3;
}

static bool html_kept(struct walk *w, struct str html)
{
	if (w->r->options->raw_html)
		return true;
	if (dropped_silently(html))
		return false;
	html = utf8_prefix(str_part(html, 0, str_find(html, '\n', 0)), 40);
	diag_warning(w->r->diag, markdown_place(w->r, w->line, html), "raw-html-dropped",
		"HTML in Markdown is left out", "se omite el HTML dentro de Markdown");
	diag_advice(w->r->diag, "write it in Markdown, or allow it in portal.yaml: markdown: { raw_html: true }",
		"escríbalo en Markdown, o permítalo en portal.yaml: markdown: { raw_html: true }");
	return false;
}

static void write_html_block(struct walk *w, cmark_node *node)
{
	if (!html_kept(w, literal_of(node)))
		return;
	begin_line(w->r);
	buf_add(&w->r->html, literal_of(node));
	begin_line(w->r);
}

static void write_title(struct walk *w, cmark_node *node)
{
	const char *title = cmark_node_get_title(node);

	if (!title || !*title)
		return;
	put(w, "\" title=\"");
	markdown_escape(&w->r->html, str_of(title));
}

static void write_link(struct walk *w, cmark_node *node, bool enter)
{
	const char *url = cmark_node_get_url(node);

	if (!enter) {
		put(w, "</a>");
		return;
	}
	put(w, "<a href=\"");
	markdown_destination(w->r, str_of(url ? url : ""), w->line);
	write_title(w, node);
	put(w, "\">");
}

/* What is within the brackets of an image is its description, without marks. */
static void write_image(struct walk *w, cmark_node *node, bool enter)
{
	const char *url = cmark_node_get_url(node);

	if (enter) {
		put(w, "<img src=\"");
		markdown_destination(w->r, str_of(url ? url : ""), w->line);
		put(w, "\" alt=\"");
		w->image = node;
	} else {
		write_title(w, node);
		put(w, "\" />");
		w->image = NULL;
	}
}

static void write_text(struct walk *w, cmark_node *node)
{
	struct str text = literal_of(node);
	cmark_node *after = cmark_node_next(node);

	markdown_escape(&w->r->html, text);
	if (str_search(text, STR("{{<"), 0) < text.len ||
		(str_ends(text, STR("{{")) && after && cmark_node_get_type(after) == CMARK_NODE_HTML_INLINE))
		markdown_component_stray(w->r, w->line);
}

static void write_description(struct walk *w, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT: case CMARK_NODE_CODE: case CMARK_NODE_HTML_INLINE:
		markdown_escape(&w->r->html, literal_of(node));
		break;
	case CMARK_NODE_SOFTBREAK: case CMARK_NODE_LINEBREAK: put(w, " "); w->line++; break;
	default: break;
	}
}

static void write_inline(struct walk *w, cmark_node *node, bool enter)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT: write_text(w, node); break;
	case CMARK_NODE_SOFTBREAK: put(w, "\n"); w->line++; break;
	case CMARK_NODE_LINEBREAK: put(w, "<br />\n"); w->line++; break;
	case CMARK_NODE_CODE:
		put(w, "<code>");
		markdown_escape(&w->r->html, literal_of(node));
		put(w, "</code>");
		break;
	case CMARK_NODE_HTML_INLINE:
		if (html_kept(w, literal_of(node)))
			buf_add(&w->r->html, literal_of(node));
		break;
	case CMARK_NODE_EMPH: put(w, enter ? "<em>" : "</em>"); break;
	case CMARK_NODE_STRONG: put(w, enter ? "<strong>" : "</strong>"); break;
	case CMARK_NODE_LINK: write_link(w, node, enter); break;
	case CMARK_NODE_IMAGE: write_image(w, node, enter); break;
	default: break;
	}
}

static void write_block(struct walk *w, cmark_node *node, bool enter)
{
	int line = cmark_node_get_start_line(node);

	if (enter && line > 0 && (size_t)line > w->r->shift)
		w->line = (size_t)line - w->r->shift;
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE: put_block(w, enter ? "<blockquote>\n" : "</blockquote>\n"); break;
	case CMARK_NODE_LIST: write_list(w, node, enter); break;
	case CMARK_NODE_ITEM:
		if (enter)
			put_block(w, "<li>");
		else
			put(w, "</li>\n");
		break;
	case CMARK_NODE_CODE_BLOCK: write_code(w, node); break;
	case CMARK_NODE_HTML_BLOCK: write_html_block(w, node); break;
	case CMARK_NODE_HEADING: write_heading(w, node, enter); break;
	case CMARK_NODE_THEMATIC_BREAK: put_block(w, "<hr />\n"); break;
	case CMARK_NODE_PARAGRAPH: write_paragraph(w, node, enter); break;
	default: break;
	}
}

static bool is_block(cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);

	return type >= CMARK_NODE_FIRST_BLOCK && type <= CMARK_NODE_LAST_BLOCK;
}

/* Writes a node and all below it. */
static void write_node(struct walk *w, cmark_node *top)
{
	cmark_event_type event;

	w->iter = cmark_iter_new(top);
	while ((event = cmark_iter_next(w->iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(w->iter);
		bool enter = event == CMARK_EVENT_ENTER;

		if (w->image && !(node == w->image && !enter))
			write_description(w, node);
		else if (is_block(node))
			write_block(w, node, enter);
		else
			write_inline(w, node, enter);
	}
	cmark_iter_free(w->iter);
}

void markdown_render(struct markdown_reading *r, cmark_node *first)
{
	struct walk w = { .r = r, .line = 1 };

	if (r->options->inline_only && first && !cmark_node_next(first) && cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH)
		w.only = first;
	for (; first; first = cmark_node_next(first))
		write_node(&w, first);
}

void markdown_render_extra(struct markdown_reading *r, size_t extra)
{
	struct walk w = { .r = r, .line = r->extras[extra].line };
	cmark_node *paragraph = r->extras[extra].node;

	if (!paragraph)
		return;
	for (cmark_node *node = cmark_node_first_child(paragraph); node; node = cmark_node_next(node))
		write_node(&w, node);
}
