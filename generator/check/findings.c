/* A message tells a file and a line. The row is found by halving the rows of the file's table, and from it the rows it belongs to,
 * by the shortest way over foreign keys. */
#include "check/findings.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "check/rules.h"
#include "model/addition.h"
#include "model/owners.h"
#include "model/site.h"

enum { FIXED = 11 };

/* A file of a table. */
struct part {
	const struct table *table;
	uint32_t first, rows;
};

struct findings {
	struct arena *arena;
	const struct site *site;
	struct owners *owners;
	struct map *parts; /* path → struct part */
	struct map *ids;   /* id → struct times */
	struct addition *addition;
};

struct times { unsigned count; };

static void list_parts(struct findings *f)
{
	const struct map_entry *tables = map_entries(f->site->tables);

	f->parts = map_new(f->arena);
	for (size_t t = 0; t < map_count(f->site->tables); t++) {
		size_t count;
		const struct table_part *parts = table_parts(tables[t].value, &count);

		for (size_t i = 0; i < count; i++) {
			struct part *part = arena_new_of(f->arena, struct part);

			*part = (struct part){ tables[t].value, parts[i].first_row, parts[i].rows };
			map_put(f->parts, parts[i].path, part);
		}
	}
}

/* The descriptor, whose columns for owners depend on the site. */

static struct str descriptor(struct findings *f)
{
	struct buf out = { 0 };
	struct str text;

	buf_printf(&out, "%s",
		"name: calidad\n"
		"title: { es: Calidad de los datos, en: Quality of the data }\n"
		"description: { es: 'Lo que las revisiones encontraron y se publica como está, y las reglas con que se revisó.',"
		" en: 'What the checks found, published as it is, and the rules that were checked.' }\n"
		"resources:\n"
		"- name: hallazgos\n"
		"  title: { es: Hallazgos de las revisiones, en: Findings of the checks }\n"
		"  description: { es: 'Un renglón por cada cosa que no cuadra: la regla, el lugar y lo que dice. Lo escribe el generador, "
		"no una persona.',"
		" en: 'A row for each thing that does not add up: the rule, the place and what it says. Written by the generator, not by a "
		"person.' }\n"
		"  vitrina:singular: hallazgo\n"
		"  vitrina:label: mensaje_es\n"
		"  vitrina:about: { resource: tabla, key: registro }\n"
		"  schema:\n"
		"    primaryKey: hallazgo_id\n"
		"    foreignKeys:\n"
		"    - { fields: regla_id, reference: { resource: hallazgos_reglas, fields: regla_id }, vitrina:name: regla, "
		"vitrina:reverse: hallazgos }\n");
	owners_put_keys(f->owners, "hallazgos", &out);
	buf_printf(&out, "%s",
		"    fields:\n"
		"    - { name: hallazgo_id, type: string, title: { es: Clave, en: Key } }\n"
		"    - { name: regla_id, type: string, title: { es: Regla, en: Rule }, constraints: { required: true } }\n"
		"    - { name: nivel, type: string, title: { es: Nivel, en: Level }, constraints: { required: true, enum: [aviso] },"
		" vitrina:labels: { aviso: { es: aviso, en: warning } } }\n"
		"    - { name: tabla, type: string, title: { es: Tabla, en: Table } }\n"
		"    - { name: registro, type: string, title: { es: Clave del renglón, en: Key of the row } }\n"
		"    - { name: campo, type: string, title: { es: Campo, en: Field } }\n"
		"    - { name: mensaje_es, type: string, title: { es: Mensaje, en: Message in Spanish }, constraints: { required: true } }\n"
		"    - { name: mensaje_en, type: string, title: { es: Mensaje en inglés, en: Message }, constraints: { required: true } }\n"
		"    - { name: archivo, type: string, title: { es: Archivo fuente, en: Source file } }\n"
		"    - { name: linea, type: integer, title: { es: Línea, en: Line } }\n"
		"    - { name: columna, type: integer, title: { es: Columna de la línea, en: Column of the line } }\n");
	owners_put_fields(f->owners, &out);
	buf_printf(&out, "%s",
		"- name: hallazgos_reglas\n"
		"  title: { es: Reglas de las revisiones, en: Rules of the checks }\n"
		"  description: { es: 'Qué revisa cada regla y cuántas veces se dijo, también las que no encontraron nada.',"
		" en: 'What each rule checks and how often it was told, also those that found nothing.' }\n"
		"  vitrina:singular: regla\n"
		"  vitrina:label: titulo_es\n"
		"  schema:\n"
		"    primaryKey: regla_id\n"
		"    fields:\n"
		"    - { name: regla_id, type: string, title: { es: Regla, en: Rule } }\n"
		"    - { name: origen, type: string, title: { es: De quién es, en: Whose it is }, constraints: { required: true, enum: "
		"[oficina, vitrina] },"
		" vitrina:labels: { oficina: { es: de la oficina, en: the office's }, vitrina: { es: de Vitrina, en: Vitrina's } } }\n"
		"    - { name: titulo_es, type: string, title: { es: Qué dice, en: What it says in Spanish }, constraints: { required: true } }\n"
		"    - { name: titulo_en, type: string, title: { es: Qué dice en inglés, en: What it says }, constraints: { required: true } }\n"
		"    - { name: explicacion_es, type: string, title: { es: Explicación, en: Explanation in Spanish } }\n"
		"    - { name: explicacion_en, type: string, title: { es: Explicación en inglés, en: Explanation } }\n"
		"    - { name: remedio_es, type: string, title: { es: Cómo se corrige, en: How to mend it in Spanish } }\n"
		"    - { name: remedio_en, type: string, title: { es: Cómo se corrige en inglés, en: How to mend it } }\n"
		"    - { name: archivo, type: string, title: { es: Dónde se declara, en: Where it is declared } }\n"
		"    - { name: linea, type: integer, title: { es: Línea, en: Line } }\n"
		"    - { name: total, type: integer, title: { es: Veces que se dijo, en: Times it was told }, constraints: { required: true } }\n");
	text = arena_copy(f->arena, buf_str(&out));
	buf_clear(&out);
	return text;
}

