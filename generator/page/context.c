#include "page/context.h"

#include "base/arena.h"
#include "base/buf.h"
#include "page/files.h"

/* A map under construction. */
struct map_maker {
	struct item_entry *entries;
	size_t count;
};

enum { ENTRIES_MOST = 20 };

static struct map_maker map_start(struct arena *arena)
{
	return (struct map_maker){ arena_array(arena, struct item_entry, ENTRIES_MOST), 0 };
}

static void map_add(struct map_maker *map, const char *name, struct item value)
{
	map->entries[map->count++] = (struct item_entry){ str_of(name), value };
}

static struct item map_end(const struct map_maker *map)
{
	return item_map(map->entries, map->count);
}

static struct item text_or_nil(struct str text)
{
	return text.len ? item_text(text) : (struct item){ .kind = ITEM_NIL };
}

static struct item nil(void)
{
	return (struct item){ .kind = ITEM_NIL };
}

static struct str path_of(struct arena *arena, const struct plan *plan, const struct page *page)
{
	struct buf path = { 0 };
	struct str copy;

	plan_path(plan, page, &path);
	copy = arena_copy(arena, buf_str(&path));
	buf_clear(&path);
	return copy;
}

static struct str absolute(struct arena *arena, const struct site *site, struct str path)
{
	if (site->base_url.len == 0)
		return path;
	return arena_printf(arena, "%.*s%.*s", STR_ARG(site->base_url), STR_ARG(str_after(path, 1)));
}

static struct item languages(struct arena *arena, const struct site *site)
{
	struct item *items = arena_array(arena, struct item, site->lang_count + 1);

	for (size_t i = 0; i < site->lang_count; i++)
		items[i] = item_text(site->langs[i]);
	return item_list(items, site->lang_count);
}

static struct item licences(struct arena *arena, const struct package *package, struct str lang)
{
	struct item *items = arena_array(arena, struct item, package->licence_count + 1);

	for (size_t i = 0; i < package->licence_count; i++) {
		const struct licence *licence = &package->licences[i];
		struct map_maker map = map_start(arena);

		map_add(&map, "name", text_or_nil(licence->name));
		map_add(&map, "title", text_or_nil(phrase_in(&licence->title, lang)));
		map_add(&map, "url", text_or_nil(licence->path));
		items[i] = map_end(&map);
	}
	return item_list(items, package->licence_count);
}

static struct item package_item(struct arena *arena, const struct package *package, struct str lang)
{
	struct map_maker map = map_start(arena);
	struct item *tables = arena_array(arena, struct item, package->table_count + 1);

	for (size_t i = 0; i < package->table_count; i++)
		tables[i] = item_table(package->tables[i]);
	map_add(&map, "name", text_or_nil(package->name));
	map_add(&map, "folder", text_or_nil(package->folder));
	map_add(&map, "title", text_or_nil(phrase_in(&package->title, lang)));
	map_add(&map, "description", text_or_nil(phrase_in(&package->description, lang)));
	map_add(&map, "version", text_or_nil(package->version));
	map_add(&map, "licences", licences(arena, package, lang));
	map_add(&map, "tables", item_list(tables, package->table_count));
	return map_end(&map);
}

static struct item packages(struct arena *arena, const struct site *site, struct str lang)
{
	struct item *items = arena_array(arena, struct item, site->package_count + 1);

	for (size_t i = 0; i < site->package_count; i++)
		items[i] = package_item(arena, site->packages[i], lang);
	return item_list(items, site->package_count);
}

/* Content pages that ask for a place in the navigation, by that place and then by path. */
static struct item menu(struct arena *arena, const struct site *site, struct str lang)
{
	const struct content **chosen = arena_array(arena, const struct content *, site->content_count + 1);
	struct item *items;
	size_t count = 0, at;

