/* Settings and descriptors first, one after the other: they are small. Then all that is large, in four steps,
 * each shared out to the workers with the largest piece first: tables are read; keys are indexed; links are
 * followed; tables are looked through for damage. Theme, words and content go along with the first step. Every piece reports to a diag of its own. */
#include "model/load.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/work.h"
#include "model/index.h"
#include "model/link.h"
#include "model/load_package.h"
#include "model/load_parts.h"
#include "model/load_table.h"
#include "model/addition.h"
#include "model/site.h"
#include "model/suspect.h"
#include "model/table_private.h"
#include "model/flat.h"
#include "source/tree.h"

/* A table on its way: the files it comes from. */
struct source {
	struct table *table;
	struct load_file *files;
	struct tree_bytes *held;
	size_t count;
};

struct loaded {
	struct site site;
	struct arena *arena;
	struct tree *tree;
	const struct load_options *options;
	struct str theme;
	bool all_declared;       /* every resource became a table */
	struct source *sources;
	size_t source_count, source_capacity;
};

/* One piece of work of a step. */
struct task {
	struct loaded *loaded;
	void (*run)(struct task *task);
	void *item;
	uint64_t size;   /* about how long it takes, against others of its step */
	size_t order;
	struct diag *diag;
};

static int larger_first(const void *left, const void *right)
{
	const struct task *a = left, *b = right;

	if (a->size != b->size)
		return a->size < b->size ? 1 : -1;
	return a->order < b->order ? -1 : 1;
}

static void run_task(void *context, int worker, size_t item)
{
	struct task *task = (struct task *)context + item;

	(void)worker;
	task->run(task);
}

static void run_tasks(struct loaded *loaded, struct task *tasks, size_t count, struct diag *diag)
{
	for (size_t i = 0; i < count; i++) {
		tasks[i].loaded = loaded;
		tasks[i].order = i;
		tasks[i].diag = diag_new(diag_lang(diag));
	}
	if (count)
		qsort(tasks, count, sizeof *tasks, larger_first);
	work_run(loaded->options->workers, count, 1, run_task, tasks);
	for (size_t i = 0; i < count; i++) {
		diag_merge(diag, tasks[i].diag);
		diag_free(tasks[i].diag);
	}
}

static struct table *new_table(struct arena *arena, const struct resource *resource)
{
	struct table *table = table_new(arena);

	table->name = resource->name;
	table->singular = resource->singular;
	table->package = resource->folder;
	table->title = resource->title;
	table->description = resource->description;
	table->schema = resource->schema;
	table->dialect = resource->dialect;
	table->label = resource->label;
	table->order = resource->order;
	table->order_count = resource->order_count;
	table->fulltext = resource->fulltext;
	table->abouts = resource->abouts;
	table->about_count = resource->about_count;
	table->paths = resource->paths;
	table->path_count = resource->path_count;
	table->at = resource->at;
	table->incomplete = resource->incomplete;
	return table;
}

static void add_source(struct loaded *loaded, struct table *table)
{
	struct source *source;

	arena_grow(loaded->arena, loaded->sources, loaded->source_count, loaded->source_capacity);
	source = &loaded->sources[loaded->source_count++];
	source->table = table;
	source->files = arena_array(loaded->arena, struct load_file, table->path_count + 1);
	source->held = arena_array(loaded->arena, struct tree_bytes, table->path_count + 1);
}

/* One name, one table, over all packages: templates say data.metas. */
static bool name_table(struct loaded *loaded, struct table *table, struct diag *diag)
{
	const struct table *other = map_put(loaded->site.tables, table->name, table);

	if (!other)
		return true;
	diag_error(diag, table->at, "duplicate-resource", "the resource '%.*s' is there already, in %.*s:%u",
		"el recurso '%.*s' ya está, en %.*s:%u", STR_ARG(table->name), STR_ARG(other->at.path), other->at.line);
	diag_advice(diag, "resources of all packages share one list of names: give one of the two another name",
		"los recursos de todos los paquetes comparten una lista de nombres: dé otro nombre a uno de los dos");
	return false;
}

