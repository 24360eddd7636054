/* Columns of numbers. Each cell is right, and mostly the first ones show that the column is too. */
#include "model/suspect_private.h"

#include "model/table_private.h"

enum {
	POINTS_LEAST = 10, MIXED_LEAST = 5,
	SMALL_MOST = 1000, /* so many small numbers, and none with a point: the column has none */
	ZEROS_LEAST = 30,
};

static bool digit(char c) { return c >= '0' && c <= '9'; }

static size_t digits(struct str text, size_t at)
{
	while (at < text.len && digit(text.at[at]))
		at++;
	return at;
}

enum shape { OTHER, SMALL, PARTED };

/* SMALL: 0 to 999; PARTED: one to three digits, a point, three digits, as thousands are written in most of Europe. */
static enum shape shape_of(struct str text)
{
	size_t start = text.len && text.at[0] == '-', point = digits(text, start);

	if (point == start || point - start > 3)
		return OTHER;
	if (point == text.len)
		return SMALL;
	return text.at[start] != '0' && text.at[point] == '.' && text.len - point == 4 && digits(text, point + 1) == text.len ? PARTED : OTHER;
}

static void tell_points(struct diag *diag, struct place at, unsigned long long parted, unsigned long long small, struct str example)
{
	if (small)
		diag_warning(diag, at, "thousands-as-decimals",
			"the points of the column probably part thousands: %llu numbers have exactly three decimals, as '%.*s', and the rest "
			"(%llu) is whole and less than 1000",
			"los puntos de la columna probablemente separan millares: %llu números tienen exactamente tres decimales, como '%.*s', y "
			"el resto (%llu) es entero y menor que 1000",
			parted, STR_ARG(example), small);
	else
		diag_warning(diag, at, "thousands-as-decimals",
			"the points of the column probably part thousands: all %llu numbers have exactly three decimals, as '%.*s'",
			"los puntos de la columna probablemente separan millares: los %llu números tienen exactamente tres decimales, como "
			"'%.*s'", parted,
			STR_ARG(example));
	diag_advice(diag, "if they do, write the numbers without them, or declare groupChar: \".\"; if they are decimals, declare decimalChar: \".\"",
		"si es así, escriba los números sin ellos, o declare groupChar: \".\"; si son decimales, declare decimalChar: \".\"");
}

static void find_points(const struct table *table, const struct field *field, struct diag *diag)
{
	uint64_t small = 0, parted = 0;
	struct str text, example = STR("");

	if (field->type != FIELD_NUMBER || field->form_declared)
		return;
	for (uint32_t row = 0; row < table->rows; row++) {
		enum shape shape;

		if (!table_stored(table, row, field->index, &text))
			continue;
		shape = shape_of(text);
		if (shape == OTHER || (parted == 0 && small == SMALL_MOST))
			return;
		small += shape == SMALL;
		if (shape == PARTED && parted++ == 0)
			example = text;
	}
	if (parted < MIXED_LEAST || (small == 0 && parted < POINTS_LEAST))
		return;
	tell_points(diag, suspect_column(table, field), parted, small, example);
}

/* 0, 0.00, -0. */
static bool zero(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] != '0' && text.at[i] != '.' && !(i == 0 && text.at[i] == '-'))
			return false;
	return text.len > 0;
}

static bool all_zero(const struct table *table, size_t column)
{
	struct str text;
	uint32_t row = 0;

	while (row < table->rows && table_stored(table, row, column, &text) && zero(text))
		row++;
	return row == table->rows;
}

/* A column where figures differ, so that the table is one of figures that were gathered. */
static bool varies(const struct table *table, size_t column)
{
	struct str text, first = STR("");

	for (uint32_t row = 0; row < table->rows; row++) {
		if (!table_stored(table, row, column, &text) || zero(text))
			continue;
		if (first.len && !str_equal(first, text))
			return true;
		first = text;
	}
	return false;
}

static bool figure(const struct table *table, const struct field *field)
{
	return (field->type == FIELD_NUMBER || field->type == FIELD_INTEGER) && !suspect_in_key(table, field) && !suspect_settled(table, field);
}

static bool others_vary(const struct table *table, const struct field *field)
{
	for (size_t i = 0; i < table->schema.stored_count; i++) {
		const struct field *other = &table->schema.fields[i];

		if (other != field && figure(table, other) && varies(table, i))
			return true;
	}
	return false;
}

static void find_zeros(const struct table *table, const struct field *field, struct diag *diag)
{
	if (table->rows < ZEROS_LEAST || !figure(table, field) || !all_zero(table, field->index) || !others_vary(table, field))
		return;
	diag_warning(diag, suspect_column(table, field), "all-zero", "all %u figures of the column are 0, and none is absent",
		"las %u cifras de la columna son 0, y ninguna falta", table->rows);
	diag_advice(diag, "where nothing was measured or reported, leave the cell empty: 0 says that it was, and came to nothing",
		"donde nada se midió o reportó, deje vacía la celda: 0 dice que se hizo y resultó en nada");
}

void suspect_figures(const struct table *table, const struct field *field, struct diag *diag)
{
	find_points(table, field, diag);
	find_zeros(table, field, diag);
}
