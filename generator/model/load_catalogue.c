/* What portal.yaml tells catalogues: publisher, contact, licence, catalogue, api, security. A name or a word that is not known is told with
 * the nearest right one; an address that nobody could open is told too, since machines read these and complain to nobody. */
#include "model/load_parts.h"

#include "base/arena.h"
#include "base/buf.h"
#include "model/load_setting.h"
#include "parse/settings.h"

enum { WORDS_MOST = 32, ROWS_LEAST = 10, ROWS_MOST = 100000, ROWS_USUAL = 1000 };

struct reading {
	struct arena *arena;
	const struct setting *root;
	const struct site *site;
	struct catalogue *out;
	struct diag *diag;
};

static void tell_address(struct reading *r, const struct setting *s)
{
	diag_error(r->diag, s->at, "address", "'%.*s' is no whole address", "'%.*s' no es una dirección completa", STR_ARG(s->text));
	diag_advice(r->diag, "write it like https://ejemplo.mx/contacto or mailto:datos@ejemplo.mx",
		"escríbala como https://ejemplo.mx/contacto o mailto:datos@ejemplo.mx");
}

/* RFC 3986 as far as these addresses go: a scheme that people can open, and nothing that would need escaping. */
static bool address_good(struct str url)
{
	static const struct str schemes[] = { { "https://", 8 }, { "http://", 7 }, { "mailto:", 7 }, { "tel:", 4 } };

	for (size_t i = 0; i < url.len; i++)
		if (url.at[i] <= ' ' || url.at[i] > '~' || memchr("\"<>\\^`{|}", url.at[i], 9))
			return false;
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (str_starts(url, schemes[i]))
			return url.len > schemes[i].len;
	return false;
}

static struct str take_text(struct reading *r, const struct setting *map, const char *name)
{
	return setting_text(setting_find(map, name), STR(""), r->diag);
}

static struct str take_address(struct reading *r, const struct setting *map, const char *name)
{
	const struct setting *s = setting_find(map, name);
	struct str url = setting_text(s, STR(""), r->diag);

	if (s && s->kind == SETTING_TEXT && !address_good(url))
		tell_address(r, s);
	return url;
}

static struct str take_email(struct reading *r, const struct setting *map)
{
	const struct setting *s = setting_find(map, "email");
	struct str email = setting_text(s, STR(""), r->diag);
	size_t sign = str_find(email, '@', 0);
	bool good = sign > 0 && sign + 1 < email.len && str_find(email, '@', sign + 1) == email.len;

	for (size_t i = 0; i < email.len; i++)
		good = good && email.at[i] > ' ' && !memchr("<>\"(),:;\\", email.at[i], 9);
	if (s && s->kind == SETTING_TEXT && !good) {
		diag_error(r->diag, s->at, "email", "'%.*s' is no e-mail address", "'%.*s' no es una dirección de correo", STR_ARG(email));
		diag_advice(r->diag, "write it like datos@ejemplo.mx", "escríbala como datos@ejemplo.mx");
	}
	return email;
}

static void tell_choices(struct reading *r, const struct setting *s, const struct str *words, size_t count)
{
	struct buf list = { 0 };

	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_add(&list, STR(", "));
		buf_add(&list, words[i]);
	}
	diag_error(r->diag, s->at, "setting-choice", "'%.*s' is none of the choices: %.*s", "'%.*s' no es una de las opciones: %.*s",
		STR_ARG(s->text), STR_ARG(buf_str(&list)));
	load_nearest(s->text, words, count, r->diag);
	buf_clear(&list);
}

/* The number of the word that `s` says; `count` when it is none, and then reported unless there is no setting. */
static size_t take_choice(struct reading *r, const struct setting *s, const struct str *words, size_t count)
{
	struct str text = setting_text(s, STR(""), r->diag);

	if (!s || s->kind != SETTING_TEXT)
		return count;
	for (size_t i = 0; i < count; i++)
		if (str_equal(words[i], text))
			return i;
	tell_choices(r, s, words, count);
	return count;
}

static void take_publisher(struct reading *r)
{
	static const char *const known[] = { "name", "url", "email", "type", NULL };
	const struct setting *s = setting_map(setting_find(r->root, "publisher"), r->diag);
	struct agent *out = &r->out->publisher;
	struct str types[WORDS_MOST] = { 0 };
	size_t type;

	setting_known(s, known, "x-", r->diag);
	out->name = take_text(r, s, "name");
	out->url = take_address(r, s, "url");
	out->email = take_email(r, s);
	for (size_t i = 0; i < publisher_type_count; i++)
		types[i] = str_of(publisher_types[i]);
	type = take_choice(r, setting_find(s, "type"), types, publisher_type_count);
	if (type < publisher_type_count)
		out->type = types[type];
	if (s && s->kind == SETTING_MAP && out->name.len == 0) {
		diag_error(r->diag, s->at, "no-name", "the publisher has no 'name'", "quien publica no tiene 'name'");
		diag_advice(r->diag, "write name: and the name of the office", "escriba name: y el nombre de la oficina");
	}
}

