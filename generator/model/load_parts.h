/* model/load_parts.h - the parts of a site that are not tables, in the order load.c asks for them. Private to the room's loaders.
 * Everything in the arena, copies of the files' bytes included. Each returns false when it reported an error, and has then filled what it could. */
#ifndef MODEL_LOAD_PARTS_H
#define MODEL_LOAD_PARTS_H

#include "base/diag.h"

struct arena;
struct load_options;
struct setting;
struct site;
struct tree;

/* What portal.yaml says and others carry out. */
struct portal {
	const struct setting *settings;    /* the whole file; NULL when it can't be read */
	const struct portal_folder { struct str folder; struct place at; } *folders; /* data packages: `data:`, else all below data/ */
	size_t folder_count;
	struct str theme;
	struct place theme_at;
	const struct str *chain;           /* names of the theme and its parents, nearest first: by load_theme */
	size_t chain_count;
};

/* portal.yaml: the site's title, description, base_url, langs (at least one, always), settings, model, raw_html. */
bool load_portal(struct arena *arena, const struct tree *tree, const struct load_options *options, struct site *site,
	struct portal *portal, struct diag *diag);
/* The theme and those it inherits from. */
bool load_theme(struct arena *arena, const struct tree *tree, struct portal *portal, struct site *site, struct diag *diag);
/* The words of the theme in all languages of the site. After load_theme. */
bool load_words(struct arena *arena, const struct tree *tree, const struct portal *portal, struct site *site, struct diag *diag);
/* content/: every Markdown file. */
bool load_contents(struct arena *arena, const struct tree *tree, const struct load_options *options, struct site *site,
	struct diag *diag);
/* `collections:`, tied to tables. After site->tables is filled. */
bool load_collections(struct arena *arena, const struct portal *portal, struct site *site, struct diag *diag);

#endif
