/* A key that differs only in what people don't see is what was meant: all keys are folded when the first reference finds nothing. Else the nearest is
 * looked for, among all keys of a small table, and in a large one among those that begin and end like the word, where all wrong letters are near
 * each other. */
#include "model/link_near.h"

#include "base/buf.h"
#include "base/fold.h"
#include "model/index.h"
#include "model/table_private.h"

enum { CANDIDATES = 512, SEARCHES = 256 };

/* True when what lies between the common beginning and the common end is short. */
static bool alike(struct str word, struct str key)
{
	size_t least = word.len < key.len ? word.len : key.len, most = word.len + key.len - least;
	size_t head = 0, tail = 0;

	if (most - least > least / 3)
		return false;
	while (head < least && word.at[head] == key.at[head])
		head++;
	while (tail < least - head && word.at[word.len - 1 - tail] == key.at[key.len - 1 - tail])
		tail++;
	return head + tail + least / 3 >= least;
}

static struct str nearest(const struct link_rows *link, struct str word)
{
	const struct table *to = link->open.to;
	size_t column = link->target->key->fields[0]->index, count = 0;
	struct str candidates[CANDIDATES];

	for (uint32_t row = 0; row < to->rows && count < CANDIDATES; row++) {
		struct str key;

		if (table_stored(to, row, column, &key) && (to->rows <= CANDIDATES || alike(word, key)))
			candidates[count++] = key;
	}
	return str_nearest(word, candidates, count);
}

/* The text without what people don't see: blanks, case, accents, and the zeros before a number. */
static void fold(struct buf *out, struct str text)
{
	size_t start = out->len, zeros = 0;

	fold_add(out, text, FOLD_ALL);
	while (zeros + 1 < out->len - start && out->at[start + zeros] == '0')
		zeros++;
	for (size_t i = start; zeros && i < out->len; i++)
		if (out->at[i] < '0' || out->at[i] > '9')
			return;
	if (zeros)
		memmove(out->at + start, out->at + start + zeros, out->len - start - zeros);
	out->len -= zeros;
}

/* The parts of a key of the target, folded. */
static void fold_parts(struct buf *out, const struct str *parts, size_t count)
{
	buf_reset(out);
	for (size_t i = 0; i < count; i++) {
		fold(out, parts[i]);
		buf_byte(out, '\0');
	}
}

/* False when `row` of the target lacks a part of its key. */
static bool fold_key(const struct link_rows *link, uint32_t row, struct buf *out)
{
	const struct key *key = link->target->key;
	struct str parts[INDEX_PARTS_MOST];

	for (size_t i = 0; i < key->count; i++)
		if (!table_stored(link->open.to, row, key->fields[i]->index, &parts[i]))
			return false;
	fold_parts(out, parts, key->count);
	return true;
}

static void fold_keys(struct link_near *near)
{
	twins_init(&near->keys, near->link->open.to->rows);
	for (uint32_t row = 0; row < near->link->open.to->rows; row++)
		if (fold_key(near->link, row, &near->folded))
			twins_put(&near->keys, str_hash(buf_str(&near->folded)), row);
}

/* The row whose key is that of `parts` but for what people don't see, or ROW_NONE. */
static uint32_t look_alike(struct link_near *near, const struct str *parts)
{
	struct buf found = { 0 };
	uint32_t row;
	bool same;

	if (!near->keys.slots)
		fold_keys(near);
	fold_parts(&near->folded, parts, near->link->from.count);
	row = twins_find(&near->keys, str_hash(buf_str(&near->folded)));
	same = row != ROW_NONE && fold_key(near->link, row, &found) && str_equal(buf_str(&near->folded), buf_str(&found));
	buf_clear(&found);
	return same ? row : ROW_NONE;
}

/* What the key of `row` is, and in what `parts` differ from it. */
static void advise_alike(const struct link_rows *link, uint32_t row, const struct str *parts, struct diag *diag)
{
	const struct key *target = link->target->key;
	const char *en = "the zeros before it", *es = "los ceros de delante";
	struct buf key = { 0 };

	for (size_t i = 0; i < target->count; i++) {
		struct str text = STR("");

		table_stored(link->open.to, row, target->fields[i]->index, &text);
		if (!str_equal(text, parts[i]) && fold_same(text, parts[i], FOLD_ALL))
			fold_difference(text, parts[i], &en, &es);
		if (i > 0)
			buf_byte(&key, '/');
		buf_add(&key, text);
	}
	diag_advice(diag, "it differs only in %s%.0s; write it as it stands there: '%.*s'",
		"sólo difiere en %.0s%s; escríbala como está allá: '%.*s'", en, es, STR_ARG(buf_str(&key)));
	buf_clear(&key);
}

static bool same_as_last(const struct link_near *near, const struct str *parts)
{
	return near->word.at && near->link->from.count == 1 && str_equal(near->word, parts[0]);
}

/* Looks for the key that was meant; remembered for the rows that follow. */
static void search(struct link_near *near, const struct str *parts)
{
	if (same_as_last(near, parts))
		return;
	near->word = parts[0];
	near->nearest = STR("");
	near->alike = look_alike(near, parts);
	if (near->alike == ROW_NONE && near->link->from.count == 1 && near->searches++ < SEARCHES)
		near->nearest = nearest(near->link, parts[0]);
}

static void advise(struct link_near *near, const struct str *parts, struct diag *diag)
{
	const struct link_rows *link = near->link;

	search(near, parts);
	if (near->alike != ROW_NONE)
		advise_alike(link, near->alike, parts, diag);
	else if (near->nearest.len)
		diag_advice(diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(near->nearest));
	else
		diag_advice(diag, "add it to '%.*s', or correct it here", "agréguela a '%.*s' o corríjala aquí",
			STR_ARG(link->open.to->name));
}

void link_near_report(struct link_near *near, uint32_t row, const struct str *parts, struct diag *diag)
{
	const struct link_rows *link = near->link;
	struct buf key = { 0 };

	if (link->open.to->incomplete || near->reports++ >= DIAG_KEPT)
		return;
	for (size_t i = 0; i < link->from.count; i++) {
		if (i > 0)
			buf_byte(&key, '/');
		buf_add(&key, parts[i]);
	}
	diag_error(diag, table_place(link->open.from, row, link->from.fields[0]->index), "foreign-key",
		"there is no '%.*s' in '%.*s'", "no existe '%.*s' en '%.*s'", STR_ARG(buf_str(&key)), STR_ARG(link->open.to->name));
	advise(near, parts, diag);
	buf_clear(&key);
}

void link_near_end(struct link_near *near, struct diag *diag)
{
	if (near->reports > DIAG_KEPT)
		diag_error(diag, near->link->open.key->at, "foreign-key",
			"%llu more rows point at rows of '%.*s' that are not there",
			"otros %llu renglones apuntan a renglones de '%.*s' que no existen",
			(unsigned long long)(near->reports - DIAG_KEPT), STR_ARG(near->link->open.to->name));
	twins_clear(&near->keys);
	buf_clear(&near->folded);
}
