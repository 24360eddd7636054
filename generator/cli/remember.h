/* cli/remember.h - the past of a site's data as tables of the site, from the repository its sources are in. */
#ifndef CLI_REMEMBER_H
#define CLI_REMEMBER_H

#include "cli/make.h"
#include "history/chronicle.h"

struct addition;
struct arena;
struct loaded;
struct releases;
struct tree;

struct remembering {
	struct arena *arena; /* of texts of the result */
	const struct make_options *options;
	const struct tree *tree;
	const struct releases *releases; /* or NULL */
	struct diag *aside; /* of what is odd about the repository: no matter of the data, and other clones may not have it */
	/* What came of it. */
	bool known; /* there is a repository, and its history was asked for; then, */
	struct chronicle_counts counts;
};

/* Adds the tables of the history to the site that is being loaded, unless options or settings say no or there is no repository. Settings
 * that are wrong are reported. */
void remember(struct remembering *r, struct loaded *loaded, struct diag *diag);
/* Adds the table of watched figures, once model.lua has computed its fields. False: reported. */
bool remember_figures(struct remembering *r, struct loaded *loaded, struct diag *diag);
/* Adds tables that the program made, as the two above do. */
bool remember_add(struct loaded *loaded, struct addition *addition, struct diag *diag);

#endif
