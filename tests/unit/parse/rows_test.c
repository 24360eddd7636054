/* Rows: tests/cases/rows.txt, and what holds for any text. */
#include "parse/rows_private.h"

#include "cases.h"
#include "luck.h"

struct shower {
	struct buf *out;
	struct str bytes;
};

/* A cell that is no copy is a view of the source at its offset. */
static void check_place(const struct shower *s, const struct rows_cell *cell)
{
	assert_true(cell->offset <= s->bytes.len);
	assert_true(cell->copied || cell->text.at == s->bytes.at + cell->offset + (cell->quoted ? 1 : 0));
	assert_true(!cell->quoted || s->bytes.at[cell->offset] == '"' || s->bytes.at[cell->offset] == '\'');
}

static void show_cell(struct buf *out, const struct rows_cell *cell)
{
	buf_add(out, cell->quoted ? STR(" \"") : STR(" ["));
	for (size_t i = 0; i < cell->text.len; i++) {
		if (cell->text.at[i] == '\n')
			buf_add(out, STR("␊"));
		else
			buf_byte(out, cell->text.at[i]);
	}
	buf_byte(out, cell->quoted ? '"' : ']');
}

static bool show_record(void *context, const struct rows_record *record)
{
	struct shower *s = context;

	buf_printf(s->out, "%u:", record->line);
	if (record->blank)
		buf_add(s->out, STR(" empty"));
	for (size_t i = 0; i < record->count; i++) {
		check_place(s, &record->cells[i]);
		show_cell(s->out, &record->cells[i]);
	}
	assert_int_equal(record->blank, record->count == 0);
	assert_int_equal(record->line, place_in(STR(""), s->bytes, record->offset).line);
	buf_byte(s->out, '\n');
	return true;
}

/* Appends the records and messages of a text. */
static bool show(struct str bytes, const struct rows_dialect *dialect, size_t chunk, struct arena *arena, struct buf *out,
	struct diag *diag)
{
	struct shower shower = { .out = out, .bytes = bytes };

	return rows_read_chunks(bytes, STR("t.csv"), dialect, chunk, arena, show_record, &shower, diag);
}

static void case_parse(const struct one_case *one, struct arena *arena, struct buf *out, struct diag *diag)
{
	struct rows_dialect dialect = { .skip_space = case_option(one, "skip_space", NULL) };
	struct str value;
	bool good;

	if (case_option(one, "delimiter=", &value))
		dialect.delimiter = str_equal(value, STR("space")) ? ' ' : str_equal(value, STR("tab")) ? '\t' : value.at[0];
	if (case_option(one, "quote=", &value))
		dialect.quote = value.at[0];
	good = show(buf_str(&one->input), &dialect, 64 << 10, arena, out, diag);
	assert_int_equal(good, diag_worst(diag) < DIAG_ERROR);
}

static void any_chunk_gives_the_same_rows(void **state)
{
	static const char *const pieces[] = { "a", "é", ",", ",", "\"", "\"", "\"\"", "\n", "\n", "\r\n", "\r", " ", "\t",
		"x,\"y\",z\n", ",\"a\nb\"\n" };
	static const size_t chunks[] = { 1, 3, 7 };
	struct luck luck = { 11 };
	struct arena *arena = arena_new();

	(void)state;
	for (int round = 0; round < 1000; round++) {
		struct rows_dialect dialect = { .skip_space = luck_below(&luck, 3) == 0 };
		struct buf text = { 0 }, whole = { 0 };
		struct diag *diag = diag_new(LANG_EN);

		for (unsigned n = luck_below(&luck, 14); n > 0; n--)
			buf_add(&text, str_of(pieces[luck_below(&luck, sizeof pieces / sizeof *pieces)]));
		show(buf_str(&text), &dialect, 64 << 10, arena, &whole, diag);
		case_messages(diag, '!', &whole);
		for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
			struct buf got = { 0 };
			struct diag *again = diag_new(LANG_EN);

			show(buf_str(&text), &dialect, chunks[i], arena, &got, again);
			case_messages(again, '!', &got);
			if (!str_equal(buf_str(&got), buf_str(&whole)))
				print_error("in pieces of %zu:\n%.*s\n--- whole\n%.*s--- pieces\n%.*s", chunks[i],
					STR_ARG(buf_str(&text)),
					STR_ARG(buf_str(&whole)), STR_ARG(buf_str(&got)));
			assert_true(str_equal(buf_str(&got), buf_str(&whole)));
			buf_clear(&got);
			diag_free(again);
		}
		buf_clear(&text);
		buf_clear(&whole);
		diag_free(diag);
		arena_reset(arena);
	}
	arena_free(arena);
}

