/* Commits and trees are read as raw objects and only as far as needed: a commit's tree and first parent stand in its first lines, and of a tree only
 * the entry is looked for that leads to data/. libgit2 verifies the hash of each object that it reads, which is most of the cost: it is
 * switched off while walking, since a damaged id leads nowhere, and is on for the blobs whose bytes are told. */
#include "source/lineage.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "source/repository_private.h"
#include "source/tree_private.h"

#include <stdlib.h>

/* A raw commit. */
struct raw {
	git_odb_object *object;
	unsigned char tree[LINEAGE_ID], parent[LINEAGE_ID];
	bool has_parent;
};

struct lineage {
	struct repository *repository;
	struct arena *arena;          /* of the commit told last */
	struct lineage_commit commit; /* the one to be looked at next; its texts are read when it is told, */
	struct raw raw;               /* and what is known of it, or nothing */
	struct buf folder;            /* "data" or "a/b/data", from the repository's root */
	unsigned char root[LINEAGE_ID]; /* the root tree whose data/ was looked up last, */
	unsigned char data[LINEAGE_ID]; /* and that */
	unsigned char oldest[LINEAGE_ID]; /* where the line is cut off, or zeros */
	bool any;       /* there is such a commit */
	bool met;
	enum lineage_end end;
	uint64_t seen;
};

static const unsigned char zeros[LINEAGE_ID];

void lineage_hex(const unsigned char id[LINEAGE_ID], char out[LINEAGE_ID * 2 + 1])
{
	static const char digits[] = "0123456789abcdef";

	for (int i = 0; i < LINEAGE_ID; i++) {
		out[2 * i] = digits[id[i] >> 4];
		out[2 * i + 1] = digits[id[i] & 15];
	}
	out[LINEAGE_ID * 2] = '\0';
}

/* Raw objects. */

static void strict(bool on)
{
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, on ? 1 : 0);
}

/* The object's bytes, or NULL: not there, damaged, or of another type. */
static git_odb_object *read_object(struct lineage *l, const unsigned char id[LINEAGE_ID], git_object_t type)
{
	git_odb_object *object = NULL;
	git_oid oid;

	memcpy(oid.id, id, LINEAGE_ID);
	strict(false);
	if (git_odb_read(&object, l->repository->odb, &oid) < 0)
		object = NULL;
	strict(true);
	if (object && git_odb_object_type(object) != type) {
		git_odb_object_free(object);
		object = NULL;
		git_error_set_str(GIT_ERROR_ODB, "the object is of another type");
	}
	return object;
}

static struct str bytes_of(git_odb_object *object)
{
	return str_from(git_odb_object_data(object), git_odb_object_size(object));
}

static void tell_missing(const unsigned char id[LINEAGE_ID], const char *en, const char *es, struct diag *diag)
{
	char hex[LINEAGE_ID * 2 + 1];

	lineage_hex(id, hex);
	diag_warning(diag, place_of(STR("")), "history-object", "%s %s can't be read: %s", "%s %s no se puede leer: %s",
		diag_lang(diag) == LANG_ES ? es : en, hex, repository_says());
	diag_advice(diag, "the history goes on without it; 'git fsck' tells more, and 'git fetch --refetch' may bring it back",
		"la historia sigue sin él; 'git fsck' dice más, y 'git fetch --refetch' puede traerlo de nuevo");
}

bool lineage_id(struct str text, unsigned char id[LINEAGE_ID])
{
	git_oid oid;

	if (text.len < LINEAGE_ID * 2 || git_oid_fromstrn(&oid, text.at, LINEAGE_ID * 2) < 0)
		return false;
	memcpy(id, oid.id, LINEAGE_ID);
	return true;
}

/* One entry of a raw tree: mode, blank, name, NUL, id. */
static bool next_entry(struct str *rest, struct lineage_entry *entry)
{
	size_t blank = str_find(*rest, ' ', 0), nul;

	if (rest->len == 0 || blank >= rest->len)
		return false;
	nul = str_find(*rest, '\0', blank);
	if (nul + 1 + LINEAGE_ID > rest->len)
		return false;
	entry->folder = str_equal(str_part(*rest, 0, blank), STR("40000")) || str_equal(str_part(*rest, 0, blank), STR("040000"));
	entry->name = str_from(rest->at + blank + 1, nul - blank - 1);
	memcpy(entry->id, rest->at + nul + 1, LINEAGE_ID);
	*rest = str_after(*rest, nul + 1 + LINEAGE_ID);
	return true;
}

