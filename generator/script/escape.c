/* Escaping is the inner loop of a build: runs of harmless bytes are copied at once. */
#include "script/escape.h"

static const char *const html_entities[256] = {
	['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;",
};

void escape_html(struct buf *out, struct str text)
{
	size_t from = 0;

	for (size_t i = 0; i < text.len; i++) {
		const char *entity = html_entities[(unsigned char)text.at[i]];

		if (!entity)
			continue;
		buf_add(out, str_from(text.at + from, i - from));
		buf_add(out, str_of(entity));
		from = i + 1;
	}
	buf_add(out, str_after(text, from));
}

static bool json_plain(struct str text, size_t i)
{
	unsigned char c = (unsigned char)text.at[i];

	if (c < 0x20 || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c == 0x7F)
		return false;
	return c != 0xE2 || i + 2 >= text.len || text.at[i + 1] != '\x80' || (text.at[i + 2] | 1) != '\xA9';
}

void escape_json(struct buf *out, struct str text)
{
	size_t from = 0;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (json_plain(text, i))
			continue;
		buf_add(out, str_from(text.at + from, i - from));
		if (c == '"' || c == '\\') {
			buf_byte(out, '\\');
			buf_byte(out, (char)c);
		} else if (c == 0xE2) {
			buf_printf(out, "\\u20%02x", text.at[i + 2] == '\xA8' ? 0x28u : 0x29u);
			i += 2;
		} else {
			buf_printf(out, "\\u%04x", (unsigned)c);
		}
		from = i + 1;
	}
	buf_add(out, str_after(text, from));
}

void escape_csv_quoted(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '"')
			buf_byte(out, '"');
		buf_byte(out, text.at[i]);
	}
}

void escape_csv(struct buf *out, struct str text)
{
	bool plain = true;

	for (size_t i = 0; i < text.len && plain; i++)
		plain = text.at[i] != '"' && text.at[i] != ',' && text.at[i] != '\n' && text.at[i] != '\r';
	if (plain) {
		buf_add(out, text);
		return;
	}
	buf_byte(out, '"');
	escape_csv_quoted(out, text);
	buf_byte(out, '"');
}

/* The letters of a scheme, lower case, without what browsers drop; false when there are more than any allowed scheme has. */
static bool scheme_of(struct str url, char *name, size_t room)
{
	size_t len = 0;

	for (size_t i = 0; i < url.len; i++) {
		unsigned char c = (unsigned char)url.at[i];

		if (c == '\t' || c == '\n' || c == '\r' || (c <= ' ' && len == 0))
			continue;
		if (len + 1 == room)
			return false;
		name[len++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
	name[len] = '\0';
	return true;
}

bool escape_url_safe(struct str url)
{
	static const char *const allowed[] = { "http", "https", "mailto", "tel" };
	char scheme[16];
	size_t end = 0;

	while (end < url.len && url.at[end] != ':' && url.at[end] != '/' && url.at[end] != '?' && url.at[end] != '#')
		end++;
	if (end == url.len || url.at[end] != ':')
		return true;
	if (!scheme_of(str_part(url, 0, end), scheme, sizeof scheme))
		return false;
	for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
		if (strcmp(scheme, allowed[i]) == 0)
			return true;
	return false;
}
