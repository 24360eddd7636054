/* One field of a Table Schema. What is wrong with it is reported and left out, so that the rest of the field is
 * still good for checking rows. */
#include "model/load_package.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/utf8.h"
#include "model/load_setting.h"
#include "model/moment.h"
#include "model/pattern.h"
#include "model/value.h"
#include "parse/settings.h"

enum { CHOICES_FEW = 16 }; /* not more are found soonest by looking at each */

struct reading {
	struct arena *arena;
	struct str main_lang;
	const struct setting *field;
	const struct setting *constraints; /* or NULL */
	struct field *out;
	struct diag *diag;
};

static const struct setting *find(const struct reading *r, const char *name)
{
	return setting_find(r->field, name);
}

static void report_type(struct reading *r, const struct setting *s)
{
	struct str names[FIELD_ANY + 1];

	for (int i = FIELD_STRING; i <= FIELD_ANY; i++)
		names[i] = str_of(field_type_name((enum field_type)i));
	diag_error(r->diag, s->at, "unknown-type", "'%.*s' is no type of Table Schema",
		"'%.*s' no es un tipo de Table Schema", STR_ARG(s->text));
	load_nearest(s->text, names, FIELD_ANY + 1, r->diag);
}

static enum field_type type_of(struct reading *r, const char *name, enum field_type otherwise)
{
	const struct setting *s = find(r, name);
	enum field_type type = otherwise;
	struct str text = setting_text(s, STR(""), r->diag);

	if (s && s->kind == SETTING_TEXT && !field_type_find(text, &type))
		report_type(r, s);
	return type;
}

static void report_moment_format(struct reading *r, const struct setting *s, enum moment_format fault,
	struct str piece)
{
	if (str_equal(s->text, STR("any")))
		diag_error(r->diag, s->at, "unknown-format", "'any' leaves it open how a date is written",
			"'any' deja abierto cómo se escribe una fecha");
	else if (fault == MOMENT_FORMAT_DIRECTIVE)
		diag_error(r->diag, s->at, "unknown-format", "'%.*s' in '%.*s' can't be read here",
			"'%.*s' en '%.*s' no se puede leer aquí", STR_ARG(piece), STR_ARG(s->text));
	else
		diag_error(r->diag, s->at, "unknown-format", "'%.*s' is missing in '%.*s'",
			"falta '%.*s' en '%.*s'", STR_ARG(piece), STR_ARG(s->text));
	diag_advice(r->diag,
		"leave it out for ISO 8601 (2013-12-31), or write a pattern of %%Y %%m %%B %%d %%H %%M %%S, like %%d/%%m/%%Y",
		"quítelo si es ISO 8601 (2013-12-31), o escriba un patrón de %%Y %%m %%B %%d %%H %%M %%S, como %%d/%%m/%%Y");
}

/* The formats of a type, "default" first; NULL when it has only that one. */
static const char *const *formats_of(enum field_type type)
{
	static const char *const strings[] = { "default", "email", "uri", "uuid", "binary", NULL };
	static const char *const points[] = { "default", "array", "object", NULL };
	static const char *const geography[] = { "default", "topojson", NULL };
	static const char *const others[] = { "default", NULL };

	switch (type) {
	case FIELD_STRING: return strings;
	case FIELD_GEOPOINT: return points;
	case FIELD_GEOJSON: return geography;
	default: return others;
	}
}

/* "any" of a time: ISO 8601 with whatever offset, which is our default. Published descriptors say it so, for readers of Table Schema 1. */
static bool with_any_offset(const struct reading *r, const struct setting *s)
{
	return r->out->type == FIELD_DATETIME && str_equal(s->text, STR("any"));
}

static bool format_good(struct reading *r, const struct setting *s)
{
	const char *const *formats = formats_of(r->out->type);
	enum moment_format fault;
	struct str piece, names[8];
	size_t count = 0;

	for (; formats[count]; count++) {
		names[count] = str_of(formats[count]);
		if (str_equal(s->text, names[count]))
			return true;
	}
	if (r->out->type == FIELD_DATE || r->out->type == FIELD_TIME || r->out->type == FIELD_DATETIME) {
		fault = moment_format_check(r->out->type, s->text, &piece);
		if (fault != MOMENT_FORMAT_FINE)
			report_moment_format(r, s, fault, piece);
		return fault == MOMENT_FORMAT_FINE;
	}
	diag_error(r->diag, s->at, "unknown-format", "'%.*s' is no format of type %s",
		"'%.*s' no es un formato del tipo %s", STR_ARG(s->text), field_type_name(r->out->type));
	load_nearest(s->text, names, count, r->diag);
	return false;
}

