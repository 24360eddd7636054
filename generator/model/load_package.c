#include "model/load_package.h"

#include "base/arena.h"
#include "model/load_parts.h"
#include "model/load_path.h"
#include "model/load_setting.h"
#include "model/load_flat.h"
#include "parse/settings.h"
#include "source/tree.h"

struct reading {
	struct arena *arena;
	const struct tree *tree; /* NULL for a descriptor that stands alone: no file is looked for */
	struct str folder, main_lang;
	struct diag *diag;
};

static const char *const none[] = { NULL };

static bool small(char c) { return c >= 'a' && c <= 'z'; }

static bool digit(char c) { return c >= '0' && c <= '9'; }

/* A part of a resource that is told in place, or kept in a file of the package. NULL when it is neither, and
 * then reported. */
static const struct setting *told_or_kept(struct reading *r, const struct setting *s)
{
	struct str path, text;

	if (s->kind != SETTING_TEXT || !r->tree)
		return setting_map(s, r->diag);
	path = load_path(r->arena, r->tree, r->folder, s, r->diag);
	if (path.len == 0 || !load_text(r->arena, r->tree, path, &text, r->diag))
		return NULL;
	return settings_read(r->arena, text, path, 1, r->diag);
}

static const struct field *usual_label(const struct schema *schema)
{
	for (size_t i = 0; i < schema->primary.count; i++)
		if (schema->primary.fields[i]->type == FIELD_STRING)
			return schema->primary.fields[i];
	return &schema->fields[0];
}

/* A field's name, or a list of them; "-field" is from the last to the first. */
static void take_order(struct reading *r, const struct setting *s, struct resource *out)
{
	const struct setting *items = s && s->kind == SETTING_LIST ? s->items : s;
	size_t count = !s ? 0 : s->kind == SETTING_LIST ? s->count : 1;
	struct order *order = arena_array(r->arena, struct order, count + 1);

	for (size_t i = 0; i < count; i++) {
		struct str name = setting_text(&items[i], STR(""), r->diag);
		bool descending = str_starts(name, STR("-"));
		const struct field *field;

		if (items[i].kind != SETTING_TEXT)
			continue;
		field = load_field_named(&out->schema, &items[i], descending ? str_after(name, 1) : name, r->diag);
		if (field)
			order[out->order_count++] = (struct order){ field, descending };
	}
	out->order = order;
}

/* The two fields that name a row of any table. */
static bool take_about(struct reading *r, const struct setting *s, struct resource *out, struct about *about)
{
	static const char *const known[] = { "resource", "key", "name", NULL };
	const struct setting *resource = setting_find(s, "resource"), *key = setting_find(s, "key");

	if (!setting_map(s, r->diag) || !setting_known(s, known, NULL, r->diag))
		return false;
	if (!resource || !key) {
		diag_error(r->diag, s->at, "about", "'vitrina:about' needs 'resource' and 'key'", "'vitrina:about' necesita 'resource' y 'key'");
		diag_advice(r->diag, "name the field that holds a table's name, and the one that holds the key of a row of it",
			"nombre el campo que contiene el nombre de una tabla y el que contiene la clave de un renglón de ella");
		return false;
	}
	about->name = setting_text(setting_find(s, "name"), out->name, r->diag);
	about->resource = load_field_named(&out->schema, resource, setting_text(resource, STR(""), r->diag), r->diag);
	about->key = load_field_named(&out->schema, key, setting_text(key, STR(""), r->diag), r->diag);
	return about->resource && about->key;
}

/* One such pair, or a list of them. */
static void take_abouts(struct reading *r, const struct setting *s, struct resource *out)
{
	const struct setting *items = s && s->kind == SETTING_LIST ? s->items : s;
	size_t count = !s ? 0 : s->kind == SETTING_LIST ? s->count : 1;

	out->abouts = arena_array(r->arena, struct about, count + 1);
	for (size_t i = 0; i < count; i++)
		if (take_about(r, &items[i], out, &out->abouts[out->about_count]))
			out->about_count++;
}

