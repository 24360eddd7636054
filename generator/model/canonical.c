#include "model/canonical.h"

#include "base/arena.h"
#include "base/buf.h"
#include "model/value.h"

static bool plain_digits(struct str text)
{
	size_t i = text.len > 1 && text.at[0] == '-';

	if (i == text.len || (text.at[i] == '0' && text.len > 1))
		return false;
	for (; i < text.len; i++)
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
	return true;
}

static bool default_format(const struct field *field)
{
	return field->format.len == 0 || str_equal(field->format, STR("default"));
}

/* True when texts of one value are the same bytes. */
bool canonical_is(const struct field *field, struct str text)
{
	switch (field->type) {
	case FIELD_INTEGER:
	case FIELD_NUMBER:
	case FIELD_YEAR:
		return plain_digits(text);
	case FIELD_DATE:
	case FIELD_YEARMONTH:
		return default_format(field);
	case FIELD_BOOLEAN:
	case FIELD_TIME:
	case FIELD_DATETIME:
		return false;
	default:
		return true;
	}
}

/* "4.60" and "4.6" are one number: no zeros at the end of what follows the point. */
static void strip_zeros(struct buf *out)
{
	if (memchr(out->at, '.', out->len) == NULL)
		return;
	while (out->at[out->len - 1] == '0')
		out->len--;
	if (out->at[out->len - 1] == '.')
		out->len--;
}

struct str canonical_write(struct arena *arena, const struct value *value)
{
	const struct moment *moment = &value->as.moment;
	struct buf out = { 0 };
	struct str text;

	if (value->type == FIELD_NUMBER && decimal_sign(value->as.decimal) == 0) {
		buf_byte(&out, '0');
	} else if (value->type == FIELD_NUMBER) {
		decimal_write(&out, value->as.decimal);
		strip_zeros(&out);
	} else if (value->type == FIELD_DATETIME && moment->zoned) { /* one instant, whatever the offset it is told in */
		int64_t minutes = (moment_days(moment) * 24 + moment->hour) * 60 + moment->minute - moment->offset;

		buf_printf(&out, "%lld:%u.%u", (long long)minutes, (unsigned)moment->second, (unsigned)moment->nanosecond);
	} else {
		value_write(&out, value);
	}
	text = arena_copy(arena, buf_str(&out));
	buf_clear(&out);
	return text;
}

struct str canonical_text(struct arena *arena, const struct field *field, struct str text)
{
	struct value value;

	if (canonical_is(field, text))
		return text;
	value = value_get(arena, field, text);
	return canonical_write(arena, &value);
}

struct str canonical_try(struct arena *arena, const struct field *field, struct str text)
{
	struct diag *unheard;
	struct value value;
	bool good;

	if (canonical_is(field, text))
		return text;
	unheard = diag_new(LANG_EN);
	good = value_read(arena, field, text, place_of(STR("")), &value, unheard);
	diag_free(unheard);
	return good ? canonical_write(arena, &value) : text;
}
