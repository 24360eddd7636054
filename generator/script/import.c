/* A run of scripts over sheets. Each script has a world of its own; the tables that they make are common, so that the documents of several offices
 * can be put together in one run. Rows are written as they are emitted, with the source of each beside them; nothing is kept in Lua. */
#include "script/import.h"

#include "base/arena.h"
#include "base/map.h"
#include "base/quoted.h"
#include "base/utf8.h"
#include "script/import_private.h"

enum { COLUMNS_MOST = 1024, NAME_MOST = 60, STEPS_OF_A_ROW = 20000, STEPS_USUAL = 100000000 };

/* A table being made. */
struct making {
	struct str name;
	const struct str *columns;
	size_t column_count;
	const size_t *key;           /* columns */
	size_t key_count;
	struct place declared;       /* no path: by the descriptor */
	bool used;
	struct buf csv, sources;     /* with and without a header */
	uint64_t rows;
	struct map *keys;            /* text of a key → the struct place of the row that has it */
};

struct import {
	struct diag *diag;
	struct arena *arena;
	struct map *tables;          /* name → struct making, in order of declaration */
	struct buf row, text, sources;
};

struct import *import_new(struct diag *diag)
{
	struct arena *arena = arena_new();
	struct import *import = arena_new_of(arena, struct import);

	import->arena = arena;
	import->diag = diag;
	import->tables = map_new(arena);
	return import;
}

void import_free(struct import *import)
{
	const struct map_entry *entries;

	if (!import)
		return;
	entries = map_entries(import->tables);
	for (size_t i = 0; i < map_count(import->tables); i++) {
		struct making *table = entries[i].value;

		buf_clear(&table->csv);
		buf_clear(&table->sources);
	}
	buf_clear(&import->row);
	buf_clear(&import->text);
	buf_clear(&import->sources);
	arena_free(import->arena);
}

/* Declarations. */

static size_t find_column(const struct making *table, struct str name)
{
	size_t i = 0;

	while (i < table->column_count && !str_equal(table->columns[i], name))
		i++;
	return i;
}

static struct making *declare(struct import *import, struct str name, const struct str *columns, size_t column_count, const struct str *key,
	size_t key_count)
{
	struct making *table = arena_new_of(import->arena, struct making);
	struct str *kept = arena_array(import->arena, struct str, column_count + 1);
	size_t *key_columns = arena_array(import->arena, size_t, key_count + 1);

	for (size_t i = 0; i < column_count; i++)
		kept[i] = arena_copy(import->arena, columns[i]);
	*table = (struct making){ .name = arena_copy(import->arena, name), .columns = kept, .column_count = column_count, .key = key_columns,
		.keys = map_new(import->arena) };
	for (size_t i = 0; i < key_count; i++) {
		key_columns[table->key_count] = find_column(table, key[i]);
		table->key_count += key_columns[table->key_count] < column_count;
	}
	for (size_t i = 0; i < column_count; i++) {
		if (i)
			buf_byte(&table->csv, ',');
		quoted_add(&table->csv, kept[i]);
	}
	buf_byte(&table->csv, '\n');
	map_put(import->tables, table->name, table);
	return table;
}

void import_declare(struct import *import, struct str name, const struct str *columns, size_t column_count, const struct str *key, size_t key_count)
{
	if (!map_find(import->tables, name) && column_count)
		declare(import, name, columns, column_count, key, key_count);
}

/* A name that can be a file's on any system. */
static bool good_name(struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if (!((c >= 'a' && c <= 'z') || (i && ((c >= '0' && c <= '9') || c == '_' || c == '-'))))
			return false;
	}
	return name.len > 0 && name.len <= NAME_MOST;
}

/* The texts of the list on the top of the stack. */
static size_t read_list(lua_State *L, struct str *out, const char *what)
{
	size_t count = lua_type(L, -1) == LUA_TTABLE ? lua_rawlen(L, -1) : 0;

	if (count == 0 || count > COLUMNS_MOST)
		world_fault(L, "declaration", "'%s' must be a list of names of columns", "'%s' debe ser una lista de nombres de columnas", what);
	for (size_t i = 0; i < count; i++) {
		if (lua_rawgeti(L, -1, (lua_Integer)i + 1) != LUA_TSTRING || lua_rawlen(L, -1) == 0)
			world_fault(L, "declaration", "'%s' must be a list of names of columns", "'%s' debe ser una lista de nombres de columnas",
				what);
		out[i] = world_string(L, -1);
		for (size_t before = 0; before < i; before++)
			if (str_equal(out[before], out[i]))
				world_fault(L, "declaration", "'%.*s' is in the list twice", "'%.*s' está dos veces en la lista", STR_ARG(out[i]));
		lua_pop(L, 1); /* the list holds the string */
	}
	return count;
}

