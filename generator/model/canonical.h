/* model/canonical.h - one text for each value: 07 and 7 are one integer, 4.60 and 4.6 one number, 31/12/2013 and 2013-12-31 one date. */
#ifndef MODEL_CANONICAL_H
#define MODEL_CANONICAL_H

#include "model/schema.h"

struct arena;
struct value;

/* Texts of one value are the same bytes, as far as this text tells: there is nothing to be made canonical. */
bool canonical_is(const struct field *field, struct str text);
/* The canonical text: `text` itself when it is, else in the arena. The field accepted it. */
struct str canonical_text(struct arena *arena, const struct field *field, struct str text);
/* The same for a text that the field may not accept: then it stands for itself. */
struct str canonical_try(struct arena *arena, const struct field *field, struct str text);
struct str canonical_write(struct arena *arena, const struct value *value);

#endif
