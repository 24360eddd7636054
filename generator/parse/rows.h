/* parse/rows.h - delimited text (RFC 4180 and its neighbours) to records, by libcsv in strict mode.
 * Nothing is trimmed, dropped or guessed: blanks stay, empty lines are seen, an unclosed quote is told where it opened. */
#ifndef PARSE_ROWS_H
#define PARSE_ROWS_H

#include "base/diag.h"

struct arena;

/* Frictionless dialect, the part that concerns the reading of records. */
struct rows_dialect {
	char delimiter;   /* 0 is ',' */
	char quote;       /* 0 is '"' */
	bool skip_space;  /* skipInitialSpace: blanks after a delimiter don't count */
	bool checked;     /* the bytes come from encoding_read: they are not looked at again */
};

enum {
	ROWS_FIELDS_MOST = 4096,     /* fields of a record */
	ROWS_CELL_MOST = 1 << 20,    /* bytes of a field */
};

struct rows_cell {
	struct str text;   /* a view of the bytes read where it could be, else (a doubled quote inside) in the arena */
	size_t offset;     /* of the field's first byte in the bytes, its opening quote if it has one */
	bool quoted;       /* written in quotes: tells "" from nothing */
	bool copied;       /* text is in the arena */
};

struct rows_record {
	const struct rows_cell *cells; /* borrowed for the call */
	size_t count;
	uint32_t line;    /* physical line where it begins, from 1: CR, LF and CRLF each end one, inside quotes too */
	size_t offset;    /* of its first byte */
	bool blank;       /* an empty line: no cells */
};

/* Called for each record in order, the header's too. False stops the reading, which then still counts as fine. */
typedef bool rows_fn(void *context, const struct rows_record *record);

/* Reads all of `bytes` (UTF-8, checked here if it was not; a byte order mark at the start is passed over). Cells that need unescaping go to
 * `arena`. Faults – wrong UTF-8, NUL bytes, text after a closing quote, a quote inside an unquoted field, a quote never closed, limits –
 * are reported with line, column and advice; reading ends at the first one that makes the rest unsure, and false is returned. */
bool rows_read(struct str bytes, struct str path, const struct rows_dialect *dialect, struct arena *arena,
	rows_fn *record, void *context, struct diag *diag);

#endif
