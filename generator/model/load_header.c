/* fieldsMatch, as Table Schema (v2) has it: "exact" the same fields in the same order; "equal" in any order;
 * "subset" the file may have more; "superset" it may have fewer; "partial" both, but at least one. */
#include "model/load_header.h"

#include "base/utf8.h"
#include "model/schema.h"

#include <unicode/uchar.h>

enum { CANDIDATES = 512 };

static bool equal_folded(struct str a, struct str b)
{
	size_t i = 0, j = 0;

	while (i < a.len && j < b.len)
		if (u_foldCase((UChar32)utf8_next(a, &i), U_FOLD_CASE_DEFAULT) != u_foldCase((UChar32)utf8_next(b, &j), U_FOLD_CASE_DEFAULT))
			return false;
	return i == a.len && j == b.len;
}

static const struct field *find_folded(const struct schema *schema, struct str name)
{
	for (size_t i = 0; i < schema->field_count; i++)
		if (equal_folded(schema->fields[i].name, name))
			return &schema->fields[i];
	return NULL;
}

bool header_known(const struct schema *schema, struct str name)
{
	struct str trimmed = utf8_trim(name);

	return trimmed.len > 0 && find_folded(schema, trimmed);
}

static bool matches(const struct schema *schema, const char *name)
{
	return str_equal(schema->fields_match, str_of(name));
}

static bool more_allowed(const struct schema *schema)
{
	return matches(schema, "subset") || matches(schema, "partial");
}

static bool fewer_allowed(const struct schema *schema)
{
	return matches(schema, "superset") || matches(schema, "partial");
}

/* The nearest name of a field that no column has. */
static struct str nearest(const struct header *header, const struct schema *schema, struct str name)
{
	struct str candidates[CANDIDATES];
	size_t count = 0;

	for (size_t i = 0; i < schema->stored_count && count < CANDIDATES; i++)
		if (header->column[i] == HEADER_NONE)
			candidates[count++] = schema->fields[i].name;
	return str_nearest(name, candidates, count);
}

static void report_twice(const struct header *header, size_t i, struct diag *diag)
{
	size_t first = header->column[header->field[i]];

	diag_error(diag, header->at[i], "header-duplicate", "the column '%.*s' is there twice: as number %zu and as number %zu",
		"la columna '%.*s' está dos veces: como número %zu y como número %zu", STR_ARG(header->names[i]), first + 1, i + 1);
	diag_advice(diag, "remove one of the two columns, or correct its name",
		"quite una de las dos columnas o corrija su nombre");
	header->field[i] = HEADER_NONE;
}

const struct field *header_field(const struct schema *schema, struct str name, bool fold)
{
	return name.len == 0 ? NULL : fold ? find_folded(schema, name) : schema_find(schema, name);
}

/* Gives each column its field. Returns how many have one. */
static size_t match_names(struct header *header, const struct schema *schema, bool fold, struct diag *diag)
{
	size_t matched = 0;

	for (size_t i = 0; i < schema->stored_count; i++)
		header->column[i] = HEADER_NONE;
	for (size_t i = 0; i < header->count; i++) {
		struct str name = header->names[i];
		const struct field *field = header_field(schema, name, fold);

		header->field[i] = field && !field->computed ? (uint32_t)field->index : HEADER_NONE;
		if (header->field[i] == HEADER_NONE)
			continue;
		if (header->column[field->index] != HEADER_NONE) {
			report_twice(header, i, diag);
			continue;
		}
		header->column[field->index] = (uint32_t)i;
		matched++;
	}
	return matched;
}

static void report_unknown(const struct header *header, const struct schema *schema, size_t i, struct diag *diag)
{
	struct str name = header->names[i], trimmed = utf8_trim(name), near;

	if (name.len == 0) {
		diag_error(diag, header->at[i], "header-blank", "column %zu has no name", "la columna %zu no tiene nombre", i + 1);
		diag_advice(diag, "name it in the header, or remove the column",
			"póngale nombre en el encabezado o quite la columna");
		return;
	}
	diag_error(diag, header->at[i], "header-unknown", "the column '%.*s' is not in the schema",
		"la columna '%.*s' no está en el esquema", STR_ARG(name));
	near = nearest(header, schema, name);
	if (trimmed.len < name.len && schema_find(schema, trimmed))
		diag_advice(diag, "there are blanks or invisible characters around the name; write '%.*s'",
			"el nombre tiene espacios o caracteres invisibles alrededor; escriba '%.*s'",
			STR_ARG(trimmed));
	else if (near.len)
		diag_advice(diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(near));
	else
		diag_advice(diag, "declare the field in the descriptor, or remove the column",
			"declare el campo en el descriptor o quite la columna");
}

