/* A column is looked through only as far as something may still be found: what must be the key of another table, one of some choices, or of a
 * declared form, is not; numbers show by their first cells that nothing is wrong with their column. The rest is told by its first byte. */
#include "model/suspect.h"

#include "model/suspect_private.h"
#include "model/table_private.h"

struct place suspect_column(const struct table *table, const struct field *field)
{
	struct place at = place_of(table->part_count ? table->parts[0].path : STR(""));

	at.field = field->name;
	return at;
}

static bool among(const struct key *key, const struct field *field)
{
	for (size_t i = 0; i < key->count; i++)
		if (key->fields[i]->index == field->index)
			return true;
	return false;
}

bool suspect_refers(const struct table *table, const struct field *field)
{
	for (size_t i = 0; i < table->schema.foreign_count; i++)
		if (among(&table->schema.foreign[i].key, field))
			return true;
	return false;
}

bool suspect_in_key(const struct table *table, const struct field *field)
{
	bool in = among(&table->schema.primary, field) || field->unique;

	for (size_t i = 0; i < table->schema.unique_count && !in; i++)
		in = among(&table->schema.unique[i], field);
	return in;
}

bool suspect_settled(const struct table *table, const struct field *field)
{
	return field->pattern_text.len || field->choice_count || suspect_refers(table, field);
}

static bool plain_text(const struct field *field)
{
	return (field->type == FIELD_STRING || field->type == FIELD_ANY) && (field->format.len == 0 || str_equal(field->format, STR("default")));
}

/* First bytes of which one look is not enough. */
static bool marked(char first)
{
	static const char marks[] = "=+-@#E\t\r\n0123456789";

	return memchr(marks, first, sizeof marks - 1) != NULL;
}

static void look_texts(const struct table *table, const struct field *field, bool foreign, struct diag *diag)
{
	uint64_t counts[SUSPECT_KINDS] = { 0 };
	bool look[256];
	struct str text;

	for (int i = 0; i < 256; i++)
		look[i] = foreign || marked((char)i);
	for (uint32_t row = 0; row < table->rows; row++) {
		enum suspect_kind kind;

		if (!table_stored(table, row, field->index, &text) || text.len == 0 || !look[(unsigned char)text.at[0]])
			continue;
		kind = suspect_cell(text, foreign);
		if (kind != SUSPECT_NONE && counts[kind]++ < SUSPECTS_TOLD)
			suspect_tell_cell(kind, text, table_place(table, row, field->index), diag);
	}
	for (int kind = SUSPECT_NONE + 1; kind < SUSPECT_KINDS; kind++)
		if (counts[kind] > SUSPECTS_TOLD)
			suspect_tell_more((enum suspect_kind)kind, counts[kind] - SUSPECTS_TOLD, suspect_column(table, field), diag);
}

static void look_numbers(const struct table *table, const struct field *field, struct diag *diag)
{
	uint64_t count = 0;
	struct str text;

	for (uint32_t row = 0; row < table->rows; row++)
		if (table_stored(table, row, field->index, &text) && suspect_shortened(text) && count++ < SUSPECTS_TOLD)
			suspect_tell_cell(SUSPECT_SCIENTIFIC, text, table_place(table, row, field->index), diag);
	if (count > SUSPECTS_TOLD)
		suspect_tell_more(SUSPECT_SCIENTIFIC, count - SUSPECTS_TOLD, suspect_column(table, field), diag);
}

/* What the bytes of the files show before a cell is looked at. */
struct hints {
	bool foreign;   /* letters that were encoded twice, or lost */
	bool exponents; /* shortened numbers */
};

static struct hints hints_of(const struct table *table)
{
	struct hints hints = { false, false };

	for (size_t i = 0; i < table->part_count; i++) {
		hints.foreign = hints.foreign || suspect_foreign(table->files[i].bytes);
		hints.exponents = hints.exponents || suspect_exponents(table->files[i].bytes);
	}
	return hints;
}

static void look_column(const struct table *table, const struct field *field, const struct hints *hints, struct diag *diag)
{
	if (suspect_settled(table, field))
		return;
	if (plain_text(field)) {
		look_texts(table, field, hints->foreign, diag);
		suspect_codes(table, field, diag);
	} else if (field->type == FIELD_NUMBER || field->type == FIELD_INTEGER) {
		if (hints->exponents)
			look_numbers(table, field, diag);
		suspect_codes(table, field, diag);
		suspect_figures(table, field, diag);
	}
}

void suspect_table(const struct table *table, struct diag *diag)
{
	struct hints hints;

	if (table->rows == 0)
		return;
	hints = hints_of(table);
	for (size_t i = 0; i < table->schema.stored_count; i++)
		look_column(table, &table->schema.fields[i], &hints, diag);
	suspect_keys(table, diag);
	if (!table->faulty) /* what is wrong counts as absent, and rows may seem equal */
		suspect_rows(table, diag);
}
