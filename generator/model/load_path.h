/* model/load_path.h - the files that a descriptor names: inside the package, below its folder. Private to the
 * loaders. */
#ifndef MODEL_LOAD_PATH_H
#define MODEL_LOAD_PATH_H

#include "base/diag.h"

struct arena;
struct setting;
struct tree;

/* The file that a text names, from the site's root; "" when there is none or it may not be named, and then
 * reported. */
struct str load_path(struct arena *arena, const struct tree *tree, struct str folder, const struct setting *s,
	struct diag *diag);
/* The files of a resource's `path`: a text or a list of them, `*` standing for any part of a name; in byte
 * order within each pattern, each file once. *incomplete is true when some file is missing, and then reported. */
const struct str *load_paths(struct arena *arena, const struct tree *tree, struct str folder,
	const struct setting *resource, size_t *count, bool *incomplete, struct diag *diag);

#endif
