/* The string functions: texts of at most 8 MB, every loop charged, patterns with a budget, no addresses, no locale. */
#include "script/world_private.h"

#include "base/decimal.h"
#include "script/view.h"
#include "script/world_pattern.h"

#include <lauxlib.h>
#include <math.h>
#include <stdio.h>

enum { PATTERNS_KEPT = 200, FORMAT_WIDTH_MOST = 99 };

static const char patterns_key;  /* registry: pattern → compiled */
static const char gpatterns_key; /* the same without anchors, for gmatch */

/* A position as Lua counts, negative from the end, as an offset: 0 … len. */
static size_t offset_from(int64_t position, size_t len)
{
	if (position > 0)
		return (uint64_t)position - 1 < len ? (size_t)position - 1 : len;
	if (position == 0 || position < -(int64_t)len)
		return 0;
	return len - (size_t)-position;
}

/* The end of a range as an offset past its last byte. */
static size_t offset_to(int64_t position, size_t len)
{
	if (position > (int64_t)len)
		return len;
	if (position >= 0)
		return (size_t)position;
	return position < -(int64_t)len ? 0 : len - (size_t)-position + 1;
}

static _Noreturn void too_large(lua_State *L)
{
	world_fault(L, "too-much-memory", "this makes a string of more than 8 MB", "esto hace un texto de más de 8 MB");
}

static int string_len(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)world_string(L, 1).len);
	return 1;
}

static int string_sub(lua_State *L)
{
	struct str s = world_string(L, 1);
	size_t from = offset_from(world_integer(L, 2), s.len), to = offset_to(world_integer_or(L, 3, -1), s.len);

	world_push(L, to > from ? str_part(s, from, to - from) : STR(""));
	return 1;
}

static int string_byte(lua_State *L)
{
	struct str s = world_string(L, 1);
	int64_t first = world_integer_or(L, 2, 1);
	size_t from = offset_from(first, s.len), to = offset_to(world_integer_or(L, 3, first), s.len);

	if (to <= from)
		return 0;
	if (to - from > 1000)
		world_fault(L, "lua-error", "at most 1000 bytes at once", "a lo más 1000 bytes a la vez");
	luaL_checkstack(L, (int)(to - from), NULL);
	for (size_t i = from; i < to; i++)
		lua_pushinteger(L, (unsigned char)s.at[i]);
	return (int)(to - from);
}

static int string_char(lua_State *L)
{
	int count = lua_gettop(L);
	luaL_Buffer out;
	char *bytes = luaL_buffinitsize(L, &out, (size_t)count);

	for (int i = 1; i <= count; i++) {
		int64_t code = world_integer(L, i);

		if (code < 0 || code > 255)
			world_fault(L, "lua-error", "argument %d must be from 0 to 255", "el argumento %d debe ser de 0 a 255", i);
		bytes[i - 1] = (char)code;
	}
	luaL_pushresultsize(&out, (size_t)count);
	return 1;
}

/* Pushes a copy of the text with each byte changed. */
static int mapped(lua_State *L, char from, char to, int shift)
{
	struct str s = world_string(L, 1);
	luaL_Buffer out;
	char *bytes;

	world_charge(L, s.len / 8 + 1);
	bytes = luaL_buffinitsize(L, &out, s.len);
	for (size_t i = 0; i < s.len; i++)
		bytes[i] = s.at[i] >= from && s.at[i] <= to ? (char)(s.at[i] + shift) : s.at[i];
	luaL_pushresultsize(&out, s.len);
	return 1;
}

/* ASCII only; the filters upper and lower know all letters. */
static int string_upper(lua_State *L)
{
	return mapped(L, 'a', 'z', 'A' - 'a');
}

static int string_lower(lua_State *L)
{
	return mapped(L, 'A', 'Z', 'a' - 'A');
}

static int string_reverse(lua_State *L)
{
	struct str s = world_string(L, 1);
	luaL_Buffer out;
	char *bytes;

	world_charge(L, s.len / 8 + 1);
	bytes = luaL_buffinitsize(L, &out, s.len);
	for (size_t i = 0; i < s.len; i++)
		bytes[i] = s.at[s.len - 1 - i];
	luaL_pushresultsize(&out, s.len);
	return 1;
}

