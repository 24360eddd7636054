/* Most numbers are published as they are written here, so their digits are read where they stand; the rest go over their value. */
#include "export/cell.h"

#include "base/arena.h"

enum { PLACES_MOST = 22 }; /* powers of ten that a double holds exactly */

struct cells {
	const struct table *table;
	struct arena *arena; /* of values */
	struct buf text;     /* the last cell's, when it is not as published */
};

struct cells *cells_new(const struct table *table)
{
	struct cells *cells = memory_resize(NULL, sizeof *cells);

	*cells = (struct cells){ .table = table, .arena = arena_new() };
	return cells;
}

void cells_free(struct cells *cells)
{
	arena_free(cells->arena);
	buf_clear(&cells->text);
	memory_free(cells);
}

/* The digits of `-12.50`; false when the text is in another form. Zeros before the first digit don't count. */
static bool plain_number(struct str text, int64_t *coefficient, uint32_t *digits, uint32_t *places)
{
	bool minus = str_starts(text, STR("-")), point = false;
	size_t i = minus, start = i;
	uint64_t value = 0;

	*digits = *places = 0;
	for (; i < text.len; i++) {
		char c = text.at[i];

		if (c == '.' && !point && i > start && i + 1 < text.len) {
			point = true;
			continue;
		}
		if (c < '0' || c > '9')
			return false;
		if (*digits || c != '0')
			++*digits;
		*places += point;
		value = value * 10 + (uint64_t)(c - '0'); /* beyond 15 digits it may be anything: nobody asks then */
	}
	*coefficient = minus ? -(int64_t)value : (int64_t)value;
	return text.len > start && !(text.at[start] == '0' && text.len > start + 1 && text.at[start + 1] != '.');
}

static double scaled(int64_t coefficient, uint32_t places)
{
	static const double powers[PLACES_MOST + 1] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
		1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };

	return (double)coefficient / powers[places]; /* both exact, so the quotient is the nearest double */
}

/* The canonical text of a value that is published in a form of its own. */
static struct str canonical(struct cells *cells, uint32_t row, size_t column)
{
	struct value value;

	if (arena_size(cells->arena) > FORMAT_FLUSH)
		arena_reset(cells->arena);
	buf_reset(&cells->text);
	if (table_value(cells->table, cells->arena, row, column, &value))
		value_write(&cells->text, &value);
	return buf_str(&cells->text);
}

static struct cell number_cell(struct cells *cells, uint32_t row, size_t column, struct str text)
{
	struct cell cell = { .kind = CELL_NUMBER, .text = text };
	uint32_t digits;

	if (!plain_number(text, &cell.integer, &digits, &cell.places)) {
		cell.text = canonical(cells, row, column);
		if (!plain_number(cell.text, &cell.integer, &digits, &cell.places))
			digits = CELL_DIGITS + 1;
	}
	if (digits > CELL_DIGITS || cell.places > PLACES_MOST) {
		cell.kind = CELL_TEXT;
		return cell;
	}
	cell.whole = cell.places == 0;
	cell.number = scaled(cell.integer, cell.places);
	return cell;
}

static struct cell date_cell(struct cells *cells, uint32_t row, size_t column)
{
	struct cell cell = { .kind = CELL_DATE };
	struct value value;

	cell.text = canonical(cells, row, column);
	if (table_value(cells->table, cells->arena, row, column, &value))
		cell.moment = value.as.moment;
	return cell;
}

struct cell cells_get(struct cells *cells, uint32_t row, size_t column)
{
	struct str text;

	if (!table_text(cells->table, row, column, &text))
		return (struct cell){ .kind = CELL_NONE };
	switch (table_schema(cells->table)->fields[column].type) {
	case FIELD_INTEGER: case FIELD_NUMBER: case FIELD_YEAR:
		return number_cell(cells, row, column, text);
	case FIELD_BOOLEAN:
		text = canonical(cells, row, column);
		return (struct cell){ .kind = CELL_BOOLEAN, .text = text, .truth = str_equal(text, STR("true")) };
	case FIELD_DATE: return date_cell(cells, row, column);
	case FIELD_DATETIME: case FIELD_TIME: case FIELD_YEARMONTH:
		return (struct cell){ .kind = CELL_TEXT, .text = canonical(cells, row, column) };
	default: return (struct cell){ .kind = CELL_TEXT, .text = text };
	}
}

bool cells_long(struct cells *cells, size_t column)
{
	for (uint32_t row = 0; row < table_rows(cells->table); row++)
		if (cells_get(cells, row, column).kind == CELL_TEXT)
			return true;
	return false;
}
