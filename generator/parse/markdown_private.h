/* parse/markdown_private.h - the reading of one Markdown text. */
#ifndef PARSE_MARKDOWN_PRIVATE_H
#define PARSE_MARKDOWN_PRIVATE_H

#include "base/arena.h"
#include "base/buf.h"
#include "parse/markdown.h"

#include <cmark.h>

struct markdown_links {
	struct str *at; /* destinations that somebody else resolves, by number */
	size_t count, capacity;
};

struct markdown_reading {
	struct arena *arena;
	struct str path;
	uint32_t first_line;
	const struct markdown_options *options;
	struct diag *diag;
	struct str *lines; /* of the text, without their ends */
	size_t line_count;
	struct markdown_links links;
	struct markdown_piece *pieces;
	size_t piece_count, piece_capacity;
	struct markdown_heading *headings;
	size_t heading_count, heading_capacity;
	struct str summary;
	bool good;
};

/* The place of a line of the text, counted from 1. */
struct place markdown_place(const struct markdown_reading *r, size_t line, size_t column);
/* Makes a tree safe and its links ours: drops raw HTML, refuses schemes, puts marks in the place of links to resolve. */
void markdown_tame(struct markdown_reading *r, cmark_node *root, size_t line);
/* Appends the HTML of a tamed node. */
void markdown_render(const struct markdown_reading *r, cmark_node *node, struct buf *out);
/* Appends the HTML of a line of text with inline markup, which stands in `line`. */
void markdown_inline(struct markdown_reading *r, struct str text, size_t line, struct buf *out);
/* Appends a table when the lines first … last are one (counted from 0); else false and nothing. */
bool markdown_table(struct markdown_reading *r, size_t first, size_t last, struct buf *out);
/* Whether a line is a component: {{< name … >}}. */
bool markdown_is_component(struct str line);
/* Adds it as a piece; a fault is reported. */
void markdown_component(struct markdown_reading *r, size_t line);
/* Adds HTML to the pieces, cut where links are to be resolved. */
void markdown_add_html(struct markdown_reading *r, struct str html, size_t line);
/* A new piece at the end. */
struct markdown_piece *markdown_piece(struct markdown_reading *r, enum markdown_kind kind, struct str text, size_t line);

#endif
