/* base/str.h - a view of bytes that somebody else owns.
 * Text is UTF-8 unless a comment says bytes. A view is not terminated by NUL and may hold NULs. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *at; /* borrowed; may be NULL when len is 0 */
	size_t len;     /* bytes */
};

/* A view of a string literal, usable in initialisers; STR("") is the empty view. */
#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
/* For printf's "%.*s". */
#define STR_ARG(s) (int)(s).len, (s).at

static inline struct str str_of(const char *text) { return (struct str){ text, strlen(text) }; }
static inline struct str str_from(const char *at, size_t len) { return (struct str){ at, len }; }
static inline bool str_equal(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* Byte order, as memcmp: never the locale's. Negative, zero or positive. */
int str_compare(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* Position of the first `byte` at or after `from`; s.len when there is none. */
size_t str_find(struct str s, char byte, size_t from);
/* Position of the first `needle` at or after `from`; s.len when there is none. */
size_t str_search(struct str s, struct str needle, size_t from);
/* The part from `from` to the end; and of at most `len` bytes. Positions past the end give "". */
struct str str_after(struct str s, size_t from);
struct str str_part(struct str s, size_t from, size_t len);
/* Without ASCII spaces, tabs and line ends on both sides. */
struct str str_trim(struct str s);
/* Cuts off and returns what stands before the first `byte`; `rest` is left after it. False when nothing is left. */
bool str_next(struct str *rest, char byte, struct str *piece);
/* XXH3, seeded: 64 bits for tables in memory and cache keys. Not for proofs. */
uint64_t str_hash(struct str s);
/* The candidate nearest to `word` (edits of ASCII-folded letters, neighbours swapped count once), or "" when none is near enough
 * to be what was meant (at most a third of its letters). */
struct str str_nearest(struct str word, const struct str *candidates, size_t count);

#endif
