/* The layout is drawn in table_private.h. Big arrays grow by the system's own resizing, which moves pages and not bytes, and what
 * is reserved is not touched: so a table costs what it holds. */
#include "model/table.h"

#include "base/arena.h"
#include "base/buf.h"
#include "model/index.h"
#include "model/table_private.h"
#include "model/flat.h"

#include <inttypes.h>

struct table *table_new(struct arena *arena)
{
	struct table *table = arena_new_of(arena, struct table);

	table->arena = arena_new();
	return table;
}

void table_end(struct table *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < table->part_count; i++) {
		memory_free(table->files[i].marks);
		memory_free(table->files[i].odd);
		memory_free(table->files[i].held);
	}
	for (size_t i = 0; i < table->index_count; i++)
		index_clear(&table->indexes[i]);
	for (size_t i = 0; i < table->link_count; i++) {
		memory_free(table->links[i].parent);
		memory_free(table->links[i].first);
		memory_free(table->links[i].rows);
	}
	for (size_t i = 0; i < table->about_count; i++)
		about_clear(&table->abouts[i]);
	compute_end(table);
	schema_end(&table->schema);
	memory_free(table->words);
	arena_free(table->arena);
	*table = (struct table){ 0 };
}

void table_expect(struct table *table, size_t count)
{
	table->parts = arena_array(table->arena, struct table_part, count + 1);
	table->files = arena_array(table->arena, struct table_file, count + 1);
}

void table_begin(struct table *table, struct str path, struct str bytes, const uint32_t *column)
{
	size_t at = table->part_count++;

	table->parts[at] = (struct table_part){ .path = path, .bytes = bytes.len, .first_row = table->rows };
	table->files[at] = (struct table_file){ .bytes = bytes, .column = column };
}

static bool mark(struct table_file *file, uint32_t row, size_t offset, uint32_t line)
{
	if (row % TABLE_MARK != 0)
		return offset - file->marks[file->mark_count - 1].offset <= UINT32_MAX;
	if (file->mark_count == file->mark_capacity) {
		file->mark_capacity = file->mark_capacity ? file->mark_capacity * 2 : 16;
		file->marks = memory_resize(file->marks, file->mark_capacity * sizeof *file->marks);
	}
	file->marks[file->mark_count++] = (struct mark){ offset, line };
	return true;
}

uint32_t *table_add(struct table *table, size_t offset, uint32_t line)
{
	struct table_part *part = &table->parts[table->part_count - 1];
	struct table_file *file = &table->files[table->part_count - 1];
	size_t stride = table_stride(table);
	uint32_t *words;

	if (table->rows == TABLE_ROWS_MOST || !mark(file, part->rows, offset, line))
		return NULL;
	if (table->rows == table->row_capacity) {
		uint64_t room = table->row_capacity ? (uint64_t)table->row_capacity * 2 : 64;

		table->row_capacity = room < TABLE_ROWS_MOST ? (uint32_t)room : TABLE_ROWS_MOST;
		table->words = memory_resize(table->words, table->row_capacity * stride * sizeof *table->words);
	}
	words = table->words + (size_t)table->rows * stride;
	words[0] = (uint32_t)(offset - file->marks[file->mark_count - 1].offset);
	memset(words + 1, 0xff, (stride - 1) * sizeof *words);
	table->rows++;
	part->rows++;
	return words;
}

/* Kept apart from the words: a cell that one of them has no room for. */
static uint32_t odd_cell(struct table_file *file, struct str text)
{
	if (file->odd_count == file->odd_capacity) {
		file->odd_capacity = file->odd_capacity ? file->odd_capacity * 2 : 16;
		file->odd = memory_resize(file->odd, file->odd_capacity * sizeof *file->odd);
	}
	file->odd[file->odd_count] = text;
	return CELL_ODD | (uint32_t)file->odd_count++;
}

uint32_t table_cell(struct table *table, size_t offset, struct str text, bool inside)
{
	struct table_file *file = &table->files[table->part_count - 1];
	size_t start;

	if (inside) {
		start = (size_t)(text.at - file->bytes.at) - offset;
		if (start < 0x8000 && text.len <= 0xffff)
			return (uint32_t)(start << 16 | text.len);
	}
	return file->odd_count < (CELL_ABSENT & ~CELL_ODD) ? odd_cell(file, text) : CELL_ABSENT;
}

