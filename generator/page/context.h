/* page/context.h - the values `site` and `page` that templates see. Every name is always there, nil when it has no value, since names are closed. */
#ifndef PAGE_CONTEXT_H
#define PAGE_CONTEXT_H

#include "page/maker.h"
#include "script/item.h"

struct arena;

/* `site` in one language, in the arena: title description base_url lang languages commit commit_short subject time date dirty generator legal_basis
 * settings theme packages menu files. */
struct item context_site(struct arena *arena, const struct plan *plan, size_t lang);

/* What makes a page's own values. */
struct context_page {
	struct str path;                   /* with its language's prefix */
	struct item content;               /* HTML of a content page, else nil */
	struct item headings;              /* its table of contents: list of level, id, title */
	struct str summary;
	struct downloads downloads;
};
/* `page`: path url lang kind title description content headings front translations source table package downloads files. */
struct item context_page(struct arena *arena, const struct plan *plan, const struct page *page, const struct context_page *made);

#endif
