/* unit/check/resource.h - a table by its resource as a descriptor has it, in YAML on one line; `fields:` may stand in it without a schema, a word
 * alone being a field of type string. */
#ifndef UNIT_CHECK_RESOURCE_H
#define UNIT_CHECK_RESOURCE_H

#include "base/arena.h"
#include "model/index.h"
#include "model/load_package.h"
#include "model/table_private.h"
#include "parse/settings.h"

/* The properties are those between the braces. NULL, and reported, when they are no table. */
static inline struct table *resource_table(struct arena *arena, struct str properties, struct diag *diag)
{
	struct str text = arena_printf(arena, "{name: t, %.*s}", STR_ARG(properties));
	const struct setting *resource = settings_read(arena, text, STR("case"), 1, diag);
	const struct setting *schema = resource ? setting_find(resource, "schema") : NULL;
	struct table *table;

	if (!resource)
		return NULL;
	table = table_new(arena);
	table->name = STR("t");
	table->package = STR("data/p");
	table->at = resource->at;
	load_dialect(arena, setting_find(resource, "dialect"), setting_find(resource, "encoding"), &table->dialect, diag);
	if (!load_schema(arena, schema ? schema : resource, resource, STR("es"), &table->schema, diag)) {
		table_end(table);
		return NULL;
	}
	load_null(arena, &table->dialect, &table->schema);
	index_plan(table, diag);
	return table;
}

#endif
