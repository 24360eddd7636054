/* unit/model/made.h - tables made in a test from a line of fields and a few lines of CSV, without descriptors and files. */
#ifndef UNIT_MODEL_MADE_H
#define UNIT_MODEL_MADE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "model/index.h"
#include "model/link.h"
#include "model/load_table.h"
#include "model/table_private.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

enum { MADE_MOST = 8 };

struct made {
	struct arena *arena;
	struct map *tables;
	struct diag *diag;
	struct table *list[MADE_MOST];
	size_t count;
	char *messages;
	size_t messages_len;
};

static inline struct made made_new(void)
{
	struct made made = { .arena = arena_new(), .diag = diag_new(LANG_EN) };

	made.tables = map_new(made.arena);
	return made;
}

static inline void made_free(struct made *made)
{
	for (size_t i = 0; i < made->count; i++)
		table_end(made->list[i]);
	diag_free(made->diag);
	arena_free(made->arena);
	free(made->messages);
}

static const struct str made_missing[] = { { "", 0 } };

/* A key of the fields named in `names`, separated by blanks. */
static inline struct key made_key(struct made *made, struct table *table, const char *names)
{
	const struct field **fields = arena_array(made->arena, const struct field *, 32);
	struct str rest = str_of(names), name;
	struct key key = { .fields = fields, .at = table->at };

	while (rest.len && str_next(&rest, ' ', &name)) {
		fields[key.count] = schema_find(&table->schema, name);
		assert_non_null(fields[key.count++]);
	}
	return key;
}

/* `fields`: "meta_id mes:yearmonth valor:number", each with `*` before it when it is part of the primary key,
 * `!` when it is unique, `+` when it is required. */
static inline struct table *made_table(struct made *made, const char *name, const char *fields)
{
	struct table *table = table_new(made->arena);
	struct schema *schema = &table->schema;
	struct str rest = str_of(fields), word;
	const struct field **primary = arena_array(made->arena, const struct field *, 32);

	table->name = str_of(name);
	table->dialect = (struct dialect){ .header = true };
	table->at = (struct place){ .path = STR("data/datapackage.yaml"), .line = (uint32_t)made->count + 1 };
	schema->fields = arena_array(made->arena, struct field, 5000);
	schema->fields_match = STR("exact");
	schema->exact_match = true;
	schema->primary.fields = primary;
	while (rest.len && str_next(&rest, ' ', &word)) {
		struct field *field = &schema->fields[schema->field_count];
		struct str type;

		*field = (struct field){ .index = schema->field_count++, .missing = made_missing, .missing_count = 1,
			.format = STR("default") };
		for (; strchr("*!+", word.at[0]); word = str_after(word, 1)) {
			if (word.at[0] == '*')
				primary[schema->primary.count++] = field;
			field->unique = field->unique || word.at[0] == '!';
			field->required = field->required || word.at[0] == '+';
		}
		str_next(&word, ':', &field->name);
		if (str_next(&word, ':', &type))
			assert_true(field_type_find(type, &field->type));
	}
	schema->stored_count = schema->field_count;
	assert_null(map_put(made->tables, table->name, table));
	made->list[made->count++] = table;
	return table;
}

static inline void made_unique(struct made *made, struct table *table, const char *names)
{
	struct key *keys = arena_array(made->arena, struct key, 1);

	keys[0] = made_key(made, table, names);
	table->schema.unique = keys;
	table->schema.unique_count = 1;
}

static inline void made_order(struct made *made, struct table *table, const char *name, bool descending)
{
	struct order *order = arena_array(made->arena, struct order, 1);

	*order = (struct order){ schema_find(&table->schema, str_of(name)), descending };
	table->order = order;
	table->order_count = 1;
}

/* At most four foreign keys a table. */
static inline void made_refer(struct made *made, struct table *table, const char *names, const char *to, const char *targets,
	const char *forward, const char *reverse)
{
	struct schema *schema = &table->schema;
	struct str *target = arena_array(made->arena, struct str, 32);
	struct str rest = str_of(targets);

	if (!schema->foreign)
		schema->foreign = arena_array(made->arena, struct foreign_key, 4);
	for (size_t i = 0; rest.len && str_next(&rest, ' ', &target[i]); i++)
		;
	schema->foreign[schema->foreign_count++] = (struct foreign_key){ .key = made_key(made, table, names),
		.resource = str_of(to),
		.target_fields = target, .forward = str_of(forward), .reverse = str_of(reverse), .at = table->at };
}

static inline void made_plan(struct made *made)
{
	for (size_t i = 0; i < made->count; i++)
		index_plan(made->list[i], made->diag);
	for (size_t i = 0; i < made->count; i++)
		link_tie(made->list[i], made->tables, true, made->diag);
	for (size_t i = 0; i < made->count; i++)
		link_check_names(made->list[i], made->diag);
}

static inline void made_index(struct made *made)
{
	for (size_t i = 0; i < made->count; i++)
		for (size_t j = 0; j < made->list[i]->index_count; j++)
			index_build(&made->list[i]->indexes[j], made->diag);
	for (size_t i = 0; i < made->count; i++)
		for (size_t j = 0; j < made->list[i]->link_count; j++)
			link_fill(&made->list[i]->links[j], made->diag);
}

/* Reads one text a table, in the order in which they were made. */
static inline void made_load(struct made *made, const char *const *texts)
{
	made_plan(made);
	for (size_t i = 0; i < made->count; i++) {
		struct load_file file = { arena_printf(made->arena, "%.*s.csv", STR_ARG(made->list[i]->name)), str_of(texts[i]) };

		load_table(made->list[i], &file, 1, made->diag);
	}
	made_index(made);
}

/* All that was reported, as it is printed. */
static inline const char *made_messages(struct made *made)
{
	FILE *file;

	free(made->messages);
	file = open_memstream(&made->messages, &made->messages_len);
	diag_print(made->diag, file, false, NULL, NULL);
	fclose(file);
	return made->messages;
}

static inline void made_tells(struct made *made, const char *part)
{
	const char *messages = made_messages(made);

	if (!strstr(messages, part))
		fail_msg("'%s' is not told in:\n%s", part, messages);
}

static inline void made_silent(struct made *made)
{
	assert_string_equal(made_messages(made), "");
}

typedef int made_line_fn(char *to, size_t size, size_t i);

/* A text that lives as long as the tables, made by `line` for each number below `count`. */
static inline const char *made_lines(struct made *made, const char *header, size_t count, made_line_fn *line)
{
	size_t size = strlen(header) + 2 + count * 80, len = 0;
	char *text = arena_alloc(made->arena, size);

	len += (size_t)snprintf(text, size, "%s\n", header);
	for (size_t i = 0; i < count; i++)
		len += (size_t)line(text + len, size - len, i);
	return text;
}

#define assert_text(table, row, column, wanted) \
	do { \
		struct str made_text = STR(""); \
		assert_true(table_text(table, row, column, &made_text)); \
		assert_int_equal(made_text.len, strlen(wanted)); \
		assert_memory_equal(made_text.at, wanted, made_text.len); \
	} while (0)

#endif
