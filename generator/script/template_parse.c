/* Statements. A body is read until a word that ends it; openers wait on a chain of `struct open`, so that a wrong or missing end is told
 * with both places and reading goes on. */
#include "script/template_parse.h"

struct node *parse_node(struct parser *parser, struct body *body, enum node_kind kind, struct span span)
{
	struct node *node = arena_new_of(parser->arena, struct node);

	node->kind = kind;
	node->span = span;
	if (body->last)
		body->last->next = node;
	else
		body->first = node;
	body->last = node;
	return node;
}

/* Openers and closers. */

static bool ends(const struct open *open, const char *word)
{
	return strcmp(word, open->end) == 0 || (open->may_else && strcmp(word, "else") == 0) || (open->may_elif && strcmp(word, "elif") == 0);
}

static bool ends_outer(const struct parser *parser, const char *word)
{
	for (const struct open *open = parser->open ? parser->open->outer : NULL; open; open = open->outer)
		if (ends(open, word))
			return true;
	return false;
}

static void not_closed(struct parser *parser, struct span at)
{
	const struct open *open = parser->open;
	unsigned line = template_at(parser->template, open->span).line;

	parser->broken = false;
	parser_fault(parser, at, "unbalanced", "'%s' of line %u isn't closed before this; write {%% %s %%}",
		"'%s' de la línea %u no se ha cerrado antes de esto; escriba {%% %s %%}",
		open->word, line, open->end);
}

static void stray(struct parser *parser, const char *word, struct span span)
{
	const struct open *open = parser->open;

	if (open)
		parser_fault(parser, span, "unbalanced", "'%s' can't stand here: '%s' of line %u is open, and ends with {%% %s %%}",
			"'%s' no puede ir aquí: '%s' de la línea %u está abierto y termina con {%% %s %%}", word, open->word,
			(unsigned)template_at(parser->template, open->span).line, open->end);
	else
		parser_fault(parser, span, "unbalanced", "'%s' closes nothing: no statement is open here",
			"'%s' no cierra nada: aquí no hay ninguna instrucción abierta", word);
}

bool parse_open(struct parser *parser, struct open *open, const char *word, const char *end, struct span span)
{
	*open = (struct open){ .word = word, .end = end, .span = span, .outer = parser->open };
	parser->open = open;
	if (parser->bodies++ < TEMPLATE_BODIES_MOST)
		return true;
	parser->broken = false;
	parser_fault(parser, span, "too-deep", "there are more than %d statements inside one another here; put a part into a partial",
		"aquí hay más de %d instrucciones una dentro de otra; lleve una parte a un parcial", TEMPLATE_BODIES_MOST);
	return false;
}

void parse_end(struct parser *parser)
{
	parser->open = parser->open->outer;
	parser->bodies--;
}

static void come_back(struct parser *parser, struct milestone start)
{
	parser->html = start.html;
	parser->quoted = start.quoted;
}

/* The end of a body that must end where it began; `word` NULL: there was none, which is told already. */
void parse_arrive(struct parser *parser, struct milestone start, const char *word)
{
	if (!word) {
		come_back(parser, start);
		return;
	}
	parser_milestone(parser, parser->token.span);
	parser_join(parser, start, parser->token.span);
}

/* if. */

static void add_branch(struct parser *parser, struct node *node, struct expr *condition)
{
	arena_grow(parser->arena, node->branches, node->branch_count, node->branch_capacity);
	node->branches[node->branch_count++] = (struct branch){ .condition = condition };
}

static struct expr *condition(struct parser *parser)
{
	struct expr *expr;

	parser_next(parser);
	expr = parser_expression(parser);
	parser_close(parser);
	return expr;
}

