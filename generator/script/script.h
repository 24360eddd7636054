/* script/script.h - the room's door: compiled themes, Lua states to run them in, and model.lua.
 * `scripts` is made once and shared by all threads; a `script` is one Lua state and belongs to one worker. */
#ifndef SCRIPT_SCRIPT_H
#define SCRIPT_SCRIPT_H

#include "base/diag.h"
#include "script/item.h"

struct arena;
struct buf;
struct script;
struct scripts;
struct site;

/* What templates ask of the rooms that know pages. Called from any worker; results in the arena given. Each may report to the diag and
 * return false: the template then stops at the place of the call. */
struct script_host {
	void *context;
	/* url(target): the link from the page being made (its `page` item's "path") to a row's page, a resource ("datos" page), a page's path "/x/" */
	bool (*url)(void *context, struct arena *arena, const struct item *target, const struct item *page, struct str *out, struct str *why);
	/* asset("style.css"): the link to a file of the theme's assets/ */
	bool (*asset)(void *context, struct arena *arena, struct str name, const struct item *page, struct str *out, struct str *why);
	/* The `markdown` filter: safe HTML. */
	bool (*markdown)(void *context, struct arena *arena, struct str text, struct str *html, struct str *why);
};

struct script_limits {
	size_t memory;         /* bytes of one Lua state; 0 is 256 MB */
	uint64_t instructions; /* of one page, or one model.lua row; 0 is 100 million */
};

/* Runs the model.lua of every package: declares and computes fields, in parallel, and runs the checks, whose findings are reported at
 * the cells they concern. False when there was an error. The site's tables are complete afterwards, and read-only. */
bool scripts_compute(struct site *site, const struct script_limits *limits, int workers, struct diag *diag);

/* Compiles every template, partial and filter of the site's theme. All faults are reported; NULL when there was one. `site` and `host` are borrowed. */
struct scripts *scripts_compile(const struct site *site, const struct script_host *host, const struct script_limits *limits, struct diag *diag);
void scripts_free(struct scripts *scripts); /* NULL is fine */
/* The names that pages are allowed to set, beyond site page data lang t url asset: the singular names of collections' rows and those of
 * `globals` given to script_render must be declared before compiling; they come from the site (table_singular of all tables). */
bool scripts_has(const struct scripts *scripts, struct str template_name); /* "programa.html" */

/* A state for one worker; `diag` takes what goes wrong in it, borrowed. Never NULL. */
struct script *script_new(const struct scripts *scripts, struct diag *diag);
void script_free(struct script *script); /* NULL is fine */
/* Makes a page: `template_name` ("programa.html") in `lang`, with `page` (a map: at least "path") and, when `row` has one, the row under its singular name;
 * `more` are further names for this template (each must be a table's singular, or one of "rows", "list", "content"). HTML is appended to `out`.
 * False: reported with the template's place; `out` may then hold a part. */
struct script_page {
	struct str template_name;
	struct str lang;
	struct item page;            /* ITEM_MAP */
	struct item row;             /* ITEM_ROW or ITEM_NIL */
};
bool script_render(struct script *script, const struct script_page *page, struct buf *out);
/* Calls the partial "partials/<name>.html" with text arguments (a Markdown component): as script_render. `at` is the component's place. */
bool script_component(struct script *script, struct str name, const struct item_entry *arguments, size_t count, const struct script_page *page,
	struct place at, struct buf *out);

#endif
