/* model/twins.h - which row of a table has the same hash as another, first come: 11 bytes a row. Private to the room. */
#ifndef MODEL_TWINS_H
#define MODEL_TWINS_H

#include <stdint.h>

struct twin;

struct twins {
	struct twin *slots; /* owned */
	uint64_t count;
};

/* For at most `rows` rows. */
void twins_init(struct twins *twins, uint32_t rows);
/* The first row put with this hash, or ROW_NONE and `row` is it. Rows of one hash are mostly, and not surely, equal. */
uint32_t twins_put(struct twins *twins, uint64_t hash, uint32_t row);
/* The same, and nothing is put. */
uint32_t twins_find(const struct twins *twins, uint64_t hash);
void twins_clear(struct twins *twins);

#endif