static int string_rep(lua_State *L)
{
	struct str s = world_string(L, 1), between = lua_isnoneornil(L, 3) ? STR("") : world_string(L, 3);
	int64_t count = world_integer(L, 2);
	size_t total;
	luaL_Buffer out;
	char *bytes;

	if (count <= 0 || s.len + between.len == 0) {
		lua_pushliteral(L, "");
		return 1;
	}
	if (s.len + between.len > WORLD_STRING_MOST || count > (int64_t)(WORLD_STRING_MOST / (s.len + between.len)))
		too_large(L);
	total = (size_t)count * s.len + (size_t)(count - 1) * between.len;
	world_charge(L, total / 8 + 1);
	bytes = luaL_buffinitsize(L, &out, total);
	for (int64_t i = 0; i < count; i++) {
		if (s.len)
			memcpy(bytes, s.at, s.len);
		bytes += s.len;
		if (between.len && i + 1 < count) {
			memcpy(bytes, between.at, between.len);
			bytes += between.len;
		}
	}
	luaL_pushresultsize(&out, total);
	return 1;
}

/* Patterns. */

static _Noreturn void pattern_fault(lua_State *L, enum matcher_fault fault, struct str pattern)
{
	static const struct { const char *en, *es; } texts[] = {
		[MATCHER_TOO_LONG] = { "it is too long", "es demasiado largo" },
		[MATCHER_ENDS_WITH_PERCENT] = { "it ends with '%'", "termina en '%'" },
		[MATCHER_SET_NOT_CLOSED] = { "a '[' has no ']'", "a un '[' le falta su ']'" },
		[MATCHER_BALANCE] = { "'%b' needs two characters", "a '%b' le faltan dos caracteres" },
		[MATCHER_FRONTIER] = { "'%f' needs a '[' behind it", "a '%f' le falta un '['" },
		[MATCHER_CAPTURE_NOT_CLOSED] = { "a '(' has no ')'", "a un '(' le falta su ')'" },
		[MATCHER_CAPTURE_NOT_OPEN] = { "a ')' has no '('", "a un ')' le falta su '('" },
		[MATCHER_CAPTURES_MANY] = { "it has more than 32 captures", "tiene más de 32 capturas" },
		[MATCHER_BACK_REFERENCE] = { "it refers to a capture that is not closed before",
			"se refiere a una captura que no está cerrada antes" },
	};

	/* both formats take all three and print two of them */
	world_fault(L, "pattern", "the pattern '%.*s' is malformed: %s%.0s", "el patrón '%.*s' está mal escrito: %.0s%s",
		(int)(pattern.len < 80 ? pattern.len : 80), pattern.at, texts[fault].en, texts[fault].es);
}

