/* model/link.h - foreign keys become row numbers, both ways. Private to the room; reading is in model/table.h. */
#ifndef MODEL_LINK_H
#define MODEL_LINK_H

#include "base/diag.h"

struct arena;
struct link_rows;
struct map;
struct table;

/* Ties the foreign keys of `table` to the tables they point at (`tables`: name → struct table) and to their
 * indexes, which are planned and not yet filled. What can't be tied is reported; but when not `all` tables that
 * were declared are there, none is told to be unknown. Not thread-safe. */
void link_tie(struct table *table, const struct map *tables, bool all, struct diag *diag);
/* Reports names that mean two things in `table`: fields, steps to other tables and back. After all tables are tied. */
void link_check_names(const struct table *table, struct diag *diag);
/* Finds the row that each row points at, and orders them by it. All indexes are filled. Several links may be filled at once. */
void link_fill(struct link_rows *link, struct diag *diag);

#endif
