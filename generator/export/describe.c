#include "export/describe.h"

const struct offer *describe_file(const struct offers *offers, const struct table *table, struct str name)
{
	for (size_t i = 0; i < offers_count(offers); i++)
		if (offers_at(offers, i)->table == table && str_equal(offers_at(offers, i)->name, name))
			return offers_at(offers, i);
	return NULL;
}

const struct offer *describe_next(const struct offers *offers, const struct package *package, const struct table *table, size_t *from)
{
	while (*from < offers_count(offers)) {
		const struct offer *offer = offers_at(offers, (*from)++);

		if ((offer->round == OFFER_DATA || offer->round == OFFER_BUNDLE) && offer->table == table && offer->package == package)
			return offer;
	}
	return NULL;
}

struct str describe_media_type(struct str media_type)
{
	return str_trim(str_part(media_type, 0, str_find(media_type, ';', 0)));
}

struct str describe_table(const struct table *table, struct str lang)
{
	struct str title = phrase_in(table_title(table), lang);

	return title.len ? title : table_name(table);
}

struct str describe_package(const struct package *package, struct str lang)
{
	struct str title = phrase_in(&package->title, lang);

	return title.len ? title : package->name;
}

struct str describe_table_long(const struct table *table, struct str lang)
{
	struct str text = phrase_in(table_description(table), lang);

	return text.len ? text : describe_table(table, lang);
}

struct str describe_package_long(const struct package *package, struct str lang)
{
	struct str text = phrase_in(&package->description, lang);

	return text.len ? text : describe_package(package, lang);
}

struct licence_told describe_licence(const struct site *site, const struct package *package)
{
	const struct catalogue *c = &site->catalogue;

	if (package && package->licence_count)
		return (struct licence_told){ package->licences[0].name, phrase_in(&package->licences[0].title, site->langs[0]),
			package->licences[0].path };
	return (struct licence_told){ c->licence_name, c->licence_title, c->licence_url };
}

struct str describe_keyword(const struct site *site, const struct package *package, size_t i)
{
	if (package && i < package->keyword_count)
		return package->keywords[i];
	if (package)
		i -= package->keyword_count;
	return i < site->catalogue.keyword_count ? site->catalogue.keywords[i] : STR("");
}

struct str describe_publisher(const struct site *site)
{
	return site->catalogue.publisher.name.len ? site->catalogue.publisher.name : phrase_in(&site->title, site->langs[0]);
}

void describe_sha256(const struct offer *offer, struct buf *out)
{
	buf_hex(out, offer->made.sha256, sizeof offer->made.sha256);
}

void describe_phrase(struct json *json, struct str name, const struct phrase *phrase)
{
	if (phrase->count == 0)
		return;
	json_open(json, name, '{');
	for (size_t i = 0; i < phrase->count; i++)
		json_string(json, phrase->texts[i].lang, phrase->texts[i].text);
	json_close(json, '}');
}

/* The text in exactly this language, or "". */
static struct str only_in(const struct phrase *phrase, struct str lang)
{
	for (size_t i = 0; i < phrase->count; i++)
		if (str_equal(phrase->texts[i].lang, lang))
			return phrase->texts[i].text;
	return STR("");
}

void describe_words(struct json *json, const struct site *site, const struct phrase *title, const struct phrase *description)
{
	json_given(json, STR("title"), phrase_in(title, site->langs[0]));
	json_given(json, STR("description"), phrase_in(description, site->langs[0]));
	for (size_t i = 1; i < site->lang_count; i++) {
		struct str heading = only_in(title, site->langs[i]), text = only_in(description, site->langs[i]);
		struct buf name = { 0 };

		if (heading.len == 0 && text.len == 0)
			continue;
		buf_printf(&name, "vitrina:%.*s", STR_ARG(site->langs[i]));
		json_open(json, buf_str(&name), '{');
		json_given(json, STR("title"), heading);
		json_given(json, STR("description"), text);
		json_close(json, '}');
		buf_clear(&name);
	}
}
