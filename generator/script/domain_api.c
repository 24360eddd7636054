/* What model.lua may call: resource(name), and field, check, history and reason of a resource. Each takes a table of named things, whose names are
 * checked. Texts are copied into the table's memory, since the model keeps them by pointer. */
#include "script/domain_private.h"

#include "base/arena.h"
#include "base/map.h"
#include "model/compute.h"
#include "model/site.h"
#include "script/view_private.h"

static const char resource_key;

static struct domain_world *room_of(lua_State *L)
{
	return world_of(L)->room;
}

void domain_names(lua_State *L, const char *const *names)
{
	struct str known[16];
	size_t count = 0;

	for (; names[count]; count++)
		known[count] = str_of(names[count]);
	lua_pushnil(L);
	while (lua_next(L, 2)) {
		struct str name = lua_type(L, -2) == LUA_TSTRING ? world_string(L, -2) : STR("?");
		bool good = false;

		for (size_t i = 0; i < count; i++)
			good = good || str_equal(known[i], name);
		if (!good)
			world_fault_meant(L, "declaration", str_nearest(name, known, count), "'%.*s' means nothing here",
				"'%.*s' no significa nada aquí",
				STR_ARG(name));
		lua_pop(L, 1);
	}
}

/* The resource of a method call, and a check that the other argument is a table with no names but these. */
static struct table *self(lua_State *L, const char *const *names)
{
	struct table **made = NULL;

	if (lua_type(L, 1) == LUA_TUSERDATA && lua_getmetatable(L, 1)) {
		lua_rawgetp(L, LUA_REGISTRYINDEX, &resource_key);
		made = lua_rawequal(L, -1, -2) ? lua_touserdata(L, 1) : NULL;
		lua_pop(L, 2);
	}
	if (!made || lua_type(L, 2) != LUA_TTABLE)
		world_fault(L, "declaration", "write it like metas:field { … }, with a colon", "escríbalo como metas:field { … }, con dos puntos");
	domain_names(L, names);
	return *made;
}

struct str domain_text(lua_State *L, const char *name, bool needed)
{
	int type = lua_getfield(L, 2, name);

	if (type == LUA_TNIL && !needed)
		return STR("");
	if (type != LUA_TSTRING)
		world_fault(L, "declaration", "'%s' must be a text", "'%s' debe ser un texto", name);
	return world_string(L, -1); /* stays on the stack, so that it lives */
}

void domain_function(lua_State *L, const char *name)
{
	if (lua_getfield(L, 2, name) != LUA_TFUNCTION)
		world_fault(L, "declaration", "'%s' must be a function", "'%s' debe ser una función", name);
}

static bool kebab(struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9' && i) || (c == '-' && i && i + 1 < name.len)))
			return false;
	}
	return name.len > 0;
}

static void check_kebab(lua_State *L, struct str name)
{
	if (!kebab(name))
		world_fault(L, "declaration", "'%.*s' is no name; write lower case letters and hyphens, like not-reported",
			"'%.*s' no es un nombre; escriba minúsculas y guiones, como not-reported", STR_ARG(name));
}

/* Phrases. */

static void add_text(struct arena *arena, struct phrase *phrase, struct phrase_text *texts, struct str lang, struct str words)
{
	texts[phrase->count++] = (struct phrase_text){ arena_copy(arena, lang), arena_copy(arena, words) };
}

static bool is_site_lang(const struct site *site, struct str lang)
{
	for (size_t i = 0; i < site->lang_count; i++)
		if (str_equal(site->langs[i], lang))
			return true;
	return false;
}

enum { LANGS_MOST = 32 };

/* The phrase on the top of the stack: { es = "…", en = "…" }, the site's languages first, or a text in its main one. */
static struct phrase read_phrase(lua_State *L, struct arena *arena, const char *name)
{
	const struct site *site = room_of(L)->domain->site;
	struct phrase phrase = { 0 };
	struct phrase_text *texts;

