/* Changes of watched cells are gathered by figure in one pass over `cambios`; then each row of a watched table is asked for its own. */
#include "history/ledger.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "history/ledger_private.h"
#include "model/addition.h"
#include "model/canonical.h"
#include "model/owners.h"
#include "model/site.h"

/* A change of a cell: a row of `cambios`, where the newest come first. */
struct event {
	uint32_t row;
	struct event *newer;
};

struct ledger {
	struct arena *arena, *scratch;
	const struct site *site;
	const struct table *changes;
	const struct field *table, *key, *kind, *field, *before, *after, *id, *version, *time; /* columns of it */
	struct map *figures; /* "table\0field\0key" → the oldest struct event */
	struct owners *owners;
	struct addition *addition;
	struct buf name;
};

/* A watched figure of one row, and what its row says today. */
struct figure {
	const struct table *table;
	const struct table_watch *watch;
	uint32_t row;
	struct str key, due, reported, result;
	const struct event *oldest, *reasons;
};

static struct str text_at(const struct table *table, uint32_t row, size_t column)
{
	struct str text = { NULL, 0 };

	if (column != TABLE_NO_COLUMN)
		table_text(table, row, column, &text);
	return text;
}

static struct str cell(const struct ledger *l, uint32_t row, const struct field *field)
{
	return text_at(l->changes, row, field->index);
}

static bool open_changes(struct ledger *l)
{
	const struct { const struct field **out; const char *name; } columns[] = { { &l->table, "tabla" }, { &l->key, "clave" }, { &l->kind, "tipo" },
		{ &l->field, "campo" }, { &l->before, "valor_anterior" }, { &l->after, "valor_nuevo" }, { &l->id, "cambio_id" },
		{ &l->version, "version_id" }, { &l->time, "fecha" } };

	l->changes = site_table(l->site, STR("cambios"));
	for (size_t i = 0; l->changes && i < sizeof columns / sizeof *columns; i++)
		*columns[i].out = schema_find(table_schema(l->changes), str_of(columns[i].name));
	return l->changes != NULL;
}

/* Gathering. */

static struct str name_of(struct ledger *l, struct str table, struct str field, struct str key)
{
	buf_reset(&l->name);
	buf_add(&l->name, table);
	buf_byte(&l->name, '\0');
	buf_add(&l->name, field);
	buf_byte(&l->name, '\0');
	buf_add(&l->name, key);
	return buf_str(&l->name);
}

static bool is_column(const struct table *table, size_t column, struct str name)
{
	return column != TABLE_NO_COLUMN && str_equal(table_schema(table)->fields[column].name, name);
}

static bool is_watched(const struct ledger *l, struct str name, struct str field)
{
	const struct table *table = site_table(l->site, name);
	size_t count = 0;
	const struct table_watch *watches = table ? table_watches(table, &count) : NULL;

	for (size_t i = 0; i < count; i++)
		if (is_column(table, watches[i].field, field) || is_column(table, watches[i].reason, field))
			return true;
	return false;
}

static void gather(struct ledger *l)
{
	for (uint32_t row = 0; row < table_rows(l->changes); row++) {
		struct str table = cell(l, row, l->table), field = cell(l, row, l->field), name;
		struct event *event;

		if (!str_equal(cell(l, row, l->kind), STR("celda")) || !is_watched(l, table, field))
			continue;
		name = name_of(l, table, field, cell(l, row, l->key));
		event = arena_new_of(l->arena, struct event);
		*event = (struct event){ row, map_find(l->figures, name) };
		map_set(l->figures, arena_copy(l->arena, name), event);
	}
}

static const struct event *events_of(struct ledger *l, const struct table *table, size_t column, struct str key)
{
	if (column == TABLE_NO_COLUMN)
		return NULL;
	return map_find(l->figures, name_of(l, table_name(table), table_schema(table)->fields[column].name, key));
}

/* What is told of a value. */

/* A date as ISO 8601 writes it; absent when there is none. */
static struct str date_at(struct ledger *l, const struct table *table, uint32_t row, size_t column)
{
	struct buf out = { 0 };
	struct value value;
	struct str text;

	if (column == TABLE_NO_COLUMN || !table_value(table, l->scratch, row, column, &value))
		return (struct str){ NULL, 0 };
	value_write(&out, &value);
	text = arena_copy(l->scratch, buf_str(&out));
	buf_clear(&out);
	return text;
}

/* Whether the day of `time` is after a date or month; absent when one of the two is not known. */
static struct str is_after(struct str time, struct str date)
{
	size_t len = date.len < 10 ? date.len : 10;

	if (!date.at || time.len < 10)
		return (struct str){ NULL, 0 };
	return str_compare(str_part(time, 0, len), str_part(date, 0, len)) > 0 ? STR("true") : STR("false");
}

static struct str is_result(struct ledger *l, const struct figure *f, struct str value)
{
	const struct field *fields = table_schema(f->table)->fields;
	struct str own, result;

