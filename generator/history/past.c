/* Commits are walked from the newest to the oldest, which costs no file; then the states of each table are compared from the oldest to the newest,
 * each with the last one that could be read. A comparison whose two states were compared before, by this or an earlier run, is not made again:
 * neither of the two is opened. So is what a commit holds: the walk stops at one that is known. */
#include "history/past.h"

#include "base/arena.h"
#include "base/map.h"
#include "history/cache.h"
#include "history/compare.h"
#include "history/state.h"
#include "history/version.h"

#include <stdlib.h>

#define FORM "past 1"

/* A moment before it is compared: the states of its tables. */
struct known {
	struct past_moment facts;
	unsigned char data[LINEAGE_ID];
	const struct tree *tree;
	struct snapshot snapshot;
};

/* One table on its way through the moments. */
struct track {
	struct str name;
	bool present;                /* in the moment looked at last */
	bool any;      /* some state could be read */
	unsigned char seen[CACHE_KEY]; /* the state looked at last, read or not */
	unsigned char id[CACHE_KEY]; /* the last state that could be read, */
	size_t moment;               /* when that was, */
	struct state_version *open;  /* and its rows, or NULL when they were not needed */
	bool told;     /* that it can't be read */
};

struct dated_rename {
	struct rename rename;
	size_t moment;
};

/* A renumbering of one table, for the chain of keys. */
struct link {
	struct str table, before, after;
	size_t moment;
	struct link *next; /* from the same key, later */
};

struct past {
	struct arena *arena;
	struct lineage *lineage;
	struct states *states;
	struct cache *cache;
	bool keeps_walk;     /* in the cache: not in a shallow clone, which may grow */
	enum lang lang;
	struct known *known; /* the oldest first */
	size_t count, capacity;
	struct past_moment *moments;
	struct map *tracks; /* name → struct track */
	struct dated_rename *renames;
	size_t rename_count, rename_capacity;
	struct link *links; /* in order of moments */
	size_t link_count, link_capacity;
	struct map *by_before; /* "table\0key" → the first of its links */
	struct str *tables;
	size_t table_count;
	enum lineage_end end;
	size_t found;               /* commits that this walk found; the others were kept, from */
	unsigned char met[LINEAGE_ID]; /* this one on */
};

/* What is kept of a commit: whether it changed data/; then its facts and the states of its tables; and the next older one that is kept, or
 * why there is none. */

static void commit_key(const struct past *past, const unsigned char id[LINEAGE_ID], unsigned char key[CACHE_KEY])
{
	struct buf text = { 0 };

	buf_printf(&text, FORM " commit %d ", (int)past->lang);
	buf_add(&text, str_from((const char *)id, LINEAGE_ID));
	cache_key(buf_str(&text), key);
	buf_clear(&text);
}

static void keep_states(struct buf *out, const struct snapshot *snapshot)
{
	kept_number(out, snapshot->broken);
	kept_text(out, snapshot->why);
	kept_number(out, snapshot->count);
	for (size_t i = 0; i < snapshot->count; i++) {
		const struct state *state = &snapshot->items[i];

		kept_text(out, state->name);
		buf_add(out, str_from((const char *)state->id, CACHE_KEY));
		kept_number(out, state->ref_count);
		for (size_t r = 0; r < state->ref_count; r++)
			kept_text(out, state->refs[r]);
	}
}

/* `older`: the id of the next older commit that is kept; NULL at the end. */
static void keep_commit(struct past *past, const struct known *k, const unsigned char id[LINEAGE_ID], const unsigned char *older,
	enum lineage_end end)
{
	unsigned char key[CACHE_KEY];
	struct buf out = { 0 };

	kept_number(&out, k != NULL);
	kept_number(&out, older != NULL);
	kept_number(&out, (uint64_t)end);
	if (older)
		buf_add(&out, str_from((const char *)older, LINEAGE_ID));
	if (k) {
		buf_add(&out, str_from((const char *)k->data, LINEAGE_ID));
		kept_number(&out, (uint64_t)k->facts.time);
		kept_number(&out, (uint64_t)(k->facts.offset + 100000));
		kept_text(&out, k->facts.name);
		kept_text(&out, k->facts.email);
		kept_text(&out, k->facts.subject);
		keep_states(&out, &k->snapshot);
	}
	commit_key(past, id, key);
	cache_add(past->cache, key, buf_str(&out));
	buf_clear(&out);
}

