/* How people write numbers, dates and months in a sheet, read without guessing: what could be two things is told, not chosen. */
#include "script/import_private.h"

#include "base/arena.h"
#include "base/slug.h"
#include "base/utf8.h"

/* U+00A0, U+202F: blanks that a spreadsheet does not take for blanks. */
static size_t blank_at(struct str text, size_t at)
{
	static const struct str blanks[] = { { " ", 1 }, { "\t", 1 }, { "\n", 1 }, { "\r", 1 }, { "\xC2\xA0", 2 }, { "\xE2\x80\xAF", 3 } };

	for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++)
		if (str_starts(str_after(text, at), blanks[i]))
			return blanks[i].len;
	return 0;
}

struct str text_trim(struct str text)
{
	size_t width;

	while (text.len && (width = blank_at(text, 0)) > 0)
		text = str_after(text, width);
	for (width = 1; width <= 3 && width <= text.len; width++) {
		if (blank_at(text, text.len - width) != width)
			continue;
		text.len -= width;
		width = 0;
	}
	return text;
}

static bool digit_at(struct str text, size_t at)
{
	return at < text.len && text.at[at] >= '0' && text.at[at] <= '9';
}

/* Digits from `at` on. */
static size_t digits_at(struct str text, size_t at)
{
	size_t count = 0;

	while (digit_at(text, at + count))
		count++;
	return count;
}

/* Numbers. */

/* Bytes of a mark of money at the start, or 0. */
static size_t money_at(struct str text)
{
	static const struct str marks[] = { { "$", 1 }, { "MXN", 3 }, { "USD", 3 }, { "\xE2\x82\xAC", 3 }, { "\xC2\xA3", 2 } };

	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (str_starts(text, marks[i]))
			return marks[i].len;
	return 0;
}

/* Bytes of a mark between thousands: the one given, an apostrophe, a blank; a digit must follow. */
static size_t group_at(struct str text, size_t at, char group)
{
	bool mark = at < text.len && (text.at[at] == group || text.at[at] == '\'');
	size_t width = mark ? 1 : blank_at(text, at);

	return width && digit_at(text, at + width) ? width : 0;
}

/* Takes digits, groups and point off the front of `text` and appends them as a plain decimal. */
static enum text_fault take_digits(struct str *text, char point, struct buf *plain)
{
	char group = point == '.' ? ',' : '.';
	size_t at = digits_at(*text, 0), width;

	buf_add(plain, str_part(*text, 0, at));
	if (at == 0 && !(text->len && text->at[0] == point && digit_at(*text, 1)))
		return TEXT_NO_NUMBER;
	if (group_at(*text, at, group) && (at == 0 || at > 3))
		return TEXT_GROUPS;
	while ((width = group_at(*text, at, group)) > 0) {
		if (digits_at(*text, at + width) != 3)
			return TEXT_GROUPS;
		buf_add(plain, str_part(*text, at + width, 3));
		at += width + 3;
	}
	if (at < text->len && text->at[at] == point && digit_at(*text, at + 1)) {
		size_t places = digits_at(*text, at + 1);

		if (plain->len == 0 || plain->at[plain->len - 1] == '-')
			buf_byte(plain, '0');
		buf_byte(plain, '.');
		buf_add(plain, str_part(*text, at + 1, places));
		at += 1 + places;
		if (group_at(*text, at, group) || (at < text->len && text->at[at] == point))
			return TEXT_GROUPS;
	}
	*text = str_after(*text, at);
	return TEXT_FINE;
}

/* What may stand right behind a number: nothing, a blank, a sign of percent or degrees. */
static enum text_fault check_rest(struct str rest)
{
	static const struct str signs[] = { { "%", 1 }, { "\xE2\x80\xB0", 3 }, { "\xC2\xB0", 2 }, { "$", 1 }, { "\xE2\x82\xAC", 3 } };

