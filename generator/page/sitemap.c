#include "page/sitemap.h"

#include "base/buf.h"
#include "base/sink.h"

enum { ADDRESSES_MOST = 50000 };

/* Percent-encodes what RFC 3986 does not let stand, and escapes for XML; paths hold no `&`, `<` or quote. */
static void add_address(struct buf *out, struct str path)
{
	for (size_t i = 0; i < path.len; i++) {
		unsigned char c = (unsigned char)path.at[i];

		if (c > 0x20 && c < 0x7F)
			buf_byte(out, (char)c);
		else
			buf_printf(out, "%%%02X", c);
	}
}

static void add_page(const struct plan *plan, size_t index, struct buf *path, struct buf *out)
{
	struct page page = plan_page(plan, index);
	struct str time = plan_origin(plan)->time;

	if (page.kind == PAGE_MISSING || page.file)
		return;
	buf_reset(path);
	plan_path(plan, &page, path);
	buf_add(out, STR("<url><loc>"));
	add_address(out, plan_site(plan)->base_url);
	add_address(out, str_after(buf_str(path), 1));
	buf_add(out, STR("</loc>"));
	if (time.len)
		buf_printf(out, "<lastmod>%.*s</lastmod>", STR_ARG(str_part(time, 0, 10)));
	buf_add(out, STR("</url>\n"));
}

static void put_part(const struct plan *plan, struct sink *sink, struct str name, size_t first, size_t end)
{
	struct buf out = { 0 }, path = { 0 };

	buf_add(&out, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"));
	for (size_t i = first; i < end; i++)
		add_page(plan, i, &path, &out);
	buf_add(&out, STR("</urlset>\n"));
	sink_put(sink, name, buf_str(&out));
	buf_clear(&out);
	buf_clear(&path);
}

static void put_index(const struct plan *plan, struct sink *sink)
{
	struct buf out = { 0 }, name = { 0 };
	size_t count = plan_count(plan);

	buf_add(&out, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"));
	for (size_t first = 0, n = 1; first < count; first += ADDRESSES_MOST, n++) {
		buf_reset(&name);
		buf_printf(&name, "sitemap-%zu.xml", n);
		put_part(plan, sink, buf_str(&name), first, first + ADDRESSES_MOST < count ? first + ADDRESSES_MOST : count);
		buf_add(&out, STR("<sitemap><loc>"));
		add_address(&out, plan_site(plan)->base_url);
		buf_add(&out, buf_str(&name));
		buf_add(&out, STR("</loc></sitemap>\n"));
	}
	buf_add(&out, STR("</sitemapindex>\n"));
	sink_put(sink, STR("sitemap.xml"), buf_str(&out));
	buf_clear(&out);
	buf_clear(&name);
}

static void put_robots(const struct plan *plan, struct sink *sink)
{
	struct buf out = { 0 };

	buf_add(&out, STR("User-agent: *\nAllow: /\n"));
	if (plan_site(plan)->base_url.len)
		buf_printf(&out, "Sitemap: %.*ssitemap.xml\n", STR_ARG(plan_site(plan)->base_url));
	sink_put(sink, STR("robots.txt"), buf_str(&out));
	buf_clear(&out);
}

void sitemap_write(const struct plan *plan, struct sink *sink)
{
	put_robots(plan, sink);
	if (plan_site(plan)->base_url.len == 0)
		return;
	if (plan_count(plan) <= ADDRESSES_MOST)
		put_part(plan, sink, STR("sitemap.xml"), 0, plan_count(plan));
	else
		put_index(plan, sink);
}
