/* cli/sheets.h - files to sheets: how they are delimited, and where they lie. */
#ifndef CLI_SHEETS_H
#define CLI_SHEETS_H

#include "base/diag.h"
#include "script/import.h"

struct arena;

struct sheets_form {
	char delimiter;    /* 0: by the file's name, else by what is in it */
	char quote;        /* 0: double quotes, but in a tab-separated file whose fields never begin with one */
	bool no_quotes;
	struct str encoding; /* "": UTF-8, or what its bytes show, with a warning */
};

/* Reads the file at `path` (ended by a NUL) into `sheet`, whose name is `name`; all in the arena but the bytes, which are *held: the caller's to
 * memory_free. False: reported. */
bool sheets_read(struct arena *arena, struct str path, struct str name, const struct sheets_form *form, struct sheet *sheet, char **held,
	struct diag *diag);

/* The same for a sheet whose path, name and bytes are given: decodes them and finds the rows. *held is the memory of the bytes, or NULL; it
 * is given up for that of the text when there is one. */
bool sheets_cut(struct arena *arena, const struct sheets_form *form, struct sheet *sheet, char **held, struct diag *diag);

#endif
