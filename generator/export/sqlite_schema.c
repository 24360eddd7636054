#include "export/sqlite_schema.h"

#include "base/arena.h"

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

/* SQLite tells names apart but for the case of ASCII letters. */
static bool same_name(struct str a, struct str b)
{
	for (size_t i = 0; a.len == b.len && i < a.len; i++)
		if (lower(a.at[i]) != lower(b.at[i]))
			return false;
	return a.len == b.len;
}

static struct str free_name(struct arena *arena, const struct str *taken, size_t count, struct str wanted)
{
	struct str name = wanted;
	unsigned number = 2;

	for (size_t i = 0; i < count; i++) {
		if (!same_name(taken[i], name))
			continue;
		name = arena_printf(arena, "%.*s_%u", STR_ARG(wanted), number++);
		i = (size_t)-1; /* from the beginning */
	}
	return name;
}

static bool is_number(const struct field *field)
{
	return field->type == FIELD_NUMBER || field->type == FIELD_INTEGER || field->type == FIELD_YEAR;
}

struct sqlite_table sqlite_table_of(struct arena *arena, const struct table *table, bool rows)
{
	const struct schema *schema = table_schema(table);
	struct str *columns = arena_array(arena, struct str, schema->field_count + 2);
	bool *text = arena_array(arena, bool, schema->field_count + 2);
	struct sqlite_table out = { .table = table, .name = table_name(table), .columns = columns, .text = text };
	struct cells *cells = cells_new(table);

	if (str_starts(out.name, STR("sqlite_")))
		out.name = arena_printf(arena, "_%.*s", STR_ARG(out.name));
	for (size_t i = 0; i < schema->field_count; i++) {
		columns[i] = free_name(arena, columns, i, schema->fields[i].name);
		text[i] = rows && is_number(&schema->fields[i]) && cells_long(cells, i);
	}
	out.count = schema->field_count;
	if (format_has_absences(table)) {
		columns[out.count] = free_name(arena, columns, out.count, STR(FORMAT_ABSENCES));
		out.count++;
	}
	cells_free(cells);
	return out;
}

void sqlite_name(struct buf *out, struct str name)
{
	buf_byte(out, '"');
	for (size_t i = 0; i < name.len; i++) {
		if (name.at[i] == '"')
			buf_byte(out, '"');
		buf_byte(out, name.at[i]);
	}
	buf_byte(out, '"');
}

static const char *type_of(const struct sqlite_table *table, size_t column)
{
	const struct schema *schema = table_schema(table->table);

	if (column >= schema->field_count || table->text[column])
		return "TEXT";
	switch (schema->fields[column].type) {
	case FIELD_INTEGER: case FIELD_YEAR: return "INTEGER";
	case FIELD_NUMBER: return "NUMERIC";
	case FIELD_BOOLEAN: return "BOOLEAN";
	default: return "TEXT";
	}
}

static bool in_key(const struct key *key, size_t column)
{
	for (size_t i = 0; i < key->count; i++)
		if (key->fields[i]->index == column)
			return true;
	return false;
}

static void add_names(struct buf *out, const struct sqlite_table *table, const struct key *key)
{
	buf_byte(out, '(');
	for (size_t i = 0; i < key->count; i++) {
		if (i)
			buf_add(out, STR(", "));
		sqlite_name(out, table->columns[key->fields[i]->index]);
	}
	buf_byte(out, ')');
}

static void add_column(struct buf *out, const struct sqlite_table *table, size_t column)
{
	const struct schema *schema = table_schema(table->table);

	buf_add(out, column ? STR(",\n  ") : STR("\n  "));
	sqlite_name(out, table->columns[column]);
	buf_printf(out, " %s", type_of(table, column));
	if (column >= schema->field_count)
		return;
	if (schema->fields[column].required || in_key(&schema->primary, column))
		buf_add(out, STR(" NOT NULL"));
	if (schema->fields[column].unique && !(schema->primary.count == 1 && in_key(&schema->primary, column)))
		buf_add(out, STR(" UNIQUE"));
}

