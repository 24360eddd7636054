/* Names and the marks around them are made once. */
#include "export/json_rows.h"

#include "base/arena.h"
#include "base/json.h"

struct json_rows {
	const struct table *table;
	struct str *names;     /* `{"a":`, `,"b":` … */
	struct arena *scratch; /* of values that must be read to be written */
	bool absences;
};

/* Cells of these types are written from their value: their text may not be what JSON wants. */
static bool by_value(enum field_type type)
{
	switch (type) {
	case FIELD_INTEGER: case FIELD_NUMBER: case FIELD_BOOLEAN: case FIELD_DATE: case FIELD_DATETIME: case FIELD_TIME:
	case FIELD_YEAR: case FIELD_YEARMONTH:
		return true;
	default:
		return false;
	}
}

static bool bare(enum field_type type)
{
	return type == FIELD_INTEGER || type == FIELD_NUMBER || type == FIELD_BOOLEAN || type == FIELD_YEAR;
}

static void write_value(const struct table *table, uint32_t row, const struct field *field, struct arena *arena, struct buf *out)
{
	struct value value;
	struct buf text = { 0 };

	table_value(table, arena, row, field->index, &value);
	if (bare(field->type)) {
		value_write(out, &value);
		return;
	}
	value_write(&text, &value);
	json_text(out, buf_str(&text));
	buf_clear(&text);
}

static void write_cell(const struct table *table, uint32_t row, const struct field *field, struct arena *arena, struct buf *out)
{
	struct str text;

	if (!table_text(table, row, field->index, &text))
		buf_add(out, STR("null"));
	else if (bare(field->type) && json_is_number(text))
		buf_add(out, text);
	else if (by_value(field->type))
		write_value(table, row, field, arena, out);
	else if (field->type == FIELD_OBJECT || field->type == FIELD_ARRAY || field->type == FIELD_GEOJSON)
		buf_add(out, text);
	else
		json_text(out, text);
}

static void write_absences(const struct table *table, uint32_t row, struct buf *out)
{
	size_t start = out->len;

	buf_add(out, STR(",\"" FORMAT_ABSENCES "\":\""));
	format_absences(table, row, out);
	if (out->at[out->len - 1] == '"')
		out->len = start;
	else
		buf_byte(out, '"');
}

static struct str *member_names(const struct table *table, struct arena *arena)
{
	const struct schema *schema = table_schema(table);
	struct str *names = arena_array(arena, struct str, schema->field_count + 1);
	struct buf text = { 0 };

	for (size_t i = 0; i < schema->field_count; i++) {
		buf_reset(&text);
		buf_byte(&text, i ? ',' : '{');
		json_text(&text, schema->fields[i].name);
		buf_byte(&text, ':');
		names[i] = arena_copy(arena, buf_str(&text));
	}
	buf_clear(&text);
	return names;
}

struct json_rows *json_rows_new(struct arena *arena, const struct table *table)
{
	struct json_rows *rows = arena_new_of(arena, struct json_rows);

	*rows = (struct json_rows){ table, member_names(table, arena), arena_new(), format_has_absences(table) };
	return rows;
}

void json_rows_end(struct json_rows *rows)
{
	arena_free(rows->scratch);
}

void json_rows_write(struct json_rows *rows, uint32_t row, struct buf *out)
{
	const struct schema *schema = table_schema(rows->table);

	for (size_t f = 0; f < schema->field_count; f++) {
		buf_add(out, rows->names[f]);
		write_cell(rows->table, row, &schema->fields[f], rows->scratch, out);
	}
	if (rows->absences)
		write_absences(rows->table, row, out);
	buf_byte(out, '}');
	if (arena_size(rows->scratch) > FORMAT_FLUSH)
		arena_reset(rows->scratch);
}