/* Names of resources are parts of addresses and of templates: data.metas. */
static void check_name(struct reading *r, const struct setting *s, struct place at, struct str name)
{
	bool good = name.len > 0 && small(name.at[0]);

	for (size_t i = 0; i < name.len; i++)
		good = good && (small(name.at[i]) || digit(name.at[i]) || memchr("-_", name.at[i], 2));
	if (good)
		return;
	diag_error(r->diag, s ? s->at : at, "resource-name", "'%.*s' can't name a table",
		"'%.*s' no puede ser el nombre de una tabla", STR_ARG(name));
	diag_advice(r->diag, "use small letters without accents, digits, '_' and '-', and begin with a letter",
		"use minúsculas sin acento, cifras, '_' y '-', y comience con letra");
}

static void take_singular(struct reading *r, const struct setting *s, struct resource *out)
{
	out->singular = setting_text(s, STR(""), r->diag);
	if (s && !name_good(out->singular)) {
		diag_error(r->diag, s->at, "singular-name", "'%.*s' can't be a name in templates",
			"'%.*s' no puede ser un nombre en las plantillas", STR_ARG(out->singular));
		diag_advice(r->diag, "write it with letters, digits and _, like programa",
			"escríbalo con letras, cifras y _, como programa");
	}
	if (!name_good(out->singular))
		out->singular = name_from(r->arena, out->name);
}

static const struct setting *find_schema(struct reading *r, const struct setting *resource)
{
	const struct setting *s = setting_find(resource, "schema");

	if (s)
		return told_or_kept(r, s);
	diag_error(r->diag, resource->at, "no-schema", "the resource has no 'schema'",
		"el recurso no tiene 'schema'");
	diag_advice(r->diag, "declare its fields: schema: { fields: [ { name: clave, type: string } ] }",
		"declare sus campos: schema: { fields: [ { name: clave, type: string } ] }");
	return NULL;
}

static void take_description(struct reading *r, const struct setting *s, struct resource *out)
{
	const struct setting *name = setting_find(s, "name");

	*out = (struct resource){ .folder = r->folder, .at = name ? name->at : s->at };
	out->name = setting_text(name, STR(""), r->diag);
	check_name(r, name, s->at, out->name);
	take_singular(r, setting_find(s, "vitrina:singular"), out);
	out->title = load_phrase(r->arena, setting_find(s, "title"), s, "title", r->main_lang, r->diag);
	out->description = load_phrase(r->arena, setting_find(s, "description"), s, "description", r->main_lang,
		r->diag);
}

/* False when there is no table in it to check rows against, and then reported. */
static bool read_resource(struct reading *r, const struct setting *s, struct resource *out)
{
	static const char *const known[] = { "name", "path", "type", "title", "description", "format",
		"mediatype", "encoding", "bytes", "hash", "sources",
		"licenses", "dialect", "schema", "$schema", "profile", "homepage", "data", "examples",
		"compression", NULL };
	static const char *const ours[] = { "singular", "label", "order", "about", "fulltext", "previous", NULL };
	const struct setting *schema, *label = setting_find(s, "vitrina:label"), *dialect = setting_find(s, "dialect");
	const struct setting *previous = setting_find(s, "vitrina:previous");

	if (s->kind != SETTING_MAP)
		return diag_error(r->diag, s->at, "no-schema", "a resource must be a map of its properties",
			"un recurso debe ser un mapa de sus propiedades");
	load_names(s, known, ours, r->diag);
	take_description(r, s, out);
	load_dialect(r->arena, dialect ? told_or_kept(r, dialect) : NULL, setting_find(s, "encoding"), &out->dialect, r->diag);
	if (r->tree)
		out->paths = load_paths(r->arena, r->tree, r->folder, s, &out->path_count, &out->incomplete, r->diag);
	schema = find_schema(r, s);
	if (!schema || !load_schema(r->arena, schema, s, r->main_lang, &out->schema, r->diag))
		return false;
	load_null(r->arena, &out->dialect, &out->schema);
	take_order(r, setting_find(s, "vitrina:order"), out);
	take_abouts(r, setting_find(s, "vitrina:about"), out);
	out->fulltext = load_mentions(r->arena, setting_find(s, "vitrina:fulltext"), r->diag);
	if (previous)
		out->previous = load_field_named(&out->schema, previous, setting_text(previous, STR(""), r->diag), r->diag);
	out->label = label ? load_field_named(&out->schema, label, setting_text(label, STR(""), r->diag),
		r->diag) : NULL;
	if (!out->label)
		out->label = usual_label(&out->schema);
	return true;
}

