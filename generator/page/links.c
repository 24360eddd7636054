#include "page/links.h"

#include "base/buf.h"
#include "script/item.h"

enum { KEY_PARTS_MOST = 8 };

/* The path under which the site lies on its server: "/portal/" of "https://example.mx/portal/"; "/" when unknown. */
static struct str base_path(const struct site *site)
{
	size_t slash = str_search(site->base_url, STR("://"), 0);

	if (slash == site->base_url.len)
		return STR("/");
	slash = str_find(site->base_url, '/', slash + 3);
	return slash < site->base_url.len ? str_after(site->base_url, slash) : STR("/");
}

/* Bytes of the folders that two paths share: up to and with a `/`. */
static size_t shared_folders(struct str a, struct str b)
{
	size_t shared = 0;

	for (size_t i = 0; i < a.len && i < b.len && a.at[i] == b.at[i]; i++)
		if (a.at[i] == '/')
			shared = i + 1;
	return shared;
}

void links_relative(const struct plan *plan, struct str from, struct str to, struct buf *out)
{
	size_t hash = str_find(to, '#', 0), shared;
	struct str fragment = str_after(to, hash), path = str_part(to, 0, hash);

	if (str_equal(from, STR("/404.html"))) {
		buf_add(out, base_path(plan_site(plan)));
		buf_add(out, str_after(to, 1));
		return;
	}
	if (fragment.len && str_equal(path, from)) {
		buf_add(out, fragment);
		return;
	}
	shared = shared_folders(from, path);
	for (size_t i = shared; i < from.len; i++)
		if (from.at[i] == '/')
			buf_add(out, STR("../"));
	buf_add(out, str_after(path, shared));
	if (str_ends(path, STR("/")))
		buf_add(out, STR("index.html"));
	buf_add(out, fragment);
}

static bool fail(struct buf *why, enum lang told_in, const char *en, const char *es, struct str what)
{
	const char *format = told_in == LANG_ES ? es : en; /* each has one %.*s */

	buf_reset(why);
	buf_add(why, str_part(str_of(format), 0, str_search(str_of(format), STR("%s"), 0)));
	buf_add(why, what);
	buf_add(why, str_after(str_of(format), str_search(str_of(format), STR("%s"), 0) + 2));
	return false;
}

/* A path in `lang` when something is published there, else as it is. */
static bool localised(const struct plan *plan, struct str path, size_t lang, enum lang told_in, struct buf *out, struct buf *why)
{
	struct str bare = str_part(path, 0, str_find(path, '#', 0));
	size_t start = out->len;

	plan_prefix(plan, lang, out);
	buf_add(out, bare);
	if (!plan_has(plan, str_after(buf_str(out), start))) {
		out->len = start;
		if (!plan_has(plan, bare))
			return fail(why, told_in, "nothing is published at '%s'", "no se publica nada en '%s'", bare);
		buf_add(out, bare);
	}
	buf_add(out, str_after(path, bare.len));
	return true;
}

static bool row_target(const struct plan *plan, const struct table *table, uint32_t row, size_t lang, enum lang told_in, struct buf *out,
	struct buf *why)
{
	if (plan_row_path(plan, table, row, lang, out))
		return true;
	return fail(why, told_in, "rows of '%s' have no pages: no collection is made from it",
		"los renglones de '%s' no tienen página: ninguna colección sale de ella",
		table_name(table));
}

static bool table_target(const struct plan *plan, const struct table *table, size_t lang, struct buf *out)
{
	plan_prefix(plan, lang, out);
	buf_add(out, STR("/datos/"));
	buf_add(out, table_name(table));
	buf_byte(out, '/');
	return true;
}

static bool elsewhere(struct str target)
{
	return str_starts(target, STR("http://")) || str_starts(target, STR("https://")) || str_starts(target, STR("mailto:")) ||
	       str_starts(target, STR("tel:")) || str_starts(target, STR("#"));
}

