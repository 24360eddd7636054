/* model/load.h - from a tree of named bytes to a site. The only place where the model meets source and parse. */
#ifndef MODEL_LOAD_H
#define MODEL_LOAD_H

#include "base/diag.h"

struct addition;
struct tree;
struct site;
struct loaded; /* owns the site and the bytes its cells point into */

/* Called once the tables are read, keyed and linked, and before collections look for theirs: what it adds by load_addition can make
 * pages too. It is called also when something was wrong so far. */
typedef void load_make_fn(void *context, struct loaded *loaded, struct diag *diag);

struct load_options {
	int workers;
	bool drafts;         /* content marked `draft: true` too */
	struct str base_url; /* over portal.yaml's; "" for none */
	load_make_fn *make;  /* or NULL */
	void *make_context;
};

/* Loads everything: portal.yaml, packages, theme, content. All faults are reported, as many as can be found in one go; NULL when there was an
 * error. `tree` is borrowed until load_free. */
struct loaded *load_site(struct tree *tree, const struct load_options *options, struct diag *diag);
void load_free(struct loaded *loaded); /* NULL is fine */
const struct site *load_get(const struct loaded *loaded);
/* Adds the views that descriptors tell (vitrina:views), once model.lua has computed its fields and before pages are laid out and Lua states are
 * made. False when there was an error, which is reported. */
bool load_views(struct loaded *loaded, struct diag *diag);
/* Adds a package made by the program, with its rows, to the site: while it is loaded or any time before pages are laid out and Lua states
 * are made. The site keeps copies and the rows; `addition` is the caller's to free. False when there was an error, which is reported. */
bool load_addition(struct loaded *loaded, struct addition *addition, struct diag *diag);

#endif
