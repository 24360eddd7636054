/* Two representations: a coefficient that fits in 64 bits lives in the struct; a larger one is a GMP number whose limbs lie in an
 * arena. Every result is brought back to the small one when it fits, so that equal values have equal representations up to scale. */
#include "base/decimal.h"

#include "base/arena.h"
#include "base/buf.h"

#include <assert.h>
#include <gmp.h>
#include <stdlib.h>

__extension__ typedef __int128 wide;

struct big {
	int sign;        /* -1 or 1 */
	mp_size_t count; /* of limbs, the least significant first */
	mp_limb_t limbs[];
};

static const int64_t powers[] = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000,
	100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000,
	1000000000000000000 };
enum { POWER_MOST = 18 };

static bool fits(wide value)
{
	return value >= INT64_MIN && value <= INT64_MAX;
}

struct decimal decimal_of(int64_t value)
{
	return (struct decimal){ .small = value };
}

struct decimal decimal_scaled(int64_t coefficient, uint32_t scale)
{
	return (struct decimal){ .small = coefficient, .scale = scale };
}

/* A GMP view of the coefficient: of the limbs in the arena, or of `limb`, which must live as long as the view. */
static mpz_srcptr view(mpz_ptr z, mp_limb_t *limb, struct decimal a)
{
	const struct big *big = a.big;

	_Static_assert(sizeof(mp_limb_t) == sizeof(int64_t), "one limb holds a small coefficient");
	if (big)
		return mpz_roinit_n(z, big->limbs, big->count * big->sign);
	*limb = a.small < 0 ? -(mp_limb_t)a.small : (mp_limb_t)a.small;
	return mpz_roinit_n(z, limb, a.small < 0 ? -1 : a.small > 0);
}

/* The decimal of a GMP number, in the smallest representation. */
static struct decimal keep(struct arena *arena, mpz_srcptr z, uint32_t scale)
{
	mp_size_t count = (mp_size_t)mpz_size(z);
	struct big *big;

	if (mpz_fits_slong_p(z))
		return decimal_scaled(mpz_get_si(z), scale);
	big = arena_alloc(arena, sizeof *big + (size_t)count * sizeof *big->limbs);
	big->sign = mpz_sgn(z);
	big->count = count;
	memcpy(big->limbs, mpz_limbs_read(z), (size_t)count * sizeof *big->limbs);
	return (struct decimal){ .big = big, .scale = scale };
}

/* z = a's coefficient × 10^more. */
static void load(mpz_ptr z, struct decimal a, uint32_t more)
{
	mpz_t source, power;
	mp_limb_t limb;

	mpz_set(z, view(source, &limb, a));
	if (more == 0)
		return;
	mpz_init(power);
	mpz_ui_pow_ui(power, 10, more);
	mpz_mul(z, z, power);
	mpz_clear(power);
}

/* Brings two small coefficients to one scale; false when that does not fit. */
static bool align(struct decimal a, struct decimal b, wide *left, wide *right, uint32_t *scale)
{
	uint32_t apart = a.scale > b.scale ? a.scale - b.scale : b.scale - a.scale;

	if (a.big || b.big || apart > POWER_MOST)
		return false;
	*scale = a.scale > b.scale ? a.scale : b.scale;
	*left = (wide)a.small * powers[*scale - a.scale];
	*right = (wide)b.small * powers[*scale - b.scale];
	return true;
}

static struct decimal sum(struct arena *arena, struct decimal a, struct decimal b, bool minus)
{
	uint32_t scale = a.scale > b.scale ? a.scale : b.scale;
	wide left, right;
	mpz_t x, y;
	struct decimal result;

	if (align(a, b, &left, &right, &scale)) {
		wide total = minus ? left - right : left + right;

		if (fits(total))
			return decimal_scaled((int64_t)total, scale);
	}
	mpz_inits(x, y, NULL);
	load(x, a, scale - a.scale);
	load(y, b, scale - b.scale);
	if (minus)
		mpz_sub(x, x, y);
	else
		mpz_add(x, x, y);
	result = keep(arena, x, scale);
	mpz_clears(x, y, NULL);
	return result;
}

struct decimal decimal_add(struct arena *arena, struct decimal a, struct decimal b)
{
	return sum(arena, a, b, false);
}

struct decimal decimal_subtract(struct arena *arena, struct decimal a, struct decimal b)
{
	return sum(arena, a, b, true);
}

