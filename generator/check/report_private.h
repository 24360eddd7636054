/* check/report_private.h - the formats, one file each, and what they share. */
#ifndef CHECK_REPORT_PRIVATE_H
#define CHECK_REPORT_PRIVATE_H

#include "check/report.h"

void report_json(struct buf *out, struct diag *diag, const struct report_facts *facts);
void report_sarif(struct buf *out, struct diag *diag, const struct report_facts *facts);
void report_github(struct buf *out, struct diag *diag, const struct report_facts *facts);

/* Appends a JSON string; bytes that are no UTF-8, as names of files may have, become U+FFFD. */
void report_text(struct buf *out, struct str text);
/* Appends `, "name": "text"`, or nothing when the text is "". */
void report_member(struct buf *out, const char *name, struct str text);

/* A rule with all it was told of. */
struct report_rule {
	const char *name;
	enum diag_level level; /* the worst */
	uint64_t count;
};
/* The rules that were told, by level (the worst first), then count, then name. To be freed with memory_free. */
struct report_rule *report_rules(struct diag *diag, size_t *count);

/* A file with all that was told of it. */
struct report_file {
	struct str path; /* "" for what has no file */
	uint64_t counts[DIAG_FAILURE + 1]; /* by level */
};
/* In the order of paths. To be freed with memory_free. */
struct report_file *report_files(struct diag *diag, size_t *count);

#endif
