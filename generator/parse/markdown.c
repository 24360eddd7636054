#include "parse/markdown.h"

#include "base/map.h"
#include "base/utf8.h"
#include "parse/markdown_private.h"

enum {
	BRACKETS_MOST = 20000,
	LEVELS_MOST = 2000000, /* containers of lines, added up */
};

struct place markdown_place(const struct markdown_reading *r, size_t line, struct str near)
{
	struct place at = { .path = r->path, .line = r->first_line + (uint32_t)line - 1 };
	struct str text = line > 0 && line <= r->line_count ? r->lines[line - 1] : STR("");
	size_t found = near.len ? str_search(text, near, 0) : text.len;

	if (found < text.len) {
		at.column = (uint32_t)utf8_count(str_part(text, 0, found)) + 1;
		at.width = (uint32_t)utf8_count(near);
	}
	return at;
}

/* Lines as cmark counts them: LF, CR and CRLF each end one. */
static void split_lines(struct markdown_reading *r, struct str text)
{
	size_t capacity = 0, at = 0;

	while (at < text.len) {
		size_t end = at;

		while (end < text.len && text.at[end] != '\n' && text.at[end] != '\r')
			end++;
		arena_grow(r->arena, r->lines, r->line_count, capacity);
		r->lines[r->line_count++] = str_part(text, at, end - at);
		at = end + 1 + (end + 1 < text.len && text.at[end] == '\r' && text.at[end + 1] == '\n');
	}
}

struct depth {
	size_t indent;   /* columns of white space at the beginning of a line */
	size_t quotes;   /* `>` there */
	size_t items;    /* marks of list items there */
	bool anew;       /* the line begins with a mark that closes every list before it */
};

static bool item_mark(struct str line, size_t i)
{
	return strchr("-+*.)", line.at[i]) && (i + 1 == line.len || line.at[i + 1] == ' ' || line.at[i + 1] == '\t');
}

static struct depth depth_of(struct str line)
{
	struct depth d = { 0 };

	d.anew = line.len > 1 && (strchr("-+*", line.at[0]) || line.at[0] == '#') && line.at[1] == ' ';
	for (size_t i = 0; i < line.len && line.at[i] && strchr(" \t>-+*0123456789.)", line.at[i]); i++) {
		d.indent += line.at[i] == '\t' ? 4 : line.at[i] == ' ';
		d.quotes += line.at[i] == '>';
		d.items += item_mark(line, i);
	}
	return d;
}

/* No line can be in more containers than this finds: list items that go on take two columns each and have begun on lines before. cmark's
 * time grows as the square of the depth, and with its sum over the lines. */
static bool depth_bounded(struct markdown_reading *r)
{
	size_t begun = 0, levels = 0;

	for (size_t i = 0; i < r->line_count; i++) {
		struct depth d = depth_of(r->lines[i]);
		size_t open = d.anew ? 0 : d.indent / 2 < begun ? d.indent / 2 : begun, depth = open + d.quotes + d.items;

		begun = (d.anew ? 0 : begun) + d.items;
		levels += r->lines[i].len ? depth : begun < MARKDOWN_DEPTH_MOST ? begun : MARKDOWN_DEPTH_MOST;
		if (depth > MARKDOWN_DEPTH_MOST)
			return diag_error(r->diag, markdown_place(r, i + 1, STR("")), "markdown-depth",
				"lists or quotes nested more than %d deep",
				"listas o citas a más de %d niveles", MARKDOWN_DEPTH_MOST);
	}
	if (levels > LEVELS_MOST)
		return diag_error(r->diag, place_of(r->path), "markdown-depth", "too many lines in nested lists or quotes",
			"demasiadas líneas en listas o citas anidadas");
	return true;
}

/* cmark takes time as the square of some things: they are refused beyond what people write. */
static bool bounded(struct markdown_reading *r, struct str text)
{
	size_t brackets = 0;

	if (text.len > MARKDOWN_BYTES_MOST) {
		diag_error(r->diag, place_of(r->path), "markdown-size", "more than %d bytes", "más de %d bytes",
			MARKDOWN_BYTES_MOST);
		diag_advice(r->diag, "divide the page into several", "divida la página en varias");
		return false;
	}
	for (size_t i = 0; i < text.len; i++)
		brackets += text.at[i] == '[';
	if (brackets > BRACKETS_MOST) {
		diag_error(r->diag, place_of(r->path), "markdown-size", "more than %d links", "más de %d enlaces",
			BRACKETS_MOST);
		diag_advice(r->diag, "divide the page into several", "divida la página en varias");
		return false;
	}
	return depth_bounded(r);
}

