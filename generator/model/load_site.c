/* portal.yaml, but for its collections. */
#include "model/load_parts.h"

#include "base/arena.h"
#include "model/load_setting.h"
#include "parse/settings.h"
#include "source/tree.h"

enum {
	LANGS_MOST = 32,
	PRECOMPRESS_OVER = 1024,          /* what fits into a packet or two gains nothing */
	PRECOMPRESS_OVER_MOST = 1 << 20,  /* files beyond that are made in pieces */
};

struct reading {
	struct arena *arena;
	const struct tree *tree;
	const struct setting *root;
	struct site *site;
	struct diag *diag;
};

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

/* Digits, with a sign and a fraction; not 01000, which is a code. */
static bool is_number(struct str text)
{
	size_t i = str_starts(text, STR("-")), first = i, point = text.len;

	for (; i < text.len; i++) {
		if (text.at[i] == '.' && point == text.len && i > first)
			point = i;
		else if (text.at[i] < '0' || text.at[i] > '9')
			return false;
	}
	return text.len > first && point + 1 != text.len && (text.at[first] != '0' || text.len == first + 1 ||
		point == first + 1);
}

static enum settings_kind kind_of(const struct setting *s)
{
	if (setting_null(s))
		return SETTINGS_NULL;
	if (s->plain && (str_equal(s->text, STR("true")) || str_equal(s->text, STR("false"))))
		return SETTINGS_BOOL;
	return s->plain && is_number(s->text) ? SETTINGS_NUMBER : SETTINGS_TEXT;
}

struct settings_value load_value(struct arena *arena, const struct setting *s)
{
	struct settings_value value = { .name = s->key, .text = s->text };
	struct settings_value *items;

