/* Words of a theme and its parents are read together, children over parents; each language of the site must
 * have every one. */
#include "model/load_parts.h"

#include "base/arena.h"
#include "base/map.h"
#include "model/load_setting.h"
#include "parse/settings.h"
#include "source/tree.h"

/* Plural categories of CLDR. */
static const struct str categories[] = { { "zero", 4 }, { "one", 3 }, { "two", 3 }, { "few", 3 }, { "many", 4 },
	{ "other", 5 } };
enum { CATEGORIES = sizeof categories / sizeof *categories };

static bool is_category(struct str name)
{
	for (size_t i = 0; i < CATEGORIES; i++)
		if (str_equal(categories[i], name))
			return true;
	return false;
}

static void take_forms(struct arena *arena, const struct setting *s, struct word *word, struct diag *diag)
{
	struct phrase_text *forms = arena_array(arena, struct phrase_text, s->count + 1);
	const struct setting *other = setting_find(s, "other");

	for (size_t i = 0; i < s->count; i++) {
		const struct setting *form = &s->items[i];

		if (is_category(form->key)) {
			forms[word->forms.count++] = (struct phrase_text){ form->key, setting_text(form,
				STR(""), diag) };
			continue;
		}
		diag_error(diag, form->key_at, "plural-category",
			"'%.*s' is no plural category: zero, one, two, few, many, other",
			"'%.*s' no es una categoría de plural: zero, one, two, few, many, other",
			STR_ARG(form->key));
		load_nearest(form->key, categories, CATEGORIES, diag);
	}
	word->forms.texts = forms;
	word->text = setting_text(other, STR(""), diag);
	if (!other)
		diag_error(diag, s->key_at, "plural-category",
			"'%.*s' lacks the form 'other', which every language has",
			"a '%.*s' le falta la forma 'other', que tienen todos los idiomas", STR_ARG(s->key));
}

static void read_words(struct arena *arena, const struct tree *tree, struct str theme, struct words *words,
	struct diag *diag)
{
	struct str path = arena_printf(arena, "themes/%.*s/i18n/%.*s.yaml", STR_ARG(theme),
		STR_ARG(words->lang)), text;
	const struct setting *root;

	if (!tree_find(tree, path) || !load_text(arena, tree, path, &text, diag))
		return;
	root = settings_read(arena, text, path, 1, diag);
	if (!root || !setting_map(root, diag))
		return;
	for (size_t i = 0; i < root->count; i++) {
		const struct setting *s = &root->items[i];
		struct word *word = arena_new_of(arena, struct word);

		word->key = s->key;
		word->at = s->key_at;
		if (s->kind == SETTING_MAP)
			take_forms(arena, s, word, diag);
		else
			word->text = setting_text(s, STR(""), diag);
		map_put(words->messages, word->key, word); /* a nearer theme's stays */
	}
}

/* The first of the languages that has the word, before `end`. */
static bool has_before(const struct words *words, size_t end, struct str key)
{
	for (size_t i = 0; i < end; i++)
		if (words_find(&words[i], key))
			return true;
	return false;
}

/* Tells which languages lack the words that the language at `at` is the first to have. */
static void check_words(const struct words *words, size_t count, size_t at, struct diag *diag)
{
	const struct map_entry *entries = map_entries(words[at].messages);

	for (size_t w = 0; w < map_count(words[at].messages); w++) {
		const struct word *word = entries[w].value;

		for (size_t i = 0; i < count; i++) {
			if (map_count(words[i].messages) == 0 || words_find(&words[i], word->key) ||
				has_before(words, at, word->key))
				continue;
			diag_error(diag, word->at, "missing-translation", "'%.*s' has no translation to '%.*s'",
				"'%.*s' no tiene traducción a '%.*s'",
				STR_ARG(word->key), STR_ARG(words[i].lang));
			diag_advice(diag, "add it to i18n/%.*s.yaml", "agréguela en i18n/%.*s.yaml",
				STR_ARG(words[i].lang));
		}
	}
}

/* A language without any words while others have some. */
static void check_languages(struct arena *arena, const struct site *site, const struct words *words,
	struct diag *diag)
{
	size_t most = 0;

	for (size_t i = 0; i < site->lang_count; i++)
		most = map_count(words[i].messages) > most ? map_count(words[i].messages) : most;
	for (size_t i = 0; i < site->lang_count; i++) {
		struct str path = arena_printf(arena, "themes/%.*s/i18n/%.*s.yaml", STR_ARG(site->theme.name),
			STR_ARG(words[i].lang));

		if (most == 0 || map_count(words[i].messages) > 0)
			continue;
		diag_error(diag, place_of(path), "missing-translation", "the theme '%.*s' has no words in '%.*s'",
			"el tema '%.*s' no tiene palabras en '%.*s'", STR_ARG(site->theme.name),
			STR_ARG(words[i].lang));
		diag_advice(diag, "write this file, or take the language out of portal.yaml",
			"escriba este archivo o quite el idioma de portal.yaml");
	}
}

bool load_words(struct arena *arena, const struct tree *tree, struct site *site, struct diag *diag)
{
	struct words *words = arena_array(arena, struct words, site->lang_count);
	uint64_t errors = diag_count(diag, DIAG_ERROR);

	for (size_t i = 0; i < site->lang_count; i++) {
		words[i] = (struct words){ site->langs[i], map_new(arena) };
		for (size_t depth = 0; depth < site->theme.chain_count; depth++)
			read_words(arena, tree, site->theme.chain[depth], &words[i], diag);
	}
	site->words = words;
	site->words_count = site->lang_count;
	for (size_t i = 0; i < site->lang_count; i++)
		check_words(words, site->lang_count, i, diag);
	check_languages(arena, site, words, diag);
	return diag_count(diag, DIAG_ERROR) == errors;
}
