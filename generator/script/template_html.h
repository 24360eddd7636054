/* script/template_html.h - follows the static HTML of a template and knows what place it has reached. Private to the templates.
 * The states are those of the HTML standard's tokenizer (section 13.2.5), as far as they tell places apart. */
#ifndef SCRIPT_TEMPLATE_HTML_H
#define SCRIPT_TEMPLATE_HTML_H

#include "base/str.h"

enum html_state {
	HTML_TEXT,
	HTML_TITLE,        /* inside <title> or <textarea>: text, but tags are letters */
	HTML_RAW,          /* inside <script>, <style> and other elements without entities */
	HTML_TAG_OPEN,     /* after < or </ */
	HTML_TAG_NAME, HTML_IN_TAG, HTML_ATTRIBUTE_NAME, HTML_AFTER_NAME, HTML_BEFORE_VALUE,
	HTML_QUOTED, HTML_UNQUOTED,
	HTML_COMMENT,
	HTML_DECLARATION,  /* <!doctype …>, <? …> */
};

enum html_element {
	ELEMENT_OTHER, ELEMENT_TITLE, ELEMENT_TEXTAREA, ELEMENT_SCRIPT, ELEMENT_JSON /* a script of data */, ELEMENT_STYLE,
		ELEMENT_RAW, ELEMENT_ANIMATE,
	ELEMENT_META,
};

enum html_attribute {
	ATTRIBUTE_PLAIN, ATTRIBUTE_URL, ATTRIBUTE_URLS /* srcset */, ATTRIBUTE_EVENT /* on… */, ATTRIBUTE_STYLE, ATTRIBUTE_MARKUP /* srcdoc */,
	ATTRIBUTE_REFRESH /* content of <meta http-equiv> */, ATTRIBUTE_ANIMATED /* may become a URL */, ATTRIBUTE_TYPE, ATTRIBUTE_HTTP_EQUIV,
};

enum { HTML_WORD = 32 };

struct html {
	enum html_state state;
	enum html_element element;     /* of the tag, or of the raw text */
	enum html_attribute attribute;
	char quote;
	bool closing;                  /* in an end tag */
	bool url_begun;                /* what stands before in this URL can't become a scheme any more */
	bool must_break;               /* a name ended at a statement: a blank, / or > must follow */
	bool refresh;                  /* this <meta> has http-equiv */
	bool content_printed;          /* this <meta> has an expression in `content` */
	uint8_t word_len;
	char word[HTML_WORD];          /* the name or the value of `type` being read, lower case, cut */
};

enum html_fault { HTML_FINE, HTML_NO_BREAK, HTML_NO_NAME, HTML_META_REFRESH };

/* Goes on over static text. A fault stops it: *at is then the position of the byte. */
enum html_fault html_follow(struct html *html, struct str text, size_t *at);
/* Something is printed here. */
void html_printed(struct html *html);
/* A statement stands here: names end. False when none may stand in this place. */
bool html_settle(struct html *html);
/* Makes `html` what is known when control comes from either; false when the places differ. Both are settled. */
bool html_join(struct html *html, const struct html *other);
/* "in an attribute's value": for messages. */
const char *html_where(const struct html *html, bool spanish);

#endif