static bool get_bytes(struct str *rest, unsigned char *out, size_t count)
{
	if (rest->len < count)
		return false;
	memcpy(out, rest->at, count);
	*rest = str_after(*rest, count);
	return true;
}

static bool get_state(struct arena *arena, struct str *rest, struct state *state)
{
	struct str *refs;
	uint64_t count;

	if (!kept_get_text(rest, &state->name) || !get_bytes(rest, state->id, CACHE_KEY) || !kept_get_number(rest, &count) || count > rest->len)
		return false;
	refs = arena_array(arena, struct str, count + 1);
	for (state->refs = refs; state->ref_count < count; state->ref_count++)
		if (!kept_get_text(rest, &refs[state->ref_count]))
			return false;
	return true;
}

static bool get_states(struct arena *arena, struct str *rest, struct snapshot *snapshot)
{
	struct state *items;
	uint64_t broken, count;

	if (!kept_get_number(rest, &broken) || !kept_get_text(rest, &snapshot->why) || !kept_get_number(rest, &count) || count > rest->len)
		return false;
	snapshot->broken = broken != 0;
	items = arena_array(arena, struct state, count + 1);
	for (snapshot->items = items; snapshot->count < count; snapshot->count++)
		if (!get_state(arena, rest, &items[snapshot->count]))
			return false;
	return true;
}

static bool get_facts(struct arena *arena, struct str *rest, struct known *k)
{
	uint64_t time, offset;

	if (!get_bytes(rest, k->data, LINEAGE_ID) || !kept_get_number(rest, &time) || !kept_get_number(rest, &offset) ||
		!kept_get_text(rest, &k->facts.name) || !kept_get_text(rest, &k->facts.email) || !kept_get_text(rest, &k->facts.subject))
		return false;
	k->facts.time = (int64_t)time;
	k->facts.offset = (int32_t)offset - 100000;
	return get_states(arena, rest, &k->snapshot);
}

/* What is kept of the commit `id`. `*touched`: it changed data/, and *k is filled in. `*more`: `older` is the next one. */
static bool get_commit(struct past *past, const unsigned char id[LINEAGE_ID], bool *touched, struct known *k, bool *more,
	unsigned char older[LINEAGE_ID],
	enum lineage_end *end)
{
	unsigned char key[CACHE_KEY];
	uint64_t is, has, why;
	struct str rest;

	commit_key(past, id, key);
	if (!past->cache || !cache_find(past->cache, key, &rest))
		return false;
	rest = arena_copy(past->arena, rest); /* texts point into it */
	if (!kept_get_number(&rest, &is) || !kept_get_number(&rest, &has) || !kept_get_number(&rest, &why) || why > LINEAGE_SHALLOW ||
		(has && !get_bytes(&rest, older, LINEAGE_ID)))
		return false;
	*touched = is != 0;
	*more = has != 0;
	*end = (enum lineage_end)why;
	*k = (struct known){ 0 };
	if (*touched && !get_facts(past->arena, &rest, k))
		return false;
	memcpy(k->facts.id, id, LINEAGE_ID);
	lineage_hex(id, k->facts.hex);
	return true;
}

/* The walk: newest first. */

static struct known *add_known(struct past *past)
{
	arena_grow(past->arena, past->known, past->count, past->capacity);
	past->known[past->count] = (struct known){ 0 };
	return &past->known[past->count++];
}

static void take_commit(struct past *past, const struct lineage_commit *commit)
{
	struct known *k = add_known(past);

	memcpy(k->facts.id, commit->id, LINEAGE_ID);
	memcpy(k->data, commit->data, LINEAGE_ID);
	lineage_hex(commit->id, k->facts.hex);
	k->facts.time = commit->time;
	k->facts.offset = commit->offset;
	k->facts.name = arena_copy(past->arena, commit->name);
	k->facts.email = arena_copy(past->arena, commit->email);
	k->facts.subject = arena_copy(past->arena, commit->subject);
}

