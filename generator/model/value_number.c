#include "model/value_private.h"

#include "base/buf.h"

static bool digit(char c) { return c >= '0' && c <= '9'; }

/* A sign and up to 18 digits: nearly all there are. */
static bool short_integer(struct str text, int64_t *out)
{
	size_t i = text.len > 0 && (text.at[0] == '-' || text.at[0] == '+');
	int64_t value = 0;

	if (text.len == i || text.len - i > 18)
		return false;
	for (; i < text.len; i++) {
		if (!digit(text.at[i]))
			return false;
		value = value * 10 + (text.at[i] - '0');
	}
	*out = text.at[0] == '-' ? -value : value;
	return true;
}

static bool fail(struct fault *fault, enum fault_kind kind, size_t wrong)
{
	*fault = (struct fault){ kind, wrong };
	return false;
}

/* The first byte that makes a number no whole one: a point or an exponent. */
static size_t find_fraction(const struct field *field, struct str text)
{
	char point = field->form.point ? field->form.point : '.';
	size_t i = 0;

	while (i < text.len && text.at[i] != point && (field->form.ornate || (text.at[i] != 'e' &&
		text.at[i] != 'E')))
		i++;
	return i;
}

bool integer_read(struct arena *arena, const struct field *field, struct str text, int64_t *out,
	struct fault *fault)
{
	struct decimal number;
	size_t wrong;

	if (short_integer(text, out))
		return true;
	if (!decimal_read(arena, text, &field->form, &number, &wrong))
		return fail(fault, FAULT_FORM, wrong);
	wrong = find_fraction(field, text);
	if (number.scale > 0 || (wrong < text.len && !field->form.ornate))
		return fail(fault, FAULT_FORM, wrong);
	return decimal_integer(number, out) || fail(fault, FAULT_SIZE, 0);
}

/* Digits with the points, commas, apostrophes and blanks that stand between two of them. */
static size_t number_end(struct str text, size_t start)
{
	size_t end = start;

	while (end < text.len && digit(text.at[end])) {
		size_t next = ++end;

		if (str_starts(str_after(text, end), STR("\xC2\xA0")))
			next += 2;
		else if (end < text.len && memchr(",.' ", text.at[end], 4))
			next++;
		if (next < text.len && digit(text.at[next]))
			end = next;
	}
	return end;
}

/* Where the fraction begins: at the last mark, when it is of another kind than those before, or alone and not
 * before three digits. */
static size_t find_point(struct str number)
{
	size_t commas = 0, points = 0, last = number.len;

	for (size_t i = 0; i < number.len; i++) {
		if (number.at[i] != ',' && number.at[i] != '.')
			continue;
		commas += number.at[i] == ',';
		points += number.at[i] == '.';
		last = i;
	}
	if (commas + points == 0 || (commas + points == 1 && number.len - last == 4))
		return number.len;
	if (commas + points == 1 || (number.at[last] == ',' ? commas == 1 : points == 1))
		return last;
	return number.len;
}

bool number_hint(struct buf *out, const struct field *field, struct str text)
{
	size_t start = 0, end, point;
	struct str number;

	while (start < text.len && !digit(text.at[start]))
		start++;
	if (start == text.len)
		return false;
	end = number_end(text, start);
	if (end + 1 < text.len && (text.at[end] | 32) == 'e' && (digit(text.at[end + 1]) || memchr("+-",
		text.at[end + 1], 2)))
		return false; /* an exponent is for those who know */
	number = str_part(text, start, end - start);
	point = find_point(number);
	if (vote_marks(number).commas + vote_marks(number).points > 1 && !vote_grouped(number, point))
		return false; /* a version, an address: no number */
	if (start > 0 && text.at[start - 1] == '-')
		buf_byte(out, '-');
	for (size_t i = 0; i < number.len; i++)
		if (digit(number.at[i]))
			buf_byte(out, number.at[i]);
		else if (i == point)
			buf_byte(out, field->form.point ? field->form.point : '.');
	return str_trim(str_after(text, end)).len > 0;
}
