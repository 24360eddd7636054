/* Two rounds: first all files that pages tell the size of, and the pages they belong to; then the pages that tell of them. Within a round each item is
 * independent, so that any number of workers gives the same bytes. */
#include "cli/make.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/sink.h"
#include "base/work.h"
#include "cli/progress.h"
#include "export/format.h"
#include "model/load.h"
#include "page/maker.h"
#include "page/sitemap.h"
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
	struct plan_origin origin;
	uint64_t *table_bytes;  /* of each table in each format */
	uint64_t **slice_bytes; /* of each collection: of each row in each format */
	struct make_times times;
};

/* What one worker has for itself. */
struct worker {
	struct maker *maker;
	struct diag *diag;
	struct buf html, data, path;
	struct slice_rows *rows; /* one a slice */
	size_t rows_count;
};

/* A round of work. */
struct round {
	struct made *made;
	struct sink *sink;
	struct worker *workers;
	struct progress *progress;
	size_t first; /* item 0 is this page, when `exports` is 0; exports come before pages */
	size_t exports;
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
static struct str time_of(struct made *made, const struct tree_origin *origin, struct diag *diag)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	char *end;
	long long seconds;

	if (!epoch || !*epoch)
		return origin->commit.len ? time_text(made->arena, origin->time, origin->offset) : STR("");
	seconds = strtoll(epoch, &end, 10);
	if (*end == '\0' && seconds >= 0)
		return time_text(made->arena, seconds, 0);
	diag_error(diag, place_of(STR("")), "source-date-epoch", "SOURCE_DATE_EPOCH is '%s', not a number of seconds",
		"SOURCE_DATE_EPOCH es '%s', no un número de segundos", epoch);
	return STR("");
}

static void find_origin(struct made *made, struct diag *diag)
{
	const struct tree_origin *origin = tree_origin(made->tree);
	struct str *extensions;

	made->origin.generator = STR("vitrina " VITRINA_VERSION);
	made->origin.commit = origin->commit;
	made->origin.subject = origin->subject;
	made->origin.dirty = origin->dirty;
	made->origin.time = time_of(made, origin, diag);
	extensions = arena_array(made->arena, struct str, format_count);
	for (size_t i = 0; i < format_count; i++)
		extensions[i] = formats[i]->extension;
	made->origin.extensions = extensions;
	made->origin.extension_count = format_count;
}

static bool open_sources(struct made *made, struct diag *diag)
{
	const struct make_options *o = made->options;
	struct load_options load = { .workers = o->workers, .drafts = o->drafts, .base_url = o->base_url };

	made->tree = o->revision.len ? tree_open_revision(o->folder, o->revision, diag) : tree_open_folder(o->folder, diag);
	if (!made->tree)
		return false;
	find_origin(made, diag);
	made->loaded = load_site(made->tree, &load, diag);
	return made->loaded != NULL && diag_worst(diag) < DIAG_ERROR;
}

static bool open_pages(struct made *made, struct diag *diag)
{
	const struct site *site = load_get(made->loaded);
	struct script_limits limits = { 0 };
	bool computed = scripts_compute((struct site *)site, &limits, made->options->workers, diag);

	made->plan = plan_new(site, &made->origin, diag);
	if (!made->plan)
		return false;
	made->house = maker_house_new(made->plan, diag_lang(diag));
	made->scripts = scripts_compile(site, maker_host(made->house), &limits, diag);
	return made->scripts && plan_templates(made->plan, made->scripts, diag) && computed;
}

static void make_room(struct made *made)
{
	const struct site *site = load_get(made->loaded);
	size_t tables;

	plan_tables(made->plan, &tables);
	made->table_bytes = arena_array(made->arena, uint64_t, tables * format_count + 1);
	made->slice_bytes = arena_array(made->arena, uint64_t *, site->collection_count + 1);
	for (size_t i = 0; i < site->collection_count; i++)
		if (site->collections[i].slice_count)
			made->slice_bytes[i] = arena_array(made->arena, uint64_t, (size_t)table_rows(site->collections[i].from) * format_count + 1);
}

struct made *make_open(const struct make_options *options, struct diag *diag)
{
	struct arena *arena = arena_new();
	struct made *made = arena_new_of(arena, struct made);
	double start = progress_clock(), loaded;

