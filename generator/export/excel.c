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

static bool letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

/* What a byte may be part of. */
enum { DIGIT = 1, VALUE = 2, DATE = 4, QUOTED = 8 };

/* A text's bytes in one pass: what any of them is, and what all of them are. */
struct look { unsigned any, all; };

static unsigned kind_of(unsigned char c)
{
	unsigned kind = 0;

	if (digit((char)c))
		return DIGIT | VALUE | DATE;
	if (c && c < 0x80 && memchr(" +-.,:/%$()eE", c, 13))
		kind |= VALUE;
	if (letter((char)c) || (c && c < 0x80 && memchr(" -/.,:", c, 6)))
		kind |= DATE;
	if (c && c < 0x80 && memchr(",;\"\n\r\t", c, 6))
		kind |= QUOTED;
	return kind;
}

/* The kind of every byte, made once for a file. */
struct kinds { unsigned char of[256]; };

static struct kinds kinds_new(void)
{
	struct kinds kinds;

	for (unsigned c = 0; c < 256; c++)
		kinds.of[c] = (unsigned char)kind_of((unsigned char)c);
	return kinds;
}

static struct look look_at(const struct kinds *kinds, struct str text)
{
	struct look look = { 0, ~0u };

	for (size_t i = 0; i < text.len; i++) {
		look.any |= kinds->of[(unsigned char)text.at[i]];
		look.all &= kinds->of[(unsigned char)text.at[i]];
	}
	return look;
}

/* Made of digits and of what stands between the digits of numbers, dates, times, fractions, amounts and powers; or a truth. Rather too many
 * than too few: the text is the same either way. */
static bool looks_like_a_value(struct str text, struct look look)
{
	return ((look.all & VALUE) && (look.any & DIGIT)) || str_equal(text, STR("TRUE")) || str_equal(text, STR("FALSE"));
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

/* Digits around one word that names a time: "3-ene", "5 may 2013", "10 am". */
static bool looks_like_a_date(struct str text, struct look look)
{
	size_t start = 0, end;

	if (!(look.all & DATE) || !(look.any & DIGIT))
		return false;
	while (start < text.len && !letter(text.at[start]))
		start++;
	end = start;
	while (end < text.len && letter(text.at[end]))
		end++;
	for (size_t i = end; i < text.len; i++)
		if (letter(text.at[i]))
			return false;
	return names_a_time(str_part(text, start, end - start));
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

static void write_text(struct buf *out, const struct kinds *kinds, struct str text)
{
	struct look look = look_at(kinds, text);
	bool guard = text.len && begins_a_formula(text.at[0]);

	if (text.len && text.len <= CONSTANT_MOST && (looks_like_a_value(text, look) || looks_like_a_date(text, look))) {
		write_constant(out, text);
		return;
	}
	if (!guard && !(look.any & QUOTED)) {
		buf_add(out, text);
		return;
	}
	buf_byte(out, '"');
	if (guard)
		buf_byte(out, '\'');
	write_quoted(out, text);
	buf_byte(out, '"');
}

static void write_cell(struct buf *out, const struct kinds *kinds, const struct cell *cell)
{
	switch (cell->kind) {
	case CELL_NONE: return;
	case CELL_NUMBER: case CELL_BOOLEAN: case CELL_DATE: buf_add(out, cell->text); return;
	case CELL_TEXT: write_text(out, kinds, cell->text); return;
	}
}

static void write_header(const struct kinds *kinds, const struct table *table, struct buf *out)
{
	const struct schema *schema = table_schema(table);

	buf_add(out, STR("\xef\xbb\xbf"));
	for (size_t i = 0; i < schema->field_count; i++) {
		if (i)
			buf_byte(out, ',');
		write_text(out, kinds, schema->fields[i].name);
	}
	buf_add(out, format_has_absences(table) ? STR("," FORMAT_ABSENCES "\r\n") : STR("\r\n"));
}

static void write_row(const struct kinds *kinds, struct cells *cells, const struct table *table, uint32_t row, struct buf *out)
{
	size_t start = out->len, count = table_schema(table)->field_count;

	for (size_t i = 0; i < count; i++) {
		struct cell cell = cells_get(cells, row, i);

		if (i)
			buf_byte(out, ',');
		write_cell(out, kinds, &cell);
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
	struct kinds kinds = kinds_new();
	struct cells *cells = cells_new(s->table);

	(void)diag;
	write_header(&kinds, s->table, to->out);
	for (uint32_t i = 0; i < selection_count(s); i++) {
		write_row(&kinds, cells, s->table, selection_row(s, i), to->out);
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
