#include "model/load_setting.h"

#include "base/arena.h"
#include "parse/settings.h"

enum { NAMES_MOST = 64 };

static bool letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

static bool digit(char c) { return c >= '0' && c <= '9'; }

bool lang_good(struct str text)
{
	struct str rest = text, part;
	bool first = true;

	if (text.len == 0 || text.at[text.len - 1] == '-')
		return false;
	for (; str_next(&rest, '-', &part); first = false) {
		if (part.len < (first ? 2 : 1) || part.len > (first ? 3 : 8))
			return false;
		for (size_t i = 0; i < part.len; i++)
			if (!letter(part.at[i]) && (first || !digit(part.at[i])))
				return false;
	}
	return true;
}

bool name_good(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!letter(text.at[i]) && text.at[i] != '_' && (i == 0 || !digit(text.at[i])))
			return false;
	return text.len > 0;
}

struct str name_from(struct arena *arena, struct str text)
{
	struct str copy = arena_copy(arena, text);
	char *at = (char *)copy.at;

	for (size_t i = 0; i < copy.len; i++)
		if (!letter(at[i]) && !digit(at[i]))
			at[i] = '_';
	return copy.len && digit(at[0]) ? arena_printf(arena, "_%.*s", STR_ARG(copy)) : copy;
}

struct texts {
	struct phrase_text *at;
	size_t count, capacity;
};

/* The first text of a language counts; the main one goes to the front. */
static void add_text(struct arena *arena, struct texts *texts, struct str lang, struct str text,
	struct str main_lang)
{
	for (size_t i = 0; i < texts->count; i++)
		if (str_equal(texts->at[i].lang, lang))
			return;
	arena_grow(arena, texts->at, texts->count, texts->capacity);
	texts->at[texts->count++] = (struct phrase_text){ lang, text };
	if (str_equal(lang, main_lang)) {
		memmove(texts->at + 1, texts->at, (texts->count - 1) * sizeof *texts->at);
		texts->at[0] = (struct phrase_text){ lang, text };
	}
}

/* "en" of vitrina:en; "" for other names. */
static struct str lang_of(struct str name)
{
	struct str lang = str_starts(name, STR("vitrina:")) ? str_after(name, 8) : STR("");

	return lang_good(lang) ? lang : STR("");
}

struct phrase load_phrase(struct arena *arena, const struct setting *value, const struct setting *owner,
	const char *key, struct str main_lang, struct diag *diag)
{
	struct texts texts = { 0 };

	if (value && value->kind == SETTING_MAP) {
		for (size_t i = 0; i < value->count; i++) {
			const struct setting *item = &value->items[i];

			if (!lang_good(item->key))
				diag_error(diag, item->key_at, "language",
					"'%.*s' is no language; write it like es or en",
					"'%.*s' no es un idioma; escríbalo como es o en", STR_ARG(item->key));
			else if (!setting_null(item))
				add_text(arena, &texts, item->key, setting_text(item, STR(""), diag), main_lang);
		}
	} else if (value) {
		add_text(arena, &texts, main_lang, setting_text(value, STR(""), diag), main_lang);
	}
	for (size_t i = 0; owner && i < owner->count; i++) {
		struct str lang = lang_of(owner->items[i].key);
		const struct setting *text = lang.len ? setting_find(&owner->items[i], key) : NULL;

		if (text)
			add_text(arena, &texts, lang, setting_text(text, STR(""), diag), main_lang);
	}
	return (struct phrase){ texts.at, texts.count };
}

const struct str *load_texts(struct arena *arena, const struct setting *s, size_t *count, struct diag *diag)
{
	struct str *texts;

	*count = 0;
	if (!s)
		return NULL;
	texts = arena_array(arena, struct str, s->count + 1);
	if (s->kind == SETTING_TEXT)
		texts[(*count)++] = s->text;
	else if (!setting_list(s, diag))
		return texts;
	for (size_t i = 0; i < s->count; i++) {
		const struct setting *item = &s->items[i], *value = item->kind == SETTING_MAP
			? setting_find(item, "value") : item;

		if (value && value->kind == SETTING_TEXT)
			texts[(*count)++] = value->text;
		else
			diag_error(diag, item->at, "setting-kind", "'%.*s' must be a list of texts",
				"'%.*s' debe ser una lista de textos", STR_ARG(s->key));
	}
	return texts;
}

void load_nearest(struct str word, const struct str *candidates, size_t count, struct diag *diag)
{
	struct str nearest = str_nearest(word, candidates, count);

	if (nearest.len)
		diag_advice(diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(nearest));
}

static size_t gather(const char *const *list, struct str names[static NAMES_MOST])
{
	size_t count = 0;

	for (; count < NAMES_MOST && list[count]; count++)
		names[count] = str_of(list[count]);
	return count;
}

static bool among(struct str word, const struct str *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(list[i], word))
			return true;
	return false;
}

static void check_ours(const struct setting *item, const char *const *ours, struct diag *diag)
{
	struct str names[NAMES_MOST], name = str_after(item->key, 8), nearest;
	size_t count = gather(ours, names);

	if (among(name, names, count) || (lang_good(name) && item->kind == SETTING_MAP))
		return;
	diag_error(diag, item->key_at, "unknown-setting", "unknown setting '%.*s'", "ajuste desconocido '%.*s'",
		STR_ARG(item->key));
	nearest = str_nearest(name, names, count);
	if (nearest.len)
		diag_advice(diag, "did you mean 'vitrina:%.*s'?", "¿quiso decir 'vitrina:%.*s'?", STR_ARG(nearest));
}

static void check_standard(const struct setting *item, const char *const *known, struct diag *diag)
{
	struct str names[NAMES_MOST], nearest;
	size_t count = gather(known, names);

	if (among(item->key, names, count))
		return;
	nearest = str_nearest(item->key, names, count);
	if (nearest.len == 0)
		return;
	diag_warning(diag, item->key_at, "near-miss", "'%.*s' is no property of the standard, and was passed over",
		"'%.*s' no es una propiedad del estándar y se pasó por alto", STR_ARG(item->key));
	diag_advice(diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(nearest));
}

void load_names(const struct setting *map, const char *const *known, const char *const *ours, struct diag *diag)
{
	for (size_t i = 0; map && map->kind == SETTING_MAP && i < map->count; i++)
		if (str_starts(map->items[i].key, STR("vitrina:")))
			check_ours(&map->items[i], ours, diag);
		else if (!str_starts(map->items[i].key, STR("x-")))
			check_standard(&map->items[i], known, diag);
}

struct mentions load_mentions(struct arena *arena, const struct setting *s, struct diag *diag)
{
	const struct setting *list = setting_list(s, diag);
	struct mention *mentions;
	size_t count = 0;

	if (!list)
		return (struct mentions){ 0 };
	mentions = arena_array(arena, struct mention, list->count + 1);
	for (size_t i = 0; i < list->count; i++) {
		struct str name = setting_text(&list->items[i], STR(""), diag);

		if (name.len)
			mentions[count++] = (struct mention){ name, list->items[i].at };
	}
	return (struct mentions){ mentions, count };
}
