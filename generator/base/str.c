#include "base/str.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

int str_compare(struct str a, struct str b)
{
	size_t least = a.len < b.len ? a.len : b.len;
	int order = least ? memcmp(a.at, b.at, least) : 0;

	if (order != 0)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len && str_equal(str_part(s, 0, prefix.len), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.len >= suffix.len && str_equal(str_after(s, s.len - suffix.len), suffix);
}

size_t str_find(struct str s, char byte, size_t from)
{
	const char *hit;

	if (from >= s.len)
		return s.len;
	hit = memchr(s.at + from, byte, s.len - from);
	return hit ? (size_t)(hit - s.at) : s.len;
}

size_t str_search(struct str s, struct str needle, size_t from)
{
	if (needle.len == 0)
		return from < s.len ? from : s.len;
	for (;;) {
		from = str_find(s, needle.at[0], from);
		if (from + needle.len > s.len)
			return s.len;
		if (memcmp(s.at + from, needle.at, needle.len) == 0)
			return from;
		from++;
	}
}

struct str str_after(struct str s, size_t from)
{
	if (from >= s.len)
		return STR("");
	return str_from(s.at + from, s.len - from);
}

struct str str_part(struct str s, size_t from, size_t len)
{
	struct str tail = str_after(s, from);

	if (tail.len > len)
		tail.len = len;
	return tail;
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct str str_trim(struct str s)
{
	while (s.len && blank(s.at[0])) {
		s.at++;
		s.len--;
	}
	while (s.len && blank(s.at[s.len - 1]))
		s.len--;
	return s;
}

bool str_next(struct str *rest, char byte, struct str *piece)
{
	size_t end;

	if (rest->at == NULL)
		return false;
	end = str_find(*rest, byte, 0);
	*piece = str_part(*rest, 0, end);
	*rest = end < rest->len ? str_from(rest->at + end + 1, rest->len - end - 1) : (struct str){ NULL, 0 };
	return true;
}

uint64_t str_hash(struct str s)
{
	return XXH3_64bits(s.len ? s.at : "", s.len);
}

static char fold(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c + 32);
	return c == '-' ? '_' : c;
}

enum { NEAREST_MAX = 64 }; /* longer words are not compared: nobody mistypes those by a letter */

/* Optimal string alignment distance, three rows of the table. */
static size_t distance(struct str a, struct str b)
{
	size_t rows[3][NEAREST_MAX + 1];
	size_t *before = rows[0], *last = rows[1], *now = rows[2], *spare;

	for (size_t j = 0; j <= b.len; j++)
		last[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		now[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			size_t swap = fold(a.at[i - 1]) != fold(b.at[j - 1]);
			size_t best = last[j - 1] + swap;

			if (last[j] + 1 < best)
				best = last[j] + 1;
			if (now[j - 1] + 1 < best)
				best = now[j - 1] + 1;
			if (i > 1 && j > 1 && fold(a.at[i - 1]) == fold(b.at[j - 2]) &&
			    fold(a.at[i - 2]) == fold(b.at[j - 1]) && before[j - 2] + 1 < best)
				best = before[j - 2] + 1;
			now[j] = best;
		}
		spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[b.len];
}

struct str str_nearest(struct str word, const struct str *candidates, size_t count)
{
	size_t least = word.len / 3 + 1;
	struct str best = STR("");

	if (word.len > NEAREST_MAX)
		return best;
	for (size_t i = 0; i < count; i++) {
		size_t d;

		if (candidates[i].len > NEAREST_MAX)
			continue;
		d = distance(word, candidates[i]);
		if (d < least || (d == least && best.len == 0 && word.len > 2)) {
			least = d;
			best = candidates[i];
		}
	}
	return best;
}
