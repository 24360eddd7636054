/* XLSX through libxlsxwriter: a sheet for each table, a dictionary, and where the data come from. Rows go out as they come (its
 * constant memory mode), so texts stand in their cells and there is no list of shared ones.
 *
 * Numbers are numbers with their published places shown; codes are texts; days are dates; what a spreadsheet would spoil (more than 15
 * digits, days before March 1900, months) is a text. Tables that go beyond a sheet are continued in a next one. A text that goes beyond a
 * cell is not cut: the table is not offered then, see fits(). */
#include "export/format.h"

#include "base/arena.h"
#include "export/cell.h"
#include "export/scratch.h"
#include "export/words.h"

#include <pthread.h>
#include <xlsxwriter.h>

enum {
	SHEET_ROWS = LXW_ROW_MAX,       /* the header's too */
	CELL_UNITS = 32767,             /* of UTF-16 */
	SHEET_NAME_MOST = 31,
	DAYS_TO_1970 = 25569,           /* since what spreadsheets call day 0 */
	FIRST_DAY = 61 - DAYS_TO_1970,  /* 1900-03-01: they take 1900 for a leap year */
	LAST_DAY = 2958465 - DAYS_TO_1970, /* 9999-12-31 */
	EPOCH_OF_ZIP = 315532800,       /* 1980-01-01: time of a workbook whose sources have none */
};

struct book {
	lxw_workbook *workbook;
	lxw_format *bold, *date, *wrapped;
	lxw_format **days;          /* of each field of the table being written: how its days are shown, or NULL */
	lxw_format *places[CELL_DIGITS + 8]; /* formats of numbers with so many digits after the point */
	struct buf text;
	struct str *names;          /* of sheets so far */
	size_t name_count, name_capacity;
	struct arena *arena;
	lxw_error failed;           /* the first that the library told */
};

static void note(struct book *book, lxw_error error)
{
	if (error != LXW_NO_ERROR && book->failed == LXW_NO_ERROR)
		book->failed = error;
}

static size_t utf16_units(struct str text)
{
	size_t units = 0;

	for (size_t i = 0; i < text.len; i++)
		units += ((unsigned char)text.at[i] & 0xC0) != 0x80 ? 1 + ((unsigned char)text.at[i] >= 0xF0) : 0;
	return units;
}

static bool fits(const struct table *table, struct diag *diag)
{
	const struct schema *schema = table_schema(table);

	for (uint32_t row = 0; row < table_rows(table); row++) {
		for (size_t i = 0; i < schema->field_count; i++) {
			struct str text;

			if (!table_text(table, row, i, &text) || text.len <= CELL_UNITS || utf16_units(text) <= CELL_UNITS)
				continue;
			diag_warning(diag, table_place(table, row, i), "xlsx-cell",
				"this text has %zu characters and a cell of a spreadsheet holds %d: '%.*s' is not offered as XLSX",
				"este texto tiene %zu caracteres y una celda de hoja de cálculo admite %d: '%.*s' no se ofrece en XLSX",
				utf16_units(text), CELL_UNITS, STR_ARG(table_name(table)));
			diag_advice(diag, "the other formats have it whole; to offer XLSX, divide the text among rows",
				"los demás formatos lo traen completo; para ofrecer XLSX, reparta el texto en varios renglones");
			return false;
		}
	}
	return true;
}

