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

bool suspect_formula(struct str text)
{
	size_t start = 0;
	char next;

	while (start < text.len && memchr("\t\r\n", text.at[start], 3))
		start++;
	text = str_after(text, start);
	if (text.len < 2)
		return false;
	next = text.at[1];
	switch (text.at[0]) {
	case '=':
		next = str_trim(str_after(text, 1)).len ? str_trim(str_after(text, 1)).at[0] : '\0';
		return letter(next) || digit(next) || (next && memchr("(+-\"'@$", next, 7));
	case '+':
	case '-': return next != ' ' && expression(str_after(text, 1));
	case '@': return letter(next) && str_find(text, '(', 0) < text.len && expression(str_after(text, 1));
	default: return false;
	}
}
