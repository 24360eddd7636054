/* Names are closed: each is a variable of the template, a name of the page, or one of the few of Lua's; anything else is a fault before a
 * page is made. What can be known of literal arguments is checked here too. */
#include "script/template_private.h"

#include "base/map.h"
#include "model/site.h"

static const char *const page_names[] = { "site", "page", "data", "lang", "t", "url", "absolute", "asset", "integrity" };
static const char *const more_names[] = { "content", "rows", "list" };
static const char *const library_names[] = { "math", "string", "table", "utf8", "tostring", "tonumber", "decimal", "date",
	"ipairs", "pairs", "type" };

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static bool one_of(struct str name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(name, str_of(names[i])))
			return true;
	return false;
}

static bool row_name(const struct parser *parser, struct str name)
{
	const struct template_options *options = &parser->set->options;

	for (size_t i = 0; i < options->name_count; i++)
		if (str_equal(options->names[i], name))
			return true;
	return false;
}

struct scope *scope_new(struct parser *parser, struct scope *outer)
{
	struct scope *scope = arena_new_of(parser->arena, struct scope);

	scope->outer = outer;
	return scope;
}

static bool holds(const struct scope *scope, struct str name)
{
	for (size_t i = 0; i < scope->count; i++)
		if (str_equal(scope->names[i], name))
			return true;
	return false;
}

static void add(struct parser *parser, struct scope *scope, struct str name)
{
	arena_grow(parser->arena, scope->names, scope->count, scope->capacity);
	scope->names[scope->count++] = name;
}

void names_add(struct parser *parser, struct scope *scope, struct str name)
{
	add(parser, scope, name);
	scope->given = scope->count;
}

bool names_free(struct parser *parser, struct str name, struct span span)
{
	static const char *const words[] = { "loop", "slot", "super" };

	if (!one_of(name, page_names, COUNT(page_names)) && !one_of(name, words, COUNT(words)))
		return true;
	return parser_fault(parser, span, "taken-name", "'%.*s' is a name that every template has; choose another",
		"'%.*s' es un nombre que toda plantilla tiene; elija otro", STR_ARG(name));
}

bool names_set(struct parser *parser, struct str name, struct span span)
{
	if (!names_free(parser, name, span))
		return false;
	if (holds(parser->scope, name))
		return true;
	for (const struct scope *scope = parser->scope->outer; scope; scope = scope->outer)
		if (holds(scope, name))
			return parser_fault(parser, span, "outer-name",
				"'%.*s' belongs to what is outside and can't be changed here; choose another name",
				"'%.*s' es de lo que está afuera y no se puede cambiar aquí; elija otro nombre", STR_ARG(name));
	add(parser, parser->scope, name);
	return true;
}

static struct str nearest_name(struct parser *parser, struct str name)
{
	const struct template_options *options = &parser->set->options;
	size_t count = COUNT(page_names) + COUNT(library_names) + options->name_count + 3;
	struct str *names;

	for (const struct scope *scope = parser->scope; scope; scope = scope->outer)
		count += scope->count;
	names = arena_array(parser->arena, struct str, count);
	count = 0;
	for (const struct scope *scope = parser->scope; scope; scope = scope->outer)
		for (size_t i = 0; i < scope->count; i++)
			names[count++] = scope->names[i];
	for (size_t i = 0; i < COUNT(page_names); i++)
		names[count++] = str_of(page_names[i]);
	for (size_t i = 0; i < options->name_count; i++)
		names[count++] = options->names[i];
	for (size_t i = 0; i < COUNT(library_names); i++)
		names[count++] = str_of(library_names[i]);
	names[count++] = STR("loop");
	return str_nearest(name, names, count);
}

static struct node *loop_around(const struct parser *parser)
{
	for (const struct scope *scope = parser->scope; scope; scope = scope->outer)
		if (scope->loop)
			return scope->loop;
	return NULL;
}

static void unknown(struct parser *parser, struct token name)
{
	static const struct { const char *theirs, *ours; } others[] = {
		{ "null", "nil" }, { "None", "nil" }, { "none", "nil" }, { "True", "true" }, { "False", "false" }, { "is", "==" }, { "len", "#" },
	};

	for (size_t i = 0; i < COUNT(others); i++) {
		if (!str_equal(name.text, str_of(others[i].theirs)))
			continue;
		parser_fault(parser, name.span, "unknown-name", "no name '%s'; write %s",
			"no existe el nombre '%s'; escriba %s", others[i].theirs, others[i].ours);
		return;
	}
	if (str_equal(name.text, STR("super")))
		parser_fault(parser, name.span, "syntax", "super() stands alone, as {{ super() }}", "super() va solo, como {{ super() }}");
	else
		parser_fault_near(parser, name.span, "unknown-name", nearest_name(parser, name.text), "no name '%.*s' here",
			"aquí no existe el nombre '%.*s'", STR_ARG(name.text));
}