struct table {
	struct str cells[12][6];
	size_t rows, columns, seen;
};

static struct str some_text(struct luck *luck, struct arena *arena)
{
	static const char *const pieces[] = { "niñas", ",", "\"", "\n", "\r\n", " ", "12", ";", "€", "\r" };
	struct buf text = { 0 };
	struct str copy;

	for (unsigned n = luck_below(luck, 5); n > 0; n--)
		buf_add(&text, str_of(pieces[luck_below(luck, sizeof pieces / sizeof *pieces)]));
	copy = arena_copy(arena, buf_str(&text));
	buf_clear(&text);
	return copy;
}

/* RFC 4180: quotes where needed, and where chance wants them. */
static void write_cell(struct buf *out, struct str text, bool quotes)
{
	for (size_t i = 0; i < text.len; i++)
		quotes = quotes || strchr(",\"\r\n", text.at[i]);
	if (!quotes) {
		buf_add(out, text);
		return;
	}
	buf_byte(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		buf_byte(out, text.at[i]);
		if (text.at[i] == '"')
			buf_byte(out, '"');
	}
	buf_byte(out, '"');
}

static bool compare_record(void *context, const struct rows_record *record)
{
	struct table *t = context;

	assert_true(t->seen < t->rows);
	assert_int_equal(record->count, t->columns);
	for (size_t i = 0; i < record->count; i++)
		assert_true(str_equal(record->cells[i].text, t->cells[t->seen][i]));
	t->seen++;
	return true;
}

static void what_is_written_is_read(void **state)
{
	struct luck luck = { 5 };
	struct arena *arena = arena_new();

	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct rows_dialect dialect = { 0 };
		struct diag *diag = diag_new(LANG_EN);
		struct table table = { .rows = 1 + luck_below(&luck, 12), .columns = 1 + luck_below(&luck, 6) };
		const char *end = luck_below(&luck, 2) ? "\n" : "\r\n";
		struct buf text = { 0 };

		for (size_t i = 0; i < table.rows * table.columns; i++) {
			struct str *cell = &table.cells[i / table.columns][i % table.columns];

			*cell = some_text(&luck, arena);
			/* A lone empty cell without quotes is an empty line. */
			write_cell(&text, *cell, table.columns == 1 || luck_below(&luck, 4) == 0);
			buf_add(&text, (i + 1) % table.columns ? STR(",") : str_of(end));
		}
		assert_true(rows_read(buf_str(&text), STR("t.csv"), &dialect, arena, compare_record, &table, diag));
		assert_int_equal(table.seen, table.rows);
		buf_clear(&text);
		diag_free(diag);
		arena_reset(arena);
	}
	arena_free(arena);
}

static bool count_record(void *context, const struct rows_record *record)
{
	(void)record;
	++*(size_t *)context;
	return true;
}

struct reading {
	size_t records;
	uint32_t line, column;
	const char *rule;
	size_t memory;
};

