/* model/load.h - from a tree of named bytes to a site. The only place where the model meets source and parse. */
#ifndef MODEL_LOAD_H
#define MODEL_LOAD_H

#include "base/diag.h"

struct tree;
struct site;
struct loaded; /* owns the site and the bytes its cells point into */

struct load_options {
	int workers;
	bool drafts;         /* content marked `draft: true` too */
	struct str base_url; /* over portal.yaml's; "" for none */
};

/* Loads everything: portal.yaml, packages, theme, content. All faults are reported, as many as can be found in one go; NULL when there was an
 * error. `tree` is borrowed until load_free. */
struct loaded *load_site(const struct tree *tree, const struct load_options *options, struct diag *diag);
void load_free(struct loaded *loaded); /* NULL is fine */
const struct site *load_get(const struct loaded *loaded);

#endif
