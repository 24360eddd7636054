#include "export/format.h"

#include "base/arena.h"

const struct format *const formats[] = { &format_csv, &format_excel, &format_xlsx, &format_json, &format_ndjson };
const size_t format_count = sizeof formats / sizeof *formats;

const struct format *format_find(struct str name)
{
	for (size_t i = 0; i < format_count; i++)
		if (str_equal(formats[i]->name, name))
			return formats[i];
	return NULL;
}

/* What packages are offered as: not formats of rows, but named in the same setting. */
static const struct str packaged[] = { { "sqlite", 6 }, { "zip", 3 } };
enum { PACKAGED = sizeof packaged / sizeof *packaged };

static bool is_packaged(struct str name)
{
	for (size_t i = 0; i < PACKAGED; i++)
		if (str_equal(packaged[i], name))
			return true;
	return false;
}

static void tell_unknown(struct arena *arena, const struct mention *mention, bool own, struct diag *diag)
{
	size_t count = format_count + (own ? 0 : PACKAGED);
	struct str *names = arena_array(arena, struct str, count), nearest;
	struct buf all = { 0 };

	for (size_t i = 0; i < count; i++) {
		names[i] = i < format_count ? formats[i]->name : packaged[i - format_count];
		buf_printf(&all, "%s%.*s", i ? ", " : "", STR_ARG(names[i]));
	}
	nearest = str_nearest(mention->name, names, count);
	diag_error(diag, mention->at, "export-format", "there is no format '%.*s'", "no hay formato '%.*s'", STR_ARG(mention->name));
	if (nearest.len)
		diag_advice(diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(nearest));
	else
		diag_advice(diag, "there are: %.*s", "hay: %.*s", STR_ARG(buf_str(&all)));
	buf_clear(&all);
}

const struct format *const *formats_named(struct arena *arena, struct mentions names, bool own, size_t *count, struct diag *diag)
{
	const struct format **chosen = arena_array(arena, const struct format *, names.count + format_count);

	*count = 0;
	for (size_t i = 0; !names.list && i < format_count; i++)
		if (formats[i]->own || !own)
			chosen[(*count)++] = formats[i];
	for (size_t i = 0; i < names.count; i++) {
		const struct format *format = format_find(names.list[i].name);

		if (format)
			chosen[(*count)++] = format;
		else if (own || !is_packaged(names.list[i].name))
			tell_unknown(arena, &names.list[i], own, diag);
	}
	return chosen;
}

bool format_has_absences(const struct table *table)
{
	const struct schema *schema = table_schema(table);

	for (size_t i = 0; i < schema->field_count; i++)
		if (schema->fields[i].computed)
			return true;
	return false;
}

void format_absences(const struct table *table, uint32_t row, struct buf *out)
{
	const struct schema *schema = table_schema(table);
	bool first = true;

	for (size_t i = 0; i < schema->field_count; i++) {
		struct str text, why;

		if (!schema->fields[i].computed || table_text(table, row, i, &text))
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
