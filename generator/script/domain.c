/* model.lua: computed fields and checks; and exporters, which make tables. Every worker has a world of its own in which all model.lua files
 * have run, and then all exporters; fields are computed one after the other, each over all rows in parallel, so that a field may read those
 * declared before it and nothing else.
 * Rows are dealt in segments that do not depend on the number of workers, each with its own diag, merged in order: which messages are
 * kept when there are too many depends on nothing but the data. */
#include "script/script.h"

#include "base/arena.h"
#include "base/map.h"
#include "base/work.h"
#include "model/addition.h"
#include "model/compute.h"
#include "model/site.h"
#include "script/domain_private.h"
#include "script/view_private.h"

#include <assert.h>

enum {
	SEGMENTS_MOST = 64, SEGMENT_LEAST = 1024, /* rows */
	FAULTS_MOST = 1000,   /* in a segment; then the rest of it is left */
	STOP_WEIGHT = 100,    /* a row that used up its budget counts as so many */
};

struct domain_table *domain_table_of(const struct domain *domain, const struct table *table)
{
	for (size_t i = 0; i < domain->table_count; i++)
		if (domain->tables[i].table == table)
			return &domain->tables[i];
	return NULL;
}

/* A computed field may be read once all its rows are computed. */
static bool ready(void *context, const struct table *table, size_t column)
{
	const struct domain *domain = context;

	for (size_t i = 0; i < domain->computing; i++)
		if (domain->fields[i].table == table && domain->fields[i].column == column)
			return true;
	return false;
}

/* Worlds. */

static bool run_chunk(struct world *world, struct str text, struct str path)
{
	world_begin(world);
	lua_pushnil(world->L);
	return world_load(world, text, path) && world_call(world, 0, 0);
}

static bool run_models(struct world *world, const struct site *site)
{
	bool good = true;

	for (size_t i = 0; i < site->package_count; i++)
		if (site->packages[i]->model_text.len)
			good = run_chunk(world, site->packages[i]->model_text, site->packages[i]->model_path) && good;
	return good;
}

static bool run_exporters(struct domain_world *room, const struct site *site)
{
	bool good = true;

	for (size_t i = 0; i < site->package_count; i++) {
		room->package = site->packages[i];
		for (size_t j = 0; j < room->package->exporter_count; j++) {
			const struct package_script *script = &room->package->exporters[j];
			size_t before = room->export_count;

			good = run_chunk(room->world, script->text, script->path) &&
				(room->export_count > before || domain_exports_none(room, script)) &&
				good;
		}
	}
	room->package = NULL;
	return good;
}

/* False when a model.lua failed, which `diag` was told. */
static bool open_world(struct domain_world *room, struct domain *domain, bool declares, struct diag *diag)
{
	struct world_options options = { .limits = domain->limits };

	*room = (struct domain_world){ .domain = domain, .declares = declares };
	room->world = world_new(&options, domain->site, diag);
	room->world->room = room;
	view_open(room->world);
	domain_open(room->world);
	view_guard(room->world, ready, domain);
	return run_models(room->world, domain->site) && run_exporters(room, domain->site);
}

/* The worlds of the workers but the first. They repeat what the first did without trouble, so what they tell was told. */
static struct domain_world *open_worlds(struct domain *domain, struct domain_world *first, int workers)
{
	struct domain_world *rooms = arena_array(domain->arena, struct domain_world, (size_t)workers);
	struct diag *unheard = diag_new(diag_lang(domain->diag));

	rooms[0] = *first;
	rooms[0].world->room = &rooms[0];
	rooms[0].declares = false;
	for (int i = 1; i < workers; i++) {
		open_world(&rooms[i], domain, false, unheard);
		if (rooms[i].field_count != domain->field_count || rooms[i].check_count != domain->check_count ||
			rooms[i].export_count != domain->export_count)
			domain->faulty = true;
	}
	diag_free(unheard);
	return rooms;
}

