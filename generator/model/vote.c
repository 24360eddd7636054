#include "model/vote.h"

static bool digit(char c) { return c >= '0' && c <= '9'; }

/* The bytes of a blank, a no-break space (also the narrow one) or an apostrophe at `at`, which divide thousands; 0 for none. */
static size_t other_mark(struct str text, size_t at)
{
	static const struct str marks[] = { { " ", 1 }, { "'", 1 }, { "\xC2\xA0", 2 }, { "\xE2\x80\xAF", 3 }, { "\xE2\x80\x99", 3 } };

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (str_starts(str_after(text, at), marks[i]))
			return marks[i].len;
	return 0;
}

struct str vote_digits(struct str text, size_t *from)
{
	size_t start = 0, end;

	while (start < text.len && !digit(text.at[start]))
		start++;
	*from = start;
	for (end = start; end < text.len && digit(text.at[end]);) {
		size_t next = ++end;

		next += next < text.len && (text.at[next] == ',' || text.at[next] == '.') ? 1 : other_mark(text, next);
		if (next < text.len && digit(text.at[next]))
			end = next;
	}
	return str_part(text, start, end - start);
}

struct vote_marks vote_marks(struct str text)
{
	struct vote_marks marks = { .last = text.len };

	for (size_t i = 0; i < text.len; i++) {
		if (digit(text.at[i]))
			continue;
		marks.commas += text.at[i] == ',';
		marks.points += text.at[i] == '.';
		if (text.at[i] == ',' || text.at[i] == '.')
			marks.last = i;
		else if (other_mark(text, i))
			marks.others++;
	}
	marks.open = marks.commas + marks.points == 1 && marks.others == 0 && text.len - marks.last == 4 && marks.last <= 3 && text.at[0] != '0';
	return marks;
}

/* Where the fraction begins by the number alone: at the last mark, when it is of another kind than those before, or alone. */
static size_t own_point(struct str number, const struct vote_marks *marks)
{
	size_t same;

	if (marks->commas + marks->points == 0)
		return number.len;
	same = number.at[marks->last] == ',' ? marks->commas : marks->points;
	return same == 1 ? marks->last : number.len;
}

size_t vote_point(const struct vote *vote, struct str number, bool *open)
{
	struct vote_marks marks = vote_marks(number);
	int kind = marks.last < number.len && number.at[marks.last] == '.' ? VOTE_POINT : VOTE_COMMA;
	bool decimal, group;

	*open = false;
	if (!marks.open)
		return own_point(number, &marks);
	decimal = vote && (vote->decimal[kind] || vote->group[!kind]);
	group = vote && (vote->group[kind] || vote->decimal[!kind]);
	*open = decimal == group;
	return decimal && !group ? marks.last : number.len;
}

bool vote_grouped(struct str number, size_t point)
{
	size_t since = 0;
	bool any = false;

	for (size_t i = 0; i <= point && i <= number.len; i++) {
		if (i < point && digit(number.at[i])) {
			since++;
			continue;
		}
		if (i < point && i > 0 && !digit(number.at[i - 1]))
			continue; /* a mark of several bytes */
		if (any ? since != 3 && (since != 2 || i == point) : since == 0 || since > 3)
			return false;
		any = true;
		since = 0;
	}
	return true;
}

static int kind_of(char mark) { return mark == '.' ? VOTE_POINT : VOTE_COMMA; }

static void add_number(struct vote *vote, struct str text)
{
	size_t from, point;
	struct str number = vote_digits(text, &from);
	struct vote_marks marks = vote_marks(number);

	if (marks.open || marks.last == number.len)
		return;
	point = own_point(number, &marks);
	if (marks.commas + marks.points > 1 && !vote_grouped(number, point))
		return;
	if (point == number.len)
		vote->group[kind_of(number.at[marks.last])]++;
	else
		vote->decimal[kind_of(number.at[point])]++;
	if (point < number.len && marks.commas + marks.points > 1)
		vote->group[!kind_of(number.at[point])]++;
}

bool vote_date(struct str text, int part[static 3], size_t digits[static 3], char *mark)
{
	size_t at = 0;

	for (int i = 0; i < 3; i++) {
		size_t start = at;

		part[i] = 0;
		for (; at < text.len && digit(text.at[at]) && at - start < 4; at++)
			part[i] = part[i] * 10 + (text.at[at] - '0');
		digits[i] = at - start;
		if (digits[i] == 0 || (i < 2 && at == text.len))
			return false;
		if (i == 0)
			*mark = text.at[at];
		if (i < 2 && (text.at[at] != *mark || !memchr("/-.", *mark, 3)))
			return false;
		at += i < 2;
	}
	return at == text.len;
}

static void add_date(struct vote *vote, struct str text)
{
	int part[3];
	size_t digits[3];
	char mark;

	if (!vote_date(text, part, digits, &mark) || digits[0] > 2)
		return;
	vote->day_first += part[0] > 12 && part[1] <= 12;
	vote->month_first += part[1] > 12 && part[0] <= 12;
}

void vote_add(struct vote *vote, enum field_type type, struct str text)
{
	if (type == FIELD_NUMBER || type == FIELD_INTEGER)
		add_number(vote, text);
	else if (type == FIELD_DATE)
		add_date(vote, text);
}
