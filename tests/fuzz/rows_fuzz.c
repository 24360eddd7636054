/* Any bytes as delimited text: what is given views the bytes, and positions only go forward. The first byte chooses the dialect. */
#include "parse/rows.h"

#include "base/arena.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct reading {
	struct str bytes;
	size_t offset;
	uint32_t line;
};

static bool take(void *context, const struct rows_record *record)
{
	struct reading *r = context;

	if (record->offset < r->offset || record->line < r->line)
		abort();
	for (size_t i = 0; i < record->count; i++) {
		const struct rows_cell *cell = &record->cells[i];

		if (cell->offset > r->bytes.len || cell->offset < record->offset)
			abort();
		if (!cell->copied && cell->text.len && (cell->text.at < r->bytes.at || cell->text.at + cell->text.len > r->bytes.at + r->bytes.len))
			abort();
	}
	r->offset = record->offset;
	r->line = record->line;
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char delimiters[] = ",;\t|";
	struct rows_dialect dialect = { 0 };
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(LANG_ES);
	struct reading r = { 0 };

	if (size > 0) {
		dialect = (struct rows_dialect){ .delimiter = delimiters[data[0] & 3], .skip_space = data[0] & 4 };
		r.bytes = str_from((const char *)data + 1, size - 1);
		rows_read(r.bytes, STR("fuzz.csv"), &dialect, arena, take, &r, diag);
	}
	diag_free(diag);
	arena_free(arena);
	return 0;
}
