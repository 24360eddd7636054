/* What is told of many rows at once: group_by and sum. */
#include "script/view_rows.h"

/* Numbers the groups in the order in which they are first met; the Lua table at `seen` maps text or row number to group + 1. The text of an
 * absent cell is kept apart. */
static uint32_t group_of(lua_State *L, const struct span *span, const struct step *step, uint32_t row, int seen, uint32_t *groups, uint32_t *absent)
{
	struct str text;
	uint32_t group;
	bool there;

	if (step->kind == STEP_FORWARD) {
		uint32_t target = link_forward(step->link, row);

		there = target != ROW_NONE;
		lua_pushinteger(L, target);
	} else {
		there = table_text(span->view->table, row, step->column, &text);
		world_push(L, there ? text : STR(""));
	}
	if (!there) {
		lua_pop(L, 1);
		if (*absent == ROW_NONE)
			*absent = (*groups)++;
		return *absent;
	}
	lua_pushvalue(L, -1);
	if (lua_rawget(L, seen) != LUA_TNIL) {
		group = (uint32_t)lua_tointeger(L, -1);
		lua_pop(L, 2);
		return group;
	}
	lua_pop(L, 1);
	group = (*groups)++;
	lua_pushinteger(L, group);
	lua_rawset(L, seen);
	return group;
}

/* Puts { key = …, rows = … } into the list at `out` for each group. */
static void push_groups(lua_State *L, const struct span *span, struct step *step, const uint32_t *group_of_row, uint32_t groups, int out)
{
	uint32_t *counts = lua_newuserdatauv(L, (groups + 1) * sizeof *counts, 0);
	struct rows_view **lists = lua_newuserdatauv(L, (groups + 1) * sizeof *lists, 0);

	memset(counts, 0, groups * sizeof *counts);
	for (uint32_t i = 0; i < span->list.count; i++)
		counts[group_of_row[i]]++;
	for (uint32_t g = 0; g < groups; g++) {
		lua_createtable(L, 0, 2);
		lists[g] = view_new_rows(L, span->view, counts[g]);
		lua_setfield(L, -2, "rows");
		lua_rawseti(L, out, (lua_Integer)g + 1);
		counts[g] = 0;
	}
	for (uint32_t i = 0; i < span->list.count; i++) {
		uint32_t g = group_of_row[i], row = row_list_at(span->list, i);

		if (counts[g] == 0) {
			lua_rawgeti(L, out, (lua_Integer)g + 1);
			view_push_step(L, span->view, step, row);
			lua_setfield(L, -2, "key");
			lua_pop(L, 1);
		}
		lists[g]->own[counts[g]++] = row;
	}
}

int view_group_by(lua_State *L)
{
	struct span span = view_span(L);
	struct step *step = table_view_field(L, span.view, 2);
	uint32_t groups = 0, absent = ROW_NONE, *group_of_row;

	if (step->kind == STEP_BACK)
		table_view_unknown(L, span.view, step->name);
	lua_settop(L, 2);
	world_charge(L, (uint64_t)span.list.count * 4 + 1);
	lua_newtable(L);
	group_of_row = lua_newuserdatauv(L, (span.list.count + 1) * sizeof *group_of_row, 0);
	for (uint32_t i = 0; i < span.list.count; i++)
		group_of_row[i] = group_of(L, &span, step, row_list_at(span.list, i), 3, &groups, &absent);
	lua_createtable(L, (int)groups, 0);
	push_groups(L, &span, step, group_of_row, groups, 5);
	lua_settop(L, 5);
	return 1;
}

/* sum("field"): exact; absent cells are passed over and told by the second result. */
int view_sum(lua_State *L)
{
	struct span span = view_span(L);
	struct step *step = table_view_field(L, span.view, 2);
	struct arena *arena = world_of(L)->arena;
	struct decimal total = { 0 };
	int64_t count = 0;
	struct str name = step->name;

	if (step->kind != STEP_FIELD || (step->type != FIELD_INTEGER && step->type != FIELD_NUMBER))
		world_fault(L, "lua-error", "'%.*s' holds no numbers to add", "'%.*s' no tiene números que sumar", STR_ARG(name));
	world_charge(L, (uint64_t)span.list.count + 1);
	for (uint32_t i = 0; i < span.list.count; i++) {
		struct value value;

		if (!table_value(span.view->table, arena, row_list_at(span.list, i), step->column, &value))
			continue;
		total = decimal_add(arena, total, step->type == FIELD_NUMBER ? value.as.decimal : decimal_of(value.as.integer));
		count++;
	}
	if (count)
		view_push_decimal(L, total);
	else
		lua_pushnil(L);
	lua_pushinteger(L, count);
	return 2;
}
