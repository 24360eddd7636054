/* One walk along the line, the newest commit first: whoever is met after a tag came out with it, until an older tag is met. */
#include "history/releases.h"

#include "base/arena.h"
#include "base/map.h"
#include "source/lineage.h"

#include <fnmatch.h>

struct releases {
	struct arena *arena;
	struct release *list; /* those on the line, the newest first */
	size_t count, capacity;
	struct map *of;       /* commit that changed data → struct release_mark it came out with */
	struct map *found;    /* tag → struct release */
};

/* Tags that may be releases, in git's order of names. */
struct candidates {
	struct arena *arena;
	const struct releases_wish *wish;
	struct release_mark *list;
	size_t count, capacity;
};

struct walk {
	struct releases *releases;
	const struct candidates *candidates;
	const struct release_mark *current; /* what is met now came out with it; NULL: with none yet */
};

static struct str hex_of(struct arena *arena, const unsigned char id[LINEAGE_ID])
{
	char hex[LINEAGE_ID * 2 + 1];

	lineage_hex(id, hex);
	return arena_copy(arena, str_of(hex));
}

static bool wanted(const struct releases_wish *wish, struct str tag)
{
	for (size_t i = 0; i < wish->pattern_count; i++)
		if (fnmatch(wish->patterns[i].at, tag.at, 0) == 0)
			return true;
	return false;
}

static void take_tag(void *context, struct str name, const unsigned char id[LINEAGE_ID])
{
	struct candidates *c = context;
	struct str tag = arena_copy(c->arena, name);

	if (!wanted(c->wish, tag))
		return;
	arena_grow(c->arena, c->list, c->count, c->capacity);
	c->list[c->count++] = (struct release_mark){ tag, hex_of(c->arena, id) };
}

static bool pass(void *context, const unsigned char id[LINEAGE_ID])
{
	struct walk *walk = context;
	struct releases *r = walk->releases;
	bool first = true;
	char hex[LINEAGE_ID * 2 + 1];

	lineage_hex(id, hex);
	for (size_t i = 0; i < walk->candidates->count; i++) {
		const struct release_mark *mark = &walk->candidates->list[i];

		if (!str_equal(mark->commit, str_of(hex)))
			continue;
		arena_grow(r->arena, r->list, r->count, r->capacity);
		r->list[r->count++] = (struct release){ .tag = mark->tag, .commit = mark->commit };
		walk->current = first ? mark : walk->current;
		first = false;
	}
	return false;
}

static void walk_line(struct releases *r, struct lineage *lineage, const struct candidates *candidates)
{
	struct walk walk = { r, candidates, NULL };
	struct diag *known = diag_new(LANG_EN); /* what is wrong with the line is told by those who tell its history */
	struct lineage_commit commit;

	while (lineage_next(lineage, &commit, pass, &walk, known))
		if (walk.current)
			map_put(r->of, hex_of(r->arena, commit.id), (void *)walk.current);
	diag_free(known);
}

/* A site made again from its manifest must find all it names. */
static void check_marks(const struct releases *r, const struct releases_wish *wish, struct diag *diag)
{
	for (size_t i = 0; i < wish->mark_count; i++)
		if (!map_find(r->found, wish->marks[i].tag))
			diag_error(diag, place_of(STR("")), "unknown-release",
				"the release '%.*s' (commit %.10s) is not on the line of this revision",
				"la publicación '%.*s' (commit %.10s) no está en la línea de esta revisión", STR_ARG(wish->marks[i].tag),
				wish->marks[i].commit.at);
}

static void describe(struct releases *r, struct lineage *lineage, struct diag *diag)
{
	for (size_t i = 0; i < r->count; i++) {
		struct release *release = &r->list[i];
		struct lineage_commit commit;

		map_put(r->found, release->tag, release);
		if (!lineage_find(lineage, release->commit, &commit, diag))
			continue;
		release->subject = arena_copy(r->arena, commit.subject);
		release->time = commit.time;
		release->offset = commit.offset;
	}
}

struct releases *releases_new(struct arena *arena, struct str folder, struct str revision, const struct releases_wish *wish, struct diag *diag)
{
	struct releases *r = arena_new_of(arena, struct releases);
	struct candidates candidates = { .arena = arena, .wish = wish };
	struct lineage *lineage;
	bool none;

	r->arena = arena;
	r->of = map_new(arena);
	r->found = map_new(arena);
	lineage = lineage_open(folder, revision, &none, diag);
	if (!lineage)
		return r;
	if (wish->marked) {
		candidates.list = (struct release_mark *)wish->marks;
		candidates.count = wish->mark_count;
	} else {
		lineage_tags(lineage, take_tag, &candidates);
	}
	if (candidates.count) {
		walk_line(r, lineage, &candidates);
		describe(r, lineage, diag);
	}
	check_marks(r, wish, diag);
	lineage_close(lineage);
	return r;
}

size_t releases_count(const struct releases *releases) { return releases->count; }

const struct release *releases_at(const struct releases *releases, size_t index) { return &releases->list[index]; }

const struct release *releases_of(const struct releases *r, struct str commit)
{
	const struct release_mark *mark = map_find(r->of, commit);

	return mark ? map_find(r->found, mark->tag) : NULL;
}
