/* Both versions of the standard in one document: v2 has $schema where v1 has profile, and readers of either pass over what they don't know.
 * Foreign keys to the table itself name it "", which v1 demands and v2 allows. */
#include "export/datapackage.h"

#include "base/arena.h"
#include "base/slug.h"
#include "export/documents.h"
#include "export/tableschema.h"

struct writing {
	struct json json;
	const struct offers *offers;
	const struct site *site;
	const struct package *package; /* NULL: all */
	struct str folder;
};

/* The one that is told: the package, or the site's only one; NULL when there are several. */
static const struct package *single(const struct writing *w)
{
	return w->package ? w->package : w->site->package_count == 1 ? w->site->packages[0] : NULL;
}

/* Several packages bear the portal's name. */
static void write_name(struct writing *w, const struct package *one)
{
	struct buf name = { 0 };

	if (one)
		buf_add(&name, one->name);
	else
		slug_add(&name, phrase_in(&w->site->title, w->site->langs[0]));
	json_string(&w->json, STR("name"), name.len ? buf_str(&name) : STR("portal"));
	buf_clear(&name);
}

static bool is_url(struct str path)
{
	return str_starts(path, STR("https://")) || str_starts(path, STR("http://"));
}

static void write_licences(struct writing *w, const struct package *package)
{
	struct licence_told fallback = describe_licence(w->site, NULL);
	size_t count = package ? package->licence_count : 0;

	if (count == 0 && fallback.name.len == 0 && fallback.url.len == 0)
		return;
	json_open(&w->json, STR("licenses"), '[');
	for (size_t i = 0; i < count || i == 0; i++) {
		const struct licence *l = count ? &package->licences[i] : NULL;

		json_open(&w->json, STR(""), '{');
		json_given(&w->json, STR("name"), l ? l->name : fallback.name);
		json_given(&w->json, STR("title"), l ? phrase_in(&l->title, w->site->langs[0]) : fallback.title);
		json_given(&w->json, STR("path"), l ? l->path : fallback.url);
		json_close(&w->json, '}');
	}
	json_close(&w->json, ']');
}

/* A source's path leads into the repository, not into the site: it is no `path` there. */
static void write_source(struct writing *w, const struct package *package, const struct source_reference *source)
{
	struct str title = phrase_in(&source->title, w->site->langs[0]);

	json_open(&w->json, STR(""), '{');
	json_string(&w->json, STR("title"), title.len ? title : source->path);
	if (is_url(source->path)) {
		json_string(&w->json, STR("path"), source->path);
	} else if (source->path.len) {
		struct buf path = { 0 };

		buf_printf(&path, "%.*s/%.*s", STR_ARG(package->folder), STR_ARG(source->path));
		json_string(&w->json, STR("vitrina:repositoryPath"), buf_str(&path));
		buf_clear(&path);
	}
	json_given(&w->json, STR("email"), source->email);
	json_close(&w->json, '}');
}

static void write_sources(struct writing *w)
{
	size_t told = 0;

	for (size_t i = 0; i < w->site->package_count; i++) {
		const struct package *package = w->site->packages[i];

		if (w->package && w->package != package)
			continue;
		for (size_t j = 0; j < package->source_count; j++) {
			if (told++ == 0)
				json_open(&w->json, STR("sources"), '[');
			write_source(w, package, &package->sources[j]);
		}
	}
	if (told)
		json_close(&w->json, ']');
}

static void write_contributor(struct writing *w, const struct contributor *c)
{
	if (c->title.len == 0)
		return;
	json_open(&w->json, STR(""), '{');
	json_string(&w->json, STR("title"), c->title);
	if (is_url(c->path))
		json_string(&w->json, STR("path"), c->path);
	json_given(&w->json, STR("email"), c->email);
	json_given(&w->json, STR("organization"), c->organization);
	if (c->role_count) {
		json_open(&w->json, STR("roles"), '[');
		for (size_t i = 0; i < c->role_count; i++)
			json_string(&w->json, STR(""), c->roles[i]);
		json_close(&w->json, ']');
	}
	json_close(&w->json, '}');
}

static void write_contributors(struct writing *w, const struct package *one)
{
	static const struct str roles[] = { { "publisher", 9 } };
	const struct agent *publisher = &w->site->catalogue.publisher;
	struct contributor c = { publisher->name, publisher->url, publisher->email, STR(""), roles, 1 };

	if (publisher->name.len == 0 && !(one && one->contributor_count))
		return;
	json_open(&w->json, STR("contributors"), '[');
	write_contributor(w, &c);
	for (size_t i = 0; one && i < one->contributor_count; i++)
		write_contributor(w, &one->contributors[i]);
	json_close(&w->json, ']');
}

