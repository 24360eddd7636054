/* Columns are paired by name, rows by key; then cells are compared, first by their bytes and only where those differ by what they mean. */
#include "history/compare.h"

#include "base/arena.h"
#include "base/json.h"
#include "history/renumber.h"
#include "history/version.h"
#include "model/canonical.h"
#include "model/load_package.h"

enum { SCRATCH_ROWS = 256 };

struct compare {
	struct arena *arena, *scratch;
	struct version *before, *after;
	const struct resource *older, *newer;
	const struct renames *renames;
	struct changes *out;
	struct compare_pair *pairs;         /* columns that both have, in the newer order */
	size_t pair_count;
	struct compare_pair *key;           /* of them: the key by which rows are paired */
	size_t key_count;
	bool whole;    /* there is no key: a row is all of its cells */
	const struct field **gained, **lost;
	size_t gained_count, lost_count;
	uint32_t *match;                    /* of each newer row: its older one, or VERSION_NONE */
	bool *used;    /* of each older row */
	struct buf text;
};

/* Cells. */

static bool same_type(const struct compare_pair *pair)
{
	return pair->before->type == pair->after->type;
}

static bool same_as(const struct field *before_as, struct str before, const struct field *after_as, struct str after, struct arena *scratch)
{
	return str_equal(canonical_try(scratch, before_as, before), canonical_try(scratch, after_as, after));
}

/* Equal but for CR before LF: what spreadsheets write inside a cell depends on the machine. */
static bool same_lines(struct str a, struct str b)
{
	size_t i = 0, j = 0;

	while (i < a.len && j < b.len) {
		if (a.at[i] == '\r' && i + 1 < a.len && a.at[i + 1] == '\n')
			i++;
		if (b.at[j] == '\r' && j + 1 < b.len && b.at[j + 1] == '\n')
			j++;
		if (a.at[i++] != b.at[j++])
			return false;
	}
	return i == a.len && j == b.len;
}

bool compare_same(const struct compare_pair *pair, struct str before, struct str after, struct arena *scratch)
{
	if (!before.at || !after.at)
		return !before.at && !after.at;
	if (str_equal(before, after))
		return true;
	if (same_type(pair))
		return same_as(pair->before, before, pair->after, after, scratch) || same_lines(before, after);
	return same_as(pair->after, before, pair->after, after, scratch) || same_as(pair->before, before, pair->before, after, scratch) ||
		same_lines(before, after);
}

static struct str cell(const struct version *version, uint32_t row, const struct field *field)
{
	struct str text = { NULL, 0 };

	version_text(version, row, field->index, &text);
	return text;
}

/* The resource that a field alone refers to; "" when there is none. */
static struct str referred(const struct resource *resource, const struct field *field)
{
	for (size_t i = 0; i < resource->schema.foreign_count; i++) {
		const struct foreign_key *key = &resource->schema.foreign[i];

		if (key->key.count == 1 && key->key.fields[0] == field)
			return key->resource.len ? key->resource : resource->name;
	}
	return STR("");
}

/* What the row named by `after` was called before; `after` itself when it was not renumbered. */
static struct str name_before(const struct compare *c, const struct field *field, struct str after)
{
	struct str resource = c->renames->count && after.at ? referred(c->newer, field) : STR("");

	for (size_t i = 0; resource.len && i < c->renames->count; i++)
		if (str_equal(c->renames->items[i].after, after) && str_equal(c->renames->items[i].resource, resource))
			return c->renames->items[i].before;
	return after;
}

static bool same_cell(const struct compare *c, const struct compare_pair *pair, uint32_t older, uint32_t newer)
{
	struct str before = cell(c->before, older, pair->before), after = cell(c->after, newer, pair->after);

	return compare_same(pair, before, after, c->scratch) || compare_same(pair, before, name_before(c, pair->after, after), c->scratch);
}

/* Columns. */

static const struct field *column_of(const struct version *version, const struct resource *resource, struct str name)
{
	const struct field *field = schema_find(&resource->schema, name);

	return field && version_has(version, field) ? field : NULL;
}

static void pair_columns(struct compare *c)
{
	size_t new_count = c->newer->schema.stored_count, old_count = c->older->schema.stored_count;

	c->pairs = arena_array(c->scratch, struct compare_pair, new_count + 1);
	c->gained = arena_array(c->scratch, const struct field *, new_count + 1);
	c->lost = arena_array(c->scratch, const struct field *, old_count + 1);
	for (size_t i = 0; i < new_count; i++) {
		const struct field *field = &c->newer->schema.fields[i], *other = column_of(c->before, c->older, field->name);

		if (!version_has(c->after, field))
			continue;
		if (other)
			c->pairs[c->pair_count++] = (struct compare_pair){ other, field };
		else
			c->gained[c->gained_count++] = field;
	}
	for (size_t i = 0; i < old_count; i++)
		if (version_has(c->before, &c->older->schema.fields[i]) && !column_of(c->after, c->newer, c->older->schema.fields[i].name))
			c->lost[c->lost_count++] = &c->older->schema.fields[i];
}

