/* model/load_length.h - rows that have not as many fields as the header. Private to the loader.
 * As long as no row agrees with the header they are kept back: when none ever does and all have one length, the header is what is wrong, and
 * is told once. */
#ifndef MODEL_LOAD_LENGTH_H
#define MODEL_LOAD_LENGTH_H

#include "base/diag.h"

enum { FAULTS_TOLD = DIAG_KEPT - 100 }; /* of one table: room is left to say how many more there are, and for other files */

struct length_row {
	uint32_t line, number; /* its number among the rows of the file, from 1 */
	uint32_t count;        /* of its fields */
	bool spare;            /* the fields beyond the header's are empty */
	bool lone;             /* nothing but its first field says anything */
};

struct lengths {
	struct str path;
	struct place header;   /* where the header stands; line 0 when there is none */
	size_t wanted;
	struct length_row *kept; /* owned */
	size_t count, capacity;
	bool agreed;
	uint64_t *faults;      /* counts what is told, up to FAULTS_TOLD */
	struct diag *diag;
};

/* A row that differs. */
void lengths_differ(struct lengths *lengths, struct length_row row);
/* A row that agrees, the first of its file: what was kept back is told. */
void lengths_agree(struct lengths *lengths);
/* The end of the file. */
void lengths_end(struct lengths *lengths);

#endif
