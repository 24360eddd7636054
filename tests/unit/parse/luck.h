/* unit/parse/luck.h - chance that is the same in every run (xorshift, Marsaglia 2003). */
#ifndef UNIT_PARSE_LUCK_H
#define UNIT_PARSE_LUCK_H

#include <stdint.h>

struct luck {
	uint32_t state; /* not 0 */
};

/* A number from 0 to most - 1. */
static inline unsigned luck_below(struct luck *luck, unsigned most)
{
	luck->state ^= luck->state << 13;
	luck->state ^= luck->state >> 17;
	luck->state ^= luck->state << 5;
	return luck->state % most;
}

#endif
