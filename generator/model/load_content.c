/* content/: a file's address is its path without .md; a translation has its language before that (acerca.en.md). */
#include "model/load_parts.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "model/load_setting.h"
#include "parse/settings.h"
#include "source/tree.h"

/* What stands behind the last point of a file's name ("acerca.en" has "en"), or "". */
static struct str suffix_of(struct str stem)
{
	for (size_t i = stem.len; i > 0 && stem.at[i - 1] != '/'; i--)
		if (stem.at[i - 1] == '.')
			return str_after(stem, i);
	return STR("");
}

/* The language that a file's name tells, else the main one; `stem` loses it. False when it is none of the
 * site's, and then reported. */
static bool take_lang(const struct site *site, struct str path, struct str *stem, struct str *lang,
	struct diag *diag)
{
	struct str suffix = suffix_of(*stem);

	*lang = site->langs[0];
	if (suffix.len == 0)
		return true;
	for (size_t i = 0; i < site->lang_count; i++) {
		if (!str_equal(site->langs[i], suffix))
			continue;
		*lang = site->langs[i];
		stem->len -= suffix.len + 1;
		return true;
	}
	diag_error(diag, place_of(path), "content-name", "'%.*s' is not one of the site's languages",
		"'%.*s' no es uno de los idiomas del sitio", STR_ARG(suffix));
	diag_advice(diag,
		"add it to 'languages' in portal.yaml; for another purpose, write the name without a point",
		"agréguelo a 'languages' en portal.yaml; si no es un idioma, escriba el nombre sin punto");
	return false;
}

/* "content/a/index" is at "/a/", "content/acerca" at "/acerca/". */
static struct str url_path(struct arena *arena, struct str stem)
{
	struct str path = str_after(stem, sizeof "content" - 1);

	if (str_ends(path, STR("/index")))
		return str_part(path, 0, path.len - (sizeof "index" - 1));
	return arena_printf(arena, "%.*s/", STR_ARG(path));
}

static bool check_text(struct str path, struct str text, struct diag *diag)
{
	size_t wrong = utf8_check(text);

	if (wrong == text.len)
		return true;
	diag_error(diag, place_in(path, text, wrong), "not-utf-8", "this is not UTF-8 text",
		"esto no es texto UTF-8");
	diag_advice(diag, "save the file as UTF-8", "guarde el archivo como UTF-8");
	return false;
}

static void take_title(const struct setting *front, struct content *out, struct diag *diag)
{
	out->title = setting_text(setting_find(front, "title"), STR(""), diag);
	if (str_trim(out->title).len)
		return;
	diag_error(diag, (struct place){ .path = out->path, .line = 1 }, "no-title", "the page has no 'title'",
		"la página no tiene 'title'");
	diag_advice(diag, "begin the file with three lines: ---, title: and its title, ---",
		"comience el archivo con tres renglones: ---, title: y su título, ---");
}

static void take_front(struct arena *arena, const struct setting *front, struct content *out, struct diag *diag)
{
	static const char *const known[] = { "title", "description", "menu", "draft", "template", "data", NULL };
	const struct setting *menu = setting_find(front, "menu");

	if (!setting_known(front, known, "x-", diag))
		diag_advice(diag, "settings of your own go below 'data:'",
			"los ajustes propios van dentro de 'data:'");
	take_title(front, out, diag);
	out->description = setting_text(setting_find(front, "description"), STR(""), diag);
	out->template = setting_text(setting_find(front, "template"), STR(""), diag);
	out->draft = setting_bool(setting_find(front, "draft"), false, diag);
	out->in_menu = menu != NULL;
	out->menu = setting_integer(menu, 0, diag);
	out->front = load_value(arena, front);
}

/* False when there is no reading it, and then reported. */
static bool read_content(struct arena *arena, const struct tree *tree, struct str path, const struct site *site,
	struct content *out, struct diag *diag)
{
	struct str stem = str_part(path, 0, path.len - 3), text;
	const struct setting *front;

	*out = (struct content){ .path = path };
	if (!take_lang(site, path, &stem, &out->lang, diag) || !load_text(arena, tree, path, &text, diag) ||
		!check_text(path, text, diag))
		return false;
	out->url_path = url_path(arena, stem);
	front = settings_front(arena, text, path, &out->text, &out->line, diag);
	if (!front || !setting_map(front, diag))
		return false;
	take_front(arena, front, out, diag);
	return true;
}

static void tell_ignored(struct str path, struct diag *diag)
{
	diag_warning(diag, place_of(path), "content-ignored",
		"only .md files of content/ become pages; this one is not published",
		"sólo los archivos .md de content/ se vuelven páginas; éste no se publica");
	diag_advice(diag, "pictures and the like go into the theme's assets/",
		"las imágenes y lo demás van en assets/, en la carpeta del tema");
}

bool load_contents(struct arena *arena, const struct tree *tree, const struct load_options *options,
	struct site *site, struct diag *diag)
{
	uint64_t errors = diag_count(diag, DIAG_ERROR);
	size_t first = tree_seek(tree, STR("content/")), count = 0;
	struct content *contents;

	while (first + count < tree_count(tree) && str_starts(tree_at(tree, first + count)->path, STR("content/")))
		count++;
	contents = arena_array(arena, struct content, count + 1);
	for (size_t i = first; i < first + count; i++) {
		struct content *out = &contents[site->content_count];
		struct str path = tree_at(tree, i)->path;

		if (!str_ends(path, STR(".md")) || str_ends(path, STR("/.md")))
			tell_ignored(path, diag);
		else if (read_content(arena, tree, path, site, out, diag) && (!out->draft || options->drafts))
			site->content_count++;
	}
	site->contents = contents;
	return diag_count(diag, DIAG_ERROR) == errors;
}