struct expr *names_find(struct parser *parser, struct token name)
{
	struct expr *expr = arena_new_of(parser->arena, struct expr);

	expr->span = name.span;
	expr->text = name.text;
	for (const struct scope *scope = parser->scope; scope; scope = scope->outer) {
		expr->kind = EXPR_LOCAL;
		if (holds(scope, name.text))
			return expr;
	}
	if (str_equal(name.text, STR("loop"))) {
		expr->kind = EXPR_LOOP;
		expr->loop = loop_around(parser);
		if (expr->loop)
			return expr;
		parser_fault(parser, name.span, "unknown-name", "'loop' exists only inside a for", "'loop' sólo existe dentro de un for");
	} else if (str_equal(name.text, STR("slot")) && parser->template->partial) {
		expr->kind = EXPR_SLOT;
		parser->template->takes_slot = true;
		return expr;
	} else if (one_of(name.text, page_names, COUNT(page_names)) || one_of(name.text, more_names, COUNT(more_names)) ||
		row_name(parser, name.text)) {
		expr->kind = EXPR_GLOBAL;
		return expr;
	} else if (one_of(name.text, library_names, COUNT(library_names))) {
		expr->kind = EXPR_LIBRARY;
		return expr;
	} else {
		unknown(parser, name);
	}
	expr->kind = EXPR_NIL;
	return expr;
}

static void note_unsafe(struct parser *parser, struct span span)
{
	struct template_set *set = parser->set;

	arena_grow(set->arena, set->unsafe, set->unsafe_count, set->unsafe_capacity);
	set->unsafe[set->unsafe_count++] = template_at(parser->template, span);
}

bool names_filter(struct parser *parser, struct token name)
{
	const struct template_options *options = &parser->set->options;

	if (str_equal(name.text, STR("safe")))
		note_unsafe(parser, name.span);
	for (size_t i = 0; i < options->filter_count; i++)
		if (str_equal(options->filters[i], name.text))
			return true;
	return parser_fault_near(parser, name.span, "unknown-filter",
		str_nearest(name.text, options->filters, options->filter_count), "no filter '%.*s'",
		"no existe el filtro '%.*s'", STR_ARG(name.text));
}

/* Literal arguments. */

static void check_word(struct parser *parser, const struct expr *key)
{
	const struct template_options *options = &parser->set->options;

	for (size_t i = 0; i < options->words_count; i++) {
		const struct words *words = &options->words[i];
		const struct map_entry *entries = map_entries(words->messages);
		size_t count = map_count(words->messages);
		struct str *names;

		if (map_find(words->messages, key->text))
			continue;
		names = arena_array(parser->arena, struct str, count + 1);
		for (size_t j = 0; j < count; j++)
			names[j] = entries[j].key;
		parser_fault_near(parser, key->span, "unknown-translation", str_nearest(key->text, names, count),
			"no translation '%.*s' in i18n/%.*s.yaml",
			"no hay traducción '%.*s' en i18n/%.*s.yaml", STR_ARG(key->text), STR_ARG(words->lang));
		return;
	}
}

static void check_asset(struct parser *parser, const struct expr *name)
{
	const struct theme *theme = parser->set->options.theme;
	struct str *names = arena_array(parser->arena, struct str, theme->file_count + 1);
	size_t count = 0;

	for (size_t i = 0; i < theme->file_count; i++)
		if (str_starts(theme->files[i].name, STR("assets/")))
			names[count++] = str_after(theme->files[i].name, strlen("assets/"));
	for (size_t i = 0; i < count; i++)
		if (str_equal(names[i], name->text))
			return;
	parser_fault_near(parser, name->span, "unknown-asset", str_nearest(name->text, names, count),
		"the theme has no assets/%.*s", "el tema no tiene assets/%.*s",
		STR_ARG(name->text));
}

void names_check_call(struct parser *parser, const struct expr *call)
{
	const struct expr *first = call->count ? call->items[0].value : NULL;

	if (call->a->kind != EXPR_GLOBAL || !first || first->kind != EXPR_STRING)
		return;
	if (str_equal(call->a->text, STR("t")))
		check_word(parser, first);
	else if (str_equal(call->a->text, STR("asset")) || str_equal(call->a->text, STR("integrity")))
		check_asset(parser, first);
}
