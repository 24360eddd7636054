/* script/world_string.h - what the files of the string library share: the functions that have a file of their own, and their helpers. */
#ifndef SCRIPT_WORLD_STRING_H
#define SCRIPT_WORLD_STRING_H

#include "script/world_private.h"

/* A position as Lua counts, from 1, negative from the end, as an offset: 0 … len. */
size_t world_offset(int64_t position, size_t len);
/* A fault: the result would be longer than WORLD_STRING_MOST. */
_Noreturn void world_too_large(lua_State *L);
/* A buffer on the stack, which Lua ends: what grows while scripts run must not be lost when they fail. */
struct buf *world_push_buffer(lua_State *L);

/* string.find, match, gmatch, gsub (world_match.c) and format (world_format.c). */
int world_find(lua_State *L);
int world_match(lua_State *L);
int world_gmatch(lua_State *L);
int world_gsub(lua_State *L);
int world_format(lua_State *L);

#endif
