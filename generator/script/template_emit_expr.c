/* Expressions as Lua. Lua tells in what line an instruction failed, so each step of an expression gets a line. That needs care, since the
 * compiler of Lua 5.4 writes an instruction when it has read the next token, and gives it the line of the last one:
 *   - a chain of fields stands in parentheses, whose end is on the line of its last field;
 *   - a call has the line where its whole prefix begins (later releases: of its arguments), so both stand on lines of that place;
 *   - an operator has its own line, and what is left of it has been computed by then. */
#include "script/template_private.h"

static void chain(struct emitter *emitter, const struct expr *expr);

void emit_mark(struct emitter *emitter, struct span span)
{
	struct span *last = emitter->line_count ? &emitter->lines[emitter->line_count - 1] : NULL;

	if (last && last->at == span.at && last->len == span.len)
		return;
	buf_byte(&emitter->out, '\n');
	arena_grow(emitter->set->arena, emitter->lines, emitter->line_count, emitter->line_capacity);
	emitter->lines[emitter->line_count++] = span;
}

/* A string on one line. */
static void text(struct emitter *emitter, struct str value)
{
	buf_byte(&emitter->out, '"');
	for (size_t i = 0; i < value.len; i++) {
		unsigned char c = (unsigned char)value.at[i];

		if (c < ' ' || c == '"' || c == '\\' || c == 127)
			buf_printf(&emitter->out, "\\%03u", (unsigned)c);
		else
			buf_byte(&emitter->out, (char)c);
	}
	buf_byte(&emitter->out, '"');
}

static void arguments(struct emitter *emitter, const struct expr *call)
{
	for (size_t i = 0; i < call->count; i++) {
		if (i)
			emit(emitter, ",");
		emit_expr(emitter, call->items[i].value);
	}
	emit(emitter, ")");
}

static bool simple(const struct expr *expr)
{
	return expr->kind == EXPR_LOCAL || expr->kind == EXPR_GLOBAL || expr->kind == EXPR_LIBRARY;
}

static void call(struct emitter *emitter, const struct expr *expr)
{
	emit_mark(emitter, expr->span);
	if (simple(expr->a)) {
		chain(emitter, expr->a);
	} else {
		emit(emitter, "(");
		chain(emitter, expr->a);
		emit(emitter, ")");
	}
	emit_mark(emitter, expr->span);
	if (expr->kind == EXPR_METHOD)
		buf_printf(&emitter->out, ":%.*s", STR_ARG(expr->text));
	emit(emitter, "(");
	arguments(emitter, expr);
}

static void filter(struct emitter *emitter, const struct expr *expr)
{
	emit_mark(emitter, expr->span);
	buf_printf(&emitter->out, "__f.%.*s(", STR_ARG(expr->text));
	emit_one(emitter, expr->a);
	if (expr->count)
		emit(emitter, ",");
	arguments(emitter, expr);
}

static void maybe(struct emitter *emitter, const struct expr *expr)
{
	emit_mark(emitter, expr->span);
	emit(emitter, "__maybe(");
	emit_one(emitter, expr->a);
	emit(emitter, ",");
	text(emitter, expr->text);
	emit(emitter, ")");
}

static void field(struct emitter *emitter, const struct expr *expr)
{
	chain(emitter, expr->a);
	emit_mark(emitter, expr->span);
	if (lexer_reserved(expr->text)) {
		emit(emitter, "[");
		text(emitter, expr->text);
		emit(emitter, "]");
	} else {
		buf_printf(&emitter->out, ".%.*s", STR_ARG(expr->text));
	}
}

static void indexed(struct emitter *emitter, const struct expr *expr)
{
	chain(emitter, expr->a);
	emit_mark(emitter, expr->span);
	emit(emitter, "[ ");
	emit_expr(emitter, expr->b);
	emit_mark(emitter, expr->span);
	emit(emitter, "]");
}

static void loop(struct emitter *emitter, const struct expr *expr)
{
	unsigned level = expr->loop->level;

	if (str_equal(expr->text, STR("index")))
		buf_printf(&emitter->out, "__i%u", level);
	else if (str_equal(expr->text, STR("length")))
		buf_printf(&emitter->out, "__n%u", level);
	else if (str_equal(expr->text, STR("last")))
		buf_printf(&emitter->out, "(__i%u==__n%u)", level, level);
	else if (str_equal(expr->text, STR("first")))
		buf_printf(&emitter->out, "(__i%u==1)", level);
	else
		buf_printf(&emitter->out, "(__i%u%%2==%d)", level, str_equal(expr->text, STR("odd")));
}

/* What may stand before a step: no parentheses around fields. */
static void chain(struct emitter *emitter, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_FIELD: field(emitter, expr); return;
	case EXPR_INDEX: indexed(emitter, expr); return;
	case EXPR_CALL: case EXPR_METHOD: case EXPR_FILTER: case EXPR_MAYBE:
	case EXPR_LOCAL: case EXPR_GLOBAL: case EXPR_LIBRARY: case EXPR_SLOT:
		emit_expr(emitter, expr);
		return;
	default:
		emit(emitter, "(");
		emit_expr(emitter, expr);
		emit(emitter, ")");
	}
}

