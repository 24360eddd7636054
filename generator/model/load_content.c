/* content/: a file's address is its path without .md; a translation has its language before that (acerca.en.md). */
#include "model/load_parts.h"

#include "base/arena.h"
#include "base/buf.h"
#include "parse/settings.h"
#include "source/tree.h"

/* The language a file name tells ("acerca.en" → "en"), else the main one; `stem` loses it. */
static struct str lang_of(const struct site *site, struct str *stem)
{
	for (size_t i = 0; i < site->lang_count; i++) {
		size_t len = site->langs[i].len;

		if (stem->len > len + 1 && str_ends(*stem, site->langs[i]) && stem->at[stem->len - len - 1] == '.') {
			stem->len -= len + 1;
			return site->langs[i];
		}
	}
	return site->langs[0];
}

/* "content/a/index" → "/a/", "content/acerca" → "/acerca/". */
static struct str url_path(struct arena *arena, struct str stem)
{
	struct str path = str_after(stem, sizeof "content" - 1);

	if (str_ends(path, STR("/index")))
		return str_part(path, 0, path.len - 5);
	return arena_printf(arena, "%.*s/", STR_ARG(path));
}

static bool read_content(struct arena *arena, const struct tree *tree, struct str path, const struct site *site, struct content *out, struct diag *diag)
{
	static const char *const known[] = { "title", "description", "menu", "draft", "template", "data", NULL };
	struct str stem = str_part(path, 0, path.len - 3), text;
	const struct setting *front, *menu;

	*out = (struct content){ .path = path };
	if (!load_text(arena, tree, path, &text, diag))
		return false;
	front = settings_front(arena, text, path, &out->text, &out->line, diag);
	if (!front || !setting_known(front, known, "x-", diag))
		return false;
	out->lang = lang_of(site, &stem);
	out->url_path = url_path(arena, stem);
	out->title = setting_text(setting_find(front, "title"), STR(""), diag);
	out->description = setting_text(setting_find(front, "description"), STR(""), diag);
	out->template = setting_text(setting_find(front, "template"), STR(""), diag);
	out->draft = setting_bool(setting_find(front, "draft"), false, diag);
	menu = setting_find(front, "menu");
	out->in_menu = menu != NULL;
	out->menu = setting_integer(menu, 0, diag);
	out->front = load_value(arena, front);
	if (out->title.len)
		return true;
	diag_error(diag, (struct place){ .path = path, .line = 1 }, "no-title", "the page has no 'title'", "la página no tiene 'title'");
	diag_advice(diag, "begin the file with ---, title: …, ---", "comience el archivo con ---, title: …, ---");
	return false;
}

bool load_contents(struct arena *arena, const struct tree *tree, const struct load_options *options, struct site *site, struct diag *diag)
{
	size_t first = tree_seek(tree, STR("content/")), count = 0;
	struct content *contents;
	bool good = true;

	while (first + count < tree_count(tree) && str_starts(tree_at(tree, first + count)->path, STR("content/")))
		count++;
	contents = arena_array(arena, struct content, count + 1);
	for (size_t i = first; i < first + count; i++) {
		struct content *out = &contents[site->content_count];

		if (!str_ends(tree_at(tree, i)->path, STR(".md")))
			continue;
		if (!read_content(arena, tree, tree_at(tree, i)->path, site, out, diag))
			good = false;
		else if (!out->draft || options->drafts)
			site->content_count++;
	}
	site->contents = contents;
	return good;
}