static void read_if(struct parser *parser, struct body *body, struct span span)
{
	struct node *node = parse_node(parser, body, NODE_IF, span);
	struct expr *first = condition(parser);
	struct milestone start = parser_milestone(parser, span), end;
	struct open open;
	const char *word;

	parse_open(parser, &open, "if", "endif", span);
	open.may_else = open.may_elif = true;
	add_branch(parser, node, first);
	for (bool joined = false;; joined = true) {
		struct span at;

		word = parse_body(parser, &node->branches[node->branch_count - 1].body);
		if (!word)
			break;
		at = parser->token.span;
		parser_milestone(parser, at);
		if (joined)
			parser_join(parser, end, at);
		end = (struct milestone){ parser->html, parser->quoted };
		if (strcmp(word, "endif") == 0)
			break;
		come_back(parser, start);
		if (strcmp(word, "elif") == 0) {
			add_branch(parser, node, condition(parser));
		} else {
			parser_next(parser);
			parser_close(parser);
			add_branch(parser, node, NULL);
			open.may_else = open.may_elif = false;
		}
	}
	if (!word)
		come_back(parser, start);
	else if (open.may_else)
		parser_join(parser, start, parser->token.span);
	parse_end(parser);
}

/* for. */

static void read_loop_head(struct parser *parser, struct node *node)
{
	struct span span;

	parser_next(parser);
	node->name = parser_new_name(parser, &span);
	names_free(parser, node->name, span);
	if (parser_take(parser, ",")) {
		node->second = parser_new_name(parser, &span);
		names_free(parser, node->second, span);
	}
	if (!parser_word(parser, "in"))
		parser_fault(parser, parser->token.span, "syntax", "a loop is written: for x in list, or: for k, v in map",
			"un ciclo se escribe: for x in lista, o: for k, v in mapa");
	parser_next(parser);
	node->value = parser_expression(parser);
	parser_close(parser);
}

static void open_loop(struct parser *parser, struct node *node)
{
	node->scope = scope_new(parser, parser->scope);
	node->scope->loop = node;
	node->level = ++parser->loops;
	parser->scope = node->scope;
	names_add(parser, node->scope, node->name);
	if (node->second.len)
		names_add(parser, node->scope, node->second);
}

static void read_for(struct parser *parser, struct body *body, struct span span)
{
	struct node *node = parse_node(parser, body, NODE_FOR, span);
	struct milestone start;
	struct open open;
	const char *word;

	read_loop_head(parser, node);
	start = parser_milestone(parser, span);
	parse_open(parser, &open, "for", "endfor", span);
	open.may_else = true;
	open_loop(parser, node);
	word = parse_body(parser, &node->body);
	parser->scope = node->scope->outer;
	parser->loops--;
	parse_arrive(parser, start, word);
	if (word && strcmp(word, "else") == 0) {
		node->has_else = node->counts = true;
		open.may_else = false;
		parser_next(parser);
		parser_close(parser);
		word = parse_body(parser, &node->otherwise);
		parse_arrive(parser, start, word);
	}
	parse_end(parser);
}

/* set. */

static void read_set(struct parser *parser, struct body *body, struct span span)
{
	struct node *node = parse_node(parser, body, NODE_SET, span);
	struct span name_span;

	parser_next(parser);
	node->text = parser_new_name(parser, &name_span);
	if (!parser_is(parser, "="))
		parser_fault(parser, parser->token.span, "syntax", "a name is given like this: set name = …", "un nombre se da así: set nombre = …");
	parser_next(parser);
	node->value = parser_expression(parser);
	if (parser_close(parser))
		names_set(parser, node->text, name_span);
}

/* What is printed. */

/* {{ super() }} */
static bool read_super(struct parser *parser, struct body *body)
{
	struct span span = parser->token.span;

	if (!parser_word(parser, "super"))
		return false;
	parser_next(parser);
	parser_need(parser, "(");
	parser_need(parser, ")");
	parser_close(parser);
	if (!parser->block)
		parser_fault(parser, span, "syntax", "super() stands only in a block", "super() sólo va dentro de un bloque");
	parser_in_text(parser, span, "super()");
	parse_node(parser, body, NODE_SUPER, span)->block = parser->block;
	return true;
}

