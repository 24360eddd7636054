#include "model/load_parts.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "model/load_setting.h"
#include "parse/settings.h"
#include "source/tree.h"

bool load_text(struct arena *arena, const struct tree *tree, struct str path, struct str *text, struct diag *diag)
{
	const struct tree_file *file = tree_find(tree, path);
	struct tree_bytes bytes;

	*text = STR("");
	if (!file || !tree_read(tree, file, &bytes, diag))
		return false;
	*text = arena_copy(arena, bytes.bytes);
	tree_release(&bytes);
	return true;
}

static bool is_number(struct str text)
{
	size_t i = text.len > 0 && text.at[0] == '-', digits = 0, dots = 0;

	for (; i < text.len; i++) {
		if (text.at[i] >= '0' && text.at[i] <= '9')
			digits++;
		else if (text.at[i] == '.' && digits && !dots)
			dots++;
		else
			return false;
	}
	return digits > 0 && text.at[text.len - 1] != '.';
}

struct settings_value load_value(struct arena *arena, const struct setting *s)
{
	struct settings_value value = { .name = s->key, .text = s->text };
	struct settings_value *items;

	if (s->kind == SETTING_TEXT) {
		value.kind = SETTINGS_TEXT;
		if (setting_null(s))
			value.kind = SETTINGS_NULL;
		else if (s->plain && (str_equal(s->text, STR("true")) || str_equal(s->text, STR("false"))))
			value.kind = SETTINGS_BOOL;
		else if (s->plain && is_number(s->text))
			value.kind = SETTINGS_NUMBER;
		value.truth = str_equal(s->text, STR("true"));
		return value;
	}
	items = arena_array(arena, struct settings_value, s->count + 1);
	for (size_t i = 0; i < s->count; i++)
		items[i] = load_value(arena, &s->items[i]);
	value.kind = s->kind == SETTING_LIST ? SETTINGS_LIST : SETTINGS_MAP;
	value.items = items;
	value.count = s->count;
	return value;
}

static bool take_languages(struct arena *arena, const struct setting *s, struct site *site, struct diag *diag)
{
	struct str *langs = arena_array(arena, struct str, s ? s->count + 1 : 1);
	bool good = true;

	langs[0] = STR("es");
	site->lang_count = 1;
	for (size_t i = 0; s && i < s->count; i++) {
		langs[i] = setting_text(&s->items[i], STR(""), diag);
		if (!lang_good(langs[i]))
			good = diag_error(diag, s->items[i].at, "language", "'%.*s' is no language code; write it like es or en",
				"'%.*s' no es un código de idioma; escríbalo así: es, en", STR_ARG(langs[i]));
		site->lang_count = i + 1;
	}
	site->langs = langs;
	return good;
}

static bool take_base_url(struct arena *arena, const struct setting *s, const struct load_options *options, struct site *site, struct diag *diag)
{
	struct str url = options->base_url.len ? options->base_url : setting_text(s, STR(""), diag);
	struct place at = s && !options->base_url.len ? s->at : place_of(STR("--base-url"));

	if (url.len == 0)
		return true;
	if ((!str_starts(url, STR("https://")) && !str_starts(url, STR("http://"))) || str_find(url, ' ', 0) < url.len ||
		str_find(url, '?', 0) < url.len || str_find(url, '#', 0) < url.len || str_find(url, '"', 0) < url.len) {
		diag_error(diag, at, "base-url", "'%.*s' is no address of a site", "'%.*s' no es la dirección de un sitio", STR_ARG(url));
		diag_advice(diag, "write it like https://transparencia.example.mx/portal/", "escríbala así: https://transparencia.example.mx/portal/");
		return false;
	}
	site->base_url = str_ends(url, STR("/")) ? url : arena_printf(arena, "%.*s/", STR_ARG(url));
	return true;
}

static const struct str *take_folders(struct arena *arena, const struct tree *tree, const struct setting *s, size_t *count, struct diag *diag)
{
	struct str *folders;

	*count = 0;
	if (s) {
		folders = arena_array(arena, struct str, s->count + 1);
		for (size_t i = 0; i < s->count; i++) {
			struct str folder = setting_text(&s->items[i], STR(""), diag);

			if (str_ends(folder, STR("/")))
				folder.len--;
			if (str_starts(folder, STR("data/")))
				folders[(*count)++] = folder;
			else
				diag_error(diag, s->items[i].at, "data-folder", "'%.*s' is not below data/", "'%.*s' no está en data/", STR_ARG(folder));
		}
		return folders;
	}
	folders = arena_array(arena, struct str, tree_count(tree) + 1); /* no list: every folder with a descriptor */
	for (size_t i = tree_seek(tree, STR("data/")); i < tree_count(tree) && str_starts(tree_at(tree, i)->path, STR("data/")); i++) {
		struct str path = tree_at(tree, i)->path;
		size_t slash = str_search(path, STR("/datapackage."), 0);

		if (slash < path.len && (*count == 0 || !str_equal(folders[*count - 1], str_part(path, 0, slash))))
			folders[(*count)++] = str_part(path, 0, slash);
	}
	return folders;
}

