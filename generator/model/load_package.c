#include "model/load_package.h"

#include "base/arena.h"
#include "base/buf.h"
#include "model/load_parts.h"
#include "parse/settings.h"
#include "source/tree.h"

struct reading {
	struct arena *arena;
	const struct tree *tree;
	struct str folder, main_lang;
	struct diag *diag;
};

/* Package-relative, inside the package: Frictionless' "url-or-path" without the URLs, which a build that needs no network can't follow. */
static bool path_good(const struct setting *s, struct diag *diag)
{
	struct str rest = s->text, part;

	if (str_search(rest, STR("://"), 0) < rest.len) {
		diag_error(diag, s->at, "remote-path", "'%.*s' is an address: nothing is fetched", "'%.*s' es una dirección: nada se descarga", STR_ARG(s->text));
		diag_advice(diag, "keep a copy in the package", "guarde una copia en el paquete");
		return false;
	}
	while (str_next(&rest, '/', &part))
		if (part.len == 0 || part.at[0] == '.')
			return diag_error(diag, s->at, "bad-path", "'%.*s' leaves the package", "'%.*s' sale del paquete", STR_ARG(s->text));
	return true;
}

/* `*` stands for any run of characters but `/`. */
static bool glob(struct str pattern, struct str text)
{
	size_t p = 0, t = 0, star = SIZE_MAX, mark = 0;

	while (t < text.len) {
		if (p < pattern.len && pattern.at[p] == '*') {
			star = p++;
			mark = t;
		} else if (p < pattern.len && pattern.at[p] == text.at[t]) {
			p++;
			t++;
		} else if (star != SIZE_MAX && text.at[mark] != '/') {
			p = star + 1;
			t = ++mark;
		} else {
			return false;
		}
	}
	while (p < pattern.len && pattern.at[p] == '*')
		p++;
	return p == pattern.len;
}

struct paths {
	struct str *at;
	size_t count, capacity;
};

static void add_path(struct reading *r, struct paths *paths, struct str path)
{
	for (size_t i = 0; i < paths->count; i++)
		if (str_equal(paths->at[i], path))
			return;
	arena_grow(r->arena, paths->at, paths->count, paths->capacity);
	paths->at[paths->count++] = path;
}

static bool find_paths(struct reading *r, const struct setting *s, struct paths *paths)
{
	struct str pattern = arena_printf(r->arena, "%.*s/%.*s", STR_ARG(r->folder), STR_ARG(s->text));
	struct str prefix = arena_printf(r->arena, "%.*s/", STR_ARG(r->folder));
	size_t before = paths->count;

	if (s->kind != SETTING_TEXT || !path_good(s, r->diag))
		return s->kind == SETTING_TEXT ? false : diag_error(r->diag, s->at, "setting-kind", "a path must be a text", "una ruta debe ser un texto");
	for (size_t i = tree_seek(r->tree, prefix); i < tree_count(r->tree) && str_starts(tree_at(r->tree, i)->path, prefix); i++)
		if (glob(pattern, tree_at(r->tree, i)->path))
			add_path(r, paths, tree_at(r->tree, i)->path);
	if (paths->count > before)
		return true;
	diag_error(r->diag, s->at, "missing-file", "there is no file '%.*s'", "no hay archivo '%.*s'", STR_ARG(pattern));
	diag_advice(r->diag, "is it committed, and not ignored by git?", "¿está en el commit y no lo ignora git?");
	return false;
}

static bool take_paths(struct reading *r, const struct setting *resource, struct resource *out)
{
	const struct setting *s = setting_find(resource, "path");
	struct paths paths = { 0 };
	bool good = true;

	if (!s)
		return diag_error(r->diag, resource->at, "no-path", "the resource has no 'path'", "el recurso no tiene 'path'");
	if (s->kind == SETTING_TEXT)
		good = find_paths(r, s, &paths);
	for (size_t i = 0; s->kind == SETTING_LIST && i < s->count; i++)
		good = find_paths(r, &s->items[i], &paths) && good;
	out->paths = paths.at;
	out->path_count = paths.count;
	return good;
}

