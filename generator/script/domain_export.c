/* Exporters: the files of data/<package>/exporters. Each makes a table in the form that somebody asks for, a row from each row of a table of the
 * model. The form is told as a Data Package like any other, so what is made is typed, documented and offered as any table is. */
#include "script/domain_private.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/map.h"
#include "base/utf8.h"
#include "model/addition.h"
#include "model/moment.h"
#include "model/site.h"
#include "script/view_private.h"

static const char *const export_names[] = { "name", "title", "description", "from", "fields", "row", NULL };
static const char *const field_names[] = { "name", "title", "description", "type", "format", "unit", "required", NULL };

static struct domain_world *room_of(lua_State *L)
{
	return world_of(L)->room;
}

/* The name of the table. */

static bool name_fits(struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if (!((c >= 'a' && c <= 'z') || (i && ((c >= '0' && c <= '9') || c == '_' || c == '-'))))
			return false;
	}
	return name.len > 0;
}

static bool is_export(const struct domain *domain, struct str name)
{
	for (size_t i = 0; i < domain->export_count; i++)
		if (str_equal(domain->exports[i].name, name))
			return true;
	return false;
}

static struct str table_name_at(lua_State *L)
{
	const struct domain *domain = room_of(L)->domain;
	struct str name = domain_text(L, "name", true);

	if (!name_fits(name))
		world_fault(L, "declaration",
			"'%.*s' can't name a table; use small letters without accents, digits, '_' and '-', and begin with a letter",
			"'%.*s' no puede ser el nombre de una tabla; use minúsculas sin acento, cifras, '_' y '-', y comience con letra",
			STR_ARG(name));
	if (site_table(domain->site, name) || is_export(domain, name) || addition_known(name))
		world_fault(L, "duplicate-resource", "there is a table '%.*s' already; give this one another name",
			"ya hay una tabla '%.*s'; dé otro nombre a ésta", STR_ARG(name));
	return arena_copy(domain->arena, name);
}

static struct table *from_at(lua_State *L)
{
	const struct site *site = room_of(L)->domain->site;
	struct str name = domain_text(L, "from", true), *names;
	struct table *table = site_table(site, name);
	size_t count = map_count(site->tables);

	if (table)
		return table;
	names = arena_array(world_of(L)->arena, struct str, count + 1);
	for (size_t i = 0; i < count; i++)
		names[i] = map_entries(site->tables)[i].key;
	world_fault_meant(L, "unknown-name", str_nearest(name, names, count), "no resource '%.*s'", "no hay recurso '%.*s'", STR_ARG(name));
}

/* Its fields. */

static void check_format(lua_State *L, const struct field *field)
{
	struct str piece, format = field->format;

	if (!str_equal(format, STR("default")) &&
		((field->type != FIELD_DATE && field->type != FIELD_TIME && field->type != FIELD_DATETIME && field->type != FIELD_YEARMONTH) ||
			moment_format_check(field->type, format, &piece) != MOMENT_FORMAT_FINE))
		world_fault(L, "declaration", "a field of type '%s' can't have the format '%.*s'; dates have one like %%d/%%m/%%Y",
			"un campo de tipo '%s' no puede tener el formato '%.*s'; las fechas tienen uno como %%d/%%m/%%Y",
			field_type_name(field->type), STR_ARG(format));
}

static bool truth(lua_State *L, const char *name)
{
	int type = lua_getfield(L, 2, name);

	if (type != LUA_TNIL && type != LUA_TBOOLEAN)
		world_fault(L, "declaration", "'%s' must be true or false", "'%s' debe ser true o false", name);
	return lua_toboolean(L, -1);
}

/* The field that the table at 2 declares. */
static struct field field_at(lua_State *L, struct place at)
{
	struct arena *arena = room_of(L)->domain->arena;
	struct field field = { .at = at };

	domain_names(L, field_names);
	field.name = arena_copy(arena, domain_text(L, "name", true));
	field.type = domain_type(L);
	field.format = arena_copy(arena, domain_text(L, "format", false));
	if (field.format.len == 0)
		field.format = STR("default");
	check_format(L, &field);
	field.title = domain_phrase(L, arena, "title");
	field.description = domain_phrase(L, arena, "description");
	field.unit = arena_copy(arena, domain_text(L, "unit", false));
	field.required = truth(L, "required");
	return field;
}

