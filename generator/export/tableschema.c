#include "export/tableschema.h"

#include "base/arena.h"
#include "export/documents.h"

struct str tableschema_absences_title(struct str lang)
{
	return str_equal(lang, STR("es")) ? STR("Ausencias") : STR("Absences");
}

struct str tableschema_absences_text(struct str lang)
{
	return str_equal(lang, STR("es")) ? STR("Por qué faltan valores calculados de este renglón: campo=razón, separados por ;")
		: STR("Why computed values of this row are absent: field=reason, separated by ;");
}

/* A value of the field's type: numbers and truths bare, all else as text. */
static void write_value(struct json *json, struct str name, enum field_type type, struct str text)
{
	bool number = type == FIELD_INTEGER || type == FIELD_NUMBER || type == FIELD_YEAR;
	bool truth = type == FIELD_BOOLEAN && (str_equal(text, STR("true")) || str_equal(text, STR("false")));

	if ((number && json_is_number(text)) || truth)
		json_raw(json, name, text);
	else
		json_string(json, name, text);
}

static void write_bound(struct json *json, const struct field *field, struct str name, const struct bound *bound)
{
	if (bound->given)
		write_value(json, name, field->type, bound->text);
}

static bool constrained(const struct field *f)
{
	return f->required || f->unique || f->minimum.given || f->maximum.given || f->exclusive_minimum.given || f->exclusive_maximum.given
		|| f->has_min_length || f->has_max_length || f->pattern_text.len || f->choice_count;
}

static void write_constraints(struct json *json, const struct field *f)
{
	if (!constrained(f))
		return;
	json_open(json, STR("constraints"), '{');
	if (f->required)
		json_bool(json, STR("required"), true);
	if (f->unique)
		json_bool(json, STR("unique"), true);
	write_bound(json, f, STR("minimum"), &f->minimum);
	write_bound(json, f, STR("maximum"), &f->maximum);
	write_bound(json, f, STR("exclusiveMinimum"), &f->exclusive_minimum);
	write_bound(json, f, STR("exclusiveMaximum"), &f->exclusive_maximum);
	if (f->has_min_length)
		json_integer(json, STR("minLength"), (int64_t)f->min_length);
	if (f->has_max_length)
		json_integer(json, STR("maxLength"), (int64_t)f->max_length);
	json_given(json, STR("pattern"), f->pattern_text);
	if (f->choice_count) {
		json_open(json, STR("enum"), '[');
		for (size_t i = 0; i < f->choice_count; i++)
			write_value(json, STR(""), f->type, f->choices[i].value);
		json_close(json, ']');
	}
	json_close(json, '}');
}

static void write_texts(struct json *json, struct str name, const struct str *texts, size_t count)
{
	if (count == 0)
		return;
	json_open(json, name, '[');
	for (size_t i = 0; i < count; i++)
		json_string(json, STR(""), texts[i]);
	json_close(json, ']');
}

/* What the text of a cell looks like: it is published as it was found. */
static void write_form(struct json *json, const struct field *f)
{
	if (f->form.point && f->form.point != '.')
		json_string(json, STR("decimalChar"), str_from(&f->form.point, 1));
	json_given(json, STR("groupChar"), f->form.group);
	if (f->form.ornate)
		json_bool(json, STR("bareNumber"), false);
	write_texts(json, STR("trueValues"), f->true_values, f->true_count);
	write_texts(json, STR("falseValues"), f->false_values, f->false_count);
	if (f->type == FIELD_LIST) {
		json_given(json, STR("delimiter"), f->delimiter);
		if (f->item_type != FIELD_STRING)
			json_string(json, STR("itemType"), str_of(field_type_name(f->item_type)));
	}
}

/* The wording of choices, where there is one: v2's categories, in the main language. */
static void write_labels(struct json *json, const struct site *site, const struct field *f)
{
	bool worded = f->type == FIELD_STRING || f->type == FIELD_INTEGER;

	for (size_t i = 0; i < f->choice_count; i++)
		worded = worded && f->choices[i].label.count;
	if (!worded || f->choice_count == 0)
		return;
	json_open(json, STR("categories"), '[');
	for (size_t i = 0; i < f->choice_count; i++) {
		json_open(json, STR(""), '{');
		write_value(json, STR("value"), f->type, f->choices[i].value);
		json_string(json, STR("label"), phrase_in(&f->choices[i].label, site->langs[0]));
		json_close(json, '}');
	}
	json_close(json, ']');
}

