/* Where links lead: out of the site by a scheme that is safe, to a place on it, or to a source that only the pages know. */
#include "parse/markdown_private.h"

#include "base/utf8.h"

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The scheme of a destination, or "": a letter, then letters, digits and `+-.`, before a colon (RFC 3986, 3.1). */
static struct str scheme_of(struct str url)
{
	size_t i = 0;

	while (i < url.len && (letter(url.at[i]) || (i > 0 && (digit(url.at[i]) || strchr("+-.", url.at[i])))))
		i++;
	return i > 0 && i < url.len && url.at[i] == ':' ? str_part(url, 0, i) : STR("");
}

static bool same_letters(struct str a, struct str b)
{
	bool same = a.len == b.len;

	for (size_t i = 0; same && i < a.len; i++)
		same = (a.at[i] | 0x20) == b.at[i];
	return same;
}

static bool scheme_good(struct str scheme)
{
	static const char *const good[] = { "http", "https", "mailto", "tel" };

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (same_letters(scheme, str_of(good[i])))
			return true;
	return false;
}

/* A path from the source file, one from the root of the site, or data:RESOURCE/KEY: only the pages know where it leads. What holds a control
 * character is no address for a browser to guess at: it goes the same way and is not found. */
static bool source(struct str url)
{
	if (str_starts(url, STR("/")))
		return !str_starts(url, STR("//"));
	if (str_starts(url, STR("data:")))
		return str_find(url, ',', 0) == url.len && str_find(url, ';', 0) == url.len;
	return url.len > 0 && !strchr("#?", url.at[0]) && scheme_of(url).len == 0;
}

/* Bytes that stand in an attribute as they are: those of RFC 3986 but the brackets, which it keeps for hosts. */
static bool plain_byte(char c)
{
	return letter(c) || digit(c) || (c && strchr("-_.+!*(),%#@?=;:/$~", c));
}

static void escape_url(struct buf *out, struct str url)
{
	for (size_t i = 0; i < url.len; i++) {
		char c = url.at[i];

		if (plain_byte(c))
			buf_byte(out, c);
		else if (c == '&')
			buf_add(out, STR("&amp;"));
		else if (c == '\'')
			buf_add(out, STR("&#x27;"));
		else
			buf_printf(out, "%%%02X", (unsigned char)c);
	}
}

static void refuse(struct markdown_reading *r, struct str url, size_t line)
{
	diag_warning(r->diag, markdown_place(r, line, url), "unsafe-url", "the link to '%.*s' is left out",
		"se omite el enlace a '%.*s'",
		STR_ARG(utf8_prefix(url, 60)));
	diag_advice(r->diag, "only http, https, mailto and tel links are published",
		"sólo se publican enlaces http, https, mailto y tel");
	buf_byte(&r->html, '#');
}

void markdown_destination(struct markdown_reading *r, struct str url, size_t line)
{
	struct str scheme = scheme_of(url);

	if (source(url))
		markdown_add_piece(r, MARKDOWN_LINK, markdown_place(r, line, url))->text = arena_copy(r->arena, url);
	else if (scheme.len && !scheme_good(scheme))
		refuse(r, url, line);
	else
		escape_url(&r->html, url);
}
