#include "publish/publish.h"

#include "base/arena.h"
#include "base/buf.h"
#include "publish/files.h"
#include "publish/folder.h"
#include "publish/minisign.h"
#include "publish/stage.h"
#include "publish/step.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define OURS ".vitrina"
#define SIGNATURE "SHA256SUMS.minisig"

struct publish {
	struct str folder;                 /* as the user wrote it */
	struct arena *arena;
	int root, ours, lock, staged;      /* descriptors, or -1 */
	const struct minisign_secret *key; /* or NULL: not signed */
	struct old_site old;
	struct stage *stage;
	bool promised;                     /* what is staged must stay for the journal */
};

static bool fail_folder(struct publish *p, struct diag *diag)
{
	diag_failure(diag, place_of(p->folder), "unwritable", "can't be published to: %s", "no se puede publicar aquí: %s", strerror(errno));
	return false;
}

static bool make_output(struct publish *p)
{
	char *path = memory_resize(NULL, p->folder.len + 1);

	memcpy(path, p->folder.at, p->folder.len + 1);
	for (size_t i = 1; i < p->folder.len; i++) {
		if (path[i] != '/')
			continue;
		path[i] = '\0';
		mkdir(path, 0755);
		path[i] = '/';
	}
	mkdir(path, 0755);
	memory_free(path);
	p->root = open(p->folder.at, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return p->root >= 0;
}

static bool refuse(struct publish *p, struct diag *diag)
{
	diag_failure(diag, place_of(p->folder), "output-not-ours", "this folder holds files that vitrina did not make",
		"esta carpeta tiene archivos que vitrina no hizo");
	diag_advice(diag, "choose another folder with -o, or empty this one", "elija otra carpeta con -o, o vacíe ésta");
	return false;
}

/* Whose folder it is: empty, or with a manifest of ours. */
static bool check_owner(struct publish *p, struct diag *diag)
{
	struct str manifest;
	bool ours;

	p->old.none = folder_empty(p->root, OURS);
	if (p->old.none)
		return true;
	ours = folder_read(p->root, "manifest.json", &manifest) && files_ours(manifest);
	memory_free((void *)(uintptr_t)(manifest.len ? manifest.at : NULL));
	return ours || refuse(p, diag);
}

static bool take_lock(struct publish *p, struct diag *diag)
{
	if (mkdirat(p->root, OURS, 0755) != 0 && errno != EEXIST)
		return fail_folder(p, diag);
	p->ours = folder_enter(p->root, OURS);
	p->lock = p->ours < 0 ? -1 : openat(p->ours, "lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (p->lock < 0)
		return fail_folder(p, diag);
	if (flock(p->lock, LOCK_EX | LOCK_NB) == 0)
		return true;
	diag_failure(diag, place_of(p->folder), "locked", "another vitrina is publishing here", "otra vitrina está publicando aquí");
	diag_advice(diag, "wait until it ends", "espere a que termine");
	return false;
}

static bool open_stage(struct publish *p, struct diag *diag)
{
	if (!step_complete(p->root, p->ours) || !step_prepare(p->ours))
		return fail_folder(p, diag);
	p->staged = folder_enter(p->ours, "stage");
	return p->staged >= 0 || fail_folder(p, diag);
}

static bool read_old(struct publish *p, struct diag *diag)
{
	if (!folder_read(p->root, "SHA256SUMS", &p->old.sums) || old_site_read(p->arena, &p->old))
		return true;
	diag_failure(diag, place_of(p->folder), "damaged-sums",
		"SHA256SUMS is not as vitrina wrote it, so its old files can't be told from others",
		"SHA256SUMS no está como vitrina lo escribió: no se sabe qué archivos son suyos");
	diag_advice(diag, "empty the folder and build again", "vacíe la carpeta y genere otra vez");
	return false;
}

/* Opens what the new site is put down in. Whose the folder is, is asked again once an interrupted step is complete. */
static bool open_site(struct publish *p, struct diag *diag)
{
	if (!make_output(p))
		return fail_folder(p, diag);
	if (!check_owner(p, diag) || !take_lock(p, diag) || !open_stage(p, diag) || !check_owner(p, diag) || !read_old(p, diag))
		return false;
	p->stage = stage_new(p->root, p->staged, &p->old);
	return true;
}

struct publish *publish_open(struct str folder, struct diag *diag)
{
	struct publish *p = memory_resize(NULL, sizeof *p);

	*p = (struct publish){ .arena = arena_new(), .root = -1, .ours = -1, .lock = -1, .staged = -1 };
	p->folder = arena_copy(p->arena, folder);
	if (open_site(p, diag))
		return p;
	publish_abandon(p);
	return NULL;
}

struct sink *publish_sink(struct publish *publish)
{
	return stage_sink(publish->stage);
}

void publish_sign(struct publish *publish, const struct minisign_secret *key)
{
	publish->key = key;
}

void publish_abandon(struct publish *p)
{
	if (!p)
		return;
	stage_free(p->stage);
	if (p->staged >= 0) {
		close(p->staged);
		if (!p->promised)
			step_drop(p->ours);
	}
	if (p->lock >= 0) {
		unlinkat(p->ours, "lock", 0);
		close(p->lock);
	}
	if (p->ours >= 0)
		close(p->ours);
	if (p->root >= 0) {
		unlinkat(p->root, OURS, AT_REMOVEDIR); /* stays when a journal is in it */
		close(p->root);
	}
	memory_free((void *)(uintptr_t)(p->old.sums.len ? p->old.sums.at : NULL));
	arena_free(p->arena);
	memory_free(p);
}

static bool sha256_of(struct str bytes, unsigned char *out)
{
	return EVP_Digest(bytes.at, bytes.len, out, NULL, EVP_sha256(), NULL) == 1;
}

/* A known file is one that the new site has, too. */
static void add_removals(const struct publish *p, const struct file *files, size_t count, struct buf *removals, uint64_t *removed)
{
	for (size_t i = 0; i < p->old.count; i++) {
		struct file key = { .path = p->old.files[i] };

		if (str_equal(key.path, STR("manifest.json")) || (count && bsearch(&key, files, count, sizeof *files, files_by_path)))
			continue;
		buf_add(removals, key.path);
		buf_byte(removals, '\n');
		++*removed;
	}
}

/* What is signed beside SHA256SUMS: where it comes from. Never the clock's time, so that the same site has the same signature. */
static void add_comment(const struct publish_origin *origin, struct buf *out)
{
	if (origin->commit.len)
		buf_printf(out, "commit:%.*s%s\t", STR_ARG(origin->commit), origin->dirty ? "+" : "");
	if (origin->time.len)
		buf_printf(out, "time:%.*s\t", STR_ARG(origin->time));
	buf_add(out, STR("file:SHA256SUMS\thashed"));
}

/* The signature beside its list. An old one of another list would belie the site: it is removed. */
static bool write_signature(struct publish *p, const struct publish_origin *origin, struct str sums, struct buf *removals)
{
	struct buf comment = { 0 }, text = { 0 };
	bool good = true;

	if (!p->key) {
		if (!str_equal(sums, p->old.sums) && faccessat(p->root, SIGNATURE, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
			buf_add(removals, STR(SIGNATURE "\n"));
		return true;
	}
	add_comment(origin, &comment);
	minisign_sign(p->key, sums, buf_str(&comment), &text);
	if (!folder_holds(p->root, SIGNATURE, buf_str(&text)))
		good = folder_write(p->ours, "last/" SIGNATURE, buf_str(&text));
	buf_clear(&comment);
	buf_clear(&text);
	return good;
}

static bool write_last(struct publish *p, const struct publish_origin *origin, struct file *files, struct publish_counts *counts,
	struct buf *removals)
{
	struct buf manifest = { 0 }, sums = { 0 };
	size_t count = counts->files;
	struct file *own = &files[count];
	bool good;

	files_manifest(origin, files, count, &manifest);
	*own = (struct file){ STR("manifest.json"), manifest.len, { 0 } };
	good = sha256_of(buf_str(&manifest), own->sha256);
	qsort(files, count + 1, sizeof *files, files_by_path);
	files_sums(files, count + 1, &sums);
	if (folder_holds(p->root, "manifest.json", buf_str(&manifest)))
		counts->unchanged++;
	else if (++counts->written)
		good = good && folder_write(p->ours, "last/manifest.json", buf_str(&manifest));
	if (!folder_holds(p->root, "SHA256SUMS", buf_str(&sums)))
		good = good && folder_write(p->ours, "last/SHA256SUMS", buf_str(&sums));
	good = good && write_signature(p, origin, buf_str(&sums), removals);
	buf_clear(&manifest);
	buf_clear(&sums);
	return good;
}

static bool tell_failure(const struct publish *p, struct stage_failure failure, struct diag *diag)
{
	if (failure.in_the_way) {
		diag_error(diag, place_of(failure.path), "file-in-the-way",
			"something that vitrina did not make stands here in the published folder",
			"en la carpeta publicada hay aquí algo que vitrina no hizo");
		diag_advice(diag, "move it away, or publish to another folder with -o", "quítelo de ahí, o publique en otra carpeta con -o");
		return false;
	}
	diag_failure(diag, place_of(failure.path), "write", "can't be written: %s", "no se puede escribir: %s", strerror(failure.error));
	if (failure.error == ENOSPC || failure.error == EDQUOT)
		diag_advice(diag, "make room on the disk of '%.*s' and build again; the old site stands as it was",
			"haga lugar en el disco de '%.*s' y genere otra vez; el sitio anterior sigue como estaba", STR_ARG(p->folder));
	return false;
}

/* The last files of the site, and the promise to move all of them in. */
static bool promise(struct publish *p, const struct publish_origin *origin, struct publish_counts *counts)
{
	struct buf removals = { 0 };
	struct file *files = stage_files(p->stage, counts);
	bool good = write_last(p, origin, files, counts, &removals);

	counts->files++;
	add_removals(p, files, counts->files, &removals, &counts->removed);
	memory_free(files);
	good = good && step_promise(p->ours, buf_str(&removals));
	buf_clear(&removals);
	return good;
}

static bool commit(struct publish *p, const struct publish_origin *origin, struct publish_counts *counts, struct diag *diag)
{
	struct stage_failure failure = stage_failure(p->stage);

	if (failure.error)
		return tell_failure(p, failure, diag);
	if (!promise(p, origin, counts))
		return fail_folder(p, diag);
	p->promised = true;
	if (step_complete(p->root, p->ours))
		return true;
	fail_folder(p, diag);
	diag_advice(diag, "the step is half done and written down: run the command again to complete it",
		"el paso quedó a medias y está anotado: ejecute otra vez el comando para completarlo");
	return false;
}

bool publish_commit_counted(struct publish *p, const struct publish_origin *origin, struct publish_counts *counts, struct diag *diag)
{
	bool good = commit(p, origin, counts, diag);

	publish_abandon(p);
	return good;
}

bool publish_commit(struct publish *publish, const struct publish_origin *origin, struct diag *diag)
{
	struct publish_counts counts;

	return publish_commit_counted(publish, origin, &counts, diag);
}
