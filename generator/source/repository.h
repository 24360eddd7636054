/* source/repository.h - the git repository around a site, through libgit2. Private to the room: the only one that sees libgit2. */
#ifndef SOURCE_REPOSITORY_H
#define SOURCE_REPOSITORY_H

#include "source/tree_private.h"

struct repository;

/* The repository at or above `folder`; NULL when there is none, and when it can't be used, which is reported (then *broken is true). */
struct repository *repository_open(struct str folder, bool *broken, struct diag *diag);
void repository_close(struct repository *repository); /* NULL is fine */
/* It has no files checked out. */
bool repository_bare(const struct repository *repository);
/* git would not look at `path` (from the site's root; "" is the root itself), and no commit has it. */
bool repository_ignores(struct repository *repository, struct str path);
/* The last commit of what is checked out, and whether the sources on disk differ from it. */
bool repository_head(struct repository *repository, struct tree *tree, struct diag *diag);
/* Adds the files of `revision` to the tree, and tells its commit in the origin. */
bool repository_list(struct repository *repository, struct str revision, struct tree *tree, struct diag *diag);
/* The bytes of a blob; held is freed by repository_release. Any thread. */
bool repository_read(const struct repository *repository, const struct tree_entry *entry, struct tree_bytes *out, struct diag *diag);
void repository_release(struct tree_bytes *bytes);
/* The id that git gives to these bytes as a blob. */
void repository_hash(struct str bytes, unsigned char id[20]);

#endif
