/* history/telling_private.h - the forms for people. */
#ifndef HISTORY_TELLING_PRIVATE_H
#define HISTORY_TELLING_PRIVATE_H

#include "history/telling.h"

/* What a moment did, counted. */
struct telling_counts { size_t added, removed, renumbered, cells, rows, others; };

void telling_count(const struct telling *telling, size_t moment, const struct past_changes *table, struct telling_counts *counts);
/* "2 rows added, 3 cells changed in 2 rows"; "" when nothing is counted. */
void telling_put_counts(const struct telling *telling, const struct telling_counts *counts, struct buf *out);
/* A change of a table as a whole in words: "the column 'x' was added". */
void telling_put_other(const struct telling *telling, const struct change *change, struct buf *out);

void telling_text(const struct telling *telling, struct buf *out);
void telling_diff_text(const struct telling *telling, struct buf *out);
void telling_markdown(const struct telling *telling, struct buf *out);

#endif
