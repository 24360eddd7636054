/* Where a table lies in a sheet that was made to be printed. On each page its header stands again, under titles and perhaps bands (a row
 * that spans several columns, cut by whoever copied it), and the body goes on below:
 *
 *     titles   INSTITUTO …            rows of one cell, and blank ones
 *     bands    ,,META,                exactly as many as the plan says
 *     header   ÁREA,ACCIÓN,ANUAL      as many rows as the plan says; found by the columns' titles
 *     body     …                      up to the next page's titles
 *
 * A header is where at least half of the titles stand; those missing are told, so that a header that changed is not taken for a row. */
#include "script/import_private.h"

#include "base/arena.h"
#include "base/slug.h"

enum { COLUMNS_MOST = 256, HEADER_ROWS_MOST = 8, TITLE_MOST = 1000 /* bytes */ };

/* Finding. */

/* The slugs of a sheet row's cells; "" for those that can't be a title of the plan. */
struct folded {
	const struct str *cells;
	uint32_t count;
};

/* No title begins with this text's first letter: most cells of a body are not worth a slug. */
static bool begins_otherwise(const struct plan *plan, struct str text)
{
	unsigned char c = (unsigned char)text.at[0];

	if (c >= 'A' && c <= 'Z')
		c += 'a' - 'A';
	return ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) && !plan->initials[c];
}

/* `all`: the slugs of other cells too, to name one. */
static struct folded fold_row(const struct plan *plan, struct arena *arena, const struct sheet_row *row, bool all)
{
	struct str *cells = arena_array(arena, struct str, row->count + 1);
	struct buf slug = { 0 };

	for (uint32_t i = 0; i < row->count; i++) {
		struct str text = text_trim(row->cells[i].text);

		if (text.len == 0 || text.len > TITLE_MOST || (!all && begins_otherwise(plan, text)))
			continue;
		buf_reset(&slug);
		slug_add(&slug, text);
		cells[i] = arena_copy(arena, buf_str(&slug));
	}
	buf_clear(&slug);
	return (struct folded){ cells, row->count };
}

static bool is_title(const struct plan_column *column, struct str folded)
{
	for (size_t i = 0; folded.len && i < column->title_count; i++)
		if (str_equal(column->titles[i], folded))
			return true;
	return false;
}

/* The first cell in the header that bears a title of `column` and that none before it has taken; 0: none. *row is the header's row where it
 * stands. */
static uint32_t find_title(const struct plan *plan, const struct folded *header, const struct plan_column *column, const uint32_t *taken,
	size_t before,
	uint32_t *row)
{
	for (*row = 0; *row < plan->header_rows; (*row)++) {
		for (uint32_t i = 0; i < header[*row].count; i++) {
			bool free = true;

			for (size_t t = 0; t < before; t++)
				free = free && taken[t] != i + 1;
			if (free && is_title(column, header[*row].cells[i]))
				return i + 1;
		}
	}
	return 0;
}

/* How many columns have their title in these rows; none unless the first row holds one. */
static size_t match(const struct plan *plan, const struct folded *header, uint32_t *positions)
{
	size_t found = 0;
	bool first = false;

	for (size_t i = 0; i < plan->column_count; i++) {
		const struct plan_column *column = &plan->columns[i];
		uint32_t row;

		positions[i] = column->position;
		if (column->position)
			continue;
		positions[i] = find_title(plan, header, column, positions, i, &row);
		if (positions[i] == 0)
			continue;
		found++;
		first = first || row == 0;
	}
	return first ? found : 0;
}

