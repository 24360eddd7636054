/* model/index.h - from the values of a key to the row that has them. Values are compared by meaning: the integers 07 and 7 are
 * one key, and so are the numbers 1.0 and 1; texts are compared byte by byte. Private to the room. */
#ifndef MODEL_INDEX_H
#define MODEL_INDEX_H

#include "base/diag.h"

struct key;
struct table;

enum { INDEX_PARTS_MOST = 16 }; /* fields of a key */

enum index_kind { INDEX_PRIMARY, INDEX_UNIQUE };

struct index {
	const struct table *table;
	const struct key *key;
	enum index_kind kind;
	bool looked_up;      /* often: by the foreign keys of many rows */
	uint32_t *slots;     /* NULL when rows ascend by their key: then found by halving */
	uint64_t slot_count;
	unsigned row_bits;   /* of a slot: the row's number + 1; the bits above are of its hash */
};

/* Sets up the indexes of a table that has no rows yet: its primary key first, then its uniqueKeys, then the
 * fields that are unique by themselves. A key that is too long is reported and has none. */
void index_plan(struct table *table, struct diag *diag);
/* Fills an index that was planned. Rows that lack a part of the key are left out; the second of two rows with one key is
 * reported, and the first is kept. Reads only the table: several indexes of one table may be built at once. */
void index_build(struct index *index, struct diag *diag);
void index_clear(struct index *index);
/* The row with these values, written in any way; ROW_NONE when there is none, or when they can't be read. Any thread. */
uint32_t index_find(const struct index *index, const struct str *parts);
/* The same for texts already read by fields of the types of the key's. `guess` is a row that is tried first. */
uint32_t index_find_read(const struct index *index, const struct key *from, const struct str *parts, uint32_t guess);

#endif
