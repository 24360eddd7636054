/* history/telling.h - what `history` and `diff` print. */
#ifndef HISTORY_TELLING_H
#define HISTORY_TELLING_H

#include "history/past.h"

struct telling {
	const struct past *past;
	enum lang lang;
	bool colour;
	bool names;             /* of authors */
	struct str table;       /* only this one; "" for all */
	struct str key, field;  /* likewise: a row, by the key it has today, and one of its fields */
	size_t first;           /* moments before this one are not told */
};

enum telling_format { TELLING_TEXT, TELLING_JSON, TELLING_CSV, TELLING_MARKDOWN };

/* The biography of a table, a row or a figure: newest first, and a figure's values from the first to the last. */
void telling_history(const struct telling *telling, enum telling_format format, struct buf *out);
/* The differences of two states: the last moment. */
void telling_diff(const struct telling *telling, enum telling_format format, struct buf *out);
/* A change is told by this report. */
bool telling_tells(const struct telling *telling, size_t moment, const struct past_changes *table, const struct change *change);

#endif
