#include "check/html_links.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <ctype.h>
#include <stdlib.h>

struct reading {
	struct str html;
	size_t at;
	const struct html_links *to;
	struct buf decoded;
};

static bool same_word(struct str a, const char *lower)
{
	size_t i = 0;

	for (; i < a.len && lower[i]; i++)
		if (tolower((unsigned char)a.at[i]) != lower[i])
			return false;
	return i == a.len && !lower[i];
}

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

static void skip_blanks(struct reading *r)
{
	while (r->at < r->html.len && blank(r->html.at[r->at]))
		r->at++;
}

/* The character a reference stands for, after its `&`: the few that are ever written, and numbers. Returns the bytes read, 0 when it is none. */
static size_t reference(struct str after, uint32_t *code)
{
	static const struct { const char *name; uint32_t code; } names[] = { { "amp;", '&' }, { "lt;", '<' }, { "gt;", '>' }, { "quot;", '"' },
		{ "apos;", '\'' } };
	bool hex = after.len > 2 && (after.at[1] == 'x' || after.at[1] == 'X');
	size_t i = hex ? 2 : 1;

	for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
		if (str_starts(after, str_of(names[n].name))) {
			*code = names[n].code;
			return strlen(names[n].name);
		}
	}
	if (after.len < 3 || after.at[0] != '#')
		return 0;
	for (*code = 0; i < after.len && isxdigit((unsigned char)after.at[i]) && *code < 0x110000; i++) {
		int c = tolower((unsigned char)after.at[i]);

		*code = *code * (hex ? 16 : 10) + (uint32_t)(c <= '9' ? c - '0' : c - 'a' + 10);
	}
	return i < after.len && after.at[i] == ';' ? i + 1 : 0;
}

static struct str decode(struct reading *r, struct str value)
{
	size_t read;
	uint32_t code;
	char bytes[4];

	if (str_find(value, '&', 0) == value.len)
		return value;
	buf_reset(&r->decoded);
	for (size_t i = 0; i < value.len;) {
		read = value.at[i] == '&' ? reference(str_after(value, i + 1), &code) : 0;
		if (read == 0) {
			buf_byte(&r->decoded, value.at[i++]);
			continue;
		}
		buf_add(&r->decoded, str_from(bytes, utf8_put(code, bytes)));
		i += 1 + read;
	}
	return buf_str(&r->decoded);
}

/* `srcset`: addresses, each with a width or density, parted by commas. */
static void each_source(struct reading *r, struct str list)
{
	struct str source;

	while (str_next(&list, ',', &source)) {
		source = str_trim(source);
		source = str_part(source, 0, str_find(source, ' ', 0));
		if (source.len)
			r->to->link(r->to->context, source);
	}
}

static void see_attribute(struct reading *r, struct str tag, struct str name, struct str value)
{
	static const char *const leading[] = { "href", "src", "action", "formaction", "poster", "xlink:href" };

	if (same_word(name, "id")) {
		r->to->id(r->to->context, decode(r, value));
		return;
	}
	if (same_word(name, "srcset") || same_word(name, "imagesrcset")) {
		each_source(r, decode(r, value));
		return;
	}
	if (same_word(tag, "base")) /* leads nowhere by itself */
		return;
	if (same_word(name, "data") && same_word(tag, "object"))
		r->to->link(r->to->context, str_trim(decode(r, value)));
	for (size_t i = 0; i < sizeof leading / sizeof *leading; i++)
		if (same_word(name, leading[i]))
			r->to->link(r->to->context, str_trim(decode(r, value)));
}

/* After the `=`. */
static struct str read_value(struct reading *r)
{
	size_t start = r->at, end;
	char quote;

	skip_blanks(r);
	if (r->at >= r->html.len)
		return STR("");
	quote = r->html.at[r->at];
	if (quote == '"' || quote == '\'') {
		start = ++r->at;
		end = str_find(r->html, quote, start);
		r->at = end < r->html.len ? end + 1 : end;
		return str_part(r->html, start, end - start);
	}
	for (start = r->at; r->at < r->html.len && !blank(r->html.at[r->at]) && r->html.at[r->at] != '>';)
		r->at++;
	return str_part(r->html, start, r->at - start);
}

static struct str read_name(struct reading *r)
{
	size_t start = r->at;

	while (r->at < r->html.len && !blank(r->html.at[r->at]) && !strchr("=>/", r->html.at[r->at]))
		r->at++;
	return str_part(r->html, start, r->at - start);
}

static void read_attributes(struct reading *r, struct str tag)
{
	while (r->at < r->html.len && r->html.at[r->at] != '>') {
		struct str name, value = STR("");

		skip_blanks(r);
		name = read_name(r);
		if (name.len == 0) { /* a `/`, or what no page has */
			r->at += r->at < r->html.len && r->html.at[r->at] != '>';
			continue;
		}
		skip_blanks(r);
		if (r->at < r->html.len && r->html.at[r->at] == '=') {
			r->at++;
			value = read_value(r);
		}
		see_attribute(r, tag, name, value);
	}
}

/* What stands in a script or a style is no HTML until its end tag. */
static void skip_text_of(struct reading *r, const char *end)
{
	size_t found = str_search(r->html, str_of(end), r->at);

	r->at = found;
}

static void read_tag(struct reading *r)
{
	struct str tag;

	if (str_starts(str_after(r->html, r->at), STR("!--"))) {
		r->at = str_search(r->html, STR("-->"), r->at);
		return;
	}
	if (r->at < r->html.len && !isalpha((unsigned char)r->html.at[r->at])) /* an end tag, a doctype, or a lone < */
		return;
	tag = read_name(r);
	read_attributes(r, tag);
	if (same_word(tag, "script"))
		skip_text_of(r, "</script");
	else if (same_word(tag, "style"))
		skip_text_of(r, "</style");
}

void html_links_read(struct str html, const struct html_links *to)
{
	struct reading r = { .html = html, .to = to };

	while ((r.at = str_find(html, '<', r.at)) < html.len) {
		r.at++;
		read_tag(&r);
	}
	buf_clear(&r.decoded);
}
