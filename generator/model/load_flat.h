/* model/load_flat.h - views as descriptors tell them. Private to the loader. */
#ifndef MODEL_LOAD_FLAT_H
#define MODEL_LOAD_FLAT_H

#include "model/site.h"
#include "model/flat.h"

struct setting;

/* `vitrina:views`: package->views. `list` may be NULL. False when something was wrong, and then reported. */
bool load_flats(struct arena *arena, const struct setting *list, struct str main_lang, struct package *package, struct diag *diag);

#endif
