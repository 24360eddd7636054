/* Cells of type object, array and geojson: their JSON as Lua tables, a fresh copy each time, so that changing it changes nothing else.
 * null is nil; numbers are Lua integers or decimals. The text was checked when the table was loaded; what is wrong here is a fault all the same. */
#include "script/view_private.h"

#include "base/utf8.h"

enum { DEPTH_MOST = 64 };

struct json {
	lua_State *L;
	struct str text;
	size_t at;
	int depth;
};

static _Noreturn void wrong(struct json *json)
{
	world_fault(json->L, "json", "this cell is not JSON at byte %zu", "esta celda no es JSON en el byte %zu", json->at + 1);
}

static char peek(struct json *json)
{
	while (json->at < json->text.len && strchr(" \t\r\n", json->text.at[json->at]) && json->text.at[json->at])
		json->at++;
	return json->at < json->text.len ? json->text.at[json->at] : '\0';
}

static void expect(struct json *json, char c)
{
	if (peek(json) != c)
		wrong(json);
	json->at++;
}

static uint32_t hex4(struct json *json)
{
	uint32_t code = 0;

	for (int i = 0; i < 4; i++, json->at++) {
		char c = json->at < json->text.len ? json->text.at[json->at] : '\0';
		int digit = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;

		if (digit < 0)
			wrong(json);
		code = code * 16 + (uint32_t)digit;
	}
	return code;
}

static void add_code(struct json *json, luaL_Buffer *out)
{
	uint32_t code = hex4(json);
	char bytes[4];

	if (code >= 0xD800 && code < 0xDC00 && str_starts(str_after(json->text, json->at), STR("\\u"))) {
		uint32_t low;

		json->at += 2;
		low = hex4(json);
		code = low >= 0xDC00 && low < 0xE000 ? 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
	} else if (code >= 0xD800 && code < 0xE000) {
		code = 0xFFFD;
	}
	luaL_addlstring(out, bytes, utf8_put(code, bytes));
}

static void add_escape(struct json *json, luaL_Buffer *out)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	char c = json->at < json->text.len ? json->text.at[json->at++] : '\0';
	const char *hit = c ? strchr(from, c) : NULL;

	if (c == 'u')
		add_code(json, out);
	else if (hit)
		luaL_addchar(out, to[hit - from]);
	else
		wrong(json);
}

static void push_string(struct json *json)
{
	luaL_Buffer out;

	luaL_buffinit(json->L, &out);
	for (json->at++;;) {
		char c;

		if (json->at >= json->text.len)
			wrong(json);
		c = json->text.at[json->at++];
		if (c == '"')
			break;
		if (c == '\\')
			add_escape(json, &out);
		else
			luaL_addchar(&out, c);
	}
	luaL_pushresult(&out);
}

static void push_value(struct json *json);

static void push_array(struct json *json)
{
	lua_Integer i = 0;

	lua_newtable(json->L);
	json->at++;
	if (peek(json) == ']') {
		json->at++;
		return;
	}
	for (;;) {
		push_value(json);
		lua_rawseti(json->L, -2, ++i);
		if (peek(json) != ',')
			break;
		json->at++;
	}
	expect(json, ']');
}

static void push_object(struct json *json)
{
	lua_newtable(json->L);
	json->at++;
	if (peek(json) == '}') {
		json->at++;
		return;
	}
	for (;;) {
		if (peek(json) != '"')
			wrong(json);
		push_string(json);
		expect(json, ':');
		push_value(json);
		lua_rawset(json->L, -3);
		if (peek(json) != ',')
			break;
		json->at++;
	}
	expect(json, '}');
}

static void push_plain(struct json *json)
{
	size_t from = json->at;
	struct str word;

	while (json->at < json->text.len && !strchr(" \t\r\n,]}", json->text.at[json->at]))
		json->at++;
	word = str_part(json->text, from, json->at - from);
	if (str_equal(word, STR("null")))
		lua_pushnil(json->L);
	else if (str_equal(word, STR("true")) || str_equal(word, STR("false")))
		lua_pushboolean(json->L, word.len == 4);
	else if (word.len && (word.at[0] == '-' || (word.at[0] >= '0' && word.at[0] <= '9')))
		view_push_number_text(json->L, word);
	else
		wrong(json);
}

static void push_value(struct json *json)
{
	char c = peek(json);

	if (++json->depth > DEPTH_MOST)
		wrong(json);
	luaL_checkstack(json->L, 4, NULL);
	if (c == '{')
		push_object(json);
	else if (c == '[')
		push_array(json);
	else if (c == '"')
		push_string(json);
	else
		push_plain(json);
	json->depth--;
}

void view_push_json(lua_State *L, struct str text)
{
	struct json json = { .L = L, .text = text };

	world_charge(L, text.len);
	push_value(&json);
	if (peek(&json) != '\0')
		wrong(&json);
}
