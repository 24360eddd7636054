/* export/json_rows.h - a row as a JSON object: every field in the schema's order, null where it is absent; numbers are JSON numbers with the
 * source's digits, so a reader that needs them exact must not read them as binary floating point. */
#ifndef EXPORT_JSON_ROWS_H
#define EXPORT_JSON_ROWS_H

#include "export/format.h"

struct json_rows;

/* For the rows of one table; in the arena, ended with json_rows_end. */
struct json_rows *json_rows_new(struct arena *arena, const struct table *table);
void json_rows_end(struct json_rows *rows);
/* Appends a row, without an end of line. */
void json_rows_write(struct json_rows *rows, uint32_t row, struct buf *out);

#endif
