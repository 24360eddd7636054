/* A computed cell is one word: a pointer to its text, a pointer to its reason with the lowest bit set, or 0.
 * Each worker writes texts and reasons into memory of its own, and gives a text it wrote lately again without
 * another copy: states and ratios repeat. */
#include "model/compute.h"

#include "base/arena.h"
#include "base/map.h"
#include "model/table_private.h"

#include <assert.h>

enum { RECENT = 256, CHUNK = 64 << 10 };

struct text {
	uint32_t len;
	char bytes[];
};

struct reason {
	struct str code; /* borrowed for ever */
	struct reason *next;
};

struct compute_worker {
	struct arena *arena;
	char *chunk;               /* texts follow each other, on multiples of 4 */
	size_t left;
	struct reason *reasons;
	const struct text *recent[RECENT];
};

/* The key's fields lie in the array of fields, which has moved. */
static void move_key(struct table *table, struct key *key)
{
	const struct field **fields = arena_array(table->arena, const struct field *, key->count + 1);

	for (size_t i = 0; i < key->count; i++)
		fields[i] = &table->schema.fields[key->fields[i]->index];
	key->fields = fields;
}

static void move_fields(struct table *table)
{
	struct schema *schema = &table->schema;
	struct key *unique = arena_array(table->arena, struct key, schema->unique_count + 1);
	struct order *order = arena_array(table->arena, struct order, table->order_count + 1);
	size_t capacity = schema->field_count * 2 + 8;
	struct field *fields = arena_array(table->arena, struct field, capacity);

	memcpy(fields, schema->fields, schema->field_count * sizeof *fields);
	schema->fields = fields;
	table->field_capacity = capacity;
	move_key(table, &schema->primary);
	for (size_t i = 0; i < schema->unique_count; i++) {
		unique[i] = schema->unique[i];
		move_key(table, &unique[i]);
	}
	schema->unique = unique;
	for (size_t i = 0; i < schema->foreign_count; i++)
		move_key(table, &schema->foreign[i].key);
	for (size_t i = 0; i < table->order_count; i++) {
		order[i] = table->order[i];
		order[i].field = &fields[order[i].field->index];
	}
	table->order = order;
	for (size_t i = 0; i < table->about_count; i++) {
		table->abouts[i].resource = &fields[table->abouts[i].resource->index];
		table->abouts[i].key = &fields[table->abouts[i].key->index];
	}
	if (table->label)
		table->label = &fields[table->label->index];
}

static bool name_taken(const struct table *table, const struct field *field, struct diag *diag)
{
	if (schema_find(&table->schema, field->name))
		diag_error(diag, field->at, "computed-field", "'%.*s' has a field '%.*s' already",
			"'%.*s' ya tiene un campo '%.*s'",
			STR_ARG(table->name), STR_ARG(field->name));
	else if (table_link_find(table, field->name) || table_back_find(table, field->name))
		diag_error(diag, field->at, "computed-field", "in '%.*s' the name '%.*s' is a step to another table already",
			"en '%.*s' el nombre '%.*s' ya es un paso a otra tabla", STR_ARG(table->name), STR_ARG(field->name));
	else
		return false;
	diag_advice(diag, "give the computed field another name", "dé otro nombre al campo calculado");
	return true;
}

static struct phrase copy_phrase(struct arena *arena, const struct phrase *phrase)
{
	struct phrase_text *texts = arena_array(arena, struct phrase_text, phrase->count + 1);

	for (size_t i = 0; i < phrase->count; i++) {
		texts[i].lang = arena_copy(arena, phrase->texts[i].lang);
		texts[i].text = arena_copy(arena, phrase->texts[i].text);
	}
	return (struct phrase){ texts, phrase->count };
}

/* What a script says of a field may live in its own memory. */
static void copy_field(struct arena *arena, const struct field *field, struct field *to)
{
	*to = *field;
	to->name = arena_copy(arena, field->name);
	to->format = arena_copy(arena, field->format);
	to->unit = arena_copy(arena, field->unit);
	to->title = copy_phrase(arena, &field->title);
	to->description = copy_phrase(arena, &field->description);
	to->at.path = arena_copy(arena, field->at.path);
	to->at.field = arena_copy(arena, field->at.field);
}

bool compute_declare(struct table *table, const struct field *field, struct diag *diag)
{
	struct schema *schema = &table->schema;
	struct field *fresh;

	if (!field->name.len)
		return diag_error(diag, field->at, "computed-field", "a computed field of '%.*s' has no name",
			"un campo calculado de '%.*s' no tiene nombre", STR_ARG(table->name));
	if (field->type > FIELD_ANY)
		return diag_error(diag, field->at, "computed-field", "'%.*s' is of no known type",
			"'%.*s' no es de ningún tipo conocido",
			STR_ARG(field->name));
	if (name_taken(table, field, diag))
		return false;
	if (schema->field_count >= table->field_capacity)
		move_fields(table);
	fresh = &schema->fields[schema->field_count];
	copy_field(table->arena, field, fresh);
	fresh->index = schema->field_count++;
	fresh->computed = true;
	arena_grow(table->arena, table->computed, table->computed_count, table->computed_capacity);
	table->computed[table->computed_count++].cells = arena_array(table->arena, const void *, (size_t)table->rows + 1);
	if (!table->workers)
		table->workers = arena_array(table->arena, struct compute_worker *, COMPUTE_WORKERS);
	return true;
}

