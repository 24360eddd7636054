/* Dates as people and spreadsheets write them. What comes first, day or month, is decided for the whole column. */
#include "model/value_private.h"

#include "base/utf8.h"
#include "model/moment.h"
#include "model/month.h"

enum { SERIAL_LEAST = 20000, SERIAL_MOST = 70000, SERIAL_1970 = 25569 }; /* 1954 to 2091 */

static bool digit(char c) { return c >= '0' && c <= '9'; }

static bool real(const struct moment *m)
{
	struct moment again = moment_of_days(moment_days(m));

	return m->month >= 1 && m->month <= 12 && m->day >= 1 && again.month == m->month && again.day == m->day;
}

static bool tell_serial(struct telling *t, int64_t days, bool percent)
{
	struct moment day = moment_of_days(days - SERIAL_1970);

	fault_write_moment(t, &day);
	if (percent)
		diag_error(t->diag, t->at, "serial-date", "'%.*s%s' is a spreadsheet's number of a day, %lld, under a percent format; write %.*s",
			"'%.*s%s' es el número de día de una hoja de cálculo, %lld, con formato de porcentaje; escriba %.*s",
			STR_ARG(t->seen), t->tail, (long long)days, STR_ARG(buf_str(&t->hint)));
	else
		diag_error(t->diag, t->at, "serial-date", "'%.*s%s' is a spreadsheet's number of a day; write %.*s",
			"'%.*s%s' es el número de día de una hoja de cálculo; escriba %.*s", STR_ARG(t->seen), t->tail, STR_ARG(buf_str(&t->hint)));
	diag_advice(t->diag, "give the column a date format in the spreadsheet before saving it as CSV",
		"dé a la columna formato de fecha en la hoja de cálculo antes de guardarla como CSV");
	return true;
}

/* 41276, 41276.5 (with an hour), 4127600%. */
static bool serial(struct telling *t, struct str text)
{
	bool percent = str_ends(text, STR("%"));
	struct str rest = percent ? str_part(text, 0, text.len - 1) : text;
	int64_t number = 0;
	size_t i = 0;

	for (; i < rest.len && i < 9 && digit(rest.at[i]); i++)
		number = number * 10 + (rest.at[i] - '0');
	if (i == 0 || (i < rest.len && rest.at[i] != '.' && rest.at[i] != ','))
		return false;
	for (size_t j = i + 1; j < rest.len; j++)
		if (!digit(rest.at[j]))
			return false;
	if (percent)
		number /= 100;
	return number > SERIAL_LEAST && number < SERIAL_MOST && tell_serial(t, number, percent);
}

/* Written otherwise, and clear: what it is in strptime's words, so that a whole column of it can be declared. */
static bool tell_form(struct telling *t, const struct moment *day, const char *form, const char *en, const char *es)
{
	fault_write_moment(t, day);
	diag_error(t->diag, t->at, "date-format", "'%.*s%s' is a date written %s%.0s; write %.*s",
		"'%.*s%s' es una fecha escrita %.0s%s; escriba %.*s",
		STR_ARG(t->seen), t->tail, en, es, STR_ARG(buf_str(&t->hint)));
	diag_advice(t->diag, "if the whole column is written so, declare in the descriptor: format: \"%s\"",
		"si toda la columna está escrita así, declare en el descriptor: format: \"%s\"", form);
	return true;
}

static bool tell_order(struct telling *t, const struct moment *day, const struct moment *month)
{
	bool both = t->vote && t->vote->day_first && t->vote->month_first;
	struct str first, second;
	size_t middle;

	fault_write_moment(t, day);
	middle = t->hint.len;
	fault_write_moment(t, month);
	first = str_part(buf_str(&t->hint), 0, middle);
	second = str_after(buf_str(&t->hint), middle);
	if (both)
		diag_error(t->diag, t->at, "day-month-order", "'%.*s%s' may be %.*s or %.*s: this column has dates in both orders",
			"'%.*s%s' puede ser %.*s o %.*s: esta columna tiene fechas en los dos órdenes", STR_ARG(t->seen), t->tail, STR_ARG(first),
			STR_ARG(second));
	else
		diag_error(t->diag, t->at, "day-month-order", "'%.*s%s' may be %.*s or %.*s: no date of this column tells which",
			"'%.*s%s' puede ser %.*s o %.*s: ninguna fecha de esta columna lo aclara", STR_ARG(t->seen), t->tail, STR_ARG(first),
			STR_ARG(second));
	diag_advice(t->diag, "write it year-month-day; or declare in the descriptor: format: \"%%d/%%m/%%Y\" (day first)",
		"escríbala año-mes-día; o declare en el descriptor: format: \"%%d/%%m/%%Y\" (primero el día)");
	return true;
}

