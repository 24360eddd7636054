/* Pages are kept as runs: `count` pages of one kind from one source in one language. The number of a page is the run's first plus its place. */
#include "page/plan.h"

#include "base/arena.h"
#include "base/buf.h"
#include "page/assets.h"
#include "page/claims.h"
#include "page/permalink.h"
#include "script/script.h"

struct run {
	enum page_kind kind;
	size_t lang;
	size_t source; /* a collection, a table, a content page */
	size_t first, count;
};

struct plan {
	struct arena *arena;
	const struct site *site;
	struct plan_origin origin;
	struct run *runs;
	size_t run_count, run_capacity;
	size_t count, first_late;
	const struct table **tables; /* all, in the order of packages and descriptors */
	size_t table_count;
	const struct permalink **permalinks; /* one a collection */
	const struct slice ***slices;
	const struct assets *assets;
	struct claims *claims;
};

static void add_run(struct plan *plan, enum page_kind kind, size_t lang, size_t source, size_t count)
{
	if (count == 0)
		return;
	arena_grow(plan->arena, plan->runs, plan->run_count, plan->run_capacity);
	plan->runs[plan->run_count++] = (struct run){ kind, lang, source, plan->count, count };
	plan->count += count;
}

static size_t lang_index(const struct site *site, struct str lang)
{
	for (size_t i = 0; i < site->lang_count; i++)
		if (str_equal(site->langs[i], lang))
			return i;
	return 0;
}

/* Home, rows and content of one language. */
static void add_language(struct plan *plan, size_t lang)
{
	const struct site *site = plan->site;

	add_run(plan, PAGE_HOME, lang, 0, 1);
	for (size_t i = 0; i < site->collection_count; i++)
		if (lang == 0 || !site->collections[i].once)
			add_run(plan, PAGE_ROW, lang, i, table_rows(site->collections[i].from));
	for (size_t i = 0; i < site->content_count; i++)
		if (lang_index(site, site->contents[i].lang) == lang)
			add_run(plan, PAGE_CONTENT, lang, i, 1);
}

static void add_runs(struct plan *plan)
{
	add_language(plan, 0);
	add_run(plan, PAGE_MISSING, 0, 0, 1);
	plan->first_late = plan->count;
	for (size_t lang = 0; lang < plan->site->lang_count; lang++) {
		if (lang > 0)
			add_language(plan, lang);
		add_run(plan, PAGE_CATALOGUE, lang, 0, 1);
		for (size_t i = 0; i < plan->table_count; i++)
			add_run(plan, PAGE_DATASET, lang, i, 1);
		for (size_t i = 0; i < plan->site->theme.page_count; i++)
			if (lang == 0 || !plan->site->theme.pages[i].once)
				add_run(plan, PAGE_THEME, lang, i, 1);
	}
}

static void list_tables(struct plan *plan)
{
	const struct site *site = plan->site;
	size_t count = 0;

	for (size_t i = 0; i < site->package_count; i++)
		count += site->packages[i]->table_count;
	plan->tables = arena_array(plan->arena, const struct table *, count + 1);
	for (size_t i = 0; i < site->package_count; i++)
		for (size_t j = 0; j < site->packages[i]->table_count; j++)
			plan->tables[plan->table_count++] = site->packages[i]->tables[j];
}

/* The escaper follows the template's ending, so that of a page must be .html and that of a file must not. */
static bool kinds_agree(struct str path, struct str template, struct place at, struct diag *diag)
{
	bool page = permalink_is_page(path);

	if (page == str_ends(template, STR(".html")))
		return true;
	if (page)
		return diag_error(diag, at, "template-kind", "'%.*s' is a page, and its template '%.*s' does not end in .html",
			"'%.*s' es una página, y su plantilla '%.*s' no termina en .html", STR_ARG(path), STR_ARG(template));
	diag_error(diag, at, "template-kind", "'%.*s' is no page, and its template '%.*s' would escape what it prints as HTML",
		"'%.*s' no es una página, y su plantilla '%.*s' escaparía lo que imprime como HTML", STR_ARG(path), STR_ARG(template));
	diag_advice(diag, "end the template's name in .xml, .json, .csv or .txt", "termine el nombre de la plantilla en .xml, .json, .csv o .txt");
	return false;
}

