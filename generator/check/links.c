/* Each worker keeps, of every page, the set of its ids: equal sets once, since pages of one template mostly have the same. A
 * fragment of the page itself is looked for when the page has been read; one of another page is kept, once for each target, and
 * looked for at the end. An id is kept as 32 bits of its hash: that a wrong fragment hits a right one by chance is one in hundreds
 * of millions. */
#include "check/links.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "check/html_links.h"

#include <stdlib.h>

struct id_set {
	const uint32_t *ids; /* hashes, in order */
	size_t count;
};

struct known_page {
	uint64_t file; /* hash of its name */
	const struct id_set *ids;
};

/* A fragment of another page, and the first page that links to it. */
struct wanted {
	struct str file, fragment, link; /* link: as it was written */
	struct str what;
	struct place at;
	uint64_t order, count;
};

struct worker {
	struct links *links;
	struct arena *arena;
	struct map *sets;             /* bytes of hashes → struct id_set */
	struct map *wanted;           /* file#fragment → struct wanted */
	struct known_page *pages;
	size_t page_count, page_capacity;
	/* the page at hand */
	const struct links_page *page;
	struct diag *diag;
	struct buf ids;               /* uint32_t */
	struct buf own;               /* fragments of the page itself, each ended by NUL */
	struct buf file, scratch;
};

struct links {
	const struct links_site *site;
	struct worker *workers;
	int count;
};

static uint32_t id_hash(struct str id)
{
	return (uint32_t)str_hash(id);
}

struct links *links_new(const struct links_site *site, int workers)
{
	struct links *links = memory_resize(NULL, sizeof *links);

	*links = (struct links){ .site = site, .count = workers, .workers = memory_resize(NULL, (size_t)workers * sizeof *links->workers) };
	for (int i = 0; i < workers; i++) {
		struct arena *arena = arena_new();

		links->workers[i] = (struct worker){ .links = links, .arena = arena, .sets = map_new(arena), .wanted = map_new(arena) };
	}
	return links;
}

static void see_id(void *context, struct str id)
{
	struct worker *w = context;
	uint32_t hash = id_hash(id);

	buf_add(&w->ids, str_from((const char *)&hash, sizeof hash));
}

/* A link of another scheme, or to another host. */
static bool leads_out(struct str link)
{
	size_t end = 0;

	if (str_starts(link, STR("//")))
		return true;
	while (end < link.len && !strchr("/?#:", link.at[end]))
		end++;
	return end < link.len && link.at[end] == ':';
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))
		return (c | 0x20) - 'a' + 10;
	return -1;
}

static void add_unescaped(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '%' && i + 2 < text.len && hex_digit(text.at[i + 1]) >= 0 && hex_digit(text.at[i + 2]) >= 0) {
			buf_byte(out, (char)(hex_digit(text.at[i + 1]) * 16 + hex_digit(text.at[i + 2])));
			i += 2;
		} else {
			buf_byte(out, text.at[i]);
		}
	}
}

/* Appends `path` without its `.` and `..`, as a browser resolves them; what would climb above the root stays there. */
static void add_resolved(struct buf *out, struct str path)
{
	size_t root = out->len;
	struct str part;

	while (str_next(&path, '/', &part)) {
		if (str_equal(part, STR("..")) || str_equal(part, STR("."))) {
			if (part.len == 2 && out->len > root) {
				out->len--;
				while (out->len > root && out->at[out->len - 1] != '/')
					out->len--;
			}
			continue;
		}
		buf_add(out, part);
		if (path.at) /* more follows */
			buf_byte(out, '/');
	}
}

/* The folder that a page's relative links start from: "programas/x/". */
static struct str folder_of(struct str file)
{
	size_t end = file.len;

	while (end && file.at[end - 1] != '/')
		end--;
	return str_part(file, 0, end);
}

/* The path under which the site lies on its host: "/portal/", or "/". */
static struct str base_path(struct str base_url)
{
	size_t host = str_search(base_url, STR("://"), 0), path = host < base_url.len ? str_find(base_url, '/', host + 3) : base_url.len;

	return path < base_url.len ? str_after(base_url, path) : STR("/");
}

/* Leaves in w->file the file of the site that the path of a link names. False when it is none of this site. */
static bool find_file(struct worker *w, struct str path, bool absolute)
{
	struct str base = base_path(w->links->site->base_url);

	buf_reset(&w->file);
	buf_reset(&w->scratch);
	if (absolute && !str_starts(path, base))
		return false;
	if (!absolute)
		buf_add(&w->scratch, folder_of(w->page->file));
	add_unescaped(&w->scratch, absolute ? str_after(path, base.len) : path);
	add_resolved(&w->file, buf_str(&w->scratch));
	if (w->file.len == 0 || w->file.at[w->file.len - 1] == '/')
		buf_add(&w->file, STR("index.html"));
	return true;
}

