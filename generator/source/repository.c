/* libgit2 behind five calls. Every code below 0 is a failure of its own kind: what can be told better than the library does is told here,
 * the rest passes its text on. */
#include "source/repository.h"

#include "base/arena.h"
#include "source/repository_private.h"

#include <stdlib.h>

const char *repository_says(void)
{
	const git_error *error = git_error_last();

	return error && error->message ? error->message : "?";
}

bool repository_fail(struct str what, struct diag *diag)
{
	return diag_failure(diag, place_of(what), "repository", "git: %s", "git: %s", repository_says());
}

/* Somebody else owns the repository: git asks for leave to trust it. */
static bool owner_doubt(int code)
{
	return code == GIT_EOWNER || strstr(repository_says(), "safe.directory") != NULL;
}

static void tell_broken(struct str folder, int code, struct diag *diag)
{
	if (owner_doubt(code)) {
		diag_failure(diag, place_of(folder), "repository-owner", "the repository belongs to another user",
			"el repositorio pertenece a otro usuario");
		diag_advice(diag, "if you trust it: git config --global --add safe.directory \"$(cd '%.*s' && git rev-parse --show-toplevel)\"",
			"si confía en él: git config --global --add safe.directory \"$(cd '%.*s' && git rev-parse --show-toplevel)\"",
				STR_ARG(folder));
		return;
	}
	repository_fail(folder, diag);
	if (strstr(repository_says(), "extension"))
		diag_advice(diag, "the repository uses a format that libgit2 does not read; clone it with 'git clone' and build the clone",
			"el repositorio usa un formato que libgit2 no lee; clónelo con 'git clone' y genere desde el clon");
}

/* Where the site's folder lies in the repository. */
static void find_prefix(struct repository *r, struct str folder)
{
	const char *root = git_repository_workdir(r->git);
	char *full = realpath(folder.at, NULL);
	char *top = root ? realpath(root, NULL) : NULL;

	if (full && top && str_starts(str_of(full), str_of(top)) && full[strlen(top)] == '/') {
		buf_add(&r->prefix, str_of(full + strlen(top) + 1));
		buf_byte(&r->prefix, '/');
	}
	free(full);
	free(top);
}

struct repository *repository_open(struct str folder, bool *broken, struct diag *diag)
{
	struct repository *r = memory_resize(NULL, sizeof *r);
	int code;

	*r = (struct repository){ 0 };
	*broken = false;
	git_libgit2_init();
	code = git_repository_open_ext(&r->git, folder.at, 0, NULL);
	if (code == GIT_ENOTFOUND && !owner_doubt(code)) {
		repository_close(r);
		return NULL;
	}
	if (code < 0 || git_repository_odb(&r->odb, r->git) < 0 ||
		(!git_repository_is_bare(r->git) && git_repository_index(&r->index, r->git) < 0)) {
		tell_broken(folder, code, diag);
		repository_close(r);
		*broken = true;
		return NULL;
	}
	find_prefix(r, folder);
	return r;
}

void repository_close(struct repository *r)
{
	if (!r)
		return;
	git_index_free(r->index);
	git_odb_free(r->odb);
	git_repository_free(r->git);
	buf_clear(&r->prefix);
	memory_free(r);
	git_libgit2_shutdown();
}

bool repository_bare(const struct repository *r)
{
	return git_repository_is_bare(r->git);
}

/* The path from the repository's root, ended by NUL; the buffer is the caller's. */
static const char *full_path(const struct repository *r, struct str path, struct buf *full)
{
	buf_reset(full);
	buf_add(full, buf_str(&r->prefix));
	buf_add(full, path);
	if (path.len == 0 && full->len)
		full->len--; /* the folder itself, without its slash */
	buf_byte(full, '\0');
	return full->at;
}

/* Something that git follows lies at or below `path`. */
static bool tracked(const struct repository *r, const char *path)
{
	size_t at;

	if (git_index_get_bypath(r->index, path, 0))
		return true;
	return git_index_find_prefix(&at, r->index, path) == 0;
}

bool repository_ignores(struct repository *r, struct str path)
{
	struct buf full = { 0 };
	const char *name = full_path(r, path, &full);
	int ignored = 0;

	if (name[0] && git_ignore_path_is_ignored(&ignored, r->git, name) < 0)
		ignored = 0;
	if (ignored && tracked(r, name))
		ignored = 0;
	buf_clear(&full);
	return ignored != 0;
}

