/* model/link_near.h - what to tell about a reference that finds nothing: the key that was probably meant. Private to link.c. */
#ifndef MODEL_LINK_NEAR_H
#define MODEL_LINK_NEAR_H

#include "base/buf.h"
#include "base/diag.h"
#include "model/twins.h"

struct link_rows;

struct link_near {
	const struct link_rows *link;
	uint64_t reports;    /* rows that found nothing */
	struct twins keys;   /* of the target, folded; once they are needed */
	struct buf folded;
	unsigned searches;   /* for the nearest, done; each costs a look at many keys */
	struct str word;     /* what was searched last: neighbours often share a reference */
	uint32_t alike;      /* the row found for it whose key differs only in what people don't see, or ROW_NONE */
	struct str nearest;  /* else the key found for it, or "" */
};

/* Reports that `row` points at nothing; `parts` are its reference. */
void link_near_report(struct link_near *near, uint32_t row, const struct str *parts, struct diag *diag);
/* Tells how many more there are than were told one by one, and gives back what was needed. */
void link_near_end(struct link_near *near, struct diag *diag);

#endif