/* Who answers: what is not told is the publisher's. */
static void take_contact(struct reading *r)
{
	static const char *const known[] = { "name", "url", "email", "phone", NULL };
	const struct setting *s = setting_map(setting_find(r->root, "contact"), r->diag);
	struct agent *out = &r->out->contact;

	setting_known(s, known, "x-", r->diag);
	*out = (struct agent){ .name = take_text(r, s, "name"), .url = take_address(r, s, "url"), .email = take_email(r, s),
		.phone = take_text(r, s, "phone") };
	if (out->name.len == 0)
		out->name = r->out->publisher.name;
	if (out->email.len == 0)
		out->email = r->out->publisher.email;
}

static void take_licence(struct reading *r)
{
	static const char *const known[] = { "name", "title", "url", NULL };
	const struct setting *s = setting_map(setting_find(r->root, "licence"), r->diag);

	setting_known(s, known, "x-", r->diag);
	r->out->licence_name = take_text(r, s, "name");
	r->out->licence_title = take_text(r, s, "title");
	r->out->licence_url = take_address(r, s, "url");
}

static void take_themes(struct reading *r, const struct setting *list)
{
	struct str codes[WORDS_MOST] = { 0 };

	for (size_t i = 0; i < data_theme_count; i++)
		codes[i] = str_of(data_themes[i].code);
	r->out->themes = arena_array(r->arena, const struct data_theme *, list ? list->count + 1 : 1);
	for (size_t i = 0; list && i < list->count; i++) {
		size_t theme = take_choice(r, &list->items[i], codes, data_theme_count);

		if (theme < data_theme_count)
			r->out->themes[r->out->theme_count++] = &data_themes[theme];
	}
}

static void take_frequency(struct reading *r, const struct setting *s)
{
	struct str names[WORDS_MOST] = { 0 };
	size_t chosen;

	for (size_t i = 0; i < frequency_count; i++)
		names[i] = str_of(frequencies[i].name);
	chosen = take_choice(r, s, names, frequency_count);
	if (chosen < frequency_count)
		r->out->frequency = &frequencies[chosen];
}

static void take_place(struct reading *r, const struct setting *s)
{
	static const char *const known[] = { "name", "uri", NULL };

	setting_known(s, known, "x-", r->diag);
	r->out->place = load_phrase(r->arena, setting_find(s, "name"), NULL, "", r->site->langs[0], r->diag);
	r->out->place_uri = take_address(r, s, "uri");
}

static struct str take_date(struct reading *r, const struct setting *map, const char *name, struct value *value)
{
	static const struct field date = { .name = { "date", 4 }, .type = FIELD_DATE, .format = { "default", 7 } };
	const struct setting *s = setting_find(map, name);
	struct str text = setting_text(s, STR(""), r->diag);

	return text.len && value_read(r->arena, &date, text, s->at, value, r->diag) ? text : STR("");
}

static void take_time(struct reading *r, const struct setting *s)
{
	static const char *const known[] = { "start", "end", NULL };
	struct value start, end;

	setting_known(s, known, "x-", r->diag);
	r->out->start = take_date(r, s, "start", &start);
	r->out->end = take_date(r, s, "end", &end);
	if (r->out->start.len && r->out->end.len && value_compare(&start, &end) > 0)
		diag_error(r->diag, s->at, "date-order", "'%.*s' is after '%.*s'", "'%.*s' es posterior a '%.*s'", STR_ARG(r->out->start),
			STR_ARG(r->out->end));
}

static void take_subject(struct reading *r)
{
	static const char *const known[] = { "themes", "keywords", "frequency", "spatial", "temporal", NULL };
	const struct setting *s = setting_map(setting_find(r->root, "catalogue"), r->diag);

	setting_known(s, known, "x-", r->diag);
	take_themes(r, setting_list(setting_find(s, "themes"), r->diag));
	r->out->keywords = load_texts(r->arena, setting_find(s, "keywords"), &r->out->keyword_count, r->diag);
	take_frequency(r, setting_find(s, "frequency"));
	take_place(r, setting_map(setting_find(s, "spatial"), r->diag));
	take_time(r, setting_map(setting_find(s, "temporal"), r->diag));
}

