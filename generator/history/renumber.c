/* Each row's text becomes a sorted list of the hashes of its groups of three bytes. A list of (group, removed row) finds for each added
 * row the few removed
 * ones that share groups with it; only those are compared in full. Groups that very many rows have say nothing and are not followed. */
#include "history/renumber.h"

#include "base/arena.h"
#include "base/map.h"
#include "history/version.h"
#include "model/load_package.h"

#include <stdlib.h>

enum { COMMON = 512, CLOSEST = 8 };

struct groups {
	uint32_t *at;
	uint32_t count;
};

/* A group and the removed row that has it. */
struct posting { uint32_t group, row; };

struct candidate {
	uint32_t before, after;
	uint16_t likeness;
	uint16_t equal; /* other cells that are the same */
};

struct search {
	struct arena *arena;
	struct renumber_rows removed, added;
	const struct compare_pair *pairs;
	size_t pair_count;
	struct groups *before, *after;
	struct posting *postings;
	size_t posting_count;
	struct candidate *candidates;
	size_t candidate_count, candidate_capacity;
	struct renumbered *found;
	size_t found_count;
	bool *taken_before, *taken_after;
};

/* Texts. */

static void normalise(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
			if (out->len && out->at[out->len - 1] != ' ')
				buf_byte(out, ' ');
		} else {
			buf_byte(out, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
		}
	}
}

static int by_number(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return a < b ? -1 : a > b;
}

static struct groups groups_of(struct arena *arena, struct str text)
{
	struct groups groups = { .at = arena_array(arena, uint32_t, text.len + 1) };

	for (size_t i = 0; i + 3 <= text.len; i++) {
		const unsigned char *at = (const unsigned char *)text.at + i;

		groups.at[groups.count++] = (uint32_t)at[0] << 16 | (uint32_t)at[1] << 8 | at[2];
	}
	if (groups.count)
		qsort(groups.at, groups.count, sizeof *groups.at, by_number);
	return groups;
}

/* Twice what both have, of all they have. */
static unsigned likeness(const struct groups *a, const struct groups *b)
{
	uint32_t i = 0, j = 0, both = 0;

	while (i < a->count && j < b->count) {
		both += a->at[i] == b->at[j];
		if (a->at[i] <= b->at[j]) {
			j += a->at[i] == b->at[j];
			i++;
		} else {
			j++;
		}
	}
	return a->count + b->count ? (unsigned)((uint64_t)both * 2000 / (a->count + b->count)) : 0;
}

unsigned renumber_likeness(struct str a, struct str b)
{
	struct arena *arena = arena_new();
	struct buf text = { 0 };
	struct groups left, right;
	unsigned result;

	normalise(&text, a);
	left = groups_of(arena, buf_str(&text));
	buf_reset(&text);
	normalise(&text, b);
	right = groups_of(arena, buf_str(&text));
	result = likeness(&left, &right);
	buf_clear(&text);
	arena_free(arena);
	return result;
}

static bool has_field(const struct key *key, const struct field *field)
{
	for (size_t i = 0; i < key->count; i++)
		if (key->fields[i] == field)
			return true;
	return false;
}

/* Free text, by which a row is known: no part of its key, no name of another row, none of a list of choices. */
static bool tells(const struct resource *resource, const struct field *field)
{
	bool free_text = (field->type == FIELD_STRING || field->type == FIELD_ANY) && field->choice_count == 0 &&
		field != resource->previous && !has_field(&resource->schema.primary, field);

	for (size_t i = 0; free_text && i < resource->schema.foreign_count; i++)
		free_text = !has_field(&resource->schema.foreign[i].key, field);
	return free_text;
}

static void add_text(struct buf *text, const struct version *version, uint32_t row, const struct field *field)
{
	struct str cell;

	if (!version_text(version, row, field->index, &cell))
		return;
	normalise(text, cell);
	buf_byte(text, '\n');
}

static struct groups *texts_of(struct search *s, const struct renumber_rows *rows, bool newer)
{
	struct groups *groups = arena_array(s->arena, struct groups, (size_t)rows->count + 1);
	struct buf text = { 0 };

	for (uint32_t i = 0; i < rows->count; i++) {
		buf_reset(&text);
		for (size_t p = 0; p < s->pair_count; p++)
			if (tells(version_resource(s->added.version), s->pairs[p].after))
				add_text(&text, rows->version, rows->rows[i], newer ? s->pairs[p].after : s->pairs[p].before);
		if (text.len >= RENUMBER_TEXT_LEAST)
			groups[i] = groups_of(s->arena, buf_str(&text));
	}
	buf_clear(&text);
	return groups;
}

/* What the rows themselves declare. */

static void take(struct search *s, uint32_t before, uint32_t after, unsigned like, bool declared)
{
	s->taken_before[before] = s->taken_after[after] = true;
	s->found[s->found_count++] = (struct renumbered){ before, after, (uint16_t)like, declared };
}

static void take_declared(struct search *s)
{
	const struct field *previous = version_resource(s->added.version)->previous;
	struct map *keys = map_new(s->arena);
	uint32_t *numbers = arena_array(s->arena, uint32_t, (size_t)s->removed.count + 1), *before;
	struct buf key = { 0 };
	struct str text;

	for (uint32_t i = 0; previous && i < s->removed.count; i++) {
		buf_reset(&key);
		version_key(s->removed.version, s->removed.rows[i], &key);
		numbers[i] = i;
		map_put(keys, arena_copy(s->arena, buf_str(&key)), &numbers[i]);
	}
	for (uint32_t i = 0; previous && i < s->added.count; i++) {
		if (!version_text(s->added.version, s->added.rows[i], previous->index, &text))
			continue;
		before = map_find(keys, text);
		if (before && !s->taken_before[*before])
			take(s, *before, i, likeness(&s->before[*before], &s->after[i]), true);
	}
	buf_clear(&key);
}