static bool hex(char c) { return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f'); }

/* "_x0041_" in a text would be read as a letter; its first `_` is written as such a code itself. */
static bool looks_escaped(struct str text, size_t i)
{
	return i + 7 <= text.len && text.at[i] == '_' && text.at[i + 1] == 'x' && hex(text.at[i + 2]) && hex(text.at[i + 3]) &&
	       hex(text.at[i + 4]) && hex(text.at[i + 5]) && text.at[i + 6] == '_';
}

/* The text with its NUL; U+FFFE and U+FFFF, which XML can't hold, as codes. */
static const char *terminated(struct book *book, struct str text)
{
	buf_reset(&book->text);
	for (size_t i = 0; i < text.len; i++) {
		if (looks_escaped(text, i))
			buf_add(&book->text, STR("_x005F"));
		if (i + 3 <= text.len && (memcmp(text.at + i, "\xef\xbf\xbe", 3) == 0 || memcmp(text.at + i, "\xef\xbf\xbf", 3) == 0)) {
			buf_add(&book->text, text.at[i + 2] == '\xbe' ? STR("_xFFFE_") : STR("_xFFFF_"));
			i += 2;
			continue;
		}
		buf_byte(&book->text, text.at[i]);
	}
	buf_byte(&book->text, '\0');
	return book->text.at;
}

static void put_text(struct book *book, lxw_worksheet *sheet, uint32_t row, size_t column, struct str text, lxw_format *format)
{
	note(book, worksheet_write_string(sheet, row, (lxw_col_t)column, terminated(book, text), format));
}

static lxw_format *format_of_places(struct book *book, uint32_t places)
{
	static const char zeros[] = "0.0000000000000000000000";

	if (places == 0)
		return NULL;
	if (!book->places[places]) {
		book->places[places] = workbook_add_format(book->workbook);
		buf_reset(&book->text);
		buf_add(&book->text, str_from(zeros, 2 + places));
		buf_byte(&book->text, '\0');
		format_set_num_format(book->places[places], book->text.at);
	}
	return book->places[places];
}

static void put_date(struct book *book, lxw_worksheet *sheet, uint32_t row, size_t column, const struct cell *cell)
{
	int64_t days = moment_days(&cell->moment);

	if (days < FIRST_DAY || days > LAST_DAY)
		put_text(book, sheet, row, column, cell->text, NULL);
	else
		note(book, worksheet_write_number(sheet, row, (lxw_col_t)column, (double)(days + DAYS_TO_1970), book->days[column]));
}

static void put_cell(struct book *book, lxw_worksheet *sheet, uint32_t row, size_t column, const struct cell *cell)
{
	switch (cell->kind) {
	case CELL_NONE: return;
	case CELL_TEXT: put_text(book, sheet, row, column, cell->text, NULL); return;
	case CELL_NUMBER:
		note(book, worksheet_write_number(sheet, row, (lxw_col_t)column, cell->number, format_of_places(book, cell->places)));
		return;
	case CELL_BOOLEAN: note(book, worksheet_write_boolean(sheet, row, (lxw_col_t)column, cell->truth, NULL)); return;
	case CELL_DATE: put_date(book, sheet, row, column, cell); return;
	}
}

static bool name_taken(const struct book *book, struct str name)
{
	for (size_t i = 0; i < book->name_count; i++) {
		struct str other = book->names[i];
		size_t same = 0;

		while (same < name.len && same < other.len && (name.at[same] == other.at[same] || ((name.at[same] ^ other.at[same]) == 32 &&
			(name.at[same] | 32) >= 'a' && (name.at[same] | 32) <= 'z')))
			same++;
		if (same == name.len && same == other.len)
			return true;
	}
	return false;
}

/* A name no other sheet has, letter case aside: "metas", "metas (2)" …; at most 31 bytes, which are no more than 31 characters. */
static const char *sheet_name(struct book *book, struct str wanted)
{
	struct str name = str_part(wanted, 0, SHEET_NAME_MOST);

	for (unsigned number = 2; name_taken(book, name); number++) {
		struct str end = arena_printf(book->arena, " (%u)", number);

		name = arena_printf(book->arena, "%.*s%.*s", STR_ARG(str_part(wanted, 0, SHEET_NAME_MOST - end.len)), STR_ARG(end));
	}
	name = arena_copy(book->arena, name);
	arena_grow(book->arena, book->names, book->name_count, book->name_capacity);
	book->names[book->name_count++] = name;
	return name.at;
}

static lxw_worksheet *add_sheet(struct book *book, struct str name)
{
	lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, sheet_name(book, name));

	if (!sheet) {
		note(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return NULL;
	}
	worksheet_freeze_panes(sheet, 1, 0);
	return sheet;
}

static double column_width(const struct field *field)
{
	switch (field->type) {
	case FIELD_STRING: case FIELD_ANY: case FIELD_LIST: case FIELD_OBJECT: case FIELD_ARRAY: return field->choice_count ? 14 : 28;
	default: return 14;
	}
}

static lxw_worksheet *start_sheet(struct book *book, const struct table *table)
{
	const struct schema *schema = table_schema(table);
	lxw_worksheet *sheet = add_sheet(book, table_name(table));

	for (size_t i = 0; sheet && i < schema->field_count; i++) {
		worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i, column_width(&schema->fields[i]), NULL);
		put_text(book, sheet, 0, i, schema->fields[i].name, book->bold);
	}
	if (sheet && format_has_absences(table)) {
		worksheet_set_column(sheet, (lxw_col_t)schema->field_count, (lxw_col_t)schema->field_count, 28, NULL);
		put_text(book, sheet, 0, schema->field_count, STR(FORMAT_ABSENCES), book->bold);
	}
	return sheet;
}

