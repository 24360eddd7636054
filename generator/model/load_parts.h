/* model/load_parts.h - the pieces of a load that are not tables. Private to the loader. Everything in the
 * arena; each reports all it finds wrong and returns false when something was. */
#ifndef MODEL_LOAD_PARTS_H
#define MODEL_LOAD_PARTS_H

#include "model/load.h"
#include "model/site.h"

struct arena;
struct setting;
struct tree;

/* portal.yaml: everything but what needs tables. Gives the package folders of `data:` and the settings of
 * `collections:` (or NULL). */
bool load_portal(struct arena *arena, const struct tree *tree, const struct load_options *options,
	struct site *site, const struct str **folders, size_t *folder_count, const struct setting **collections,
	struct str *theme, struct diag *diag);
/* What portal.yaml (`root`) tells catalogues: site->catalogue. What is wrong is reported. */
void load_catalogue(struct arena *arena, const struct setting *root, struct site *site, struct diag *diag);
/* `history:` (or NULL): site->history. */
void load_history(struct arena *arena, const struct setting *s, struct site *site, struct diag *diag);
/* Checks site->legal_basis against the theme's `choices: legal_basis`, { choice: words } or NULL: site->legal_words. */
void load_legal_basis(struct arena *arena, const struct setting *choices, struct site *site, struct diag *diag);
/* `collections:`, once site->tables is complete. */
bool load_collections(struct arena *arena, const struct setting *collections, struct site *site, struct diag *diag);
/* The theme named `name` and its parents: site->theme. */
bool load_theme(struct arena *arena, const struct tree *tree, struct str name, struct site *site,
	struct diag *diag);
/* `pages:` of one theme.yaml (or NULL), added to what nearer themes have: theme->pages. */
void load_theme_pages(struct arena *arena, const struct setting *list, struct str main_lang, struct theme *theme, struct diag *diag);
/* i18n/<lang>.yaml of the theme and its parents, for each language of the site: site->words. After load_theme. */
bool load_words(struct arena *arena, const struct tree *tree, struct site *site, struct diag *diag);
/* content/: site->contents. */
bool load_contents(struct arena *arena, const struct tree *tree, const struct load_options *options,
	struct site *site, struct diag *diag);

/* A settings tree as data for scripts. */
struct settings_value load_value(struct arena *arena, const struct setting *setting);
/* The bytes of a source file, copied to the arena; false when there is none or it can't be read (then reported). */
bool load_text(struct arena *arena, const struct tree *tree, struct str path, struct str *text, struct diag *diag);

#endif
