/* source/repository_private.h - what the files of this room that see libgit2 share. */
#ifndef SOURCE_REPOSITORY_PRIVATE_H
#define SOURCE_REPOSITORY_PRIVATE_H

#include "base/buf.h"
#include "source/repository.h"

#include <git2.h>

struct repository {
	git_repository *git;
	git_odb *odb;
	git_index *index; /* of what is checked out; NULL in a bare one */
	struct buf prefix; /* the site's folder from the repository's root: "" or "a/b/" */
};

const char *repository_says(void);
/* Reports what git says last about `what`. Always false. */
bool repository_fail(struct str what, struct diag *diag);
/* The commit that a revision names; NULL when there is none. */
git_object *repository_commit(struct repository *repository, struct str revision);
/* Reports that no revision has this name. Always false. */
bool repository_unknown(struct repository *repository, struct str revision, struct diag *diag);
/* Adds the files below the tree `id`, whose path is `folder`, without asking for their sizes. */
bool repository_list_below(struct repository *repository, const git_oid *id, struct str folder, struct tree *tree, struct diag *diag);

#endif
