/* history/chronicle_private.h - shared by the files of the chronicle. */
#ifndef HISTORY_CHRONICLE_PRIVATE_H
#define HISTORY_CHRONICLE_PRIVATE_H

#include "history/record.h"

struct buf;
struct map;
struct owners;
struct site;

/* Columns of `cambios` behind those of a record: the row that a cell named before and names no more; then one for each owner. */
enum { CHRONICLE_LEFT_TABLE = RECORD_COLUMNS, CHRONICLE_LEFT_KEY, CHRONICLE_OWNERS };

/* The descriptor of both tables, in the arena. */
struct str chronicle_descriptor(struct arena *arena, const struct site *site, const struct owners *owners, bool releases);

/* Which rows changes belong to, those of rows that are no more too: these belong to what they named last. */
struct belonging {
	struct arena *arena;
	const struct past *past;
	const struct site *site;
	struct owners *owners;
	struct map *gone;      /* "table\0key" → struct gone: rows that were removed */
};
void belonging_open(struct belonging *belonging);
/* Fills in a cell for each owner; those that there are none for stay absent. `key` is the one that the changed row has today. */
void belonging_find(struct belonging *belonging, size_t moment, struct str table, const struct change *change, struct str key, struct str *cells);

/* What settings allow to be told. */
struct discretion {
	const struct past *past;
	const struct site *site;
};
/* False when they name what never was: reported. */
bool discretion_check(const struct discretion *discretion, struct diag *diag);
bool discretion_tells_table(const struct discretion *discretion, struct str table);
bool discretion_tells_field(const struct discretion *discretion, struct str table, struct str field);
/* A row's JSON without the fields that are not told; in the arena. */
struct str discretion_row(const struct discretion *discretion, struct arena *arena, struct str table, struct str row);

#endif