	for (size_t i = 0; i < site->content_count; i++) {
		const struct content *content = &site->contents[i];

		if (!content->in_menu || !str_equal(content->lang, lang))
			continue;
		for (at = count; at > 0 && chosen[at - 1]->menu > content->menu; at--)
			chosen[at] = chosen[at - 1];
		chosen[at] = content;
		count++;
	}
	items = arena_array(arena, struct item, count + 1);
	for (size_t i = 0; i < count; i++) {
		struct map_maker map = map_start(arena);

		map_add(&map, "title", item_text(chosen[i]->title));
		map_add(&map, "path", item_text(chosen[i]->url_path));
		items[i] = map_end(&map);
	}
	return item_list(items, count);
}

struct item context_site(struct arena *arena, const struct plan *plan, size_t lang)
{
	const struct site *site = plan_site(plan);
	const struct plan_origin *origin = plan_origin(plan);
	struct str code = site->langs[lang];
	struct map_maker map = map_start(arena);

	map_add(&map, "title", item_text(phrase_in(&site->title, code)));
	map_add(&map, "description", text_or_nil(phrase_in(&site->description, code)));
	map_add(&map, "base_url", text_or_nil(site->base_url));
	map_add(&map, "lang", item_text(code));
	map_add(&map, "languages", languages(arena, site));
	map_add(&map, "commit", text_or_nil(origin->commit));
	map_add(&map, "commit_short", text_or_nil(str_part(origin->commit, 0, 10)));
	map_add(&map, "subject", text_or_nil(origin->subject));
	map_add(&map, "time", text_or_nil(origin->time));
	map_add(&map, "date", text_or_nil(str_part(origin->time, 0, 10)));
	map_add(&map, "dirty", item_bool(origin->dirty));
	map_add(&map, "generator", item_text(origin->generator));
	map_add(&map, "legal_basis", text_or_nil(site->legal_words.count ? phrase_in(&site->legal_words, code) : site->legal_basis));
	map_add(&map, "settings", item_settings(&site->settings));
	map_add(&map, "theme", site->theme.settings.kind == SETTINGS_MAP ? item_settings(&site->theme.settings) : item_map(NULL, 0));
	map_add(&map, "packages", packages(arena, site, code));
	map_add(&map, "menu", menu(arena, site, code));
	map_add(&map, "files", files_of_theme(arena, plan, lang));
	return map_end(&map);
}

static const char *kind_name(enum page_kind kind)
{
	static const char *const names[] = {
		[PAGE_HOME] = "home", [PAGE_ROW] = "row", [PAGE_CATALOGUE] = "catalogue", [PAGE_DATASET] = "dataset", [PAGE_CONTENT] = "content",
		[PAGE_THEME] = "theme", [PAGE_MISSING] = "missing",
	};

	return names[kind];
}

static struct str title_of(const struct plan *plan, const struct page *page)
{
	struct str lang = plan_site(plan)->langs[page->lang], title;

	switch (page->kind) {
	case PAGE_ROW: return table_text(page->table, page->row, table_label(page->table)->index, &title) ? title : STR("");
	case PAGE_DATASET: title = phrase_in(table_title(page->table), lang); return title.len ? title : table_name(page->table);
	case PAGE_CONTENT: return page->content->title;
	case PAGE_THEME: return phrase_in(&page->theme_page->title, lang);
	case PAGE_HOME: return phrase_in(&plan_site(plan)->title, lang);
	default: return STR(""); /* the theme's words say it */
	}
}

static struct str description_of(const struct plan *plan, const struct page *page, struct str summary)
{
	struct str lang = plan_site(plan)->langs[page->lang];

	switch (page->kind) {
	case PAGE_HOME: return phrase_in(&plan_site(plan)->description, lang);
	case PAGE_DATASET: return phrase_in(table_description(page->table), lang);
	case PAGE_THEME: return phrase_in(&page->theme_page->description, lang);
	case PAGE_CONTENT: return page->content->description.len ? page->content->description : summary;
	default: return STR("");
	}
}

