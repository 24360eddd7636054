/* history/chronicle.h - the past of the data as tables of the site, a package like any other:
 *
 *     cambios     one change a row: version, table, key that the row has today, field, value before and after, what it is (a cell, a row added,
 *                 removed, renumbered …), and the row of each table that has pages which it belongs to, over foreign keys: so that
 *                 `programa.cambios` is what changed in a programme, in its goals and in their months
 *     versiones   one commit a row that changed something that is told: time, message, how much
 *
 * The newest come first. The names are Spanish, as all that is published. Which tables and fields are told, and whether by whom,
 * says `history:` of portal.yaml. */
#ifndef HISTORY_CHRONICLE_H
#define HISTORY_CHRONICLE_H

#include "history/past.h"

struct addition;
struct arena;
struct releases;
struct site;

/* What it comes to. */
struct chronicle_counts {
	size_t versions, changes;
	enum lineage_end end; /* why nothing older is known, */
	struct str oldest;    /* and the oldest commit that is, in the arena; "" when there is none */
};

/* The tables; texts go to the arena, the addition is the caller's to free. NULL when settings name what never was, which is reported. With
 * `releases` (or NULL) a version names the row of the table `entregas` that it came out with. */
struct addition *chronicle_new(struct arena *arena, const struct past *past, const struct site *site, const struct releases *releases,
	struct chronicle_counts *counts, struct diag *diag);

#endif
