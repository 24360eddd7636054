/* Rows, and what all views have in common. A userdata's kind is told by its metatable, which scripts can't change. */
#include "script/view.h"

#include "base/arena.h"
#include "base/map.h"
#include "base/map.h"
#include "model/addition.h"
#include "model/compute.h"
#include "model/site.h"
#include "script/view_private.h"

#include <unicode/ucol.h>

struct view_state *view_of(lua_State *L)
{
	return world_of(L)->private->view;
}

void *view_test(lua_State *L, int index, enum view_kind kind)
{
	const void *mark;

	if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index))
		return NULL;
	mark = lua_topointer(L, -1);
	lua_pop(L, 1);
	return mark == view_of(L)->marks[kind] ? lua_touserdata(L, index) : NULL;
}

void *view_new(lua_State *L, enum view_kind kind, size_t size)
{
	void *made = lua_newuserdatauv(L, size, 0);

	lua_rawgeti(L, LUA_REGISTRYINDEX, view_of(L)->metatables[kind]);
	lua_setmetatable(L, -2);
	return made;
}

int view_read_only(lua_State *L)
{
	world_fault(L, "read-only", "data of the site are read-only", "los datos del sitio son sólo de lectura");
}

void view_register(lua_State *L, enum view_kind kind)
{
	struct view_state *state = view_of(L);

	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
	lua_pushcfunction(L, view_read_only);
	lua_setfield(L, -2, "__newindex");
	state->marks[kind] = lua_topointer(L, -1);
	state->metatables[kind] = luaL_ref(L, LUA_REGISTRYINDEX);
}

/* Names of a table. */

static size_t slot_of(const struct table_view *view, const char *name)
{
	uintptr_t address = (uintptr_t)name;

	return (address >> 4 ^ address >> 12) & view->mask;
}

static bool named(const struct table_view *view, struct str name)
{
	for (size_t i = 0; i < view->count; i++)
		if (str_equal(view->steps[i].name, name))
			return true;
	return false;
}

/* Adds a name unless one before it has it: fields win over steps, and both over methods. Its Lua string stays in the anchors, on the stack. */
static void add_step(lua_State *L, struct table_view *view, struct step step)
{
	if (step.name.len == 0 || named(view, step.name))
		return;
	world_push(L, step.name);
	step.name.at = lua_tostring(L, -1);
	lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
	view->steps[view->count++] = step;
}

static void fill_slots(struct arena *arena, struct table_view *view)
{
	size_t size = 16;

	while (size < view->count * 4)
		size *= 2;
	view->mask = size - 1;
	view->slots = arena_array(arena, struct step *, size);
	for (size_t i = 0; i < view->count; i++) {
		size_t slot = slot_of(view, view->steps[i].name.at);

		while (view->slots[slot])
			slot = (slot + 1) & view->mask;
		view->slots[slot] = &view->steps[i];
	}
}

static struct table_view *make_table_view(lua_State *L, const struct table *table)
{
	struct view_state *state = view_of(L);
	const struct schema *schema = table_schema(table);
	size_t forwards = table_link_count(table), backs = table_back_count(table), methods = 0;
	struct table_view *view = arena_new_of(state->arena, struct table_view);

	while (view_row_methods[methods].name)
		methods++;
	view->table = table;
	view->steps = arena_array(state->arena, struct step, schema->field_count + forwards + backs + methods + 1);
	luaL_checkstack(L, 4, NULL);
	lua_rawgeti(L, LUA_REGISTRYINDEX, state->anchors);
	for (size_t i = 0; i < schema->field_count; i++)
		add_step(L, view, (struct step){ .kind = STEP_FIELD, .name = schema->fields[i].name, .field = &schema->fields[i], .column = i,
			.type = schema->fields[i].type });
	for (size_t i = 0; i < forwards; i++)
		add_step(L, view, (struct step){ .kind = STEP_FORWARD, .name = table_link_at(table, i)->key->forward, .link = table_link_at(table,
			i) });
	for (size_t i = 0; i < backs; i++)
		add_step(L, view, (struct step){ .kind = STEP_BACK, .name = table_back_at(table, i)->key->reverse, .link = table_back_at(table, i) });
	for (size_t i = 0; i < methods; i++)
		add_step(L, view, (struct step){ .kind = STEP_METHOD, .name = str_of(view_row_methods[i].name), .method = view_row_methods[i].func });
	lua_pop(L, 1);
	fill_slots(state->arena, view);
	map_put(state->tables, table_name(table), view);
	return view;
}

