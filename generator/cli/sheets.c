#include "cli/sheets.h"

#include "base/arena.h"
#include "parse/encoding.h"
#include "parse/rows.h"
#include "publish/deposit.h"
#include "source/document.h"

enum { LOOK = 64 << 10 }; /* bytes looked at to find the delimiter */

static const char NO_QUOTE = (char)0xFF; /* never a byte of UTF-8 */

static bool ends_as(struct str path, const char *const *endings)
{
	for (; *endings; endings++) {
		struct str ending = str_of(*endings);
		bool same = path.len > ending.len;

		for (size_t i = 0; same && i < ending.len; i++)
			same = (path.at[path.len - ending.len + i] | 0x20) == (ending.at[i] | 0x20);
		if (same)
			return true;
	}
	return false;
}

/* The mark that stands most often outside quotes; the comma when none does. */
static char most_frequent(struct str bytes)
{
	static const char marks[] = ",;\t|";
	size_t counts[4] = { 0 }, best = 0;
	bool quoted = false;

	bytes = str_part(bytes, 0, LOOK);
	for (size_t i = 0; i < bytes.len; i++) {
		const char *mark = bytes.at[i] ? strchr(marks, bytes.at[i]) : NULL;

		quoted ^= bytes.at[i] == '"';
		if (mark && !quoted)
			counts[mark - marks]++;
	}
	for (size_t i = 1; i < 4; i++)
		if (counts[i] > counts[best])
			best = i;
	return marks[best];
}

static char delimiter_of(struct str path, struct str bytes, struct diag *diag)
{
	static const char *const tabs[] = { ".tsv", ".tab", NULL };
	char found;

	if (ends_as(path, tabs))
		return '\t';
	found = most_frequent(bytes);
	if (found != ',')
		diag_note(diag, place_of(path), "delimiter", "read with %s between fields; --delimiter says otherwise",
			"se leyó con %s entre los campos; con --delimiter se indica otro",
			found == '\t' ? "tab" : found == ';' ? "';'" : "'|'");
	return found;
}

/* Some field begins with a quote. Programs that paste a sheet with tabs write no quotes, and then those inside are text. */
static bool begins_quoted(struct str bytes, char delimiter)
{
	for (size_t i = str_find(bytes, '"', 0); i < bytes.len; i = str_find(bytes, '"', i + 1))
		if (i == 0 || bytes.at[i - 1] == delimiter || bytes.at[i - 1] == '\n' || bytes.at[i - 1] == '\r')
			return true;
	return false;
}

struct reading {
	struct arena *arena;
	struct sheet_row *rows;
	size_t count, capacity;
};

static bool add_row(void *context, const struct rows_record *record)
{
	struct reading *r = context;
	struct sheet_cell *cells = arena_array(r->arena, struct sheet_cell, record->count);

	for (size_t i = 0; i < record->count; i++)
		cells[i] = (struct sheet_cell){ record->cells[i].text, record->cells[i].offset };
	arena_grow(r->arena, r->rows, r->count, r->capacity);
	r->rows[r->count++] = (struct sheet_row){ cells, (uint32_t)record->count, record->line, record->offset };
	return true;
}

/* Puts the text in UTF-8 in the place of the bytes, whose checksum is kept. */
static bool decode(struct arena *arena, struct sheet *sheet, const struct sheets_form *form, char **held, struct diag *diag)
{
	struct encoding_text text;
	char hex[DEPOSIT_SHA256];

	if (sheet->bytes.len == 0)
		return diag_error(diag, place_of(sheet->path), "empty-file", "the file is empty", "el archivo está vacío");
	deposit_sha256(sheet->bytes, hex);
	sheet->sha256 = arena_copy(arena, str_from(hex, DEPOSIT_SHA256));
	if (!encoding_read(sheet->bytes, sheet->path, form->encoding, &text, diag))
		return false;
	sheet->bytes = text.text;
	if (text.held) {
		memory_free(*held);
		*held = text.held;
	}
	return true;
}

bool sheets_cut(struct arena *arena, const struct sheets_form *form, struct sheet *sheet, char **held, struct diag *diag)
{
	struct rows_dialect dialect = { .delimiter = form->delimiter, .quote = form->quote, .checked = true };
	struct reading reading = { .arena = arena };

	if (!decode(arena, sheet, form, held, diag))
		return false;
	if (!dialect.delimiter)
		dialect.delimiter = delimiter_of(sheet->path, sheet->bytes, diag);
	if (form->no_quotes || (!form->quote && dialect.delimiter == '\t' && !begins_quoted(sheet->bytes, '\t')))
		dialect.quote = NO_QUOTE;
	if (!rows_read(sheet->bytes, sheet->path, &dialect, arena, add_row, &reading, diag))
		return false;
	sheet->rows = reading.rows;
	sheet->row_count = reading.count;
	return true;
}

bool sheets_read(struct arena *arena, struct str path, struct str name, const struct sheets_form *form, struct sheet *sheet, char **held,
	struct diag *diag)
{
	struct buf bytes = { 0 };
	bool good = document_read(path, &bytes, diag);

	*held = bytes.at;
	*sheet = (struct sheet){ .path = path, .name = name, .bytes = buf_str(&bytes) };
	return good && sheets_cut(arena, form, sheet, held, diag);
}