static void take_api(struct reading *r)
{
	static const char *const known[] = { "rows_per_page", NULL };
	const struct setting *s = setting_map(setting_find(r->root, "api"), r->diag), *rows = setting_find(s, "rows_per_page");

	setting_known(s, known, "x-", r->diag);
	r->out->rows_per_page = setting_integer(rows, ROWS_USUAL, r->diag);
	if (r->out->rows_per_page == 0 || (r->out->rows_per_page >= ROWS_LEAST && r->out->rows_per_page <= ROWS_MOST))
		return;
	diag_error(r->diag, rows->at, "setting-kind", "'rows_per_page' must be from %d to %d, or 0 for none",
		"'rows_per_page' debe ir de %d a %d, o ser 0 para ninguna", ROWS_LEAST, ROWS_MOST);
}

static void take_expiry(struct reading *r, const struct setting *map)
{
	static const struct field moment = { .name = { "expires", 7 }, .type = FIELD_DATETIME, .format = { "default", 7 } };
	const struct setting *s = setting_find(map, "expires");
	struct str text = setting_text(s, STR(""), r->diag);
	struct value value;

	if (!s) {
		diag_error(r->diag, map->at, "no-expiry", "security.txt must tell when it expires", "security.txt debe decir cuándo vence");
		diag_advice(r->diag, "write expires: and a time within a year, like 2027-06-30T00:00:00Z",
			"escriba expires: y un momento a menos de un año, como 2027-06-30T00:00:00Z");
	} else if (text.len && value_read(r->arena, &moment, text, s->at, &value, r->diag)) {
		if (!value.as.moment.zoned)
			diag_error(r->diag, s->at, "no-expiry", "'%.*s' lacks its time zone; end it with Z or an offset like -06:00",
				"a '%.*s' le falta su zona horaria; termínelo con Z o con una diferencia como -06:00", STR_ARG(text));
		r->out->security.expires = text;
	}
}

static void take_security(struct reading *r)
{
	static const char *const known[] = { "contact", "expires", "encryption", "acknowledgments", "policy", "hiring", NULL };
	const struct setting *s = setting_map(setting_find(r->root, "security"), r->diag), *contact = setting_find(s, "contact");
	struct security *out = &r->out->security;

	if (!s)
		return;
	setting_known(s, known, "x-", r->diag);
	out->contacts = load_texts(r->arena, contact, &out->contact_count, r->diag);
	for (size_t i = 0; i < out->contact_count; i++)
		if (!address_good(out->contacts[i]))
			tell_address(r, contact->kind == SETTING_LIST ? &contact->items[i] : contact);
	if (!contact)
		diag_error(r->diag, s->at, "no-contact", "security.txt must tell whom to write to: 'contact'",
			"security.txt debe decir a quién escribir: 'contact'");
	take_expiry(r, s);
	out->encryption = take_address(r, s, "encryption");
	out->acknowledgments = take_address(r, s, "acknowledgments");
	out->policy = take_address(r, s, "policy");
	out->hiring = take_address(r, s, "hiring");
}

/* The words for it are the theme's: load_legal_basis. */
static void take_legal_basis(struct reading *r, struct site *site)
{
	const struct setting *s = setting_find(r->root, "legal_basis");

	site->legal_basis = setting_text(s, STR(""), r->diag);
	if (s)
		site->legal_basis_at = s->at;
}

void load_legal_basis(struct arena *arena, const struct setting *choices, struct site *site, struct diag *diag)
{
	struct reading r = { .arena = arena, .diag = diag };
	struct setting said = { .kind = SETTING_TEXT, .text = site->legal_basis, .at = site->legal_basis_at };
	struct str *names;
	size_t chosen;

	if (site->legal_basis.len == 0 || !setting_map(choices, diag))
		return;
	names = arena_array(arena, struct str, choices->count + 1);
	for (size_t i = 0; i < choices->count; i++)
		names[i] = choices->items[i].key;
	chosen = take_choice(&r, &said, names, choices->count);
	if (chosen < choices->count)
		site->legal_words = load_phrase(arena, &choices->items[chosen], NULL, "", site->langs[0], diag);
}

void load_catalogue(struct arena *arena, const struct setting *root, struct site *site, struct diag *diag)
{
	struct reading r = { arena, root, site, &site->catalogue, diag };

	take_publisher(&r);
	take_contact(&r);
	take_licence(&r);
	take_subject(&r);
	take_api(&r);
	take_security(&r);
	take_legal_basis(&r, site);
}