/* One pass over the rows of a table: of a field, of a check, or of an exporter. */
struct pass {
	struct domain *domain;
	struct domain_world *rooms;
	const struct domain_field *field; /* or NULL */
	const struct domain_check *check; /* or NULL */
	const struct domain_export *export; /* or NULL */
	size_t number;         /* of its function */
	struct table *table;
	uint32_t segment_rows;
	struct diag **diags;   /* one for each segment */
	struct buf *records;   /* the same, of an exporter's rows */
};

/* What one worker does with one segment. */
struct job {
	struct pass *pass;
	struct world *world;
	int worker, function;
	struct table_view *view;
	uint32_t row, end;
	struct buf text;
	struct buf making;
	struct buf *records;
};

/* Tells which row it was, before a fault is reported. */
static void tell_row(struct world *world, void *context)
{
	struct job *job = context;
	struct place at = table_row_place(job->pass->table, job->row);
	struct str name = table_name(job->pass->table);

	buf_reset(&job->making);
	buf_add(&job->making, name);
	buf_byte(&job->making, ' ');
	table_key(job->pass->table, job->row, &job->making);
	buf_printf(&job->making, " (%.*s:%u)", STR_ARG(at.path), (unsigned)at.line);
	diag_while(world->diag, job->row, buf_str(&job->making));
}

/* The reason at `index`, in memory that stays. */
static struct str reason_at(lua_State *L, const struct pass *pass, int index)
{
	const struct map *reasons = domain_table_of(pass->domain, pass->table)->reasons;
	const struct map_entry *entries = map_entries(reasons);
	struct str code, table = table_name(pass->table), nearest, *names;
	const struct str *kept;

	if (lua_isnil(L, index))
		return STR("");
	code = world_string(L, index);
	kept = map_find(reasons, code);
	if (kept)
		return *kept;
	names = arena_array(world_of(L)->arena, struct str, map_count(reasons) + 1);
	for (size_t i = 0; i < map_count(reasons); i++)
		names[i] = entries[i].key;
	nearest = str_nearest(code, names, map_count(reasons));
	world_fault_meant(L, "unknown-reason", nearest, "no reason '%.*s'; declare it with %.*s:reason { name = …, es = …, en = … }",
		"no hay razón '%.*s'; declárela con %.*s:reason { name = …, es = …, en = … }", STR_ARG(code), STR_ARG(table));
}

static void compute_row(lua_State *L, struct job *job)
{
	const struct domain_field *field = job->pass->field;
	struct str text;

	lua_call(L, 1, 2);
	if (lua_isnil(L, -2)) {
		struct str why = reason_at(L, job->pass, -1);

		if (why.len)
			compute_set(field->table, job->worker, job->row, field->column, NULL, why);
		return;
	}
	buf_reset(&job->text);
	domain_write(L, &field->told, -2, &job->text);
	text = buf_str(&job->text);
	compute_set(field->table, job->worker, job->row, field->column, &text, STR(""));
}

static _Noreturn void wrong_finding(lua_State *L, const struct domain_check *check)
{
	bool spanish = diag_lang(world_of(L)->diag) == LANG_ES;
	struct str told = STR("a check gives nil, a text or { es = \"…\", en = \"…\" }");

	if (spanish)
		told = STR("una revisión da nil, un texto o { es = \"…\", en = \"…\" }");
	world_raise(L, "wrong-type", check->at, told, told);
}

/* A finding is published in both languages; one that is told in one of them has that in the place of the other. */
struct finding {
	const char *en, *es; /* on the stack */
};

/* Formats of both, cut as any message of Lua is: WORLD_FAULT_MOST. */
#define ENGLISH "%.4096s%.0s"
#define SPANISH "%.0s%.4096s"

/* A text of the table at the top of the stack, which is left under it; NULL when it has none. */
static const char *finding_in(lua_State *L, const char *lang)
{
	lua_pushstring(L, lang);
	lua_rawget(L, -2);
	lua_insert(L, -2);
	return lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;
}

