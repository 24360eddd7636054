/* base/decimal.h - exact decimal numbers of any size: what offices publish, digit for digit.
 * A decimal is coefficient × 10^-scale; the scale is kept as written ("4.60" has 2). Never binary floating point.
 * Small coefficients live in the struct; larger ones in the arena given, through GMP. */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include "base/str.h"

struct arena;
struct buf;

enum {
	DECIMAL_DIGITS_MOST = 100000, /* digits of a coefficient; more is refused when read or computed */
	DECIMAL_DIVISION_DIGITS = 40, /* significant digits of a quotient that does not end */
};

struct decimal {
	int64_t small;    /* the coefficient, when `big` is NULL */
	const void *big;  /* private; in the arena */
	uint32_t scale;   /* digits after the point */
};

enum decimal_rounding { DECIMAL_HALF_UP /* away from zero */, DECIMAL_HALF_EVEN, DECIMAL_DOWN /* towards zero */ };

/* How numbers are written where they come from; { 0 } is `.` and no grouping. Table Schema: decimalChar, groupChar, bareNumber. */
struct decimal_form {
	char point;       /* 0 is '.' */
	struct str group; /* one character, possibly several bytes (a no-break space), with three digits behind it; "" is none */
	bool ornate;      /* bareNumber: false: currency signs, %, letters and spaces around the number are skipped; a minus among them is the
	                   * number's, and so are brackets: (35) is -35 */
};

/* Reads all of `text`: sign, digits, point, digits, exponent (e or E). The exponent is worked out: "1e2" is 100 with scale 0,
 * "1.50e1" is 15.0. False when it isn't a number; *wrong is then the position of the first byte that can't be right. */
bool decimal_read(struct arena *arena, struct str text, const struct decimal_form *form, struct decimal *out, size_t *wrong);
struct decimal decimal_of(int64_t value);
/* Value × 10^-scale: decimal_scaled(9861, 2) is 98.61. */
struct decimal decimal_scaled(int64_t coefficient, uint32_t scale);

struct decimal decimal_add(struct arena *arena, struct decimal a, struct decimal b); /* scale: the larger */
struct decimal decimal_subtract(struct arena *arena, struct decimal a, struct decimal b);
struct decimal decimal_multiply(struct arena *arena, struct decimal a, struct decimal b); /* scale: the sum */
/* Exact when the quotient ends within DECIMAL_DIVISION_DIGITS significant digits (then with no needless zeros beyond the
 * difference of the scales), else rounded half even to that many. `b` must not be zero. */
struct decimal decimal_divide(struct arena *arena, struct decimal a, struct decimal b);
struct decimal decimal_negate(struct arena *arena, struct decimal a);
struct decimal decimal_absolute(struct arena *arena, struct decimal a);
/* To exactly `places` digits after the point. */
struct decimal decimal_round(struct arena *arena, struct decimal a, uint32_t places, enum decimal_rounding how);
/* Negative, zero or positive; by value: 1.0 equals 1. */
int decimal_compare(struct decimal a, struct decimal b);
int decimal_sign(struct decimal a);
bool decimal_whole(struct decimal a); /* no digit but zeros after the point */
/* False when it is not a whole number of 64 bits. */
bool decimal_integer(struct decimal a, int64_t *out);
/* Appends digits with `.`, no grouping, no exponent, the scale's digits: "-0.50". The form of every file we write. */
void decimal_write(struct buf *out, struct decimal a);
/* The nearest double, for lengths of drawn things only. */
double decimal_double(struct decimal a);

#endif
