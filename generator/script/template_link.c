/* What can only be checked when all templates have been read: parents, blocks, partials and what is passed to them, partials that come back
 * to themselves. */
#include "script/template_private.h"

#include "base/map.h"

struct linker {
	struct template_set *set;
	struct diag *diag;
	struct str *names;   /* of a kind of template, for the nearest one */
	size_t name_count;
};

static bool fault(struct linker *linker, const struct template *template, struct span span, const char *rule, struct str nearest, const char *en,
	const char *es, struct str wrong)
{
	struct place at = template_at(template, span);

	if (nearest.len)
		return diag_error(linker->diag, at, rule, "%s '%.*s'; did you mean '%.*s'?", "%s '%.*s'; ¿quiso decir '%.*s'?",
			diag_lang(linker->diag) == LANG_ES ? es : en, STR_ARG(wrong), STR_ARG(nearest));
	return diag_error(linker->diag, at, rule, "%s '%.*s'", "%s '%.*s'", diag_lang(linker->diag) == LANG_ES ? es : en, STR_ARG(wrong));
}

/* Names of all partials, or of all templates. */
static void gather_names(struct linker *linker, bool partials)
{
	linker->name_count = 0;
	for (size_t i = 0; i < linker->set->count; i++)
		if (linker->set->templates[i].partial == partials)
			linker->names[linker->name_count++] = linker->set->templates[i].name;
}

static struct str nearest_partial(struct linker *linker, struct str wrong)
{
	struct str full = arena_printf(linker->set->arena, "partials/%.*s", STR_ARG(wrong)), near;

	gather_names(linker, true);
	if (map_find(linker->set->by_name, full))
		return full;
	near = str_nearest(wrong, linker->names, linker->name_count);
	return near.len ? near : str_nearest(full, linker->names, linker->name_count);
}

/* Parents. */

static void find_parent(struct linker *linker, struct template *template)
{
	struct template *parent = map_find(linker->set->by_name, template->parent_name);

	if (!template->extends || template->parent_span.len == 0)
		return;
	if (!parent || parent->partial) {
		gather_names(linker, false);
		fault(linker, template, template->parent_span, "unknown-template",
			str_nearest(template->parent_name, linker->names, linker->name_count), "no template",
			"no existe la plantilla", template->parent_name);
		return;
	}
	if (parent->kind != template->kind) {
		fault(linker, template, template->parent_span, "template-kind", STR(""), "a template can't extend one of another kind:",
			"una plantilla no puede extender otra de distinto tipo:", template->parent_name);
		return;
	}
	template->parent = parent;
}

static void check_cycle(struct linker *linker, struct template *template)
{
	size_t steps = 0;

	for (const struct template *up = template->parent; up; up = up->parent) {
		if (up != template && ++steps <= linker->set->count)
			continue;
		fault(linker, template, template->parent_span, "unknown-template", STR(""),
			"this template extends itself through", "esta plantilla se extiende a sí misma por",
			template->parent_name);
		template->parent = NULL;
		return;
	}
}

static struct block *block_find(const struct template *template, struct str name)
{
	for (struct block *block = template->blocks; block; block = block->next)
		if (str_equal(block->name, name))
			return block;
	return NULL;
}

static struct str nearest_block(struct linker *linker, const struct template *from, struct str name)
{
	size_t count = 0;
	struct str *names;

	for (const struct template *up = from; up; up = up->parent)
		for (const struct block *block = up->blocks; block; block = block->next)
			count++;
	names = arena_array(linker->set->arena, struct str, count + 1);
	count = 0;
	for (const struct template *up = from; up; up = up->parent)
		for (const struct block *block = up->blocks; block; block = block->next)
			names[count++] = block->name;
	return str_nearest(name, names, count);
}

/* A block replaces the parent's of the same name, or is a new part of one that does. */
static void link_block(struct linker *linker, struct template *template, struct block *block)
{
	for (const struct template *up = template->parent; up && !block->parent; up = up->parent)
		block->parent = block_find(up, block->name);
	if (template->parent && !block->parent && !block->outer)
		fault(linker, template, block->span, "unknown-block", nearest_block(linker, template->parent, block->name), "no parent has a block",
			"ninguna plantilla superior tiene un bloque", block->name);
}