/* The chain of kept commits from `id` on is whole; its commits are then added. */
static bool take_kept(struct past *past, const unsigned char id[LINEAGE_ID])
{
	size_t before = past->count;
	unsigned char next[LINEAGE_ID], older[LINEAGE_ID];
	bool more = true, touched;
	enum lineage_end end = LINEAGE_ROOT;
	struct known k;

	memcpy(next, id, LINEAGE_ID);
	while (more) {
		if (!get_commit(past, next, &touched, &k, &more, older, &end)) {
			past->count = before;
			return false;
		}
		if (touched)
			*add_known(past) = k;
		memcpy(next, older, LINEAGE_ID);
	}
	past->end = end;
	return true;
}

static bool is_kept(void *context, const unsigned char id[LINEAGE_ID])
{
	struct past *past = context;

	past->found = past->count;
	memcpy(past->met, id, LINEAGE_ID);
	return take_kept(past, id);
}

static void keep_walk(struct past *past, const unsigned char head[LINEAGE_ID], bool met)
{
	const unsigned char *rest = met ? past->met : NULL;

	if (met && memcmp(past->met, head, LINEAGE_ID) == 0)
		return;
	if (past->found == 0 || memcmp(past->known[0].facts.id, head, LINEAGE_ID) != 0)
		keep_commit(past, NULL, head, past->found ? past->known[0].facts.id : rest, past->end);
	for (size_t i = 0; i < past->found; i++)
		keep_commit(past, &past->known[i], past->known[i].facts.id, i + 1 < past->found ? past->known[i + 1].facts.id : rest, past->end);
}

static void reverse(struct past *past)
{
	for (size_t i = 0, j = past->count; i + 1 < j; i++) {
		struct known kept = past->known[i];

		past->known[i] = past->known[--j];
		past->known[j] = kept;
	}
}

static void walk(struct past *past, struct diag *diag)
{
	uint64_t wrong = diag_count(diag, DIAG_WARNING);
	struct lineage_commit commit;
	unsigned char head[LINEAGE_ID];
	bool met, sound = true;

	lineage_head(past->lineage, head);
	while (lineage_next(past->lineage, &commit, past->keeps_walk ? is_kept : NULL, past, diag))
		take_commit(past, &commit);
	met = lineage_met(past->lineage);
	if (!met) {
		past->found = past->count;
		past->end = lineage_end(past->lineage);
	}
	for (size_t i = 0; i < past->found; i++) {
		past->known[i].snapshot = states_read(past->states, (struct state_source){ .data = past->known[i].data });
		sound = sound && !past->known[i].snapshot.lost;
	}
	if (past->keeps_walk && sound && diag_count(diag, DIAG_WARNING) == wrong) /* what is damaged may be mended, and is told again until then */
		keep_walk(past, head, met);
	reverse(past);
}

/* Comparing: oldest first. */

static struct state_source source_of(const struct past *past, size_t moment)
{
	const struct known *k = &past->known[moment];

	return (struct state_source){ .tree = k->tree, .data = k->tree ? NULL : k->data };
}

static struct track *track_of(struct past *past, struct str name)
{
	struct track *track = map_find(past->tracks, name);

	if (track)
		return track;
	track = arena_new_of(past->arena, struct track);
	track->name = name;
	map_put(past->tracks, name, track);
	return track;
}

static struct changes *changes_of(struct past *past, size_t moment, const struct track *track)
{
	struct past_moment *m = &past->moments[moment];
	struct past_changes *tables = arena_array(past->arena, struct past_changes, m->table_count + 1);

	if (m->table_count)
		memcpy(tables, m->tables, m->table_count * sizeof *tables);
	m->tables = tables;
	tables[m->table_count] = (struct past_changes){ .table = track->name, .since = track->any ? track->moment : PAST_NEVER };
	return &tables[m->table_count++].changes;
}

/* What was renumbered, among what the rows of `state` name, since its table was read last. */
static struct renames renames_since(struct past *past, const struct state *state, const struct track *track)
{
	struct renames renames = { 0 };

	for (size_t i = 0; i < past->rename_count; i++) {
		const struct dated_rename *r = &past->renames[i];
		bool named = false;

		if (!track->any || r->moment <= track->moment)
			continue;
		for (size_t n = 0; n < state->ref_count && !named; n++)
			named = str_equal(state->refs[n], r->rename.resource);
		if (!named)
			continue;
		arena_grow(past->arena, renames.items, renames.count, renames.capacity);
		renames.items[renames.count++] = r->rename;
	}
	return renames;
}

