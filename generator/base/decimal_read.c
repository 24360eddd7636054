/* Reading numbers: one pass over the text; digits gather in a machine word and only a long number takes the way through GMP. */
#include "base/decimal.h"

#include "base/arena.h"
#include "base/buf.h"

#include <gmp.h>

struct reading {
	struct str text;
	size_t at;
	char point;
	struct str group;
	bool negative, ornate, bracket;
	size_t mark;         /* where the last group mark stands */
	uint32_t since;      /* digits since it; 0 before the first */
	bool grouped;
	uint64_t small;      /* the digits so far, while they fit */
	uint32_t digits;     /* significant ones so far */
	uint32_t seen;       /* all digits */
	uint32_t scale;
	struct buf long_digits; /* all significant digits, once there are more than fit */
};

enum { SMALL_DIGITS = 18 };

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool at_digit(const struct reading *r, size_t at)
{
	return at < r->text.len && digit(r->text.at[at]);
}

static void spill(struct reading *r)
{
	for (uint64_t power = 100000000000000000; power; power /= 10)
		buf_byte(&r->long_digits, (char)('0' + r->small / power % 10));
}

static bool take_digit(struct reading *r, bool fraction)
{
	char c = r->text.at[r->at++];

	r->seen++;
	r->since++;
	if (fraction)
		r->scale++;
	if (c == '0' && r->digits == 0)
		return true;
	if (r->digits >= SMALL_DIGITS) {
		if (r->digits == SMALL_DIGITS)
			spill(r);
		buf_byte(&r->long_digits, c);
	} else {
		r->small = r->small * 10 + (uint64_t)(c - '0');
	}
	r->digits++;
	return r->digits <= DECIMAL_DIGITS_MOST && r->scale <= DECIMAL_DIGITS_MOST;
}

/* Passes over a group mark that stands between two digits. */
static bool skip_group(struct reading *r)
{
	struct str rest = str_after(r->text, r->at);

	if (r->group.len == 0 || r->seen == 0 || !str_starts(rest, r->group) || !at_digit(r, r->at + r->group.len))
		return false;
	if (r->grouped ? r->since != 3 && r->since != 2 : r->seen > 3)
		return false;
	r->grouped = true;
	r->mark = r->at;
	r->since = 0;
	r->at += r->group.len;
	return true;
}

/* A mark of thousands has three digits behind it: 1,5 is no fifteen. Before the last three, groups of two are India's. */
static bool whole_digits(struct reading *r)
{
	while (r->at < r->text.len) {
		if (at_digit(r, r->at)) {
			if (!take_digit(r, false))
				return false;
		} else if (!skip_group(r)) {
			break;
		}
	}
	if (!r->grouped || r->since == 3)
		return true;
	r->at = r->mark;
	return false;
}

static bool fraction_digits(struct reading *r)
{
	if (r->at >= r->text.len || r->text.at[r->at] != r->point)
		return true;
	if (r->seen == 0 && !at_digit(r, r->at + 1))
		return false;
	r->at++;
	while (at_digit(r, r->at))
		if (!take_digit(r, true))
			return false;
	return true;
}

/* Reads an exponent, if one stands here, into *exponent. */
static bool read_exponent(struct reading *r, int32_t *exponent)
{
	size_t at = r->at;
	bool negative;

	*exponent = 0;
	if (at >= r->text.len || (r->text.at[at] | 32) != 'e')
		return true;
	at++;
	negative = at < r->text.len && r->text.at[at] == '-';
	if (at < r->text.len && (r->text.at[at] == '-' || r->text.at[at] == '+'))
		at++;
	if (!at_digit(r, at))
		return r->ornate; /* "3 euros": not an exponent */
	for (; at_digit(r, at); at++) {
		*exponent = *exponent * 10 + (r->text.at[at] - '0');
		if (*exponent > DECIMAL_DIGITS_MOST)
			return false;
	}
	if (negative)
		*exponent = -*exponent;
	r->at = at;
	return true;
}

#define MINUS STR("\xE2\x88\x92") /* U+2212, as typography has it */

