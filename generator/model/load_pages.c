/* `pages:` of theme.yaml: pages and files that a theme has of its own. What their paths mean is the business of those who make
 * the pages. */
#include "model/load_parts.h"

#include "base/arena.h"
#include "model/load_setting.h"
#include "parse/settings.h"

/* A setting that a page can't do without; "" when it is not there, and then reported. */
static struct str needed(const struct setting *s, const char *name, const char *example, struct diag *diag)
{
	const struct setting *value = setting_find(s, name);

	if (value)
		return setting_text(value, STR(""), diag);
	diag_error(diag, s->at, "theme-page", "this page has no '%s'", "esta página no tiene '%s'", name);
	diag_advice(diag, "write %s: %s", "escriba %s: %s", name, example);
	return STR("");
}

static bool take_page(struct arena *arena, const struct setting *s, struct str main_lang, struct theme_page *out, struct diag *diag)
{
	static const char *const known[] = { "path", "template", "title", "description", "once", NULL };

	*out = (struct theme_page){ .at = s->at };
	if (!setting_map(s, diag))
		return false;
	setting_known(s, known, "x-", diag);
	out->path = needed(s, "path", "/calidad/", diag);
	out->template = needed(s, "template", "calidad.html", diag);
	out->title = load_phrase(arena, setting_find(s, "title"), NULL, "", main_lang, diag);
	out->description = load_phrase(arena, setting_find(s, "description"), NULL, "", main_lang, diag);
	out->once = setting_bool(setting_find(s, "once"), false, diag);
	return out->path.len && out->template.len;
}

static const struct theme_page *page_at(const struct theme_page *pages, size_t count, struct str path)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(pages[i].path, path))
			return &pages[i];
	return NULL;
}

void load_theme_pages(struct arena *arena, const struct setting *list, struct str main_lang, struct theme *theme, struct diag *diag)
{
	size_t nearer = theme->page_count;
	struct theme_page *pages;

	if (!setting_list(list, diag))
		return;
	pages = arena_array(arena, struct theme_page, nearer + list->count + 1);
	if (nearer)
		memcpy(pages, theme->pages, nearer * sizeof *pages);
	for (size_t i = 0; i < list->count; i++) {
		struct theme_page page;

		if (!take_page(arena, &list->items[i], main_lang, &page, diag) || page_at(pages, nearer, page.path))
			continue;
		pages[theme->page_count++] = page;
	}
	theme->pages = pages;
}