static bool repeats(const struct header *header, const struct schema *schema, size_t i)
{
	const struct field *field = schema_find(schema, header->names[i]);

	return field && !field->computed && header->column[field->index] != HEADER_NONE;
}

static bool check_more(const struct header *header, const struct schema *schema, struct diag *diag)
{
	bool fine = true;

	for (size_t i = 0; i < header->count; i++) {
		if (header->field[i] != HEADER_NONE || repeats(header, schema, i))
			continue;
		if (header->names[i].len && more_allowed(schema))
			continue;
		report_unknown(header, schema, i, diag);
		fine = false;
	}
	return fine;
}

static struct place place_of_header(const struct header *header)
{
	return (struct place){ .path = header->path, .line = header->count ? header->at[0].line : 1 };
}

static bool check_fewer(const struct header *header, const struct schema *schema, struct diag *diag)
{
	bool fine = true;

	for (size_t i = 0; i < schema->stored_count && !fewer_allowed(schema); i++) {
		if (header->column[i] != HEADER_NONE)
			continue;
		diag_error(diag, place_of_header(header), "header-missing",
			"the column '%.*s' is missing", "falta la columna '%.*s'", STR_ARG(schema->fields[i].name));
		diag_advice(diag, "add it to the header and to every row, empty where nothing is known",
			"agréguela al encabezado y a todos los renglones, vacía donde no se sepa");
		fine = false;
	}
	return fine;
}

static void check_order(const struct header *header, const struct schema *schema, struct diag *diag)
{
	for (size_t i = 0; i < header->count && i < schema->stored_count; i++) {
		if (header->field[i] == i)
			continue;
		diag_error(diag, header->at[i], "header-order", "column %zu is '%.*s', and the schema has '%.*s' there",
			"la columna %zu es '%.*s' y el esquema tiene ahí '%.*s'",
			i + 1, STR_ARG(header->names[i]), STR_ARG(schema->fields[i].name));
		diag_advice(diag, "put the columns in the order of the schema, or declare fieldsMatch: equal in it",
			"ponga las columnas en el orden del esquema o declare en él fieldsMatch: equal");
		return;
	}
}

/* The delimiter that splits the only name there is into names of fields; 0 when none does. */
static char find_delimiter(const struct header *header, const struct schema *schema)
{
	for (const char *c = ",;\t|"; header->count == 1 && *c; c++) {
		struct str rest = header->names[0], name;
		size_t known = 0, count = 0;

		for (; str_next(&rest, *c, &name); count++)
			known += header_known(schema, name);
		if (count > 1 && known * 2 >= count)
			return *c;
	}
	return '\0';
}

void header_report_other(const struct header *header, const struct schema *schema, const struct dialect *dialect, uint32_t row,
	struct diag *diag)
{
	char delimiter = find_delimiter(header, schema);
	char shown[] = { delimiter, '\0' };
	const char *declared = delimiter == '\t' ? "\\t" : shown;
	const struct field *folded = header->count ? find_folded(schema, header->names[0]) : NULL;

	diag_error(diag, place_of_header(header), "header-missing",
		"the first row is not the header: it names no field of the schema",
		"el primer renglón no es el encabezado: no nombra ningún campo del esquema");
	if (delimiter)
		diag_advice(diag, "its names are separated by '%s'; declare in the descriptor: dialect: { delimiter: \"%s\" }",
			"sus nombres están separados por '%s'; declare en el descriptor: dialect: { delimiter: \"%s\" }",
			declared, declared);
	else if (folded)
		diag_advice(diag, "its names have other capital letters; write '%.*s', or declare: dialect: { caseSensitiveHeader: false }",
			"sus nombres tienen otras mayúsculas; escriba '%.*s', o declare: dialect: { caseSensitiveHeader: false }",
			STR_ARG(folded->name));
	else if (row)
		diag_advice(diag, "the names stand in row %u, below a title; declare in the descriptor: dialect: { headerRows: [%u] }",
			"los nombres están en el renglón %u, bajo un título; declare en el descriptor: dialect: { headerRows: [%u] }", row, row);
	else
		diag_advice(diag,
			"the names of the columns come first: '%.*s' …; they were looked for between '%c'",
			"primero van los nombres de las columnas: '%.*s' …; se buscaron entre '%c'",
			STR_ARG(schema->fields[0].name), dialect->delimiter ? dialect->delimiter : ',');
}

bool header_match(struct header *header, const struct schema *schema, bool fold, struct diag *diag)
{
	bool fine;

	if (match_names(header, schema, fold, diag) == 0)
		return false;
	fine = check_more(header, schema, diag);
	fine = check_fewer(header, schema, diag) && fine;
	if (fine && schema->exact_match)
		check_order(header, schema, diag);
	return true;
}
