/* script/view.h - the model as Lua sees it: read-only rows, tables, lists, decimals, moments and host items. Private to the room.
 * A row is a light view (table and number in one userdata): nothing is copied. Unknown names are faults that tell the nearest right one. */
#ifndef SCRIPT_VIEW_H
#define SCRIPT_VIEW_H

#include "model/table.h"
#include "model/value.h"
#include "script/item.h"
#include "script/world.h"

/* Adds the metatables, `decimal`, `date` and the methods to a world. Called once by those who make worlds; world_free ends it. */
void view_open(struct world *world);
/* The language of titles and of sort_by from now on; the site's first one until then. Borrowed. */
void view_language(struct world *world, struct str lang);
/* Asked before a computed field is read, while model.lua runs: false when it isn't computed yet, which is a fault. NULL: all are. */
typedef bool view_ready_fn(void *context, const struct table *table, size_t column);
void view_guard(struct world *world, view_ready_fn *ready, void *context);

/* What Lua code sees:
 *   row       row.field (a cell), row.step (the row a foreign key names, or nil), row.steps (the rows that name it)
 *             methods, which fields of the same name hide: why(field) key() text(field) label() table()
 *             about(name [, way]): the rows of that table which tell of this one (vitrina:about); none when it is a table of the
 *             program's that is not made. subject([way]): the row that this one tells of, or nil
 *             why: the code of the reason a cell is absent ("empty") and its wording or ""; nil when it is not
 *   rows, table   #rows rows[i] ipairs each() where{field = value, …} where(function) group_by(field) sum(field) sort_by(field [, "desc"])
 *             first() last() count() take(n [, from])
 *             sum: the decimal sum of what is there, and how many that were; nil and 0 when nothing was: absent is not zero
 *             group_by: { { key = …, rows = … }, … }, first seen first
 *   table     table["key"] or nil; of a key like "name" of a method: row("key"), row("a", "b"); name() title() description() fields()
 *             keys(): { primary = { "a" }, unique = { { "b", "c" } }, foreign = { { fields, table, target } }, referrers = { { fields, table } } }
 *             about("metas", "key" [, way]): its rows that tell of that row, which may be no more
 *   decimal   + - * / // % - < <= == with decimals and integers; round(places [, "half-even"]) floor() ceil() abs() sign() is_zero() scale()
 *             integer(). A decimal never equals a Lua integer by `==` (Lua compares types first): is_zero(), or <= and >=
 *   moment    year month day hour minute second; < <= ==; date - date in days, month - month in months; days() add_days(n) add_months(n) */

void view_push_row(lua_State *L, const struct table *table, uint32_t row);
void view_push_table(lua_State *L, const struct table *table);
/* The rows of a table in a list of row numbers, which must live as long as the table or the page. */
void view_push_rows(lua_State *L, const struct table *table, struct row_list rows);
void view_push_decimal(lua_State *L, struct decimal d);
/* A date, month, time …: `type` says which parts count. */
void view_push_moment(lua_State *L, enum field_type type, const struct moment *moment);
/* A cell: nil when absent, else by its type (integer and year: Lua integer; number: decimal; boolean; dates: moment;
 * object, array, geojson: Lua tables, a fresh copy each time; the rest: string). */
void view_push_cell(lua_State *L, const struct table *table, uint32_t row, size_t column);
/* An item tree; it must live until the next world_begin. */
void view_push_item(lua_State *L, const struct item *item);
/* Safe HTML: prints as it is. */
void view_push_html(lua_State *L, struct str html);
/* The table of all tables, `data`: data.metas; closed. */
void view_push_data(lua_State *L);

/* What a stack slot holds; false when it is another thing. view_is_item takes anything that can stand in an item. */
bool view_is_row(lua_State *L, int index, const struct table **table, uint32_t *row);
bool view_is_table(lua_State *L, int index, const struct table **table);
bool view_is_decimal(lua_State *L, int index, struct decimal *d);
bool view_is_moment(lua_State *L, int index, enum field_type *type, struct moment *moment);
bool view_is_html(lua_State *L, int index, struct str *html);
bool view_is_item(lua_State *L, int index, struct item *item);
/* An integer or a decimal, as a decimal. A Lua float is a fault [float]: figures are exact. False when it is no number. */
bool view_number(lua_State *L, int index, struct decimal *d);
/* Appends the printable form of any printable value (nil prints nothing; decimals as published; moments in ISO 8601; booleans, integers, strings);
 * a fault when it can't be printed (a row, a table, a function, a float). */
void view_print(lua_State *L, int index, struct buf *out);
/* `==` as people mean it: a decimal equals an integer of the same value. */
bool view_equal(lua_State *L, int a, int b);
/* Iteration for `for x in list`: pushes iterator, state, control for any list-like value: Lua array, row list, table view,
 * item list; a fault otherwise. For `for k, v in map`: sorted pairs of a Lua table, entries of an item map, fields of settings. */
int view_each(lua_State *L, int index, bool pairs);
/* `#` of any list-like value. */
size_t view_length(lua_State *L, int index);

#endif
