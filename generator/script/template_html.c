#include "script/template_html.h"

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void word_add(struct html *html, char c)
{
	if (html->word_len + 1 < HTML_WORD)
		html->word[html->word_len++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool word_is(const struct html *html, const char *word)
{
	return str_equal(str_from(html->word, html->word_len), str_of(word));
}

static bool word_in(const struct html *html, const char *const *words)
{
	for (; *words; words++)
		if (word_is(html, *words))
			return true;
	return false;
}

static void end_tag_name(struct html *html)
{
	static const char *const raw[] = { "iframe", "noembed", "noframes", "xmp", "plaintext", NULL };
	static const char *const animated[] = { "animate", "set", "animatetransform", "animatemotion", NULL };

	if (word_is(html, "script"))
		html->element = ELEMENT_SCRIPT;
	else if (word_is(html, "style"))
		html->element = ELEMENT_STYLE;
	else if (word_is(html, "title"))
		html->element = ELEMENT_TITLE;
	else if (word_is(html, "textarea"))
		html->element = ELEMENT_TEXTAREA;
	else if (word_is(html, "meta"))
		html->element = ELEMENT_META;
	else if (word_in(html, raw))
		html->element = ELEMENT_RAW;
	else if (word_in(html, animated))
		html->element = ELEMENT_ANIMATE;
	else
		html->element = ELEMENT_OTHER;
	html->state = HTML_IN_TAG;
	html->word_len = 0;
}

static enum html_attribute attribute_kind(const struct html *html)
{
	static const char *const urls[] = { "href", "src", "action", "formaction", "poster", "cite", "data", "background",
		"longdesc", "manifest", "ping",
		"profile", "codebase", "classid", "usemap", "xlink:href", "xml:base", NULL };
	static const char *const lists[] = { "srcset", "imagesrcset", "archive", NULL };
	static const char *const animated[] = { "to", "from", "by", "values", "attributename", NULL };

	if (word_in(html, urls))
		return ATTRIBUTE_URL;
	if (word_in(html, lists))
		return ATTRIBUTE_URLS;
	if (html->word_len > 2 && html->word[0] == 'o' && html->word[1] == 'n')
		return ATTRIBUTE_EVENT;
	if (word_is(html, "style"))
		return ATTRIBUTE_STYLE;
	if (word_is(html, "srcdoc"))
		return ATTRIBUTE_MARKUP;
	if (html->element == ELEMENT_SCRIPT && word_is(html, "type"))
		return ATTRIBUTE_TYPE;
	if (html->element == ELEMENT_META && word_is(html, "http-equiv"))
		return ATTRIBUTE_HTTP_EQUIV;
	if (html->element == ELEMENT_META && word_is(html, "content"))
		return ATTRIBUTE_REFRESH;
	if (html->element == ELEMENT_ANIMATE && word_in(html, animated))
		return ATTRIBUTE_ANIMATED;
	return ATTRIBUTE_PLAIN;
}

static enum html_fault end_attribute_name(struct html *html)
{
	html->attribute = attribute_kind(html);
	html->word_len = 0;
	html->state = HTML_AFTER_NAME;
	if (html->attribute == ATTRIBUTE_HTTP_EQUIV)
		html->refresh = true;
	return html->refresh && html->content_printed ? HTML_META_REFRESH : HTML_FINE;
}

static void end_value(struct html *html)
{
	struct str word = str_trim(str_from(html->word, html->word_len));

	if (html->attribute == ATTRIBUTE_TYPE)
		html->element = str_equal(word, STR("application/json")) || str_ends(word, STR("+json")) ? ELEMENT_JSON : ELEMENT_SCRIPT;
	html->word_len = 0;
	html->state = HTML_IN_TAG;
}

static void end_tag(struct html *html)
{
	enum html_element element = html->closing ? ELEMENT_OTHER : html->element;

	html->attribute = ATTRIBUTE_PLAIN;
	html->closing = html->must_break = html->refresh = html->content_printed = false;
	html->word_len = 0;
	html->element = element;
	if (element == ELEMENT_TITLE || element == ELEMENT_TEXTAREA) {
		html->state = HTML_TITLE;
	} else if (element == ELEMENT_SCRIPT || element == ELEMENT_JSON || element == ELEMENT_STYLE || element == ELEMENT_RAW) {
		html->state = HTML_RAW;
	} else {
		html->state = HTML_TEXT;
		html->element = ELEMENT_OTHER;
	}
}

/* `rest` begins with <. Returns the bytes taken. */
static size_t open_tag(struct html *html, struct str rest)
{
	size_t taken = 1;

	if (str_starts(rest, STR("<!--"))) {
		html->state = HTML_COMMENT;
		html->word_len = 0;
		return 4;
	}
	html->closing = rest.len > 1 && rest.at[1] == '/';
	if (html->closing)
		taken = 2;
	if (rest.len == taken) {
		html->state = HTML_TAG_OPEN;
		html->word_len = 0;
	} else if (letter(rest.at[taken])) {
		html->state = HTML_TAG_NAME;
		html->word_len = 0;
	} else if (html->closing || rest.at[1] == '!' || rest.at[1] == '?') {
		html->state = HTML_DECLARATION;
		html->closing = false;
	} else {
		html->closing = false; /* a < that stands for itself */
	}
	return taken;
}

static const char *raw_end(const struct html *html)
{
	switch (html->element) {
	case ELEMENT_TITLE: return "title";
	case ELEMENT_TEXTAREA: return "textarea";
	case ELEMENT_SCRIPT: case ELEMENT_JSON: return "script";
	case ELEMENT_STYLE: return "style";
	default: return "";
	}
}

static bool same_letters(struct str a, struct str lower)
{
	for (size_t i = 0; i < lower.len; i++)
		if (i >= a.len || (a.at[i] | 32) != (lower.at[i] | 32))
			return false;
	return true;
}

/* In raw text: is this its end tag? Other raw elements are left at any end tag that could be theirs. */
static size_t close_raw(struct html *html, struct str rest)
{
	static const char *const others[] = { "iframe", "noembed", "noframes", "xmp", NULL };
	const char *one[] = { raw_end(html), NULL };
	const char *const *names = html->element == ELEMENT_RAW ? others : one;

	if (!str_starts(rest, STR("</")))
		return 0;
	for (; *names; names++) {
		struct str name = str_of(*names);
		struct str after = str_after(rest, 2 + name.len);

		if (!same_letters(str_after(rest, 2), name) || (after.len && !blank(after.at[0]) && after.at[0] != '>' && after.at[0] != '/'))
			continue;
		html->closing = true;
		html->element = ELEMENT_OTHER;
		html->state = HTML_IN_TAG;
		html->word_len = 0;
		return 2 + name.len;
	}
	return 0;
}

/* The steps: each looks at the byte where `rest` begins, changes the state and says how many bytes it took (0: look again). */

static size_t step_comment(struct html *html, struct str rest)
{
	if (str_starts(rest, STR("-->")) || str_starts(rest, STR("--!>"))) {
		html->state = HTML_TEXT;
		return rest.at[2] == '>' ? 3 : 4;
	}
	return 1;
}

static size_t step_raw(struct html *html, struct str rest)
{
	size_t taken = rest.at[0] == '<' ? close_raw(html, rest) : 0;

	return taken ? taken : 1;
}

static size_t step_name(struct html *html, struct str rest)
{
	if (blank(rest.at[0]) || rest.at[0] == '/' || rest.at[0] == '>') {
		end_tag_name(html);
		return 0;
	}
	word_add(html, rest.at[0]);
	return 1;
}

static size_t step_in_tag(struct html *html, char c, enum html_fault *fault)
{
	if (html->must_break && !blank(c) && c != '/' && c != '>') {
		*fault = HTML_NO_BREAK;
		return 0;
	}
	html->must_break = false;
	if (c == '>') {
		end_tag(html);
	} else if (c == '=') {
		*fault = HTML_NO_NAME;
		return 0;
	} else if (!blank(c) && c != '/') {
		html->state = HTML_ATTRIBUTE_NAME;
		html->word_len = 0;
		return 0;
	}
	return 1;
}

static size_t step_attribute_name(struct html *html, char c, enum html_fault *fault)
{
	if (blank(c) || c == '/' || c == '>' || c == '=') {
		*fault = end_attribute_name(html);
		return 0;
	}
	word_add(html, c);
	return 1;
}

static size_t step_after_name(struct html *html, char c)
{
	if (c == '=') {
		html->state = HTML_BEFORE_VALUE;
		return 1;
	}
	if (blank(c))
		return 1;
	html->state = HTML_IN_TAG;
	return 0;
}

static size_t step_before_value(struct html *html, char c)
{
	if (blank(c))
		return 1;
	html->word_len = 0;
	html->url_begun = false;
	html->quote = '\0';
	if (c == '"' || c == '\'') {
		html->state = HTML_QUOTED;
		html->quote = c;
		return 1;
	}
	if (c == '>') {
		html->state = HTML_IN_TAG;
		return 0;
	}
	html->state = HTML_UNQUOTED;
	return 0;
}

static size_t step_value(struct html *html, char c)
{
	bool ends = html->state == HTML_QUOTED ? c == html->quote : blank(c) || c == '>';

	if (ends) {
		end_value(html);
		return c == html->quote;
	}
	if (c == '/' || c == '?' || c == '#' || c == ':')
		html->url_begun = true;
	if (html->attribute == ATTRIBUTE_TYPE)
		word_add(html, c);
	return 1;
}

static size_t step(struct html *html, struct str rest, enum html_fault *fault)
{
	switch (html->state) {
	case HTML_TEXT: return rest.at[0] == '<' ? open_tag(html, rest) : 1;
	case HTML_TITLE: case HTML_RAW: return step_raw(html, rest);
	case HTML_TAG_OPEN: html->state = letter(rest.at[0]) ? HTML_TAG_NAME : HTML_TEXT; return 0;
	case HTML_TAG_NAME: return step_name(html, rest);
	case HTML_IN_TAG: return step_in_tag(html, rest.at[0], fault);
	case HTML_ATTRIBUTE_NAME: return step_attribute_name(html, rest.at[0], fault);
	case HTML_AFTER_NAME: return step_after_name(html, rest.at[0]);
	case HTML_BEFORE_VALUE: return step_before_value(html, rest.at[0]);
	case HTML_QUOTED: case HTML_UNQUOTED: return step_value(html, rest.at[0]);
	case HTML_COMMENT: return step_comment(html, rest);
	case HTML_DECLARATION:
		if (rest.at[0] == '>')
			html->state = HTML_TEXT;
		return 1;
	}
	return 1;
}

enum html_fault html_follow(struct html *html, struct str text, size_t *at)
{
	enum html_fault fault = HTML_FINE;
	size_t i = 0;

	while (i < text.len && fault == HTML_FINE) {
		if (html->state == HTML_TEXT) { /* most of a template */
			i = str_find(text, '<', i);
			if (i == text.len)
				break;
		}
		i += step(html, str_after(text, i), &fault);
	}
	*at = i;
	return fault;
}

void html_printed(struct html *html)
{
	if (html->state == HTML_QUOTED && html->attribute == ATTRIBUTE_REFRESH)
		html->content_printed = true;
	if (html->attribute == ATTRIBUTE_TYPE)
		word_add(html, '?'); /* no type that we know */
	if (html->state == HTML_BEFORE_VALUE) {
		html->state = HTML_UNQUOTED;
		html->url_begun = false;
		html->quote = '\0';
	} else if (html->state == HTML_IN_TAG || html->state == HTML_ATTRIBUTE_NAME || html->state == HTML_AFTER_NAME) {
		html->state = HTML_IN_TAG;
		html->must_break = true;
	}
}

bool html_settle(struct html *html)
{
	switch (html->state) {
	case HTML_TAG_NAME:
		end_tag_name(html);
		html->must_break = true;
		return true;
	case HTML_ATTRIBUTE_NAME:
		end_attribute_name(html);
		html->state = HTML_IN_TAG;
		html->must_break = true;
		return true;
	case HTML_AFTER_NAME:
		html->state = HTML_IN_TAG;
		return true;
	case HTML_TAG_OPEN: case HTML_BEFORE_VALUE: case HTML_UNQUOTED: return false;
	default: return true;
	}
}

bool html_join(struct html *html, const struct html *other)
{
	if (html->state != other->state || html->element != other->element || html->closing != other->closing)
		return false;
	if (html->state == HTML_QUOTED && (html->quote != other->quote || html->attribute != other->attribute))
		return false;
	html->url_begun = html->url_begun && other->url_begun;
	html->must_break = html->must_break || other->must_break;
	html->refresh = html->refresh || other->refresh;
	html->content_printed = html->content_printed || other->content_printed;
	if (html->attribute == ATTRIBUTE_TYPE && !str_equal(str_from(html->word, html->word_len), str_from(other->word, other->word_len)))
		word_add(html, '?');
	return true;
}

static const char *const where[][2] = {
	[HTML_TEXT] = { "in text", "en el texto" },
	[HTML_TITLE] = { "in the text of <title> or <textarea>", "en el texto de <title> o <textarea>" },
	[HTML_RAW] = { "inside <script> or <style>", "dentro de <script> o <style>" },
	[HTML_TAG_OPEN] = { "in a tag's name", "en el nombre de una etiqueta" },
	[HTML_TAG_NAME] = { "in a tag's name", "en el nombre de una etiqueta" },
	[HTML_IN_TAG] = { "inside a tag", "dentro de una etiqueta" },
	[HTML_ATTRIBUTE_NAME] = { "in an attribute's name", "en el nombre de un atributo" },
	[HTML_AFTER_NAME] = { "inside a tag", "dentro de una etiqueta" },
	[HTML_BEFORE_VALUE] = { "after the = of an attribute", "después del = de un atributo" },
	[HTML_QUOTED] = { "in an attribute's value", "en el valor de un atributo" },
	[HTML_UNQUOTED] = { "in an attribute's value without quotes", "en el valor sin comillas de un atributo" },
	[HTML_COMMENT] = { "in an HTML comment", "en un comentario de HTML" },
	[HTML_DECLARATION] = { "in a declaration <! >", "en una declaración <! >" },
};

const char *html_where(const struct html *html, bool spanish)
{
	return where[html->state][spanish];
}