struct decimal decimal_multiply(struct arena *arena, struct decimal a, struct decimal b)
{
	mpz_t x, y;
	struct decimal result;

	if (!a.big && !b.big) {
		wide product = (wide)a.small * b.small;

		if (fits(product))
			return decimal_scaled((int64_t)product, a.scale + b.scale);
	}
	mpz_inits(x, y, NULL);
	load(x, a, 0);
	load(y, b, 0);
	mpz_mul(x, x, y);
	result = keep(arena, x, a.scale + b.scale);
	mpz_clears(x, y, NULL);
	return result;
}

struct decimal decimal_negate(struct arena *arena, struct decimal a)
{
	return decimal_subtract(arena, decimal_scaled(0, a.scale), a);
}

struct decimal decimal_absolute(struct arena *arena, struct decimal a)
{
	return decimal_sign(a) < 0 ? decimal_negate(arena, a) : a;
}

/* q = round(n / d) for d > 0. */
static void divide_rounded(mpz_ptr q, mpz_srcptr n, mpz_srcptr d, enum decimal_rounding how)
{
	mpz_t rest;
	int half;

	mpz_init(rest);
	mpz_tdiv_qr(q, rest, n, d);
	mpz_mul_2exp(rest, rest, 1);
	half = mpz_cmpabs(rest, d);
	if (how != DECIMAL_DOWN && (half > 0 || (half == 0 && (how == DECIMAL_HALF_UP || mpz_odd_p(q))))) {
		if (mpz_sgn(n) < 0)
			mpz_sub_ui(q, q, 1);
		else
			mpz_add_ui(q, q, 1);
	}
	mpz_clear(rest);
}

static struct decimal round_big(struct arena *arena, struct decimal a, uint32_t places, enum decimal_rounding how)
{
	mpz_t x, power;
	struct decimal result;

	mpz_inits(x, power, NULL);
	if (places >= a.scale) {
		load(x, a, places - a.scale);
	} else {
		load(x, a, 0);
		mpz_ui_pow_ui(power, 10, a.scale - places);
		divide_rounded(x, x, power, how);
	}
	result = keep(arena, x, places);
	mpz_clears(x, power, NULL);
	return result;
}

struct decimal decimal_round(struct arena *arena, struct decimal a, uint32_t places, enum decimal_rounding how)
{
	int64_t power, quotient, rest, half;

	if (places == a.scale)
		return a;
	if (a.big || places > a.scale || a.scale - places > POWER_MOST)
		return round_big(arena, a, places, how);
	power = powers[a.scale - places];
	quotient = a.small / power;
	rest = llabs(a.small % power);
	half = power / 2; /* a power of ten from 10 on is even */
	if (how != DECIMAL_DOWN && (rest > half || (rest == half && (how == DECIMAL_HALF_UP || quotient % 2 != 0))))
		quotient += a.small < 0 ? -1 : 1;
	return decimal_scaled(quotient, places);
}

/* Drops zeros at the end of the fraction, down to `least` digits. */
static void strip(mpz_ptr q, uint32_t *scale, uint32_t least)
{
	while (*scale > least && mpz_divisible_ui_p(q, 10)) {
		mpz_divexact_ui(q, q, 10);
		--*scale;
	}
}

/* The quotient is brought to DECIMAL_DIVISION_DIGITS significant digits or somewhat more by lengthening the numerator, divided once, and
 * then rounded to exactly that many; the sticky digit keeps the second rounding right. */
struct decimal decimal_divide(struct arena *arena, struct decimal a, struct decimal b)
{
	uint32_t least = a.scale > b.scale ? a.scale - b.scale : 0;
	mpz_t n, d, rest;
	size_t digits_n, digits_d;
	uint32_t more, scale;
	struct decimal result;

