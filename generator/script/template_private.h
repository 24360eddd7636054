/* script/template_private.h - what the files of the compiler share: pieces, the tree, names. Everything lives in the set's arena.
 * The way of a template: bytes → pieces (template_pieces.c) → tree (template_parse.c, template_expr.c over template_lex.c, with the place by
 * template_html.c and names by template_names.c) → checked against its relatives (template_link.c) → Lua (template_emit.c). */
#ifndef SCRIPT_TEMPLATE_PRIVATE_H
#define SCRIPT_TEMPLATE_PRIVATE_H

#include "base/arena.h"
#include "base/buf.h"
#include "script/template.h"
#include "script/template_html.h"

struct map;

/* Bytes of a template's text. */
struct span {
	uint32_t at, len;
};

/* Pieces. */

enum piece_kind { PIECE_TEXT, PIECE_PRINT, PIECE_STATEMENT, PIECE_COMMENT };

struct piece {
	enum piece_kind kind;
	size_t start, end;       /* the whole, with its marks; of text: what is left after trimming */
	size_t inner, inner_end; /* between the marks */
};

/* Cuts a template into pieces, white space trimmed. Never NULL; faults are reported. */
const struct piece *pieces_cut(struct template *template, struct arena *arena, size_t *count, struct diag *diag);

/* Tokens. */

enum token_kind { TOKEN_END, TOKEN_NAME, TOKEN_STRING, TOKEN_INTEGER, TOKEN_DECIMAL, TOKEN_SYMBOL, TOKEN_BAD };

struct token {
	enum token_kind kind;
	struct span span;
	struct str text;         /* of a string: what it stands for; else as written */
};

struct lexer {
	const struct template *template;
	struct arena *arena;     /* for what strings stand for */
	size_t at, end;
	struct diag *diag;
};

/* A bad token is reported. */
struct token lexer_next(struct lexer *lexer);
bool lexer_reserved(struct str name); /* a word of Lua */
/* Is there a long string ([[ ]], [=[ ]=]) at `at`? Gives where it ends. */
bool lexer_long_bracket(struct str text, size_t at, size_t *end);

/* Expressions. */

enum expr_kind {
	EXPR_NIL, EXPR_TRUE, EXPR_FALSE, EXPR_INTEGER, EXPR_DECIMAL, EXPR_STRING,
	EXPR_LOCAL,    /* a variable of the template; text */
	EXPR_GLOBAL,   /* a name of the page: page, site, t …; text */
	EXPR_LIBRARY,  /* a name of Lua's: math …; text */
	EXPR_LOOP,     /* loop.index …; text, and the loop */
	EXPR_SLOT,
	EXPR_FIELD,    /* a.text */
	EXPR_MAYBE,    /* a?.text */
	EXPR_INDEX,    /* a[b] */
	EXPR_CALL,     /* a(items) */
	EXPR_METHOD,   /* a:text(items) */
	EXPR_FILTER,   /* a | text(items) */
	EXPR_UNARY,    /* text a */
	EXPR_BINARY,   /* a text b */
	EXPR_TABLE,    /* { items }, with names or keys */
};

struct expr_item {
	struct str name;         /* name = value */
	struct span name_span;
	struct expr *key;        /* [key] = value */
	struct expr *value;
};

struct expr {
	enum expr_kind kind;
	struct span span;        /* to underline when this operation fails */
	struct str text;
	struct expr *a, *b;
	struct expr_item *items;
	size_t count;
	struct node *loop;
	unsigned depth, chain;   /* of operations below, and of steps */
};

/* The tree. */

/* How a printed value is made harmless. */
enum escape {
	ESCAPE_TEXT, ESCAPE_ATTRIBUTE, ESCAPE_URL, ESCAPE_SCRIPT /* JSON in a script */, ESCAPE_XML, ESCAPE_JSON /* a value */, ESCAPE_JSON_STRING,
	ESCAPE_CSV, ESCAPE_CSV_QUOTED, ESCAPE_NONE, ESCAPES,
};

