#include "export/format.h"

const struct format *const formats[] = { &format_csv, &format_json };
const size_t format_count = sizeof formats / sizeof *formats;

const struct format *format_find(struct str extension)
{
	for (size_t i = 0; i < format_count; i++)
		if (str_equal(formats[i]->extension, extension))
			return formats[i];
	return NULL;
}

bool format_has_absences(const struct table *table)
{
	const struct schema *schema = table_schema(table);

	return schema->field_count > schema->stored_count;
}

void format_absences(const struct table *table, uint32_t row, struct buf *out)
{
	const struct schema *schema = table_schema(table);
	bool first = true;

	for (size_t i = schema->stored_count; i < schema->field_count; i++) {
		struct str text, why;

		if (table_text(table, row, i, &text))
			continue;
		why = table_why(table, row, i);
		if (str_equal(why, STR("empty")))
			continue;
		if (!first)
			buf_add(out, STR("; "));
		buf_add(out, schema->fields[i].name);
		buf_byte(out, '=');
		buf_add(out, why);
		first = false;
	}
}
