/* Sheets, rows and cells as scripts hold them: small userdata that point into what was read. A cell knows where it stands, so that whatever is
 * wrong with it is told there and the script goes on to the next. */
#include "script/import_private.h"

#include "base/arena.h"
#include "base/slug.h"

#include <string.h>

enum { POSITION_MOST = 16384 }; /* columns of the largest spreadsheet */

struct import_room *import_room(lua_State *L)
{
	return world_of(L)->room;
}

void *import_push(lua_State *L, enum import_kind kind, size_t size)
{
	void *made = lua_newuserdatauv(L, size, 0);

	lua_rawgeti(L, LUA_REGISTRYINDEX, import_room(L)->metatables[kind]);
	lua_setmetatable(L, -2);
	return made;
}

void *import_test(lua_State *L, int index, enum import_kind kind)
{
	const void *mark;

	if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index))
		return NULL;
	mark = lua_topointer(L, -1);
	lua_pop(L, 1);
	return mark == import_room(L)->marks[kind] ? lua_touserdata(L, index) : NULL;
}

void *import_self(lua_State *L, int index, enum import_kind kind)
{
	static const char *const names[][2] = { { "sheet", "una hoja" }, { "plan", "un plan" }, { "page", "una página" }, { "row", "un renglón" },
		{ "cell", "una celda" } };
	void *self = import_test(L, index, kind);

	if (!self)
		world_fault(L, "lua-error", "this is no %s%.0s but a %s; a method is called with a colon",
			"esto no es %.0s%s sino de tipo %s; un método se llama con dos puntos", names[kind][0], names[kind][1],
			luaL_typename(L, index));
	return self;
}

static int read_only(lua_State *L)
{
	world_fault(L, "read-only", "a sheet is read-only; what you make of it goes into emit",
		"la hoja es sólo de lectura; lo que haga de ella va en emit");
}

static void register_kind(lua_State *L, enum import_kind kind)
{
	struct import_room *room = import_room(L);

	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
	lua_pushcfunction(L, read_only);
	lua_setfield(L, -2, "__newindex");
	room->marks[kind] = lua_topointer(L, -1);
	room->metatables[kind] = luaL_ref(L, LUA_REGISTRYINDEX);
}

/* Cells and rows. */

static const struct sheet_row *row_of(const struct row_ref *row)
{
	return &row->sheet->rows[row->row];
}

struct str cell_raw(const struct cell_ref *cell)
{
	const struct sheet_row *row = row_of(&cell->row);

	return cell->position >= 1 && cell->position <= row->count ? row->cells[cell->position - 1].text : STR("");
}

struct str cell_text(const struct cell_ref *cell)
{
	return text_trim(cell_raw(cell));
}

uint32_t row_filled(const struct sheet_row *row, uint32_t *last)
{
	uint32_t filled = 0;

	for (uint32_t i = 0; i < row->count; i++) {
		if (text_trim(row->cells[i].text).len == 0)
			continue;
		filled++;
		*last = i + 1;
	}
	return filled;
}

struct place row_place(const struct row_ref *row)
{
	return (struct place){ .path = row->sheet->path, .line = row_of(row)->line };
}

struct place cell_place(const struct cell_ref *cell)
{
	const struct sheet *sheet = cell->row.sheet;
	const struct sheet_row *row = row_of(&cell->row);
	struct place at = row_place(&cell->row);
	const struct plan_page *page = cell->row.page;

	if (cell->position >= 1 && cell->position <= row->count) {
		struct place inside = place_in(sheet->path, str_after(sheet->bytes, row->offset),
			row->cells[cell->position - 1].offset - row->offset);

		at.line += inside.line - 1;
		at.column = inside.column;
	}
	for (size_t i = 0; page && i < page->plan->column_count; i++)
		if (page->positions[i] == cell->position)
			at.field = page->plan->columns[i].title.len ? page->plan->columns[i].title : page->plan->columns[i].name;
	return at;
}

void import_asked_here(lua_State *L)
{
	struct place at = world_where(L, 1);

	if (at.line)
		diag_context(world_of(L)->diag, "read at %.*s:%u", "se lee en %.*s:%u", STR_ARG(at.path), (unsigned)at.line);
}

void import_push_row(lua_State *L, struct row_ref row)
{
	struct row_ref *made = import_push(L, IMPORT_ROW, sizeof *made);

	*made = row;
}