static bool check_bytes(struct markdown_reading *r, struct str text)
{
	size_t wrong = utf8_check(text);
	struct place at = place_in(r->path, text, wrong);

	if (wrong == text.len)
		return true;
	at.line += r->first_line - 1;
	diag_error(r->diag, at, "not-utf-8", "the byte 0x%02X is not UTF-8", "el byte 0x%02X no es UTF-8",
		(unsigned char)text.at[wrong]);
	diag_advice(r->diag, "save the file as UTF-8", "guarde el archivo como UTF-8");
	return false;
}

static cmark_node *parse(struct str text)
{
	return cmark_parse_document(text.at ? text.at : "", text.len, CMARK_OPT_DEFAULT);
}

/* Writes an extra as a paragraph: the word before it keeps it from being read as a list or a heading, and the indentation of the lines
 * that follow keeps those from being anything but lines of a paragraph. */
static size_t put_extra(struct buf *source, struct str text)
{
	size_t lines = 1;
	struct str line;

	buf_add(source, STR("x "));
	for (bool first = true; str_next(&text, '\n', &line); first = false, lines++) {
		buf_add(source, first ? STR("") : STR("\n    "));
		buf_add(source, line);
	}
	buf_add(source, STR("\n\n"));
	return lines;
}

/* Takes the word before an extra out of its paragraph again. */
static void take_extra(struct markdown_extra *extra, cmark_node *paragraph)
{
	cmark_node *first = paragraph ? cmark_node_first_child(paragraph) : NULL;
	const char *literal = first && cmark_node_get_type(first) == CMARK_NODE_TEXT ? cmark_node_get_literal(first) : NULL;

	if (!literal || strncmp(literal, "x ", 2) != 0)
		return;
	cmark_node_set_literal(first, literal + 2);
	extra->node = paragraph;
}

/* Reads the text again with the extras before it; the root, and the first block that is not an extra. */
static cmark_node *parse_with_extras(struct markdown_reading *r, struct str text, cmark_node **first)
{
	struct buf source = { 0 };
	cmark_node *root;

	for (size_t i = 0; i < r->extra_count; i++)
		r->shift += put_extra(&source, r->extras[i].text);
	buf_add(&source, text);
	root = parse(buf_str(&source));
	buf_clear(&source);
	*first = cmark_node_first_child(root);
	for (size_t i = 0; i < r->extra_count; i++) {
		take_extra(&r->extras[i], *first);
		*first = *first ? cmark_node_next(*first) : NULL;
	}
	return root;
}

/* The HTML was written in one piece; the pieces get their views of it. */
static void settle_pieces(struct markdown_reading *r)
{
	struct str html;
	size_t from = 0;

	markdown_add_piece(r, MARKDOWN_HTML, place_of(r->path));
	html = arena_copy(r->arena, buf_str(&r->html));
	for (size_t i = 0; i < r->piece_count; i++) {
		struct markdown_piece *piece = &r->pieces[i];

		if (piece->kind == MARKDOWN_HTML) {
			piece->text = str_part(html, from, piece->text.len);
			from += piece->text.len;
		}
	}
}

const struct markdown *markdown_read(struct arena *arena, struct str text, struct str path, uint32_t first_line,
	const struct markdown_options *options, struct diag *diag)
{
	struct markdown_reading r = { .arena = arena, .path = path, .first_line = first_line, .options = options, .diag = diag,
		.good = true };
	struct markdown *result = arena_new_of(arena, struct markdown);
	cmark_node *root, *first;

	split_lines(&r, text);
	if (!check_bytes(&r, text) || !bounded(&r, text))
		return NULL;
	r.ids = map_new(arena);
	root = parse(text);
	first = cmark_node_first_child(root);
	markdown_split(&r, root);
	if (r.good && r.extra_count) {
		cmark_node_free(root);
		root = parse_with_extras(&r, text, &first);
	}
	markdown_render(&r, first);
	cmark_node_free(root);
	settle_pieces(&r);
	buf_clear(&r.html);
	*result = (struct markdown){ r.pieces, r.piece_count, r.headings, r.heading_count, r.summary };
	return r.good ? result : NULL;
}
