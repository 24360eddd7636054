/* DCAT-AP 3: the catalogue, a dataset for each package and for each of its tables, a distribution for each file. Without base_url addresses are
 * relative to the documents, which lie in datos/. What settings leave open is left out, but for what the profile makes mandatory: a description
 * is then the title, and the publisher bears the portal's name. */
#include "export/documents.h"

#include "base/arena.h"
#include "export/describe.h"
#include "export/rdf.h"

#define EU "http://publications.europa.eu/resource/authority/"

struct writing {
	struct arena *arena;
	struct rdf *rdf;
	const struct offers *offers;
	const struct site *site;
	struct str base, time;
};

static struct str address(const struct writing *w, const char *path, struct str name, const char *rest)
{
	return arena_printf(w->arena, "%.*s%s%.*s%s", STR_ARG(w->base), path, STR_ARG(name), rest);
}

static struct str eu(const struct writing *w, const char *list, const char *code)
{
	return arena_printf(w->arena, EU "%s/%s", list, code);
}

/* The Publications Office's name of a language; NULL for one that is not in this short list. */
static const char *language_code(struct str lang)
{
	static const char *const codes[][2] = { { "es", "SPA" }, { "en", "ENG" }, { "fr", "FRA" }, { "pt", "POR" }, { "de", "DEU" },
		{ "it", "ITA" }, { "ca", "CAT" }, { "eu", "EUS" }, { "gl", "GLG" }, { "nah", "NAH" } };

	lang = str_part(lang, 0, str_find(lang, '-', 0));
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (str_equal(lang, str_of(codes[i][0])))
			return codes[i][1];
	return NULL;
}

static void add_languages(const struct writing *w, struct rdf_node *node)
{
	for (size_t i = 0; i < w->site->lang_count; i++)
		if (language_code(w->site->langs[i]))
			rdf_address(node, "dct:language", eu(w, "language", language_code(w->site->langs[i])));
}

static void add_phrase(struct rdf_node *node, const char *predicate, const struct phrase *phrase, struct str otherwise, struct str lang)
{
	for (size_t i = 0; i < phrase->count; i++)
		rdf_text(node, predicate, phrase->texts[i].text, phrase->texts[i].lang);
	if (phrase->count == 0)
		rdf_text(node, predicate, otherwise, lang);
}

static void add_publisher(const struct writing *w)
{
	const struct agent *publisher = &w->site->catalogue.publisher;
	struct rdf_node *agent = rdf_thing(w->rdf, address(w, "", STR(""), "#publisher"), "foaf:Agent");

	rdf_text(agent, "foaf:name", describe_publisher(w->site), w->site->langs[0]);
	rdf_address(agent, "foaf:homepage", publisher->url);
	if (publisher->email.len)
		rdf_address(agent, "foaf:mbox", arena_printf(w->arena, "mailto:%.*s", STR_ARG(publisher->email)));
	if (publisher->type.len)
		rdf_address(agent, "dct:type", arena_printf(w->arena, "http://purl.org/adms/publishertype/%.*s", STR_ARG(publisher->type)));
}

static bool has_contact(const struct writing *w)
{
	const struct agent *contact = &w->site->catalogue.contact;

	return contact->name.len && (contact->email.len || contact->url.len);
}

/* RFC 3966: what people put between the digits stays, but for blanks. */
static struct str telephone(const struct writing *w, struct str phone)
{
	struct buf out = { 0 };
	struct str copy;

	if (phone.len == 0)
		return phone;
	buf_add(&out, STR("tel:"));
	for (size_t i = 0; i < phone.len; i++)
		if (phone.at[i] != ' ')
			buf_byte(&out, phone.at[i]);
	copy = arena_copy(w->arena, buf_str(&out));
	buf_clear(&out);
	return copy;
}

static void add_contact(const struct writing *w)
{
	const struct agent *contact = &w->site->catalogue.contact;
	struct rdf_node *kind;

	if (!has_contact(w))
		return;
	kind = rdf_thing(w->rdf, address(w, "", STR(""), "#contact"), "vcard:Kind");
	rdf_text(kind, "vcard:fn", contact->name, w->site->langs[0]);
	if (contact->email.len)
		rdf_address(kind, "vcard:hasEmail", arena_printf(w->arena, "mailto:%.*s", STR_ARG(contact->email)));
	rdf_address(kind, "vcard:hasURL", contact->url);
	rdf_address(kind, "vcard:hasTelephone", telephone(w, contact->phone));
}

