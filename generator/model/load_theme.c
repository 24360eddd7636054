/* Themes inherit: a file of the child hides the parent's of the same name; settings are merged, the child's
 * over the parent's. */
#include "model/load_parts.h"

#include "base/arena.h"
#include "base/map.h"
#include "model/load_setting.h"
#include "parse/settings.h"
#include "source/tree.h"

#include <stdlib.h>

enum { CHAIN_MOST = 8 };

struct reading {
	struct arena *arena;
	const struct tree *tree;
	struct theme *theme;
	struct str main_lang;
	struct str names[CHAIN_MOST]; /* themes read so far */
	size_t count;
	struct map *seen;             /* names of files that a nearer theme has */
	struct theme_file *files;
	size_t file_count, file_capacity;
	const struct setting *legal;  /* the nearest theme's choices of legal_basis, or NULL */
	struct diag *diag;
};

static int by_name(const void *left, const void *right)
{
	return str_compare(((const struct theme_file *)left)->name, ((const struct theme_file *)right)->name);
}

/* theme.yaml is read here and words by load_words.c; all else is for those who make pages. */
static bool is_own(struct str name)
{
	return str_equal(name, STR("theme.yaml")) || str_starts(name, STR("i18n/"));
}

/* Adds the files of one theme that no nearer one has. */
static void add_files(struct reading *r, struct str theme)
{
	struct str prefix = arena_printf(r->arena, "themes/%.*s/", STR_ARG(theme));

	for (size_t i = tree_seek(r->tree, prefix); i < tree_count(r->tree) && str_starts(tree_at(r->tree,
		i)->path, prefix); i++) {
		struct theme_file file = { .path = tree_at(r->tree, i)->path, .name = str_after(tree_at(r->tree,
			i)->path, prefix.len) };

		if (is_own(file.name) || map_put(r->seen, file.name, r) || !load_text(r->arena, r->tree,
			file.path, &file.bytes, r->diag))
			continue;
		arena_grow(r->arena, r->files, r->file_count, r->file_capacity);
		r->files[r->file_count++] = file;
	}
}

/* What `over` says, and where it says nothing what `under` says. */
static struct settings_value merge(struct arena *arena, const struct settings_value *over,
	const struct settings_value *under)
{
	struct settings_value *items, merged = *over;

	if (over->kind != SETTINGS_MAP || under->kind != SETTINGS_MAP)
		return merged;
	items = arena_array(arena, struct settings_value, over->count + under->count + 1);
	for (size_t i = 0; i < over->count; i++) {
		const struct settings_value *other = settings_value_find(under, over->items[i].name);

		items[i] = other ? merge(arena, &over->items[i], other) : over->items[i];
	}
	for (size_t i = 0; i < under->count; i++)
		if (!settings_value_find(over, under->items[i].name))
			items[merged.count++] = under->items[i];
	merged.items = items;
	return merged;
}

static void take_settings(struct reading *r, const struct setting *root)
{
	const struct setting *s = setting_map(setting_find(root, "settings"), r->diag);
	struct settings_value value;

	if (!s)
		return;
	value = load_value(r->arena, s);
	r->theme->settings = r->theme->settings.kind == SETTINGS_MAP ? merge(r->arena, &r->theme->settings,
		&value) : value;
}

/* Values that a setting of portal.yaml may have, with the words shown for each. */
static void take_choices(struct reading *r, const struct setting *root)
{
	static const char *const known[] = { "legal_basis", NULL };
	const struct setting *s = setting_map(setting_find(root, "choices"), r->diag);

	setting_known(s, known, NULL, r->diag);
	if (!r->legal)
		r->legal = setting_find(s, "legal_basis");
}

static bool theme_there(struct reading *r, struct str name)
{
	struct str prefix = arena_printf(r->arena, "themes/%.*s/", STR_ARG(name));
	size_t i = tree_seek(r->tree, prefix);

	return i < tree_count(r->tree) && str_starts(tree_at(r->tree, i)->path, prefix);
}

/* The name of the theme it inherits from; "" when there is none, or none that can be had, and then reported. */
static struct str parent_of(struct reading *r, const struct setting *root)
{
	const struct setting *s = setting_find(root, "parent");
	struct str name = setting_text(s, STR(""), r->diag);

	if (name.len == 0)
		return name;
	for (size_t i = 0; i < r->count; i++) {
		if (!str_equal(r->names[i], name))
			continue;
		diag_error(r->diag, s->at, "theme-cycle", "the theme '%.*s' inherits from itself",
			"el tema '%.*s' hereda de sí mismo", STR_ARG(name));
		return STR("");
	}
	if (r->count == CHAIN_MOST)
		diag_error(r->diag, s->at, "theme-depth", "more than %d themes, one inheriting from the other",
			"más de %d temas, uno heredando de otro", CHAIN_MOST);
	else if (theme_there(r, name))
		return name;
	else
		diag_error(r->diag, s->at, "unknown-theme", "there is no folder themes/%.*s",
			"no hay carpeta themes/%.*s", STR_ARG(name));
	return STR("");
}

/* Reads theme.yaml, which may be missing in a theme that is nobody's child; gives the parent's name. */
static struct str read_theme(struct reading *r, struct str name)
{
	static const char *const known[] = { "title", "description", "parent", "settings", "choices", "licence", "version",
		"homepage", "pages", NULL };
	struct str path = arena_printf(r->arena, "themes/%.*s/theme.yaml", STR_ARG(name)), text;
	const struct setting *root;

	if (!tree_find(r->tree, path) || !load_text(r->arena, r->tree, path, &text, r->diag))
		return STR("");
	root = settings_read(r->arena, text, path, 1, r->diag);
	if (!root || !setting_map(root, r->diag))
		return STR("");
	setting_known(root, known, "x-", r->diag);
	take_settings(r, root);
	load_theme_pages(r->arena, setting_find(root, "pages"), r->main_lang, r->theme, r->diag);
	take_choices(r, root);
	return parent_of(r, root);
}

bool load_theme(struct arena *arena, const struct tree *tree, struct str name, struct site *site, struct diag *diag)
{
	struct reading r = { .arena = arena, .tree = tree, .theme = &site->theme, .seen = map_new(arena),
		.main_lang = site->lang_count ? site->langs[0] : STR(""), .diag = diag };
	uint64_t errors = diag_count(diag, DIAG_ERROR);
	struct str *chain = arena_array(arena, struct str, CHAIN_MOST);

	site->theme.name = name;
	for (struct str next = name; next.len;) {
		r.names[r.count++] = next;
		add_files(&r, next);
		next = read_theme(&r, next);
	}
	load_legal_basis(arena, r.legal, site, diag);
	if (r.file_count)
		qsort(r.files, r.file_count, sizeof *r.files, by_name);
	memcpy(chain, r.names, r.count * sizeof *chain);
	site->theme.chain = chain;
	site->theme.chain_count = r.count;
	site->theme.files = r.files;
	site->theme.file_count = r.file_count;
	return diag_count(diag, DIAG_ERROR) == errors;
}