	made->arena = arena;
	made->options = options;
	if (!open_sources(made, diag))
		return made;
	loaded = progress_clock();
	made->times.load = loaded - start;
	if (!open_pages(made, diag) || diag_worst(diag) >= DIAG_ERROR) {
		scripts_free(made->scripts);
		made->scripts = NULL;
		return made;
	}
	make_room(made);
	made->times.model = progress_clock() - loaded;
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
	load_free(made->loaded);
	tree_close(made->tree);
	arena_free(made->arena);
}

struct flow {
	struct sink *sink;
	struct sink_stream *stream;
	uint64_t bytes;
};

static void flush(void *context, struct buf *out)
{
	struct flow *flow = context;

	if (flow->sink)
		sink_write(flow->sink, flow->stream, buf_str(out));
	flow->bytes += out->len;
	buf_reset(out);
}

/* One table in one format: "datos/metas.csv". */
static void export_table(struct round *round, struct worker *worker, size_t item)
{
	struct made *made = round->made;
	size_t count;
	const struct table *table = plan_tables(made->plan, &count)[item / format_count];
	const struct format *format = formats[item % format_count];
	struct selection all = { .table = table, .all = true };
	struct flow flow = { .sink = round->sink };
	struct format_out to = { &worker->data, flush, &flow };

	buf_reset(&worker->path);
	buf_printf(&worker->path, "datos/%.*s.%.*s", STR_ARG(table_name(table)), STR_ARG(format->extension));
	if (flow.sink)
		flow.stream = sink_open(flow.sink, buf_str(&worker->path));
	buf_reset(&worker->data);
	format->write(&all, 1, &to);
	flush(&flow, &worker->data);
	if (flow.sink)
		sink_close(flow.sink, flow.stream);
	made->table_bytes[item] = flow.bytes;
}

enum { SLICES_MOST = 64 };

static void name_download(struct made *made, const struct page *page, const struct format *format, struct buf *path)
{
	buf_reset(path);
	plan_download(made->plan, page, path);
	buf_byte(path, '.');
	buf_add(path, format->extension);
}

/* A page's own rows in every format. */
static void export_slices(struct round *round, struct worker *worker, const struct page *page)
{
	struct made *made = round->made;
	struct selection selections[SLICES_MOST];
	size_t count, csv = 0;
	const struct slice *const *slices = plan_slices(made->plan, page->collection_index, &count);

	for (size_t i = 0; i < count; i++) {
		slice_take(slices[i], page->row, &worker->rows[i]);
		selections[i] = (struct selection){ .table = slice_table(slices[i]), .rows = worker->rows[i].rows, .count = worker->rows[i].count };
		if (slice_table(slices[i]) == page->collection->csv)
			csv = i;
	}
	for (size_t f = 0; f < format_count; f++) {
		struct format_out to = { .out = &worker->data };

		buf_reset(&worker->data);
		if (formats[f]->several)
			formats[f]->write(selections, count, &to);
		else
			formats[f]->write(&selections[csv], 1, &to);
		made->slice_bytes[page->collection_index][(size_t)page->row * format_count + f] = worker->data.len;
		name_download(made, page, formats[f], &worker->path);
		if (round->sink)
			sink_put(round->sink, buf_str(&worker->path), buf_str(&worker->data));
	}
}

/* What a page offers; paths are put one after the other into `paths`. */
static size_t list_downloads(struct made *made, struct worker *worker, const struct page *page, struct arena *arena, struct download *downloads)
{
	const uint64_t *bytes = NULL;
	size_t tables;
	const struct table *const *all = plan_tables(made->plan, &tables);

	if (page->kind == PAGE_ROW && page->collection->slice_count)
		bytes = made->slice_bytes[page->collection_index] + (size_t)page->row * format_count;
	for (size_t i = 0; page->kind == PAGE_DATASET && i < tables; i++)
		if (all[i] == page->table)
			bytes = made->table_bytes + i * format_count;
	for (size_t f = 0; bytes && f < format_count; f++) {
		if (page->kind == PAGE_DATASET) {
			buf_reset(&worker->path);
			buf_printf(&worker->path, "datos/%.*s.%.*s", STR_ARG(table_name(page->table)), STR_ARG(formats[f]->extension));
		} else {
			name_download(made, page, formats[f], &worker->path);
		}
		downloads[f] = (struct download){ arena_printf(arena, "/%.*s", STR_ARG(buf_str(&worker->path))), formats[f]->title, bytes[f] };
	}
	return bytes ? format_count : 0;
}

