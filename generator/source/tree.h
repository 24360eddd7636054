/* source/tree.h - the named bytes a site is made from: a folder on disk, or a revision in a git repository.
 * Both give the same paths and the same bytes, so that nothing later knows which it was. */
#ifndef SOURCE_TREE_H
#define SOURCE_TREE_H

#include "base/diag.h"

struct tree;

struct tree_file {
	struct str path; /* from the site's root, `/` between parts, UTF-8, in the tree */
	uint64_t size;   /* bytes */
};

/* Where the bytes come from. All strings in the tree. */
struct tree_origin {
	bool repository;     /* false: a plain folder; the rest is then empty */
	bool dirty;          /* the folder holds something its commit does not */
	bool shallow;        /* older commits are missing */
	struct str commit;   /* hexadecimal object id */
	int64_t time;        /* seconds since 1970, UTC, as the commit's committer says */
	int32_t offset;      /* minutes east of UTC */
	struct str subject;  /* first line of its message */
};

/* The sources at `folder` on disk: portal.yaml and what is below data/, content/ and themes/, but names that begin with a dot and what git
 * ignores. The repository that holds the folder, if any, is told in the origin; a folder that its repository ignores counts as
 * plain. Symlinks that leave the sources, submodules, names that are not UTF-8 are errors; NULL when the
 * tree can't be read at all. A plain folder is told as a note. Ended with tree_close. */
struct tree *tree_open_folder(struct str folder, struct diag *diag);
/* The files of `revision` (any name git knows: a branch, a tag, an id, HEAD~2) of the repository at or above `folder`, which may be
 * bare or a linked worktree; the part of its tree that is `folder`'s. Read from the object database: no checkout. */
struct tree *tree_open_revision(struct str folder, struct str revision, struct diag *diag);
/* The files of data/ as they stand in the index of the repository: what the next commit would hold. */
struct tree *tree_open_index(struct str folder, struct diag *diag);
/* NULL is fine. */
void tree_close(struct tree *tree);

const struct tree_origin *tree_origin(const struct tree *tree);
/* The files in byte order of their paths. */
size_t tree_count(const struct tree *tree);
const struct tree_file *tree_at(const struct tree *tree, size_t index);
const struct tree_file *tree_find(const struct tree *tree, struct str path);
/* The position of the first file whose path is not before `prefix`: files below a folder lie together. */
size_t tree_seek(const struct tree *tree, struct str prefix);

/* The bytes of one file, as they are stored: no line-end or other filter of git's. Any thread may read. */
struct tree_bytes {
	struct str bytes; /* followed by nothing: no NUL */
	void *held;       /* private */
	bool repository;  /* private */
};
/* False when they can't be read, and then reported. Ended with tree_release. */
bool tree_read(const struct tree *tree, const struct tree_file *file, struct tree_bytes *out, struct diag *diag);
void tree_release(struct tree_bytes *bytes);

/* Gives the tree the text that the bytes of a file stand for, where they are not UTF-8: lines are then told from it. `held` is freed with
 * memory_free when the tree is closed. */
void tree_keep_text(struct tree *tree, struct str path, struct str text, void *held);
/* The id that git gives to the file's bytes as they are stored: 20 bytes. False when they can't be read, and then reported. */
bool tree_blob(const struct tree *tree, const struct tree_file *file, unsigned char id[20], struct diag *diag);

/* The line of a file, for messages; a diag_line_fn whose context is the tree. In memory that lives as long as the tree. */
struct str tree_line(void *tree, struct str path, uint32_t line);

#endif