static bool check_theme_pages(const struct plan *plan, struct diag *diag)
{
	const struct theme *theme = &plan->site->theme;
	bool good = true;

	for (size_t i = 0; i < theme->page_count; i++) {
		const struct theme_page *page = &theme->pages[i];

		good = permalink_fixed(page->path, page->at, diag) && kinds_agree(page->path, page->template, page->at, diag) && good;
	}
	return good;
}

static bool compile_collection(struct plan *plan, size_t index, struct diag *diag)
{
	const struct collection *c = &plan->site->collections[index];
	bool good = true;

	plan->permalinks[index] = permalink_new(plan->arena, c->permalink, c->from, c->at, diag);
	plan->slices[index] = arena_array(plan->arena, const struct slice *, c->slice_count + 1);
	for (size_t i = 0; i < c->slice_count; i++) {
		plan->slices[index][i] = slice_new(plan->arena, c->from, c->slice[i], c->through, c->at, diag);
		good = good && plan->slices[index][i];
	}
	if (plan->permalinks[index])
		good = kinds_agree(c->permalink, c->template, c->at, diag) && good;
	if (c->slice_count && plan->permalinks[index] && !str_ends(c->permalink, STR("/")))
		good = diag_error(diag, c->at, "slice-file", "'slice' makes downloads in a page's folder, and '%.*s' names a file",
			"'slice' hace descargas en la carpeta de una página, y '%.*s' nombra un archivo", STR_ARG(c->permalink));
	for (uint32_t row = 0; plan->permalinks[index] && row < table_rows(c->from); row++)
		good = permalink_check(plan->permalinks[index], row, diag) && good;
	return good && plan->permalinks[index];
}

static bool compile_collections(struct plan *plan, struct diag *diag)
{
	size_t count = plan->site->collection_count;
	bool good = true;

	plan->permalinks = arena_array(plan->arena, const struct permalink *, count + 1);
	plan->slices = arena_array(plan->arena, const struct slice **, count + 1);
	for (size_t i = 0; i < count; i++)
		good = compile_collection(plan, i, diag) && good;
	return good;
}

struct page plan_page(const struct plan *plan, size_t index)
{
	static const struct str templates[] = {
		[PAGE_HOME] = { "home.html", 9 }, [PAGE_CATALOGUE] = { "datos.html", 10 }, [PAGE_DATASET] = { "dataset.html", 12 },
		[PAGE_CONTENT] = { "content.html", 12 }, [PAGE_MISSING] = { "404.html", 8 },
	};
	size_t low = 0, high = plan->run_count;
	const struct run *run;
	struct page page = { 0 };

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (plan->runs[middle].first <= index)
			low = middle;
		else
			high = middle;
	}
	run = &plan->runs[low];
	page.kind = run->kind;
	page.lang = run->lang;
	page.template_name = templates[run->kind];
	if (run->kind == PAGE_ROW) {
		page.collection_index = run->source;
		page.collection = &plan->site->collections[run->source];
		page.table = page.collection->from;
		page.row = (uint32_t)(index - run->first);
		page.template_name = page.collection->template;
		page.file = !permalink_is_page(page.collection->permalink);
	} else if (run->kind == PAGE_DATASET) {
		page.table = plan->tables[run->source];
	} else if (run->kind == PAGE_THEME) {
		page.theme_page = &plan->site->theme.pages[run->source];
		page.template_name = page.theme_page->template;
		page.file = !permalink_is_page(page.theme_page->path);
	} else if (run->kind == PAGE_CONTENT) {
		page.content = &plan->site->contents[run->source];
		if (page.content->template.len)
			page.template_name = page.content->template;
	}
	return page;
}

void plan_prefix(const struct plan *plan, size_t lang, struct buf *out)
{
	if (lang == 0)
		return;
	buf_byte(out, '/');
	buf_add(out, plan->site->langs[lang]);
}

void plan_bare_path(const struct plan *plan, const struct page *page, struct buf *out)
{
	switch (page->kind) {
	case PAGE_HOME: buf_byte(out, '/'); return;
	case PAGE_ROW: permalink_write(plan->permalinks[page->collection_index], page->row, out); return;
	case PAGE_CATALOGUE: buf_add(out, STR("/datos/")); return;
	case PAGE_DATASET:
		buf_add(out, STR("/datos/"));
		buf_add(out, table_name(page->table));
		buf_byte(out, '/');
		return;
	case PAGE_CONTENT: buf_add(out, page->content->url_path); return;
	case PAGE_THEME: buf_add(out, page->theme_page->path); return;
	case PAGE_MISSING: buf_add(out, STR("/404.html")); return;
	}
}

