/* The static API: /api/index.json tells of everything, and /api/<table>/<n>.json are a table's rows page by page. Addresses in it are relative to
 * the index, so that it holds wherever the site lies. Rows with a page of their own that offers data have a file of their own: the index tells the
 * pattern of its address. A file for each row of each table would cost more than all the rest of the site; a collection with `slice:` makes them
 * for the rows that need them. */
#include "export/documents.h"

#include "base/arena.h"
#include "export/describe.h"

enum { SHAPE = 1 }; /* of the index: goes up when a member changes its meaning or goes away */

static uint32_t page_rows(const struct site *site)
{
	return (uint32_t)site->catalogue.rows_per_page;
}

static uint32_t page_count(const struct site *site, const struct table *table)
{
	uint32_t rows = table_rows(table), size = page_rows(site);

	return rows == 0 ? 1 : rows / size + (rows % size != 0);
}

static bool write_page(const struct offers *offers, const struct offer *offer, const struct format_out *to, struct diag *diag)
{
	const struct site *site = offers_site(offers);
	uint32_t size = page_rows(site), first = (offer->part - 1) * size, rows = table_rows(offer->table), pages = page_count(site, offer->table);
	uint32_t count = rows - first < size ? rows - first : size, *numbers = memory_resize(NULL, (size_t)count * sizeof *numbers + 1);
	struct selection some = { .table = offer->table, .rows = numbers, .count = count };
	struct format_job job = { &some, 1, site, offers_origin(offers) };
	bool good;

	for (uint32_t i = 0; i < count; i++)
		numbers[i] = first + i;
	buf_add(to->out, STR("{\n\"table\": "));
	json_text(to->out, table_name(offer->table));
	buf_printf(to->out, ",\n\"page\": %u,\n\"pages\": %u,\n\"rows\": %u,\n\"previous\": ", offer->part, pages, rows);
	if (offer->part > 1)
		buf_printf(to->out, "\"%u.json\"", offer->part - 1);
	else
		buf_add(to->out, STR("null"));
	buf_add(to->out, STR(",\n\"next\": "));
	if (offer->part < pages)
		buf_printf(to->out, "\"%u.json\"", offer->part + 1);
	else
		buf_add(to->out, STR("null"));
	buf_add(to->out, STR(",\n\"data\": "));
	good = format_json.write(&job, to, diag);
	buf_add(to->out, STR("}\n"));
	memory_free(numbers);
	return good;
}

void api_offer_table(struct offers *offers, const struct package *package, const struct table *table)
{
	struct offer offer = { .name = STR("api"), .title = STR("API"), .media_type = STR("application/json"), .package = package, .table = table,
		.sure = true, .round = OFFER_CATALOGUE, .write = write_page, .unlisted = true };

	if (page_rows(offers_site(offers)) == 0)
		return;
	for (offer.part = 1; offer.part <= page_count(offers_site(offers), table); offer.part++) {
		offer.path = arena_printf(offers_arena(offers), "api/%.*s/%u.json", STR_ARG(table_name(table)), offer.part);
		offers_add(offers, &offer);
	}
}

struct writing {
	struct json json;
	struct arena *arena;
	const struct offers *offers;
	const struct site *site;
};

static void write_path(struct writing *w, const char *name, const char *path, struct str rest, const char *end)
{
	json_string(&w->json, str_of(name), arena_printf(w->arena, "%s%.*s%s", path, STR_ARG(rest), end));
}

static void write_file(struct writing *w, const struct offer *offer)
{
	struct buf hex = { 0 };

	describe_sha256(offer, &hex);
	json_open(&w->json, STR(""), '{');
	json_string(&w->json, STR("format"), offer->name);
	json_string(&w->json, STR("title"), offer->title);
	json_string(&w->json, STR("mediatype"), describe_media_type(offer->media_type));
	write_path(w, "url", "../", offer->path, "");
	if (offer->round != OFFER_CATALOGUE) { /* those of this round may not be made yet */
		json_integer(&w->json, STR("bytes"), (int64_t)offer->made.bytes);
		json_string(&w->json, STR("sha256"), buf_str(&hex));
	}
	json_close(&w->json, '}');
	buf_clear(&hex);
}

static void write_downloads(struct writing *w, const struct package *package, const struct table *table)
{
	const struct offer *offer;

	json_open(&w->json, STR("downloads"), '[');
	for (size_t from = 0; (offer = describe_next(w->offers, package, table, &from));)
		write_file(w, offer);
	json_close(&w->json, ']');
}

/* What is told of the site as a whole. */
static void write_documents(struct writing *w)
{
	json_open(&w->json, STR("documents"), '[');
	for (size_t i = 0; i < offers_count(w->offers); i++) {
		const struct offer *offer = offers_at(w->offers, i);

		if (!offer->table && !offer->package && !offer->unlisted)
			write_file(w, offer);
	}
	json_close(&w->json, ']');
}

static void write_licence(struct writing *w, const struct package *package)
{
	struct licence_told licence = describe_licence(w->site, package);

	if (licence.name.len == 0 && licence.url.len == 0)
		return;
	json_open(&w->json, STR("licence"), '{');
	json_given(&w->json, STR("name"), licence.name);
	json_given(&w->json, STR("title"), licence.title);
	json_given(&w->json, STR("url"), licence.url);
	json_close(&w->json, '}');
}

static void write_pages(struct writing *w, const struct table *table)
{
	if (page_rows(w->site) == 0)
		return;
	json_open(&w->json, STR("pages"), '{');
	json_integer(&w->json, STR("rows_per_page"), page_rows(w->site));
	json_integer(&w->json, STR("count"), page_count(w->site, table));
	write_path(w, "url", "", table_name(table), "/{page}.json");
	write_path(w, "first", "", table_name(table), "/1.json");
	json_close(&w->json, '}');
}

