/* {{< name key="value" other='with "quotes"' >}}, alone on its line. */
#include "parse/markdown_private.h"

bool markdown_is_component(struct str line)
{
	line = str_trim(line);
	return str_starts(line, STR("{{<")) && str_ends(line, STR(">}}")) && line.len >= 6;
}

struct cursor {
	struct markdown_reading *r;
	struct str text; /* between the marks */
	size_t at, line;
};

static bool fault(struct cursor *c, const char *en, const char *es)
{
	struct str rest = str_after(c->text, c->at);

	c->r->good = diag_error(c->r->diag, markdown_place(c->r, c->line, rest.len ? rest : STR(">}}")), "component", "%.0s%s",
		"%s%.0s", es, en);
	diag_advice(c->r->diag, "write it like {{< tabla recurso=\"metas\" >}}",
		"escríbalo así: {{< tabla recurso=\"metas\" >}}");
	return false;
}

static bool name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

static struct str read_name(struct cursor *c)
{
	size_t start = c->at;

	while (c->at < c->text.len && name_byte(c->text.at[c->at]))
		c->at++;
	return str_part(c->text, start, c->at - start);
}

static void pass_blanks(struct cursor *c)
{
	while (c->at < c->text.len && (c->text.at[c->at] == ' ' || c->text.at[c->at] == '\t'))
		c->at++;
}

static bool read_value(struct cursor *c, struct str *value)
{
	char quote = c->at < c->text.len ? c->text.at[c->at] : '\0';
	size_t end;

	if (quote != '"' && quote != '\'')
		return fault(c, "a value stands in quotes", "un valor va entre comillas");
	end = str_find(c->text, quote, c->at + 1);
	if (end == c->text.len)
		return fault(c, "the quote is never closed", "las comillas no se cierran nunca");
	*value = arena_copy(c->r->arena, str_part(c->text, c->at + 1, end - c->at - 1));
	c->at = end + 1;
	if (c->at < c->text.len && c->text.at[c->at] != ' ' && c->text.at[c->at] != '\t')
		return fault(c, "text after a value", "hay texto después de un valor");
	return true;
}

static bool read_argument(struct cursor *c, struct markdown_argument *arguments, size_t count)
{
	struct markdown_argument *argument = &arguments[count];

	argument->name = arena_copy(c->r->arena, read_name(c));
	if (argument->name.len == 0 || c->at == c->text.len || c->text.at[c->at] != '=')
		return fault(c, "a component takes name=\"value\"", "un componente lleva nombre=\"valor\"");
	c->at++;
	for (size_t i = 0; i < count; i++)
		if (str_equal(arguments[i].name, argument->name))
			return fault(c, "this name is given twice", "este nombre se da dos veces");
	return read_value(c, &argument->value);
}

void markdown_component(struct markdown_reading *r, const struct markdown_part *part)
{
	struct str inner = str_trim(part->text);
	struct cursor c = { .r = r, .text = str_trim(str_part(inner, 3, inner.len - 6)), .line = part->line };
	struct markdown_argument *arguments = NULL;
	struct markdown_piece *piece;
	struct str name = read_name(&c);
	size_t count = 0, capacity = 0;

	if (name.len == 0) {
		fault(&c, "a component without a name", "un componente sin nombre");
		return;
	}
	for (pass_blanks(&c); c.at < c.text.len; pass_blanks(&c)) {
		arena_grow(r->arena, arguments, count, capacity);
		if (!read_argument(&c, arguments, count))
			return;
		count++;
	}
	piece = markdown_add_piece(r, MARKDOWN_COMPONENT, markdown_place(r, part->line, inner));
	piece->name = arena_copy(r->arena, name);
	piece->arguments = arguments;
	piece->argument_count = count;
}

void markdown_component_stray(struct markdown_reading *r, size_t line)
{
	while (line < r->line_count && str_search(r->lines[line - 1], STR("{{<"), 0) == r->lines[line - 1].len)
		line++;
	r->good = diag_error(r->diag, markdown_place(r, line, STR("{{<")), "component",
		"a component must stand alone on its line",
		"un componente debe estar solo en su renglón");
	diag_advice(r->diag, "to show the text itself, write it as code: `{{< … >}}`",
		"para mostrar el texto mismo, escríbalo como código: `{{< … >}}`");
}