	if (rest.len == 0 || blank_at(rest, 0))
		return TEXT_FINE;
	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (str_starts(rest, signs[i]))
			return TEXT_FINE;
	if ((rest.at[0] == 'e' || rest.at[0] == 'E') && (digit_at(rest, 1) || (rest.len > 2 && digit_at(rest, 2) && strchr("+-", rest.at[1]))))
		return TEXT_EXPONENT;
	return TEXT_JOINED;
}

static enum text_fault read_amount(struct arena *arena, struct str text, char point, struct buf *plain, struct amount *out)
{
	static const struct decimal_form form;
	bool enclosed = text.len > 2 && text.at[0] == '(' && text.at[text.len - 1] == ')'; /* a bookkeeper's minus */
	size_t money, wrong;
	enum text_fault fault;

	if (enclosed)
		text = text_trim(str_part(text, 1, text.len - 2));
	if (text.len && (text.at[0] == '-' || text.at[0] == '+')) {
		if (text.at[0] == '-' && !enclosed)
			buf_byte(plain, '-');
		text = str_after(text, 1);
	} else if (enclosed) {
		buf_byte(plain, '-');
	}
	money = money_at(text);
	out->unit = str_part(text, 0, money);
	text = text_trim(str_after(text, money));
	if (money && text.len && text.at[0] == '-' && plain->len == 0) {
		buf_byte(plain, '-');
		text = str_after(text, 1);
	}
	fault = take_digits(&text, point, plain);
	if (fault == TEXT_FINE)
		fault = check_rest(text);
	if (fault != TEXT_FINE)
		return fault;
	if (text_trim(text).len)
		out->unit = text_trim(text);
	return decimal_read(arena, buf_str(plain), &form, &out->value, &wrong) ? TEXT_FINE : TEXT_NO_NUMBER;
}

enum text_fault text_amount(struct arena *arena, struct str text, char point, struct amount *out)
{
	struct buf plain = { 0 };
	enum text_fault fault;

	*out = (struct amount){ 0 };
	fault = read_amount(arena, text, point, &plain, out);
	buf_clear(&plain);
	return fault;
}

/* Months. */

int text_month(struct str text)
{
	/* every way that a month is cut short in the sheets of offices, between blanks */
	static const char *const names[] = { " enero ene en ", " febrero feb fbro ", " marzo mar mzo mrz ", " abril abr ", " mayo may myo ",
		" junio jun ",
		" julio jul ", " agosto ago agt agto ags ", " septiembre setiembre sep sept set stbre ", " octubre oct octbre ",
		" noviembre nov novbre ",
		" diciembre dic dicbre " };
	struct buf word = { 0 };
	int found = 0;

	if (text.len > 40)
		return 0;
	buf_byte(&word, ' ');
	slug_add(&word, text);
	if (word.len > 1) {
		buf_add(&word, STR(" "));
		for (int i = 0; i < 12 && !found; i++)
			if (str_search(str_of(names[i]), buf_str(&word), 0) < strlen(names[i]))
				found = i + 1;
	}
	buf_clear(&word);
	return found;
}

/* Dates. */

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : days[month - 1];
}

static enum date_fault set_date(int year, int month, int day, struct moment *out)
{
	if (month < 1 || month > 12 || day < 1 || day > days_in(year, month))
		return DATE_IMPOSSIBLE;
	*out = (struct moment){ .year = year, .month = (uint8_t)month, .day = (uint8_t)day };
	return DATE_FINE;
}

/* Three numbers with the same mark between them: 02/01/2013. `width` is of each in digits. */
static bool three_numbers(struct str text, int numbers[3], size_t width[3])
{
	size_t at = 0;
	char mark = 0;

	for (int i = 0; i < 3; i++) {
		width[i] = digits_at(text, at);
		if (width[i] < 1 || width[i] > 4)
			return false;
		numbers[i] = 0;
		for (size_t d = 0; d < width[i]; d++)
			numbers[i] = numbers[i] * 10 + text.at[at + d] - '0';
		at += width[i];
		if (i == 2)
			break;
		if (at >= text.len || !strchr("/-.", text.at[at]) || (i == 1 && text.at[at] != mark))
			return false;
		mark = text.at[at++];
	}
	return at == text.len;
}

