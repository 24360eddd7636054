/* page/sitemap.h - /sitemap.xml (sitemaps.org protocol 0.9: at most 50 000 addresses a file, then an index of several) and /robots.txt. */
#ifndef PAGE_SITEMAP_H
#define PAGE_SITEMAP_H

#include "page/plan.h"

struct sink;

/* Without a base_url there is no sitemap: the protocol wants whole addresses. */
void sitemap_write(const struct plan *plan, struct sink *sink);

#endif
