/* A published site against its own lists. */
#include "publish/published_private.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/work.h"
#include "publish/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 256 << 10, RUN = 64 };

struct check {
	struct published *published;
	struct hand {
		struct diag *diag;
		EVP_MD_CTX *digest;
		char *piece;
	} *hands;
};

/* The bytes of a file through the digest; false when they can't be read: no file, or no regular one. */
static bool digest_file(struct check *check, struct hand *hand, const struct file *file, uint64_t *bytes, unsigned char *sha256)
{
	struct buf path = { 0 };
	struct stat st;
	ssize_t got = -1;
	int fd;

	buf_add(&path, file->path);
	buf_byte(&path, '\0');
	fd = folder_open_regular(check->published->root, path.at);
	buf_clear(&path);
	if (fd < 0)
		return false;
	EVP_DigestInit_ex2(hand->digest, check->published->sha256, NULL);
	for (*bytes = 0; fstat(fd, &st) == 0 && (got = read(fd, hand->piece, PIECE)) > 0; *bytes += (uint64_t)got)
		EVP_DigestUpdate(hand->digest, hand->piece, (size_t)got);
	EVP_DigestFinal_ex(hand->digest, sha256, NULL);
	close(fd);
	return got == 0;
}

static void check_file(void *context, int number, size_t item)
{
	struct check *check = context;
	struct hand *hand = &check->hands[number];
	const struct file *file = &check->published->files[item];
	struct place at = place_of(file->path);
	unsigned char sha256[SHA256_BYTES];
	uint64_t bytes;

	if (!digest_file(check, hand, file, &bytes, sha256)) {
		if (errno != ENOENT && errno != ENOTDIR) {
			diag_failure(hand->diag, at, "unreadable", "can't be read: %s", "no se puede leer: %s", strerror(errno));
			return;
		}
		diag_error(hand->diag, at, "file-missing", "this file of the site is not there", "este archivo del sitio no está");
	} else if (bytes != file->bytes || memcmp(sha256, file->sha256, SHA256_BYTES) != 0) {
		diag_error(hand->diag, at, "file-changed", "this file was changed after it was published: %llu bytes, and the manifest says %llu",
			"este archivo se cambió después de publicado: %llu bytes, y el manifiesto dice %llu", (unsigned long long)bytes,
			(unsigned long long)file->bytes);
		diag_advice(hand->diag, "build again: it is then put right", "genere otra vez: así se corrige");
	}
}

/* SHA256SUMS must be what the manifest makes of it. */
static void check_sums(struct published *p, struct diag *diag)
{
	struct file *files = arena_array(p->arena, struct file, p->count + 1);
	struct file own = { .path = STR("manifest.json"), .bytes = p->manifest.len };
	struct buf sums = { 0 };
	size_t at = 0;

	EVP_Digest(p->manifest.at, p->manifest.len, own.sha256, NULL, p->sha256, NULL);
	while (at < p->count && str_compare(p->files[at].path, own.path) < 0)
		at++;
	memcpy(files, p->files, at * sizeof *files);
	files[at] = own;
	memcpy(files + at + 1, p->files + at, (p->count - at) * sizeof *files);
	files_sums(files, p->count + 1, &sums);
	if (!str_equal(buf_str(&sums), p->sums)) {
		diag_error(diag, place_of(STR("SHA256SUMS")), "sums-differ", "this list and manifest.json don't say the same",
			"esta lista y manifest.json no dicen lo mismo");
		diag_advice(diag, "one of the two was changed; build again", "se cambió uno de los dos; genere otra vez");
	}
	buf_clear(&sums);
}

static bool is_list(struct str path)
{
	return str_equal(path, STR("manifest.json")) || str_equal(path, STR("SHA256SUMS")) || str_equal(path, STR("SHA256SUMS.minisig"));
}

/* Tells of the files below `folder` (open, closed here) that the manifest doesn't name; `path` is the folder's own, with its slash. */
static void check_extra(struct published *p, int folder, struct buf *path, struct diag *diag)
{
	DIR *dir = folder < 0 ? NULL : fdopendir(folder);
	size_t start = path->len;
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		struct str name = str_of(entry->d_name);
		struct stat st;

		if (str_equal(name, STR(".")) || str_equal(name, STR("..")) || (start == 0 && str_equal(name, STR(".vitrina"))))
			continue;
		path->len = start;
		buf_add(path, name);
		if (fstatat(folder, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode)) {
			int inner = openat(folder, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

			buf_byte(path, '/');
			check_extra(p, inner, path, diag);
		} else if (!is_list(buf_str(path)) && !published_find(p, buf_str(path))) {
			diag_warning(diag, place_of(buf_str(path)), "file-not-listed", "vitrina did not publish this file",
				"vitrina no publicó este archivo");
		}
	}
	path->len = start;
	if (dir)
		closedir(dir);
	else if (folder >= 0)
		close(folder);
}

static struct hand *hands_new(int workers, struct diag *diag)
{
	struct hand *hands = memory_resize(NULL, (size_t)workers * sizeof *hands);

	for (int i = 0; i < workers; i++)
		hands[i] = (struct hand){ diag_new(diag_lang(diag)), EVP_MD_CTX_new(), memory_resize(NULL, PIECE) };
	return hands;
}

static void hands_free(struct hand *hands, int workers, struct diag *diag)
{
	for (int i = 0; i < workers; i++) {
		diag_merge(diag, hands[i].diag);
		diag_free(hands[i].diag);
		EVP_MD_CTX_free(hands[i].digest);
		memory_free(hands[i].piece);
	}
	memory_free(hands);
}

bool published_check(struct published *p, int workers, struct diag *diag)
{
	struct check check = { .published = p, .hands = hands_new(workers, diag) };
	uint64_t before = diag_count(diag, DIAG_ERROR) + diag_count(diag, DIAG_FAILURE);
	struct buf path = { 0 };

	work_run(workers, p->count, RUN, check_file, &check);
	hands_free(check.hands, workers, diag);
	check_sums(p, diag);
	check_extra(p, folder_enter(p->root, ""), &path, diag);
	buf_clear(&path);
	return diag_count(diag, DIAG_ERROR) + diag_count(diag, DIAG_FAILURE) == before;
}
