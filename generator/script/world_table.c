/* The table functions and pairs. They work on plain tables, as they are (no metamethods: a `#` that lies can't make them run for ever),
 * of at most a million items. sort is a merge: stable, and it ends whatever the comparison says. */
#include "script/world_private.h"

#include <lauxlib.h>
#include <stdlib.h>

/* The length of the plain table at `index`, charged. */
static int64_t items(lua_State *L, int index, int64_t cost)
{
	int64_t count;

	world_plain_table(L, index);
	count = (int64_t)lua_rawlen(L, index);
	if (count > WORLD_ITEMS_MOST)
		world_fault(L, "too-much-memory", "this table has more than a million items", "esta tabla tiene más de un millón de elementos");
	world_charge(L, (uint64_t)(count * cost) + 1);
	return count;
}

static int table_insert(lua_State *L)
{
	int64_t count = items(L, 1, 0), at = count + 1;

	if (lua_gettop(L) == 3) {
		at = world_integer(L, 2);
		if (at < 1 || at > count + 1)
			world_fault(L, "lua-error", "the position %lld is outside of the table",
				"la posición %lld está fuera de la tabla", (long long)at);
		world_charge(L, (uint64_t)(count + 1 - at));
	} else if (lua_gettop(L) != 2) {
		world_fault(L, "lua-error", "table.insert takes a table, perhaps a position, and a value",
			"table.insert pide una tabla, tal vez una posición, y un valor");
	}
	for (int64_t i = count; i >= at; i--) {
		lua_rawgeti(L, 1, i);
		lua_rawseti(L, 1, i + 1);
	}
	lua_rawseti(L, 1, at);
	return 0;
}

static int table_remove(lua_State *L)
{
	int64_t count = items(L, 1, 0), at = world_integer_or(L, 2, count);

	if (at != count && (at < 1 || at > count + 1))
		world_fault(L, "lua-error", "the position %lld is outside of the table", "la posición %lld está fuera de la tabla", (long long)at);
	lua_rawgeti(L, 1, at);
	world_charge(L, at < count ? (uint64_t)(count - at) : 0);
	for (int64_t i = at; i < count; i++) {
		lua_rawgeti(L, 1, i + 1);
		lua_rawseti(L, 1, i);
	}
	if (at <= count) {
		lua_pushnil(L);
		lua_rawseti(L, 1, count > at ? count : at);
	}
	return 1;
}

/* Checks that from … to is a range of sensible size; returns how many. */
static int64_t range(lua_State *L, int64_t from, int64_t to, int64_t most)
{
	if (to < from)
		return 0;
	if ((uint64_t)to - (uint64_t)from >= (uint64_t)most || from < -(int64_t)WORLD_ITEMS_MOST || to > 2 * (int64_t)WORLD_ITEMS_MOST)
		world_fault(L, "too-much-memory", "the range %lld to %lld is too large",
			"el intervalo de %lld a %lld es demasiado grande", (long long)from,
			(long long)to);
	world_charge(L, (uint64_t)(to - from) + 1);
	return to - from + 1;
}

static int table_move(lua_State *L)
{
	int64_t from = world_integer(L, 2), to = world_integer(L, 3), at = world_integer(L, 4), count;
	int target = lua_isnoneornil(L, 5) ? 1 : 5;

	world_plain_table(L, 1);
	world_plain_table(L, target);
	count = range(L, from, to, WORLD_ITEMS_MOST);
	if (count)
		range(L, at, at > INT64_MAX - count ? INT64_MAX : at + count - 1, WORLD_ITEMS_MOST);
	for (int64_t i = 0; i < count; i++) {
		int64_t k = at > from && target == 1 ? count - 1 - i : i; /* from the end when they overlap that way */

		lua_rawgeti(L, 1, from + k);
		lua_rawseti(L, target, at + k);
	}
	lua_pushvalue(L, target);
	return 1;
}

static int table_pack(lua_State *L)
{
	int count = lua_gettop(L);

	lua_createtable(L, count, 1);
	lua_insert(L, 1);
	for (int i = count; i >= 1; i--)
		lua_rawseti(L, 1, i);
	lua_pushinteger(L, count);
	lua_setfield(L, 1, "n");
	return 1;
}

