/* model/moment.h - dates and times as text: ISO 8601, and the formats of Table Schema (a part of strptime).
 * struct moment and its arithmetic are in model/value.h. */
#ifndef MODEL_MOMENT_H
#define MODEL_MOMENT_H

#include "model/value.h"

/* Reads all of `text` as a date, time, datetime, year or yearmonth. `format` is "" or "default" for ISO 8601,
 * else a pattern that moment_format_check let pass. False: *wrong is the position of the first byte that can't
 * be right, and `out` holds the parts read before it; *impossible is true when the form is right and there is
 * no such day or hour. */
bool moment_read(enum field_type type, struct str format, struct str text, struct moment *out, size_t *wrong,
	bool *impossible);
/* Appends it in ISO 8601. */
void moment_write(struct buf *out, enum field_type type, const struct moment *moment);
/* Appends it as `format` says. */
void moment_write_as(struct buf *out, struct str format, const struct moment *moment);
/* What keeps `format` from being read as `type`. */
enum moment_format {
	MOMENT_FORMAT_FINE,
	MOMENT_FORMAT_DIRECTIVE, /* a directive that we don't read; *piece is it */
	MOMENT_FORMAT_LACKS,     /* a part without which there is no such value; *piece is the directive */
};
enum moment_format moment_format_check(enum field_type type, struct str format, struct str *piece);

#endif