static void pair_key(const struct past *past, const struct track *track, const struct state *state, const struct renames *renames,
	unsigned char key[CACHE_KEY])
{
	struct buf text = { 0 };

	buf_printf(&text, FORM " pair %d %d ", (int)past->lang, track->any);
	kept_text(&text, state->name);
	buf_add(&text, str_from((const char *)track->id, track->any ? CACHE_KEY : 0));
	buf_add(&text, str_from((const char *)state->id, CACHE_KEY));
	for (size_t i = 0; i < renames->count; i++) {
		kept_text(&text, renames->items[i].resource);
		kept_text(&text, renames->items[i].before);
		kept_text(&text, renames->items[i].after);
	}
	cache_key(buf_str(&text), key);
	buf_clear(&text);
}

/* The rows that the table held when it was read last; they may have been given up, since a comparison was known. */
static struct version *older_version(struct past *past, struct track *track)
{
	struct str why;
	bool lost;

	if (!track->any)
		return NULL;
	if (!track->open)
		track->open = state_open(past->states, source_of(past, track->moment), track->name, past->arena, &why, &lost);
	return track->open ? state_version_get(track->open) : NULL;
}

/* Opens the state and compares. `*lost`: what comes out must not be kept. */
static void compare_state(struct past *past, size_t moment, struct track *track, const struct renames *renames, struct changes *out, bool *lost)
{
	struct str why = STR("");
	struct state_version *newer = state_open(past->states, source_of(past, moment), track->name, past->arena, &why, lost);
	struct version *older;

	if (!newer) {
		change_add(out, past->arena, CHANGE_UNREADABLE)->after = why;
		return;
	}
	older = older_version(past, track);
	*lost = track->any && !older;
	compare_versions(past->arena, older, state_version_get(newer), renames, out);
	state_close(track->open);
	track->open = newer;
}

static void find_changes(struct past *past, size_t moment, struct track *track, const struct state *state, struct changes *out)
{
	struct renames renames = renames_since(past, state, track);
	unsigned char key[CACHE_KEY];
	struct buf kept = { 0 };
	struct str value;
	bool lost = false;

	pair_key(past, track, state, &renames, key);
	if (past->cache && cache_find(past->cache, key, &value) && changes_read(past->arena, arena_copy(past->arena, value), out)) {
		state_close(track->open);
		track->open = NULL;
		return;
	}
	*out = (struct changes){ 0 };
	compare_state(past, moment, track, &renames, out, &lost);
	if (past->cache && !lost) {
		changes_write(out, &kept);
		cache_add(past->cache, key, buf_str(&kept));
		buf_clear(&kept);
	}
}

static void note_links(struct past *past, size_t moment, const struct track *track, const struct changes *changes)
{
	for (size_t i = 0; i < changes->count; i++) {
		const struct change *c = &changes->items[i];

		if (c->kind != CHANGE_RENUMBERED && c->kind != CHANGE_FOLLOWED)
			continue;
		arena_grow(past->arena, past->links, past->link_count, past->link_capacity);
		past->links[past->link_count++] = (struct link){ track->name, c->before, c->key, moment, NULL };
		arena_grow(past->arena, past->renames, past->rename_count, past->rename_capacity);
		past->renames[past->rename_count++] = (struct dated_rename){ { track->name, c->before, c->key }, moment };
	}
}

/* It is there again, or for the first time, with the rows it had or others. */
static void add_return(struct past *past, struct track *track, struct changes *changes)
{
	struct changes all = { 0 };

	if (track->present || !track->any)
		return;
	change_add(&all, past->arena, CHANGE_TABLE_ADDED);
	for (size_t i = 0; i < changes->count; i++)
		*change_add(&all, past->arena, changes->items[i].kind) = changes->items[i];
	*changes = all;
}

