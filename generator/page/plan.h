/* page/plan.h - every page the site will have, before any is made: what it shows, where it goes, and that no two claim one path.
 * Pages are numbered; runs of like pages are kept as one, so that a million rows cost nothing. Read-only once made. */
#ifndef PAGE_PLAN_H
#define PAGE_PLAN_H

#include "base/diag.h"
#include "model/site.h"
#include "model/slice.h"

struct arena;
struct assets;
struct buf;
struct plan;
struct scripts;

enum page_kind {
	PAGE_HOME,      /* "/"                   home.html */
	PAGE_ROW,       /* a collection's row    its template */
	PAGE_CATALOGUE, /* "/datos/"             datos.html */
	PAGE_DATASET,   /* "/datos/<resource>/"  dataset.html */
	PAGE_CONTENT,   /* content/              content.html, or what the front matter says */
	PAGE_THEME,     /* theme.yaml `pages:`   its template */
	PAGE_MISSING,   /* "/404.html"           404.html */
};

struct page {
	enum page_kind kind;
	size_t lang;                          /* in site->langs */
	const struct collection *collection;  /* of a row */
	size_t collection_index;
	uint32_t row;
	const struct table *table;            /* of a row or a dataset */
	const struct content *content;
	const struct theme_page *theme_page;
	bool file;                            /* no page of HTML: a feed, an index */
	struct str template_name;
};

/* What the pages say of where they come from. Borrowed. */
struct plan_origin {
	struct str generator; /* "vitrina 0.1.0" */
	struct str commit;    /* or "" */
	struct str time;      /* RFC 3339, or "" */
	struct str subject;   /* of the commit, or "" */
	bool dirty;
};

/* Files that no page makes: data, by those who export them. Borrowed until plan_new returns. */
struct plan_extensions { const struct str *list; size_t count; };
struct plan_files {
	const struct str *paths;            /* "datos/metas.csv" */
	size_t count;
	const struct plan_extensions *own;  /* of each collection: of the own files of its pages, "csv" … */
};

/* NULL when there was an error (reported): two sources for one path, values that can't be in an address, templates that the theme lacks. */
struct plan *plan_new(const struct site *site, const struct plan_origin *origin, const struct plan_files *files, struct diag *diag);
void plan_free(struct plan *plan); /* NULL is fine */
/* Checks that the theme has the templates the pages want. To be called once scripts are compiled. */
bool plan_templates(const struct plan *plan, const struct scripts *scripts, struct diag *diag);

const struct site *plan_site(const struct plan *plan);
const struct plan_origin *plan_origin(const struct plan *plan);
const struct assets *plan_assets(const struct plan *plan);
/* The pages. Those from `plan_first_late` on – other languages, the catalogue, datasets – tell the size of files that are
 * made with the ones before. */
size_t plan_count(const struct plan *plan);
size_t plan_first_late(const struct plan *plan);
struct page plan_page(const struct plan *plan, size_t index);

/* Appends the path as links see it ("/programas/x/", "/en/programas/x/", "/404.html"). */
void plan_path(const struct plan *plan, const struct page *page, struct buf *out);
/* The same without its language's prefix. */
void plan_bare_path(const struct plan *plan, const struct page *page, struct buf *out);
/* Appends "" for the main language, "/en" for the others. */
void plan_prefix(const struct plan *plan, size_t lang, struct buf *out);
/* Appends the file a path is published as, without the first `/`: "programas/x/index.html". */
void plan_file(struct str path, struct buf *out);
/* Appends the path of a row's page in a language, or in the main one when that is the only one it is made in: the first collection of
 * its table that makes pages, not files. False when there is none. */
bool plan_row_path(const struct plan *plan, const struct table *table, uint32_t row, size_t lang, struct buf *out);
/* Something is published at this path (a page's, or a file's). */
bool plan_has(const struct plan *plan, struct str path);
/* Where a page comes from, for messages. */
struct place plan_place(const struct page *page);

/* The slices of a collection's pages; NULL and 0 when it offers none. */
const struct slice *const *plan_slices(const struct plan *plan, size_t collection_index, size_t *count);
/* Appends the name of a page's download without its extension, from the site's root: "programas/x/x". */
void plan_download(const struct plan *plan, const struct page *page, struct buf *out);

#endif
