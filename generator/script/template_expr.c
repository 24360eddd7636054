/* Expressions: Lua 5.4's grammar and priorities by recursive descent, with `a?.b` and filters, which bind weakest of all. What is read is a
 * tree whose names are resolved already. */
#include "script/template_private.h"

static struct expr *expression(struct parser *parser, int least);

static struct expr *expr_new(struct parser *parser, enum expr_kind kind, struct span span)
{
	struct expr *expr = arena_new_of(parser->arena, struct expr);

	expr->kind = kind;
	expr->span = span;
	return expr;
}

/* What stands where something could not be read. */
static struct expr *nothing(struct parser *parser)
{
	return expr_new(parser, EXPR_NIL, parser->token.span);
}

static unsigned larger(unsigned a, unsigned b)
{
	return a > b ? a : b;
}

/* Keeps trees shallow: they are walked by recursion, here and in Lua's compiler. */
static void measure(struct parser *parser, struct expr *expr)
{
	unsigned depth = 0;

	if (expr->a)
		depth = larger(depth, expr->a->depth);
	if (expr->b)
		depth = larger(depth, expr->b->depth);
	for (size_t i = 0; i < expr->count; i++) {
		depth = larger(depth, expr->items[i].value->depth);
		if (expr->items[i].key)
			depth = larger(depth, expr->items[i].key->depth);
	}
	expr->depth = depth + (expr->chain == 0);
	if (expr->depth > TEMPLATE_NEST_MOST)
		parser_fault(parser, expr->span, "too-deep",
			"this expression has more than %d operations inside one another; name a part of it with set",
			"esta expresión tiene más de %d operaciones una dentro de otra; dé nombre a una parte con set", TEMPLATE_NEST_MOST);
}

static bool enter(struct parser *parser)
{
	if (parser->nesting++ < TEMPLATE_NEST_MOST)
		return true;
	return parser_fault(parser, parser->token.span, "too-deep",
		"this expression has more than %d operations inside one another; name a part of it with set",
		"esta expresión tiene más de %d operaciones una dentro de otra; dé nombre a una parte con set", TEMPLATE_NEST_MOST);
}

/* Lists in parentheses and braces. */

struct item_list {
	struct expr_item *items;
	size_t count, capacity;
};

static struct expr_item *list_add(struct parser *parser, struct item_list *list)
{
	arena_grow(parser->arena, list->items, list->count, list->capacity);
	list->items[list->count] = (struct expr_item){ .value = nothing(parser) };
	return &list->items[list->count++];
}

/* The name of `name = …`: is the token after this one a single =? */
static bool names_entry(const struct parser *parser)
{
	struct lexer ahead = parser->lexer;
	struct str text = parser->template->text;

	if (parser->token.kind != TOKEN_NAME)
		return false;
	while (ahead.at < ahead.end && strchr(" \t\r\n", text.at[ahead.at]) && text.at[ahead.at])
		ahead.at++;
	return ahead.at < ahead.end && text.at[ahead.at] == '=' && !(ahead.at + 1 < ahead.end && text.at[ahead.at + 1] == '=');
}

static void table_entry(struct parser *parser, struct item_list *list)
{
	struct expr_item *item = list_add(parser, list);

	if (names_entry(parser)) {
		item->name = parser->token.text;
		item->name_span = parser->token.span;
		parser_next(parser);
		parser_next(parser);
		item->value = parser_expression(parser);
	} else if (parser_take(parser, "[")) {
		struct expr *key = parser_expression(parser);

		parser_need(parser, "]");
		parser_need(parser, "=");
		item = &list->items[list->count - 1];
		item->key = key;
		item->value = parser_expression(parser);
	} else {
		item->value = parser_expression(parser);
	}
}

/* { … }; the brace is the token. */
static struct expr *table(struct parser *parser)
{
	struct expr *made = expr_new(parser, EXPR_TABLE, parser->token.span);
	struct item_list list = { 0 };

