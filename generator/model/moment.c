/* The calendar is counted from 1 March of year 0, so that the day that some years have and others don't comes
 * last; 400 years always have 146 097 days. */
#include "model/moment.h"

#include "base/buf.h"

enum { ERA_YEARS = 400, ERA_DAYS = 146097, DAYS_TO_1970 = 719468 };

int64_t moment_days(const struct moment *moment)
{
	int64_t year = moment->year - (moment->month <= 2);
	int64_t era = (year >= 0 ? year : year - (ERA_YEARS - 1)) / ERA_YEARS;
	int64_t of_era = year - era * ERA_YEARS;
	int64_t month = moment->month ? moment->month : 1; /* a year alone is its first day */
	int64_t day = moment->day ? moment->day : 1;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year - DAYS_TO_1970;
}

struct moment moment_of_days(int64_t days)
{
	int64_t shifted = days + DAYS_TO_1970;
	int64_t era = (shifted >= 0 ? shifted : shifted - (ERA_DAYS - 1)) / ERA_DAYS;
	int64_t of_era = shifted - era * ERA_DAYS;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / (ERA_DAYS - 1)) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * of_year + 2) / 153;

	return (struct moment){
		.year = (int32_t)(year + era * ERA_YEARS + (month >= 10)),
		.month = (uint8_t)(month + (month < 10 ? 3 : -9)),
		.day = (uint8_t)(of_year - (153 * month + 2) / 5 + 1),
	};
}

/* A moment that doesn't tell its offset counts as UTC. */
static int64_t seconds(const struct moment *m)
{
	return (m->hour * 60 + m->minute - m->offset) * 60 + m->second;
}

int moment_compare(const struct moment *a, const struct moment *b)
{
	int64_t days = moment_days(a) - moment_days(b);
	int64_t rest = days * 86400 + seconds(a) - seconds(b);

	if (rest == 0)
		rest = (int64_t)a->nanosecond - (int64_t)b->nanosecond;
	return rest < 0 ? -1 : rest > 0;
}

static void write_year(struct buf *out, int32_t year)
{
	if (year < 0)
		buf_byte(out, '-');
	buf_digits(out, year < 0 ? 0 - (uint64_t)year : (uint64_t)year, 4);
}

/* The digits of a second that were written, but for zeros at the end. */
static void write_fraction(struct buf *out, uint32_t nanosecond)
{
	if (nanosecond == 0)
		return;
	buf_byte(out, '.');
	buf_digits(out, nanosecond, 9);
	while (out->at[out->len - 1] == '0')
		out->len--;
}

/* A mark and two digits after it: "-07", ":05". */
static void write_two(struct buf *out, char mark, unsigned number)
{
	buf_byte(out, mark);
	buf_digits(out, number, 2);
}

static void write_clock(struct buf *out, const struct moment *m)
{
	unsigned offset = (unsigned)(m->offset < 0 ? -m->offset : m->offset);

	buf_digits(out, m->hour, 2);
	write_two(out, ':', m->minute);
	write_two(out, ':', m->second);
	write_fraction(out, m->nanosecond);
	if (m->zoned && offset == 0) {
		buf_byte(out, 'Z');
	} else if (m->zoned) {
		write_two(out, m->offset < 0 ? '-' : '+', offset / 60);
		write_two(out, ':', offset % 60);
	}
}

void moment_write(struct buf *out, enum field_type type, const struct moment *m)
{
	if (type != FIELD_TIME)
		write_year(out, m->year);
	if (type == FIELD_YEARMONTH || type == FIELD_DATE || type == FIELD_DATETIME)
		write_two(out, '-', m->month);
	if (type == FIELD_DATE || type == FIELD_DATETIME)
		write_two(out, '-', m->day);
	if (type == FIELD_DATETIME)
		buf_byte(out, 'T');
	if (type == FIELD_DATETIME || type == FIELD_TIME)
		write_clock(out, m);
}
