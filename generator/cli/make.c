/* First the site's files of data; then the rows' pages of the main language, each with its own files; then the pages that tell of
 * these. Within a round each item is independent, so that any number of workers gives the same bytes. */
#include "cli/make.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/sink.h"
#include "base/work.h"
#include "check/findings.h"
#include "cli/editions.h"
#include "cli/exports.h"
#include "cli/progress.h"
#include "cli/remember.h"
#include "model/addition.h"
#include "model/load.h"
#include "page/assets.h"
#include "page/maker.h"
#include "page/sitemap.h"
#include "publish/compress.h"
#include "script/script.h"
#include "source/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RUN = 16 }; /* neighbouring pages that one worker makes together */

struct made {
	struct arena *arena;
	const struct make_options *options;
	struct tree *tree;
	struct loaded *loaded;
	struct plan *plan;
	struct maker_house *house;
	struct scripts *scripts;
	struct exports *exports;
	struct plan_origin origin;
	struct export_origin export_origin; /* the same, for data files */
	struct editions *editions;
	struct remembering past;
	struct diag *aside; /* what is no matter of the data, and not to be published as one */
	struct make_times times;
};

/* What one worker has for itself. */
struct worker {
	struct maker *maker;
	struct diag *diag;
	struct exports_hand *hand;
	struct buf html, path;
};

/* A round of work. */
struct round {
	struct made *made;
	struct sink *sink;
	const struct make_watch *watch; /* or NULL */
	struct worker *workers;
	struct progress *progress;
	size_t first; /* item 0 is this page */
};

/* RFC 3339, at the offset the commit tells. */
static struct str time_text(struct arena *arena, int64_t seconds, int offset)
{
	time_t local = (time_t)(seconds + offset * 60);
	struct tm parts;
	struct str text;

	if (!gmtime_r(&local, &parts))
		return STR("");
	text = arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02d", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour,
		parts.tm_min, parts.tm_sec);
	if (offset == 0)
		return arena_printf(arena, "%.*sZ", STR_ARG(text));
	return arena_printf(arena, "%.*s%c%02d:%02d", STR_ARG(text), offset < 0 ? '-' : '+', abs(offset) / 60, abs(offset) % 60);
}

/* SOURCE_DATE_EPOCH (reproducible-builds.org) goes before the commit's time. */
static struct str time_of(struct made *made, const struct tree_origin *origin, int64_t *seconds, struct diag *diag)
{
	const char *epoch = made->options->epoch ? made->options->epoch : "";
	char *end;

	*seconds = origin->commit.len ? origin->time : 0;
	if (*epoch == '\0')
		return origin->commit.len ? time_text(made->arena, origin->time, origin->offset) : STR("");
	*seconds = strtoll(epoch, &end, 10);
	if (*end == '\0' && *seconds >= 0)
		return time_text(made->arena, *seconds, 0);
	diag_error(diag, place_of(STR("")), "source-date-epoch", "SOURCE_DATE_EPOCH is '%s', not a number of seconds",
		"SOURCE_DATE_EPOCH es '%s', no un número de segundos", epoch);
	return STR("");
}

static void find_origin(struct made *made, struct diag *diag)
{
	const struct tree_origin *origin = tree_origin(made->tree);
	int64_t seconds;

	made->origin.generator = STR("vitrina " VITRINA_VERSION);
	made->origin.commit = origin->commit;
	made->origin.subject = origin->subject;
	made->origin.dirty = origin->dirty;
	made->origin.time = time_of(made, origin, &seconds, diag);
	made->export_origin = (struct export_origin){ made->origin.generator, made->origin.commit, made->origin.time, seconds, origin->dirty };
}

static void add_editions(struct made *made, struct loaded *loaded, struct diag *diag)
{
	struct addition *tables = editions_tables(made->editions);

	made->past.releases = editions_releases(made->editions);
	if (tables)
		remember_add(loaded, tables, diag);
	addition_free(tables);
}

/* The tables of the data's past, before collections look for theirs. */
static void make_history(void *context, struct loaded *loaded, struct diag *diag)
{
	struct made *made = context;
	double start = progress_clock();

	made->past = (struct remembering){ .arena = made->arena, .options = made->options, .tree = made->tree, .aside = made->aside };
	if (diag_worst(diag) < DIAG_ERROR) {
		made->editions = editions_new(made->arena, made->options, tree_origin(made->tree), load_get(loaded), made->aside);
		add_editions(made, loaded, diag);
		remember(&made->past, loaded, diag);
	}
	made->times.history = progress_clock() - start;
}