void import_push_cell(lua_State *L, struct cell_ref cell)
{
	struct cell_ref *made = import_push(L, IMPORT_CELL, sizeof *made);

	*made = cell;
}

bool import_source(lua_State *L, int index, struct row_ref *row)
{
	const struct row_ref *given = import_test(L, index, IMPORT_ROW);
	const struct cell_ref *cell = import_test(L, index, IMPORT_CELL);

	if (given)
		*row = *given;
	else if (cell)
		*row = cell->row;
	return given || cell;
}

/* Upvalues: sheet, page, the next row, the end. */
static int next_row(lua_State *L)
{
	struct row_ref row = { .sheet = lua_touserdata(L, lua_upvalueindex(1)), .page = lua_touserdata(L, lua_upvalueindex(2)) };
	size_t end = (size_t)lua_tointeger(L, lua_upvalueindex(4));
	uint32_t last;

	row.row = (size_t)lua_tointeger(L, lua_upvalueindex(3));
	while (row.row < end && row_filled(row_of(&row), &last) == 0) {
		world_charge(L, 1 + row_of(&row)->count);
		row.row++;
	}
	lua_pushinteger(L, (lua_Integer)row.row + 1);
	lua_replace(L, lua_upvalueindex(3));
	if (row.row >= end) {
		import_room(L)->current = (struct row_ref){ 0 };
		return 0;
	}
	world_charge(L, row_of(&row)->count);
	import_room(L)->current = row;
	import_push_row(L, row);
	return 1;
}

int import_each_row(lua_State *L, const struct sheet *sheet, const struct plan_page *page, size_t from, size_t to)
{
	lua_pushlightuserdata(L, (void *)(uintptr_t)sheet);
	lua_pushlightuserdata(L, (void *)(uintptr_t)page);
	lua_pushinteger(L, (lua_Integer)from);
	lua_pushinteger(L, (lua_Integer)to);
	lua_pushcclosure(L, next_row, 4);
	return 1;
}

/* The column that a name means; 0 and the nearest right name when it means none. */
static uint32_t named_position(lua_State *L, const struct plan_page *page, struct str name, bool *known, struct str *nearest)
{
	const struct plan *plan = page->plan;
	struct str *names;

	*known = true;
	for (size_t i = 0; i < plan->column_count; i++)
		if (str_equal(plan->columns[i].name, name))
			return page->positions[i];
	*known = false;
	names = arena_array(world_of(L)->arena, struct str, plan->column_count + 1);
	for (size_t i = 0; i < plan->column_count; i++)
		names[i] = plan->columns[i].name;
	*nearest = str_nearest(name, names, plan->column_count);
	return 0;
}

static int row_blank(lua_State *L)
{
	const struct row_ref *row = import_self(L, 1, IMPORT_ROW);
	uint32_t last;

	lua_pushboolean(L, row_filled(row_of(row), &last) == 0);
	return 1;
}

static int row_only(lua_State *L)
{
	const struct row_ref *row = import_self(L, 1, IMPORT_ROW);
	uint32_t position;

	if (row_filled(row_of(row), &position) == 1)
		import_push_cell(L, (struct cell_ref){ *row, position });
	else
		lua_pushnil(L);
	return 1;
}

/* Upvalues: the row (a userdata), the last position given. */
static int next_cell(lua_State *L)
{
	const struct row_ref *row = lua_touserdata(L, lua_upvalueindex(1));
	struct cell_ref cell = { *row, (uint32_t)lua_tointeger(L, lua_upvalueindex(2)) + 1 };

	while (cell.position <= row_of(row)->count && cell_text(&cell).len == 0)
		cell.position++;
	world_charge(L, 2);
	if (cell.position > row_of(row)->count)
		return 0;
	lua_pushinteger(L, cell.position);
	lua_replace(L, lua_upvalueindex(2));
	lua_pushinteger(L, cell.position);
	import_push_cell(L, cell);
	return 2;
}

static int row_cells(lua_State *L)
{
	import_self(L, 1, IMPORT_ROW);
	lua_pushvalue(L, 1);
	lua_pushinteger(L, 0);
	lua_pushcclosure(L, next_cell, 2);
	return 1;
}

