/* The room's door. A worker's script is a closed world, the views of the model, the filters, and the theme's compiled templates. The same is
 * made once when compiling, so that whatever Lua itself refuses is told before any page. */
#include "script/script.h"

#include "base/arena.h"
#include "base/map.h"
#include "model/site.h"
#include "script/filters.h"
#include "script/template.h"
#include "script/view.h"
#include "script/world_private.h"

struct scripts {
	const struct site *site;
	const struct script_host *host;
	struct script_limits limits;
	struct arena *arena;
	struct template_set *templates;
};

struct script {
	const struct scripts *scripts;
	const struct template_set *templates; /* NULL until there are some */
	struct world *world;
	struct template_run *run;  /* NULL: could not be made, which was reported */
	struct item page;          /* being made: what url() and asset() start from */
	struct str row_name;       /* set for the page made last, or "" */
};

/* Filters of the theme. */

struct filter_file {
	const struct theme_file *file;
	bool spanish;
};

static _Noreturn void bad_filters(lua_State *L, const struct filter_file *job, const char *en, const char *es)
{
	world_raise(L, "theme-filters", place_of(job->file->path), str_of(en), str_of(job->spanish ? es : en));
}

/* What a template can write after `|`. */
static bool filter_name(struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if (!((c | 32) >= 'a' && (c | 32) <= 'z') && c != '_' && !(i > 0 && c >= '0' && c <= '9'))
			return false;
	}
	return name.len > 0;
}

/* Key and value are on the top of the stack. */
static void take_filter(lua_State *L, const struct filter_file *job)
{
	if (lua_type(L, -2) != LUA_TSTRING || lua_type(L, -1) != LUA_TFUNCTION || !filter_name(world_string(L, -2)))
		bad_filters(L, job, "each filter is a function under a name of letters, digits and _",
			"cada filtro es una función con un nombre de letras, dígitos y _");
	lua_pushvalue(L, -2);
	if (lua_rawget(L, 2) != LUA_TNIL) {
		const char *name = lua_tostring(L, -3);
		const char *en = lua_pushfstring(L, "there is a filter '%s' already; choose another name", name);
		const char *es = lua_pushfstring(L, "ya existe un filtro '%s'; elija otro nombre", name);

		bad_filters(L, job, en, es);
	}
	lua_pop(L, 1);
	lua_pushvalue(L, -2);
	lua_insert(L, -2);
	lua_rawset(L, 2);
}

/* (the file's function, the table of filters, the job): calls it, and adds what it returns. In a protected call, since all of it is a script's. */
static int take_filters(lua_State *L)
{
	const struct filter_file *job = lua_touserdata(L, 3);

	lua_pushvalue(L, 1);
	lua_call(L, 0, 1);
	if (lua_type(L, 4) == LUA_TTABLE) {
		lua_pushliteral(L, "filters");
		lua_rawget(L, 4);
	}
	if (lua_type(L, 5) != LUA_TTABLE)
		bad_filters(L, job, "a file of filters returns { filters = { name = function(value, …) … end } }",
			"un archivo de filtros devuelve { filters = { nombre = function(valor, …) … end } }");
	for (lua_pushnil(L); lua_next(L, 5);)
		take_filter(L, job);
	return 0;
}

/* filters/x.lua holds filters; what lies deeper are modules that they may require. */
static bool is_filter_file(const struct theme_file *file)
{
	struct str rest = str_after(file->name, strlen("filters/"));

	return str_starts(file->name, STR("filters/")) && str_ends(rest, STR(".lua")) && str_find(rest, '/', 0) == rest.len;
}

/* The table of filters stands on the top of the stack. */
static bool open_file(struct script *script, const struct theme_file *file)
{
	struct world *world = script->world;
	struct filter_file job = { file, diag_lang(world->diag) == LANG_ES };

	world_begin(world);
	lua_pushcfunction(world->L, take_filters);
	lua_pushnil(world->L);
	if (!world_load(world, file->bytes, file->path)) {
		lua_pop(world->L, 1);
		return false;
	}
	lua_pushvalue(world->L, -3);
	lua_pushlightuserdata(world->L, &job);
	return world_call(world, 3, 0);
}

