/* source/lineage.h - the line of a revision: it, its first parent, that one's first parent and so on. That is what the main branch held, one commit
 * after the other; what was done on a side branch counts when it was merged. Only commits that changed something below data/ are told, found by
 * comparing the ids of folders: no file is opened. Read from the object database, as it is: replaced objects and grafts don't count. */
#ifndef SOURCE_LINEAGE_H
#define SOURCE_LINEAGE_H

#include "source/tree.h"

struct arena;
struct lineage;

enum { LINEAGE_ID = 20 };

struct lineage_commit {
	unsigned char id[LINEAGE_ID];
	unsigned char data[LINEAGE_ID]; /* of the tree of data/; zeros when there is none */
	int64_t time;                   /* as the committer says, right or wrong */
	int32_t offset;                 /* minutes east of UTC */
	struct str name, email;         /* the author's; UTF-8, borrowed until the next step */
	struct str subject;             /* the first line of the message, likewise */
};

/* Why there is no older commit. */
enum lineage_end { LINEAGE_ROOT, LINEAGE_SHALLOW, LINEAGE_BROKEN };

/* NULL: there is no repository, or no commit yet (*none is then true, and nothing reported), or it can't be used or has no such revision, which is
 * reported. `revision` "" is what is checked out. */
struct lineage *lineage_open(struct str folder, struct str revision, bool *none, struct diag *diag);
void lineage_close(struct lineage *lineage); /* NULL is fine */

/* Before the walk: the clone lacks older commits. */
bool lineage_shallow(const struct lineage *lineage);
/* Before the walk: the line ends with this commit, as in a shallow clone that has nothing older. */
void lineage_cut(struct lineage *lineage, const unsigned char oldest[LINEAGE_ID]);
/* The revision's own commit, before the walk. */
void lineage_head(const struct lineage *lineage, unsigned char id[LINEAGE_ID]);
/* Asked before a commit is looked at; true ends the walk there: what is older is known. */
typedef bool lineage_known_fn(void *context, const unsigned char id[LINEAGE_ID]);
/* The next older commit that changed data/. False at the end, or when `known` said so: then *out has no more than the id. An object that can't be
 * read is reported with its id; the commit it belongs to counts as one that changed nothing, or ends the line when it is the commit itself. */
bool lineage_next(struct lineage *lineage, struct lineage_commit *out, lineage_known_fn *known, void *context, struct diag *diag);
/* After the walk: it met a commit that `known` knows. */
bool lineage_met(const struct lineage *lineage);
enum lineage_end lineage_end(const struct lineage *lineage);
/* Commits looked at. */
uint64_t lineage_seen(const struct lineage *lineage);

/* A folder's entries, in the arena. */
struct lineage_entry {
	struct str name;
	unsigned char id[LINEAGE_ID];
	bool folder;
};
/* False when it can't be read, and then reported. */
bool lineage_entries(struct lineage *lineage, const unsigned char id[LINEAGE_ID], struct arena *arena, struct lineage_entry **out, size_t *count,
	struct diag *diag);
/* The files below the folder with this id, under the path `folder`; sizes are not told. Ends before the lineage. Never NULL; what is wrong with
 * names is reported. */
struct tree *lineage_tree(struct lineage *lineage, const unsigned char id[LINEAGE_ID], struct str folder, struct diag *diag);
/* The commit that a revision names, in full. False: reported. */
bool lineage_find(struct lineage *lineage, struct str revision, struct lineage_commit *out, struct diag *diag);
/* Tags that name commits, by name: git's own order of references. */
typedef void lineage_tag_fn(void *context, struct str name, const unsigned char id[LINEAGE_ID]);
void lineage_tags(struct lineage *lineage, lineage_tag_fn *tell, void *context);

/* Back from 40 digits; false when they are none. */
bool lineage_id(struct str hex, unsigned char id[LINEAGE_ID]);
void lineage_hex(const unsigned char id[LINEAGE_ID], char out[LINEAGE_ID * 2 + 1]);

#endif
