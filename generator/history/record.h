/* history/record.h - a change as a row of texts: what cambios.csv, `history` and `diff` tell, in one form. */
#ifndef HISTORY_RECORD_H
#define HISTORY_RECORD_H

#include "history/past.h"

struct arena;

enum record_column {
	RECORD_ID, RECORD_VERSION, RECORD_TIME, RECORD_TABLE, RECORD_KEY, RECORD_LABEL, RECORD_KIND, RECORD_FIELD, RECORD_BEFORE, RECORD_AFTER,
	RECORD_KEY_THEN, RECORD_KEY_BEFORE, RECORD_LIKENESS, RECORD_DECLARED, RECORD_ROWS, RECORD_ROW, RECORD_SINCE, RECORD_COLUMNS,
};

extern const char *const record_names[RECORD_COLUMNS]; /* "cambio_id" … */

/* One change of a moment, the `number`th (from 1) of its table. Cells are in the arena or borrowed from the past; `at` is NULL for absent ones. */
void record_make(struct arena *arena, const struct past *past, size_t moment, const struct past_changes *table, const struct change *change,
	size_t number,
	struct str cells[RECORD_COLUMNS]);
/* RFC 3339 with the commit's offset; absent for what is not committed. */
struct str record_time(struct arena *arena, const struct past_moment *moment);
/* The same of a time as a commit records it; absent when no calendar has it. */
struct str record_time_text(struct arena *arena, int64_t seconds, int32_t offset);
/* The commit in full, or the name of what is not committed. */
struct str record_version(const struct past_moment *moment);
#define RECORD_UNCOMMITTED "sin-confirmar"

#endif
