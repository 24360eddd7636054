#include "model/load_table.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "model/load_check.h"
#include "model/load_header.h"
#include "model/load_length.h"
#include "model/table_private.h"
#include "model/vote.h"
#include "parse/encoding.h"
#include "parse/rows.h"

enum {
	HEADER_SEARCH = 20, /* rows in which the header is looked for when it is not the first */
	VOTERS = 100000,    /* rows asked how their column is written */
};

/* A cell that can't be read, kept until its whole column is known. */
struct wrong {
	const struct field *field;
	struct str text;
	size_t part;                /* of its table */
	size_t record, cell;        /* offsets in the part's bytes */
	uint32_t line;
};

/* A record that may be one of the last, which are passed over. */
struct held {
	struct rows_record record;
	struct rows_cell *cells; /* owned */
	size_t capacity;
	uint32_t number;
};

struct reader {
	struct table *table;
	const struct load_file *file;
	struct check *checks;       /* one a stored field */
	struct header header;       /* of the file being read */
	size_t header_rows;         /* of it seen */
	size_t header_wanted;       /* how many it has; 0 when there is none, or it is complete */
	bool lost;                  /* what should be the header names no field */
	uint32_t number;            /* of the record being read */
	size_t comment_rows;        /* of those listed, passed */
	struct held *held;          /* footer_rows of them, or NULL */
	uint64_t held_count;
	struct lengths lengths;
	uint32_t blank_line, blank_count; /* the empty rows just passed over */
	struct arena *scratch;
	uint64_t faults;            /* wrong cells and rows of the table */
	struct wrong *wrongs;       /* owned; at most FAULTS_TOLD */
	size_t wrong_count, wrong_capacity;
	struct diag *unheard;       /* faults are first found without a place, which costs */
	struct diag *diag;
};

static struct place place_of_cell(const struct reader *reader, const struct rows_record *record, size_t i)
{
	const struct rows_cell *cell = &record->cells[i];
	struct place at = table_place_in(reader->file->path, reader->file->bytes, record->offset, record->line,
		cell->offset + (cell->quoted && cell->text.len ? 1 : 0));

	at.width = (uint32_t)utf8_count(cell->text);
	return at;
}

static struct place place_of_line(const struct reader *reader, uint32_t line)
{
	return (struct place){ .path = reader->file->path, .line = line };
}

/* Counts a fault; false when so many were told that no more are. */
static bool tell(struct reader *reader)
{
	return reader->faults++ < FAULTS_TOLD;
}

static void end_blanks(struct reader *reader)
{
	struct place at = place_of_line(reader, reader->blank_line);

	if (reader->blank_count == 1)
		diag_warning(reader->diag, at, "blank-row", "the row is empty; it was passed over",
			"el renglón está vacío; se pasó por alto");
	else if (reader->blank_count > 1)
		diag_warning(reader->diag, at, "blank-row", "%u empty rows from here on; they were passed over",
			"desde aquí hay %u renglones vacíos; se pasaron por alto", reader->blank_count);
	reader->blank_count = 0;
}

static bool blank(const struct rows_record *record)
{
	for (size_t i = 0; i < record->count; i++)
		if (record->cells[i].text.len || record->cells[i].quoted)
			return false;
	return record->blank || record->count > 1;
}

/* Empty lines, rows of nothing but delimiters, and comments hold no row. */
static bool passed_over(struct reader *reader, const struct rows_record *record)
{
	struct str comment = reader->table->dialect.comment;

	if ((record->blank || record->cells[0].text.len == 0) && blank(record)) {
		if (reader->blank_count++ == 0)
			reader->blank_line = record->line;
		return true;
	}
	if (reader->blank_count)
		end_blanks(reader);
	return comment.len && !record->cells[0].quoted && str_starts(record->cells[0].text, comment);
}

/* The row was declared to hold none. */
static bool declared_comment(struct reader *reader)
{
	const struct dialect *dialect = &reader->table->dialect;

	while (reader->comment_rows < dialect->comment_count && dialect->comment_rows[reader->comment_rows] < reader->number)
		reader->comment_rows++;
	return reader->comment_rows < dialect->comment_count && dialect->comment_rows[reader->comment_rows] == reader->number;
}

/* The names of one header row, joined to those of the rows before it: "ENE" under "2013" is "2013 ENE". */
static void add_names(struct reader *reader, const struct rows_record *record)
{
	struct header *header = &reader->header;
	struct arena *arena = reader->table->arena;
	size_t count = record->count > header->count ? record->count : header->count;
	struct str *names = arena_array(arena, struct str, count + 1);
	struct place *at = arena_array(arena, struct place, count + 1);

	for (size_t i = 0; i < count; i++) {
		struct str before = i < header->count ? header->names[i] : STR("");
		struct str name = i < record->count ? record->cells[i].text : STR("");

		names[i] = before.len ? before : name;
		if (before.len && name.len)
			names[i] = arena_printf(arena, "%.*s%.*s%.*s", STR_ARG(before), STR_ARG(reader->table->dialect.header_join),
				STR_ARG(name));
		at[i] = i < record->count ? place_of_cell(reader, record, i) : header->at[i];
	}
	header->names = names;
	header->at = at;
	header->count = count;
}

