/* Where in the templates something failed: chunks and lines of Lua are brought back to places of templates. */
#include "script/template_run.h"

#include <lauxlib.h>

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
	for (int level = 0; run->trace_count < TEMPLATE_TRACE_MOST && lua_getstack(L, level, &call); level++) {
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

void template_open_nil(lua_State *L)
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
