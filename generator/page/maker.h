/* page/maker.h - makes pages: gathers what a page tells and has its template print it. */
#ifndef PAGE_MAKER_H
#define PAGE_MAKER_H

#include "base/diag.h"
#include "page/plan.h"
#include "script/script.h"

struct maker;

/* A file that a page offers. */
struct download {
	struct str path;       /* from the site's root, with its first `/` */
	struct str name;       /* "csv" */
	struct str title;      /* "CSV" */
	struct str media_type;
	struct str of;         /* "row", "table", "package" or "site" */
	struct str package;    /* the package's name, or "" */
	uint64_t bytes;
	struct str sha256;     /* hexadecimal */
};
struct downloads { const struct download *list; size_t count; };

/* What the makers of all workers share: the links and words that templates ask for. */
struct maker_house;
struct maker_house *maker_house_new(const struct plan *plan, enum lang told_in);
void maker_house_free(struct maker_house *house); /* NULL is fine */
/* The callbacks to compile scripts with. */
const struct script_host *maker_host(const struct maker_house *house);

/* One maker a worker; it reports to `diag`, borrowed. */
struct maker *maker_new(struct maker_house *house, const struct scripts *scripts, struct diag *diag);
void maker_free(struct maker *maker); /* NULL is fine */
/* Appends the page's HTML to `out`. False: reported. `downloads` are told in page.downloads. */
bool maker_make(struct maker *maker, size_t index, struct downloads downloads, struct buf *out);

#endif