static const char *form_of(char mark, bool day_first, bool whole_year)
{
	static const char *const forms[3][2][2] = {
		{ { "%m/%d/%y", "%m/%d/%Y" }, { "%d/%m/%y", "%d/%m/%Y" } },
		{ { "%m-%d-%y", "%m-%d-%Y" }, { "%d-%m-%y", "%d-%m-%Y" } },
		{ { "%m.%d.%y", "%m.%d.%Y" }, { "%d.%m.%y", "%d.%m.%Y" } },
	};

	return forms[mark == '/' ? 0 : mark == '-' ? 1 : 2][day_first][whole_year];
}

/* Two parts and a year behind. */
static bool year_last(struct telling *t, const int *part, char mark, bool whole_year)
{
	int year = whole_year ? part[2] : part[2] + (part[2] >= 69 ? 1900 : 2000);
	struct moment day = { .year = year, .day = (uint8_t)part[0], .month = (uint8_t)part[1] };
	struct moment month = { .year = year, .day = (uint8_t)part[1], .month = (uint8_t)part[0] };
	bool may_day = part[0] < 32 && real(&day), may_month = part[1] < 32 && real(&month);

	if (may_day && may_month && part[0] != part[1] && (!t->vote || !t->vote->day_first == !t->vote->month_first))
		return tell_order(t, &day, &month);
	if (may_day && (!may_month || part[0] == part[1] || t->vote->day_first))
		return tell_form(t, &day, form_of(mark, true, whole_year), "day, month, year", "día, mes, año");
	return may_month && tell_form(t, &month, form_of(mark, false, whole_year), "month, day, year", "mes, día, año");
}

static bool numeric(struct telling *t, struct str text)
{
	static const char *const forms[] = { "%Y/%m/%d", "%Y-%m-%d", "%Y.%m.%d" };
	int part[3];
	size_t digits[3];
	struct moment day;
	char mark;

	if (!vote_date(text, part, digits, &mark))
		return false;
	if (digits[0] != 4)
		return digits[0] < 3 && digits[1] < 3 && (digits[2] == 4 || digits[2] == 2) && year_last(t, part, mark, digits[2] == 4);
	day = (struct moment){ .year = part[0], .month = (uint8_t)part[1], .day = (uint8_t)part[2] };
	return digits[1] < 3 && digits[2] < 3 && real(&day) &&
		tell_form(t, &day, forms[mark == '/' ? 0 : mark == '-' ? 1 : 2], "year, month, day", "año, mes, día");
}

/* 2 de enero de 2013, 02-ene-13. */
static bool named(struct telling *t, struct str text)
{
	static const struct { const char *format, *en, *es; } forms[] = {
		{ "%d de %B de %Y", "with the name of its month", "con el nombre del mes" },
		{ "%d de %B del %Y", "with the name of its month", "con el nombre del mes" },
		{ "%d-%b-%Y", "with the name of its month", "con el nombre del mes" },
		{ "%d/%b/%Y", "with the name of its month", "con el nombre del mes" },
		{ "%d %b %Y", "with the name of its month", "con el nombre del mes" },
		{ "%d-%b-%y", "with the name of its month", "con el nombre del mes" },
		{ "%d/%b/%y", "with the name of its month", "con el nombre del mes" },
		{ "%B %d, %Y", "with the name of its month", "con el nombre del mes" },
		{ "%Y%m%d", "without marks", "sin separadores" },
	};

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct moment day;
		size_t wrong;
		bool impossible;

		if (moment_read(FIELD_DATE, str_of(forms[i].format), text, &day, &wrong, &impossible))
			return tell_form(t, &day, forms[i].format, forms[i].en, forms[i].es);
	}
	return false;
}

bool fault_dates(struct telling *t)
{
	struct str text = utf8_trim(t->text);

	return t->field->type == FIELD_DATE && (serial(t, text) || numeric(t, text) || named(t, text));
}
