/* One line is a field as a Table Schema has it, the rest a cell. What is read must be written so that it is
 * read again as the same. */
#include "model/value.h"

#include "base/arena.h"
#include "base/buf.h"
#include "model/load_package.h"
#include "parse/settings.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The canonical form as a field of the default format reads it. */
static void read_again(struct arena *arena, const struct field *field, const struct value *value, struct diag *diag)
{
	struct field plain = { .name = field->name, .type = field->type, .format = STR("default") };
	struct buf first = { 0 }, second = { 0 };
	struct value again;

	value_write(&first, value);
	if (field->type <= FIELD_YEARMONTH) {
		if (!value_read(arena, &plain, buf_str(&first), (struct place){ 0 }, &again, diag))
			abort();
		value_write(&second, &again);
		if (value_compare(value, &again) != 0 || !str_equal(buf_str(&first), buf_str(&second)))
			abort();
	}
	buf_clear(&first);
	buf_clear(&second);
}

static void read_cell(struct arena *arena, const struct field *field, struct str text, struct diag *diag)
{
	struct place at = { .path = STR("cell"), .line = 1, .column = 1, .width = 1 };
	struct value value;

	if (value_missing(field, text) || !value_read(arena, field, text, at, &value, diag))
		return;
	value_check(arena, field, &value, at, diag);
	read_again(arena, field, &value, diag);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = str_from((const char *)data, size), line = str_part(all, 0, str_find(all, '\n', 0));
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(LANG_ES);
	struct str text = arena_printf(arena, "fields: [%.*s]", STR_ARG(line));
	struct setting *setting = settings_read(arena, text, STR("schema"), 1, diag);
	struct schema schema = { 0 };

	if (setting && load_schema(arena, setting, setting, STR("es"), &schema, diag))
		for (size_t i = 0; i < schema.field_count; i++)
			read_cell(arena, &schema.fields[i], str_after(all, line.len + 1), diag);
	schema_end(&schema);
	diag_free(diag);
	arena_free(arena);
	return 0;
}
