#include "cli/editions.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/sink.h"
#include "export/format.h"
#include "history/record.h"
#include "history/releases.h"
#include "model/addition.h"
#include "model/load.h"
#include "script/script.h"
#include "source/tree.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>

/* A file. */
struct edition {
	const struct release *release;
	struct str table;
	struct str path;    /* from the site's root */
	uint32_t rows;
	uint64_t bytes;
	struct str sha256;  /* 64 digits */
};

struct editions {
	struct arena *arena;
	struct releases *releases;
	struct edition *list;
	size_t count, capacity;
	FILE *aside;       /* the files one after the other, in a file without a name */
	int failed;        /* errno of the first write that failed, or 0 */
	struct buf bytes;
};

/* What is read of one release. */
struct reading {
	struct editions *editions;
	const struct release *release;
	const struct make_options *options;
	struct diag *diag; /* its own: what is odd about old data was published with them */
};

static struct str digest(struct arena *arena, struct str bytes)
{
	unsigned char sha256[SINK_SHA256];
	struct buf hex = { 0 };
	struct str text;

	EVP_Digest(bytes.at, bytes.len, sha256, NULL, EVP_sha256(), NULL);
	buf_hex(&hex, sha256, sizeof sha256);
	text = arena_copy(arena, buf_str(&hex));
	buf_clear(&hex);
	return text;
}

static void keep_table(struct reading *reading, const struct site *site, const struct table *table)
{
	struct editions *e = reading->editions;
	const struct release *release = reading->release;
	struct selection all = { .table = table, .all = true };
	struct export_origin origin = { .commit = release->commit };
	struct format_job job = { &all, 1, site, &origin };
	struct format_out to = { .out = &e->bytes };
	struct edition edition = { .release = release, .rows = table_rows(table) };

	buf_reset(&e->bytes);
	if (!format_csv.write(&job, &to, reading->diag))
		return;
	if (fwrite(e->bytes.at, 1, e->bytes.len, e->aside) != e->bytes.len && !e->failed)
		e->failed = errno ? errno : EIO;
	edition.table = arena_copy(e->arena, table_name(table));
	edition.path = arena_printf(e->arena, "datos/versiones/%.*s/%.*s.csv", STR_ARG(release->tag), STR_ARG(edition.table));
	edition.bytes = e->bytes.len;
	edition.sha256 = digest(e->arena, buf_str(&e->bytes));
	arena_grow(e->arena, e->list, e->count, e->capacity);
	e->list[e->count++] = edition;
}

/* True when the release's site could be read. */
static bool keep_release(struct reading *reading)
{
	struct load_options load = { .workers = reading->options->workers };
	struct script_limits limits = { 0 };
	struct tree *tree = tree_open_revision(reading->options->folder, reading->release->commit, reading->diag);
	struct loaded *loaded = tree ? load_site(tree, &load, reading->diag) : NULL;
	struct site *site = loaded ? (struct site *)load_get(loaded) : NULL;
	bool good = site && diag_worst(reading->diag) < DIAG_ERROR &&
		scripts_compute(site, &limits, reading->options->workers, NULL, reading->diag) &&
		load_views(loaded, reading->diag);

	for (size_t i = 0; good && i < site->package_count; i++)
		for (size_t j = 0; j < site->packages[i]->table_count; j++)
			keep_table(reading, site, site->packages[i]->tables[j]);
	load_free(loaded);
	tree_close(tree);
	return good;
}

static const struct diag_message *first_error(struct diag *diag)
{
	size_t count;
	const struct diag_message *const *messages = diag_messages(diag, &count);

	for (size_t i = 0; i < count; i++)
		if (messages[i]->level >= DIAG_ERROR)
			return messages[i];
	return NULL;
}

