/* source/document.h - one file that the user named, outside any tree. */
#ifndef SOURCE_DOCUMENT_H
#define SOURCE_DOCUMENT_H

#include "base/buf.h"
#include "base/diag.h"

/* Bytes of the largest file that is read whole. */
#define DOCUMENT_MOST ((uint64_t)2 << 30)

/* Appends what the file holds now. False: it can't be read, is no regular file (a folder, a pipe), or is too large; reported. `path` ends with a
 * NUL. */
bool document_read(struct str path, struct buf *out, struct diag *diag);
/* There is a file of this name; what it holds is not looked at. */
bool document_exists(struct str path);

#endif
