/* The tokens of expressions: Lua's, and `?.` and `|`. */
#include "script/template_private.h"

#include "base/decimal.h"
#include "base/utf8.h"

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

bool lexer_reserved(struct str name)
{
	static const char *const words[] = { "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto",
		"if", "in", "local", "nil",
		"not", "or", "repeat", "return", "then", "true", "until", "while" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_equal(name, str_of(words[i])))
			return true;
	return false;
}

static struct str lexer_text(const struct lexer *lexer, size_t at)
{
	return str_part(lexer->template->text, at, lexer->end - at);
}

/* A fault at `len` bytes from `at`; reading stops. */
#define bad(lexer, from, width, ...) \
	(diag_error((lexer)->diag, template_at((lexer)->template, (struct span){ (uint32_t)(from), (uint32_t)(width) }), "syntax", __VA_ARGS__), \
		(lexer)->at = (lexer)->end, (struct token){ .kind = TOKEN_BAD, .span = { (uint32_t)(from), (uint32_t)(width) } })

static struct token token_of(struct lexer *lexer, enum token_kind kind, size_t len)
{
	struct token token = { kind, { (uint32_t)lexer->at, (uint32_t)len }, str_part(lexer->template->text, lexer->at, len) };

	lexer->at += len;
	return token;
}

bool lexer_long_bracket(struct str text, size_t at, size_t *end)
{
	size_t level = 0;

	while (at + 1 + level < text.len && text.at[at + 1 + level] == '=')
		level++;
	if (at + 1 + level >= text.len || text.at[at + 1 + level] != '[')
		return false;
	for (size_t i = at + 2 + level; i + level + 1 < text.len; i++) {
		size_t same = 0;

		while (text.at[i] == ']' && same < level && text.at[i + 1 + same] == '=')
			same++;
		if (text.at[i] == ']' && same == level && text.at[i + 1 + level] == ']') {
			*end = i + level + 2;
			return true;
		}
	}
	return false;
}

static struct token long_string(struct lexer *lexer)
{
	size_t end, level;
	struct token token;

	if (!lexer_long_bracket(lexer_text(lexer, lexer->at), 0, &end))
		return token_of(lexer, TOKEN_SYMBOL, 1);
	token = token_of(lexer, TOKEN_STRING, end);
	level = str_find(token.text, '[', 1) + 1;
	token.text = str_part(token.text, level, token.text.len - 2 * level);
	if (str_starts(token.text, STR("\n")))
		token.text = str_after(token.text, 1);
	return token;
}