/* "2 de enero de 2013", "02-ene-2013", "2 enero 2013". */
static enum date_fault read_words(struct str text, struct moment *out)
{
	int day = 0, month = 0, year = 0, numbers = 0;
	size_t at = 0;

	while (at < text.len) {
		size_t start = at;

		while (at < text.len && !strchr(" -/.,", text.at[at]))
			at++;
		if (at > start) {
			struct str word = str_part(text, start, at - start);

			if (digits_at(word, 0) == word.len && word.len <= 4) {
				int value = 0;

				for (size_t i = 0; i < word.len; i++)
					value = value * 10 + word.at[i] - '0';
				if (numbers++ == 0)
					day = value;
				else if (month && word.len == 4)
					year = value;
				else
					return month && word.len == 2 ? DATE_SHORT_YEAR : DATE_NONE;
			} else if (!month && numbers == 1 && text_month(word)) {
				month = text_month(word);
			} else if (!(numbers && (str_equal(word, STR("de")) || str_equal(word, STR("del"))))) {
				return DATE_NONE;
			}
		}
		at += at < text.len;
	}
	return month && year && numbers == 2 ? set_date(year, month, day, out) : DATE_NONE;
}

enum day_order text_order(struct str text)
{
	int n[3];
	size_t width[3];

	if (!three_numbers(text, n, width) || width[2] != 4 || width[0] > 2 || width[1] > 2)
		return ORDER_UNKNOWN;
	if (n[0] > 12 && n[1] <= 12)
		return ORDER_DMY;
	return n[1] > 12 && n[0] <= 12 ? ORDER_MDY : ORDER_UNKNOWN;
}

enum date_fault text_date(struct str text, enum day_order order, struct moment *out)
{
	int n[3];
	size_t width[3];
	enum day_order says;

	if (!three_numbers(text, n, width))
		return read_words(text, out);
	if (width[0] == 4 && width[1] <= 2 && width[2] <= 2)
		return set_date(n[0], n[1], n[2], out);
	if (width[0] > 2 || width[1] > 2)
		return DATE_NONE;
	if (width[2] != 4)
		return DATE_SHORT_YEAR;
	says = text_order(text);
	if (order == ORDER_UNKNOWN && says == ORDER_UNKNOWN && n[0] != n[1])
		return n[0] > 12 ? DATE_IMPOSSIBLE : DATE_AMBIGUOUS;
	if (order != ORDER_UNKNOWN && says != ORDER_UNKNOWN && says != order)
		return DATE_OTHER_ORDER;
	if (order == ORDER_MDY || says == ORDER_MDY)
		return set_date(n[2], n[0], n[1], out);
	return set_date(n[2], n[1], n[0], out);
}

enum { SERIAL_FIRST = 10000, SERIAL_LAST = 73050, /* 1927-05-18 to 2099-12-31: a year alone is no serial number */
	SERIAL_OF_1970 = 25569, SERIAL_1904 = 1462 };

bool text_serial(struct str text, int epoch, struct moment *out)
{
	size_t count = digits_at(text, 0);
	bool percent = str_ends(text, STR("%"));
	int64_t days = 0;

	if (count < 5 || count > 7 || !(count == text.len || (percent && count + 1 == text.len)))
		return false;
	for (size_t i = 0; i < count; i++)
		days = days * 10 + text.at[i] - '0';
	if (percent && days % 100 != 0)
		return false;
	days = percent ? days / 100 : days;
	if (days < SERIAL_FIRST || days > SERIAL_LAST)
		return false;
	*out = moment_of_days(days - SERIAL_OF_1970 + (epoch == 1904 ? SERIAL_1904 : 0));
	return true;
}