/* A warning of the repository, not of today's data. */
static void tell_unreadable(const struct release *release, struct diag *reading, struct diag *diag)
{
	const struct diag_message *why = first_error(reading);
	struct place at = why ? why->at : place_of(STR(""));

	at.line = at.column = 0; /* of another day's file */
	diag_warning(diag, at, "release-unreadable", "the release '%.*s' can't be read, and its files are not offered: %.*s",
		"la publicación '%.*s' no se puede leer, y no se ofrecen sus archivos: %.*s", STR_ARG(release->tag),
		STR_ARG(why ? why->text : STR("")));
	diag_advice(diag, "vitrina check --rev %.*s tells all", "vitrina check --rev %.*s dice todo", STR_ARG(release->tag));
}

static struct releases *find_releases(struct arena *arena, const struct make_options *options, struct str commit, const struct site *site,
	struct diag *diag)
{
	struct str *patterns = arena_array(arena, struct str, site->releases.count + 1);
	struct release_mark *marks = arena_array(arena, struct release_mark, options->release_count + 1);
	struct releases_wish wish = { .patterns = patterns, .marks = marks, .mark_count = options->release_count, .marked = options->releases_told };

	for (size_t i = 0; i < site->releases.count; i++)
		patterns[wish.pattern_count++] = arena_copy(arena, site->releases.list[i].name);
	for (size_t i = 0; i < options->release_count; i++)
		marks[i] = (struct release_mark){ options->releases[i].tag, options->releases[i].commit };
	return releases_new(arena, options->folder, commit, &wish, diag);
}

static void keep_all(struct editions *e, const struct make_options *options, struct diag *diag)
{
	for (size_t i = 0; i < releases_count(e->releases); i++) {
		struct reading reading = { e, releases_at(e->releases, i), options, diag_new(diag_lang(diag)) };

		if (!keep_release(&reading))
			tell_unreadable(reading.release, reading.diag, diag);
		diag_free(reading.diag);
	}
}

struct editions *editions_new(struct arena *arena, const struct make_options *options, const struct tree_origin *origin, const struct site *site,
	struct diag *diag)
{
	struct editions *e;

	if (!site->releases.count || !origin->commit.len)
		return NULL;
	e = arena_new_of(arena, struct editions);
	*e = (struct editions){ .arena = arena, .releases = find_releases(arena, options, origin->commit, site, diag) };
	if (releases_count(e->releases) == 0)
		return e;
	e->aside = tmpfile();
	if (e->aside)
		keep_all(e, options, diag);
	else
		diag_failure(diag, place_of(STR("")), "write", "can't be written: %s", "no se puede escribir: %s", strerror(errno));
	return e;
}

void editions_free(struct editions *e)
{
	if (e && e->aside)
		fclose(e->aside);
	if (e)
		buf_clear(&e->bytes);
}

const struct releases *editions_releases(const struct editions *e) { return e && releases_count(e->releases) ? e->releases : NULL; }

const struct publish_release *editions_marks(const struct editions *e, size_t *count)
{
	struct publish_release *marks;

	*count = e ? releases_count(e->releases) : 0;
	if (*count == 0)
		return NULL;
	marks = arena_array(e->arena, struct publish_release, *count);
	for (size_t i = 0; i < *count; i++)
		marks[i] = (struct publish_release){ releases_at(e->releases, i)->tag, releases_at(e->releases, i)->commit };
	return marks;
}