static void open_package(struct loaded *loaded, struct str folder, struct diag *diag)
{
	struct site *site = &loaded->site;
	struct package *package = NULL;
	struct resource *resources = NULL;
	struct str lang = site->lang_count ? site->langs[0] : STR("");
	size_t count = 0;

	if (!load_package(loaded->arena, loaded->tree, folder, lang, &package, &resources, &count, diag))
		loaded->all_declared = false;
	if (!package)
		return;
	site->packages[site->package_count++] = package;
	package->tables = arena_array(loaded->arena, struct table *, count + 1);
	for (size_t i = 0; i < count; i++) {
		struct table *table = new_table(loaded->arena, &resources[i]);

		package->tables[package->table_count++] = table;
		add_source(loaded, table);
		name_table(loaded, table, diag);
	}
}

/* All that descriptors say of keys and links, before a row is read. */
static void tie_tables(struct loaded *loaded, struct diag *diag)
{
	for (size_t i = 0; i < loaded->source_count; i++)
		index_plan(loaded->sources[i].table, diag);
	for (size_t i = 0; i < loaded->source_count; i++)
		link_tie(loaded->sources[i].table, loaded->site.tables, loaded->all_declared, diag);
	for (size_t i = 0; i < loaded->source_count; i++)
		link_check_names(loaded->sources[i].table, diag);
}

static void read_table(struct task *task)
{
	struct source *source = task->item;
	struct table *table = source->table;

	for (size_t i = 0; i < table->path_count; i++) {
		const struct tree_file *file = tree_find(task->loaded->tree, table->paths[i]);

		if (!file || !tree_read(task->loaded->tree, file, &source->held[source->count], task->diag)) {
			table->incomplete = true;
			continue;
		}
		source->files[source->count] = (struct load_file){ table->paths[i], source->held[source->count].bytes };
		source->count++;
	}
	load_table(table, source->files, source->count, task->diag);
	about_fill(table);
}

static void read_parts(struct task *task)
{
	struct loaded *loaded = task->loaded;

	if (load_theme(loaded->arena, loaded->tree, loaded->theme, &loaded->site, task->diag))
		load_words(loaded->arena, loaded->tree, &loaded->site, task->diag);
	load_contents(loaded->arena, loaded->tree, loaded->options, &loaded->site, task->diag);
}

static uint64_t source_size(const struct loaded *loaded, const struct table *table)
{
	uint64_t size = 0;

	for (size_t i = 0; i < table->path_count; i++) {
		const struct tree_file *file = tree_find(loaded->tree, table->paths[i]);

		size += file ? file->size : 0;
	}
	return size;
}

/* Texts that were converted live as long as the tree, which tells their lines when all else is gone. */
static void keep_texts(struct loaded *loaded, struct table *table)
{
	for (size_t i = 0; i < table->part_count; i++) {
		struct table_file *file = &table->files[i];

		if (file->held)
			tree_keep_text(loaded->tree, table->parts[i].path, file->bytes, file->held);
		file->held = NULL;
	}
}

static void read_all(struct loaded *loaded, struct diag *diag)
{
	struct task *tasks = arena_array(loaded->arena, struct task, loaded->source_count + 1);
	size_t count = 0;

	for (; count < loaded->source_count; count++) {
		struct source *source = &loaded->sources[count];

		tasks[count] = (struct task){ .run = read_table, .item = source, .size = source_size(loaded, source->table) };
	}
	tasks[count++] = (struct task){ .run = read_parts };
	run_tasks(loaded, tasks, count, diag);
	for (size_t i = 0; i < loaded->source_count; i++)
		keep_texts(loaded, loaded->sources[i].table);
	for (size_t i = 0; i < loaded->source_count; i++)
		for (size_t j = 0; j < loaded->sources[i].count; j++)
			loaded->site.input_bytes += loaded->sources[i].files[j].bytes.len;
}

static void build_index(struct task *task) { index_build(task->item, task->diag); }

static void index_all(struct loaded *loaded, struct diag *diag)
{
	size_t most = 0, count = 0;
	struct task *tasks;

	for (size_t i = 0; i < loaded->source_count; i++)
		most += loaded->sources[i].table->index_count;
	tasks = arena_array(loaded->arena, struct task, most + 1);
	for (size_t i = 0; i < loaded->source_count; i++) {
		struct table *table = loaded->sources[i].table;

		for (size_t j = 0; j < table->index_count; j++)
			tasks[count++] = (struct task){ .run = build_index, .item = &table->indexes[j], .size = table->rows };
	}
	run_tasks(loaded, tasks, count, diag);
}

static void fill_link(struct task *task) { link_fill(task->item, task->diag); }