	assert(decimal_sign(b) != 0);
	mpz_inits(n, d, rest, NULL);
	load(n, a, 0);
	load(d, b, 0);
	digits_n = mpz_sizeinbase(n, 10);
	digits_d = mpz_sizeinbase(d, 10);
	more = digits_n < digits_d + DECIMAL_DIVISION_DIGITS + 2 ? (uint32_t)(digits_d + DECIMAL_DIVISION_DIGITS + 2 - digits_n) : 0;
	if (a.scale + more < b.scale)
		more = b.scale - a.scale;
	load(n, a, more);
	scale = a.scale + more - b.scale;
	mpz_tdiv_qr(n, rest, n, d);
	if (mpz_sgn(rest) == 0) {
		strip(n, &scale, least);
	} else { /* one more digit, never 0 or 5, stands for what was cut off */
		mpz_mul_ui(n, n, 10);
		scale++;
		if (decimal_sign(a) * decimal_sign(b) < 0)
			mpz_sub_ui(n, n, 1);
		else
			mpz_add_ui(n, n, 1);
	}
	digits_n = mpz_sizeinbase(n, 10);
	mpz_ui_pow_ui(d, 10, digits_n - 1); /* sizeinbase may be one too many */
	if (mpz_cmpabs(n, d) < 0)
		digits_n--;
	result = keep(arena, n, scale);
	if (digits_n > DECIMAL_DIVISION_DIGITS && scale > 0) {
		uint32_t cut = (uint32_t)(digits_n - DECIMAL_DIVISION_DIGITS);

		result = decimal_round(arena, result, cut < scale ? scale - cut : 0, DECIMAL_HALF_EVEN);
	}
	mpz_clears(n, d, rest, NULL);
	return result;
}

int decimal_compare(struct decimal a, struct decimal b)
{
	uint32_t scale;
	wide left, right;
	mpz_t x, y;
	int order;

	if (align(a, b, &left, &right, &scale))
		return (left > right) - (left < right);
	scale = a.scale > b.scale ? a.scale : b.scale;
	mpz_inits(x, y, NULL);
	load(x, a, scale - a.scale);
	load(y, b, scale - b.scale);
	order = mpz_cmp(x, y);
	mpz_clears(x, y, NULL);
	return order;
}

int decimal_sign(struct decimal a)
{
	if (a.big)
		return ((const struct big *)a.big)->sign;
	return (a.small > 0) - (a.small < 0);
}

static struct decimal whole_part(struct arena *arena, struct decimal a)
{
	return decimal_round(arena, a, 0, DECIMAL_DOWN);
}

bool decimal_whole(struct decimal a)
{
	struct arena *arena;
	bool whole;

	if (a.scale == 0)
		return true;
	arena = arena_new();
	whole = decimal_compare(whole_part(arena, a), a) == 0;
	arena_free(arena);
	return whole;
}

bool decimal_integer(struct decimal a, int64_t *out)
{
	struct arena *arena;
	struct decimal whole;
	bool good;

	if (a.scale == 0) {
		*out = a.small;
		return a.big == NULL;
	}
	arena = arena_new();
	whole = whole_part(arena, a);
	good = !whole.big && decimal_compare(whole, a) == 0;
	*out = whole.small;
	arena_free(arena);
	return good;
}

/* Digits of the coefficient without its sign. */
static void write_digits(struct buf *out, struct decimal a, const char *digits, size_t count)
{
	size_t scale = a.scale;

	if (decimal_sign(a) < 0)
		buf_byte(out, '-');
	if (count <= scale) {
		buf_add(out, STR("0."));
		for (size_t i = count; i < scale; i++)
			buf_byte(out, '0');
		buf_add(out, str_from(digits, count));
		return;
	}
	buf_add(out, str_from(digits, count - scale));
	if (scale == 0)
		return;
	buf_byte(out, '.');
	buf_add(out, str_from(digits + count - scale, scale));
}

static void write_big(struct buf *out, struct decimal a)
{
	mpz_t source;
	mp_limb_t limb;
	mpz_srcptr z = view(source, &limb, a);
	char *digits = memory_resize(NULL, mpz_sizeinbase(z, 10) + 2);

	mpz_get_str(digits, 10, z);
	write_digits(out, a, digits + (digits[0] == '-'), strlen(digits) - (digits[0] == '-'));
	memory_free(digits);
}

void decimal_write(struct buf *out, struct decimal a)
{
	char digits[20];
	size_t at = sizeof digits;
	uint64_t left = a.small < 0 ? -(uint64_t)a.small : (uint64_t)a.small;

	if (a.big) {
		write_big(out, a);
		return;
	}
	do {
		digits[--at] = (char)('0' + left % 10);
		left /= 10;
	} while (left);
	write_digits(out, a, digits + at, sizeof digits - at);
}

double decimal_double(struct decimal a)
{
	struct buf text = { 0 };
	double value;

	decimal_write(&text, a);
	buf_byte(&text, '\0');
	value = strtod(text.at, NULL);
	buf_clear(&text);
	return value;
}