static bool same_columns(const struct making *table, const struct str *columns, size_t count)
{
	for (size_t i = 0; i < count && count == table->column_count; i++)
		if (!str_equal(columns[i], table->columns[i]))
			return false;
	return count == table->column_count;
}

/* A table may be declared by several scripts, or by the descriptor too, if all say the same. */
static void check_same(lua_State *L, const struct making *table, const struct str *columns, size_t count)
{
	if (same_columns(table, columns, count))
		return;
	if (table->declared.path.len)
		world_fault(L, "declaration", "'%.*s' has other columns in %.*s:%u", "'%.*s' tiene otras columnas en %.*s:%u", STR_ARG(table->name),
			STR_ARG(table->declared.path), (unsigned)table->declared.line);
	world_fault(L, "declaration", "'%.*s' has other columns in the descriptor of the folder; it need not be declared here",
		"'%.*s' tiene otras columnas en el descriptor de la carpeta; aquí no hace falta declararla", STR_ARG(table->name));
}

/* columns "metas" { "meta_id", …, key = { "meta_id" } }. Upvalue: the name. */
static int columns_of(lua_State *L)
{
	struct import *import = import_room(L)->import;
	struct str name = world_string(L, lua_upvalueindex(1)), *columns, *key;
	size_t count, keys = 0;
	struct making *table = map_find(import->tables, name);

	world_plain_table(L, 1);
	lua_settop(L, 1);
	world_charge(L, COLUMNS_MOST * 4); /* for the memory */
	columns = arena_array(world_of(L)->arena, struct str, COLUMNS_MOST);
	key = arena_array(world_of(L)->arena, struct str, COLUMNS_MOST);
	count = read_list(L, columns, "columns");
	if (lua_getfield(L, 1, "key") != LUA_TNIL)
		keys = read_list(L, key, "key");
	if (table) {
		check_same(L, table, columns, count);
	} else {
		table = declare(import, name, columns, count, key, keys);
		table->declared = world_where(L, 1);
		table->declared.path = arena_copy(import->arena, table->declared.path);
		if (table->key_count < keys)
			world_fault(L, "declaration", "the key of '%.*s' names a column that it does not have",
				"la llave de '%.*s' nombra una columna que no tiene", STR_ARG(name));
	}
	table->used = true;
	return 0;
}

static int columns(lua_State *L)
{
	struct str name = world_string(L, 1);

	if (!good_name(name))
		world_fault(L, "declaration", "'%.*s' can't name a table; write lower case letters, digits, - and _",
			"'%.*s' no puede nombrar una tabla; escriba minúsculas sin acento, cifras, - y _", STR_ARG(name));
	if (str_equal(name, STR(IMPORT_PROVENANCE)))
		world_fault(L, "declaration", "'" IMPORT_PROVENANCE "' is the table that import makes itself: where each row comes from",
			"'" IMPORT_PROVENANCE "' es la tabla que import hace por su cuenta: de dónde viene cada renglón");
	lua_settop(L, 1);
	lua_pushcclosure(L, columns_of, 1);
	return 1;
}

/* Rows. */

static struct making *named_table(lua_State *L, struct str name)
{
	struct map *tables = import_room(L)->import->tables;
	struct making *table = map_find(tables, name);
	struct str *names;

	if (table)
		return table;
	names = arena_array(world_of(L)->arena, struct str, map_count(tables) + 1);
	for (size_t i = 0; i < map_count(tables); i++)
		names[i] = map_entries(tables)[i].key;
	world_fault_meant(L, "unknown-name", str_nearest(name, names, map_count(tables)), "no table '%.*s'; declare it: columns \"%.*s\" { \"…\" }",
		"no hay tabla '%.*s'; declárela: columns \"%.*s\" { \"…\" }", STR_ARG(name), STR_ARG(name));
}

