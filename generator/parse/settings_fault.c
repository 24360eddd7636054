/* What libyaml can't read, in words for people: where, what, and what to do. */
#include "parse/settings_private.h"

#include "base/utf8.h"

/* Each row: a piece of libyaml's message, ours, and what to do; `opened` when the place that helps is where the thing began. */
static const struct trouble {
	const char *piece;
	bool opened;
	const char *en, *es, *advice_en, *advice_es;
} troubles[] = {
	{ "unexpected end of stream", true, "the quote that opens this text is never closed",
		"las comillas que abren este texto no se cierran nunca",
		"close it; in single quotes an apostrophe is written twice: ''",
		"ciérrelas; entre comillas simples un apóstrofo se escribe doble: ''" },
	{ "unexpected document indicator", true, "the quote that opens this text is never closed",
		"las comillas que abren este texto no se cierran nunca",
		"close it; in single quotes an apostrophe is written twice: ''",
		"ciérrelas; entre comillas simples un apóstrofo se escribe doble: ''" },
	{ "could not find expected ':'", true, "this line has no ': ' after its name",
		"a este renglón le falta ': ' después del nombre",
		"write it like name: value", "escríbalo así: nombre: valor" },
	{ "did not find expected ',' or", true, "a list or map in brackets that is never closed, or lacks a comma",
		"una lista o un mapa entre corchetes que no se cierra, o al que le falta una coma",
		"separate items with commas and close it with ] or }",
		"separe los elementos con comas y ciérrelo con ] o }" },
	{ "did not find expected '-' indicator", false, "something that is no item stands in a list",
		"en una lista hay algo que no es un elemento",
		"begin each item with '- ', all in the same column",
		"comience cada elemento con '- ', todos en la misma columna" },
	{ "sequence entries are not allowed", false, "a list can't begin here", "aquí no puede comenzar una lista",
		"begin it on the next line",
		"comiéncela en el renglón siguiente" },
	{ "block collection entries", false, "a list in brackets has no '- '", "una lista entre corchetes no lleva '- '",
		"separate its items with commas",
		"separe sus elementos con comas" },
	{ "mapping keys are not allowed", false, "a name can't begin here", "aquí no puede comenzar un nombre",
		"put the value in quotes",
		"ponga el valor entre comillas" },
	{ "unknown escape character", false, "an unknown escape in a text in double quotes",
		"un escape desconocido en un texto entre comillas dobles",
		"write \\\\ for a backslash, or use single quotes",
		"escriba \\\\ para una diagonal invertida, o use comillas simples" },
	{ "hexdecimal number", false, "an escape \\x, \\u or \\U without its digits",
		"un escape \\x, \\u o \\U sin sus dígitos",
		"write \\\\ for a backslash, or use single quotes",
		"escriba \\\\ para una diagonal invertida, o use comillas simples" },
	{ "invalid Unicode character escape", false, "this escape is no character", "este escape no es ningún carácter",
		"write the character itself", "escriba el carácter mismo" },
	{ "tab character", false, "a tab as indentation", "un tabulador como sangría", "indent with spaces", "use espacios" },
	{ "expected <document start>", false, "the text begins anew here", "el texto vuelve a comenzar aquí",
		"one file holds one map: begin its names in the same column",
		"un archivo contiene un solo mapa: comience sus nombres en la misma columna" },
	{ "undefined tag handle", false, "tags (!) are not used here", "aquí no se usan etiquetas (!)",
		"put the text in quotes", "ponga el texto entre comillas" },
	{ "%TAG", false, "tags (!) are not used here", "aquí no se usan etiquetas (!)", "put the text in quotes",
		"ponga el texto entre comillas" },
	{ "scanning a directive", false, "a line can't begin with %", "un renglón no puede comenzar con %",
		"put the text in quotes", "ponga el texto entre comillas" },
	{ "scanning an a", true, "anchors (&) and aliases (*) are not used here", "aquí no se usan anclas (&) ni alias (*)",
		"put the text in quotes",
		"ponga el texto entre comillas" },
	{ "scanning a block scalar", false, "text after | or >", "hay texto después de | o >", "begin it on the next line",
		"comiéncelo en el renglón siguiente" },
};

struct place settings_place_in(const struct settings_reading *r, size_t offset)
{
	struct place at = place_in(r->path, r->text, offset);

	at.line += r->first_line - 1;
	return at;
}

static bool report(const struct settings_reading *r, struct place at, const struct trouble *t)
{
	diag_error(r->diag, at, "yaml-syntax", "%.0s%s", "%s%.0s", t->es, t->en);
	diag_advice(r->diag, "%.0s%s", "%s%.0s", t->advice_es, t->advice_en);
	return false;
}

static bool ends_line(struct str text, size_t at)
{
	return text.at[at] == '\n' || (text.at[at] == '\r' && (at + 1 == text.len || text.at[at + 1] != '\n'));
}

/* The line of a mark, in the text as libyaml has it. */
static struct str line_of(const struct settings_reading *r, yaml_mark_t mark)
{
	struct str text = str_from((const char *)r->parser.input.string.start,
		(size_t)(r->parser.input.string.end - r->parser.input.string.start));
	size_t start = 0, end;

	for (size_t line = 0; line < mark.line && start < text.len; start++)
		line += ends_line(text, start);
	for (end = start; end < text.len && text.at[end] != '\n' && text.at[end] != '\r';)
		end++;
	return str_part(text, start, end - start);
}

