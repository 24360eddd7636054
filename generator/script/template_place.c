/* Where a statement or a printed value stands, and what follows from it. */
#include "script/template_private.h"

static bool spanish(const struct parser *parser)
{
	return diag_lang(parser->diag) == LANG_ES;
}

/* Static text. */

static void html_faulted(struct parser *parser, enum html_fault fault, struct span span)
{
	parser->broken = false;
	switch (fault) {
	case HTML_FINE:
		return;
	case HTML_NO_BREAK:
		parser_fault(parser, span, "branch-context", "a blank, / or > must follow the mark before this: else a name goes on here",
			"después de la marca anterior va un espacio, / o >: si no, un nombre continúa aquí");
		break;
	case HTML_NO_NAME:
		parser_fault(parser, span, "html", "this attribute has no name", "este atributo no tiene nombre");
		break;
	case HTML_META_REFRESH:
		parser_fault(parser, span, "unsafe-place", "what <meta http-equiv> does can't depend on a value printed into its content",
			"lo que hace <meta http-equiv> no puede depender de un valor impreso en su content");
		break;
	}
	parser->html.must_break = parser->html.content_printed = false;
}

static void follow_html(struct parser *parser, size_t start, size_t end)
{
	enum html_fault fault;
	size_t at;

	do {
		fault = html_follow(&parser->html, str_part(parser->template->text, start, end - start), &at);
		start += at;
		html_faulted(parser, fault, (struct span){ (uint32_t)start, 1 });
		start += fault == HTML_NO_NAME;
	} while (fault != HTML_FINE);
}

static void follow_quotes(struct parser *parser, struct str text)
{
	bool json = parser->template->kind == TEMPLATE_JSON;

	for (size_t i = 0; i < text.len; i++) {
		if (json && parser->quoted && text.at[i] == '\\')
			i++;
		else if (text.at[i] == '"')
			parser->quoted = !parser->quoted;
	}
}

void parser_follow(struct parser *parser, size_t start, size_t end)
{
	if (parser->template->kind == TEMPLATE_HTML)
		follow_html(parser, start, end);
	else
		follow_quotes(parser, str_part(parser->template->text, start, end - start));
}

/* Statements. */

struct milestone parser_milestone(struct parser *parser, struct span span)
{
	struct html before = parser->html;

	if (parser->template->kind == TEMPLATE_HTML && !html_settle(&parser->html)) {
		parser->broken = false;
		parser_fault(parser, span, "branch-context",
			"a statement can't stand %s; put it around the whole attribute, or quotes around the value",
			"una instrucción no puede ir %s; póngala alrededor de todo el atributo, o ponga comillas al valor",
			html_where(&before, spanish(parser)));
		parser->html.state = HTML_IN_TAG; /* so that one fault is told, not its consequences */
	}
	return (struct milestone){ parser->html, parser->quoted };
}

void parser_join(struct parser *parser, struct milestone other, struct span span)
{
	struct html here = parser->html;

	if (parser->template->kind == TEMPLATE_HTML ? html_join(&parser->html, &other.html) : parser->quoted == other.quoted)
		return;
	parser->broken = false;
	if (parser->template->kind == TEMPLATE_HTML && here.state != other.html.state)
		parser_fault(parser, span, "branch-context",
			"this ends %s, but it began %s; every branch must end where it began",
			"esto termina %s, pero comenzó %s; cada rama debe terminar donde comenzó",
			html_where(&here, spanish(parser)), html_where(&other.html, spanish(parser)));
	else
		parser_fault(parser, span, "branch-context", "this ends in another place than it began; every branch must end where it began",
			"esto termina en otro lugar que donde comenzó; cada rama debe terminar donde comenzó");
	parser->html = other.html;
	parser->quoted = other.quoted;
}

bool parser_in_text(struct parser *parser, struct span span, const char *what)
{
	const struct html *html = &parser->html;

	if (!parser->quoted && (html->state == HTML_TEXT || html->state == HTML_TITLE))
		return true;
	if (parser->quoted)
		return parser_fault(parser, span, "unsafe-place", "'%s' can't stand between quotes", "'%s' no puede ir entre comillas", what);
	return parser_fault(parser, span, "unsafe-place", "'%s' can't stand %s; it stands in text", "'%s' no puede ir %s; va en el texto", what,
		html_where(html, spanish(parser)));
}

/* Printed values. */

static bool refuse(struct parser *parser, const struct expr *expr, const char *en, const char *es)
{
	return parser_fault(parser, expr->span, "unsafe-place", "%s", "%s", spanish(parser) ? es : en);
}