/* Where a link should lead. */
struct target {
	struct str link, file, fragment;
};

static void tell(struct diag *diag, struct place at, uint64_t order, struct str what, const struct target *t)
{
	diag_while(diag, order, what);
	if (t->fragment.len == 0)
		diag_error(diag, at, "dead-link", "the link to '%.*s' leads nowhere", "el enlace a '%.*s' no lleva a ninguna parte",
			STR_ARG(t->link));
	else
		diag_error(diag, at, "dead-anchor", "the link to '%.*s' leads to no place of its page: nothing there has the id '%.*s'",
			"el enlace a '%.*s' no lleva a un lugar de su página: nada ahí tiene el id '%.*s'", STR_ARG(t->link), STR_ARG(t->fragment));
	diag_context(diag, "the site has no '/%.*s%s%.*s'", "el sitio no tiene '/%.*s%s%.*s'", STR_ARG(t->file), t->fragment.len ? "#" : "",
		STR_ARG(t->fragment));
	diag_while(diag, 0, STR(""));
}

/* Of the page at hand. */
static void report(struct worker *w, const struct target *t)
{
	tell(w->diag, w->page->written(w->page->context, t->link), w->page->order, w->page->what, t);
}

static void want(struct worker *w, struct str link, struct str fragment)
{
	struct wanted *wanted;
	struct str key;

	buf_reset(&w->scratch);
	buf_add(&w->scratch, buf_str(&w->file));
	buf_byte(&w->scratch, '#');
	buf_add(&w->scratch, fragment);
	key = buf_str(&w->scratch);
	wanted = map_find(w->wanted, key);
	if (wanted) {
		wanted->count++;
		if (wanted->order <= w->page->order)
			return;
	} else {
		wanted = arena_new_of(w->arena, struct wanted);
		key = arena_copy(w->arena, key);
		*wanted = (struct wanted){ .count = 1, .file = str_part(key, 0, w->file.len), .fragment = str_after(key, w->file.len + 1) };
		map_put(w->wanted, key, wanted);
	}
	wanted->order = w->page->order;
	wanted->link = arena_copy(w->arena, link);
	wanted->what = arena_copy(w->arena, w->page->what);
	wanted->at = w->page->written(w->page->context, link);
	wanted->at.path = arena_copy(w->arena, wanted->at.path);
}

static void warn_of_root(struct worker *w, struct str link)
{
	diag_while(w->diag, w->page->order, w->page->what);
	diag_warning(w->diag, w->page->written(w->page->context, link), "root-link", "the link to '%.*s' begins at the root of its host",
		"el enlace a '%.*s' comienza en la raíz de su servidor", STR_ARG(link));
	diag_advice(w->diag, "write it with url(), which makes it relative: this one breaks in a sub-folder and in a copy on disk",
		"escríbalo con url(), que lo hace relativo: éste falla en una subcarpeta y en una copia en disco");
	diag_while(w->diag, 0, STR(""));
}

static void see_link(void *context, struct str link)
{
	struct worker *w = context;
	struct str base = w->links->site->base_url, rest = link, path, fragment;
	bool whole = base.len && str_starts(link, base), absolute;
	size_t hash;

	if (whole) /* our own site, by its whole address: from the root on */
		rest = str_after(link, base.len - base_path(base).len);
	else if (leads_out(link))
		return;
	hash = str_find(rest, '#', 0);
	path = str_part(rest, 0, hash);
	path = str_part(path, 0, str_find(path, '?', 0));
	fragment = str_after(rest, hash + 1);
	absolute = str_starts(path, STR("/"));
	if (path.len == 0 && rest.len && rest.at[0] == '#') {
		buf_add(&w->own, fragment);
		buf_byte(&w->own, '\0');
		return;
	}
	if (path.len == 0)
		return;
	if (absolute && !whole && !w->page->anywhere)
		warn_of_root(w, link);
	if (!find_file(w, path, absolute))
		return;
	if (!w->links->site->has(w->links->site->context, buf_str(&w->file)))
		report(w, &(struct target){ link, buf_str(&w->file), STR("") });
	else if (fragment.len)
		want(w, link, fragment);
}

static int by_number(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return (a > b) - (a < b);
}

/* The set of the page's ids, kept once. */
static const struct id_set *keep_set(struct worker *w)
{
	uint32_t *ids = (uint32_t *)(void *)w->ids.at;
	size_t count = w->ids.len / sizeof *ids;
	struct id_set *set;
	struct str key;

	if (count)
		qsort(ids, count, sizeof *ids, by_number);
	set = map_find(w->sets, buf_str(&w->ids));
	if (set)
		return set;
	key = str_from(arena_alloc(w->arena, w->ids.len + sizeof *ids), w->ids.len); /* aligned, unlike a copy of text */
	if (count)
		memcpy((char *)key.at, ids, key.len);
	set = arena_new_of(w->arena, struct id_set);
	*set = (struct id_set){ (const uint32_t *)(const void *)key.at, count };
	map_put(w->sets, key, set);
	return set;
}

