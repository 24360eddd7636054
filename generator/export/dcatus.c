/* DCAT-US 1.1, /data.json (resources.data.gov), the part for those who are no federal agency. It wants whole addresses, a contact and the time of
 * the last change: without base_url, an e-mail address or a commit there is no such file. */
#include "export/documents.h"

#include "base/arena.h"
#include "export/describe.h"

struct writing {
	struct json json;
	struct arena *arena;
	const struct offers *offers;
	const struct site *site;
	struct str lang;
};

/* The address of `path`, then `name`, then `end`, all below base_url. */
static void write_address(struct writing *w, const char *member, const char *path, struct str name, const char *end)
{
	json_string(&w->json, str_of(member), arena_printf(w->arena, "%.*s%s%.*s%s", STR_ARG(w->site->base_url), path, STR_ARG(name), end));
}

static void write_publisher(struct writing *w)
{
	json_open(&w->json, STR("publisher"), '{');
	json_string(&w->json, STR("@type"), STR("org:Organization"));
	json_string(&w->json, STR("name"), describe_publisher(w->site));
	json_close(&w->json, '}');
}

static void write_contact(struct writing *w)
{
	const struct agent *contact = &w->site->catalogue.contact;

	json_open(&w->json, STR("contactPoint"), '{');
	json_string(&w->json, STR("@type"), STR("vcard:Contact"));
	json_string(&w->json, STR("fn"), contact->name.len ? contact->name : describe_publisher(w->site));
	json_string(&w->json, STR("hasEmail"), arena_printf(w->arena, "mailto:%.*s", STR_ARG(contact->email)));
	json_close(&w->json, '}');
}

/* At least one is mandatory: the package's name, when nothing else is told. */
static void write_keywords(struct writing *w, const struct package *package)
{
	struct str keyword;

	json_open(&w->json, STR("keyword"), '[');
	for (size_t i = 0; (keyword = describe_keyword(w->site, package, i)).len; i++)
		json_string(&w->json, STR(""), keyword);
	if (describe_keyword(w->site, package, 0).len == 0)
		json_string(&w->json, STR(""), package->name);
	json_close(&w->json, ']');
}

static void write_subject(struct writing *w)
{
	const struct catalogue *c = &w->site->catalogue;

	if (c->theme_count) {
		json_open(&w->json, STR("theme"), '[');
		for (size_t i = 0; i < c->theme_count; i++)
			json_string(&w->json, STR(""), str_of(c->themes[i]->en));
		json_close(&w->json, ']');
	}
	json_given(&w->json, STR("spatial"), c->place_uri.len ? c->place_uri : phrase_in(&c->place, w->lang));
	if (c->start.len && c->end.len)
		json_string(&w->json, STR("temporal"), arena_printf(w->arena, "%.*s/%.*s", STR_ARG(c->start), STR_ARG(c->end)));
	if (c->frequency)
		json_given(&w->json, STR("accrualPeriodicity"), str_of(c->frequency->iso));
}

/* What is said of every dataset. */
static void write_common(struct writing *w, const struct package *package)
{
	write_keywords(w, package);
	json_string(&w->json, STR("modified"), offers_origin(w->offers)->time);
	write_publisher(w);
	write_contact(w);
	json_string(&w->json, STR("accessLevel"), STR("public"));
	json_given(&w->json, STR("license"), describe_licence(w->site, package).url);
	write_subject(w);
	json_open(&w->json, STR("language"), '[');
	for (size_t i = 0; i < w->site->lang_count; i++)
		json_string(&w->json, STR(""), w->site->langs[i]);
	json_close(&w->json, ']');
}

static void write_distributions(struct writing *w, const struct package *package, const struct table *table)
{
	const struct offer *offer;
	size_t told = 0;

	for (size_t from = 0; (offer = describe_next(w->offers, package, table, &from));) {
		if (told++ == 0)
			json_open(&w->json, STR("distribution"), '[');
		json_open(&w->json, STR(""), '{');
		json_string(&w->json, STR("@type"), STR("dcat:Distribution"));
		json_string(&w->json, STR("title"), offer->title);
		write_address(w, "downloadURL", "", offer->path, "");
		json_string(&w->json, STR("mediaType"), describe_media_type(offer->media_type));
		json_string(&w->json, STR("format"), offer->title);
		json_close(&w->json, '}');
	}
	if (told)
		json_close(&w->json, ']');
}

static void write_table(struct writing *w, const struct package *package, const struct table *table)
{
	json_open(&w->json, STR(""), '{');
	json_string(&w->json, STR("@type"), STR("dcat:Dataset"));
	write_address(w, "identifier", "datos/", table_name(table), "/");
	json_string(&w->json, STR("title"), describe_table(table, w->lang));
	json_string(&w->json, STR("description"), describe_table_long(table, w->lang));
	write_common(w, package);
	write_address(w, "landingPage", "datos/", table_name(table), "/");
	if (describe_file(w->offers, table, STR("schema"))) {
		write_address(w, "describedBy", "", describe_file(w->offers, table, STR("schema"))->path, "");
		json_string(&w->json, STR("describedByType"), STR("application/json"));
	}
	write_address(w, "isPartOf", "datos/#", package->name, "");
	write_distributions(w, package, table);
	json_close(&w->json, '}');
}

static void write_package(struct writing *w, const struct package *package)
{
	json_open(&w->json, STR(""), '{');
	json_string(&w->json, STR("@type"), STR("dcat:Dataset"));
	write_address(w, "identifier", "datos/#", package->name, "");
	json_string(&w->json, STR("title"), describe_package(package, w->lang));
	json_string(&w->json, STR("description"), describe_package_long(package, w->lang));
	write_common(w, package);
	write_address(w, "landingPage", "datos/", STR(""), "");
	write_distributions(w, package, NULL);
	json_close(&w->json, '}');
	for (size_t i = 0; i < package->table_count; i++)
		write_table(w, package, package->tables[i]);
}

static bool write(const struct offers *offers, const struct offer *offer, const struct format_out *to, struct diag *diag)
{
	const struct site *site = offers_site(offers);
	struct writing w = { .json = { .out = to->out }, .arena = arena_new(), .offers = offers, .site = site, .lang = site->langs[0] };

	(void)offer;
	(void)diag;
	json_open(&w.json, STR(""), '{');
	json_string(&w.json, STR("@context"), STR("https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld"));
	json_string(&w.json, STR("@type"), STR("dcat:Catalog"));
	json_string(&w.json, STR("@id"), arena_printf(w.arena, "%.*sdata.json", STR_ARG(site->base_url)));
	json_string(&w.json, STR("conformsTo"), STR("https://project-open-data.cio.gov/v1.1/schema"));
	json_string(&w.json, STR("describedBy"), STR("https://project-open-data.cio.gov/v1.1/schema/catalog.json"));
	json_open(&w.json, STR("dataset"), '[');
	for (size_t i = 0; i < site->package_count; i++)
		write_package(&w, site->packages[i]);
	json_close(&w.json, ']');
	json_close(&w.json, '}');
	arena_free(w.arena);
	return true;
}

void dcatus_offer(struct offers *offers)
{
	const struct site *site = offers_site(offers);
	struct offer offer = { .path = STR("data.json"), .name = STR("dcat-us"), .title = STR("DCAT-US"), .media_type = STR("application/json"),
		.sure = true, .round = OFFER_CATALOGUE, .write = write };

	if (site->base_url.len && site->catalogue.contact.email.len && offers_origin(offers)->time.len)
		offers_add(offers, &offer);
}
