/* The room's door. What all workers share is compiled once; a script adds a Lua world to it, with the theme's filters, and the functions
 * by which templates ask the rooms that know pages. */
#include "script/script.h"

#include "base/arena.h"
#include "base/map.h"
#include "model/site.h"
#include "script/filters.h"
#include "script/template.h"
#include "script/view.h"

struct scripts {
	struct arena *arena;
	const struct site *site;
	const struct script_host *host;
	struct world_limits limits;
	struct template_set *set;
	struct str *names;   /* of rows */
	size_t name_count;
	struct str *filters; /* all, the theme's too */
	size_t filter_count, filter_capacity;
};

struct script {
	const struct scripts *scripts;
	struct world *world;
	struct template_run *run; /* NULL: could not be made, which was reported */
	const struct script_page *page;
	struct str row_name;      /* set for the page made last, or "" */
};

static const char key; /* its address names the script in the registry */

static struct script *script_of(lua_State *L)
{
	struct script *script;

	lua_rawgetp(L, LUA_REGISTRYINDEX, &key);
	script = lua_touserdata(L, -1);
	lua_pop(L, 1);
	return script;
}

/* require "x" finds the theme's filters/x.lua. */
static bool find_module(void *context, struct str name, struct str *text, struct str *path)
{
	const struct script *script = context;
	struct arena *arena = arena_new();
	const struct theme_file *file = theme_find(&script->scripts->site->theme, arena_printf(arena, "filters/%.*s.lua", STR_ARG(name)));

	arena_free(arena);
	if (!file)
		return false;
	*text = file->bytes;
	*path = file->path;
	return true;
}

static bool find_place(void *context, const char *chunk, int line, struct place *place)
{
	struct script *script = context;

	return template_place(script->run, script->scripts->set, script->world->L, chunk, line, place);
}

/* Adds the filters that a theme's file returns to the table of filters below it on the stack; takes what it returned off. */
static bool take_filters(struct script *script, const struct theme_file *file)
{
	lua_State *L = script->world->L;
	bool good = lua_istable(L, -1) && lua_getfield(L, -1, "filters") == LUA_TTABLE;

	if (!good)
		diag_error(script->world->diag, place_of(file->path), "theme-filters", "a file of filters must return { filters = { name = function … } }",
			"un archivo de filtros debe devolver { filters = { nombre = function … } }");
	for (lua_pushnil(L); good && lua_next(L, -2);) {
		lua_pushvalue(L, -2);
		lua_insert(L, -2);
		lua_settable(L, 1); /* the table of filters is the first thing on the stack */
	}
	lua_settop(L, 1);
	return good;
}

/* Leaves the table of all filters as the only thing on the stack. */
static bool push_filters(struct script *script)
{
	const struct theme *theme = &script->scripts->site->theme;
	lua_State *L = script->world->L;
	bool good = true;

	lua_settop(L, 0);
	filters_open(script->world);
	for (size_t i = 0; i < theme->file_count; i++) {
		const struct theme_file *file = &theme->files[i];

		if (!str_starts(file->name, STR("filters/")) || !str_ends(file->name, STR(".lua")))
			continue;
		lua_pushnil(L);
		good = world_load(script->world, file->bytes, file->path) && world_call(script->world, 0, 1) && take_filters(script, file) && good;
		lua_settop(L, 1);
	}
	return good;
}

static void open_world(struct script *script, struct diag *diag)
{
	struct world_options options = { .limits = script->scripts->limits, .module = find_module, .place = find_place, .context = script };

	script->world = world_new(&options, script->scripts->site, diag);
	view_open(script->world);
	lua_pushlightuserdata(script->world->L, script);
	lua_rawsetp(script->world->L, LUA_REGISTRYINDEX, &key);
}

static void add_filter_names(struct scripts *scripts, lua_State *L)
{
	for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
		struct str name;

		if (lua_type(L, -2) != LUA_TSTRING)
			continue;
		name.at = lua_tolstring(L, -2, &name.len);
		arena_grow(scripts->arena, scripts->filters, scripts->filter_count, scripts->filter_capacity);
		scripts->filters[scripts->filter_count++] = arena_copy(scripts->arena, name);
	}
}

/* Finds out the names of the theme's filters in a world that is thrown away. */
static bool learn_filters(struct scripts *scripts, struct diag *diag)
{
	struct script script = { .scripts = scripts };
	bool good;

	open_world(&script, diag);
	good = push_filters(&script);
	add_filter_names(scripts, script.world->L);
	filters_close(script.world);
	world_free(script.world);
	return good;
}

static void learn_names(struct scripts *scripts)
{
	const struct map_entry *tables = map_entries(scripts->site->tables);
	size_t count = map_count(scripts->site->tables);

	scripts->names = arena_array(scripts->arena, struct str, count + 1);
	for (size_t i = 0; i < count; i++)
		scripts->names[scripts->name_count++] = table_singular(tables[i].value);
}

