/* Where rows and cells stand in their files. Nothing of it is kept but a mark every TABLE_MARK rows; the rest is counted again. */
#include "model/table.h"

#include "base/utf8.h"
#include "model/table_private.h"
#include "model/flat.h"

/* Bytes taken by the end of line at `i`, or 0 when there is none: LF, CR LF, or CR alone. */
static size_t line_end(struct str bytes, size_t i)
{
	if (bytes.at[i] == '\n')
		return 1;
	if (bytes.at[i] == '\r')
		return i + 1 < bytes.len && bytes.at[i + 1] == '\n' ? 2 : 1;
	return 0;
}

struct place table_place_in(struct str path, struct str bytes, size_t from, uint32_t line, size_t offset)
{
	struct place at = { .path = path, .line = line };
	size_t start = from;

	for (size_t i = from; i < offset;) {
		size_t end = line_end(bytes, i);

		i += end ? end : 1;
		if (end && i <= offset) {
			at.line++;
			start = i;
		}
	}
	if (start == 0 && str_starts(bytes, STR("\xef\xbb\xbf")) && offset >= 3)
		start = 3; /* the byte order mark is no character of the line */
	at.column = (uint32_t)utf8_count(str_part(bytes, start, offset - start)) + 1;
	return at;
}

/* The offset of the record of `row`, and its line: counted from the mark before it. */
static size_t record_of(const struct table *table, uint32_t row, const struct table_file **file, uint32_t *line)
{
	size_t part = table_file_of(table, row);
	const struct mark *mark;
	size_t offset;

	*file = &table->files[part];
	mark = &(*file)->marks[(row - table->parts[part].first_row) / TABLE_MARK];
	offset = mark->offset + table->words[(size_t)row * table_stride(table)];
	*line = table_place_in(STR(""), (*file)->bytes, mark->offset, mark->line, offset).line;
	return offset;
}

/* Where the field that begins at `from` has its first byte: blanks before it may not count. */
static size_t field_start(const struct table *table, struct str bytes, size_t from)
{
	char delimiter = table->dialect.delimiter ? table->dialect.delimiter : ',';

	while (table->dialect.skip_space && from < bytes.len && bytes.at[from] != delimiter &&
		(bytes.at[from] == ' ' || bytes.at[from] == '\t'))
		from++;
	return from;
}

/* The end of the field that begins at `from`: of its delimiter's byte, or of its line. */
static size_t field_end(const struct table *table, struct str bytes, size_t from)
{
	char quote = table->dialect.quote ? table->dialect.quote : '"';
	char delimiter = table->dialect.delimiter ? table->dialect.delimiter : ',';
	size_t i = field_start(table, bytes, from);

	if (i < bytes.len && bytes.at[i] == quote)
		for (i++; i < bytes.len; i++)
			if (bytes.at[i] == quote && (++i == bytes.len || bytes.at[i] != quote))
				break;
	while (i < bytes.len && bytes.at[i] != delimiter && line_end(bytes, i) == 0)
		i++;
	return i;
}

struct place table_place(const struct table *table, uint32_t row, size_t column)
{
	const struct table_file *file;
	struct place at;
	uint32_t line, field;
	size_t part, start, offset, end;

	if (table->flat)
		return flat_find(table, row, column, &table, &row, &column) ? table_place(table, row, column) : table_row_place(table, row);
	part = table_file_of(table, row);
	start = offset = record_of(table, row, &file, &line);
	if (column >= table->schema.stored_count)
		return table_row_place(table, row);
	field = file->column[column];
	if (field == UINT32_MAX) {
		at = table_row_place(table, row);
		at.field = table->schema.fields[column].name;
		return at;
	}
	end = field_end(table, file->bytes, offset);
	for (; field > 0 && end < file->bytes.len && line_end(file->bytes, end) == 0; field--) {
		offset = end + 1;
		end = field_end(table, file->bytes, offset);
	}
	offset = field_start(table, file->bytes, offset);
	at = table_place_in(table->parts[part].path, file->bytes, start, line, offset);
	at.width = (uint32_t)utf8_count(str_part(file->bytes, offset, end - offset));
	at.field = table->schema.fields[column].name;
	return at;
}

struct place table_row_place(const struct table *table, uint32_t row)
{
	const struct table_file *file;
	uint32_t line;
	size_t part;

	if (table->flat)
		return table_row_place(flat_from(table), row);
	part = table_file_of(table, row);
	record_of(table, row, &file, &line);
	return (struct place){ .path = table->parts[part].path, .line = line };
}