static void take_licences(struct reading *r, const struct setting *list, struct package *package)
{
	static const char *const known[] = { "name", "path", "title", NULL };
	struct licence *licences = arena_array(r->arena, struct licence, list ? list->count + 1 : 1);

	for (size_t i = 0; list && i < list->count; i++) {
		const struct setting *s = &list->items[i];

		load_names(s, known, none, r->diag);
		licences[i].name = setting_text(setting_find(s, "name"), STR(""), r->diag);
		licences[i].path = setting_text(setting_find(s, "path"), STR(""), r->diag);
		licences[i].title = load_phrase(r->arena, setting_find(s, "title"), s, "title", r->main_lang,
			r->diag);
	}
	package->licences = licences;
	package->licence_count = list ? list->count : 0;
}

/* v2 has a list of roles, v1 a single role. */
static void take_contributors(struct reading *r, const struct setting *list, struct package *package)
{
	static const char *const known[] = { "title", "givenName", "familyName", "path", "email", "organization", "roles", "role", NULL };
	struct contributor *contributors = arena_array(r->arena, struct contributor, list ? list->count + 1 : 1);

	for (size_t i = 0; list && i < list->count; i++) {
		const struct setting *s = &list->items[i], *roles = setting_find(s, "roles");

		load_names(s, known, none, r->diag);
		contributors[i].title = setting_text(setting_find(s, "title"), STR(""), r->diag);
		contributors[i].path = setting_text(setting_find(s, "path"), STR(""), r->diag);
		contributors[i].email = setting_text(setting_find(s, "email"), STR(""), r->diag);
		contributors[i].organization = setting_text(setting_find(s, "organization"), STR(""), r->diag);
		contributors[i].roles = load_texts(r->arena, roles ? roles : setting_find(s, "role"), &contributors[i].role_count, r->diag);
	}
	package->contributors = contributors;
	package->contributor_count = list ? list->count : 0;
}

static void take_sources(struct reading *r, const struct setting *list, struct package *package)
{
	static const char *const known[] = { "title", "path", "email", "version", NULL };
	struct source_reference *sources = arena_array(r->arena, struct source_reference, list ? list->count + 1
		: 1);

	for (size_t i = 0; list && i < list->count; i++) {
		const struct setting *s = &list->items[i];

		load_names(s, known, none, r->diag);
		sources[i].title = load_phrase(r->arena, setting_find(s, "title"), s, "title", r->main_lang,
			r->diag);
		sources[i].path = setting_text(setting_find(s, "path"), STR(""), r->diag);
		sources[i].email = setting_text(setting_find(s, "email"), STR(""), r->diag);
	}
	package->sources = sources;
	package->source_count = list ? list->count : 0;
}

static bool take_query(struct reading *r, const struct setting *s, struct query *query)
{
	static const char *const known[] = { "name", "title", "sql", NULL };
	const struct setting *name = setting_find(s, "name"), *sql = setting_find(s, "sql");

	if (!setting_map(s, r->diag))
		return false;
	load_names(s, known, none, r->diag);
	query->name = setting_text(name, STR(""), r->diag);
	query->title = load_phrase(r->arena, setting_find(s, "title"), s, "title", r->main_lang, r->diag);
	query->sql = setting_text(sql, STR(""), r->diag);
	query->at = sql ? sql->at : s->at;
	if (name_good(query->name) && query->sql.len)
		return true;
	diag_error(r->diag, name ? name->at : s->at, "query", "a query needs a 'name' of letters, digits and _, and its 'sql'",
		"una consulta necesita un 'name' de letras, cifras y _, y su 'sql'");
	return false;
}

