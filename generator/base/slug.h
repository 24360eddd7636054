/* base/slug.h - text to a piece of an address: small ASCII letters, digits and single hyphens. Letters lose their accents (Unicode's compatibility
 * decomposition); scripts without Latin letters leave nothing. */
#ifndef BASE_SLUG_H
#define BASE_SLUG_H

#include "base/buf.h"

/* Appends the slug of `text`, or nothing when no letter or digit is left of it. */
void slug_add(struct buf *out, struct str text);

#endif
