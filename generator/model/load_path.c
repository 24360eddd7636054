#include "model/load_path.h"

#include "base/arena.h"
#include "model/load_setting.h"
#include "parse/settings.h"
#include "source/tree.h"

struct paths {
	struct arena *arena;
	const struct tree *tree;
	struct str folder;
	struct str *at;
	size_t count, capacity;
	struct diag *diag;
};

static bool refuse(const struct setting *s, const char *en, const char *es, struct diag *diag)
{
	diag_error(diag, s->at, "bad-path", "'%.*s' %s%.0s", "'%.*s' %.0s%s", STR_ARG(s->text), en, es);
	diag_advice(diag, "write a path inside the package's folder, like metas.csv or avances/*.csv",
		"escriba una ruta dentro de la carpeta del paquete, como metas.csv o avances/*.csv");
	return false;
}

/* The standard's "url-or-path" without the addresses: a build needs no network. */
static bool path_good(const struct setting *s, struct diag *diag)
{
	struct str rest = s->text, part;

	if (s->kind != SETTING_TEXT)
		return diag_error(diag, s->at, "setting-kind", "a path must be a text",
			"una ruta debe ser un texto");
	if (str_search(rest, STR("://"), 0) < rest.len) {
		diag_error(diag, s->at, "remote-path", "'%.*s' is an address, and nothing is fetched",
			"'%.*s' es una dirección, y no se descarga nada", STR_ARG(s->text));
		diag_advice(diag, "keep a copy of the file in the package",
			"guarde una copia del archivo en el paquete");
		return false;
	}
	if (rest.len == 0)
		return refuse(s, "names no file", "no nombra ningún archivo", diag);
	if (rest.at[0] == '/' || (rest.len > 1 && rest.at[1] == ':'))
		return refuse(s, "is a path of one machine", "es una ruta de una sola máquina", diag);
	if (str_find(rest, '\\', 0) < rest.len)
		return refuse(s, "has '\\'; parts of a path are separated by '/'",
			"tiene '\\'; las partes de una ruta se separan con '/'", diag);
	while (str_next(&rest, '/', &part)) {
		if (str_equal(part, STR("..")))
			return refuse(s, "leaves the package", "sale del paquete", diag);
		if (part.len == 0 || part.at[0] == '.')
			return refuse(s, "has a part that is empty or begins with '.'",
				"tiene una parte vacía o que comienza con '.'", diag);
	}
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

static bool below(const struct tree *tree, size_t i, struct str prefix)
{
	return i < tree_count(tree) && str_starts(tree_at(tree, i)->path, prefix);
}

/* What else there is below the folder, for a name with a slip of the pen. */
static void advise_nearest(struct arena *arena, const struct tree *tree, struct str folder, struct str name,
	struct diag *diag)
{
	struct str prefix = arena_printf(arena, "%.*s/", STR_ARG(folder)), nearest, *names;
	size_t first = tree_seek(tree, prefix), count = 0;

	while (below(tree, first + count, prefix))
		count++;
	names = arena_array(arena, struct str, count + 1);
	for (size_t i = 0; i < count; i++)
		names[i] = str_after(tree_at(tree, first + i)->path, prefix.len);
	nearest = str_nearest(name, names, count);
	if (nearest.len)
		diag_advice(diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(nearest));
	else
		diag_advice(diag, "see whether it was saved there, and whether git ignores it",
			"vea si se guardó ahí y si git no lo ignora");
}

static void report_missing(struct arena *arena, const struct tree *tree, struct str folder,
	const struct setting *s, struct diag *diag)
{
	diag_error(diag, s->at, "missing-file", "there is no file '%.*s/%.*s'", "no hay archivo '%.*s/%.*s'",
		STR_ARG(folder), STR_ARG(s->text));
	advise_nearest(arena, tree, folder, s->text, diag);
}

struct str load_path(struct arena *arena, const struct tree *tree, struct str folder, const struct setting *s,
	struct diag *diag)
{
	const struct tree_file *file;

	if (!path_good(s, diag))
		return STR("");
	file = tree_find(tree, arena_printf(arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(s->text)));
	if (!file)
		report_missing(arena, tree, folder, s, diag);
	return file ? file->path : STR("");
}

static void add_path(struct paths *paths, struct str path)
{
	for (size_t i = 0; i < paths->count; i++)
		if (str_equal(paths->at[i], path))
			return;
	arena_grow(paths->arena, paths->at, paths->count, paths->capacity);
	paths->at[paths->count++] = path;
}

static bool add_paths(struct paths *paths, const struct setting *s)
{
	struct str pattern, fixed;
	size_t before = paths->count;

	if (!path_good(s, paths->diag))
		return false;
	pattern = arena_printf(paths->arena, "%.*s/%.*s", STR_ARG(paths->folder), STR_ARG(s->text));
	fixed = str_part(pattern, 0, str_find(pattern, '*', 0));
	for (size_t i = tree_seek(paths->tree, fixed); below(paths->tree, i, fixed); i++)
		if (glob(pattern, tree_at(paths->tree, i)->path))
			add_path(paths, tree_at(paths->tree, i)->path);
	if (paths->count == before && fixed.len < pattern.len)
		diag_error(paths->diag, s->at, "missing-file", "no file is called '%.*s'",
			"ningún archivo se llama '%.*s'", STR_ARG(pattern));
	else if (paths->count == before && !tree_find(paths->tree, pattern))
		report_missing(paths->arena, paths->tree, paths->folder, s, paths->diag);
	return paths->count > before || tree_find(paths->tree, pattern);
}

const struct str *load_paths(struct arena *arena, const struct tree *tree, struct str folder,
	const struct setting *resource, size_t *count, bool *incomplete, struct diag *diag)
{
	struct paths paths = { .arena = arena, .tree = tree, .folder = folder, .diag = diag };
	const struct setting *s = setting_find(resource, "path");

	if (!s && setting_find(resource, "data"))
		diag_error(diag, setting_find(resource, "data")->key_at, "no-path",
			"'data' inside a descriptor is not supported; put it into a CSV file",
			"'data' dentro de un descriptor no se admite; póngalo en un archivo CSV");
	else if (!s)
		diag_error(diag, resource->at, "no-path", "the resource has no 'path'",
			"el recurso no tiene 'path'");
	else if (s->kind == SETTING_LIST && s->count == 0)
		diag_error(diag, s->at, "no-path", "the resource has no 'path'", "el recurso no tiene 'path'");
	*incomplete = !s;
	if (s && s->kind == SETTING_LIST)
		for (size_t i = 0; i < s->count; i++)
			*incomplete = !add_paths(&paths, &s->items[i]) || *incomplete;
	else if (s)
		*incomplete = !add_paths(&paths, s);
	*incomplete = *incomplete || paths.count == 0;
	*count = paths.count;
	return paths.at;
}
