/* script/world.h - the closed Lua world that templates, filters, model.lua and import scripts run in. Private to the room.
 * One world is one lua_State of one thread. No clock, no random, no files; pairs is sorted; memory and instructions are
 * capped, also inside library calls; nothing that Lua code does escapes the cap. */
#ifndef SCRIPT_WORLD_H
#define SCRIPT_WORLD_H

#include "base/diag.h"

#include <lua.h>

struct arena;
struct buf;
struct site;

struct world_limits {
	size_t memory;         /* bytes; 0 is 256 MB */
	uint64_t instructions; /* between two world_begin; 0 is 100 million. Library loops are charged like instructions */
};

/* The modules `require "name"` may find: gives the text of "name.lua" and the path to tell; false when there is none. */
typedef bool world_module_fn(void *context, struct str name, struct str *text, struct str *path);
/* Turns a place in a chunk made by the template compiler into the template's own. False: the chunk's name and line are right as they are. */
typedef bool world_place_fn(void *context, const char *chunk, int line, struct place *place);

struct world_options {
	struct world_limits limits;
	world_module_fn *module;
	world_place_fn *place;
	void *context;             /* of both; borrowed */
};

struct world {
	lua_State *L;
	struct diag *diag;         /* where faults go; may be changed between calls */
	struct arena *arena;       /* for what lives until the next world_begin: memory of functions called from Lua */
	struct world_options options;
	const struct site *site;   /* for the views; may be NULL */
	struct buf *out;           /* where a template prints, or NULL */
	void *room;                /* the templates' own state (template.h), or NULL */
	struct world_private *private;
};

/* Never NULL. Ended with world_free. `diag` is borrowed. */
struct world *world_new(const struct world_options *options, const struct site *site, struct diag *diag);
void world_free(struct world *world);
/* The world that `L` (also a coroutine's) belongs to. */
struct world *world_of(lua_State *L);
/* A new piece of work (a page, a row): full budget again, arena emptied. Lua values stay. */
void world_begin(struct world *world);

/* Compiles text (never bytecode) as a chunk called `path` and leaves it as a function on the stack, its _ENV the table at the top of the stack (which
 * is taken off), or fresh closed globals when that is nil. False: reported at its line, nothing left but what was there. */
bool world_load(struct world *world, struct str text, struct str path);
/* The one way in: lua_pcall with the caps on. Outside of it the host may push values: the cap on memory then waits.
 * False: the error is reported as a diagnostic at the place it came from (and the stack is as before, without function and arguments). */
bool world_call(struct world *world, int arguments, int results);
/* Like world_call for a C function that does the host's own work under protection, with `argument` as light userdata. */
bool world_protect(struct world *world, lua_CFunction work, void *argument);

/* Raises a fault from a C function called by Lua, told at the nearest Lua place: en and es with the same arguments (lua formats are NOT used:
 * printf's). Never returns. `rule` is a literal. */
_Noreturn void world_fault(lua_State *L, const char *rule, const char *en, const char *es, ...) DIAG_FORMAT(3, 4, 5);
/* The same for a wrong name: en and es hold one %.*s, which is `wrong`; "; did you mean 'nearest'?" follows unless `nearest` is "". */
_Noreturn void world_fault_near(lua_State *L, const char *rule, struct str wrong, struct str nearest, const char *en, const char *es);
/* As world_fault; "; did you mean 'nearest'?" follows the text unless `nearest` is "". */
_Noreturn void world_fault_meant(lua_State *L, const char *rule, struct str nearest, const char *en, const char *es, ...) DIAG_FORMAT(4, 5, 6);
/* Charges `steps` to the budget; does not return when it is used up. */
void world_charge(lua_State *L, uint64_t steps);

/* Pushes the closed globals: a locked table of what every chunk may use. Reading an unknown name is a fault. */
void world_push_globals(lua_State *L);
/* Adds the value on the top of the stack (taken off) to the closed globals, for those who open a world. */
void world_add_global(lua_State *L, const char *name);

/* Strings between the two worlds. The view is borrowed while the Lua string lives. */
static inline void world_push(lua_State *L, struct str s) { lua_pushlstring(L, s.at ? s.at : "", s.len); }
/* The string argument `index`; a fault when it is none. Numbers are not strings here. */
struct str world_string(lua_State *L, int index);

#endif