static void read_print(struct parser *parser, struct body *body, const struct piece *piece)
{
	struct span span;
	struct node *node;
	struct expr *expr;

	parser_open(parser, piece);
	span = parser->token.span;
	if (read_super(parser, body))
		return;
	expr = parser_expression(parser);
	span.len = parser->token.span.at - span.at;
	span.len = (uint32_t)str_trim(str_part(parser->template->text, span.at, span.len)).len;
	parser_close(parser);
	if (expr->kind == EXPR_SLOT) {
		parser_in_text(parser, span, "slot");
		parse_node(parser, body, NODE_SLOT, span);
		return;
	}
	node = parse_node(parser, body, NODE_PRINT, span);
	parser_place(parser, &expr, &node->escape);
	node->value = expr;
}

static void read_text(struct parser *parser, struct body *body, const struct piece *piece)
{
	struct span span = { (uint32_t)piece->start, (uint32_t)(piece->end - piece->start) };

	if (piece->start == piece->end)
		return;
	parse_node(parser, body, NODE_TEXT, span)->text = str_part(parser->template->text, span.at, span.len);
	parser_follow(parser, piece->start, piece->end);
}

/* Statements by name. */

static void read_include(struct parser *parser, struct body *body, struct span span)
{
	parse_call(parser, body, span, "include");
}

static const char *const closers[] = { "elif", "else", "endif", "endfor", "endblock", "endembed", NULL };

static void unknown_statement(struct parser *parser)
{
	static const char *const known[] = { "if", "elif", "else", "endif", "for", "endfor", "set", "extends", "block",
		"endblock", "include", "params", "embed",
		"endembed", "raw", "endraw" };
	static const struct { const char *theirs, *en, *es; } others[] = {
		{ "elseif", "elif", "elif" }, { "elsif", "elif", "elif" },
		{ "end", "endif, endfor, endblock or endembed", "endif, endfor, endblock o endembed" },
		{ "macro", "a partial with params", "un parcial con params" }, { "import", "include", "include" },
		{ "assign", "set", "set" }, { "let", "set", "set" }, { "local", "set", "set" }, { "while", "for", "for" },
		{ "unless", "if not", "if not" }, { "comment", "{# … #}", "{# … #}" }, { "partial", "include", "include" },
		{ "render", "include", "include" }, { "call", "embed", "embed" },
	};
	struct str names[sizeof known / sizeof known[0]], word = parser->token.text;

	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		if (!str_equal(word, str_of(others[i].theirs)))
			continue;
		parser_fault(parser, parser->token.span, "unknown-statement", "no statement '%s'; write %s",
			"no existe la instrucción '%s'; escriba %s", others[i].theirs,
			diag_lang(parser->diag) == LANG_ES ? others[i].es : others[i].en);
		return;
	}
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		names[i] = str_of(known[i]);
	if (parser->token.kind == TOKEN_END)
		parser_fault(parser, parser->token.span, "syntax", "this mark holds no statement", "esta marca no contiene ninguna instrucción");
	else
		parser_fault_near(parser, parser->token.span, "unknown-statement",
			str_nearest(word, names, sizeof known / sizeof known[0]), "no statement '%.*s'",
			"no existe la instrucción '%.*s'", STR_ARG(word));
}

/* In a template that extends another only blocks and set stand outside of blocks. */
static bool may_stand(struct parser *parser, const char *statement, struct span span)
{
	if (!parser->template->extends || parser->open || strcmp(statement, "block") == 0 || strcmp(statement, "set") == 0 ||
		strcmp(statement, "extends") == 0)
		return true;
	parser->broken = false;
	return parser_fault(parser, span, "outside-block", "this is never shown: a template that extends another prints only what its blocks hold",
		"esto nunca se muestra: una plantilla que extiende otra sólo imprime lo que hay en sus bloques");
}

static const struct {
	const char *name;
	void (*read)(struct parser *parser, struct body *body, struct span span);
} statements[] = {
	{ "if", read_if }, { "for", read_for }, { "set", read_set }, { "extends", parse_extends }, { "block", parse_block },
		{ "include", read_include },
	{ "embed", parse_embed }, { "params", parse_params },
};

