/* script/template.h - the template language: a theme's templates, compiled once into Lua, and run by every worker. Private to the room.
 * A set is immutable and shared by all threads; a run belongs to one world. */
#ifndef SCRIPT_TEMPLATE_H
#define SCRIPT_TEMPLATE_H

#include "base/diag.h"
#include "script/item.h"
#include "script/world.h"

struct buf;
struct script_host;
struct theme;
struct words;

struct template;
struct template_set;
struct template_run;

enum {
	TEMPLATE_BYTES_MOST = 256 << 10, /* of one source file */
	TEMPLATE_NEST_MOST = 60,         /* operations inside one another in an expression */
	TEMPLATE_CHAIN_MOST = 40,        /* steps of a.b.c…: Lua 5.4.4 names the culprit of an error in quadratic time */
	TEMPLATE_BODIES_MOST = 40,       /* statements inside one another */
	TEMPLATE_DEPTH_MOST = 32,        /* partials that include each other, at run time */
	TEMPLATE_OUTPUT_MOST = 64 << 20, /* bytes of one page */
};

/* What is known before compiling; all borrowed, for as long as the set lives. */
struct template_options {
	const struct theme *theme;       /* templates/, partials/ and assets/ */
	const struct words *words;       /* one a language */
	size_t words_count;
	const struct str *names;         /* of rows: "programa", "meta" */
	size_t name_count;
	const struct str *filters;       /* all filters, also the theme's own */
	size_t filter_count;
};

/* Compiles all templates and partials. Every fault is reported; NULL when there was one. */
struct template_set *template_set_new(const struct template_options *options, struct diag *diag);
void template_set_free(struct template_set *set); /* NULL is fine */
/* A page template by its name ("programa.html"), or a partial ("partials/avance.html"); NULL when there is none. */
const struct template *template_find(const struct template_set *set, struct str name);
/* Where `| safe` is used, in the order of files and lines; for check --unsafe. */
const struct place *template_set_unsafe(const struct template_set *set, size_t *count);
/* What a template became, for tests and the curious. */
struct str template_source(const struct template *template);

/* Makes a world ready to run a set: loads every template. On the stack: the table of filters (taken off). The world's options.place
 * must be template_place, with the run as its context, or a function that calls it. False: reported. */
struct template_run *template_run_new(struct world *world, const struct template_set *set);
void template_run_free(struct template_run *run); /* NULL is fine */
/* The world_place_fn for chunks made of templates; also remembers from where they were included. `run` may be NULL. */
bool template_place(struct template_run *run, const struct template_set *set, lua_State *L, const char *chunk, int line, struct place *place);
/* Sets a name that templates see (`page`, `site`, a row's) to the value on the top of the stack, which is taken off. */
void template_set_name(struct template_run *run, struct str name);
/* Prints a page into `out`. False: reported, with the places it was included from; `out` may hold a part. */
bool template_render(struct template_run *run, const struct template *template, struct buf *out);
/* Prints a partial with these arguments; `at` is where it was called, for what is wrong with them. */
bool template_call(struct template_run *run, const struct template *partial, const struct item_entry *arguments, size_t count, struct place at,
	struct buf *out);

#endif
