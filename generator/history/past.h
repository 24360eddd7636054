/* history/past.h - what happened to the tables of a site, commit by commit. */
#ifndef HISTORY_PAST_H
#define HISTORY_PAST_H

#include "base/diag.h"
#include "history/change.h"
#include "source/lineage.h"

struct cache;
struct past;
struct tree;
struct version;

/* What one moment did to one table. */
struct past_changes {
	struct str table;
	struct changes changes;
	size_t since;              /* the moment whose state it was compared with; PAST_NEVER: none */
};
#define PAST_NEVER SIZE_MAX

/* A commit that changed tables, or what is not committed yet. */
struct past_moment {
	unsigned char id[LINEAGE_ID];
	char hex[LINEAGE_ID * 2 + 1]; /* "" when it is no commit */
	int64_t time;
	int32_t offset;
	struct str name, email, subject;
	struct past_changes *tables;  /* those with changes, by name */
	size_t table_count;
};

struct past_options {
	struct str folder, revision;   /* as in lineage_open */
	const struct tree *uncommitted; /* files that may differ from the revision's, or NULL: they are the last moment */
	enum lang lang;                /* of what is told about versions that can't be read */
	struct cache *cache;           /* or NULL */
	struct str oldest;             /* the commit in full after which nothing older counts, as in a shallow clone; or "" */
};

/* All moments, the oldest first. NULL: no repository or no commit yet (*none is true), or a failure, which is reported. */
struct past *past_read(const struct past_options *options, bool *none, struct diag *diag);
/* The differences of the tables of two trees or revisions as one moment. A side with neither is what is checked out. False: reported. */
struct past_side { struct str revision; const struct tree *tree; };
struct past *past_compare(struct str folder, const struct past_side sides[2], enum lang lang, struct diag *diag);
void past_free(struct past *past); /* NULL is fine */

const struct past_moment *past_moments(const struct past *past, size_t *count);
/* Why nothing older is known. */
enum lineage_end past_end(const struct past *past);
/* Tables that ever were, by name. */
const struct str *past_tables(const struct past *past, size_t *count);
/* The key that a row has today, or had last, of the one it had at a moment: renumberings are followed. */
struct str past_key_today(const struct past *past, struct str table, size_t moment, struct str key);
/* The rows of a table as they could be read last; NULL when they never could. Borrowed. */
struct version *past_last(struct past *past, struct str table);
/* For tags. NULL for past_compare's. */
struct lineage *past_lineage(const struct past *past);

#endif