static void look_at_state(struct past *past, size_t moment, struct track *track, const struct state *state)
{
	struct changes changes = { 0 };
	bool same = track->any && memcmp(track->id, state->id, CACHE_KEY) == 0;

	if (track->present && memcmp(track->seen, state->id, CACHE_KEY) == 0)
		return;
	memcpy(track->seen, state->id, CACHE_KEY);
	if (!same)
		find_changes(past, moment, track, state, &changes);
	track->told = changes.count == 1 && changes.items[0].kind == CHANGE_UNREADABLE;
	add_return(past, track, &changes);
	if (changes.count)
		*changes_of(past, moment, track) = changes;
	note_links(past, moment, track, &changes);
	track->present = true;
	if (track->told)
		return;
	memcpy(track->id, state->id, CACHE_KEY);
	track->moment = moment;
	track->any = true;
}

/* The table is not in this moment. */
static void look_at_absence(struct past *past, size_t moment, struct track *track, const struct snapshot *snapshot)
{
	struct changes *out;

	if (!track->present || (snapshot->broken && track->told))
		return;
	out = changes_of(past, moment, track);
	if (snapshot->broken) { /* its descriptor can't be read: it may be there */
		change_add(out, past->arena, CHANGE_UNREADABLE)->after = snapshot->why;
		memset(track->seen, 0, sizeof track->seen);
		track->told = true;
		return;
	}
	change_add(out, past->arena, CHANGE_TABLE_REMOVED);
	track->present = false;
	track->told = false;
}

/* Tables that name others come after those, so that what was renumbered is known. */
static size_t depth_of(const struct snapshot *snapshot, size_t at, unsigned steps)
{
	const struct state *state = &snapshot->items[at];
	size_t depth = 0;

	for (size_t r = 0; steps && r < state->ref_count; r++)
		for (size_t i = 0; i < snapshot->count; i++)
			if (i != at && str_equal(snapshot->items[i].name, state->refs[r])) {
				size_t below = 1 + depth_of(snapshot, i, steps - 1);

				depth = below > depth ? below : depth;
			}
	return depth;
}

enum { DEEPEST = 6 };

static int by_table(const void *left, const void *right)
{
	const struct past_changes *a = left, *b = right;

	return str_compare(a->table, b->table);
}

static const struct state *state_named(const struct snapshot *snapshot, struct str name)
{
	for (size_t i = 0; i < snapshot->count; i++)
		if (str_equal(snapshot->items[i].name, name))
			return &snapshot->items[i];
	return NULL;
}

static void look_at_moment(struct past *past, size_t moment)
{
	const struct snapshot *snapshot = &past->known[moment].snapshot;
	struct past_moment *m = &past->moments[moment];
	size_t *depths = arena_array(past->arena, size_t, snapshot->count + 1);

	*m = past->known[moment].facts;
	for (size_t i = 0; i < map_count(past->tracks); i++) {
		struct track *track = map_entries(past->tracks)[i].value;

		if (!state_named(snapshot, track->name))
			look_at_absence(past, moment, track, snapshot);
	}
	for (size_t i = 0; i < snapshot->count; i++)
		depths[i] = depth_of(snapshot, i, DEEPEST);
	for (size_t depth = 0; depth <= DEEPEST; depth++)
		for (size_t i = 0; i < snapshot->count; i++)
			if (depths[i] == depth && state_named(snapshot, snapshot->items[i].name) == &snapshot->items[i])
				look_at_state(past, moment, track_of(past, snapshot->items[i].name), &snapshot->items[i]);
	if (m->table_count)
		qsort(m->tables, m->table_count, sizeof *m->tables, by_table);
}

static int by_name(const void *left, const void *right)
{
	return str_compare(*(const struct str *)left, *(const struct str *)right);
}

static void link_name(struct buf *out, struct str table, struct str key)
{
	buf_reset(out);
	buf_add(out, table);
	buf_byte(out, '\0');
	buf_add(out, key);
}

/* Links by what they lead from, those of one key in order of moments. */
static void index_links(struct past *past)
{
	struct buf name = { 0 };

	past->by_before = map_new(past->arena);
	for (size_t i = past->link_count; i-- > 0;) {
		struct link *link = &past->links[i];

		link_name(&name, link->table, link->before);
		link->next = map_find(past->by_before, buf_str(&name));
		map_set(past->by_before, arena_copy(past->arena, buf_str(&name)), link);
	}
	buf_clear(&name);
}

