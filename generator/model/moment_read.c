/* One pass, one function per part. Dates of the usual form, which are nearly all there are, are read by their
 * positions. */
#include "model/moment.h"

#include "base/buf.h"
#include "model/month.h"

struct scan {
	struct str text;
	size_t at;
	bool impossible; /* a part was well written, and out of its range */
};

static bool digit(char c) { return c >= '0' && c <= '9'; }

static bool at_digit(const struct scan *scan)
{
	return scan->at < scan->text.len && digit(scan->text.at[scan->at]);
}

static bool take(struct scan *scan, char c)
{
	if (scan->at >= scan->text.len || scan->text.at[scan->at] != c)
		return false;
	scan->at++;
	return true;
}

/* A number of `least` to `most` digits, between `low` and `high`. */
static bool take_number(struct scan *scan, int least, int most, int low, int high, int *value)
{
	size_t start = scan->at;
	int digits = 0;

	*value = 0;
	for (; digits < most && at_digit(scan); digits++)
		*value = *value * 10 + (scan->text.at[scan->at++] - '0');
	if (digits < least)
		return false;
	if (*value >= low && *value <= high)
		return true;
	scan->at = start;
	scan->impossible = true;
	return false;
}

static bool take_byte(struct scan *scan, int least, int low, int high, uint8_t *part)
{
	int value;

	if (!take_number(scan, least, 2, low, high, &value))
		return false;
	*part = (uint8_t)value;
	return true;
}

/* ISO 8601 as XML Schema writes it: four digits, more only when they are needed, a minus before years before 0. */
static bool take_year(struct scan *scan, int32_t *year)
{
	size_t start = scan->at;
	bool negative = take(scan, '-');
	size_t first = scan->at;
	int value;

	if (!take_number(scan, 4, 9, 0, 999999999, &value))
		return false;
	if ((scan->at - first > 4 && scan->text.at[first] == '0') || (negative && value == 0)) {
		scan->at = start;
		return false;
	}
	*year = negative ? -value : value;
	return true;
}

static int days_in(int32_t year, int month)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return 29;
	return days[month - 1];
}

static bool take_month(struct scan *scan, struct moment *out)
{
	return take_year(scan, &out->year) && take(scan, '-') && take_byte(scan, 2, 1, 12, &out->month);
}

static bool take_date(struct scan *scan, struct moment *out)
{
	return take_month(scan, out) && take(scan, '-') && take_byte(scan, 2, 1, days_in(out->year, out->month),
		&out->day);
}

/* Up to nine digits after the point of a second. */
static bool take_fraction(struct scan *scan, struct moment *out)
{
	size_t start = scan->at;
	int value;

	if (!take_number(scan, 1, 9, 0, 999999999, &value))
		return false;
	for (size_t digits = scan->at - start; digits < 9; digits++)
		value *= 10;
	out->nanosecond = (uint32_t)value;
	return true;
}

/* Z, +hh:mm or +hhmm. */
static bool take_offset(struct scan *scan, struct moment *out)
{
	bool west = scan->at < scan->text.len && scan->text.at[scan->at] == '-';
	uint8_t hours, minutes = 0;

	out->zoned = true;
	if (take(scan, 'Z'))
		return true;
	if (!take(scan, west ? '-' : '+') || !take_byte(scan, 2, 0, 14, &hours))
		return false;
	take(scan, ':');
	if (!take_byte(scan, 2, 0, 59, &minutes))
		return false;
	out->offset = (int16_t)((west ? -1 : 1) * (hours * 60 + minutes));
	return true;
}

static bool take_clock(struct scan *scan, struct moment *out)
{
	if (!take_byte(scan, 2, 0, 23, &out->hour) || !take(scan, ':') || !take_byte(scan, 2, 0, 59, &out->minute))
		return false;
	if (!take(scan, ':') || !take_byte(scan, 2, 0, 59, &out->second))
		return false;
	if (take(scan, '.') && !take_fraction(scan, out))
		return false;
	return scan->at == scan->text.len || take_offset(scan, out);
}

static bool take_iso(struct scan *scan, enum field_type type, struct moment *out)
{
	switch (type) {
	case FIELD_YEAR: return take_year(scan, &out->year);
	case FIELD_YEARMONTH: return take_month(scan, out);
	case FIELD_DATE: return take_date(scan, out);
	case FIELD_TIME: return take_clock(scan, out);
	default: return take_date(scan, out) && take(scan, 'T') && take_clock(scan, out);
	}
}

/* POSIX: 69 to 99 are of the twentieth century. */
static bool take_short_year(struct scan *scan, struct moment *out)
{
	int value;

	if (!take_number(scan, 2, 2, 0, 99, &value))
		return false;
	out->year = value + (value >= 69 ? 1900 : 2000);
	return true;
}

/* A month's name; the point behind a short one belongs to it, unless the format has one there. */
static bool take_name(struct scan *scan, bool point, struct moment *out)
{
	int month;
	size_t len = month_read(str_after(scan->text, scan->at), &month);

	if (len == 0)
		return false;
	scan->at += len;
	out->month = (uint8_t)month;
	if (!point)
		take(scan, '.');
	return true;
}

