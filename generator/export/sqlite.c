/* One database a package: its tables with types and keys, what the descriptor asks of them (vitrina:queries) as views, the texts that people
 * search (vitrina:fulltext) in an FTS5 table, and in tables of our own what the descriptor says:
 *
 *     vitrina_tablas    table, title, description
 *     vitrina_campos    table, field, title, type, unit, rules, description
 *     vitrina_origen    licence, sources, commit, time
 *     vitrina_busqueda  table, key, text
 *
 * It is made in one transaction without a journal, in a file of its own, so the same rows in the same order give the same bytes. */
#include "export/offers.h"

#include "base/arena.h"
#include "export/scratch.h"
#include "export/sqlite_schema.h"
#include "export/words.h"

#include <sqlite3.h>

struct database {
	sqlite3 *db;
	struct arena *arena;
	const struct offers *offers;
	const struct package *package;
	struct sqlite_table *tables; /* of the package, in its order */
	bool failed;                 /* some statement was refused: the library knows why */
};

static void run(struct database *d, const char *sql)
{
	if (!d->failed)
		d->failed = sqlite3_exec(d->db, sql, NULL, NULL, NULL) != SQLITE_OK;
}

static void run_buf(struct database *d, struct buf *sql)
{
	buf_byte(sql, '\0');
	run(d, sql->at);
	buf_clear(sql);
}

static sqlite3_stmt *prepare(struct database *d, struct str sql)
{
	sqlite3_stmt *statement = NULL;

	if (!d->failed)
		d->failed = sqlite3_prepare_v2(d->db, sql.at, (int)sql.len, &statement, NULL) != SQLITE_OK;
	return statement;
}

static void step(struct database *d, sqlite3_stmt *statement)
{
	if (!d->failed)
		d->failed = sqlite3_step(statement) != SQLITE_DONE;
	sqlite3_reset(statement);
}

static void bind_text(sqlite3_stmt *statement, size_t at, struct str text)
{
	sqlite3_bind_text64(statement, (int)at, text.len ? text.at : "", text.len, SQLITE_STATIC, SQLITE_UTF8);
}

static void create_tables(struct database *d)
{
	struct buf sql = { 0 };

	for (size_t i = 0; i < d->package->table_count; i++)
		sqlite_create(d->tables, d->package->table_count, i, &sql);
	run_buf(d, &sql);
}

static void bind_cell(sqlite3_stmt *statement, size_t at, const struct cell *cell, bool text)
{
	switch (cell->kind) {
	case CELL_NONE: sqlite3_bind_null(statement, (int)at); return;
	case CELL_NUMBER:
		if (text)
			break;
		if (cell->whole)
			sqlite3_bind_int64(statement, (int)at, cell->integer);
		else
			sqlite3_bind_double(statement, (int)at, cell->number);
		return;
	case CELL_BOOLEAN: sqlite3_bind_int(statement, (int)at, cell->truth); return;
	default: break;
	}
	bind_text(statement, at, cell->text);
}

/* Where the texts of a row that must live until it is inserted are. */
struct filling {
	struct cells **cells; /* a reader a column, since each keeps only its last text */
	size_t count;
	struct buf absences;
};

static void insert_row(struct database *d, sqlite3_stmt *statement, const struct sqlite_table *table, struct filling *f, uint32_t row)
{
	for (size_t i = 0; i < f->count; i++) {
		struct cell cell = cells_get(f->cells[i], row, i);

		bind_cell(statement, i + 1, &cell, table->text[i]);
	}
	if (table->count > f->count) {
		buf_reset(&f->absences);
		format_absences(table->table, row, &f->absences);
		if (f->absences.len)
			bind_text(statement, f->count + 1, buf_str(&f->absences));
		else
			sqlite3_bind_null(statement, (int)f->count + 1);
	}
	step(d, statement);
}

static void fill_table(struct database *d, const struct sqlite_table *table)
{
	struct filling f = { .count = table_schema(table->table)->field_count };
	struct buf sql = { 0 };
	sqlite3_stmt *statement;

	f.cells = arena_array(d->arena, struct cells *, f.count + 1);
	for (size_t i = 0; i < f.count; i++)
		f.cells[i] = cells_new(table->table);
	sqlite_insert(table, &sql);
	statement = prepare(d, buf_str(&sql));
	for (uint32_t row = 0; row < table_rows(table->table) && !d->failed; row++)
		insert_row(d, statement, table, &f, row);
	sqlite3_finalize(statement);
	for (size_t i = 0; i < f.count; i++)
		cells_free(f.cells[i]);
	buf_clear(&f.absences);
	buf_clear(&sql);
}

static void create_indexes(struct database *d)
{
	struct buf sql = { 0 };

	for (size_t i = 0; i < d->package->table_count; i++)
		sqlite_indexes(&d->tables[i], &sql);
	run_buf(d, &sql);
}

