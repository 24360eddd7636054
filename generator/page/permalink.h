/* page/permalink.h - patterns like "/programas/{programa_id}/": a row to the path of its page. */
#ifndef PAGE_PERMALINK_H
#define PAGE_PERMALINK_H

#include "base/diag.h"
#include "model/table.h"

struct arena;
struct buf;
struct permalink;

/* Compiles a pattern over the fields of `table`. It begins and ends with `/` and must name the whole primary key or a unique key, else two rows could claim
 * one page (which is found out later anyway). In the arena; NULL when it is wrong, reported at `at`. */
const struct permalink *permalink_new(struct arena *arena, struct str pattern, const struct table *table, struct place at, struct diag *diag);
/* Appends the path of a row's page. Values stand as they are; permalink_check has seen that they can. */
void permalink_write(const struct permalink *permalink, uint32_t row, struct buf *out);
/* Whether the row's values can stand in a path: letters, digits, `-`, `_`, `.`, `~`, not empty. False: reported at the cell. */
bool permalink_check(const struct permalink *permalink, uint32_t row, struct diag *diag);

#endif