void plan_path(const struct plan *plan, const struct page *page, struct buf *out)
{
	plan_prefix(plan, page->lang, out);
	plan_bare_path(plan, page, out);
}

void plan_file(struct str path, struct buf *out)
{
	buf_add(out, str_after(path, 1));
	if (str_ends(path, STR("/")))
		buf_add(out, STR("index.html"));
}

bool plan_row_path(const struct plan *plan, const struct table *table, uint32_t row, size_t lang, struct buf *out)
{
	for (size_t i = 0; i < plan->site->collection_count; i++) {
		const struct collection *c = &plan->site->collections[i];

		if (c->from != table || !permalink_is_page(c->permalink))
			continue;
		plan_prefix(plan, c->once ? 0 : lang, out);
		permalink_write(plan->permalinks[i], row, out);
		return true;
	}
	return false;
}

bool plan_has(const struct plan *plan, struct str path)
{
	struct buf file = { 0 };
	bool found;

	plan_file(path, &file);
	found = claims_find(plan->claims, buf_str(&file)) != CLAIM_NONE;
	buf_clear(&file);
	return found;
}

struct place plan_place(const struct page *page)
{
	switch (page->kind) {
	case PAGE_ROW: return table_row_place(page->table, page->row);
	case PAGE_DATASET: return table_schema(page->table)->field_count ? table_schema(page->table)->fields[0].at : place_of(STR("portal.yaml"));
	case PAGE_CONTENT: return place_of(page->content->path);
	case PAGE_THEME: return page->theme_page->at;
	default: return place_of(STR("portal.yaml"));
	}
}

/* What has the path already, as messages tell it. */
static void tell_owner(const struct plan *plan, uint32_t owner, struct buf *out)
{
	struct page page;
	struct place at;

	if (owner >= plan->count) {
		buf_add(out, owner == plan->count ? STR("vitrina") : STR("assets/"));
		return;
	}
	page = plan_page(plan, owner);
	at = plan_place(&page);
	buf_add(out, at.path);
	if (at.line)
		buf_printf(out, ":%u", at.line);
}

static void tell_clash(const struct plan *plan, struct str file, uint32_t owner, struct place at, struct diag *diag)
{
	struct buf where = { 0 };

	tell_owner(plan, owner, &where);
	diag_error(diag, at, "path-taken", "'/%.*s' is already made by %.*s", "'/%.*s' ya sale de %.*s", STR_ARG(file),
		STR_ARG(buf_str(&where)));
	diag_advice(diag, "give one of the two another address; letter case and accents written two ways don't tell them apart",
		"dé a uno de los dos otra dirección; ni las mayúsculas ni las dos formas de escribir un acento los distinguen");
	buf_clear(&where);
}

/* Claims a file for `owner`: a page's number, plan->count for what vitrina makes of itself, one more for the theme's assets. */
static bool claim(struct plan *plan, struct str file, size_t owner, struct place at, struct diag *diag)
{
	uint32_t taken = claims_add(plan->claims, file, (uint32_t)owner);

	if (taken == CLAIM_NONE)
		return true;
	tell_clash(plan, file, taken, at, diag);
	return false;
}

static bool claim_page(struct plan *plan, size_t index, struct buf *scratch, struct diag *diag)
{
	struct page page = plan_page(plan, index);
	struct buf file = { 0 };
	bool good;

	buf_reset(scratch);
	plan_path(plan, &page, scratch);
	plan_file(buf_str(scratch), &file);
	good = claims_add(plan->claims, buf_str(&file), (uint32_t)index) == CLAIM_NONE;
	if (!good)
		tell_clash(plan, buf_str(&file), claims_find(plan->claims, buf_str(&file)), plan_place(&page), diag);
	buf_clear(&file);
	return good;
}

/* Claims the stem in `stem` with each extension. */
static bool claim_own(struct plan *plan, struct buf *stem, const struct plan_extensions *extensions, struct place at, struct diag *diag)
{
	size_t len = stem->len;
	bool good = true;

	for (size_t i = 0; i < extensions->count; i++) {
		stem->len = len;
		buf_byte(stem, '.');
		buf_add(stem, extensions->list[i]);
		good = claim(plan, buf_str(stem), plan->count, at, diag) && good;
	}
	return good;
}