	parser_next(parser);
	while (!parser_is(parser, "}") && parser->token.kind != TOKEN_END) {
		table_entry(parser, &list);
		if (!parser_take(parser, ",") && !parser_take(parser, ";"))
			break;
	}
	parser_need(parser, "}");
	made->items = list.items;
	made->count = list.count;
	measure(parser, made);
	return made;
}

/* ( … ), a table or a string: the arguments of a call. */
static void call_arguments(struct parser *parser, struct expr *call)
{
	struct item_list list = { 0 };

	if (parser->token.kind == TOKEN_STRING) {
		struct expr *text = expr_new(parser, EXPR_STRING, parser->token.span);

		text->text = parser->token.text;
		list_add(parser, &list)->value = text;
		parser_next(parser);
	} else if (parser_is(parser, "{")) {
		struct expr *value = table(parser);

		list_add(parser, &list)->value = value;
	} else if (parser_need(parser, "(") && !parser_take(parser, ")")) {
		do {
			struct expr *value = parser_expression(parser);

			list_add(parser, &list)->value = value;
		} while (parser_take(parser, ","));
		parser_need(parser, ")");
	}
	call->items = list.items;
	call->count = list.count;
}

static bool begins_arguments(const struct parser *parser)
{
	return parser_is(parser, "(") || parser_is(parser, "{") || parser->token.kind == TOKEN_STRING;
}

struct expr_item *parser_arguments(struct parser *parser, size_t *count)
{
	struct expr *made;

	*count = 0;
	if (!parser_is(parser, "{")) {
		parser_fault(parser, parser->token.span, "syntax", "what is passed is written { name = value, … }",
			"lo que se pasa se escribe { nombre = valor, … }");
		return NULL;
	}
	made = table(parser);
	for (size_t i = 0; i < made->count; i++)
		if (made->items[i].name.len == 0)
			parser_fault(parser, made->items[i].value->span, "syntax",
				"what is passed needs a name: { name = value }", "lo que se pasa lleva nombre: { nombre = valor }");
	*count = made->count;
	return made->items;
}

/* Steps after a value: .name ?.name [key] (…) :name(…). */

static struct expr *step(struct parser *parser, enum expr_kind kind, struct expr *from, struct span span)
{
	struct expr *expr = expr_new(parser, kind, span);

	expr->a = from;
	expr->chain = from->chain + 1;
	if (expr->chain > TEMPLATE_CHAIN_MOST)
		parser_fault(parser, span, "too-deep", "there are more than %d steps of the form a.b.c here; name a part of it with set",
			"aquí hay más de %d pasos de la forma a.b.c; dé nombre a una parte con set", TEMPLATE_CHAIN_MOST);
	return expr;
}

/* The name after . ?. or : */
static struct str step_name(struct parser *parser, struct span *span)
{
	struct str name = parser->token.text;

	*span = parser->token.span;
	if (parser->token.kind == TOKEN_NAME) {
		parser_next(parser);
		return name;
	}
	parser_fault(parser, *span, "syntax", "the name of a field is missing", "falta el nombre de un campo");
	return STR("");
}

static struct expr *field(struct parser *parser, enum expr_kind kind, struct expr *from)
{
	struct span span;
	struct str name;
	struct expr *expr;

	parser_next(parser);
	name = step_name(parser, &span);
	expr = step(parser, kind, from, span);
	expr->text = name;
	measure(parser, expr);
	return expr;
}

static struct expr *indexed(struct parser *parser, struct expr *from)
{
	struct span span = parser->token.span;
	struct expr *expr, *key;

	parser_next(parser);
	key = parser_expression(parser);
	span.len = parser->token.span.at + 1 - span.at;
	parser_need(parser, "]");
	expr = step(parser, EXPR_INDEX, from, span);
	expr->b = key;
	measure(parser, expr);
	return expr;
}

static struct expr *method(struct parser *parser, struct expr *from)
{
	struct span span;
	struct expr *expr;
	struct str name;

