/* A cell is 8 bytes: where its text begins in its file and how long it is. Texts that had to be unescaped stand apart. Columns are found by their
 * names, in any order; what the descriptor has no field for is passed over, as on the pages. */
#include "history/version.h"

#include "base/arena.h"
#include "base/buf.h"
#include "model/canonical.h"
#include "model/load_header.h"
#include "model/load_package.h"
#include "model/value.h"
#include "parse/encoding.h"
#include "parse/rows.h"

#include <inttypes.h>

#define ABSENT UINT32_MAX
#define APART 0x80000000u
#define NOWHERE UINT32_MAX

struct cell {
	uint32_t at;  /* byte of the file's text; of one apart: its number */
	uint32_t len; /* ABSENT, or bytes, or APART */
};

struct file {
	struct str text;
	void *held;
	uint32_t first_row;
};

struct version_index {
	uint64_t *hashes;
	uint32_t *slots; /* row + 1 of the first of a chain */
	uint32_t *next;  /* of each row: the next one with the same hash, or VERSION_NONE */
	uint64_t slot_count;
	uint32_t repeated;
};

struct version {
	struct arena *arena;
	const struct resource *resource;
	struct file *files;
	size_t file_count;
	size_t width;
	struct cell *cells;
	uint32_t rows, capacity;
	struct str *apart;
	size_t apart_count, apart_capacity;
	bool *has; /* one a field */
	struct version_index *index;
};

/* Reading of one file. */
struct reader {
	struct version *version;
	struct file *file;
	struct str path;
	uint32_t *field; /* of each column */
	size_t columns;
	size_t header_wanted, header_rows; /* rows above the table, and those met */
	size_t comment_rows;               /* declared ones that were passed */
	uint32_t number;                   /* of the record, from 1 */
	struct diag *diag;
	bool wrong;
};

static bool blank(const struct rows_record *record)
{
	for (size_t i = 0; i < record->count; i++)
		if (record->cells[i].text.len || record->cells[i].quoted)
			return false;
	return record->blank || record->count > 1;
}

static bool passed_over(const struct reader *reader, const struct rows_record *record)
{
	struct str comment = reader->version->resource->dialect.comment;

	if (blank(record))
		return true;
	return comment.len && !record->cells[0].quoted && str_starts(record->cells[0].text, comment);
}

static struct str header_name(struct reader *reader, const struct rows_cell *cell, struct str before)
{
	if (before.len == 0 || cell->text.len == 0)
		return before.len ? before : arena_copy(reader->version->arena, cell->text);
	return arena_printf(reader->version->arena, "%.*s%.*s%.*s", STR_ARG(before), STR_ARG(reader->version->resource->dialect.header_join),
		STR_ARG(cell->text));
}

/* Gives each column its field. False when none has one: it is another table. */
static bool match(struct reader *reader, const struct str *names, size_t count)
{
	struct version *v = reader->version;
	size_t matched = 0;

	reader->columns = count;
	reader->field = arena_array(v->arena, uint32_t, count + 1);
	for (size_t i = 0; i < count; i++) {
		const struct field *field = header_field(&v->resource->schema, names[i], v->resource->dialect.fold_header);

		reader->field[i] = field ? (uint32_t)field->index : NOWHERE;
		matched += field != NULL;
		if (field)
			v->has[field->index] = true;
	}
	if (matched > 0)
		return true;
	reader->wrong = true;
	return diag_error(reader->diag, place_of(reader->path), "header-missing", "the first row is not the header: it names no field of the schema",
		"el primer renglón no es el encabezado: no nombra ningún campo del esquema");
}

static struct cell apart(struct version *v, struct str text)
{
	if (v->apart_count == v->apart_capacity) {
		v->apart_capacity = v->apart_capacity ? v->apart_capacity * 2 : 64;
		v->apart = memory_resize(v->apart, v->apart_capacity * sizeof *v->apart);
	}
	v->apart[v->apart_count] = text;
	return (struct cell){ (uint32_t)v->apart_count++, APART };
}

static struct cell *add_row(struct version *v)
{
	struct cell *cells;

	if (v->rows == v->capacity) {
		v->capacity = v->capacity ? v->capacity * 2 : 256;
		v->cells = memory_resize(v->cells, v->capacity * v->width * sizeof *v->cells);
	}
	cells = v->cells + (size_t)v->rows++ * v->width;
	for (size_t i = 0; i < v->width; i++)
		cells[i] = (struct cell){ 0, ABSENT };
	return cells;
}

static bool missing(const struct field *field, struct str text)
{
	if (field->missing_count == 1 && field->missing[0].len == 0)
		return text.len == 0;
	return value_missing(field, text);
}