static void write_keywords(struct writing *w, const struct package *one)
{
	struct str keyword;

	if (describe_keyword(w->site, one, 0).len == 0)
		return;
	json_open(&w->json, STR("keywords"), '[');
	for (size_t i = 0; (keyword = describe_keyword(w->site, one, i)).len; i++)
		json_string(&w->json, STR(""), keyword);
	json_close(&w->json, ']');
}

static void write_head(struct writing *w)
{
	const struct package *one = single(w);
	const struct export_origin *origin = offers_origin(w->offers);
	struct str homepage = one && one->homepage.len ? one->homepage : w->site->base_url;
	bool whole = one && one->created.len > 10; /* a date alone is no time, and the standard wants one */

	json_string(&w->json, STR("$schema"), STR("https://datapackage.org/profiles/2.0/datapackage.json"));
	json_string(&w->json, STR("profile"), STR("tabular-data-package"));
	write_name(w, one);
	describe_words(&w->json, w->site, one ? &one->title : &w->site->title, one ? &one->description : &w->site->description);
	json_given(&w->json, STR("version"), one ? one->version : STR(""));
	json_given(&w->json, STR("created"), whole ? one->created : origin->time);
	json_given(&w->json, STR("homepage"), homepage);
	write_keywords(w, one);
	write_licences(w, one);
	write_sources(w);
	write_contributors(w, one);
	json_given(&w->json, STR("vitrina:commit"), origin->commit);
	json_string(&w->json, STR("vitrina:generator"), origin->generator);
}

static void write_hash(struct writing *w, const struct offer *csv)
{
	struct buf hash = { 0 };

	buf_add(&hash, STR("sha256:"));
	describe_sha256(csv, &hash);
	json_string(&w->json, STR("hash"), buf_str(&hash));
	buf_clear(&hash);
}

static void write_resource(struct writing *w, const struct table *table, const struct offer *csv)
{
	struct buf path = { 0 };

	buf_add(&path, w->folder);
	buf_printf(&path, "%.*s.csv", STR_ARG(table_name(table)));
	json_open(&w->json, STR(""), '{');
	json_string(&w->json, STR("name"), table_name(table));
	json_string(&w->json, STR("path"), buf_str(&path));
	json_string(&w->json, STR("profile"), STR("tabular-data-resource"));
	json_string(&w->json, STR("type"), STR("table"));
	describe_words(&w->json, w->site, table_title(table), table_description(table));
	json_string(&w->json, STR("format"), STR("csv"));
	json_string(&w->json, STR("mediatype"), STR("text/csv"));
	json_string(&w->json, STR("encoding"), STR("utf-8"));
	json_integer(&w->json, STR("bytes"), (int64_t)csv->made.bytes);
	write_hash(w, csv);
	json_integer(&w->json, STR("vitrina:rows"), table_rows(table));
	tableschema_write(w->offers, table, w->package, &w->json, STR("schema"));
	json_close(&w->json, '}');
	buf_clear(&path);
}

void datapackage_write(const struct offers *offers, const struct package *package, struct str folder, struct buf *out)
{
	struct writing w = { .json = { .out = out }, .offers = offers, .site = offers_site(offers), .package = package, .folder = folder };

	json_open(&w.json, STR(""), '{');
	write_head(&w);
	json_open(&w.json, STR("resources"), '[');
	for (size_t i = 0; i < w.site->package_count; i++)
		for (size_t j = 0; (!package || package == w.site->packages[i]) && j < w.site->packages[i]->table_count; j++) {
			const struct table *table = w.site->packages[i]->tables[j];
			const struct offer *csv = describe_file(offers, table, STR("csv"));

			if (csv)
				write_resource(&w, table, csv);
		}
	json_close(&w.json, ']');
	json_close(&w.json, '}');
}

static bool write(const struct offers *offers, const struct offer *offer, const struct format_out *to, struct diag *diag)
{
	(void)offer;
	(void)diag;
	datapackage_write(offers, NULL, STR(""), to->out);
	return true;
}

void datapackage_offer(struct offers *offers)
{
	struct offer offer = { .path = STR("datos/datapackage.json"), .name = STR("datapackage"), .title = STR("Frictionless Data Package"),
		.media_type = STR("application/json"), .sure = true, .round = OFFER_DESCRIPTOR, .write = write };

	offers_add(offers, &offer);
}