enum node_kind { NODE_TEXT, NODE_PRINT, NODE_IF, NODE_FOR, NODE_SET, NODE_BLOCK, NODE_SUPER, NODE_INCLUDE, NODE_SLOT };

struct body {
	struct node *first, *last;
};

struct branch {
	struct expr *condition;  /* NULL: else */
	struct body body;
};

/* Names that are set here, in order: variables of Lua. */
struct scope {
	struct scope *outer;     /* NULL: a function of its own begins here */
	struct str *names;
	size_t count, capacity;
	size_t given;            /* the first ones are not set here: params, what a loop goes through */
	struct node *loop;       /* when this is a loop's body */
};

struct node {
	enum node_kind kind;
	struct node *next;
	struct span span;        /* the statement's first word, or the expression */
	struct str text;         /* static text; the name that is set; of the second name of a loop */
	struct expr *value;      /* printed, set, or gone through */
	enum escape escape;
	struct branch *branches; /* if */
	size_t branch_count, branch_capacity;
	/* for */
	struct str name, second; /* second "": over a list */
	struct body body, otherwise;
	bool has_else;
	bool counts, measures;   /* loop.index, loop.length are used */
	unsigned level;
	struct scope *scope;     /* of the body */
	/* block and super */
	struct block *block;
	/* include and embed */
	struct template *partial;
	struct expr_item *arguments;
	size_t argument_count;
	bool embeds;
	bool recursive;          /* the partial may come back to itself */
};

struct block {
	struct str name;
	struct template *template;
	struct span span;        /* of its name */
	struct block *outer;     /* written inside of this one, or NULL */
	struct block *parent;    /* the one it replaces, or NULL */
	struct scope *scope;
	struct body body;
	uint32_t number;         /* in the set */
	struct block *next;      /* in the template */
};

struct param {
	struct str name;
	struct span span;
	struct expr *otherwise;  /* default, or NULL */
};

enum template_kind { TEMPLATE_HTML, TEMPLATE_XML, TEMPLATE_JSON, TEMPLATE_CSV, TEMPLATE_TXT };

/* An include written somewhere, to be checked when all is read. */
struct include {
	struct node *node;
	struct str name;
	struct span span;        /* of the name */
	struct include *next;
};

struct template {
	struct str name;         /* "programa.html", "partials/avance.html" */
	struct str path;         /* from the site's root */
	struct str text;
	struct str chunk;        /* the name of its Lua code: "template:3" */
	enum template_kind kind;
	bool partial;
	uint32_t number;
	/* the tree */
	struct body body;
	struct scope *scope;
	bool extends;
	struct str parent_name;
	struct span parent_span;
	struct template *parent;
	struct block *blocks, *last_block;
	struct param *params;
	size_t param_count;
	bool takes_slot;
	struct include *includes;
	unsigned mark;           /* while looking for cycles */
	/* the Lua code */
	struct str source;
	struct span *lines;      /* line → place */
	size_t line_count;
};

struct template_set {
	struct arena *arena;
	struct template_options options;
	struct template *templates;
	size_t count;
	struct map *by_name;
	struct str *texts;       /* static texts, by number */
	size_t text_count, text_capacity;
	uint32_t block_count;
	struct place *unsafe;
	size_t unsafe_count, unsafe_capacity;
	struct diag *diag;       /* while compiling */
};

/* The parser. */

struct open;

struct parser {
	struct template_set *set;
	struct template *template;
	struct arena *arena;
	struct diag *diag;
	struct lexer lexer;
	struct token token;      /* the next one */
	bool broken;             /* a fault of this piece has been told */
	bool told;               /* the last fault was told */
	struct scope *scope;
	struct block *block;     /* being read, or NULL */
	struct html html;
	bool quoted;             /* JSON and CSV: inside quotes */
	const struct piece *pieces;
	size_t piece_count, piece;
	struct open *open;       /* statements that wait for their end */
	unsigned bodies;         /* how many */
	unsigned loops;          /* open loops in this function */
	unsigned nesting;        /* of the expression being read */
};

struct place template_at(const struct template *template, struct span span);

