/* Statements by which templates know each other: extends, block, include, embed, params. */
#include "script/template_parse.h"

static struct str literal(struct parser *parser, struct span *span, const char *en, const char *es)
{
	struct str text = parser->token.text;

	*span = parser->token.span;
	if (parser->token.kind != TOKEN_STRING) {
		parser_fault(parser, *span, "syntax", "%s", "%s", diag_lang(parser->diag) == LANG_ES ? es : en);
		return STR("");
	}
	parser_next(parser);
	return text;
}

void parse_extends(struct parser *parser, struct body *body, struct span span)
{
	struct template *template = parser->template;

	parser_next(parser);
	if (template->partial)
		parser_fault(parser, span, "syntax", "a partial can't extend a template; use embed",
			"un parcial no puede extender una plantilla; use embed");
	if (template->extends || parser->open || body->first || template->blocks)
		parser_fault(parser, span, "syntax", "'extends' comes first in its file, once", "'extends' va primero en su archivo, una sola vez");
	template->extends = true;
	template->parent_name = literal(parser, &template->parent_span, "the name of the template is written in quotes: extends \"base.html\"",
		"el nombre de la plantilla va entre comillas: extends \"base.html\"");
	if (!parser_close(parser))
		template->parent_span.len = 0; /* nothing to look for */
}

static struct block *block_new(struct parser *parser, struct str name, struct span span)
{
	struct template *template = parser->template;
	struct block *block = arena_new_of(parser->arena, struct block);

	for (const struct block *other = template->blocks; other; other = other->next)
		if (name.len && str_equal(other->name, name))
			parser_fault(parser, span, "duplicate-block", "this template has a block '%.*s' already, in line %u",
				"esta plantilla ya tiene un bloque '%.*s', en la línea %u",
				STR_ARG(name), (unsigned)template_at(template, other->span).line);
	*block = (struct block){ .name = name, .span = span, .template = template, .outer = parser->block, .number = parser->set->block_count++ };
	if (template->last_block)
		template->last_block->next = block;
	else
		template->blocks = block;
	template->last_block = block;
	return block;
}

/* A block is a function of its own: of the names outside it sees those of the whole template. */
void parse_block(struct parser *parser, struct body *body, struct span span)
{
	struct node *node = parse_node(parser, body, NODE_BLOCK, span);
	struct scope *scope = parser->scope;
	struct block *outer = parser->block;
	unsigned loops = parser->loops;
	struct milestone start;
	struct span name_span;
	struct open open;
	struct str name;
	const char *word;

	parser_next(parser);
	name = parser_new_name(parser, &name_span);
	parser_close(parser);
	if (parser->template->partial)
		parser_fault(parser, span, "syntax", "a partial has no blocks; it takes params and {{ slot }}",
			"un parcial no tiene bloques; toma params y {{ slot }}");
	parser_in_text(parser, span, "block");
	start = parser_milestone(parser, span);
	node->block = block_new(parser, name, name_span);
	parse_open(parser, &open, "block", "endblock", span);
	parser->block = node->block;
	parser->scope = node->block->scope = scope_new(parser, parser->template->scope);
	parser->loops = 0;
	word = parse_body(parser, &node->block->body);
	parse_arrive(parser, start, word);
	if (word) {
		parser_next(parser);
		if (parser->token.kind == TOKEN_NAME && !str_equal(parser->token.text, name))
			parser_fault(parser, parser->token.span, "unbalanced", "this is the end of block '%.*s'",
				"éste es el final del bloque '%.*s'", STR_ARG(name));
		if (parser->token.kind == TOKEN_NAME)
			parser_next(parser);
		parser_close(parser);
	}
	parser->block = outer;
	parser->scope = scope;
	parser->loops = loops;
	parse_end(parser);
}

static void add_include(struct parser *parser, struct node *node, struct str name, struct span span)
{
	struct include *include = arena_new_of(parser->arena, struct include);

	*include = (struct include){ node, name, span, parser->template->includes };
	parser->template->includes = include;
}

struct node *parse_call(struct parser *parser, struct body *body, struct span span, const char *what)
{
	struct node *node = parse_node(parser, body, NODE_INCLUDE, span);
	struct span name_span;
	struct str name;

	parser_next(parser);
	name = literal(parser, &name_span, "the name of the partial is written in quotes: \"partials/name.html\"",
		"el nombre del parcial va entre comillas: \"partials/nombre.html\"");
	if (parser_word(parser, "with")) {
		parser_next(parser);
		node->arguments = parser_arguments(parser, &node->argument_count);
	}
	parser_close(parser);
	parser_in_text(parser, span, what);
	node->span = name_span;
	if (!parser->broken)
		add_include(parser, node, name, name_span);
	return node;
}

void parse_embed(struct parser *parser, struct body *body, struct span span)
{
	struct node *node = parse_call(parser, body, span, "embed");
	struct scope *scope = parser->scope;
	struct milestone start = parser_milestone(parser, span);
	struct open open;
	const char *word;

	node->embeds = true;
	parse_open(parser, &open, "embed", "endembed", span);
	parser->scope = node->scope = scope_new(parser, scope);
	word = parse_body(parser, &node->body);
	parser->scope = scope;
	parse_arrive(parser, start, word);
	if (word) {
		parser_next(parser);
		parser_close(parser);
	}
	parse_end(parser);
}

static void add_param(struct parser *parser, struct template *template, size_t *capacity)
{
	struct span span;
	struct str name = parser_new_name(parser, &span);
	struct expr *otherwise = NULL;

	for (size_t i = 0; i < template->param_count; i++)
		if (str_equal(template->params[i].name, name))
			parser_fault(parser, span, "syntax", "'%.*s' stands here twice", "'%.*s' está aquí dos veces", STR_ARG(name));
	if (parser_take(parser, "="))
		otherwise = parser_expression(parser);
	if (name.len == 0 || !names_set(parser, name, span))
		return;
	arena_grow(parser->arena, template->params, template->param_count, *capacity);
	template->params[template->param_count++] = (struct param){ name, span, otherwise };
	parser->scope->given = parser->scope->count;
}

void parse_params(struct parser *parser, struct body *body, struct span span)
{
	struct template *template = parser->template;
	size_t capacity = 0;

	parser_next(parser);
	if (!template->partial)
		parser_fault(parser, span, "syntax", "only partials take params", "sólo los parciales toman params");
	if (template->param_count || parser->open || parser->scope->count || body->first)
		parser_fault(parser, span, "syntax", "'params' comes first in its file, once", "'params' va primero en su archivo, una sola vez");
	do
		add_param(parser, template, &capacity);
	while (parser_take(parser, ","));
	parser_close(parser);
}
