/* CSV for a double click in a spreadsheet program, beside the canonical one, which such programs spoil: they take UTF-8 for another encoding, a code
 * such as 007 or 3-4 for a number or a date, keep 15 digits of a number, and run a text that begins like a formula. So: a byte order mark, lines
 * that end in CR LF, and cells that can be told apart again:
 *
 *     ="007"      a text that looks like a number or a date: a formula whose result is the text
 *     '=1+1       a text that begins like a formula; the quote stands in the cell
 *     ''90        a text that begins with a quote itself
 *
 * Numbers and dates stand as they are, but numbers with more digits than a spreadsheet keeps, which are told as texts. */
#include "export/format.h"

#include "base/arena.h"
#include "export/cell.h"

/* The longest text that may stand as a constant in a formula. */
enum { CONSTANT_MOST = 255 };

static bool digit(char c) { return c >= '0' && c <= '9'; }

/* Made of digits and of what stands between the digits of numbers, dates, times, fractions, amounts and powers; or a truth. Rather too many
 * than too few: the text is the same either way. */
static bool looks_like_a_value(struct str text)
{
	bool digits = false;

	if (str_equal(text, STR("TRUE")) || str_equal(text, STR("FALSE")))
		return true;
	for (size_t i = 0; i < text.len; i++) {
		if (!digit(text.at[i]) && !memchr(" +-.,:/%$()eE", text.at[i], 13))
			return false;
		digits = digits || digit(text.at[i]);
	}
	return digits && text.len <= CONSTANT_MOST;
}

/* The first letters of months in Spanish and English, and what follows hours. */
static bool names_a_time(struct str word)
{
	static const char *const starts[] = { "ene", "feb", "mar", "abr", "apr", "may", "jun", "jul", "ago", "aug", "sep", "set", "oct", "nov", "dic",
		"dec", "jan" };
	char lower[4] = { 0 };

	for (size_t i = 0; i < word.len && i < 3; i++)
		lower[i] = (char)(word.at[i] | 32);
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (strcmp(lower, starts[i]) == 0)
			return true;
	return strcmp(lower, "am") == 0 || strcmp(lower, "pm") == 0 || strcmp(lower, "a") == 0 || strcmp(lower, "p") == 0;
}

static bool letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

/* Digits around one word that names a time: "3-ene", "5 may 2013", "10 am". */
static bool looks_like_a_date(struct str text)
{
	size_t start = 0, end, digits = 0;

	while (start < text.len && !letter(text.at[start]))
		start++;
	end = start;
	while (end < text.len && letter(text.at[end]))
		end++;
	for (size_t i = 0; i < text.len; i++) {
		if (i >= start && i < end)
			continue;
		if (!digit(text.at[i]) && !memchr(" -/.,:", text.at[i], 6))
			return false;
		digits += digit(text.at[i]);
	}
	return digits > 0 && text.len <= CONSTANT_MOST && names_a_time(str_part(text, start, end - start));
}

static bool begins_a_formula(char c)
{
	return memchr("=+-@\t\r'", c, 7) != NULL;
}

static void write_quoted(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '"')
			buf_byte(out, '"');
		buf_byte(out, text.at[i]);
	}
}

static void write_constant(struct buf *out, struct str text)
{
	buf_add(out, STR("\"=\"\""));
	buf_add(out, text); /* no quotes in it */
	buf_add(out, STR("\"\"\""));
}

static void write_text(struct buf *out, struct str text)
{
	bool guard = text.len && begins_a_formula(text.at[0]), quotes = guard;

	if (text.len && (looks_like_a_value(text) || looks_like_a_date(text))) {
		write_constant(out, text);
		return;
	}
	for (size_t i = 0; i < text.len && !quotes; i++)
		quotes = memchr(",;\"\n\r\t", text.at[i], 6) != NULL;
	if (!quotes) {
		buf_add(out, text);
		return;
	}
	buf_byte(out, '"');
	if (guard)
		buf_byte(out, '\'');
	write_quoted(out, text);
	buf_byte(out, '"');
}

static void write_cell(struct buf *out, const struct cell *cell)
{
	switch (cell->kind) {
	case CELL_NONE: return;
	case CELL_NUMBER: case CELL_BOOLEAN: case CELL_DATE: buf_add(out, cell->text); return;
	case CELL_TEXT: write_text(out, cell->text); return;
	}
}

static void write_header(const struct table *table, struct buf *out)
{
	const struct schema *schema = table_schema(table);

	buf_add(out, STR("\xef\xbb\xbf"));
	for (size_t i = 0; i < schema->field_count; i++) {
		if (i)
			buf_byte(out, ',');
		write_text(out, schema->fields[i].name);
	}
	buf_add(out, format_has_absences(table) ? STR("," FORMAT_ABSENCES "\r\n") : STR("\r\n"));
}

static void write_row(struct cells *cells, const struct table *table, uint32_t row, struct buf *out)
{
	size_t start = out->len, count = table_schema(table)->field_count;

	for (size_t i = 0; i < count; i++) {
		struct cell cell = cells_get(cells, row, i);

		if (i)
			buf_byte(out, ',');
		write_cell(out, &cell);
	}
	if (format_has_absences(table)) {
		buf_byte(out, ',');
		format_absences(table, row, out);
	}
	if (out->len == start)
		buf_add(out, STR("\"\""));
	buf_add(out, STR("\r\n"));
}

static bool write(const struct format_job *job, const struct format_out *to, struct diag *diag)
{
	const struct selection *s = &job->selections[0];
	struct cells *cells = cells_new(s->table);

	(void)diag;
	write_header(s->table, to->out);
	for (uint32_t i = 0; i < selection_count(s); i++) {
		write_row(cells, s->table, selection_row(s, i), to->out);
		format_check(to);
	}
	cells_free(cells);
	return true;
}

const struct format format_excel = {
	.name = { "excel", 5 },
	.extension = { "excel.csv", 9 },
	.media_type = { "text/csv; charset=utf-8; header=present", 39 },
	.title = { "CSV (Excel)", 11 },
	.sure = true,
	.write = write,
};