struct table_view *table_view_of(lua_State *L, const struct table *table)
{
	struct table_view *view = map_find(view_of(L)->tables, table_name(table));

	return view ? view : make_table_view(L, table);
}

struct step *table_view_step(lua_State *L, struct table_view *view, int index)
{
	size_t len;
	const char *name = lua_tolstring(L, index, &len);

	for (size_t slot = slot_of(view, name); view->slots[slot]; slot = (slot + 1) & view->mask)
		if (view->slots[slot]->name.at == name)
			return view->slots[slot];
	if (len > 32) /* Lua keeps only short strings once */
		for (size_t i = 0; i < view->count; i++)
			if (str_equal(view->steps[i].name, str_from(name, len)))
				return &view->steps[i];
	return NULL;
}

_Noreturn void table_view_unknown(lua_State *L, struct table_view *view, struct str name)
{
	struct str *names = arena_array(world_of(L)->arena, struct str, view->count + 1);
	struct str table = table_name(view->table);

	for (size_t i = 0; i < view->count; i++)
		names[i] = view->steps[i].name;
	world_fault_meant(L, "unknown-field", str_nearest(name, names, view->count), "no field '%.*s' in %.*s", "no hay campo '%.*s' en %.*s",
		STR_ARG(name), STR_ARG(table));
}

struct step *table_view_field(lua_State *L, struct table_view *view, int index)
{
	struct str name = world_string(L, index);
	struct step *step = table_view_step(L, view, index);

	if (!step || step->kind == STEP_METHOD)
		table_view_unknown(L, view, name);
	return step;
}

/* Cells. */

static void push_cell(lua_State *L, const struct table *table, uint32_t row, size_t column, enum field_type type)
{
	struct value value;
	struct str text;

	switch (type) {
	case FIELD_INTEGER: case FIELD_YEAR: case FIELD_NUMBER: case FIELD_BOOLEAN:
	case FIELD_DATE: case FIELD_TIME: case FIELD_DATETIME: case FIELD_YEARMONTH:
		if (!table_value(table, world_of(L)->arena, row, column, &value)) {
			lua_pushnil(L);
			return;
		}
		break;
	default:
		if (!table_text(table, row, column, &text))
			lua_pushnil(L);
		else if (type == FIELD_OBJECT || type == FIELD_ARRAY || type == FIELD_GEOJSON)
			view_push_json(L, text);
		else
			world_push(L, text);
		return;
	}
	if (type == FIELD_INTEGER || type == FIELD_YEAR)
		lua_pushinteger(L, value.as.integer);
	else if (type == FIELD_NUMBER)
		view_push_decimal(L, value.as.decimal);
	else if (type == FIELD_BOOLEAN)
		lua_pushboolean(L, value.as.boolean);
	else
		view_push_moment(L, type, &value.as.moment);
}

void view_push_cell(lua_State *L, const struct table *table, uint32_t row, size_t column)
{
	push_cell(L, table, row, column, table_schema(table)->fields[column].type);
}

static void check_ready(lua_State *L, struct table_view *view, const struct step *step)
{
	struct view_state *state = view_of(L);
	struct str name = step->name, table = table_name(view->table);

	if (state->ready && !state->ready(state->ready_context, view->table, step->column))
		world_fault(L, "not-computed-yet", "'%.*s' of %.*s is computed after this; declare it before",
			"'%.*s' de %.*s se calcula después de esto; declárelo antes",
			STR_ARG(name), STR_ARG(table));
}

/* The list of a link back: its numbers live as long as the table. */
static void push_back_list(lua_State *L, struct table_view *view, struct row_list list)
{
	struct rows_view *rows = view_new(L, VIEW_ROWS, sizeof *rows);

	*rows = (struct rows_view){ .view = view, .list = list };
}

