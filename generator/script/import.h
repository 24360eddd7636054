/* script/import.h - sheets as offices publish them, through a script in the closed Lua world, to tidy tables that know where each row comes from.
 * What a script may call is told in docs/import.md. */
#ifndef SCRIPT_IMPORT_H
#define SCRIPT_IMPORT_H

#include "base/diag.h"

struct import;

struct sheet_cell {
	struct str text;   /* as it is in the file */
	size_t offset;     /* of its first byte in the sheet's bytes */
};

struct sheet_row {
	const struct sheet_cell *cells;
	uint32_t count;    /* 0: an empty line */
	uint32_t line;     /* physical, from 1 */
	size_t offset;     /* of its first byte */
};

/* One file. All of it borrowed, until the import ends. */
struct sheet {
	struct str path;   /* as the user wrote it: for messages */
	struct str name;   /* as provenance tells it: from the folder of the tables, or the file's name alone */
	struct str sha256; /* of its bytes, in hexadecimal */
	struct str bytes;  /* what offsets count in */
	const struct sheet_row *rows;
	size_t row_count;
};

/* Gives the text and the path of the module "name" that `require` asks for; false when there is none. Both must live until the import ends. */
typedef bool import_module_fn(void *context, struct str name, struct str *text, struct str *path);

struct import_script {
	struct str path, text;
	import_module_fn *module; /* NULL: there are none */
	void *context;
	size_t memory;            /* bytes; 0 is 256 MB */
	uint64_t instructions;    /* 0: 100 million, and some for each row of the sheets */
};

/* `diag` is borrowed. Ended with import_free. */
struct import *import_new(struct diag *diag);
void import_free(struct import *import); /* NULL is fine */
/* A table that scripts may emit without declaring it: its columns in order and those of its key. All strings are copied. Told twice, the first
 * stays. */
void import_declare(struct import *import, struct str name, const struct str *columns, size_t column_count, const struct str *key,
	size_t key_count);
/* Runs a script over these sheets. What it emits comes after what scripts before it have. False when something is wrong: reported. */
bool import_run(struct import *import, const struct import_script *script, const struct sheet *sheets, size_t count);

/* A table that was made. */
struct import_table {
	struct str name;
	struct str csv;    /* canonical CSV, with its header */
	uint64_t rows;
};

/* The tables that some script declared or emitted to, in the order in which they were declared, and last "procedencia", which tells the source of
 * each row of the others. Borrowed from the import. */
const struct import_table *import_tables(struct import *import, size_t *count);
/* The name of that one: no script may emit to it. */
#define IMPORT_PROVENANCE "procedencia"

#endif
