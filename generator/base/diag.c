/* Messages are kept in a map keyed by everything that makes two of them the same fault; repeats only count. */
#include "base/diag.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/utf8.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>

struct diag {
	enum lang lang;
	struct arena *arena;
	struct map *seen; /* identity → message */
	struct map *tallies; /* level, rule, path → tally */
	struct diag_message *last;
	const struct diag_message **sorted;
	uint64_t counts[DIAG_FAILURE + 1];
	uint64_t order;
	struct str making; /* borrowed */
	struct buf scratch;
};

static void empty(struct diag *diag)
{
	diag->arena = arena_new();
	diag->seen = map_new(diag->arena);
	diag->tallies = map_new(diag->arena);
	diag->last = NULL;
	diag->sorted = NULL;
	memset(diag->counts, 0, sizeof diag->counts);
}

struct diag *diag_new(enum lang lang)
{
	struct diag *diag = memory_resize(NULL, sizeof *diag);

	*diag = (struct diag){ .lang = lang };
	empty(diag);
	return diag;
}

void diag_free(struct diag *diag)
{
	if (!diag)
		return;
	arena_free(diag->arena);
	buf_clear(&diag->scratch);
	memory_free(diag);
}

enum lang diag_lang(const struct diag *diag)
{
	return diag->lang;
}

/* Appends what a fault is, but for its place in the file. */
static struct str add_fault(struct buf *key, const struct diag_message *m)
{
	buf_add(key, m->at.path);
	buf_byte(key, '\0');
	buf_add(key, m->at.field);
	buf_byte(key, '\0');
	buf_add(key, m->text);
	buf_byte(key, '\0');
	buf_add(key, m->advice); /* two things to do are two messages */
	return buf_str(key);
}

static struct str identity(struct diag *diag, const struct diag_message *m)
{
	struct buf *key = &diag->scratch;

	buf_reset(key);
	buf_printf(key, "%d %s %u %u ", m->level, m->rule, m->at.line, m->at.column);
	return add_fault(key, m);
}

/* Keeps the message or counts it with the one it repeats; NULL when there is no room for it. What is told with it (what was being made, advice,
 * context) is that of the lowest order, so that it is the same whichever worker came first; *again: what is kept stays as it is. */
static struct diag_message *keep(struct diag *diag, const struct diag_message *m, bool *again)
{
	struct str key = identity(diag, m);
	struct diag_message *kept = map_find(diag->seen, key);

	*again = kept && kept->order <= m->order;
	if (kept) {
		kept->count += m->count;
		if (!*again) {
			kept->order = m->order;
			kept->making = arena_copy(diag->arena, m->making);
			kept->advice = arena_copy(diag->arena, m->advice);
			kept->context = arena_copy(diag->arena, m->context);
		}
		return kept;
	}
	if (map_count(diag->seen) >= DIAG_KEPT)
		return NULL;
	kept = arena_new_of(diag->arena, struct diag_message);
	*kept = *m;
	kept->at.path = arena_copy(diag->arena, m->at.path);
	kept->at.field = arena_copy(diag->arena, m->at.field);
	for (int i = 0; i < 2; i++)
		kept->texts[i] = arena_copy(diag->arena, m->texts[i]);
	kept->text = kept->texts[diag->lang];
	kept->advice = arena_copy(diag->arena, m->advice);
	kept->context = arena_copy(diag->arena, m->context);
	kept->making = arena_copy(diag->arena, m->making);
	map_put(diag->seen, arena_copy(diag->arena, key), kept);
	return kept;
}

static void tally(struct diag *diag, const struct diag_tally *more)
{
	struct buf *key = &diag->scratch;
	struct diag_tally *kept;

	diag->counts[more->level] += more->count;
	buf_reset(key);
	buf_printf(key, "%d %s ", more->level, more->rule);
	buf_add(key, more->path);
	kept = map_find(diag->tallies, buf_str(key));
	if (kept) {
		kept->count += more->count;
		return;
	}
	kept = arena_new_of(diag->arena, struct diag_tally);
	*kept = *more;
	kept->path = arena_copy(diag->arena, more->path);
	map_put(diag->tallies, arena_copy(diag->arena, buf_str(key)), kept);
}