static bool one_byte(const struct setting *s, char *out, struct diag *diag)
{
	struct str text = setting_text(s, STR(""), diag);

	if (!s)
		return true;
	if (str_equal(text, STR("\\t")))
		text = STR("\t");
	if (text.len != 1)
		return diag_error(diag, s->at, "dialect", "'%.*s' must be one ASCII character", "'%.*s' debe ser un carácter ASCII", STR_ARG(s->key));
	*out = text.at[0];
	return true;
}

/* Dialects of v1 (CSV Dialect) and v2 (Table Dialect) use the same names for what concerns us. */
static bool take_dialect(struct reading *r, const struct setting *resource, struct dialect *out)
{
	const struct setting *d = setting_map(setting_find(resource, "dialect"), r->diag), *rows;
	bool good;

	*out = (struct dialect){ .delimiter = ',', .quote = '"', .header = true, .header_rows = 1 };
	good = one_byte(setting_find(d, "delimiter"), &out->delimiter, r->diag);
	good = one_byte(setting_find(d, "quoteChar"), &out->quote, r->diag) && good;
	out->header = setting_bool(setting_find(d, "header"), true, r->diag);
	out->skip_space = setting_bool(setting_find(d, "skipInitialSpace"), false, r->diag);
	out->comment = setting_text(setting_find(d, "commentChar"), STR(""), r->diag);
	rows = setting_list(setting_find(d, "headerRows"), r->diag);
	if (rows && rows->count == 0)
		out->header = false;
	else if (rows)
		out->header_rows = (uint32_t)setting_integer(&rows->items[rows->count - 1], 1, r->diag);
	if (!setting_bool(setting_find(d, "doubleQuote"), true, r->diag))
		good = diag_error(r->diag, setting_find(d, "doubleQuote")->at, "dialect", "quotes inside quotes are always doubled (RFC 4180)",
			"las comillas dentro de comillas siempre van dobles (RFC 4180)");
	return good;
}

static bool check_encoding(struct reading *r, const struct setting *resource)
{
	const struct setting *s = setting_find(resource, "encoding");
	struct str text = setting_text(s, STR("utf-8"), r->diag);

	if (str_equal(text, STR("utf-8")) || str_equal(text, STR("UTF-8")) || str_equal(text, STR("utf8")))
		return true;
	diag_error(r->diag, s->at, "encoding", "files are read as UTF-8, not as '%.*s'", "los archivos se leen como UTF-8, no como '%.*s'", STR_ARG(text));
	diag_advice(r->diag, "save them as \"CSV UTF-8\"", "guárdelos como \"CSV UTF-8\"");
	return false;
}

/* The schema itself: told in place, or kept in a file of the package. */
static const struct setting *find_schema(struct reading *r, const struct setting *resource)
{
	const struct setting *s = setting_find(resource, "schema");
	struct str path, text;

	if (!s) {
		diag_error(r->diag, resource->at, "no-schema", "the resource has no 'schema'", "el recurso no tiene 'schema'");
		diag_advice(r->diag, "declare its fields: schema: { fields: [ { name: …, type: … } ] }",
			"declare sus campos: schema: { fields: [ { name: …, type: … } ] }");
		return NULL;
	}
	if (s->kind == SETTING_MAP)
		return s;
	if (s->kind != SETTING_TEXT || !path_good(s, r->diag))
		return NULL;
	path = arena_printf(r->arena, "%.*s/%.*s", STR_ARG(r->folder), STR_ARG(s->text));
	if (!tree_find(r->tree, path)) {
		diag_error(r->diag, s->at, "missing-file", "there is no file '%.*s'", "no hay archivo '%.*s'", STR_ARG(path));
		return NULL;
	}
	return load_text(r->arena, r->tree, path, &text, r->diag) ? settings_read(r->arena, text, path, 1, r->diag) : NULL;
}

