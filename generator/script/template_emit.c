/* The tree as Lua. A chunk is called once a world, with the functions of template_helpers.c (ORDER HELPERS), and returns the function that prints
 * the template; its blocks it leaves in a table shared by all, by number, because a parent calls what a child may have replaced. */
#include "script/template_private.h"

enum { SOURCE_MOST = 1 << 20 };

static const char *const printers[ESCAPES] = {
	[ESCAPE_TEXT] = "__text", [ESCAPE_ATTRIBUTE] = "__attribute", [ESCAPE_URL] = "__url", [ESCAPE_SCRIPT] = "__script", [ESCAPE_XML] = "__xml",
	[ESCAPE_JSON] = "__json", [ESCAPE_JSON_STRING] = "__jsonstring", [ESCAPE_CSV] = "__csv",
	[ESCAPE_CSV_QUOTED] = "__csvquoted", [ESCAPE_NONE] = "__raw",
};

static void emit_body(struct emitter *emitter, const struct body *body);

/* Static text. */

static size_t text_number(struct emitter *emitter)
{
	struct template_set *set = emitter->set;

	arena_grow(set->arena, set->texts, set->text_count, set->text_capacity);
	set->texts[set->text_count] = emitter->pending;
	emitter->pending = STR("");
	return set->text_count++;
}

/* Ends the call that prints a value, and prints what text there is. */
static void flush(struct emitter *emitter)
{
	if (emitter->printing && emitter->pending.len)
		buf_printf(&emitter->out, ",%zu);", text_number(emitter));
	else if (emitter->printing)
		emit(emitter, ");");
	else if (emitter->pending.len)
		buf_printf(&emitter->out, "__x(%zu);", text_number(emitter));
	emitter->printing = false;
}

static void add_text(struct emitter *emitter, struct str text)
{
	struct str before = emitter->pending;

	if (before.len == 0)
		emitter->pending = text;
	else if (before.at + before.len == text.at)
		emitter->pending.len += text.len;
	else
		emitter->pending = arena_printf(emitter->set->arena, "%.*s%.*s", STR_ARG(before), STR_ARG(text));
}

static void emit_print(struct emitter *emitter, const struct node *node)
{
	const struct expr *value = node->value;

	flush(emitter);
	emit_mark(emitter, node->span);
	emit(emitter, printers[node->escape]);
	emit(emitter, "(");
	if (node->escape == ESCAPE_JSON && !(value->kind == EXPR_FILTER && str_equal(value->text, STR("json")))) {
		emit(emitter, "(__f.json(");
		emit_one(emitter, value);
		emit(emitter, "))");
	} else {
		emit_one(emitter, value);
	}
	emitter->printing = true;
}

/* Statements. */

static void emit_locals(struct emitter *emitter, const struct scope *scope)
{
	for (size_t i = scope->given; i < scope->count; i++)
		buf_printf(&emitter->out, "local %.*s;", STR_ARG(scope->names[i]));
}

static void emit_if(struct emitter *emitter, const struct node *node)
{
	for (size_t i = 0; i < node->branch_count; i++) {
		const struct branch *branch = &node->branches[i];

		if (branch->condition) {
			emit(emitter, i ? " elseif " : " if ");
			emit_expr(emitter, branch->condition);
			emit(emitter, " then ");
		} else {
			emit(emitter, " else ");
		}
		emit_body(emitter, &branch->body);
		flush(emitter);
	}
	emit(emitter, " end;");
}

static void emit_loop_head(struct emitter *emitter, const struct node *node)
{
	emit(emitter, " do ");
	if (node->counts)
		buf_printf(&emitter->out, "local __i%u=0;", node->level);
	if (node->measures) {
		buf_printf(&emitter->out, "local __v%u=", node->level);
		emit_one(emitter, node->value);
		emit_mark(emitter, node->value->span);
		if (node->second.len)
			buf_printf(&emitter->out, " local __n%u=0;for _ in __pairs(__v%u)do __n%u=__n%u+1 end;",
				node->level, node->level, node->level, node->level);
		else
			buf_printf(&emitter->out, " local __n%u=__len(__v%u);", node->level, node->level);
	}
	emit_mark(emitter, node->value->span);
	buf_printf(&emitter->out, "for %.*s%s%.*s in ", STR_ARG(node->name), node->second.len ? "," : "", STR_ARG(node->second));
	emit_mark(emitter, node->value->span);
	emit(emitter, node->second.len ? "__pairs(" : "__each(");
	if (node->measures)
		buf_printf(&emitter->out, "__v%u", node->level);
	else
		emit_one(emitter, node->value);
	emit(emitter, ") do ");
}