static void take_type(struct reading *r)
{
	const struct setting *format = find(r, "format");

	r->out->type = type_of(r, "type", FIELD_ANY);
	r->out->format = STR("default");
	if (setting_text(format, STR(""), r->diag).len && !with_any_offset(r, format) && format_good(r, format))
		r->out->format = format->text;
	r->out->item_type = type_of(r, "itemType", FIELD_STRING);
	r->out->delimiter = setting_text(find(r, "delimiter"), STR(","), r->diag);
}

/* One character that can't be part of a number. */
static struct str mark_of(struct reading *r, const char *name, struct str otherwise)
{
	const struct setting *s = find(r, name);
	struct str text = setting_text(s, otherwise, r->diag);

	if (!s || (utf8_count(text) == 1 && !memchr("0123456789+-eE", text.at[0], 14)))
		return text;
	diag_error(r->diag, s->at, "number-form", "'%s' must be one character that is no digit and no sign",
		"'%s' debe ser un carácter que no sea cifra ni signo", name);
	return otherwise;
}

static void take_form(struct reading *r)
{
	struct decimal_form *form = &r->out->form;
	const struct setting *point = find(r, "decimalChar"), *group = find(r, "groupChar");
	struct str text = mark_of(r, "decimalChar", STR("."));

	if (text.len == 1)
		form->point = text.at[0];
	else
		diag_error(r->diag, point->at, "number-form", "'decimalChar' must be an ASCII character",
			"'decimalChar' debe ser un carácter ASCII");
	form->group = mark_of(r, "groupChar", STR(""));
	r->out->form_declared = point || group;
	form->ornate = !setting_bool(find(r, "bareNumber"), true, r->diag);
	if (group && str_equal(form->group, text)) {
		diag_error(r->diag, group->at, "number-form", "'groupChar' and 'decimalChar' are the same",
			"'groupChar' y 'decimalChar' son iguales");
		form->group = STR("");
	}
}

static void take_missing(struct reading *r, const struct setting *schema)
{
	static const struct str nothing = { "", 0 };
	const struct setting *given = find(r, "missingValues");

	if (!given)
		given = setting_find(schema, "missingValues");
	r->out->missing = given ? load_texts(r->arena, given, &r->out->missing_count, r->diag) : &nothing;
	if (!given)
		r->out->missing_count = 1;
}

static void take_truth(struct reading *r)
{
	struct field *out = r->out;

	out->true_values = load_texts(r->arena, find(r, "trueValues"), &out->true_count, r->diag);
	out->false_values = load_texts(r->arena, find(r, "falseValues"), &out->false_count, r->diag);
}

/* A value told in the descriptor: in the form of the cells, or, since JSON has numbers of its own, as a plain
 * number. */
static bool read_told(struct reading *r, const struct setting *s, struct value *value)
{
	struct field plain = { .name = r->out->name, .type = r->out->type, .format = STR("default") };
	struct diag *unheard;
	bool good;

	if (s->kind != SETTING_TEXT)
		return diag_error(r->diag, s->at, "setting-kind", "'%.*s' must be a single value",
			"'%.*s' debe ser un solo valor", STR_ARG(s->key));
	unheard = diag_new(LANG_EN);
	good = value_read(r->arena, r->out, s->text, s->at, value, unheard);
	if (!good && r->out->type == FIELD_NUMBER)
		good = value_read(r->arena, &plain, s->text, s->at, value, unheard);
	diag_free(unheard);
	return good || value_read(r->arena, r->out, s->text, s->at, value, r->diag);
}

static struct str canonical(struct reading *r, const struct value *value)
{
	struct buf out = { 0 };
	struct str text;

	value_write(&out, value);
	text = arena_copy(r->arena, buf_str(&out));
	buf_clear(&out);
	return text;
}