static void write_table(struct writing *w, const struct package *package, const struct table *table)
{
	const struct schema *schema = table_schema(table);

	json_open(&w->json, STR(""), '{');
	json_string(&w->json, STR("name"), table_name(table));
	json_string(&w->json, STR("package"), package->name);
	describe_phrase(&w->json, STR("title"), table_title(table));
	describe_phrase(&w->json, STR("description"), table_description(table));
	write_path(w, "page", "../datos/", table_name(table), "/");
	json_integer(&w->json, STR("rows"), table_rows(table));
	json_integer(&w->json, STR("fields"), (int64_t)schema->field_count);
	json_open(&w->json, STR("primary_key"), '[');
	for (size_t i = 0; i < schema->primary.count; i++)
		json_string(&w->json, STR(""), schema->primary.fields[i]->name);
	json_close(&w->json, ']');
	if (describe_file(w->offers, table, STR("schema")))
		write_path(w, "schema", "../", describe_file(w->offers, table, STR("schema"))->path, "");
	write_downloads(w, package, table);
	write_pages(w, table);
	json_close(&w->json, '}');
}

static void write_package(struct writing *w, const struct package *package)
{
	json_open(&w->json, STR(""), '{');
	json_string(&w->json, STR("name"), package->name);
	describe_phrase(&w->json, STR("title"), &package->title);
	describe_phrase(&w->json, STR("description"), &package->description);
	json_given(&w->json, STR("version"), package->version);
	write_licence(w, package);
	write_downloads(w, package, NULL);
	json_close(&w->json, '}');
}

/* The pattern of a row's own files: /programas/{id}/ has /programas/{id}/{id}.json. */
static void write_row_files(struct writing *w, const struct collection *c)
{
	struct diag *unheard = diag_new(LANG_EN); /* who made the files has told it */
	struct str stem = str_part(c->permalink, 1, c->permalink.len - 2);
	size_t count, last = stem.len;
	const struct format *const *own = formats_named(w->arena, c->formats, true, &count, unheard);

	while (last > 0 && stem.at[last - 1] != '/')
		last--;
	json_open(&w->json, STR("row_downloads"), '[');
	for (size_t i = 0; i < count; i++) {
		json_open(&w->json, STR(""), '{');
		json_string(&w->json, STR("format"), own[i]->name);
		json_string(&w->json, STR("url"), arena_printf(w->arena, "../%.*s/%.*s.%.*s", STR_ARG(stem), STR_ARG(str_after(stem, last)),
			STR_ARG(own[i]->extension)));
		json_close(&w->json, '}');
	}
	json_close(&w->json, ']');
	diag_free(unheard);
}

static void write_collection(struct writing *w, const struct collection *c)
{
	json_open(&w->json, STR(""), '{');
	json_string(&w->json, STR("name"), c->name);
	json_string(&w->json, STR("table"), table_name(c->from));
	json_integer(&w->json, STR("rows"), table_rows(c->from));
	write_path(w, "page", "..", c->permalink, "");
	if (c->slice_count && str_ends(c->permalink, STR("/")))
		write_row_files(w, c);
	json_close(&w->json, '}');
}

static void write_head(struct writing *w)
{
	const struct export_origin *origin = offers_origin(w->offers);

	json_integer(&w->json, STR("shape"), SHAPE);
	describe_phrase(&w->json, STR("title"), &w->site->title);
	describe_phrase(&w->json, STR("description"), &w->site->description);
	json_given(&w->json, STR("url"), w->site->base_url);
	json_open(&w->json, STR("languages"), '[');
	for (size_t i = 0; i < w->site->lang_count; i++)
		json_string(&w->json, STR(""), w->site->langs[i]);
	json_close(&w->json, ']');
	json_string(&w->json, STR("publisher"), describe_publisher(w->site));
	write_licence(w, NULL);
	json_string(&w->json, STR("generator"), origin->generator);
	json_given(&w->json, STR("commit"), origin->commit);
	json_given(&w->json, STR("time"), origin->time);
}

static bool write_index(const struct offers *offers, const struct offer *offer, const struct format_out *to, struct diag *diag)
{
	const struct site *site = offers_site(offers);
	struct writing w = { .json = { .out = to->out }, .arena = arena_new(), .offers = offers, .site = site };

	(void)offer;
	(void)diag;
	json_open(&w.json, STR(""), '{');
	write_head(&w);
	write_documents(&w);
	json_open(&w.json, STR("packages"), '[');
	for (size_t i = 0; i < site->package_count; i++)
		write_package(&w, site->packages[i]);
	json_close(&w.json, ']');
	json_open(&w.json, STR("tables"), '[');
	for (size_t i = 0; i < site->package_count; i++)
		for (size_t j = 0; j < site->packages[i]->table_count; j++)
			write_table(&w, site->packages[i], site->packages[i]->tables[j]);
	json_close(&w.json, ']');
	json_open(&w.json, STR("collections"), '[');
	for (size_t i = 0; i < site->collection_count; i++)
		write_collection(&w, &site->collections[i]);
	json_close(&w.json, ']');
	json_close(&w.json, '}');
	arena_free(w.arena);
	return true;
}

void api_offer(struct offers *offers)
{
	struct offer offer = { .path = STR("api/index.json"), .name = STR("api"), .title = STR("API"), .media_type = STR("application/json"),
		.sure = true, .round = OFFER_CATALOGUE, .write = write_index };

	offers_add(offers, &offer);
}
