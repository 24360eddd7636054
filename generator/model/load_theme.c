/* Themes inherit: a file of the child hides the parent's of the same name. */
#include "model/load_parts.h"

#include "base/arena.h"
#include "parse/settings.h"
#include "source/tree.h"

#include <stdlib.h>

enum { PARENTS_MOST = 8 };

struct files {
	struct theme_file *at;
	size_t count, capacity;
};

static int by_name(const void *left, const void *right)
{
	return str_compare(((const struct theme_file *)left)->name, ((const struct theme_file *)right)->name);
}

static bool has(const struct files *files, size_t before, struct str name)
{
	for (size_t i = 0; i < before; i++)
		if (str_equal(files->at[i].name, name))
			return true;
	return false;
}

/* Adds the files of one theme that no nearer one has. */
static bool add_files(struct arena *arena, const struct tree *tree, struct str prefix, struct files *files, struct diag *diag)
{
	size_t nearer = files->count;
	bool good = true;

	for (size_t i = tree_seek(tree, prefix); i < tree_count(tree) && str_starts(tree_at(tree, i)->path, prefix); i++) {
		struct theme_file file = { .path = tree_at(tree, i)->path, .name = str_after(tree_at(tree, i)->path, prefix.len) };

		if (str_equal(file.name, STR("theme.yaml")) || str_starts(file.name, STR("i18n/")) || has(files, nearer, file.name))
			continue;
		good = load_text(arena, tree, file.path, &file.bytes, diag) && good;
		arena_grow(arena, files->at, files->count, files->capacity);
		files->at[files->count++] = file;
	}
	return good;
}

/* Reads theme.yaml; gives the parent's name, or "". */
static bool read_theme(struct arena *arena, const struct tree *tree, struct str name, struct theme *theme, struct str *parent, struct place *at, struct diag *diag)
{
	static const char *const known[] = { "title", "description", "parent", "settings", "licence", NULL };
	struct str path = arena_printf(arena, "themes/%.*s/theme.yaml", STR_ARG(name)), text;
	const struct setting *root, *settings, *s;

	*parent = STR("");
	if (!tree_find(tree, path)) {
		diag_error(diag, *at, "unknown-theme", "there is no theme '%.*s': '%.*s' is missing", "no hay tema '%.*s': falta '%.*s'", STR_ARG(name), STR_ARG(path));
		return false;
	}
	if (!load_text(arena, tree, path, &text, diag) || !(root = settings_read(arena, text, path, 1, diag)))
		return false;
	if (!setting_known(root, known, "x-", diag))
		return false;
	settings = setting_map(setting_find(root, "settings"), diag);
	if (settings && theme->settings.kind != SETTINGS_MAP)
		theme->settings = load_value(arena, settings);
	s = setting_find(root, "parent");
	*parent = setting_text(s, STR(""), diag);
	*at = s ? s->at : *at;
	return true;
}

bool load_theme(struct arena *arena, const struct tree *tree, struct str name, struct site *site, struct diag *diag)
{
	struct str names[PARENTS_MOST], parent;
	struct place at = place_of(STR("portal.yaml"));
	struct files files = { 0 };
	size_t count = 0;
	bool good = true;

	site->theme.name = name;
	for (; name.len; name = parent) {
		for (size_t i = 0; i < count; i++)
			if (str_equal(names[i], name) || count == PARENTS_MOST)
				return diag_error(diag, at, "theme-cycle", "the theme '%.*s' inherits from itself", "el tema '%.*s' hereda de sí mismo", STR_ARG(name));
		names[count++] = name;
		if (!read_theme(arena, tree, name, &site->theme, &parent, &at, diag))
			return false;
		good = add_files(arena, tree, arena_printf(arena, "themes/%.*s/", STR_ARG(name)), &files, diag) && good;
	}
	if (files.count)
		qsort(files.at, files.count, sizeof *files.at, by_name);
	site->theme.files = files.at;
	site->theme.file_count = files.count;
	return good;
}