	if (lua_isnil(L, -1))
		return phrase;
	texts = arena_array(arena, struct phrase_text, LANGS_MOST + site->lang_count);
	phrase.texts = texts;
	if (lua_type(L, -1) == LUA_TSTRING) {
		add_text(arena, &phrase, texts, site->lang_count ? site->langs[0] : STR("es"), world_string(L, -1));
		return phrase;
	}
	if (lua_type(L, -1) != LUA_TTABLE)
		world_fault(L, "declaration", "'%s' must be a text or { es = \"…\", en = \"…\" }",
			"'%s' debe ser un texto o { es = \"…\", en = \"…\" }", name);
	for (size_t i = 0; i < site->lang_count; i++) {
		world_push(L, site->langs[i]);
		if (lua_rawget(L, -2) == LUA_TSTRING)
			add_text(arena, &phrase, texts, site->langs[i], world_string(L, -1));
		lua_pop(L, 1);
	}
	world_sorted_pairs(L, -1);
	while (lua_pushvalue(L, -3), lua_call(L, 0, 2), !lua_isnil(L, -2)) {
		struct str lang = world_string(L, -2), words = world_string(L, -1);

		if (!is_site_lang(site, lang) && phrase.count < LANGS_MOST)
			add_text(arena, &phrase, texts, lang, words);
		lua_pop(L, 2);
	}
	lua_pop(L, 5);
	return phrase;
}

struct phrase domain_phrase(lua_State *L, struct arena *arena, const char *name)
{
	struct phrase phrase;

	lua_getfield(L, 2, name);
	phrase = read_phrase(L, arena, name);
	lua_pop(L, 1);
	return phrase;
}

/* Fields. */

enum field_type domain_type(lua_State *L)
{
	static const enum field_type types[] = { FIELD_STRING, FIELD_INTEGER, FIELD_NUMBER, FIELD_BOOLEAN, FIELD_DATE, FIELD_YEARMONTH, FIELD_YEAR,
		FIELD_DATETIME, FIELD_TIME };
	struct str names[sizeof types / sizeof types[0]], name = domain_text(L, "type", true);
	size_t count = sizeof types / sizeof types[0];

	for (size_t i = 0; i < count; i++) {
		names[i] = str_of(field_type_name(types[i]));
		if (str_equal(names[i], name))
			return types[i];
	}
	world_fault_meant(L, "declaration", str_nearest(name, names, count), "a computed field can't be of type '%.*s'",
		"un campo calculado no puede ser de tipo '%.*s'", STR_ARG(name));
}

static void declare_field(lua_State *L, struct table *table)
{
	struct domain *domain = room_of(L)->domain;
	struct arena *arena = compute_arena(table);
	struct field field = { .computed = true, .format = STR("default") };
	struct place at = world_where(L, 1);

	at.path = arena_copy(arena, at.path);
	field.at = at;
	field.name = arena_copy(arena, domain_text(L, "name", true));
	field.type = domain_type(L);
	field.title = domain_phrase(L, arena, "title");
	field.description = domain_phrase(L, arena, "description");
	field.unit = arena_copy(arena, domain_text(L, "unit", false));
	field.example = arena_copy(arena, domain_text(L, "example", false));
	if (!compute_declare(table, &field, world_of(L)->diag)) {
		domain->faulty = true;
		return;
	}
	arena_grow(domain->arena, domain->fields, domain->field_count, domain->field_capacity);
	domain->fields[domain->field_count++] = (struct domain_field){ .table = table, .told = field,
		.column = schema_find(table_schema(table), field.name)->index };
}

void domain_keep(lua_State *L, int **refs, size_t *count, size_t *capacity)
{
	struct domain *domain = room_of(L)->domain;

	arena_grow(domain->arena, *refs, *count, *capacity);
	(*refs)[(*count)++] = luaL_ref(L, LUA_REGISTRYINDEX);
}