static void table(struct emitter *emitter, const struct expr *expr)
{
	emit(emitter, "{");
	for (size_t i = 0; i < expr->count; i++) {
		const struct expr_item *item = &expr->items[i];

		if (i)
			emit(emitter, ",");
		if (item->name.len || item->key) {
			emit_mark(emitter, item->name.len ? item->name_span : item->key->span);
			emit(emitter, "[ ");
			if (item->name.len)
				text(emitter, item->name);
			else
				emit_expr(emitter, item->key);
			emit(emitter, "]=");
		}
		emit_expr(emitter, item->value);
	}
	emit(emitter, "}");
}

/* Operators. */

static bool is(const struct expr *expr, const char *operator)
{
	return str_equal(expr->text, str_of(operator));
}

static bool plain_constant(const struct expr *expr)
{
	return expr->kind == EXPR_NIL || expr->kind == EXPR_TRUE || expr->kind == EXPR_FALSE || expr->kind == EXPR_STRING;
}

/* Operands get parentheses, but for chains like a + b + c and a .. b .. c, which may be long. */
static void operand(struct emitter *emitter, const struct expr *expr, const struct expr *parent, bool left)
{
	bool joins = is(parent, ".."), sums = is(parent, "+") || is(parent, "*") || is(parent, "and") || is(parent, "or");
	bool same = expr->kind == EXPR_BINARY && str_equal(expr->text, parent->text) && (left ? sums : joins);

	if (expr->kind == EXPR_UNARY || (expr->kind == EXPR_BINARY && !same)) {
		emit(emitter, "(");
		emit_expr(emitter, expr);
		emit(emitter, ")");
	} else {
		emit_expr(emitter, expr);
	}
}

/* Done by a function of ours: f(a, b). */
static void helped(struct emitter *emitter, const struct expr *expr, const char *function)
{
	emit_mark(emitter, expr->span);
	emit(emitter, function);
	emit(emitter, "(");
	emit_one(emitter, expr->a);
	emit(emitter, ",");
	emit_one(emitter, expr->b);
	emit(emitter, ")");
}

static void binary(struct emitter *emitter, const struct expr *expr)
{
	bool plain = plain_constant(expr->a) || plain_constant(expr->b);

	if (is(expr, "==") && !plain) {
		helped(emitter, expr, "__eq");
	} else if (is(expr, "~=") && !plain) {
		helped(emitter, expr, "(not __eq");
		emit(emitter, ")");
	} else if (is(expr, "/")) {
		helped(emitter, expr, "__div");
	} else {
		operand(emitter, expr->a, expr, true);
		emit_mark(emitter, expr->span);
		buf_printf(&emitter->out, " %.*s ", STR_ARG(expr->text));
		operand(emitter, expr->b, expr, false);
	}
}

static void unary(struct emitter *emitter, const struct expr *expr)
{
	emit_mark(emitter, expr->span);
	buf_printf(&emitter->out, "%.*s ", STR_ARG(expr->text));
	operand(emitter, expr->a, expr, false);
}

static void decimal(struct emitter *emitter, const struct expr *expr)
{
	arena_grow(emitter->set->arena, emitter->decimals, emitter->decimal_count, emitter->decimal_capacity);
	emitter->decimals[emitter->decimal_count++] = (struct expr *)expr;
	buf_printf(&emitter->out, "__d[%zu]", emitter->decimal_count);
}

void emit_expr(struct emitter *emitter, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_NIL: emit(emitter, "nil"); break;
	case EXPR_TRUE: emit(emitter, "true"); break;
	case EXPR_FALSE: emit(emitter, "false"); break;
	case EXPR_INTEGER: case EXPR_LOCAL: case EXPR_LIBRARY: buf_add(&emitter->out, expr->text); break;
	case EXPR_DECIMAL: decimal(emitter, expr); break;
	case EXPR_STRING: text(emitter, expr->text); break;
	case EXPR_GLOBAL: buf_printf(&emitter->out, "__g.%.*s", STR_ARG(expr->text)); break;
	case EXPR_LOOP: loop(emitter, expr); break;
	case EXPR_SLOT: emit(emitter, "__slot"); break;
	case EXPR_FIELD: case EXPR_INDEX:
		emit(emitter, "(");
		chain(emitter, expr);
		emit(emitter, ")");
		break;
	case EXPR_MAYBE: maybe(emitter, expr); break;
	case EXPR_CALL: case EXPR_METHOD: call(emitter, expr); break;
	case EXPR_FILTER: filter(emitter, expr); break;
	case EXPR_UNARY: unary(emitter, expr); break;
	case EXPR_BINARY: binary(emitter, expr); break;
	case EXPR_TABLE: table(emitter, expr); break;
	}
}

void emit_one(struct emitter *emitter, const struct expr *expr)
{
	bool many = expr->kind == EXPR_CALL || expr->kind == EXPR_METHOD || expr->kind == EXPR_FILTER;

	if (many)
		emit(emitter, "(");
	emit_expr(emitter, expr);
	if (many)
		emit(emitter, ")");
}
