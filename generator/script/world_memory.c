/* Lua's memory: small pieces, which are nearly all (rows, decimals, short strings), come from lists of free pieces of the same size;
 * larger ones from the system. A world belongs to one thread, so that no lock is taken. Chunks are given back with the world.
 *
 *     chunk   | next | piece | piece | piece …        a free piece holds the address of the next free one
 *
 * Under the address sanitizer every piece is the system's, so that it is watched. */
#include "script/world_private.h"

#include "base/arena.h"

#if defined(__SANITIZE_ADDRESS__) || defined(ARENA_APART)
enum { SMALL_MOST = 0 };
#else
enum { SMALL_MOST = WORLD_SMALL_MOST };
#endif
enum { STEP = 16, CHUNK = 32 << 10 };

struct free_piece {
	struct free_piece *next;
};

static void *take(struct world_memory *memory, size_t size)
{
	size_t class = (size - 1) / STEP, piece = (class + 1) * STEP;
	struct free_piece *found = memory->free[class];

	if (found) {
		memory->free[class] = found->next;
		return found;
	}
	if (memory->left < piece) {
		char *chunk = memory_resize(NULL, CHUNK);

		*(void **)(void *)chunk = memory->chunks;
		memory->chunks = chunk;
		memory->at = chunk + STEP;
		memory->left = CHUNK - STEP;
	}
	memory->at += piece;
	memory->left -= piece;
	return memory->at - piece;
}

static void give(struct world_memory *memory, void *old, size_t size)
{
	struct free_piece *piece = old;
	size_t class = (size - 1) / STEP;

	piece->next = memory->free[class];
	memory->free[class] = piece;
}

void *world_memory_resize(struct world_memory *memory, void *old, size_t old_size, size_t size)
{
	bool was_small = old && old_size <= SMALL_MOST, small = size <= SMALL_MOST;
	void *fresh;

	if (!was_small && !small)
		return memory_resize(old, size);
	if (was_small && small && (old_size - 1) / STEP == (size - 1) / STEP)
		return old;
	fresh = small ? take(memory, size) : memory_resize(NULL, size);
	if (old) {
		memcpy(fresh, old, old_size < size ? old_size : size);
		world_memory_free(memory, old, old_size);
	}
	return fresh;
}

void world_memory_free(struct world_memory *memory, void *old, size_t size)
{
	if (!old)
		return;
	if (size <= SMALL_MOST)
		give(memory, old, size);
	else
		memory_free(old);
}

void world_memory_clear(struct world_memory *memory)
{
	while (memory->chunks) {
		void *next = *(void **)memory->chunks;

		memory_free(memory->chunks);
		memory->chunks = next;
	}
}
