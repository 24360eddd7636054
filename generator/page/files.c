#include "page/files.h"

#include "base/arena.h"
#include "base/buf.h"
#include "page/permalink.h"

/* The media types registered for endings that templates can make (IANA). */
static const struct { const char *ending, *type; } types[] = {
	{ ".atom", "application/atom+xml" }, { ".rss", "application/rss+xml" }, { ".xml", "application/xml" }, { ".json", "application/json" },
	{ ".jsonld", "application/ld+json" }, { ".geojson", "application/geo+json" }, { ".csv", "text/csv" }, { ".txt", "text/plain" },
	{ ".ics", "text/calendar" }, { ".svg", "image/svg+xml" }, { ".webmanifest", "application/manifest+json" },
};

static struct item type_of(struct str path)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_ends(path, str_of(types[i].ending)))
			return item_text(str_of(types[i].type));
	return (struct item){ .kind = ITEM_NIL };
}

static struct item file_item(struct arena *arena, const struct plan *plan, const struct page *page, struct item title, struct item name)
{
	const struct site *site = plan_site(plan);
	struct item_entry *entries = arena_array(arena, struct item_entry, 5);
	struct buf buf = { 0 };
	struct str path;

	plan_path(plan, page, &buf);
	path = arena_copy(arena, buf_str(&buf));
	buf_clear(&buf);
	entries[0] = (struct item_entry){ STR("path"), item_text(path) };
	entries[1] = (struct item_entry){ STR("url"), item_text(site->base_url.len
		? arena_printf(arena, "%.*s%.*s", STR_ARG(site->base_url), STR_ARG(str_after(path, 1))) : path) };
	entries[2] = (struct item_entry){ STR("type"), type_of(path) };
	entries[3] = (struct item_entry){ STR("title"), title };
	entries[4] = (struct item_entry){ STR("name"), name };
	return item_map(entries, 5);
}

struct item files_of_theme(struct arena *arena, const struct plan *plan, size_t lang)
{
	const struct site *site = plan_site(plan);
	const struct theme *theme = &site->theme;
	struct item *items = arena_array(arena, struct item, theme->page_count + 1), nothing = { .kind = ITEM_NIL };
	size_t count = 0;

	for (size_t i = 0; i < theme->page_count; i++) {
		const struct theme_page *own = &theme->pages[i];
		struct page page = { .kind = PAGE_THEME, .lang = own->once ? 0 : lang, .theme_page = own };
		struct str title = phrase_in(&own->title, site->langs[lang]);

		if (!permalink_is_page(own->path))
			items[count++] = file_item(arena, plan, &page, title.len ? item_text(title) : nothing, nothing);
	}
	return item_list(items, count);
}

struct item files_of_row(struct arena *arena, const struct plan *plan, const struct page *page)
{
	const struct site *site = plan_site(plan);
	struct item *items = arena_array(arena, struct item, site->collection_count + 1), nothing = { .kind = ITEM_NIL };
	size_t count = 0;

	for (size_t i = 0; page->kind == PAGE_ROW && i < site->collection_count; i++) {
		const struct collection *c = &site->collections[i];
		struct page file = *page;

		if (c->from != page->table || permalink_is_page(c->permalink))
			continue;
		file.collection = c;
		file.collection_index = i;
		file.lang = c->once ? 0 : page->lang;
		items[count++] = file_item(arena, plan, &file, nothing, item_text(c->name));
	}
	return item_list(items, count);
}