/* NULL, or the word when it ends the body. */
static const char *read_statement(struct parser *parser, struct body *body, const struct piece *piece)
{
	struct span span;

	parser_open(parser, piece);
	span = parser->token.span;
	for (size_t i = 0; closers[i]; i++) {
		if (!parser_word(parser, closers[i]))
			continue;
		if (parser->open && (ends(parser->open, closers[i]) || ends_outer(parser, closers[i])))
			return closers[i];
		stray(parser, closers[i], span);
		return NULL;
	}
	for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++) {
		if (!parser_word(parser, statements[i].name))
			continue;
		may_stand(parser, statements[i].name, span);
		statements[i].read(parser, body, span);
		return NULL;
	}
	unknown_statement(parser);
	return NULL;
}

static bool blank_piece(const struct parser *parser, const struct piece *piece)
{
	return str_trim(str_part(parser->template->text, piece->start, piece->end - piece->start)).len == 0;
}

/* Is the next piece that isn't a comment `params` or `extends`? */
static bool begins_file(const struct parser *parser)
{
	size_t next = parser->piece + 1;
	struct str text;

	while (next < parser->piece_count && parser->pieces[next].kind == PIECE_COMMENT)
		next++;
	if (next >= parser->piece_count || parser->pieces[next].kind != PIECE_STATEMENT)
		return false;
	text = str_trim(str_part(parser->template->text, parser->pieces[next].inner, strlen("extends ") * 4));
	return str_starts(text, STR("params")) || str_starts(text, STR("extends"));
}

/* Before those, and around the blocks of a template that extends another, white space says nothing. */
static bool says_nothing(const struct parser *parser, const struct body *body, const struct piece *piece)
{
	return !parser->open && blank_piece(parser, piece) && (parser->template->extends || (!body->first && begins_file(parser)));
}

static void read_text_piece(struct parser *parser, struct body *body, const struct piece *piece)
{
	if (says_nothing(parser, body, piece))
		return;
	may_stand(parser, "", (struct span){ (uint32_t)piece->start, 1 });
	read_text(parser, body, piece);
}

/* Reads on after the current piece. The word that ended the body, at the piece that is then current, or NULL when there was none, which has
 * been told; then the next piece is one that ends a statement outside, or there is none. */
const char *parse_body(struct parser *parser, struct body *body)
{
	while (++parser->piece < parser->piece_count) {
		const struct piece *piece = &parser->pieces[parser->piece];
		const char *word;

		switch (piece->kind) {
		case PIECE_TEXT:
			read_text_piece(parser, body, piece);
			break;
		case PIECE_PRINT:
			may_stand(parser, "", (struct span){ (uint32_t)piece->start, 2 });
			read_print(parser, body, piece);
			break;
		case PIECE_COMMENT:
			break;
		case PIECE_STATEMENT:
			word = read_statement(parser, body, piece);
			if (!word)
				break;
			if (ends(parser->open, word))
				return word;
			not_closed(parser, parser->token.span);
			parser->piece--;
			return NULL;
		}
	}
	if (parser->open)
		not_closed(parser, parser->open->span);
	return NULL;
}

static void check_end(struct parser *parser)
{
	const struct template *template = parser->template;
	struct span last = { (uint32_t)(template->text.len ? template->text.len - 1 : 0), 1 };
	bool spanish = diag_lang(parser->diag) == LANG_ES;

	if (template->kind != TEMPLATE_HTML || parser->html.state == HTML_TEXT)
		return;
	parser->broken = false;
	parser_fault(parser, last, "html", "this file ends %s", "este archivo termina %s", html_where(&parser->html, spanish));
}

void template_parse(struct template_set *set, struct template *template, struct diag *diag)
{
	struct parser parser = { .set = set, .template = template, .arena = set->arena, .diag = diag };
	uint64_t before = diag_count(diag, DIAG_ERROR);

	parser.pieces = pieces_cut(template, set->arena, &parser.piece_count, diag);
	parser.piece = SIZE_MAX; /* before the first */
	template->scope = parser.scope = scope_new(&parser, NULL);
	parse_body(&parser, &template->body);
	if (diag_count(diag, DIAG_ERROR) == before)
		check_end(&parser);
}
