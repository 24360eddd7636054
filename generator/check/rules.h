/* check/rules.h - what each rule means: the one place that explains the names in brackets behind messages. The explanations of
 * `vitrina check --explain`, generator/docs/rules.md and reglas.md, the rules of SARIF and the quality page are all made from it.
 *
 * A new rule is one entry of the table of its family (rules_table.c for what stands in tables, and so on), in order of names, then `make docs`.
 * tests/suites/rules.sh fails when the program reports a rule that has no entry, and when an entry's rule is reported nowhere. */
#ifndef CHECK_RULES_H
#define CHECK_RULES_H

#include "base/diag.h"

struct buf;

/* Texts by enum lang. All are literals. */
struct rule {
	const char *name;      /* stable, kebab-case */
	enum diag_level level; /* the worst it is told at */
	const char *title[2];  /* some words: lower case, no full stop */
	const char *means[2];  /* whole sentences, as mend */
	const char *fault;     /* an example of it: lines of a file or a command; NULL where none can be shown */
	const char *mended;    /* the same put right, or NULL */
	const char *mend[2];   /* what to do */
};

struct rule_family {
	const char *title[2];
	const struct rule *rules; /* in order of names */
	size_t count;
};

const struct rule_family *const *rules_families(size_t *count);
/* NULL when there is no such rule; an office's own rules of model.lua are in none of the families. */
const struct rule *rule_find(struct str name);
/* The name nearest to `name`, or "" when none is near enough to be meant. */
struct str rule_nearest(struct str name);

/* One rule for a terminal. */
void rule_explain(struct buf *out, const struct rule *rule, enum lang lang);
/* All names with their titles, by family, for a terminal. */
void rules_list(struct buf *out, enum lang lang);
/* The page of documentation: Markdown. */
void rules_markdown(struct buf *out, enum lang lang);
/* A JSON list of all, in both languages. */
void rules_json(struct buf *out);

#endif