static int row_same(lua_State *L)
{
	const struct row_ref *a = import_self(L, 1, IMPORT_ROW), *b = import_self(L, 2, IMPORT_ROW);
	uint32_t count = row_of(a)->count > row_of(b)->count ? row_of(a)->count : row_of(b)->count;
	bool same = true;

	world_charge(L, count);
	for (uint32_t i = 1; same && i <= count; i++)
		same = str_equal(cell_text(&(struct cell_ref){ *a, i }), cell_text(&(struct cell_ref){ *b, i }));
	lua_pushboolean(L, same);
	return 1;
}

/* Upvalue: the methods. row[3], row.line, row.page, a method, a column of its page; in that order, so a column of a method's name goes by row["…"]
 * too but a method wins: plans refuse such names. */
static int row_index(lua_State *L)
{
	const struct row_ref *row = import_self(L, 1, IMPORT_ROW);
	struct str name, nearest = STR("");
	uint32_t position;
	bool known = false;

	if (lua_isinteger(L, 2)) {
		lua_Integer at = lua_tointeger(L, 2);

		if (at < 1 || at > POSITION_MOST)
			world_fault(L, "lua-error", "a row has cells from 1 on, and none %lld",
				"un renglón tiene celdas desde la 1, y ninguna %lld",
				(long long)at);
		import_push_cell(L, (struct cell_ref){ *row, (uint32_t)at });
		return 1;
	}
	name = world_string(L, 2);
	if (str_equal(name, STR("line"))) {
		lua_pushinteger(L, row_of(row)->line);
		return 1;
	}
	if (str_equal(name, STR("page"))) {
		if (row->page)
			import_push_page(L, row->page);
		else
			lua_pushnil(L);
		return 1;
	}
	lua_pushvalue(L, 2);
	if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
		return 1;
	if (!row->page)
		world_fault(L, "unknown-name",
			"no column '%.*s': the columns of a sheet's row have numbers, like row[3]; names come from sheet:plan",
			"no hay columna '%.*s': las de un renglón de la hoja van por número, como row[3]; los nombres vienen de sheet:plan",
			STR_ARG(name));
	position = named_position(L, row->page, name, &known, &nearest);
	if (!known)
		world_fault_meant(L, "unknown-name", nearest, "the plan has no column '%.*s'", "el plan no tiene columna '%.*s'", STR_ARG(name));
	import_push_cell(L, (struct cell_ref){ *row, position });
	return 1;
}

static int row_length(lua_State *L)
{
	lua_pushinteger(L, row_of(import_self(L, 1, IMPORT_ROW))->count);
	return 1;
}

static int cell_blank(lua_State *L)
{
	lua_pushboolean(L, cell_text(import_self(L, 1, IMPORT_CELL)).len == 0);
	return 1;
}

/* Upvalue: the methods. */
static int cell_index(lua_State *L)
{
	static const struct str names[] = { { "text", 4 }, { "raw", 3 }, { "line", 4 }, { "position", 8 }, { "blank", 5 }, { "number", 6 },
		{ "amount", 6 },
		{ "date", 4 }, { "serial", 6 }, { "month", 5 }, { "label", 5 } };
	const struct cell_ref *cell = import_self(L, 1, IMPORT_CELL);
	struct str name = world_string(L, 2);

	if (str_equal(name, STR("text"))) {
		world_push(L, cell_text(cell));
	} else if (str_equal(name, STR("raw"))) {
		world_push(L, cell_raw(cell));
	} else if (str_equal(name, STR("line"))) {
		lua_pushinteger(L, cell_place(cell).line);
	} else if (str_equal(name, STR("position"))) {
		lua_pushinteger(L, cell->position);
	} else {
		lua_pushvalue(L, 2);
		if (lua_rawget(L, lua_upvalueindex(1)) == LUA_TNIL)
			world_fault_meant(L, "unknown-name", str_nearest(name, names, sizeof names / sizeof names[0]), "a cell has no '%.*s'",
				"una celda no tiene '%.*s'", STR_ARG(name));
	}
	return 1;
}

static int cell_tostring(lua_State *L)
{
	world_push(L, cell_text(import_self(L, 1, IMPORT_CELL)));
	return 1;
}

/* Sheets. */

static const struct sheet *sheet_self(lua_State *L, int index)
{
	return *(const struct sheet **)import_self(L, index, IMPORT_SHEET);
}

void import_push_sheet(lua_State *L, const struct sheet *sheet)
{
	const struct sheet **made = import_push(L, IMPORT_SHEET, sizeof *made);

	*made = sheet;
}