static void emit_for(struct emitter *emitter, const struct node *node)
{
	emit_loop_head(emitter, node);
	if (node->counts)
		buf_printf(&emitter->out, "__i%u=__i%u+1;", node->level, node->level);
	emit_locals(emitter, node->scope);
	emit_body(emitter, &node->body);
	flush(emitter);
	emit(emitter, " end;");
	if (node->has_else) {
		buf_printf(&emitter->out, "if __i%u==0 then ", node->level);
		emit_body(emitter, &node->otherwise);
		flush(emitter);
		emit(emitter, " end;");
	}
	emit(emitter, " end;");
}

static void emit_argument(struct emitter *emitter, const struct node *node, struct str name)
{
	for (size_t i = 0; i < node->argument_count; i++) {
		if (!str_equal(node->arguments[i].name, name))
			continue;
		emit_one(emitter, node->arguments[i].value);
		return;
	}
	emit(emitter, "nil");
}

static void emit_slot_body(struct emitter *emitter, const struct node *node)
{
	emit(emitter, "function() ");
	emit_locals(emitter, node->scope);
	emit_body(emitter, &node->body);
	flush(emitter);
	emit(emitter, " end");
}

static void emit_include(struct emitter *emitter, const struct node *node)
{
	const struct template *partial = node->partial;

	emit_mark(emitter, node->span);
	if (node->recursive)
		emit(emitter, "__down();");
	buf_printf(&emitter->out, "__partials[%u](", (unsigned)partial->number);
	for (size_t i = 0; i < partial->param_count; i++) {
		if (i)
			emit(emitter, ",");
		emit_argument(emitter, node, partial->params[i].name);
	}
	if (node->embeds) {
		if (partial->param_count)
			emit(emitter, ",");
		emit_slot_body(emitter, node);
	}
	emit(emitter, ");");
	if (node->recursive)
		emit(emitter, "__up();");
}

/* The number under which a block is called: that of the one it finally replaces. */
static unsigned root_number(const struct block *block)
{
	while (block->parent)
		block = block->parent;
	return block->number;
}

static void emit_super(struct emitter *emitter, const struct node *node)
{
	struct str name = node->block->name;

	emit_mark(emitter, node->span);
	if (node->block->parent)
		buf_printf(&emitter->out, "__blocks[%u](__b);", (unsigned)node->block->parent->number);
	else
		diag_error(emitter->set->diag, template_at(emitter->template, node->span), "unknown-block",
			"no parent has a block '%.*s' that super() could print",
			"ninguna plantilla superior tiene un bloque '%.*s' que super() pudiera imprimir", STR_ARG(name));
}

static void emit_node(struct emitter *emitter, const struct node *node)
{
	if (node->kind == NODE_TEXT) {
		add_text(emitter, node->text);
		return;
	}
	if (node->kind == NODE_PRINT) {
		emit_print(emitter, node);
		return;
	}
	flush(emitter);
	switch (node->kind) {
	case NODE_TEXT: case NODE_PRINT: break;
	case NODE_IF: emit_if(emitter, node); break;
	case NODE_FOR: emit_for(emitter, node); break;
	case NODE_SET:
		buf_printf(&emitter->out, " %.*s=", STR_ARG(node->text));
		emit_one(emitter, node->value);
		emit(emitter, ";");
		break;
	case NODE_BLOCK:
		emit_mark(emitter, node->span);
		buf_printf(&emitter->out, "__b[%u](__b);", root_number(node->block));
		break;
	case NODE_SUPER: emit_super(emitter, node); break;
	case NODE_INCLUDE: emit_include(emitter, node); break;
	case NODE_SLOT:
		emit_mark(emitter, node->span);
		emit(emitter, "if __slot then __slot() end;");
		break;
	}
}

