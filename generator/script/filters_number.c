/* Numbers keep their exact digits: they are written from the decimal's own, with the language's signs between them. */
#include "script/filters_private.h"

#include "base/arena.h"

#include <unicode/ustring.h>

#define NARROW_SPACE "\xE2\x80\xAF" /* U+202F, which no line breaks at */

void filters_add_number(struct filters_state *f, struct decimal d, struct buf *out)
{
	struct buf digits = { 0 };
	struct str text;
	size_t whole, i = 0;

	decimal_write(&digits, d);
	text = buf_str(&digits);
	if (text.at[0] == '-') {
		buf_add(out, STR("\xE2\x88\x92")); /* U+2212, the minus sign */
		i = 1;
	}
	whole = str_find(text, '.', 0);
	for (size_t first = i; i < whole; i++) {
		if (i > first && (whole - i) % 3 == 0)
			buf_add(out, str_of(f->locale->group));
		buf_byte(out, text.at[i]);
	}
	if (whole < text.len) {
		buf_add(out, str_of(f->locale->point));
		buf_add(out, str_after(text, whole + 1));
	}
	buf_clear(&digits);
}

/* The number at 1, rounded half up when argument 2 says to how many places. False for nil. */
static bool take_number(lua_State *L, struct decimal *d)
{
	lua_Integer places;

	if (lua_isnoneornil(L, 1))
		return false;
	if (!view_number(L, 1, d))
		world_fault(L, "filter-type", "this filter takes a number, not a value of type %s",
			"este filtro lleva un número, no un valor de tipo %s",
			luaL_typename(L, 1));
	if (lua_isnoneornil(L, 2) || lua_type(L, 2) == LUA_TSTRING)
		return true;
	places = lua_tointeger(L, 2);
	if (!lua_isinteger(L, 2) || places < 0 || places > 100)
		world_fault(L, "filter-argument", "places go from 0 to 100", "los decimales van de 0 a 100");
	*d = decimal_round(world_of(L)->arena, *d, (uint32_t)places, DECIMAL_HALF_UP);
	return true;
}

int filter_number(lua_State *L)
{
	struct filters_state *f = filters_of(L);
	struct decimal d;

	if (!take_number(L, &d))
		return 0;
	buf_reset(&f->text);
	filters_add_number(f, d, &f->text);
	filters_push(L);
	return 1;
}

int filter_percent(lua_State *L)
{
	struct filters_state *f = filters_of(L);
	struct decimal d;

	if (!take_number(L, &d))
		return 0;
	buf_reset(&f->text);
	filters_add_number(f, d, &f->text);
	if (f->locale->lang[0] == 'e' && f->locale->lang[1] == 'n')
		buf_byte(&f->text, '%');
	else
		buf_add(&f->text, STR(NARROW_SPACE "%"));
	filters_push(L);
	return 1;
}

/* money("MXN"): the currency's sign, places and order, as the language has them; exact, since ICU is given the digits. */
int filter_money(lua_State *L)
{
	struct filters_state *f = filters_of(L);
	UErrorCode status = U_ZERO_ERROR;
	struct decimal d;
	struct str code;
	UChar wide_code[4] = { 0 }, wide[256];
	int32_t len;

	if (!take_number(L, &d))
		return 0;
	code = world_string(L, 2);
	if (code.len != 3)
		world_fault(L, "filter-argument", "money takes a currency code like \"MXN\"", "money lleva un código de moneda, como \"MXN\"");
	for (int i = 0; i < 3; i++)
		wide_code[i] = (UChar)(unsigned char)code.at[i];
	if (!f->locale->money)
		f->locale->money = unum_open(UNUM_CURRENCY, NULL, 0, f->locale->icu, NULL, &status);
	unum_setTextAttribute(f->locale->money, UNUM_CURRENCY_CODE, wide_code, 3, &status);
	buf_reset(&f->text);
	decimal_write(&f->text, d);
	len = unum_formatDecimal(f->locale->money, f->text.at, (int32_t)f->text.len, wide, 256, NULL, &status);
	buf_reset(&f->text);
	if (U_SUCCESS(status) && len < 256) {
		int32_t used = 0;

		u_strToUTF8(buf_reserve(&f->text, 1024), 1024, &used, wide, len, &status);
		f->text.len = (size_t)used;
	}
	filters_push(L);
	return 1;
}

struct str filters_category(lua_State *L, struct decimal d)
{
	struct filters_locale *locale = filters_of(L)->locale;
	UErrorCode status = U_ZERO_ERROR;
	UChar wide[16];
	char *text = arena_alloc(world_of(L)->arena, 16);
	int32_t len;

	if (!locale->plural)
		locale->plural = uplrules_openForType(locale->icu, UPLURAL_TYPE_CARDINAL, &status);
	len = uplrules_select(locale->plural, decimal_double(d), wide, 15, &status);
	for (int32_t i = 0; i < len; i++)
		text[i] = (char)wide[i];
	return U_SUCCESS(status) ? str_from(text, (size_t)len) : STR("other");
}

/* plural(n, { one = "meta", other = "metas" }) */
int filter_plural(lua_State *L)
{
	struct decimal d;

	if (lua_isnoneornil(L, 1))
		return 0;
	if (!view_number(L, 1, &d) || !lua_istable(L, 2))
		world_fault(L, "filter-argument", "plural takes a number and the forms { one = …, other = … }",
			"plural lleva un número y las formas { one = …, other = … }");
	world_push(L, filters_category(L, d));
	lua_rawget(L, 2);
	if (lua_isnil(L, -1))
		lua_getfield(L, 2, "other");
	return 1;
}
