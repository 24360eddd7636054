/* The same entries as text for a terminal, as Markdown and as JSON. */
#include "check/rules.h"

#include "base/buf.h"
#include "base/json.h"
#include "base/utf8.h"

enum { WIDTH = 78 };

static const char *in(enum lang lang, const char *en, const char *es)
{
	return lang == LANG_ES ? es : en;
}

/* Words of a paragraph, broken at blanks. */
static void wrap(struct buf *out, const char *text)
{
	struct str rest = str_of(text), word;
	size_t column = 0;

	while (str_next(&rest, ' ', &word)) {
		size_t width = utf8_count(word);

		if (column && column + 1 + width > WIDTH) {
			buf_byte(out, '\n');
			column = 0;
		}
		buf_printf(out, "%s%.*s", column ? " " : "", STR_ARG(word));
		column += (column ? 1 : 0) + width;
	}
	buf_byte(out, '\n');
}

static void add_lines(struct buf *out, const char *text, const char *before)
{
	struct str rest = str_of(text), line;

	while (str_next(&rest, '\n', &line))
		buf_printf(out, "%s%.*s\n", before, STR_ARG(line));
}

void rule_explain(struct buf *out, const struct rule *rule, enum lang lang)
{
	buf_printf(out, "%s (%s): %s\n\n", rule->name, diag_level_name(rule->level, lang), rule->title[lang]);
	wrap(out, rule->means[lang]);
	if (rule->fault) {
		buf_printf(out, "\n%s\n", in(lang, "Wrong:", "Mal:"));
		add_lines(out, rule->fault, "    ");
	}
	if (rule->mended) {
		buf_printf(out, "\n%s\n", in(lang, "Right:", "Bien:"));
		add_lines(out, rule->mended, "    ");
	}
	buf_byte(out, '\n');
	wrap(out, rule->mend[lang]);
}

static size_t widest(void)
{
	size_t count, width = 0;
	const struct rule_family *const *families = rules_families(&count);

	for (size_t f = 0; f < count; f++)
		for (size_t i = 0; i < families[f]->count; i++)
			if (strlen(families[f]->rules[i].name) > width)
				width = strlen(families[f]->rules[i].name);
	return width;
}

void rules_list(struct buf *out, enum lang lang)
{
	size_t count;
	const struct rule_family *const *families = rules_families(&count);
	int width = (int)widest();

	for (size_t f = 0; f < count; f++) {
		buf_printf(out, "%s%s\n", f ? "\n" : "", families[f]->title[lang]);
		for (size_t i = 0; i < families[f]->count; i++)
			buf_printf(out, "  %-*s  %s\n", width, families[f]->rules[i].name, families[f]->rules[i].title[lang]);
	}
}

/* Text outside of code: what Markdown or the reader of its HTML would take for a mark is escaped. */
static void add_markdown(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (strchr("\\`*_<>[]|{}", *text))
			buf_byte(out, '\\');
		buf_byte(out, *text);
	}
}

static void add_example(struct buf *out, const char *title, const char *lines)
{
	if (!lines)
		return;
	buf_printf(out, "%s\n\n", title);
	add_lines(out, lines, "    ");
	buf_byte(out, '\n');
}

static void add_entry(struct buf *out, const struct rule *rule, enum lang lang)
{
	buf_printf(out, "### %s\n\n**", rule->name);
	add_markdown(out, rule->title[lang]);
	buf_printf(out, "** (%s)\n\n", diag_level_name(rule->level, lang));
	add_markdown(out, rule->means[lang]);
	buf_printf(out, "\n\n");
	add_example(out, in(lang, "Wrong:", "Mal:"), rule->fault);
	add_example(out, in(lang, "Right:", "Bien:"), rule->mended);
	add_markdown(out, rule->mend[lang]);
	buf_printf(out, "\n\n");
}

static void add_preface(struct buf *out, enum lang lang)
{
	buf_printf(out, "%s", in(lang,
		"# What messages mean\n\n"
		"A message has the form `path:line:column: error: text [rule]`; the rule's name is stable, and explained here and by\n"
		"`vitrina check --explain RULE`. Errors stop publication (exit status 1), failures are the world's (disk, permission,\n"
		"repository; exit status 3), warnings are published, notes are only said. Lines and columns count from 1, columns in characters.\n"
		"A rule told at several levels stands here with the worst.\n\n"
		"Rules of an office's own checks, in `model.lua`, are named and explained there (`calendar-sum` and the like).\n\n"
		"This page is written by `make docs` from `generator/check/`. *[En español](reglas.md)*\n\n",
		"# Qué significan los mensajes\n\n"
		"Un mensaje tiene la forma `ruta:línea:columna: error: texto [regla]`; el nombre de la regla es estable y se explica aquí y con\n"
		"`vitrina check --explain REGLA`. Los errores impiden publicar (estado de salida 1), los fallos son del mundo (disco, permisos,\n"
		"repositorio; estado 3), los avisos se publican, las notas sólo se dicen. Líneas y columnas se cuentan desde 1, las columnas en\n"
		"caracteres. Una regla que se dice con varios niveles está aquí con el peor.\n\n"
		"Las reglas de las revisiones propias de una oficina, en `model.lua`, se nombran y se explican ahí (`calendar-sum` y otras).\n\n"
		"Esta página la escribe `make docs` desde `generator/check/`. *[In English](rules.md)*\n\n"));
}

void rules_markdown(struct buf *out, enum lang lang)
{
	size_t count;
	const struct rule_family *const *families = rules_families(&count);

	add_preface(out, lang);
	for (size_t f = 0; f < count; f++) {
		buf_printf(out, "## %s\n\n", families[f]->title[lang]);
		for (size_t i = 0; i < families[f]->count; i++)
			add_entry(out, &families[f]->rules[i], lang);
	}
	out->len--; /* the last entry's blank line */
}

static void add_member(struct buf *out, const char *name, const char *const texts[2])
{
	buf_printf(out, ", \"%s\": { \"en\": ", name);
	json_text(out, str_of(texts[LANG_EN]));
	buf_printf(out, ", \"es\": ");
	json_text(out, str_of(texts[LANG_ES]));
	buf_printf(out, " }");
}

static void add_text(struct buf *out, const char *name, const char *text)
{
	if (!text)
		return;
	buf_printf(out, ", \"%s\": ", name);
	json_text(out, str_of(text));
}

static void add_object(struct buf *out, const struct rule *rule)
{
	buf_printf(out, "  { \"rule\": \"%s\", \"level\": \"%s\"", rule->name, diag_level_name(rule->level, LANG_EN));
	add_member(out, "title", rule->title);
	add_member(out, "means", rule->means);
	add_text(out, "fault", rule->fault);
	add_text(out, "mended", rule->mended);
	add_member(out, "mend", rule->mend);
	buf_printf(out, " }");
}

void rules_json(struct buf *out)
{
	size_t count;
	const struct rule_family *const *families = rules_families(&count);

	buf_printf(out, "[\n");
	for (size_t f = 0; f < count; f++) {
		for (size_t i = 0; i < families[f]->count; i++) {
			if (f || i)
				buf_printf(out, ",\n");
			add_object(out, &families[f]->rules[i]);
		}
	}
	buf_printf(out, "\n]\n");
}
