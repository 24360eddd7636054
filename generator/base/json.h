/* base/json.h - writing JSON (RFC 8259) straight into a buffer. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"

/* A string in quotes. Everything but the quote, the backslash and control characters stands as it is, in UTF-8. */
void json_text(struct buf *out, struct str text);

/* `text` is a JSON number as it stands: digits, no zeros before them, at most one point between digits. */
bool json_is_number(struct str text);

/* A document written piece by piece: one member a line, two blanks a level. { .out = … } begins one; members stand in the order they are
 * written. `name` is the member's in its object, "" in a list and for the document itself. */
struct json {
	struct buf *out;
	int depth;
	bool some; /* the innermost has a member already */
};
void json_open(struct json *json, struct str name, char bracket); /* '{' or '[' */
void json_close(struct json *json, char bracket);                 /* '}' or ']'; after the last, a line end */
void json_string(struct json *json, struct str name, struct str text);
/* The same, but nothing when `text` is "". */
void json_given(struct json *json, struct str name, struct str text);
void json_integer(struct json *json, struct str name, int64_t number);
void json_bool(struct json *json, struct str name, bool truth);
/* A value that is JSON as it stands. */
void json_raw(struct json *json, struct str name, struct str value);

#endif