static int hex_value(char c)
{
	if (digit(c))
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* \u{XXX}: `rest` begins after \u. Returns the bytes taken, 0 when it is wrong. */
static size_t unicode_escape(struct str rest, char *to, size_t *made)
{
	uint32_t code = 0;
	size_t i = 1;

	if (!str_starts(rest, STR("{")))
		return 0;
	for (; i < rest.len && i < 8 && hex_value(rest.at[i]) >= 0; i++)
		code = code * 16 + (uint32_t)hex_value(rest.at[i]);
	if (i == 1 || i >= rest.len || rest.at[i] != '}' || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
		return 0;
	*made += utf8_put(code, to + *made);
	return i + 1;
}

static size_t number_escape(struct str rest, char *to, size_t *made)
{
	unsigned code = 0;
	size_t i = 0;

	for (; i < 3 && i < rest.len && digit(rest.at[i]); i++)
		code = code * 10 + (unsigned)(rest.at[i] - '0');
	if (code > 255)
		return 0;
	to[(*made)++] = (char)code;
	return i;
}

/* One escape; `rest` begins after the backslash. Returns the bytes taken, 0 when there is no such escape. */
static size_t escape(struct str rest, char *to, size_t *made)
{
	static const char letters[] = "abfnrtv\\\"'\n", values[] = "\a\b\f\n\r\t\v\\\"'\n";
	const char *found;
	size_t i = 1;

	if (rest.len == 0)
		return 0;
	if (digit(rest.at[0]))
		return number_escape(rest, to, made);
	if (rest.at[0] == 'u') {
		i = unicode_escape(str_after(rest, 1), to, made);
		return i ? i + 1 : 0;
	}
	if (rest.at[0] == 'x') {
		if (rest.len < 3 || hex_value(rest.at[1]) < 0 || hex_value(rest.at[2]) < 0)
			return 0;
		to[(*made)++] = (char)(hex_value(rest.at[1]) * 16 + hex_value(rest.at[2]));
		return 3;
	}
	if (rest.at[0] == 'z') {
		while (i < rest.len && strchr(" \t\n\r\f\v", rest.at[i]))
			i++;
		return i;
	}
	found = rest.at[0] ? strchr(letters, rest.at[0]) : NULL;
	if (!found)
		return 0;
	to[(*made)++] = values[found - letters];
	return 1;
}

static struct token string(struct lexer *lexer, struct arena *arena)
{
	struct str rest = lexer_text(lexer, lexer->at);
	char quote = rest.at[0], *made = arena_alloc(arena, rest.len + 4);
	size_t i = 1, len = 0;
	struct token token;

	while (i < rest.len && rest.at[i] != quote && rest.at[i] != '\n') {
		size_t taken;

		if (rest.at[i] != '\\') {
			made[len++] = rest.at[i++];
			continue;
		}
		taken = escape(str_after(rest, i + 1), made, &len);
		if (taken == 0)
			return bad(lexer, lexer->at + i, 2, "there is no such escape in a string; a backslash itself is written \\\\",
				"no existe esa secuencia en un texto; la diagonal invertida se escribe \\\\");
		i += taken + 1;
	}
	if (i >= rest.len || rest.at[i] != quote)
		return bad(lexer, lexer->at, 1, "this string isn't closed; write %c at its end",
			"falta cerrar este texto; escriba %c al final", quote);
	token = token_of(lexer, TOKEN_STRING, i + 1);
	token.text = str_from(made, len);
	return token;
}

/* Hexadecimal integers are Lua's; what has a point or an exponent is an exact decimal. */
static struct token number(struct lexer *lexer)
{
	struct str rest = lexer_text(lexer, lexer->at);
	bool hex = rest.len > 1 && rest.at[0] == '0' && (rest.at[1] | 32) == 'x', whole = true;
	size_t i = hex ? 2 : 0;

	for (; i < rest.len; i++) {
		bool sign = (rest.at[i] == '-' || rest.at[i] == '+') && !hex && i > 0 && (rest.at[i - 1] | 32) == 'e';
		bool point = rest.at[i] == '.' && !(i + 1 < rest.len && rest.at[i + 1] == '.');

		if (!letter(rest.at[i]) && !digit(rest.at[i]) && !point && !sign)
			break;
		whole = whole && (hex ? hex_value(rest.at[i]) >= 0 : digit(rest.at[i]));
	}
	rest.len = i;
	if (hex && (!whole || i < 3 || i > 18))
		return bad(lexer, lexer->at, i, "'%.*s' is not a number", "'%.*s' no es un número", STR_ARG(rest));
	if (!hex) {
		struct arena *arena = arena_new();
		struct decimal d;
		size_t wrong;
		bool good = i <= 100 && decimal_read(arena, rest, NULL, &d, &wrong) && d.scale <= 100;
		int64_t ignored;

		whole = whole && good && decimal_integer(d, &ignored);
		arena_free(arena);
		if (!good)
			return bad(lexer, lexer->at, i, "'%.*s' is not a number", "'%.*s' no es un número", STR_ARG(rest));
	}
	return token_of(lexer, whole ? TOKEN_INTEGER : TOKEN_DECIMAL, i);
}

/* What other languages write, and what is meant by it here. */
static const struct { const char *theirs, *ours; } foreign[] = {
	{ "!=", "~=" }, { "&&", "and" }, { "||", "or" }, { "===", "==" }, { "??", "or" }, { "++", "+ 1" }, { "=>", ">=" },
};

static struct token symbol(struct lexer *lexer)
{
	static const char *const symbols[] = { "...", "..", "==", "~=", "<=", ">=", "<<", ">>", "//", "?.", "::", "+", "-", "*",
		"/", "%", "^", "#", "&", "~",
		"|", "<", ">", "=", "(", ")", "{", "}", "[", "]", ";", ":", ",", ".", NULL };
	struct str rest = lexer_text(lexer, lexer->at);
	size_t bytes;

	for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++)
		if (str_starts(rest, str_of(foreign[i].theirs)))
			return bad(lexer, lexer->at, strlen(foreign[i].theirs), "'%s' is not of this language; write %s",
				"'%s' no es de este lenguaje; escriba %s",
				foreign[i].theirs, foreign[i].ours);
	if (str_starts(rest, STR("--")))
		return bad(lexer, lexer->at, 2, "a comment is written {# … #}, outside of other marks",
			"un comentario se escribe {# … #}, fuera de otras marcas");
	for (size_t i = 0; symbols[i]; i++)
		if (str_starts(rest, str_of(symbols[i])))
			return token_of(lexer, TOKEN_SYMBOL, strlen(symbols[i]));
	bytes = 0;
	utf8_next(rest, &bytes);
	if ((unsigned char)rest.at[0] >= 0x80)
		return bad(lexer, lexer->at, bytes, "'%.*s' can't stand here; a name with other letters than a-z is written x[\"…\"]",
			"'%.*s' no puede ir aquí; un nombre con letras que no sean a-z se escribe x[\"…\"]", (int)bytes, rest.at);
	if (rest.at[0] == '!' || rest.at[0] == '?')
		return bad(lexer, lexer->at, 1, "'%c' is not of this language; write: a and b or c, or not a",
			"'%c' no es de este lenguaje; escriba: a and b or c, o not a",
			rest.at[0]);
	return bad(lexer, lexer->at, 1, "'%c' can't stand here", "'%c' no puede ir aquí", rest.at[0] > ' ' && rest.at[0] < 127 ? rest.at[0] : '?');
}

struct token lexer_next(struct lexer *lexer)
{
	struct str text = lexer->template->text;
	size_t len = 0;
	char c;

	while (lexer->at < lexer->end && strchr(" \t\n\r", text.at[lexer->at]) && text.at[lexer->at])
		lexer->at++;
	if (lexer->at == lexer->end)
		return (struct token){ .kind = TOKEN_END, .span = { (uint32_t)lexer->end, 1 } };
	c = text.at[lexer->at];
	if (letter(c)) {
		while (lexer->at + len < lexer->end && (letter(text.at[lexer->at + len]) || digit(text.at[lexer->at + len])))
			len++;
		return token_of(lexer, TOKEN_NAME, len);
	}
	if (digit(c) || (c == '.' && lexer->at + 1 < lexer->end && digit(text.at[lexer->at + 1])))
		return number(lexer);
	if (c == '"' || c == '\'')
		return string(lexer, lexer->arena);
	if (c == '[')
		return long_string(lexer);
	return symbol(lexer);
}
