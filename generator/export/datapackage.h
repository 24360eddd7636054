/* export/datapackage.h - the Frictionless Data Package of what is published: v2, readable as v1. */
#ifndef EXPORT_DATAPACKAGE_H
#define EXPORT_DATAPACKAGE_H

#include "export/offers.h"

/* Appends the descriptor of one package, or of the whole site when it is NULL: its tables' CSV files, which are made already, with their size
 * and hash. Their paths are written after `folder`: "" where the descriptor lies beside them, "data/" in an archive. */
void datapackage_write(const struct offers *offers, const struct package *package, struct str folder, struct buf *out);

#endif