static void add_licence(const struct writing *w, struct licence_told licence)
{
	struct rdf_node *node;

	if (licence.url.len == 0)
		return;
	node = rdf_thing(w->rdf, licence.url, "dct:LicenseDocument");
	rdf_text(node, "dct:title", licence.title.len ? licence.title : licence.name, w->site->langs[0]);
	rdf_text(node, "dct:identifier", licence.name, STR(""));
}

/* Each licence once. */
static void add_licences(const struct writing *w)
{
	for (size_t i = 0; i <= w->site->package_count; i++) {
		struct licence_told licence = describe_licence(w->site, i ? w->site->packages[i - 1] : NULL);
		bool told = false;

		for (size_t j = 0; j < i; j++)
			told = told || str_equal(describe_licence(w->site, j ? w->site->packages[j - 1] : NULL).url, licence.url);
		if (!told)
			add_licence(w, licence);
	}
}

static void add_place(const struct writing *w, struct rdf_node *node)
{
	const struct catalogue *c = &w->site->catalogue;

	if (c->place_uri.len)
		rdf_address(node, "dct:spatial", c->place_uri);
	else if (c->place.count)
		add_phrase(rdf_inner(node, "dct:spatial", "dct:Location"), "skos:prefLabel", &c->place, STR(""), STR(""));
}

static void add_period(const struct writing *w, struct rdf_node *node)
{
	const struct catalogue *c = &w->site->catalogue;
	struct rdf_node *period;

	if (c->start.len == 0 && c->end.len == 0)
		return;
	period = rdf_inner(node, "dct:temporal", "dct:PeriodOfTime");
	rdf_typed(period, "dcat:startDate", c->start, "xsd:date");
	rdf_typed(period, "dcat:endDate", c->end, "xsd:date");
}

/* Where the figures come from: the commit. */
static void add_provenance(const struct writing *w, struct rdf_node *node)
{
	struct str commit = offers_origin(w->offers)->commit;

	if (commit.len)
		rdf_text(rdf_inner(node, "dct:provenance", "dct:ProvenanceStatement"), "rdfs:label", arena_printf(w->arena, "Git %.*s",
			STR_ARG(commit)), STR(""));
}

/* What is said of every dataset. */
static void add_common(const struct writing *w, struct rdf_node *node, const struct package *package)
{
	const struct catalogue *c = &w->site->catalogue;
	struct str keyword;

	rdf_address(node, "dct:publisher", address(w, "", STR(""), "#publisher"));
	if (has_contact(w))
		rdf_address(node, "dcat:contactPoint", address(w, "", STR(""), "#contact"));
	for (size_t i = 0; (keyword = describe_keyword(w->site, package, i)).len; i++)
		rdf_text(node, "dcat:keyword", keyword, w->site->langs[0]);
	for (size_t i = 0; i < c->theme_count; i++)
		rdf_address(node, "dcat:theme", eu(w, "data-theme", c->themes[i]->code));
	add_place(w, node);
	add_period(w, node);
	if (c->frequency)
		rdf_address(node, "dct:accrualPeriodicity", eu(w, "frequency", c->frequency->eu));
	rdf_typed(node, "dct:modified", w->time, "xsd:dateTime");
	add_languages(w, node);
	rdf_address(node, "dct:accessRights", eu(w, "access-right", "PUBLIC"));
	rdf_text(node, "dcat:version", package->version, STR(""));
	add_provenance(w, node);
}

static struct str package_address(const struct writing *w, const struct package *package)
{
	return address(w, "datos/#", package->name, "");
}

static struct str table_address(const struct writing *w, const struct table *table)
{
	return address(w, "datos/", table_name(table), "/#dataset");
}

static struct str page_of(const struct writing *w, const struct table *table)
{
	return table ? address(w, "datos/", table_name(table), "/") : address(w, "datos/", STR(""), "");
}

/* The Publications Office's name of a kind of file; NULL for those we have none for. */
static const char *file_type(struct str media_type)
{
	static const char *const types[][2] = { { "text/csv", "CSV" }, { "application/json", "JSON" }, { "application/zip", "ZIP" },
		{ "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX" } };

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_equal(media_type, str_of(types[i][0])))
			return types[i][1];
	return NULL;
}

