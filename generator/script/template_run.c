/* How a page is made of compiled templates: they are loaded into a world once, then called for each page. */
#include "script/template_run.h"

#include "base/map.h"
#include "script/view.h"

#include <lauxlib.h>

static void push_ref(const struct template_run *run, int ref)
{
	lua_rawgeti(run->world->L, LUA_REGISTRYINDEX, ref);
}

/* The filters stand at the top of the stack, and stay. */
static bool load_template(struct template_run *run, const struct template *template)
{
	lua_State *L = run->world->L;
	int filters = lua_gettop(L);

	lua_pushnil(L);
	if (!world_load(run->world, template->source, template->chunk))
		return false;
	for (int i = 0; i < template_helper_count; i++)
		lua_pushcfunction(L, template_helpers[i]);
	lua_pushvalue(L, filters);
	push_ref(run, run->names);
	push_ref(run, run->functions);
	push_ref(run, run->blocks);
	if (!world_call(run->world, template_helper_count + 4, 1))
		return false;
	push_ref(run, run->functions);
	lua_insert(L, -2);
	lua_rawseti(L, -2, template->number);
	lua_pop(L, 1);
	return true;
}

/* pages[template] = for each block of the family, the one that is printed. */
static void gather_blocks(struct template_run *run, const struct template *template)
{
	lua_State *L = run->world->L;

	lua_newtable(L);
	push_ref(run, run->blocks);
	for (const struct template *up = template; up; up = up->parent) {
		for (const struct block *block = up->blocks; block; block = block->next) {
			const struct block *root = block;

			while (root->parent)
				root = root->parent;
			if (lua_rawgeti(L, -2, root->number) == LUA_TNIL) {
				lua_rawgeti(L, -2, block->number);
				lua_rawseti(L, -4, root->number);
			}
			lua_pop(L, 1);
		}
	}
	lua_pop(L, 1);
	push_ref(run, run->pages);
	lua_insert(L, -2);
	lua_rawseti(L, -2, template->number);
	lua_pop(L, 1);
}

static int new_table(lua_State *L)
{
	lua_newtable(L);
	return luaL_ref(L, LUA_REGISTRYINDEX);
}

struct template_run *template_run_new(struct world *world, const struct template_set *set)
{
	struct template_run *run = memory_resize(NULL, sizeof *run);
	lua_State *L = world->L;
	bool good = true;

	*run = (struct template_run){ .world = world, .set = set };
	run->names = new_table(L);
	run->functions = new_table(L);
	run->blocks = new_table(L);
	run->pages = new_table(L);
	world->room = run;
	template_open_nil(L);
	luaL_checkstack(L, template_helper_count + 8, NULL);
	for (size_t i = 0; i < set->count; i++)
		good = load_template(run, &set->templates[i]) && good;
	for (size_t i = 0; i < set->count && good; i++)
		gather_blocks(run, &set->templates[i]);
	lua_pop(L, 1);
	if (good)
		return run;
	template_run_free(run);
	return NULL;
}

void template_run_free(struct template_run *run)
{
	if (!run)
		return;
	run->world->room = NULL;
	memory_free(run);
}

struct job {
	struct template_run *run;
	const struct template *template;
	const struct item_entry *arguments;
	size_t count;
};

/* A template that extends another only sets names; then its parent prints. */
static int render_call(lua_State *L)
{
	const struct job *job = lua_touserdata(L, 1);

	push_ref(job->run, job->run->functions);
	push_ref(job->run, job->run->pages);
	lua_rawgeti(L, -1, job->template->number);
	for (const struct template *up = job->template; up; up = up->parent) {
		lua_rawgeti(L, 2, up->number);
		lua_pushvalue(L, 4);
		lua_call(L, 1, 0);
	}
	return 0;
}

static const struct item *argument(const struct job *job, struct str name)
{
	for (size_t i = 0; i < job->count; i++)
		if (str_equal(job->arguments[i].name, name))
			return &job->arguments[i].value;
	return NULL;
}

static int partial_call(lua_State *L)
{
	const struct job *job = lua_touserdata(L, 1);

	luaL_checkstack(L, (int)job->template->param_count + 4, NULL);
	push_ref(job->run, job->run->functions);
	lua_rawgeti(L, -1, job->template->number);
	for (size_t i = 0; i < job->template->param_count; i++) {
		const struct item *value = argument(job, job->template->params[i].name);

		if (value)
			view_push_item(L, value);
		else
			lua_pushnil(L);
	}
	lua_call(L, (int)job->template->param_count, 0);
	return 0;
}

static bool run_job(struct template_run *run, struct job *job, lua_CFunction work, struct buf *out)
{
	struct diag *diag = run->world->diag;
	uint64_t before = diag_count(diag, DIAG_ERROR);
	struct buf *outer = run->world->out;
	bool good;

	run->world->out = out;
	run->depth = 0;
	run->trace_count = 0;
	good = world_protect(run->world, work, job);
	run->world->out = outer;
	if (good || diag_count(diag, DIAG_ERROR) == before)
		return good;
	for (size_t i = 0; i < run->trace_count; i++) {
		struct str path = run->trace[i].template->path;

		diag_context(diag, "included from %.*s:%u", "incluido desde %.*s:%u", STR_ARG(path), (unsigned)run->trace[i].line);
	}
	return false;
}

void template_set_name(struct template_run *run, struct str name)
{
	lua_State *L = run->world->L;

	push_ref(run, run->names);
	world_push(L, name);
	lua_rotate(L, -3, 2);
	lua_rawset(L, -3);
	lua_pop(L, 1);
}

bool template_render(struct template_run *run, const struct template *template, struct buf *out)
{
	return run_job(run, &(struct job){ .run = run, .template = template }, render_call, out);
}

static bool check_arguments(struct template_run *run, const struct job *job, struct place at)
{
	const struct template *partial = job->template;
	struct str *names = arena_array(run->world->arena, struct str, partial->param_count + 1);
	bool good = true;

	for (size_t i = 0; i < partial->param_count; i++) {
		names[i] = partial->params[i].name;
		if (!partial->params[i].otherwise && !argument(job, names[i]))
			good = diag_error(run->world->diag, at, "missing-parameter", "'%.*s' needs '%.*s'",
				"'%.*s' necesita '%.*s'", STR_ARG(partial->name), STR_ARG(names[i]));
	}
	for (size_t i = 0; i < job->count; i++) {
		struct str name = job->arguments[i].name, near = str_nearest(name, names, partial->param_count);
		bool known = false;

		for (size_t j = 0; j < partial->param_count; j++)
			known = known || str_equal(name, names[j]);
		if (known)
			continue;
		good = diag_error(run->world->diag, at, "unknown-parameter", "'%.*s' has no parameter '%.*s'",
			"'%.*s' no tiene el parámetro '%.*s'", STR_ARG(partial->name),
			STR_ARG(name));
		if (near.len)
			diag_advice(run->world->diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(near));
	}
	return good;
}

bool template_call(struct template_run *run, const struct template *partial, const struct item_entry *arguments, size_t count, struct place at,
	struct buf *out)
{
	struct job job = { .run = run, .template = partial, .arguments = arguments, .count = count };

	return check_arguments(run, &job, at) && run_job(run, &job, partial_call, out);
}
