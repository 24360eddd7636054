/* A whole table: its rows by key, and what it says of itself. */
#include "script/view_rows.h"

#include "base/arena.h"

/* The row of a primary key written "a" or "a/b", or ROW_NONE. */
static uint32_t find_key(lua_State *L, const struct table *table, struct str key)
{
	size_t parts_most = table_schema(table)->primary.count, count = 0;
	struct str *parts, rest = key, part;

	if (parts_most == 0)
		return ROW_NONE;
	if (parts_most == 1)
		return table_find(table, &key, 1);
	parts = arena_array(world_of(L)->arena, struct str, parts_most);
	while (count < parts_most && str_next(&rest, '/', &part))
		parts[count++] = part;
	return count == parts_most && rest.at == NULL ? table_find(table, parts, count) : ROW_NONE;
}

static void push_row_or_nil(lua_State *L, struct table_view *view, uint32_t row)
{
	if (row == ROW_NONE)
		lua_pushnil(L);
	else
		view_push_row_of(L, view, row);
}

int view_table_index(lua_State *L)
{
	struct span span = view_span(L);

	if (lua_isinteger(L, 2)) {
		view_push_at(L, &span, lua_tointeger(L, 2));
		return 1;
	}
	lua_rawgetp(L, LUA_REGISTRYINDEX, &view_table_methods_key);
	lua_pushvalue(L, 2);
	if (lua_rawget(L, -2) != LUA_TNIL)
		return 1;
	push_row_or_nil(L, span.view, find_key(L, span.view->table, world_string(L, 2)));
	return 1;
}

/* table:row("a", "b") */
static int method_row(lua_State *L)
{
	struct span span = view_span(L);
	int count = lua_gettop(L) - 1;
	struct str *parts = arena_array(world_of(L)->arena, struct str, (size_t)count + 1);

	for (int i = 0; i < count; i++)
		parts[i] = world_text(L, i + 2);
	push_row_or_nil(L, span.view, count == (int)table_schema(span.view->table)->primary.count && count
		? table_find(span.view->table, parts, (size_t)count) : ROW_NONE);
	return 1;
}

static struct str in_language(lua_State *L, const struct phrase *phrase)
{
	return phrase ? phrase_in(phrase, view_of(L)->lang) : STR("");
}

static int method_name(lua_State *L)
{
	world_push(L, table_name(view_span(L).view->table));
	return 1;
}

static int method_title(lua_State *L)
{
	const struct table *table = view_span(L).view->table;
	struct str title = in_language(L, table_title(table));

	world_push(L, title.len ? title : table_name(table));
	return 1;
}

static int method_description(lua_State *L)
{
	world_push(L, in_language(L, table_description(view_span(L).view->table)));
	return 1;
}

static void set_text(lua_State *L, const char *name, struct str text)
{
	if (text.len == 0)
		return; /* absent is nil */
	world_push(L, text);
	lua_setfield(L, -2, name);
}

static void set_truth(lua_State *L, const char *name, bool truth)
{
	lua_pushboolean(L, truth);
	lua_setfield(L, -2, name);
}

