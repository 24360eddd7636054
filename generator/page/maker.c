/* A maker owns what one worker needs: a Lua state, an arena for the page being made, buffers. The house holds what all share. */
#include "page/maker.h"

#include "base/arena.h"
#include "base/buf.h"
#include "page/assets.h"
#include "page/context.h"
#include "page/links.h"
#include "parse/markdown.h"

struct maker_house {
	const struct plan *plan;
	struct arena *arena;
	struct item *sites; /* `site` in each language */
	enum lang told_in;
	struct script_host host;
};

struct maker {
	struct maker_house *house;
	struct script *script;
	struct diag *diag;
	struct arena *arena; /* the page being made */
	struct buf what;     /* its name, for messages */
};

/* What a callback can learn of the page being made, from its `page` item. */
static struct str entry_text(const struct item *map, struct str name)
{
	for (size_t i = 0; i < map->count; i++)
		if (str_equal(map->entries[i].name, name))
			return map->entries[i].value.text;
	return STR("");
}

/* The number of a language; false when the site has it not. */
static bool lang_find(const struct plan *plan, struct str lang, size_t *out)
{
	const struct site *site = plan_site(plan);

	for (*out = 0; *out < site->lang_count; ++*out)
		if (str_equal(site->langs[*out], lang))
			return true;
	*out = 0;
	return false;
}

static bool answer(struct arena *arena, bool good, struct buf *text, struct str *out, struct buf *problem, struct str *why)
{
	if (good)
		*out = arena_copy(arena, buf_str(text));
	else
		*why = arena_copy(arena, buf_str(problem));
	buf_clear(text);
	buf_clear(problem);
	return good;
}

/* Appends the path that a target means: in `lang`, or in the page's language when it is "". */
static bool target_path(const struct maker_house *house, const struct item *target, struct str lang, const struct item *page, struct buf *path,
	struct buf *problem)
{
	size_t index;

	if (lang_find(house->plan, lang.len ? lang : entry_text(page, STR("lang")), &index) || lang.len == 0)
		return links_target(house->plan, target, index, house->told_in, path, problem);
	buf_printf(problem, house->told_in == LANG_ES ? "'%.*s' no es uno de los idiomas del sitio" : "'%.*s' is not one of the site's languages",
		STR_ARG(lang));
	return false;
}

static bool host_url(void *context, struct arena *arena, const struct item *target, struct str lang, const struct item *page, struct str *out,
	struct str *why)
{
	const struct maker_house *house = context;
	struct buf path = { 0 }, link = { 0 }, problem = { 0 };
	bool good = target_path(house, target, lang, page, &path, &problem);

	if (good && str_starts(buf_str(&path), STR("/")))
		links_relative(house->plan, entry_text(page, STR("path")), buf_str(&path), &link);
	else
		buf_add(&link, buf_str(&path));
	buf_clear(&path);
	return answer(arena, good, &link, out, &problem, why);
}

static bool host_absolute(void *context, struct arena *arena, const struct item *target, struct str lang, const struct item *page, struct str *out,
	struct str *why)
{
	const struct maker_house *house = context;
	struct str base = plan_site(house->plan)->base_url;
	struct buf path = { 0 }, link = { 0 }, problem = { 0 };
	bool good = target_path(house, target, lang, page, &path, &problem);

	if (base.len && str_starts(buf_str(&path), STR("/"))) {
		buf_add(&link, base);
		buf_add(&link, str_after(buf_str(&path), 1));
	} else {
		buf_add(&link, buf_str(&path));
	}
	buf_clear(&path);
	return answer(arena, good, &link, out, &problem, why);
}

static const struct asset *find_asset(const struct maker_house *house, struct str name, struct buf *problem)
{
	const struct asset *asset = assets_find(plan_assets(house->plan), name);

	if (!asset)
		buf_printf(problem, house->told_in == LANG_ES ? "el tema no tiene assets/%.*s" : "the theme has no assets/%.*s", STR_ARG(name));
	return asset;
}