/* The folder `name` in the tree `id`; zeros when it is not there. False when the tree can't be read. */
static bool step_down(struct lineage *l, const unsigned char id[LINEAGE_ID], struct str name, unsigned char out[LINEAGE_ID], struct diag *diag)
{
	git_odb_object *object = read_object(l, id, GIT_OBJECT_TREE);
	struct lineage_entry entry;
	struct str rest;

	if (!object) {
		tell_missing(id, "the tree", "el árbol", diag);
		return false;
	}
	memset(out, 0, LINEAGE_ID);
	rest = bytes_of(object);
	while (next_entry(&rest, &entry)) {
		if (!entry.folder || !str_equal(entry.name, name))
			continue;
		memcpy(out, entry.id, LINEAGE_ID);
		break;
	}
	git_odb_object_free(object);
	return true;
}

/* The tree of data/ below the root tree. */
static bool find_data(struct lineage *l, const unsigned char root[LINEAGE_ID], unsigned char out[LINEAGE_ID], struct diag *diag)
{
	struct str rest = buf_str(&l->folder), part;
	unsigned char id[LINEAGE_ID];

	if (memcmp(root, l->root, LINEAGE_ID) == 0) {
		memcpy(out, l->data, LINEAGE_ID);
		return true;
	}
	memcpy(id, root, LINEAGE_ID);
	while (str_next(&rest, '/', &part) && memcmp(id, zeros, LINEAGE_ID) != 0)
		if (!step_down(l, id, part, id, diag))
			return false;
	memcpy(l->root, root, LINEAGE_ID);
	memcpy(l->data, id, LINEAGE_ID);
	memcpy(out, id, LINEAGE_ID);
	return true;
}

static bool read_commit(struct lineage *l, const unsigned char id[LINEAGE_ID], struct raw *raw)
{
	struct str rest, line;

	*raw = (struct raw){ .object = read_object(l, id, GIT_OBJECT_COMMIT) };
	if (!raw->object)
		return false;
	rest = bytes_of(raw->object);
	if (str_next(&rest, '\n', &line) && str_starts(line, STR("tree ")) && lineage_id(str_after(line, 5), raw->tree)) {
		raw->has_parent = str_next(&rest, '\n', &line) && str_starts(line, STR("parent ")) && lineage_id(str_after(line, 7), raw->parent);
		return true;
	}
	git_odb_object_free(raw->object);
	raw->object = NULL;
	git_error_set_str(GIT_ERROR_OBJECT, "the commit has no tree");
	return false;
}

/* Texts of a commit may be in any encoding, and old ones are in Latin-1: what is not UTF-8 is read as that. */
static struct str text_of(struct arena *arena, struct str bytes)
{
	struct buf out = { 0 };
	struct str text;
	char code[4];

	if (utf8_check(bytes) == bytes.len && str_find(bytes, '\0', 0) == bytes.len)
		return arena_copy(arena, bytes);
	for (size_t i = 0; i < bytes.len; i++)
		if (bytes.at[i])
			buf_add(&out, str_from(code, utf8_put((unsigned char)bytes.at[i], code)));
	text = arena_copy(arena, buf_str(&out));
	buf_clear(&out);
	return text;
}

/* "Name <email> 1385784000 -0600" */
static void read_person(struct str line, struct str *name, struct str *email, int64_t *time, int32_t *offset)
{
	size_t open = str_find(line, '<', 0), close = open, zone;
	struct str rest;

	for (size_t i = open; i < line.len; i++)
		if (line.at[i] == '>')
			close = i;
	*name = str_trim(str_part(line, 0, open));
	*email = close > open ? str_from(line.at + open + 1, close - open - 1) : STR("");
	rest = str_trim(str_after(line, close + 1));
	*time = rest.len ? strtoll(rest.at, NULL, 10) : 0; /* what follows is no digit: a blank, a line end */
	zone = str_find(rest, ' ', 0);
	*offset = 0;
	if (zone + 6 <= rest.len) {
		long digits = strtol(rest.at + zone + 2, NULL, 10);

		*offset = (int32_t)(digits / 100 * 60 + digits % 100);
		if (rest.at[zone + 1] == '-')
			*offset = -*offset;
	}
}

static void describe(struct lineage *l, const struct raw *raw, struct lineage_commit *out)
{
	struct str rest = bytes_of(raw->object), line, name = STR(""), email = STR(""), unused;
	int64_t time;
	int32_t offset;

	arena_reset(l->arena);
	while (str_next(&rest, '\n', &line) && line.len) {
		if (str_starts(line, STR("author ")))
			read_person(str_after(line, 7), &name, &email, &time, &offset);
		else if (str_starts(line, STR("committer ")))
			read_person(str_after(line, 10), &unused, &unused, &out->time, &out->offset);
	}
	rest = str_trim(rest.at ? rest : STR(""));
	if (!str_next(&rest, '\n', &line))
		line = STR("");
	out->name = text_of(l->arena, name);
	out->email = text_of(l->arena, email);
	out->subject = text_of(l->arena, str_trim(line));
}

/* Opening. */

