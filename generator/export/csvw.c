/* CSV on the Web (W3C, 2015): "metas.csv-metadata.json" beside "metas.csv", where readers look for it, and "csv-metadata.json" with all tables
 * as a group, since a foreign key may only lead to a table of its group. Regular expressions stand for lists of choices, which CSVW has not. */
#include "export/documents.h"

#include "base/arena.h"
#include "export/tableschema.h"

/* Table Schema's directives in the letters of Unicode TR 35. False when one has no counterpart: the cell is then a text. */
static bool date_format(struct str format, struct buf *out)
{
	static const struct { char from; const char *to; } parts[] = { { 'Y', "yyyy" }, { 'm', "MM" }, { 'd', "dd" }, { 'H', "HH" }, { 'M', "mm" },
		{ 'S', "ss" } };

	for (size_t i = 0; i < format.len; i++) {
		size_t p = 0;

		if (format.at[i] != '%') {
			buf_byte(out, format.at[i]);
			continue;
		}
		i++;
		while (p < sizeof parts / sizeof *parts && (i == format.len || parts[p].from != format.at[i]))
			p++;
		if (p == sizeof parts / sizeof *parts)
			return false;
		buf_add(out, str_of(parts[p].to));
	}
	return true;
}

static const char *base_of(const struct field *f, enum field_type type)
{
	switch (type) {
	case FIELD_INTEGER: return "integer";
	case FIELD_NUMBER: return "decimal";
	case FIELD_BOOLEAN: return f->true_count > 1 || f->false_count > 1 ? "string" : "boolean";
	case FIELD_DATE: return "date";
	case FIELD_TIME: return "time";
	case FIELD_DATETIME: return "dateTime";
	case FIELD_YEAR: return "gYear";
	case FIELD_YEARMONTH: return "gYearMonth";
	case FIELD_DURATION: return "duration";
	case FIELD_GEOJSON: case FIELD_OBJECT: case FIELD_ARRAY: return "json";
	case FIELD_STRING: return str_equal(f->format, STR("uri")) ? "anyURI" : "string";
	default: return "string";
	}
}

static void write_number_form(struct json *json, const struct field *f)
{
	bool point = f->form.point && f->form.point != '.';

	if (!point && f->form.group.len == 0)
		return;
	json_open(json, STR("format"), '{');
	json_string(json, STR("decimalChar"), point ? str_from(&f->form.point, 1) : STR("."));
	json_given(json, STR("groupChar"), f->form.group);
	json_close(json, '}');
}

/* The choices as a regular expression. */
static void add_choices(const struct field *f, struct buf *out)
{
	for (size_t i = 0; i < f->choice_count; i++) {
		if (i)
			buf_byte(out, '|');
		for (size_t j = 0; j < f->choices[i].value.len; j++) {
			if (memchr("\\^$.|?*+()[]{}", f->choices[i].value.at[j], 14))
				buf_byte(out, '\\');
			buf_byte(out, f->choices[i].value.at[j]);
		}
	}
}

static void write_format(struct json *json, const struct field *f, struct str base)
{
	struct buf format = { 0 };

	if (str_equal(base, STR("decimal")) || str_equal(base, STR("integer")))
		write_number_form(json, f);
	else if (f->type == FIELD_DATE || f->type == FIELD_TIME || f->type == FIELD_DATETIME)
		date_format(str_starts(f->format, STR("%")) ? f->format : STR(""), &format);
	else if (str_equal(base, STR("boolean")) && f->true_count == 1 && f->false_count == 1)
		buf_printf(&format, "%.*s|%.*s", STR_ARG(f->true_values[0]), STR_ARG(f->false_values[0]));
	else if (str_equal(base, STR("string")) && f->type == FIELD_STRING && f->pattern_text.len)
		buf_add(&format, f->pattern_text);
	else if (str_equal(base, STR("string")) && f->type == FIELD_STRING)
		add_choices(f, &format);
	json_given(json, STR("format"), buf_str(&format));
	buf_clear(&format);
}

static void write_bound(struct json *json, struct str name, const struct bound *bound)
{
	if (bound->given && json_is_number(bound->text))
		json_raw(json, name, bound->text);
	else if (bound->given)
		json_string(json, name, bound->text);
}

