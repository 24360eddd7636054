/* page/assets.h - the theme's assets/ as they are published: below a folder whose name is made from all their bytes,
 * "assets/5f2c0a9be1d07c34/style.css". An address then never changes its meaning and can be kept by browsers for ever; and
 * since it is the folder that bears the name, what assets say of each other by relative paths – url() and @import in
 * styles, import in scripts – holds as it was written. */
#ifndef PAGE_ASSETS_H
#define PAGE_ASSETS_H

#include "model/site.h"

struct arena;
struct assets;

struct asset {
	struct str name;      /* from assets/: "style.css" */
	struct str path;      /* from the site's root, without the first `/` */
	struct str bytes;
	struct str integrity; /* for the attribute of that name: "sha384-…" (Subresource Integrity) */
	struct str source;    /* the file it is made from, from the site's root */
};

/* In the arena; borrows the theme. */
const struct assets *assets_new(struct arena *arena, const struct theme *theme);
size_t assets_count(const struct assets *assets);
const struct asset *assets_at(const struct assets *assets, size_t index); /* in byte order of names */
const struct asset *assets_find(const struct assets *assets, struct str name); /* or NULL */

#endif
