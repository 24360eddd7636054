/* The signs that make a formula of a cell are = + - @, the last three for the sake of older programs. What follows = is always worked out; after
 * the others stand telephones (+52 81…), negative numbers, lists (- Uno), names of accounts (@salud): there, the whole cell must be an
 * expression which names a cell or calls a function, or a command of DDE. */
#include "model/suspect_private.h"

struct scan {
	struct str text;
	size_t at;
	int depth;      /* of brackets */
	bool names;     /* a cell or a function */
};

static bool digit(char c) { return c >= '0' && c <= '9'; }

static bool letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

static char peek(const struct scan *s) { return s->at < s->text.len ? s->text.at[s->at] : '\0'; }

static void blanks(struct scan *s)
{
	while (peek(s) == ' ')
		s->at++;
}

/* From the opening mark to the next one. */
static bool quoted(struct scan *s, char mark)
{
	size_t end = str_find(s->text, mark, s->at + 1);

	if (end == s->text.len)
		return false;
	s->at = end + 1;
	return true;
}

/* Past what stands in the brackets of a function. */
static bool arguments(struct scan *s)
{
	int depth = 0;

	do {
		char c = peek(s);

		if (c == '\0' || ((c == '"' || c == '\'') && !quoted(s, c)))
			return false;
		depth += (c == '(') - (c == ')');
		s->at += c != '"' && c != '\'';
	} while (depth > 0);
	return true;
}

/* cmd|' /C calc'!A0 asks another program: the most dangerous of all. */
static bool dde(struct scan *s)
{
	bool asks = str_find(s->text, '!', s->at) < s->text.len;

	s->at = s->text.len;
	s->names = s->names || asks;
	return asks;
}

/* A1, $B$12. */
static bool cell(struct scan *s)
{
	size_t letters, digits;

	s->at += peek(s) == '$';
	for (letters = s->at; letter(peek(s)); s->at++)
		;
	letters = s->at - letters;
	s->at += peek(s) == '$';
	for (digits = s->at; digit(peek(s)); s->at++)
		;
	digits = s->at - digits;
	s->names = true;
	return letters > 0 && letters <= 3 && digits > 0 && digits <= 7 && !letter(peek(s)) && peek(s) != '.' && peek(s) != '_';
}

/* A cell, Hoja1!A1, SUM(…), cmd|… */
static bool name(struct scan *s)
{
	size_t start = s->at;

	while (letter(peek(s)) || digit(peek(s)) || peek(s) == '.' || peek(s) == '_')
		s->at++;
	if (s->at > start && peek(s) == '|')
		return dde(s);
	if (s->at > start && peek(s) == '(') {
		s->names = true;
		return arguments(s);
	}
	s->at = s->at > start && peek(s) == '!' ? s->at + 1 : start;
	return cell(s);
}

static bool number(struct scan *s)
{
	while (digit(peek(s)) || peek(s) == '.')
		s->at++;
	s->at += peek(s) == '%';
	return true;
}

/* One operand, with the signs and brackets before it. */
static bool operand(struct scan *s)
{
	blanks(s);
	while (peek(s) == '+' || peek(s) == '-' || peek(s) == '(') {
		s->depth += peek(s) == '(';
		s->at++;
		blanks(s);
	}
	if (digit(peek(s)))
		return number(s);
	if (peek(s) == '"')
		return quoted(s, '"');
	if (peek(s) != '\'')
		return name(s);
	if (!quoted(s, '\'') || peek(s) != '!') /* 'Hoja 1'!A1 */
		return false;
	s->at++;
	return cell(s);
}

static bool operation(struct scan *s)
{
	blanks(s);
	while (peek(s) == ')' && s->depth > 0) {
		s->depth--;
		s->at++;
		blanks(s);
	}
	if (s->at == s->text.len || !memchr("+-*/^&:,;<>=", peek(s), 12))
		return false;
	s->at++;
	return true;
}

/* Operands with an operator between each two, to the end of the text. */
static bool expression(struct str text)
{
	struct scan s = { .text = text };

	do
		if (!operand(&s))
			return false;
	while (operation(&s));
	return s.at == text.len && s.depth == 0 && s.names;
}

/* What stands behind =, which is no arrow and no rule drawn with signs. */
static bool worked_out(struct str rest)
{
	size_t i = 0;

	while (i < rest.len && !letter(rest.at[i]) && !digit(rest.at[i]))
		i++;
	return i < rest.len && (letter(rest.at[0]) || digit(rest.at[0]) || memchr("(+-\"'@$", rest.at[0], 7));
}

bool suspect_formula(struct str text)
{
	size_t start = 0;
	struct str rest;

	while (start < text.len && memchr("\t\r\n", text.at[start], 3))
		start++;
	rest = str_after(text, start + 1);
	if (rest.len == 0)
		return false;
	switch (text.at[start]) {
	case '=': return worked_out(str_trim(rest));
	case '+':
	case '-': return rest.at[0] != ' ' && expression(rest);
	case '@': return letter(rest.at[0]) && str_find(rest, '(', 0) < rest.len && expression(rest);
	default: return false;
	}
}
