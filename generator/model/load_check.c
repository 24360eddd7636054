#include "model/load_check.h"

#include "base/arena.h"
#include "model/value.h"

static bool default_format(const struct field *field)
{
	return field->format.len == 0 || str_equal(field->format, STR("default"));
}

/* A bound as a whole number; false when it is given and is none. */
static bool whole_bound(const struct bound *bound, int64_t *out)
{
	struct arena *arena;
	struct decimal d;
	size_t wrong;
	bool fine;

	if (!bound->given)
		return true;
	arena = arena_new();
	fine = decimal_read(arena, bound->text, NULL, &d, &wrong) && decimal_integer(d, out);
	arena_free(arena);
	return fine;
}

static enum check_kind kind_of(struct check *check)
{
	const struct field *field = check->field;
	bool bounds = field->minimum.given || field->maximum.given;

	if (!default_format(field) || field->pattern_text.len || field->choice_count ||
		field->has_min_length || field->has_max_length || field->exclusive_minimum.given || field->exclusive_maximum.given)
		return CHECK_CLOSELY;
	switch (field->type) {
	case FIELD_STRING:
	case FIELD_ANY:
		return bounds ? CHECK_CLOSELY : CHECK_NOTHING;
	case FIELD_INTEGER:
	case FIELD_NUMBER:
		if ((field->form.point && field->form.point != '.') || !whole_bound(&field->minimum, &check->least) ||
			!whole_bound(&field->maximum, &check->most))
			return CHECK_CLOSELY;
		return field->type == FIELD_INTEGER ? CHECK_INTEGER : CHECK_NUMBER;
	case FIELD_YEAR:
		return bounds ? CHECK_CLOSELY : CHECK_YEAR;
	case FIELD_YEARMONTH:
		return bounds ? CHECK_CLOSELY : CHECK_MONTH;
	case FIELD_DATE:
		return bounds ? CHECK_CLOSELY : CHECK_DATE;
	default:
		return CHECK_CLOSELY;
	}
}

void check_init(struct check *check, const struct field *field, bool needed)
{
	*check = (struct check){ .field = field, .needed = needed, .least = INT64_MIN, .most = INT64_MAX };
	check->kind = kind_of(check);
	check->only_empty = field->missing_count == 1 && field->missing[0].len == 0;
}

bool check_absent(const struct check *check, struct str text)
{
	return check->only_empty ? text.len == 0 : value_missing(check->field, text);
}

static bool digit(char c) { return c >= '0' && c <= '9'; }

/* Reads at most 18 digits from *position on. */
static int64_t digits(struct str text, size_t *position)
{
	int64_t value = 0;

	for (size_t end = *position + 18; *position < text.len && *position < end && digit(text.at[*position]); ++*position)
		value = value * 10 + (text.at[*position] - '0');
	return value;
}

/* Digits, and for numbers a point and digits; within the bounds by its whole part alone. */
static bool looks_number(const struct check *check, struct str text)
{
	size_t i = 0;
	int64_t whole = digits(text, &i);

	if (i == 0 || whole < check->least || whole > check->most)
		return false;
	if (i == text.len)
		return true;
	if (check->kind != CHECK_NUMBER || text.at[i] != '.' || whole == check->most || i + 1 == text.len)
		return false;
	for (i++; i < text.len && i < 36; i++)
		if (!digit(text.at[i]))
			return false;
	return i == text.len;
}

static int two_digits(const char *at)
{
	return digit(at[0]) && digit(at[1]) ? (at[0] - '0') * 10 + at[1] - '0' : -1;
}

/* A year of the last thousand, with as much of "-MM-DD" as the kind wants; the last days of months need the calendar. */
static bool looks_date(enum check_kind kind, struct str text)
{
	size_t len = kind == CHECK_YEAR ? 4 : kind == CHECK_MONTH ? 7 : 10;

	if (text.len != len || (text.at[0] != '1' && text.at[0] != '2') || !digit(text.at[1]) || two_digits(text.at + 2) < 0)
		return false;
	if (len >= 7 && (text.at[4] != '-' || two_digits(text.at + 5) < 1 || two_digits(text.at + 5) > 12))
		return false;
	return len < 10 || (text.at[7] == '-' && two_digits(text.at + 8) >= 1 && two_digits(text.at + 8) <= 28);
}

static bool looks_right(const struct check *check, struct str text)
{
	switch (check->kind) {
	case CHECK_CLOSELY:
		return false;
	case CHECK_NOTHING:
		return true;
	case CHECK_INTEGER:
	case CHECK_NUMBER:
		return looks_number(check, text);
	default:
		return looks_date(check->kind, text);
	}
}

/* Months, states and repeated keys differ in their last bytes. */
static size_t seen_slot(struct str text)
{
	unsigned char last = text.len ? (unsigned char)text.at[text.len - 1] : 0;
	unsigned char before = text.len > 1 ? (unsigned char)text.at[text.len - 2] : 0;

	return (text.len + last * 5u + before * 17u) % CHECK_SEEN;
}

bool check_text(struct check *check, struct arena *scratch, struct str text, struct diag *unheard)
{
	struct str *seen;
	struct value value;

	if (looks_right(check, text))
		return true;
	seen = &check->seen[seen_slot(text)];
	if (seen->at && str_equal(*seen, text))
		return true;
	arena_reset(scratch);
	if (!value_read(scratch, check->field, text, (struct place){ 0 }, &value, unheard) ||
		!value_check(scratch, check->field, &value, (struct place){ 0 }, unheard))
		return false;
	*seen = text;
	return true;
}
