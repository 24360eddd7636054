/* history/compare.h - two states of a table, by key and by value. What is the same when it is read is no change: order of rows and columns, quoting,
 * delimiter, encoding, byte order mark, how a number, a date or a boolean is written, line ends inside a cell. */
#ifndef HISTORY_COMPARE_H
#define HISTORY_COMPARE_H

#include "history/change.h"
#include "model/schema.h"

struct arena;
struct version;

/* Rows of other tables that have another key since this moment: cells that name them follow, and are not changed. */
struct rename { struct str resource, before, after; };
struct renames {
	struct rename *items;
	size_t count, capacity;
};

/* Appends what differs, sorted, to `out`. `before` NULL: the table was not there; `after` NULL: it is no more. Texts are copied to the arena. */
void compare_versions(struct arena *arena, struct version *before, struct version *after, const struct renames *renames, struct changes *out);

/* Private to compare.c and renumber.c: columns that both versions have. */
struct compare_pair { const struct field *before, *after; };
/* Whether two texts (NULL: absent) are one value. */
bool compare_same(const struct compare_pair *pair, struct str before, struct str after, struct arena *scratch);

#endif
