/* Decimals in Lua. Small ones lie in the userdata; the digits of a large one too, as text, since what the arithmetic makes lives in an
 * arena that ends with the page while a Lua value may stay. Binary floats are refused everywhere: figures are exact. */
#include "script/view_private.h"

#include "base/arena.h"

enum {
	DIGITS_MOST = 10000, /* of a decimal in Lua: nobody publishes more, and products grow */
	SCALE_MOST = 10000,
};

struct decimal_view {
	struct decimal value;
	uint32_t len;        /* of the digits of a large one, else 0 */
	char digits[];
};

static _Noreturn void too_long(lua_State *L)
{
	world_fault(L, "decimal", "this number has more than %d digits", "este número tiene más de %d dígitos", DIGITS_MOST);
}

void view_push_decimal(lua_State *L, struct decimal d)
{
	struct decimal_view *view;
	struct buf *text;

	if (d.scale > SCALE_MOST)
		too_long(L);
	if (!d.big) {
		view = view_new(L, VIEW_DECIMAL, sizeof *view);
		view->value = d;
		view->len = 0;
		return;
	}
	text = &view_of(L)->text;
	buf_reset(text);
	decimal_write(text, d);
	if (text->len > DIGITS_MOST)
		too_long(L);
	view = view_new(L, VIEW_DECIMAL, sizeof *view + text->len);
	view->value = (struct decimal){ .scale = d.scale };
	view->len = (uint32_t)text->len;
	memcpy(view->digits, text->at, text->len);
}

bool view_is_decimal(lua_State *L, int index, struct decimal *d)
{
	const struct decimal_view *view = view_test(L, index, VIEW_DECIMAL);
	static const struct decimal_form plain;
	size_t wrong;

	if (!view)
		return false;
	*d = view->value;
	if (view->len == 0)
		return true;
	world_charge(L, view->len * 4);
	return decimal_read(world_of(L)->arena, str_from(view->digits, view->len), &plain, d, &wrong);
}

bool view_number(lua_State *L, int index, struct decimal *d)
{
	if (lua_isinteger(L, index)) {
		*d = decimal_of(lua_tointeger(L, index));
		return true;
	}
	if (lua_type(L, index) == LUA_TNUMBER) {
		lua_pushvalue(L, index);
		world_fault(L, "float", "%s is a binary float, and figures are exact; calculate with decimal(\"…\")",
			"%s es un flotante binario y las cifras son exactas; calcule con decimal(\"…\")", lua_tostring(L, -1));
	}
	return view_is_decimal(L, index, d);
}

static struct decimal operand(lua_State *L, int index)
{
	struct decimal d;

	if (view_number(L, index, &d))
		return d;
	if (lua_isnil(L, index))
		world_fault(L, "lua-error", "there is no number to calculate with: it is nil; a cell may be absent",
			"no hay número con qué calcular: es nil; una celda puede faltar");
	world_fault(L, "lua-error", "a %s is no number to calculate with", "un valor de tipo %s no es un número con qué calcular",
		luaL_typename(L, index));
}

/* Digits an operand may have, for what the operation costs. */
static size_t digits(lua_State *L, int index)
{
	const struct decimal_view *view = view_test(L, index, VIEW_DECIMAL);

	return view ? view->len + view->value.scale + 20 : 20;
}

typedef struct decimal operation(struct arena *arena, struct decimal a, struct decimal b);

static int calculate(lua_State *L, operation *work)
{
	struct decimal a = operand(L, 1), b = operand(L, 2);
	size_t size = digits(L, 1) + digits(L, 2);

	if (size > 2 * DIGITS_MOST)
		too_long(L);
	if (size > 100)
		world_charge(L, size * 4);
	view_push_decimal(L, work(world_of(L)->arena, a, b));
	return 1;
}

static int add(lua_State *L)
{
	return calculate(L, decimal_add);
}

static int subtract(lua_State *L)
{
	return calculate(L, decimal_subtract);
}

static int multiply(lua_State *L)
{
	return calculate(L, decimal_multiply);
}

static void refuse_zero(lua_State *L)
{
	if (decimal_sign(operand(L, 2)) == 0)
		world_fault(L, "division-by-zero", "division by zero; test with :is_zero() and say why there is no result",
			"división entre cero; revise con :is_zero() y diga por qué no hay resultado");
}

static int divide(lua_State *L)
{
	refuse_zero(L);
	return calculate(L, decimal_divide);
}

static struct decimal floor_of(struct arena *arena, struct decimal a)
{
	struct decimal whole = decimal_round(arena, a, 0, DECIMAL_DOWN);

	return decimal_compare(whole, a) > 0 ? decimal_subtract(arena, whole, decimal_of(1)) : whole;
}

/* The quotient may have been rounded: then the rest tells by how much it is off. */
static struct decimal floor_divide(struct arena *arena, struct decimal a, struct decimal b)
{
	struct decimal q = floor_of(arena, decimal_divide(arena, a, b));
	struct decimal rest = decimal_subtract(arena, a, decimal_multiply(arena, q, b));

	if (decimal_sign(rest) * decimal_sign(b) < 0)
		return decimal_subtract(arena, q, decimal_of(1));
	if (decimal_compare(decimal_absolute(arena, rest), decimal_absolute(arena, b)) >= 0)
		return decimal_add(arena, q, decimal_of(1));
	return q;
}

static struct decimal modulo(struct arena *arena, struct decimal a, struct decimal b)
{
	return decimal_subtract(arena, a, decimal_multiply(arena, floor_divide(arena, a, b), b));
}

