/* parse/encoding.h - the bytes that offices send as UTF-8 text, by ICU. Text that is UTF-8 already is looked at once and never copied.
 * Line ends and characters stay one to one, so that lines and columns of the text are those of the file. */
#ifndef PARSE_ENCODING_H
#define PARSE_ENCODING_H

#include "base/diag.h"

struct encoding_text {
	struct str text; /* well-formed UTF-8 without NULs; a byte order mark may stand before it */
	void *held;      /* NULL when the text is the bytes themselves; else to be freed with memory_free */
};

/* `declared` is what the descriptor says, or "" – then UTF-8 is expected, and anything else that can be told from its bytes (UTF-16, Windows-1252,
 * ISO-8859-15) is read as what it is, with a warning that says why. False, and reported at the first byte that can't be right: bytes that
 * are no text, or of two encodings, or not of the one declared. */
bool encoding_read(struct str bytes, struct str path, struct str declared, struct encoding_text *out, struct diag *diag);
/* The same for those who take nothing but UTF-8. */
bool encoding_check(struct str bytes, struct str path, struct diag *diag);
/* False when nobody knows an encoding of that name; *near is then the usual one that is most like it, or "". */
bool encoding_known(struct str name, struct str *near);

#endif