static const struct field *field_or_tell(const struct schema *schema, struct str name, struct place at, struct diag *diag)
{
	const struct field *field = schema_find(schema, name);

	if (!field)
		diag_error(diag, at, "unknown-field", "there is no field '%.*s'", "no hay campo '%.*s'", STR_ARG(name));
	return field;
}

static const struct field *default_label(const struct schema *schema)
{
	for (size_t i = 0; i < schema->primary.count; i++)
		if (schema->primary.fields[i]->type == FIELD_STRING)
			return schema->primary.fields[i];
	return &schema->fields[0];
}

static bool take_order(struct reading *r, const struct setting *s, struct resource *out)
{
	struct order *order;

	if (!s)
		return true;
	if (!setting_list(s, r->diag))
		return false;
	order = arena_array(r->arena, struct order, s->count + 1);
	for (size_t i = 0; i < s->count; i++) {
		struct str name = setting_text(&s->items[i], STR(""), r->diag);
		bool descending = str_starts(name, STR("-"));

		order[out->order_count].field = field_or_tell(&out->schema, descending ? str_after(name, 1) : name, s->items[i].at, r->diag);
		order[out->order_count].descending = descending;
		if (!order[out->order_count++].field)
			return false;
	}
	out->order = order;
	return true;
}

static bool name_good(const struct setting *s, struct str name, struct place at, struct diag *diag)
{
	bool good = name.len > 0 && ((name.at[0] >= 'a' && name.at[0] <= 'z') || name.at[0] == '_');

	for (size_t i = 0; good && i < name.len; i++)
		good = (name.at[i] >= 'a' && name.at[i] <= 'z') || (name.at[i] >= '0' && name.at[i] <= '9') || name.at[i] == '_' || name.at[i] == '-';
	if (good)
		return true;
	diag_error(diag, s ? s->at : at, "resource-name", "'%.*s' can't name a table", "'%.*s' no puede ser el nombre de una tabla", STR_ARG(name));
	diag_advice(diag, "use small letters, digits and '_', and begin with a letter", "use minúsculas, cifras y '_', y empiece con letra");
	return false;
}

static bool read_resource(struct reading *r, const struct setting *s, struct resource *out)
{
	const struct setting *name = setting_find(s, "name"), *label = setting_find(s, "vitrina:label"), *schema;
	bool good;

	*out = (struct resource){ .folder = r->folder, .at = name ? name->at : s->at };
	out->name = setting_text(name, STR(""), r->diag);
	good = name_good(name, out->name, s->at, r->diag);
	out->singular = setting_text(setting_find(s, "vitrina:singular"), out->name, r->diag);
	out->title = load_phrase(r->arena, setting_find(s, "title"), s, "title", r->main_lang, r->diag);
	out->description = load_phrase(r->arena, setting_find(s, "description"), s, "description", r->main_lang, r->diag);
	schema = find_schema(r, s);
	if (!schema || !load_schema(r->arena, schema, s, r->main_lang, &out->schema, r->diag))
		return false;
	good = take_dialect(r, s, &out->dialect) && good;
	good = check_encoding(r, s) && good;
	good = take_paths(r, s, out) && good;
	good = take_order(r, setting_find(s, "vitrina:order"), out) && good;
	out->label = label ? field_or_tell(&out->schema, setting_text(label, STR(""), r->diag), label->at, r->diag) : default_label(&out->schema);
	if (!out->label) {
		out->label = default_label(&out->schema);
		good = false;
	}
	return good;
}

static void take_licences(struct reading *r, const struct setting *s, struct package *package)
{
	struct licence *licences;

	if (!s)
		return;
	licences = arena_array(r->arena, struct licence, s->count + 1);
	for (size_t i = 0; i < s->count; i++) {
		licences[i].name = setting_text(setting_find(&s->items[i], "name"), STR(""), r->diag);
		licences[i].path = setting_text(setting_find(&s->items[i], "path"), STR(""), r->diag);
		licences[i].title = load_phrase(r->arena, setting_find(&s->items[i], "title"), &s->items[i], "title", r->main_lang, r->diag);
	}
	package->licences = licences;
	package->licence_count = s->count;
}