/* From a message to its row. */

static uint32_t row_at(const struct part *part, const struct place *at)
{
	uint32_t low = part->first, high = part->first + part->rows; /* the last row that begins at the line or above it */

	if (part->rows == 0 || at->line == 0)
		return ROW_NONE;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (table_row_place(part->table, middle).line <= at->line)
			low = middle;
		else
			high = middle;
	}
	/* A message of a line without a field may be of one between rows. */
	return at->field.len || table_row_place(part->table, low).line == at->line ? low : ROW_NONE;
}

/* Rows of the tables. */

static struct str or_absent(struct str text)
{
	return text.len ? text : (struct str){ NULL, 0 };
}

static struct str number(struct findings *f, uint64_t n)
{
	return n ? arena_printf(f->arena, "%llu", (unsigned long long)n) : (struct str){ NULL, 0 };
}

/* "calendar-sum:metas/son-2011-07/meta_programada", or of what is no row "blank-row:data/poa/metas.csv/19": the same as long as the fault is there. A
 * second of the same name has "~2" behind it. */
static struct str new_id(struct findings *f, const struct diag_message *m, const struct str *cells)
{
	struct str id;
	struct times *times;

	if (cells[4].at)
		id = arena_printf(f->arena, "%s:%.*s/%.*s%s%.*s", m->rule, STR_ARG(cells[3]), STR_ARG(cells[4]), m->at.field.len ? "/" : "",
			STR_ARG(m->at.field));
	else
		id = arena_printf(f->arena, "%s:%.*s/%u", m->rule, STR_ARG(m->at.path), m->at.line);
	times = map_find(f->ids, id);
	if (!times) {
		times = arena_new_of(f->arena, struct times);
		map_put(f->ids, id, times);
	}
	return ++times->count == 1 ? id : arena_printf(f->arena, "%.*s~%u", STR_ARG(id), times->count);
}

