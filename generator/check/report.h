/* check/report.h - what was found, for programs: JSON, SARIF 2.1.0, workflow annotations of GitHub; and its summary for people.
 * The shapes are documented in generator/docs/check.md. Texts are in the diag's language. */
#ifndef CHECK_REPORT_H
#define CHECK_REPORT_H

#include "base/diag.h"

struct buf;

enum report_format { REPORT_TEXT, REPORT_JSON, REPORT_SARIF, REPORT_GITHUB };

struct report_facts {
	struct str version;    /* of vitrina: "0.1.0" */
	struct str revision;   /* the commit that was checked, or "" */
	size_t most;           /* messages to tell, the worst first; 0 for all */
};

/* False when there is no format of this name. */
bool report_format_find(struct str name, enum report_format *format);
/* "text, json, sarif, github" */
#define REPORT_FORMATS "text, json, sarif, github"

/* Appends the whole report; REPORT_TEXT is diag_print's, and not for here. */
void report_write(struct buf *out, enum report_format format, struct diag *diag, const struct report_facts *facts);
/* Appends how many of each rule, and of each file; nothing when nothing was told. Then the line "2 errors, 1 warning". */
void report_summary(struct buf *out, struct diag *diag);

#endif
