/* script/domain_private.h - what the model.lua files declare, and the worlds they run in. */
#ifndef SCRIPT_DOMAIN_PRIVATE_H
#define SCRIPT_DOMAIN_PRIVATE_H

#include "base/diag.h"
#include "model/table.h"
#include "script/world.h"

struct addition;
struct map;
struct package;
struct package_script;

/* A computed field. Fields are computed in the order in which they are declared. */
struct domain_field {
	struct table *table;
	size_t column;
	struct field told;
};

struct domain_check {
	struct table *table;
	const char *rule;      /* in the table's memory */
	bool error;            /* else a warning */
	size_t column;         /* the finding's */
	struct place at;
};

/* A table that an exporter makes: a row of each row of `from`, or none. Everything in the domain's arena but the one made. */
struct domain_export {
	struct table *from;
	struct str name, folder;
	struct phrase title, description;
	const struct field *fields;
	size_t field_count;
	struct place row_at;    /* where its function begins */
	struct addition *made;
};

/* What is known of a table beside the model. */
struct domain_table {
	struct table *table;
	struct map *reasons;   /* code → its struct str, in the table's memory */
};

struct domain {
	struct site *site;
	struct diag *diag;
	struct arena *arena;
	struct world_limits limits;
	struct domain_table *tables; size_t table_count;
	struct domain_field *fields; size_t field_count, field_capacity;
	struct domain_check *checks; size_t check_count, check_capacity;
	struct domain_export *exports; size_t export_count, export_capacity;
	size_t computing;      /* fields before this one are computed; field_count: all */
	bool faulty;           /* a declaration was reported */
};

/* One world that has run every model.lua. The first declares; the others repeat the same steps and only keep their functions. */
struct domain_world {
	struct domain *domain;
	struct world *world;
	bool declares;
	const struct package *package; /* whose exporter runs; else NULL */
	int *fields, *checks, *exports; /* references to the Lua functions, in order of declaration */
	size_t field_count, field_capacity, check_count, check_capacity, export_count, export_capacity;
};

struct domain_table *domain_table_of(const struct domain *domain, const struct table *table);

/* Declarations: the table at 2 of the stack holds named things. A fault when they are not as they should be. */
void domain_names(lua_State *L, const char *const *names);              /* no others but these, ended by NULL */
struct str domain_text(lua_State *L, const char *name, bool needed);    /* "" when it is missing and need not be there; stays on the stack */
void domain_function(lua_State *L, const char *name);                   /* onto the stack */
struct phrase domain_phrase(lua_State *L, struct arena *arena, const char *name);
enum field_type domain_type(lua_State *L);                              /* its `type` */
void domain_keep(lua_State *L, int **refs, size_t *count, size_t *capacity); /* the function on the top of the stack, under the next number */

/* Appends the value at `index` as the field has it; a fault at field->at when it is of another type. */
void domain_write(lua_State *L, const struct field *field, int index, struct buf *out);

/* Exporters: `export { … }`; one that declared nothing, reported (false); the table to be made; and a row of it, of the row and the function on the
 * stack, appended to `records`. */
int domain_export(lua_State *L);
bool domain_exports_none(struct domain_world *room, const struct package_script *script);
struct addition *domain_export_open(const struct domain_export *export, struct arena *arena);
void domain_export_row(lua_State *L, const struct domain_export *export, struct buf *text, struct buf *records);

/* Adds `resource`, `export` and `settings` to a world whose `room` is its domain_world. */
void domain_open(struct world *world);

#endif
