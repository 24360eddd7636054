/* cli/exports.h - makes the files of data: the site's, round after round, and each page's own. What there is to make is told by export/. */
#ifndef CLI_EXPORTS_H
#define CLI_EXPORTS_H

#include "base/diag.h"
#include "export/offers.h"
#include "page/maker.h"

struct arena;
struct exports;
struct progress;
struct sink;

/* Lists all the site offers, for exports_paths; in the arena, which it outlives. The site and the origin are borrowed. */
struct exports *exports_new(struct arena *arena, const struct site *site, const struct export_origin *origin, struct diag *diag);
const struct offers *exports_offers(const struct exports *exports);
/* What the plan must know of files that no page makes. */
struct plan_files exports_paths(const struct exports *exports);

/* Makes all files of the site into `sink`, or only finds out what is wrong when it is NULL. */
void exports_make(struct exports *exports, int workers, struct sink *sink, struct progress *progress, struct diag *diag);

/* What one worker needs to make pages' own files. */
struct exports_hand;
struct exports_hand *exports_hand_new(void);
void exports_hand_free(struct exports_hand *hand);
/* Makes the own files of a row's page: nothing when its collection offers none. */
void exports_make_own(struct exports *exports, struct exports_hand *hand, const struct plan *plan, const struct page *page, struct sink *sink,
	struct diag *diag);

/* What a page offers for download, in the arena; files that are made later have no size yet. */
struct downloads exports_of_page(const struct exports *exports, const struct plan *plan, const struct page *page, struct arena *arena);

#endif