static void check_columns(lua_State *L, const struct making *table)
{
	lua_pushnil(L);
	while (lua_next(L, 1)) {
		struct str name = lua_type(L, -2) == LUA_TSTRING ? world_string(L, -2) : STR("?");

		if (find_column(table, name) == table->column_count)
			world_fault_meant(L, "unknown-field", str_nearest(name, table->columns, table->column_count), "no column '%.*s' in %.*s",
				"no hay columna '%.*s' en %.*s", STR_ARG(name), STR_ARG(table->name));
		lua_pop(L, 1);
	}
}

/* Writes the value on the top of the stack into import->text. */
static void write_value(lua_State *L, const struct making *table, size_t column)
{
	struct buf *text = &import_room(L)->import->text;
	const struct cell_ref *cell = import_test(L, -1, IMPORT_CELL);
	int type = lua_type(L, -1);
	struct decimal number;
	enum field_type kind;
	struct moment moment;

	buf_reset(text);
	if (cell)
		buf_add(text, cell_text(cell));
	else if (type == LUA_TNIL || type == LUA_TSTRING || type == LUA_TBOOLEAN || (type == LUA_TNUMBER && view_number(L, -1, &number)) ||
		view_is_decimal(L, -1, &number) || view_is_moment(L, -1, &kind, &moment))
		view_print(L, -1, text);
	else
		world_fault(L, "wrong-type", "the column '%.*s' of %.*s can't hold a value of type %s",
			"la columna '%.*s' de %.*s no admite un valor de tipo %s",
			STR_ARG(table->columns[column]), STR_ARG(table->name), luaL_typename(L, -1));
	if (utf8_check(buf_str(text)) < text->len || str_find(buf_str(text), '\0', 0) < text->len)
		world_fault(L, "encoding", "the text for '%.*s' is not UTF-8; was it cut inside a letter? the utf8 library counts letters",
			"el texto para '%.*s' no es UTF-8; ¿se cortó a media letra? la biblioteca utf8 cuenta letras",
			STR_ARG(table->columns[column]));
}

/* Writes the row into import->row, and its key into import->sources: both are only scratch until all of it is good. */
static void write_row(lua_State *L, const struct making *table)
{
	struct import *import = import_room(L)->import;

	buf_reset(&import->row);
	for (size_t i = 0; i < table->column_count; i++) {
		world_push(L, table->columns[i]);
		lua_rawget(L, 1);
		write_value(L, table, i);
		lua_pop(L, 1);
		if (i)
			buf_byte(&import->row, ',');
		quoted_add(&import->row, buf_str(&import->text));
	}
	if (import->row.len == 0)
		buf_add(&import->row, STR("\"\""));
	buf_byte(&import->row, '\n');
	buf_reset(&import->sources);
	for (size_t k = 0; k < table->key_count; k++) {
		world_push(L, table->columns[table->key[k]]);
		lua_rawget(L, 1);
		write_value(L, table, table->key[k]);
		lua_pop(L, 1);
		if (k)
			buf_byte(&import->sources, '/');
		buf_add(&import->sources, buf_str(&import->text));
	}
	if (table->key_count == 0)
		buf_printf(&import->sources, "%llu", (unsigned long long)table->rows + 1);
}

/* False when a row before it has the same key: told. */
static bool keep_key(lua_State *L, struct making *table, const struct row_ref *source, struct str key)
{
	struct import *import = import_room(L)->import;
	struct place at = row_place(source), *kept;
	const struct place *before = map_find(table->keys, key);

	if (before) {
		diag_error(import->diag, at, "duplicate-key", "%.*s has the key '%.*s' already, from %.*s:%u",
			"%.*s ya tiene la llave '%.*s', de %.*s:%u", STR_ARG(table->name), STR_ARG(key), STR_ARG(before->path),
			(unsigned)before->line);
		import_asked_here(L);
		return false;
	}
	if (table->key_count == 0)
		return true;
	kept = arena_new_of(import->arena, struct place);
	*kept = at; /* the path is the sheet's */
	kept->path = arena_copy(import->arena, at.path);
	map_put(table->keys, arena_copy(import->arena, key), kept);
	return true;
}