static void describe(struct tree *tree, git_commit *commit)
{
	char id[GIT_OID_HEXSZ + 1];
	struct tree_origin *origin = &tree->origin;
	const char *summary = git_commit_summary(commit);

	git_oid_tostr(id, sizeof id, git_commit_id(commit));
	origin->commit = arena_copy(tree->arena, str_of(id));
	origin->time = git_commit_time(commit);
	origin->offset = git_commit_time_offset(commit);
	origin->subject = arena_copy(tree->arena, str_of(summary ? summary : ""));
}

static void describe_repository(struct repository *r, struct tree *tree, struct diag *diag)
{
	tree->origin.repository = true;
	tree->origin.shallow = git_repository_is_shallow(r->git) == 1;
	if (!tree->origin.shallow)
		return;
	diag_note(diag, place_of(STR("")), "shallow-clone", "this clone is shallow: older commits are missing",
		"este clon es superficial (shallow): faltan los commits anteriores");
	diag_advice(diag, "to have them: git fetch --unshallow", "para tenerlos: git fetch --unshallow");
}

/* Whether the sources on disk differ from the last commit: changed, new or missing files. */
static bool sources_changed(struct repository *r, bool *dirty)
{
	static const char *const names[] = { "portal.yaml", "data", "content", "themes" };
	enum { NAMES = sizeof names / sizeof *names };
	char *specs[NAMES];
	struct buf paths[NAMES] = { { 0 } };
	git_status_options options;
	git_status_list *list = NULL;
	bool good;

	for (size_t i = 0; i < NAMES; i++) {
		full_path(r, str_of(names[i]), &paths[i]);
		specs[i] = paths[i].at;
	}
	git_status_options_init(&options, GIT_STATUS_OPTIONS_VERSION);
	options.pathspec = (git_strarray){ specs, NAMES };
	options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS | GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH;
	good = git_status_list_new(&list, r->git, &options) == 0;
	*dirty = good && git_status_list_entrycount(list) > 0;
	git_status_list_free(list);
	for (size_t i = 0; i < NAMES; i++)
		buf_clear(&paths[i]);
	return good;
}

bool repository_head(struct repository *r, struct tree *tree, struct diag *diag)
{
	git_object *commit = NULL;
	int code = git_repository_head_unborn(r->git);

	describe_repository(r, tree, diag);
	if (code == 1) {
		tree->origin.dirty = true;
		diag_note(diag, place_of(STR("")), "no-commit", "the repository has no commit yet", "el repositorio aún no tiene ningún commit");
		return true;
	}
	if (code < 0 || git_revparse_single(&commit, r->git, "HEAD^{commit}") < 0 || !sources_changed(r, &tree->origin.dirty)) {
		git_object_free(commit);
		return repository_fail(tree->folder, diag);
	}
	describe(tree, (git_commit *)commit);
	git_object_free(commit);
	return true;
}

struct listing {
	struct repository *repository;
	struct tree *tree;
	struct diag *diag;
	struct buf path;
	bool sizes; /* asked of git, which costs a look at each object */
};

enum { FOLDERS_DEEP = 32 };

static void list_folder(struct listing *listing, const git_oid *id, int depth);

static void list_blob(struct listing *listing, const git_tree_entry *item)
{
	struct tree_entry *entry = tree_add(listing->tree, buf_str(&listing->path), listing->diag);
	const git_oid *id = git_tree_entry_id(item);
	struct tree_bytes target;
	size_t size;
	git_object_t type;

	if (!entry)
		return;
	memcpy(entry->id, id->id, sizeof entry->id);
	if (listing->sizes) {
		if (git_odb_read_header(&size, &type, listing->repository->odb, id) < 0) {
			repository_fail(entry->file.path, listing->diag);
			return;
		}
		entry->file.size = size;
	}
	if (git_tree_entry_filemode(item) != GIT_FILEMODE_LINK)
		return;
	if (repository_read(listing->repository, entry, &target, listing->diag)) {
		entry->link = arena_copy(listing->tree->arena, target.bytes.len ? target.bytes : STR("."));
		repository_release(&target);
	}
}

