/* Schemas: what is told of them (tests/cases/schemas.txt), and what they become. */
#include "model/load_package.h"

#include "base/arena.h"
#include "parse/settings.h"

#include "cases.h"

struct fixture {
	struct arena *arena;
	struct diag *diag;
	struct schema schema;
	bool good;
};

static struct fixture schema_of(struct str text)
{
	struct fixture f = { .arena = arena_new(), .diag = diag_new(LANG_EN) };
	struct setting *schema = settings_read(f.arena, text, STR("schema"), 1, f.diag);
	struct setting *resource = settings_read(f.arena, STR("{name: metas-2}"), STR("resource"), 1, f.diag);

	f.good = schema && load_schema(f.arena, schema, resource, STR("es"), &f.schema, f.diag);
	return f;
}

static void fixture_end(struct fixture *f)
{
	schema_end(&f->schema);
	diag_free(f->diag);
	arena_free(f->arena);
}

static void run_case(struct str line, struct buf *got, struct str *wanted)
{
	struct fixture f = schema_of(case_part(&line));

	case_messages(f.diag, got);
	*wanted = line;
	fixture_end(&f);
}

static void cases(void **state)
{
	(void)state;
	assert_true(cases_run("tests/cases/schemas.txt", run_case) > 40);
}

static void expect(struct str got, const char *wanted)
{
	if (!str_equal(got, str_of(wanted)))
		fail_msg("'%.*s', not '%s'", STR_ARG(got), wanted);
}

static void everything_is_read(void **state)
{
	struct fixture f = schema_of(STR(
		"missingValues: ['', n/d]\n"
		"fieldsMatch: subset\n"
		"primaryKey: clave\n"
		"uniqueKeys: [[clave, nombre]]\n"
		"fields:\n"
		"  - { name: clave, type: string, title: Clave, example: '21', rdfType: 'http://x/y', missingValues: ['-'] }\n"
		"  - { name: nombre, type: string, vitrina:en: { title: Name }, title: Nombre, vitrina:unit: kg }\n"
		"  - { name: nivel, type: integer, constraints: { enum: [1, 2], minimum: '0', unique: true, required: true },\n"
		"      vitrina:labels: { 1: { es: Uno, en: One }, 2: Dos } }\n"
		"  - { name: marca, type: boolean, trueValues: [sí], falseValues: ['no'] }\n"));
	const struct field *fields = f.schema.fields;

	(void)state;
	assert_true(f.good);
	assert_int_equal(diag_worst(f.diag), DIAG_NONE);
	assert_int_equal(f.schema.field_count, 4);
	assert_int_equal(f.schema.stored_count, 4);
	expect(f.schema.fields_match, "subset");
	assert_false(f.schema.exact_match);
	assert_int_equal(f.schema.primary.count, 1);
	assert_ptr_equal(f.schema.primary.fields[0], &fields[0]);
	assert_int_equal(f.schema.unique_count, 1);
	assert_int_equal(f.schema.unique[0].count, 2);
	expect(fields[0].example, "21");
	expect(fields[0].rdf_type, "http://x/y");
	assert_int_equal(fields[0].missing_count, 1);
	expect(fields[0].missing[0], "-");
	assert_int_equal(fields[1].missing_count, 2);
	expect(fields[1].missing[1], "n/d");
	expect(phrase_in(&fields[1].title, STR("en")), "Name");
	expect(phrase_in(&fields[1].title, STR("fr")), "Nombre");
	expect(fields[1].unit, "kg");
	assert_true(fields[2].required && fields[2].unique && fields[2].minimum.given && !fields[2].maximum.given);
	assert_int_equal(fields[2].choice_count, 2);
	expect(phrase_in(&fields[2].choices[0].label, STR("en")), "One");
	expect(phrase_in(&fields[2].choices[1].label, STR("en")), "Dos");
	expect(fields[3].true_values[0], "sí");
	fixture_end(&f);
}

static void steps_have_names(void **state)
{
	struct fixture f = schema_of(STR(
		"fields: [{name: programa_id}, {name: id_fuente}, {name: meta_id}, {name: meta}, {name: padre}, {name: clave}]\n"
		"foreignKeys:\n"
		"  - { fields: [programa_id], reference: { resource: programas, fields: [programa_id] } }\n"
		"  - { fields: id_fuente, reference: { resource: fuentes, fields: id }, vitrina:reverse: citas }\n"
		"  - { fields: meta_id, reference: { resource: metas, fields: meta_id } }\n"
		"  - { fields: padre, reference: { resource: '', fields: clave }, vitrina:name: superior }\n"
		"  - { fields: clave, reference: { resource: claves, fields: clave } }\n"));
	const struct foreign_key *keys = f.schema.foreign;

	(void)state;
	assert_int_equal(diag_worst(f.diag), DIAG_NONE);
	assert_int_equal(f.schema.foreign_count, 5);
	expect(keys[0].forward, "programa");
	expect(keys[0].reverse, "metas_2");
	expect(keys[1].forward, "fuente");
	expect(keys[1].reverse, "citas");
	expect(keys[2].forward, ""); /* there is a field of that name */
	expect(keys[3].forward, "superior");
	expect(keys[3].resource, "");
	expect(keys[4].forward, "");
	fixture_end(&f);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(cases), cmocka_unit_test(everything_is_read), cmocka_unit_test(steps_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
