/* JSON and CSV are the records of all that is told, one after the other. */
#include "history/telling.h"

#include "base/arena.h"
#include "base/json.h"
#include "history/record.h"
#include "history/telling_private.h"

bool telling_tells(const struct telling *r, size_t moment, const struct past_changes *table, const struct change *change)
{
	if (change->kind == CHANGE_FOLLOWED || (r->table.len && !str_equal(table->table, r->table)))
		return false;
	if (!r->key.len)
		return true;
	if (!change_of_row(change->kind))
		return change->kind == CHANGE_TABLE_ADDED || change->kind == CHANGE_TABLE_REMOVED || change->kind == CHANGE_UNREADABLE ||
			(r->field.len && str_equal(change->field, r->field));
	if (!str_equal(past_key_today(r->past, table->table, moment, change->key), r->key))
		return false;
	return !r->field.len || change->kind != CHANGE_CELL || str_equal(change->field, r->field);
}

typedef void each_fn(void *context, struct str cells[RECORD_COLUMNS]);

static void each_record(const struct telling *r, size_t moment, each_fn *tell, void *context)
{
	size_t count;
	const struct past_moment *m = &past_moments(r->past, &count)[moment];
	struct arena *arena = arena_new();
	struct str cells[RECORD_COLUMNS];

	for (size_t t = 0; t < m->table_count; t++) {
		const struct past_changes *table = &m->tables[t];
		size_t number = 0;

		for (size_t i = 0; i < table->changes.count; i++) {
			const struct change *change = &table->changes.items[i];

			number += change->kind != CHANGE_FOLLOWED;
			if (!telling_tells(r, moment, table, change))
				continue;
			arena_reset(arena);
			record_make(arena, r->past, moment, table, change, number, cells);
			tell(context, cells);
		}
	}
	arena_free(arena);
}

static void put_cell(struct buf *out, struct str cell)
{
	bool quote = false;

	for (size_t i = 0; i < cell.len && !quote; i++)
		quote = memchr(",\"\r\n", cell.at[i], 4) != NULL;
	if (!quote) {
		buf_add(out, cell);
		return;
	}
	buf_byte(out, '"');
	for (size_t i = 0; i < cell.len; i++) {
		if (cell.at[i] == '"')
			buf_byte(out, '"');
		buf_byte(out, cell.at[i]);
	}
	buf_byte(out, '"');
}

static void csv_record(void *context, struct str cells[RECORD_COLUMNS])
{
	struct buf *out = context;

	for (size_t i = 0; i < RECORD_COLUMNS; i++) {
		if (i)
			buf_byte(out, ',');
		put_cell(out, cells[i]);
	}
	buf_byte(out, '\n');
}

/* Numbers, truths and rows stand as they are; the rest are texts. */
static void json_cell(struct buf *out, size_t column, struct str cell)
{
	if (!cell.at)
		buf_add(out, STR("null"));
	else if (column == RECORD_LIKENESS || column == RECORD_DECLARED || column == RECORD_ROWS || column == RECORD_ROW)
		buf_add(out, cell);
	else
		json_text(out, cell);
}

struct json_list {
	struct buf *out;
	bool any;
};

static void json_record(void *context, struct str cells[RECORD_COLUMNS])
{
	struct json_list *list = context;

	buf_add(list->out, list->any ? STR(",\n ") : STR("\n "));
	list->any = true;
	for (size_t i = 0; i < RECORD_COLUMNS; i++) {
		buf_byte(list->out, i ? ',' : '{');
		json_text(list->out, str_of(record_names[i]));
		buf_byte(list->out, ':');
		json_cell(list->out, i, cells[i]);
	}
	buf_byte(list->out, '}');
}

static void csv_header(struct buf *out)
{
	for (size_t i = 0; i < RECORD_COLUMNS; i++)
		buf_printf(out, "%s%s", i ? "," : "", record_names[i]);
	buf_byte(out, '\n');
}

static void records(const struct telling *r, enum telling_format format, struct buf *out, size_t first, size_t end)
{
	struct json_list list = { out, false };

	if (format == TELLING_CSV)
		csv_header(out);
	else
		buf_byte(out, '[');
	for (size_t moment = end; moment-- > first;)
		each_record(r, moment, format == TELLING_CSV ? csv_record : json_record, format == TELLING_CSV ? (void *)out : &list);
	if (format == TELLING_JSON)
		buf_add(out, list.any ? STR("\n]\n") : STR("]\n"));
}

void telling_history(const struct telling *r, enum telling_format format, struct buf *out)
{
	size_t count;

	past_moments(r->past, &count);
	if (format == TELLING_TEXT)
		telling_text(r, out);
	else
		records(r, format, out, r->first, count);
}

void telling_diff(const struct telling *r, enum telling_format format, struct buf *out)
{
	size_t count;

	past_moments(r->past, &count);
	if (format == TELLING_TEXT)
		telling_diff_text(r, out);
	else if (format == TELLING_MARKDOWN)
		telling_markdown(r, out);
	else
		records(r, format, out, count - 1, count);
}
