#include "page/sitemap.h"

#include "base/buf.h"
#include "base/sink.h"

const struct sitemap_limits sitemap_protocol = { 50000, 52428800 };

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define SPACE " xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
#define END "</urlset>\n"

/* A sitemap on its way: the part that fills up, and the index of those that are full. */
struct sitemap {
	const struct plan *plan;
	struct sink *sink;
	const struct sitemap_limits *limits;
	struct buf part, entry, path, index;
	size_t addresses; /* in the part */
	size_t parts;     /* that are full */
};

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

static void begin(struct sitemap *map)
{
	buf_reset(&map->part);
	buf_add(&map->part, STR(HEAD "<urlset" SPACE));
	map->addresses = 0;
}

/* Puts the part under the next number, and tells the index. */
static void put_part(struct sitemap *map)
{
	struct buf name = { 0 };

	buf_printf(&name, "sitemap-%zu.xml", ++map->parts);
	buf_add(&map->part, STR(END));
	sink_put(map->sink, buf_str(&name), buf_str(&map->part));
	buf_add(&map->index, STR("<sitemap><loc>"));
	add_address(&map->index, plan_site(map->plan)->base_url);
	buf_add(&map->index, buf_str(&name));
	buf_add(&map->index, STR("</loc></sitemap>\n"));
	buf_clear(&name);
	begin(map);
}

static void write_entry(struct sitemap *map, const struct page *page)
{
	struct str time = plan_origin(map->plan)->time;
	struct buf *out = &map->entry;

	buf_reset(out);
	buf_reset(&map->path);
	plan_path(map->plan, page, &map->path);
	buf_add(out, STR("<url><loc>"));
	add_address(out, plan_site(map->plan)->base_url);
	add_address(out, str_after(buf_str(&map->path), 1));
	buf_add(out, STR("</loc>"));
	if (time.len)
		buf_printf(out, "<lastmod>%.*s</lastmod>", STR_ARG(str_part(time, 0, 10)));
	buf_add(out, STR("</url>\n"));
}

static void add_page(struct sitemap *map, size_t index)
{
	struct page page = plan_page(map->plan, index);

	if (page.kind == PAGE_MISSING || page.file)
		return;
	write_entry(map, &page);
	if (map->addresses == map->limits->addresses ||
		(map->addresses && map->part.len + map->entry.len + sizeof END - 1 > map->limits->bytes))
		put_part(map);
	buf_add(&map->part, buf_str(&map->entry));
	map->addresses++;
}

static void put_pages(const struct plan *plan, struct sink *sink, const struct sitemap_limits *limits)
{
	struct sitemap map = { .plan = plan, .sink = sink, .limits = limits };

	buf_add(&map.index, STR(HEAD "<sitemapindex" SPACE));
	begin(&map);
	for (size_t i = 0; i < plan_count(plan); i++)
		add_page(&map, i);
	if (map.parts) {
		put_part(&map);
		buf_add(&map.index, STR("</sitemapindex>\n"));
		sink_put(sink, STR("sitemap.xml"), buf_str(&map.index));
	} else {
		buf_add(&map.part, STR(END));
		sink_put(sink, STR("sitemap.xml"), buf_str(&map.part));
	}
	buf_clear(&map.part);
	buf_clear(&map.entry);
	buf_clear(&map.path);
	buf_clear(&map.index);
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

void sitemap_write(const struct plan *plan, struct sink *sink, const struct sitemap_limits *limits)
{
	put_robots(plan, sink);
	if (plan_site(plan)->base_url.len)
		put_pages(plan, sink, limits);
}
