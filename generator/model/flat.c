/* A column is a chain of links and a field at its end; a pivot's column is a list with the row that is spread out there, for each row of the view. */
#include "model/flat.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "model/load_setting.h"

enum { NAMES_MOST = 512 };

struct flat_way {
	const struct link **steps; /* forward */
	size_t count;
	const struct table *table; /* at the end */
	size_t column;
	const uint32_t *spread;    /* of each row: a row of `table`, or ROW_NONE; NULL when the steps lead there */
};

struct flat {
	const struct table *from;
	struct flat_way *ways; /* of each column */
};

static const struct table *follow(const struct flat_way *way, const struct table *from, uint32_t *row)
{
	if (way->spread) {
		*row = way->spread[*row];
		return way->table;
	}
	for (size_t i = 0; i < way->count && *row != ROW_NONE; i++)
		*row = link_forward(way->steps[i], *row);
	return way->count ? way->table : from;
}

bool flat_find(const struct table *view, uint32_t row, size_t column, const struct table **table, uint32_t *at, size_t *in)
{
	const struct flat_way *way = &view->flat->ways[column];

	*at = row;
	*table = follow(way, view->flat->from, at);
	*in = way->column;
	return *at != ROW_NONE;
}

const struct table *flat_from(const struct table *view)
{
	return view->flat->from;
}

bool flat_keyed(const struct table *view)
{
	return view->schema.primary.count > 0;
}

static bool report_field(const struct table *table, struct mention at, struct str name, struct diag *diag)
{
	struct str names[NAMES_MOST];
	size_t count = 0;

	for (size_t i = 0; i < table->schema.field_count && count < NAMES_MOST; i++)
		names[count++] = table->schema.fields[i].name;
	for (size_t i = 0; i < table->link_count && count < NAMES_MOST; i++)
		names[count++] = table_link_at(table, i)->key->forward;
	diag_error(diag, at.at, "unknown-field", "'%.*s' has no field '%.*s'", "'%.*s' no tiene campo '%.*s'", STR_ARG(table->name), STR_ARG(name));
	load_nearest(name, names, count, diag);
	return false;
}

/* "programa.institucion.nombre": links, then a field. */
static bool find_way(struct arena *arena, const struct table *from, struct mention told, struct flat_way *way, struct diag *diag)
{
	const struct table *table = from;
	struct str rest = told.name, part;
	const struct field *field;
	size_t capacity = 0;

	*way = (struct flat_way){ 0 };
	while (str_next(&rest, '.', &part) && rest.at) {
		const struct link *link = table_link_find(table, part);

		if (!link)
			return report_field(table, told, part, diag);
		arena_grow(arena, way->steps, way->count, capacity);
		way->steps[way->count++] = link;
		table = link->to;
	}
	field = schema_find(&table->schema, part);
	if (!field)
		return report_field(table, told, part, diag);
	way->table = table;
	way->column = field->index;
	return true;
}

/* Where the rows that a pivot spreads are. */
struct spread {
	const struct link *link;
	const struct field *by, *value;
	const struct flat_pivot *pivot;
};

static bool find_spread(const struct table *from, const struct flat_pivot *pivot, struct spread *out, struct diag *diag)
{
	*out = (struct spread){ .link = table_back_find(from, pivot->rows.name), .pivot = pivot };
	if (!out->link)
		return diag_error(diag, pivot->rows.at, "view", "no rows called '%.*s' point at those of '%.*s'",
			"ningún renglón llamado '%.*s' apunta a los de '%.*s'", STR_ARG(pivot->rows.name), STR_ARG(from->name));
	out->by = schema_find(&out->link->from->schema, pivot->by.name);
	out->value = schema_find(&out->link->from->schema, pivot->value.name);
	if (!out->by)
		return report_field(out->link->from, pivot->by, pivot->by.name, diag);
	return out->value || report_field(out->link->from, pivot->value, pivot->value.name, diag);
}

static bool part_of(const struct value *value, struct str part, int64_t *number)
{
	if (value->type != FIELD_DATE && value->type != FIELD_DATETIME && value->type != FIELD_YEARMONTH)
		return false;
	*number = str_equal(part, STR("year")) ? value->as.moment.year
		: str_equal(part, STR("month")) ? value->as.moment.month
		: value->as.moment.day;
	return true;
}

/* Whether a row belongs under a key: by its text, or by a part of its date. */
static bool belongs(const struct spread *spread, struct arena *scratch, uint32_t row, struct str key)
{
	struct value value;
	struct str text;
	struct buf digits = { 0 };
	int64_t number;
	bool same;

	if (spread->pivot->part.name.len == 0)
		return table_text(spread->link->from, row, spread->by->index, &text) && str_equal(text, key);
	if (!table_value(spread->link->from, scratch, row, spread->by->index, &value) || !part_of(&value, spread->pivot->part.name, &number))
		return false;
	buf_printf(&digits, "%lld", (long long)number);
	same = str_equal(buf_str(&digits), key);
	buf_clear(&digits);
	return same;
}

