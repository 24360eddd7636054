/* What compiled templates call: printing by place, static text, lists. Everything prints straight into the world's buffer, from C. */
#include "script/template_run.h"

#include "script/escape.h"
#include "script/view.h"

#include <lauxlib.h>

struct template_run *template_run_of(lua_State *L)
{
	return world_of(L)->room;
}

/* Printing. */

/* The static text after a value, by its number in the last argument. */
static int finish(lua_State *L, int index)
{
	const struct template_run *run = template_run_of(L);
	struct buf *out = run->world->out;

	if (lua_type(L, index) == LUA_TNUMBER)
		buf_add(out, run->set->texts[lua_tointeger(L, index)]);
	if (out->len > TEMPLATE_OUTPUT_MOST)
		world_fault(L, "page-too-large", "this page has more than %d MB; is there a loop without an end?",
			"esta página tiene más de %d MB; ¿hay un ciclo sin fin?",
			TEMPLATE_OUTPUT_MOST >> 20);
	return 0;
}

static int print_static(lua_State *L)
{
	return finish(L, 1);
}

typedef void escaper(struct buf *out, struct str text);

/* Text is escaped; other values print no byte that would need it. Safe HTML goes as `html` says. */
static void print(lua_State *L, escaper *escape, escaper *html)
{
	struct buf *out = world_of(L)->out;
	struct str text;

	switch (lua_type(L, 1)) {
	case LUA_TNIL:
		return;
	case LUA_TSTRING:
		text.at = lua_tolstring(L, 1, &text.len);
		escape(out, text);
		return;
	case LUA_TUSERDATA:
		if (!view_is_html(L, 1, &text))
			break;
		if (html) {
			html(out, text);
			return;
		}
		world_fault(L, "html-in-attribute", "safe HTML can't stand in an attribute; print its text",
			"el HTML seguro no puede ir en un atributo; imprima su texto");
	}
	view_print(L, 1, out);
}

static int print_text(lua_State *L)
{
	print(L, escape_html, buf_add);
	return finish(L, 2);
}

static int print_attribute(lua_State *L)
{
	print(L, escape_html, NULL);
	return finish(L, 2);
}

static void refuse_url(lua_State *L, struct str url)
{
	struct world *world = world_of(L);

	if (url.len > 60)
		url.len = 60;
	diag_warning(world->diag, world_where(L, 0), "unsafe-url",
		"'%.*s' is no address of http, https, mailto or tel, nor a relative one; # is printed instead",
		"'%.*s' no es una dirección de http, https, mailto o tel, ni relativa; se imprime # en su lugar", STR_ARG(url));
	buf_byte(world->out, '#');
}

static int print_url(lua_State *L)
{
	struct str url;

	if (lua_type(L, 1) == LUA_TSTRING) {
		url.at = lua_tolstring(L, 1, &url.len);
		if (!escape_url_safe(url)) {
			refuse_url(L, url);
			return finish(L, 2);
		}
	}
	return print_attribute(L);
}

/* What the json filter made is safe in a script. */
static int print_raw(lua_State *L)
{
	print(L, buf_add, buf_add);
	return finish(L, 2);
}

static int print_xml(lua_State *L)
{
	print(L, escape_html, escape_html);
	return finish(L, 2);
}

static int print_json_string(lua_State *L)
{
	print(L, escape_json, escape_json);
	return finish(L, 2);
}

static int print_csv(lua_State *L)
{
	print(L, escape_csv, escape_csv);
	return finish(L, 2);
}

static int print_csv_quoted(lua_State *L)
{
	print(L, escape_csv_quoted, escape_csv_quoted);
	return finish(L, 2);
}

/* Operators. */

static int equal(lua_State *L)
{
	lua_pushboolean(L, view_equal(L, 1, 2));
	return 1;
}

/* Whole numbers divide exactly too. */
static int divide(lua_State *L)
{
	lua_settop(L, 2);
	if (lua_isinteger(L, 1) && lua_isinteger(L, 2)) {
		view_push_decimal(L, decimal_of(lua_tointeger(L, 1)));
		lua_replace(L, 1);
	}
	lua_arith(L, LUA_OPDIV);
	return 1;
}

static int maybe(lua_State *L)
{
	if (!lua_isnil(L, 1))
		lua_gettable(L, 1);
	else
		lua_pushnil(L);
	return 1;
}

/* Lists and partials. */

static int each(lua_State *L)
{
	return view_each(L, 1, false);
}

static int each_pair(lua_State *L)
{
	return view_each(L, 1, true);
}

static int length(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)view_length(L, 1));
	return 1;
}

static int down(lua_State *L)
{
	if (++template_run_of(L)->depth > TEMPLATE_DEPTH_MOST)
		world_fault(L, "too-deep", "this partial includes itself more than %d times; is there an end?",
			"este parcial se incluye a sí mismo más de %d veces; ¿tiene fin?",
			TEMPLATE_DEPTH_MOST);
	return 0;
}

static int up(lua_State *L)
{
	template_run_of(L)->depth--;
	return 0;
}

const lua_CFunction template_helpers[] = {
	print_static, print_text, print_attribute, print_url, print_raw, print_xml, print_raw, print_json_string, print_csv,
		print_csv_quoted, print_raw,
	equal, divide, maybe, each, each_pair, length, down, up,
};
const int template_helper_count = sizeof template_helpers / sizeof template_helpers[0];