	parser_next(parser);
	name = step_name(parser, &span);
	expr = step(parser, EXPR_METHOD, from, span);
	expr->text = name;
	if (!begins_arguments(parser))
		parser_fault(parser, parser->token.span, "syntax", "a method is called: x:%.*s()",
			"un método se llama con paréntesis: x:%.*s()", STR_ARG(name));
	call_arguments(parser, expr);
	measure(parser, expr);
	return expr;
}

static struct expr *called(struct parser *parser, struct expr *from)
{
	struct expr *expr = step(parser, EXPR_CALL, from, from->span);

	call_arguments(parser, expr);
	measure(parser, expr);
	names_check_call(parser, expr);
	return expr;
}

static struct expr *steps(struct parser *parser, struct expr *value)
{
	for (;;) {
		if (parser_is(parser, "."))
			value = field(parser, EXPR_FIELD, value);
		else if (parser_is(parser, "?."))
			value = field(parser, EXPR_MAYBE, value);
		else if (parser_is(parser, "["))
			value = indexed(parser, value);
		else if (parser_is(parser, ":"))
			value = method(parser, value);
		else if (begins_arguments(parser))
			value = called(parser, value);
		else
			return value;
	}
}

/* Values. */

static struct expr *loop_field(struct parser *parser, struct expr *loop)
{
	static const char *const fields[] = { "index", "first", "last", "odd", "even", "length" };
	struct str names[6];
	struct span span;
	struct str name;

	if (!parser_take(parser, ".")) {
		parser_fault(parser, loop->span, "syntax", "'loop' stands only with its fields: loop.index, first, last, odd, even, length",
			"'loop' sólo va con sus campos: loop.index, first, last, odd, even, length");
		return loop;
	}
	name = step_name(parser, &span);
	loop->text = name;
	if (str_equal(name, STR("length")) || str_equal(name, STR("last")))
		loop->loop->measures = true;
	loop->loop->counts = true;
	for (size_t i = 0; i < 6; i++) {
		names[i] = str_of(fields[i]);
		if (str_equal(names[i], name))
			return loop;
	}
	parser_fault_near(parser, span, "unknown-name", str_nearest(name, names, 6), "'loop' has no field '%.*s'",
		"'loop' no tiene campo '%.*s'", STR_ARG(name));
	return loop;
}

static struct expr *constant(struct parser *parser, enum expr_kind kind)
{
	struct expr *expr = expr_new(parser, kind, parser->token.span);

	expr->text = parser->token.text;
	parser_next(parser);
	return expr;
}

/* A word of Lua that can't begin a value. */
static struct expr *refused_word(struct parser *parser)
{
	struct str word = parser->token.text;

	if (parser_word(parser, "function"))
		parser_fault(parser, parser->token.span, "syntax", "functions are not written in templates; put them into filters/*.lua",
			"en las plantillas no se escriben funciones; van en filters/*.lua");
	else
		parser_fault(parser, parser->token.span, "syntax", "'%.*s' can't stand in an expression",
			"'%.*s' no puede ir en una expresión", STR_ARG(word));
	return nothing(parser);
}

static struct expr *name(struct parser *parser)
{
	struct expr *found;

	if (parser_word(parser, "nil"))
		return constant(parser, EXPR_NIL);
	if (parser_word(parser, "true"))
		return constant(parser, EXPR_TRUE);
	if (parser_word(parser, "false"))
		return constant(parser, EXPR_FALSE);
	if (lexer_reserved(parser->token.text))
		return refused_word(parser);
	found = names_find(parser, parser->token);
	parser_next(parser);
	if (found->kind == EXPR_LOOP)
		found = loop_field(parser, found);
	return steps(parser, found);
}

static struct expr *in_parentheses(struct parser *parser)
{
	struct expr *value;

	parser_next(parser);
	value = parser_expression(parser);
	parser_need(parser, ")");
	return steps(parser, value);
}

static struct expr *value(struct parser *parser)
{
	struct str text = parser->token.text;

