/* page/links.h - from the page being made to another place of the site. Links are relative and name the file
 * (…/index.html), so that the site works in a sub-folder and from file://; only the page for missing addresses, which is
 * shown anywhere, has them absolute. */
#ifndef PAGE_LINKS_H
#define PAGE_LINKS_H

#include "base/diag.h"
#include "page/plan.h"

struct item;

/* Appends the link from the page at `from` ("/en/metas/x/") to `to` ("/programas/y/", "/datos/z.csv", with an optional #fragment). */
void links_relative(const struct plan *plan, struct str from, struct str to, struct buf *out);
/* Appends the path that a template's or a Markdown file's target means, as seen by a page in `lang`: a row's page, a dataset's page, a path of the
 * site ("/acerca/": the page in that language when there is one). False: `why` says what is wrong, in English or Spanish. */
bool links_target(const struct plan *plan, const struct item *target, size_t lang, enum lang told_in, struct buf *out, struct buf *why);
/* The same for a destination of a Markdown file at `source`: "metodo.md#formula", "/datos/", "data:metas/son-2011-07",
 * "data:metas". */
bool links_markdown(const struct plan *plan, struct str source, struct str destination, size_t lang, enum lang told_in, struct buf *out,
	struct buf *why);

#endif
