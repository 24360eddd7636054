/* The way from a table to an owner is looked for once, by the foreign keys nearest first, and then walked for each row. */
#include "model/owners.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "model/site.h"

enum { STEPS_MOST = 8, TABLES_MOST = 256 };

struct way {
	const struct link *steps[STEPS_MOST];
	size_t count;
	bool leads;
};

struct owner {
	const struct table *table;
	struct str field; /* "meta_id" */
};

struct owners {
	struct arena *arena;
	struct owner items[OWNERS_MOST];
	size_t count;
	struct map *ways; /* name of a table → struct way for each owner */
};

static bool is_made(const struct site *site, const struct table *table)
{
	for (size_t i = 0; i < site->package_count; i++)
		if (site->packages[i]->added && str_equal(site->packages[i]->folder, table_package(table)))
			return true;
	return false;
}

static void add_owner(struct owners *owners, const struct site *site, const struct settings_value *collection)
{
	const struct settings_value *from = settings_value_find(collection, STR("from"));
	const struct table *table = from ? site_table(site, from->text) : NULL;

	if (!table || table_schema(table)->primary.count != 1 || is_made(site, table) || owners->count == OWNERS_MOST)
		return;
	for (size_t i = 0; i < owners->count; i++)
		if (owners->items[i].table == table)
			return;
	owners->items[owners->count++] = (struct owner){ table, arena_printf(owners->arena, "%.*s_id", STR_ARG(table_singular(table))) };
}

struct owners *owners_new(struct arena *arena, const struct site *site)
{
	struct owners *owners = arena_new_of(arena, struct owners);
	const struct settings_value *collections = settings_value_find(&site->settings, STR("collections"));

	*owners = (struct owners){ .arena = arena, .ways = map_new(arena) };
	for (size_t i = 0; collections && i < collections->count; i++)
		add_owner(owners, site, &collections->items[i]);
	return owners;
}

size_t owners_count(const struct owners *owners) { return owners->count; }

const struct table *owners_table(const struct owners *owners, size_t index) { return owners->items[index].table; }

/* Descriptors. */

void owners_put_keys(const struct owners *owners, const char *reverse, struct buf *out)
{
	for (size_t i = 0; i < owners->count; i++)
		buf_printf(out, "    - { fields: %.*s, reference: { resource: %.*s, fields: %.*s }, vitrina:reverse: %s }\n",
			STR_ARG(owners->items[i].field), STR_ARG(table_name(owners->items[i].table)),
			STR_ARG(table_schema(owners->items[i].table)->primary.fields[0]->name), reverse);
}

/* In single quotes, where YAML knows no escapes but ''. */
static void put_quoted(struct str text, struct buf *out)
{
	struct str piece;
	bool first = true;

	buf_byte(out, '\'');
	for (; str_next(&text, '\'', &piece); first = false)
		buf_printf(out, "%s%.*s", first ? "" : "''", STR_ARG(piece));
	buf_byte(out, '\'');
}

void owners_put_fields(const struct owners *owners, struct buf *out)
{
	for (size_t i = 0; i < owners->count; i++) {
		const struct owner *owner = &owners->items[i];
		const struct field *key = table_schema(owner->table)->primary.fields[0];
		const struct phrase *title = table_title(owner->table);

		buf_printf(out, "    - { name: %.*s, type: %s, title: { ", STR_ARG(owner->field), field_type_name(key->type));
		for (size_t t = 0; t < title->count; t++) {
			buf_printf(out, "%s%.*s: ", t ? ", " : "", STR_ARG(title->texts[t].lang));
			put_quoted(title->texts[t].text, out);
		}
		buf_printf(out, "%s } }\n", title->count ? "" : "es: 'Renglón'");
	}
}

/* Ways. */

struct reached {
	const struct table *table;
	struct way way;
};

static void reach(struct reached *reached, size_t *count, const struct way *way, const struct link *link)
{
	for (size_t i = 0; i < *count; i++)
		if (reached[i].table == link->to)
			return;
	if (*count == TABLES_MOST || way->count == STEPS_MOST)
		return;
	reached[*count] = (struct reached){ link->to, *way };
	reached[*count].way.steps[reached[*count].way.count++] = link;
	++*count;
}

static struct way find_way(const struct table *from, const struct table *to)
{
	struct reached *reached = memory_resize(NULL, TABLES_MOST * sizeof *reached);
	struct way found = { .leads = false };
	size_t count = 1;

	reached[0] = (struct reached){ .table = from };
	for (size_t at = 0; at < count && !found.leads; at++) {
		found = reached[at].way;
		found.leads = reached[at].table == to;
		for (size_t i = 0; !found.leads && i < table_link_count(reached[at].table); i++)
			reach(reached, &count, &reached[at].way, table_link_at(reached[at].table, i));
	}
	memory_free(reached);
	return found;
}

static const struct way *ways_from(struct owners *owners, const struct table *table)
{
	struct way *ways = map_find(owners->ways, table_name(table));

	if (ways)
		return ways;
	ways = arena_array(owners->arena, struct way, owners->count + 1);
	for (size_t i = 0; i < owners->count; i++)
		ways[i] = find_way(table, owners->items[i].table);
	map_put(owners->ways, table_name(table), ways);
	return ways;
}

struct str owners_key(struct owners *owners, size_t index, const struct table *table, uint32_t row)
{
	const struct way *way = &ways_from(owners, table)[index];
	const struct table *to = owners->items[index].table;
	struct str key = { NULL, 0 };

	for (size_t i = 0; way->leads && i < way->count && row != ROW_NONE; i++)
		row = link_forward(way->steps[i], row);
	if (way->leads && row != ROW_NONE)
		table_text(to, row, table_schema(to)->primary.fields[0]->index, &key);
	return key;
}