static void begin_rows(struct reader *reader, struct place header)
{
	reader->header_wanted = 0;
	reader->lengths = (struct lengths){ .path = reader->file->path, .header = header, .wanted = reader->header.count,
		.faults = &reader->faults, .diag = reader->diag };
}

static void end_header(struct reader *reader)
{
	struct header *header = &reader->header;
	const struct table *table = reader->table;

	header->field = arena_array(table->arena, uint32_t, header->count + 1);
	if (header_match(header, &table->schema, table->dialect.fold_header, reader->diag))
		begin_rows(reader, (struct place){ .path = reader->file->path, .line = header->count ? header->at[0].line : 0 });
	else
		reader->lost = true;
}

/* Looks whether the names stand below. False when there is nothing more to look for. */
static bool search_header(struct reader *reader, const struct rows_record *record)
{
	const struct table *table = reader->table;
	size_t known = 0;

	for (size_t i = 0; i < record->count; i++)
		known += header_known(&table->schema, record->cells[i].text);
	if (known * 2 <= record->count && reader->number < HEADER_SEARCH)
		return true;
	header_report_other(&reader->header, &table->schema, &table->dialect, known * 2 > record->count ? reader->number : 0, reader->diag);
	reader->lost = false;
	reader->table->incomplete = true;
	return false;
}

/* Without a header, columns are the fields in their order. */
static void assume_header(struct reader *reader)
{
	size_t count = reader->table->schema.stored_count;

	reader->header.count = count;
	reader->header.field = arena_array(reader->table->arena, uint32_t, count + 1);
	for (size_t i = 0; i < count; i++)
		reader->header.field[i] = reader->header.column[i] = (uint32_t)i;
}

static bool empty_from(const struct rows_record *record, size_t first)
{
	for (size_t i = first; i < record->count; i++)
		if (record->cells[i].text.len)
			return false;
	return true;
}

static void report_length(struct reader *reader, const struct rows_record *record, uint32_t number)
{
	lengths_differ(&reader->lengths, (struct length_row){ .line = record->line, .number = number, .count = (uint32_t)record->count,
		.spare = empty_from(record, reader->header.count), .lone = reader->header.count > 2 && empty_from(record, 1) });
}

static void report_needed(struct reader *reader, const struct rows_record *record, size_t i, const struct field *field)
{
	struct place at;

	if (!tell(reader))
		return;
	at = place_of_cell(reader, record, i);
	at.field = field->name;
	diag_error(reader->diag, at, "required", "'%.*s' is empty, and must not be", "'%.*s' está vacío, y no debe estarlo",
		STR_ARG(field->name));
}

static void keep_wrong(struct reader *reader, const struct rows_record *record, size_t i, const struct field *field)
{
	const struct rows_cell *cell = &record->cells[i];

	if (!tell(reader))
		return;
	if (reader->wrong_count == reader->wrong_capacity) {
		reader->wrong_capacity = reader->wrong_capacity ? reader->wrong_capacity * 2 : 16;
		reader->wrongs = memory_resize(reader->wrongs, reader->wrong_capacity * sizeof *reader->wrongs);
	}
	reader->wrongs[reader->wrong_count++] = (struct wrong){ .field = field, .text = cell->text, .part = reader->table->part_count - 1,
		.record = record->offset, .cell = cell->offset + (cell->quoted && cell->text.len ? 1 : 0), .line = record->line };
}

/* How a column is written: by its wrong cells and, as far as these leave it open, by the right ones. */
static void take_vote(const struct reader *reader, const struct field *field, struct vote *vote)
{
	const struct table *table = reader->table;
	struct str text;

	for (size_t i = 0; i < reader->wrong_count; i++)
		if (reader->wrongs[i].field == field)
			vote_add(vote, field->type, reader->wrongs[i].text);
	for (uint32_t row = 0; row < table->rows && row < VOTERS; row++)
		if (table_stored(table, row, field->index, &text))
			vote_add(vote, field->type, text);
}