static struct bound bound_of(struct reading *r, const char *name)
{
	const struct setting *s = setting_find(r->constraints, name);
	struct value *value = arena_new_of(r->arena, struct value);

	if (!s || !read_told(r, s, value))
		return (struct bound){ .given = false };
	return (struct bound){ .given = true, .text = canonical(r, value), .value = value };
}

static uint64_t length_of(struct reading *r, const char *name, bool *given)
{
	const struct setting *s = setting_find(r->constraints, name);
	int64_t length = setting_integer(s, 0, r->diag);

	*given = s && length >= 0;
	if (length < 0)
		diag_error(r->diag, s->at, "constraint", "'%s' must not be negative",
			"'%s' no debe ser negativo", name);
	return (uint64_t)length;
}

static bool ordered(enum field_type type)
{
	return type == FIELD_INTEGER || type == FIELD_NUMBER || (type >= FIELD_DATE && type <= FIELD_YEARMONTH);
}

static bool measured(enum field_type type)
{
	return type == FIELD_STRING || type == FIELD_ANY || type == FIELD_LIST || type == FIELD_ARRAY ||
		type == FIELD_OBJECT;
}

static void check_applies(struct reading *r)
{
	static const char *const bounds[] = { "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" };
	static const char *const lengths[] = { "minLength", "maxLength" };
	const struct setting *s;

	for (size_t i = 0; i < 6; i++) {
		const char *name = i < 4 ? bounds[i] : lengths[i - 4];

		s = setting_find(r->constraints, name);
		if (s && !(i < 4 ? ordered(r->out->type) : measured(r->out->type)))
			diag_error(r->diag, s->key_at, "constraint", "'%s' means nothing for type %s",
				"'%s' no tiene sentido en el tipo %s", name, field_type_name(r->out->type));
	}
	s = setting_find(r->constraints, "jsonSchema");
	if (s)
		diag_error(r->diag, s->key_at, "constraint", "'jsonSchema' is not supported; take it out",
			"'jsonSchema' no se admite; quítelo");
}

static void take_pattern(struct reading *r)
{
	const struct setting *s = setting_find(r->constraints, "pattern");
	struct str text = setting_text(s, STR(""), r->diag);
	struct place at;
	size_t wrong;

	if (text.len == 0)
		return;
	r->out->pattern = pattern_new(r->arena, text, &wrong);
	r->out->pattern_text = r->out->pattern ? text : STR("");
	if (r->out->pattern)
		return;
	at = s->at;
	diag_error(r->diag, at, "bad-pattern", "'%.*s' is no regular expression: see its character %zu",
		"'%.*s' no es una expresión regular: vea su carácter %zu", STR_ARG(text), wrong + 1);
}

static const struct setting *find_label(const struct setting *labels, struct str value)
{
	for (size_t i = 0; labels && i < labels->count; i++)
		if (str_equal(labels->items[i].key, value))
			return &labels->items[i];
	return NULL;
}

/* One of `enum`, or of `categories`, whose items may be maps of value and label. */
static bool take_choice(struct reading *r, const struct setting *item, const struct setting *labels,
	struct choice *out)
{
	const struct setting *value = item->kind == SETTING_MAP ? setting_find(item, "value") : item, *label;
	struct value read;

	if (!value)
		return diag_error(r->diag, item->at, "setting-kind", "a choice needs a 'value'",
			"una opción necesita 'value'");
	if (value->kind != SETTING_TEXT)
		return diag_error(r->diag, value->at, "setting-kind", "a choice must be a single value",
			"una opción debe ser un solo valor");
	if (!value_read(r->arena, r->out, value->text, value->at, &read, r->diag))
		return false;
	out->value = value->text;
	label = find_label(labels, value->text);
	if (!label && item->kind == SETTING_MAP)
		label = setting_find(item, "label");
	if (label)
		out->label = load_phrase(r->arena, label, NULL, "", r->main_lang, r->diag);
	return true;
}