static bool claim_ours(struct plan *plan, struct diag *diag)
{
	static const char *const ours[] = { "sitemap.xml", "robots.txt", "manifest.json", "SHA256SUMS", "SHA256SUMS.minisig" };
	bool good = true;

	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		good = claim(plan, str_of(ours[i]), plan->count, place_of(STR("")), diag) && good;
	for (size_t i = 0; i < assets_count(plan->assets); i++) {
		const struct asset *asset = assets_at(plan->assets, i);

		good = claim(plan, asset->path, plan->count + 1, place_of(asset->source), diag) && good;
	}
	return good;
}

/* A row's own download. */
static bool claim_download(struct plan *plan, size_t index, const struct plan_files *files, struct buf *scratch, struct diag *diag)
{
	struct page page = plan_page(plan, index);

	if (page.kind != PAGE_ROW || page.lang != 0 || page.collection->slice_count == 0)
		return true;
	buf_reset(scratch);
	plan_download(plan, &page, scratch);
	return claim_own(plan, scratch, &files->own[page.collection_index], plan_place(&page), diag);
}

static bool claim_all(struct plan *plan, const struct plan_files *files, struct diag *diag)
{
	struct buf scratch = { 0 };
	bool good;

	plan->claims = claims_new(plan->arena);
	good = claim_ours(plan, diag);
	for (size_t i = 0; i < files->count; i++)
		good = claim(plan, files->paths[i], plan->count, place_of(STR("portal.yaml")), diag) && good;
	for (size_t i = 0; i < plan->count; i++) {
		good = claim_page(plan, i, &scratch, diag) && good;
		good = claim_download(plan, i, files, &scratch, diag) && good;
	}
	buf_clear(&scratch);
	return good;
}

struct plan *plan_new(const struct site *site, const struct plan_origin *origin, const struct plan_files *files, struct diag *diag)
{
	struct arena *arena = arena_new();
	struct plan *plan = arena_new_of(arena, struct plan);
	bool good;

	plan->arena = arena;
	plan->site = site;
	plan->origin = *origin;
	plan->assets = assets_new(arena, &site->theme);
	list_tables(plan);
	add_runs(plan);
	good = compile_collections(plan, diag);
	good = check_theme_pages(plan, diag) && good;
	if (good && claim_all(plan, files, diag))
		return plan;
	plan_free(plan);
	return NULL;
}

void plan_free(struct plan *plan)
{
	if (plan)
		arena_free(plan->arena);
}

bool plan_templates(const struct plan *plan, const struct scripts *scripts, struct diag *diag)
{
	bool good = true;

	for (size_t i = 0; i < plan->run_count; i++) {
		struct page page = plan_page(plan, plan->runs[i].first);
		struct place at = page.kind == PAGE_ROW ? page.collection->at : plan_place(&page);

		if (scripts_has(scripts, page.template_name))
			continue;
		good = diag_error(diag, at, "unknown-template", "the theme has no template '%.*s'", "el tema no tiene la plantilla '%.*s'",
			STR_ARG(page.template_name));
	}
	return good;
}

const struct site *plan_site(const struct plan *plan)
{
	return plan->site;
}

const struct plan_origin *plan_origin(const struct plan *plan)
{
	return &plan->origin;
}

const struct assets *plan_assets(const struct plan *plan)
{
	return plan->assets;
}

size_t plan_count(const struct plan *plan)
{
	return plan->count;
}

size_t plan_first_late(const struct plan *plan)
{
	return plan->first_late;
}

const struct slice *const *plan_slices(const struct plan *plan, size_t collection_index, size_t *count)
{
	*count = plan->site->collections[collection_index].slice_count;
	return plan->slices[collection_index];
}

void plan_download(const struct plan *plan, const struct page *page, struct buf *out)
{
	struct str path;
	size_t start = out->len, last;

	plan_bare_path(plan, page, out);
	path = str_after(buf_str(out), start);
	memmove(out->at + start, out->at + start + 1, path.len - 1); /* without the first slash */
	out->len--;
	path = str_part(str_after(buf_str(out), start), 0, path.len - 2);
	last = path.len;
	while (last > 0 && path.at[last - 1] != '/')
		last--;
	buf_reserve(out, path.len - last);
	buf_add(out, str_from(out->at + start + last, path.len - last));
}