static bool report_twice(const struct spread *spread, const struct flat_column *column, uint32_t row, uint32_t other, struct diag *diag)
{
	struct place before = table_row_place(spread->link->from, other);

	diag_error(diag, table_row_place(spread->link->from, row), "view-twice",
		"this row and line %u go into one cell: column '%.*s' of the view told in %.*s:%u",
		"este renglón y el de la línea %u van a la misma celda: columna '%.*s' de la vista declarada en %.*s:%u", (unsigned)before.line,
		STR_ARG(column->name), STR_ARG(column->at.path), (unsigned)column->at.line);
	return false;
}

static bool spread_out(struct arena *arena, const struct spread *spread, const struct flat_column *column, struct flat_way *way, struct diag *diag)
{
	uint32_t rows = spread->link->to->rows, *cells = arena_array(arena, uint32_t, (size_t)rows + 1);
	struct arena *scratch = arena_new();
	bool good = true;

	for (uint32_t row = 0; row < rows; row++) {
		struct row_list back = link_back(spread->link, row);

		cells[row] = ROW_NONE;
		for (uint32_t i = 0; i < back.count; i++) {
			uint32_t one = row_list_at(back, i);

			if (!belongs(spread, scratch, one, column->key.name))
				continue;
			if (cells[row] != ROW_NONE)
				good = report_twice(spread, column, one, cells[row], diag);
			cells[row] = one;
		}
		arena_reset(scratch);
	}
	arena_free(scratch);
	*way = (struct flat_way){ .table = spread->link->from, .column = spread->value->index, .spread = cells };
	return good;
}

/* A field of the view is that of the cell, but for what holds only among the rows of its own table. */
static void take_field(const struct flat_column *column, const struct flat_way *way, size_t index, struct field *out)
{
	*out = way->table->schema.fields[way->column];
	out->name = column->name;
	out->index = index;
	out->at = column->at;
	out->pattern = NULL; /* the other's to end */
	out->unique = out->unique && way->count == 0 && !way->spread;
	out->required = out->required && way->count == 0 && !way->spread;
	if (column->title.count)
		out->title = column->title;
	if (column->description.count)
		out->description = column->description;
	if (column->unit.len)
		out->unit = column->unit;
}

/* The key of the rows, when all of its fields are in the view. */
static void take_key(struct arena *arena, const struct flat *view, struct schema *schema)
{
	const struct key *theirs = &view->from->schema.primary;
	const struct field **fields = arena_array(arena, const struct field *, theirs->count + 1);
	size_t count = 0;

	for (size_t i = 0; i < theirs->count; i++)
		for (size_t c = 0; c < schema->field_count && count == i; c++)
			if (view->ways[c].count == 0 && !view->ways[c].spread && view->ways[c].column == theirs->fields[i]->index)
				fields[count++] = &schema->fields[c];
	if (count == theirs->count)
		schema->primary = (struct key){ .fields = fields, .count = count };
}

static bool find_columns(struct arena *arena, const struct flat_told *told, const struct table *from, struct table *table, struct flat *view,
	struct diag *diag)
{
	struct schema *schema = &table->schema;
	struct spread spread = { 0 };
	bool good = !told->pivot.given || find_spread(from, &told->pivot, &spread, diag);

	schema->fields = arena_array(arena, struct field, told->count + 1);
	view->ways = arena_array(arena, struct flat_way, told->count + 1);
	for (size_t i = 0; i < told->count; i++) {
		const struct flat_column *column = &told->columns[i];

		if (schema_find(schema, column->name)) {
			good = diag_error(diag, column->at, "duplicate-field", "the field '%.*s' is there already", "el campo '%.*s' ya está",
				STR_ARG(column->name));
			continue;
		}
		if (column->key.name.len) {
			if (!good || !spread_out(arena, &spread, column, &view->ways[schema->field_count], diag))
				return false;
		} else if (!find_way(arena, from, column->from, &view->ways[schema->field_count], diag)) {
			good = false;
			continue;
		}
		take_field(column, &view->ways[schema->field_count], schema->field_count, &schema->fields[schema->field_count]);
		schema->field_count++;
	}
	schema->stored_count = schema->field_count;
	return good;
}

struct table *flat_new(struct arena *arena, const struct flat_told *told, const struct map *tables, struct diag *diag)
{
	const struct table *from = map_find(tables, told->from.name);
	struct table *table = arena_new_of(arena, struct table);
	struct flat *view = arena_new_of(arena, struct flat);

	if (!from) {
		diag_error(diag, told->from.at, "unknown-resource", "there is no resource '%.*s'", "no hay recurso '%.*s'", STR_ARG(told->from.name));
		return NULL;
	}
	view->from = from;
	if (!find_columns(arena, told, from, table, view, diag))
		return NULL;
	*table = (struct table){ .name = told->name, .singular = told->singular, .package = told->folder, .title = told->title,
		.description = told->description, .schema = table->schema, .dialect = { .header = true }, .fulltext = told->fulltext,
		.at = told->at, .arena = arena, .rows = from->rows, .flat = view };
	table->schema.fields_match = STR("exact");
	table->schema.exact_match = true;
	take_key(arena, view, &table->schema);
	if (told->label.name.len) {
		table->label = schema_find(&table->schema, told->label.name);
		if (!table->label && !report_field(table, told->label, told->label.name, diag))
			return NULL;
	}
	return table;
}
