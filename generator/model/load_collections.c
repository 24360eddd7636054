/* `collections:` of portal.yaml: pages made of rows. What their permalinks mean is the business of those who
 * make the pages. */
#include "model/load_parts.h"

#include "base/arena.h"
#include "base/map.h"
#include "model/load_setting.h"
#include "parse/settings.h"

struct reading {
	struct arena *arena;
	struct site *site;
	struct diag *diag;
};

/* The table that a text names; NULL when there is none, and then reported. */
static struct table *table_named(struct reading *r, const struct setting *s)
{
	struct str name = setting_text(s, STR(""), r->diag), *names;
	struct table *table = site_table(r->site, name);
	size_t count = map_count(r->site->tables);

	if (table || s->kind != SETTING_TEXT)
		return table;
	names = arena_array(r->arena, struct str, count + 1);
	for (size_t i = 0; i < count; i++)
		names[i] = map_entries(r->site->tables)[i].key;
	diag_error(r->diag, s->at, "unknown-resource", "there is no resource '%.*s'", "no hay recurso '%.*s'",
		STR_ARG(name));
	load_nearest(name, names, count, r->diag);
	return NULL;
}

static bool among(struct table *const *list, size_t count, const struct table *table)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == table)
			return true;
	return false;
}

static void take_slice(struct reading *r, const struct setting *s, struct collection *out)
{
	const struct setting *list = setting_list(setting_find(s, "slice"), r->diag), *csv = setting_find(s, "csv");
	struct table **slice = arena_array(r->arena, struct table *, list ? list->count + 1 : 1);

	for (size_t i = 0; list && i < list->count; i++) {
		struct table *table = table_named(r, &list->items[i]);

		if (table && among(slice, out->slice_count, table))
			diag_error(r->diag, list->items[i].at, "slice-twice", "'%.*s' is in the slice twice",
				"'%.*s' está dos veces en el recorte", STR_ARG(list->items[i].text));
		else if (table)
			slice[out->slice_count++] = table;
	}
	out->slice = slice;
	out->csv = csv ? table_named(r, csv) : out->slice_count ? slice[0] : NULL;
	if (csv && out->csv && !among(slice, out->slice_count, out->csv))
		diag_error(r->diag, csv->at, "slice-csv", "'csv' must name one of the resources of 'slice'",
			"'csv' debe nombrar uno de los recursos de 'slice'");
}

/* A setting that a collection can't do without; "" when it is not there, and then reported. */
static struct str needed(struct reading *r, const struct setting *s, const char *name, const char *example)
{
	const struct setting *value = setting_find(s, name);

	if (value)
		return setting_text(value, STR(""), r->diag);
	diag_error(r->diag, s->key_at, "collection", "the collection '%.*s' has no '%s'",
		"la colección '%.*s' no tiene '%s'", STR_ARG(s->key), name);
	diag_advice(r->diag, "write %s: %s", "escriba %s: %s", name, example);
	return STR("");
}

/* False when there is no making pages of it, and then reported. */
static bool take_collection(struct reading *r, const struct setting *s, struct collection *out)
{
	static const char *const known[] = { "from", "permalink", "template", "slice", "csv", "through", "formats", "once", NULL };

	*out = (struct collection){ .name = s->key, .at = s->key_at };
	if (!setting_map(s, r->diag))
		return false;
	setting_known(s, known, NULL, r->diag);
	out->permalink = needed(r, s, "permalink", "/programas/{programa_id}/");
	out->template = needed(r, s, "template", "programa.html");
	out->through = setting_text(setting_find(s, "through"), STR(""), r->diag);
	out->once = setting_bool(setting_find(s, "once"), false, r->diag);
	if (needed(r, s, "from", "programas").len)
		out->from = table_named(r, setting_find(s, "from"));
	take_slice(r, s, out);
	out->formats = load_mentions(r->arena, setting_find(s, "formats"), r->diag);
	return out->from && out->permalink.len && out->template.len;
}

bool load_collections(struct arena *arena, const struct setting *collections, struct site *site, struct diag *diag)
{
	struct reading r = { arena, site, diag };
	uint64_t errors = diag_count(diag, DIAG_ERROR);
	struct collection *out = arena_array(arena, struct collection, collections ? collections->count + 1 : 1);

	for (size_t i = 0; collections && i < collections->count; i++)
		if (take_collection(&r, &collections->items[i], &out[site->collection_count]))
			site->collection_count++;
	site->collections = out;
	return diag_count(diag, DIAG_ERROR) == errors;
}
