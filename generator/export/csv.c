/* Canonical CSV: RFC 4180 with LF, comma, header, no byte order mark; a cell is quoted only when it must be; values as published. */
#include "export/format.h"

#include "base/quoted.h"

static void write_header(const struct table *table, struct buf *out)
{
	const struct schema *schema = table_schema(table);

	for (size_t i = 0; i < schema->field_count; i++) {
		if (i)
			buf_byte(out, ',');
		quoted_add(out, schema->fields[i].name);
	}
	if (format_has_absences(table))
		buf_add(out, STR("," FORMAT_ABSENCES));
	buf_byte(out, '\n');
}

static void write_row(const struct table *table, uint32_t row, struct buf *out)
{
	const struct schema *schema = table_schema(table);
	size_t start = out->len;

	for (size_t i = 0; i < schema->field_count; i++) {
		struct str text;

		if (i)
			buf_byte(out, ',');
		if (table_text(table, row, i, &text))
			quoted_add(out, text);
	}
	if (format_has_absences(table)) {
		buf_byte(out, ',');
		format_absences(table, row, out);
	}
	if (out->len == start) /* a single absent cell: a line with nothing on it would be no record */
		buf_add(out, STR("\"\""));
	buf_byte(out, '\n');
}

static bool write(const struct format_job *job, const struct format_out *to, struct diag *diag)
{
	const struct selection *s = &job->selections[0];

	(void)diag;
	write_header(s->table, to->out);
	for (uint32_t i = 0; i < selection_count(s); i++) {
		write_row(s->table, selection_row(s, i), to->out);
		format_check(to);
	}
	return true;
}

const struct format format_csv = {
	.name = { "csv", 3 },
	.extension = { "csv", 3 },
	.media_type = { "text/csv; charset=utf-8; header=present", 39 },
	.title = { "CSV", 3 },
	.own = true,
	.sure = true,
	.write = write,
};
