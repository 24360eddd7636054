/* page/files.h - the files that templates make beside the pages – feeds, indexes – as pages tell of them. */
#ifndef PAGE_FILES_H
#define PAGE_FILES_H

#include "page/plan.h"
#include "script/item.h"

struct arena;

/* Lists of maps: path url type title name. `type` is the media type that the ending stands for, nil when it is not known;
 * `title` is that of a theme's page, `name` that of a collection. */

/* The files of the theme, as `site.files` in one language. */
struct item files_of_theme(struct arena *arena, const struct plan *plan, size_t lang);
/* The files made from the same row, as `page.files`; an empty list for other pages. */
struct item files_of_row(struct arena *arena, const struct plan *plan, const struct page *page);

#endif