static const char descriptor[] =
	"name: entregas\n"
	"title: { es: Publicaciones anteriores, en: Earlier releases }\n"
	"description: { es: 'Las versiones de los datos que se publicaron como tales, y sus archivos, que no cambian.',"
	" en: 'The versions of the data that were published as such, and their files, which do not change.' }\n"
	"resources:\n"
	"- name: entregas\n"
	"  title: { es: Publicaciones, en: Releases }\n"
	"  description: { es: 'Un renglón por cada publicación: una etiqueta del repositorio; primero la más reciente.',"
	" en: 'A row for each release: a tag of the repository; the most recent first.' }\n"
	"  vitrina:singular: entrega\n"
	"  vitrina:label: entrega_id\n"
	"  schema:\n"
	"    primaryKey: entrega_id\n"
	"    fields:\n"
	ADDITION_FIELD("entrega_id", "string", "Publicación (etiqueta)", "Release (tag)", "")
	ADDITION_FIELD("fecha", "datetime", "Fecha", "Time", "")
	ADDITION_FIELD("version_id", "string", "Versión (commit)", "Version (commit)", ADDITION_REQUIRED)
	ADDITION_FIELD("asunto", "string", "Mensaje", "Message", "")
	"- name: entregas_archivos\n"
	"  title: { es: Archivos de las publicaciones, en: Files of the releases }\n"
	"  description: { es: 'Un renglón por cada tabla de cada publicación: el archivo CSV tal como se publicó entonces.',"
	" en: 'A row for each table of each release: the CSV file as it was published then.' }\n"
	"  vitrina:singular: archivo\n"
	"  vitrina:label: ruta\n"
	"  schema:\n"
	"    primaryKey: [entrega_id, tabla]\n"
	"    foreignKeys:\n"
	"    - { fields: entrega_id, reference: { resource: entregas, fields: entrega_id }, vitrina:name: entrega, vitrina:reverse: archivos }\n"
	"    fields:\n"
	ADDITION_FIELD("entrega_id", "string", "Publicación (etiqueta)", "Release (tag)", "")
	ADDITION_FIELD("tabla", "string", "Tabla", "Table", "")
	ADDITION_FIELD("ruta", "string", "Dirección en el sitio", "Address in the site", ADDITION_REQUIRED)
	ADDITION_FIELD("renglones", "integer", "Renglones", "Rows", ADDITION_REQUIRED)
	ADDITION_FIELD("bytes", "integer", "Bytes", "Bytes", ADDITION_REQUIRED)
	ADDITION_FIELD("sha256", "string", "SHA-256", "SHA-256", ADDITION_REQUIRED);

static struct str or_absent(struct str text) { return text.len ? text : (struct str){ NULL, 0 }; }

struct addition *editions_tables(const struct editions *e)
{
	struct addition *tables;

	if (!e || releases_count(e->releases) == 0)
		return NULL;
	tables = addition_new(STR("vitrina/entregas"), str_of(descriptor));
	for (size_t i = 0; i < releases_count(e->releases); i++) {
		const struct release *r = releases_at(e->releases, i);
		struct str cells[] = { r->tag, record_time_text(e->arena, r->time, r->offset), r->commit, or_absent(r->subject) };

		addition_row(tables, STR("entregas"), cells, sizeof cells / sizeof *cells);
	}
	for (size_t i = 0; i < e->count; i++) {
		const struct edition *f = &e->list[i];
		struct str cells[] = { f->release->tag, f->table, arena_printf(e->arena, "/%.*s", STR_ARG(f->path)),
			arena_printf(e->arena, "%lu", (unsigned long)f->rows), arena_printf(e->arena, "%llu", (unsigned long long)f->bytes),
			f->sha256 };

		addition_row(tables, STR("entregas_archivos"), cells, sizeof cells / sizeof *cells);
	}
	return tables;
}

const struct str *editions_paths(const struct editions *e, const struct str *paths, size_t *count)
{
	struct str *all;

	if (!e || !e->count)
		return paths;
	all = arena_array(e->arena, struct str, *count + e->count);
	memcpy(all, paths, *count * sizeof *all);
	for (size_t i = 0; i < e->count; i++)
		all[*count + i] = e->list[i].path;
	*count += e->count;
	return all;
}

bool editions_put(struct editions *e, struct sink *sink, struct diag *diag)
{
	if (!e || !e->aside)
		return true;
	if (!e->failed && (fflush(e->aside) != 0 || fseek(e->aside, 0, SEEK_SET) != 0))
		e->failed = errno;
	for (size_t i = 0; !e->failed && i < e->count; i++) {
		size_t size = (size_t)e->list[i].bytes;

		buf_reset(&e->bytes);
		if (fread(buf_reserve(&e->bytes, size), 1, size, e->aside) != size)
			e->failed = errno ? errno : EIO;
		else
			sink_put(sink, e->list[i].path, str_from(e->bytes.at, size));
	}
	if (e->failed)
		return diag_failure(diag, place_of(STR("datos/versiones/")), "write",
			"can't be written: %s", "no se puede escribir: %s", strerror(e->failed));
	return true;
}