static void tell_missing(const struct plan *plan, struct arena *scratch, size_t at, const uint32_t *positions, struct diag *diag)
{
	struct row_ref row = { .sheet = plan->sheet, .row = at };
	struct folded header[HEADER_ROWS_MOST];

	for (uint32_t r = 0; r < plan->header_rows; r++)
		header[r] = fold_row(plan, scratch, &plan->sheet->rows[at + r], true);
	for (size_t i = 0; i < plan->column_count; i++) {
		struct str seen[COLUMNS_MOST], nearest;
		size_t count = 0;

		if (positions[i])
			continue;
		for (uint32_t r = 0; r < plan->header_rows; r++)
			for (uint32_t c = 0; c < header[r].count && count < COLUMNS_MOST; c++)
				if (header[r].cells[c].len)
					seen[count++] = header[r].cells[c];
		nearest = str_nearest(plan->columns[i].titles[0], seen, count);
		diag_error(diag, row_place(&row), "sheet-column", "this header has no column '%.*s'",
			"a este encabezado le falta la columna '%.*s'",
			STR_ARG(plan->columns[i].title));
		if (nearest.len)
			diag_advice(diag, "is it the one like '%.*s'? titles that vary are given as a list: %.*s = { \"…\", \"…\" }",
				"¿es la que se parece a '%.*s'? los títulos que varían se dan en una lista: %.*s = { \"…\", \"…\" }",
				STR_ARG(nearest),
				STR_ARG(plan->columns[i].name));
		else
			diag_advice(diag, "write its title as it stands here, or its position: %.*s = 3",
				"escriba su título como está aquí, o su posición: %.*s = 3", STR_ARG(plan->columns[i].name));
	}
}

/* Where the titles above a header begin: after the last row that has two cells or more, and not before `from`. */
static size_t first_title(const struct plan *plan, size_t bands, size_t from)
{
	uint32_t last;

	while (bands > from && row_filled(&plan->sheet->rows[bands - 1], &last) <= 1)
		bands--;
	return bands;
}

static void add_page(struct plan *plan, struct arena *arena, size_t header, const uint32_t *positions)
{
	struct plan_page *page = arena_new_of(arena, struct plan_page), *before = NULL;
	uint32_t *kept = arena_array(arena, uint32_t, plan->column_count + 1);
	size_t from = 0;

	if (plan->page_count) {
		before = (struct plan_page *)(uintptr_t)plan->pages[plan->page_count - 1];
		from = before->body;
	}
	memcpy(kept, positions, plan->column_count * sizeof *kept);
	*page = (struct plan_page){ .plan = plan, .number = (uint32_t)plan->page_count + 1, .header = header, .body = header + plan->header_rows,
		.end = plan->sheet->row_count, .positions = kept };
	page->bands = header - from < plan->band_rows ? from : header - plan->band_rows;
	page->titles = first_title(plan, page->bands, from);
	if (before)
		before->end = page->titles;
	arena_grow(arena, plan->pages, plan->page_count, plan->page_capacity);
	plan->pages[plan->page_count++] = page;
}

static void tell_none(const struct plan *plan, size_t nearest, size_t found, struct diag *diag)
{
	struct row_ref row = { .sheet = plan->sheet, .row = nearest };
	size_t wanted = 0;

	for (size_t i = 0; i < plan->column_count; i++)
		wanted += plan->columns[i].position == 0;
	if (found)
		diag_error(diag, row_place(&row), "sheet-header", "no header was found; this row comes nearest, with %zu of %zu titles",
			"no se encontró el encabezado; este renglón es el más cercano, con %zu de %zu títulos", found, wanted);
	else
		diag_error(diag, place_of(plan->sheet->path), "sheet-header", "no header was found: no row has any of the %zu titles",
			"no se encontró el encabezado: ningún renglón tiene alguno de los %zu títulos", wanted);
	diag_advice(diag, "does the plan give the titles as they stand in the sheet, and is the file delimited as it should be?",
		"¿da el plan los títulos como están en la hoja, y está el archivo delimitado como debe?");
}