static struct str base_name(const struct field *f)
{
	bool moment = f->type == FIELD_DATE || f->type == FIELD_TIME || f->type == FIELD_DATETIME;
	struct buf unused = { 0 };
	struct str base = str_of(base_of(f, f->type == FIELD_LIST ? f->item_type : f->type));

	if (f->form.ornate || (moment && (str_equal(f->format, STR("any")) || !date_format(str_starts(f->format, STR("%")) ? f->format : STR(""),
		&unused))))
		base = STR("string");
	buf_clear(&unused);
	return base;
}

static void write_datatype(struct json *json, const struct field *f)
{
	struct str base = base_name(f);

	json_open(json, STR("datatype"), '{');
	json_string(json, STR("base"), base);
	write_format(json, f, base);
	if (!str_equal(base, STR("string"))) {
		write_bound(json, STR("minimum"), &f->minimum);
		write_bound(json, STR("maximum"), &f->maximum);
		write_bound(json, STR("minExclusive"), &f->exclusive_minimum);
		write_bound(json, STR("maxExclusive"), &f->exclusive_maximum);
	} else if (f->type == FIELD_STRING && f->has_min_length) {
		json_integer(json, STR("minLength"), (int64_t)f->min_length);
	}
	if (str_equal(base, STR("string")) && f->type == FIELD_STRING && f->has_max_length)
		json_integer(json, STR("maxLength"), (int64_t)f->max_length);
	json_close(json, '}');
}

/* A text in its languages, as the values of JSON-LD that CSVW allows. */
static void write_texts(struct json *json, struct str name, const struct phrase *phrase)
{
	if (phrase->count == 0)
		return;
	json_open(json, name, '[');
	for (size_t i = 0; i < phrase->count; i++) {
		json_open(json, STR(""), '{');
		json_string(json, STR("@value"), phrase->texts[i].text);
		json_string(json, STR("@language"), phrase->texts[i].lang);
		json_close(json, '}');
	}
	json_close(json, ']');
}

/* `titles` is what stands in the file's header, which readers compare; what people read is dc:title. */
static void write_column(struct json *json, const struct field *f)
{
	json_open(json, STR(""), '{');
	json_string(json, STR("name"), f->name);
	json_string(json, STR("titles"), f->name);
	write_texts(json, STR("dc:title"), &f->title);
	write_texts(json, STR("dc:description"), &f->description);
	write_datatype(json, f);
	if (f->type == FIELD_LIST)
		json_string(json, STR("separator"), f->delimiter.len ? f->delimiter : STR(","));
	if (f->required)
		json_bool(json, STR("required"), true);
	json_close(json, '}');
}

static void write_absences(struct json *json)
{
	json_open(json, STR(""), '{');
	json_string(json, STR("name"), STR(FORMAT_ABSENCES));
	json_string(json, STR("titles"), STR(FORMAT_ABSENCES));
	json_string(json, STR("datatype"), STR("string"));
	json_close(json, '}');
}

static void write_names(struct json *json, struct str name, const struct key *key)
{
	json_open(json, name, '[');
	for (size_t i = 0; i < key->count; i++)
		json_string(json, STR(""), key->fields[i]->name);
	json_close(json, ']');
}

static void write_link(struct json *json, const struct link *link)
{
	struct buf file = { 0 };

	json_open(json, STR(""), '{');
	write_names(json, STR("columnReference"), &link->key->key);
	json_open(json, STR("reference"), '{');
	buf_printf(&file, "%.*s.csv", STR_ARG(table_name(link->to)));
	json_string(json, STR("resource"), buf_str(&file));
	json_open(json, STR("columnReference"), '[');
	for (size_t i = 0; i < link->key->key.count; i++)
		json_string(json, STR(""), link->key->target_fields[i]);
	json_close(json, ']');
	json_close(json, '}');
	json_close(json, '}');
	buf_clear(&file);
}

static void write_links(struct json *json, const struct offers *offers, const struct table *table)
{
	size_t told = 0;

	for (size_t i = 0; i < table_link_count(table); i++) {
		if (!describe_file(offers, table_link_at(table, i)->to, STR("csv")))
			continue;
		if (told++ == 0)
			json_open(json, STR("foreignKeys"), '[');
		write_link(json, table_link_at(table, i));
	}
	if (told)
		json_close(json, ']');
}