void view_push_step(lua_State *L, struct table_view *view, struct step *step, uint32_t row)
{
	uint32_t other;

	switch (step->kind) {
	case STEP_FIELD:
		if (step->field->computed)
			check_ready(L, view, step);
		push_cell(L, view->table, row, step->column, step->type);
		return;
	case STEP_FORWARD:
		other = link_forward(step->link, row);
		if (!step->target)
			step->target = table_view_of(L, step->link->to);
		if (other == ROW_NONE)
			lua_pushnil(L);
		else
			view_push_row_of(L, step->target, other);
		return;
	case STEP_BACK:
		if (!step->target)
			step->target = table_view_of(L, step->link->from);
		push_back_list(L, step->target, link_back(step->link, row));
		return;
	case STEP_METHOD:
		lua_pushcfunction(L, step->method);
		return;
	}
}

/* Rows. */

void view_push_row_of(lua_State *L, struct table_view *view, uint32_t row)
{
	struct row_view *made = view_new(L, VIEW_ROW, sizeof *made);

	made->view = view;
	made->row = row;
}

void view_push_row(lua_State *L, const struct table *table, uint32_t row)
{
	view_push_row_of(L, table_view_of(L, table), row);
}

bool view_is_row(lua_State *L, int index, const struct table **table, uint32_t *row)
{
	const struct row_view *view = view_test(L, index, VIEW_ROW);

	if (!view)
		return false;
	*table = view->view->table;
	*row = view->row;
	return true;
}

/* A table of the program's own that this site has not: rows have none of it. */
static bool not_made(lua_State *L, struct str name)
{
	const struct site *site = world_of(L)->site;

	return addition_known(name) && site && !site_table(site, name);
}

static int row_index(lua_State *L)
{
	const struct row_view *row = lua_touserdata(L, 1);
	struct step *step;

	if (lua_type(L, 2) != LUA_TSTRING)
		world_fault(L, "unknown-field", "a row has fields with names, not a value of type %s",
			"un renglón tiene campos con nombre, no un valor de tipo %s",
			luaL_typename(L, 2));
	step = table_view_step(L, row->view, 2);
	if (step)
		view_push_step(L, row->view, step, row->row);
	else if (not_made(L, world_string(L, 2)))
		view_new_rows(L, row->view, 0);
	else
		table_view_unknown(L, row->view, world_string(L, 2));
	return 1;
}

static const struct row_view *self_row(lua_State *L)
{
	const struct row_view *row = view_test(L, 1, VIEW_ROW);

	if (!row)
		world_fault(L, "lua-error", "this is no row; call it with a colon, like row:key()",
			"esto no es un renglón; se llama con dos puntos, como renglon:key()");
	return row;
}

static void push_key(lua_State *L, const struct row_view *row)
{
	struct buf *text = &view_of(L)->text;

	buf_reset(text);
	table_key(row->view->table, row->row, text);
	world_push(L, buf_str(text));
}

static int row_key(lua_State *L)
{
	push_key(L, self_row(L));
	return 1;
}

static int row_tostring(lua_State *L)
{
	push_key(L, lua_touserdata(L, 1));
	return 1;
}

static int row_equal(lua_State *L)
{
	const struct row_view *a = view_test(L, 1, VIEW_ROW), *b = view_test(L, 2, VIEW_ROW);

	lua_pushboolean(L, a && b && a->view == b->view && a->row == b->row);
	return 1;
}

/* row:why("field"): the code of the reason, and its wording in the page's language or ""; nil when the cell is there. */
static int row_why(lua_State *L)
{
	const struct row_view *row = self_row(L);
	struct step *step = table_view_field(L, row->view, 2);
	const struct phrase *wording;
	struct str text, code;

	if (step->kind != STEP_FIELD)
		table_view_unknown(L, row->view, step->name);
	if (step->field->computed)
		check_ready(L, row->view, step);
	if (table_text(row->view->table, row->row, step->column, &text)) {
		lua_pushnil(L);
		return 1;
	}
	code = table_why(row->view->table, row->row, step->column);
	wording = table_reason(row->view->table, code);
	world_push(L, code);
	world_push(L, wording ? phrase_in(wording, view_of(L)->lang) : STR(""));
	return 2;
}

