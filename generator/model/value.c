/* Reading is split in two: value_parse finds out what a text is and tells nobody, value_read reports what it
 * could not. */
#include "model/value.h"

#include "base/arena.h"
#include "base/buf.h"
#include "model/moment.h"
#include "model/value_private.h"

#include <assert.h>

static bool among(const struct str *list, size_t count, struct str text)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(list[i], text))
			return true;
	return false;
}

/* Table Schema's own truths and falsehoods hold where the field has none. */
static bool boolean_parse(const struct field *field, struct str text, bool *out, struct fault *fault)
{
	static const struct str yes[] = { { "true", 4 }, { "True", 4 }, { "TRUE", 4 }, { "1", 1 } };
	static const struct str no[] = { { "false", 5 }, { "False", 5 }, { "FALSE", 5 }, { "0", 1 } };

	*out = field->true_count ? among(field->true_values, field->true_count, text) : among(yes, 4, text);
	*fault = (struct fault){ FAULT_FORM, 0 };
	return *out || (field->false_count ? among(field->false_values, field->false_count, text) : among(no, 4,
		text));
}

static bool moment_parse(const struct field *field, struct str text, struct value *out, struct fault *fault)
{
	struct moment moment;
	bool impossible = false;

	if (moment_read(field->type, field->format, text, &moment, &fault->wrong, &impossible)) {
		if (field->type == FIELD_YEAR)
			out->as.integer = moment.year;
		else
			out->as.moment = moment;
		return true;
	}
	fault->kind = impossible ? FAULT_IMPOSSIBLE : FAULT_FORM;
	return false;
}

bool value_parse(struct arena *arena, const struct field *field, struct str text, struct value *out,
	struct fault *fault)
{
	out->type = field->type;
	out->text = text;
	switch (field->type) {
	case FIELD_INTEGER: return integer_read(arena, field, text, &out->as.integer, fault);
	case FIELD_NUMBER:
		fault->kind = FAULT_FORM;
		return decimal_read(arena, text, &field->form, &out->as.decimal, &fault->wrong);
	case FIELD_BOOLEAN: return boolean_parse(field, text, &out->as.boolean, fault);
	case FIELD_DATE:
	case FIELD_TIME:
	case FIELD_DATETIME:
	case FIELD_YEAR:
	case FIELD_YEARMONTH: return moment_parse(field, text, out, fault);
	default: return true;
	}
}

bool value_read(struct arena *arena, const struct field *field, struct str text, struct place at,
	struct value *out, struct diag *diag)
{
	struct fault fault = { FAULT_FORM, 0 };

	if (value_parse(arena, field, text, out, &fault) && text_read(arena, field, text, &fault))
		return true;
	return value_fault(field, text, fault, NULL, at, diag);
}

void value_report(struct arena *arena, const struct field *field, struct str text, const struct vote *vote, struct place at,
	struct diag *diag)
{
	struct fault fault = { FAULT_FORM, 0 };
	struct value value;

	if (value_parse(arena, field, text, &value, &fault) && text_read(arena, field, text, &fault))
		value_check(arena, field, &value, at, diag);
	else
		value_fault(field, text, fault, vote, at, diag);
}

struct value value_get(struct arena *arena, const struct field *field, struct str text)
{
	struct value value;
	struct fault fault;
	bool good = value_parse(arena, field, text, &value, &fault);

	assert(good);
	(void)good;
	return value;
}

bool value_missing(const struct field *field, struct str text)
{
	return among(field->missing, field->missing_count, text);
}

int value_compare(const struct value *a, const struct value *b)
{
	switch (a->type) {
	case FIELD_INTEGER:
	case FIELD_YEAR: return a->as.integer < b->as.integer ? -1 : a->as.integer > b->as.integer;
	case FIELD_NUMBER: return decimal_compare(a->as.decimal, b->as.decimal);
	case FIELD_BOOLEAN: return (int)a->as.boolean - (int)b->as.boolean;
	case FIELD_DATE:
	case FIELD_TIME:
	case FIELD_DATETIME:
	case FIELD_YEARMONTH: return moment_compare(&a->as.moment, &b->as.moment);
	default: return str_compare(a->text, b->text);
	}
}

static void write_integer(struct buf *out, int64_t value)
{
	if (value < 0)
		buf_byte(out, '-');
	buf_digits(out, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 1);
}

void value_write(struct buf *out, const struct value *value)
{
	struct moment year;

	switch (value->type) {
	case FIELD_INTEGER: write_integer(out, value->as.integer); break;
	case FIELD_NUMBER: decimal_write(out, value->as.decimal); break;
	case FIELD_BOOLEAN: buf_add(out, value->as.boolean ? STR("true") : STR("false")); break;
	case FIELD_YEAR:
		year = (struct moment){ .year = (int32_t)value->as.integer };
		moment_write(out, FIELD_YEAR, &year);
		break;
	case FIELD_DATE:
	case FIELD_TIME:
	case FIELD_DATETIME:
	case FIELD_YEARMONTH: moment_write(out, value->type, &value->as.moment); break;
	default: buf_add(out, value->text);
	}
}