static void add_finding(struct findings *f, const struct diag_message *m)
{
	const struct part *part = map_find(f->parts, m->at.path);
	uint32_t row = part ? row_at(part, &m->at) : ROW_NONE;
	struct str cells[FIXED + OWNERS_MOST] = { 0 };
	struct buf key = { 0 };

	cells[1] = str_of(m->rule);
	cells[2] = STR("aviso");
	if (part)
		cells[3] = table_name(part->table);
	if (row != ROW_NONE) {
		table_key(part->table, row, &key);
		cells[4] = arena_copy(f->arena, buf_str(&key));
		for (size_t i = 0; i < owners_count(f->owners); i++)
			cells[FIXED + i] = owners_key(f->owners, i, part->table, row);
	}
	cells[5] = or_absent(m->at.field);
	cells[6] = m->texts[LANG_ES];
	cells[7] = m->texts[LANG_EN];
	cells[8] = or_absent(m->at.path);
	cells[9] = number(f, m->at.line);
	cells[10] = number(f, m->at.line ? m->at.column : 0);
	cells[0] = new_id(f, m, cells);
	addition_row(f->addition, STR("hallazgos"), cells, FIXED + owners_count(f->owners));
	buf_clear(&key);
}

static uint64_t total_of(struct diag *diag, struct str rule)
{
	size_t count;
	const struct diag_tally *const *tallies = diag_tallies(diag, &count);
	uint64_t total = 0;

	for (size_t i = 0; i < count; i++)
		if (tallies[i]->level == DIAG_WARNING && str_equal(str_of(tallies[i]->rule), rule))
			total += tallies[i]->count;
	return total;
}

static void add_rule(struct findings *f, struct str name, const struct table_rule *own, struct diag *diag)
{
	const struct rule *ours = own ? NULL : rule_find(name);
	struct str cells[11] = { name, own ? STR("oficina") : STR("vitrina"), name, name };

	if (ours)
		for (int i = 0; i < 2; i++) {
			enum lang lang = i ? LANG_EN : LANG_ES;

			cells[2 + i] = str_of(ours->title[lang]);
			cells[4 + i] = str_of(ours->means[lang]);
			cells[6 + i] = str_of(ours->mend[lang]);
		}
	if (own && own->title.count) {
		cells[2] = phrase_in(&own->title, STR("es"));
		cells[3] = phrase_in(&own->title, STR("en"));
	}
	if (own && own->means.count) {
		cells[4] = phrase_in(&own->means, STR("es"));
		cells[5] = phrase_in(&own->means, STR("en"));
	}
	if (own) {
		cells[8] = own->at.path;
		cells[9] = number(f, own->at.line);
	}
	cells[10] = arena_printf(f->arena, "%llu", (unsigned long long)total_of(diag, name));
	addition_row(f->addition, STR("hallazgos_reglas"), cells, 11);
}

/* The office's rules in the order of tables and declarations, then those of ours that were told. One name may be declared for several tables. */
static size_t add_rules(struct findings *f, struct diag *diag, bool count_only)
{
	const struct map_entry *tables = map_entries(f->site->tables);
	struct map *known = map_new(f->arena);
	size_t count, tallies;
	const struct diag_tally *const *all = diag_tallies(diag, &tallies);

	for (size_t t = 0; t < map_count(f->site->tables); t++) {
		const struct table_rule *rules = table_rules(tables[t].value, &count);

		for (size_t i = 0; i < count; i++)
			if (!map_put(known, rules[i].name, f) && !count_only)
				add_rule(f, rules[i].name, &rules[i], diag);
	}
	for (size_t i = 0; i < tallies; i++)
		if (all[i]->level == DIAG_WARNING && !map_put(known, str_of(all[i]->rule), f) && !count_only)
			add_rule(f, str_of(all[i]->rule), NULL, diag);
	return map_count(known);
}

struct addition *findings_new(struct arena *arena, const struct site *site, struct diag *diag)
{
	struct findings f = { .arena = arena, .site = site, .ids = map_new(arena) };
	size_t count;
	const struct diag_message *const *messages = diag_messages(diag, &count);

	if (add_rules(&f, diag, true) == 0)
		return NULL;
	f.owners = owners_new(arena, site);
	list_parts(&f);
	f.addition = addition_new(STR("vitrina/calidad"), descriptor(&f));
	add_rules(&f, diag, false);
	for (size_t i = 0; i < count; i++)
		if (messages[i]->level == DIAG_WARNING)
			add_finding(&f, messages[i]);
	return f.addition;
}
