/* What reading statements and reading expressions have in common: tokens of one piece, and faults, of which a piece tells only the first. */
#include "script/template_private.h"

#include <stdarg.h>
#include <stdio.h>

enum { TEXT_MOST = 1000 };

struct place template_at(const struct template *template, struct span span)
{
	struct place at = place_in(template->path, template->text, span.at);
	struct str seen = str_part(template->text, span.at, span.len);

	for (size_t i = 0; i < seen.len && seen.at[i] != '\n'; i++)
		at.width += ((unsigned char)seen.at[i] & 0xC0) != 0x80;
	return at;
}

/* After a fault there are no more tokens, so that every loop ends. */
static void stop(struct parser *parser, struct span span)
{
	parser->told = !parser->broken;
	parser->broken = true;
	parser->token = (struct token){ .kind = TOKEN_END, .span = span };
	parser->lexer.at = parser->lexer.end;
}

static bool fault(struct parser *parser, struct span span, const char *rule, struct str nearest, const char *format, va_list args)
{
	bool spanish = diag_lang(parser->diag) == LANG_ES;
	char text[TEXT_MOST];
	int len = vsnprintf(text, sizeof text, format, args);

	stop(parser, span);
	if (!parser->told)
		return false;
	if (nearest.len && len > 0 && (size_t)len < sizeof text)
		snprintf(text + len, sizeof text - (size_t)len, spanish ? "; ¿quiso decir '%.*s'?" : "; did you mean '%.*s'?", STR_ARG(nearest));
	return diag_error(parser->diag, template_at(parser->template, span), rule, "%s", "%s", text);
}

bool parser_fault(struct parser *parser, struct span span, const char *rule, const char *en, const char *es, ...)
{
	va_list args;

	va_start(args, es);
	fault(parser, span, rule, STR(""), diag_lang(parser->diag) == LANG_ES ? es : en, args);
	va_end(args);
	return false;
}

bool parser_fault_near(struct parser *parser, struct span span, const char *rule, struct str nearest, const char *en, const char *es, ...)
{
	va_list args;

	va_start(args, es);
	fault(parser, span, rule, nearest, diag_lang(parser->diag) == LANG_ES ? es : en, args);
	va_end(args);
	return false;
}

void parser_advice(struct parser *parser, const char *en, const char *es)
{
	if (parser->told)
		diag_advice(parser->diag, "%s", "%s", diag_lang(parser->diag) == LANG_ES ? es : en);
}

/* Tokens. */

void parser_next(struct parser *parser)
{
	struct token token = lexer_next(&parser->lexer);

	if (token.kind == TOKEN_BAD) {
		stop(parser, token.span); /* the lexer has told it */
		return;
	}
	parser->token = token;
}

void parser_open(struct parser *parser, const struct piece *piece)
{
	parser->lexer = (struct lexer){ parser->template, parser->arena, piece->inner, piece->inner_end, parser->diag };
	parser->broken = false;
	parser->nesting = 0;
	parser_next(parser);
}

bool parser_close(struct parser *parser)
{
	struct str text = parser->token.text;

	if (parser->token.kind == TOKEN_END)
		return !parser->broken;
	if (parser_is(parser, "="))
		return parser_fault(parser, parser->token.span, "syntax",
			"'=' can't stand in an expression; == compares, {%% set name = … %%} gives a name",
			"'=' no puede ir en una expresión; == compara, {%% set nombre = … %%} da nombre a un valor");
	return parser_fault(parser, parser->token.span, "syntax", "'%.*s' can't follow here", "'%.*s' no puede seguir aquí", STR_ARG(text));
}

bool parser_is(const struct parser *parser, const char *symbol)
{
	return parser->token.kind == TOKEN_SYMBOL && str_equal(parser->token.text, str_of(symbol));
}

bool parser_word(const struct parser *parser, const char *word)
{
	return parser->token.kind == TOKEN_NAME && str_equal(parser->token.text, str_of(word));
}

bool parser_take(struct parser *parser, const char *symbol)
{
	if (!parser_is(parser, symbol))
		return false;
	parser_next(parser);
	return true;
}

bool parser_need(struct parser *parser, const char *symbol)
{
	struct str text = parser->token.text;

	if (parser_take(parser, symbol))
		return true;
	if (parser->token.kind == TOKEN_END)
		return parser_fault(parser, parser->token.span, "syntax", "'%s' is missing", "falta '%s'", symbol);
	return parser_fault(parser, parser->token.span, "syntax", "'%s' is expected before '%.*s'",
		"se espera '%s' antes de '%.*s'", symbol, STR_ARG(text));
}

struct str parser_new_name(struct parser *parser, struct span *span)
{
	struct str name = parser->token.text;

	*span = parser->token.span;
	if (parser->token.kind != TOKEN_NAME) {
		parser_fault(parser, *span, "syntax", "a name is expected here", "aquí se espera un nombre");
		return STR("");
	}
	if (lexer_reserved(name)) {
		parser_fault(parser, *span, "syntax", "'%.*s' is a word of the language and can't be a name",
			"'%.*s' es una palabra del lenguaje y no puede ser un nombre",
			STR_ARG(name));
		return STR("");
	}
	if (str_starts(name, STR("__"))) {
		parser_fault(parser, *span, "syntax", "a name can't begin with two underscores", "un nombre no puede comenzar con dos guiones bajos");
		return STR("");
	}
	parser_next(parser);
	return name;
}