	if (s->kind == SETTING_TEXT) {
		value.kind = kind_of(s);
		value.truth = value.kind == SETTINGS_BOOL && str_equal(s->text, STR("true"));
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

static bool language_new(const struct site *site, const struct setting *s, struct str lang, struct diag *diag)
{
	if (!lang_good(lang))
		return diag_error(diag, s->at, "language", "'%.*s' is no language; write it like es or en",
			"'%.*s' no es un idioma; escríbalo como es o en", STR_ARG(lang));
	for (size_t i = 0; i < site->lang_count; i++)
		if (str_equal(site->langs[i], lang))
			return diag_error(diag, s->at, "language", "'%.*s' is in the list twice",
				"'%.*s' está dos veces en la lista", STR_ARG(lang));
	if (site->lang_count == LANGS_MOST)
		return diag_error(diag, s->at, "language", "more than %d languages", "más de %d idiomas", LANGS_MOST);
	return true;
}

/* At least one, whatever is written. */
static void take_languages(struct reading *r)
{
	const struct setting *s = setting_find(r->root, "languages");
	const struct setting *items = s && s->kind == SETTING_LIST ? s->items : s;
	size_t count = !s ? 0 : s->kind == SETTING_LIST ? s->count : 1;
	struct str *langs = arena_array(r->arena, struct str, count + 1);

	r->site->langs = langs;
	for (size_t i = 0; i < count; i++) {
		struct str lang = setting_text(&items[i], STR(""), r->diag);

		if (language_new(r->site, &items[i], lang, r->diag))
			langs[r->site->lang_count++] = lang;
	}
	if (s && count == 0)
		diag_error(r->diag, s->at, "language", "the list of languages is empty",
			"la lista de idiomas está vacía");
	if (r->site->lang_count == 0)
		langs[r->site->lang_count++] = STR("es");
}

/* A title in a language that the site has not is a slip of the pen. */
static struct phrase take_phrase(struct reading *r, const char *name)
{
	const struct setting *s = setting_find(r->root, name);
	const struct site *site = r->site;

	for (size_t i = 0; s && s->kind == SETTING_MAP && i < s->count; i++) {
		size_t lang = 0;

		while (lang < site->lang_count && !str_equal(site->langs[lang], s->items[i].key))
			lang++;
		if (lang < site->lang_count || !lang_good(s->items[i].key))
			continue;
		diag_error(r->diag, s->items[i].key_at, "language", "'%.*s' is not one of the site's languages",
			"'%.*s' no es uno de los idiomas del sitio", STR_ARG(s->items[i].key));
		load_nearest(s->items[i].key, site->langs, site->lang_count, r->diag);
	}
	return load_phrase(r->arena, s, NULL, "", site->langs[0], r->diag);
}

/* RFC 3986, as much of it as an address of a site may use: http or https, a host, and a path. */
static bool url_good(struct str url)
{
	size_t start = str_starts(url, STR("https://")) ? 8 : str_starts(url, STR("http://")) ? 7 : url.len;

	if (start >= url.len || memchr("/.:", url.at[start], 3))
		return false;
	for (size_t i = start; i < url.len; i++)
		if (url.at[i] <= ' ' || url.at[i] > '~' || memchr("\"<>\\^`{|}?#@", url.at[i], 13))
			return false;
	return str_search(url, STR("/../"), 0) == url.len && str_search(url, STR("//"), start) == url.len;
}

static void take_base_url(struct reading *r, const struct load_options *options)
{
	const struct setting *s = setting_find(r->root, "base_url");
	bool given = options->base_url.len > 0;
	struct str url = given ? options->base_url : setting_text(s, STR(""), r->diag);

	if (url.len == 0)
		return;
	if (url_good(url)) {
		r->site->base_url = str_ends(url, STR("/")) ? url : arena_printf(r->arena, "%.*s/", STR_ARG(url));
		return;
	}
	diag_error(r->diag, given ? place_of(STR("--base-url")) : s->at, "base-url",
		"'%.*s' is no address of a site",
		"'%.*s' no es la dirección de un sitio", STR_ARG(url));
	diag_advice(r->diag, "write it like https://transparencia.ejemplo.mx/portal/",
		"escríbala como https://transparencia.ejemplo.mx/portal/");
}

/* Whether there are files below a folder. */
static bool folder_there(const struct tree *tree, struct str prefix)
{
	size_t i = tree_seek(tree, prefix);

	return i < tree_count(tree) && str_starts(tree_at(tree, i)->path, prefix);
}

static bool has_descriptor(struct reading *r, struct str folder)
{
	return folder_there(r->tree, arena_printf(r->arena, "%.*s/datapackage.", STR_ARG(folder)));
}

/* Every folder below data/ with a descriptor. */
static const struct str *find_folders(struct reading *r, size_t *count)
{
	struct str *folders = NULL, prefix = STR("data/");
	size_t capacity = 0;

	*count = 0;
	for (size_t i = tree_seek(r->tree, prefix); i < tree_count(r->tree) && str_starts(tree_at(r->tree,
		i)->path, prefix); i++) {
		struct str path = tree_at(r->tree, i)->path, folder = str_part(path, 0, str_search(path,
			STR("/datapackage."), 0));

		if (folder.len == path.len || (*count && str_equal(folders[*count - 1], folder)))
			continue;
		arena_grow(r->arena, folders, *count, capacity);
		folders[(*count)++] = folder;
	}
	return folders;
}

static bool folder_good(struct reading *r, const struct setting *s, struct str folder, const struct str *before,
	size_t count)
{
	struct str *found;
	size_t found_count;

	for (size_t i = 0; i < count; i++)
		if (str_equal(before[i], folder))
			return diag_error(r->diag, s->at, "data-folder", "'%.*s' is in the list twice",
				"'%.*s' está dos veces en la lista", STR_ARG(folder));
	if (str_starts(folder, STR("data/")) && has_descriptor(r, folder))
		return true;
	diag_error(r->diag, s->at, "no-descriptor", "there is no datapackage.yaml or datapackage.json in '%.*s'",
		"no hay datapackage.yaml ni datapackage.json en '%.*s'", STR_ARG(folder));
	found = (struct str *)find_folders(r, &found_count);
	if (str_nearest(folder, found, found_count).len)
		load_nearest(folder, found, found_count, r->diag);
	else
		diag_advice(r->diag, "data packages are folders below data/, like data/poa",
			"los paquetes de datos son carpetas dentro de data/, como data/poa");
	return false;
}

static const struct str *take_folders(struct reading *r, size_t *count)
{
	const struct setting *list = setting_list(setting_find(r->root, "data"), r->diag);
	struct str *folders;

	if (!setting_find(r->root, "data"))
		return find_folders(r, count);
	*count = 0;
	folders = arena_array(r->arena, struct str, list ? list->count + 1 : 1);
	for (size_t i = 0; list && i < list->count; i++) {
		struct str folder = setting_text(&list->items[i], STR(""), r->diag);

		if (str_ends(folder, STR("/")))
			folder.len--;
		if (folder_good(r, &list->items[i], folder, folders, *count))
			folders[(*count)++] = folder;
	}
	return folders;
}

/* The theme's name; "" when there is none, and then reported. */
static struct str take_theme(struct reading *r)
{
	const struct setting *s = setting_find(r->root, "theme");
	struct str name = setting_text(s, STR(""), r->diag), *names = NULL, prefix = STR("themes/");
	size_t count = 0, capacity = 0;

	for (size_t i = tree_seek(r->tree, prefix); i < tree_count(r->tree) && str_starts(tree_at(r->tree,
		i)->path, prefix); i++) {
		struct str rest = str_after(tree_at(r->tree, i)->path, prefix.len), folder;

		if (!str_next(&rest, '/', &folder) || rest.len == 0 || (count && str_equal(names[count - 1],
			folder)))
			continue;
		if (s && str_equal(folder, name))
			return name;
		arena_grow(r->arena, names, count, capacity);
		names[count++] = folder;
	}
	if (!s) {
		diag_error(r->diag, r->root->at, "no-theme", "the portal has no 'theme'",
			"el portal no tiene 'theme'");
		if (count)
			diag_advice(r->diag, "write theme: %.*s", "escriba theme: %.*s", STR_ARG(names[0]));
	} else if (s->kind == SETTING_TEXT) {
		diag_error(r->diag, s->at, "unknown-theme", "there is no folder themes/%.*s",
			"no hay carpeta themes/%.*s", STR_ARG(name));
		load_nearest(name, names, count, r->diag);
	}
	return STR("");
}

static void take_markdown(struct reading *r)
{
	static const char *const known[] = { "raw_html", NULL };
	const struct setting *markdown = setting_map(setting_find(r->root, "markdown"), r->diag);

	setting_known(markdown, known, NULL, r->diag);
	r->site->raw_html = setting_bool(setting_find(markdown, "raw_html"), false, r->diag);
}

static void take_precompress(struct reading *r)
{
	static const char *const known[] = { "gzip", "brotli", "over", NULL };
	const struct setting *s = setting_map(setting_find(r->root, "precompress"), r->diag), *over = setting_find(s, "over");
	int64_t bytes = setting_integer(over, PRECOMPRESS_OVER, r->diag);

	setting_known(s, known, NULL, r->diag);
	r->site->precompress.gzip = setting_bool(setting_find(s, "gzip"), false, r->diag);
	r->site->precompress.brotli = setting_bool(setting_find(s, "brotli"), false, r->diag);
	if (bytes >= 0 && bytes <= PRECOMPRESS_OVER_MOST)
		r->site->precompress.over = (uint64_t)bytes;
	else
		diag_error(r->diag, over->at, "setting-kind", "'over' must be from 0 to %d bytes", "'over' debe ir de 0 a %d bytes",
			PRECOMPRESS_OVER_MOST);
}

static const struct setting *read_portal(struct reading *r)
{
	struct str path = STR("portal.yaml"), text;
	struct setting *root;

	if (!tree_find(r->tree, path)) {
		diag_error(r->diag, place_of(path), "no-portal",
			"there is no portal.yaml here: this is not the folder of a site",
			"aquí no hay portal.yaml: esta no es la carpeta de un sitio");
		diag_advice(r->diag, "go to the site's folder, or name it with -C",
			"vaya a la carpeta del sitio o indíquela con -C");
		return NULL;
	}
	if (!load_text(r->arena, r->tree, path, &text, r->diag))
		return NULL;
	root = settings_read(r->arena, text, path, 1, r->diag);
	return root ? setting_map(root, r->diag) : NULL;
}

static void take_titles(struct reading *r)
{
	r->site->title = take_phrase(r, "title");
	r->site->description = take_phrase(r, "description");
	if (r->site->title.count)
		return;
	diag_error(r->diag, r->root->at, "no-title", "the portal has no 'title'", "el portal no tiene 'title'");
	diag_advice(r->diag, "write title: and the name of the portal", "escriba title: y el nombre del portal");
}

bool load_portal(struct arena *arena, const struct tree *tree, const struct load_options *options,
	struct site *site, const struct str **folders,
	size_t *folder_count, const struct setting **collections, struct str *theme, struct diag *diag)
{
	static const char *const known[] = { "title", "description", "base_url", "languages", "publisher", "contact", "licence", "catalogue",
		"api", "security", "legal_basis", "theme", "data", "model", "collections", "formats", "history", "precompress", "markdown",
		"releases", "site",
		NULL };
	struct reading r = { .arena = arena, .tree = tree, .site = site, .diag = diag };
	uint64_t errors = diag_count(diag, DIAG_ERROR);

	*folders = NULL;
	*folder_count = 0;
	*collections = NULL;
	*theme = STR("");
	r.root = read_portal(&r);
	take_languages(&r);
	if (!r.root)
		return false;
	setting_known(r.root, known, "x-", diag);
	take_titles(&r);
	take_base_url(&r, options);
	take_markdown(&r);
	take_precompress(&r);
	load_catalogue(arena, r.root, site, diag);
	site->formats = load_mentions(arena, setting_find(r.root, "formats"), diag);
	load_history(arena, setting_find(r.root, "history"), site, diag);
	site->releases = load_mentions(arena, setting_find(r.root, "releases"), diag);
	site->settings = load_value(arena, r.root);
	if (setting_map(setting_find(r.root, "model"), diag))
		site->model = settings_value_find(&site->settings, STR("model"));
	*folders = take_folders(&r, folder_count);
	*collections = setting_map(setting_find(r.root, "collections"), diag);
	*theme = take_theme(&r);
	return diag_count(diag, DIAG_ERROR) == errors;
}
