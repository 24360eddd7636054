/* Any bytes as a sheet, through a fixed script that asks everything of every row: it must end, tables come out only when nothing was told,
 * and what comes out reads back as CSV with a row of provenance for each. */
#include "cli/sheets.h"

#include "base/arena.h"
#include "parse/rows.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char code[] =
	"columns \"t\" { \"k\", \"a\", \"b\", \"c\", \"d\", key = { \"k\" } }\n"
	"local down, seen = carry(), 0\n"
	"for row in sheet:rows() do\n"
	"  seen = seen + 1\n"
	"  local cell, only = row[1], row:only()\n"
	"  local n, unit = cell:amount()\n"
	"  local rest, found = cell:label(\"PROIGUALDAD\")\n"
	"  emit \"t\" { k = seen, a = n, b = unit, c = cell:serial() or cell:date(\"dmy\"), d = rest }\n"
	"  row[2]:amount(\",\") row[2]:number() row[2]:month() row[2]:date()\n"
	"  for _, c in row:cells() do emit(\"t\", c) { k = slug(c) .. title(c) .. lower(c), a = down(c), b = found, c = only, d = c.raw } end\n"
	"end\n"
	"local plan = sheet:plan { rows = 1, bands = 1, columns = { a = \"META\", b = { \"ANUAL\", \"AÑO\" }, c = 3 } }\n"
	"local order = plan:date_order(\"b\", \"c\")\n"
	"for _, page in ipairs(plan.pages) do\n"
	"  for _, row in ipairs(page.titles) do emit(\"t\", row) { k = \"t\" .. row.line, a = row[1] } end\n"
	"  for row in page:rows() do emit \"t\" { k = \"p\" .. row.line, a = row.a, b = row.b:date(order), c = row.page.number, d = "
	"row.c:amount() } end\n"
	"end\n";

static bool count_row(void *context, const struct rows_record *record)
{
	uint64_t *rows = context;

	*rows += !record->blank;
	return true;
}

/* Records of a table, its header too. */
static uint64_t records(struct str csv, struct diag *diag)
{
	struct arena *arena = arena_new();
	struct rows_dialect plain = { 0 };
	uint64_t rows = 0;

	if (!rows_read(csv, STR("t.csv"), &plain, arena, count_row, &rows, diag))
		abort();
	arena_free(arena);
	return rows;
}

static void check_tables(struct import *import, struct diag *diag)
{
	size_t count;
	const struct import_table *tables = import_tables(import, &count);
	uint64_t rows = 0;

	for (size_t i = 0; i < count; i++) {
		if (records(tables[i].csv, diag) != tables[i].rows + 1)
			abort();
		if (i + 1 < count)
			rows += tables[i].rows;
	}
	if (tables[count - 1].rows != rows)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct sheets_form form;
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(size % 2 ? LANG_EN : LANG_ES);
	struct import *import = import_new(diag);
	struct import_script script = { .path = STR("s.lua"), .text = str_of(code), .memory = 32 << 20, .instructions = 3000000 };
	struct sheet sheet = { .path = size % 3 ? STR("s.csv") : STR("s.tsv"), .name = STR("s"), .bytes = { (const char *)data, size } };
	char *held = NULL;
	bool good = sheets_cut(arena, &form, &sheet, &held, diag);

	good = good && import_run(import, &script, &sheet, 1);
	if (good != (diag_count(diag, DIAG_ERROR) == 0))
		abort();
	check_tables(import, diag);
	import_free(import);
	diag_free(diag);
	memory_free(held);
	arena_free(arena);
	return 0;
}
