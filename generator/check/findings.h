/* check/findings.h - what was found odd in the data and is published as found: the warnings become two tables of the site, as any other.
 *
 *     hallazgos         one finding a row: rule, where (table, key of the row, field, file, line), what it says in Spanish and
 *                       English, and the row of each table that has pages which it belongs to, over foreign keys: so that
 *                       `meta.hallazgos` is what is odd in a goal
 *     hallazgos_reglas  one rule a row: every check of model.lua, also those that found nothing, and the rules of vitrina that were told
 *
 * The names are Spanish, as all that is published. */
#ifndef CHECK_FINDINGS_H
#define CHECK_FINDINGS_H

#include "base/diag.h"

struct addition;
struct arena;
struct site;

/* The tables, from the warnings that `diag` holds. NULL when the site has neither checks of its own nor anything odd. Texts of the
 * descriptor go to the arena; the addition is the caller's to free. */
struct addition *findings_new(struct arena *arena, const struct site *site, struct diag *diag);

#endif
