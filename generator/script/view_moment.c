/* Dates, months and times in Lua: fields, comparison within a kind, and whole days and months. No time zones are worked out. */
#include "script/view_private.h"

struct moment_view {
	enum field_type type;
	struct moment moment;
};

void view_push_moment(lua_State *L, enum field_type type, const struct moment *moment)
{
	struct moment_view *view = view_new(L, VIEW_MOMENT, sizeof *view);

	view->type = type;
	view->moment = *moment;
}

bool view_is_moment(lua_State *L, int index, enum field_type *type, struct moment *moment)
{
	const struct moment_view *view = view_test(L, index, VIEW_MOMENT);

	if (!view)
		return false;
	*type = view->type;
	*moment = view->moment;
	return true;
}

static const struct moment_view *self(lua_State *L, int index)
{
	const struct moment_view *view = view_test(L, index, VIEW_MOMENT);

	if (!view)
		world_fault(L, "lua-error", "a %s is no date; write date(\"2013-12-31\")",
			"un valor de tipo %s no es una fecha; escriba date(\"2013-12-31\")",
			luaL_typename(L, index));
	return view;
}

static bool has_date(enum field_type type)
{
	return type == FIELD_DATE || type == FIELD_DATETIME;
}

/* The part called `name`; false when this kind has none of that name. */
static bool part(const struct moment_view *view, struct str name, int64_t *value)
{
	const struct moment *m = &view->moment;
	bool clock = view->type == FIELD_TIME || view->type == FIELD_DATETIME;

	if (str_equal(name, STR("year")) && view->type != FIELD_TIME)
		*value = m->year;
	else if (str_equal(name, STR("month")) && view->type != FIELD_TIME)
		*value = m->month;
	else if (str_equal(name, STR("day")) && has_date(view->type))
		*value = m->day;
	else if (str_equal(name, STR("hour")) && clock)
		*value = m->hour;
	else if (str_equal(name, STR("minute")) && clock)
		*value = m->minute;
	else if (str_equal(name, STR("second")) && clock)
		*value = m->second;
	else
		return false;
	return true;
}

enum { PARTS = 6 };

/* Upvalue: the methods. */
static int index_of(lua_State *L)
{
	static const struct str names[] = { { "year", 4 }, { "month", 5 }, { "day", 3 }, { "hour", 4 }, { "minute", 6 }, { "second", 6 },
		{ "days", 4 }, { "add_days", 8 }, { "add_months", 10 } };
	struct str name = world_string(L, 2), near[sizeof names / sizeof names[0]];
	size_t count = 0;
	int64_t value;

	if (part(lua_touserdata(L, 1), name, &value)) {
		lua_pushinteger(L, value);
		return 1;
	}
	lua_pushvalue(L, 2);
	if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
		return 1;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (i >= PARTS || part(lua_touserdata(L, 1), names[i], &value))
			near[count++] = names[i];
	world_fault_meant(L, "unknown-field", str_nearest(name, near, count), "no field '%.*s' in this date",
		"no hay campo '%.*s' en esta fecha", STR_ARG(name));
}

static void same_kind(lua_State *L)
{
	if (self(L, 1)->type != self(L, 2)->type)
		world_fault(L, "lua-error", "a %s and a %s are not compared", "%s y %s no se comparan", field_type_name(self(L, 1)->type),
			field_type_name(self(L, 2)->type));
}

static int equal(lua_State *L)
{
	const struct moment_view *a = view_test(L, 1, VIEW_MOMENT), *b = view_test(L, 2, VIEW_MOMENT);

	lua_pushboolean(L, a && b && a->type == b->type && moment_compare(&a->moment, &b->moment) == 0);
	return 1;
}

static int less(lua_State *L)
{
	same_kind(L);
	lua_pushboolean(L, moment_compare(&self(L, 1)->moment, &self(L, 2)->moment) < 0);
	return 1;
}

static int less_or_equal(lua_State *L)
{
	same_kind(L);
	lua_pushboolean(L, moment_compare(&self(L, 1)->moment, &self(L, 2)->moment) <= 0);
	return 1;
}

static int64_t months_of(const struct moment *m)
{
	return (int64_t)m->year * 12 + m->month - 1;
}

/* date - date in days, month - month in months. */
static int subtract(lua_State *L)
{
	const struct moment_view *a, *b;

	same_kind(L);
	a = self(L, 1);
	b = self(L, 2);
	if (a->type == FIELD_YEARMONTH)
		lua_pushinteger(L, months_of(&a->moment) - months_of(&b->moment));
	else if (has_date(a->type))
		lua_pushinteger(L, moment_days(&a->moment) - moment_days(&b->moment));
	else
		world_fault(L, "lua-error", "times are not subtracted", "las horas no se restan");
	return 1;
}

