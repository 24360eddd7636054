/* Any bytes as delimited text, against libcsv alone: the same fields in the same records, each at its place in the bytes, and refused when
 * libcsv refuses them. The first byte chooses the dialect. */
#include "parse/rows_private.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <csv.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct reading {
	struct str bytes;
	struct rows_dialect dialect;
	size_t end;      /* of what the records so far have used */
	struct buf ours; /* fields end with \1, records with \2: no text of these cases holds them */
};

static void need(bool good)
{
	if (!good)
		abort();
}

static void check_cell(const struct reading *r, const struct rows_cell *cell)
{
	const char *source = r->bytes.at + cell->offset + cell->quoted;

	need(cell->offset >= r->end && cell->offset + cell->quoted + cell->text.len <= r->bytes.len);
	need(!cell->quoted || r->bytes.at[cell->offset] == '"');
	need(cell->copied == (cell->quoted && memchr(cell->text.at ? cell->text.at : "", '"', cell->text.len)));
	need(cell->copied || cell->text.at == source);
}

/* libcsv cuts blanks behind a field too when those before it don't count. */
static struct str without_tail(const struct reading *r, const struct rows_cell *cell)
{
	struct str text = cell->text;

	while (r->dialect.skip_space && !cell->quoted && text.len && (text.at[text.len - 1] == ' ' ||
		text.at[text.len - 1] == '\t') &&
		text.at[text.len - 1] != r->dialect.delimiter)
		text.len--;
	return text;
}

static bool take(void *context, const struct rows_record *record)
{
	struct reading *r = context;

	need(record->blank == (record->count == 0) && record->offset >= r->end);
	need(record->line == place_in(STR(""), r->bytes, record->offset).line);
	for (size_t i = 0; i < record->count; i++) {
		check_cell(r, &record->cells[i]);
		buf_add(&r->ours, without_tail(r, &record->cells[i]));
		buf_byte(&r->ours, '\1');
		r->end = record->cells[i].offset + record->cells[i].text.len;
	}
	if (!record->blank)
		buf_byte(&r->ours, '\2');
	return true;
}

static void theirs_field(void *text, size_t len, void *out)
{
	buf_add(out, str_from(text, len));
	buf_byte(out, '\1');
}

static void theirs_record(int end, void *out)
{
	(void)end;
	buf_byte(out, '\2');
}

static int is_blank(unsigned char c)
{
	return c == ' ' || c == '\t';
}

static int no_space(unsigned char c)
{
	(void)c;
	return 0;
}

/* False when libcsv refuses the text. */
static bool read_theirs(struct str bytes, const struct rows_dialect *dialect, struct buf *out)
{
	struct csv_parser parser;
	bool good;

	need(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL | CSV_EMPTY_IS_NULL) == 0);
	csv_set_delim(&parser, (unsigned char)dialect->delimiter);
	csv_set_space_func(&parser, dialect->skip_space ? is_blank : no_space);
	good = csv_parse(&parser, bytes.at, bytes.len, theirs_field, theirs_record, out) == bytes.len;
	good = good && csv_fini(&parser, theirs_field, theirs_record, out) == 0;
	csv_free(&parser);
	return good;
}

/* UTF-8 text that is refused for what it begins with: another kind of file. */
static bool other_file(struct str bytes)
{
	return str_starts(bytes, STR("%PDF-")) || str_starts(bytes, STR("PK\3\4")) || str_starts(bytes, STR("\x7F" "ELF"));
}

static void compare(struct str bytes, struct rows_dialect dialect, size_t chunk)
{
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(LANG_ES);
	struct reading r = { .bytes = bytes, .dialect = dialect };
	struct buf theirs = { 0 };
	bool good = rows_read_chunks(bytes, STR("fuzz.csv"), &dialect, chunk, arena, take, &r, diag);
	bool bom = str_starts(bytes, STR("\xEF\xBB\xBF"));

	need(good == (diag_worst(diag) == DIAG_NONE));
	if (utf8_check(bytes) == bytes.len && str_find(bytes, '\0', 0) == bytes.len && !other_file(bytes)) {
		need(good == read_theirs(str_after(bytes, bom ? 3 : 0), &dialect, &theirs));
		need(!good || str_equal(buf_str(&r.ours), buf_str(&theirs)));
	} else {
		need(!good);
	}
	buf_clear(&r.ours);
	buf_clear(&theirs);
	diag_free(diag);
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char delimiters[] = ",;\t ";
	struct rows_dialect dialect = { 0 };

	if (size == 0 || size > 1 << 16)
		return 0;
	dialect.delimiter = delimiters[data[0] & 3];
	dialect.skip_space = data[0] & 4;
	compare(str_from((const char *)data + 1, size - 1), dialect, data[0] & 8 ? 3 : 1 << 16);
	return 0;
}
