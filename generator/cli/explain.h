/* cli/explain.h - `vitrina check --explain`: what rules mean, on standard output. */
#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H

#include "base/diag.h"

/* `format` is text, md or json, NULL for text. Without names, all rules are told: listed as text, explained in the other formats.
 * Names of no rule are told on standard error with the nearest right one. Returns the exit status. */
int explain_rules(const char *format, char **names, int count, enum lang lang);

#endif