bool load_portal(struct arena *arena, const struct tree *tree, const struct load_options *options, struct site *site, const struct str **folders,
	size_t *folder_count, const struct setting **collections, struct str *theme, struct diag *diag)
{
	static const char *const known[] = { "title", "description", "base_url", "languages", "publisher", "licence", "legal_basis", "theme", "data",
		"model", "collections", "markdown", "site", NULL };
	static const char *const markdown_known[] = { "raw_html", NULL };
	struct str text;
	const struct setting *root, *markdown, *model;
	bool good;

	*folder_count = 0;
	if (!tree_find(tree, STR("portal.yaml"))) {
		diag_error(diag, place_of(STR("portal.yaml")), "no-portal", "there is no portal.yaml here: this is not the folder of a site",
			"aquí no hay portal.yaml: esta no es la carpeta de un sitio");
		diag_advice(diag, "go to the site's folder, or name it with -C", "vaya a la carpeta del sitio o indíquela con -C");
		return false;
	}
	if (!load_text(arena, tree, STR("portal.yaml"), &text, diag))
		return false;
	root = settings_read(arena, text, STR("portal.yaml"), 1, diag);
	if (!root)
		return false;
	good = setting_known(root, known, "x-", diag);
	good = take_languages(arena, setting_list(setting_find(root, "languages"), diag), site, diag) && good;
	site->title = load_phrase(arena, setting_find(root, "title"), NULL, "", site->langs[0], diag);
	site->description = load_phrase(arena, setting_find(root, "description"), NULL, "", site->langs[0], diag);
	if (site->title.count == 0)
		good = diag_error(diag, root->at, "no-title", "the portal has no 'title'", "el portal no tiene 'title'");
	good = take_base_url(arena, setting_find(root, "base_url"), options, site, diag) && good;
	markdown = setting_map(setting_find(root, "markdown"), diag);
	good = setting_known(markdown, markdown_known, NULL, diag) && good;
	site->raw_html = setting_bool(setting_find(markdown, "raw_html"), false, diag);
	site->settings = load_value(arena, root);
	model = setting_map(setting_find(root, "model"), diag);
	site->model = model ? settings_value_find(&site->settings, STR("model")) : NULL;
	*folders = take_folders(arena, tree, setting_list(setting_find(root, "data"), diag), folder_count, diag);
	*collections = setting_map(setting_find(root, "collections"), diag);
	*theme = setting_text(setting_find(root, "theme"), STR("transparencia"), diag);
	return good;
}

static struct table *table_or_tell(const struct site *site, const struct setting *s, struct diag *diag)
{
	struct str name = setting_text(s, STR(""), diag), nearest;
	struct table *table = s ? site_table(site, name) : NULL;
	struct arena *arena;
	struct str *names;
	size_t count = map_count(site->tables);

	if (table || !s)
		return table;
	arena = arena_new();
	names = arena_array(arena, struct str, count + 1);
	for (size_t i = 0; i < count; i++)
		names[i] = map_entries(site->tables)[i].key;
	nearest = str_nearest(name, names, count);
	diag_error(diag, s->at, "unknown-resource", "there is no resource '%.*s'", "no hay recurso '%.*s'", STR_ARG(name));
	if (nearest.len)
		diag_advice(diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(nearest));
	arena_free(arena);
	return NULL;
}

static bool take_slice(struct arena *arena, const struct setting *s, const struct setting *csv, const struct site *site, struct collection *out,
	struct diag *diag)
{
	const struct setting *list = setting_list(s, diag);
	struct table **slice = arena_array(arena, struct table *, list ? list->count + 1 : 1);

	for (size_t i = 0; list && i < list->count; i++) {
		slice[out->slice_count] = table_or_tell(site, &list->items[i], diag);
		if (!slice[out->slice_count++])
			return false;
	}
	out->slice = slice;
	out->csv = out->slice_count ? slice[0] : NULL;
	if (!csv)
		return true;
	out->csv = table_or_tell(site, csv, diag);
	for (size_t i = 0; out->csv && i < out->slice_count; i++)
		if (slice[i] == out->csv)
			return true;
	return out->csv && diag_error(diag, csv->at, "slice-csv", "'csv' must name one of the resources of 'slice'",
		"'csv' debe nombrar uno de los recursos de 'slice'");
}

static bool take_collection(struct arena *arena, const struct setting *s, const struct site *site, struct collection *out, struct diag *diag)
{
	static const char *const known[] = { "from", "permalink", "template", "slice", "csv", "through", NULL };
	const struct setting *from = setting_find(s, "from"), *permalink = setting_find(s, "permalink"), *template = setting_find(s, "template");
	bool good = setting_known(s, known, NULL, diag);

	*out = (struct collection){ .name = s->key, .at = s->key_at };
	if (!from || !permalink || !template)
		return diag_error(diag, s->key_at, "collection", "a collection needs 'from', 'permalink' and 'template'",
			"una colección necesita 'from', 'permalink' y 'template'");
	out->from = table_or_tell(site, from, diag);
	out->permalink = setting_text(permalink, STR(""), diag);
	out->template = setting_text(template, STR(""), diag);
	out->through = setting_text(setting_find(s, "through"), STR(""), diag);
	return take_slice(arena, setting_find(s, "slice"), setting_find(s, "csv"), site, out, diag) && out->from && good;
}

bool load_collections(struct arena *arena, const struct setting *collections, struct site *site, struct diag *diag)
{
	struct collection *out = arena_array(arena, struct collection, collections ? collections->count + 1 : 1);
	bool good = true;

	for (size_t i = 0; collections && i < collections->count; i++) {
		if (take_collection(arena, &collections->items[i], site, &out[site->collection_count], diag))
			site->collection_count++;
		else
			good = false;
	}
	site->collections = out;
	return good;
}
