/* script/escape.h - text made harmless for the place where it stands. Each appends `text` to `out`. Private to the room. */
#ifndef SCRIPT_ESCAPE_H
#define SCRIPT_ESCAPE_H

#include "base/buf.h"

/* Text and quoted attributes of HTML and XML: & < > " ' become entities. */
void escape_html(struct buf *out, struct str text);
/* The inside of a JSON string (RFC 8259): also < > & and U+2028 U+2029 as \u, so that it can stand in a script. */
void escape_json(struct buf *out, struct str text);
/* The inside of a quoted CSV field (RFC 4180): quotes twice. */
void escape_csv_quoted(struct buf *out, struct str text);
/* A whole CSV field, in quotes when it needs them. */
void escape_csv(struct buf *out, struct str text);

/* True when a URL that begins like this is relative or of the schemes http, https, mailto and tel, as browsers read it: blanks and control
 * characters before it and line ends and tabs inside don't count, nor does case. */
bool escape_url_safe(struct str url);

#endif
