/* check/html_links.h - what of a made page matters to links: the ids it has, and where its attributes lead. The pages are our own,
 * of templates whose HTML was followed when they were compiled, so this reads only what well-formed HTML can hold. */
#ifndef CHECK_HTML_LINKS_H
#define CHECK_HTML_LINKS_H

#include "base/str.h"

struct html_links {
	void *context;
	void (*id)(void *context, struct str id);
	void (*link)(void *context, struct str link); /* as a browser sees it: entities decoded, blanks around it cut off; borrowed for the call */
};

void html_links_read(struct str html, const struct html_links *to);

#endif
