/* libcsv finds the fields; a cursor of ours walks the same bytes behind it and learns where each one stands. In strict mode, without
 * trimming, an unquoted field is as long in the source as libcsv says, and a quoted one is as long plus its quotes, so the
 * cursor never has to guess:
 *
 *     12,"Sol ""A""",,x          libcsv: `12` `Sol "A"` nothing `x`
 *     ^ ^ ^          the cursor stands at the delimiter before a field, or at the first byte of a record.
 *
 * With skip_space libcsv trims blanks on both sides; the cursor passes over those in front and takes back those behind. */
#include "parse/rows.h"

#include "parse/rows_private.h"

#include "base/arena.h"
#include "parse/encoding.h"

#include <csv.h>

enum { CHUNK = 64 << 10 };

static bool newline(char c)
{
	return c == '\n' || c == '\r';
}

/* Passes over one line end, which stands at the cursor. */
static void pass_newline(struct rows_reading *r)
{
	if (r->bytes.at[r->at] == '\r' && r->at + 1 < r->bytes.len && r->bytes.at[r->at + 1] == '\n')
		r->at++;
	r->at++;
	r->line++;
}

/* How many line ends there are; a CR before a LF is no line of its own. */
static uint32_t count_lines(struct str text)
{
	uint32_t count = 0;

	for (size_t i = str_find(text, '\n', 0); i < text.len; i = str_find(text, '\n', i + 1))
		count++;
	for (size_t i = str_find(text, '\r', 0); i < text.len; i = str_find(text, '\r', i + 1))
		count += i + 1 == text.len || text.at[i + 1] != '\n';
	return count;
}

static bool blank_at(const struct rows_reading *r, size_t at)
{
	return at < r->bytes.len && (r->bytes.at[at] == ' ' || r->bytes.at[at] == '\t') && r->bytes.at[at] != r->delimiter;
}

static void pass_blanks(struct rows_reading *r)
{
	while (r->skip_space && blank_at(r, r->at))
		r->at++;
}

static void give(struct rows_reading *r, bool blank)
{
	struct rows_record record = { r->cells, r->count, r->record_line, r->record_offset, blank };

	if (!r->record(r->context, &record))
		r->stopped = true;
	r->count = 0;
}

/* Whether the line at the cursor is empty, or only of blanks that don't count; *end is then its line end. Blanks beyond any field's limit
 * are not looked at: they will be reported as such. */
static bool empty_line(const struct rows_reading *r, size_t *end)
{
	*end = r->at;
	while (r->skip_space && blank_at(r, *end) && *end - r->at <= ROWS_CELL_MOST)
		(*end)++;
	return *end < r->bytes.len && newline(r->bytes.at[*end]);
}

/* libcsv passes over empty lines in silence; here each is a record of its own. */
static void give_empty_lines(struct rows_reading *r)
{
	size_t end;

	while (!r->stopped && empty_line(r, &end)) {
		r->record_line = r->line;
		r->record_offset = r->at;
		r->at = end;
		give(r, true);
		pass_newline(r);
	}
}

static struct rows_cell *add_cell(struct rows_reading *r)
{
	if (r->count == r->capacity) {
		r->capacity = r->capacity ? r->capacity * 2 : 64;
		r->cells = memory_resize(r->cells, r->capacity * sizeof *r->cells);
	}
	return &r->cells[r->count++];
}

static void follow_quoted(struct rows_reading *r, struct rows_cell *cell, struct str text)
{
	size_t doubled = 0;

	for (size_t i = str_find(text, r->quote, 0); i < text.len; i = str_find(text, r->quote, i + 1))
		doubled++;
	cell->quoted = true;
	cell->copied = doubled > 0;
	cell->text = doubled ? arena_copy(r->arena, text) : str_from(r->bytes.at + r->at + 1, text.len);
	r->line += count_lines(text);
	r->at += text.len + doubled + 2;
	pass_blanks(r);
}

static void follow_plain(struct rows_reading *r, struct rows_cell *cell, struct str text)
{
	size_t end = r->at + text.len;

	while (r->skip_space && blank_at(r, end))
		end++;
	cell->text = str_from(r->bytes.at + r->at, end - r->at);
	r->at = end;
}

static void take_field(void *data, size_t len, void *context)
{
	struct rows_reading *r = context;
	struct rows_cell *cell;
	size_t start;

	if (r->stopped || r->failed)
		return;
	if (r->count == 0) {
		give_empty_lines(r);
		r->record_line = r->line;
		r->record_offset = r->at;
	} else {
		r->at++; /* the delimiter before this field */
	}
	if (r->stopped)
		return;
	start = r->at;
	pass_blanks(r);
	cell = add_cell(r);
	*cell = (struct rows_cell){ .offset = r->at };
	if (r->at < r->bytes.len && r->bytes.at[r->at] == r->quote)
		follow_quoted(r, cell, str_from(data, len));
	else
		follow_plain(r, cell, str_from(data, len));
	if (r->at - start > ROWS_CELL_MOST)
		r->failed = !rows_fault_long(r, cell->offset);
	else if (r->count > ROWS_FIELDS_MOST)
		r->failed = !rows_fault_many(r);
}