static void take_sources(struct reading *r, const struct setting *s, struct package *package)
{
	struct source_reference *sources;

	if (!s)
		return;
	sources = arena_array(r->arena, struct source_reference, s->count + 1);
	for (size_t i = 0; i < s->count; i++) {
		sources[i].title = load_phrase(r->arena, setting_find(&s->items[i], "title"), &s->items[i], "title", r->main_lang, r->diag);
		sources[i].path = setting_text(setting_find(&s->items[i], "path"), STR(""), r->diag);
		sources[i].email = setting_text(setting_find(&s->items[i], "email"), STR(""), r->diag);
	}
	package->sources = sources;
	package->source_count = s->count;
}

static struct package *describe(struct reading *r, const struct setting *root, struct str path)
{
	struct package *package = arena_new_of(r->arena, struct package);
	const struct setting *name = setting_find(root, "name");

	package->folder = r->folder;
	package->descriptor_path = path;
	package->at = name ? name->at : root->at;
	package->name = setting_text(name, r->folder, r->diag);
	package->version = setting_text(setting_find(root, "version"), STR(""), r->diag);
	package->created = setting_text(setting_find(root, "created"), STR(""), r->diag);
	package->homepage = setting_text(setting_find(root, "homepage"), STR(""), r->diag);
	package->title = load_phrase(r->arena, setting_find(root, "title"), root, "title", r->main_lang, r->diag);
	package->description = load_phrase(r->arena, setting_find(root, "description"), root, "description", r->main_lang, r->diag);
	take_licences(r, setting_list(setting_find(root, "licenses"), r->diag), package);
	take_sources(r, setting_list(setting_find(root, "sources"), r->diag), package);
	package->model_path = arena_printf(r->arena, "%.*s/model.lua", STR_ARG(r->folder));
	if (tree_find(r->tree, package->model_path))
		load_text(r->arena, r->tree, package->model_path, &package->model_text, r->diag);
	else
		package->model_path = STR("");
	return package;
}

static struct str find_descriptor(struct reading *r)
{
	static const char *const names[] = { "datapackage.yaml", "datapackage.yml", "datapackage.json" };

	for (size_t i = 0; i < 3; i++) {
		struct str path = arena_printf(r->arena, "%.*s/%s", STR_ARG(r->folder), names[i]);

		if (tree_find(r->tree, path))
			return path;
	}
	diag_error(r->diag, place_of(r->folder), "no-descriptor", "there is no datapackage.yaml or datapackage.json in '%.*s'",
		"no hay datapackage.yaml ni datapackage.json en '%.*s'", STR_ARG(r->folder));
	return STR("");
}

bool load_package(struct arena *arena, const struct tree *tree, struct str folder, struct str main_lang, struct package **package,
	struct resource **resources, size_t *count, struct diag *diag)
{
	struct reading r = { arena, tree, folder, main_lang, diag };
	struct str path = find_descriptor(&r), text;
	const struct setting *root, *list;
	bool good = true;

	*package = NULL;
	*count = 0;
	if (path.len == 0 || !load_text(arena, tree, path, &text, diag))
		return false;
	root = settings_read(arena, text, path, 1, diag);
	if (!root)
		return false;
	*package = describe(&r, root, path);
	list = setting_list(setting_find(root, "resources"), diag);
	if (!list || list->count == 0)
		return diag_error(diag, root->at, "no-resources", "the package declares no resources", "el paquete no declara recursos");
	*resources = arena_array(arena, struct resource, list->count);
	for (size_t i = 0; i < list->count; i++) {
		struct resource *resource = &(*resources)[*count];

		if (read_resource(&r, &list->items[i], resource)) {
			++*count;
			continue;
		}
		schema_end(&resource->schema);
		good = false;
	}
	return good;
}