/* row:reason("field"): the wording of the reason for an absence, else its code; nil when the cell is there. */
static int row_reason(lua_State *L)
{
	if (row_why(L) == 2 && lua_rawlen(L, -1) == 0)
		lua_pop(L, 1);
	return 1;
}

/* row:choice("field"): the label of a value that the schema lists (vitrina:labels), in the page's language; else the value. */
static int row_choice(lua_State *L)
{
	const struct row_view *row = self_row(L);
	struct step *step = table_view_field(L, row->view, 2);
	struct str text;

	if (step->kind != STEP_FIELD)
		table_view_unknown(L, row->view, step->name);
	if (!table_text(row->view->table, row->row, step->column, &text))
		return 0;
	for (size_t i = 0; i < step->field->choice_count; i++) {
		struct str label = phrase_in(&step->field->choices[i].label, view_of(L)->lang);

		if (label.len && str_equal(step->field->choices[i].value, text))
			text = label;
	}
	world_push(L, text);
	return 1;
}

static int row_text(lua_State *L)
{
	const struct row_view *row = self_row(L);
	struct step *step = table_view_field(L, row->view, 2);
	struct str text;

	if (step->kind != STEP_FIELD)
		table_view_unknown(L, row->view, step->name);
	if (step->field->computed)
		check_ready(L, row->view, step);
	if (table_text(row->view->table, row->row, step->column, &text))
		world_push(L, text);
	else
		lua_pushnil(L);
	return 1;
}

static int row_label(lua_State *L)
{
	const struct row_view *row = self_row(L);
	struct str text;

	if (table_text(row->view->table, row->row, table_label(row->view->table)->index, &text))
		world_push(L, text);
	else
		push_key(L, row);
	return 1;
}

static int row_table(lua_State *L)
{
	view_push_table(L, self_row(L)->view->table);
	return 1;
}

const luaL_Reg view_row_methods[] = {
	{ "why", row_why }, { "reason", row_reason }, { "choice", row_choice }, { "key", row_key }, { "text", row_text }, { "label", row_label },
	{ "table", row_table }, { "about", view_row_about }, { "subject", view_row_subject }, { NULL, NULL },
};

static void open_row(lua_State *L)
{
	static const luaL_Reg events[] = {
		{ "__index", row_index }, { "__tostring", row_tostring }, { "__eq", row_equal }, { NULL, NULL },
	};

	lua_newtable(L);
	world_functions(L, events);
	view_register(L, VIEW_ROW);
}

/* Opening and closing. */

static void close_views(struct world *world)
{
	struct view_state *state = world->private->view;

	if (state->collator)
		ucol_close(state->collator);
	buf_clear(&state->text);
	arena_free(state->arena);
	memory_free(state);
	world->private->view = NULL;
}

void view_open(struct world *world)
{
	lua_State *L = world->L;
	struct view_state *state = memory_resize(NULL, sizeof *state);

	*state = (struct view_state){ .arena = arena_new() };
	state->tables = map_new(state->arena);
	state->lang = world->site && world->site->lang_count ? world->site->langs[0] : STR("es");
	world->private->view = state;
	world->private->view_close = close_views;
	lua_newtable(L);
	state->anchors = luaL_ref(L, LUA_REGISTRYINDEX);
	open_row(L);
	view_open_rows(L);
	view_open_decimal(L);
	view_open_moment(L);
	view_open_items(L);
}

void view_language(struct world *world, struct str lang)
{
	struct view_state *state = world->private->view;

	if (state->collator && !str_equal(state->lang, lang)) {
		ucol_close(state->collator);
		state->collator = NULL;
	}
	state->lang = lang;
}

void view_guard(struct world *world, view_ready_fn *ready, void *context)
{
	struct view_state *state = world->private->view;

	state->ready = ready;
	state->ready_context = context;
}
