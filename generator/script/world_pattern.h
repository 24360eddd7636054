/* script/world_pattern.h - Lua's patterns, as the manual's section 6.4.1 describes them, with a budget. Knows nothing of Lua states: a pattern is
 * compiled once into a list of elements and matched by backtracking, whose steps are counted. Bytes, not characters. */
#ifndef SCRIPT_WORLD_PATTERN_H
#define SCRIPT_WORLD_PATTERN_H

#include "base/str.h"

enum { MATCHER_CAPTURES = 32, MATCHER_PATTERN_MOST = 2048 };

enum matcher_fault {
	MATCHER_FINE, MATCHER_TOO_LONG, MATCHER_ENDS_WITH_PERCENT, MATCHER_SET_NOT_CLOSED, MATCHER_BALANCE, MATCHER_FRONTIER,
	MATCHER_CAPTURE_NOT_CLOSED, MATCHER_CAPTURE_NOT_OPEN, MATCHER_CAPTURES_MANY, MATCHER_BACK_REFERENCE,
};

struct matcher; /* a compiled pattern */

/* Bytes that the compiled form of `pattern` needs at most. */
size_t matcher_size(struct str pattern);
/* Compiles into `matcher`, matcher_size bytes aligned for pointers. `anchored`: a `^` at the start counts (else it is a letter). */
enum matcher_fault matcher_compile(struct matcher *matcher, struct str pattern, bool anchored);
/* True when it begins with `^`: it matches only where the search begins. */
bool matcher_anchored(const struct matcher *matcher);
int matcher_captures(const struct matcher *matcher);

enum { CAPTURE_POSITION = -2 };

struct match {
	struct str text;
	uint64_t steps;            /* left; the match ends when there are none */
	size_t from, to;           /* what was matched */
	struct { size_t at; ptrdiff_t len; } captures[MATCHER_CAPTURES]; /* len CAPTURE_POSITION: `()`; at from 0 */
};

enum match_result { MATCH_NO, MATCH_YES, MATCH_TIRED };

/* Finds the first match at or after `init` (at most text.len). */
enum match_result matcher_find(const struct matcher *matcher, struct match *match, size_t init);

#endif