/* Begins reading inside a piece; ends, complaining about what is left. */
void parser_open(struct parser *parser, const struct piece *piece);
bool parser_close(struct parser *parser);
void parser_next(struct parser *parser);
bool parser_is(const struct parser *parser, const char *symbol);   /* the next token is this symbol */
bool parser_word(const struct parser *parser, const char *word);   /* or this word */
bool parser_take(struct parser *parser, const char *symbol);       /* and passes it */
bool parser_need(struct parser *parser, const char *symbol);
/* A fault in this piece: only the first is told. False. */
bool parser_fault(struct parser *parser, struct span span, const char *rule, const char *en, const char *es, ...) DIAG_FORMAT(4, 5, 6);
/* The same; "; did you mean 'nearest'?" follows unless it is "". */
bool parser_fault_near(struct parser *parser, struct span span, const char *rule, struct str nearest, const char *en, const char *es, ...)
	DIAG_FORMAT(5, 6, 7);
/* One line of advice to what parser_fault has just told; nothing when it didn't. */
void parser_advice(struct parser *parser, const char *en, const char *es);

/* Never NULL. */
struct expr *parser_expression(struct parser *parser);
/* { name = value, … } */
struct expr_item *parser_arguments(struct parser *parser, size_t *count);
/* A name to be given to something new; "" after a fault. */
struct str parser_new_name(struct parser *parser, struct span *span);

/* Names. */
struct scope *scope_new(struct parser *parser, struct scope *outer);
/* Makes `name` a variable of the scope being read; false when it may not be. */
bool names_set(struct parser *parser, struct str name, struct span span);
/* False, a fault, when every template has this name already. */
bool names_free(struct parser *parser, struct str name, struct span span);
/* Makes `name` a variable that `scope` is given: by a loop or a call. */
void names_add(struct parser *parser, struct scope *scope, struct str name);
/* Finds out what a name is. */
struct expr *names_find(struct parser *parser, struct token name);
bool names_filter(struct parser *parser, struct token name);
/* Literal keys of t() and names of asset(). */
void names_check_call(struct parser *parser, const struct expr *call);

/* How a value printed here is made harmless; false after a fault, when nothing may be printed here. `expr` loses a final `safe`. */
bool parser_place(struct parser *parser, struct expr **expr, enum escape *escape);
/* Goes on over static text. */
void parser_follow(struct parser *parser, size_t start, size_t end);
/* A place to come back to, and to compare with. */
struct milestone {
	struct html html;
	bool quoted;
};
/* A statement stands here: where? Faults when none may. */
struct milestone parser_milestone(struct parser *parser, struct span span);
/* Control comes also from `other`; a fault at `span` when the places differ. */
void parser_join(struct parser *parser, struct milestone other, struct span span);
/* A block or a partial stands here: only in text. */
bool parser_in_text(struct parser *parser, struct span span, const char *what);

/* Reads the pieces into the tree. */
void template_parse(struct template_set *set, struct template *template, struct diag *diag);
/* After all are parsed: relatives are found and checked. */
void template_link(struct template_set *set, struct diag *diag);
/* After linking without fault: writes the Lua code. False: reported. */
bool template_emit(struct template_set *set, struct template *template, struct diag *diag);

/* Lua code under way. Lines are the map to the template: whatever may fail begins a line of its own. */
struct emitter {
	struct template_set *set;
	struct template *template;
	struct buf out;
	struct span *lines;      /* line - 1 → place */
	size_t line_count, line_capacity;
	struct expr **decimals;  /* exact constants, made once */
	size_t decimal_count, decimal_capacity;
	struct str pending;      /* static text to come */
	bool printing;           /* the call that prints a value is still open: the text after it goes with it */
};

/* What follows may fail at this place. */
void emit_mark(struct emitter *emitter, struct span span);
static inline void emit(struct emitter *emitter, const char *code) { buf_add(&emitter->out, str_of(code)); }
/* Any number of values, as Lua has it; and exactly one. */
void emit_expr(struct emitter *emitter, const struct expr *expr);
void emit_one(struct emitter *emitter, const struct expr *expr);

#endif