static const struct compare_pair *pair_named(const struct compare *c, struct str name)
{
	for (size_t i = 0; i < c->pair_count; i++)
		if (str_equal(c->pairs[i].after->name, name))
			return &c->pairs[i];
	return NULL;
}

/* The key `key`, when both have its columns. */
static bool take_key(struct compare *c, const struct key *key)
{
	c->key_count = 0;
	for (size_t i = 0; i < key->count; i++) {
		const struct compare_pair *pair = pair_named(c, key->fields[i]->name);

		if (!pair)
			return false;
		c->key[c->key_count++] = *pair;
	}
	return key->count > 0;
}

static void drop(const struct field **fields, size_t *count, const struct field *field)
{
	for (size_t i = 0; i < *count; i++)
		if (fields[i] == field) {
			memmove(fields + i, fields + i + 1, (*count - i - 1) * sizeof *fields);
			--*count;
			return;
		}
}

/* Keys of one length of which one column has another name: that column was renamed. */
static bool take_renamed_key(struct compare *c)
{
	const struct key *older = &c->older->schema.primary, *newer = &c->newer->schema.primary;
	struct change *change;
	size_t other = newer->count, differ = 0;

	for (size_t i = 0; older->count == newer->count && i < newer->count; i++)
		if (!str_equal(older->fields[i]->name, newer->fields[i]->name)) {
			other = i;
			differ++;
		}
	if (differ != 1 || pair_named(c, newer->fields[other]->name) || column_of(c->after, c->newer, older->fields[other]->name) ||
		!version_has(c->before, older->fields[other]) || !version_has(c->after, newer->fields[other]))
		return false;
	c->pairs[c->pair_count++] = (struct compare_pair){ older->fields[other], newer->fields[other] };
	drop(c->gained, &c->gained_count, newer->fields[other]);
	drop(c->lost, &c->lost_count, older->fields[other]);
	change = change_add(c->out, c->arena, CHANGE_COLUMN_RENAMED);
	change->field = arena_copy(c->arena, newer->fields[other]->name);
	change->before = arena_copy(c->arena, older->fields[other]->name);
	return take_key(c, newer);
}

static struct str key_names(struct compare *c, const struct key *key)
{
	buf_reset(&c->text);
	for (size_t i = 0; i < key->count; i++) {
		if (i)
			buf_add(&c->text, STR(", "));
		buf_add(&c->text, key->fields[i]->name);
	}
	return arena_copy(c->arena, buf_str(&c->text));
}

/* False when rows can't be paired, which is told. */
static bool choose_key(struct compare *c)
{
	const struct key *older = &c->older->schema.primary, *newer = &c->newer->schema.primary;
	struct change *change;

	c->key = arena_array(c->scratch, struct compare_pair, older->count + newer->count + c->pair_count + 1);
	if (take_key(c, newer) || take_key(c, older) || take_renamed_key(c))
		return true;
	if (older->count == 0 && newer->count == 0) {
		c->whole = true;
		c->key_count = c->pair_count;
		if (c->pair_count)
			memcpy(c->key, c->pairs, c->pair_count * sizeof *c->key);
		return true;
	}
	change = change_add(c->out, c->arena, CHANGE_KEY_CHANGED);
	change->before = key_names(c, older);
	change->after = key_names(c, newer);
	return false;
}

/* Rows. */

static bool is_primary(const struct compare *c)
{
	const struct key *primary = &c->older->schema.primary;
	bool same = primary->count == c->key_count;

	for (size_t i = 0; same && i < primary->count; i++)
		same = c->key[i].before == primary->fields[i] && same_type(&c->key[i]);
	return same;
}

static struct version_index *index_before(struct compare *c)
{
	struct version_column *columns = arena_array(c->scratch, struct version_column, c->key_count + 1);

	for (size_t i = 0; i < c->key_count; i++)
		columns[i] = (struct version_column){ c->key[i].before->index, same_type(&c->key[i]) ? c->key[i].before : c->key[i].after };
	return version_index_new(c->before, columns, c->key_count);
}

