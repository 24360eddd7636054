/* Open addressing, at most 7 of 10 slots taken; each holds a row and half of its hash. */
#include "model/twins.h"

#include "base/arena.h"
#include "model/table.h"

struct twin { uint32_t row, tag; }; /* row + 1; 0 is free */

void twins_init(struct twins *twins, uint32_t rows)
{
	twins->count = (uint64_t)rows * 10 / 7 + 8;
	twins->slots = memory_resize(NULL, twins->count * sizeof *twins->slots);
	memset(twins->slots, 0, twins->count * sizeof *twins->slots);
}

/* The slot of the row with this hash, or the free one where it would go. */
static struct twin *slot_of(const struct twins *twins, uint64_t hash)
{
	uint64_t at = (hash >> 32) * twins->count >> 32;

	while (twins->slots[at].row && twins->slots[at].tag != (uint32_t)hash)
		at = at + 1 == twins->count ? 0 : at + 1;
	return &twins->slots[at];
}

uint32_t twins_find(const struct twins *twins, uint64_t hash)
{
	return slot_of(twins, hash)->row - 1; /* of a free one: ROW_NONE */
}

uint32_t twins_put(struct twins *twins, uint64_t hash, uint32_t row)
{
	struct twin *slot = slot_of(twins, hash);

	if (slot->row)
		return slot->row - 1;
	*slot = (struct twin){ row + 1, (uint32_t)hash };
	return ROW_NONE;
}

void twins_clear(struct twins *twins)
{
	memory_free(twins->slots);
	*twins = (struct twins){ 0 };
}