static struct str format_text(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	int len;
	char *text;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	text = arena_alloc(arena, (size_t)len + 1);
	va_copy(again, args); /* so that the caller's can be read once more, in the other language */
	vsnprintf(text, (size_t)len + 1, format, again);
	va_end(again);
	return str_from(text, (size_t)len);
}

static void report(struct diag *diag, enum diag_level level, struct place at, const char *rule, const char *const formats[2], va_list args)
{
	struct arena *scratch = arena_new();
	struct diag_message m = { .level = level, .rule = rule, .at = at, .count = 1, .order = diag->order, .making = diag->making };
	bool again;

	tally(diag, &(struct diag_tally){ level, rule, at.path, 1 });
	for (int i = 0; i < 2; i++)
		m.texts[i] = format_text(scratch, formats[i], args);
	m.text = m.texts[diag->lang];
	diag->last = keep(diag, &m, &again);
	if (again)
		diag->last = NULL; /* its advice and context were given the first time */
	arena_free(scratch);
}

#define PICK(diag, en, es) ((diag)->lang == LANG_ES ? (es) : (en))
#define REPORT(level) \
	do { \
		va_list args; \
		va_start(args, es); \
		report(diag, level, at, rule, (const char *const[2]){ [LANG_EN] = en, [LANG_ES] = es }, args); \
		va_end(args); \
	} while (0)

bool diag_error(struct diag *diag, struct place at, const char *rule, const char *en, const char *es, ...)
{
	REPORT(DIAG_ERROR);
	return false;
}

bool diag_failure(struct diag *diag, struct place at, const char *rule, const char *en, const char *es, ...)
{
	REPORT(DIAG_FAILURE);
	return false;
}

void diag_warning(struct diag *diag, struct place at, const char *rule, const char *en, const char *es, ...)
{
	REPORT(DIAG_WARNING);
}

void diag_note(struct diag *diag, struct place at, const char *rule, const char *en, const char *es, ...)
{
	REPORT(DIAG_NOTE);
}

void diag_advice(struct diag *diag, const char *en, const char *es, ...)
{
	va_list args;

	if (!diag->last || diag->last->advice.len)
		return;
	va_start(args, es);
	diag->last->advice = format_text(diag->arena, PICK(diag, en, es), args);
	va_end(args);
}

void diag_context(struct diag *diag, const char *en, const char *es, ...)
{
	va_list args;
	struct str line;

	if (!diag->last)
		return;
	va_start(args, es);
	line = format_text(diag->arena, PICK(diag, en, es), args);
	va_end(args);
	if (diag->last->context.len)
		line = arena_printf(diag->arena, "%.*s\n%.*s", STR_ARG(diag->last->context), STR_ARG(line));
	diag->last->context = line;
}

void diag_while(struct diag *diag, uint64_t order, struct str what)
{
	diag->order = order;
	diag->making = what;
}

enum diag_level diag_worst(const struct diag *diag)
{
	for (int level = DIAG_FAILURE; level > DIAG_NONE; level--)
		if (diag->counts[level])
			return (enum diag_level)level;
	return DIAG_NONE;
}

uint64_t diag_count(const struct diag *diag, enum diag_level level)
{
	return diag->counts[level];
}

void diag_merge(struct diag *diag, struct diag *from)
{
	const struct map_entry *entries = map_entries(from->seen), *tallies = map_entries(from->tallies);
	bool again;

	for (size_t i = 0; i < map_count(from->seen); i++)
		keep(diag, entries[i].value, &again);
	for (size_t i = 0; i < map_count(from->tallies); i++)
		tally(diag, tallies[i].value);
	diag->last = NULL;
	arena_free(from->arena);
	empty(from);
}

static int by_place(const void *left, const void *right)
{
	const struct diag_message *a = *(const struct diag_message *const *)left;
	const struct diag_message *b = *(const struct diag_message *const *)right;
	int order = str_compare(a->at.path, b->at.path);

	if (order == 0)
		order = (a->at.line > b->at.line) - (a->at.line < b->at.line);
	if (order == 0)
		order = (a->at.column > b->at.column) - (a->at.column < b->at.column);
	if (order == 0)
		order = strcmp(a->rule, b->rule);
	if (order == 0)
		order = str_compare(a->text, b->text);
	return order ? order : (int)a->level - (int)b->level;
}