/* The texts of a row that are searched, a line each; nothing when there are none. */
static void gather_texts(const struct table *table, uint32_t row, struct mentions fields, struct buf *out)
{
	buf_reset(out);
	for (size_t i = 0; i < fields.count; i++) {
		const struct field *field = schema_find(table_schema(table), fields.list[i].name);
		struct str text;

		if (!field || !table_text(table, row, field->index, &text))
			continue;
		if (out->len)
			buf_byte(out, '\n');
		buf_add(out, text);
	}
}

static void index_texts(struct database *d, sqlite3_stmt *statement, const struct table *table)
{
	struct mentions fields = table_fulltext(table);
	struct buf text = { 0 }, key = { 0 };

	for (uint32_t row = 0; fields.count && row < table_rows(table) && !d->failed; row++) {
		gather_texts(table, row, fields, &text);
		if (text.len == 0)
			continue;
		buf_reset(&key);
		table_key(table, row, &key);
		bind_text(statement, 1, table_name(table));
		bind_text(statement, 2, buf_str(&key));
		bind_text(statement, 3, buf_str(&text));
		step(d, statement);
	}
	buf_clear(&text);
	buf_clear(&key);
}

static bool is_searched(const struct package *package)
{
	for (size_t i = 0; i < package->table_count; i++)
		if (table_fulltext(package->tables[i]).count)
			return true;
	return false;
}

static void fill_search(struct database *d)
{
	sqlite3_stmt *statement;

	if (!is_searched(d->package))
		return;
	run(d, "CREATE VIRTUAL TABLE vitrina_busqueda USING"
		" fts5(tabla UNINDEXED, clave UNINDEXED, texto, tokenize = 'unicode61 remove_diacritics 2')");
	statement = prepare(d, STR("INSERT INTO vitrina_busqueda VALUES (?, ?, ?)"));
	for (size_t i = 0; i < d->package->table_count; i++)
		index_texts(d, statement, d->package->tables[i]);
	sqlite3_finalize(statement);
}

static void describe_field(struct database *d, sqlite3_stmt *statement, const struct sqlite_table *table, size_t column)
{
	const struct site *site = offers_site(d->offers);
	const struct field *field = &table_schema(table->table)->fields[column];
	struct buf rules = { 0 };

	words_rules(table->table, field, words_lang(site), &rules);
	bind_text(statement, 1, table->name);
	bind_text(statement, 2, table->columns[column]);
	bind_text(statement, 3, phrase_in(&field->title, site->langs[0]));
	bind_text(statement, 4, str_of(field_type_name(field->type)));
	bind_text(statement, 5, field->unit);
	bind_text(statement, 6, buf_str(&rules));
	bind_text(statement, 7, phrase_in(&field->description, site->langs[0]));
	step(d, statement);
	buf_clear(&rules);
}

static void describe_tables(struct database *d)
{
	struct str lang = offers_site(d->offers)->langs[0];
	sqlite3_stmt *tables, *fields;

	run(d, "CREATE TABLE vitrina_tablas (tabla TEXT PRIMARY KEY, titulo TEXT, descripcion TEXT);"
		"CREATE TABLE vitrina_campos (tabla TEXT, campo TEXT, titulo TEXT, tipo TEXT, unidad TEXT, reglas TEXT, descripcion TEXT,"
		" PRIMARY KEY (tabla, campo))");
	tables = prepare(d, STR("INSERT INTO vitrina_tablas VALUES (?, ?, ?)"));
	fields = prepare(d, STR("INSERT INTO vitrina_campos VALUES (?, ?, ?, ?, ?, ?, ?)"));
	for (size_t i = 0; i < d->package->table_count && !d->failed; i++) {
		const struct table *table = d->package->tables[i];

		bind_text(tables, 1, d->tables[i].name);
		bind_text(tables, 2, phrase_in(table_title(table), lang));
		bind_text(tables, 3, phrase_in(table_description(table), lang));
		step(d, tables);
		for (size_t column = 0; column < table_schema(table)->field_count; column++)
			describe_field(d, fields, &d->tables[i], column);
	}
	sqlite3_finalize(tables);
	sqlite3_finalize(fields);
}

static void describe_origin(struct database *d)
{
	const struct site *site = offers_site(d->offers);
	struct selection first = { .table = d->package->tables[0], .all = true };
	struct format_job job = { &first, 1, site, offers_origin(d->offers) };
	struct word_line lines[WORD_LINES_MOST];
	size_t count = words_source(d->arena, &job, words_lang(site), lines);
	sqlite3_stmt *statement;

	run(d, "CREATE TABLE vitrina_origen (dato TEXT, valor TEXT)");
	statement = prepare(d, STR("INSERT INTO vitrina_origen VALUES (?, ?)"));
	for (size_t i = 0; i < count; i++) {
		bind_text(statement, 1, lines[i].head);
		bind_text(statement, 2, lines[i].text);
		step(d, statement);
	}
	sqlite3_finalize(statement);
}

/* Nothing but blanks and semicolons follows a statement. */
static bool blank(const char *text)
{
	return text[strspn(text, " \t\r\n;")] == '\0';
}

