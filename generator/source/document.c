#include "source/document.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static bool unreadable(struct str path, int why, struct diag *diag)
{
	return diag_failure(diag, place_of(path), "unreadable", "can't be read: %s", "no se puede leer: %s", strerror(why));
}

static bool check_kind(struct str path, const struct stat *st, struct diag *diag)
{
	if (S_ISDIR(st->st_mode)) {
		diag_error(diag, place_of(path), "special-file", "this is a folder, not a file", "esto es una carpeta, no un archivo");
		return false;
	}
	if (!S_ISREG(st->st_mode))
		return diag_error(diag, place_of(path), "special-file", "this is no regular file (a pipe, socket or device)",
			"no es un archivo normal (es una tubería, un socket o un dispositivo)");
	if ((uint64_t)st->st_size > DOCUMENT_MOST)
		return diag_error(diag, place_of(path), "large-file", "this file is larger than %u MB", "este archivo tiene más de %u MB",
			(unsigned)(DOCUMENT_MOST >> 20));
	return true;
}

/* Reads to the end, which may lie elsewhere than the size promised. */
static bool read_all(int fd, uint64_t size, struct buf *out)
{
	uint64_t most = DOCUMENT_MOST + out->len;
	ssize_t got;

	buf_reserve(out, size + 1);
	while ((got = read(fd, buf_reserve(out, 1), out->capacity - out->len)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		out->len += (size_t)got;
		if (out->len > most) {
			errno = EFBIG;
			return false;
		}
	}
	return true;
}

bool document_read(struct str path, struct buf *out, struct diag *diag)
{
	int fd = open(path.at, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	bool good;

	if (fd < 0)
		return unreadable(path, errno, diag);
	if (fstat(fd, &st) != 0)
		good = unreadable(path, errno, diag);
	else
		good = check_kind(path, &st, diag) && (read_all(fd, (uint64_t)st.st_size, out) || unreadable(path, errno, diag));
	close(fd);
	return good;
}

bool document_exists(struct str path)
{
	struct stat st;

	return stat(path.at, &st) == 0;
}