static bool in_attribute(struct parser *parser, const struct expr *expr, enum escape *escape)
{
	const struct html *html = &parser->html;

	*escape = ESCAPE_ATTRIBUTE;
	switch (html->attribute) {
	case ATTRIBUTE_URL:
		*escape = html->url_begun ? ESCAPE_ATTRIBUTE : ESCAPE_URL;
		return true;
	case ATTRIBUTE_URLS:
		return refuse(parser, expr,
			"a list of addresses can't be checked; print one address into src, or write | safe when you made the list",
			"una lista de direcciones no se puede revisar; imprima una dirección en src, o escriba | safe si usted hizo la lista");
	case ATTRIBUTE_EVENT:
		return refuse(parser, expr, "nothing can be printed into a script; print it into a data- attribute and read it from the script",
			"no se puede imprimir dentro de un programa; imprímalo en un atributo data- y léalo desde el programa");
	case ATTRIBUTE_STYLE:
		return refuse(parser, expr,
			"nothing can be printed into style; choose a class with if, or use a <meter>, <progress> or SVG attribute for a length",
			"no se puede imprimir dentro de style; elija una clase con if, o <meter>, <progress> o SVG para una longitud");
	case ATTRIBUTE_MARKUP:
		return refuse(parser, expr, "nothing can be printed into srcdoc", "no se puede imprimir dentro de srcdoc");
	case ATTRIBUTE_ANIMATED:
		return refuse(parser, expr, "nothing can be printed into what an animation changes",
			"no se puede imprimir dentro de lo que cambia una animación");
	case ATTRIBUTE_REFRESH:
		return !html->refresh || refuse(parser, expr, "nothing can be printed into the content of <meta http-equiv>",
			"no se puede imprimir en el content de <meta http-equiv>");
	default:
		return true;
	}
}

static bool in_raw(struct parser *parser, const struct expr *expr, enum escape *escape)
{
	*escape = ESCAPE_SCRIPT;
	if (parser->html.element == ELEMENT_JSON)
		return (expr->kind == EXPR_FILTER && str_equal(expr->text, STR("json"))) || refuse(parser, expr,
			"only JSON can be printed here; write {{ … | json }}", "aquí sólo se puede imprimir JSON; escriba {{ … | json }}");
	if (parser->html.element == ELEMENT_SCRIPT)
		return refuse(parser, expr,
			"nothing can be printed into a script; print {{ … | json }} into <script type=\"application/json\"> and read that",
			"no se puede imprimir dentro de un programa; imprima {{ … | json }} en <script type=\"application/json\"> y léalo");
	return refuse(parser, expr, "nothing can be printed into <style>; choose a class with if",
		"no se puede imprimir dentro de <style>; elija una clase con if");
}

static bool in_html(struct parser *parser, const struct expr *expr, enum escape *escape)
{
	*escape = ESCAPE_TEXT;
	switch (parser->html.state) {
	case HTML_TEXT: case HTML_TITLE:
		return true;
	case HTML_RAW:
		return in_raw(parser, expr, escape);
	case HTML_QUOTED:
		return in_attribute(parser, expr, escape);
	case HTML_BEFORE_VALUE: case HTML_UNQUOTED:
		return refuse(parser, expr, "the value of this attribute needs quotes: name=\"{{ … }}\"",
			"el valor de este atributo necesita comillas: nombre=\"{{ … }}\"");
	case HTML_IN_TAG: case HTML_ATTRIBUTE_NAME: case HTML_AFTER_NAME:
		return refuse(parser, expr, "an attribute's name can't be printed; write it between {% if … %} and {% endif %}",
			"el nombre de un atributo no se puede imprimir; escríbalo entre {% if … %} y {% endif %}");
	case HTML_TAG_OPEN: case HTML_TAG_NAME:
		return refuse(parser, expr, "a tag's name can't be printed; write the tags between {% if … %} and {% endif %}",
			"el nombre de una etiqueta no se puede imprimir; escriba las etiquetas entre {% if … %} y {% endif %}");
	case HTML_COMMENT:
		return refuse(parser, expr, "nothing can be printed into an HTML comment; a note for theme authors is written {# … #}",
			"no se puede imprimir en un comentario de HTML; una nota para autores se escribe {# … #}");
	case HTML_DECLARATION:
		return refuse(parser, expr, "nothing can be printed into a declaration <! >", "no se puede imprimir en una declaración <! >");
	}
	return true;
}

/* After a refusal what follows is read as if a name had been written, so that one fault is told and not its consequences. */
static void pretend_name(struct html *html)
{
	if (html->state == HTML_TAG_OPEN)
		html->state = HTML_TAG_NAME;
	else if (html->state == HTML_IN_TAG || html->state == HTML_AFTER_NAME)
		html->state = HTML_ATTRIBUTE_NAME;
	else if (html->state != HTML_TAG_NAME && html->state != HTML_ATTRIBUTE_NAME)
		html_printed(html);
}

static bool tag_name(const struct html *html)
{
	return html->state == HTML_TAG_OPEN || html->state == HTML_TAG_NAME;
}

bool parser_place(struct parser *parser, struct expr **expr, enum escape *escape)
{
	bool good = true;

	if ((*expr)->kind == EXPR_FILTER && str_equal((*expr)->text, STR("safe")) && (*expr)->count == 0 && !tag_name(&parser->html)) {
		*expr = (*expr)->a;
		*escape = ESCAPE_NONE;
	} else {
		switch (parser->template->kind) {
		case TEMPLATE_HTML: good = in_html(parser, *expr, escape); break;
		case TEMPLATE_XML: *escape = ESCAPE_XML; break;
		case TEMPLATE_JSON: *escape = parser->quoted ? ESCAPE_JSON_STRING : ESCAPE_JSON; break;
		case TEMPLATE_CSV: *escape = parser->quoted ? ESCAPE_CSV_QUOTED : ESCAPE_CSV; break;
		case TEMPLATE_TXT: *escape = ESCAPE_NONE; break;
		}
	}
	if (parser->template->kind == TEMPLATE_HTML && good)
		html_printed(&parser->html);
	else if (parser->template->kind == TEMPLATE_HTML)
		pretend_name(&parser->html);
	return good;
}
