/* A chain of blocks, each twice the last up to a limit; large pieces get a block of their own. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { BLOCK_FIRST = 4 << 10, BLOCK_MOST = 4 << 20, ALIGN = alignof(max_align_t) };

struct block {
	struct block *next;
	size_t size, used; /* bytes after this header */
	alignas(max_align_t) char bytes[];
};

struct arena {
	struct block *blocks; /* the first is the one being filled */
	size_t total;
};

static _Noreturn void out_of_memory(size_t size)
{
	fprintf(stderr, "vitrina: out of memory (%zu bytes wanted)\n", size);
	abort();
}

void *memory_resize(void *old, size_t size)
{
	void *fresh = realloc(old, size ? size : 1);

	if (!fresh)
		out_of_memory(size);
	return fresh;
}

void memory_free(void *old)
{
	free(old);
}

struct arena *arena_new(void)
{
	struct arena *arena = memory_resize(NULL, sizeof *arena);

	*arena = (struct arena){ 0 };
	return arena;
}

static void blocks_free(struct block *block)
{
	while (block) {
		struct block *next = block->next;

		free(block);
		block = next;
	}
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	blocks_free(arena->blocks);
	free(arena);
}

void arena_reset(struct arena *arena)
{
	struct block *keep = arena->blocks;

	if (!keep)
		return;
	for (struct block *b = keep->next; b; b = b->next)
		if (b->size > keep->size && b->size <= BLOCK_MOST)
			keep = b;
	for (struct block *b = arena->blocks, *next; b; b = next) {
		next = b->next;
		if (b != keep)
			free(b);
	}
	keep->next = NULL;
	keep->used = 0;
	arena->blocks = keep;
	arena->total = keep->size;
}

static struct block *block_new(struct arena *arena, size_t size)
{
	struct block *block;

	if (size > SIZE_MAX / 2)
		out_of_memory(size);
	block = memory_resize(NULL, sizeof *block + size);
	block->size = size;
	block->used = 0;
	arena->total += size;
	return block;
}

static size_t next_size(const struct arena *arena)
{
#ifdef ARENA_APART
	(void)arena;
	return 0;
#else
	if (!arena->blocks)
		return BLOCK_FIRST;
	return arena->blocks->size * 2 < BLOCK_MOST ? arena->blocks->size * 2 : BLOCK_MOST;
#endif
}

void *arena_alloc(struct arena *arena, size_t size)
{
	size_t need = (size + ALIGN - 1) / ALIGN * ALIGN;
	struct block *block = arena->blocks;
	size_t usual = next_size(arena);

	if (need < size)
		out_of_memory(size);
	if (block && block->size - block->used >= need) {
		block->used += need;
		return block->bytes + block->used - need;
	}
	if (need > usual / 4 && block) { /* a block of its own, behind the one being filled */
		struct block *own = block_new(arena, need);

		own->used = need;
		own->next = block->next;
		block->next = own;
		return own->bytes;
	}
	block = block_new(arena, need > usual ? need : usual);
	block->next = arena->blocks;
	block->used = need;
	arena->blocks = block;
	return block->bytes;
}

void *arena_zalloc(struct arena *arena, size_t size)
{
	return memset(arena_alloc(arena, size), 0, size);
}

size_t arena_size(const struct arena *arena)
{
	return arena->total;
}

struct str arena_copy(struct arena *arena, struct str s)
{
	char *copy = arena_alloc(arena, s.len + 1);

	if (s.len)
		memcpy(copy, s.at, s.len);
	copy[s.len] = '\0';
	return str_from(copy, s.len);
}

struct str arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args, again;
	int len;
	char *text;

	va_start(args, format);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	text = arena_alloc(arena, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, format, again);
	va_end(again);
	return str_from(text, (size_t)len);
}

void *arena_regrow(struct arena *arena, const void *items, size_t size, size_t count, size_t *capacity)
{
	size_t room = *capacity ? *capacity * 2 : 8;
	void *fresh;

	if (room > SIZE_MAX / 2 / size)
		out_of_memory(SIZE_MAX);
	fresh = arena_zalloc(arena, room * size);
	if (count)
		memcpy(fresh, items, count * size);
	*capacity = room;
	return fresh;
}
