/* page/sitemap.h - /sitemap.xml (sitemaps.org protocol 0.9: at most 50 000 addresses and 50 MB a file, then an index of several) and /robots.txt. */
#ifndef PAGE_SITEMAP_H
#define PAGE_SITEMAP_H

#include "page/plan.h"

struct sink;

struct sitemap_limits { size_t addresses, bytes; };
extern const struct sitemap_limits sitemap_protocol;

/* Without a base_url there is no sitemap: the protocol wants whole addresses. */
void sitemap_write(const struct plan *plan, struct sink *sink, const struct sitemap_limits *limits);

#endif
