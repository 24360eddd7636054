/* source/tree_private.h - what the two kinds of tree share. */
#ifndef SOURCE_TREE_PRIVATE_H
#define SOURCE_TREE_PRIVATE_H

#include "source/tree.h"

struct arena;
struct repository; /* repository.h */

/* A file as it was found: one of the tree's, or a symbolic link that becomes one. */
struct tree_entry {
	struct tree_file file;
	struct str stored;       /* the path its bytes are read from: its own, or its link's end */
	struct str link;         /* what a symbolic link says, or "" */
	unsigned char id[20];    /* of the blob, in a revision */
};

struct tree_cached; /* bytes read again for messages */

struct tree {
	struct arena *arena;
	struct str folder;               /* on disk, or "" for a revision */
	struct repository *repository;   /* or NULL */
	bool borrowed;                   /* it is somebody else's */
	struct tree_origin origin;
	struct tree_entry *entries;      /* sorted by path once tree_finish is done */
	size_t count, capacity;
	struct tree_cached *cached;
};

struct tree *tree_new(struct str folder);
/* Whether the top-level name belongs to a site's sources. */
bool tree_wants(struct str name);
/* Adds a file found; paths are copied. Names that can't be published or told are reported and left out. */
struct tree_entry *tree_add(struct tree *tree, struct str path, struct diag *diag);
/* Sorts the entries and follows the symbolic links. */
void tree_finish(struct tree *tree, struct diag *diag);

bool tree_disk_read(const struct tree *tree, const struct tree_entry *entry, struct tree_bytes *out, struct diag *diag);

#endif