static void take_record(int end, void *context)
{
	struct rows_reading *r = context;

	(void)end;
	if (r->stopped || r->failed)
		return;
	give(r, false);
	if (r->at < r->bytes.len)
		pass_newline(r);
}

static int no_space(unsigned char c)
{
	(void)c;
	return 0;
}

static int is_blank(unsigned char c)
{
	return c == ' ' || c == '\t';
}

/* The field that libcsv is in the middle of: where its part of the source begins, and (past blanks that don't count) the field itself. */
static size_t open_field(struct rows_reading *r, size_t *field)
{
	size_t start;

	if (r->count == 0)
		give_empty_lines(r);
	start = r->count ? r->at + 1 : r->at;
	*field = start;
	while (r->skip_space && blank_at(r, *field) && *field - start <= ROWS_CELL_MOST)
		(*field)++;
	return start;
}

/* Stops at the byte that libcsv could not take. */
static void fail_at(struct rows_reading *r, size_t wrong)
{
	size_t field, start = open_field(r, &field);

	if (r->stopped)
		return;
	r->failed = wrong - start > ROWS_CELL_MOST ? !rows_fault_long(r, field) : !rows_fault_byte(r, field, wrong);
}

/* A quote that is never closed is noticed here, before the rest of the file is held in libcsv. */
static void check_length(struct rows_reading *r)
{
	size_t field, start;

	if (r->fed <= r->at || r->fed - r->at <= ROWS_CELL_MOST)
		return;
	start = open_field(r, &field);
	if (!r->stopped && r->fed > start && r->fed - start > ROWS_CELL_MOST)
		r->failed = !rows_fault_long(r, field);
}

static void finish(struct rows_reading *r, struct csv_parser *parser)
{
	size_t field;

	if (csv_fini(parser, take_field, take_record, r) != 0) {
		open_field(r, &field);
		if (!r->stopped)
			r->failed = !rows_fault_open(r, field);
	} else if (!r->stopped && !r->failed) {
		give_empty_lines(r);
	}
}

static void feed(struct rows_reading *r, struct csv_parser *parser, size_t chunk)
{
	while (r->fed < r->bytes.len && !r->stopped && !r->failed) {
		size_t left = r->bytes.len - r->fed, piece = left < chunk ? left : chunk;
		size_t done = csv_parse(parser, r->bytes.at + r->fed, piece, take_field, take_record, r);

		if (r->stopped || r->failed)
			return;
		if (done < piece) {
			fail_at(r, r->fed + done);
			return;
		}
		r->fed += piece;
		check_length(r);
	}
	if (!r->stopped && !r->failed)
		finish(r, parser);
}

bool rows_read_chunks(struct str bytes, struct str path, const struct rows_dialect *dialect, size_t chunk, struct arena *arena,
	rows_fn *record, void *context, struct diag *diag)
{
	struct rows_reading r = { .bytes = bytes, .path = path, .delimiter = dialect->delimiter ? dialect->delimiter : ',',
		.quote = dialect->quote ? dialect->quote : '"', .skip_space = dialect->skip_space, .line = 1, .arena = arena,
		.record = record, .context = context, .diag = diag };
	struct csv_parser parser;

	if (!rows_check_dialect(&r) || (!dialect->checked && !encoding_check(bytes, path, diag)))
		return false;
	if (str_starts(bytes, STR("\xEF\xBB\xBF")))
		r.at = r.fed = 3;
	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL | CSV_EMPTY_IS_NULL) != 0)
		return diag_failure(diag, place_of(path), "csv", "the CSV reader can't start",
			"el lector de CSV no puede iniciar");
	csv_set_blk_size(&parser, CHUNK); /* libcsv's own steps of 128 bytes make a long field cost its square where realloc copies */
	csv_set_delim(&parser, (unsigned char)r.delimiter);
	csv_set_quote(&parser, (unsigned char)r.quote);
	csv_set_space_func(&parser, r.skip_space ? is_blank : no_space);
	feed(&r, &parser, chunk);
	csv_free(&parser);
	memory_free(r.cells);
	return !r.failed;
}

bool rows_read(struct str bytes, struct str path, const struct rows_dialect *dialect, struct arena *arena, rows_fn *record,
	void *context, struct diag *diag)
{
	return rows_read_chunks(bytes, path, dialect, CHUNK, arena, record, context, diag);
}