static bool host_asset(void *context, struct arena *arena, struct str name, const struct item *page, struct str *out, struct str *why)
{
	const struct maker_house *house = context;
	struct buf path = { 0 }, link = { 0 }, problem = { 0 };
	const struct asset *asset = find_asset(house, name, &problem);

	if (asset) {
		buf_byte(&path, '/');
		buf_add(&path, asset->path);
		links_relative(house->plan, entry_text(page, STR("path")), buf_str(&path), &link);
	}
	buf_clear(&path);
	return answer(arena, asset != NULL, &link, out, &problem, why);
}

static bool host_integrity(void *context, struct arena *arena, struct str name, struct str *out, struct str *why)
{
	struct buf text = { 0 }, problem = { 0 };
	const struct asset *asset = find_asset(context, name, &problem);

	if (asset)
		buf_add(&text, asset->integrity);
	return answer(arena, asset != NULL, &text, out, &problem, why);
}

static void add_escaped(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		switch (text.at[i]) {
		case '&': buf_add(out, STR("&amp;")); break;
		case '<': buf_add(out, STR("&lt;")); break;
		case '>': buf_add(out, STR("&gt;")); break;
		case '"': buf_add(out, STR("&quot;")); break;
		default: buf_byte(out, text.at[i]);
		}
	}
}

/* The `markdown` filter: text of a cell, so its links are those of the whole web; source paths and components have no place there. */
static bool host_markdown(void *context, struct arena *arena, struct str text, struct str *html, struct str *why)
{
	const struct maker_house *house = context;
	struct markdown_options options = { .heading_base = 3, .inline_only = true };
	struct diag *diag = diag_new(house->told_in);
	const struct markdown *read = markdown_read(arena, text, STR(""), 1, &options, diag);
	struct buf out = { 0 }, problem = { 0 };
	size_t count;

	for (size_t i = 0; read && i < read->piece_count; i++) {
		if (read->pieces[i].kind == MARKDOWN_HTML)
			buf_add(&out, read->pieces[i].text);
		else
			buf_byte(&out, '#');
	}
	if (!read) {
		const struct diag_message *const *messages = diag_messages(diag, &count);

		if (count)
			buf_add(&problem, messages[0]->text);
	}
	diag_free(diag);
	return answer(arena, read != NULL, &out, html, &problem, why);
}

struct maker_house *maker_house_new(const struct plan *plan, enum lang told_in)
{
	struct maker_house *house = memory_resize(NULL, sizeof *house);

	*house = (struct maker_house){ .plan = plan, .told_in = told_in, .arena = arena_new() };
	house->sites = arena_array(house->arena, struct item, plan_site(plan)->lang_count);
	for (size_t i = 0; i < plan_site(plan)->lang_count; i++)
		house->sites[i] = context_site(house->arena, plan, i);
	house->host = (struct script_host){ house, host_url, host_absolute, host_asset, host_integrity, host_markdown };
	return house;
}

void maker_house_free(struct maker_house *house)
{
	if (!house)
		return;
	arena_free(house->arena);
	memory_free(house);
}

const struct script_host *maker_host(const struct maker_house *house)
{
	return &house->host;
}

struct maker *maker_new(struct maker_house *house, const struct scripts *scripts, struct diag *diag)
{
	struct maker *maker = memory_resize(NULL, sizeof *maker);

	*maker = (struct maker){ .house = house, .diag = diag, .arena = arena_new(), .script = script_new(scripts, diag) };
	return maker;
}

void maker_free(struct maker *maker)
{
	if (!maker)
		return;
	script_free(maker->script);
	arena_free(maker->arena);
	buf_clear(&maker->what);
	memory_free(maker);
}

static void add_link(struct maker *maker, const struct page *page, const struct markdown_piece *piece, struct str from, struct buf *html)
{
	const struct plan *plan = maker->house->plan;
	struct buf path = { 0 }, link = { 0 }, why = { 0 };

	if (links_markdown(plan, page->content->path, piece->text, page->lang, diag_lang(maker->diag), &path, &why)) {
		links_relative(plan, from, buf_str(&path), &link);
		add_escaped(html, buf_str(&link));
	} else {
		diag_error(maker->diag, piece->at, "dead-link", "%.*s", "%.*s", STR_ARG(buf_str(&why)));
	}
	buf_clear(&path);
	buf_clear(&link);
	buf_clear(&why);
}

