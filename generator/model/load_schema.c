/* Table Schema to struct schema: its fields by load_field.c, and here its keys. A key with a fault is reported
 * and left out. */
#include "model/load_package.h"

#include "base/arena.h"
#include "model/load_setting.h"
#include "parse/settings.h"

enum { FIELDS_MOST = 4096 };

struct reading {
	struct arena *arena;
	struct str main_lang;
	struct str own; /* the resource's name */
	struct schema *out;
	struct diag *diag;
};

static bool field_named(struct reading *r, const struct setting *s)
{
	const struct setting *name = setting_find(s, "name");
	const struct field *other;

	if (s->kind != SETTING_MAP) {
		diag_error(r->diag, s->at, "field-name", "a field must be a map of its properties",
			"un campo debe ser un mapa de sus propiedades");
		diag_advice(r->diag, "write it like { name: %.*s, type: string }",
			"escríbalo como { name: %.*s, type: string }", STR_ARG(s->text));
		return false;
	}
	if (!name || name->kind != SETTING_TEXT || name->text.len == 0)
		return diag_error(r->diag, s->at, "field-name", "a field needs a 'name'",
			"un campo necesita 'name'");
	other = schema_find(r->out, name->text);
	return !other || diag_error(r->diag, name->at, "duplicate-field",
		"the field '%.*s' is already declared at line %u",
		"el campo '%.*s' ya está declarado en la línea %u", STR_ARG(name->text), other->at.line);
}

static void take_fields(struct reading *r, const struct setting *schema, const struct setting *fields)
{
	size_t count = fields->count < FIELDS_MOST ? fields->count : FIELDS_MOST;

	if (count < fields->count)
		diag_error(r->diag, fields->items[count].at, "many-fields", "more than %d fields",
			"más de %d campos", FIELDS_MOST);
	r->out->fields = arena_array(r->arena, struct field, count);
	for (size_t i = 0; i < count; i++) {
		const struct setting *s = &fields->items[i];
		struct field *field = &r->out->fields[r->out->field_count];

		if (!field_named(r, s))
			continue;
		field->index = r->out->field_count;
		field->name = setting_find(s, "name")->text;
		field->at = setting_find(s, "name")->at;
		load_field(r->arena, s, schema, r->main_lang, field, r->diag);
		r->out->field_count++;
	}
	r->out->stored_count = r->out->field_count;
}

const struct field *load_field_named(const struct schema *schema, const struct setting *s, struct str name,
	struct diag *diag)
{
	const struct field *field = schema_find(schema, name);
	struct arena *arena;
	struct str *names;

	if (field)
		return field;
	arena = arena_new();
	names = arena_array(arena, struct str, schema->field_count + 1);
	for (size_t i = 0; i < schema->field_count; i++)
		names[i] = schema->fields[i].name;
	diag_error(diag, s->at, "unknown-field", "there is no field '%.*s'", "no hay campo '%.*s'", STR_ARG(name));
	load_nearest(name, names, schema->field_count, diag);
	arena_free(arena);
	return NULL;
}

/* A key: a field's name or a list of them. False when it is no key, and then reported. */
static bool take_key(struct reading *r, const struct setting *s, struct key *out)
{
	const struct setting *items = s->kind == SETTING_LIST ? s->items : s;
	size_t count = s->kind == SETTING_LIST ? s->count : 1;
	const struct field **fields = arena_array(r->arena, const struct field *, count + 1);

	*out = (struct key){ .fields = fields, .at = s->at };
	if (count == 0)
		return diag_error(r->diag, s->at, "key", "a key needs at least one field",
			"una clave necesita al menos un campo");
	for (size_t i = 0; i < count; i++) {
		if (items[i].kind != SETTING_TEXT)
			return diag_error(r->diag, items[i].at, "key",
				"a key must be a list of names of fields",
				"una clave debe ser una lista de nombres de campos");
		fields[i] = load_field_named(r->out, &items[i], items[i].text, r->diag);
		if (!fields[i])
			return false;
		for (size_t j = 0; j < i; j++)
			if (fields[j] == fields[i])
				return diag_error(r->diag, items[i].at, "key", "'%.*s' is in the key twice",
					"'%.*s' está dos veces en la clave", STR_ARG(items[i].text));
	}
	out->count = count;
	return true;
}

/* The name of a step as written, or "" when it is none that templates can write. */
static struct str step_named(struct reading *r, const struct setting *s, struct str otherwise)
{
	struct str name = setting_text(s, otherwise, r->diag);

	if (!s || name_good(name))
		return name;
	diag_error(r->diag, s->at, "step-name", "'%.*s' can't be a name in templates",
		"'%.*s' no puede ser un nombre en las plantillas", STR_ARG(name));
	diag_advice(r->diag, "write it with letters, digits and _, like subprogramas",
		"escríbalo con letras, cifras y _, como subprogramas");
	return otherwise;
}

/* The step's usual name: programa_id and id_programa lead to "programa"; other fields have none. */
static struct str step_usual(const struct key *key)
{
	struct str name = key->fields[key->count - 1]->name, step = STR("");

	if (str_ends(name, STR("_id")))
		step = str_part(name, 0, name.len - 3);
	else if (str_starts(name, STR("id_")))
		step = str_after(name, 3);
	return name_good(step) ? step : STR("");
}

static bool take_reference(struct reading *r, const struct setting *s, const struct setting *reference,
	struct foreign_key *out)
{
	const struct setting *target = setting_find(reference, "fields");
	size_t count;