static struct finding finding(lua_State *L, const struct domain_check *check)
{
	struct finding found = { NULL, NULL };

	if (lua_type(L, -1) == LUA_TSTRING)
		found.en = found.es = lua_tostring(L, -1);
	else if (lua_type(L, -1) == LUA_TTABLE)
		found = (struct finding){ .en = finding_in(L, "en"), .es = finding_in(L, "es") };
	if (!found.en && !found.es)
		wrong_finding(L, check);
	return (struct finding){ found.en ? found.en : found.es, found.es ? found.es : found.en };
}

static void check_row(lua_State *L, struct job *job)
{
	const struct domain_check *check = job->pass->check;
	struct diag *diag = world_of(L)->diag;
	struct finding found;
	struct place at;

	lua_call(L, 1, 1);
	if (!lua_toboolean(L, -1))
		return;
	found = finding(L, check);
	at = table_place(check->table, job->row, check->column);
	diag_while(diag, job->row, STR(""));
	if (check->error)
		diag_error(diag, at, check->rule, ENGLISH, SPANISH, found.en, found.es);
	else
		diag_warning(diag, at, check->rule, ENGLISH, SPANISH, found.en, found.es);
}

/* (job) Goes on from job->row to the end of the segment, or to the first fault. */
static int run_rows(lua_State *L)
{
	struct job *job = lua_touserdata(L, 1);

	diag_while(job->world->diag, job->row, STR(""));
	job->view = table_view_of(L, job->pass->table);
	for (; job->row < job->end; job->row++) {
		world_begin(job->world);
		lua_rawgeti(L, LUA_REGISTRYINDEX, job->function);
		view_push_row_of(L, job->view, job->row);
		if (job->pass->field)
			compute_row(L, job);
		else if (job->pass->check)
			check_row(L, job);
		else
			domain_export_row(L, job->pass->export, &job->text, job->records);
		lua_settop(L, 1);
	}
	return 0;
}

static void run_segment(void *context, int worker, size_t segment)
{
	struct pass *pass = context;
	struct domain_world *room = &pass->rooms[worker];
	uint32_t rows = table_rows(pass->table), first = (uint32_t)segment * pass->segment_rows;
	struct job job = { .pass = pass, .world = room->world, .worker = worker, .row = first,
		.end = rows - first < pass->segment_rows ? rows : first + pass->segment_rows };
	struct world_private *private = room->world->private;

	job.function = pass->field ? room->fields[pass->number] : pass->check ? room->checks[pass->number] : room->exports[pass->number];
	job.records = pass->export ? &pass->records[segment] : NULL;
	room->world->diag = pass->diags[segment];
	private->telling = tell_row;
	private->telling_context = &job;
	for (int faults = 0; faults < FAULTS_MOST && !world_protect(room->world, run_rows, &job); job.row++)
		faults += private->trip == WORLD_RUNS ? 1 : STOP_WEIGHT;
	private->telling = NULL;
	diag_while(pass->diags[segment], 0, STR(""));
	buf_clear(&job.text);
	buf_clear(&job.making);
}

static void run_pass(struct pass *pass, int workers)
{
	struct domain *domain = pass->domain;
	uint32_t rows = table_rows(pass->table);
	size_t segments;

	pass->segment_rows = rows / SEGMENTS_MOST + 1 > SEGMENT_LEAST ? rows / SEGMENTS_MOST + 1 : SEGMENT_LEAST;
	segments = (rows + (size_t)pass->segment_rows - 1) / pass->segment_rows;
	pass->diags = arena_array(domain->arena, struct diag *, segments + 1);
	pass->records = arena_array(domain->arena, struct buf, segments + 1);
	for (size_t i = 0; i < segments; i++)
		pass->diags[i] = diag_new(diag_lang(domain->diag));
	work_run(workers, segments, 1, run_segment, pass);
	for (size_t i = 0; i < segments; i++) {
		diag_merge(domain->diag, pass->diags[i]);
		diag_free(pass->diags[i]);
		if (pass->export)
			addition_records(pass->export->made, pass->export->name, buf_str(&pass->records[i]));
		buf_clear(&pass->records[i]);
	}
}

