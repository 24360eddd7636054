#include "script/filters_private.h"

#include "base/arena.h"
#include "base/slug.h"
#include "base/utf8.h"
#include "script/script.h"

#include <unicode/ustring.h>

/* The value at 1 as text, into state->text; false for nil. */
static bool take_text(lua_State *L)
{
	struct filters_state *f = filters_of(L);

	if (lua_isnoneornil(L, 1))
		return false;
	buf_reset(&f->text);
	view_print(L, 1, &f->text);
	return true;
}

typedef int32_t case_fn(const UCaseMap *map, char *to, int32_t room, const char *from, int32_t len, UErrorCode *status);

static int32_t to_title(const UCaseMap *map, char *to, int32_t room, const char *from, int32_t len, UErrorCode *status)
{
	return ucasemap_utf8ToTitle((UCaseMap *)(uintptr_t)map, to, room, from, len, status);
}

static int change_case(lua_State *L, case_fn *change)
{
	struct filters_state *f = filters_of(L);
	UErrorCode status = U_ZERO_ERROR;
	int32_t room, len;
	char *to;

	if (!take_text(L))
		return 0;
	if (!f->locale->cases)
		f->locale->cases = ucasemap_open(f->locale->icu, 0, &status);
	room = (int32_t)f->text.len * 3 + 8;
	to = arena_alloc(world_of(L)->arena, (size_t)room);
	len = change(f->locale->cases, to, room, f->text.at ? f->text.at : "", (int32_t)f->text.len, &status);
	world_push(L, U_SUCCESS(status) ? str_from(to, (size_t)len) : buf_str(&f->text));
	return 1;
}

int filter_upper(lua_State *L)
{
	return change_case(L, ucasemap_utf8ToUpper);
}

int filter_lower(lua_State *L)
{
	return change_case(L, ucasemap_utf8ToLower);
}

int filter_title(lua_State *L)
{
	return change_case(L, to_title);
}

/* truncate(n): at most n characters, cut after a whole word, with an ellipsis. */
int filter_truncate(lua_State *L)
{
	struct filters_state *f = filters_of(L);
	lua_Integer most = lua_tointeger(L, 2);
	struct str text, cut;

	if (!take_text(L))
		return 0;
	if (!lua_isinteger(L, 2) || most < 1)
		world_fault(L, "filter-argument", "truncate takes a number of characters", "truncate lleva un número de caracteres");
	text = buf_str(&f->text);
	cut = utf8_prefix(text, (size_t)most);
	if (cut.len < text.len) {
		size_t end = utf8_prefix(text, (size_t)most - 1).len, word = end;

		while (word > 0 && text.at[word] != ' ')
			word--;
		f->text.len = word ? word : end;
		buf_add(&f->text, STR("\xE2\x80\xA6"));
	}
	filters_push(L);
	return 1;
}

int filter_slug(lua_State *L)
{
	struct filters_state *f = filters_of(L);
	struct str text;

	if (!take_text(L))
		return 0;
	text = arena_copy(world_of(L)->arena, buf_str(&f->text));
	buf_reset(&f->text);
	slug_add(&f->text, text);
	filters_push(L);
	return 1;
}

int filter_urlencode(lua_State *L)
{
	static const char digits[] = "0123456789ABCDEF";
	struct filters_state *f = filters_of(L);
	struct str text;

	if (!take_text(L))
		return 0;
	text = arena_copy(world_of(L)->arena, buf_str(&f->text));
	buf_reset(&f->text);
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~') {
			buf_byte(&f->text, (char)c);
		} else {
			buf_byte(&f->text, '%');
			buf_byte(&f->text, digits[c >> 4]);
			buf_byte(&f->text, digits[c & 15]);
		}
	}
	filters_push(L);
	return 1;
}

int filter_default(lua_State *L)
{
	bool empty = lua_isnoneornil(L, 1) || (lua_type(L, 1) == LUA_TSTRING && lua_rawlen(L, 1) == 0);

	lua_settop(L, 2);
	lua_pushvalue(L, empty ? 2 : 1);
	return 1;
}