	if (!target)
		return diag_error(r->diag, s->at, "foreign-key", "a foreign key needs 'reference' with 'fields'",
			"una llave foránea necesita 'reference' con 'fields'");
	out->resource = setting_text(setting_find(reference, "resource"), STR(""), r->diag);
	out->target_fields = load_texts(r->arena, target, &count, r->diag);
	if (count == out->key.count)
		return true;
	return diag_error(r->diag, target->at, "foreign-key", "%zu fields here refer to %zu there",
		"%zu campos de aquí se refieren a %zu de allá", out->key.count, count);
}

/* A usual name gives way to a field of that name; one that was chosen does not, and the clash is told when
 * links are tied. */
static void name_steps(struct reading *r, const struct setting *s, struct foreign_key *out)
{
	struct str usual = step_usual(&out->key);

	out->forward = step_named(r, setting_find(s, "vitrina:name"), schema_find(r->out, usual) ? STR("") : usual);
	out->reverse = step_named(r, setting_find(s, "vitrina:reverse"), name_from(r->arena, r->own));
}

static bool take_foreign(struct reading *r, const struct setting *s, struct foreign_key *out)
{
	static const char *const known[] = { "fields", "reference", NULL };
	static const char *const known_there[] = { "resource", "fields", NULL };
	static const char *const ours[] = { "name", "reverse", NULL }, *const none[] = { NULL };
	const struct setting *reference = setting_map(setting_find(s, "reference"), r->diag);
	const struct setting *fields = setting_find(s, "fields");

	*out = (struct foreign_key){ .at = s->at };
	load_names(s, known, ours, r->diag);
	load_names(reference, known_there, none, r->diag);
	if (!fields)
		return diag_error(r->diag, s->at, "foreign-key", "a foreign key needs 'fields'",
			"una llave foránea necesita 'fields'");
	if (!take_key(r, fields, &out->key) || !take_reference(r, s, reference, out))
		return false;
	name_steps(r, s, out);
	return true;
}

static void take_keys(struct reading *r, const struct setting *schema)
{
	const struct setting *primary = setting_find(schema, "primaryKey");
	const struct setting *unique = setting_list(setting_find(schema, "uniqueKeys"), r->diag);
	const struct setting *foreign = setting_list(setting_find(schema, "foreignKeys"), r->diag);
	struct key *keys = arena_array(r->arena, struct key, unique ? unique->count + 1 : 1);

	if (primary && !take_key(r, primary, &r->out->primary))
		r->out->primary.count = 0;
	for (size_t i = 0; unique && i < unique->count; i++)
		if (take_key(r, &unique->items[i], &keys[r->out->unique_count]))
			r->out->unique_count++;
	r->out->unique = keys;
	r->out->foreign = arena_array(r->arena, struct foreign_key, foreign ? foreign->count + 1 : 1);
	for (size_t i = 0; foreign && i < foreign->count; i++)
		if (take_foreign(r, &foreign->items[i], &r->out->foreign[r->out->foreign_count]))
			r->out->foreign_count++;
}

static void take_match(struct reading *r, const struct setting *schema)
{
	static const struct str kinds[] = { { "exact", 5 }, { "equal", 5 }, { "subset", 6 }, { "superset", 8 },
		{ "partial", 7 } };
	const struct setting *s = setting_find(schema, "fieldsMatch");

	if (s && s->kind == SETTING_LIST && s->count == 1) /* as an early text of the standard had it */
		s = &s->items[0];
	for (size_t i = 0; i < 5; i++)
		if (str_equal(setting_text(s, STR("exact"), r->diag), kinds[i]))
			r->out->fields_match = kinds[i];
	r->out->exact_match = str_equal(r->out->fields_match, STR("exact"));
	if (r->out->fields_match.len)
		return;
	r->out->fields_match = STR("equal");
	diag_error(r->diag, s->at, "fields-match", "'%.*s' is not exact, equal, subset, superset or partial",
		"'%.*s' no es exact, equal, subset, superset ni partial", STR_ARG(s->text));
	load_nearest(s->text, kinds, 5, r->diag);
}

bool load_schema(struct arena *arena, const struct setting *schema, const struct setting *resource,
	struct str main_lang, struct schema *out, struct diag *diag)
{
	static const char *const known[] = { "fields", "primaryKey", "uniqueKeys", "foreignKeys",
		"missingValues", "fieldsMatch", "$schema", "name",
		"title", "description", "homepage", "version", "created", "keywords", "contributors",
		"examples", NULL };
	static const char *const ours[] = { NULL };
	struct reading r = { arena, main_lang, setting_text(setting_find(resource, "name"), STR(""), diag), out,
		diag };
	const struct setting *fields = setting_list(setting_find(schema, "fields"), diag);

	*out = (struct schema){ 0 };
	load_names(schema, known, ours, diag);
	take_match(&r, schema);
	if (fields)
		take_fields(&r, schema, fields);
	if (!setting_find(schema, "fields") || (fields && fields->count == 0)) {
		diag_error(diag, schema->at, "no-fields", "the schema declares no fields",
			"el esquema no declara campos");
		diag_advice(diag, "write fields: [ { name: clave, type: string } ]",
			"escriba fields: [ { name: clave, type: string } ]");
	}
	if (out->field_count == 0)
		return false;
	take_keys(&r, schema);
	return true;
}
