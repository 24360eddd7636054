/* Rows are kept as the CSV they will be read from: so a table of ours goes the way of all tables, and one that breaks its own schema is told. */
#include "model/addition.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"

struct addition {
	struct arena *arena;
	struct str folder, descriptor;
	struct map *tables; /* name → struct buf of its records */
};

static const char *const known[] = { "cambios", "cifras", "entregas", "entregas_archivos", "hallazgos", "hallazgos_reglas", "versiones" };

bool addition_known(struct str resource)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_equal(resource, str_of(known[i])))
			return true;
	return false;
}

struct addition *addition_new(struct str folder, struct str descriptor)
{
	struct arena *arena = arena_new();
	struct addition *addition = arena_new_of(arena, struct addition);

	*addition = (struct addition){ .arena = arena, .folder = folder, .descriptor = descriptor, .tables = map_new(arena) };
	return addition;
}

void addition_free(struct addition *addition)
{
	if (!addition)
		return;
	for (size_t i = 0; i < map_count(addition->tables); i++)
		buf_clear(map_entries(addition->tables)[i].value);
	arena_free(addition->arena);
}

static struct buf *records(struct addition *addition, struct str resource)
{
	struct buf *records = map_find(addition->tables, resource);

	if (records)
		return records;
	records = arena_new_of(addition->arena, struct buf);
	map_put(addition->tables, arena_copy(addition->arena, resource), records);
	return records;
}

static void put_cell(struct buf *out, struct str cell)
{
	struct str piece;
	bool first = true;

	buf_byte(out, '"');
	while (str_next(&cell, '"', &piece)) {
		if (!first)
			buf_add(out, STR("\"\""));
		buf_add(out, piece);
		first = false;
	}
	buf_byte(out, '"');
}

static bool plain(struct str cell)
{
	for (size_t i = 0; i < cell.len; i++)
		if (memchr(",\"\r\n", cell.at[i], 4))
			return false;
	return cell.len > 0;
}

void addition_record(struct buf *out, const struct str *cells, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_byte(out, ',');
		if (plain(cells[i]))
			buf_add(out, cells[i]);
		else if (cells[i].at || count == 1) /* an empty line would be no row */
			put_cell(out, cells[i]);
	}
	buf_byte(out, '\n');
}

void addition_row(struct addition *addition, struct str resource, const struct str *cells, size_t count)
{
	addition_record(records(addition, resource), cells, count);
}

void addition_records(struct addition *addition, struct str resource, struct str text)
{
	buf_add(records(addition, resource), text);
}

struct str addition_folder(const struct addition *addition) { return addition->folder; }

struct str addition_descriptor(const struct addition *addition) { return addition->descriptor; }

bool addition_take(struct addition *addition, struct str resource, struct buf *out)
{
	struct buf *records = map_find(addition->tables, resource);

	*out = (struct buf){ 0 };
	if (!records)
		return false;
	*out = *records;
	*records = (struct buf){ 0 };
	return out->len > 0;
}
