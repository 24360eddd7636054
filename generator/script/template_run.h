/* script/template_run.h - a set of templates in one world, being run: what the files that run it share. */
#ifndef SCRIPT_TEMPLATE_RUN_H
#define SCRIPT_TEMPLATE_RUN_H

#include "script/template_private.h"
#include "script/world_private.h"

enum { TEMPLATE_TRACE_MOST = 8 };

struct template_run {
	struct world *world;
	const struct template_set *set;
	int names;       /* references in the registry: the names of the page */
	int functions;   /* template's number → function */
	int blocks;      /* block's number → function */
	int pages;       /* template's number → its blocks, by the number of those they replace */
	unsigned depth;  /* of partials that come back to themselves */
	struct {
		const struct template *template;
		uint32_t line;
	} trace[TEMPLATE_TRACE_MOST]; /* of the last fault: from where it was included, the nearest first */
	size_t trace_count;
};

/* The run that the world of a template's code belongs to. */
struct template_run *template_run_of(lua_State *L);

/* ORDER HELPERS: what every compiled template calls, as the first line of its chunk names them (template_emit.c). */
extern const lua_CFunction template_helpers[];
extern const int template_helper_count;

/* Makes reading a field of nil a fault that tells which value was nil. */
void template_open_nil(lua_State *L);

#endif