/* Reads a text; what of the first message. */
static struct reading reading_of(struct str text)
{
	static const char *const rules[] = { "", "unclosed-quote", "long-field", "too-many-fields" };
	struct rows_dialect dialect = { 0 };
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(LANG_EN);
	struct reading got = { .rule = "" };
	size_t count;
	bool good = rows_read(text, STR("t.csv"), &dialect, arena, count_record, &got.records, diag);
	const struct diag_message *const *messages = diag_messages(diag, &count);

	assert_int_equal(count, good ? 0 : 1);
	if (count) {
		got.line = messages[0]->at.line;
		got.column = messages[0]->at.column;
		for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
			if (strcmp(messages[0]->rule, rules[i]) == 0)
				got.rule = rules[i];
	}
	got.memory = arena_size(arena);
	diag_free(diag);
	arena_free(arena);
	return got;
}

static void an_open_quote_is_told_where_it_opened(void **state)
{
	struct buf text = { 0 };
	struct reading got;

	(void)state;
	buf_add(&text, STR("id,nombre\n1,\"Ñandú\n"));
	for (int i = 0; i < 1000000; i++)
		buf_add(&text, STR("2,Sonora,una fila como las demás\n"));
	got = reading_of(buf_str(&text));
	assert_int_equal(got.records, 1);
	assert_int_equal(got.line, 2);
	assert_int_equal(got.column, 3);
	assert_string_equal(got.rule, "unclosed-quote");
	assert_true(got.memory < 4 << 20);
	buf_clear(&text);
}

static void many_empty_lines_are_no_field(void **state)
{
	struct buf text = { 0 };
	struct reading got;

	(void)state;
	buf_add(&text, STR("a\n"));
	for (int i = 0; i < 3000000; i++)
		buf_byte(&text, '\n');
	buf_add(&text, STR("b\n"));
	got = reading_of(buf_str(&text));
	assert_int_equal(got.records, 3000002);
	assert_string_equal(got.rule, "");
	buf_clear(&text);
}

static struct reading reading_of_many(const char *piece, size_t count, const char *last)
{
	struct buf text = { 0 };
	struct reading got;

	while (count--)
		buf_add(&text, str_of(piece));
	buf_add(&text, str_of(last));
	got = reading_of(buf_str(&text));
	buf_clear(&text);
	return got;
}

static void limits_are_exact(void **state)
{
	(void)state;
	assert_string_equal(reading_of_many("a,", ROWS_FIELDS_MOST - 1, "a").rule, "");
	assert_string_equal(reading_of_many("a,", ROWS_FIELDS_MOST, "a").rule, "too-many-fields");
	assert_string_equal(reading_of_many("a", ROWS_CELL_MOST, ",a").rule, "");
	assert_string_equal(reading_of_many("a", ROWS_CELL_MOST + 1, ",a").rule, "long-field");
	assert_string_equal(reading_of_many("a", ROWS_CELL_MOST * 3, ",a").rule, "long-field");
}

static bool stop_at_second(void *context, const struct rows_record *record)
{
	(void)record;
	return ++*(size_t *)context < 2;
}

static void the_caller_may_stop(void **state)
{
	struct rows_dialect dialect = { 0 };
	struct diag *diag = diag_new(LANG_EN);
	struct arena *arena = arena_new();
	size_t count = 0;

	(void)state;
	assert_true(rows_read(STR("a\n\nb\n\"c\n"), STR("t.csv"), &dialect, arena, stop_at_second, &count, diag));
	assert_int_equal(count, 2);
	assert_int_equal(diag_worst(diag), DIAG_NONE);
	arena_free(arena);
	diag_free(diag);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_chunk_gives_the_same_rows),
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(an_open_quote_is_told_where_it_opened),
		cmocka_unit_test(many_empty_lines_are_no_field),
		cmocka_unit_test(limits_are_exact),
		cmocka_unit_test(the_caller_may_stop),
	};
	int failed = cases_run("tests/cases/rows.txt");

	return cmocka_run_group_tests(tests, NULL, NULL) + failed;
}