struct scripts *scripts_compile(const struct site *site, const struct script_host *host, const struct script_limits *limits, struct diag *diag)
{
	struct arena *arena = arena_new();
	struct scripts *scripts = arena_new_of(arena, struct scripts);
	struct template_options options = { .theme = &site->theme, .words = site->words, .words_count = site->words_count };

	scripts->arena = arena;
	scripts->site = site;
	scripts->host = host;
	scripts->limits = (struct world_limits){ limits->memory, limits->instructions };
	learn_names(scripts);
	if (learn_filters(scripts, diag)) {
		options.names = scripts->names;
		options.name_count = scripts->name_count;
		options.filters = scripts->filters;
		options.filter_count = scripts->filter_count;
		scripts->set = template_set_new(&options, diag);
	}
	if (scripts->set)
		return scripts;
	scripts_free(scripts);
	return NULL;
}

void scripts_free(struct scripts *scripts)
{
	if (!scripts)
		return;
	template_set_free(scripts->set);
	arena_free(scripts->arena);
}

bool scripts_has(const struct scripts *scripts, struct str template_name)
{
	return template_find(scripts->set, template_name) != NULL;
}

const struct place *scripts_unsafe(const struct scripts *scripts, size_t *count)
{
	return template_set_unsafe(scripts->set, count);
}

static int call_url(lua_State *L)
{
	struct script *script = script_of(L);
	const struct script_host *host = script->scripts->host;
	struct item target;
	struct str out, why;

	if (lua_isnoneornil(L, 1) || !view_is_item(L, 1, &target))
		world_fault(L, "dead-link", "url() takes a row, a table or a path, not a value of type %s",
			"url() lleva un renglón, una tabla o una ruta, no un valor de tipo %s", lua_typename(L, lua_type(L, 1)));
	if (!host->url(host->context, script->world->arena, &target, &script->page->page, &out, &why))
		world_fault(L, "dead-link", "%.*s", "%.*s", STR_ARG(why));
	world_push(L, out);
	return 1;
}

static int call_asset(lua_State *L)
{
	struct script *script = script_of(L);
	const struct script_host *host = script->scripts->host;
	struct str out, why;

	if (!host->asset(host->context, script->world->arena, world_string(L, 1), &script->page->page, &out, &why))
		world_fault(L, "unknown-asset", "%.*s", "%.*s", STR_ARG(why));
	world_push(L, out);
	return 1;
}

struct script *script_new(const struct scripts *scripts, struct diag *diag)
{
	struct script *script = memory_resize(NULL, sizeof *script);
	lua_State *L;

	*script = (struct script){ .scripts = scripts };
	open_world(script, diag);
	L = script->world->L;
	if (!push_filters(script))
		return script;
	script->run = template_run_new(script->world, scripts->set);
	if (!script->run)
		return script;
	view_push_data(L);
	template_set_name(script->run, STR("data"));
	filters_push_t(script->world);
	template_set_name(script->run, STR("t"));
	lua_pushcfunction(L, call_url);
	template_set_name(script->run, STR("url"));
	lua_pushcfunction(L, call_asset);
	template_set_name(script->run, STR("asset"));
	return script;
}

void script_free(struct script *script)
{
	if (!script)
		return;
	template_run_free(script->run);
	filters_close(script->world);
	world_free(script->world);
	memory_free(script);
}

static void set_item(struct script *script, struct str name, const struct item *item)
{
	view_push_item(script->world->L, item);
	template_set_name(script->run, name);
}

/* From now on the templates see this page. */
static void begin(struct script *script, const struct script_page *page)
{
	struct filters_page filters = { page->lang, site_words(script->scripts->site, page->lang), script->scripts->host };
	struct item lang = item_text(page->lang), nothing = { .kind = ITEM_NIL };

	script->page = page;
	world_begin(script->world);
	view_language(script->world, page->lang);
	filters_begin(script->world, &filters);
	set_item(script, STR("site"), &page->site);
	set_item(script, STR("page"), &page->page);
	set_item(script, STR("lang"), &lang);
	if (script->row_name.len)
		set_item(script, script->row_name, &nothing);
	script->row_name = page->row.kind == ITEM_ROW ? table_singular(page->row.table) : STR("");
	if (script->row_name.len)
		set_item(script, script->row_name, &page->row);
}

bool script_render(struct script *script, const struct script_page *page, struct buf *out)
{
	if (!script->run)
		return false;
	begin(script, page);
	return template_render(script->run, template_find(script->scripts->set, page->template_name), out);
}

bool script_component(struct script *script, struct str name, const struct item_entry *arguments, size_t count, const struct script_page *page,
	struct place at, struct buf *out)
{
	struct arena *arena = arena_new();
	const struct template *partial = template_find(script->scripts->set, arena_printf(arena, "partials/%.*s.html", STR_ARG(name)));

	arena_free(arena);
	if (!partial) {
		diag_error(script->world->diag, at, "unknown-component", "the theme has no partials/%.*s.html", "el tema no tiene partials/%.*s.html", STR_ARG(name));
		return false;
	}
	if (!script->run)
		return false;
	begin(script, page);
	return template_call(script->run, partial, arguments, count, at, out);
}