static void emit_body(struct emitter *emitter, const struct body *body)
{
	for (const struct node *node = body->first; node; node = node->next)
		emit_node(emitter, node);
}

/* Whole templates. */

static void emit_partial(struct emitter *emitter)
{
	const struct template *template = emitter->template;

	emit(emitter, "return function(");
	for (size_t i = 0; i < template->param_count; i++)
		buf_printf(&emitter->out, "%.*s,", STR_ARG(template->params[i].name));
	emit(emitter, "__slot) ");
	for (size_t i = 0; i < template->param_count; i++) {
		const struct param *param = &template->params[i];

		if (!param->otherwise)
			continue;
		buf_printf(&emitter->out, "if %.*s==nil then %.*s=", STR_ARG(param->name), STR_ARG(param->name));
		emit_one(emitter, param->otherwise);
		emit(emitter, " end;");
	}
	emit_locals(emitter, template->scope);
	emit_body(emitter, &template->body);
	flush(emitter);
	emit(emitter, " end");
}

/* What a template sets outside of blocks its blocks see, so these are variables of the chunk; every page begins without them. */
static void emit_page(struct emitter *emitter)
{
	const struct template *template = emitter->template;

	emit_locals(emitter, template->scope);
	for (const struct block *block = template->blocks; block; block = block->next) {
		buf_printf(&emitter->out, "__blocks[%u]=function(__b) ", (unsigned)block->number);
		emit_locals(emitter, block->scope);
		emit_body(emitter, &block->body);
		flush(emitter);
		emit(emitter, " end;");
	}
	emit(emitter, "return function(__b) ");
	for (size_t i = 0; i < template->scope->count; i++)
		buf_printf(&emitter->out, "%.*s=nil;", STR_ARG(template->scope->names[i]));
	if (!template->extends)
		emit_body(emitter, &template->body);
	else
		for (const struct node *node = template->body.first; node; node = node->next)
			if (node->kind == NODE_SET)
				emit_node(emitter, node);
	flush(emitter);
	emit(emitter, " end");
}

/* The first line: functions (ORDER HELPERS) and constants. */
static struct str with_head(struct emitter *emitter)
{
	struct buf whole = { 0 };
	struct str copy;

	buf_add(&whole, STR("local __x,__text,__attribute,__url,__script,__xml,__json,__jsonstring,__csv,__csvquoted,__raw,"
			    "__eq,__div,__maybe,__each,__pairs,__len,__down,__up,__f,__g,__partials,__blocks=...;"));
	if (emitter->decimal_count)
		buf_add(&whole, STR("local __d={"));
	for (size_t i = 0; i < emitter->decimal_count; i++)
		buf_printf(&whole, "decimal\"%.*s\",", STR_ARG(emitter->decimals[i]->text));
	if (emitter->decimal_count)
		buf_add(&whole, STR("};"));
	buf_add(&whole, buf_str(&emitter->out));
	copy = arena_copy(emitter->set->arena, buf_str(&whole));
	buf_clear(&whole);
	return copy;
}

bool template_emit(struct template_set *set, struct template *template, struct diag *diag)
{
	struct emitter emitter = { .set = set, .template = template };

	arena_grow(set->arena, emitter.lines, emitter.line_count, emitter.line_capacity);
	emitter.lines[emitter.line_count++] = (struct span){ 0, 0 };
	emit_mark(&emitter, (struct span){ 0, 1 });
	if (template->partial)
		emit_partial(&emitter);
	else
		emit_page(&emitter);
	template->source = with_head(&emitter);
	template->lines = emitter.lines;
	template->line_count = emitter.line_count;
	buf_clear(&emitter.out);
	if (template->source.len <= SOURCE_MOST)
		return true;
	return diag_error(diag, place_of(template->path), "too-long", "this template is too long; put parts of it into partials",
		"esta plantilla es demasiado larga; lleve partes a parciales");
}