static void push_patterns(lua_State *L, const char *key)
{
	if (lua_rawgetp(L, LUA_REGISTRYINDEX, key) == LUA_TTABLE)
		return;
	lua_pop(L, 1);
	lua_newtable(L);
	lua_pushinteger(L, 0);
	lua_rawseti(L, -2, 0); /* how many */
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

/* The compiled pattern of the string at `index`; pushed too, so that it lives. */
static const struct matcher *compiled(lua_State *L, int index, bool anchors)
{
	struct str pattern = world_string(L, index);
	const char *key = anchors ? &patterns_key : &gpatterns_key;
	struct matcher *matcher;
	enum matcher_fault fault;
	lua_Integer kept;

	push_patterns(L, key);
	lua_pushvalue(L, index);
	if (lua_rawget(L, -2) == LUA_TUSERDATA) {
		lua_remove(L, -2);
		return lua_touserdata(L, -1);
	}
	lua_pop(L, 1);
	if (pattern.len > MATCHER_PATTERN_MOST)
		pattern_fault(L, MATCHER_TOO_LONG, pattern);
	world_charge(L, 20 + pattern.len * 4);
	matcher = lua_newuserdatauv(L, matcher_size(pattern), 0);
	fault = matcher_compile(matcher, pattern, anchors);
	if (fault != MATCHER_FINE)
		pattern_fault(L, fault, pattern);
	lua_rawgeti(L, -2, 0);
	kept = lua_tointeger(L, -1);
	lua_pop(L, 1);
	if (kept == PATTERNS_KEPT) {
		lua_pushnil(L);
		lua_rawsetp(L, LUA_REGISTRYINDEX, key);
	} else {
		lua_pushinteger(L, kept + 1);
		lua_rawseti(L, -3, 0);
		lua_pushvalue(L, index);
		lua_pushvalue(L, -2);
		lua_rawset(L, -4);
	}
	lua_remove(L, -2);
	return matcher;
}

/* Runs the matcher with what is left of the budget, and charges what it took. */
static bool run(lua_State *L, const struct matcher *matcher, struct match *m, size_t init)
{
	uint64_t left = world_of(L)->private->steps;
	enum match_result result;

	m->steps = left;
	result = matcher_find(matcher, m, init);
	world_charge(L, result == MATCH_TIRED ? left : left - m->steps);
	return result == MATCH_YES;
}

static void push_capture(lua_State *L, const struct match *m, int i)
{
	if (m->captures[i].len == CAPTURE_POSITION)
		lua_pushinteger(L, (lua_Integer)m->captures[i].at + 1);
	else
		world_push(L, str_part(m->text, m->captures[i].at, (size_t)m->captures[i].len));
}

/* Pushes all captures, or the whole match when there are none and `whole` says so. */
static int push_captures(lua_State *L, const struct matcher *matcher, const struct match *m, bool whole)
{
	int count = matcher_captures(matcher);

	if (count == 0 && whole) {
		world_push(L, str_part(m->text, m->from, m->to - m->from));
		return 1;
	}
	luaL_checkstack(L, count, NULL);
	for (int i = 0; i < count; i++)
		push_capture(L, m, i);
	return count;
}

/* True when no byte of the pattern means something. */
static bool plain_text(struct str pattern)
{
	for (size_t i = 0; i < pattern.len; i++)
		if (pattern.at[i] && strchr("^$*+?.([%-", pattern.at[i]))
			return false;
	return true;
}

static int find_plain(lua_State *L, struct str s, struct str what, size_t init)
{
	size_t hit = init;

	if (what.len) {
		world_charge(L, (s.len - init) / 8 + what.len + 1);
		hit = str_search(s, what, init);
		if (hit >= s.len) {
			lua_pushnil(L);
			return 1;
		}
		world_charge(L, (hit - init) / 8 * (what.len / 64 + 1)); /* a needle may agree in part at many places */
	}
	lua_pushinteger(L, (lua_Integer)hit + 1);
	lua_pushinteger(L, (lua_Integer)(hit + what.len));
	return 2;
}

static int search(lua_State *L, bool find)
{
	struct match m = { .text = world_string(L, 1) };
	struct str pattern = world_string(L, 2);
	int64_t first = world_integer_or(L, 3, 1);
	size_t init = offset_from(first, m.text.len);
	bool plain = find && (lua_toboolean(L, 4) || plain_text(pattern));
	const struct matcher *matcher;

	if (first > (int64_t)m.text.len + 1) {
		lua_pushnil(L);
		return 1;
	}
	if (plain && pattern.len < 64)
		return find_plain(L, m.text, pattern, init);
	if (plain) { /* a long needle could cost its length at each place: charged before */
		world_charge(L, (m.text.len - init) / 64 * pattern.len / 8 + 1);
		return find_plain(L, m.text, pattern, init);
	}
	matcher = compiled(L, 2, true);
	if (!run(L, matcher, &m, init)) {
		lua_pushnil(L);
		return 1;
	}
	if (!find)
		return push_captures(L, matcher, &m, true);
	lua_pushinteger(L, (lua_Integer)m.from + 1);
	lua_pushinteger(L, (lua_Integer)m.to);
	return 2 + push_captures(L, matcher, &m, false);
}

static int string_find(lua_State *L)
{
	return search(L, true);
}

static int string_match(lua_State *L)
{
	return search(L, false);
}

/* Upvalues: text, compiled pattern, where to go on (from 0), end of the last match + 1. */
static int gmatch_next(lua_State *L)
{
	struct match m = { 0 };
	const struct matcher *matcher = lua_touserdata(L, lua_upvalueindex(2));
	size_t init = (size_t)lua_tointeger(L, lua_upvalueindex(3)), last = (size_t)lua_tointeger(L, lua_upvalueindex(4));

	m.text.at = lua_tolstring(L, lua_upvalueindex(1), &m.text.len);
	for (; init <= m.text.len; init = m.from + 1) {
		if (!run(L, matcher, &m, init))
			break;
		if (m.to + 1 == last)
			continue; /* an empty match where the last one ended */
		lua_pushinteger(L, (lua_Integer)m.to);
		lua_replace(L, lua_upvalueindex(3));
		lua_pushinteger(L, (lua_Integer)m.to + 1);
		lua_replace(L, lua_upvalueindex(4));
		return push_captures(L, matcher, &m, true);
	}
	lua_pushinteger(L, (lua_Integer)m.text.len + 1);
	lua_replace(L, lua_upvalueindex(3));
	return 0;
}

static int string_gmatch(lua_State *L)
{
	struct str s = world_string(L, 1);

	world_string(L, 2);
	lua_settop(L, 3);
	lua_pushvalue(L, 1);
	compiled(L, 2, false);
	lua_pushinteger(L, (lua_Integer)offset_from(world_integer_or(L, 3, 1), s.len));
	lua_pushinteger(L, 0);
	lua_pushcclosure(L, gmatch_next, 4);
	return 1;
}

/* Adds the replacement string with its %0 … %9. */
static void add_template(lua_State *L, struct buf *out, const struct matcher *matcher, const struct match *m, struct str with)
{
	for (size_t i = 0; i < with.len; i++) {
		char c = with.at[i];

		if (c != '%') {
			buf_byte(out, c);
			continue;
		}
		c = ++i < with.len ? with.at[i] : '\0';
		if (c == '%') {
			buf_byte(out, '%');
		} else if (c == '0' || (c == '1' && matcher_captures(matcher) == 0)) {
			buf_add(out, str_part(m->text, m->from, m->to - m->from));
		} else if (c >= '1' && c <= '9' && c - '1' < matcher_captures(matcher)) {
			push_capture(L, m, c - '1');
			if (lua_type(L, -1) == LUA_TSTRING)
				buf_add(out, world_string(L, -1));
			else
				buf_printf(out, "%lld", (long long)lua_tointeger(L, -1));
			lua_pop(L, 1);
		} else {
			world_fault(L, "pattern", "'%%%c' in the replacement names no capture",
				"'%%%c' en el reemplazo no es ninguna captura", c ? c : ' ');
		}
	}
}

/* Leaves the replacement for the match on the stack as string, number, nil or false. */
static void push_replacement(lua_State *L, const struct matcher *matcher, const struct match *m)
{
	if (lua_type(L, 3) == LUA_TFUNCTION) {
		int count;

		lua_pushvalue(L, 3);
		count = push_captures(L, matcher, m, true);
		lua_call(L, count, 1);
		return;
	}
	push_captures(L, matcher, m, true);
	if (matcher_captures(matcher) > 1)
		lua_pop(L, matcher_captures(matcher) - 1);
	lua_gettable(L, 3);
}

static void add_replacement(lua_State *L, struct buf *out, const struct matcher *matcher, const struct match *m)
{
	if (lua_type(L, 3) == LUA_TSTRING) {
		add_template(L, out, matcher, m, world_string(L, 3));
		return;
	}
	push_replacement(L, matcher, m);
	if (!lua_toboolean(L, -1)) {
		buf_add(out, str_part(m->text, m->from, m->to - m->from));
	} else if (lua_type(L, -1) == LUA_TTABLE || lua_type(L, -1) == LUA_TFUNCTION || lua_type(L, -1) == LUA_TBOOLEAN) {
		world_fault(L, "lua-error", "the replacement is a %s, not a string",
			"el reemplazo es un valor de tipo %s, no un texto", luaL_typename(L, -1));
	} else {
		buf_add(out, world_text(L, -1));
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

/* A buffer that Lua ends when it ends the userdata that holds it: what grows while scripts run must not be lost when they fail. */
static int free_buffer(lua_State *L)
{
	buf_clear(lua_touserdata(L, 1));
	return 0;
}

static struct buf *push_buffer(lua_State *L)
{
	struct buf *out = lua_newuserdatauv(L, sizeof *out, 0);

	*out = (struct buf){ 0 };
	if (luaL_newmetatable(L, "buffer")) {
		lua_pushcfunction(L, free_buffer);
		lua_setfield(L, -2, "__gc");
	}
	lua_setmetatable(L, -2);
	return out;
}

static int string_gsub(lua_State *L)
{
	struct match m = { .text = world_string(L, 1) };
	int64_t most, count = 0;
	const struct matcher *matcher;
	struct buf *out;
	size_t at = 0, last = SIZE_MAX;

	world_string(L, 2);
	if (lua_type(L, 3) == LUA_TNUMBER) {
		world_text(L, 3);
		lua_replace(L, 3);
	}
	if (lua_type(L, 3) != LUA_TSTRING && lua_type(L, 3) != LUA_TFUNCTION && lua_type(L, 3) != LUA_TTABLE)
		world_fault(L, "lua-error", "argument 3 must be a string, function or table, not a %s",
			"el argumento 3 debe ser un texto, una función o una tabla, no un valor de tipo %s", luaL_typename(L, 3));
	most = world_integer_or(L, 4, INT64_MAX);
	matcher = compiled(L, 2, true);
	out = push_buffer(L);
	while (count < most && run(L, matcher, &m, at)) {
		if (m.to == last) { /* an empty match where the last one ended: a byte passes */
			if (at >= m.text.len)
				break;
			buf_byte(out, m.text.at[at++]);
			continue;
		}
		buf_add(out, str_part(m.text, at, m.from - at));
		add_replacement(L, out, matcher, &m);
		count++;
		at = last = m.to;
		if (out->len > WORLD_STRING_MOST)
			too_large(L);
		if (matcher_anchored(matcher))
			break;
	}
	buf_add(out, str_after(m.text, at));
	world_charge(L, out->len / 8 + 1);
	world_push(L, buf_str(out));
	buf_clear(out);
	lua_pushinteger(L, count);
	return 2;
}

/* Formats. */

struct spec {
	char text[48];   /* "%-08.3" without its letter */
	bool left, zero;
	int width, precision; /* -1: none */
	char letter;
};

static int small_number(struct str form, size_t *at)
{
	int n = 0;

	while (*at < form.len && form.at[*at] >= '0' && form.at[*at] <= '9' && n <= FORMAT_WIDTH_MOST)
		n = n * 10 + form.at[(*at)++] - '0';
	return n;
}

/* Reads what follows a `%`. */
static struct spec read_spec(lua_State *L, struct str form, size_t *at)
{
	struct spec spec = { .precision = -1 };
	char flags[8];
	size_t count = 0;

	while (*at < form.len && count < 5 && form.at[*at] && strchr("-+ #0", form.at[*at])) {
		spec.left |= form.at[*at] == '-';
		spec.zero |= form.at[*at] == '0';
		flags[count++] = form.at[(*at)++];
	}
	flags[count] = '\0';
	spec.width = small_number(form, at);
	if (*at < form.len && form.at[*at] == '.') {
		++*at;
		spec.precision = small_number(form, at);
	}
	if (*at >= form.len || spec.width > FORMAT_WIDTH_MOST || spec.precision > FORMAT_WIDTH_MOST)
		world_fault(L, "lua-error", "the format '%.*s' is malformed", "el formato '%.*s' está mal escrito", STR_ARG(form));
	spec.letter = form.at[(*at)++];
	snprintf(spec.text, sizeof spec.text, "%%%s%.0d%s", flags, spec.width, spec.precision < 0 ? "" : ".");
	if (spec.precision >= 0)
		snprintf(spec.text + strlen(spec.text), sizeof spec.text - strlen(spec.text), "%d", spec.precision);
	return spec;
}

static void add_padded(struct buf *out, const struct spec *spec, struct str s)
{
	size_t width = (size_t)spec->width;

	for (size_t i = s.len; !spec->left && i < width; i++)
		buf_byte(out, ' ');
	buf_add(out, s);
	for (size_t i = s.len; spec->left && i < width; i++)
		buf_byte(out, ' ');
}

static void add_integer(lua_State *L, struct buf *out, const struct spec *spec, int index)
{
	struct decimal d;
	int64_t value;
	char form[80];

	if (view_is_decimal(L, index, &d)) {
		if (!decimal_integer(d, &value))
			world_fault(L, "lua-error", "argument %d is not a whole number", "el argumento %d no es un número entero", index);
	} else {
		value = world_integer(L, index);
	}
	snprintf(form, sizeof form, "%sll%c", spec->text, spec->letter == 'i' ? 'd' : spec->letter);
	buf_printf(out, form, (long long)value);
}

/* Decimals are rounded exactly, half away from zero; floats as C does. */
static void add_float(lua_State *L, struct buf *out, const struct spec *spec, int index)
{
	struct decimal d;
	struct buf *text;
	char form[80];

	if (lua_type(L, index) == LUA_TNUMBER) {
		snprintf(form, sizeof form, "%s%c", spec->text, spec->letter);
		buf_printf(out, form, lua_tonumber(L, index));
		return;
	}
	if (!view_is_decimal(L, index, &d) || spec->letter != 'f')
		world_fault(L, "lua-error", "argument %d must be a number", "el argumento %d debe ser un número", index);
	text = push_buffer(L);
	decimal_write(text, decimal_round(world_of(L)->arena, d, spec->precision < 0 ? 6 : (uint32_t)spec->precision, DECIMAL_HALF_UP));
	add_padded(out, spec, buf_str(text));
	buf_clear(text);
	lua_pop(L, 1);
}

static void add_spec(lua_State *L, struct buf *out, const struct spec *spec, int index)
{
	struct str s;
	int64_t code;
	char byte;

	switch (spec->letter) {
	case 'd': case 'i': case 'x': case 'X': case 'o':
		add_integer(L, out, spec, index);
		break;
	case 'f': case 'e': case 'E': case 'g': case 'G':
		add_float(L, out, spec, index);
		break;
	case 'c':
		code = world_integer(L, index);
		byte = (char)code;
		add_padded(out, spec, str_from(&byte, 1));
		break;
	case 's':
		s = world_text(L, index);
		add_padded(out, spec, spec->precision < 0 ? s : str_part(s, 0, (size_t)spec->precision));
		lua_pop(L, 1);
		break;
	default:
		world_fault(L, "lua-error", "'%%%c' is no format here", "'%%%c' no es un formato aquí", spec->letter);
	}
}

static int string_format(lua_State *L)
{
	struct str form = world_string(L, 1);
	int count = lua_gettop(L), index = 1;
	struct buf *out = push_buffer(L);

	for (size_t at = 0; at < form.len;) {
		struct spec spec;

		if (form.at[at] != '%') {
			buf_byte(out, form.at[at++]);
			continue;
		}
		if (++at < form.len && form.at[at] == '%') {
			buf_byte(out, form.at[at++]);
			continue;
		}
		spec = read_spec(L, form, &at);
		if (++index > count)
			world_fault(L, "lua-error", "argument %d is missing", "falta el argumento %d", index);
		add_spec(L, out, &spec, index);
		if (out->len > WORLD_STRING_MOST)
			too_large(L);
	}
	world_charge(L, out->len / 8 + 1);
	world_push(L, buf_str(out));
	buf_clear(out);
	return 1;
}

void world_push_string(lua_State *L)
{
	static const luaL_Reg functions[] = {
		{ "byte", string_byte }, { "char", string_char }, { "find", string_find }, { "format", string_format }, { "gmatch", string_gmatch },
		{ "gsub", string_gsub }, { "len", string_len }, { "lower", string_lower }, { "match", string_match }, { "rep", string_rep },
		{ "reverse", string_reverse }, { "sub", string_sub }, { "upper", string_upper }, { NULL, NULL },
	};

	lua_newtable(L);
	world_functions(L, functions);
}
