/* Pipe tables, as GitHub Flavored Markdown 0.29 has them: a row of cells, a row of dashes with as many, then rows. The lines are cut into cells
 * before their markup is read, so that a pipe in a cell is written \| even in code. */
#include "parse/markdown_private.h"

enum { BLANK_CELLS_MOST = 100000 };

/* Cuts a line at its unescaped pipes; the outer ones don't count. How many cells there are, of which the first ones are given. */
static size_t cut(struct str line, struct str cells[MARKDOWN_COLUMNS_MOST])
{
	size_t count = 0, start = 0;

	line = str_trim(line);
	if (str_starts(line, STR("|")))
		line = str_after(line, 1);
	if (str_ends(line, STR("|")) && !str_ends(line, STR("\\|")))
		line.len--;
	for (size_t i = 0; i <= line.len; i++) {
		if (i < line.len && (line.at[i] != '|' || (i > 0 && line.at[i - 1] == '\\')))
			continue;
		if (count < MARKDOWN_COLUMNS_MOST)
			cells[count] = str_trim(str_part(line, start, i - start));
		count++;
		start = i + 1;
	}
	return count;
}

static bool read_align(struct str cell, enum markdown_align *align)
{
	bool left = str_starts(cell, STR(":")), right = cell.len > 1 && str_ends(cell, STR(":"));
	size_t dashes = 0;

	for (size_t i = left; i < cell.len - right; i++, dashes++)
		if (cell.at[i] != '-')
			return false;
	*align = left ? (right ? MARKDOWN_ALIGN_CENTER : MARKDOWN_ALIGN_LEFT) : (right ? MARKDOWN_ALIGN_RIGHT : MARKDOWN_ALIGN_NONE);
	return dashes > 0;
}

static bool read_aligns(struct str line, size_t columns, enum markdown_align aligns[MARKDOWN_COLUMNS_MOST])
{
	struct str cells[MARKDOWN_COLUMNS_MOST];

	if (cut(line, cells) != columns)
		return false;
	for (size_t i = 0; i < columns && i < MARKDOWN_COLUMNS_MOST; i++)
		if (!read_align(cells[i], &aligns[i]))
			return false;
	return true;
}

bool markdown_is_table(const struct str *lines, size_t count)
{
	struct str cells[MARKDOWN_COLUMNS_MOST];
	enum markdown_align aligns[MARKDOWN_COLUMNS_MOST];

	return count > 1 && str_find(lines[0], '|', 0) < lines[0].len && read_aligns(lines[1], cut(lines[0], cells), aligns);
}

static struct str unescape_pipes(struct markdown_reading *r, struct str cell)
{
	struct str plain;
	char *to;

	if (str_search(cell, STR("\\|"), 0) == cell.len)
		return cell;
	plain = arena_copy(r->arena, cell);
	to = (char *)plain.at;
	plain.len = 0;
	for (size_t i = 0; i < cell.len; i++)
		if (!str_starts(str_after(cell, i), STR("\\|")))
			to[plain.len++] = cell.at[i];
	return plain;
}

static void add_row(struct markdown_reading *r, struct markdown_part *part, struct str line, size_t number)
{
	struct str cells[MARKDOWN_COLUMNS_MOST];
	size_t count = cut(line, cells);

	if (count > part->columns) {
		diag_warning(r->diag, markdown_place(r, number, STR("")), "table-cells",
			"this row has %zu cells and the header has %zu: the last are left out",
			"este renglón tiene %zu celdas y el encabezado tiene %zu: se omiten las últimas", count, part->columns);
		diag_advice(r->diag, "a pipe inside a cell is written \\|", "una barra dentro de una celda se escribe \\|");
	}
	for (size_t i = 0; i < part->columns; i++) {
		size_t extra = markdown_add_extra(r, i < count ? unescape_pipes(r, cells[i]) : STR(""), number);

		if (part->rows == 0 && i == 0)
			part->extra = extra;
		r->blank_cells += i >= count;
	}
	part->rows++;
}

/* A short text must not make a long page: each row is filled up to the width of the header. */
static void check_size(struct markdown_reading *r, const struct markdown_part *part, size_t columns)
{
	if (columns <= MARKDOWN_COLUMNS_MOST && r->blank_cells <= BLANK_CELLS_MOST)
		return;
	if (columns > MARKDOWN_COLUMNS_MOST)
		r->good = diag_error(r->diag, markdown_place(r, part->line, STR("")), "markdown-size",
			"a table of more than %d columns",
			"una tabla de más de %d columnas", MARKDOWN_COLUMNS_MOST);
	else
		r->good = diag_error(r->diag, markdown_place(r, part->line, STR("")), "markdown-size",
			"tables whose rows lack more than %d cells",
			"tablas a cuyos renglones les faltan más de %d celdas", BLANK_CELLS_MOST);
	diag_advice(r->diag, "publish it as data", "publíquela como datos");
}

size_t markdown_table(struct markdown_reading *r, struct markdown_split *split, const struct str *lines, size_t count,
	size_t line)
{
	struct str cells[MARKDOWN_COLUMNS_MOST];
	struct markdown_part *part = markdown_add_part(r, split, MARKDOWN_PART_TABLE, line);
	size_t columns = cut(lines[0], cells), i = 2;

	part->columns = columns < MARKDOWN_COLUMNS_MOST ? columns : MARKDOWN_COLUMNS_MOST;
	part->aligns = arena_array(r->arena, enum markdown_align, MARKDOWN_COLUMNS_MOST);
	read_aligns(lines[1], columns, part->aligns);
	add_row(r, part, lines[0], line);
	for (; i < count && !markdown_is_component(lines[i]) && r->blank_cells <= BLANK_CELLS_MOST; i++)
		add_row(r, part, lines[i], line + i);
	check_size(r, part, columns);
	return i;
}

static void render_row(struct markdown_reading *r, const struct markdown_part *part, size_t row)
{
	static const char *const classes[] = { "", " class=\"left\"", " class=\"center\"", " class=\"right\"" };
	const char *tag = row ? "td" : "th";

	buf_add(&r->html, STR("<tr>"));
	for (size_t i = 0; i < part->columns; i++) {
		buf_printf(&r->html, "<%s%s%s>", tag, classes[part->aligns[i]], row ? "" : " scope=\"col\"");
		markdown_render_extra(r, part->extra + row * part->columns + i);
		buf_printf(&r->html, "</%s>", tag);
	}
	buf_add(&r->html, STR("</tr>\n"));
}

void markdown_render_table(struct markdown_reading *r, const struct markdown_part *part)
{
	buf_add(&r->html, STR("<table>\n<thead>\n"));
	render_row(r, part, 0);
	buf_add(&r->html, STR("</thead>\n"));
	if (part->rows > 1)
		buf_add(&r->html, STR("<tbody>\n"));
	for (size_t row = 1; row < part->rows; row++)
		render_row(r, part, row);
	if (part->rows > 1)
		buf_add(&r->html, STR("</tbody>\n"));
	buf_add(&r->html, STR("</table>\n"));
}
