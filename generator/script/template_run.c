/* What compiled templates call: printing by place, static text, lists; and how a page is made of them. Everything prints straight into the
 * world's buffer, from C. */
#include "script/template_private.h"

#include "base/map.h"
#include "script/escape.h"
#include "script/view.h"
#include "script/world_private.h"

#include <lauxlib.h>

enum { TRACE_MOST = 8 };

struct template_run {
	struct world *world;
	const struct template_set *set;
	int names;       /* references in the registry: the names of the page */
	int functions;   /* template's number → function */
	int blocks;      /* block's number → function */
	int pages;       /* template's number → its blocks, by the number of those they replace */
	unsigned depth;  /* of partials that come back to themselves */
	struct {
		const struct template *template;
		uint32_t line;
	} trace[TRACE_MOST]; /* of the last fault: from where it was included, the nearest first */
	size_t trace_count;
};

static struct template_run *run_of(lua_State *L)
{
	return world_of(L)->room;
}

/* Printing. */

/* The static text after a value, by its number in the last argument. */
static int finish(lua_State *L, int index)
{
	const struct template_run *run = run_of(L);
	struct buf *out = run->world->out;

	if (lua_type(L, index) == LUA_TNUMBER)
		buf_add(out, run->set->texts[lua_tointeger(L, index)]);
	if (out->len > TEMPLATE_OUTPUT_MOST)
		world_fault(L, "page-too-large", "this page has more than %d MB; is there a loop without an end?",
			"esta página tiene más de %d MB; ¿hay un ciclo sin fin?",
			TEMPLATE_OUTPUT_MOST >> 20);
	return 0;
}

static int print_static(lua_State *L)
{
	return finish(L, 1);
}

typedef void escaper(struct buf *out, struct str text);

/* Text is escaped; other values print no byte that would need it. Safe HTML goes as `html` says. */
static void print(lua_State *L, escaper *escape, escaper *html)
{
	struct buf *out = world_of(L)->out;
	struct str text;

	switch (lua_type(L, 1)) {
	case LUA_TNIL:
		return;
	case LUA_TSTRING:
		text.at = lua_tolstring(L, 1, &text.len);
		escape(out, text);
		return;
	case LUA_TUSERDATA:
		if (!view_is_html(L, 1, &text))
			break;
		if (html) {
			html(out, text);
			return;
		}
		world_fault(L, "html-in-attribute", "safe HTML can't stand in an attribute; print its text",
			"el HTML seguro no puede ir en un atributo; imprima su texto");
	}
	view_print(L, 1, out);
}

static int print_text(lua_State *L)
{
	print(L, escape_html, buf_add);
	return finish(L, 2);
}

static int print_attribute(lua_State *L)
{
	print(L, escape_html, NULL);
	return finish(L, 2);
}

static void refuse_url(lua_State *L, struct str url)
{
	struct world *world = world_of(L);

	if (url.len > 60)
		url.len = 60;
	diag_warning(world->diag, world_where(L, 0), "unsafe-url",
		"'%.*s' is no address of http, https, mailto or tel, nor a relative one; # is printed instead",
		"'%.*s' no es una dirección de http, https, mailto o tel, ni relativa; se imprime # en su lugar", STR_ARG(url));
	buf_byte(world->out, '#');
}

static int print_url(lua_State *L)
{
	struct str url;

	if (lua_type(L, 1) == LUA_TSTRING) {
		url.at = lua_tolstring(L, 1, &url.len);
		if (!escape_url_safe(url)) {
			refuse_url(L, url);
			return finish(L, 2);
		}
	}
	return print_attribute(L);
}

/* What the json filter made is safe in a script. */
static int print_raw(lua_State *L)
{
	print(L, buf_add, buf_add);
	return finish(L, 2);
}

static int print_xml(lua_State *L)
{
	print(L, escape_html, escape_html);
	return finish(L, 2);
}

static int print_json_string(lua_State *L)
{
	print(L, escape_json, escape_json);
	return finish(L, 2);
}

static int print_csv(lua_State *L)
{
	print(L, escape_csv, escape_csv);
	return finish(L, 2);
}

static int print_csv_quoted(lua_State *L)
{
	print(L, escape_csv_quoted, escape_csv_quoted);
	return finish(L, 2);
}

/* Operators. */

static int equal(lua_State *L)
{
	lua_pushboolean(L, view_equal(L, 1, 2));
	return 1;
}

/* Whole numbers divide exactly too. */
static int divide(lua_State *L)
{
	lua_settop(L, 2);
	if (lua_isinteger(L, 1) && lua_isinteger(L, 2)) {
		view_push_decimal(L, decimal_of(lua_tointeger(L, 1)));
		lua_replace(L, 1);
	}
	lua_arith(L, LUA_OPDIV);
	return 1;
}

static int maybe(lua_State *L)
{
	if (!lua_isnil(L, 1))
		lua_gettable(L, 1);
	else
		lua_pushnil(L);
	return 1;
}

/* Lists and partials. */

static int each(lua_State *L)
{
	return view_each(L, 1, false);
}

static int each_pair(lua_State *L)
{
	return view_each(L, 1, true);
}

static int length(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)view_length(L, 1));
	return 1;
}

static int down(lua_State *L)
{
	if (++run_of(L)->depth > TEMPLATE_DEPTH_MOST)
		world_fault(L, "too-deep", "this partial includes itself more than %d times; is there an end?",
			"este parcial se incluye a sí mismo más de %d veces; ¿tiene fin?",
			TEMPLATE_DEPTH_MOST);
	return 0;
}

