#include "export/words.h"

#include "base/arena.h"

enum lang words_lang(const struct site *site)
{
	return str_starts(site->langs[0], STR("es")) ? LANG_ES : LANG_EN;
}

const struct package *words_package(const struct site *site, const struct table *table)
{
	for (size_t i = 0; i < site->package_count; i++)
		if (str_equal(site->packages[i]->folder, table_package(table)))
			return site->packages[i];
	return NULL;
}

static const char *in(enum lang lang, const char *en, const char *es)
{
	return lang == LANG_ES ? es : en;
}

static void add_rule(struct buf *out, size_t start, struct str text)
{
	if (out->len > start)
		buf_add(out, STR("; "));
	buf_add(out, text);
}

static bool in_key(const struct key *key, const struct field *field)
{
	for (size_t i = 0; i < key->count; i++)
		if (key->fields[i] == field)
			return true;
	return false;
}

static void add_bound(struct buf *out, size_t start, const char *name, const struct bound *bound)
{
	if (!bound->given)
		return;
	add_rule(out, start, str_of(name));
	buf_byte(out, ' ');
	buf_add(out, bound->text);
}

static void add_choices(struct buf *out, size_t start, const struct field *field, enum lang lang)
{
	if (field->choice_count == 0)
		return;
	add_rule(out, start, str_of(in(lang, "one of: ", "uno de: ")));
	for (size_t i = 0; i < field->choice_count; i++) {
		if (i)
			buf_add(out, STR(", "));
		buf_add(out, field->choices[i].value);
	}
}

static void add_references(struct buf *out, size_t start, const struct table *table, const struct field *field)
{
	const struct schema *schema = table_schema(table);

	for (size_t i = 0; i < schema->foreign_count; i++) {
		const struct foreign_key *key = &schema->foreign[i];

		for (size_t j = 0; j < key->key.count; j++) {
			if (key->key.fields[j]->index != field->index)
				continue;
			add_rule(out, start, STR("→ "));
			buf_add(out, key->resource.len ? key->resource : table_name(table));
			buf_byte(out, '.');
			buf_add(out, key->target_fields[j]);
		}
	}
}

void words_rules(const struct table *table, const struct field *field, enum lang lang, struct buf *out)
{
	const struct schema *schema = table_schema(table);
	size_t start = out->len;

	if (in_key(&schema->primary, field))
		add_rule(out, start, str_of(in(lang, "key", "clave")));
	if (field->required)
		add_rule(out, start, str_of(in(lang, "required", "obligatorio")));
	if (field->unique)
		add_rule(out, start, str_of(in(lang, "unique", "único")));
	if (field->computed)
		add_rule(out, start, str_of(in(lang, "computed", "calculado")));
	add_choices(out, start, field, lang);
	add_bound(out, start, "≥", &field->minimum);
	add_bound(out, start, "≤", &field->maximum);
	add_bound(out, start, ">", &field->exclusive_minimum);
	add_bound(out, start, "<", &field->exclusive_maximum);
	if (field->pattern_text.len) {
		add_rule(out, start, str_of(in(lang, "pattern ", "patrón ")));
		buf_add(out, field->pattern_text);
	}
	add_references(out, start, table, field);
}

static void add_line(struct word_line *lines, size_t *count, struct str head, struct str text)
{
	if (text.len && *count < WORD_LINES_MOST)
		lines[(*count)++] = (struct word_line){ head, text };
}

static void add_package(struct arena *arena, const struct package *package, struct str code, enum lang lang, struct word_line *lines, size_t *count)
{
	add_line(lines, count, str_of(in(lang, "package", "paquete")), phrase_in(&package->title, code));
	add_line(lines, count, str_of(in(lang, "description", "descripción")), phrase_in(&package->description, code));
	add_line(lines, count, str_of(in(lang, "version", "versión")), package->version);
	for (size_t i = 0; i < package->licence_count; i++) {
		struct str title = phrase_in(&package->licences[i].title, code);

		add_line(lines, count, str_of(in(lang, "licence", "licencia")), arena_printf(arena, "%.*s %.*s",
			STR_ARG(title.len ? title : package->licences[i].name), STR_ARG(package->licences[i].path)));
	}
	for (size_t i = 0; i < package->source_count; i++)
		add_line(lines, count, str_of(in(lang, "source", "fuente")), arena_printf(arena, "%.*s %.*s",
			STR_ARG(phrase_in(&package->sources[i].title, code)), STR_ARG(package->sources[i].path)));
}

size_t words_source(struct arena *arena, const struct format_job *job, enum lang lang, struct word_line *lines)
{
	const struct package *package = words_package(job->site, job->selections[0].table);
	struct str code = job->site->langs[0];
	size_t count = 0;

	add_line(lines, &count, str_of(in(lang, "portal", "portal")), phrase_in(&job->site->title, code));
	if (package)
		add_package(arena, package, code, lang, lines, &count);
	add_line(lines, &count, str_of(in(lang, "address", "dirección")), job->site->base_url);
	add_line(lines, &count, STR("commit"), job->origin->commit);
	add_line(lines, &count, str_of(in(lang, "date", "fecha")), job->origin->time);
	add_line(lines, &count, str_of(in(lang, "made by", "hecho con")), job->origin->generator);
	return count;
}
