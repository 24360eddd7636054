/* model/pattern.h - the regular expression of a field's `pattern` (ICU's, which covers what XML Schema's have),
 * which must fit the whole text. Compiled once; any thread may use it at any time. Private to the room. */
#ifndef MODEL_PATTERN_H
#define MODEL_PATTERN_H

#include "base/str.h"

struct arena;
struct pattern;

/* In the arena, ended with pattern_end. NULL when `text` is no regular expression: *wrong is then the character
 * (from 0) where it fails. */
struct pattern *pattern_new(struct arena *arena, struct str text, size_t *wrong);
void pattern_end(const struct pattern *pattern); /* NULL is fine */

enum pattern_result { PATTERN_FITS, PATTERN_DIFFERS, PATTERN_COSTLY /* given up: the expression tries too many ways */ };
enum pattern_result pattern_match(const struct pattern *pattern, struct str text);

#endif
