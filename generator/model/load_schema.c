/* Table Schema to struct schema. Table Schema allows properties of others' making, so an unknown one is no fault; a near miss of a known one is told. */
#include "model/load_package.h"

#include "base/arena.h"
#include "model/moment.h"
#include "model/pattern.h"
#include "model/value.h"
#include "parse/settings.h"

struct reading {
	struct arena *arena;
	struct str main_lang;
	const struct setting *schema;
	struct schema *out;
	struct diag *diag;
	bool good;
};

static struct phrase_text *add_text(struct arena *arena, struct phrase *phrase, size_t *capacity)
{
	struct phrase_text *texts = (struct phrase_text *)phrase->texts;

	arena_grow(arena, texts, phrase->count, *capacity);
	phrase->texts = texts;
	return &texts[phrase->count++];
}

/* Translations told beside: `vitrina:en: { title: … }`. */
static void add_translations(struct arena *arena, struct phrase *phrase, size_t *capacity, const struct setting *owner, const char *key, struct diag *diag)
{
	for (size_t i = 0; owner && i < owner->count; i++) {
		struct str name = owner->items[i].key;
		const struct setting *text;

		if (!str_starts(name, STR("vitrina:")) || name.len > 8 + 11 || owner->items[i].kind != SETTING_MAP)
			continue;
		text = setting_find(&owner->items[i], key);
		if (text)
			*add_text(arena, phrase, capacity) = (struct phrase_text){ str_after(name, 8), setting_text(text, STR(""), diag) };
	}
}

struct phrase load_phrase(struct arena *arena, const struct setting *value, const struct setting *owner, const char *key, struct str main_lang,
	struct diag *diag)
{
	struct phrase phrase = { 0 };
	size_t capacity = 0;

	if (value && value->kind == SETTING_MAP) {
		for (size_t i = 0; i < value->count; i++)
			*add_text(arena, &phrase, &capacity) = (struct phrase_text){ value->items[i].key, setting_text(&value->items[i], STR(""), diag) };
	} else if (value) {
		*add_text(arena, &phrase, &capacity) = (struct phrase_text){ main_lang, setting_text(value, STR(""), diag) };
	}
	add_translations(arena, &phrase, &capacity, owner, key, diag);
	return phrase;
}

/* A list of texts, or a single text where the standard allows one. */
static const struct str *texts_of(struct reading *r, const struct setting *s, size_t *count)
{
	struct str *texts;

	*count = 0;
	if (!s)
		return NULL;
	if (s->kind == SETTING_TEXT) {
		texts = arena_array(r->arena, struct str, 1);
		texts[(*count)++] = s->text;
		return texts;
	}
	texts = arena_array(r->arena, struct str, s->count + 1);
	for (size_t i = 0; i < s->count; i++) {
		const struct setting *value = s->items[i].kind == SETTING_MAP ? setting_find(&s->items[i], "value") : &s->items[i];

		texts[(*count)++] = setting_text(value, STR(""), r->diag);
	}
	return texts;
}

static void take_missing(struct reading *r, const struct setting *field, struct field *out)
{
	static const struct str nothing = { "", 0 };
	const struct setting *given = setting_find(field, "missingValues");

	if (!given)
		given = setting_find(r->schema, "missingValues");
	out->missing = texts_of(r, given, &out->missing_count);
	if (given)
		return;
	out->missing = &nothing;
	out->missing_count = 1;
}

static void take_truth(struct reading *r, const struct setting *field, struct field *out)
{
	static const struct str truths[] = { { "true", 4 }, { "True", 4 }, { "TRUE", 4 }, { "1", 1 } };
	static const struct str falsehoods[] = { { "false", 5 }, { "False", 5 }, { "FALSE", 5 }, { "0", 1 } };

	out->true_values = texts_of(r, setting_find(field, "trueValues"), &out->true_count);
	out->false_values = texts_of(r, setting_find(field, "falseValues"), &out->false_count);
	if (!out->true_values) {
		out->true_values = truths;
		out->true_count = 4;
	}
	if (!out->false_values) {
		out->false_values = falsehoods;
		out->false_count = 4;
	}
}

static void take_form(struct reading *r, const struct setting *field, struct field *out)
{
	const struct setting *point = setting_find(field, "decimalChar");
	struct str text = setting_text(point, STR("."), r->diag);

	out->form.point = text.len == 1 ? text.at[0] : '.';
	if (text.len != 1)
		r->good = diag_error(r->diag, point->at, "decimal-char", "decimalChar must be one character", "decimalChar debe ser un carácter");
	out->form.group = setting_text(setting_find(field, "groupChar"), STR(""), r->diag);
	out->form.ornate = !setting_bool(setting_find(field, "bareNumber"), true, r->diag);
}