static void add_checksum(const struct writing *w, struct rdf_node *node, const struct offer *offer)
{
	struct rdf_node *checksum = rdf_inner(node, "spdx:checksum", "spdx:Checksum");
	struct buf hex = { 0 };

	describe_sha256(offer, &hex);
	rdf_named(checksum, "spdx:algorithm", "spdx:checksumAlgorithm_sha256");
	rdf_typed(checksum, "spdx:checksumValue", arena_copy(w->arena, buf_str(&hex)), "xsd:hexBinary");
	buf_clear(&hex);
}

/* The address of a file stands for its distribution too, behind a #. */
static struct str distribution_address(const struct writing *w, const struct offer *offer)
{
	return address(w, "", offer->path, "#distribution");
}

static void add_distribution(const struct writing *w, const struct offer *offer)
{
	struct str media_type = describe_media_type(offer->media_type), type;
	struct rdf_node *node = rdf_thing(w->rdf, distribution_address(w, offer), "dcat:Distribution");
	struct str title = offer->table ? describe_table(offer->table, w->site->langs[0]) : describe_package(offer->package, w->site->langs[0]);

	rdf_text(node, "dct:title", arena_printf(w->arena, "%.*s (%.*s)", STR_ARG(title), STR_ARG(offer->title)), w->site->langs[0]);
	rdf_address(node, "dcat:accessURL", page_of(w, offer->table));
	rdf_address(node, "dcat:downloadURL", address(w, "", offer->path, ""));
	if (file_type(media_type))
		rdf_address(node, "dct:format", eu(w, "file-type", file_type(media_type)));
	type = str_after(media_type, str_find(media_type, '/', 0) + 1);
	if (!str_starts(type, STR("x-"))) /* x- types are in nobody's register */
		rdf_address(node, "dcat:mediaType", arena_printf(w->arena, "https://www.iana.org/assignments/media-types/%.*s", STR_ARG(media_type)));
	rdf_typed(node, "dcat:byteSize", arena_printf(w->arena, "%llu", (unsigned long long)offer->made.bytes), "xsd:nonNegativeInteger");
	add_checksum(w, node, offer);
	rdf_address(node, "dct:license", describe_licence(w->site, offer->package).url);
	rdf_typed(node, "dct:modified", w->time, "xsd:dateTime");
	add_languages(w, node);
}

/* Names the distributions of a dataset in its node, or tells them. */
static void each_distribution(const struct writing *w, const struct package *package, const struct table *table, struct rdf_node *node)
{
	const struct offer *offer;

	for (size_t from = 0; (offer = describe_next(w->offers, package, table, &from));) {
		if (node)
			rdf_address(node, "dcat:distribution", distribution_address(w, offer));
		else
			add_distribution(w, offer);
	}
}

static void add_table(const struct writing *w, const struct package *package, const struct table *table)
{
	struct str lang = w->site->langs[0];
	struct rdf_node *node = rdf_thing(w->rdf, table_address(w, table), "dcat:Dataset");

	add_phrase(node, "dct:title", table_title(table), table_name(table), lang);
	add_phrase(node, "dct:description", table_description(table), describe_table_long(table, lang), lang);
	rdf_text(node, "dct:identifier", arena_printf(w->arena, "%.*s/%.*s", STR_ARG(package->name), STR_ARG(table_name(table))), STR(""));
	rdf_address(node, "dcat:landingPage", page_of(w, table));
	rdf_address(node, "dct:isPartOf", package_address(w, package));
	add_common(w, node, package);
	each_distribution(w, package, table, node);
	each_distribution(w, package, table, NULL);
}

static void add_package(const struct writing *w, const struct package *package)
{
	struct str lang = w->site->langs[0];
	struct rdf_node *node = rdf_thing(w->rdf, package_address(w, package), "dcat:Dataset");

	add_phrase(node, "dct:title", &package->title, package->name, lang);
	add_phrase(node, "dct:description", &package->description, describe_package_long(package, lang), lang);
	rdf_text(node, "dct:identifier", package->name, STR(""));
	rdf_address(node, "dcat:landingPage", page_of(w, NULL));
	add_common(w, node, package);
	for (size_t i = 0; i < package->table_count; i++)
		rdf_address(node, "dct:hasPart", table_address(w, package->tables[i]));
	each_distribution(w, package, NULL, node);
	each_distribution(w, package, NULL, NULL);
	for (size_t i = 0; i < package->table_count; i++)
		add_table(w, package, package->tables[i]);
}