static void run_all(struct domain *domain, struct domain_world *rooms, int workers)
{
	for (size_t i = 0; i < domain->field_count; i++) {
		struct pass pass = { .domain = domain, .rooms = rooms, .field = &domain->fields[i], .number = i, .table = domain->fields[i].table };

		domain->computing = i;
		run_pass(&pass, workers);
	}
	domain->computing = domain->field_count;
	for (size_t i = 0; i < domain->check_count; i++) {
		struct pass pass = { .domain = domain, .rooms = rooms, .check = &domain->checks[i], .number = i, .table = domain->checks[i].table };

		run_pass(&pass, workers);
	}
}

/* Only of tables that are whole. */
static void run_exports(struct domain *domain, struct domain_world *rooms, int workers, struct script_exports *exports)
{
	for (size_t i = 0; i < domain->export_count; i++) {
		struct domain_export *export = &domain->exports[i];
		struct pass pass = { .domain = domain, .rooms = rooms, .export = export, .number = i, .table = export->from };

		export->made = domain_export_open(export, exports->arena);
		run_pass(&pass, workers);
		arena_grow(exports->arena, exports->list, exports->count, exports->capacity);
		exports->list[exports->count++] = export->made;
	}
}

static void list_tables(struct domain *domain)
{
	const struct map_entry *entries = map_entries(domain->site->tables);

	domain->table_count = map_count(domain->site->tables);
	domain->tables = arena_array(domain->arena, struct domain_table, domain->table_count + 1);
	for (size_t i = 0; i < domain->table_count; i++) {
		domain->tables[i].table = entries[i].value;
		domain->tables[i].reasons = map_new(domain->arena);
	}
}

static bool any_model(const struct site *site)
{
	for (size_t i = 0; i < site->package_count; i++)
		if (site->packages[i]->model_text.len || site->packages[i]->exporter_count)
			return true;
	return false;
}

/* A worker is worth its world only when there are rows for it. */
static int useful_workers(const struct domain *domain, int workers)
{
	uint32_t most = 0;

	for (size_t i = 0; i < domain->table_count; i++)
		if (table_rows(domain->tables[i].table) > most)
			most = table_rows(domain->tables[i].table);
	if (workers > COMPUTE_WORKERS)
		workers = COMPUTE_WORKERS;
	if ((uint32_t)workers > most / SEGMENT_LEAST + 1)
		workers = (int)(most / SEGMENT_LEAST + 1);
	return workers < 1 ? 1 : workers;
}

bool scripts_compute(struct site *site, const struct script_limits *limits, int workers, struct script_exports *exports, struct diag *diag)
{
	struct domain domain = { .site = site, .diag = diag, .arena = arena_new() };
	uint64_t errors = diag_count(diag, DIAG_ERROR);
	struct domain_world first, *rooms;

	if (!any_model(site)) {
		arena_free(domain.arena);
		return true;
	}
	if (limits)
		domain.limits = (struct world_limits){ .memory = limits->memory, .instructions = limits->instructions };
	list_tables(&domain);
	if (open_world(&first, &domain, true, diag) && !domain.faulty) {
		workers = useful_workers(&domain, workers);
		rooms = open_worlds(&domain, &first, workers);
		assert(!domain.faulty);
		run_all(&domain, rooms, workers);
		if (exports && diag_count(diag, DIAG_ERROR) == errors)
			run_exports(&domain, rooms, workers, exports);
		for (int i = 1; i < workers; i++)
			world_free(rooms[i].world);
	}
	world_free(first.world);
	arena_free(domain.arena);
	return diag_count(diag, DIAG_ERROR) == errors;
}
