/* `vitrina:views` of a descriptor. What its names mean is found out once all tables have their computed fields: see flat.c. */
#include "model/load_flat.h"

#include "base/arena.h"
#include "model/load_setting.h"
#include "parse/settings.h"

struct reading {
	struct arena *arena;
	struct str folder, main_lang;
	struct diag *diag;
};

static struct mention mention_of(struct reading *r, const struct setting *s)
{
	return s ? (struct mention){ setting_text(s, STR(""), r->diag), s->at } : (struct mention){ 0 };
}

/* The name of a column that only tells its way: "programa.nombre" is programa_nombre. */
static struct str name_of_way(struct reading *r, struct str way)
{
	struct str name = arena_copy(r->arena, way);

	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] == '.')
			((char *)(uintptr_t)name.at)[i] = '_';
	return name;
}

static bool take_column(struct reading *r, const struct setting *s, bool pivot, struct flat_column *out)
{
	static const char *const known[] = { "name", "from", "key", "title", "description", "unit", NULL };
	const struct setting *name = setting_find(s, "name");

	*out = (struct flat_column){ .at = s->at };
	if (s->kind == SETTING_TEXT) {
		out->from = (struct mention){ s->text, s->at };
		out->name = name_of_way(r, s->text);
		return s->text.len > 0;
	}
	if (!setting_map(s, r->diag) || !setting_known(s, known, "vitrina:", r->diag))
		return false;
	out->name = setting_text(name, STR(""), r->diag);
	out->at = name ? name->at : s->at;
	out->from = setting_find(s, "from") ? mention_of(r, setting_find(s, "from")) : (struct mention){ out->name, out->at };
	out->key = mention_of(r, setting_find(s, "key"));
	out->title = load_phrase(r->arena, setting_find(s, "title"), s, "title", r->main_lang, r->diag);
	out->description = load_phrase(r->arena, setting_find(s, "description"), s, "description", r->main_lang, r->diag);
	out->unit = setting_text(setting_find(s, "unit"), STR(""), r->diag);
	if (out->name.len == 0)
		return diag_error(r->diag, s->at, "view", "a column of a view needs a 'name'", "una columna de una vista necesita 'name'");
	return out->key.name.len == 0 || pivot ||
	       diag_error(r->diag, out->key.at, "view", "'key' is for views with a 'pivot'", "'key' es para vistas con 'pivot'");
}

static bool take_pivot(struct reading *r, const struct setting *s, struct flat_pivot *out)
{
	static const char *const known[] = { "rows", "by", "part", "value", NULL };
	struct str part;

	if (!s)
		return true;
	if (!setting_map(s, r->diag) || !setting_known(s, known, NULL, r->diag))
		return false;
	*out = (struct flat_pivot){ true, mention_of(r, setting_find(s, "rows")), mention_of(r, setting_find(s, "by")),
		mention_of(r, setting_find(s, "value")), mention_of(r, setting_find(s, "part")) };
	part = out->part.name;
	if (out->rows.name.len == 0 || out->by.name.len == 0 || out->value.name.len == 0)
		return diag_error(r->diag, s->at, "view", "a pivot needs 'rows', 'by' and 'value'", "un pivot necesita 'rows', 'by' y 'value'");
	return part.len == 0 || str_equal(part, STR("year")) || str_equal(part, STR("month")) || str_equal(part, STR("day")) ||
	       diag_error(r->diag, out->part.at, "view", "'part' is year, month or day", "'part' es year, month o day");
}

static bool name_fits(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!(name.at[i] >= 'a' && name.at[i] <= 'z') && name.at[i] != '_' && (i == 0 || name.at[i] < '0' || name.at[i] > '9'))
			return false;
	return name.len > 0;
}

static bool take_columns(struct reading *r, const struct setting *list, struct flat_told *out)
{
	struct flat_column *columns = arena_array(r->arena, struct flat_column, list ? list->count + 1 : 1);
	bool good = true;

	for (size_t i = 0; list && i < list->count; i++) {
		if (take_column(r, &list->items[i], out->pivot.given, &columns[out->count]))
			out->count++;
		else
			good = false;
	}
	out->columns = columns;
	return good;
}

static bool take_view(struct reading *r, const struct setting *s, struct flat_told *out)
{
	static const char *const known[] = { "name", "title", "description", "from", "label", "singular", "pivot", "fulltext", "fields", NULL };
	const struct setting *name = setting_find(s, "name");
	bool good;

	*out = (struct flat_told){ .folder = r->folder, .at = name ? name->at : s->at };
	if (!setting_map(s, r->diag) || !setting_known(s, known, "vitrina:", r->diag))
		return false;
	out->name = setting_text(name, STR(""), r->diag);
	out->singular = setting_text(setting_find(s, "singular"), out->name, r->diag);
	out->title = load_phrase(r->arena, setting_find(s, "title"), s, "title", r->main_lang, r->diag);
	out->description = load_phrase(r->arena, setting_find(s, "description"), s, "description", r->main_lang, r->diag);
	out->from = mention_of(r, setting_find(s, "from"));
	out->label = mention_of(r, setting_find(s, "label"));
	out->fulltext = load_mentions(r->arena, setting_find(s, "fulltext"), r->diag);
	good = take_pivot(r, setting_find(s, "pivot"), &out->pivot);
	good = take_columns(r, setting_list(setting_find(s, "fields"), r->diag), out) && good;
	if (name_fits(out->name) && out->from.name.len && out->count)
		return good;
	return diag_error(r->diag, out->at, "view", "a view needs a 'name' of small letters, digits and _, 'from' and 'fields'",
		"una vista necesita un 'name' de minúsculas, cifras y _, 'from' y 'fields'");
}

bool load_flats(struct arena *arena, const struct setting *list, struct str main_lang, struct package *package, struct diag *diag)
{
	struct reading r = { arena, package->folder, main_lang, diag };
	struct flat_told *views = arena_array(arena, struct flat_told, list ? list->count + 1 : 1);
	bool good = true;

	for (size_t i = 0; list && i < list->count; i++) {
		if (take_view(&r, &list->items[i], &views[package->view_count]))
			package->view_count++;
		else
			good = false;
	}
	package->views = views;
	return good;
}