void plan_find(struct plan *plan, struct arena *arena, struct diag *diag)
{
	const struct sheet *sheet = plan->sheet;
	struct folded header[HEADER_ROWS_MOST];
	uint32_t positions[COLUMNS_MOST];
	struct arena *scratch = arena_new();
	size_t titled = 0, best = 0, best_at = 0;

	for (size_t i = 0; i < plan->column_count; i++)
		titled += plan->columns[i].position == 0;
	for (size_t at = 0; at + plan->header_rows <= sheet->row_count; at++) {
		size_t found;

		arena_reset(scratch);
		for (uint32_t r = 0; r < plan->header_rows; r++)
			header[r] = fold_row(plan, scratch, &sheet->rows[at + r], false);
		found = match(plan, header, positions);
		if (found * 2 < titled || found == 0) {
			if (found > best) {
				best = found;
				best_at = at;
			}
			continue;
		}
		if (found < titled)
			tell_missing(plan, scratch, at, positions, diag);
		add_page(plan, arena, at, positions);
		at += plan->header_rows - 1;
	}
	if (plan->page_count == 0)
		tell_none(plan, best_at, best, diag);
	arena_free(scratch);
}

/* What scripts hold. */

static const struct plan *plan_self(lua_State *L)
{
	return *(const struct plan **)import_self(L, 1, IMPORT_PLAN);
}

void import_push_page(lua_State *L, const struct plan_page *page)
{
	const struct plan_page **made = import_push(L, IMPORT_PAGE, sizeof *made);

	*made = page;
}

static const struct plan_page *page_self(lua_State *L)
{
	return *(const struct plan_page **)import_self(L, 1, IMPORT_PAGE);
}

/* A list of the rows [from, to) that are not blank. */
static void push_list(lua_State *L, const struct plan_page *page, size_t from, size_t to)
{
	lua_Integer count = 0;
	uint32_t last;

	lua_newtable(L);
	for (size_t i = from; i < to; i++) {
		if (row_filled(&page->plan->sheet->rows[i], &last) == 0)
			continue;
		import_push_row(L, (struct row_ref){ page->plan->sheet, page, i });
		lua_rawseti(L, -2, ++count);
	}
}

static int page_rows(lua_State *L)
{
	const struct plan_page *page = page_self(L);

	return import_each_row(L, page->plan->sheet, page, page->body, page->end);
}

/* Upvalue: the methods. */
static int page_index(lua_State *L)
{
	static const struct str names[] = { { "number", 6 }, { "titles", 6 }, { "bands", 5 }, { "header", 6 }, { "rows", 4 } };
	const struct plan_page *page = page_self(L);
	struct str name = world_string(L, 2);

	if (str_equal(name, STR("number"))) {
		lua_pushinteger(L, page->number);
	} else if (str_equal(name, STR("titles"))) {
		push_list(L, page, page->titles, page->bands);
	} else if (str_equal(name, STR("bands"))) {
		push_list(L, page, page->bands, page->header);
	} else if (str_equal(name, STR("header"))) {
		push_list(L, page, page->header, page->body);
	} else {
		lua_pushvalue(L, 2);
		if (lua_rawget(L, lua_upvalueindex(1)) == LUA_TNIL)
			world_fault_meant(L, "unknown-name", str_nearest(name, names, sizeof names / sizeof names[0]), "a page has no '%.*s'",
				"una página no tiene '%.*s'", STR_ARG(name));
	}
	return 1;
}

/* Upvalues: plan, the next page's number from 0, the iterator of its rows or nil. */
static int next_of_all(lua_State *L)
{
	const struct plan *plan = lua_touserdata(L, lua_upvalueindex(1));

	for (;;) {
		size_t number = (size_t)lua_tointeger(L, lua_upvalueindex(2));
		const struct plan_page *page;

		if (!lua_isnil(L, lua_upvalueindex(3))) {
			lua_pushvalue(L, lua_upvalueindex(3));
			lua_call(L, 0, 1);
			if (!lua_isnil(L, -1))
				return 1;
		}
		if (number >= plan->page_count)
			return 0;
		page = plan->pages[number];
		lua_pushinteger(L, (lua_Integer)number + 1);
		lua_replace(L, lua_upvalueindex(2));
		import_each_row(L, plan->sheet, page, page->body, page->end);
		lua_replace(L, lua_upvalueindex(3));
	}
}