/* Finds the faults again, each with its place, once it is known how the whole column is written. */
static void report_wrongs(struct reader *reader)
{
	const struct table *table = reader->table;
	struct vote *votes = memory_resize(NULL, (table->schema.stored_count + 1) * sizeof *votes);
	bool *counted = memory_resize(NULL, (table->schema.stored_count + 1) * sizeof *counted);

	memset(votes, 0, (table->schema.stored_count + 1) * sizeof *votes);
	memset(counted, 0, (table->schema.stored_count + 1) * sizeof *counted);
	for (size_t i = 0; i < reader->wrong_count; i++) {
		const struct wrong *wrong = &reader->wrongs[i];
		size_t column = wrong->field->index;
		struct place at = table_place_in(table->parts[wrong->part].path, table->files[wrong->part].bytes, wrong->record, wrong->line,
			wrong->cell);

		if (!counted[column])
			take_vote(reader, wrong->field, &votes[column]);
		counted[column] = true;
		at.width = (uint32_t)utf8_count(wrong->text);
		at.field = wrong->field->name;
		arena_reset(reader->scratch);
		value_report(reader->scratch, wrong->field, wrong->text, &votes[column], at, reader->diag);
	}
	memory_free(votes);
	memory_free(counted);
	memory_free(reader->wrongs);
}

/* The word of one cell. In a row of the wrong length cells may stand under names that are not theirs: what is
 * wrong with them is not told. */
static uint32_t read_cell(struct reader *reader, const struct rows_record *record, size_t i, bool whole)
{
	const struct rows_cell *cell = &record->cells[i];
	struct check *check = &reader->checks[reader->header.field[i]];

	if (check_absent(check, cell->text)) {
		if (check->needed && whole)
			report_needed(reader, record, i, check->field);
		return CELL_ABSENT;
	}
	if (!check_text(check, reader->scratch, cell->text, reader->unheard)) {
		if (whole)
			keep_wrong(reader, record, i, check->field);
		return CELL_ABSENT;
	}
	return table_cell(reader->table, record->offset, cell->text, !cell->copied);
}

static bool report_full(struct reader *reader, const struct rows_record *record)
{
	reader->table->incomplete = true;
	diag_error(reader->diag, place_of_line(reader, record->line), "table-size", "'%.*s' has more rows than fit into one table",
		"'%.*s' tiene más renglones de los que caben en una tabla", STR_ARG(reader->table->name));
	diag_advice(reader->diag, "split the table into several resources", "divida la tabla en varios recursos");
	return false;
}

static bool read_row(struct reader *reader, const struct rows_record *record, uint32_t number)
{
	size_t width = reader->header.count;
	size_t count = record->count < width ? record->count : width;
	uint32_t *words = table_add(reader->table, record->offset, record->line);
	bool whole = record->count == width;

	if (!words)
		return report_full(reader, record);
	if (!whole)
		report_length(reader, record, number);
	else if (!reader->lengths.agreed)
		lengths_agree(&reader->lengths);
	for (size_t i = 0; i < count; i++)
		if (reader->header.field[i] != HEADER_NONE)
			words[1 + reader->header.field[i]] = read_cell(reader, record, i, whole);
	return true;
}

/* Keeps the record back until so many have come after it that it can't be one of the last. */
static bool hold_back(struct reader *reader, const struct rows_record *record)
{
	uint32_t most = reader->table->dialect.footer_rows;
	struct held *slot = &reader->held[reader->held_count++ % most];
	bool more = reader->held_count <= most || read_row(reader, &slot->record, slot->number);

	if (slot->capacity < record->count) {
		slot->capacity = record->count;
		slot->cells = memory_resize(slot->cells, slot->capacity * sizeof *slot->cells);
	}
	memcpy(slot->cells, record->cells, record->count * sizeof *slot->cells);
	slot->record = *record;
	slot->record.cells = slot->cells;
	slot->number = reader->number;
	return more;
}

/* A row above the first row of the table. */
static bool read_header(struct reader *reader, const struct rows_record *record)
{
	const struct dialect *dialect = &reader->table->dialect;

	if (reader->lost)
		return search_header(reader, record);
	if (dialect->header_count && dialect->header_rows[reader->header_rows] != reader->number)
		return true;
	add_names(reader, record);
	if (++reader->header_rows == reader->header_wanted)
		end_header(reader);
	return true;
}

static bool read_record(void *context, const struct rows_record *record)
{
	struct reader *reader = context;

	reader->number++;
	if (reader->table->dialect.comment_count && declared_comment(reader))
		return true;
	if (reader->header_wanted && reader->table->dialect.header_count)
		return read_header(reader, record);
	if (passed_over(reader, record))
		return true;
	if (reader->header_wanted)
		return read_header(reader, record);
	return reader->held ? hold_back(reader, record) : read_row(reader, record, reader->number);
}