/* The default of Table Schema 1 has times of UTC only, that of 2 any offset: what both read as we do is "any". */
static void write_format(struct json *json, const struct field *f)
{
	bool plain = f->format.len == 0 || str_equal(f->format, STR("default"));

	if (!plain)
		json_string(json, STR("format"), f->format);
	else if (f->type == FIELD_DATETIME)
		json_string(json, STR("format"), STR("any"));
}

static void write_field(struct json *json, const struct site *site, const struct field *f)
{
	json_open(json, STR(""), '{');
	json_string(json, STR("name"), f->name);
	json_string(json, STR("type"), str_of(field_type_name(f->type)));
	write_format(json, f);
	describe_words(json, site, &f->title, &f->description);
	json_given(json, STR("example"), f->example);
	json_given(json, STR("rdfType"), f->rdf_type);
	json_given(json, STR("vitrina:unit"), f->unit);
	if (f->computed)
		json_bool(json, STR("vitrina:computed"), true);
	write_form(json, f);
	write_labels(json, site, f);
	write_constraints(json, f);
	json_close(json, '}');
}

static void write_absences(struct json *json, const struct site *site)
{
	json_open(json, STR(""), '{');
	json_string(json, STR("name"), STR(FORMAT_ABSENCES));
	json_string(json, STR("type"), STR("string"));
	json_string(json, STR("title"), tableschema_absences_title(site->langs[0]));
	json_string(json, STR("description"), tableschema_absences_text(site->langs[0]));
	json_close(json, '}');
}

static void write_key(struct json *json, struct str name, const struct key *key)
{
	json_open(json, name, '[');
	for (size_t i = 0; i < key->count; i++)
		json_string(json, STR(""), key->fields[i]->name);
	json_close(json, ']');
}

static void write_foreign(struct json *json, const struct table *table, const struct link *link)
{
	struct str to = link->to == table ? STR("") : table_name(link->to); /* "" is the table itself, in v1 and v2 */

	json_open(json, STR(""), '{');
	write_key(json, STR("fields"), &link->key->key);
	json_open(json, STR("reference"), '{');
	json_string(json, STR("resource"), to);
	write_texts(json, STR("fields"), link->key->target_fields, link->key->key.count);
	json_close(json, '}');
	json_close(json, '}');
}

static bool within(const struct link *link, const struct offers *offers, const struct package *package)
{
	return describe_file(offers, link->to, STR("csv")) && (!package || str_equal(table_package(link->to), package->folder));
}

static void write_links(struct json *json, const struct offers *offers, const struct table *table, const struct package *package)
{
	size_t told = 0;

	for (size_t i = 0; i < table_link_count(table); i++) {
		if (!within(table_link_at(table, i), offers, package))
			continue;
		if (told++ == 0)
			json_open(json, STR("foreignKeys"), '[');
		write_foreign(json, table, table_link_at(table, i));
	}
	if (told)
		json_close(json, ']');
}

void tableschema_write(const struct offers *offers, const struct table *table, const struct package *package, struct json *json, struct str name)
{
	const struct schema *schema = table_schema(table);
	struct str empty = STR("");

	json_open(json, name, '{');
	json_string(json, STR("$schema"), STR("https://datapackage.org/profiles/2.0/tableschema.json"));
	json_open(json, STR("fields"), '[');
	for (size_t i = 0; i < schema->field_count; i++)
		write_field(json, offers_site(offers), &schema->fields[i]);
	if (format_has_absences(table))
		write_absences(json, offers_site(offers));
	json_close(json, ']');
	write_texts(json, STR("missingValues"), &empty, 1);
	if (schema->primary.count)
		write_key(json, STR("primaryKey"), &schema->primary);
	if (schema->unique_count) {
		json_open(json, STR("uniqueKeys"), '[');
		for (size_t i = 0; i < schema->unique_count; i++)
			write_key(json, STR(""), &schema->unique[i]);
		json_close(json, ']');
	}
	write_links(json, offers, table, package);
	json_close(json, '}');
}

/* datos/<table>.schema.json */
static bool write(const struct offers *offers, const struct offer *offer, const struct format_out *to, struct diag *diag)
{
	struct json json = { .out = to->out };

	(void)diag;
	tableschema_write(offers, offer->table, NULL, &json, STR(""));
	return true;
}

void tableschema_offer(struct offers *offers, const struct package *package, const struct table *table)
{
	struct offer offer = { .name = STR("schema"), .title = STR("Table Schema"), .media_type = STR("application/json"), .package = package,
		.table = table, .sure = true, .round = OFFER_DESCRIPTOR, .write = write };

	offer.path = arena_printf(offers_arena(offers), "datos/%.*s.schema.json", STR_ARG(table_name(table)));
	offers_add(offers, &offer);
}