static struct str written(lua_State *L, const struct moment_view *view)
{
	struct buf *text = &view_of(L)->text;
	struct value value = { .type = view->type, .as.moment = view->moment };

	buf_reset(text);
	value_write(text, &value);
	return buf_str(text);
}

static int text_of(lua_State *L)
{
	world_push(L, written(L, self(L, 1)));
	return 1;
}

static int days_in(int64_t year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return 29;
	return days[month - 1];
}

enum { FAR = 10000000 }; /* days or months: more than 27 000 years lead nowhere */

static int64_t distance(lua_State *L)
{
	int64_t n = world_integer(L, 2);

	if (n > FAR || n < -FAR)
		world_fault(L, "lua-error", "%lld is too far", "%lld queda demasiado lejos", (long long)n);
	return n;
}

static int method_days(lua_State *L)
{
	const struct moment_view *view = self(L, 1);

	if (!has_date(view->type))
		world_fault(L, "lua-error", "only dates have days", "sólo las fechas tienen días");
	lua_pushinteger(L, moment_days(&view->moment));
	return 1;
}

static int method_add_days(lua_State *L)
{
	const struct moment_view *view = self(L, 1);
	struct moment m = view->moment, moved;

	if (!has_date(view->type))
		world_fault(L, "lua-error", "only dates have days", "sólo las fechas tienen días");
	moved = moment_of_days(moment_days(&m) + distance(L));
	m.year = moved.year;
	m.month = moved.month;
	m.day = moved.day;
	view_push_moment(L, view->type, &m);
	return 1;
}

/* The day stays, or becomes the month's last. */
static int method_add_months(lua_State *L)
{
	const struct moment_view *view = self(L, 1);
	struct moment m = view->moment;
	int64_t months;

	if (view->type == FIELD_TIME)
		world_fault(L, "lua-error", "a time has no months", "una hora no tiene meses");
	months = months_of(&m) + distance(L);
	m.year = (int32_t)(months >= 0 ? months / 12 : (months - 11) / 12);
	m.month = (uint8_t)(months - (int64_t)m.year * 12 + 1);
	if (has_date(view->type) && m.day > days_in(m.year, m.month))
		m.day = (uint8_t)days_in(m.year, m.month);
	view_push_moment(L, view->type, &m);
	return 1;
}

/* Exactly `count` digits at *at, which moves past them. */
static bool digits(struct str text, size_t *at, size_t count, int *value)
{
	*value = 0;
	for (size_t i = 0; i < count; i++, ++*at) {
		if (*at >= text.len || text.at[*at] < '0' || text.at[*at] > '9')
			return false;
		*value = *value * 10 + text.at[*at] - '0';
	}
	return true;
}

static bool read(struct str text, struct moment_view *out)
{
	size_t at = 0;
	int year, month, day = 0;

	if (!digits(text, &at, 4, &year) || at >= text.len || text.at[at++] != '-' || !digits(text, &at, 2, &month))
		return false;
	if (month < 1 || month > 12)
		return false;
	out->type = FIELD_YEARMONTH;
	if (at < text.len) {
		if (text.at[at++] != '-' || !digits(text, &at, 2, &day) || day < 1 || day > days_in(year, month))
			return false;
		out->type = FIELD_DATE;
	}
	out->moment = (struct moment){ .year = year, .month = (uint8_t)month, .day = (uint8_t)day };
	return at == text.len;
}

/* date("2013-12-31"), date("2013-12") */
static int make(lua_State *L)
{
	struct str text = world_string(L, 1);
	struct moment_view view;

	if (!read(text, &view))
		world_fault(L, "date", "'%.*s' is not a date; write it like 2013-12-31 or 2013-12",
			"'%.*s' no es una fecha; escríbala como 2013-12-31 o 2013-12",
			STR_ARG(text));
	view_push_moment(L, view.type, &view.moment);
	return 1;
}

void view_open_moment(lua_State *L)
{
	static const luaL_Reg events[] = {
		{ "__sub", subtract }, { "__eq", equal }, { "__lt", less }, { "__le", less_or_equal }, { "__tostring", text_of },
		{ "__concat", world_join },
		{ NULL, NULL },
	};
	static const luaL_Reg methods[] = {
		{ "days", method_days }, { "add_days", method_add_days }, { "add_months", method_add_months }, { NULL, NULL },
	};

	lua_newtable(L);
	world_functions(L, events);
	lua_newtable(L);
	world_functions(L, methods);
	lua_pushcclosure(L, index_of, 1);
	lua_setfield(L, -2, "__index");
	view_register(L, VIEW_MOMENT);
	lua_pushcfunction(L, make);
	world_add_global(L, "date");
}