static int divide_whole(lua_State *L)
{
	refuse_zero(L);
	return calculate(L, floor_divide);
}

static int remainder_of(lua_State *L)
{
	refuse_zero(L);
	return calculate(L, modulo);
}

static int negate(lua_State *L)
{
	view_push_decimal(L, decimal_negate(world_of(L)->arena, operand(L, 1)));
	return 1;
}

static int equal(lua_State *L)
{
	struct decimal a, b;

	lua_pushboolean(L, view_is_decimal(L, 1, &a) && view_is_decimal(L, 2, &b) && decimal_compare(a, b) == 0);
	return 1;
}

static int less(lua_State *L)
{
	lua_pushboolean(L, decimal_compare(operand(L, 1), operand(L, 2)) < 0);
	return 1;
}

static int less_or_equal(lua_State *L)
{
	lua_pushboolean(L, decimal_compare(operand(L, 1), operand(L, 2)) <= 0);
	return 1;
}

static int text_of(lua_State *L)
{
	struct buf *text = &view_of(L)->text;
	struct decimal d = operand(L, 1);

	buf_reset(text);
	decimal_write(text, d);
	world_push(L, buf_str(text));
	return 1;
}

/* Methods. */

static struct decimal self(lua_State *L)
{
	struct decimal d;

	if (!view_is_decimal(L, 1, &d))
		world_fault(L, "lua-error", "this is no decimal; call it with a colon, like d:round(2)",
			"esto no es un decimal; se llama con dos puntos, como d:round(2)");
	return d;
}

static int method_round(lua_State *L)
{
	struct decimal d = self(L);
	int64_t places = world_integer_or(L, 2, 0);
	enum decimal_rounding how = DECIMAL_HALF_UP;

	if (places < 0 || places > 1000)
		world_fault(L, "lua-error", "a number has from 0 to 1000 places", "un número tiene de 0 a 1000 decimales");
	if (!lua_isnoneornil(L, 3)) {
		struct str name = world_string(L, 3);

		if (str_equal(name, STR("half-even")))
			how = DECIMAL_HALF_EVEN;
		else if (str_equal(name, STR("down")))
			how = DECIMAL_DOWN;
		else if (!str_equal(name, STR("half-up")))
			world_fault(L, "lua-error", "no rounding '%.*s'; write half-up, half-even or down",
				"no hay redondeo '%.*s'; escriba half-up, half-even o down",
				STR_ARG(name));
	}
	view_push_decimal(L, decimal_round(world_of(L)->arena, d, (uint32_t)places, how));
	return 1;
}

static int method_floor(lua_State *L)
{
	view_push_decimal(L, floor_of(world_of(L)->arena, self(L)));
	return 1;
}

static int method_ceil(lua_State *L)
{
	struct arena *arena = world_of(L)->arena;

	view_push_decimal(L, decimal_negate(arena, floor_of(arena, decimal_negate(arena, self(L)))));
	return 1;
}

static int method_abs(lua_State *L)
{
	view_push_decimal(L, decimal_absolute(world_of(L)->arena, self(L)));
	return 1;
}

static int method_sign(lua_State *L)
{
	lua_pushinteger(L, decimal_sign(self(L)));
	return 1;
}

static int method_is_zero(lua_State *L)
{
	lua_pushboolean(L, decimal_sign(self(L)) == 0);
	return 1;
}

static int method_scale(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)self(L).scale);
	return 1;
}

/* The Lua integer of this value, or nil. */
static int method_integer(lua_State *L)
{
	int64_t value;

	if (decimal_integer(self(L), &value))
		lua_pushinteger(L, value);
	else
		lua_pushnil(L);
	return 1;
}

/* decimal("1.50"), decimal(2), decimal(d) */
static int make(lua_State *L)
{
	static const struct decimal_form plain;
	struct decimal d;
	struct str text;
	size_t wrong;

	if (lua_type(L, 1) != LUA_TSTRING) {
		view_push_decimal(L, operand(L, 1));
		return 1;
	}
	text = world_string(L, 1);
	world_charge(L, text.len / 4 + 1);
	if (text.len > DIGITS_MOST)
		too_long(L);
	if (!decimal_read(world_of(L)->arena, text, &plain, &d, &wrong))
		world_fault(L, "decimal", "'%.*s' is not a number; write it like -12.375", "'%.*s' no es un número; escríbalo como -12.375",
			STR_ARG(text));
	view_push_decimal(L, d);
	return 1;
}

void view_open_decimal(lua_State *L)
{
	static const luaL_Reg events[] = {
		{ "__add", add }, { "__sub", subtract }, { "__mul", multiply }, { "__div", divide }, { "__idiv", divide_whole },
		{ "__mod", remainder_of },
		{ "__unm", negate }, { "__eq", equal }, { "__lt", less }, { "__le", less_or_equal }, { "__tostring", text_of },
		{ "__concat", world_join },
		{ NULL, NULL },
	};
	static const luaL_Reg methods[] = {
		{ "abs", method_abs }, { "ceil", method_ceil }, { "floor", method_floor }, { "integer", method_integer },
		{ "is_zero", method_is_zero },
		{ "round", method_round }, { "scale", method_scale }, { "sign", method_sign }, { NULL, NULL },
	};

	lua_newtable(L);
	world_functions(L, events);
	lua_newtable(L);
	world_functions(L, methods);
	world_close_names(L, "method of decimals", "el método de decimales");
	lua_setfield(L, -2, "__index");
	view_register(L, VIEW_DECIMAL);
	lua_pushcfunction(L, make);
	world_add_global(L, "decimal");
}