static uint64_t hash_after(const struct compare *c, uint32_t row)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < c->key_count; i++) {
		const struct field *field = c->key[i].after;

		hash = version_hash_add(hash, version_hash_text(field, name_before(c, field, cell(c->after, row, field)), c->scratch));
	}
	return hash;
}

static bool same_key(const struct compare *c, uint32_t older, uint32_t newer)
{
	for (size_t i = 0; i < c->key_count; i++)
		if (!same_cell(c, &c->key[i], older, newer))
			return false;
	return true;
}

static bool same_row(const struct compare *c, uint32_t older, uint32_t newer)
{
	for (size_t i = 0; i < c->pair_count; i++)
		if (!same_cell(c, &c->pairs[i], older, newer))
			return false;
	return true;
}

/* Pairs newer rows with the older ones of their key; when `alike`, only with one that is equal in all cells. */
static void match_rows(struct compare *c, const struct version_index *index, bool alike)
{
	struct arena *scratch = c->scratch;

	c->scratch = arena_new();
	for (uint32_t newer = 0; newer < version_rows(c->after); newer++) {
		uint32_t older;

		if (newer % SCRATCH_ROWS == 0)
			arena_reset(c->scratch);
		if (c->match[newer] != VERSION_NONE)
			continue;
		older = version_index_first(index, hash_after(c, newer));
		while (older != VERSION_NONE && (c->used[older] || !(alike ? same_row(c, older, newer) : same_key(c, older, newer))))
			older = version_index_next(index, older);
		if (older == VERSION_NONE)
			continue;
		c->match[newer] = older;
		c->used[older] = true;
	}
	arena_free(c->scratch);
	c->scratch = scratch;
}

static void match_all(struct compare *c)
{
	struct version_index *own = is_primary(c) ? NULL : index_before(c);
	const struct version_index *index = own ? own : version_index(c->before);

	c->match = memory_resize(NULL, ((size_t)version_rows(c->after) + 1) * sizeof *c->match);
	c->used = memory_resize(NULL, (size_t)version_rows(c->before) + 1);
	memset(c->match, 0xff, ((size_t)version_rows(c->after) + 1) * sizeof *c->match);
	memset(c->used, 0, (size_t)version_rows(c->before) + 1);
	if (version_index_repeated(index))
		match_rows(c, index, true);
	match_rows(c, index, false);
	version_index_free(own);
}

/* What is told of a row. */

static void put_json(struct compare *c, const struct version *version, const struct resource *resource, uint32_t row)
{
	const char *comma = "{";
	struct str text;

	buf_reset(&c->text);
	for (size_t i = 0; i < resource->schema.stored_count; i++) {
		if (!version_text(version, row, i, &text))
			continue;
		buf_add(&c->text, str_of(comma));
		json_text(&c->text, resource->schema.fields[i].name);
		buf_byte(&c->text, ':');
		json_text(&c->text, text);
		comma = ",";
	}
	buf_add(&c->text, *comma == '{' ? STR("{}") : STR("}"));
}

static struct str key_of(struct compare *c, const struct version *version, uint32_t row)
{
	buf_reset(&c->text);
	version_key(version, row, &c->text);
	return arena_copy(c->arena, buf_str(&c->text));
}

static bool parent_key(struct compare *c, const struct version *version, const struct foreign_key *key, uint32_t row)
{
	struct str text;

	buf_reset(&c->text);
	for (size_t i = 0; i < key->key.count; i++) {
		if (!version_text(version, row, key->key.fields[i]->index, &text))
			return false;
		if (i)
			buf_byte(&c->text, '/');
		buf_add(&c->text, text);
	}
	return true;
}

static void add_parents(struct compare *c, const struct version *version, const struct resource *resource, uint32_t row,
	struct change_parent *parents,
	size_t *count)
{
	for (size_t i = 0; i < resource->schema.foreign_count; i++) {
		const struct foreign_key *key = &resource->schema.foreign[i];
		struct str target = key->resource.len ? key->resource : resource->name;
		bool known = resource->previous && key->key.count == 1 && key->key.fields[0] == resource->previous;

		if (known || !parent_key(c, version, key, row))
			continue;
		for (size_t p = 0; p < *count && !known; p++)
			known = str_equal(parents[p].resource, target) && str_equal(parents[p].key, buf_str(&c->text));
		if (!known)
			parents[(*count)++] = (struct change_parent){ arena_copy(c->arena, target), arena_copy(c->arena, buf_str(&c->text)) };
	}
}

