#include "cli/keep.h"

#include "base/arena.h"
#include "base/buf.h"
#include "history/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

struct keep {
	struct buf folder, path, fresh; /* .vitrina, its file, and the file that takes its place; each ended by a NUL */
	struct buf bytes;
	struct cache *cache;
};

static void name(struct buf *out, struct str folder, const char *file)
{
	buf_add(out, folder.len ? folder : STR("."));
	buf_add(out, str_of(file));
	buf_byte(out, '\0');
}

static bool read_all(int file, struct buf *out)
{
	ssize_t got;

	do {
		buf_reserve(out, 1 << 16);
		got = read(file, out->at + out->len, 1 << 16);
		if (got > 0)
			out->len += (size_t)got;
	} while (got > 0 || (got < 0 && errno == EINTR));
	return got == 0;
}

struct keep *keep_open(struct str folder)
{
	struct keep *keep = memory_resize(NULL, sizeof *keep);
	int file;

	*keep = (struct keep){ 0 };
	name(&keep->folder, folder, "/.vitrina");
	name(&keep->path, folder, "/.vitrina/history");
	name(&keep->fresh, folder, "/.vitrina/history.new");
	file = open(keep->path.at, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (file >= 0) {
		if (!read_all(file, &keep->bytes))
			buf_reset(&keep->bytes);
		close(file);
	}
	keep->cache = cache_open(buf_str(&keep->bytes));
	return keep;
}

struct cache *keep_cache(struct keep *keep) { return keep->cache; }

static bool write_all(int file, struct str bytes)
{
	while (bytes.len) {
		ssize_t put = write(file, bytes.at, bytes.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		bytes = str_after(bytes, (size_t)put);
	}
	return true;
}

/* A record that is cut off is refused by its hash, so growing at the end needs no second file. */
static void grow(struct keep *keep, struct str added)
{
	int file = open(keep->path.at, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);

	if (file < 0)
		return;
	write_all(file, added);
	close(file);
}

static void replace(struct keep *keep, struct str kept, struct str added)
{
	int file = open(keep->fresh.at, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
	bool good;

	if (file < 0)
		return;
	good = write_all(file, kept) && write_all(file, added);
	if (close(file) != 0 || !good || rename(keep->fresh.at, keep->path.at) != 0)
		unlink(keep->fresh.at);
}

static void write_back(struct keep *keep)
{
	struct buf added = { 0 };
	size_t kept;

	if (cache_result(keep->cache, &kept, &added)) {
		mkdir(keep->folder.at, 0777);
		if (kept && kept == keep->bytes.len)
			grow(keep, buf_str(&added));
		else
			replace(keep, str_part(buf_str(&keep->bytes), 0, kept), buf_str(&added));
	}
	buf_clear(&added);
}

void keep_close(struct keep *keep)
{
	write_back(keep);
	keep_leave(keep);
}

void keep_leave(struct keep *keep)
{
	cache_close(keep->cache);
	buf_clear(&keep->bytes);
	buf_clear(&keep->folder);
	buf_clear(&keep->path);
	buf_clear(&keep->fresh);
	memory_free(keep);
}