/* "" and "top" lead to the beginning of any page, and `:~:` is for the browser alone (HTML, scrolling to a fragment). */
static bool set_has(const struct id_set *set, struct str fragment)
{
	struct buf plain = { 0 };
	uint32_t hash;

	if (fragment.len == 0 || str_equal(fragment, STR("top")) || str_starts(fragment, STR(":~:")))
		return true;
	add_unescaped(&plain, fragment);
	hash = id_hash(buf_str(&plain));
	buf_clear(&plain);
	return set->count && bsearch(&hash, set->ids, set->count, sizeof hash, by_number) != NULL;
}

static void check_own(struct worker *w, const struct id_set *set)
{
	struct str rest = buf_str(&w->own), fragment;

	while (str_next(&rest, '\0', &fragment)) {
		if (set_has(set, fragment))
			continue;
		buf_reset(&w->scratch);
		buf_byte(&w->scratch, '#');
		buf_add(&w->scratch, fragment);
		report(w, &(struct target){ buf_str(&w->scratch), w->page->file, fragment });
	}
}

void links_page(struct links *links, int worker, const struct links_page *page, struct diag *diag)
{
	struct worker *w = &links->workers[worker];
	struct html_links to = { w, see_id, see_link };
	const struct id_set *set;

	w->page = page;
	w->diag = diag;
	buf_reset(&w->ids);
	buf_reset(&w->own);
	html_links_read(page->html, &to);
	set = keep_set(w);
	check_own(w, set);
	if (w->page_count == w->page_capacity) {
		w->page_capacity = w->page_capacity ? w->page_capacity * 2 : 64;
		w->pages = memory_resize(w->pages, w->page_capacity * sizeof *w->pages);
	}
	w->pages[w->page_count++] = (struct known_page){ str_hash(page->file), set };
}

static int by_file(const void *left, const void *right)
{
	const struct known_page *a = left, *b = right;

	return (a->file > b->file) - (a->file < b->file);
}

static const struct id_set *find_set(const struct links *links, struct str file)
{
	struct known_page wanted = { .file = str_hash(file) };

	for (int i = 0; i < links->count; i++) {
		const struct worker *w = &links->workers[i];
		const struct known_page *page = w->page_count ? bsearch(&wanted, w->pages, w->page_count, sizeof *w->pages, by_file) : NULL;

		if (page)
			return page->ids;
	}
	return NULL; /* no page: a file, or a page that was not made, which is told already */
}

static void tell_wanted(const struct links *links, const struct wanted *wanted, struct diag *diag)
{
	const struct id_set *set = find_set(links, wanted->file);

	if (!set || set_has(set, wanted->fragment))
		return;
	for (uint64_t i = 0; i < wanted->count; i++) /* a diag counts what it is told again */
		tell(diag, wanted->at, wanted->order, wanted->what, &(struct target){ wanted->link, wanted->file, wanted->fragment });
}

/* Two workers may have met the same: the counts are added, and the lower page is named. */
static void join_wanted(struct worker *into, const struct worker *from)
{
	for (size_t e = 0; e < map_count(from->wanted); e++) {
		const struct map_entry *entry = &map_entries(from->wanted)[e];
		struct wanted *more = entry->value, *has = map_put(into->wanted, entry->key, more);
		uint64_t count = has ? has->count + more->count : 0;

		if (!has)
			continue;
		if (more->order < has->order)
			*has = *more;
		has->count = count;
	}
}

void links_end(struct links *links, struct diag *diag)
{
	for (int i = 0; i < links->count; i++)
		if (links->workers[i].page_count)
			qsort(links->workers[i].pages, links->workers[i].page_count, sizeof *links->workers[i].pages, by_file);
	for (int i = 1; i < links->count; i++)
		join_wanted(&links->workers[0], &links->workers[i]);
	for (size_t e = 0; e < map_count(links->workers[0].wanted); e++)
		tell_wanted(links, map_entries(links->workers[0].wanted)[e].value, diag);
	for (int i = 0; i < links->count; i++) {
		struct worker *w = &links->workers[i];

		buf_clear(&w->ids);
		buf_clear(&w->own);
		buf_clear(&w->file);
		buf_clear(&w->scratch);
		memory_free(w->pages);
	}
	for (int i = 0; i < links->count; i++)
		arena_free(links->workers[i].arena);
	memory_free(links->workers);
	memory_free(links);
}