static void add_component(struct maker *maker, const struct script_page *script_page, const struct markdown_piece *piece, struct buf *html)
{
	struct item_entry *arguments = arena_array(maker->arena, struct item_entry, piece->argument_count + 1);

	for (size_t i = 0; i < piece->argument_count; i++)
		arguments[i] = (struct item_entry){ piece->arguments[i].name, item_text(piece->arguments[i].value) };
	script_component(maker->script, piece->name, arguments, piece->argument_count, script_page, piece->at, html);
}

static struct item headings_item(struct arena *arena, const struct markdown *read)
{
	struct item *items = arena_array(arena, struct item, read->heading_count + 1);

	for (size_t i = 0; i < read->heading_count; i++) {
		struct item_entry *entries = arena_array(arena, struct item_entry, 3);

		entries[0] = (struct item_entry){ STR("level"), item_integer(read->headings[i].level) };
		entries[1] = (struct item_entry){ STR("id"), item_text(read->headings[i].id) };
		entries[2] = (struct item_entry){ STR("title"), item_text(read->headings[i].text) };
		items[i] = item_map(entries, 3);
	}
	return item_list(items, read->heading_count);
}

/* The content page's own HTML, components and links filled in. False when there was a fault. */
static bool make_content(struct maker *maker, const struct page *page, struct script_page *script_page, struct context_page *made)
{
	struct markdown_options options = { .raw_html = plan_site(maker->house->plan)->raw_html, .heading_base = 1 };
	const struct content *content = page->content;
	const struct markdown *read = markdown_read(maker->arena, content->text, content->path, content->line, &options, maker->diag);
	uint64_t before = diag_count(maker->diag, DIAG_ERROR);
	struct buf html = { 0 };

	if (!read)
		return false;
	for (size_t i = 0; i < read->piece_count; i++) {
		const struct markdown_piece *piece = &read->pieces[i];

		switch (piece->kind) {
		case MARKDOWN_HTML: buf_add(&html, piece->text); break;
		case MARKDOWN_LINK: add_link(maker, page, piece, made->path, &html); break;
		case MARKDOWN_COMPONENT: add_component(maker, script_page, piece, &html); break;
		}
	}
	made->content = item_html(arena_copy(maker->arena, buf_str(&html)));
	made->headings = headings_item(maker->arena, read);
	made->summary = read->summary;
	buf_clear(&html);
	return diag_count(maker->diag, DIAG_ERROR) == before;
}

static void name_page(struct maker *maker, size_t index, const struct page *page, struct str path)
{
	struct place at = { 0 };

	if (page->kind == PAGE_ROW || page->kind == PAGE_CONTENT || page->kind == PAGE_THEME)
		at = plan_place(page);
	buf_reset(&maker->what);
	buf_add(&maker->what, path);
	if (at.path.len)
		buf_printf(&maker->what, " (%.*s:%u)", STR_ARG(at.path), at.line ? at.line : 1);
	diag_while(maker->diag, index, buf_str(&maker->what));
}

bool maker_make(struct maker *maker, size_t index, struct downloads downloads, struct buf *out)
{
	const struct plan *plan = maker->house->plan;
	struct page page = plan_page(plan, index);
	struct buf path = { 0 };
	struct context_page made = { .downloads = downloads };
	struct script_page script_page = { .template_name = page.template_name, .lang = plan_site(plan)->langs[page.lang] };
	bool good = true;

	arena_reset(maker->arena);
	plan_path(plan, &page, &path);
	made.path = arena_copy(maker->arena, buf_str(&path));
	buf_clear(&path);
	made.headings = item_list(NULL, 0);
	name_page(maker, index, &page, made.path);
	script_page.site = maker->house->sites[page.lang];
	script_page.page = context_page(maker->arena, plan, &page, &made);
	if (page.kind == PAGE_CONTENT) {
		good = make_content(maker, &page, &script_page, &made);
		script_page.page = context_page(maker->arena, plan, &page, &made);
	}
	if (page.kind == PAGE_ROW)
		script_page.row = item_row(page.table, page.row);
	good = good && script_render(maker->script, &script_page, out);
	diag_while(maker->diag, 0, STR(""));
	return good;
}
