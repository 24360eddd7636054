/* libcsv finds the fields; a cursor of ours walks the same bytes behind it and learns where each one stands. In strict mode, without
 * trimming, an unquoted field is as long in the source as libcsv says, and a quoted one is as long plus its quotes, so the
 * cursor never has to guess: it is always at the first byte that no record has used. */
#include "parse/rows.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <csv.h>

enum { CHUNK = 64 << 10 };

struct reader {
	struct str bytes, path;
	char delimiter, quote;
	bool skip_space;
	size_t at;       /* the cursor */
	size_t fed;      /* bytes given to libcsv */
	uint32_t line;   /* of the cursor */
	struct rows_cell *cells; /* owned */
	size_t count, capacity;
	size_t record_offset;
	uint32_t record_line;
	struct arena *arena;
	rows_fn *record;
	void *context;
	struct diag *diag;
	bool stopped, failed;
};

static bool newline(char c)
{
	return c == '\n' || c == '\r';
}

/* Passes over one line end, which stands at the cursor. */
static void pass_newline(struct reader *r)
{
	if (r->bytes.at[r->at] == '\r' && r->at + 1 < r->bytes.len && r->bytes.at[r->at + 1] == '\n')
		r->at++;
	r->at++;
	r->line++;
}

/* Moves the cursor over `len` bytes of quoted text, which may hold line ends. */
static void pass_text(struct reader *r, size_t len)
{
	size_t end = r->at + len;

	while (r->at < end)
		if (newline(r->bytes.at[r->at]))
			pass_newline(r);
		else
			r->at++;
}

static struct place place_at(const struct reader *r, size_t offset)
{
	return place_in(r->path, r->bytes, offset);
}

static void give(struct reader *r, bool blank)
{
	struct rows_record record = { r->cells, r->count, r->record_line, r->record_offset, blank };

	if (!r->record(r->context, &record))
		r->stopped = true;
	r->count = 0;
}

/* libcsv passes over empty lines in silence; here each is a record of its own. */
static void give_blank_lines(struct reader *r)
{
	while (!r->stopped && r->at < r->bytes.len && newline(r->bytes.at[r->at])) {
		r->record_line = r->line;
		r->record_offset = r->at;
		give(r, true);
		pass_newline(r);
	}
}

static void pass_blanks(struct reader *r)
{
	while (r->skip_space && r->at < r->bytes.len && (r->bytes.at[r->at] == ' ' || r->bytes.at[r->at] == '\t') &&
		r->bytes.at[r->at] != r->delimiter)
		r->at++;
}

static struct rows_cell *add_cell(struct reader *r)
{
	if (r->count == r->capacity) {
		r->capacity = r->capacity ? r->capacity * 2 : 64;
		r->cells = memory_resize(r->cells, r->capacity * sizeof *r->cells);
	}
	return &r->cells[r->count++];
}

static void follow_quoted(struct reader *r, struct rows_cell *cell, struct str text)
{
	size_t doubled = 0;

	cell->quoted = true;
	for (size_t i = str_find(text, r->quote, 0); i < text.len; i = str_find(text, r->quote, i + 1))
		doubled++;
	r->at++;
	cell->text = doubled ? arena_copy(r->arena, text) : str_from(r->bytes.at + r->at, text.len);
	cell->copied = doubled > 0;
	pass_text(r, text.len + doubled);
	r->at++;
	pass_blanks(r);
}

static void follow_plain(struct reader *r, struct rows_cell *cell, struct str text)
{
	size_t end = r->at + text.len;

	if (r->skip_space) /* libcsv has trimmed both sides, but only the side after the delimiter is to be */
		while (end < r->bytes.len && r->bytes.at[end] != r->delimiter && !newline(r->bytes.at[end]))
			end++;
	cell->text = str_from(r->bytes.at + r->at, end - r->at);
	r->at = end;
}

static void take_field(void *data, size_t len, void *context)
{
	struct reader *r = context;
	struct rows_cell *cell;

	if (r->stopped || r->failed)
		return;
	if (r->count == 0) {
		give_blank_lines(r);
		r->record_line = r->line;
		r->record_offset = r->at;
	} else {
		r->at++; /* the delimiter before this field */
	}
	if (r->stopped)
		return;
	pass_blanks(r);
	cell = add_cell(r);
	*cell = (struct rows_cell){ .offset = r->at };
	if (r->at < r->bytes.len && r->bytes.at[r->at] == r->quote)
		follow_quoted(r, cell, str_from(data, len));
	else
		follow_plain(r, cell, str_from(data, len));
	if (r->count > ROWS_FIELDS_MOST) {
		r->failed = true;
		diag_error(r->diag, place_at(r, r->record_offset), "too-many-fields", "this row has more than %d fields", "esta fila tiene más de %d campos",
			ROWS_FIELDS_MOST);
		diag_advice(r->diag, "is the delimiter right? it is '%c'", "¿es correcto el delimitador? es '%c'", r->delimiter);
	}
}

