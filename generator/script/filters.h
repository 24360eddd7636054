/* script/filters.h - the built-in filters of templates, and t(). Private to the room. */
#ifndef SCRIPT_FILTERS_H
#define SCRIPT_FILTERS_H

#include "script/world.h"

struct words;
struct script_host;

/* Their names, in byte order, ended by NULL. */
extern const char *const filters_names[];

/* What filters need to know of the page being made; set before each page. All borrowed. */
struct filters_page {
	struct str lang;               /* BCP 47 */
	const struct words *words;     /* of that language */
	const struct script_host *host;
};

/* Adds the filters to a world and leaves a Lua table name → function on the stack. Each takes the value first, then the arguments. */
void filters_open(struct world *world);
/* Pushes the function t(key, {name = value, …}): the theme's words in the page's language; the entry `n` or `count` chooses the plural form. */
void filters_push_t(struct world *world);
/* From now on, filters speak of this page. */
void filters_begin(struct world *world, const struct filters_page *page);
/* Frees what the filters keep in the world (ICU objects). Called by those who end it, before world_free. */
void filters_close(struct world *world);

#endif