/* Fills in what concerns the row: its key, its label, the rows that it names, and named before. VERSION_NONE: there is no such row. */
static void tell_row(struct compare *c, struct change *change, uint32_t older, uint32_t newer)
{
	bool gone = newer == VERSION_NONE;
	const struct version *version = gone ? c->before : c->after;
	const struct resource *resource = gone ? c->older : c->newer;
	size_t most = c->older->schema.foreign_count + c->newer->schema.foreign_count;
	struct change_parent *parents = arena_array(c->arena, struct change_parent, most + 1);
	struct str text;

	change->key = key_of(c, version, gone ? older : newer);
	if (version_text(version, gone ? older : newer, resource->label->index, &text))
		change->label = arena_copy(c->arena, text);
	if (!gone)
		add_parents(c, c->after, c->newer, newer, parents, &change->parent_count);
	if (older != VERSION_NONE)
		add_parents(c, c->before, c->older, older, parents, &change->parent_count);
	change->parents = parents;
}

static struct str copy_cell(struct compare *c, const struct version *version, uint32_t row, const struct field *field)
{
	struct str text = cell(version, row, field);

	return text.at ? arena_copy(c->arena, text) : text;
}

static bool in_key(const struct compare *c, const struct field *after)
{
	for (size_t i = 0; i < c->key_count; i++)
		if (c->key[i].after == after)
			return true;
	return false;
}

static void compare_cells(struct compare *c, uint32_t older, uint32_t newer, bool renumbered)
{
	for (size_t i = 0; i < c->pair_count; i++) {
		const struct compare_pair *pair = &c->pairs[i];
		struct change *change;

		if ((renumbered && (in_key(c, pair->after) || pair->after == c->newer->previous)) || same_cell(c, pair, older, newer))
			continue;
		change = change_add(c->out, c->arena, CHANGE_CELL);
		change->column = (uint32_t)pair->after->index;
		change->field = arena_copy(c->arena, pair->after->name);
		change->before = copy_cell(c, c->before, older, pair->before);
		change->after = copy_cell(c, c->after, newer, pair->after);
		tell_row(c, change, older, newer);
	}
}

/* The key is another one, because a row that it names is: told nowhere, but its history goes on under the newer one. */
static void follow(struct compare *c, uint32_t older, uint32_t newer)
{
	struct str before, after;
	struct change *change;

	if (!c->renames->count || c->whole)
		return;
	before = key_of(c, c->before, older);
	after = key_of(c, c->after, newer);
	if (str_equal(before, after))
		return;
	change = change_add(c->out, c->arena, CHANGE_FOLLOWED);
	change->before = before;
	change->key = after;
}

static void tell_alone(struct compare *c, uint32_t older, uint32_t newer)
{
	bool gone = newer == VERSION_NONE;
	struct change *change = change_add(c->out, c->arena, gone ? CHANGE_ROW_REMOVED : CHANGE_ROW_ADDED);

	put_json(c, gone ? c->before : c->after, gone ? c->older : c->newer, gone ? older : newer);
	change->row = arena_copy(c->arena, buf_str(&c->text));
	tell_row(c, change, older, newer);
	if (c->whole)
		change->key = STR(""); /* a number of a line says nothing of another day */
}

static void tell_renumbered(struct compare *c, uint32_t older, uint32_t newer, const struct renumbered *how)
{
	struct change *change = change_add(c->out, c->arena, CHANGE_RENUMBERED);

	change->before = key_of(c, c->before, older);
	change->likeness = how->likeness;
	change->declared = how->declared;
	tell_row(c, change, older, newer);
	compare_cells(c, older, newer, true);
}

/* Rows without a partner: renumbered, or removed and added. */
static void compare_rest(struct compare *c)
{
	uint32_t *removed = memory_resize(NULL, ((size_t)version_rows(c->before) + 1) * sizeof *removed);
	uint32_t *added = memory_resize(NULL, ((size_t)version_rows(c->after) + 1) * sizeof *added), removed_count = 0, added_count = 0;
	struct renumbered *pairs = NULL;
	size_t count = 0;

	for (uint32_t older = 0; older < version_rows(c->before); older++)
		if (!c->used[older])
			removed[removed_count++] = older;
	for (uint32_t newer = 0; newer < version_rows(c->after); newer++)
		if (c->match[newer] == VERSION_NONE)
			added[added_count++] = newer;
	if (!c->whole)
		pairs = renumber_find(c->scratch, (struct renumber_rows){ c->before, removed, removed_count },
			(struct renumber_rows){ c->after, added, added_count }, c->pairs, c->pair_count, &count);
	for (size_t i = 0; i < count; i++) {
		tell_renumbered(c, removed[pairs[i].before], added[pairs[i].after], &pairs[i]);
		c->match[added[pairs[i].after]] = removed[pairs[i].before];
		c->used[removed[pairs[i].before]] = true;
	}
	for (uint32_t i = 0; i < removed_count; i++)
		if (!c->used[removed[i]])
			tell_alone(c, removed[i], VERSION_NONE);
	for (uint32_t i = 0; i < added_count; i++)
		if (c->match[added[i]] == VERSION_NONE)
			tell_alone(c, VERSION_NONE, added[i]);
	memory_free(removed);
	memory_free(added);
}