static int plan_rows(lua_State *L)
{
	lua_pushlightuserdata(L, (void *)(uintptr_t)plan_self(L));
	lua_pushinteger(L, 0);
	lua_pushnil(L);
	lua_pushcclosure(L, next_of_all, 3);
	return 1;
}

/* The column of the plan that the text at `index` names. */
static size_t column_argument(lua_State *L, const struct plan *plan, int index)
{
	struct str name = world_string(L, index), names[COLUMNS_MOST];

	for (size_t i = 0; i < plan->column_count; i++) {
		names[i] = plan->columns[i].name;
		if (str_equal(names[i], name))
			return i;
	}
	world_fault_meant(L, "unknown-name", str_nearest(name, names, plan->column_count), "the plan has no column '%.*s'",
		"el plan no tiene columna '%.*s'", STR_ARG(name));
}

/* What the cells of some columns say of the order of day and month, all together. */
struct vote {
	struct cell_ref first[3]; /* the first cell for each order */
	bool seen[3];
};

static void vote_column(const struct plan *plan, size_t column, struct vote *vote)
{
	for (size_t p = 0; p < plan->page_count; p++) {
		const struct plan_page *page = plan->pages[p];

		for (size_t i = page->body; i < page->end; i++) {
			struct cell_ref cell = { { plan->sheet, page, i }, page->positions[column] };
			enum day_order order = text_order(cell_text(&cell));

			if (order == ORDER_UNKNOWN || vote->seen[order])
				continue;
			vote->seen[order] = true;
			vote->first[order] = cell;
		}
	}
}

/* plan:date_order("inicio", …) → "dmy" or "mdy"; nil, and told, when the cells disagree or none tells. */
static int plan_date_order(lua_State *L)
{
	const struct plan *plan = plan_self(L);
	struct diag *diag = world_of(L)->diag;
	struct vote vote = { .seen = { false } };
	int count = lua_gettop(L);

	if (count < 2)
		world_fault(L, "lua-error", "name the columns of dates: plan:date_order(\"inicio\", \"termino\")",
			"nombre las columnas de fechas: plan:date_order(\"inicio\", \"termino\")");
	for (int i = 2; i <= count; i++) {
		world_charge(L, plan->sheet->row_count);
		vote_column(plan, column_argument(L, plan, i), &vote);
	}
	if (vote.seen[ORDER_DMY] && vote.seen[ORDER_MDY]) {
		struct place other = cell_place(&vote.first[ORDER_DMY]);

		diag_error(diag, cell_place(&vote.first[ORDER_MDY]), "day-month-order",
			"this date has the month first, and the one in line %u the day: the column mixes both",
			"esta fecha lleva primero el mes, y la de la línea %u el día: la columna mezcla los dos órdenes", (unsigned)other.line);
		diag_advice(diag, "read each with the order it has, cell:date(\"dmy\") or cell:date(\"mdy\"), and emit what was decided",
			"lea cada una con su orden, cell:date(\"dmy\") o cell:date(\"mdy\"), y emita lo que se decidió");
	} else if (vote.seen[ORDER_DMY] || vote.seen[ORDER_MDY]) {
		lua_pushstring(L, vote.seen[ORDER_DMY] ? "dmy" : "mdy");
		return 1;
	} else if (plan->page_count) {
		diag_error(diag, place_of(plan->sheet->path), "day-month-order", "no date in these columns tells day from month",
			"ninguna fecha de estas columnas distingue el día del mes");
		diag_advice(diag, "give the order yourself: cell:date(\"dmy\")", "dé usted el orden: cell:date(\"dmy\")");
	}
	import_asked_here(L);
	lua_pushnil(L);
	return 1;
}

