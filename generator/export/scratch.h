/* export/scratch.h - a file on disk for libraries that write to nothing else (databases, workbooks, archives), in a folder of its own below
 * $TMPDIR that nobody else can read. It comes back as bytes, so what is published still goes through a sink. */
#ifndef EXPORT_SCRATCH_H
#define EXPORT_SCRATCH_H

#include "export/format.h"

struct scratch;

/* NULL: no folder can be made; reported. */
struct scratch *scratch_open(struct diag *diag);
const char *scratch_folder(const struct scratch *scratch);
/* The file's path; whoever writes makes it. Nothing else may stay in the folder. */
const char *scratch_path(const struct scratch *scratch);
/* Adds bytes to the end of the file; the first failure is remembered for scratch_added. */
void scratch_add(struct scratch *scratch, struct str bytes);
/* Ends the adding. False: reported. */
bool scratch_added(struct scratch *scratch, struct diag *diag);
/* Gives the file's bytes to `to`. False: reported. */
bool scratch_give(struct scratch *scratch, const struct format_out *to, struct diag *diag);
/* Reports that a library could not write, which is the disk's fault; `what` is the library's own word on it. Always false. */
bool scratch_fail(const struct scratch *scratch, const char *what, struct diag *diag);
/* Removes file and folder; NULL is fine. */
void scratch_close(struct scratch *scratch);

#endif