static void set_choices(lua_State *L, const struct field *field)
{
	if (field->choice_count == 0)
		return;
	lua_createtable(L, (int)field->choice_count, 0);
	for (size_t i = 0; i < field->choice_count; i++) {
		struct str label = in_language(L, &field->choices[i].label);

		lua_createtable(L, 0, 2);
		set_text(L, "value", field->choices[i].value);
		set_text(L, "label", label.len ? label : field->choices[i].value);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_setfield(L, -2, "choices");
}

static bool in_key(const struct key *key, const struct field *field)
{
	for (size_t i = 0; i < key->count; i++)
		if (key->fields[i]->index == field->index)
			return true;
	return false;
}

static void set_keys(lua_State *L, const struct table *table, const struct field *field)
{
	set_truth(L, "primary", in_key(&table_schema(table)->primary, field));
	for (size_t i = 0; i < table_link_count(table); i++) {
		const struct link *link = table_link_at(table, i);

		if (in_key(&link->key->key, field))
			set_text(L, "references", table_name(link->to));
	}
}

static void set_length(lua_State *L, const char *name, bool given, uint64_t characters)
{
	if (!given)
		return;
	lua_pushinteger(L, (lua_Integer)characters);
	lua_setfield(L, -2, name);
}

/* A map of one field: a fresh Lua table, where what is not declared is nil. */
static void push_field(lua_State *L, const struct table *table, const struct field *field)
{
	struct str title = in_language(L, &field->title);

	lua_createtable(L, 0, 16);
	set_text(L, "name", field->name);
	set_text(L, "title", title.len ? title : field->name);
	set_text(L, "description", in_language(L, &field->description));
	set_text(L, "type", str_of(field_type_name(field->type)));
	set_text(L, "format", str_equal(field->format, STR("default")) ? STR("") : field->format);
	set_text(L, "unit", field->unit);
	set_text(L, "example", field->example);
	set_text(L, "pattern", field->pattern_text);
	set_text(L, "minimum", field->minimum.given ? field->minimum.text : STR(""));
	set_text(L, "maximum", field->maximum.given ? field->maximum.text : STR(""));
	set_text(L, "above", field->exclusive_minimum.given ? field->exclusive_minimum.text : STR(""));
	set_text(L, "below", field->exclusive_maximum.given ? field->exclusive_maximum.text : STR(""));
	set_length(L, "min_length", field->has_min_length, field->min_length);
	set_length(L, "max_length", field->has_max_length, field->max_length);
	set_truth(L, "required", field->required);
	set_truth(L, "unique", field->unique);
	set_truth(L, "computed", field->computed);
	set_choices(L, field);
	set_keys(L, table, field);
}

static int method_fields(lua_State *L)
{
	const struct table *table = view_span(L).view->table;
	const struct schema *schema = table_schema(table);

	world_charge(L, schema->field_count * 20);
	lua_createtable(L, (int)schema->field_count, 0);
	for (size_t i = 0; i < schema->field_count; i++) {
		push_field(L, table, &schema->fields[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	return 1;
}

static void push_names(lua_State *L, const struct key *key)
{
	lua_createtable(L, (int)key->count, 0);
	for (size_t i = 0; i < key->count; i++) {
		world_push(L, key->fields[i]->name);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
}

static void push_texts(lua_State *L, const struct str *texts, size_t count)
{
	lua_createtable(L, (int)count, 0);
	for (size_t i = 0; i < count; i++) {
		world_push(L, texts[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
}

/* A foreign key, as { fields, table, target }: its fields, the table and the fields they name; of one that leads here, its fields and their table. */
static void push_end(lua_State *L, const struct link *link, bool back)
{
	const struct key *here = &link->key->key;

	lua_createtable(L, 0, 3);
	push_names(L, here);
	lua_setfield(L, -2, "fields");
	view_push_table(L, back ? link->from : link->to);
	lua_setfield(L, -2, "table");
	if (back)
		return;
	push_texts(L, link->key->target_fields, here->count);
	lua_setfield(L, -2, "target");
}

static void push_ends(lua_State *L, const struct table *table, bool back)
{
	size_t count = back ? table_back_count(table) : table_link_count(table);

	lua_createtable(L, (int)count, 0);
	for (size_t i = 0; i < count; i++) {
		push_end(L, back ? table_back_at(table, i) : table_link_at(table, i), back);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
}

static int method_keys(lua_State *L)
{
	const struct table *table = view_span(L).view->table;
	const struct schema *schema = table_schema(table);

	world_charge(L, (schema->unique_count + table_link_count(table) + table_back_count(table)) * 20);
	lua_createtable(L, 0, 4);
	push_names(L, &schema->primary);
	lua_setfield(L, -2, "primary");
	lua_createtable(L, (int)schema->unique_count, 0);
	for (size_t i = 0; i < schema->unique_count; i++) {
		push_names(L, &schema->unique[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_setfield(L, -2, "unique");
	push_ends(L, table, false);
	lua_setfield(L, -2, "foreign");
	push_ends(L, table, true);
	lua_setfield(L, -2, "referrers");
	return 1;
}

const luaL_Reg view_table_methods[] = {
	{ "about", view_table_about }, { "description", method_description }, { "fields", method_fields }, { "keys", method_keys },
	{ "name", method_name }, { "row", method_row }, { "title", method_title },
	{ NULL, NULL },
};