/* Calls `add` with each value of the list at 1 on the top of the stack. */
static void each(lua_State *L, void (*add)(lua_State *L, void *context), void *context)
{
	int top = lua_gettop(L);

	view_each(L, 1, false);
	for (;;) {
		lua_pushvalue(L, top + 1);
		lua_pushvalue(L, top + 2);
		lua_pushvalue(L, top + 3);
		lua_call(L, 2, 2);
		if (lua_isnil(L, -2))
			break;
		lua_pushvalue(L, -2);
		lua_replace(L, top + 3);
		/* Lists give position and value, or the value alone. */
		if (lua_isnil(L, -1))
			lua_pop(L, 1);
		add(L, context);
		lua_settop(L, top + 3);
	}
	lua_settop(L, top);
}

struct joining {
	struct buf *out;
	struct str separator;
	bool first;
};

static void add_joined(lua_State *L, void *context)
{
	struct joining *j = context;

	if (!j->first)
		buf_add(j->out, j->separator);
	j->first = false;
	filters_add_value(L, -1, j->out);
}

int filter_join(lua_State *L)
{
	struct filters_state *f = filters_of(L);
	struct joining j = { &f->text, STR(", "), true };

	if (lua_isnoneornil(L, 1))
		return 0;
	if (!lua_isnoneornil(L, 2))
		j.separator = world_string(L, 2);
	buf_reset(&f->text);
	each(L, add_joined, &j);
	filters_push(L);
	return 1;
}

enum { LIST_MOST = 256 };

struct listing {
	struct arena *arena;
	struct buf scratch;
	const UChar *texts[LIST_MOST];
	int32_t lengths[LIST_MOST];
	int32_t count;
};

static void add_listed(lua_State *L, void *context)
{
	struct filters_state *f = filters_of(L);
	struct listing *l = context;
	UErrorCode status = U_ZERO_ERROR;
	UChar *wide;

	if (l->count == LIST_MOST)
		world_fault(L, "filter-argument", "a list of more than %d things", "una lista de más de %d cosas", LIST_MOST);
	buf_reset(&f->text);
	filters_add_value(L, -1, &f->text);
	wide = arena_alloc(l->arena, (f->text.len + 1) * sizeof *wide);
	u_strFromUTF8(wide, (int32_t)f->text.len + 1, &l->lengths[l->count], f->text.at ? f->text.at : "", (int32_t)f->text.len, &status);
	l->texts[l->count++] = wide;
}

/* "a, b y c" */
int filter_list(lua_State *L)
{
	struct filters_state *f = filters_of(L);
	struct listing l = { .arena = world_of(L)->arena };
	UErrorCode status = U_ZERO_ERROR;
	UChar *wide;
	int32_t room = 16, len, used = 0;

	if (lua_isnoneornil(L, 1))
		return 0;
	each(L, add_listed, &l);
	for (int32_t i = 0; i < l.count; i++)
		room += l.lengths[i] + 16;
	wide = arena_alloc(l.arena, (size_t)room * sizeof *wide);
	if (!f->locale->list)
		f->locale->list = ulistfmt_open(f->locale->icu, &status);
	len = ulistfmt_format(f->locale->list, l.texts, l.lengths, l.count, wide, room, &status);
	buf_reset(&f->text);
	u_strToUTF8(buf_reserve(&f->text, (size_t)room * 3), room * 3, &used, wide, len, &status);
	f->text.len = U_SUCCESS(status) ? (size_t)used : 0;
	filters_push(L);
	return 1;
}

int filter_first(lua_State *L)
{
	if (lua_isnoneornil(L, 1) || view_length(L, 1) == 0)
		return 0;
	lua_geti(L, 1, 1);
	return 1;
}

int filter_safe(lua_State *L)
{
	if (!take_text(L))
		return 0;
	view_push_html(L, buf_str(&filters_of(L)->text));
	return 1;
}

int filter_markdown(lua_State *L)
{
	struct filters_state *f = filters_of(L);
	struct arena *arena = world_of(L)->arena;
	struct str html, why, text;

	if (!take_text(L))
		return 0;
	text = arena_copy(arena, buf_str(&f->text));
	if (!f->page.host || !f->page.host->markdown(f->page.host->context, arena, text, &html, &why))
		world_fault(L, "markdown", "this Markdown can't be read: %.*s", "este Markdown no se puede leer: %.*s",
			f->page.host ? (int)why.len : 0,
			f->page.host ? why.at : "");
	view_push_html(L, html);
	return 1;
}