const struct diag_message *const *diag_messages(struct diag *diag, size_t *count)
{
	const struct map_entry *entries = map_entries(diag->seen);

	*count = map_count(diag->seen);
	diag->sorted = arena_array(diag->arena, const struct diag_message *, *count + 1);
	for (size_t i = 0; i < *count; i++)
		diag->sorted[i] = entries[i].value;
	if (*count)
		qsort(diag->sorted, *count, sizeof *diag->sorted, by_place);
	return diag->sorted;
}

static int by_file(const void *left, const void *right)
{
	const struct diag_tally *a = *(const struct diag_tally *const *)left;
	const struct diag_tally *b = *(const struct diag_tally *const *)right;
	int order = str_compare(a->path, b->path);

	if (order == 0)
		order = (int)b->level - (int)a->level;
	return order ? order : strcmp(a->rule, b->rule);
}

const struct diag_tally *const *diag_tallies(struct diag *diag, size_t *count)
{
	const struct map_entry *entries = map_entries(diag->tallies);
	const struct diag_tally **sorted;

	*count = map_count(diag->tallies);
	sorted = arena_array(diag->arena, const struct diag_tally *, *count + 1);
	for (size_t i = 0; i < *count; i++)
		sorted[i] = entries[i].value;
	if (*count)
		qsort(sorted, *count, sizeof *sorted, by_file);
	return sorted;
}

struct fold_group {
	struct diag_fold fold;
	const struct diag_message **others;
	size_t capacity;
};

/* What makes two messages the same fault in another place. */
static struct str fold_key(struct diag *diag, const struct diag_message *m)
{
	struct buf *key = &diag->scratch;

	buf_reset(key);
	buf_printf(key, "%d %s ", m->level, m->rule);
	return add_fault(key, m);
}

struct diag_fold *diag_folds(struct diag *diag, size_t *count)
{
	size_t messages;
	const struct diag_message *const *sorted = diag_messages(diag, &messages);
	struct map *groups = map_new(diag->arena);
	const struct map_entry *entries;
	struct diag_fold *folds;

	for (size_t i = 0; i < messages; i++) {
		struct str key = fold_key(diag, sorted[i]);
		struct fold_group *group = map_find(groups, key);

		if (!group) {
			group = arena_new_of(diag->arena, struct fold_group);
			group->fold.first = sorted[i];
			map_put(groups, arena_copy(diag->arena, key), group);
			continue;
		}
		arena_grow(diag->arena, group->others, group->fold.other_count, group->capacity);
		group->others[group->fold.other_count++] = sorted[i];
	}
	*count = map_count(groups);
	entries = map_entries(groups);
	folds = arena_array(diag->arena, struct diag_fold, *count + 1);
	for (size_t i = 0; i < *count; i++) {
		struct fold_group *group = entries[i].value;

		group->fold.others = group->others;
		folds[i] = group->fold;
	}
	return folds;
}

size_t diag_folds_worst(struct diag_fold *folds, size_t count, size_t most)
{
	size_t of[DIAG_FAILURE + 1] = { 0 }, left = most, kept = 0;

	if (most == 0 || count <= most)
		return count;
	for (size_t i = 0; i < count; i++)
		of[folds[i].first->level]++;
	for (int level = DIAG_FAILURE; level >= DIAG_NONE; level--) { /* from here on: how many of a level may stay */
		of[level] = of[level] < left ? of[level] : left;
		left -= of[level];
	}
	for (size_t i = 0; i < count; i++)
		if (of[folds[i].first->level]) {
			of[folds[i].first->level]--;
			folds[kept++] = folds[i];
		}
	return kept;
}

struct place place_in(struct str path, struct str text, size_t offset)
{
	struct place at = { .path = path, .line = 1 };
	size_t start = 0;

	for (size_t i = 0; i < offset && i < text.len; i++) {
		if (text.at[i] == '\n' || (text.at[i] == '\r' && (i + 1 == text.len || text.at[i + 1] != '\n'))) {
			at.line++;
			start = i + 1;
		}
	}
	at.column = (uint32_t)utf8_count(str_part(text, start, offset - start)) + 1;
	return at;
}