	switch (parser->token.kind) {
	case TOKEN_NAME: return name(parser);
	case TOKEN_INTEGER: return constant(parser, EXPR_INTEGER);
	case TOKEN_DECIMAL: return constant(parser, EXPR_DECIMAL);
	case TOKEN_STRING: return constant(parser, EXPR_STRING);
	case TOKEN_END: case TOKEN_BAD:
		parser_fault(parser, parser->token.span, "syntax", "an expression is missing here", "aquí falta una expresión");
		return nothing(parser);
	case TOKEN_SYMBOL: break;
	}
	if (parser_is(parser, "{"))
		return table(parser);
	if (parser_is(parser, "("))
		return in_parentheses(parser);
	if (parser_is(parser, "..."))
		parser_fault(parser, parser->token.span, "syntax", "'...' stands only in functions, and templates have none",
			"'...' sólo va en funciones, y las plantillas no tienen");
	else
		parser_fault(parser, parser->token.span, "syntax", "an expression can't begin with '%.*s'",
			"una expresión no puede comenzar con '%.*s'", STR_ARG(text));
	return nothing(parser);
}

/* Operators. */

static const struct { const char *text; int left, right; } operators[] = {
	{ "or", 1, 1 }, { "and", 2, 2 }, { "<", 3, 3 }, { ">", 3, 3 }, { "<=", 3, 3 }, { ">=", 3, 3 }, { "~=", 3, 3 }, { "==", 3, 3 },
	{ "~", 5, 5 }, { "&", 6, 6 }, { "<<", 7, 7 }, { ">>", 7, 7 }, { "..", 9, 8 }, { "+", 10, 10 }, { "-", 10, 10 },
	{ "*", 11, 11 }, { "/", 11, 11 }, { "//", 11, 11 }, { "%", 11, 11 }, { "^", 14, 13 },
};
enum { UNARY = 12 };

static int operator_at(const struct parser *parser)
{
	for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++)
		if (parser_is(parser, operators[i].text) || parser_word(parser, operators[i].text))
			return (int)i;
	return -1;
}

static struct expr *unary(struct parser *parser)
{
	struct expr *expr = expr_new(parser, EXPR_UNARY, parser->token.span);

	expr->text = parser->token.text;
	parser_next(parser);
	expr->a = expression(parser, UNARY);
	measure(parser, expr);
	return expr;
}

static struct expr *expression(struct parser *parser, int least)
{
	struct expr *left;
	int found;

	if (!enter(parser))
		return nothing(parser);
	if (parser_word(parser, "not") || parser_is(parser, "-") || parser_is(parser, "#") || parser_is(parser, "~"))
		left = unary(parser);
	else
		left = value(parser);
	while ((found = operator_at(parser)) >= 0 && operators[found].left > least) {
		struct expr *both = expr_new(parser, EXPR_BINARY, parser->token.span);

		both->text = parser->token.text;
		both->a = left;
		parser_next(parser);
		both->b = expression(parser, operators[found].right);
		measure(parser, both);
		left = both;
	}
	parser->nesting--;
	return left;
}

/* | name, or | name and arguments as in a call. */
static struct expr *filtered(struct parser *parser, struct expr *from)
{
	struct expr *filter;

	parser_next(parser);
	if (parser->token.kind != TOKEN_NAME || lexer_reserved(parser->token.text)) {
		parser_fault(parser, parser->token.span, "syntax", "after '|' comes the name of a filter",
			"después de '|' va el nombre de un filtro");
		return from;
	}
	filter = expr_new(parser, EXPR_FILTER, parser->token.span);
	filter->text = parser->token.text;
	filter->a = from;
	names_filter(parser, parser->token);
	parser_next(parser);
	if (begins_arguments(parser))
		call_arguments(parser, filter);
	measure(parser, filter);
	return filter;
}

struct expr *parser_expression(struct parser *parser)
{
	struct expr *made = expression(parser, 0);

	while (parser_is(parser, "|"))
		made = filtered(parser, made);
	return made;
}