static void write_schema(struct json *json, const struct offers *offers, const struct table *table, bool links)
{
	const struct schema *schema = table_schema(table);

	json_open(json, STR("tableSchema"), '{');
	json_open(json, STR("columns"), '[');
	for (size_t i = 0; i < schema->field_count; i++)
		write_column(json, &schema->fields[i]);
	if (format_has_absences(table))
		write_absences(json);
	json_close(json, ']');
	if (schema->primary.count)
		write_names(json, STR("primaryKey"), &schema->primary);
	if (links)
		write_links(json, offers, table);
	json_close(json, '}');
}

static void write_context(struct json *json, const struct site *site)
{
	json_open(json, STR("@context"), '[');
	json_string(json, STR(""), STR("http://www.w3.org/ns/csvw"));
	json_open(json, STR(""), '{');
	json_string(json, STR("@language"), site->langs[0]);
	json_close(json, '}');
	json_close(json, ']');
}

static void write_licence(struct json *json, const struct site *site, const struct package *package)
{
	struct licence_told licence = describe_licence(site, package);

	if (licence.url.len == 0)
		return;
	json_open(json, STR("dc:license"), '{');
	json_string(json, STR("@id"), licence.url);
	json_close(json, '}');
}

/* By default a line that begins with `#` would be a comment: here it is a row. */
static void write_dialect(struct json *json)
{
	json_open(json, STR("dialect"), '{');
	json_raw(json, STR("commentPrefix"), STR("null"));
	json_close(json, '}');
}

/* The members of a table's description. */
static void write_table(struct json *json, const struct offers *offers, const struct package *package, const struct table *table, bool links)
{
	struct buf file = { 0 };

	buf_printf(&file, "%.*s.csv", STR_ARG(table_name(table)));
	json_string(json, STR("url"), buf_str(&file));
	write_texts(json, STR("dc:title"), table_title(table));
	write_texts(json, STR("dc:description"), table_description(table));
	write_licence(json, offers_site(offers), package);
	json_given(json, STR("dc:modified"), str_part(offers_origin(offers)->time, 0, 10));
	write_dialect(json);
	write_schema(json, offers, table, links);
	buf_clear(&file);
}

static bool write_one(const struct offers *offers, const struct offer *offer, const struct format_out *to, struct diag *diag)
{
	struct json json = { .out = to->out };

	(void)diag;
	json_open(&json, STR(""), '{');
	write_context(&json, offers_site(offers));
	write_table(&json, offers, offer->package, offer->table, false);
	json_close(&json, '}');
	return true;
}

static bool write_all(const struct offers *offers, const struct offer *offer, const struct format_out *to, struct diag *diag)
{
	const struct site *site = offers_site(offers);
	struct json json = { .out = to->out };

	(void)diag;
	(void)offer;
	json_open(&json, STR(""), '{');
	write_context(&json, site);
	write_texts(&json, STR("dc:title"), &site->title);
	json_open(&json, STR("tables"), '[');
	for (size_t i = 0; i < site->package_count; i++)
		for (size_t j = 0; j < site->packages[i]->table_count; j++) {
			if (!describe_file(offers, site->packages[i]->tables[j], STR("csv")))
				continue;
			json_open(&json, STR(""), '{');
			write_table(&json, offers, site->packages[i], site->packages[i]->tables[j], true);
			json_close(&json, '}');
		}
	json_close(&json, ']');
	json_close(&json, '}');
	return true;
}

void csvw_offer_table(struct offers *offers, const struct package *package, const struct table *table)
{
	struct offer offer = { .name = STR("csvw"), .title = STR("CSVW"), .media_type = STR("application/csvm+json"), .package = package,
		.table = table, .sure = true, .round = OFFER_DESCRIPTOR, .write = write_one };

	offer.path = arena_printf(offers_arena(offers), "datos/%.*s.csv-metadata.json", STR_ARG(table_name(table)));
	offers_add(offers, &offer);
}

void csvw_offer(struct offers *offers)
{
	struct offer offer = { .path = STR("datos/csv-metadata.json"), .name = STR("csvw"), .title = STR("CSVW"),
		.media_type = STR("application/csvm+json"), .sure = true, .round = OFFER_DESCRIPTOR, .write = write_all };

	offers_add(offers, &offer);
}
