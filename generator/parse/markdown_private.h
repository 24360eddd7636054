/* parse/markdown_private.h - the reading of one Markdown text.
 * cmark reads the text once. A paragraph that holds a table or a component is cut into parts by its lines; the texts in it – cells, and
 * the lines around – are then read by cmark as paragraphs of their own, put before the whole text in a second reading, so
 * that they know the references of the text. The renderer walks the tree and puts the parts in the paragraph's place. */
#ifndef PARSE_MARKDOWN_PRIVATE_H
#define PARSE_MARKDOWN_PRIVATE_H

#include "base/arena.h"
#include "base/buf.h"
#include "parse/markdown.h"

#include <cmark.h>

struct map;

enum { MARKDOWN_COLUMNS_MOST = 128 };

enum markdown_align { MARKDOWN_ALIGN_NONE, MARKDOWN_ALIGN_LEFT, MARKDOWN_ALIGN_CENTER, MARKDOWN_ALIGN_RIGHT };

/* A text read as a paragraph of its own. */
struct markdown_extra {
	struct str text;  /* lines of a paragraph, or a cell */
	size_t line;      /* where it begins, in the text, from 1 */
	cmark_node *node; /* its paragraph in the second reading, or NULL */
};

enum markdown_part_kind { MARKDOWN_PART_TEXT, MARKDOWN_PART_TABLE, MARKDOWN_PART_COMPONENT };

struct markdown_part {
	enum markdown_part_kind kind;
	size_t line;                  /* of its first line, from 1 */
	struct str text;              /* of a component */
	size_t extra;                 /* the first of its extras; a text has one */
	size_t columns, rows;         /* of a table: columns × rows extras, the header's among them */
	enum markdown_align *aligns;
};

/* A paragraph that is more than one. */
struct markdown_split {
	size_t ordinal; /* among the paragraphs of the text, from 0 */
	struct markdown_part *parts;
	size_t part_count, part_capacity;
};

struct markdown_reading {
	struct arena *arena;
	struct str path;
	uint32_t first_line;
	const struct markdown_options *options;
	struct diag *diag;
	bool good;
	struct str *lines; /* of the text, without their ends */
	size_t line_count;
	struct markdown_extra *extras;
	size_t extra_count, extra_capacity;
	struct markdown_split *splits; /* in the order of the text */
	size_t split_count, split_capacity;
	size_t blank_cells;            /* that rows shorter than their header were given */
	size_t shift;                  /* lines that stand before the text in the second reading */
	struct buf html;               /* what is written so far; owned */
	size_t html_from;              /* the first byte that is in no piece yet */
	struct markdown_piece *pieces; /* those of kind HTML hold offsets into `html` until the end */
	size_t piece_count, piece_capacity;
	struct markdown_heading *headings;
	size_t heading_count, heading_capacity;
	struct map *ids;               /* of headings: the number the next one of this name gets */
	struct str summary;
};

/* The place of a line of the text, from 1; where `near` stands in it, or column 0. */
struct place markdown_place(const struct markdown_reading *r, size_t line, struct str near);

/* Cuts paragraphs that are more than one into `splits`, and their texts into `extras`. */
void markdown_split(struct markdown_reading *r, cmark_node *root);
/* Whether a table begins at the first of these lines of a paragraph: its header and the row of dashes. */
bool markdown_is_table(const struct str *lines, size_t count);
/* Adds that table, which begins in `line`; returns how many lines it has. */
size_t markdown_table(struct markdown_reading *r, struct markdown_split *split, const struct str *lines, size_t count,
	size_t line);
/* Kept in order; the number of an extra. */
size_t markdown_add_extra(struct markdown_reading *r, struct str text, size_t line);
struct markdown_part *markdown_add_part(struct markdown_reading *r, struct markdown_split *split, enum markdown_part_kind kind,
	size_t line);

/* Writes all blocks from `first` on into html and pieces. */
void markdown_render(struct markdown_reading *r, cmark_node *first);
/* Writes the inline content of an extra; nothing when it has none. */
void markdown_render_extra(struct markdown_reading *r, size_t extra);
void markdown_render_table(struct markdown_reading *r, const struct markdown_part *part);

/* The piece for what comes next in the HTML. */
struct markdown_piece *markdown_add_piece(struct markdown_reading *r, enum markdown_kind kind, struct place at);
void markdown_escape(struct buf *out, struct str text);
/* The plain text of a node and those below it. */
void markdown_plain(cmark_node *node, struct buf *out);

/* Writes a destination, or adds it as a piece. */
void markdown_destination(struct markdown_reading *r, struct str url, size_t line);

/* Whether a line is a component: {{< name … >}}. */
bool markdown_is_component(struct str line);
/* Adds it as a piece; a fault is reported. */
void markdown_component(struct markdown_reading *r, const struct markdown_part *part);
/* Reports a component amid the text of a block that begins at `line`. */
void markdown_component_stray(struct markdown_reading *r, size_t line);

/* Notes a heading; its id, unlike those given so far. */
struct str markdown_heading(struct markdown_reading *r, cmark_node *node, int level);

#endif
