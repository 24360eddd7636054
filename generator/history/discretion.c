/* What the repository holds and the site does not publish is not told: a table that the site has not, or has no more, must be named in
 * the settings, and a field can be left out. */
#include "history/chronicle_private.h"

#include "base/arena.h"
#include "base/buf.h"
#include "model/site.h"

bool discretion_tells_table(const struct discretion *d, struct str table)
{
	const struct mentions *tables = &d->site->history.tables;

	if (!tables->list)
		return site_table(d->site, table) != NULL;
	for (size_t i = 0; i < tables->count; i++)
		if (str_equal(tables->list[i].name, table))
			return true;
	return false;
}

static bool is_omitted(struct str mention, struct str table, struct str field)
{
	return str_starts(mention, table) && mention.len == table.len + 1 + field.len && mention.at[table.len] == '.' && str_ends(mention, field);
}

bool discretion_tells_field(const struct discretion *d, struct str table, struct str field)
{
	for (size_t i = 0; i < d->site->history.omit.count; i++)
		if (is_omitted(d->site->history.omit.list[i].name, table, field))
			return false;
	return true;
}

/* The end of a JSON string that begins at `at` with its quote. */
static size_t string_end(struct str text, size_t at)
{
	for (at++; at < text.len && text.at[at] != '"'; at++)
		at += text.at[at] == '\\';
	return at + 1;
}

/* Rows are written by compare.c: {"field":"text","field":"text"}; fields have names without escapes. */
struct str discretion_row(const struct discretion *d, struct arena *arena, struct str table, struct str row)
{
	struct buf out = { 0 };
	struct str text;

	if (d->site->history.omit.count == 0)
		return row;
	for (size_t at = 1; at < row.len && row.at[at] == '"';) {
		size_t name_end = string_end(row, at), end = string_end(row, name_end + 1);

		if (discretion_tells_field(d, table, str_part(row, at + 1, name_end - at - 2))) {
			buf_byte(&out, out.len ? ',' : '{');
			buf_add(&out, str_part(row, at, end - at));
		}
		at = end + 1;
	}
	buf_add(&out, out.len ? STR("}") : STR("{}"));
	text = arena_copy(arena, buf_str(&out));
	buf_clear(&out);
	return text;
}

/* Checking: a slip of the pen would tell what was to be left out. */

static bool table_ever(const struct discretion *d, struct str name)
{
	size_t count;
	const struct str *tables = past_tables(d->past, &count);

	for (size_t i = 0; i < count; i++)
		if (str_equal(tables[i], name))
			return true;
	return site_table(d->site, name) != NULL;
}

static bool field_in(const struct changes *changes, struct str name, struct str quoted)
{
	for (size_t i = 0; i < changes->count; i++) {
		const struct change *c = &changes->items[i];

		if (str_equal(c->field, name) || (c->kind == CHANGE_COLUMN_RENAMED && str_equal(c->before, name)) ||
			(c->row.len && str_search(c->row, quoted, 0) < c->row.len))
			return true;
	}
	return false;
}

static bool field_ever(const struct discretion *d, struct str table, struct str name)
{
	const struct table *today = site_table(d->site, table);
	size_t count;
	const struct past_moment *moments = past_moments(d->past, &count);
	struct buf quoted = { 0 };
	bool found = today && schema_find(table_schema(today), name);

	buf_printf(&quoted, "\"%.*s\":", STR_ARG(name));
	for (size_t m = 0; m < count && !found; m++)
		for (size_t t = 0; t < moments[m].table_count && !found; t++)
			found = str_equal(moments[m].tables[t].table, table) && field_in(&moments[m].tables[t].changes, name, buf_str(&quoted));
	buf_clear(&quoted);
	return found;
}

static bool unknown_table(const struct discretion *d, const struct mention *mention, struct str name, struct diag *diag)
{
	size_t count;
	const struct str *tables = past_tables(d->past, &count);
	struct str nearest = str_nearest(name, tables, count);

	diag_error(diag, mention->at, "unknown-resource", "there is and was no resource '%.*s'", "no hay ni hubo recurso '%.*s'", STR_ARG(name));
	if (nearest.len)
		diag_advice(diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(nearest));
	return false;
}

static bool check_omitted(const struct discretion *d, const struct mention *mention, struct diag *diag)
{
	size_t point = str_find(mention->name, '.', 0);
	struct str table = str_part(mention->name, 0, point), field = str_after(mention->name, point + 1);

	if (!table_ever(d, table))
		return unknown_table(d, mention, table, diag);
	if (field_ever(d, table, field))
		return true;
	return diag_error(diag, mention->at, "unknown-field", "there is and was no field '%.*s' in %.*s", "no hay ni hubo campo '%.*s' en %.*s",
		STR_ARG(field), STR_ARG(table));
}

bool discretion_check(const struct discretion *d, struct diag *diag)
{
	const struct history_wish *wish = &d->site->history;
	bool good = true;

	for (size_t i = 0; i < wish->tables.count; i++)
		if (!table_ever(d, wish->tables.list[i].name))
			good = unknown_table(d, &wish->tables.list[i], wish->tables.list[i].name, diag);
	for (size_t i = 0; i < wish->omit.count; i++)
		good = check_omitted(d, &wish->omit.list[i], diag) && good;
	return good;
}