static void tell_replaced(struct lineage *l, struct diag *diag)
{
	git_reference_iterator *references = NULL;
	git_reference *one = NULL;
	bool replaced = git_reference_iterator_glob_new(&references, l->repository->git, "refs/replace/*") == 0 &&
		git_reference_next(&one, references) == 0;
	struct buf grafts = { 0 };
	FILE *file;

	git_reference_free(one);
	git_reference_iterator_free(references);
	buf_printf(&grafts, "%sinfo/grafts", git_repository_commondir(l->repository->git));
	buf_byte(&grafts, '\0');
	file = fopen(grafts.at, "rb");
	if (file)
		fclose(file);
	buf_clear(&grafts);
	if (!replaced && !file)
		return;
	diag_warning(diag, place_of(STR("")), "replaced-objects", "the repository has %s: the history is told without them",
		"el repositorio tiene %s: la historia se cuenta sin ellos",
		replaced ? diag_lang(diag) == LANG_ES ? "objetos reemplazados" : "replaced objects"
			 : diag_lang(diag) == LANG_ES ? "injertos (grafts)" : "grafts");
	diag_advice(diag, "what a published page says must not depend on one machine's settings; 'git filter-repo' makes them part of the history",
		"lo que dice una página publicada no debe depender de los ajustes de una máquina; 'git filter-repo' los hace parte de la historia");
}

static bool start(struct lineage *l, struct str revision, bool *none, struct diag *diag)
{
	git_object *commit;

	if (revision.len == 0 && git_repository_head_unborn(l->repository->git) == 1) {
		*none = true;
		return false;
	}
	commit = repository_commit(l->repository, revision.len ? revision : STR("HEAD"));
	if (!commit)
		return revision.len ? repository_unknown(l->repository, revision, diag) : repository_fail(STR("HEAD"), diag);
	memcpy(l->commit.id, git_object_id(commit)->id, LINEAGE_ID);
	l->any = true;
	git_object_free(commit);
	return true;
}

struct lineage *lineage_open(struct str folder, struct str revision, bool *none, struct diag *diag)
{
	struct lineage *l = memory_resize(NULL, sizeof *l);
	bool broken;

	*l = (struct lineage){ .arena = arena_new() };
	*none = false;
	l->repository = repository_open(arena_copy(l->arena, folder.len ? folder : STR(".")), &broken, diag);
	*none = !l->repository && !broken;
	if (l->repository) {
		buf_add(&l->folder, buf_str(&l->repository->prefix));
		buf_add(&l->folder, STR("data"));
		if (start(l, revision, none, diag)) {
			tell_replaced(l, diag);
			return l;
		}
	}
	lineage_close(l);
	return NULL;
}

void lineage_close(struct lineage *l)
{
	if (!l)
		return;
	git_odb_object_free(l->raw.object);
	repository_close(l->repository);
	buf_clear(&l->folder);
	arena_free(l->arena);
	memory_free(l);
}

/* Walking. */

/* Nothing older can be read: at the edge of a shallow clone, or because something is missing. */
static void stop(struct lineage *l, const unsigned char id[LINEAGE_ID], struct diag *diag)
{
	l->any = false;
	if (git_repository_is_shallow(l->repository->git) == 1) {
		l->end = LINEAGE_SHALLOW;
		return;
	}
	l->end = LINEAGE_BROKEN;
	tell_missing(id, "the commit", "el commit", diag);
}

/* Goes on to the parent, which was read already when `raw` has it. */
static void step(struct lineage *l, const struct raw *raw, struct raw parent)
{
	git_odb_object_free(l->raw.object);
	l->raw = parent;
	if (raw->has_parent)
		memcpy(l->commit.id, raw->parent, LINEAGE_ID);
	else
		l->any = false;
}

/* Whether the commit has another data/ than its parent. When one of the two can't be told, it may have. */
static bool changes_data(struct lineage *l, const struct raw *raw, const struct raw *parent, struct lineage_commit *out, struct diag *diag)
{
	unsigned char before[LINEAGE_ID] = { 0 };

	if (parent->object && memcmp(raw->tree, parent->tree, LINEAGE_ID) == 0)
		return false;
	if (!find_data(l, raw->tree, out->data, diag))
		return false;
	if (!parent->object) /* the oldest there is */
		return memcmp(out->data, zeros, LINEAGE_ID) != 0;
	return !find_data(l, parent->tree, before, diag) || memcmp(before, out->data, LINEAGE_ID) != 0;
}

/* What is older is as if it were not there. */
static bool is_cut(const struct lineage *l)
{
	return memcmp(l->oldest, zeros, LINEAGE_ID) != 0 && memcmp(l->oldest, l->commit.id, LINEAGE_ID) == 0;
}

