/* model/load_table.h - the records of CSV files to a table. Private to the loader. */
#ifndef MODEL_LOAD_TABLE_H
#define MODEL_LOAD_TABLE_H

#include "base/diag.h"

struct table;

struct load_file {
	struct str path;
	struct str bytes; /* must live as long as the table */
};

/* Reads `count` files, each with its own header, into an empty table whose schema is known, and checks each
 * cell. All faults are reported; what is wrong counts as absent, so that keys and links can be checked too.
 * Different tables may be read at once. */
void load_table(struct table *table, const struct load_file *files, size_t count, struct diag *diag);

#endif
