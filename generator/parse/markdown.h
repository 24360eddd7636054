/* parse/markdown.h - CommonMark (by cmark) to HTML pieces, with pipe tables, heading ids, a table of contents and components.
 * The HTML is safe: raw HTML is dropped (and told) unless allowed, and links of schemes other than http, https, mailto, tel and relative are
 * refused. */
#ifndef PARSE_MARKDOWN_H
#define PARSE_MARKDOWN_H

#include "base/diag.h"

struct arena;

enum { MARKDOWN_BYTES_MOST = 1 << 20, MARKDOWN_DEPTH_MOST = 100 };

struct markdown_argument {
	struct str name, value; /* recurso="metas" */
};

enum markdown_kind {
	MARKDOWN_HTML,      /* text: HTML as it stands */
	MARKDOWN_COMPONENT, /* name, arguments: a partial of the theme's goes here */
	MARKDOWN_LINK,      /* text: the destination of a link or image to be resolved and put here, not escaped: a source path
	                     * ("metodo.md#formula", "img/mapa.svg"), one from the root of the site ("/datos/") or
	                     * "data:RESOURCE/KEY"; only for such destinations */
};

struct markdown_piece {
	enum markdown_kind kind;
	struct str text;
	struct str name; /* of a component */
	const struct markdown_argument *arguments;
	size_t argument_count;
	struct place at;
};

struct markdown_heading {
	int level;       /* 1–6 */
	struct str id;   /* unique on its page: ASCII slug of the text (accents dropped, by ICU), "-2" … when taken */
	struct str text; /* its content as plain text */
};

struct markdown {
	const struct markdown_piece *pieces;
	size_t piece_count;
	const struct markdown_heading *headings;
	size_t heading_count;
	struct str summary; /* plain text of the first paragraph, or "" */
};

struct markdown_options {
	bool raw_html;      /* portal.yaml allows it */
	int heading_base;   /* 1: `#` is <h1>; 2: `#` is <h2> … (a cell of a table inside a page); never above 6 */
	bool inline_only;   /* a text inside a page: a single paragraph comes without its <p>, headings without ids */
};

/* Everything in the arena; `path` is borrowed. `first_line` is the line of the file where `text` begins. NULL when it is refused
 * (size, depth, a component that is written wrong), and then reported with the .md file's own line. */
const struct markdown *markdown_read(struct arena *arena, struct str text, struct str path, uint32_t first_line,
	const struct markdown_options *options, struct diag *diag);

#endif