static void add_catalogue(const struct writing *w)
{
	const struct site *site = w->site;
	struct rdf_node *node = rdf_thing(w->rdf, address(w, "datos/", STR(""), "#catalog"), "dcat:Catalog");

	add_phrase(node, "dct:title", &site->title, STR(""), STR(""));
	add_phrase(node, "dct:description", site->description.count ? &site->description : &site->title, STR(""), STR(""));
	rdf_address(node, "dct:publisher", address(w, "", STR(""), "#publisher"));
	rdf_address(node, "foaf:homepage", page_of(w, NULL));
	rdf_address(node, "dct:license", describe_licence(site, NULL).url);
	if (site->catalogue.theme_count)
		rdf_address(node, "dcat:themeTaxonomy", STR(EU "data-theme"));
	add_place(w, node);
	add_period(w, node);
	rdf_typed(node, "dct:modified", w->time, "xsd:dateTime");
	add_languages(w, node);
	for (size_t i = 0; i < site->package_count; i++) {
		rdf_address(node, "dcat:dataset", package_address(w, site->packages[i]));
		for (size_t j = 0; j < site->packages[i]->table_count; j++)
			rdf_address(node, "dcat:dataset", table_address(w, site->packages[i]->tables[j]));
	}
}

static struct rdf *describe(struct arena *arena, const struct offers *offers)
{
	const struct site *site = offers_site(offers);
	struct writing w = { arena, rdf_new(arena), offers, site, site->base_url.len ? site->base_url : STR("../"), offers_origin(offers)->time };

	rdf_prefix(w.rdf, "dcat", "http://www.w3.org/ns/dcat#");
	rdf_prefix(w.rdf, "dct", "http://purl.org/dc/terms/");
	rdf_prefix(w.rdf, "foaf", "http://xmlns.com/foaf/0.1/");
	rdf_prefix(w.rdf, "rdfs", "http://www.w3.org/2000/01/rdf-schema#");
	rdf_prefix(w.rdf, "skos", "http://www.w3.org/2004/02/skos/core#");
	rdf_prefix(w.rdf, "spdx", "http://spdx.org/rdf/terms#");
	rdf_prefix(w.rdf, "vcard", "http://www.w3.org/2006/vcard/ns#");
	rdf_prefix(w.rdf, "xsd", "http://www.w3.org/2001/XMLSchema#");
	add_catalogue(&w);
	add_publisher(&w);
	add_contact(&w);
	add_licences(&w);
	for (size_t i = 0; i < site->package_count; i++)
		add_package(&w, site->packages[i]);
	return w.rdf;
}

static bool write_turtle(const struct offers *offers, const struct offer *offer, const struct format_out *to, struct diag *diag)
{
	struct arena *arena = arena_new();

	(void)offer;
	(void)diag;
	rdf_turtle(describe(arena, offers), to->out);
	arena_free(arena);
	return true;
}

static bool write_jsonld(const struct offers *offers, const struct offer *offer, const struct format_out *to, struct diag *diag)
{
	struct arena *arena = arena_new();

	(void)offer;
	(void)diag;
	rdf_jsonld(describe(arena, offers), to->out);
	arena_free(arena);
	return true;
}

void dcat_offer(struct offers *offers)
{
	struct offer turtle = { .path = STR("datos/catalog.ttl"), .name = STR("dcat-turtle"), .title = STR("DCAT-AP (Turtle)"),
		.media_type = STR("text/turtle"), .sure = true, .round = OFFER_CATALOGUE, .write = write_turtle };
	struct offer jsonld = { .path = STR("datos/catalog.jsonld"), .name = STR("dcat-jsonld"), .title = STR("DCAT-AP (JSON-LD)"),
		.media_type = STR("application/ld+json"), .sure = true, .round = OFFER_CATALOGUE, .write = write_jsonld };

	offers_add(offers, &jsonld);
	offers_add(offers, &turtle);
}