static bool open_sources(struct made *made, struct diag *diag)
{
	const struct make_options *o = made->options;
	struct load_options load = { .workers = o->workers, .drafts = o->drafts, .base_url = o->base_url, .make = make_history,
		.make_context = made };

	made->tree = o->revision.len ? tree_open_revision(o->folder, o->revision, diag) : tree_open_folder(o->folder, diag);
	if (!made->tree)
		return false;
	find_origin(made, diag);
	made->loaded = load_site(made->tree, &load, diag);
	return made->loaded != NULL && diag_worst(diag) < DIAG_ERROR;
}

/* Tables in the form that others ask for, made by the exporters of packages. */
static bool add_exports(struct made *made, const struct script_exports *tables, bool wanted, struct diag *diag)
{
	bool good = wanted;

	for (size_t i = 0; i < tables->count; i++) {
		good = wanted && load_addition(made->loaded, tables->list[i], diag) && good;
		addition_free(tables->list[i]);
	}
	return good;
}

/* What is odd so far, as tables that pages and files of data tell. */
static bool add_findings(struct made *made, struct diag *diag)
{
	struct addition *findings = findings_new(made->arena, load_get(made->loaded), diag);
	bool good = !findings || load_addition(made->loaded, findings, diag);

	addition_free(findings);
	return good;
}

static bool open_pages(struct made *made, struct diag *diag)
{
	const struct site *site = load_get(made->loaded);
	struct script_limits limits = { 0 };
	struct script_exports tables = { .arena = made->arena };
	bool computed = scripts_compute((struct site *)site, &limits, made->options->workers, &tables, diag) &&
		remember_figures(&made->past, made->loaded, diag) && load_views(made->loaded, diag);
	struct plan_files files;

	computed = add_exports(made, &tables, computed, diag) && add_findings(made, diag);
	made->exports = exports_new(made->arena, site, &made->export_origin, diag);
	files = exports_paths(made->exports);
	files.paths = editions_paths(made->editions, files.paths, &files.count);
	made->plan = plan_new(site, &made->origin, &files, diag);
	if (!made->plan)
		return false;
	made->house = maker_house_new(made->plan, diag_lang(diag));
	made->scripts = scripts_compile(site, maker_host(made->house), &limits, diag);
	return made->scripts && plan_templates(made->plan, made->scripts, diag) && computed;
}

static void open_all(struct made *made, struct diag *diag)
{
	double start = progress_clock(), loaded;

	if (!open_sources(made, diag))
		return;
	loaded = progress_clock();
	made->times.load = loaded - start - made->times.history;
	if (!open_pages(made, diag) || diag_worst(diag) >= DIAG_ERROR) {
		scripts_free(made->scripts);
		made->scripts = NULL;
		return;
	}
	made->times.model = progress_clock() - loaded;
}

struct made *make_open(const struct make_options *options, struct diag *diag)
{
	struct arena *arena = arena_new();
	struct made *made = arena_new_of(arena, struct made);

	made->arena = arena;
	made->options = options;
	made->aside = diag_new(diag_lang(diag));
	open_all(made, diag);
	diag_merge(diag, made->aside);
	diag_free(made->aside);
	return made;
}

bool make_ready(const struct made *made)
{
	return made->scripts != NULL;
}

void make_close(struct made *made)
{
	scripts_free(made->scripts);
	maker_house_free(made->house);
	plan_free(made->plan);
	editions_free(made->editions);
	load_free(made->loaded);
	tree_close(made->tree);
	arena_free(made->arena);
}

/* Puts the made page where it goes, and shows it. */
static void deliver(struct round *round, int number, size_t index, const struct page *page)
{
	struct made *made = round->made;
	struct worker *worker = &round->workers[number];
	struct buf path = { 0 };

	buf_reset(&worker->path);
	plan_path(made->plan, page, &path);
	plan_file(buf_str(&path), &worker->path);
	if (round->sink)
		sink_put(round->sink, buf_str(&worker->path), buf_str(&worker->html));
	if (round->watch)
		round->watch->page(round->watch->context, number, index, buf_str(&worker->path), buf_str(&worker->html), worker->diag);
	buf_clear(&path);
}

static void make_page(struct round *round, int number, size_t index)
{
	struct made *made = round->made;
	struct worker *worker = &round->workers[number];
	struct page page = plan_page(made->plan, index);
	struct arena *arena = arena_new();
	struct downloads downloads;

	if (page.kind == PAGE_ROW && page.lang == 0)
		exports_make_own(made->exports, worker->hand, made->plan, &page, round->sink, worker->diag);
	downloads = exports_of_page(made->exports, made->plan, &page, arena);
	buf_reset(&worker->html);
	if (maker_make(worker->maker, index, downloads, &worker->html))
		deliver(round, number, index, &page);
	arena_free(arena);
}

