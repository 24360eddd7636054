/* `history:` of portal.yaml. Tables are looked up by those who know the past: one that is named may be no more. */
#include "model/load_parts.h"

#include "base/arena.h"
#include "model/load_setting.h"
#include "parse/settings.h"

static bool take_role(struct arena *arena, const struct setting *s, struct str lang, struct history_role *out, struct diag *diag)
{
	static const char *const known[] = { "author", "role", NULL };
	const struct setting *role;

	if (!setting_map(s, diag) || !setting_known(s, known, NULL, diag))
		return false;
	role = setting_find(s, "role");
	out->author = setting_text(setting_find(s, "author"), STR(""), diag);
	out->role = load_phrase(arena, role, NULL, "", lang, diag);
	if (out->author.len && out->role.count)
		return true;
	diag_error(diag, s->at, "history-role", "a role needs 'author' and 'role'", "un papel necesita 'author' y 'role'");
	diag_advice(diag, "write - { author: \"*@sonora.example\", role: Unidad de Transparencia }",
		"escriba - { author: \"*@sonora.example\", role: Unidad de Transparencia }");
	return false;
}

static void take_roles(struct arena *arena, const struct setting *list, struct site *site, struct diag *diag)
{
	struct history_role *roles = arena_array(arena, struct history_role, list ? list->count + 1 : 1);

	site->history.roles = roles;
	for (size_t i = 0; list && i < list->count; i++)
		if (take_role(arena, &list->items[i], site->langs[0], &roles[site->history.role_count], diag))
			site->history.role_count++;
}

static void check_omitted(const struct mentions *omit, struct diag *diag)
{
	for (size_t i = 0; i < omit->count; i++) {
		size_t point = str_find(omit->list[i].name, '.', 0);

		if (point > 0 && point + 1 < omit->list[i].name.len)
			continue;
		diag_error(diag, omit->list[i].at, "history-omit", "'%.*s' is no field of a table", "'%.*s' no es un campo de una tabla",
			STR_ARG(omit->list[i].name));
		diag_advice(diag, "write table and field with a point: avances.nota; to leave out a whole table, name the others in 'tables'",
			"escriba tabla y campo con un punto: avances.nota; para dejar fuera una tabla entera, nombre las otras en 'tables'");
	}
}

void load_history(struct arena *arena, const struct setting *s, struct site *site, struct diag *diag)
{
	static const char *const known[] = { "tables", "omit", "authors", "roles", NULL };

	if (s && s->kind == SETTING_TEXT)
		site->history.off = !setting_bool(s, true, diag);
	if (!s || s->kind == SETTING_TEXT || !setting_map(s, diag))
		return;
	setting_known(s, known, NULL, diag);
	site->history.authors = setting_bool(setting_find(s, "authors"), false, diag);
	site->history.tables = load_mentions(arena, setting_find(s, "tables"), diag);
	site->history.omit = load_mentions(arena, setting_find(s, "omit"), diag);
	check_omitted(&site->history.omit, diag);
	take_roles(arena, setting_list(setting_find(s, "roles"), diag), site, diag);
}