static void take_queries(struct reading *r, const struct setting *list, struct package *package)
{
	struct query *queries = arena_array(r->arena, struct query, list ? list->count + 1 : 1);

	for (size_t i = 0; list && i < list->count; i++)
		if (take_query(r, &list->items[i], &queries[package->query_count]))
			package->query_count++;
	package->queries = queries;
}

/* The package's name is part of addresses too: /datos/poa.zip. */
static struct str package_name(struct reading *r, const struct setting *s)
{
	struct str name = setting_text(s, STR(""), r->diag), rest = r->folder, last = r->folder;
	bool good = name.len > 0 && name.at[0] != '.';

	for (size_t i = 0; i < name.len; i++)
		good = good && (small(name.at[i]) || digit(name.at[i]) || memchr("-_.", name.at[i], 3));
	if (good)
		return name;
	if (s) {
		diag_error(r->diag, s->at, "package-name", "'%.*s' can't name a package",
			"'%.*s' no puede ser el nombre de un paquete", STR_ARG(name));
		diag_advice(r->diag, "use small letters without accents, digits, '-', '_' and '.'",
			"use minúsculas sin acento, cifras, '-', '_' y '.'");
	}
	while (str_next(&rest, '/', &last))
		;
	return last;
}

static void take_model(struct reading *r, struct package *package)
{
	struct str path = arena_printf(r->arena, "%.*s/model.lua", STR_ARG(r->folder));

	if (r->tree && tree_find(r->tree, path) && load_text(r->arena, r->tree, path, &package->model_text, r->diag))
		package->model_path = path;
}

/* The files of exporters lie together in the tree, in byte order. */
static void take_exporters(struct reading *r, struct package *package)
{
	struct str folder = arena_printf(r->arena, "%.*s/exporters/", STR_ARG(r->folder));
	size_t first = r->tree ? tree_seek(r->tree, folder) : 0, end = first;
	struct package_script *scripts;

	while (r->tree && end < tree_count(r->tree) && str_starts(tree_at(r->tree, end)->path, folder))
		end++;
	package->exporters = scripts = arena_array(r->arena, struct package_script, end - first + 1);
	for (size_t i = first; i < end; i++) {
		struct package_script *script = &scripts[package->exporter_count];

		script->path = arena_copy(r->arena, tree_at(r->tree, i)->path);
		if (str_ends(script->path, STR(".lua")) && load_text(r->arena, r->tree, script->path, &script->text, r->diag))
			package->exporter_count++;
	}
}

static struct package *describe(struct reading *r, const struct setting *root, struct str path)
{
	static const char *const known[] = { "resources", "$schema", "profile", "name", "id", "title",
		"description", "homepage", "version", "created",
		"contributors", "keywords", "image", "licenses", "sources", NULL };
	static const char *const ours[] = { "queries", "views", NULL };
	struct package *package = arena_new_of(r->arena, struct package);
	const struct setting *name = setting_find(root, "name");