static struct bound bound_of(struct reading *r, const struct setting *constraints, const char *key, const struct field *field)
{
	const struct setting *s = setting_find(constraints, key);
	struct bound bound = { 0 };
	struct value *value;

	if (!s)
		return bound;
	bound.text = setting_text(s, STR(""), r->diag);
	value = arena_new_of(r->arena, struct value);
	bound.given = value_read(r->arena, field, bound.text, s->at, value, r->diag);
	bound.value = value;
	r->good = r->good && bound.given;
	return bound;
}

static void take_choices(struct reading *r, const struct setting *field, const struct setting *constraints, struct field *out)
{
	const struct setting *list = setting_find(constraints, "enum"), *labels = setting_find(field, "vitrina:labels");
	struct choice *choices;
	size_t count;
	const struct str *values;

	if (!list)
		list = setting_find(field, "categories");
	values = texts_of(r, list, &count);
	choices = arena_array(r->arena, struct choice, count + 1);
	for (size_t i = 0; i < count; i++) {
		choices[i].value = values[i];
		for (size_t j = 0; labels && j < labels->count; j++)
			if (str_equal(labels->items[j].key, values[i]))
				choices[i].label = load_phrase(r->arena, &labels->items[j], NULL, "", r->main_lang, r->diag);
	}
	out->choices = choices;
	out->choice_count = count;
}

static void take_constraints(struct reading *r, const struct setting *field, struct field *out)
{
	static const char *const known[] = { "required", "unique", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum",
		"exclusiveMaximum", "pattern", "enum", NULL };
	const struct setting *c = setting_map(setting_find(field, "constraints"), r->diag), *s;
	size_t wrong;

	r->good = setting_known(c, known, "vitrina:", r->diag) && r->good;
	out->required = setting_bool(setting_find(c, "required"), false, r->diag);
	out->unique = setting_bool(setting_find(c, "unique"), false, r->diag);
	out->minimum = bound_of(r, c, "minimum", out);
	out->maximum = bound_of(r, c, "maximum", out);
	out->exclusive_minimum = bound_of(r, c, "exclusiveMinimum", out);
	out->exclusive_maximum = bound_of(r, c, "exclusiveMaximum", out);
	out->has_min_length = (s = setting_find(c, "minLength")) != NULL;
	out->min_length = (uint64_t)setting_integer(s, 0, r->diag);
	out->has_max_length = (s = setting_find(c, "maxLength")) != NULL;
	out->max_length = (uint64_t)setting_integer(s, 0, r->diag);
	take_choices(r, field, c, out);
	s = setting_find(c, "pattern");
	if (!s)
		return;
	out->pattern_text = setting_text(s, STR(""), r->diag);
	out->pattern = pattern_new(r->arena, out->pattern_text, &wrong);
	if (!out->pattern)
		r->good = diag_error(r->diag, s->at, "bad-pattern", "'%.*s' is no regular expression: look at its character %zu",
			"'%.*s' no es una expresión regular: vea su carácter %zu", STR_ARG(out->pattern_text), wrong + 1);
}

static bool format_good(const struct field *f)
{
	static const char *const string_formats[] = { "default", "email", "uri", "binary", "uuid" };
	static const char *const point_formats[] = { "default", "array" };
	struct str piece;

	switch (f->type) {
	case FIELD_STRING:
		for (size_t i = 0; i < 5; i++)
			if (str_equal(f->format, str_of(string_formats[i])))
				return true;
		return false;
	case FIELD_GEOPOINT:
		return str_equal(f->format, str_of(point_formats[0])) || str_equal(f->format, str_of(point_formats[1]));
	case FIELD_DATE: case FIELD_TIME: case FIELD_DATETIME:
		return str_equal(f->format, STR("default")) || moment_format_check(f->type, f->format, &piece) == MOMENT_FORMAT_FINE;
	case FIELD_GEOJSON: return str_equal(f->format, STR("default"));
	default: return true;
	}
}

static void take_type(struct reading *r, const struct setting *field, struct field *out)
{
	const struct setting *type = setting_find(field, "type"), *format = setting_find(field, "format");
	struct str name = setting_text(type, STR("any"), r->diag), names[16], nearest;

	out->format = setting_text(format, STR("default"), r->diag);
	if (!field_type_find(name, &out->type)) {
		out->type = FIELD_STRING;
		for (int i = 0; i < 16; i++)
			names[i] = str_of(field_type_name((enum field_type)i));
		nearest = str_nearest(name, names, 16);
		r->good = diag_error(r->diag, type->at, "unknown-type", "'%.*s' is no type of Table Schema", "'%.*s' no es un tipo de Table Schema", STR_ARG(name));
		if (nearest.len)
			diag_advice(r->diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(nearest));
	} else if (!format_good(out)) {
		r->good = diag_error(r->diag, format->at, "unknown-format", "'%.*s' is no format that a %s can be read by", "'%.*s' no es un formato con que se lea el tipo %s",
			STR_ARG(out->format), field_type_name(out->type));
		diag_advice(r->diag, "leave it out for ISO 8601, or write a pattern like %%d/%%m/%%Y",
			"quítelo si es ISO 8601, o escriba un patrón como %%d/%%m/%%Y");
		out->format = STR("default");
	}
}