/* Partials. */

static struct str nearest_param(struct linker *linker, const struct template *partial, struct str wrong)
{
	struct str *names = arena_array(linker->set->arena, struct str, partial->param_count + 1);

	for (size_t i = 0; i < partial->param_count; i++)
		names[i] = partial->params[i].name;
	return str_nearest(wrong, names, partial->param_count);
}

static bool has_param(const struct template *partial, struct str name)
{
	for (size_t i = 0; i < partial->param_count; i++)
		if (str_equal(partial->params[i].name, name))
			return true;
	return false;
}

/* Is `name` among the first `count` arguments? */
static bool given(const struct node *node, size_t count, struct str name)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(node->arguments[i].name, name))
			return true;
	return false;
}

static void check_arguments(struct linker *linker, const struct template *template, const struct include *include)
{
	const struct node *node = include->node;
	const struct template *partial = node->partial;

	for (size_t i = 0; i < node->argument_count; i++) {
		const struct expr_item *argument = &node->arguments[i];

		if (!has_param(partial, argument->name))
			fault(linker, template, argument->name_span, "unknown-parameter",
				nearest_param(linker, partial, argument->name), "this partial has no parameter",
				"este parcial no tiene el parámetro", argument->name);
		else if (given(node, i, argument->name))
			fault(linker, template, argument->name_span, "unknown-parameter", STR(""), "this is passed twice:",
				"esto se pasa dos veces:", argument->name);
	}
	for (size_t i = 0; i < partial->param_count; i++)
		if (!partial->params[i].otherwise && !given(node, node->argument_count, partial->params[i].name))
			fault(linker, template, include->span, "missing-parameter", STR(""), "this partial needs",
				"este parcial necesita", partial->params[i].name);
	if (node->embeds && !partial->takes_slot)
		fault(linker, template, include->span, "no-slot", STR(""), "there is no {{ slot }} in", "no hay {{ slot }} en", partial->name);
}

static void link_include(struct linker *linker, struct template *template, struct include *include)
{
	struct template *partial = map_find(linker->set->by_name, include->name);

	if (!partial || !partial->partial) {
		fault(linker, template, include->span, "unknown-template", nearest_partial(linker, include->name), "no partial",
			"no existe el parcial", include->name);
		return;
	}
	if (partial->kind != template->kind) {
		fault(linker, template, include->span, "template-kind", STR(""), "a template can't include one of another kind:",
			"una plantilla no puede incluir otra de distinto tipo:", include->name);
		return;
	}
	include->node->partial = partial;
	check_arguments(linker, template, include);
}

/* Can `to` be reached from `from` by includes? Marks what has been visited. */
static bool reaches(struct template *from, const struct template *to, unsigned mark)
{
	if (from == to)
		return true;
	if (from->mark == mark)
		return false;
	from->mark = mark;
	for (const struct include *include = from->includes; include; include = include->next)
		if (include->node->partial && reaches(include->node->partial, to, mark))
			return true;
	return false;
}

static void find_recursion(struct template *template, unsigned *mark)
{
	for (struct include *include = template->includes; include; include = include->next)
		if (include->node->partial && template->partial)
			include->node->recursive = reaches(include->node->partial, template, ++*mark);
}

void template_link(struct template_set *set, struct diag *diag)
{
	struct linker linker = { .set = set, .diag = diag, .names = arena_array(set->arena, struct str, set->count + 1) };
	unsigned mark = 0;

	for (size_t i = 0; i < set->count; i++)
		find_parent(&linker, &set->templates[i]);
	for (size_t i = 0; i < set->count; i++)
		check_cycle(&linker, &set->templates[i]);
	for (size_t i = 0; i < set->count; i++) {
		struct template *template = &set->templates[i];

		for (struct block *block = template->blocks; block; block = block->next)
			link_block(&linker, template, block);
		for (struct include *include = template->includes; include; include = include->next)
			link_include(&linker, template, include);
	}
	for (size_t i = 0; i < set->count; i++)
		find_recursion(&set->templates[i], &mark);
}
