/* Foreign keys as descriptors tell them: what each is tied to, and the names of the steps it makes. */
#include "model/link.h"

#include "base/arena.h"
#include "base/map.h"
#include "model/index.h"
#include "model/table_private.h"

enum { CANDIDATES = 256 };

static void report_unknown(const struct foreign_key *key, const struct map *tables, struct diag *diag)
{
	const struct map_entry *entries = map_entries(tables);
	struct str names[CANDIDATES], near;
	size_t count = 0;

	for (; count < map_count(tables) && count < CANDIDATES; count++)
		names[count] = entries[count].key;
	near = str_nearest(key->resource, names, count);
	diag_error(diag, key->at, "foreign-key-target", "no resource is called '%.*s'", "ningún recurso se llama '%.*s'",
		STR_ARG(key->resource));
	if (near.len)
		diag_advice(diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(near));
}

/* The position of `name` among the target's fields as the foreign key lists them; `count` when it is not there. */
static size_t target_position(const struct foreign_key *key, struct str name)
{
	size_t i = 0;

	while (i < key->key.count && !str_equal(key->target_fields[i], name))
		i++;
	return i;
}

static bool covers(const struct key *target, const struct foreign_key *key)
{
	if (target->count != key->key.count)
		return false;
	for (size_t i = 0; i < target->count; i++)
		if (target_position(key, target->fields[i]->name) == key->key.count)
			return false;
	return true;
}

static struct index *find_index(const struct table *to, const struct foreign_key *key)
{
	for (size_t i = 0; i < to->index_count; i++)
		if (covers(to->indexes[i].key, key))
			return &to->indexes[i];
	return NULL;
}

static void report_no_key(const struct table *to, const struct foreign_key *key, struct diag *diag)
{
	for (size_t i = 0; i < key->key.count; i++) {
		if (schema_find(&to->schema, key->target_fields[i]))
			continue;
		diag_error(diag, key->at, "foreign-key-target", "'%.*s' has no field '%.*s'", "'%.*s' no tiene el campo '%.*s'",
			STR_ARG(to->name), STR_ARG(key->target_fields[i]));
		return;
	}
	diag_error(diag, key->at, "foreign-key-target", "a reference must be to a key of '%.*s', and its fields are not one",
		"una referencia debe ser a una clave de '%.*s', y sus campos no lo son", STR_ARG(to->name));
	diag_advice(diag, "refer to its primaryKey, or declare these fields in its uniqueKeys",
		"refiérase a su primaryKey, o declare estos campos en sus uniqueKeys");
}

static bool same_types(const struct key *from, const struct key *to, const struct foreign_key *key, struct diag *diag)
{
	for (size_t i = 0; i < to->count; i++) {
		if (from->fields[i]->type == to->fields[i]->type)
			continue;
		diag_error(diag, key->at, "foreign-key-type", "'%.*s' is of type %s and '%.*s', which it refers to, of type %s",
			"'%.*s' es de tipo %s y '%.*s', a que se refiere, de tipo %s",
			STR_ARG(from->fields[i]->name), field_type_name(from->fields[i]->type),
			STR_ARG(to->fields[i]->name), field_type_name(to->fields[i]->type));
		diag_advice(diag, "give both fields the same type", "dé el mismo tipo a los dos campos");
		return false;
	}
	return true;
}

/* The columns here in the order of the target's key, which may differ from the order in which the reference lists them. */
static struct key in_target_order(struct arena *arena, const struct key *target, const struct foreign_key *key)
{
	const struct field **fields = arena_array(arena, const struct field *, target->count);

	for (size_t i = 0; i < target->count; i++)
		fields[i] = key->key.fields[target_position(key, target->fields[i]->name)];
	return (struct key){ .fields = fields, .count = target->count, .at = key->at };
}

static bool tie(struct link_rows *link, struct table *table, const struct foreign_key *key, struct table *to, struct diag *diag)
{
	struct index *index = find_index(to, key);

	if (!index) {
		report_no_key(to, key, diag);
		return false;
	}
	*link = (struct link_rows){ .open = { key, table, to }, .target = index };
	link->from = in_target_order(table->arena, index->key, key);
	index->looked_up = true;
	return same_types(&link->from, index->key, key, diag);
}

static void add_back(struct table *to, const struct link *link)
{
	const struct link **backs = arena_array(to->arena, const struct link *, to->back_count + 1);

	if (to->back_count)
		memcpy(backs, to->backs, to->back_count * sizeof *backs);
	backs[to->back_count++] = link;
	to->backs = backs;
}

void link_tie(struct table *table, const struct map *tables, bool all, struct diag *diag)
{
	const struct schema *schema = &table->schema;

	table->links = arena_array(table->arena, struct link_rows, schema->foreign_count + 1);
	for (size_t i = 0; i < schema->foreign_count; i++) {
		const struct foreign_key *key = &schema->foreign[i];
		struct table *to = key->resource.len ? map_find(tables, key->resource) : table;

		if (to && tie(&table->links[table->link_count], table, key, to, diag))
			table->link_count++;
		else if (!to && all)
			report_unknown(key, tables, diag);
	}
	for (size_t i = 0; i < table->link_count; i++)
		add_back(table->links[i].open.to, &table->links[i].open);
}

/* `name` is a step of `table`, declared by `key`. False when it is reported as taken. */
static bool claim(struct map *names, struct str name, const struct table *table, const struct foreign_key *key, bool back,
	struct diag *diag)
{
	if (name.len == 0 || !map_put(names, name, (void *)table))
		return true;
	diag_error(diag, key->at, "step-name", "'%.*s' already names something else in '%.*s'",
		"'%.*s' ya nombra otra cosa en '%.*s'", STR_ARG(name), STR_ARG(table->name));
	if (back)
		diag_advice(diag, "name the way back from '%.*s' with vitrina:reverse",
			"nombre el camino de regreso desde '%.*s' con vitrina:reverse",
			STR_ARG(table->name));
	else
		diag_advice(diag, "name the way to the row it refers to with vitrina:name",
			"nombre el camino al renglón a que se refiere con vitrina:name");
	return false;
}

void link_check_names(const struct table *table, struct diag *diag)
{
	struct arena *arena = arena_new();
	struct map *names = map_new(arena);

	for (size_t i = 0; i < table->schema.field_count; i++)
		map_put(names, table->schema.fields[i].name, (void *)table);
	for (size_t i = 0; i < table->link_count; i++)
		claim(names, table->links[i].open.key->forward, table, table->links[i].open.key, false, diag);
	for (size_t i = 0; i < table->back_count; i++)
		claim(names, table->backs[i]->key->reverse, table, table->backs[i]->key, true, diag);
	arena_free(arena);
}
