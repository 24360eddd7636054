/* In the output folder, while a site is being made:
 *
 *     .vitrina/lock      held by the one who publishes
 *     .vitrina/stage/…   files that are new or have changed, at their paths
 *     .vitrina/last/…    manifest.json, SHA256SUMS and its signature
 *     .vitrina/journal   once all of the above is whole: the files to remove, a line each, and `end`
 *
 * A journal is a promise: whoever finds one carries out what it says, which does no harm when done twice. Without one, the
 * stage is dropped and the site is the old one. The data are not forced to the disk: after a loss of power staged files
 * may be cut short, and the next build, which compares bytes and trusts nothing, mends them. */
#include "publish/publish.h"

#include "base/arena.h"
#include "base/buf.h"
#include "publish/files.h"
#include "publish/folder.h"
#include "publish/minisign.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define OURS ".vitrina"
#define SIGNATURE "SHA256SUMS.minisig"
#define JOURNAL_START "vitrina journal 1\n"
#define JOURNAL_END "end\n"

/* What one putting thread needs; taken from a pool for a call. */
struct hand {
	struct hand *next;
	struct arena *arena;     /* of its entries */
	struct file *files;      /* a growing list */
	size_t count, capacity;
	uint64_t written, unchanged;
	EVP_MD_CTX *digest;
	struct buf path;         /* with its NUL */
	struct buf made;         /* the folder made in the stage last */
	struct buf entered;      /* the folder of the old site entered last */
	int old;                 /* its descriptor, or -1 */
	int old_errno;           /* why not */
};

struct publish {
	struct sink sink;        /* first: the sink is the publish */
	struct str folder;       /* as the user wrote it */
	struct arena *arena;
	int root, ours, lock, stage;
	const struct minisign_secret *key; /* or NULL: not signed */
	bool fresh;              /* there is no old site */
	struct str sums;         /* SHA256SUMS of the old site */
	struct str *old;         /* its files, sorted */
	size_t old_count;
	pthread_mutex_t mutex;   /* of what follows */
	struct hand *idle;
	struct hand *hands[512]; /* all of them, to collect from */
	size_t hand_count;
	struct str failed_path;
	int failed_errno;        /* 0: nothing failed */
	bool in_the_way;
	EVP_MD *sha256;
};

struct sink_stream {
	struct publish *publish;
	struct hand *hand;
	struct str path;
	int fd;
	uint64_t bytes;
	EVP_MD_CTX *digest;
};

static void fail(struct publish *p, struct str path, int error, bool in_the_way)
{
	pthread_mutex_lock(&p->mutex);
	if (!p->failed_errno) {
		p->failed_errno = error ? error : EIO;
		p->failed_path = arena_copy(p->arena, path);
		p->in_the_way = in_the_way;
	}
	pthread_mutex_unlock(&p->mutex);
}

static struct hand *hand_new(struct publish *p)
{
	struct hand *hand = memory_resize(NULL, sizeof *hand);

	*hand = (struct hand){ .arena = arena_new(), .digest = EVP_MD_CTX_new(), .old = -1 };
	assert(p->hand_count < sizeof p->hands / sizeof *p->hands);
	p->hands[p->hand_count++] = hand;
	return hand;
}

static struct hand *hand_take(struct publish *p)
{
	struct hand *hand;

	pthread_mutex_lock(&p->mutex);
	hand = p->idle;
	if (hand)
		p->idle = hand->next;
	else
		hand = hand_new(p);
	pthread_mutex_unlock(&p->mutex);
	return hand;
}

static void hand_give(struct publish *p, struct hand *hand)
{
	pthread_mutex_lock(&p->mutex);
	hand->next = p->idle;
	p->idle = hand;
	pthread_mutex_unlock(&p->mutex);
}

static void hand_free(struct hand *hand)
{
	arena_free(hand->arena);
	EVP_MD_CTX_free(hand->digest);
	buf_clear(&hand->path);
	buf_clear(&hand->made);
	buf_clear(&hand->entered);
	if (hand->old >= 0)
		close(hand->old);
	memory_free(hand);
}

/* Length of the folder part of a path, without the slash before the name; 0 when it has none. */
static size_t folder_length(struct str path)
{
	size_t i = path.len;

	while (i > 0 && path.at[i - 1] != '/')
		i--;
	return i ? i - 1 : 0;
}

static void set_text(struct buf *buf, struct str text)
{
	buf_reset(buf);
	buf_add(buf, text);
	buf_byte(buf, '\0');
}