static void make_item(void *context, int number, size_t item)
{
	struct round *round = context;

	make_page(round, number, round->first + item);
	progress_step(round->progress);
}

static struct worker *workers_new(struct made *made, struct diag *diag)
{
	struct worker *workers = memory_resize(NULL, (size_t)made->options->workers * sizeof *workers);

	for (int i = 0; i < made->options->workers; i++) {
		workers[i] = (struct worker){ .diag = diag_new(diag_lang(diag)), .hand = exports_hand_new() };
		workers[i].maker = maker_new(made->house, made->scripts, workers[i].diag);
	}
	return workers;
}

static void workers_free(struct worker *workers, int count, struct diag *diag)
{
	for (int i = 0; i < count; i++) {
		struct worker *w = &workers[i];

		maker_free(w->maker);
		diag_merge(diag, w->diag);
		diag_free(w->diag);
		buf_clear(&w->html);
		buf_clear(&w->path);
		exports_hand_free(w->hand);
	}
	memory_free(workers);
}

static void put_assets(struct made *made, struct sink *sink)
{
	const struct assets *assets = plan_assets(made->plan);

	for (size_t i = 0; i < assets_count(assets); i++)
		sink_put(sink, assets_at(assets, i)->path, assets_at(assets, i)->bytes);
}

static bool make_all(struct made *made, struct sink *sink, const struct make_watch *watch, struct diag *diag)
{
	size_t late = plan_first_late(made->plan), count = plan_count(made->plan);
	struct round round = { .made = made, .sink = sink, .watch = watch };
	double start = progress_clock();
	int workers = made->options->workers;

	round.workers = workers_new(made, diag);
	round.progress = progress_new(made->options->progress, diag_lang(diag) == LANG_ES ? "páginas" : "pages",
		count + offers_count(exports_offers(made->exports)));
	exports_make(made->exports, workers, sink, round.progress, diag);
	work_run(workers, late, RUN, make_item, &round);
	round.first = late;
	work_run(workers, count - late, RUN, make_item, &round);
	progress_free(round.progress);
	workers_free(round.workers, workers, diag);
	if (sink) {
		editions_put(made->editions, sink, diag);
		put_assets(made, sink);
		sitemap_write(made->plan, sink, &sitemap_protocol);
	}
	made->times.render = progress_clock() - start;
	return diag_worst(diag) < DIAG_ERROR;
}

/* With copies for servers, when portal.yaml asks for them: they are part of the site, for those who verify it too. */
bool make_files(struct made *made, struct sink *sink, struct diag *diag)
{
	const struct site *site = load_get(made->loaded);
	struct compress_options options = { site->precompress.gzip, site->precompress.brotli, site->precompress.over };
	struct compress *compress = sink && (options.gzip || options.brotli) ? compress_new(sink, &options) : NULL;
	bool good = make_all(made, compress ? compress_sink(compress) : sink, NULL, diag);

	compress_free(compress);
	return good;
}

bool make_shown(struct made *made, const struct make_watch *watch, struct diag *diag)
{
	return make_all(made, NULL, watch, diag);
}

const struct plan *make_plan(const struct made *made)
{
	return made->plan;
}

const struct scripts *make_scripts(const struct made *made)
{
	return made->scripts;
}

struct make_facts make_facts(const struct made *made)
{
	struct make_facts facts = { .generator = made->origin.generator, .commit = made->origin.commit, .time = made->origin.time,
		.dirty = made->origin.dirty, .remembers = made->past.known, .versions = made->past.counts.versions,
		.changes = made->past.counts.changes, .times = made->times };

	if (made->plan) {
		facts.pages = plan_count(made->plan);
		facts.base_url = plan_site(made->plan)->base_url;
		facts.input_bytes = plan_site(made->plan)->input_bytes;
	}
	return facts;
}

struct publish_origin make_origin(const struct made *made)
{
	struct make_facts facts = make_facts(made);
	size_t release_count;
	const struct publish_release *releases = editions_marks(made->editions, &release_count);

	return (struct publish_origin){ .generator = facts.generator, .commit = facts.commit, .time = facts.time, .dirty = facts.dirty,
		.drafts = made->options->drafts, .without_history = made->options->history == HISTORY_NONE,
		.history_from = made->past.counts.end == LINEAGE_SHALLOW ? made->past.counts.oldest : STR(""),
		.releases = releases, .release_count = release_count, .base_url = facts.base_url };
}

struct str make_line(void *context, struct str path, uint32_t line)
{
	struct made *made = context;

	return made->tree ? tree_line(made->tree, path, line) : STR("");
}