static int table_unpack(lua_State *L)
{
	int64_t from = world_integer_or(L, 2, 1), to, count;

	world_plain_table(L, 1);
	to = lua_isnoneornil(L, 3) ? (int64_t)lua_rawlen(L, 1) : world_integer(L, 3);
	count = range(L, from, to, 10000);
	luaL_checkstack(L, (int)count, "too many values to unpack");
	for (int64_t i = 0; i < count; i++)
		lua_rawgeti(L, 1, from + i);
	return (int)count;
}

static int table_concat(lua_State *L)
{
	struct str between = lua_isnoneornil(L, 2) ? STR("") : world_string(L, 2);
	int64_t from, to, count;
	size_t total = 0;
	luaL_Buffer out;

	world_plain_table(L, 1);
	from = world_integer_or(L, 3, 1);
	to = lua_isnoneornil(L, 4) ? (int64_t)lua_rawlen(L, 1) : world_integer(L, 4);
	count = range(L, from, to, WORLD_ITEMS_MOST);
	luaL_buffinit(L, &out);
	for (int64_t i = 0; i < count; i++) {
		if (lua_rawgeti(L, 1, from + i) != LUA_TSTRING && lua_type(L, -1) != LUA_TNUMBER && lua_type(L, -1) != LUA_TUSERDATA)
			world_fault(L, "lua-error", "item %lld is a %s, not a string",
				"el elemento %lld es de tipo %s, no un texto", (long long)(from + i),
				luaL_typename(L, -1));
		total += world_text(L, -1).len + between.len;
		if (total > WORLD_STRING_MOST)
			world_fault(L, "too-much-memory", "this makes a string of more than 8 MB", "esto hace un texto de más de 8 MB");
		lua_remove(L, -2);
		luaL_addvalue(&out);
		if (i + 1 < count)
			luaL_addlstring(&out, between.at ? between.at : "", between.len);
	}
	world_charge(L, total / 8 + 1);
	luaL_pushresult(&out);
	return 1;
}

/* sort. The order is found on numbers of items; the items stay where they are until it is known. */

struct sorting {
	lua_State *L;
	uint32_t *order, *spare;
	bool given; /* a comparison, at 2 */
};

/* Item b goes before item a. */
static bool precedes(struct sorting *s, uint32_t b, uint32_t a)
{
	lua_State *L = s->L;
	bool before;

	world_charge(L, 5);
	if (s->given)
		lua_pushvalue(L, 2);
	lua_rawgeti(L, 1, b);
	lua_rawgeti(L, 1, a);
	if (!s->given) {
		before = lua_compare(L, -2, -1, LUA_OPLT);
		lua_pop(L, 2);
		return before;
	}
	lua_call(L, 2, 1);
	before = lua_toboolean(L, -1);
	lua_pop(L, 1);
	return before;
}

static void merge(struct sorting *s, size_t from, size_t middle, size_t to)
{
	size_t left = from, right = middle, out = from;

	while (left < middle && right < to)
		s->spare[out++] = precedes(s, s->order[right], s->order[left]) ? s->order[right++] : s->order[left++];
	while (left < middle)
		s->spare[out++] = s->order[left++];
	while (right < to)
		s->spare[out++] = s->order[right++];
}

