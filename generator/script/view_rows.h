/* script/view_rows.h - a list of rows and a whole table are both a span: a table and some of its row numbers. Their methods, a file for
 * each that is more than a few lines. */
#ifndef SCRIPT_VIEW_ROWS_H
#define SCRIPT_VIEW_ROWS_H

#include "script/view_private.h"

struct span {
	struct table_view *view;
	struct row_list list;
};

/* The span that a method was called on (argument 1); a fault when it is none. */
struct span view_span(lua_State *L);
/* The row at place `i` of the span, from 1, or nil, onto the stack. */
void view_push_at(lua_State *L, const struct span *span, int64_t i);

/* Methods of both, as templates call them: rows:where{…}, rows:group_by("field"), rows:sum("field"), rows:sort_by("field" [, "desc"]). */
int view_where(lua_State *L);
int view_group_by(lua_State *L);
int view_sum(lua_State *L);
int view_sort_by(lua_State *L);
/* Methods of whole tables, ended by NULL, and how a name or a number in one is read. */
extern const luaL_Reg view_table_methods[];
int view_table_index(lua_State *L);

/* Registry: the table of a whole table's methods, name → function. */
extern const char view_table_methods_key;

#endif
