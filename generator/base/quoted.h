/* base/quoted.h - one cell of the CSV that we write: RFC 4180, in quotes only when it must be. */
#ifndef BASE_QUOTED_H
#define BASE_QUOTED_H

#include "base/buf.h"

/* Appends the cell. A record of a single empty cell is for the caller to write as `""`: a line with nothing on it would be no record. */
void quoted_add(struct buf *out, struct str text);

#endif
