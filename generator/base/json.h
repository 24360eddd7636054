/* base/json.h - writing JSON (RFC 8259) straight into a buffer. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"

/* A string in quotes. Everything but the quote, the backslash and control characters stands as it is, in UTF-8. */
void json_text(struct buf *out, struct str text);

#endif