static void read_row(struct reader *reader, const struct rows_record *record)
{
	struct version *v = reader->version;
	struct cell *cells = add_row(v);
	size_t count = record->count < reader->columns ? record->count : reader->columns;

	for (size_t i = 0; i < count; i++) {
		const struct rows_cell *cell = &record->cells[i];
		uint32_t field = reader->field[i];

		if (field == NOWHERE || missing(&v->resource->schema.fields[field], cell->text))
			continue;
		if (cell->copied || cell->text.len >= APART)
			cells[field] = apart(v, cell->text);
		else
			cells[field] = (struct cell){ (uint32_t)(cell->text.at - reader->file->text.at), (uint32_t)cell->text.len };
	}
}

struct names {
	struct str *at;
	size_t count;
};

struct reading {
	struct reader reader;
	struct names names;
};

/* A row that the descriptor declares to be a comment. */
static bool declared_comment(struct reader *reader)
{
	const struct dialect *dialect = &reader->version->resource->dialect;

	while (reader->comment_rows < dialect->comment_count && dialect->comment_rows[reader->comment_rows] < reader->number)
		reader->comment_rows++;
	return reader->comment_rows < dialect->comment_count && dialect->comment_rows[reader->comment_rows] == reader->number;
}

static bool read_header(struct reading *reading, const struct rows_record *record)
{
	struct reader *reader = &reading->reader;
	struct names *names = &reading->names;
	const struct dialect *dialect = &reader->version->resource->dialect;

	if (dialect->header_count && dialect->header_rows[reader->header_rows] != reader->number)
		return true;
	if (record->count > names->count) {
		struct str *wider = arena_array(reader->version->arena, struct str, record->count);

		if (names->count)
			memcpy(wider, names->at, names->count * sizeof *wider);
		names->at = wider;
		names->count = record->count;
	}
	for (size_t i = 0; i < record->count; i++)
		names->at[i] = header_name(reader, &record->cells[i], names->at[i]);
	return ++reader->header_rows < reader->header_wanted || match(reader, names->at, names->count);
}

static bool read_record(void *context, const struct rows_record *record)
{
	struct reading *reading = context;
	struct reader *reader = &reading->reader;
	bool header = reader->header_rows < reader->header_wanted;

	reader->number++;
	if (declared_comment(reader))
		return true;
	if (header && reader->version->resource->dialect.header_count)
		return read_header(reading, record);
	if (passed_over(reader, record))
		return true;
	if (header)
		return read_header(reading, record);
	read_row(reader, record);
	return true;
}

static void assume_header(struct reader *reader)
{
	struct version *v = reader->version;

	reader->columns = v->resource->schema.stored_count;
	reader->field = arena_array(v->arena, uint32_t, reader->columns + 1);
	for (size_t i = 0; i < reader->columns; i++) {
		reader->field[i] = (uint32_t)i;
		v->has[i] = true;
	}
}

static bool read_file(struct version *v, struct file *file, const struct version_file *from, struct diag *diag)
{
	const struct dialect *dialect = &v->resource->dialect;
	struct rows_dialect rows = { .delimiter = dialect->delimiter, .quote = dialect->quote, .skip_space = dialect->skip_space, .checked = true };
	struct reading reading = { .reader = { .version = v, .file = file, .path = from->path, .diag = diag } };
	struct encoding_text text;

	if (!encoding_read(from->bytes, from->path, dialect->encoding, &text, diag))
		return false;
	*file = (struct file){ .text = text.text, .held = text.held, .first_row = v->rows };
	reading.reader.header_wanted = !dialect->header ? 0 : dialect->header_count ? dialect->header_count : 1;
	if (!dialect->header)
		assume_header(&reading.reader);
	if (file->text.len >= APART)
		return diag_error(diag, place_of(from->path), "table-size", "the file is too large to be compared",
			"el archivo es demasiado grande para compararlo");
	if (!rows_read(file->text, from->path, &rows, v->arena, read_record, &reading, diag) || reading.reader.wrong)
		return false;
	if (reading.reader.header_rows < reading.reader.header_wanted)
		return diag_error(diag, place_of(from->path), "empty-file", "the file is empty; a header row is needed",
			"el archivo está vacío; hace falta el renglón de encabezado");
	v->rows -= dialect->footer_rows < v->rows - file->first_row ? dialect->footer_rows : v->rows - file->first_row;
	return true;
}

struct version *version_read(const struct resource *resource, const struct version_file *files, size_t count, struct diag *diag)
{
	struct arena *arena = arena_new();
	struct version *v = arena_new_of(arena, struct version);

	*v = (struct version){ .arena = arena, .resource = resource, .width = resource->schema.stored_count };
	v->files = arena_array(arena, struct file, count + 1);
	v->has = arena_array(arena, bool, v->width + 1);
	for (; v->file_count < count; v->file_count++) {
		if (read_file(v, &v->files[v->file_count], &files[v->file_count], diag))
			continue;
		v->file_count++;
		version_free(v);
		return NULL;
	}
	return v;
}

void version_free(struct version *v)
{
	if (!v)
		return;
	for (size_t i = 0; i < v->file_count; i++)
		memory_free(v->files[i].held);
	version_index_free(v->index);
	memory_free(v->cells);
	memory_free(v->apart);
	arena_free(v->arena);
}

