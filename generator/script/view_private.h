/* script/view_private.h - what the files of the views share among themselves. */
#ifndef SCRIPT_VIEW_PRIVATE_H
#define SCRIPT_VIEW_PRIVATE_H

#include "base/buf.h"
#include "script/view.h"
#include "script/world_private.h"

#include <lauxlib.h>

enum view_kind {
	VIEW_ROW, VIEW_ROWS, VIEW_TABLE, VIEW_DECIMAL, VIEW_MOMENT, VIEW_HTML, VIEW_ITEM, VIEW_SETTINGS, VIEW_DATA, VIEW_KINDS,
};

enum step_kind { STEP_FIELD, STEP_FORWARD, STEP_BACK, STEP_METHOD };

/* What a name in a row means. */
struct step {
	enum step_kind kind;
	struct str name;            /* of the Lua string, which the anchors keep */
	const struct field *field;  /* a field */
	size_t column;
	enum field_type type;
	const struct link *link;    /* a step to other tables */
	struct table_view *target;  /* the other table's, found at the first use */
	lua_CFunction method;
};

/* A model table as one world sees it: its names by the address of Lua's own copy of them (short strings exist once), so that reading a field
 * costs no comparison of text. */
struct table_view {
	const struct table *table;
	struct step *steps;
	size_t count;
	struct step **slots;        /* open addressing, mask + 1 of them */
	size_t mask;
};

struct view_state {
	struct arena *arena;        /* of the table views */
	struct map *tables;         /* name → table view */
	int metatables[VIEW_KINDS]; /* references in the registry */
	const void *marks[VIEW_KINDS]; /* their addresses, which tell a userdata's kind */
	int anchors;                /* the Lua strings that slots point to */
	struct str lang;
	void *collator;             /* of `lang`, made at the first use */
	struct buf text;            /* for one C call that doesn't enter Lua */
	view_ready_fn *ready;
	void *ready_context;
	bool exact_settings;        /* whole numbers of settings are decimals too */
};

struct row_view {
	struct table_view *view;
	uint32_t row;
};

/* Some rows of a table, in an order; a whole table has no list. */
struct rows_view {
	struct table_view *view;
	struct row_list list;
	uint64_t generation;        /* 0: the numbers live as long as the table or this userdata */
	uint32_t own[];
};

struct view_state *view_of(lua_State *L);
/* The userdata at `index` when it is of this kind, else NULL. */
void *view_test(lua_State *L, int index, enum view_kind kind);
/* New userdata of this kind on the stack. */
void *view_new(lua_State *L, enum view_kind kind, size_t size);
/* Registers the metatable on the top of the stack (taken off) as this kind's; locks it. */
void view_register(lua_State *L, enum view_kind kind);
struct table_view *table_view_of(lua_State *L, const struct table *table);
void view_push_row_of(lua_State *L, struct table_view *view, uint32_t row);
/* The step that the string at `index` names, or NULL. */
struct step *table_view_step(lua_State *L, struct table_view *view, int index);
/* The same, methods left out; a fault with the nearest name when there is none. */
struct step *table_view_field(lua_State *L, struct table_view *view, int index);
_Noreturn void table_view_unknown(lua_State *L, struct table_view *view, struct str name);
/* The value of a step from a row. */
void view_push_step(lua_State *L, struct table_view *view, struct step *step, uint32_t row);
/* An object, array or GeoJSON cell as a Lua table of its own. */
void view_push_json(lua_State *L, struct str text);
/* A number of settings. */
void view_push_number_text(lua_State *L, struct str text);

/* Methods, of view_about.c. */
int view_row_about(lua_State *L);
int view_row_subject(lua_State *L);
int view_table_about(lua_State *L);

/* Each registers its metatables. */
void view_open_rows(lua_State *L);
void view_open_decimal(lua_State *L);
void view_open_moment(lua_State *L);
void view_open_items(lua_State *L);

/* Methods of rows, ended by NULL; part of each table's names. */
extern const luaL_Reg view_row_methods[];
/* A fault: these can't be written. */
int view_read_only(lua_State *L);
/* Row numbers as new userdata on the stack: room for `count`, to be filled. */
struct rows_view *view_new_rows(lua_State *L, struct table_view *view, uint32_t count);

#endif