	load_names(root, known, ours, r->diag);
	package->folder = r->folder;
	package->descriptor_path = path;
	package->at = name ? name->at : root->at;
	package->name = package_name(r, name);
	package->version = setting_text(setting_find(root, "version"), STR(""), r->diag);
	package->created = setting_text(setting_find(root, "created"), STR(""), r->diag);
	package->homepage = setting_text(setting_find(root, "homepage"), STR(""), r->diag);
	package->title = load_phrase(r->arena, setting_find(root, "title"), root, "title", r->main_lang, r->diag);
	package->description = load_phrase(r->arena, setting_find(root, "description"), root, "description",
		r->main_lang, r->diag);
	package->keywords = load_texts(r->arena, setting_find(root, "keywords"), &package->keyword_count, r->diag);
	take_contributors(r, setting_list(setting_find(root, "contributors"), r->diag), package);
	take_licences(r, setting_list(setting_find(root, "licenses"), r->diag), package);
	take_sources(r, setting_list(setting_find(root, "sources"), r->diag), package);
	take_queries(r, setting_list(setting_find(root, "vitrina:queries"), r->diag), package);
	load_flats(r->arena, setting_list(setting_find(root, "vitrina:views"), r->diag), r->main_lang, package, r->diag);
	take_model(r, package);
	take_exporters(r, package);
	return package;
}

/* The descriptor's path; "" when there is none or more than one, and then reported. */
static struct str find_descriptor(struct reading *r)
{
	static const char *const names[] = { "datapackage.yaml", "datapackage.yml", "datapackage.json" };
	struct str found = STR("");

	for (size_t i = 0; i < 3; i++) {
		struct str path = arena_printf(r->arena, "%.*s/%s", STR_ARG(r->folder), names[i]);

		if (!tree_find(r->tree, path))
			continue;
		if (found.len) {
			diag_error(r->diag, place_of(path), "two-descriptors",
				"'%.*s' describes the same package", "'%.*s' describe el mismo paquete",
				STR_ARG(found));
			diag_advice(r->diag, "remove one of the two", "quite uno de los dos");
			return STR("");
		}
		found = path;
	}
	if (found.len == 0)
		diag_error(r->diag, place_of(r->folder), "no-descriptor",
			"there is no datapackage.yaml or datapackage.json in '%.*s'",
			"no hay datapackage.yaml ni datapackage.json en '%.*s'", STR_ARG(r->folder));
	return found;
}

static bool read_descriptor(struct reading *r, struct str path, struct str text, struct package **package, struct resource **resources,
	size_t *count)
{
	const struct setting *list, *root = settings_read(r->arena, text, path, 1, r->diag);

	if (!root || !setting_map(root, r->diag))
		return false;
	*package = describe(r, root, path);
	list = setting_list(setting_find(root, "resources"), r->diag);
	if (!list || list->count == 0)
		return diag_error(r->diag, list ? list->at : root->at, "no-resources",
			"the package declares no resources",
			"el paquete no declara recursos");
	*resources = arena_array(r->arena, struct resource, list->count);
	for (size_t i = 0; i < list->count; i++) {
		struct resource *resource = &(*resources)[*count];

		if (read_resource(r, &list->items[i], resource))
			++*count;
		else
			schema_end(&resource->schema);
	}
	return true;
}

bool load_package(struct arena *arena, const struct tree *tree, struct str folder, struct str main_lang,
	struct package **package, struct resource **resources, size_t *count, struct diag *diag)
{
	struct reading r = { arena, tree, folder, main_lang, diag };
	uint64_t errors = diag_count(diag, DIAG_ERROR);
	struct str path, text;

	*package = NULL;
	*count = 0;
	path = find_descriptor(&r);
	if (path.len == 0 || !load_text(arena, tree, path, &text, diag))
		return false;
	return read_descriptor(&r, path, text, package, resources, count) && diag_count(diag, DIAG_ERROR) == errors;
}

bool load_descriptor(struct arena *arena, struct str folder, struct str text, struct str main_lang, struct package **package,
	struct resource **resources, size_t *count, struct diag *diag)
{
	struct reading r = { arena, NULL, folder, main_lang, diag };
	uint64_t errors = diag_count(diag, DIAG_ERROR);
	struct str path = arena_printf(arena, "%.*s/datapackage.yaml", STR_ARG(folder));

	*package = NULL;
	*count = 0;
	return read_descriptor(&r, path, text, package, resources, count) && diag_count(diag, DIAG_ERROR) == errors;
}