const struct resource *version_resource(const struct version *v) { return v->resource; }

uint32_t version_rows(const struct version *v) { return v->rows; }

bool version_has(const struct version *v, const struct field *field) { return v->has[field->index]; }

static const struct file *file_of(const struct version *v, uint32_t row)
{
	size_t i = v->file_count;

	while (i > 1 && v->files[i - 1].first_row > row)
		i--;
	return &v->files[i - 1];
}

bool version_text(const struct version *v, uint32_t row, size_t column, struct str *text)
{
	struct cell cell = v->cells[(size_t)row * v->width + column];

	if (cell.len == ABSENT)
		return false;
	if (cell.len == APART)
		*text = v->apart[cell.at];
	else
		*text = str_from(file_of(v, row)->text.at + cell.at, cell.len);
	return true;
}

void version_key(const struct version *v, uint32_t row, struct buf *out)
{
	const struct key *primary = &v->resource->schema.primary;
	struct str text;

	if (primary->count == 0)
		buf_printf(out, "%" PRIu32, row + 1);
	for (size_t i = 0; i < primary->count; i++) {
		if (i > 0)
			buf_byte(out, '/');
		if (version_text(v, row, primary->fields[i]->index, &text))
			buf_add(out, text);
	}
}

/* Keys. */

uint64_t version_hash_text(const struct field *as, struct str text, struct arena *scratch)
{
	return text.at ? str_hash(canonical_try(scratch, as, text)) : 0x5bd1e995;
}

static uint64_t hash_row(const struct version *v, uint32_t row, const struct version_column *columns, size_t count, struct arena *scratch)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < count; i++) {
		struct str text = { NULL, 0 };

		version_text(v, row, columns[i].column, &text);
		hash = version_hash_add(hash, version_hash_text(columns[i].as, text, scratch));
	}
	return hash;
}

/* Puts the row at the end of its chain. */
static void add_to_index(struct version_index *index, uint32_t row, uint32_t *last)
{
	uint64_t slot = index->hashes[row] % index->slot_count;
	uint32_t first;

	index->next[row] = VERSION_NONE;
	last[row] = row;
	while (index->slots[slot] && index->hashes[index->slots[slot] - 1] != index->hashes[row])
		slot = slot + 1 == index->slot_count ? 0 : slot + 1;
	if (!index->slots[slot]) {
		index->slots[slot] = row + 1;
		return;
	}
	first = index->slots[slot] - 1;
	index->next[last[first]] = row;
	last[first] = row;
	index->repeated++;
}

struct version_index *version_index_new(const struct version *v, const struct version_column *columns, size_t count)
{
	struct version_index *index = memory_resize(NULL, sizeof *index);
	struct arena *scratch = arena_new();
	size_t rows = (size_t)v->rows + 1;
	uint32_t *last = memory_resize(NULL, rows * sizeof *last); /* of the chain that begins at a row */

	*index = (struct version_index){ .slot_count = (uint64_t)v->rows * 3 / 2 + 1 };
	index->hashes = memory_resize(NULL, rows * sizeof *index->hashes);
	index->next = memory_resize(NULL, rows * sizeof *index->next);
	index->slots = memory_resize(NULL, index->slot_count * sizeof *index->slots);
	memset(index->slots, 0, index->slot_count * sizeof *index->slots);
	for (uint32_t row = 0; row < v->rows; row++) {
		index->hashes[row] = hash_row(v, row, columns, count, scratch);
		add_to_index(index, row, last);
		if (row % 1024 == 0)
			arena_reset(scratch);
	}
	memory_free(last);
	arena_free(scratch);
	return index;
}

void version_index_free(struct version_index *index)
{
	if (!index)
		return;
	memory_free(index->hashes);
	memory_free(index->slots);
	memory_free(index->next);
	memory_free(index);
}

const struct version_index *version_index(struct version *v)
{
	const struct key *primary = &v->resource->schema.primary;
	struct version_column *columns;

	if (v->index)
		return v->index;
	columns = arena_array(v->arena, struct version_column, primary->count + 1);
	for (size_t i = 0; i < primary->count; i++)
		columns[i] = (struct version_column){ primary->fields[i]->index, primary->fields[i] };
	v->index = version_index_new(v, columns, primary->count);
	return v->index;
}

uint32_t version_index_first(const struct version_index *index, uint64_t hash)
{
	uint64_t slot = hash % index->slot_count;

	while (index->slots[slot] && index->hashes[index->slots[slot] - 1] != hash)
		slot = slot + 1 == index->slot_count ? 0 : slot + 1;
	return index->slots[slot] ? index->slots[slot] - 1 : VERSION_NONE;
}

uint32_t version_index_next(const struct version_index *index, uint32_t row) { return index->next[row]; }

uint32_t version_index_repeated(const struct version_index *index) { return index->repeated; }