static void make_page(struct round *round, struct worker *worker, size_t index)
{
	struct made *made = round->made;
	struct page page = plan_page(made->plan, index);
	struct download downloads[8];
	struct arena *arena = arena_new();
	size_t count;

	if (page.kind == PAGE_ROW && page.lang == 0 && page.collection->slice_count)
		export_slices(round, worker, &page);
	count = list_downloads(made, worker, &page, arena, downloads);
	buf_reset(&worker->html);
	if (maker_make(worker->maker, index, downloads, count, &worker->html) && round->sink) {
		struct buf path = { 0 };

		buf_reset(&worker->path);
		plan_path(made->plan, &page, &path);
		plan_file(buf_str(&path), &worker->path);
		sink_put(round->sink, buf_str(&worker->path), buf_str(&worker->html));
		buf_clear(&path);
	}
	arena_free(arena);
}

static void make_item(void *context, int number, size_t item)
{
	struct round *round = context;
	struct worker *worker = &round->workers[number];

	if (item < round->exports)
		export_table(round, worker, item);
	else
		make_page(round, worker, round->first + item - round->exports);
	progress_step(round->progress);
}

static struct worker *workers_new(struct made *made, struct diag *diag)
{
	struct worker *workers = memory_resize(NULL, (size_t)made->options->workers * sizeof *workers);

	for (int i = 0; i < made->options->workers; i++) {
		workers[i] = (struct worker){ .diag = diag_new(diag_lang(diag)), .rows_count = SLICES_MOST };
		workers[i].maker = maker_new(made->house, made->scripts, workers[i].diag);
		workers[i].rows = memory_resize(NULL, SLICES_MOST * sizeof *workers[i].rows);
		memset(workers[i].rows, 0, SLICES_MOST * sizeof *workers[i].rows);
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
		buf_clear(&w->data);
		buf_clear(&w->path);
		for (size_t s = 0; s < w->rows_count; s++)
			slice_rows_clear(&w->rows[s]);
		memory_free(w->rows);
	}
	memory_free(workers);
}

static void put_assets(struct made *made, struct sink *sink)
{
	const struct theme *theme = &load_get(made->loaded)->theme;

	for (size_t i = 0; i < theme->file_count; i++)
		if (str_starts(theme->files[i].name, STR("assets/")))
			sink_put(sink, theme->files[i].name, theme->files[i].bytes);
}

bool make_files(struct made *made, struct sink *sink, struct diag *diag)
{
	size_t tables, late = plan_first_late(made->plan), count = plan_count(made->plan);
	struct round round = { .made = made, .sink = sink };
	double start = progress_clock();
	int workers = made->options->workers;

	plan_tables(made->plan, &tables);
	round.workers = workers_new(made, diag);
	round.progress = progress_new(made->options->progress, diag_lang(diag) == LANG_ES ? "páginas" : "pages", count + tables * format_count);
	round.exports = tables * format_count;
	work_run(workers, round.exports, 1, make_item, &round); /* few and large: no runs */
	round.exports = 0;
	work_run(workers, late, RUN, make_item, &round);
	round.first = late;
	work_run(workers, count - late, RUN, make_item, &round);
	progress_free(round.progress);
	workers_free(round.workers, workers, diag);
	if (sink) {
		put_assets(made, sink);
		sitemap_write(made->plan, sink);
	}
	made->times.render = progress_clock() - start;
	return diag_worst(diag) < DIAG_ERROR;
}

struct make_facts make_facts(const struct made *made)
{
	struct make_facts facts = { .generator = made->origin.generator, .commit = made->origin.commit, .time = made->origin.time,
		.dirty = made->origin.dirty, .times = made->times };

	if (made->plan) {
		facts.pages = plan_count(made->plan);
		facts.base_url = plan_site(made->plan)->base_url;
		facts.input_bytes = plan_site(made->plan)->input_bytes;
	}
	return facts;
}

struct str make_line(void *context, struct str path, uint32_t line)
{
	struct made *made = context;

	return made->tree ? tree_line(made->tree, path, line) : STR("");
}