void table_pack(struct table *table)
{
	size_t stride = table_stride(table);

	if (table->rows == 0 || table->rows == table->row_capacity)
		return;
	table->words = memory_resize(table->words, table->rows * stride * sizeof *table->words);
	table->row_capacity = table->rows;
}

struct str table_name(const struct table *table) { return table->name; }

struct str table_singular(const struct table *table) { return table->singular.len ? table->singular : table->name; }

struct str table_package(const struct table *table) { return table->package; }

const struct phrase *table_title(const struct table *table) { return &table->title; }

const struct phrase *table_description(const struct table *table) { return &table->description; }

const struct schema *table_schema(const struct table *table) { return &table->schema; }

struct mentions table_fulltext(const struct table *table) { return table->fulltext; }

uint32_t table_rows(const struct table *table) { return table->rows; }

const struct field *table_label(const struct table *table)
{
	const struct key *primary = &table->schema.primary;

	if (table->label)
		return table->label;
	for (size_t i = 0; i < primary->count; i++)
		if (primary->fields[i]->type == FIELD_STRING)
			return primary->fields[i];
	return &table->schema.fields[0];
}

bool table_text(const struct table *table, uint32_t row, size_t column, struct str *text)
{
	if (table->flat)
		return flat_find(table, row, column, &table, &row, &column) && table_text(table, row, column, text);
	if (column >= table->schema.stored_count)
		return compute_text(table, row, column, text);
	return table_stored(table, row, column, text);
}

bool table_value(const struct table *table, struct arena *arena, uint32_t row, size_t column, struct value *value)
{
	struct str text;

	if (!table_text(table, row, column, &text))
		return false;
	*value = value_get(arena, &table->schema.fields[column], text);
	return true;
}

struct str table_why(const struct table *table, uint32_t row, size_t column)
{
	if (table->flat)
		return flat_find(table, row, column, &table, &row, &column) ? table_why(table, row, column) : STR("empty");
	if (column >= table->schema.stored_count)
		return compute_why(table, row, column);
	return STR("empty");
}

uint32_t table_find(const struct table *table, const struct str *parts, size_t count)
{
	if (table->flat)
		return flat_keyed(table) ? table_find(flat_from(table), parts, count) : ROW_NONE;
	if (table->index_count == 0 || table->indexes[0].kind != INDEX_PRIMARY || count != table->schema.primary.count)
		return ROW_NONE;
	return index_find(&table->indexes[0], parts);
}

uint32_t table_find_key(const struct table *table, struct str key)
{
	struct str parts[INDEX_PARTS_MOST];
	size_t count = 0, wanted = table->schema.primary.count;

	if (wanted == 1)
		return table_find(table, &key, 1);
	while (count < INDEX_PARTS_MOST && str_next(&key, '/', &parts[count]))
		count++;
	return key.len == 0 ? table_find(table, parts, count) : ROW_NONE;
}

void table_key(const struct table *table, uint32_t row, struct buf *out)
{
	const struct key *primary = &table->schema.primary;
	struct str text;

	if (primary->count == 0)
		buf_printf(out, "%" PRIu64, (uint64_t)row + 1);
	for (size_t i = 0; i < primary->count; i++) {
		if (i > 0)
			buf_byte(out, '/');
		if (table_text(table, row, primary->fields[i]->index, &text))
			buf_add(out, text);
	}
}

const struct table_part *table_parts(const struct table *table, size_t *count)
{
	*count = table->part_count;
	return table->parts;
}

size_t table_link_count(const struct table *table) { return table->link_count; }

const struct link *table_link_at(const struct table *table, size_t index) { return &table->links[index].open; }

size_t table_back_count(const struct table *table) { return table->back_count; }

const struct link *table_back_at(const struct table *table, size_t index) { return table->backs[index]; }

const struct link *table_link_find(const struct table *table, struct str forward)
{
	for (size_t i = 0; i < table->link_count; i++)
		if (str_equal(table->links[i].open.key->forward, forward))
			return &table->links[i].open;
	return NULL;
}

const struct link *table_back_find(const struct table *table, struct str reverse)
{
	for (size_t i = 0; i < table->back_count; i++)
		if (str_equal(table->backs[i]->key->reverse, reverse))
			return table->backs[i];
	return NULL;
}
