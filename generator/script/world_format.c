/* string.format: widths are capped, decimals stay exact, no address is shown. */
#include "script/world_string.h"

#include "base/decimal.h"
#include "script/view.h"

#include <lauxlib.h>
#include <math.h>
#include <stdio.h>

enum { FORMAT_WIDTH_MOST = 99 };

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
	text = world_push_buffer(L);
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

int world_format(lua_State *L)
{
	struct str form = world_string(L, 1);
	int count = lua_gettop(L), index = 1;
	struct buf *out = world_push_buffer(L);

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
			world_too_large(L);
	}
	world_charge(L, out->len / 8 + 1);
	world_push(L, buf_str(out));
	buf_clear(out);
	return 1;
}