/* The built-in filters and the theme's, in a table left on the stack. */
static bool open_filters(struct script *script)
{
	const struct theme *theme = &script->scripts->site->theme;
	bool good = true;

	filters_open(script->world);
	for (size_t i = 0; i < theme->file_count; i++)
		if (is_filter_file(&theme->files[i]))
			good = open_file(script, &theme->files[i]) && good;
	return good;
}

/* require "x.y" in a filter: filters/x/y.lua */
static bool find_module(void *context, struct str name, struct str *text, struct str *path)
{
	const struct script *script = context;
	char *file = arena_alloc(script->world->arena, name.len + 1);
	const struct theme_file *found;

	for (size_t i = 0; i < name.len; i++)
		file[i] = name.at[i] == '.' ? '/' : name.at[i];
	found = theme_find(&script->scripts->site->theme, arena_printf(script->world->arena, "filters/%.*s.lua", (int)name.len, file));
	if (!found)
		return false;
	*text = found->bytes;
	*path = found->path;
	return true;
}

static bool find_place(void *context, const char *chunk, int line, struct place *place)
{
	const struct script *script = context;

	return script->templates && template_place(script->run, script->templates, script->world->L, chunk, line, place);
}

/* url(), absolute(), asset() and integrity(); the script is their upvalue. */

static int answer(lua_State *L, bool good, struct str out, struct str why, const char *rule)
{
	if (!good)
		world_fault(L, rule, "%.*s", "%.*s", STR_ARG(why));
	world_push(L, out);
	return 1;
}

/* What url() and absolute() are called with, handed to the host's function of the same name. */
static int call_link(lua_State *L, const char *name, bool whole)
{
	struct script *script = lua_touserdata(L, lua_upvalueindex(1));
	const struct script_host *host = script->scripts->host;
	struct str out = STR(""), why = STR(""), lang = lua_isnoneornil(L, 2) ? STR("") : world_string(L, 2);
	struct item target;

	if (lua_isnoneornil(L, 1) || !view_is_item(L, 1, &target))
		world_fault(L, "dead-link", "%s() takes a row, a table or a path, not a value of type %s",
			"%s() lleva un renglón, una tabla o una ruta, no un valor de tipo %s", name, lua_typename(L, lua_type(L, 1)));
	return answer(L,
		(whole ? host->absolute : host->url)(host->context, script->world->arena, &target, lang, &script->page, &out, &why),
		out, why, "dead-link");
}

static int call_url(lua_State *L)
{
	return call_link(L, "url", false);
}

static int call_absolute(lua_State *L)
{
	return call_link(L, "absolute", true);
}

static int call_asset(lua_State *L)
{
	struct script *script = lua_touserdata(L, lua_upvalueindex(1));
	const struct script_host *host = script->scripts->host;
	struct str name = world_string(L, 1), out = STR(""), why = STR("");

	return answer(L, host->asset(host->context, script->world->arena, name, &script->page, &out, &why), out, why, "unknown-asset");
}

static int call_integrity(lua_State *L)
{
	struct script *script = lua_touserdata(L, lua_upvalueindex(1));
	const struct script_host *host = script->scripts->host;
	struct str name = world_string(L, 1), out = STR(""), why = STR("");

	return answer(L, host->integrity(host->context, script->world->arena, name, &out, &why), out, why, "unknown-asset");
}

/* Worlds. */

/* The table of filters is left on its stack. False: reported. */
static bool open_world(struct script *script, const struct scripts *scripts, struct diag *diag)
{
	struct world_options options = { .limits = { scripts->limits.memory, scripts->limits.instructions },
		.module = find_module, .place = find_place,
		.context = script };

	*script = (struct script){ .scripts = scripts };
	script->world = world_new(&options, scripts->site, diag);
	view_open(script->world);
	return open_filters(script);
}

static void set_function(struct script *script, struct str name, lua_CFunction function)
{
	lua_pushlightuserdata(script->world->L, script);
	lua_pushcclosure(script->world->L, function, 1);
	template_set_name(script->run, name);
}

/* Takes the table of filters off the stack. False: reported. */
static bool open_templates(struct script *script, const struct template_set *templates)
{
	script->templates = templates;
	script->run = template_run_new(script->world, templates);
	if (!script->run)
		return false;
	set_function(script, STR("url"), call_url);
	set_function(script, STR("absolute"), call_absolute);
	set_function(script, STR("asset"), call_asset);
	set_function(script, STR("integrity"), call_integrity);
	filters_push_t(script->world);
	template_set_name(script->run, STR("t"));
	view_push_data(script->world->L);
	template_set_name(script->run, STR("data"));
	return true;
}

