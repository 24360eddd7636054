#include "publish/stage.h"

#include "base/arena.h"
#include "base/buf.h"
#include "publish/files.h"
#include "publish/folder.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

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

struct stage {
	struct sink sink;        /* first: the sink is the stage */
	struct arena *arena;
	int root, folder;        /* borrowed: the published folder, and where files are staged */
	const struct old_site *old;
	EVP_MD *sha256;
	pthread_mutex_t mutex;   /* of what follows */
	struct hand *idle;
	struct hand *hands[512]; /* all of them, to collect from */
	size_t hand_count;
	struct stage_failure failure;
};

struct sink_stream {
	struct stage *stage;
	struct hand *hand;
	struct str path;
	int fd;
	uint64_t bytes;
	EVP_MD_CTX *digest;
};

static int by_text(const void *left, const void *right)
{
	return str_compare(*(const struct str *)left, *(const struct str *)right);
}

bool old_site_read(struct arena *arena, struct old_site *old)
{
	if (!files_read(arena, old->sums, &old->files, &old->count))
		return false;
	if (old->count)
		qsort(old->files, old->count, sizeof *old->files, by_text);
	return true;
}

static bool old_site_has(const struct old_site *old, struct str path)
{
	return old->count && bsearch(&path, old->files, old->count, sizeof *old->files, by_text) != NULL;
}

static void fail(struct stage *s, struct str path, int error, bool in_the_way)
{
	pthread_mutex_lock(&s->mutex);
	if (!s->failure.error)
		s->failure = (struct stage_failure){ arena_copy(s->arena, path), error ? error : EIO, in_the_way };
	pthread_mutex_unlock(&s->mutex);
}

static struct hand *hand_new(struct stage *s)
{
	struct hand *hand = memory_resize(NULL, sizeof *hand);

	*hand = (struct hand){ .arena = arena_new(), .digest = EVP_MD_CTX_new(), .old = -1 };
	assert(s->hand_count < sizeof s->hands / sizeof *s->hands);
	s->hands[s->hand_count++] = hand;
	return hand;
}

static struct hand *hand_take(struct stage *s)
{
	struct hand *hand;

	pthread_mutex_lock(&s->mutex);
	hand = s->idle;
	if (hand)
		s->idle = hand->next;
	else
		hand = hand_new(s);
	pthread_mutex_unlock(&s->mutex);
	return hand;
}