static void take_list(struct reading *r, const struct setting *field, struct field *out)
{
	const struct setting *type = setting_find(field, "itemType");

	out->delimiter = setting_text(setting_find(field, "delimiter"), STR(","), r->diag);
	out->item_type = FIELD_STRING;
	if (type && !field_type_find(setting_text(type, STR(""), r->diag), &out->item_type))
		r->good = diag_error(r->diag, type->at, "unknown-type", "'%.*s' is no type of Table Schema", "'%.*s' no es un tipo de Table Schema",
			STR_ARG(type->text));
}

static bool name_new(struct reading *r, const struct field *field, size_t before)
{
	if (field->name.len == 0)
		return diag_error(r->diag, field->at, "field-name", "a field without a name", "un campo sin nombre");
	for (size_t i = 0; i < before; i++)
		if (str_equal(r->out->fields[i].name, field->name))
			return diag_error(r->diag, field->at, "duplicate-field", "the field '%.*s' is there already", "el campo '%.*s' ya está", STR_ARG(field->name));
	return true;
}

static void take_field(struct reading *r, const struct setting *s, size_t index)
{
	struct field *out = &r->out->fields[index];
	const struct setting *name = setting_find(s, "name");

	*out = (struct field){ .index = index, .at = name ? name->at : s->at };
	out->name = setting_text(name, STR(""), r->diag);
	r->good = name_new(r, out, index) && r->good;
	take_type(r, s, out);
	out->title = load_phrase(r->arena, setting_find(s, "title"), s, "title", r->main_lang, r->diag);
	out->description = load_phrase(r->arena, setting_find(s, "description"), s, "description", r->main_lang, r->diag);
	out->unit = setting_text(setting_find(s, "vitrina:unit"), STR(""), r->diag);
	out->example = setting_text(setting_find(s, "example"), STR(""), r->diag);
	out->rdf_type = setting_text(setting_find(s, "rdfType"), STR(""), r->diag);
	take_list(r, s, out);
	take_form(r, s, out);
	take_missing(r, s, out);
	take_truth(r, s, out);
	take_constraints(r, s, out);
}

static void unknown_field(struct reading *r, const struct setting *s)
{
	struct str *names = arena_array(r->arena, struct str, r->out->field_count + 1), nearest;

	for (size_t i = 0; i < r->out->field_count; i++)
		names[i] = r->out->fields[i].name;
	nearest = str_nearest(s->text, names, r->out->field_count);
	r->good = diag_error(r->diag, s->at, "unknown-field", "there is no field '%.*s'", "no hay campo '%.*s'", STR_ARG(s->text));
	if (nearest.len)
		diag_advice(r->diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(nearest));
}

static void add_key_field(struct reading *r, const struct setting *s, const struct field **fields, size_t *count)
{
	const struct field *field = s->kind == SETTING_TEXT ? schema_find(r->out, s->text) : NULL;

	if (field)
		fields[(*count)++] = field;
	else
		unknown_field(r, s);
}

/* A key: a field's name or a list of them. */
static struct key key_of(struct reading *r, const struct setting *s)
{
	struct key key = { .at = s->at };
	const struct field **fields = arena_array(r->arena, const struct field *, s->count + 1);

	if (s->kind == SETTING_TEXT)
		add_key_field(r, s, fields, &key.count);
	for (size_t i = 0; s->kind == SETTING_LIST && i < s->count; i++)
		add_key_field(r, &s->items[i], fields, &key.count);
	key.fields = fields;
	return key;
}

/* The step's usual name: programa_id leads to "programa". */
static struct str step_name(struct str field)
{
	return str_ends(field, STR("_id")) && field.len > 3 ? str_part(field, 0, field.len - 3) : field;
}

