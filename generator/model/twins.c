/* Open addressing, at most 7 of 10 slots taken; each holds a row and half of its hash. */
#include "model/suspect_private.h"

#include "base/arena.h"
#include "model/table.h"

struct twin { uint32_t row, tag; }; /* row + 1; 0 is free */

void twins_init(struct twins *twins, uint32_t rows)
{
	twins->count = (uint64_t)rows * 10 / 7 + 8;
	twins->slots = memory_resize(NULL, twins->count * sizeof *twins->slots);
	memset(twins->slots, 0, twins->count * sizeof *twins->slots);
}

uint32_t twins_put(struct twins *twins, uint64_t hash, uint32_t row)
{
	uint64_t at = (hash >> 32) * twins->count >> 32;
	uint32_t tag = (uint32_t)hash;

	for (; twins->slots[at].row; at = at + 1 == twins->count ? 0 : at + 1)
		if (twins->slots[at].tag == tag)
			return twins->slots[at].row - 1;
	twins->slots[at] = (struct twin){ row + 1, tag };
	return ROW_NONE;
}

void twins_clear(struct twins *twins)
{
	memory_free(twins->slots);
	*twins = (struct twins){ 0 };
}
