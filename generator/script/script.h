/* script/script.h - the room's door: compiled themes, Lua states to run them in, and model.lua.
 * `scripts` is made once and shared by all threads; a `script` is one Lua state and belongs to one worker. */
#ifndef SCRIPT_SCRIPT_H
#define SCRIPT_SCRIPT_H

#include "base/diag.h"
#include "script/item.h"

struct addition;
struct arena;
struct buf;
struct script;
struct scripts;
struct site;

/* What templates ask of the rooms that know pages. Called from any worker; results in the arena given. Each may report to the diag and
 * return false: the template then stops at the place of the call. */
struct script_host {
	void *context;
	/* url(target, lang): the link from the page being made (its `page` item's "path") to a row's page, a resource's
	 * ("datos" page), a path "/x/"; in that language, or in the page's when `lang` is "" */
	bool (*url)(void *context, struct arena *arena, const struct item *target, struct str lang, const struct item *page, struct str *out,
		struct str *why);
	/* absolute(target, lang): the whole address of the same, for feeds and metadata; from the root when the site has no base_url */
	bool (*absolute)(void *context, struct arena *arena, const struct item *target, struct str lang, const struct item *page, struct str *out,
		struct str *why);
	/* asset("style.css"): the link to a file of the theme's assets/ */
	bool (*asset)(void *context, struct arena *arena, struct str name, const struct item *page, struct str *out, struct str *why);
	/* integrity("style.css"): its digest, for the attribute of that name */
	bool (*integrity)(void *context, struct arena *arena, struct str name, struct str *out, struct str *why);
	/* The `markdown` filter: safe HTML. */
	bool (*markdown)(void *context, struct arena *arena, struct str text, struct str *html, struct str *why);
};

struct script_limits {
	size_t memory;         /* bytes of one Lua state; 0 is 256 MB */
	uint64_t instructions; /* of one page, or one model.lua row; 0 is 100 million */
};

/* Tables that exporters made, for load_addition; each to be freed by the caller. */
struct script_exports {
	struct arena *arena; /* of the list; the caller's */
	struct addition **list;
	size_t count, capacity;
};

/* Runs the model.lua of every package: declares and computes fields, in parallel, and runs the checks, whose findings are
 * reported at the cells they concern. Then its exporters, whose tables are added to `exports`, or not made when that is
 * NULL. False when there was an error. The site's tables are complete afterwards, and read-only. */
bool scripts_compute(struct site *site, const struct script_limits *limits, int workers, struct script_exports *exports, struct diag *diag);

/* Compiles every template, partial and filter of the site's theme. All faults are reported; NULL when there was one.
 * `site` and `host` are borrowed. */
struct scripts *scripts_compile(const struct site *site, const struct script_host *host, const struct script_limits *limits, struct diag *diag);
void scripts_free(struct scripts *scripts); /* NULL is fine */
/* The theme has this template ("programa.html"). */
bool scripts_has(const struct scripts *scripts, struct str template_name);
/* Where templates use `| safe`, by path and line; borrowed from `scripts`. */
const struct place *scripts_unsafe(const struct scripts *scripts, size_t *count);

/* A state for one worker; `diag` takes what goes wrong in it, borrowed. Never NULL. */
struct script *script_new(const struct scripts *scripts, struct diag *diag);
void script_free(struct script *script); /* NULL is fine */
/* A page to make. Templates see `site`, `page`, `lang`, `data`, t(), url(), absolute(), asset(), integrity(), and the row,
 * when there is one, under its table's singular name. */
struct script_page {
	struct str template_name;
	struct str lang;
	struct item site;            /* ITEM_MAP: what `site` is in that language; ITEM_NIL when there is none */
	struct item page;            /* ITEM_MAP: at least "path" and "lang" */
	struct item row;             /* ITEM_ROW or ITEM_NIL */
};
/* Appends the page to `out`. False: reported with the template's place; `out` may then hold a part. */
bool script_render(struct script *script, const struct script_page *page, struct buf *out);
/* Calls the partial "partials/<name>.html" with text arguments (a Markdown component): as script_render. `at` is the component's place. */
bool script_component(struct script *script, struct str name, const struct item_entry *arguments, size_t count, const struct script_page *page,
	struct place at, struct buf *out);

#endif