static void take_foreign(struct reading *r, const struct setting *s, struct str own, struct foreign_key *out)
{
	const struct setting *fields = setting_find(s, "fields"), *reference = setting_map(setting_find(s, "reference"), r->diag);
	const struct setting *target = setting_find(reference, "fields");
	size_t count;

	*out = (struct foreign_key){ .at = s->at };
	if (!fields || !target) {
		r->good = diag_error(r->diag, s->at, "foreign-key", "a foreign key needs 'fields' and 'reference' with 'fields'",
			"una llave foránea necesita 'fields' y 'reference' con 'fields'");
		return;
	}
	out->key = key_of(r, fields);
	out->resource = setting_text(setting_find(reference, "resource"), STR(""), r->diag);
	out->target_fields = texts_of(r, target, &count);
	if (count != out->key.count)
		r->good = diag_error(r->diag, target->at, "foreign-key", "%zu fields point at %zu", "%zu campos apuntan a %zu", out->key.count, count);
	out->forward = setting_text(setting_find(s, "vitrina:name"), STR(""), r->diag);
	if (out->forward.len == 0 && out->key.count)
		out->forward = step_name(out->key.fields[0]->name);
	out->reverse = setting_text(setting_find(s, "vitrina:reverse"), own, r->diag);
}

static void take_keys(struct reading *r, const struct setting *schema, struct str own)
{
	const struct setting *primary = setting_find(schema, "primaryKey");
	const struct setting *unique = setting_list(setting_find(schema, "uniqueKeys"), r->diag);
	const struct setting *foreign = setting_list(setting_find(schema, "foreignKeys"), r->diag);
	struct key *keys;

	if (primary)
		r->out->primary = key_of(r, primary);
	if (unique) {
		keys = arena_array(r->arena, struct key, unique->count + 1);
		for (size_t i = 0; i < unique->count; i++)
			keys[i] = key_of(r, &unique->items[i]);
		r->out->unique = keys;
		r->out->unique_count = unique->count;
	}
	if (foreign) {
		r->out->foreign = arena_array(r->arena, struct foreign_key, foreign->count + 1);
		for (size_t i = 0; i < foreign->count; i++)
			take_foreign(r, &foreign->items[i], own, &r->out->foreign[i]);
		r->out->foreign_count = foreign->count;
	}
}

static void take_match(struct reading *r, const struct setting *schema)
{
	static const char *const kinds[] = { "exact", "equal", "subset", "superset", "partial" };
	const struct setting *s = setting_find(schema, "fieldsMatch");
	struct str text = STR("exact");

	if (s && s->kind == SETTING_LIST && s->count)
		text = setting_text(&s->items[0], text, r->diag);
	else
		text = setting_text(s, text, r->diag);
	r->out->fields_match = text;
	r->out->exact_match = str_equal(text, STR("exact"));
	for (size_t i = 0; i < 5; i++)
		if (str_equal(text, str_of(kinds[i])))
			return;
	r->good = diag_error(r->diag, s->at, "fields-match", "'%.*s' is not exact, equal, subset, superset or partial",
		"'%.*s' no es exact, equal, subset, superset ni partial", STR_ARG(text));
}

/* Keys that are a slip of the pen away from a standard one. */
static void tell_near_misses(const struct setting *map, const char *const *known, struct diag *diag)
{
	struct str names[32], nearest;
	size_t count = 0;

	for (; known[count]; count++)
		names[count] = str_of(known[count]);
	for (size_t i = 0; i < map->count; i++) {
		bool exact = false;

		for (size_t j = 0; j < count; j++)
			exact = exact || str_equal(map->items[i].key, names[j]);
		nearest = exact ? STR("") : str_nearest(map->items[i].key, names, count);
		if (nearest.len == 0)
			continue;
		diag_warning(diag, map->items[i].key_at, "near-miss", "'%.*s' is no property of the standard", "'%.*s' no es una propiedad del estándar",
			STR_ARG(map->items[i].key));
		diag_advice(diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(nearest));
	}
}

bool load_schema(struct arena *arena, const struct setting *schema, const struct setting *resource, struct str main_lang, struct schema *out,
	struct diag *diag)
{
	static const char *const known[] = { "fields", "primaryKey", "uniqueKeys", "foreignKeys", "missingValues", "fieldsMatch", "$schema", "name",
		"title", "description", "homepage", "version", "created", "keywords", "contributors", "examples", NULL };
	struct reading r = { arena, main_lang, schema, out, diag, true };
	const struct setting *fields = setting_list(setting_find(schema, "fields"), diag);

	*out = (struct schema){ .fields_match = STR("exact"), .exact_match = true };
	if (!fields || fields->count == 0)
		return diag_error(diag, schema->at, "no-fields", "the schema declares no fields", "el esquema no declara campos");
	tell_near_misses(schema, known, diag);
	out->fields = arena_array(arena, struct field, fields->count);
	for (size_t i = 0; i < fields->count; i++) {
		take_field(&r, &fields->items[i], i);
		out->field_count = i + 1;
	}
	out->stored_count = out->field_count;
	take_match(&r, schema);
	take_keys(&r, schema, setting_text(setting_find(resource, "name"), STR(""), diag));
	return r.good;
}