/* `next` is what the format has behind the directive. */
static bool take_directive(struct scan *scan, char directive, char next, struct moment *out)
{
	int value;

	switch (directive) {
	case 'Y':
		if (!take_number(scan, 4, 4, 0, 9999, &value))
			return false;
		out->year = value;
		return true;
	case 'y': return take_short_year(scan, out);
	case 'm': return take_byte(scan, 1, 1, 12, &out->month);
	case 'b':
	case 'B': return take_name(scan, next == '.', out);
	case 'd': return take_byte(scan, 1, 1, 31, &out->day);
	case 'H': return take_byte(scan, 1, 0, 23, &out->hour);
	case 'M': return take_byte(scan, 1, 0, 59, &out->minute);
	case 'S': return take_byte(scan, 1, 0, 59, &out->second);
	case 'f': return take_fraction(scan, out);
	case 'z': return take_offset(scan, out);
	default: return take(scan, '%');
	}
}

static bool take_format(struct scan *scan, struct str format, struct moment *out)
{
	for (size_t i = 0; i < format.len; i++) {
		if (format.at[i] != '%' || i + 1 == format.len) {
			if (!take(scan, format.at[i]))
				return false;
			continue;
		}
		i++;
		if (!take_directive(scan, format.at[i], i + 1 < format.len ? format.at[i + 1] : '\0', out))
			return false;
	}
	if (out->month && out->day > days_in(out->year, out->month)) {
		scan->at = 0;
		scan->impossible = true;
		return false;
	}
	return true;
}

static int two_digits(const char *at)
{
	return digit(at[0]) && digit(at[1]) ? (at[0] - '0') * 10 + at[1] - '0' : -1;
}

/* yyyy-mm-dd; false says nothing but that it needs a closer look. */
static bool usual_date(struct str text, struct moment *out)
{
	int century, year, month, day;

	if (text.len != 10 || text.at[4] != '-' || text.at[7] != '-')
		return false;
	century = two_digits(text.at);
	year = two_digits(text.at + 2);
	month = two_digits(text.at + 5);
	day = two_digits(text.at + 8);
	if (century < 0 || year < 0 || month < 1 || month > 12 || day < 1 || day > days_in(century * 100 + year,
		month))
		return false;
	out->year = century * 100 + year;
	out->month = (uint8_t)month;
	out->day = (uint8_t)day;
	return true;
}

static bool is_default(struct str format)
{
	return format.len == 0 || str_equal(format, STR("default"));
}

bool moment_read(enum field_type type, struct str format, struct str text, struct moment *out, size_t *wrong,
	bool *impossible)
{
	struct scan scan = { .text = text };
	bool iso = is_default(format);
	bool good;

	*out = (struct moment){ 0 };
	if (type == FIELD_DATE && iso && usual_date(text, out))
		return true;
	*out = (struct moment){ 0 };
	good = iso ? take_iso(&scan, type, out) : take_format(&scan, format, out);
	*wrong = scan.at;
	*impossible = scan.impossible;
	return good && scan.at == text.len;
}

static bool has_directive(struct str format, const char *either)
{
	for (size_t i = 0; i + 1 < format.len; i++)
		if (format.at[i] == '%' && memchr(either, format.at[++i], strlen(either)))
			return true;
	return false;
}

static bool lacks_part(bool date, bool clock, struct str format, struct str *piece)
{
	static const struct { const char *either; struct str named; bool date; } parts[] = {
		{ "Yy", { "%Y", 2 }, true }, { "mbB", { "%m", 2 }, true }, { "d", { "%d", 2 }, true }, { "H",
			{ "%H", 2 }, false },
	};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		*piece = parts[i].named;
		if ((parts[i].date ? date : clock) && !has_directive(format, parts[i].either))
			return true;
	}
	return false;
}

static bool directive_good(char directive, bool date, bool clock)
{
	return directive == '%' || (clock && memchr("HMSfz", directive, 5)) || (date && memchr("YymdbB",
		directive, 6));
}

enum moment_format moment_format_check(enum field_type type, struct str format, struct str *piece)
{
	bool date = type == FIELD_DATE || type == FIELD_DATETIME, clock = type == FIELD_TIME ||
		type == FIELD_DATETIME;

	for (size_t i = 0; i < format.len; i++) {
		if (format.at[i] != '%')
			continue;
		*piece = str_part(format, i, 2);
		if (++i == format.len || !directive_good(format.at[i], date, clock))
			return MOMENT_FORMAT_DIRECTIVE;
	}
	return lacks_part(date, clock, format, piece) ? MOMENT_FORMAT_LACKS : MOMENT_FORMAT_FINE;
}

static void write_directive(struct buf *out, char directive, const struct moment *m)
{
	switch (directive) {
	case 'Y': buf_printf(out, "%04d", (int)m->year); break;
	case 'y': buf_printf(out, "%02d", (int)(m->year % 100)); break;
	case 'm': buf_digits(out, m->month, 2); break;
	case 'b': buf_add(out, month_name(m->month, false)); break;
	case 'B': buf_add(out, month_name(m->month, true)); break;
	case 'd': buf_digits(out, m->day, 2); break;
	case 'H': buf_digits(out, m->hour, 2); break;
	case 'M': buf_digits(out, m->minute, 2); break;
	case 'S': buf_digits(out, m->second, 2); break;
	case 'f': buf_digits(out, m->nanosecond / 1000, 6); break;
	case 'z': buf_printf(out, "%c%02d%02d", m->offset < 0 ? '-' : '+', (m->offset < 0 ? -m->offset
		: m->offset) / 60, (m->offset < 0 ? -m->offset : m->offset) % 60); break;
	default: buf_byte(out, '%');
	}
}

void moment_write_as(struct buf *out, struct str format, const struct moment *m)
{
	for (size_t i = 0; i < format.len; i++)
		if (format.at[i] == '%' && i + 1 < format.len)
			write_directive(out, format.at[++i], m);
		else
			buf_byte(out, format.at[i]);
}