/* Upvalues: the table, the row it comes from or nil. */
static int emit_row(lua_State *L)
{
	struct import_room *room = import_room(L);
	struct import *import = room->import;
	struct making *table = lua_touserdata(L, lua_upvalueindex(1));
	struct row_ref source = room->current;
	struct str key;

	import_source(L, lua_upvalueindex(2), &source);
	if (!source.sheet)
		world_fault(L, "no-source", "no row is being read: say where this comes from, emit(\"%.*s\", row) { … }",
			"no se está leyendo ningún renglón: diga de dónde viene esto, emit(\"%.*s\", row) { … }", STR_ARG(table->name));
	world_plain_table(L, 1);
	lua_settop(L, 1);
	world_charge(L, 20 + table->column_count);
	check_columns(L, table);
	write_row(L, table);
	world_charge(L, import->row.len);
	key = buf_str(&import->sources);
	if (!keep_key(L, table, &source, key))
		return 0;
	buf_add(&table->csv, buf_str(&import->row));
	quoted_add(&table->sources, table->name);
	buf_byte(&table->sources, ',');
	quoted_add(&table->sources, key);
	buf_byte(&table->sources, ',');
	quoted_add(&table->sources, source.sheet->name);
	buf_printf(&table->sources, ",%u\n", (unsigned)row_place(&source).line);
	table->rows++;
	table->used = true;
	return 0;
}

/* emit(name [, row or cell]) → a function that takes the row to emit */
static int emit(lua_State *L)
{
	struct making *table = named_table(L, world_string(L, 1));
	struct row_ref row;

	if (!lua_isnoneornil(L, 2) && !import_source(L, 2, &row))
		world_fault(L, "lua-error", "the source of a row is a row or a cell of a sheet, not a %s",
			"el origen de un renglón es un renglón o una celda de la hoja, no un valor de tipo %s", luaL_typename(L, 2));
	lua_settop(L, 2);
	lua_pushlightuserdata(L, table);
	lua_insert(L, 2);
	lua_pushcclosure(L, emit_row, 2);
	return 1;
}

void import_open_tables(lua_State *L)
{
	lua_pushcfunction(L, columns);
	world_add_global(L, "columns");
	lua_pushcfunction(L, emit);
	world_add_global(L, "emit");
}

/* Running. */

static void push_sheets(lua_State *L, const struct import_room *room)
{
	lua_createtable(L, (int)room->count, 0);
	for (size_t i = 0; i < room->count; i++) {
		import_push_sheet(L, &room->sheets[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	world_add_global(L, "sheets");
	import_push_sheet(L, &room->sheets[0]);
	world_add_global(L, "sheet");
}

static uint64_t budget(const struct import_script *script, const struct sheet *sheets, size_t count)
{
	uint64_t steps = STEPS_USUAL;

	for (size_t i = 0; i < count; i++)
		steps += (uint64_t)sheets[i].row_count * STEPS_OF_A_ROW;
	return script->instructions ? script->instructions : steps;
}

bool import_run(struct import *import, const struct import_script *script, const struct sheet *sheets, size_t count)
{
	struct world_options options = { .limits = { script->memory, budget(script, sheets, count) }, .module = script->module,
		.context = script->context };
	struct import_room room = { .import = import, .sheets = sheets, .count = count, .arena = import->arena };
	uint64_t errors = diag_count(import->diag, DIAG_ERROR);
	struct world *world = world_new(&options, NULL, import->diag);
	lua_State *L = world->L;

	world->room = &room;
	view_open(world);
	import_open_sheets(L);
	import_open_plans(L);
	import_open_texts(L);
	import_open_tables(L);
	push_sheets(L, &room);
	lua_pushnil(L);
	if (world_load(world, script->text, script->path) && !world_call(world, 0, 0) && room.current.sheet) {
		struct place at = row_place(&room.current);

		diag_context(import->diag, "while reading %.*s:%u", "al leer %.*s:%u", STR_ARG(at.path), (unsigned)at.line);
	}
	world_free(world);
	return diag_count(import->diag, DIAG_ERROR) == errors;
}

/* Results. */

const struct import_table *import_tables(struct import *import, size_t *count)
{
	const struct map_entry *entries = map_entries(import->tables);
	size_t declared = map_count(import->tables);
	struct import_table *tables = arena_array(import->arena, struct import_table, declared + 1);
	uint64_t rows = 0;

	*count = 0;
	buf_reset(&import->sources);
	buf_add(&import->sources, STR("tabla,clave,archivo,linea\n"));
	for (size_t i = 0; i < declared; i++) {
		const struct making *table = entries[i].value;

		if (!table->used)
			continue;
		tables[(*count)++] = (struct import_table){ table->name, buf_str(&table->csv), table->rows };
		buf_add(&import->sources, buf_str(&table->sources));
		rows += table->rows;
	}
	tables[(*count)++] = (struct import_table){ STR(IMPORT_PROVENANCE), buf_str(&import->sources), rows };
	return tables;
}
