/* base/arena.h - memory that lives and dies together.
 * Things put in an arena have no free of their own. Never NULL: no memory is a message and an abort. Not thread-safe:
 * each thread has its own. Built with -DARENA_APART every piece is a malloc, so that the address sanitizer can watch it. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

struct arena;

struct arena *arena_new(void);
/* NULL is fine. */
void arena_free(struct arena *arena);
/* Empties it, keeping the memory for what comes next. */
void arena_reset(struct arena *arena);
/* `size` zeroed bytes, aligned for anything. */
void *arena_zalloc(struct arena *arena, size_t size);
/* The same, not zeroed. */
void *arena_alloc(struct arena *arena, size_t size);
/* Bytes taken from the system by it so far. */
size_t arena_size(const struct arena *arena);
/* A copy, followed by a NUL that is not counted. */
struct str arena_copy(struct arena *arena, struct str s);
struct str arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

#define arena_new_of(arena, type) ((type *)arena_zalloc((arena), sizeof(type)))
#define arena_array(arena, type, count) ((type *)arena_zalloc((arena), sizeof(type) * (count)))
/* Makes room for one more in a growing array held as items/count/capacity; the old copy stays in the arena. */
#define arena_grow(arena, items, count, capacity) \
	((count) < (capacity) ? (items) \
	: ((items) = arena_regrow((arena), (items), sizeof *(items), (count), &(capacity))))
void *arena_regrow(struct arena *arena, const void *items, size_t size, size_t count, size_t *capacity);

/* Memory outside arenas, for buffers that grow: abort instead of NULL. memory_resize(NULL, n) is new memory. */
void *memory_resize(void *old, size_t size);
void memory_free(void *old);

#endif
