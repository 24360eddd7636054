/* export/cell.h - what a cell is to formats that have types of their own: spreadsheets, databases. A number is one there only when no digit
 * is lost: binary floating point keeps any 15 significant digits, so a number that has more is a text. */
#ifndef EXPORT_CELL_H
#define EXPORT_CELL_H

#include "export/format.h"

enum cell_kind {
	CELL_NONE,    /* absent */
	CELL_TEXT,
	CELL_NUMBER,  /* at most CELL_DIGITS significant digits */
	CELL_BOOLEAN,
	CELL_DATE,    /* a day */
};

enum { CELL_DIGITS = 15 };

struct cell {
	enum cell_kind kind;
	struct str text;       /* in canonical form: `.` decimals, ISO 8601 dates, true or false; borrowed until the next cell */
	double number;         /* the nearest to a number */
	bool whole;            /* a number without digits after the point: `integer` is the same */
	int64_t integer;
	uint32_t places;       /* of a number: digits after the point, as published */
	bool truth;
	struct moment moment;  /* of a date */
};

/* Reads the cells of one table; owned by the caller. */
struct cells;
struct cells *cells_new(const struct table *table);
void cells_free(struct cells *cells);
struct cell cells_get(struct cells *cells, uint32_t row, size_t column);
/* Whether a column of integers or numbers has a number that is a text here. Looks at every row. */
bool cells_long(struct cells *cells, size_t column);

#endif