static void look_at_all(struct past *past)
{
	past->moments = arena_array(past->arena, struct past_moment, past->count + 1);
	for (size_t i = 0; i < past->count; i++)
		look_at_moment(past, i);
	past->table_count = map_count(past->tracks);
	past->tables = arena_array(past->arena, struct str, past->table_count + 1);
	for (size_t i = 0; i < past->table_count; i++) {
		struct track *track = map_entries(past->tracks)[i].value;

		past->tables[i] = track->name;
		state_close(track->open);
		track->open = NULL;
	}
	if (past->table_count)
		qsort(past->tables, past->table_count, sizeof *past->tables, by_name);
	index_links(past);
}

/* The whole. */

static struct past *past_new(enum lang lang, struct cache *cache)
{
	struct arena *arena = arena_new();
	struct past *past = arena_new_of(arena, struct past);

	*past = (struct past){ .arena = arena, .lang = lang, .cache = cache, .tracks = map_new(arena) };
	return past;
}

void past_free(struct past *past)
{
	if (!past)
		return;
	for (size_t i = 0; i < map_count(past->tracks); i++)
		state_close(((struct track *)map_entries(past->tracks)[i].value)->open);
	states_free(past->states);
	lineage_close(past->lineage);
	arena_free(past->arena);
}

static void add_tree(struct past *past, const struct tree *tree)
{
	struct known *k = add_known(past);

	k->tree = tree;
	k->facts.subject = k->facts.name = k->facts.email = STR("");
	k->snapshot = states_read(past->states, source_of(past, past->count - 1));
}

struct past *past_read(const struct past_options *options, bool *none, struct diag *diag)
{
	struct past *past = past_new(options->lang, options->cache);
	unsigned char oldest[LINEAGE_ID];

	past->lineage = lineage_open(options->folder, options->revision, none, diag);
	if (!past->lineage) {
		past_free(past);
		return NULL;
	}
	past->states = states_new(past->lineage, options->lang, diag);
	past->keeps_walk = past->cache && !options->oldest.len && !lineage_shallow(past->lineage);
	if (lineage_id(options->oldest, oldest))
		lineage_cut(past->lineage, oldest);
	walk(past, diag);
	if (options->uncommitted)
		add_tree(past, options->uncommitted);
	look_at_all(past);
	return past;
}

static bool add_side(struct past *past, const struct past_side *side, struct diag *diag)
{
	struct lineage_commit commit;

	if (side->tree) {
		add_tree(past, side->tree);
		return true;
	}
	if (!lineage_find(past->lineage, side->revision.len ? side->revision : STR("HEAD"), &commit, diag))
		return false;
	take_commit(past, &commit);
	past->known[past->count - 1].snapshot = states_read(past->states, source_of(past, past->count - 1));
	return true;
}

struct past *past_compare(struct str folder, const struct past_side sides[2], enum lang lang, struct diag *diag)
{
	struct past *past = past_new(lang, NULL);
	bool none;

	past->lineage = lineage_open(folder, STR(""), &none, diag);
	past->states = states_new(past->lineage, lang, diag);
	if (past->lineage && add_side(past, &sides[0], diag) && add_side(past, &sides[1], diag)) {
		look_at_all(past);
		return past;
	}
	if (none)
		diag_error(diag, place_of(STR("")), "no-repository", "there is no git repository with a commit here: nothing can be compared",
			"aquí no hay un repositorio git con algún commit: no hay nada que comparar");
	past_free(past);
	return NULL;
}

const struct past_moment *past_moments(const struct past *past, size_t *count)
{
	*count = past->count;
	return past->moments;
}

enum lineage_end past_end(const struct past *past) { return past->end; }

const struct str *past_tables(const struct past *past, size_t *count)
{
	*count = past->table_count;
	return past->tables;
}

struct str past_key_today(const struct past *past, struct str table, size_t moment, struct str key)
{
	struct buf name = { 0 };
	const struct link *link;

	while (past->link_count) {
		link_name(&name, table, key);
		link = map_find(past->by_before, buf_str(&name));
		while (link && link->moment <= moment)
			link = link->next;
		if (!link)
			break;
		key = link->after;
		moment = link->moment;
	}
	buf_clear(&name);
	return key;
}

struct version *past_last(struct past *past, struct str table)
{
	struct track *track = map_find(past->tracks, table);

	return track ? older_version(past, track) : NULL;
}

struct lineage *past_lineage(const struct past *past) { return past->lineage; }
