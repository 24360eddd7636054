/* Steps between any row and the rows that tell of it (vitrina:about): what changed in it, what is wrong with it. They are methods, not names of
 * their own, since every table has them. */
#include "script/view.h"

#include "base/arena.h"
#include "base/map.h"
#include "model/addition.h"
#include "model/site.h"
#include "script/view_private.h"

/* The about of `table` that the text at `index` names, or its first. */
static const struct about *about_at(lua_State *L, const struct table *table, int index)
{
	struct str name = lua_isnoneornil(L, index) ? STR("") : world_string(L, index), resource = table_name(table);
	const struct about *about = table_about(table, name);

	if (!about && name.len)
		world_fault(L, "unknown-name", "'%.*s' does not tell of other rows as '%.*s'", "'%.*s' no habla de otros renglones como '%.*s'",
			STR_ARG(resource), STR_ARG(name));
	if (!about)
		world_fault(L, "unknown-name", "'%.*s' does not tell of rows of other tables: its descriptor has no vitrina:about",
			"'%.*s' no habla de renglones de otras tablas: su descriptor no tiene vitrina:about", STR_ARG(resource));
	return about;
}

/* The numbers live as long as the table. */
static void push_kept(lua_State *L, struct table_view *view, struct row_list list)
{
	struct rows_view *rows = view_new(L, VIEW_ROWS, sizeof *rows);

	*rows = (struct rows_view){ .view = view, .list = list };
}

static const struct row_view *self(lua_State *L)
{
	const struct row_view *row = view_test(L, 1, VIEW_ROW);

	if (!row)
		world_fault(L, "lua-error", "this is no row; call it with a colon, like row:about(\"cambios\")",
			"esto no es un renglón; se llama con dos puntos, como renglon:about(\"cambios\")");
	return row;
}

static void unknown_resource(lua_State *L, const struct site *site, struct str name)
{
	size_t count = site ? map_count(site->tables) : 0;
	struct str *names = arena_array(world_of(L)->arena, struct str, count + 1);

	for (size_t i = 0; i < count; i++)
		names[i] = map_entries(site->tables)[i].key;
	world_fault_meant(L, "unknown-name", str_nearest(name, names, count), "no resource '%.*s'", "no hay recurso '%.*s'", STR_ARG(name));
}

/* What `row` is told of in `table`. */
static struct row_list rows_about(lua_State *L, const struct table *table, const struct row_view *row)
{
	const struct about *about = about_at(L, table, 3);
	struct buf key = { 0 };
	struct row_list list;

	table_key(row->view->table, row->row, &key);
	list = about_rows(about, table_name(row->view->table), buf_str(&key));
	buf_clear(&key);
	return list;
}

/* row:about("cambios"): the rows of that table that tell of this one. */
int view_row_about(lua_State *L)
{
	const struct row_view *row = self(L);
	const struct site *site = world_of(L)->site;
	struct str name = world_string(L, 2);
	const struct table *table = site ? site_table(site, name) : NULL;

	if (table)
		push_kept(L, table_view_of(L, table), rows_about(L, table, row));
	else if (addition_known(name))
		view_new_rows(L, row->view, 0);
	else
		unknown_resource(L, site, name);
	return 1;
}

/* data.cambios:about("metas", "son-2011-07"): the same for a row that may be no more. */
int view_table_about(lua_State *L)
{
	struct str resource = world_string(L, 2), key = world_string(L, 3);
	const struct table *table = NULL;

	if (view_is_table(L, 1, &table))
		push_kept(L, table_view_of(L, table), about_rows(about_at(L, table, 4), resource, key));
	else
		world_fault(L, "lua-error", "this is no table; call it with a colon, like data.cambios:about(\"metas\", key)",
			"esto no es una tabla; se llama con dos puntos, como data.cambios:about(\"metas\", clave)");
	return 1;
}

/* row:subject(): the row that this one tells of; nil when it is no more. */
int view_row_subject(lua_State *L)
{
	const struct row_view *row = self(L);
	const struct site *site = world_of(L)->site;
	const struct table *table;
	struct str resource, key;
	uint32_t other;

	lua_pushnil(L);
	if (!about_names(about_at(L, row->view->table, 2), row->row, &resource, &key))
		return 1;
	table = site ? site_table(site, resource) : NULL;
	other = table ? table_find_key(table, key) : ROW_NONE;
	if (other != ROW_NONE)
		view_push_row(L, table, other);
	return 1;
}
