/* model/load_header.h - the names above the columns against the schema. For the loader and the history. */
#ifndef MODEL_LOAD_HEADER_H
#define MODEL_LOAD_HEADER_H

#include "base/diag.h"

struct dialect;
struct field;
struct schema;

#define HEADER_NONE UINT32_MAX

struct header {
	struct str path;
	const struct str *names;   /* one a column of the file */
	const struct place *at;    /* of each */
	size_t count;
	uint32_t *field;           /* of each column: the field it holds, or HEADER_NONE; filled in */
	uint32_t *column;          /* of each stored field: its column, or HEADER_NONE; filled in */
};

/* The field that a column of this name holds; `fold`: without regard to case. NULL when there is none. */
const struct field *header_field(const struct schema *schema, struct str name, bool fold);
/* Matches columns with fields by name, as far as it goes, and reports what the schema's fieldsMatch does not allow. False, and nothing
 * reported, when no name is right: the file has another header, or none. `fold`: without regard to case. */
bool header_match(struct header *header, const struct schema *schema, bool fold, struct diag *diag);
/* True when `name` is that of a field, but for blanks around it and case. */
bool header_known(const struct schema *schema, struct str name);
/* Reports a header that names no field. `row` is the number of a row below it that does, or 0. */
void header_report_other(const struct header *header, const struct schema *schema, const struct dialect *dialect, uint32_t row,
	struct diag *diag);

#endif