static void begin_file(struct reader *reader, const struct load_file *file)
{
	struct table *table = reader->table;
	size_t fields = table->schema.stored_count;
	uint32_t *column = arena_array(table->arena, uint32_t, fields + 1);

	for (size_t i = 0; i < fields; i++)
		column[i] = HEADER_NONE;
	reader->file = file;
	reader->header = (struct header){ .path = file->path, .column = column };
	reader->header_wanted = !table->dialect.header ? 0 : table->dialect.header_count ? table->dialect.header_count : 1;
	reader->header_rows = reader->comment_rows = 0;
	reader->number = 0;
	reader->lost = false;
	reader->held_count = 0;
	table_begin(table, file->path, file->bytes, column);
	if (!table->dialect.header) {
		assume_header(reader);
		begin_rows(reader, place_of(file->path));
	}
}

/* Keys that a column is missing for can't be found: nobody is told that they are not there. */
static bool lacks_key(const struct reader *reader)
{
	const struct key *primary = &reader->table->schema.primary;

	for (size_t i = 0; i < primary->count; i++)
		if (reader->header.column[primary->fields[i]->index] == HEADER_NONE)
			return true;
	return false;
}

static void report_no_header(struct reader *reader)
{
	const struct table *table = reader->table;

	if (table->dialect.header_count && reader->number) {
		diag_error(reader->diag, place_of(reader->file->path), "empty-file",
			"the file has %u rows, and the header is declared to be in row %u",
			"el archivo tiene %u renglones, y se declaró que el encabezado está en el %u", reader->number,
			table->dialect.header_rows[reader->header_rows]);
		return;
	}
	diag_error(reader->diag, place_of(reader->file->path), "empty-file",
		"the file is empty; a header row is needed", "el archivo está vacío; hace falta el renglón de encabezado");
	if (table->schema.field_count)
		diag_advice(reader->diag, "begin it with the names of the columns: '%.*s' …",
			"comience con los nombres de las columnas: '%.*s' …", STR_ARG(table->schema.fields[0].name));
}

static void end_file(struct reader *reader, bool read)
{
	if (reader->blank_count)
		end_blanks(reader);
	if (!read || reader->header_wanted > 0 || lacks_key(reader))
		reader->table->incomplete = true;
	if (reader->lost)
		header_report_other(&reader->header, &reader->table->schema, &reader->table->dialect, 0, reader->diag);
	else if (read && reader->header_wanted > 0 && reader->header_rows < reader->header_wanted)
		report_no_header(reader);
	lengths_end(&reader->lengths);
}

static bool in_key(const struct key *key, const struct field *field)
{
	for (size_t i = 0; i < key->count; i++)
		if (key->fields[i]->index == field->index)
			return true;
	return false;
}

static struct check *checks_of(struct table *table)
{
	struct check *checks = arena_array(table->arena, struct check, table->schema.stored_count + 1);

	for (size_t i = 0; i < table->schema.stored_count; i++) {
		const struct field *field = &table->schema.fields[i];

		check_init(&checks[i], field, field->required || in_key(&table->schema.primary, field));
	}
	return checks;
}

/* One file: its bytes as text, and the text as rows. */
static void read_file(struct reader *reader, const struct load_file *file, const struct rows_dialect *rows)
{
	struct table *table = reader->table;
	struct encoding_text text;
	struct load_file decoded = { .path = file->path };

	if (!encoding_read(file->bytes, file->path, table->dialect.encoding, &text, reader->diag)) {
		table->incomplete = true;
		return;
	}
	decoded.bytes = text.text;
	begin_file(reader, &decoded);
	table->files[table->part_count - 1].held = text.held;
	end_file(reader, rows_read(decoded.bytes, decoded.path, rows, table->arena, read_record, reader, reader->diag));
}

void load_table(struct table *table, const struct load_file *files, size_t count, struct diag *diag)
{
	const struct dialect *dialect = &table->dialect;
	struct rows_dialect rows = { .delimiter = dialect->delimiter, .quote = dialect->quote, .skip_space = dialect->skip_space,
		.checked = true };
	struct reader reader = { .table = table, .diag = diag, .scratch = arena_new(), .unheard = diag_new(LANG_EN) };
	uint64_t errors = diag_count(diag, DIAG_ERROR);

	reader.checks = checks_of(table);
	if (dialect->footer_rows)
		reader.held = arena_array(table->arena, struct held, dialect->footer_rows);
	table_expect(table, count);
	for (size_t i = 0; i < count; i++)
		read_file(&reader, &files[i], &rows);
	report_wrongs(&reader);
	if (reader.faults > FAULTS_TOLD)
		diag_error(diag, place_of(files[0].path), "many-faults", "%llu more cells and rows of '%.*s' are wrong",
			"otras %llu celdas y renglones de '%.*s' están mal",
			(unsigned long long)(reader.faults - FAULTS_TOLD), STR_ARG(table->name));
	table->faulty = diag_count(diag, DIAG_ERROR) > errors;
	table_pack(table);
	for (size_t i = 0; reader.held && i < dialect->footer_rows; i++)
		memory_free(reader.held[i].cells);
	diag_free(reader.unheard);
	arena_free(reader.scratch);
}