/* Makes the folder of a path in the stage, unless it was made last. */
static bool make_folder(struct publish *p, struct hand *hand, struct str folder)
{
	if (folder.len == 0 || (hand->made.len == folder.len + 1 && memcmp(hand->made.at, folder.at, folder.len) == 0))
		return true;
	set_text(&hand->made, folder);
	if (folder_make(p->stage, hand->made.at))
		return true;
	hand->made.len = 0;
	return false;
}

/* Enters the folder of the old site that a path lies in, unless it was entered last. */
static void enter_old(struct publish *p, struct hand *hand, struct str folder)
{
	if (hand->entered.len == folder.len + 1 && memcmp(hand->entered.at, folder.at, folder.len) == 0)
		return;
	if (hand->old >= 0)
		close(hand->old);
	set_text(&hand->entered, folder);
	hand->old = folder_enter(p->root, hand->entered.at);
	hand->old_errno = errno;
}

static int by_text(const void *left, const void *right)
{
	return str_compare(*(const struct str *)left, *(const struct str *)right);
}

static bool was_ours(const struct publish *p, struct str path)
{
	return p->old_count && bsearch(&path, p->old, p->old_count, sizeof *p->old, by_text) != NULL;
}

/* Whether a file that is not ours stands where one of ours is to go; reported as such. */
static bool stands_in_the_way(struct publish *p, struct hand *hand, struct str path, const char *name)
{
	struct stat st;

	if (hand->old < 0 && hand->old_errno == ENOTDIR) {
		fail(p, path, ENOTDIR, true);
		return true;
	}
	if (hand->old < 0 || fstatat(hand->old, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return false;
	if (S_ISDIR(st.st_mode) || !was_ours(p, path)) {
		fail(p, path, EEXIST, true);
		return true;
	}
	return false;
}

static struct file *add_file(struct hand *hand, struct str path, uint64_t bytes)
{
	struct file *file;

	arena_grow(hand->arena, hand->files, hand->count, hand->capacity);
	file = &hand->files[hand->count++];
	file->path = arena_copy(hand->arena, path);
	file->bytes = bytes;
	return file;
}

/* Puts a file that the list has already into the stage, unless the old site holds the same. */
static void stage_file(struct publish *p, struct hand *hand, struct str path, struct str bytes)
{
	struct str folder = str_part(path, 0, folder_length(path));
	const char *name;

	set_text(&hand->path, path);
	name = hand->path.at + (folder.len ? folder.len + 1 : 0);
	if (!p->fresh) {
		enter_old(p, hand, folder);
		if (stands_in_the_way(p, hand, path, name))
			return;
		if (hand->old >= 0 && folder_holds(hand->old, name, bytes)) {
			hand->unchanged++;
			return;
		}
	}
	if (!make_folder(p, hand, folder) || !folder_write(p->stage, hand->path.at, bytes))
		fail(p, path, errno, false);
	hand->written++;
}

static struct receipt receipt_of(const struct file *file)
{
	struct receipt receipt = { .bytes = file->bytes };

	memcpy(receipt.sha256, file->sha256, SHA256_BYTES);
	return receipt;
}

static struct receipt put(struct sink *sink, struct str path, struct str bytes)
{
	struct publish *p = (struct publish *)sink;
	struct hand *hand;
	struct receipt receipt;
	struct file *file;

	if (!files_path_good(path)) {
		fail(p, path, EINVAL, false);
		return (struct receipt){ .bytes = bytes.len };
	}
	hand = hand_take(p);
	file = add_file(hand, path, bytes.len);
	EVP_DigestInit_ex2(hand->digest, p->sha256, NULL);
	EVP_DigestUpdate(hand->digest, bytes.at, bytes.len);
	EVP_DigestFinal_ex(hand->digest, file->sha256, NULL);
	receipt = receipt_of(file);
	stage_file(p, hand, path, bytes);
	hand_give(p, hand);
	return receipt;
}

static struct sink_stream *stream_open(struct sink *sink, struct str path)
{
	struct publish *p = (struct publish *)sink;
	struct sink_stream *stream = memory_resize(NULL, sizeof *stream);
	struct hand *hand = hand_take(p);

	*stream = (struct sink_stream){ .publish = p, .hand = hand, .path = arena_copy(hand->arena, path), .fd = -1, .digest = EVP_MD_CTX_new() };
	EVP_DigestInit_ex2(stream->digest, p->sha256, NULL);
	if (!files_path_good(path)) {
		fail(p, path, EINVAL, false);
		return stream;
	}
	if (make_folder(p, hand, str_part(path, 0, folder_length(path))))
		stream->fd = openat(p->stage, stream->path.at, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (stream->fd < 0)
		fail(p, path, errno, false);
	return stream;
}

static void stream_write(struct sink_stream *stream, struct str bytes)
{
	EVP_DigestUpdate(stream->digest, bytes.at, bytes.len);
	stream->bytes += bytes.len;
	while (stream->fd >= 0 && bytes.len) {
		ssize_t done = write(stream->fd, bytes.at, bytes.len);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0) {
			fail(stream->publish, stream->path, errno, false);
			close(stream->fd);
			stream->fd = -1;
			return;
		}
		bytes = str_after(bytes, (size_t)done);
	}
}

static struct receipt stream_close(struct sink_stream *stream)
{
	struct publish *p = stream->publish;
	struct hand *hand = stream->hand;
	size_t folder = folder_length(stream->path);
	const char *name = stream->path.at + (folder ? folder + 1 : 0);
	struct file *file = add_file(hand, stream->path, stream->bytes);
	struct receipt receipt;

	EVP_DigestFinal_ex(stream->digest, file->sha256, NULL);
	receipt = receipt_of(file);
	EVP_MD_CTX_free(stream->digest);
	if (stream->fd >= 0 && close(stream->fd) != 0)
		fail(p, stream->path, errno, false);
	hand->written++;
	if (!p->fresh) {
		enter_old(p, hand, str_part(stream->path, 0, folder));
		if (!stands_in_the_way(p, hand, stream->path, name) && hand->old >= 0 && folder_alike(hand->old, name, p->stage, stream->path.at) &&
			unlinkat(p->stage, stream->path.at, 0) == 0) {
			hand->written--;
			hand->unchanged++;
		}
	}
	hand_give(p, hand);
	memory_free(stream);
	return receipt;
}

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

	p->fresh = folder_empty(p->root, OURS);
	if (p->fresh)
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

/* Removes a file of ours and the folders that it leaves empty. */
static bool remove_path(int root, struct str path)
{
	struct buf text = { 0 };
	size_t folder = folder_length(path);
	bool good = true;
	int fd;

	set_text(&text, str_part(path, 0, folder));
	fd = folder_enter(root, text.at);
	set_text(&text, path);
	if (fd >= 0)
		good = unlinkat(fd, text.at + (folder ? folder + 1 : 0), 0) == 0 || errno == ENOENT;
	while (fd >= 0 && good && folder > 0) {
		close(fd);
		path = str_part(path, 0, folder);
		folder = folder_length(path);
		set_text(&text, str_part(path, 0, folder));
		fd = folder_enter(root, text.at);
		set_text(&text, path);
		if (fd < 0 || unlinkat(fd, text.at + (folder ? folder + 1 : 0), AT_REMOVEDIR) != 0) {
			good = fd < 0 || errno == ENOTEMPTY || errno == EEXIST || errno == ENOENT; /* others are in it, or it has gone already */
			break;
		}
	}
	if (fd >= 0)
		close(fd);
	buf_clear(&text);
	return good;
}

static bool merge_folder(struct publish *p, const char *name)
{
	int from = folder_enter(p->ours, name);
	bool good = from < 0 || folder_merge(from, p->root);

	if (from >= 0)
		close(from);
	return good;
}

/* Carries out a journal: moves, removals, then what makes the whole known. */
static bool carry_out(struct publish *p, struct str journal)
{
	struct str rest = str_after(journal, sizeof JOURNAL_START - 1), line;
	bool good = merge_folder(p, "stage");

	while (good && str_next(&rest, '\n', &line) && !str_equal(line, STR("end")))
		good = !files_path_good(line) || remove_path(p->root, line);
	return good && merge_folder(p, "last") && unlinkat(p->ours, "journal", 0) == 0;
}

/* Ends a step that something interrupted; a journal that isn't whole promises nothing. */
static bool recover(struct publish *p, struct diag *diag)
{
	struct str journal;
	bool good = true;

	if (folder_read(p->ours, "journal", &journal)) {
		if (str_starts(journal, STR(JOURNAL_START)) && str_ends(journal, STR(JOURNAL_END)))
			good = carry_out(p, journal);
		memory_free((void *)(uintptr_t)journal.at);
	}
	good = good && folder_remove(p->ours, "stage") && folder_remove(p->ours, "last") && folder_remove(p->ours, "journal");
	return good || fail_folder(p, diag);
}

static bool open_stage(struct publish *p, struct diag *diag)
{
	if (mkdirat(p->ours, "stage", 0755) != 0 || mkdirat(p->ours, "last", 0755) != 0)
		return fail_folder(p, diag);
	p->stage = folder_enter(p->ours, "stage");
	return p->stage >= 0 || fail_folder(p, diag);
}

static bool read_old(struct publish *p, struct diag *diag)
{
	if (!folder_read(p->root, "SHA256SUMS", &p->sums))
		return true;
	if (!files_read(p->arena, p->sums, &p->old, &p->old_count)) {
		diag_failure(diag, place_of(p->folder), "damaged-sums",
			"SHA256SUMS is not as vitrina wrote it, so its old files can't be told from others",
			"SHA256SUMS no está como vitrina lo escribió: no se sabe qué archivos son suyos");
		diag_advice(diag, "empty the folder and build again", "vacíe la carpeta y genere otra vez");
		return false;
	}
	if (p->old_count)
		qsort(p->old, p->old_count, sizeof *p->old, by_text);
	return true;
}

struct publish *publish_open(struct str folder, struct diag *diag)
{
	struct publish *p = memory_resize(NULL, sizeof *p);

	*p = (struct publish){ .sink = { put, stream_open, stream_write, stream_close }, .arena = arena_new(), .root = -1, .ours = -1, .lock = -1,
		.stage = -1 };
	pthread_mutex_init(&p->mutex, NULL);
	p->folder = arena_copy(p->arena, folder);
	p->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (!make_output(p))
		fail_folder(p, diag);
	else if (check_owner(p, diag) && take_lock(p, diag) && recover(p, diag) && check_owner(p, diag) && open_stage(p, diag) && read_old(p, diag))
		return p;
	publish_abandon(p);
	return NULL;
}

struct sink *publish_sink(struct publish *publish)
{
	return &publish->sink;
}

void publish_sign(struct publish *publish, const struct minisign_secret *key)
{
	publish->key = key;
}

void publish_abandon(struct publish *p)
{
	if (!p)
		return;
	if (p->stage >= 0) {
		close(p->stage);
		folder_remove(p->ours, "stage");
		folder_remove(p->ours, "last");
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
	for (size_t i = 0; i < p->hand_count; i++)
		hand_free(p->hands[i]);
	memory_free((void *)(uintptr_t)(p->sums.len ? p->sums.at : NULL));
	EVP_MD_free(p->sha256);
	pthread_mutex_destroy(&p->mutex);
	arena_free(p->arena);
	memory_free(p);
}

static int by_path(const void *left, const void *right)
{
	return str_compare(((const struct file *)left)->path, ((const struct file *)right)->path);
}

/* All files, sorted, with room for one more; owned by the caller. */
static struct file *collect(struct publish *p, struct publish_counts *counts)
{
	struct file *files;
	size_t count = 0;

	*counts = (struct publish_counts){ 0 };
	for (size_t i = 0; i < p->hand_count; i++)
		counts->files += p->hands[i]->count;
	files = memory_resize(NULL, (counts->files + 1) * sizeof *files);
	for (size_t i = 0; i < p->hand_count; i++) {
		const struct hand *hand = p->hands[i];

		if (hand->count)
			memcpy(files + count, hand->files, hand->count * sizeof *files);
		count += hand->count;
		counts->written += hand->written;
		counts->unchanged += hand->unchanged;
	}
	if (count)
		qsort(files, count, sizeof *files, by_path);
	for (size_t i = 0; i < count; i++)
		counts->bytes += files[i].bytes;
	return files;
}

static bool sha256_of(struct publish *p, struct str bytes, unsigned char *out)
{
	return EVP_Digest(bytes.at, bytes.len, out, NULL, p->sha256, NULL) == 1;
}

/* A known file is one that the new site has, too. */
static void add_removals(const struct publish *p, const struct file *files, size_t count, struct buf *journal, uint64_t *removed)
{
	for (size_t i = 0; i < p->old_count; i++) {
		struct file key = { .path = p->old[i] };

		if (str_equal(key.path, STR("manifest.json")) || (count && bsearch(&key, files, count, sizeof *files, by_path)))
			continue;
		buf_add(journal, key.path);
		buf_byte(journal, '\n');
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
static bool write_signature(struct publish *p, const struct publish_origin *origin, struct str sums, struct buf *journal)
{
	struct buf comment = { 0 }, text = { 0 };
	bool good = true;

	if (!p->key) {
		if (!str_equal(sums, p->sums) && faccessat(p->root, SIGNATURE, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
			buf_add(journal, STR(SIGNATURE "\n"));
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

static bool write_last(struct publish *p, const struct publish_origin *origin, struct file *files, struct publish_counts *counts, struct buf *journal)
{
	struct buf manifest = { 0 }, sums = { 0 };
	size_t count = counts->files;
	struct file *own = &files[count];
	bool good;

	files_manifest(origin, files, count, &manifest);
	*own = (struct file){ STR("manifest.json"), manifest.len, { 0 } };
	good = sha256_of(p, buf_str(&manifest), own->sha256);
	qsort(files, count + 1, sizeof *files, by_path);
	files_sums(files, count + 1, &sums);
	if (folder_holds(p->root, "manifest.json", buf_str(&manifest)))
		counts->unchanged++;
	else if (++counts->written)
		good = good && folder_write(p->ours, "last/manifest.json", buf_str(&manifest));
	if (!folder_holds(p->root, "SHA256SUMS", buf_str(&sums)))
		good = good && folder_write(p->ours, "last/SHA256SUMS", buf_str(&sums));
	good = good && write_signature(p, origin, buf_str(&sums), journal);
	buf_clear(&manifest);
	buf_clear(&sums);
	return good;
}

/* The journal is whole when it has its name. */
static bool write_journal(struct publish *p, struct str journal)
{
	int fd;

	unlinkat(p->ours, "journal.new", 0);
	if (!folder_write(p->ours, "journal.new", journal))
		return false;
	fd = openat(p->ours, "journal.new", O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	return renameat(p->ours, "journal.new", p->ours, "journal") == 0;
}

static bool tell_failure(struct publish *p, struct diag *diag)
{
	if (p->in_the_way) {
		diag_error(diag, place_of(p->failed_path), "file-in-the-way",
			"something that vitrina did not make stands here in the published folder",
			"en la carpeta publicada hay aquí algo que vitrina no hizo");
		diag_advice(diag, "move it away, or publish to another folder with -o", "quítelo de ahí, o publique en otra carpeta con -o");
		return false;
	}
	diag_failure(diag, place_of(p->failed_path), "write", "can't be written: %s", "no se puede escribir: %s", strerror(p->failed_errno));
	if (p->failed_errno == ENOSPC || p->failed_errno == EDQUOT)
		diag_advice(diag, "make room on the disk of '%.*s' and build again; the old site stands as it was",
			"haga lugar en el disco de '%.*s' y genere otra vez; el sitio anterior sigue como estaba", STR_ARG(p->folder));
	return false;
}

static bool prepare(struct publish *p, const struct publish_origin *origin, struct publish_counts *counts, struct buf *journal)
{
	struct file *files = collect(p, counts);
	bool good;

	buf_add(journal, STR(JOURNAL_START));
	good = write_last(p, origin, files, counts, journal);
	counts->files++;
	add_removals(p, files, counts->files, journal, &counts->removed);
	buf_add(journal, STR(JOURNAL_END));
	memory_free(files);
	return good && write_journal(p, buf_str(journal));
}

bool publish_commit_counted(struct publish *p, const struct publish_origin *origin, struct publish_counts *counts, struct diag *diag)
{
	struct buf journal = { 0 };
	bool good;

	if (p->failed_errno) {
		tell_failure(p, diag);
		publish_abandon(p);
		return false;
	}
	good = prepare(p, origin, counts, &journal);
	if (!good) {
		fail_folder(p, diag);
		buf_clear(&journal);
		folder_remove(p->ours, "journal.new");
		publish_abandon(p);
		return false;
	}
	good = carry_out(p, buf_str(&journal));
	buf_clear(&journal);
	if (!good) {
		fail_folder(p, diag);
		diag_advice(diag, "the step is half done and written down: run the command again to complete it",
			"el paso quedó a medias y está anotado: ejecute otra vez el comando para completarlo");
		close(p->stage);
		p->stage = -1; /* what is staged must stay for the journal */
	}
	publish_abandon(p);
	return good;
}

bool publish_commit(struct publish *publish, const struct publish_origin *origin, struct diag *diag)
{
	struct publish_counts counts;

	return publish_commit_counted(publish, origin, &counts, diag);
}