/* The bytes of a minus sign at `at`, or 0. */
static size_t minus_at(const struct reading *r, size_t at)
{
	if (at < r->text.len && r->text.at[at] == '-')
		return 1;
	return str_starts(str_after(r->text, at), MINUS) ? MINUS.len : 0;
}

static bool letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* A minus that does not hang on a word (as in "CF-") is the number's, whatever stands between them: "-$ 35", "- 35". */
static void skip_ornaments(struct reading *r)
{
	while (r->at < r->text.len && !at_digit(r, r->at)) {
		size_t minus = minus_at(r, r->at);
		char c = r->text.at[r->at];

		if ((c == '-' || c == '+' || c == r->point) && at_digit(r, r->at + 1))
			return;
		if (minus && (r->at == 0 || !letter(r->text.at[r->at - 1])))
			r->negative = true;
		r->bracket = r->bracket || c == '(';
		r->at += minus ? minus : 1;
	}
}

/* What stands behind a number. Bookkeepers put what is owed in brackets, (35), and some programs the minus behind, 35-. */
static void skip_tail(struct reading *r)
{
	size_t start = r->at;

	if (minus_at(r, start) && start + minus_at(r, start) == r->text.len)
		r->negative = true;
	while (r->at < r->text.len && !at_digit(r, r->at)) {
		if (r->bracket && r->text.at[r->at] == ')')
			r->negative = true;
		r->at++;
	}
}

static void read_sign(struct reading *r)
{
	if (r->at < r->text.len && (r->text.at[r->at] == '-' || r->text.at[r->at] == '+'))
		r->negative = r->text.at[r->at++] == '-' || r->negative;
}

/* The coefficient as read, times 10^more. */
static struct decimal finish(struct arena *arena, struct reading *r, uint32_t more)
{
	struct decimal d = decimal_scaled(r->negative ? -(int64_t)r->small : (int64_t)r->small, r->scale);
	size_t piece;

	if (r->digits > SMALL_DIGITS) {
		struct str left = buf_str(&r->long_digits);

		d = decimal_of(0);
		for (; left.len; left = str_after(left, piece)) {
			int64_t word = 0, power = 1;

			piece = left.len < SMALL_DIGITS ? left.len : SMALL_DIGITS;
			for (size_t i = 0; i < piece; i++, power *= 10)
				word = word * 10 + (left.at[i] - '0');
			d = decimal_add(arena, decimal_multiply(arena, d, decimal_of(power)), decimal_of(word));
		}
		if (r->negative)
			d = decimal_negate(arena, d);
		d.scale = r->scale;
	}
	if (more) { /* as many zeros behind the coefficient, without calling them a fraction */
		d = decimal_round(arena, d, d.scale + more, DECIMAL_DOWN);
		d.scale -= more;
	}
	return d;
}

/* Moves the point: a positive exponent eats the scale first and then lengthens the coefficient. */
static struct decimal apply(struct arena *arena, struct reading *r, int32_t exponent)
{
	uint32_t up = exponent > 0 ? (uint32_t)exponent : 0;
	uint32_t eaten = up < r->scale ? up : r->scale;

	r->scale -= eaten;
	if (exponent < 0)
		r->scale += (uint32_t)-exponent;
	return finish(arena, r, up - eaten);
}

bool decimal_read(struct arena *arena, struct str text, const struct decimal_form *form, struct decimal *out, size_t *wrong)
{
	struct reading r = { .text = text, .point = form && form->point ? form->point : '.' };
	int32_t exponent = 0;
	bool good;

	if (form) {
		r.group = form->group;
		r.ornate = form->ornate;
	}
	if (r.ornate)
		skip_ornaments(&r);
	read_sign(&r);
	good = whole_digits(&r) && fraction_digits(&r) && r.seen > 0 && read_exponent(&r, &exponent);
	if (good && r.ornate)
		skip_tail(&r);
	*wrong = r.at;
	good = good && r.at == text.len;
	if (good)
		*out = apply(arena, &r, exponent);
	buf_clear(&r.long_digits);
	return good;
}
