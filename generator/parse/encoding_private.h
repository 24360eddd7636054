/* parse/encoding_private.h - the pieces of encoding.c: what bytes look like, and how it is told. */
#ifndef PARSE_ENCODING_PRIVATE_H
#define PARSE_ENCODING_PRIVATE_H

#include "parse/encoding.h"

struct encoding_reading {
	struct str bytes, path;
	struct diag *diag;
};

/* What a walk over bytes that are not all UTF-8 finds. */
struct encoding_census {
	size_t bad, first_bad;   /* bytes that are no part of UTF-8 */
	size_t good, first_good; /* letters of Latin languages written in UTF-8, which hardly ever come about by chance */
};

/* encoding_guess.c */
struct encoding_census encoding_count(struct str bytes);
/* The encoding that a byte order mark names, or NULL; *length is the mark's. */
const char *encoding_of_mark(struct str bytes, size_t *length);
/* UTF-16 without a mark, by where its NULs stand; or NULL. */
const char *encoding_of_nuls(struct str bytes);
/* One byte a character: "windows-1252" or "ISO-8859-15"; NULL when it is more likely another, which *other then names, or none (""). */
const char *encoding_of_bytes(struct str bytes, const char **other);
/* What a byte is in Windows-1252, as UTF-8; "" when it is nothing there. */
struct str encoding_letter(unsigned char byte, char to[static 4]);

/* encoding_fault.c: all return false, but the warning. */
void encoding_tell_guess(const struct encoding_reading *r, const char *name, size_t mark);
bool encoding_fault_utf8(const struct encoding_reading *r, size_t wrong, const char *other);
bool encoding_fault_mixed(const struct encoding_reading *r, const struct encoding_census *census);
/* The bytes are in `found`, and something else was declared. */
bool encoding_fault_other(const struct encoding_reading *r, struct str declared, const char *found, size_t offset);
/* `text` is what could be converted before the byte (or bytes) at fault. */
bool encoding_fault_byte(const struct encoding_reading *r, struct str name, struct str text, struct str wrong);
bool encoding_fault_nul(const struct encoding_reading *r, struct str text, size_t offset);
/* Spreadsheets and other things that are no text. True when it is one, and reported. */
bool encoding_fault_kind(const struct encoding_reading *r);

#endif