/* Upvalue: the methods. */
static int plan_index(lua_State *L)
{
	static const struct str names[] = { { "pages", 5 }, { "rows", 4 }, { "date_order", 10 } };
	const struct plan *plan = plan_self(L);
	struct str name = world_string(L, 2);

	if (str_equal(name, STR("pages"))) {
		lua_newtable(L);
		for (size_t i = 0; i < plan->page_count; i++) {
			import_push_page(L, plan->pages[i]);
			lua_rawseti(L, -2, (lua_Integer)i + 1);
		}
		return 1;
	}
	lua_pushvalue(L, 2);
	if (lua_rawget(L, lua_upvalueindex(1)) == LUA_TNIL)
		world_fault_meant(L, "unknown-name", str_nearest(name, names, sizeof names / sizeof names[0]), "a plan has no '%.*s'",
			"un plan no tiene '%.*s'", STR_ARG(name));
	return 1;
}

/* sheet:plan { columns = { name = "TITLE" or { "TITLE", … } or position }, rows = 1, bands = 0 } */

static uint32_t small_number(lua_State *L, const char *name, uint32_t otherwise, uint32_t least)
{
	lua_Integer value = otherwise;

	if (lua_getfield(L, 2, name) != LUA_TNIL) {
		value = lua_tointeger(L, -1);
		if (!lua_isinteger(L, -1) || value < least || value > HEADER_ROWS_MOST)
			world_fault(L, "declaration", "'%s' is a number from %u to %d", "'%s' es un número de %u a %d", name, (unsigned)least,
				HEADER_ROWS_MOST);
	}
	lua_pop(L, 1);
	return (uint32_t)value;
}

static void check_names(lua_State *L)
{
	static const struct str known[] = { { "columns", 7 }, { "rows", 4 }, { "bands", 5 } };

	lua_pushnil(L);
	while (lua_next(L, 2)) {
		struct str name = lua_type(L, -2) == LUA_TSTRING ? world_string(L, -2) : STR("?");
		bool good = false;

		for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
			good = good || str_equal(known[i], name);
		if (!good)
			world_fault_meant(L, "declaration", str_nearest(name, known, sizeof known / sizeof known[0]),
				"'%.*s' means nothing in a plan", "'%.*s' no significa nada en un plan", STR_ARG(name));
		lua_pop(L, 1);
	}
}

/* The title at `index`, as a slug in the arena. */
static struct str title_slug(lua_State *L, int index, struct str name)
{
	struct buf *text = &view_of(L)->text;

	buf_reset(text);
	if (lua_type(L, index) == LUA_TSTRING)
		slug_add(text, world_string(L, index));
	if (text->len == 0)
		world_fault(L, "declaration", "column '%.*s' needs the title it has in the sheet, a list of titles, or its position",
			"la columna '%.*s' necesita el título que tiene en la hoja, una lista de títulos o su posición", STR_ARG(name));
	return arena_copy(import_room(L)->arena, buf_str(text));
}

/* Reads the value on the top of the stack. */
static void read_column(lua_State *L, struct plan_column *column)
{
	struct arena *arena = import_room(L)->arena;
	struct str *titles;
	size_t count;

	if (lua_isinteger(L, -1)) {
		column->position = (uint32_t)lua_tointeger(L, -1);
		if (lua_tointeger(L, -1) >= 1 && lua_tointeger(L, -1) <= 16384)
			return;
		world_fault(L, "declaration", "the position of column '%.*s' is counted from 1",
			"la posición de la columna '%.*s' se cuenta desde 1",
			STR_ARG(column->name));
	}
	if (lua_type(L, -1) != LUA_TTABLE) {
		column->titles = titles = arena_array(arena, struct str, 1);
		titles[column->title_count++] = title_slug(L, -1, column->name);
		column->title = arena_copy(arena, world_string(L, -1));
		return;
	}
	count = lua_rawlen(L, -1);
	column->titles = titles = arena_array(arena, struct str, count + 1);
	for (size_t i = 1; i <= count || i == 1; i++) {
		lua_rawgeti(L, -1, (lua_Integer)i);
		titles[column->title_count++] = title_slug(L, -1, column->name);
		if (i == 1)
			column->title = arena_copy(arena, world_string(L, -1));
		lua_pop(L, 1);
	}
}