static void put_row(struct book *book, lxw_worksheet *sheet, uint32_t at, struct cells *cells, const struct table *table, uint32_t row)
{
	size_t count = table_schema(table)->field_count;
	struct buf absences = { 0 };

	for (size_t i = 0; i < count; i++) {
		struct cell cell = cells_get(cells, row, i);

		put_cell(book, sheet, at, i, &cell);
	}
	if (!format_has_absences(table))
		return;
	format_absences(table, row, &absences);
	if (absences.len)
		put_text(book, sheet, at, count, buf_str(&absences), NULL);
	buf_clear(&absences);
}

/* Days look as the field's own format has them, where it is made of numbers and signs that spreadsheets know: %d/%m/%Y is dd/mm/yyyy. */
static lxw_format *format_of_days(struct book *book, const struct field *field)
{
	static const struct { char directive; const char *shown; } parts[] = { { 'd', "dd" }, { 'm', "mm" }, { 'Y', "yyyy" }, { 'y', "yy" } };
	struct str format = field->format;
	lxw_format *made;

	buf_reset(&book->text);
	for (size_t i = 0; i < format.len; i++) {
		size_t part = sizeof parts / sizeof *parts;

		if (format.at[i] == '%' && i + 1 < format.len)
			for (part = 0, i++; part < sizeof parts / sizeof *parts && parts[part].directive != format.at[i]; part++)
				;
		if (part < sizeof parts / sizeof *parts)
			buf_add(&book->text, str_of(parts[part].shown));
		else if (memchr("/-. ", format.at[i], 4) && i && format.at[i - 1] != '%')
			buf_byte(&book->text, format.at[i]);
		else
			return book->date;
	}
	if (book->text.len == 0)
		return book->date;
	buf_byte(&book->text, '\0');
	made = workbook_add_format(book->workbook);
	format_set_num_format(made, book->text.at);
	return made;
}

static void choose_days(struct book *book, const struct schema *schema)
{
	book->days = arena_array(book->arena, lxw_format *, schema->field_count + 1);
	for (size_t i = 0; i < schema->field_count; i++)
		book->days[i] = schema->fields[i].type == FIELD_DATE ? format_of_days(book, &schema->fields[i]) : NULL;
}

static void put_table(struct book *book, const struct selection *s)
{
	struct cells *cells = cells_new(s->table);
	lxw_worksheet *sheet = start_sheet(book, s->table);
	uint32_t at = 1;

	choose_days(book, table_schema(s->table));
	for (uint32_t i = 0; sheet && i < selection_count(s) && book->failed == LXW_NO_ERROR; i++) {
		if (at == SHEET_ROWS) {
			sheet = start_sheet(book, s->table);
			at = 1;
		}
		if (sheet)
			put_row(book, sheet, at++, cells, s->table, selection_row(s, i));
	}
	cells_free(cells);
}

static void put_head(struct book *book, lxw_worksheet *sheet, const struct word_pair *words, size_t count, enum lang lang)
{
	for (size_t i = 0; i < count; i++)
		put_text(book, sheet, 0, i, str_of(words[i].in[lang]), book->bold);
}

static void put_dictionary(struct book *book, const struct format_job *job, enum lang lang)
{
	static const struct word_pair heads[] = { { { "table", "tabla" } }, { { "field", "campo" } }, { { "title", "título" } },
		{ { "type", "tipo" } }, { { "unit", "unidad" } }, { { "rules", "reglas" } }, { { "meaning", "significado" } } };
	struct str code = job->site->langs[0];
	lxw_worksheet *sheet = add_sheet(book, lang == LANG_ES ? STR("Diccionario") : STR("Dictionary"));
	struct buf rules = { 0 };
	uint32_t at = 1;

	if (!sheet)
		return;
	worksheet_set_column(sheet, 0, 4, 18, NULL);
	worksheet_set_column(sheet, 5, 6, 60, NULL);
	put_head(book, sheet, heads, sizeof heads / sizeof *heads, lang);
	for (size_t t = 0; t < job->count; t++) {
		const struct table *table = job->selections[t].table;

		for (size_t i = 0; i < table_schema(table)->field_count; i++, at++) {
			const struct field *field = &table_schema(table)->fields[i];

			buf_reset(&rules);
			words_rules(table, field, lang, &rules);
			put_text(book, sheet, at, 0, table_name(table), NULL);
			put_text(book, sheet, at, 1, field->name, NULL);
			put_text(book, sheet, at, 2, phrase_in(&field->title, code), NULL);
			put_text(book, sheet, at, 3, str_of(field_type_name(field->type)), NULL);
			put_text(book, sheet, at, 4, field->unit, NULL);
			put_text(book, sheet, at, 5, buf_str(&rules), book->wrapped);
			put_text(book, sheet, at, 6, phrase_in(&field->description, code), book->wrapped);
		}
	}
	buf_clear(&rules);
}

