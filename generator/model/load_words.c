/* Words of a theme and its parents are read together, children over parents; each language of the site must have every one. */
#include "model/load_parts.h"

#include "base/arena.h"
#include "base/map.h"
#include "parse/settings.h"
#include "source/tree.h"

enum { PARENTS_MOST = 8 };

static bool read_words(struct arena *arena, const struct tree *tree, struct str theme, struct str lang, struct words *words, struct diag *diag)
{
	struct str path = arena_printf(arena, "themes/%.*s/i18n/%.*s.yaml", STR_ARG(theme), STR_ARG(lang)), text;
	const struct setting *root;

	if (!tree_find(tree, path))
		return true;
	if (!load_text(arena, tree, path, &text, diag) || !(root = settings_read(arena, text, path, 1, diag)))
		return false;
	for (size_t i = 0; i < root->count; i++) {
		const struct setting *s = &root->items[i];
		struct word *word = arena_new_of(arena, struct word);

		word->key = s->key;
		word->at = s->key_at;
		if (s->kind == SETTING_MAP) {
			struct phrase_text *forms = arena_array(arena, struct phrase_text, s->count + 1);

			for (size_t j = 0; j < s->count; j++) {
				forms[j] = (struct phrase_text){ s->items[j].key, setting_text(&s->items[j], STR(""), diag) };
				if (str_equal(s->items[j].key, STR("other")))
					word->text = forms[j].text;
			}
			word->forms = (struct phrase){ forms, s->count };
		} else {
			word->text = setting_text(s, STR(""), diag);
		}
		map_put(words->messages, word->key, word); /* a nearer theme's stays */
	}
	return true;
}

/* Every word that one language has, all must have. */
static bool check_words(const struct site *site, struct diag *diag)
{
	bool good = true;

	for (size_t i = 0; i < site->words_count; i++) {
		const struct map_entry *entries = map_entries(site->words[i].messages);

		for (size_t w = 0; w < map_count(site->words[i].messages); w++) {
			const struct word *word = entries[w].value;

			for (size_t j = 0; j < site->words_count; j++) {
				if (words_find(&site->words[j], word->key))
					continue;
				good = diag_error(diag, word->at, "missing-translation", "'%.*s' has no translation to '%.*s'", "'%.*s' no tiene traducción a '%.*s'",
					STR_ARG(word->key), STR_ARG(site->words[j].lang));
			}
		}
	}
	return good;
}

/* The theme's parent, as load_theme has found it to be; "" when it has none. */
static struct str parent_of(struct arena *arena, const struct tree *tree, struct str theme, struct diag *diag)
{
	struct str path = arena_printf(arena, "themes/%.*s/theme.yaml", STR_ARG(theme)), text;
	const struct setting *root;

	if (!load_text(arena, tree, path, &text, diag) || !(root = settings_read(arena, text, path, 1, diag)))
		return STR("");
	return setting_text(setting_find(root, "parent"), STR(""), diag);
}

bool load_words(struct arena *arena, const struct tree *tree, struct site *site, struct diag *diag)
{
	struct words *words = arena_array(arena, struct words, site->lang_count);
	struct str theme = site->theme.name;
	bool good = true;

	for (size_t i = 0; i < site->lang_count; i++)
		words[i] = (struct words){ site->langs[i], map_new(arena) };
	for (int depth = 0; theme.len && depth < PARENTS_MOST; depth++) {
		for (size_t i = 0; i < site->lang_count; i++)
			good = read_words(arena, tree, theme, words[i].lang, &words[i], diag) && good;
		theme = parent_of(arena, tree, theme, diag);
	}
	site->words = words;
	site->words_count = site->lang_count;
	return check_words(site, diag) && good;
}
