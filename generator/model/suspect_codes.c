/* What a spreadsheet does to codes that it takes for numbers: the zeros before them are gone, and of their digits 15 are left. Both show in the
 * column, not in one cell. */
#include "model/suspect_private.h"

#include "model/table_private.h"
#include "model/value_private.h"

enum {
	WIDTH_MOST = 32,   /* digits of a code */
	CODES_LEAST = 10,  /* of a column that is spoken of */
	FIRST = 64,        /* cells that show whether a column has long numbers */
	KEPT = 15,         /* digits that spreadsheets keep */
	CUT_LEAST = 3,
};

static bool digit(char c) { return c >= '0' && c <= '9'; }

static bool all_digits(struct str text)
{
	size_t i = 0;

	while (i < text.len && digit(text.at[i]))
		i++;
	return i == text.len && i > 0;
}

/* How many codes have so many digits, and of these how many begin with 0. */
struct widths {
	uint64_t count[WIDTH_MOST + 1], zero[WIDTH_MOST + 1], all;
};

/* False when the column holds anything but codes of digits. */
static bool measure(const struct table *table, size_t column, struct widths *widths)
{
	struct str text;

	*widths = (struct widths){ 0 };
	for (uint32_t row = 0; row < table->rows; row++) {
		if (!table_stored(table, row, column, &text))
			continue;
		if (text.len > WIDTH_MOST || !all_digits(text))
			return false;
		widths->count[text.len]++;
		widths->zero[text.len] += text.at[0] == '0';
		widths->all++;
	}
	return true;
}

/* The width of the codes when some have lost their zeros, or 0: three of four have it and some of these zeros before them, none has more digits,
 * and those with fewer have no zeros. */
static size_t width_of(const struct widths *widths)
{
	size_t width = WIDTH_MOST;
	uint64_t shorter;

	while (width > 0 && widths->count[width] == 0)
		width--;
	shorter = widths->all - widths->count[width];
	if (widths->all < CODES_LEAST || shorter == 0 || shorter * 3 > widths->count[width] || widths->zero[width] < 2)
		return 0;
	for (size_t i = 1; i < width; i++)
		if (widths->zero[i])
			return 0;
	return width;
}

static void tell_short(const struct table *table, uint32_t row, const struct field *field, struct str text, const struct widths *widths,
	size_t width, struct diag *diag)
{
	static const char zeros[WIDTH_MOST + 1] = "00000000000000000000000000000000";
	unsigned long long most = widths->count[width], all = widths->all, zero = widths->zero[width];

	diag_warning(diag, table_place(table, row, field->index), "lost-zeros",
		"'%.*s' has probably lost the zeros before it: %llu of the %llu codes of the column have %zu digits, and %llu begin with 0",
		"'%.*s' probablemente perdió los ceros de delante: %llu de las %llu claves de la columna tienen %zu cifras, y %llu comienzan con 0",
		STR_ARG(text), most, all, width, zero);
	diag_advice(diag, "write %.*s%.*s; in the spreadsheet the column must have the format of text before codes are typed or pasted",
		"escriba %.*s%.*s; en la hoja de cálculo la columna debe tener formato de texto antes de escribir o pegar las claves",
		(int)(width - text.len), zeros, STR_ARG(text));
}

static void find_short(const struct table *table, const struct field *field, struct diag *diag)
{
	struct widths widths;
	size_t width = measure(table, field->index, &widths) ? width_of(&widths) : 0;
	uint64_t told = 0;
	struct str text;

	if (width == 0)
		return;
	for (uint32_t row = 0; row < table->rows; row++)
		if (table_stored(table, row, field->index, &text) && text.len < width && told++ < SUSPECTS_TOLD)
			tell_short(table, row, field, text, &widths, width, diag);
	if (told > SUSPECTS_TOLD)
		diag_warning(diag, suspect_column(table, field), "lost-zeros", "%llu more codes of the column have lost their zeros",
			"otras %llu claves de la columna perdieron sus ceros", (unsigned long long)(told - SUSPECTS_TOLD));
}

/* Whether any of the first cells is so long. */
static bool has_long(const struct table *table, size_t column)
{
	struct str text;

	for (uint32_t row = 0, seen = 0; row < table->rows && seen < FIRST; row++) {
		if (!table_stored(table, row, column, &text))
			continue;
		if (text.len > KEPT && all_digits(text))
			return true;
		seen++;
	}
	return false;
}

static bool zeros_from(struct str text, size_t at)
{
	while (at < text.len && text.at[at] == '0')
		at++;
	return at == text.len;
}

/* True when all long numbers end in zeros after the 15th digit, which mostly is another: codes that are built so have zeros there too. One that
 * begins with 0 was never a number. */
static bool all_cut(const struct table *table, size_t column, uint64_t *count, uint32_t *first)
{
	uint64_t live = 0;
	struct str text;

	*count = 0;
	for (uint32_t row = 0; row < table->rows; row++) {
		if (!table_stored(table, row, column, &text) || text.len <= KEPT || !all_digits(text))
			continue;
		if (text.at[0] == '0' || !zeros_from(text, KEPT))
			return false;
		if ((*count)++ == 0)
			*first = row;
		live += text.at[KEPT - 1] != '0';
	}
	return *count >= CUT_LEAST && live * 2 >= *count;
}

static void find_cut(const struct table *table, const struct field *field, struct diag *diag)
{
	uint64_t count;
	uint32_t first = 0;
	struct str text = STR("");
	const char *tail;

	if (!has_long(table, field->index) || !all_cut(table, field->index, &count, &first))
		return;
	table_stored(table, first, field->index, &text);
	text = shown(text, &tail);
	diag_warning(diag, suspect_column(table, field), "cut-digits",
		"a spreadsheet has cut the numbers: all %llu that have more than 15 digits end in zeros after the 15th, as '%.*s%s'",
		"una hoja de cálculo cortó los números: los %llu que tienen más de 15 cifras terminan en ceros después de la 15, como '%.*s%s'",
		(unsigned long long)count, STR_ARG(text), tail);
	diag_advice(diag, "take the digits from the original; the column must be text in the spreadsheet, and string in the schema",
		"tome las cifras del original; la columna debe ser texto en la hoja de cálculo, y string en el esquema");
}

void suspect_codes(const struct table *table, const struct field *field, struct diag *diag)
{
	if (field->type != FIELD_NUMBER && field->type != FIELD_INTEGER)
		find_short(table, field, diag);
	find_cut(table, field, diag);
}
