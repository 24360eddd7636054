/* Values that scripts give, written as a field has them. */
#include "script/domain_private.h"

#include "base/buf.h"
#include "model/moment.h"
#include "script/view_private.h"

static _Noreturn void wrong_type(lua_State *L, const struct field *field, int index)
{
	struct str told, name = field->name;
	struct moment moment;
	enum field_type type;
	const char *got = luaL_typename(L, index), *want = field_type_name(field->type);
	char text[400];
	bool spanish = diag_lang(world_of(L)->diag) == LANG_ES;

	if (view_is_moment(L, index, &type, &moment))
		got = field_type_name(type);
	else if (view_test(L, index, VIEW_DECIMAL))
		got = "number";
	else if (lua_isinteger(L, index))
		got = "integer";
	snprintf(text, sizeof text, spanish ? "el campo '%.*s' se declaró de tipo '%s' y su función dio un valor de tipo '%s'"
		: "field '%.*s' is declared as '%s', and its function gave a value of type '%s'", (int)(name.len < 200 ? name.len : 200), name.at,
		want, got);
	told = str_of(text);
	world_raise(L, "wrong-type", field->at, told, told);
}

void domain_write(lua_State *L, const struct field *field, int index, struct buf *out)
{
	struct value value = { .type = field->type };
	struct decimal d;

	switch (field->type) {
	case FIELD_STRING:
		if (lua_type(L, index) != LUA_TSTRING)
			wrong_type(L, field, index);
		buf_add(out, world_string(L, index));
		return;
	case FIELD_BOOLEAN:
		if (lua_type(L, index) != LUA_TBOOLEAN)
			wrong_type(L, field, index);
		buf_add(out, lua_toboolean(L, index) ? STR("true") : STR("false"));
		return;
	case FIELD_INTEGER:
	case FIELD_YEAR:
		if (!view_number(L, index, &d) || !decimal_integer(d, &value.as.integer))
			wrong_type(L, field, index);
		decimal_write(out, decimal_of(value.as.integer));
		return;
	case FIELD_NUMBER:
		if (!view_number(L, index, &d))
			wrong_type(L, field, index);
		decimal_write(out, d);
		return;
	default:
		if (!view_is_moment(L, index, &value.type, &value.as.moment) || value.type != field->type)
			wrong_type(L, field, index);
		if (field->format.len && !str_equal(field->format, STR("default")))
			moment_write_as(out, field->format, &value.as.moment);
		else
			value_write(out, &value);
		return;
	}
}
