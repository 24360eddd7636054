/* script/template_parse.h - reading statements: what their files share. */
#ifndef SCRIPT_TEMPLATE_PARSE_H
#define SCRIPT_TEMPLATE_PARSE_H

#include "script/template_private.h"

/* A statement that waits for its end. */
struct open {
	const char *word, *end;
	struct span span;
	bool may_else, may_elif;
	struct open *outer;
};

/* Adds a node at the end of `body`. */
struct node *parse_node(struct parser *parser, struct body *body, enum node_kind kind, struct span span);
/* Opens a statement that `end` will close; false, a fault, when too many are open. Each is ended by parse_end, in any case. */
bool parse_open(struct parser *parser, struct open *open, const char *word, const char *end, struct span span);
void parse_end(struct parser *parser);
/* Reads on after the current piece. The word that ended the body, at the piece that is then current, or NULL when there was none, which has
 * been told. */
const char *parse_body(struct parser *parser, struct body *body);
/* The end of a body that must end in the place where it began, at `start`; `word` is what parse_body gave. */
void parse_arrive(struct parser *parser, struct milestone start, const char *word);

/* Statements: template_relatives.c. */
void parse_extends(struct parser *parser, struct body *body, struct span span);
void parse_block(struct parser *parser, struct body *body, struct span span);
void parse_embed(struct parser *parser, struct body *body, struct span span);
void parse_params(struct parser *parser, struct body *body, struct span span);
/* include and embed: the name and the arguments. `what` is the statement. */
struct node *parse_call(struct parser *parser, struct body *body, struct span span, const char *what);

#endif