/* One view; what the library finds wrong with its SQL is reported at its place. */
static bool create_view(struct database *d, const struct query *query, struct diag *diag)
{
	struct buf sql = { 0 };
	sqlite3_stmt *statement = NULL;
	const char *rest = "";
	bool good;

	buf_add(&sql, STR("CREATE VIEW "));
	sqlite_name(&sql, query->name);
	buf_printf(&sql, " AS %.*s", STR_ARG(query->sql));
	buf_byte(&sql, '\0');
	good = sqlite3_prepare_v2(d->db, sql.at, -1, &statement, &rest) == SQLITE_OK;
	if (good && !blank(rest)) {
		diag_error(diag, query->at, "query", "the query '%.*s' holds more than one statement",
			"la consulta '%.*s' tiene más de una instrucción",
			STR_ARG(query->name));
		sqlite3_finalize(statement);
		buf_clear(&sql);
		return false;
	}
	good = good && sqlite3_step(statement) == SQLITE_DONE;
	sqlite3_finalize(statement);
	buf_reset(&sql);
	buf_add(&sql, STR("SELECT * FROM ")); /* only then its columns are looked up */
	sqlite_name(&sql, query->name);
	good = good && sqlite3_prepare_v2(d->db, sql.at, (int)sql.len, &statement, NULL) == SQLITE_OK;
	if (good)
		sqlite3_finalize(statement);
	else
		diag_error(diag, query->at, "query", "SQLite refuses the query '%.*s': %s", "SQLite rechaza la consulta '%.*s': %s",
			STR_ARG(query->name), sqlite3_errmsg(d->db));
	buf_clear(&sql);
	return good;
}

static bool create_views(struct database *d, struct diag *diag)
{
	bool good = true;

	for (size_t i = 0; i < d->package->query_count && !d->failed; i++)
		good = create_view(d, &d->package->queries[i], diag) && good;
	return good;
}

static struct database database_open(const struct offers *offers, const struct package *package, const char *path, bool rows)
{
	struct database d = { .arena = arena_new(), .offers = offers, .package = package };

	d.failed = sqlite3_open_v2(path, &d.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK;
	run(&d, "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
		"PRAGMA foreign_keys = OFF; PRAGMA cache_size = -32000; BEGIN");
	d.tables = arena_array(d.arena, struct sqlite_table, package->table_count + 1);
	for (size_t i = 0; i < package->table_count; i++)
		d.tables[i] = sqlite_table_of(d.arena, package->tables[i], rows);
	create_tables(&d);
	return d;
}

static void database_close(struct database *d)
{
	sqlite3_close(d->db);
	arena_free(d->arena);
}

static bool fill(struct database *d, struct diag *diag)
{
	for (size_t i = 0; i < d->package->table_count; i++)
		fill_table(d, &d->tables[i]);
	create_indexes(d);
	fill_search(d);
	describe_tables(d);
	describe_origin(d);
	if (!create_views(d, diag))
		return false;
	run(d, "COMMIT");
	return true;
}

static bool write(const struct offers *offers, const struct offer *offer, const struct format_out *to, struct diag *diag)
{
	struct scratch *scratch = scratch_open(diag);
	struct database d;
	bool good;

	if (!scratch)
		return false;
	d = database_open(offers, offer->package, scratch_path(scratch), true);
	good = fill(&d, diag);
	if (d.failed)
		good = scratch_fail(scratch, sqlite3_errmsg(d.db), diag);
	database_close(&d);
	good = good && scratch_give(scratch, to, diag);
	scratch_close(scratch);
	return good;
}

static bool check_fulltext(const struct package *package, struct diag *diag)
{
	bool good = true;

	for (size_t i = 0; i < package->table_count; i++) {
		struct mentions fields = table_fulltext(package->tables[i]);

		for (size_t j = 0; j < fields.count; j++)
			if (!schema_find(table_schema(package->tables[i]), fields.list[j].name))
				good = diag_error(diag, fields.list[j].at, "unknown-field", "there is no field '%.*s'", "no hay campo '%.*s'",
					STR_ARG(fields.list[j].name));
	}
	return good;
}

/* Whether the queries are good, tried on tables without rows: so that also those who only check are told. */
static bool check_queries(struct offers *offers, const struct package *package, struct diag *diag)
{
	struct database d;
	bool good;

	if (package->query_count == 0)
		return true;
	d = database_open(offers, package, ":memory:", false);
	good = create_views(&d, diag);
	database_close(&d);
	return good;
}

void sqlite_offer(struct offers *offers, struct diag *diag)
{
	const struct site *site = offers_site(offers);

	for (size_t i = 0; i < site->package_count; i++) {
		const struct package *package = site->packages[i];
		struct offer offer = { .name = STR("sqlite"), .title = STR("SQLite"), .media_type = STR("application/vnd.sqlite3"),
			.package = package, .round = OFFER_DATA, .sure = true, .write = write };

		if (package->table_count == 0 || !offers_wants(offers, offer.name) || !check_fulltext(package, diag) ||
			!check_queries(offers, package, diag))
			continue;
		offer.path = arena_printf(offers_arena(offers), "datos/%.*s.sqlite", STR_ARG(package->name));
		offers_add(offers, &offer);
	}
}