static const struct sqlite_table *target_of(const struct sqlite_table *tables, size_t count, size_t which, const struct foreign_key *key)
{
	if (key->resource.len == 0)
		return &tables[which];
	for (size_t i = 0; i < count; i++)
		if (str_equal(table_name(tables[i].table), key->resource))
			return &tables[i];
	return NULL;
}

static void add_foreign(struct buf *out, const struct sqlite_table *table, const struct foreign_key *key, const struct sqlite_table *target)
{
	const struct schema *schema = table_schema(target->table);

	buf_add(out, STR(",\n  FOREIGN KEY "));
	add_names(out, table, &key->key);
	buf_add(out, STR(" REFERENCES "));
	sqlite_name(out, target->name);
	buf_add(out, STR(" ("));
	for (size_t i = 0; i < key->key.count; i++) {
		if (i)
			buf_add(out, STR(", "));
		sqlite_name(out, target->columns[schema_find(schema, key->target_fields[i])->index]);
	}
	buf_byte(out, ')');
}

void sqlite_create(const struct sqlite_table *tables, size_t count, size_t which, struct buf *out)
{
	const struct sqlite_table *table = &tables[which];
	const struct schema *schema = table_schema(table->table);

	buf_add(out, STR("CREATE TABLE "));
	sqlite_name(out, table->name);
	buf_add(out, STR(" ("));
	for (size_t i = 0; i < table->count; i++)
		add_column(out, table, i);
	if (schema->primary.count) {
		buf_add(out, STR(",\n  PRIMARY KEY "));
		add_names(out, table, &schema->primary);
	}
	for (size_t i = 0; i < schema->unique_count; i++) {
		buf_add(out, STR(",\n  UNIQUE "));
		add_names(out, table, &schema->unique[i]);
	}
	for (size_t i = 0; i < schema->foreign_count; i++) {
		const struct sqlite_table *target = target_of(tables, count, which, &schema->foreign[i]);

		if (target)
			add_foreign(out, table, &schema->foreign[i], target);
	}
	buf_add(out, STR("\n);\n"));
}

/* Whether the key's columns are the first of the primary one, which has an index already. */
static bool begins_primary(const struct schema *schema, const struct key *key)
{
	if (key->count > schema->primary.count)
		return false;
	for (size_t i = 0; i < key->count; i++)
		if (key->fields[i]->index != schema->primary.fields[i]->index)
			return false;
	return true;
}

void sqlite_indexes(const struct sqlite_table *table, struct buf *out)
{
	const struct schema *schema = table_schema(table->table);

	for (size_t i = 0; i < schema->foreign_count; i++) {
		const struct key *key = &schema->foreign[i].key;
		struct buf name = { 0 };

		if (begins_primary(schema, key))
			continue;
		buf_add(&name, table->name);
		buf_byte(&name, ':'); /* no table has such a name */
		for (size_t j = 0; j < key->count; j++)
			buf_printf(&name, "%s%.*s", j ? "," : "", STR_ARG(table->columns[key->fields[j]->index]));
		buf_add(out, STR("CREATE INDEX IF NOT EXISTS "));
		sqlite_name(out, buf_str(&name));
		buf_add(out, STR(" ON "));
		sqlite_name(out, table->name);
		buf_byte(out, ' ');
		add_names(out, table, key);
		buf_add(out, STR(";\n"));
		buf_clear(&name);
	}
}

void sqlite_insert(const struct sqlite_table *table, struct buf *out)
{
	buf_add(out, STR("INSERT INTO "));
	sqlite_name(out, table->name);
	buf_add(out, STR(" VALUES ("));
	for (size_t i = 0; i < table->count; i++)
		buf_add(out, i ? STR(", ?") : STR("?"));
	buf_byte(out, ')');
}