static void link_all(struct loaded *loaded, struct diag *diag)
{
	size_t most = 0, count = 0;
	struct task *tasks;

	for (size_t i = 0; i < loaded->source_count; i++)
		most += loaded->sources[i].table->link_count;
	tasks = arena_array(loaded->arena, struct task, most + 1);
	for (size_t i = 0; i < loaded->source_count; i++) {
		struct table *table = loaded->sources[i].table;

		for (size_t j = 0; j < table->link_count; j++)
			tasks[count++] = (struct task){ .run = fill_link, .item = &table->links[j], .size = table->rows };
	}
	run_tasks(loaded, tasks, count, diag);
}

static void look_through(struct task *task) { suspect_table(task->item, task->diag); }

static void look_through_all(struct loaded *loaded, struct diag *diag)
{
	struct task *tasks = arena_array(loaded->arena, struct task, loaded->source_count + 1);

	for (size_t i = 0; i < loaded->source_count; i++) {
		struct table *table = loaded->sources[i].table;

		tasks[i] = (struct task){ .run = look_through, .item = table, .size = table->rows };
	}
	run_tasks(loaded, tasks, loaded->source_count, diag);
}

/* Tables that the program makes. */

static void read_addition(struct loaded *loaded, struct source *source, struct addition *addition, struct diag *diag)
{
	struct table *table = source->table;
	bool header = table->dialect.header;
	struct buf records;

	if (addition_take(addition, table->name, &records)) {
		struct str path = arena_printf(loaded->arena, "%.*s/%.*s.csv", STR_ARG(table->package), STR_ARG(table->name));

		source->held[0] = (struct tree_bytes){ .bytes = buf_str(&records), .held = records.at };
		source->files[0] = (struct load_file){ path, buf_str(&records) };
		source->count = 1;
	} else {
		buf_clear(&records);
	}
	table->dialect.header = false; /* of the records, not of the files that they will be published in */
	load_table(table, source->files, source->count, diag);
	table->dialect.header = header;
	about_fill(table);
}

/* All keys before all references, which may lead to a table further down. */
static void finish_addition(const struct source *sources, size_t count, struct diag *diag)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < sources[i].table->index_count; j++)
			index_build(&sources[i].table->indexes[j], diag);
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < sources[i].table->link_count; j++)
			link_fill(&sources[i].table->links[j], diag);
}

static void add_package(struct loaded *loaded, struct package *package)
{
	struct site *site = &loaded->site;
	struct package **packages = arena_array(loaded->arena, struct package *, site->package_count + 1);
	const struct package *first = site->package_count ? site->packages[0] : NULL;

	if (first)
		memcpy(packages, site->packages, site->package_count * sizeof *packages);
	if (first && package->licence_count == 0) {
		package->licences = first->licences;
		package->licence_count = first->licence_count;
	}
	package->added = true;
	packages[site->package_count++] = package;
	site->packages = packages;
}

/* A table of the site has the name of one of ours. */
static void report_reserved(const struct table *other, struct diag *diag)
{
	diag_error(diag, other->at, "reserved-resource", "'%.*s' is the name of a table that vitrina makes for this site",
		"'%.*s' es el nombre de una tabla que vitrina genera para este sitio", STR_ARG(other->name));
	diag_advice(diag, "give this resource another name", "dé otro nombre a este recurso");
}

/* The package of the site that the made one stands for, with room for its tables; else the made one, which is the site's from then on. */
static struct package *place_package(struct loaded *loaded, struct package *made, size_t tables)
{
	struct package *package = made;
	struct table **list;

	for (size_t i = 0; i < loaded->site.package_count; i++)
		if (str_equal(loaded->site.packages[i]->folder, made->folder))
			package = loaded->site.packages[i];
	if (package == made)
		add_package(loaded, made);
	list = arena_array(loaded->arena, struct table *, package->table_count + tables + 1);
	if (package->table_count)
		memcpy(list, package->tables, package->table_count * sizeof *list);
	package->tables = list;
	return package;
}

