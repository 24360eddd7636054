/* history/state.h - the tables that a revision holds: which there are, by the descriptors of that day, and what each depends on. Two
 * states with one id read the same;
 * where the files lie and what they are called is no part of it. */
#ifndef HISTORY_STATE_H
#define HISTORY_STATE_H

#include "base/diag.h"
#include "history/cache.h"

struct arena;
struct lineage;
struct tree;
struct version;

struct state {
	struct str name;                /* of the resource */
	unsigned char id[CACHE_KEY];
	const struct str *refs;         /* resources that its rows name */
	size_t ref_count;
};

struct snapshot {
	const struct state *items;      /* in the order of packages and descriptors */
	size_t count;
	bool broken;                    /* some descriptor can't be read: a table that is missing may be there */
	struct str why;                 /* then, what is wrong with it */
	bool lost;        /* because the repository lacks an object: that may be mended */
};

/* Where a snapshot is read from: a tree of data/ in the repository, or files that are at hand (a folder, an index). */
struct state_source {
	const unsigned char *data;      /* LINEAGE_ID bytes, or NULL */
	const struct tree *tree;
};

struct states;

/* `lineage` is borrowed, and may be NULL when only trees are read; so is `diag`, which is told of objects that the repository lacks. Why a table
 * can't be read is told in `lang`. */
struct states *states_new(struct lineage *lineage, enum lang lang, struct diag *diag);
void states_free(struct states *states); /* NULL is fine */
/* The tables of a revision; lives as long as `states`. */
struct snapshot states_read(struct states *states, struct state_source source);

/* A table of a revision, read. NULL when it can't be read: `why` then tells it, in the arena, and *lost when the repository lacks an object. */
struct state_version;
struct state_version *state_open(struct states *states, struct state_source source, struct str name, struct arena *arena, struct str *why,
	bool *lost);
struct version *state_version_get(struct state_version *version);
void state_close(struct state_version *version); /* NULL is fine */

#endif