/* What is alike. */

static int by_group(const void *left, const void *right)
{
	const struct posting *a = left, *b = right;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	return a->row < b->row ? -1 : a->row > b->row;
}

static void post(struct search *s)
{
	size_t most = 0;

	for (uint32_t i = 0; i < s->removed.count; i++)
		most += s->before[i].count;
	s->postings = memory_resize(NULL, (most + 1) * sizeof *s->postings);
	for (uint32_t i = 0; i < s->removed.count; i++)
		for (uint32_t g = 0; g < s->before[i].count && !s->taken_before[i]; g++)
			if (g == 0 || s->before[i].at[g] != s->before[i].at[g - 1])
				s->postings[s->posting_count++] = (struct posting){ s->before[i].at[g], i };
	if (s->posting_count)
		qsort(s->postings, s->posting_count, sizeof *s->postings, by_group);
}

static size_t first_posting(const struct search *s, uint32_t group)
{
	size_t low = 0, high = s->posting_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->postings[middle].group < group)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void add_candidate(struct search *s, uint32_t before, uint32_t after, struct arena *scratch)
{
	unsigned like = likeness(&s->before[before], &s->after[after]);
	struct candidate *c;

	if (like < RENUMBER_LIKENESS)
		return;
	arena_grow(s->arena, s->candidates, s->candidate_count, s->candidate_capacity);
	c = &s->candidates[s->candidate_count++];
	*c = (struct candidate){ before, after, (uint16_t)like, 0 };
	for (size_t p = 0; p < s->pair_count; p++) {
		struct str old = { NULL, 0 }, new = { NULL, 0 };

		version_text(s->removed.version, s->removed.rows[before], s->pairs[p].before->index, &old);
		version_text(s->added.version, s->added.rows[after], s->pairs[p].after->index, &new);
		c->equal += compare_same(&s->pairs[p], old, new, scratch);
	}
	arena_reset(scratch);
}

/* The removed rows that share most groups with one added row become candidates. */
static void find_close(struct search *s, uint32_t after, uint32_t *shared, uint32_t *touched, struct arena *scratch)
{
	const struct groups *groups = &s->after[after];
	uint32_t count = 0;

	for (uint32_t g = 0; g < groups->count; g++) {
		size_t first, end;

		if (g && groups->at[g] == groups->at[g - 1])
			continue;
		end = first = first_posting(s, groups->at[g]);
		while (end < s->posting_count && s->postings[end].group == groups->at[g] && end - first <= COMMON)
			end++;
		for (; end - first <= COMMON && first < end; first++)
			if (shared[s->postings[first].row]++ == 0)
				touched[count++] = s->postings[first].row;
	}
	for (int n = 0; n < CLOSEST; n++) {
		uint32_t best = UINT32_MAX;

		for (uint32_t i = 0; i < count; i++)
			if (shared[touched[i]] && (best == UINT32_MAX || shared[touched[i]] > shared[best] ||
							  (shared[touched[i]] == shared[best] && touched[i] < best)))
				best = touched[i];
		if (best == UINT32_MAX)
			break;
		add_candidate(s, best, after, scratch);
		shared[best] = 0;
	}
	for (uint32_t i = 0; i < count; i++)
		shared[touched[i]] = 0;
}

static int likest_first(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;

	if (a->likeness != b->likeness)
		return a->likeness > b->likeness ? -1 : 1;
	if (a->equal != b->equal)
		return a->equal > b->equal ? -1 : 1;
	if (a->before != b->before)
		return a->before < b->before ? -1 : 1;
	return a->after < b->after ? -1 : a->after > b->after;
}

static void take_alike(struct search *s)
{
	uint32_t *shared = arena_array(s->arena, uint32_t, (size_t)s->removed.count + 1);
	uint32_t *touched = arena_array(s->arena, uint32_t, (size_t)s->removed.count + 1);
	struct arena *scratch = arena_new();

	post(s);
	for (uint32_t i = 0; i < s->added.count; i++)
		if (!s->taken_after[i])
			find_close(s, i, shared, touched, scratch);
	if (s->candidate_count)
		qsort(s->candidates, s->candidate_count, sizeof *s->candidates, likest_first);
	for (size_t i = 0; i < s->candidate_count; i++) {
		const struct candidate *c = &s->candidates[i];

		if (!s->taken_before[c->before] && !s->taken_after[c->after])
			take(s, c->before, c->after, c->likeness, false);
	}
	memory_free(s->postings);
	arena_free(scratch);
}

static int by_after(const void *left, const void *right)
{
	const struct renumbered *a = left, *b = right;

	return a->after < b->after ? -1 : a->after > b->after;
}

struct renumbered *renumber_find(struct arena *arena, struct renumber_rows removed, struct renumber_rows added, const struct compare_pair *pairs,
	size_t pair_count, size_t *count)
{
	struct search s = { .arena = arena_new(), .removed = removed, .added = added, .pairs = pairs, .pair_count = pair_count };
	uint32_t fewer = removed.count < added.count ? removed.count : added.count;

	s.found = arena_array(arena, struct renumbered, (size_t)fewer + 1);
	if (fewer) {
		s.taken_before = arena_array(s.arena, bool, removed.count);
		s.taken_after = arena_array(s.arena, bool, added.count);
		s.before = texts_of(&s, &removed, false);
		s.after = texts_of(&s, &added, true);
		take_declared(&s);
		take_alike(&s);
	}
	arena_free(s.arena);
	*count = s.found_count;
	if (*count)
		qsort(s.found, *count, sizeof *s.found, by_after);
	return s.found;
}