static bool add_addition(struct loaded *loaded, struct addition *addition, struct diag *diag)
{
	struct arena *arena = loaded->arena;
	struct str lang = loaded->site.langs[0], text = arena_copy(arena, addition_descriptor(addition));
	struct package *package;
	struct resource *resources;
	size_t count, first = loaded->source_count;

	if (!load_descriptor(arena, arena_copy(arena, addition_folder(addition)), text, lang, &package, &resources, &count, diag))
		return false;
	package = place_package(loaded, package, count);
	for (size_t i = 0; i < count; i++) {
		struct table *table = new_table(arena, &resources[i]);
		const struct table *other = map_put(loaded->site.tables, table->name, table);

		package->tables[package->table_count++] = table;
		add_source(loaded, table);
		if (other)
			report_reserved(other, diag);
	}
	for (size_t i = first; i < loaded->source_count; i++)
		index_plan(loaded->sources[i].table, diag);
	for (size_t i = first; i < loaded->source_count; i++)
		link_tie(loaded->sources[i].table, loaded->site.tables, true, diag);
	for (size_t i = first; i < loaded->source_count; i++)
		link_check_names(loaded->sources[i].table, diag);
	for (size_t i = first; i < loaded->source_count; i++)
		read_addition(loaded, &loaded->sources[i], addition, diag);
	finish_addition(loaded->sources + first, loaded->source_count - first, diag);
	return true;
}

bool load_addition(struct loaded *loaded, struct addition *addition, struct diag *diag)
{
	uint64_t errors = diag_count(diag, DIAG_ERROR);

	return add_addition(loaded, addition, diag) && diag_count(diag, DIAG_ERROR) == errors;
}

static void add_views(struct loaded *loaded, struct package *package, struct diag *diag)
{
	struct table **tables = arena_array(loaded->arena, struct table *, package->table_count + package->view_count + 1);

	if (package->table_count)
		memcpy(tables, package->tables, package->table_count * sizeof *tables);
	package->tables = tables;
	for (size_t i = 0; i < package->view_count; i++) {
		struct table *table = flat_new(loaded->arena, &package->views[i], loaded->site.tables, diag);

		if (table && name_table(loaded, table, diag))
			tables[package->table_count++] = table;
	}
}

bool load_views(struct loaded *loaded, struct diag *diag)
{
	uint64_t errors = diag_count(diag, DIAG_ERROR);

	for (size_t i = 0; i < loaded->site.package_count; i++)
		if (loaded->site.packages[i]->view_count)
			add_views(loaded, loaded->site.packages[i], diag);
	return diag_count(diag, DIAG_ERROR) == errors;
}

static void load_all(struct loaded *loaded, struct diag *diag)
{
	struct site *site = &loaded->site;
	const struct setting *collections = NULL;
	const struct str *folders = NULL;
	size_t folder_count = 0;

	site->tables = map_new(loaded->arena);
	load_portal(loaded->arena, loaded->tree, loaded->options, site, &folders, &folder_count, &collections,
		&loaded->theme, diag);
	site->packages = arena_array(loaded->arena, struct package *, folder_count + 1);
	for (size_t i = 0; i < folder_count; i++)
		open_package(loaded, folders[i], diag);
	tie_tables(loaded, diag);
	read_all(loaded, diag);
	index_all(loaded, diag);
	link_all(loaded, diag);
	look_through_all(loaded, diag);
	if (loaded->options->make)
		loaded->options->make(loaded->options->make_context, loaded, diag);
	load_collections(loaded->arena, collections, site, diag);
}

struct loaded *load_site(struct tree *tree, const struct load_options *options, struct diag *diag)
{
	uint64_t wrong = diag_count(diag, DIAG_ERROR) + diag_count(diag, DIAG_FAILURE);
	struct arena *arena = arena_new();
	struct loaded *loaded = arena_new_of(arena, struct loaded);

	*loaded = (struct loaded){ .arena = arena, .tree = tree, .options = options, .all_declared = true };
	load_all(loaded, diag);
	loaded->options = NULL; /* the caller's, for the call */
	if (diag_count(diag, DIAG_ERROR) + diag_count(diag, DIAG_FAILURE) == wrong)
		return loaded;
	load_free(loaded);
	return NULL;
}

void load_free(struct loaded *loaded)
{
	if (!loaded)
		return;
	for (size_t i = 0; i < loaded->source_count; i++) {
		table_end(loaded->sources[i].table);
		for (size_t j = 0; j < loaded->sources[i].count; j++)
			tree_release(&loaded->sources[i].held[j]);
	}
	arena_free(loaded->arena);
}

const struct site *load_get(const struct loaded *loaded)
{
	return &loaded->site;
}
