/* model/compute.h - the only door by which something is added to a loaded table: computed fields, before anyone else reads them.
 * The script room runs model.lua and writes here; afterwards the tables are immutable. */
#ifndef MODEL_COMPUTE_H
#define MODEL_COMPUTE_H

#include "model/table.h"

/* Declares a computed field: name, type, title, unit … of `field` are taken; index is given. The column is all absent ("empty") at first.
 * False: reported (a field of that name exists; an unknown type). Not thread-safe; call before compute_set. */
bool compute_declare(struct table *table, const struct field *field, struct diag *diag);
/* Sets the cell of a computed field: `text` in its canonical form, copied, or absent when NULL with the reason `why` (a code; kept by pointer, must
 * outlive the table). May be called by several threads, each for rows of its own part: `worker` (0 … COMPUTE_WORKERS - 1) chooses the memory. */
enum { COMPUTE_WORKERS = 256 };
void compute_set(struct table *table, int worker, uint32_t row, size_t column, const struct str *text, struct str why);
/* Memory that lives as long as the table, for codes and names given by pointer. Not thread-safe. */
struct arena *compute_arena(struct table *table);
/* Wording of a reason code for people; declared by model.lua. Kept in the table. */
void compute_reason(struct table *table, struct str code, const struct phrase *wording);
/* A check that model.lua declares; kept in the table, whose memory its texts are in. Not thread-safe. */
void compute_rule(struct table *table, const struct table_rule *rule);
/* A figure that model.lua watches. Not thread-safe. */
void compute_watch(struct table *table, const struct table_watch *watch);
/* The wording, or NULL. */
const struct phrase *table_reason(const struct table *table, struct str code);

#endif
