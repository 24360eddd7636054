/* script/world_private.h - what the files of the closed world share among themselves, and nobody else. */
#ifndef SCRIPT_WORLD_PRIVATE_H
#define SCRIPT_WORLD_PRIVATE_H

#include "base/buf.h"
#include "script/world.h"

enum {
	WORLD_STRING_MOST = 8 << 20,   /* bytes of one string made by the library */
	WORLD_ITEMS_MOST = 1000000,    /* items of a table given to the table library */
	WORLD_SOURCE_MOST = 1 << 20,   /* bytes of one chunk */
	WORLD_CHAIN_MOST = 200,        /* steps of `a.b.c…`: Lua 5.4.4 names the culprit of an error in quadratic time and by recursion */
	WORLD_PRINT_MOST = 64 << 10,   /* bytes printed by one piece of work */
	WORLD_FAULT_MOST = 4 << 10,    /* bytes of the text of a fault */
	WORLD_HOOK_PERIOD = 1000,      /* instructions between two looks at the budget */
	WORLD_STEP_BYTES = 256,        /* bytes allocated that count as one step */
};

enum { WORLD_SMALL_MOST = 256 }; /* bytes of a small piece of memory */

/* See world_memory.c. { 0 } is empty. */
struct world_memory {
	void *free[WORLD_SMALL_MOST / 16];
	void *chunks;
	char *at;
	size_t left; /* bytes at `at`, in the newest chunk */
};

/* As memory_resize; `old` may be NULL, `size` is not 0. Free takes the size that the piece has. */
void *world_memory_resize(struct world_memory *memory, void *old, size_t old_size, size_t size);
void world_memory_free(struct world_memory *memory, void *old, size_t size);
void world_memory_clear(struct world_memory *memory);

enum world_trip { WORLD_RUNS, WORLD_OUT_OF_STEPS, WORLD_OUT_OF_MEMORY };

struct world_private {
	struct world_memory memory;
	size_t used, most;         /* bytes of the Lua state, and the cap */
	uint64_t steps;            /* left of the budget */
	enum world_trip trip;      /* once set, nothing runs until the next world_begin */
	bool trip_told;            /* and this was reported */
	size_t allocated;          /* bytes, since the hook last looked: copying costs steps too */
	int depth;                 /* of calls into Lua; outside them the host may go over the cap */
	uint64_t generation;       /* counts world_begin */
	size_t printed;            /* bytes */
	char refused[256];         /* the chunk that was running when memory was last refused */
	int refused_line;
	void (*telling)(struct world *world, void *context); /* called before something is reported, or NULL */
	void *telling_context;
	void *view;                /* the views' own state */
	void (*view_close)(struct world *world);
};

/* A fault on its way up: the value of every Lua error that we raise. Its strings follow it in the same userdata. */
struct world_failure {
	const char *rule;
	struct str told;           /* in the diag's language */
	struct str english;        /* what pcall gives, whatever the language */
	struct place at;
};

/* The message handler: turns what Lua raised into a failure while the stack still shows where. */
int world_on_error(lua_State *L);
/* The failure at `index`, or NULL. */
const struct world_failure *world_failure_at(lua_State *L, int index);
/* Raises a failure at a place that is known. */
_Noreturn void world_raise(lua_State *L, const char *rule, struct place at, struct str english, struct str told);
/* Reports the error value on the top of the stack, which lua_pcall gave with `status`, and takes it off. */
void world_report(struct world *world, int status);
/* Stops everything until the next world_begin. */
_Noreturn void world_stop(lua_State *L, enum world_trip why);
/* The nearest Lua place, looking from call `level` up. */
struct place world_where(lua_State *L, int level);
/* What Lua's own message says in Spanish, appended; the message itself when its form is not known. */
void world_translate(struct buf *out, struct str message);
/* Opens the metatable of failures. */
void world_open_failures(lua_State *L);

/* Argument checks; `index` counts from 1, and a method's object is 1. */
int64_t world_integer(lua_State *L, int index);
int64_t world_integer_or(lua_State *L, int index, int64_t otherwise);
/* A fault when there is no argument at `index`. */
void world_need(lua_State *L, int index);
/* A plain table, not one of ours that is locked. */
void world_plain_table(lua_State *L, int index);
/* tostring: pushes the text of any value. */
struct str world_text(lua_State *L, int index);
/* The event __concat of values that have a text. */
int world_join(lua_State *L);

/* A locked table over the one on the top of the stack, in its place: reading goes through, writing is a fault. A missing name is
 * a fault too, told as "no <en> 'x'" and "no existe <es> 'x'", unless they are NULL. */
void world_lock(lua_State *L, const char *en, const char *es);
/* Makes a missing name of the table on the top of the stack that fault; the table itself may be written. */
void world_close_names(lua_State *L, const char *en, const char *es);
bool world_locked(lua_State *L, int index);

/* Basic functions of Lua that have a file of their own: world_value.c, world_pcall.c, world_chunk.c. */
int world_tostring(lua_State *L);
int world_tonumber(lua_State *L);
int world_error(lua_State *L);
int world_assert(lua_State *L);
int world_pcall(lua_State *L);
int world_xpcall(lua_State *L);
int world_require(lua_State *L);
/* Each pushes a table with its part of the library. */
void world_push_base(lua_State *L);
void world_push_string(lua_State *L);
void world_push_table(lua_State *L);
/* pairs: pushes iterator, state and control over the sorted keys of the plain table at `index`. */
int world_sorted_pairs(lua_State *L, int index);
/* Appends `functions` (ended by NULL) to the table on the top of the stack. */
struct luaL_Reg;
void world_functions(lua_State *L, const struct luaL_Reg *functions);
/* Compiles inside a running world: pushes the function, or raises. */
void world_compile(lua_State *L, struct str text, struct str path);

#endif
