/* script/domain_private.h - what the model.lua files declare, and the worlds they run in. */
#ifndef SCRIPT_DOMAIN_PRIVATE_H
#define SCRIPT_DOMAIN_PRIVATE_H

#include "base/diag.h"
#include "model/table.h"
#include "script/world.h"

struct map;

/* A computed field. Fields are computed in the order in which they are declared. */
struct domain_field {
	struct table *table;
	struct str name;
	size_t column;
	enum field_type type;
	struct place at;
};

struct domain_check {
	struct table *table;
	const char *rule;      /* in the table's memory */
	bool error;            /* else a warning */
	size_t column;         /* the finding's */
	struct place at;
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
	size_t computing;      /* fields before this one are computed; field_count: all */
	bool faulty;           /* a declaration was reported */
};

/* One world that has run every model.lua. The first declares; the others repeat the same steps and only keep their functions. */
struct domain_world {
	struct domain *domain;
	struct world *world;
	bool declares;
	int *fields, *checks;  /* references to the Lua functions, in order of declaration */
	size_t field_count, field_capacity, check_count, check_capacity;
};

struct domain_table *domain_table_of(const struct domain *domain, const struct table *table);
/* Adds `resource` and `settings` to a world whose `room` is its domain_world. */
void domain_open(struct world *world);

#endif
