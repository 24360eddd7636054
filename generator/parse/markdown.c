/* cmark reads the text and writes the HTML of each block; what is ours – ids of headings, tables, components, links by source path – is done on
 * its tree before, or on whole blocks in its place. */
#include "parse/markdown.h"

#include "base/slug.h"
#include "base/utf8.h"
#include "parse/markdown_private.h"

enum { BRACKETS_MOST = 20000, INDENT_MOST = 200, SUMMARY_CHARACTERS = 300 };

struct place markdown_place(const struct markdown_reading *r, size_t line, size_t column)
{
	return (struct place){ .path = r->path, .line = r->first_line + (uint32_t)line - 1, .column = (uint32_t)column };
}

static void split_lines(struct markdown_reading *r, struct str text)
{
	size_t capacity = 0;
	struct str line;

	while (str_next(&text, '\n', &line)) {
		if (str_ends(line, STR("\r")))
			line.len--;
		arena_grow(r->arena, r->lines, r->line_count, capacity);
		r->lines[r->line_count++] = line;
	}
}

/* How many containers the beginning of a line could open or go on with. */
static int containers(struct str line, size_t *indent)
{
	int count = 0;
	size_t i = 0;

	*indent = 0;
	for (; i < line.len && strchr(" \t>-+*0123456789.)", line.at[i]); i++) {
		count += line.at[i] == '>' || ((line.at[i] == '-' || line.at[i] == '+' || line.at[i] == '*' || line.at[i] == '.' || line.at[i] == ')') &&
						      i + 1 < line.len && line.at[i + 1] == ' ');
		*indent += line.at[i] == '\t' ? 4 : line.at[i] == ' ';
	}
	return count;
}

/* cmark takes time as the square of some things: they are refused beyond what people write. */
static bool bounded(struct markdown_reading *r, struct str text)
{
	size_t brackets = 0, indent;

	if (text.len > MARKDOWN_BYTES_MOST)
		return diag_error(r->diag, place_of(r->path), "markdown-size", "more than %d bytes", "más de %d bytes", MARKDOWN_BYTES_MOST);
	for (size_t i = 0; i < text.len; i++)
		brackets += text.at[i] == '[';
	if (brackets > BRACKETS_MOST)
		return diag_error(r->diag, place_of(r->path), "markdown-size", "more than %d links", "más de %d enlaces", BRACKETS_MOST);
	for (size_t i = 0; i < r->line_count; i++)
		if (containers(r->lines[i], &indent) > MARKDOWN_DEPTH_MOST || indent > INDENT_MOST)
			return diag_error(r->diag, markdown_place(r, i + 1, 1), "markdown-depth", "lists or quotes nested more than %d deep",
				"listas o citas a más de %d niveles", MARKDOWN_DEPTH_MOST);
	return true;
}

/* Adds the plain text of a node and of those below it. */
static void plain_text(cmark_node *node, struct buf *out)
{
	cmark_iter *iter = cmark_iter_new(node);
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *at = cmark_iter_get_node(iter);
		const char *literal;

		if (event != CMARK_EVENT_ENTER)
			continue;
		switch (cmark_node_get_type(at)) {
		case CMARK_NODE_TEXT: case CMARK_NODE_CODE:
			literal = cmark_node_get_literal(at);
			buf_add(out, str_of(literal ? literal : ""));
			break;
		case CMARK_NODE_SOFTBREAK: case CMARK_NODE_LINEBREAK: buf_byte(out, ' '); break;
		default: break;
		}
	}
	cmark_iter_free(iter);
}

static bool id_taken(const struct markdown_reading *r, struct str id)
{
	for (size_t i = 0; i < r->heading_count; i++)
		if (str_equal(r->headings[i].id, id))
			return true;
	return false;
}

static struct str heading_id(struct markdown_reading *r, struct str text)
{
	struct buf id = { 0 };
	size_t len;
	struct str copy;

	slug_add(&id, text);
	if (id.len == 0)
		buf_byte(&id, 's');
	len = id.len;
	for (unsigned n = 2; id_taken(r, buf_str(&id)); n++) {
		id.len = len;
		buf_printf(&id, "-%u", n);
	}
	copy = arena_copy(r->arena, buf_str(&id));
	buf_clear(&id);
	return copy;
}

