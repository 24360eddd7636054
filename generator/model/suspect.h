/* model/suspect.h - what its schema allows and is damaged all the same: formulas among texts, letters encoded twice, codes without their zeros,
 * keys that look alike, rows pasted twice. All are warnings: what is odd is published, with a note. Private to the loader. */
#ifndef MODEL_SUSPECT_H
#define MODEL_SUSPECT_H

#include "base/diag.h"

struct table;

/* Looks through a table that was read, keyed and linked, and tells what it finds. Reads only: tables may be looked through at once. */
void suspect_table(const struct table *table, struct diag *diag);

#endif
