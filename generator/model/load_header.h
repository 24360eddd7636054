/* model/load_header.h - the names above the columns against the schema. Private to the loader. */
#ifndef MODEL_LOAD_HEADER_H
#define MODEL_LOAD_HEADER_H

#include "base/diag.h"

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

/* Matches columns with fields by name, as far as it goes, and reports what the schema's fieldsMatch does not allow. False when no
 * name is right: the file has another header, or none. */
bool header_match(struct header *header, const struct schema *schema, struct diag *diag);

#endif