static void put_source(struct book *book, const struct format_job *job, enum lang lang)
{
	struct word_line lines[WORD_LINES_MOST];
	size_t count = words_source(book->arena, job, lang, lines);
	lxw_worksheet *sheet = add_sheet(book, lang == LANG_ES ? STR("Licencia") : STR("Licence"));

	if (!sheet)
		return;
	worksheet_set_column(sheet, 0, 0, 18, NULL);
	worksheet_set_column(sheet, 1, 1, 80, NULL);
	for (size_t i = 0; i < count; i++) {
		put_text(book, sheet, (uint32_t)i, 0, lines[i].head, book->bold);
		put_text(book, sheet, (uint32_t)i, 1, lines[i].text, book->wrapped);
	}
}

static void set_properties(struct book *book, const struct format_job *job)
{
	const struct phrase *title = table_title(job->selections[0].table);
	lxw_doc_properties properties = { .created = (time_t)(job->origin->seconds ? job->origin->seconds : EPOCH_OF_ZIP) };
	struct str text = phrase_in(title, job->site->langs[0]);

	/* The library cuts nothing but refuses the long. */
	properties.title = (char *)(uintptr_t)arena_copy(book->arena, utf16_units(text) < 200 ? text : table_name(job->selections[0].table)).at;
	properties.comments = (char *)(uintptr_t)arena_copy(book->arena, job->origin->commit).at;
	note(book, workbook_set_properties(book->workbook, &properties));
}

static void add_formats(struct book *book)
{
	book->bold = workbook_add_format(book->workbook);
	format_set_bold(book->bold);
	book->date = workbook_add_format(book->workbook);
	format_set_num_format(book->date, "yyyy-mm-dd");
	book->wrapped = workbook_add_format(book->workbook);
	format_set_text_wrap(book->wrapped);
	format_set_align(book->wrapped, LXW_ALIGN_VERTICAL_TOP);
}

/* The library asks for the time of a day through gmtime(), whose answer is one for all threads. */
static lxw_error close_book(lxw_workbook *workbook)
{
	static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
	lxw_error error;

	pthread_mutex_lock(&one_at_a_time);
	error = workbook_close(workbook);
	pthread_mutex_unlock(&one_at_a_time);
	return error;
}

static bool write_book(const struct format_job *job, struct scratch *scratch, struct diag *diag)
{
	lxw_workbook_options options = { .constant_memory = LXW_TRUE, .tmpdir = (char *)(uintptr_t)scratch_folder(scratch), .use_zip64 = LXW_TRUE };
	struct book book = { .workbook = workbook_new_opt(scratch_path(scratch), &options), .arena = arena_new() };
	enum lang lang = words_lang(job->site);

	if (book.workbook) {
		set_properties(&book, job);
		add_formats(&book);
		for (size_t i = 0; i < job->count; i++)
			put_table(&book, &job->selections[i]);
		put_dictionary(&book, job, lang);
		put_source(&book, job, lang);
		note(&book, close_book(book.workbook));
	} else {
		book.failed = LXW_ERROR_CREATING_XLSX_FILE;
	}
	if (book.failed != LXW_NO_ERROR)
		scratch_fail(scratch, lxw_strerror(book.failed), diag);
	buf_clear(&book.text);
	arena_free(book.arena);
	return book.failed == LXW_NO_ERROR;
}

static bool write(const struct format_job *job, const struct format_out *to, struct diag *diag)
{
	struct scratch *scratch = scratch_open(diag);
	bool good = scratch && write_book(job, scratch, diag) && scratch_give(scratch, to, diag);

	scratch_close(scratch);
	return good;
}

const struct format format_xlsx = {
	.name = { "xlsx", 4 },
	.extension = { "xlsx", 4 },
	.media_type = { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 65 },
	.title = { "XLSX", 4 },
	.several = true,
	.fits = fits,
	.sure = true,
	.write = write,
};