static struct compute_worker *worker_of(struct table *table, int number)
{
	assert(number >= 0 && number < COMPUTE_WORKERS);
	if (!table->workers[number]) {
		struct arena *arena = arena_new();

		table->workers[number] = arena_new_of(arena, struct compute_worker);
		table->workers[number]->arena = arena;
	}
	return table->workers[number];
}

static const struct text *write_text(struct compute_worker *worker, struct str text)
{
	size_t size = (sizeof(struct text) + text.len + 3) / 4 * 4;
	const struct text **recent = &worker->recent[str_hash(text) % RECENT];
	struct text *fresh;

	if (*recent && str_equal(str_from((*recent)->bytes, (*recent)->len), text))
		return *recent;
	assert(text.len <= UINT32_MAX);
	if (size > CHUNK / 8) {
		fresh = arena_alloc(worker->arena, size);
	} else {
		if (worker->left < size) {
			worker->chunk = arena_alloc(worker->arena, CHUNK);
			worker->left = CHUNK;
		}
		fresh = (struct text *)(void *)worker->chunk;
		worker->chunk += size;
		worker->left -= size;
	}
	fresh->len = (uint32_t)text.len;
	if (text.len)
		memcpy(fresh->bytes, text.at, text.len);
	*recent = fresh;
	return fresh;
}

static const void *write_reason(struct compute_worker *worker, struct str code)
{
	struct reason *reason = worker->reasons;

	while (reason && !str_equal(reason->code, code))
		reason = reason->next;
	if (!reason) {
		reason = arena_new_of(worker->arena, struct reason);
		*reason = (struct reason){ code, worker->reasons };
		worker->reasons = reason;
	}
	return (const char *)reason + 1;
}

void compute_set(struct table *table, int worker, uint32_t row, size_t column, const struct str *text, struct str why)
{
	const void **cell;

	assert(column >= table->schema.stored_count && column < table->schema.field_count && row < table->rows);
	cell = &table->computed[column - table->schema.stored_count].cells[row];
	if (text)
		*cell = write_text(worker_of(table, worker), *text);
	else if (why.len)
		*cell = write_reason(worker_of(table, worker), why);
	else
		*cell = NULL;
}

static const void *cell_of(const struct table *table, uint32_t row, size_t column)
{
	return table->computed[column - table->schema.stored_count].cells[row];
}

bool compute_text(const struct table *table, uint32_t row, size_t column, struct str *text)
{
	const struct text *cell = cell_of(table, row, column);

	if (!cell || (uintptr_t)cell & 1)
		return false;
	*text = str_from(cell->bytes, cell->len);
	return true;
}

struct str compute_why(const struct table *table, uint32_t row, size_t column)
{
	const char *cell = cell_of(table, row, column);

	if (!((uintptr_t)cell & 1))
		return STR("empty");
	return ((const struct reason *)(const void *)(cell - 1))->code;
}

void compute_end(struct table *table)
{
	for (int i = 0; table->workers && i < COMPUTE_WORKERS; i++)
		if (table->workers[i])
			arena_free(table->workers[i]->arena);
	table->workers = NULL;
}

struct arena *compute_arena(struct table *table)
{
	return table->arena;
}

void compute_reason(struct table *table, struct str code, const struct phrase *wording)
{
	struct phrase *kept = arena_new_of(table->arena, struct phrase);

	*kept = copy_phrase(table->arena, wording);
	if (!table->reasons)
		table->reasons = map_new(table->arena);
	map_set(table->reasons, arena_copy(table->arena, code), kept);
}

const struct phrase *table_reason(const struct table *table, struct str code)
{
	return table->reasons ? map_find(table->reasons, code) : NULL;
}

void compute_rule(struct table *table, const struct table_rule *rule)
{
	arena_grow(table->arena, table->rules, table->rule_count, table->rule_capacity);
	table->rules[table->rule_count++] = *rule;
}

const struct table_rule *table_rules(const struct table *table, size_t *count)
{
	*count = table->rule_count;
	return table->rules;
}

void compute_watch(struct table *table, const struct table_watch *watch)
{
	arena_grow(table->arena, table->watches, table->watch_count, table->watch_capacity);
	table->watches[table->watch_count++] = *watch;
}

const struct table_watch *table_watches(const struct table *table, size_t *count)
{
	*count = table->watch_count;
	return table->watches;
}
