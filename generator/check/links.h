/* check/links.h - whether the links of the made site lead to what it holds: pages, files, assets, and the ids that #fragments name.
 * Links to other sites are not followed. Pages come one after the other and none is kept: of each only its ids remain, as numbers,
 * for the links that other pages make to them. */
#ifndef CHECK_LINKS_H
#define CHECK_LINKS_H

#include "base/diag.h"

struct links;

struct links_site {
	struct str base_url; /* "https://example.gob.mx/portal/", or "" */
	bool (*has)(void *context, struct str file); /* this file is published: "programas/x/index.html"; asked from any thread */
	void *context;
};

/* A made page. All is borrowed for the call. */
struct links_page {
	struct str file;     /* "programas/x/index.html" */
	struct str html;
	uint64_t order;      /* of two pages with the same fault, the lower is named */
	struct str what;     /* the page as messages name it: "/programas/x/ (data/poa/programas.csv:5)" */
	bool anywhere;       /* it is shown under any address, and so its links begin at the root: the page for what is missing */
	/* Where a link is written, for messages: in the template or the page of text; `link` as it is in the HTML. */
	struct place (*written)(void *context, struct str link);
	void *context;
};

/* `site` is borrowed, for `workers` threads. */
struct links *links_new(const struct links_site *site, int workers);
/* Looks at one page; each worker by its own number, from 0, and to a diag of its own. */
void links_page(struct links *links, int worker, const struct links_page *page, struct diag *diag);
/* What can be told only when all pages are known: fragments of other pages. Frees the links. */
void links_end(struct links *links, struct diag *diag);

#endif