static void hand_give(struct stage *s, struct hand *hand)
{
	pthread_mutex_lock(&s->mutex);
	hand->next = s->idle;
	s->idle = hand;
	pthread_mutex_unlock(&s->mutex);
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

/* Makes the folder of a path in the stage, unless it was made last. */
static bool make_folder(struct stage *s, struct hand *hand, struct str folder)
{
	if (folder.len == 0 || (hand->made.len == folder.len + 1 && memcmp(hand->made.at, folder.at, folder.len) == 0))
		return true;
	buf_text(&hand->made, folder);
	if (folder_make(s->folder, hand->made.at))
		return true;
	hand->made.len = 0;
	return false;
}

/* Enters the folder of the old site that a path lies in, unless it was entered last. */
static void enter_old(struct stage *s, struct hand *hand, struct str folder)
{
	if (hand->entered.len == folder.len + 1 && memcmp(hand->entered.at, folder.at, folder.len) == 0)
		return;
	if (hand->old >= 0)
		close(hand->old);
	buf_text(&hand->entered, folder);
	hand->old = folder_enter(s->root, hand->entered.at);
	hand->old_errno = errno;
}

/* Whether a file that is not ours stands where one of ours is to go; reported as such. */
static bool stands_in_the_way(struct stage *s, struct hand *hand, struct str path, const char *name)
{
	struct stat st;

	if (hand->old < 0 && hand->old_errno == ENOTDIR) {
		fail(s, path, ENOTDIR, true);
		return true;
	}
	if (hand->old < 0 || fstatat(hand->old, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return false;
	if (S_ISDIR(st.st_mode) || !old_site_has(s->old, path)) {
		fail(s, path, EEXIST, true);
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
static void stage_file(struct stage *s, struct hand *hand, struct str path, struct str bytes)
{
	struct str folder = str_part(path, 0, files_folder(path));
	const char *name;

	buf_text(&hand->path, path);
	name = hand->path.at + (folder.len ? folder.len + 1 : 0);
	if (!s->old->none) {
		enter_old(s, hand, folder);
		if (stands_in_the_way(s, hand, path, name))
			return;
		if (hand->old >= 0 && folder_holds(hand->old, name, bytes)) {
			hand->unchanged++;
			return;
		}
	}
	if (!make_folder(s, hand, folder) || !folder_write(s->folder, hand->path.at, bytes))
		fail(s, path, errno, false);
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
	struct stage *s = (struct stage *)sink;
	struct hand *hand;
	struct receipt receipt;
	struct file *file;

	if (!files_path_good(path)) {
		fail(s, path, EINVAL, false);
		return (struct receipt){ .bytes = bytes.len };
	}
	hand = hand_take(s);
	file = add_file(hand, path, bytes.len);
	EVP_DigestInit_ex2(hand->digest, s->sha256, NULL);
	EVP_DigestUpdate(hand->digest, bytes.at, bytes.len);
	EVP_DigestFinal_ex(hand->digest, file->sha256, NULL);
	receipt = receipt_of(file);
	stage_file(s, hand, path, bytes);
	hand_give(s, hand);
	return receipt;
}

static struct sink_stream *stream_open(struct sink *sink, struct str path)
{
	struct stage *s = (struct stage *)sink;
	struct sink_stream *stream = memory_resize(NULL, sizeof *stream);
	struct hand *hand = hand_take(s);

	*stream = (struct sink_stream){ .stage = s, .hand = hand, .path = arena_copy(hand->arena, path), .fd = -1, .digest = EVP_MD_CTX_new() };
	EVP_DigestInit_ex2(stream->digest, s->sha256, NULL);
	if (!files_path_good(path)) {
		fail(s, path, EINVAL, false);
		return stream;
	}
	if (make_folder(s, hand, str_part(path, 0, files_folder(path))))
		stream->fd = openat(s->folder, stream->path.at, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (stream->fd < 0)
		fail(s, path, errno, false);
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
			fail(stream->stage, stream->path, errno, false);
			close(stream->fd);
			stream->fd = -1;
			return;
		}
		bytes = str_after(bytes, (size_t)done);
	}
}

static struct receipt stream_close(struct sink_stream *stream)
{
	struct stage *s = stream->stage;
	struct hand *hand = stream->hand;
	size_t folder = files_folder(stream->path);
	const char *name = stream->path.at + (folder ? folder + 1 : 0);
	struct file *file = add_file(hand, stream->path, stream->bytes);
	struct receipt receipt;

	EVP_DigestFinal_ex(stream->digest, file->sha256, NULL);
	receipt = receipt_of(file);
	EVP_MD_CTX_free(stream->digest);
	if (stream->fd >= 0 && close(stream->fd) != 0)
		fail(s, stream->path, errno, false);
	hand->written++;
	if (!s->old->none) {
		enter_old(s, hand, str_part(stream->path, 0, folder));
		if (!stands_in_the_way(s, hand, stream->path, name) && hand->old >= 0 && folder_alike(hand->old, name, s->folder, stream->path.at) &&
			unlinkat(s->folder, stream->path.at, 0) == 0) {
			hand->written--;
			hand->unchanged++;
		}
	}
	hand_give(s, hand);
	memory_free(stream);
	return receipt;
}

struct stage *stage_new(int root, int folder, const struct old_site *old)
{
	struct stage *s = memory_resize(NULL, sizeof *s);

	*s = (struct stage){ .sink = { put, stream_open, stream_write, stream_close }, .arena = arena_new(), .root = root, .folder = folder,
		.old = old, .sha256 = EVP_MD_fetch(NULL, "SHA256", NULL) };
	pthread_mutex_init(&s->mutex, NULL);
	return s;
}

struct sink *stage_sink(struct stage *s)
{
	return &s->sink;
}

struct stage_failure stage_failure(const struct stage *s)
{
	return s->failure;
}

struct file *stage_files(const struct stage *s, struct publish_counts *counts)
{
	struct file *files;
	size_t count = 0;

	*counts = (struct publish_counts){ 0 };
	for (size_t i = 0; i < s->hand_count; i++)
		counts->files += s->hands[i]->count;
	files = memory_resize(NULL, (counts->files + 1) * sizeof *files);
	for (size_t i = 0; i < s->hand_count; i++) {
		const struct hand *hand = s->hands[i];

		if (hand->count)
			memcpy(files + count, hand->files, hand->count * sizeof *files);
		count += hand->count;
		counts->written += hand->written;
		counts->unchanged += hand->unchanged;
	}
	if (count)
		qsort(files, count, sizeof *files, files_by_path);
	for (size_t i = 0; i < count; i++)
		counts->bytes += files[i].bytes;
	return files;
}

void stage_free(struct stage *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->hand_count; i++)
		hand_free(s->hands[i]);
	EVP_MD_free(s->sha256);
	pthread_mutex_destroy(&s->mutex);
	arena_free(s->arena);
	memory_free(s);
}
