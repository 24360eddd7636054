/* parse/rows_private.h - the reading of one delimited text. */
#ifndef PARSE_ROWS_PRIVATE_H
#define PARSE_ROWS_PRIVATE_H

#include "parse/rows.h"

struct rows_reading {
	struct str bytes, path;
	char delimiter, quote;
	bool skip_space;
	size_t at;               /* the cursor: the first byte that no field or line end has used */
	size_t fed;              /* bytes given to libcsv */
	uint32_t line;           /* of the cursor */
	struct rows_cell *cells; /* owned */
	size_t count, capacity;
	size_t record_offset;
	uint32_t record_line;
	struct arena *arena;
	rows_fn *record;
	void *context;
	struct diag *diag;
	bool stopped, failed;
};

/* rows_read, feeding libcsv `chunk` bytes at a time; the result does not depend on it. */
bool rows_read_chunks(struct str bytes, struct str path, const struct rows_dialect *dialect, size_t chunk, struct arena *arena,
	rows_fn *record, void *context, struct diag *diag);

/* Reports a delimiter or quote that no reader can work with. */
bool rows_check_dialect(const struct rows_reading *r);
/* Report what is wrong with the field that begins at `start`, and return false: the byte at `wrong` can't be in it; its quote is never closed;
 * it is longer than ROWS_CELL_MOST; it is one more than a record may have. */
bool rows_fault_byte(const struct rows_reading *r, size_t start, size_t wrong);
bool rows_fault_open(const struct rows_reading *r, size_t start);
bool rows_fault_long(const struct rows_reading *r, size_t start);
bool rows_fault_many(const struct rows_reading *r);

#endif
