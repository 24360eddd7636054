#include "script/filters_private.h"

#include "base/arena.h"

#include <unicode/udatpg.h>
#include <unicode/ustring.h>

enum { DATE_LONG, DATE_SHORT, MONTH_LONG, MONTH_SHORT, NAME_LONG, NAME_SHORT };

/* CLDR skeletons of each form. */
static const char *const skeletons[] = { "yMMMMd", "yMd", "yMMMM", "yMMM", "LLLL", "LLL" };

static UDateFormat *format_of(struct filters_locale *locale, int which)
{
	static const UChar utc[] = { 'U', 'T', 'C', 0 };
	UErrorCode status = U_ZERO_ERROR;
	UDateTimePatternGenerator *generator;
	UChar skeleton[16], pattern[64];
	int32_t len;

	if (locale->dates[which])
		return locale->dates[which];
	generator = udatpg_open(locale->icu, &status);
	u_uastrcpy(skeleton, skeletons[which]);
	len = udatpg_getBestPattern(generator, skeleton, -1, pattern, 64, &status);
	udatpg_close(generator);
	locale->dates[which] = udat_open(UDAT_PATTERN, UDAT_PATTERN, locale->icu, utc, 3, pattern, len, &status);
	return locale->dates[which];
}

static int push_moment(lua_State *L, const struct moment *moment, int which)
{
	struct filters_state *f = filters_of(L);
	UErrorCode status = U_ZERO_ERROR;
	UChar wide[128];
	int32_t len, used = 0;

	len = udat_format(format_of(f->locale, which), (UDate)moment_days(moment) * 86400000.0, wide, 128, NULL, &status);
	buf_reset(&f->text);
	if (U_SUCCESS(status)) {
		u_strToUTF8(buf_reserve(&f->text, 512), 512, &used, wide, len, &status);
		f->text.len = (size_t)used;
	}
	filters_push(L);
	return 1;
}

/* Digits at a place of a text; -1 when something else stands there. */
static int digits(struct str text, size_t at, size_t count)
{
	int value = 0;

	for (size_t i = at; i < at + count; i++) {
		if (i >= text.len || text.at[i] < '0' || text.at[i] > '9')
			return -1;
		value = value * 10 + (text.at[i] - '0');
	}
	return value;
}

/* The beginning of an ISO text: "2013-01-02T…", "2013-01". */
static bool read_iso(struct str text, struct moment *out)
{
	int year = digits(text, 0, 4), month = digits(text, 5, 2), day = text.len > 7 ? digits(text, 8, 2) : 1;

	if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	*out = (struct moment){ .year = year, .month = (uint8_t)month, .day = (uint8_t)day };
	return true;
}

static void take_moment(lua_State *L, struct moment *moment)
{
	enum field_type type;

	if (view_is_moment(L, 1, &type, moment))
		return;
	if (lua_type(L, 1) == LUA_TSTRING && read_iso(world_string(L, 1), moment))
		return;
	world_fault(L, "filter-type", "this filter takes a date, not a value of type %s", "este filtro lleva una fecha, no un valor de tipo %s",
		luaL_typename(L, 1));
}

static bool short_form(lua_State *L)
{
	return lua_type(L, 2) == LUA_TSTRING && str_equal(world_string(L, 2), STR("short"));
}

int filter_date(lua_State *L)
{
	struct moment moment;

	if (lua_isnoneornil(L, 1))
		return 0;
	take_moment(L, &moment);
	return push_moment(L, &moment, short_form(L) ? DATE_SHORT : DATE_LONG);
}

/* A month of a year, or the name of a month given by its number. */
int filter_month(lua_State *L)
{
	struct moment moment = { .year = 2000, .day = 1 };

	if (lua_isnoneornil(L, 1))
		return 0;
	if (!lua_isinteger(L, 1)) {
		take_moment(L, &moment);
		return push_moment(L, &moment, short_form(L) ? MONTH_SHORT : MONTH_LONG);
	}
	if (lua_tointeger(L, 1) < 1 || lua_tointeger(L, 1) > 12)
		world_fault(L, "filter-type", "months go from 1 to 12", "los meses van del 1 al 12");
	moment.month = (uint8_t)lua_tointeger(L, 1);
	return push_moment(L, &moment, short_form(L) ? NAME_SHORT : NAME_LONG);
}