static void close_world(struct script *script)
{
	template_run_free(script->run);
	filters_close(script->world);
	world_free(script->world);
}

/* Compiling. */

/* In byte order, so that nothing depends on Lua's. */
static void insert_name(struct str *names, size_t count, struct str name)
{
	size_t at = count;

	for (; at > 0 && str_compare(names[at - 1], name) > 0; at--)
		names[at] = names[at - 1];
	names[at] = name;
}

/* The names in the table on the top of the stack, which stays. */
static const struct str *filter_names(struct arena *arena, lua_State *L, size_t *count)
{
	struct str *names;

	*count = 0;
	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
		++*count;
	names = arena_array(arena, struct str, *count + 1);
	*count = 0;
	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
		insert_name(names, (*count)++, arena_copy(arena, world_string(L, -2)));
	return names;
}

static const struct str *row_names(struct arena *arena, const struct site *site, size_t *count)
{
	const struct map_entry *tables = map_entries(site->tables);
	struct str *names;

	*count = map_count(site->tables);
	names = arena_array(arena, struct str, *count + 1);
	for (size_t i = 0; i < *count; i++)
		names[i] = table_singular(tables[i].value);
	return names;
}

struct scripts *scripts_compile(const struct site *site, const struct script_host *host, const struct script_limits *limits, struct diag *diag)
{
	struct scripts *scripts = memory_resize(NULL, sizeof *scripts);
	struct template_options options = { .theme = &site->theme, .words = site->words, .words_count = site->words_count };
	struct script probe;
	bool good;

	*scripts = (struct scripts){ .site = site, .host = host, .limits = *limits, .arena = arena_new() };
	good = open_world(&probe, scripts, diag);
	options.filters = filter_names(scripts->arena, probe.world->L, &options.filter_count);
	options.names = row_names(scripts->arena, site, &options.name_count);
	scripts->templates = template_set_new(&options, diag);
	good = scripts->templates && good && open_templates(&probe, scripts->templates);
	close_world(&probe);
	if (good)
		return scripts;
	scripts_free(scripts);
	return NULL;
}

void scripts_free(struct scripts *scripts)
{
	if (!scripts)
		return;
	template_set_free(scripts->templates);
	arena_free(scripts->arena);
	memory_free(scripts);
}

bool scripts_has(const struct scripts *scripts, struct str template_name)
{
	return template_find(scripts->templates, template_name) != NULL;
}

const struct place *scripts_unsafe(const struct scripts *scripts, size_t *count)
{
	return template_set_unsafe(scripts->templates, count);
}

/* Running. */

struct script *script_new(const struct scripts *scripts, struct diag *diag)
{
	struct script *script = memory_resize(NULL, sizeof *script);

	if (open_world(script, scripts, diag))
		open_templates(script, scripts->templates);
	return script;
}

void script_free(struct script *script)
{
	if (!script)
		return;
	close_world(script);
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

	world_begin(script->world);
	view_language(script->world, page->lang);
	filters_begin(script->world, &filters);
	script->page = page->page;
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
	const struct template *template = template_find(script->scripts->templates, page->template_name);

	if (!template)
		return diag_error(script->world->diag, (struct place){ 0 }, "unknown-template",
			"the theme has no templates/%.*s", "el tema no tiene templates/%.*s",
			STR_ARG(page->template_name));
	if (!script->run)
		return false;
	begin(script, page);
	return template_render(script->run, template, out);
}

bool script_component(struct script *script, struct str name, const struct item_entry *arguments, size_t count, const struct script_page *page,
	struct place at, struct buf *out)
{
	struct str file = arena_printf(script->world->arena, "partials/%.*s.html", STR_ARG(name));
	const struct template *partial = template_find(script->scripts->templates, file);

	if (!partial)
		return diag_error(script->world->diag, at, "unknown-component", "no component '%.*s': the theme has no partials/%.*s.html",
			"no existe el componente '%.*s': el tema no tiene partials/%.*s.html", STR_ARG(name), STR_ARG(name));
	if (!script->run)
		return false;
	begin(script, page);
	return template_call(script->run, partial, arguments, count, at, out);
}