static void take_record(int end, void *context)
{
	struct reader *r = context;

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

/* Where the field that libcsv was in the middle of begins. */
static size_t open_field(struct reader *r)
{
	size_t at;

	if (r->count == 0)
		give_blank_lines(r);
	at = r->count && r->at < r->bytes.len ? r->at + 1 : r->at;
	while (r->skip_space && at < r->bytes.len && is_blank((unsigned char)r->bytes.at[at]))
		at++;
	return at;
}

static bool fail_at_byte(struct reader *r, size_t wrong)
{
	size_t start = open_field(r);
	struct place opened = place_at(r, start);

	if (r->stopped)
		return true;
	if (start < r->bytes.len && r->bytes.at[start] == r->quote && wrong > start) {
		diag_error(r->diag, place_at(r, wrong), "text-after-quote", "text after the closing quote of a field",
			"hay texto después de las comillas que cierran un campo");
		diag_advice(r->diag, "the field opened at line %u, column %u; a quote inside it is written twice: \"\"",
			"el campo se abrió en la línea %u, columna %u; unas comillas dentro de él se escriben dobles: \"\"", opened.line, opened.column);
		return false;
	}
	diag_error(r->diag, place_at(r, wrong), "quote-in-field", "a quote inside a field that has no quotes around it",
		"hay comillas dentro de un campo que no está entre comillas");
	diag_advice(r->diag, "put the whole field in quotes and write the inner ones twice: \"Escuela \"\"Juárez\"\"\"",
		"ponga todo el campo entre comillas y escriba dobles las de dentro: \"Escuela \"\"Juárez\"\"\"");
	return false;
}

static bool fail_open(struct reader *r)
{
	size_t start = open_field(r);

	if (r->stopped)
		return true;
	if (start < r->bytes.len && r->bytes.at[start] == r->quote) {
		diag_error(r->diag, place_at(r, start), "unclosed-quote", "the quote that opens this field is never closed",
			"las comillas que abren este campo no se cierran nunca");
		diag_advice(r->diag, "close it, or write it twice if it belongs to the text", "ciérrelas, o escríbalas dobles si son parte del texto");
		return false;
	}
	return diag_error(r->diag, place_at(r, start), "long-field", "this field has more than %d bytes", "este campo tiene más de %d bytes",
		ROWS_CELL_MOST);
}

/* Feeds libcsv piece by piece, so that a field without end is noticed before the whole file is held in it. */
static bool feed(struct reader *r, struct csv_parser *parser)
{
	while (r->fed < r->bytes.len && !r->stopped && !r->failed) {
		size_t piece = r->bytes.len - r->fed < CHUNK ? r->bytes.len - r->fed : CHUNK;
		size_t done = csv_parse(parser, r->bytes.at + r->fed, piece, take_field, take_record, r);

		if (r->stopped || r->failed)
			break;
		if (done < piece)
			return fail_at_byte(r, r->fed + done);
		r->fed += piece;
		if (r->fed - r->at > ROWS_CELL_MOST + CHUNK)
			return fail_open(r);
	}
	if (r->stopped || r->failed)
		return !r->failed;
	if (csv_fini(parser, take_field, take_record, r) != 0)
		return fail_open(r);
	if (!r->stopped && !r->failed)
		give_blank_lines(r);
	return !r->failed;
}

static bool check_bytes(struct reader *r)
{
	size_t wrong = utf8_check(r->bytes);
	size_t nul = str_find(r->bytes, '\0', 0);

	if (nul < r->bytes.len && nul <= wrong) {
		diag_error(r->diag, place_at(r, nul), "nul-byte", "a NUL byte: this is no text", "hay un byte NUL: esto no es texto");
		diag_advice(r->diag, "save the file as CSV in UTF-8", "guarde el archivo como CSV en UTF-8");
		return false;
	}
	if (wrong == r->bytes.len)
		return true;
	diag_error(r->diag, place_at(r, wrong), "not-utf-8", "the byte 0x%02X is not UTF-8", "el byte 0x%02X no es UTF-8",
		(unsigned char)r->bytes.at[wrong]);
	diag_advice(r->diag, "save the file as \"CSV UTF-8\"", "guarde el archivo como \"CSV UTF-8\"");
	return false;
}

bool rows_read(struct str bytes, struct str path, const struct rows_dialect *dialect, struct arena *arena, rows_fn *record, void *context,
	struct diag *diag)
{
	struct reader r = { .bytes = bytes, .path = path, .delimiter = dialect->delimiter ? dialect->delimiter : ',',
		.quote = dialect->quote ? dialect->quote : '"', .skip_space = dialect->skip_space, .line = 1, .arena = arena, .record = record,
		.context = context, .diag = diag };
	struct csv_parser parser;
	bool good;

	if (!check_bytes(&r))
		return false;
	if (str_starts(bytes, STR("\xEF\xBB\xBF")))
		r.at = r.fed = 3;
	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL | CSV_EMPTY_IS_NULL) != 0)
		return diag_failure(diag, place_of(path), "csv", "the CSV reader can't start", "el lector de CSV no puede iniciar");
	csv_set_delim(&parser, (unsigned char)r.delimiter);
	csv_set_quote(&parser, (unsigned char)r.quote);
	csv_set_space_func(&parser, r.skip_space ? is_blank : no_space);
	good = feed(&r, &parser);
	csv_free(&parser);
	memory_free(r.cells);
	return good;
}