bool links_target(const struct plan *plan, const struct item *target, size_t lang, enum lang told_in, struct buf *out, struct buf *why)
{
	switch (target->kind) {
	case ITEM_ROW: return row_target(plan, target->table, target->row, lang, told_in, out, why);
	case ITEM_TABLE: return table_target(plan, target->table, lang, out);
	case ITEM_TEXT: break;
	default: return fail(why, told_in, "url() takes a row, a table or a path%s", "url() espera un renglón, una tabla o una ruta%s", STR(""));
	}
	if (elsewhere(target->text)) {
		buf_add(out, target->text);
		return true;
	}
	if (!str_starts(target->text, STR("/")))
		return fail(why, told_in, "'%s' is no path of the site; write it from the root, like /acerca/",
			"'%s' no es una ruta del sitio; escríbala desde la raíz, como /acerca/", target->text);
	return localised(plan, target->text, lang, told_in, out, why);
}

static bool data_link(const struct plan *plan, struct str rest, size_t lang, enum lang told_in, struct buf *out, struct buf *why)
{
	struct str name, parts[KEY_PARTS_MOST], key = rest;
	const struct table *table;
	size_t count = 0;
	uint32_t row;

	str_next(&key, '/', &name);
	table = site_table(plan_site(plan), name);
	if (!table)
		return fail(why, told_in, "there is no resource '%s'", "no hay recurso '%s'", name);
	if (!key.at)
		return table_target(plan, table, lang, out);
	while (count < KEY_PARTS_MOST && str_next(&key, '/', &parts[count]))
		count++;
	row = table_find(table, parts, count);
	if (row == ROW_NONE)
		return fail(why, told_in, "no row has the key '%s'", "ningún renglón tiene la clave '%s'", str_after(rest, name.len + 1));
	return row_target(plan, table, row, lang, told_in, out, why);
}

/* Joins a path relative to the file at `source`; false when it leaves the content folder. */
static bool join(struct str source, struct str path, struct buf *out)
{
	struct str part;
	size_t last = source.len;

	while (last > 0 && source.at[last - 1] != '/')
		last--;
	buf_add(out, str_part(source, 0, last ? last - 1 : 0));
	while (str_next(&path, '/', &part)) {
		if (str_equal(part, STR(".")))
			continue;
		if (!str_equal(part, STR(".."))) {
			buf_byte(out, '/');
			buf_add(out, part);
			continue;
		}
		while (out->len > 0 && out->at[out->len - 1] != '/')
			out->len--;
		if (out->len == 0)
			return false;
		out->len--;
	}
	return str_starts(buf_str(out), STR("content/"));
}

static const struct content *content_at(const struct site *site, struct str path)
{
	for (size_t i = 0; i < site->content_count; i++)
		if (str_equal(site->contents[i].path, path))
			return &site->contents[i];
	return NULL;
}

bool links_markdown(const struct plan *plan, struct str source, struct str destination, size_t lang, enum lang told_in, struct buf *out,
	struct buf *why)
{
	size_t hash = str_find(destination, '#', 0);
	struct buf path = { 0 };
	const struct content *content = NULL;
	bool good;

	if (str_starts(destination, STR("data:")))
		return data_link(plan, str_after(destination, 5), lang, told_in, out, why);
	if (str_starts(destination, STR("/")))
		return localised(plan, destination, lang, told_in, out, why);
	if (join(source, str_part(destination, 0, hash), &path))
		content = content_at(plan_site(plan), buf_str(&path));
	buf_clear(&path);
	if (!content)
		return fail(why, told_in, "there is no page '%s'", "no hay página '%s'", str_part(destination, 0, hash));
	buf_add(&path, content->url_path);
	buf_add(&path, str_after(destination, hash));
	good = localised(plan, buf_str(&path), lang, told_in, out, why);
	buf_clear(&path);
	return good;
}