static void list_entry(struct listing *listing, const git_tree_entry *item, int depth)
{
	switch (git_tree_entry_filemode(item)) {
	case GIT_FILEMODE_TREE:
		list_folder(listing, git_tree_entry_id(item), depth + 1);
		return;
	case GIT_FILEMODE_COMMIT:
		diag_error(listing->diag, place_of(buf_str(&listing->path)), "submodule",
			"this folder is another repository (a submodule), which is not followed",
			"esta carpeta es otro repositorio (un submódulo), que no se sigue");
		diag_advice(listing->diag, "copy its files into this repository", "copie sus archivos a este repositorio");
		return;
	default:
		list_blob(listing, item);
	}
}

static void list_folder(struct listing *listing, const git_oid *id, int depth)
{
	git_tree *folder = NULL;
	size_t len = listing->path.len;

	if (git_tree_lookup(&folder, listing->repository->git, id) < 0) {
		repository_fail(buf_str(&listing->path), listing->diag);
		return;
	}
	if (depth > FOLDERS_DEEP) {
		diag_error(listing->diag, place_of(buf_str(&listing->path)), "deep-folder", "folders lie more than %d deep here",
			"aquí hay carpetas a más de %d niveles", FOLDERS_DEEP);
		git_tree_free(folder);
		return;
	}
	for (size_t i = 0; i < git_tree_entrycount(folder); i++) {
		const git_tree_entry *item = git_tree_entry_byindex(folder, i);
		struct str name = str_of(git_tree_entry_name(item));

		if (str_starts(name, STR(".")) || (depth == 0 && !tree_wants(name)))
			continue;
		if (len)
			buf_byte(&listing->path, '/');
		buf_add(&listing->path, name);
		list_entry(listing, item, depth);
		listing->path.len = len;
	}
	git_tree_free(folder);
}

git_object *repository_commit(struct repository *r, struct str revision)
{
	git_object *object = NULL, *commit = NULL;
	struct buf name = { 0 };

	buf_add(&name, revision);
	buf_byte(&name, '\0');
	if (git_revparse_single(&object, r->git, name.at) == 0)
		git_object_peel(&commit, object, GIT_OBJECT_COMMIT);
	git_object_free(object);
	buf_clear(&name);
	return commit;
}

/* The id of the site's folder in the commit's tree. */
static bool find_folder(struct repository *r, git_commit *commit, git_oid *id)
{
	git_tree_entry *entry = NULL;
	git_tree *root = NULL;
	struct buf full = { 0 };
	const char *path = full_path(r, STR(""), &full);
	bool good = git_commit_tree(&root, commit) == 0;

	if (good && !path[0]) {
		git_oid_cpy(id, git_tree_id(root));
	} else if (good) {
		good = git_tree_entry_bypath(&entry, root, path) == 0 && git_tree_entry_type(entry) == GIT_OBJECT_TREE;
		if (good)
			git_oid_cpy(id, git_tree_entry_id(entry));
	}
	git_tree_entry_free(entry);
	git_tree_free(root);
	buf_clear(&full);
	return good;
}

static struct str nearest_reference(struct arena *arena, struct repository *r, struct str revision)
{
	static const char *const folders[] = { "refs/heads/", "refs/tags/", "refs/remotes/" };
	git_strarray list = { 0 };
	struct str *names, near;
	size_t count = 0;

	if (git_reference_list(&list, r->git) < 0)
		return STR("");
	names = arena_array(arena, struct str, list.count + 1);
	for (size_t i = 0; i < list.count; i++)
		for (size_t f = 0; f < 3; f++)
			if (str_starts(str_of(list.strings[i]), str_of(folders[f])))
				names[count++] = arena_copy(arena, str_after(str_of(list.strings[i]), strlen(folders[f])));
	near = str_nearest(revision, names, count);
	git_strarray_dispose(&list);
	return near;
}

bool repository_unknown(struct repository *r, struct str revision, struct diag *diag)
{
	struct arena *arena = arena_new();
	struct str near;

	diag_error(diag, place_of(STR("")), "unknown-revision", "git knows no revision '%.*s': %s", "git no conoce la revisión '%.*s': %s",
		STR_ARG(revision), repository_says());
	near = nearest_reference(arena, r, revision);
	if (near.len)
		diag_advice(diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(near));
	else
		diag_advice(diag, "'git log --oneline --all' lists them", "'git log --oneline --all' las enumera");
	arena_free(arena);
	return false;
}

bool repository_list_below(struct repository *r, const git_oid *id, struct str folder, struct tree *tree, struct diag *diag)
{
	struct listing listing = { .repository = r, .tree = tree, .diag = diag };
	uint64_t wrong = diag_count(diag, DIAG_ERROR) + diag_count(diag, DIAG_FAILURE);

	buf_add(&listing.path, folder);
	list_folder(&listing, id, 1);
	buf_clear(&listing.path);
	return diag_count(diag, DIAG_ERROR) + diag_count(diag, DIAG_FAILURE) == wrong;
}

