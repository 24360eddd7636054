/* Numbers as people write them: with units, thousands, decimal commas, brackets, and as spreadsheets cut them. */
#include "model/value_private.h"

#include "base/utf8.h"

/* A text taken apart: what stands before the digits, the digits with their marks, what stands behind. */
struct shape {
	struct str before, number, after;
	struct vote_marks marks;
	size_t point;   /* where its fraction begins; number.len for none */
	bool open;      /* nothing tells what its only mark is */
	bool negative, bracket;
};

static bool digit(char c) { return c >= '0' && c <= '9'; }

static char point_of(const struct field *field)
{
	return field->form.point ? field->form.point : '.';
}

static struct shape shape_of(const struct telling *t)
{
	struct str text = utf8_trim(t->text), minus = STR("\xE2\x88\x92");
	struct shape s = { .point = 0 };
	size_t from;

	s.number = vote_digits(text, &from);
	s.before = utf8_trim(str_part(text, 0, from));
	s.after = utf8_trim(str_after(text, from + s.number.len));
	s.marks = vote_marks(s.number);
	s.point = vote_point(t->vote, s.number, &s.open);
	if (s.open && t->field->type == FIELD_INTEGER)
		s.open = false;
	if (s.marks.commas + s.marks.points + s.marks.others > 1 && !vote_grouped(s.number, s.point))
		s.number = STR(""); /* a version, an address: no number */
	s.bracket = str_starts(s.before, STR("(")) && str_ends(s.after, STR(")"));
	s.negative = s.bracket || str_find(s.before, '-', 0) < s.before.len || str_search(s.before, minus, 0) < s.before.len ||
		str_equal(s.after, STR("-"));
	return s;
}

/* As the field would have it, with its fraction at `point`. */
static void write_number(struct telling *t, const struct shape *s, size_t point)
{
	if (s->negative)
		buf_byte(&t->hint, '-');
	for (size_t i = 0; i < s->number.len; i++)
		if (digit(s->number.at[i]))
			buf_byte(&t->hint, s->number.at[i]);
		else if (i == point)
			buf_byte(&t->hint, point_of(t->field));
}

static bool is_scientific(const struct telling *t, const struct shape *s)
{
	size_t sign;

	(void)t;
	if (s->after.len < 2 || (s->after.at[0] | 32) != 'e')
		return false;
	sign = 1 + (s->after.at[1] == '+' || s->after.at[1] == '-');
	for (size_t i = sign; i < s->after.len; i++)
		if (!digit(s->after.at[i]))
			return false;
	return sign < s->after.len;
}

static void tell_scientific(struct telling *t, const struct shape *s)
{
	(void)s;
	diag_error(t->diag, t->at, "scientific-notation", "'%.*s%s' was shortened by a spreadsheet: the digits it does not show are lost",
		"'%.*s%s' fue abreviado por una hoja de cálculo: las cifras que no muestra se perdieron", STR_ARG(t->seen), t->tail);
	diag_advice(t->diag, "take all digits from the original; a column of codes must be text in the spreadsheet and string in the schema",
		"tome todas las cifras del original; una columna de claves debe ser texto en la hoja y string en el esquema");
}

/* (35) as bookkeepers write it, 35- as some programs do, and with the minus of typography. */
static bool is_negative(const struct telling *t, const struct shape *s)
{
	(void)t;
	if (s->bracket)
		return s->before.len == 1 && s->after.len == 1;
	return s->negative && (s->before.len == 0 || (s->after.len == 0 && s->before.len == 3 && (unsigned char)s->before.at[0] == 0xE2));
}

static void tell_negative(struct telling *t, const struct shape *s)
{
	write_number(t, s, s->point);
	diag_error(t->diag, t->at, "negative-form", "'%.*s%s' is a negative number written in another way; write %.*s",
		"'%.*s%s' es un número negativo escrito de otro modo; escriba %.*s", STR_ARG(t->seen), t->tail, STR_ARG(buf_str(&t->hint)));
	diag_advice(t->diag, "if the whole column is written so, declare in the descriptor: bareNumber: false",
		"si toda la columna está escrita así, declare en el descriptor: bareNumber: false");
}

/* Anything but a sign before or behind. */
static bool has_unit(const struct telling *t, const struct shape *s)
{
	static const struct str signs[] = { { "", 0 }, { "-", 1 }, { "+", 1 }, { "\xE2\x88\x92", 3 } };
	bool before = true, after = true;

	(void)t;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		before = before && !str_equal(s->before, signs[i]);
		after = after && !str_equal(s->after, signs[i]);
	}
	for (size_t i = 0; i < s->after.len; i++)
		if (digit(s->after.at[i]))
			return false; /* more than one number */
	return before || after;
}

