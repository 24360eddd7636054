#include "export/scratch.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

struct scratch {
	struct arena *arena;
	const char *folder, *path;
	int fd;           /* open while bytes are added, else -1 */
	int failed_errno; /* 0: nothing failed */
};

struct scratch *scratch_open(struct diag *diag)
{
	const char *base = getenv("TMPDIR");
	struct arena *arena = arena_new();
	struct scratch *scratch = arena_new_of(arena, struct scratch);
	struct str folder = arena_printf(arena, "%s/vitrina.XXXXXX", base && *base ? base : "/tmp");

	scratch->arena = arena;
	scratch->fd = -1;
	scratch->folder = folder.at;
	if (!mkdtemp((char *)(uintptr_t)folder.at)) {
		scratch_fail(scratch, strerror(errno), diag);
		arena_free(arena);
		return NULL;
	}
	scratch->path = arena_printf(arena, "%s/file", folder.at).at;
	return scratch;
}

const char *scratch_folder(const struct scratch *scratch)
{
	return scratch->folder;
}

const char *scratch_path(const struct scratch *scratch)
{
	return scratch->path;
}

bool scratch_fail(const struct scratch *scratch, const char *what, struct diag *diag)
{
	diag_failure(diag, place_of(str_of(scratch->folder)), "scratch", "can't be written: %s", "no se puede escribir: %s", what);
	diag_advice(diag, "make room there, or name another folder for temporary files in TMPDIR",
		"haga lugar ahí, o indique en TMPDIR otra carpeta para archivos temporales");
	return false;
}

void scratch_add(struct scratch *scratch, struct str bytes)
{
	if (scratch->fd < 0 && !scratch->failed_errno)
		scratch->fd = open(scratch->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (scratch->fd < 0 && !scratch->failed_errno)
		scratch->failed_errno = errno;
	while (bytes.len && !scratch->failed_errno) {
		ssize_t done = write(scratch->fd, bytes.at, bytes.len);

		if (done >= 0)
			bytes = str_after(bytes, (size_t)done);
		else if (errno != EINTR)
			scratch->failed_errno = errno;
	}
}

bool scratch_added(struct scratch *scratch, struct diag *diag)
{
	if (scratch->fd >= 0 && close(scratch->fd) != 0 && !scratch->failed_errno)
		scratch->failed_errno = errno;
	scratch->fd = -1;
	return !scratch->failed_errno || scratch_fail(scratch, strerror(scratch->failed_errno), diag);
}

/* Reads until the buffer's end or the file's. */
static ssize_t read_piece(int fd, struct buf *out)
{
	ssize_t got;

	do
		got = read(fd, buf_reserve(out, FORMAT_FLUSH), FORMAT_FLUSH);
	while (got < 0 && errno == EINTR);
	if (got > 0)
		out->len += (size_t)got;
	return got;
}

bool scratch_give(struct scratch *scratch, const struct format_out *to, struct diag *diag)
{
	int fd = open(scratch->path, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : 0;

	while (fd >= 0 && (got = read_piece(fd, to->out)) > 0)
		format_check(to);
	if (got < 0)
		scratch_fail(scratch, strerror(errno), diag);
	if (fd >= 0)
		close(fd);
	return got == 0;
}

void scratch_close(struct scratch *scratch)
{
	if (!scratch)
		return;
	if (scratch->fd >= 0)
		close(scratch->fd);
	unlink(scratch->path);
	rmdir(scratch->folder);
	arena_free(scratch->arena);
}