/* The list on the top of the stack; each entry in turn stands at 2, where declarations are read. */
static void read_fields(lua_State *L, struct domain_export *export)
{
	size_t count = lua_type(L, -1) == LUA_TTABLE ? lua_rawlen(L, -1) : 0;
	struct field *fields;
	int list = lua_gettop(L);

	if (count == 0)
		world_fault(L, "declaration", "'fields' must be a list of fields, like { { name = \"clave\", type = \"string\" } }",
			"'fields' debe ser una lista de campos, como { { name = \"clave\", type = \"string\" } }");
	export->fields = fields = arena_array(room_of(L)->domain->arena, struct field, count);
	for (size_t i = 0; i < count; i++) {
		if (lua_rawgeti(L, list, (lua_Integer)i + 1) != LUA_TTABLE)
			world_fault(L, "declaration", "field %u is no table with a name and a type",
				"el campo %u no es una tabla con nombre y tipo", (unsigned)i + 1);
		lua_replace(L, 2);
		fields[i] = field_at(L, export->row_at);
		fields[i].index = i;
		for (size_t j = 0; j < i; j++)
			if (str_equal(fields[j].name, fields[i].name))
				world_fault(L, "declaration", "there are two fields '%.*s'", "hay dos campos '%.*s'", STR_ARG(fields[i].name));
		lua_settop(L, list);
	}
	export->field_count = count;
}

/* Where the function at 1 begins. */
static struct place row_place(lua_State *L, struct str path)
{
	lua_Debug about;

	lua_pushvalue(L, 1);
	lua_getinfo(L, ">S", &about);
	return (struct place){ .path = path, .line = about.linedefined > 0 ? (uint32_t)about.linedefined : 1, .column = 1 };
}

static void declare(lua_State *L)
{
	struct domain_world *room = room_of(L);
	struct domain *domain = room->domain;
	struct domain_export export = { .folder = room->package->folder };

	export.row_at = row_place(L, arena_copy(domain->arena, world_where(L, 1).path));
	export.name = table_name_at(L);
	export.title = domain_phrase(L, domain->arena, "title");
	export.description = domain_phrase(L, domain->arena, "description");
	export.from = from_at(L);
	lua_getfield(L, 2, "fields");
	read_fields(L, &export);
	arena_grow(domain->arena, domain->exports, domain->export_count, domain->export_capacity);
	domain->exports[domain->export_count++] = export;
}

int domain_export(lua_State *L)
{
	struct domain_world *room = room_of(L);

	if (!room->package)
		world_fault(L, "declaration", "exporters are files of the package's folder exporters/",
			"los exportadores son archivos de la carpeta exporters/ del paquete");
	if (lua_type(L, 1) != LUA_TTABLE || lua_gettop(L) != 1)
		world_fault(L, "declaration", "write it like export { name = …, from = …, fields = …, row = … }",
			"escríbalo como export { name = …, from = …, fields = …, row = … }");
	lua_pushvalue(L, 1); /* at 2, where declarations are read */
	domain_names(L, export_names);
	domain_function(L, "row");
	lua_replace(L, 1);
	lua_settop(L, 2);
	if (room->declares)
		declare(L);
	lua_pushvalue(L, 1);
	domain_keep(L, &room->exports, &room->export_count, &room->export_capacity);
	return 0;
}

bool domain_exports_none(struct domain_world *room, const struct package_script *script)
{
	struct place at = { .path = script->path, .line = 1, .column = 1 };

	return diag_error(room->world->diag, at, "declaration", "this exporter declares no table; it needs an export { … }",
		"este exportador no declara ninguna tabla; le falta un export { … }");
}

/* What is made. */

static void add_phrase(struct json *json, struct str name, const struct phrase *phrase)
{
	if (phrase->count == 0)
		return;
	json_open(json, name, '{');
	for (size_t i = 0; i < phrase->count; i++)
		json_string(json, phrase->texts[i].lang, phrase->texts[i].text);
	json_close(json, '}');
}

static void add_field(struct json *json, const struct field *field)
{
	json_open(json, STR(""), '{');
	json_string(json, STR("name"), field->name);
	json_string(json, STR("type"), str_of(field_type_name(field->type)));
	json_string(json, STR("format"), field->format);
	add_phrase(json, STR("title"), &field->title);
	add_phrase(json, STR("description"), &field->description);
	json_given(json, STR("vitrina:unit"), field->unit);
	if (field->required) {
		json_open(json, STR("constraints"), '{');
		json_bool(json, STR("required"), true);
		json_close(json, '}');
	}
	json_close(json, '}');
}

