/* history/ledger.h - the figures that model.lua watches (metas:history) and that changed, value by value: a table `cifras` of the
 * site. Of each value it tells when it came, whether that was after the row's term or after the day up to which progress is reported,
 * whether it equals what was reached, and the reason that the row gave. It reports; the reader judges. */
#ifndef HISTORY_LEDGER_H
#define HISTORY_LEDGER_H

struct addition;
struct arena;
struct site;

/* From the site's table `cambios` and from computed fields. NULL when nothing is watched, or no history is told. Texts go to the arena, the addition
 * is the caller's to free. */
struct addition *ledger_new(struct arena *arena, const struct site *site);

#endif