bool repository_list(struct repository *r, struct str revision, struct tree *tree, struct diag *diag)
{
	struct listing listing = { .repository = r, .tree = tree, .diag = diag, .sizes = true };
	git_object *commit = repository_commit(r, revision);
	git_oid id;
	bool good;

	if (!commit)
		return repository_unknown(r, revision, diag);
	describe_repository(r, tree, diag);
	describe(tree, (git_commit *)commit);
	good = find_folder(r, (git_commit *)commit, &id);
	if (good)
		list_folder(&listing, &id, 0);
	else
		repository_fail(buf_str(&r->prefix), diag);
	buf_clear(&listing.path);
	git_object_free(commit);
	return good;
}

struct tree *tree_open_revision(struct str folder, struct str revision, struct diag *diag)
{
	struct tree *tree = tree_new(STR(""));
	struct buf path = { 0 };
	bool broken;

	buf_add(&path, folder.len ? folder : STR("."));
	buf_byte(&path, '\0');
	tree->repository = repository_open(str_from(path.at, path.len - 1), &broken, diag);
	if (!tree->repository && !broken)
		diag_error(diag, place_of(folder), "no-repository", "is not in a git repository, so there is no revision '%.*s'",
			"no está en un repositorio git, así que no hay revisión '%.*s'", STR_ARG(revision));
	buf_clear(&path);
	if (tree->repository && repository_list(tree->repository, revision, tree, diag)) {
		tree_finish(tree, diag);
		return tree;
	}
	tree_close(tree);
	return NULL;
}

static void list_index(struct repository *r, struct tree *tree, struct diag *diag)
{
	struct str prefix = buf_str(&r->prefix);

	for (size_t i = 0; i < git_index_entrycount(r->index); i++) {
		const git_index_entry *item = git_index_get_byindex(r->index, i);
		struct str path = str_of(item->path);
		struct tree_entry *entry;

		if (!str_starts(path, prefix) || !str_starts(str_after(path, prefix.len), STR("data/")) || git_index_entry_stage(item) != 0)
			continue;
		entry = tree_add(tree, str_after(path, prefix.len), diag);
		if (entry)
			memcpy(entry->id, item->id.id, sizeof entry->id);
	}
}

struct tree *tree_open_index(struct str folder, struct diag *diag)
{
	struct tree *tree = tree_new(STR(""));
	bool broken;

	tree->repository = repository_open(arena_copy(tree->arena, folder.len ? folder : STR(".")), &broken, diag);
	if (tree->repository && tree->repository->index) {
		list_index(tree->repository, tree, diag);
		tree_finish(tree, diag);
		return tree;
	}
	if (tree->repository)
		diag_error(diag, place_of(folder), "bare-repository", "this is a bare repository: it has no index",
			"es un repositorio bare: no tiene índice");
	else if (!broken)
		diag_error(diag, place_of(folder), "no-repository", "is not in a git repository, so there is no index",
			"no está en un repositorio git, así que no hay índice");
	tree_close(tree);
	return NULL;
}

void repository_hash(struct str bytes, unsigned char id[20])
{
	git_oid oid = { { 0 } };

	git_odb_hash(&oid, bytes.at ? bytes.at : "", bytes.len, GIT_OBJECT_BLOB);
	memcpy(id, oid.id, sizeof oid.id);
}

bool repository_read(const struct repository *r, const struct tree_entry *entry, struct tree_bytes *out, struct diag *diag)
{
	git_odb_object *object = NULL;
	git_oid id;

	memcpy(id.id, entry->id, sizeof id.id);
	if (git_odb_read(&object, r->odb, &id) < 0) {
		repository_fail(entry->file.path, diag);
		diag_advice(diag, "an object is missing or damaged; 'git fsck' tells more, and in a partial clone 'git fetch --refetch' repairs it",
			"falta un objeto o está dañado; 'git fsck' dice más, y en un clon parcial 'git fetch --refetch' lo repara");
		return false;
	}
	out->bytes = str_from(git_odb_object_data(object), git_odb_object_size(object));
	out->held = object;
	out->repository = true;
	return true;
}

void repository_release(struct tree_bytes *bytes)
{
	git_odb_object_free(bytes->held);
}