static int table_sort(lua_State *L)
{
	size_t count = (size_t)items(L, 1, 2);
	struct sorting s = { .L = L, .given = !lua_isnoneornil(L, 2) };

	if (s.given && lua_type(L, 2) != LUA_TFUNCTION)
		world_fault(L, "lua-error", "argument 2 must be a function, not a %s", "el argumento 2 debe ser una función, no un valor de tipo %s",
			luaL_typename(L, 2));
	lua_settop(L, 2);
	s.order = lua_newuserdatauv(L, (count + 1) * 2 * sizeof *s.order, 0);
	s.spare = s.order + count + 1;
	for (size_t i = 0; i < count; i++)
		s.order[i] = (uint32_t)i + 1;
	for (size_t width = 1; width < count; width *= 2) {
		uint32_t *swap = s.order;

		for (size_t from = 0; from < count; from += 2 * width)
			merge(&s, from, from + width < count ? from + width : count, from + 2 * width < count ? from + 2 * width : count);
		s.order = s.spare;
		s.spare = swap;
	}
	lua_createtable(L, (int)count, 0);
	for (size_t i = 0; i < count; i++) {
		lua_rawgeti(L, 1, s.order[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	for (size_t i = 1; i <= count; i++) {
		lua_rawgeti(L, -1, (lua_Integer)i);
		lua_rawseti(L, 1, (lua_Integer)i);
	}
	return 0;
}

void world_push_table(lua_State *L)
{
	static const luaL_Reg functions[] = {
		{ "concat", table_concat }, { "insert", table_insert }, { "move", table_move }, { "pack", table_pack }, { "remove", table_remove },
		{ "sort", table_sort }, { "unpack", table_unpack }, { NULL, NULL },
	};

	lua_newtable(L);
	world_functions(L, functions);
}

/* pairs: a snapshot of the keys, integers first, then strings in byte order. Stock Lua's order differs from run to run. */

struct sorted_key {
	struct str text; /* at NULL: an integer */
	int64_t number;
};

static int by_key(const void *left, const void *right)
{
	const struct sorted_key *a = left, *b = right;

	if (!a->text.at || !b->text.at) {
		if (!a->text.at && !b->text.at)
			return (a->number > b->number) - (a->number < b->number);
		return a->text.at ? 1 : -1;
	}
	return str_compare(a->text, b->text);
}

static size_t count_keys(lua_State *L, int index)
{
	size_t count = 0;

	lua_pushnil(L);
	while (lua_next(L, index)) {
		lua_pop(L, 1);
		count++;
	}
	world_charge(L, count * 8 + 1);
	return count;
}

/* Fills `keys`; the strings live in the table, which nothing changes meanwhile. */
static void collect_keys(lua_State *L, int index, struct sorted_key *keys)
{
	lua_pushnil(L);
	while (lua_next(L, index)) {
		lua_pop(L, 1);
		*keys = (struct sorted_key){ 0 };
		if (lua_type(L, -1) == LUA_TSTRING)
			keys->text = world_string(L, -1);
		else if (lua_isinteger(L, -1))
			keys->number = lua_tointeger(L, -1);
		else
			world_fault(L, "pairs", "a key of this table is a %s: only strings and whole numbers have an order",
				"una clave de esta tabla es de tipo %s: sólo los textos y los números enteros tienen orden", luaL_typename(L, -1));
		keys++;
	}
}

/* Upvalues: keys, the table, how many were given. Those that became nil meanwhile are passed over. */
static int pairs_next(lua_State *L)
{
	lua_Integer i = lua_tointeger(L, lua_upvalueindex(3));

	for (;;) {
		lua_settop(L, 0);
		if (lua_rawgeti(L, lua_upvalueindex(1), ++i) == LUA_TNIL)
			return 1;
		lua_pushvalue(L, 1);
		if (lua_rawget(L, lua_upvalueindex(2)) != LUA_TNIL)
			break;
	}
	lua_pushinteger(L, i);
	lua_replace(L, lua_upvalueindex(3));
	return 2;
}

int world_sorted_pairs(lua_State *L, int index)
{
	size_t count;
	struct sorted_key *keys;

	index = lua_absindex(L, index);
	count = count_keys(L, index);
	keys = lua_newuserdatauv(L, (count + 1) * sizeof *keys, 0);
	collect_keys(L, index, keys);
	if (count)
		qsort(keys, count, sizeof *keys, by_key);
	lua_createtable(L, (int)count, 0);
	for (size_t i = 0; i < count; i++) {
		if (keys[i].text.at)
			world_push(L, keys[i].text);
		else
			lua_pushinteger(L, keys[i].number);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_remove(L, -2);
	lua_pushvalue(L, index);
	lua_pushinteger(L, 0);
	lua_pushcclosure(L, pairs_next, 3);
	lua_pushnil(L);
	lua_pushnil(L);
	return 3;
}