/* A label of something that can't occur is a slip of the pen. */
static void check_labels(struct reading *r, const struct setting *labels, const struct map *index)
{
	struct str *values = arena_array(r->arena, struct str, r->out->choice_count + 1);

	for (size_t i = 0; i < r->out->choice_count; i++)
		values[i] = r->out->choices[i].value;
	for (size_t i = 0; i < labels->count; i++) {
		const struct setting *label = &labels->items[i];

		if (map_find(index, label->key))
			continue;
		diag_error(r->diag, label->key_at, "unknown-choice", "'%.*s' is not one of the values allowed",
			"'%.*s' no es uno de los valores permitidos", STR_ARG(label->key));
		load_nearest(label->key, values, r->out->choice_count, r->diag);
	}
}

/* What `enum` lists, else `categories`; NULL when neither is there. */
static const struct setting *find_choices(struct reading *r)
{
	const struct setting *list = setting_list(setting_find(r->constraints, "enum"), r->diag);

	return list ? list : setting_list(find(r, "categories"), r->diag);
}

static void take_choices(struct reading *r)
{
	const struct setting *list = find_choices(r), *labels = setting_map(find(r, "vitrina:labels"), r->diag);
	struct choice *choices = arena_array(r->arena, struct choice, list ? list->count + 1 : 1);
	struct map *index = list ? map_new(r->arena) : NULL;

	for (size_t i = 0; list && i < list->count; i++) {
		struct choice *choice = &choices[r->out->choice_count];

		if (take_choice(r, &list->items[i], labels, choice) && !map_put(index, choice->value, choice))
			r->out->choice_count++;
	}
	r->out->choices = choices;
	r->out->choice_index = r->out->choice_count > CHOICES_FEW ? index : NULL;
	if (labels && list)
		check_labels(r, labels, index);
	else if (labels)
		diag_error(r->diag, labels->key_at, "unknown-choice",
			"labels are for the values of 'enum', and there is none",
			"las etiquetas son para los valores de 'enum', y no lo hay");
}

static void take_constraints(struct reading *r)
{
	static const char *const known[] = { "required", "unique", "minLength", "maxLength", "minimum",
		"maximum", "exclusiveMinimum",
		"exclusiveMaximum", "pattern", "enum", "jsonSchema", NULL };
	static const char *const ours[] = { NULL };
	struct field *out = r->out;

	load_names(r->constraints, known, ours, r->diag);
	check_applies(r);
	out->required = setting_bool(setting_find(r->constraints, "required"), false, r->diag);
	out->unique = setting_bool(setting_find(r->constraints, "unique"), false, r->diag);
	if (ordered(out->type)) {
		out->minimum = bound_of(r, "minimum");
		out->maximum = bound_of(r, "maximum");
		out->exclusive_minimum = bound_of(r, "exclusiveMinimum");
		out->exclusive_maximum = bound_of(r, "exclusiveMaximum");
	}
	out->min_length = length_of(r, "minLength", &out->has_min_length);
	out->max_length = length_of(r, "maxLength", &out->has_max_length);
	take_choices(r);
	take_pattern(r);
}

void load_field(struct arena *arena, const struct setting *field, const struct setting *schema,
	struct str main_lang, struct field *out, struct diag *diag)
{
	static const char *const known[] = { "name", "type", "format", "title", "description", "example",
		"examples", "constraints", "categories",
		"categoriesOrdered", "missingValues", "rdfType", "decimalChar", "groupChar", "bareNumber",
		"trueValues", "falseValues", "delimiter",
		"itemType", NULL };
	static const char *const ours[] = { "unit", "labels", NULL };
	struct reading r = { .arena = arena, .main_lang = main_lang, .field = field, .out = out, .diag = diag };

	r.constraints = setting_map(setting_find(field, "constraints"), diag);
	load_names(field, known, ours, diag);
	take_type(&r);
	out->title = load_phrase(arena, find(&r, "title"), field, "title", main_lang, diag);
	out->description = load_phrase(arena, find(&r, "description"), field, "description", main_lang, diag);
	out->unit = setting_text(find(&r, "vitrina:unit"), STR(""), diag);
	out->example = setting_text(find(&r, "example"), STR(""), diag);
	out->rdf_type = setting_text(find(&r, "rdfType"), STR(""), diag);
	take_form(&r);
	take_missing(&r, schema);
	take_truth(&r);
	take_constraints(&r);
}