static void read_columns(lua_State *L, struct plan *plan)
{
	static const char *const taken[] = { "line", "page", "blank", "cells", "only", "same" };
	struct arena *arena = import_room(L)->arena;
	bool titled = false;

	if (lua_getfield(L, 2, "columns") != LUA_TTABLE)
		world_fault(L, "declaration", "a plan needs columns = { name = \"TITLE\", … }",
			"un plan necesita columns = { nombre = \"TÍTULO\", … }");
	plan->columns = arena_array(arena, struct plan_column, COLUMNS_MOST);
	world_sorted_pairs(L, lua_gettop(L));
	while (lua_pushvalue(L, -3), lua_call(L, 0, 2), !lua_isnil(L, -2)) {
		struct plan_column *column = &plan->columns[plan->column_count++];

		if (plan->column_count == COLUMNS_MOST)
			world_fault(L, "declaration", "a plan has fewer than %d columns", "un plan tiene menos de %d columnas", COLUMNS_MOST);
		column->name = arena_copy(arena, lua_type(L, -2) == LUA_TSTRING ? world_string(L, -2) : STR(""));
		for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
			if (str_equal(column->name, str_of(taken[i])) || column->name.len == 0)
				world_fault(L, "declaration", "'%.*s' can't name a column: a row has that already",
					"'%.*s' no puede nombrar una columna: un renglón ya lo tiene", STR_ARG(column->name));
		read_column(L, column);
		lua_pop(L, 2);
	}
	lua_settop(L, 2);
	for (size_t i = 0; i < plan->column_count; i++)
		for (size_t t = 0; t < plan->columns[i].title_count; t++)
			plan->initials[(unsigned char)plan->columns[i].titles[t].at[0]] = titled = true;
	if (!titled)
		world_fault(L, "declaration", "a plan needs a column with a title, to know its header by",
			"un plan necesita una columna con título, para reconocer su encabezado");
}

int import_make_plan(lua_State *L)
{
	const struct sheet *sheet = *(const struct sheet **)import_self(L, 1, IMPORT_SHEET);
	struct arena *arena = import_room(L)->arena;
	struct plan *plan = arena_new_of(arena, struct plan);
	const struct plan **made;

	lua_settop(L, 2);
	world_plain_table(L, 2);
	world_charge(L, COLUMNS_MOST * 64); /* for the memory */
	check_names(L);
	plan->sheet = sheet;
	plan->header_rows = small_number(L, "rows", 1, 1);
	plan->band_rows = small_number(L, "bands", 0, 0);
	read_columns(L, plan);
	for (size_t i = 0; i < sheet->row_count; i++)
		world_charge(L, 1 + sheet->rows[i].count);
	plan_find(plan, arena, world_of(L)->diag);
	made = import_push(L, IMPORT_PLAN, sizeof *made);
	*made = plan;
	return 1;
}

void import_open_plans(lua_State *L)
{
	static const luaL_Reg none[] = { { NULL, NULL } };
	static const luaL_Reg plan_methods[] = { { "date_order", plan_date_order }, { "rows", plan_rows }, { NULL, NULL } };
	static const luaL_Reg page_methods[] = { { "rows", page_rows }, { NULL, NULL } };

	import_open_kind(L, IMPORT_PLAN, plan_methods, NULL, plan_index, none);
	import_open_kind(L, IMPORT_PAGE, page_methods, NULL, page_index, none);
}