static int up(lua_State *L)
{
	run_of(L)->depth--;
	return 0;
}

static void open_nil(lua_State *L);

/* Loading. ORDER HELPERS: as the first line of every chunk names them, then the tables. */
static const lua_CFunction helpers[] = {
	print_static, print_text, print_attribute, print_url, print_raw, print_xml, print_raw, print_json_string, print_csv,
		print_csv_quoted, print_raw,
	equal, divide, maybe, each, each_pair, length, down, up,
};
enum { HELPERS = sizeof helpers / sizeof helpers[0] };

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
	for (int i = 0; i < HELPERS; i++)
		lua_pushcfunction(L, helpers[i]);
	lua_pushvalue(L, filters);
	push_ref(run, run->names);
	push_ref(run, run->functions);
	push_ref(run, run->blocks);
	if (!world_call(run->world, HELPERS + 4, 1))
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
	open_nil(L);
	luaL_checkstack(L, HELPERS + 8, NULL);
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

/* Places. */

static const struct template *chunk_template(const struct template_set *set, const char *chunk)
{
	struct str digits = str_of(chunk);
	size_t number = 0;

	if (!str_starts(digits, STR("template:")))
		return NULL;
	for (size_t i = strlen("template:"); i < digits.len && number < set->count; i++)
		number = number * 10 + (size_t)(digits.at[i] - '0');
	return number < set->count ? &set->templates[number] : NULL;
}

static struct place line_place(const struct template *template, int line)
{
	if (line < 1 || (size_t)line > template->line_count)
		return place_of(template->path);
	return template_at(template, template->lines[line - 1]);
}

/* Below the call that failed stand those that included it. */
static void remember(struct template_run *run, lua_State *L, const char *chunk, int line)
{
	bool found = false;
	lua_Debug call;

	run->trace_count = 0;
	for (int level = 0; run->trace_count < TRACE_MOST && lua_getstack(L, level, &call); level++) {
		const struct template *template;

		if (!lua_getinfo(L, "Sl", &call) || call.currentline <= 0)
			continue;
		if (!found) {
			found = call.currentline == line && strcmp(call.source + (call.source[0] == '@'), chunk) == 0;
			continue;
		}
		template = chunk_template(run->set, call.source + (call.source[0] == '@'));
		if (!template)
			continue;
		run->trace[run->trace_count].template = template;
		run->trace[run->trace_count++].line = line_place(template, call.currentline).line;
	}
}

bool template_place(struct template_run *run, const struct template_set *set, lua_State *L, const char *chunk, int line, struct place *place)
{
	const struct template *template = chunk_template(set, chunk);

	if (run)
		remember(run, L, chunk, line);
	if (template)
		*place = line_place(template, line);
	return template != NULL;
}

/* Reading a field of nil. */

static bool name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The name that stands before a step like `.field`, in the template's text; length 0 when it is none. */
static struct span name_before(struct str text, struct span step)
{
	uint32_t end = step.at, start;

	while (end > 0 && (text.at[end - 1] == '.' || text.at[end - 1] == ':' || text.at[end - 1] == ' '))
		end--;
	for (start = end; start > 0 && name_byte(text.at[start - 1]); start--)
		continue;
	return (struct span){ start, end - start };
}

/* The step of a template that is being run, or length 0. */
static struct span current_step(struct template_run *run, lua_State *L, const struct template **template)
{
	lua_Debug call;

	*template = NULL;
	if (!lua_getstack(L, 1, &call) || !lua_getinfo(L, "Sl", &call))
		return (struct span){ 0, 0 };
	*template = chunk_template(run->set, call.source + (call.source[0] == '@'));
	if (!*template || call.currentline < 1 || (size_t)call.currentline > (*template)->line_count)
		return (struct span){ 0, 0 };
	return (*template)->lines[call.currentline - 1];
}

/* Leaves the text on the stack. */
static struct str nil_text(lua_State *L, const char *format, struct str name, struct str field)
{
	struct str text;

	world_push(L, name);
	world_push(L, field);
	text.at = lua_pushfstring(L, format, lua_tostring(L, -2), lua_tostring(L, -1), lua_tostring(L, -2), lua_tostring(L, -1));
	text.len = strlen(text.at);
	return text;
}

/* (nil, field): the value that is nil is underlined, and how to allow it is told. */
static int nil_index(lua_State *L)
{
	struct world *world = world_of(L);
	const struct template *template;
	struct span step = current_step(world->room, L, &template), name = { 0, 0 };
	struct str field = lua_type(L, 2) == LUA_TSTRING ? world_string(L, 2) : STR("…"), before, en, es;

	if (template)
		name = name_before(template->text, step);
	if (name.len == 0)
		world_fault(L, "nil-value", "there is nothing to read '%.*s' from: the value is nil",
			"no hay de dónde leer '%.*s': el valor es nil", STR_ARG(field));
	world_where(L, 0); /* remembers from where it was included */
	before = str_part(template->text, name.at, name.len);
	en = nil_text(L, "'%s' is nil here and has no '%s'; write %s?.%s where it may be missing", before, field);
	es = nil_text(L, "'%s' es nil aquí y no tiene '%s'; escriba %s?.%s donde pueda faltar", before, field);
	world_raise(L, "nil-value", template_at(template, name), en, diag_lang(world->diag) == LANG_ES ? es : en);
}

static void open_nil(lua_State *L)
{
	lua_pushnil(L);
	lua_createtable(L, 0, 2);
	lua_pushcfunction(L, nil_index);
	lua_setfield(L, -2, "__index");
	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2);
	lua_pop(L, 1);
}

/* Making pages. */

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
