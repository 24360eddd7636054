#include "cli/import_columns.h"

#include "base/arena.h"
#include "parse/settings.h"
#include "script/import.h"
#include "source/document.h"

/* The texts of a list, or a text alone; `name` is what is taken of each item when it is a map, or NULL. */
static size_t texts(struct arena *arena, const struct setting *list, const char *name, struct str **out)
{
	size_t count = 0;

	*out = arena_array(arena, struct str, list ? list->count + 1 : 1);
	if (list && list->kind == SETTING_TEXT)
		(*out)[count++] = list->text;
	for (size_t i = 0; list && list->kind == SETTING_LIST && i < list->count; i++) {
		const struct setting *item = name ? setting_find(&list->items[i], name) : &list->items[i];

		if (item && item->kind == SETTING_TEXT && item->text.len)
			(*out)[count++] = item->text;
	}
	return count;
}

static void declare(struct import *import, struct arena *arena, const struct setting *resource)
{
	const struct setting *name = setting_find(resource, "name"), *schema = setting_find(resource, "schema");
	struct str *columns, *key;
	size_t column_count = texts(arena, setting_find(schema, "fields"), "name", &columns);
	size_t key_count = texts(arena, setting_find(schema, "primaryKey"), NULL, &key);

	if (name && name->kind == SETTING_TEXT)
		import_declare(import, name->text, columns, column_count, key, key_count);
}

bool import_columns(struct import *import, struct str folder, struct diag *diag)
{
	static const char *const names[] = { "datapackage.yaml", "datapackage.yml", "datapackage.json" };
	struct arena *arena = arena_new();
	struct buf text = { 0 };
	struct str path = STR("");
	const struct setting *root = NULL, *resources;
	bool good = true;

	for (size_t i = 0; i < 3 && path.len == 0; i++) {
		path = arena_printf(arena, "%.*s/%s", STR_ARG(folder), names[i]);
		if (!document_exists(path))
			path = STR("");
	}
	if (path.len) {
		good = document_read(path, &text, diag) && (root = settings_read(arena, buf_str(&text), path, 1, diag)) != NULL;
		resources = setting_find(root, "resources");
		for (size_t i = 0; resources && resources->kind == SETTING_LIST && i < resources->count; i++)
			declare(import, arena, &resources->items[i]);
	}
	buf_clear(&text);
	arena_free(arena);
	return good;
}
