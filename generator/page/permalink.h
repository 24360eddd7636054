/* page/permalink.h - addresses: of pages ("/calidad/") and files ("/cambios.atom"), and patterns for the pages of rows
 * ("/programas/{programa_id}/") or their files ("/programas/{programa_id}/cambios.atom"). */
#ifndef PAGE_PERMALINK_H
#define PAGE_PERMALINK_H

#include "base/diag.h"
#include "model/table.h"

struct arena;
struct buf;
struct permalink;

/* Whether a fixed address is well formed: from the root, in parts of letters, digits, `-`, `_`, `.`, `~` that don't begin with a point, and either
 * ends with `/` or names a file with an ending. False: reported at `at`. */
bool permalink_fixed(struct str path, struct place at, struct diag *diag);
/* An address is a page of HTML when it ends with `/` or .html; what else there is are files: feeds, indexes. The same of a pattern. */
bool permalink_is_page(struct str path);

/* Compiles a pattern over the fields of `table`. It begins with `/`, ends with `/` or the name of a file, and must name the whole
 * primary key or a unique key, else two rows could claim one page (which is found out later anyway). In the arena; NULL when it is wrong,
 * reported at `at`. */
const struct permalink *permalink_new(struct arena *arena, struct str pattern, const struct table *table, struct place at, struct diag *diag);
/* Appends the path of a row's page. Values stand as they are; permalink_check has seen that they can. */
void permalink_write(const struct permalink *permalink, uint32_t row, struct buf *out);
/* Whether the row's values can stand in a path: letters, digits, `-`, `_`, `.`, `~`, not empty. False: reported at the cell. */
bool permalink_check(const struct permalink *permalink, uint32_t row, struct diag *diag);

#endif