/* The same page in every language that has it, this one too. */
static struct item translations(struct arena *arena, const struct plan *plan, const struct page *page)
{
	const struct site *site = plan_site(plan);
	struct item *items = arena_array(arena, struct item, site->lang_count + 1);
	size_t count = 0;
	struct buf path = { 0 };

	for (size_t lang = 0; lang < site->lang_count && page->kind != PAGE_MISSING; lang++) {
		struct map_maker map;
		struct str copy;

		buf_reset(&path);
		plan_prefix(plan, lang, &path);
		plan_bare_path(plan, page, &path);
		if (!plan_has(plan, buf_str(&path)))
			continue;
		copy = arena_copy(arena, buf_str(&path));
		map = map_start(arena);
		map_add(&map, "lang", item_text(site->langs[lang]));
		map_add(&map, "path", item_text(copy));
		map_add(&map, "url", item_text(absolute(arena, site, copy)));
		map_add(&map, "current", item_bool(lang == page->lang));
		items[count++] = map_end(&map);
	}
	buf_clear(&path);
	return item_list(items, count);
}

static struct item source(struct arena *arena, const struct page *page)
{
	struct place at;
	struct map_maker map = map_start(arena);

	if (page->kind != PAGE_ROW && page->kind != PAGE_CONTENT)
		return nil();
	at = plan_place(page);
	map_add(&map, "path", item_text(arena_copy(arena, at.path)));
	map_add(&map, "line", at.line ? item_integer(at.line) : nil());
	return map_end(&map);
}

static struct item downloads(struct arena *arena, struct downloads offered)
{
	struct item *items = arena_array(arena, struct item, offered.count + 1);

	for (size_t i = 0; i < offered.count; i++) {
		const struct download *download = &offered.list[i];
		struct map_maker map = map_start(arena);

		map_add(&map, "path", item_text(download->path));
		map_add(&map, "name", item_text(download->name));
		map_add(&map, "title", item_text(download->title));
		map_add(&map, "media_type", item_text(download->media_type));
		map_add(&map, "of", item_text(download->of));
		map_add(&map, "package", text_or_nil(download->package));
		map_add(&map, "bytes", item_integer((int64_t)download->bytes));
		map_add(&map, "sha256", item_text(download->sha256));
		items[i] = map_end(&map);
	}
	return item_list(items, offered.count);
}

static const struct package *package_of(const struct site *site, const struct table *table)
{
	for (size_t i = 0; i < site->package_count; i++)
		if (str_equal(site->packages[i]->folder, table_package(table)))
			return site->packages[i];
	return NULL;
}

struct item context_page(struct arena *arena, const struct plan *plan, const struct page *page, const struct context_page *made)
{
	const struct site *site = plan_site(plan);
	const struct package *package = page->table ? package_of(site, page->table) : NULL;
	struct map_maker map = map_start(arena);
	struct str path = made->path.len ? made->path : path_of(arena, plan, page);

	map_add(&map, "path", item_text(path));
	map_add(&map, "url", item_text(absolute(arena, site, path)));
	map_add(&map, "lang", item_text(site->langs[page->lang]));
	map_add(&map, "kind", item_text(str_of(kind_name(page->kind))));
	map_add(&map, "title", text_or_nil(title_of(plan, page)));
	map_add(&map, "description", text_or_nil(description_of(plan, page, made->summary)));
	map_add(&map, "content", made->content);
	map_add(&map, "headings", made->headings);
	map_add(&map, "front", page->content ? item_settings(&page->content->front) : nil());
	map_add(&map, "translations", translations(arena, plan, page));
	map_add(&map, "source", source(arena, page));
	map_add(&map, "table", page->table ? item_table(page->table) : nil());
	map_add(&map, "package", package ? package_item(arena, package, site->langs[page->lang]) : nil());
	map_add(&map, "downloads", downloads(arena, made->downloads));
	map_add(&map, "files", files_of_row(arena, plan, page));
	return map_end(&map);
}