/* Looks at the commit to be looked at, and goes on to its parent. True when it changed data/. */
static bool look(struct lineage *l, struct lineage_commit *out, struct diag *diag)
{
	struct raw raw = l->raw, parent = { 0 };
	bool changed, cut = is_cut(l);

	if (!raw.object && !read_commit(l, l->commit.id, &raw)) {
		stop(l, l->commit.id, diag);
		return false;
	}
	l->raw = raw;
	l->seen++;
	memcpy(out->id, l->commit.id, LINEAGE_ID);
	if (raw.has_parent && !cut)
		read_commit(l, raw.parent, &parent);
	changed = changes_data(l, &raw, &parent, out, diag);
	if (changed)
		describe(l, &raw, out);
	step(l, &raw, parent);
	if (cut) {
		l->any = false;
		l->end = LINEAGE_SHALLOW;
	}
	return changed;
}

bool lineage_next(struct lineage *l, struct lineage_commit *out, lineage_known_fn *known, void *context, struct diag *diag)
{
	while (l->any) {
		if (known && known(context, l->commit.id)) {
			memcpy(out->id, l->commit.id, LINEAGE_ID);
			l->met = true;
			l->any = false;
			return false;
		}
		if (look(l, out, diag))
			return true;
	}
	return false;
}

bool lineage_shallow(const struct lineage *l) { return git_repository_is_shallow(l->repository->git) == 1; }

void lineage_cut(struct lineage *l, const unsigned char oldest[LINEAGE_ID]) { memcpy(l->oldest, oldest, LINEAGE_ID); }

void lineage_head(const struct lineage *l, unsigned char id[LINEAGE_ID]) { memcpy(id, l->commit.id, LINEAGE_ID); }

bool lineage_met(const struct lineage *l) { return l->met; }

enum lineage_end lineage_end(const struct lineage *l) { return l->end; }

uint64_t lineage_seen(const struct lineage *l) { return l->seen; }

bool lineage_find(struct lineage *l, struct str revision, struct lineage_commit *out, struct diag *diag)
{
	git_object *commit = repository_commit(l->repository, revision);
	struct raw raw;
	bool good;

	if (!commit)
		return repository_unknown(l->repository, revision, diag);
	memcpy(out->id, git_object_id(commit)->id, LINEAGE_ID);
	git_object_free(commit);
	if (!read_commit(l, out->id, &raw)) {
		tell_missing(out->id, "the commit", "el commit", diag);
		return false;
	}
	good = find_data(l, raw.tree, out->data, diag);
	describe(l, &raw, out);
	git_odb_object_free(raw.object);
	return good;
}

/* What is in a commit. */

bool lineage_entries(struct lineage *l, const unsigned char id[LINEAGE_ID], struct arena *arena, struct lineage_entry **out, size_t *count,
	struct diag *diag)
{
	git_odb_object *object;
	struct lineage_entry entry;
	struct str rest;
	size_t capacity = 0;

	*out = NULL;
	*count = 0;
	if (memcmp(id, zeros, LINEAGE_ID) == 0)
		return true;
	object = read_object(l, id, GIT_OBJECT_TREE);
	if (!object) {
		tell_missing(id, "the tree", "el árbol", diag);
		return false;
	}
	rest = bytes_of(object);
	while (next_entry(&rest, &entry)) {
		arena_grow(arena, *out, *count, capacity);
		entry.name = arena_copy(arena, entry.name);
		(*out)[(*count)++] = entry;
	}
	git_odb_object_free(object);
	return true;
}

struct tree *lineage_tree(struct lineage *l, const unsigned char id[LINEAGE_ID], struct str folder, struct diag *diag)
{
	struct tree *tree = tree_new(STR(""));
	git_oid oid;

	tree->repository = l->repository;
	tree->borrowed = true;
	memcpy(oid.id, id, LINEAGE_ID);
	if (memcmp(id, zeros, LINEAGE_ID) != 0)
		repository_list_below(l->repository, &oid, folder, tree, diag);
	tree_finish(tree, diag);
	return tree;
}

struct tag_search {
	struct lineage *lineage;
	lineage_tag_fn *tell;
	void *context;
};

static int tell_tag(const char *name, git_oid *id, void *payload)
{
	const struct tag_search *search = payload;
	git_object *object = NULL, *commit = NULL;

	if (git_object_lookup(&object, search->lineage->repository->git, id, GIT_OBJECT_ANY) == 0 &&
		git_object_peel(&commit, object, GIT_OBJECT_COMMIT) == 0)
		search->tell(search->context, str_of(strncmp(name, "refs/tags/", 10) == 0 ? name + 10 : name), git_object_id(commit)->id);
	git_object_free(commit);
	git_object_free(object);
	return 0;
}

void lineage_tags(struct lineage *l, lineage_tag_fn *tell, void *context)
{
	struct tag_search search = { l, tell, context };

	git_tag_foreach(l->repository->git, tell_tag, &search);
}