static void compare_rows(struct compare *c)
{
	struct arena *scratch = c->scratch;

	c->scratch = arena_new();
	for (uint32_t newer = 0; newer < version_rows(c->after); newer++) {
		if (newer % SCRATCH_ROWS == 0)
			arena_reset(c->scratch);
		if (c->match[newer] == VERSION_NONE)
			continue;
		if (!c->whole)
			compare_cells(c, c->match[newer], newer, false);
		follow(c, c->match[newer], newer);
	}
	arena_free(c->scratch);
	c->scratch = scratch;
	compare_rest(c);
}

/* Columns that came and went. */

static uint64_t filled(const struct version *version, const struct field *field)
{
	uint64_t count = 0;
	struct str text;

	for (uint32_t row = 0; row < version_rows(version); row++)
		count += version_text(version, row, field->index, &text);
	return count;
}

/* One holds what the other held, in every row that both have, and something. */
static bool renamed(struct compare *c, const struct field *lost, const struct field *gained)
{
	struct compare_pair pair = { lost, gained };
	bool any = false;

	for (uint32_t newer = 0; newer < version_rows(c->after); newer++) {
		if (c->match[newer] == VERSION_NONE)
			continue;
		if (!same_cell(c, &pair, c->match[newer], newer))
			return false;
		any = any || cell(c->after, newer, gained).at;
	}
	return any;
}

static void compare_columns(struct compare *c)
{
	for (size_t g = 0; g < c->gained_count; g++) {
		const struct field *gained = c->gained[g];
		struct change *change;
		size_t l = 0;

		while (l < c->lost_count && !renamed(c, c->lost[l], gained))
			l++;
		change = change_add(c->out, c->arena, l < c->lost_count ? CHANGE_COLUMN_RENAMED : CHANGE_COLUMN_ADDED);
		change->column = (uint32_t)gained->index;
		change->field = arena_copy(c->arena, gained->name);
		if (l == c->lost_count) {
			change->count = filled(c->after, gained);
			continue;
		}
		change->before = arena_copy(c->arena, c->lost[l]->name);
		drop(c->lost, &c->lost_count, c->lost[l]);
	}
	for (size_t l = 0; l < c->lost_count; l++) {
		struct change *change = change_add(c->out, c->arena, CHANGE_COLUMN_REMOVED);

		change->column = (uint32_t)c->lost[l]->index;
		change->field = arena_copy(c->arena, c->lost[l]->name);
		change->count = filled(c->before, c->lost[l]);
	}
}

/* A key that was unique is it no more. */
static void compare_repeated(struct compare *c)
{
	uint32_t now = c->newer->schema.primary.count ? version_index_repeated(version_index(c->after)) : 0;
	struct change *change;

	if (!now || (c->before && c->older->schema.primary.count && version_index_repeated(version_index(c->before))))
		return;
	change = change_add(c->out, c->arena, CHANGE_KEY_REPEATED);
	change->count = now;
}

static void compare_end(struct compare *c, enum change_kind kind, const struct version *version)
{
	change_add(c->out, c->arena, kind)->count = version_rows(version);
}

void compare_versions(struct arena *arena, struct version *before, struct version *after, const struct renames *renames, struct changes *out)
{
	struct compare c = { .arena = arena, .scratch = arena_new(), .before = before, .after = after, .renames = renames, .out = out };

	c.older = before ? version_resource(before) : NULL;
	c.newer = after ? version_resource(after) : NULL;
	if (!before || !after) {
		compare_end(&c, before ? CHANGE_TABLE_REMOVED : CHANGE_TABLE_ADDED, before ? before : after);
	} else {
		pair_columns(&c);
		if (choose_key(&c)) {
			match_all(&c);
			compare_rows(&c);
			compare_columns(&c);
		}
	}
	if (after)
		compare_repeated(&c);
	changes_sort(out);
	memory_free(c.match);
	memory_free(c.used);
	buf_clear(&c.text);
	arena_free(c.scratch);
}
