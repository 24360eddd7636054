/* {{< name key="value" … >}} alone on its line. */
#include "parse/markdown_private.h"

#include "base/utf8.h"

bool markdown_is_component(struct str line)
{
	line = str_trim(line);
	return str_starts(line, STR("{{<")) && str_ends(line, STR(">}}"));
}

struct component {
	struct markdown_reading *r;
	struct str text;
	size_t at, line;
};

static void component_fault(struct component *c, const char *en, const char *es)
{
	size_t column = utf8_count(str_part(c->text, 0, c->at)) + 1;

	c->r->good = diag_error(c->r->diag, markdown_place(c->r, c->line, column), "component", "%.0s%s", "%s%.0s", es, en);
	diag_advice(c->r->diag, "write it like {{< tabla recurso=\"metas\" >}}", "escríbalo así: {{< tabla recurso=\"metas\" >}}");
}

static bool name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

static struct str component_name(struct component *c)
{
	size_t start = c->at;

	while (c->at < c->text.len && name_byte(c->text.at[c->at]))
		c->at++;
	return str_part(c->text, start, c->at - start);
}

static void component_blanks(struct component *c)
{
	while (c->at < c->text.len && (c->text.at[c->at] == ' ' || c->text.at[c->at] == '\t'))
		c->at++;
}

static bool component_argument(struct component *c, struct markdown_argument *argument)
{
	size_t end;

	argument->name = component_name(c);
	if (argument->name.len == 0 || c->at + 1 >= c->text.len || c->text.at[c->at] != '=' || c->text.at[c->at + 1] != '"') {
		component_fault(c, "a component takes name=\"value\"", "un componente lleva nombre=\"valor\"");
		return false;
	}
	c->at += 2;
	end = str_find(c->text, '"', c->at);
	if (end == c->text.len) {
		component_fault(c, "the quote is never closed", "las comillas no se cierran");
		return false;
	}
	argument->value = arena_copy(c->r->arena, str_part(c->text, c->at, end - c->at));
	c->at = end + 1;
	return true;
}

void markdown_component(struct markdown_reading *r, size_t line)
{
	struct component c = { .r = r, .text = r->lines[line - 1], .line = line };
	struct markdown_argument *arguments = NULL;
	struct markdown_piece *piece;
	struct str name;
	size_t count = 0, capacity = 0, end = str_search(c.text, STR(">}}"), 0);

	c.text.len = end;
	c.at = str_search(c.text, STR("{{<"), 0) + 3;
	component_blanks(&c);
	name = component_name(&c);
	if (name.len == 0) {
		component_fault(&c, "a component without a name", "un componente sin nombre");
		return;
	}
	for (component_blanks(&c); c.at < c.text.len; component_blanks(&c)) {
		arena_grow(r->arena, arguments, count, capacity);
		if (!component_argument(&c, &arguments[count++]))
			return;
	}
	piece = markdown_piece(r, MARKDOWN_COMPONENT, STR(""), line);
	piece->name = arena_copy(r->arena, name);
	piece->arguments = arguments;
	piece->argument_count = count;
}