static int api_field(lua_State *L)
{
	static const char *const names[] = { "name", "type", "title", "description", "unit", "example", "value", NULL };
	struct domain_world *room = room_of(L);
	struct table *table = self(L, names);
	size_t before = room->domain->field_count;

	if (room->declares) {
		declare_field(L, table);
		if (room->domain->field_count == before)
			return 0;
	}
	domain_function(L, "value");
	domain_keep(L, &room->fields, &room->field_count, &room->field_capacity);
	return 0;
}

/* The field of `table` that the text on the top of the stack names. */
static const struct field *named_field(lua_State *L, const struct table *table)
{
	const struct schema *schema = table_schema(table);
	struct str name = world_string(L, -1), *names, resource = table_name(table);
	const struct field *field = schema_find(schema, name);

	if (field)
		return field;
	names = arena_array(world_of(L)->arena, struct str, schema->field_count + 1);
	for (size_t i = 0; i < schema->field_count; i++)
		names[i] = schema->fields[i].name;
	world_fault_meant(L, "unknown-field", str_nearest(name, names, schema->field_count), "no field '%.*s' in %.*s", "no hay campo '%.*s' en %.*s",
		STR_ARG(name), STR_ARG(resource));
}

/* Checks. */

static void declare_check(lua_State *L, struct table *table)
{
	struct domain *domain = room_of(L)->domain;
	struct domain_check check = { .table = table, .at = world_where(L, 1) };
	struct str rule = domain_text(L, "rule", true), level = domain_text(L, "level", false);

	check_kebab(L, rule);
	check.rule = arena_copy(compute_arena(table), rule).at;
	check.at.path = arena_copy(compute_arena(table), check.at.path);
	check.error = str_equal(level, STR("error"));
	if (level.len && !check.error && !str_equal(level, STR("warning")))
		world_fault(L, "declaration", "no level '%.*s'; write warning or error",
			"no hay nivel '%.*s'; escriba warning o error", STR_ARG(level));
	if (lua_getfield(L, 2, "fields") != LUA_TTABLE || lua_rawlen(L, -1) == 0)
		world_fault(L, "declaration", "'fields' must be a list of field names", "'fields' debe ser una lista de nombres de campos");
	for (size_t i = lua_rawlen(L, -1); i >= 1; i--) {
		lua_rawgeti(L, -1, (lua_Integer)i);
		check.column = named_field(L, table)->index; /* the first one's, last */
		lua_pop(L, 1);
	}
	compute_rule(table, &(struct table_rule){ .name = str_of(check.rule), .error = check.error, .at = check.at,
		.title = domain_phrase(L, compute_arena(table), "title"), .means = domain_phrase(L, compute_arena(table), "means") });
	arena_grow(domain->arena, domain->checks, domain->check_count, domain->check_capacity);
	domain->checks[domain->check_count++] = check;
}

static int api_check(lua_State *L)
{
	static const char *const names[] = { "rule", "level", "title", "means", "fields", "test", NULL };
	struct domain_world *room = room_of(L);
	struct table *table = self(L, names);

	if (room->declares)
		declare_check(L, table);
	domain_function(L, "test");
	domain_keep(L, &room->checks, &room->check_count, &room->check_capacity);
	return 0;
}

/* The column that the argument `name` names, or TABLE_NO_COLUMN. */
static size_t named_column(lua_State *L, const struct table *table, const char *name, bool date)
{
	const struct field *field;

	if (domain_text(L, name, false).len == 0)
		return TABLE_NO_COLUMN;
	field = named_field(L, table);
	if (date && field->type != FIELD_DATE && field->type != FIELD_DATETIME && field->type != FIELD_YEARMONTH)
		world_fault(L, "declaration", "'%s' must name a date", "'%s' debe nombrar una fecha", name);
	return field->index;
}

