/* Pipe tables, as GitHub Flavored Markdown 0.29 has them: a row of cells, a row of dashes with as many, then rows. The lines are cut into cells
 * before their markup is read, so that a pipe in a cell is written \| even in code. */
#include "parse/markdown_private.h"

enum { COLUMNS_MOST = 128 };

enum align { ALIGN_NONE, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

/* Cuts a line at its unescaped pipes; the outer ones don't count. */
static size_t cut(struct str line, struct str cells[COLUMNS_MOST])
{
	size_t count = 0, start;

	line = str_trim(line);
	if (str_starts(line, STR("|")))
		line = str_after(line, 1);
	if (str_ends(line, STR("|")) && !str_ends(line, STR("\\|")))
		line.len--;
	start = 0;
	for (size_t i = 0; i <= line.len; i++) {
		if (i < line.len && (line.at[i] != '|' || (i > 0 && line.at[i - 1] == '\\')))
			continue;
		if (count < COLUMNS_MOST)
			cells[count++] = str_trim(str_part(line, start, i - start));
		start = i + 1;
	}
	return count;
}

static bool read_align(struct str cell, enum align *align)
{
	bool left = str_starts(cell, STR(":")), right = cell.len > 1 && str_ends(cell, STR(":"));
	size_t dashes = 0;

	for (size_t i = left; i < cell.len - right; i++, dashes++)
		if (cell.at[i] != '-')
			return false;
	*align = left ? (right ? ALIGN_CENTER : ALIGN_LEFT) : (right ? ALIGN_RIGHT : ALIGN_NONE);
	return dashes > 0;
}

static void add_cell(struct markdown_reading *r, const char *tag, enum align align, struct str cell, size_t line, struct buf *out)
{
	static const char *const classes[] = { "", " class=\"left\"", " class=\"center\"", " class=\"right\"" };
	struct buf plain = { 0 };

	for (size_t i = 0; i < cell.len; i++)
		if (!(cell.at[i] == '\\' && i + 1 < cell.len && cell.at[i + 1] == '|'))
			buf_byte(&plain, cell.at[i]);
	buf_printf(out, "<%s%s%s>", tag, classes[align], strcmp(tag, "th") == 0 ? " scope=\"col\"" : "");
	if (plain.len)
		markdown_inline(r, buf_str(&plain), line, out);
	buf_printf(out, "</%s>", tag);
	buf_clear(&plain);
}

static void add_row(struct markdown_reading *r, const char *tag, size_t line, const enum align *aligns, size_t columns, struct buf *out)
{
	struct str cells[COLUMNS_MOST];
	size_t count = cut(r->lines[line], cells);

	buf_add(out, STR("<tr>"));
	for (size_t i = 0; i < columns; i++)
		add_cell(r, tag, aligns[i], i < count ? cells[i] : STR(""), line + 1, out);
	buf_add(out, STR("</tr>\n"));
}

bool markdown_table(struct markdown_reading *r, size_t first, size_t last, struct buf *out)
{
	struct str cells[COLUMNS_MOST];
	enum align aligns[COLUMNS_MOST];
	size_t columns;

	if (last == first || str_find(r->lines[first], '|', 0) == r->lines[first].len)
		return false;
	columns = cut(r->lines[first], cells);
	if (cut(r->lines[first + 1], cells) != columns)
		return false;
	for (size_t i = 0; i < columns; i++)
		if (!read_align(cells[i], &aligns[i]))
			return false;
	buf_add(out, STR("<table>\n<thead>\n"));
	add_row(r, "th", first, aligns, columns, out);
	buf_add(out, STR("</thead>\n"));
	if (last > first + 1)
		buf_add(out, STR("<tbody>\n"));
	for (size_t i = first + 2; i <= last; i++)
		add_row(r, "td", i, aligns, columns, out);
	if (last > first + 1)
		buf_add(out, STR("</tbody>\n"));
	buf_add(out, STR("</table>\n"));
	return true;
}
