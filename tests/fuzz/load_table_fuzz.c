/* One line is a resource as a descriptor has it (schema, dialect, encoding), the rest a file of its table. What was read without an error and is
 * written as plain CSV must be read again as the same cells, with the same that is suspect. */
#include "model/load_table.h"

#include "../unit/check/resource.h"
#include "base/buf.h"
#include "base/map.h"
#include "model/link.h"
#include "model/suspect.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(bool good)
{
	if (!good)
		abort();
}

/* Messages stand in the file, or in the descriptor; each has a place that can be shown. */
static void check_messages(struct diag *diag, struct str bytes)
{
	size_t count, lines = 2;
	const struct diag_message *const *messages = diag_messages(diag, &count);

	for (size_t i = 0; i < bytes.len; i++)
		lines += bytes.at[i] == '\n' || bytes.at[i] == '\r';
	for (size_t i = 0; i < count; i++) {
		const struct place *at = &messages[i]->at;

		need(at->path.len == 0 || str_equal(at->path, STR("case")) || (str_equal(at->path, STR("t.csv")) && at->line <= lines));
		need(messages[i]->text.len && (at->line > 0 || at->column == 0));
	}
}

/* All that is done with a table once its descriptor is read; a reference can only be to itself. */
static void read(struct arena *arena, struct table *table, struct str bytes, struct diag *diag)
{
	struct load_file file = { STR("t.csv"), bytes };
	struct map *tables = map_new(arena);

	map_put(tables, table->name, table);
	link_tie(table, tables, true, diag);
	load_table(table, &file, 1, diag);
	for (size_t i = 0; i < table->index_count; i++)
		index_build(&table->indexes[i], diag);
	for (size_t i = 0; i < table->link_count; i++)
		link_fill(&table->links[i], diag);
}

static void add_quoted(struct buf *out, struct str text, bool first)
{
	buf_add(out, first ? STR("\"") : STR(",\""));
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '"')
			buf_byte(out, '"');
		buf_byte(out, text.at[i]);
	}
	buf_byte(out, '"');
}

/* The table as plain CSV: its fields in order, all cells in quotes. */
static void write(const struct table *table, struct buf *out)
{
	const struct schema *schema = &table->schema;
	struct str text;

	for (size_t i = 0; i < schema->stored_count; i++)
		add_quoted(out, schema->fields[i].name, i == 0);
	buf_byte(out, '\n');
	for (uint32_t row = 0; row < table->rows; row++) {
		for (size_t i = 0; i < schema->stored_count; i++) {
			if (!table_stored(table, row, i, &text))
				text = schema->fields[i].missing_count ? schema->fields[i].missing[0] : STR("");
			add_quoted(out, text, i == 0);
		}
		buf_byte(out, '\n');
	}
}

static void same_cells(const struct table *a, const struct table *b)
{
	need(a->rows == b->rows);
	for (uint32_t row = 0; row < a->rows; row++)
		for (size_t i = 0; i < a->schema.stored_count; i++) {
			struct str left = STR(""), right = STR("");

			need(table_stored(a, row, i, &left) == table_stored(b, row, i, &right) && str_equal(left, right));
		}
}

/* How often each rule was told, which does not depend on where. */
static void same_suspects(const struct table *a, const struct table *b)
{
	struct diag *left = diag_new(LANG_EN), *right = diag_new(LANG_ES);
	const struct diag_tally *const *one, *const *other;
	size_t count, other_count;

	suspect_table(a, left);
	suspect_table(b, right);
	one = diag_tallies(left, &count);
	other = diag_tallies(right, &other_count);
	need(count == other_count && diag_count(left, DIAG_ERROR) == 0);
	for (size_t i = 0; i < count; i++)
		need(strcmp(one[i]->rule, other[i]->rule) == 0 && one[i]->count == other[i]->count);
	diag_free(left);
	diag_free(right);
}

/* The same schema, and nothing of the dialect. */
static void read_again(struct arena *arena, const struct table *table, struct str properties)
{
	struct diag *diag = diag_new(LANG_EN);
	struct table *again = resource_table(arena, properties, diag);
	struct buf csv = { 0 };

	write(table, &csv);
	again->dialect = (struct dialect){ .header = true, .encoding = STR("utf-8") };
	read(arena, again, buf_str(&csv), diag);
	need(diag_count(diag, DIAG_ERROR) == 0);
	same_cells(table, again);
	same_suspects(table, again);
	table_end(again);
	buf_clear(&csv);
	diag_free(diag);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = str_from((const char *)data, size), properties = str_part(all, 0, str_find(all, '\n', 0));
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(LANG_ES), *suspects = diag_new(LANG_EN);
	struct table *table = resource_table(arena, properties, diag);

	if (table && diag_worst(diag) < DIAG_ERROR) {
		read(arena, table, str_after(all, properties.len + 1), diag);
		check_messages(diag, str_after(all, properties.len + 1));
		if (diag_worst(diag) < DIAG_ERROR)
			read_again(arena, table, properties);
		else
			suspect_table(table, suspects);
		check_messages(suspects, str_after(all, properties.len + 1));
	}
	table_end(table);
	diag_free(diag);
	diag_free(suspects);
	arena_free(arena);
	return 0;
}