static int sheet_rows(lua_State *L)
{
	const struct sheet *sheet = sheet_self(L, 1);

	return import_each_row(L, sheet, NULL, 0, sheet->row_count);
}

/* sheet[line]: the row of that number, counted as a spreadsheet does: by records. Upvalue: the methods. */
static int sheet_index(lua_State *L)
{
	static const struct str names[] = { { "path", 4 }, { "sha256", 6 }, { "rows", 4 }, { "plan", 4 } };
	const struct sheet *sheet = sheet_self(L, 1);
	struct str name;

	if (lua_isinteger(L, 2)) {
		lua_Integer at = lua_tointeger(L, 2);

		if (at < 1 || (size_t)at > sheet->row_count)
			lua_pushnil(L);
		else
			import_push_row(L, (struct row_ref){ .sheet = sheet, .row = (size_t)at - 1 });
		return 1;
	}
	name = world_string(L, 2);
	if (str_equal(name, STR("path"))) {
		world_push(L, sheet->name);
	} else if (str_equal(name, STR("sha256"))) {
		world_push(L, sheet->sha256);
	} else {
		lua_pushvalue(L, 2);
		if (lua_rawget(L, lua_upvalueindex(1)) == LUA_TNIL)
			world_fault_meant(L, "unknown-name", str_nearest(name, names, sizeof names / sizeof names[0]), "a sheet has no '%.*s'",
				"una hoja no tiene '%.*s'", STR_ARG(name));
	}
	return 1;
}

static int sheet_length(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)sheet_self(L, 1)->row_count);
	return 1;
}

/* carry() → a function that gives back a cell, or the last one with something in it when this one is blank: the cells of a spreadsheet that were
 * merged downwards. Upvalue: that last one. */
static int carry_next(lua_State *L)
{
	const struct cell_ref *cell = import_self(L, 1, IMPORT_CELL);
	struct place at;

	lua_settop(L, 1);
	if (cell_text(cell).len) {
		lua_pushvalue(L, 1);
		lua_replace(L, lua_upvalueindex(1));
		lua_pushboolean(L, false);
		return 2;
	}
	if (lua_isnil(L, lua_upvalueindex(1))) {
		at = cell_place(cell);
		diag_error(world_of(L)->diag, at, "nothing-to-carry", "this cell is blank, and there is none above it to carry down",
			"esta celda está en blanco, y no hay otra arriba que arrastrar");
		import_asked_here(L);
		lua_pushboolean(L, false);
		return 2;
	}
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_pushboolean(L, true);
	return 2;
}

static int carry(lua_State *L)
{
	lua_pushnil(L);
	lua_pushcclosure(L, carry_next, 1);
	return 1;
}

void import_open_kind(lua_State *L, enum import_kind kind, const luaL_Reg *methods, const luaL_Reg *more, lua_CFunction index,
	const luaL_Reg *events)
{
	lua_newtable(L);
	world_functions(L, events);
	lua_newtable(L);
	world_functions(L, methods);
	if (more)
		world_functions(L, more);
	lua_pushcclosure(L, index, 1);
	lua_setfield(L, -2, "__index");
	register_kind(L, kind);
}


void import_open_sheets(lua_State *L)
{
	static const luaL_Reg row_methods[] = { { "blank", row_blank }, { "cells", row_cells }, { "only", row_only }, { "same", row_same },
		{ NULL, NULL } };
	static const luaL_Reg row_events[] = { { "__len", row_length }, { NULL, NULL } };
	static const luaL_Reg cell_methods[] = { { "blank", cell_blank }, { NULL, NULL } };
	static const luaL_Reg cell_events[] = { { "__tostring", cell_tostring }, { "__concat", world_join }, { NULL, NULL } };
	static const luaL_Reg sheet_methods[] = { { "plan", import_make_plan }, { "rows", sheet_rows }, { NULL, NULL } };
	static const luaL_Reg sheet_events[] = { { "__len", sheet_length }, { NULL, NULL } };

	import_open_kind(L, IMPORT_ROW, row_methods, NULL, row_index, row_events);
	import_open_kind(L, IMPORT_CELL, cell_methods, import_cell_readers, cell_index, cell_events);
	import_open_kind(L, IMPORT_SHEET, sheet_methods, NULL, sheet_index, sheet_events);
	lua_pushcfunction(L, carry);
	world_add_global(L, "carry");
}