	if (!f->result.at || !value.at)
		return (struct str){ NULL, 0 };
	own = canonical_try(l->scratch, &fields[f->watch->field], value);
	result = canonical_try(l->scratch, &fields[f->watch->result], f->result);
	return str_equal(own, result) ? STR("true") : STR("false");
}

/* The reason that the row gave once `event` was made: today's, unless a later version changed it. */
static struct str reason_of(const struct ledger *l, const struct figure *f, const struct event *event)
{
	struct str version = cell(l, event->row, l->version);

	for (const struct event *e = f->reasons; e; e = e->newer)
		if (e->row < event->row && !str_equal(cell(l, e->row, l->version), version))
			return cell(l, e->row, l->before);
	return text_at(f->table, f->row, f->watch->reason);
}

static void fill_change(struct ledger *l, const struct figure *f, const struct event *event, struct str *cells)
{
	struct str time = cell(l, event->row, l->time);

	cells[LEDGER_VALUE] = cell(l, event->row, l->after);
	cells[LEDGER_BEFORE] = cell(l, event->row, l->before);
	cells[LEDGER_CHANGE] = cell(l, event->row, l->id);
	cells[LEDGER_TIME] = time;
	cells[LEDGER_AFTER_DUE] = is_after(time, f->due);
	cells[LEDGER_AFTER_REPORTED] = is_after(time, f->reported);
	cells[LEDGER_IS_RESULT] = is_result(l, f, cells[LEDGER_VALUE]);
	cells[LEDGER_REASON] = reason_of(l, f, event);
}

/* `event` NULL: the value before the first change. */
static void put_value(struct ledger *l, const struct figure *f, const struct event *event, size_t number)
{
	struct str cells[LEDGER_OWNERS + OWNERS_MOST] = { 0 };
	struct str table = table_name(f->table), field = table_schema(f->table)->fields[f->watch->field].name;

	cells[LEDGER_ID] = arena_printf(l->scratch, "%.*s/%.*s/%.*s/%zu", STR_ARG(table), STR_ARG(f->key), STR_ARG(field), number);
	cells[LEDGER_TABLE] = table;
	cells[LEDGER_KEY] = f->key;
	cells[LEDGER_FIELD] = field;
	cells[LEDGER_NUMBER] = arena_printf(l->scratch, "%zu", number);
	cells[LEDGER_WHICH] = !event ? STR("original") : event->newer ? STR("posterior") : STR("vigente");
	cells[LEDGER_DUE] = f->due;
	cells[LEDGER_REPORTED] = f->reported;
	cells[LEDGER_RESULT] = f->result;
	if (event)
		fill_change(l, f, event, cells);
	else
		cells[LEDGER_VALUE] = cell(l, f->oldest->row, l->before);
	for (size_t i = 0; i < owners_count(l->owners); i++)
		cells[LEDGER_OWNERS + i] = owners_key(l->owners, i, f->table, f->row);
	addition_row(l->addition, STR("cifras"), cells, LEDGER_OWNERS + owners_count(l->owners));
}

static void put_figure(struct ledger *l, const struct table *table, const struct table_watch *watch, uint32_t row)
{
	struct figure f = { .table = table, .watch = watch, .row = row };
	struct buf key = { 0 };
	size_t number = 1;

	table_key(table, row, &key);
	f.key = buf_str(&key);
	f.oldest = events_of(l, table, watch->field, f.key);
	if (f.oldest) {
		arena_reset(l->scratch);
		f.reasons = events_of(l, table, watch->reason, f.key);
		f.due = date_at(l, table, row, watch->due);
		f.reported = date_at(l, table, row, watch->reported);
		f.result = text_at(table, row, watch->result);
		put_value(l, &f, NULL, number);
		for (const struct event *event = f.oldest; event; event = event->newer)
			put_value(l, &f, event, ++number);
	}
	buf_clear(&key);
}

static void put_table(struct ledger *l, const struct table *table)
{
	size_t count;
	const struct table_watch *watches = table_watches(table, &count);

	for (size_t i = 0; i < count; i++)
		for (uint32_t row = 0; row < table_rows(table); row++)
			put_figure(l, table, &watches[i], row);
}

static bool any_watched(const struct site *site)
{
	size_t count = 0;

	for (size_t i = 0; i < map_count(site->tables) && !count; i++)
		table_watches(map_entries(site->tables)[i].value, &count);
	return count > 0;
}

struct addition *ledger_new(struct arena *arena, const struct site *site)
{
	struct ledger l = { .arena = arena, .site = site, .figures = map_new(arena) };

	if (!any_watched(site) || !open_changes(&l))
		return NULL;
	l.scratch = arena_new();
	l.owners = owners_new(arena, site);
	l.addition = addition_new(STR("vitrina/seguimiento"), ledger_descriptor(arena, l.owners));
	gather(&l);
	for (size_t i = 0; i < map_count(site->tables); i++)
		put_table(&l, map_entries(site->tables)[i].value);
	buf_clear(&l.name);
	arena_free(l.scratch);
	return l.addition;
}
