/* cli/make.h - from sources to made files: the rooms wired together. */
#ifndef CLI_MAKE_H
#define CLI_MAKE_H

#include "base/diag.h"
#include "publish/publish.h"

struct made;
struct plan;
struct scripts;
struct sink;

/* Sees each page that was made, on the worker that made it. */
struct make_watch {
	void (*page)(void *context, int worker, size_t index, struct str file, struct str html, struct diag *diag);
	void *context;
};

/* What is told of the past, where portal.yaml does not say that nothing is. */
enum make_history {
	HISTORY_KEPT,  /* all; results of earlier runs are used, and new ones kept */
	HISTORY_READ,  /* the same, but nothing is kept */
	HISTORY_ANEW,  /* all, worked out from the repository alone: for a proof */
	HISTORY_NONE,
};

struct make_options {
	struct str folder;    /* "" is where we are; ended by a NUL, as all here */
	struct str revision;  /* "" for the files on disk */
	struct str base_url;  /* over portal.yaml's; "" for none */
	int workers;
	bool drafts;
	enum make_history history;
	struct str history_from; /* the oldest commit that counts for it, in full; "" for all there are */
	const struct publish_release *releases; /* those that count, when `releases_told`; else the tags of the repository tell */
	size_t release_count;
	bool releases_told;
	/* seconds since 1970 that the site is to show as its time (SOURCE_DATE_EPOCH), over the commit's; "" or NULL for none */
	const char *epoch;
	bool progress;        /* show a bar on standard error when it takes more than a second */
};

/* Seconds each phase took; wall clock. */
struct make_times { double load, history, model, render; };

/* Loads the sources, runs model.lua, compiles the theme, lays out the pages. NULL when there was an error; `diag` then
 * knows all. The sources' lines can be had from make_lines even so. */
struct made *make_open(const struct make_options *options, struct diag *diag);
void make_close(struct made *made);
/* It is ready to make files. */
bool make_ready(const struct made *made);
/* Makes all files into `sink`, or only finds out what is wrong when it is NULL. False when there was an error. */
bool make_files(struct made *made, struct sink *sink, struct diag *diag);
/* Makes all pages, writes nothing, and shows each to `watch`. */
bool make_shown(struct made *made, const struct make_watch *watch, struct diag *diag);
/* What is needed to say where a page comes from, and what its templates do; in the made, once it is ready. */
const struct plan *make_plan(const struct made *made);
const struct scripts *make_scripts(const struct made *made);

/* Facts of the whole, for the manifest and for people; in the made. */
struct make_facts {
	struct str generator, commit, time, base_url;
	bool dirty;
	bool remembers;          /* the history of the data is told: */
	size_t versions, changes;
	size_t pages;
	uint64_t input_bytes;
	struct make_times times;
};
struct make_facts make_facts(const struct made *made);
/* The same as the manifest has it; in the made. */
struct publish_origin make_origin(const struct made *made);
/* A diag_line_fn; its context is the made. */
struct str make_line(void *made, struct str path, uint32_t line);

#endif