/* `title: Goals: 2013` is two names in one line; below a text, deeper, a lone name is one too. */
static bool fault_second_colon(const struct settings_reading *r, yaml_mark_t mark)
{
	static const struct trouble deeper = { .en = "the indentation does not fit what is above",
		.es = "la sangría no corresponde a lo de arriba",
		.advice_en = "begin the names of one map in the same column; a name that holds a map has no text of its own",
		.advice_es = "comience en la misma columna los nombres de un mismo mapa; un nombre que contiene un mapa no lleva texto propio" };
	struct str line = line_of(r, mark), name, value;
	size_t colon = str_search(line, STR(": "), 0);

	if (colon >= utf8_prefix(line, mark.column).len)
		return report(r, settings_place(r, mark), &deeper);
	name = str_trim(str_part(line, 0, colon));
	value = str_trim(str_after(line, colon + 2));
	diag_error(r->diag, settings_place(r, mark), "yaml-syntax", "a second ': ' in one line",
		"hay un segundo ': ' en un mismo renglón");
	if (value.len < 100 && str_find(value, '\'', 0) == value.len)
		diag_advice(r->diag, "put the text in quotes: %.*s: '%.*s'", "ponga el texto entre comillas: %.*s: '%.*s'",
			STR_ARG(name), STR_ARG(value));
	else
		diag_advice(r->diag, "put the text in quotes", "ponga el texto entre comillas");
	return false;
}

static bool fault_start(const struct settings_reading *r, yaml_mark_t mark)
{
	static const struct trouble tab = { .en = "a tab as indentation", .es = "un tabulador como sangría",
		.advice_en = "indent with spaces",
		.advice_es = "use espacios" };
	struct str line = line_of(r, mark), rest = str_after(line, utf8_prefix(line, mark.column).len);
	struct str letter = utf8_prefix(rest, 1);

	if (str_equal(letter, STR("\t")))
		return report(r, settings_place(r, mark), &tab);
	diag_error(r->diag, settings_place(r, mark), "yaml-syntax", "a text without quotes can't begin with '%.*s'",
		"un texto sin comillas no puede comenzar con '%.*s'", STR_ARG(letter));
	diag_advice(r->diag, "put it in quotes", "póngalo entre comillas");
	return false;
}

/* A name was expected: what stands there is on a line of its own, or behind a text. */
static bool fault_key(const struct settings_reading *r, yaml_mark_t mark)
{
	static const struct trouble indentation = { .en = "the indentation does not fit what is above",
		.es = "la sangría no corresponde a lo de arriba",
		.advice_en = "begin the names of one map in the same column",
		.advice_es = "comience en la misma columna los nombres de un mismo mapa" };
	static const struct trouble after = { .en = "text after the quote that closes a text",
		.es = "hay texto después de las comillas que cierran un texto",
		.advice_en = "a quote inside is written \\\" in double quotes, and '' in single ones",
		.advice_es = "unas comillas dentro se escriben \\\" entre comillas dobles, y '' entre simples" };
	struct str line = line_of(r, mark), before = str_trim(utf8_prefix(line, mark.column));

	return report(r, settings_place(r, mark), before.len ? &after : &indentation);
}

bool settings_fault(const struct settings_reading *r)
{
	const char *problem = r->parser.problem ? r->parser.problem : "", *context = r->parser.context ? r->parser.context : "";
	yaml_mark_t mark = r->parser.problem_mark, opened = r->parser.context ? r->parser.context_mark : mark;

	if (strstr(problem, "mapping values are not allowed"))
		return fault_second_colon(r, mark);
	if (strstr(problem, "cannot start any token"))
		return fault_start(r, mark);
	if (strstr(problem, "did not find expected key"))
		return fault_key(r, mark);
	for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++)
		if (strstr(problem, troubles[i].piece) || strstr(context, troubles[i].piece))
			return report(r, settings_place(r, troubles[i].opened ? opened : mark), &troubles[i]);
	return diag_error(r->diag, settings_place(r, mark), "yaml-syntax", "not YAML: %s", "no es YAML: %s", problem);
}

/* Characters that YAML forbids, and three that it takes for line ends although no editor counts a line there. */
static bool forbidden(uint32_t c)
{
	bool control = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c < 0xA0);

	return control || c == 0x2028 || c == 0x2029 || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF;
}

bool settings_check_bytes(const struct settings_reading *r)
{
	size_t wrong = utf8_check(r->text);

	if (wrong < r->text.len) {
		diag_error(r->diag, settings_place_in(r, wrong), "not-utf-8", "the byte 0x%02X is not UTF-8",
			"el byte 0x%02X no es UTF-8",
			(unsigned char)r->text.at[wrong]);
		diag_advice(r->diag, "save the file as UTF-8", "guarde el archivo como UTF-8");
		return false;
	}
	for (size_t i = 0; i < r->text.len;) {
		size_t at = i;
		uint32_t code = utf8_next(r->text, &i);

		if (!forbidden(code))
			continue;
		diag_error(r->diag, settings_place_in(r, at), "control-character", "the invisible character U+%04X",
			"el carácter invisible U+%04X",
			(unsigned)code);
		diag_advice(r->diag, "take it out, or write it as an escape in double quotes",
			"quítelo, o escríbalo como escape entre comillas dobles");
		return false;
	}
	return true;
}
