#include "model/index.h"

#include "base/arena.h"
#include "model/table_private.h"

static void add(struct table *table, const struct key *key, enum index_kind kind, struct diag *diag)
{
	if (key->count <= INDEX_PARTS_MOST) {
		table->indexes[table->index_count++] = (struct index){ .table = table, .key = key, .kind = kind };
		return;
	}
	diag_error(diag, key->at, "long-key", "a key of '%.*s' has %zu fields; %d is the most",
		"una clave de '%.*s' tiene %zu campos; %d es lo más", STR_ARG(table->name), key->count, INDEX_PARTS_MOST);
}

/* True when some planned key is this field alone. */
static bool planned(const struct table *table, const struct field *field)
{
	for (size_t i = 0; i < table->index_count; i++)
		if (table->indexes[i].key->count == 1 && table->indexes[i].key->fields[0]->index == field->index)
			return true;
	return false;
}

static const struct key *key_of(struct table *table, const struct field *field)
{
	const struct field **fields = arena_array(table->arena, const struct field *, 1);
	struct key *key = arena_new_of(table->arena, struct key);

	fields[0] = field;
	*key = (struct key){ fields, 1, field->at };
	return key;
}

void index_plan(struct table *table, struct diag *diag)
{
	const struct schema *schema = &table->schema;

	table->indexes = arena_array(table->arena, struct index, 1 + schema->unique_count + schema->stored_count);
	if (schema->primary.count)
		add(table, &schema->primary, INDEX_PRIMARY, diag);
	for (size_t i = 0; i < schema->unique_count; i++)
		if (schema->unique[i].count)
			add(table, &schema->unique[i], INDEX_UNIQUE, diag);
	for (size_t i = 0; i < schema->stored_count; i++)
		if (schema->fields[i].unique && !planned(table, &schema->fields[i]))
			add(table, key_of(table, &schema->fields[i]), INDEX_UNIQUE, diag);
}