/* history { field =, due =, reported =, result =, reason = }: a figure whose values are told, each with what it means that it came when it did. */
static int api_history(lua_State *L)
{
	static const char *const names[] = { "field", "due", "reported", "result", "reason", NULL };
	struct table *table = self(L, names);
	struct table_watch watch;

	domain_text(L, "field", true);
	watch.field = named_column(L, table, "field", false);
	watch.due = named_column(L, table, "due", true);
	watch.reported = named_column(L, table, "reported", true);
	watch.result = named_column(L, table, "result", false);
	watch.reason = named_column(L, table, "reason", false);
	if (table_schema(table)->fields[watch.field].computed)
		world_fault(L, "declaration", "'field' must name a field that is written, not a computed one",
			"'field' debe nombrar un campo que se escribe, no uno calculado");
	if (room_of(L)->declares)
		compute_watch(table, &watch);
	return 0;
}

static int api_reason(lua_State *L)
{
	static const char *const names[] = { "name", "es", "en", NULL };
	struct domain_world *room = room_of(L);
	struct table *table = self(L, names);
	struct domain_table *known = domain_table_of(room->domain, table);
	struct arena *arena = compute_arena(table);
	struct str *code;
	struct phrase *wording;

	if (!room->declares)
		return 0;
	check_kebab(L, domain_text(L, "name", true));
	code = arena_new_of(arena, struct str);
	*code = arena_copy(arena, domain_text(L, "name", true));
	if (map_put(known->reasons, *code, code))
		world_fault(L, "declaration", "the reason '%.*s' is declared twice", "la razón '%.*s' está declarada dos veces", STR_ARG(*code));
	lua_pushvalue(L, 2); /* the rest is a phrase */
	lua_newtable(L);
	for (int i = 1; names[i]; i++) {
		lua_getfield(L, 2, names[i]);
		lua_setfield(L, -2, names[i]);
	}
	wording = arena_new_of(arena, struct phrase);
	*wording = read_phrase(L, arena, "reason");
	compute_reason(table, *code, wording);
	return 0;
}

static int api_resource(lua_State *L)
{
	const struct site *site = room_of(L)->domain->site;
	struct str name = world_string(L, 1), *names;
	struct table *table = site_table(site, name), **made;
	size_t count = map_count(site->tables);

	if (!table) {
		names = arena_array(world_of(L)->arena, struct str, count + 1);
		for (size_t i = 0; i < count; i++)
			names[i] = map_entries(site->tables)[i].key;
		world_fault_meant(L, "unknown-name", str_nearest(name, names, count), "no resource '%.*s'", "no hay recurso '%.*s'", STR_ARG(name));
	}
	made = lua_newuserdatauv(L, sizeof *made, 0);
	*made = table;
	lua_rawgetp(L, LUA_REGISTRYINDEX, &resource_key);
	lua_setmetatable(L, -2);
	return 1;
}

static void open_resource(lua_State *L)
{
	static const luaL_Reg methods[] = {
		{ "check", api_check }, { "field", api_field }, { "history", api_history }, { "reason", api_reason }, { NULL, NULL },
	};

	lua_newtable(L);
	lua_newtable(L);
	world_functions(L, methods);
	world_close_names(L, "method of resources", "el método de recursos");
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, view_read_only);
	lua_setfield(L, -2, "__newindex");
	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
	lua_rawsetp(L, LUA_REGISTRYINDEX, &resource_key);
}

void domain_open(struct world *world)
{
	static const struct settings_value none = { .kind = SETTINGS_MAP };
	struct domain_world *room = world->room;
	const struct settings_value *settings = room->domain->site->model;
	struct item item = item_settings(settings ? settings : &none);

	view_of(world->L)->exact_settings = true;
	open_resource(world->L);
	lua_pushcfunction(world->L, api_resource);
	world_add_global(world->L, "resource");
	lua_pushcfunction(world->L, domain_export);
	world_add_global(world->L, "export");
	view_push_item(world->L, &item);
	world_add_global(world->L, "settings");
}
