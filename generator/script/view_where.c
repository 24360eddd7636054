/* where: rows that hold conditions. A condition on a key leads straight to its rows; a function is asked for each. */
#include "script/view_rows.h"

#include "base/arena.h"

#include <stdlib.h>

enum { CONDITIONS_MOST = 16 };

struct condition {
	struct step *step;
	int type;               /* of the Lua value */
	struct str text;
	bool truth;
	bool number, moment, row;
	struct decimal decimal;
	struct moment when;
	uint32_t target;        /* a row */
};

static _Noreturn void never_equal(lua_State *L, const struct condition *c)
{
	struct str name = c->step->name;

	world_fault(L, "lua-error", "'%.*s' is never equal to a %s",
		"'%.*s' nunca es igual a un valor de tipo %s", STR_ARG(name), luaL_typename(L, -1));
}

/* Reads the condition whose key and value are on the top of the stack. */
static struct condition read_condition(lua_State *L, struct table_view *view)
{
	struct condition c = { .step = table_view_field(L, view, -2), .type = lua_type(L, -1) };
	const struct table *table = NULL;
	enum field_type type = c.step->type;

	if (c.step->kind == STEP_BACK)
		table_view_unknown(L, view, c.step->name);
	if (c.step->kind == STEP_FORWARD) {
		c.row = view_is_row(L, -1, &table, &c.target);
		if (!c.row || table != c.step->link->to)
			never_equal(L, &c);
		return c;
	}
	if (c.type == LUA_TSTRING) {
		c.text = world_string(L, -1);
		if (type == FIELD_INTEGER || type == FIELD_YEAR || type == FIELD_NUMBER || type == FIELD_BOOLEAN)
			never_equal(L, &c);
	} else if (c.type == LUA_TBOOLEAN) {
		c.truth = lua_toboolean(L, -1);
		if (type != FIELD_BOOLEAN)
			never_equal(L, &c);
	} else if (view_is_moment(L, -1, &type, &c.when)) {
		c.moment = true;
		if (type != c.step->type)
			never_equal(L, &c);
	} else {
		c.number = view_number(L, -1, &c.decimal);
		if (!c.number || (type != FIELD_INTEGER && type != FIELD_YEAR && type != FIELD_NUMBER))
			never_equal(L, &c);
	}
	return c;
}

static bool holds(lua_State *L, const struct condition *c, const struct table *table, uint32_t row)
{
	struct value value;
	struct str text;

	if (c->row)
		return link_forward(c->step->link, row) == c->target;
	if (c->type == LUA_TSTRING)
		return table_text(table, row, c->step->column, &text) && str_equal(text, c->text);
	if (!table_value(table, world_of(L)->arena, row, c->step->column, &value))
		return false;
	if (c->type == LUA_TBOOLEAN)
		return value.as.boolean == c->truth;
	if (c->moment)
		return moment_compare(&value.as.moment, &c->when) == 0;
	return decimal_compare(c->step->type == FIELD_NUMBER ? value.as.decimal : decimal_of(value.as.integer), c->decimal) == 0;
}

/* The link whose only column is this field and which points at a primary key, or NULL. */
static const struct link *link_of_field(const struct table *table, const struct field *field)
{
	for (size_t i = 0; i < table_link_count(table); i++) {
		const struct link *link = table_link_at(table, i);
		const struct key *primary = &table_schema(link->to)->primary;

		if (link->key->key.count == 1 && link->key->key.fields[0]->index == field->index && primary->count == 1 &&
			str_equal(link->key->target_fields[0], primary->fields[0]->name))
			return link;
	}
	return NULL;
}

static int by_number(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return (a > b) - (a < b);
}

/* In a whole table, a condition on a link leads straight to its rows: `found` is then a list of them in the order of the file. */
static bool narrow(lua_State *L, const struct condition *c, const struct span *span, struct row_list *found)
{
	const struct link *link = c->row ? c->step->link : NULL;
	uint32_t target = c->target, *rows;

	if (!link && c->type == LUA_TSTRING && c->step->kind == STEP_FIELD) {
		link = link_of_field(span->view->table, c->step->field);
		target = link ? table_find(link->to, &c->text, 1) : ROW_NONE;
		if (link && target == ROW_NONE) {
			*found = (struct row_list){ 0 };
			return true;
		}
	}
	if (!link)
		return false;
	*found = link_back(link, target);
	if (!found->rows)
		return true;
	rows = arena_alloc(world_of(L)->arena, (found->count + 1) * sizeof *rows);
	memcpy(rows, found->rows, found->count * sizeof *rows);
	qsort(rows, found->count, sizeof *rows, by_number);
	found->rows = rows;
	return true;
}

static bool asks(lua_State *L, const struct span *span, uint32_t row)
{
	bool yes;

	lua_pushvalue(L, 2);
	view_push_row_of(L, span->view, row);
	lua_call(L, 1, 1);
	yes = lua_toboolean(L, -1);
	lua_pop(L, 1);
	return yes;
}

/* Reads the conditions of the table at 2. */
static size_t read_conditions(lua_State *L, const struct span *span, struct condition conditions[static CONDITIONS_MOST])
{
	size_t count = 0;

	world_plain_table(L, 2);
	lua_pushnil(L);
	while (lua_next(L, 2)) {
		if (lua_type(L, -2) != LUA_TSTRING)
			world_fault(L, "lua-error", "a condition is written { field = value }", "una condición se escribe { campo = valor }");
		if (count < CONDITIONS_MOST)
			conditions[count++] = read_condition(L, span->view);
		else
			world_fault(L, "lua-error", "at most 16 conditions", "a lo más 16 condiciones");
		lua_pop(L, 1);
	}
	return count;
}

int view_where(lua_State *L)
{
	struct span span = view_span(L);
	struct condition conditions[CONDITIONS_MOST];
	bool function = lua_type(L, 2) == LUA_TFUNCTION;
	size_t count = function ? 0 : read_conditions(L, &span, conditions);
	uint32_t *kept, kept_count = 0;
	struct rows_view *rows;

	lua_settop(L, 2);
	if (view_test(L, 1, VIEW_TABLE))
		for (size_t i = 0; i < count; i++)
			if (narrow(L, &conditions[i], &span, &span.list))
				break;
	world_charge(L, (uint64_t)span.list.count * (count + 1) + 1);
	kept = lua_newuserdatauv(L, (span.list.count + 1) * sizeof *kept, 0);
	for (uint32_t i = 0; i < span.list.count; i++) {
		uint32_t row = row_list_at(span.list, i);
		bool good = !function || asks(L, &span, row);

		for (size_t c = 0; good && c < count; c++)
			good = holds(L, &conditions[c], span.view->table, row);
		if (good)
			kept[kept_count++] = row;
	}
	rows = view_new_rows(L, span.view, kept_count);
	memcpy(rows->own, kept, kept_count * sizeof *kept);
	return 1;
}