/* JSON is YAML too. */
struct addition *domain_export_open(const struct domain_export *export, struct arena *arena)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	struct str descriptor;

	json_open(&json, STR(""), '{');
	json_open(&json, STR("resources"), '[');
	json_open(&json, STR(""), '{');
	json_string(&json, STR("name"), export->name);
	add_phrase(&json, STR("title"), &export->title);
	add_phrase(&json, STR("description"), &export->description);
	json_open(&json, STR("schema"), '{');
	json_open(&json, STR("fields"), '[');
	for (size_t i = 0; i < export->field_count; i++)
		add_field(&json, &export->fields[i]);
	json_close(&json, ']');
	json_close(&json, '}');
	json_close(&json, '}');
	json_close(&json, ']');
	json_close(&json, '}');
	descriptor = arena_copy(arena, buf_str(&text));
	buf_clear(&text);
	return addition_new(export->folder, descriptor);
}

/* Rows. No Lua function runs any more when what it gave is looked at: faults are told where it begins. */

static _Noreturn void row_fault(lua_State *L, const struct domain_export *export, const char *rule, struct str english, struct str spanish)
{
	world_raise(L, rule, export->row_at, english, diag_lang(world_of(L)->diag) == LANG_ES ? spanish : english);
}

static _Noreturn void unknown_field(lua_State *L, const struct domain_export *export, struct str name)
{
	struct arena *arena = world_of(L)->arena;
	struct str *names = arena_array(arena, struct str, export->field_count), nearest;
	const char *end;

	for (size_t i = 0; i < export->field_count; i++)
		names[i] = export->fields[i].name;
	nearest = str_nearest(name, names, export->field_count);
	end = nearest.len ? "'?" : "";
	row_fault(L, export, "unknown-field",
		arena_printf(arena, "this gives a value for '%.*s', which is no field of %.*s%s%.*s%s", STR_ARG(name), STR_ARG(export->name),
			nearest.len ? "; did you mean '" : "", STR_ARG(nearest), end),
		arena_printf(arena, "esto da un valor para '%.*s', que no es campo de %.*s%s%.*s%s", STR_ARG(name), STR_ARG(export->name),
			nearest.len ? "; ¿quiso decir '" : "", STR_ARG(nearest), end));
}

/* What the function gave has no names but those of fields. */
static void check_columns(lua_State *L, const struct domain_export *export)
{
	lua_pushnil(L);
	while (lua_next(L, -2)) {
		struct str name = lua_type(L, -2) == LUA_TSTRING ? world_string(L, -2) : STR("?");
		bool known = false;

		for (size_t i = 0; i < export->field_count && !known; i++)
			known = str_equal(export->fields[i].name, name);
		if (!known)
			unknown_field(L, export, name);
		lua_pop(L, 1);
	}
}

/* The cell of a field, of the table on the top of the stack; absent when its `at` is NULL. */
static struct str cell(lua_State *L, const struct domain_export *export, const struct field *field, struct buf *text)
{
	struct arena *arena = world_of(L)->arena;

	buf_reset(text);
	world_push(L, field->name);
	if (lua_rawget(L, -2) != LUA_TNIL)
		domain_write(L, field, lua_gettop(L), text);
	lua_pop(L, 1);
	if (utf8_check(buf_str(text)) < text->len)
		row_fault(L, export, "wrong-type", arena_printf(arena, "the text of '%.*s' is no UTF-8", STR_ARG(field->name)),
			arena_printf(arena, "el texto de '%.*s' no es UTF-8", STR_ARG(field->name)));
	if (text->len == 0 && field->required)
		row_fault(L, export, "required", arena_printf(arena, "the field '%.*s' is required, and there is no value for it",
			STR_ARG(field->name)),
			arena_printf(arena, "el campo '%.*s' es obligatorio y no hay valor para él", STR_ARG(field->name)));
	return text->len ? arena_copy(arena, buf_str(text)) : (struct str){ NULL, 0 };
}

void domain_export_row(lua_State *L, const struct domain_export *export, struct buf *text, struct buf *records)
{
	struct str *cells = arena_array(world_of(L)->arena, struct str, export->field_count);

	lua_call(L, 1, 1);
	if (lua_isnil(L, -1))
		return;
	if (lua_type(L, -1) != LUA_TTABLE || world_locked(L, -1))
		row_fault(L, export, "wrong-type", STR("an exporter's 'row' gives a table with a value for each field, or nil for no row"),
			STR("la función 'row' de un exportador da una tabla con un valor por campo, o nil si no hay renglón"));
	check_columns(L, export);
	for (size_t i = 0; i < export->field_count; i++)
		cells[i] = cell(L, export, &export->fields[i], text);
	addition_record(records, cells, export->field_count);
}