static void add_heading(struct markdown_reading *r, cmark_node *node)
{
	size_t line = (size_t)cmark_node_get_start_line(node);
	int level = cmark_node_get_heading_level(node) + (r->options->heading_base ? r->options->heading_base - 1 : 0);
	struct markdown_heading *heading;
	struct buf html = { 0 }, out = { 0 }, text = { 0 };

	cmark_node_set_heading_level(node, level > 6 ? 6 : level);
	plain_text(node, &text);
	arena_grow(r->arena, r->headings, r->heading_count, r->heading_capacity);
	heading = &r->headings[r->heading_count];
	heading->level = cmark_node_get_heading_level(node);
	heading->text = arena_copy(r->arena, buf_str(&text));
	heading->id = heading_id(r, heading->text);
	r->heading_count++;
	markdown_render(r, node, &html);
	buf_add(&out, str_part(buf_str(&html), 0, 3));
	buf_printf(&out, " id=\"%.*s\"", STR_ARG(heading->id));
	buf_add(&out, str_after(buf_str(&html), 3));
	markdown_add_html(r, buf_str(&out), line);
	buf_clear(&html);
	buf_clear(&out);
	buf_clear(&text);
}

static void keep_summary(struct markdown_reading *r, cmark_node *node)
{
	struct buf text = { 0 };

	if (r->summary.len)
		return;
	plain_text(node, &text);
	r->summary = arena_copy(r->arena, utf8_prefix(buf_str(&text), SUMMARY_CHARACTERS));
	buf_clear(&text);
}

static bool all_components(const struct markdown_reading *r, size_t first, size_t last)
{
	for (size_t i = first; i <= last; i++)
		if (!markdown_is_component(r->lines[i]))
			return false;
	return true;
}

/* A component amid text would be printed as it stands: that is never meant. */
static void find_stray_component(struct markdown_reading *r, size_t first, size_t last)
{
	for (size_t i = first; i <= last; i++) {
		size_t at = str_search(r->lines[i], STR("{{<"), 0);

		if (at == r->lines[i].len || str_find(r->lines[i], '`', 0) < at)
			continue;
		r->good = diag_error(r->diag, markdown_place(r, i + 1, utf8_count(str_part(r->lines[i], 0, at)) + 1), "component",
			"a component must stand alone on its line", "un componente debe estar solo en su renglón");
		diag_advice(r->diag, "put an empty line before and after it", "deje un renglón vacío antes y después");
	}
}

static void add_paragraph(struct markdown_reading *r, cmark_node *node)
{
	size_t first = (size_t)cmark_node_get_start_line(node) - 1, last = (size_t)cmark_node_get_end_line(node) - 1;
	struct buf html = { 0 };

	if (last >= r->line_count || last < first)
		last = first;
	if (all_components(r, first, last)) {
		for (size_t i = first; i <= last; i++)
			markdown_component(r, i + 1);
		return;
	}
	find_stray_component(r, first, last);
	if (!markdown_table(r, first, last, &html)) {
		markdown_render(r, node, &html);
		keep_summary(r, node);
	}
	markdown_add_html(r, buf_str(&html), first + 1);
	buf_clear(&html);
}

static void add_block(struct markdown_reading *r, cmark_node *node)
{
	struct buf html = { 0 };

	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_HEADING: add_heading(r, node); return;
	case CMARK_NODE_PARAGRAPH: add_paragraph(r, node); return;
	default: break;
	}
	markdown_render(r, node, &html);
	markdown_add_html(r, buf_str(&html), (size_t)cmark_node_get_start_line(node));
	buf_clear(&html);
}

static bool single_paragraph(cmark_node *root)
{
	cmark_node *first = cmark_node_first_child(root);

	return first && !cmark_node_next(first) && cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH;
}

static void add_inline(struct markdown_reading *r, cmark_node *paragraph)
{
	struct buf html = { 0 };
	struct str text;

	markdown_render(r, paragraph, &html);
	text = str_after(buf_str(&html), 3); /* <p> … </p> and a line end */
	markdown_add_html(r, str_part(text, 0, text.len - 5), 1);
	buf_clear(&html);
}

const struct markdown *markdown_read(struct arena *arena, struct str text, struct str path, uint32_t first_line, const struct markdown_options *options,
	struct diag *diag)
{
	struct markdown_reading r = { .arena = arena, .path = path, .first_line = first_line, .options = options, .diag = diag, .good = true };
	struct markdown *result = arena_new_of(arena, struct markdown);
	cmark_node *root;

	split_lines(&r, text);
	if (!bounded(&r, text))
		return NULL;
	root = cmark_parse_document(text.at ? text.at : "", text.len, CMARK_OPT_DEFAULT);
	markdown_tame(&r, root, 0);
	if (options->inline_only && single_paragraph(root))
		add_inline(&r, cmark_node_first_child(root));
	else
		for (cmark_node *node = cmark_node_first_child(root); node; node = cmark_node_next(node))
			add_block(&r, node);
	cmark_node_free(root);
	*result = (struct markdown){ r.pieces, r.piece_count, r.headings, r.heading_count, r.summary };
	return r.good ? result : NULL;
}
