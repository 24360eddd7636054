/* model/value.h - what the text of a cell means, by its field's type. Text is checked once, at load; afterwards reading it can't fail,
 * so that tables keep only the text. */
#ifndef MODEL_VALUE_H
#define MODEL_VALUE_H

#include "base/decimal.h"
#include "model/schema.h"

struct arena;
struct buf;

/* A date, a month, a year or a time, on the proleptic Gregorian calendar; parts that the type has not are 0. */
struct moment {
	int32_t year;           /* may be negative: ISO 8601 */
	uint8_t month, day;     /* from 1 */
	uint8_t hour, minute, second;
	uint32_t nanosecond;
	bool zoned;             /* the text says its offset */
	int16_t offset;         /* minutes east of UTC */
};

struct value {
	enum field_type type;
	union {
		int64_t integer;        /* integer, year */
		struct decimal decimal; /* number */
		bool boolean;
		struct moment moment;   /* date, time, datetime, yearmonth */
	} as;                           /* the rest: the text itself is the value */
	struct str text;                /* as published */
};

/* Reads `text`, which is not absent, as `field` says. False: reported at `at` (its column moves to the first wrong
 * character) with what to write instead. */
bool value_read(struct arena *arena, const struct field *field, struct str text, struct place at, struct value *out, struct diag *diag);
struct vote;
/* Reports what is wrong with a text, reading or constraints, knowing how the rest of its column is written (vote.h). */
void value_report(struct arena *arena, const struct field *field, struct str text, const struct vote *vote, struct place at,
	struct diag *diag);
/* Checks a value that was read against the field's constraints but `required` and `unique`. False when reported. */
bool value_check(struct arena *arena, const struct field *field, const struct value *value, struct place at, struct diag *diag);
/* Reads text that value_read once accepted. */
struct value value_get(struct arena *arena, const struct field *field, struct str text);
/* True when `text` is among the field's missing values. */
bool value_missing(const struct field *field, struct str text);
/* Negative, zero or positive, by value; both of one field. */
int value_compare(const struct value *a, const struct value *b);
/* Appends the value in its canonical form: ISO 8601 dates, `.` decimals with their published digits, true/false, the text itself. */
void value_write(struct buf *out, const struct value *value);
/* Days since 1970-01-01; and the date so many days after it. */
int64_t moment_days(const struct moment *moment);
struct moment moment_of_days(int64_t days);
int moment_compare(const struct moment *a, const struct moment *b);

#endif
