/* What the texts of a settings tree mean, asked for one by one: YAML 1.2, core schema. */
#include "parse/settings.h"

bool setting_null(const struct setting *s)
{
	static const char *const nulls[] = { "", "~", "null", "Null", "NULL" };

	for (size_t i = 0; s->kind == SETTING_TEXT && s->plain && i < sizeof nulls / sizeof *nulls; i++)
		if (str_equal(s->text, str_of(nulls[i])))
			return true;
	return false;
}

const struct setting *setting_find(const struct setting *map, const char *key)
{
	if (!map || map->kind != SETTING_MAP)
		return NULL;
	for (size_t i = 0; i < map->count; i++)
		if (str_equal(map->items[i].key, str_of(key)))
			return setting_null(&map->items[i]) ? NULL : &map->items[i];
	return NULL;
}

static void wrong_kind(const struct setting *s, const char *en, const char *es, struct diag *diag)
{
	diag_error(diag, s->at, "setting-kind", "'%.*s' must be %s%.0s", "'%.*s' debe ser %.0s%s", STR_ARG(s->key), en, es);
}

struct str setting_text(const struct setting *s, struct str otherwise, struct diag *diag)
{
	if (!s)
		return otherwise;
	if (s->kind == SETTING_TEXT)
		return s->text;
	wrong_kind(s, "a text", "un texto", diag);
	return otherwise;
}

bool setting_bool(const struct setting *s, bool otherwise, struct diag *diag)
{
	if (!s)
		return otherwise;
	if (s->kind == SETTING_TEXT && s->plain) {
		if (str_equal(s->text, STR("true")) || str_equal(s->text, STR("True")) || str_equal(s->text, STR("TRUE")))
			return true;
		if (str_equal(s->text, STR("false")) || str_equal(s->text, STR("False")) || str_equal(s->text, STR("FALSE")))
			return false;
	}
	wrong_kind(s, "true or false", "true o false", diag);
	return otherwise;
}

int64_t setting_integer(const struct setting *s, int64_t otherwise, struct diag *diag)
{
	int64_t value = 0;
	size_t i;

	if (!s)
		return otherwise;
	i = s->kind == SETTING_TEXT && s->text.len > 1 && s->text.at[0] == '-';
	if (s->kind == SETTING_TEXT && s->plain && s->text.len > 0 && s->text.len < 19) {
		for (; i < s->text.len && s->text.at[i] >= '0' && s->text.at[i] <= '9'; i++)
			value = value * 10 + (s->text.at[i] - '0');
		if (i == s->text.len)
			return s->text.at[0] == '-' ? -value : value;
	}
	wrong_kind(s, "a whole number", "un número entero", diag);
	return otherwise;
}

const struct setting *setting_list(const struct setting *s, struct diag *diag)
{
	if (!s || s->kind == SETTING_LIST)
		return s;
	wrong_kind(s, "a list", "una lista", diag);
	return NULL;
}

const struct setting *setting_map(const struct setting *s, struct diag *diag)
{
	if (!s || s->kind == SETTING_MAP)
		return s;
	wrong_kind(s, "a map of names and values", "un mapa de nombres y valores", diag);
	return NULL;
}

static bool known_name(struct str key, const char *const *known, const char *prefix)
{
	for (size_t i = 0; known[i]; i++)
		if (str_equal(key, str_of(known[i])))
			return true;
	return prefix && str_starts(key, str_of(prefix));
}

static struct str nearest_name(struct str key, const char *const *known)
{
	struct str names[64];
	size_t count = 0;

	while (count < 64 && known[count]) {
		names[count] = str_of(known[count]);
		count++;
	}
	return str_nearest(key, names, count);
}

bool setting_known(const struct setting *map, const char *const *known, const char *prefix, struct diag *diag)
{
	bool good = true;

	for (size_t i = 0; map && map->kind == SETTING_MAP && i < map->count; i++) {
		struct str key = map->items[i].key, near;

		if (known_name(key, known, prefix))
			continue;
		near = nearest_name(key, known);
		good = diag_error(diag, map->items[i].key_at, "unknown-setting", "unknown setting '%.*s'",
			"ajuste desconocido '%.*s'", STR_ARG(key));
		if (near.len)
			diag_advice(diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(near));
	}
	return good;
}