static void tell_unit(struct telling *t, const struct shape *s)
{
	write_number(t, s, s->point);
	diag_error(t->diag, t->at, "unit-in-number", "'%.*s%s' holds more than a number; write %.*s",
		"'%.*s%s' tiene más que un número; escriba %.*s",
		STR_ARG(t->seen), t->tail, STR_ARG(buf_str(&t->hint)));
	diag_advice(t->diag, "the unit goes into a column of its own; or declare in the descriptor: bareNumber: false",
		"la unidad va en una columna aparte; o declare en el descriptor: bareNumber: false");
}

static bool is_open(const struct telling *t, const struct shape *s)
{
	(void)t;
	return s->open && s->after.len == 0;
}

static void tell_open(struct telling *t, const struct shape *s)
{
	size_t middle;
	struct str whole, parted;

	write_number(t, s, s->number.len);
	middle = t->hint.len;
	write_number(t, s, s->marks.last);
	whole = str_part(buf_str(&t->hint), 0, middle);
	parted = str_after(buf_str(&t->hint), middle);
	diag_error(t->diag, t->at, "ambiguous-number", "'%.*s%s' may be %.*s or %.*s, and nothing in the column tells which",
		"'%.*s%s' puede ser %.*s o %.*s, y nada en la columna lo aclara", STR_ARG(t->seen), t->tail, STR_ARG(whole), STR_ARG(parted));
	diag_advice(t->diag, "write the one that is meant; for a whole column, declare groupChar: \"%c\" or decimalChar: \"%c\"",
		"escriba el que se quiere decir; para toda una columna, declare groupChar: \"%c\" o decimalChar: \"%c\"",
		s->number.at[s->marks.last], s->number.at[s->marks.last]);
}

static bool has_other_point(const struct telling *t, const struct shape *s)
{
	return s->after.len == 0 && s->point < s->number.len && s->number.at[s->point] != point_of(t->field) && t->field->type == FIELD_NUMBER;
}

static void tell_other_point(struct telling *t, const struct shape *s)
{
	char point = s->number.at[s->point];

	write_number(t, s, s->point);
	diag_error(t->diag, t->at, "decimal-mark", "'%.*s%s' has a decimal '%c'; write %.*s", "'%.*s%s' tiene '%c' como signo decimal; escriba %.*s",
		STR_ARG(t->seen), t->tail, point, STR_ARG(buf_str(&t->hint)));
	if (s->marks.commas + s->marks.points > 1)
		diag_advice(t->diag, "if the whole column is written so, declare in the descriptor: decimalChar: \"%c\", groupChar: \"%c\"",
			"si toda la columna está escrita así, declare en el descriptor: decimalChar: \"%c\", groupChar: \"%c\"", point,
			point == ',' ? '.' : ',');
	else
		diag_advice(t->diag, "if the whole column is written so, declare in the descriptor: decimalChar: \"%c\"",
			"si toda la columna está escrita así, declare en el descriptor: decimalChar: \"%c\"", point);
}

static bool has_groups(const struct telling *t, const struct shape *s)
{
	size_t marks = s->marks.commas + s->marks.points + s->marks.others;

	return s->after.len == 0 && marks > (s->point < s->number.len) && vote_grouped(s->number, s->point) &&
		(t->field->type == FIELD_NUMBER || s->point == s->number.len);
}

static void tell_groups(struct telling *t, const struct shape *s)
{
	size_t i = 0;

	write_number(t, s, s->point);
	while (digit(s->number.at[i]))
		i++;
	diag_error(t->diag, t->at, "thousands-mark", "'%.*s%s' has marks of thousands; write %.*s", "'%.*s%s' tiene signos de millares; escriba %.*s",
		STR_ARG(t->seen), t->tail, STR_ARG(buf_str(&t->hint)));
	if (s->number.at[i] > ' ' && (unsigned char)s->number.at[i] < 0x80)
		diag_advice(t->diag, "if the whole column is written so, declare in the descriptor: groupChar: \"%c\"",
			"si toda la columna está escrita así, declare en el descriptor: groupChar: \"%c\"", s->number.at[i]);
	else
		diag_advice(t->diag, "if the whole column is written so, declare that blank as groupChar in the descriptor",
			"si toda la columna está escrita así, declare ese espacio como groupChar en el descriptor");
}

/* In this order: the first that fits is told. */
static const struct {
	bool (*fits)(const struct telling *t, const struct shape *s);
	void (*tell)(struct telling *t, const struct shape *s);
} known[] = {
	{ is_scientific, tell_scientific },
	{ is_negative, tell_negative },
	{ has_unit, tell_unit },
	{ is_open, tell_open },
	{ has_other_point, tell_other_point },
	{ has_groups, tell_groups },
};

bool fault_numbers(struct telling *t)
{
	struct shape shape;

	if ((t->field->type != FIELD_NUMBER && t->field->type != FIELD_INTEGER) || t->fault.kind != FAULT_FORM)
		return false;
	shape = shape_of(t);
	for (size_t i = 0; i < sizeof known / sizeof *known && shape.number.len; i++) {
		if (!known[i].fits(t, &shape))
			continue;
		known[i].tell(t, &shape);
		return true;
	}
	return false;
}
