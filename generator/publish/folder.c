#include "publish/folder.h"

#include "base/arena.h"
#include "base/buf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDER_FLAGS = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, PIECE = 64 << 10 };

int folder_enter(int root, const char *path)
{
	struct str rest = str_of(path), part;
	int at = fcntl(root, F_DUPFD_CLOEXEC, 0), next;
	char name[256];

	while (at >= 0 && rest.len && str_next(&rest, '/', &part)) {
		if (part.len >= sizeof name) {
			close(at);
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(name, part.at, part.len);
		name[part.len] = '\0';
		next = openat(at, name, FOLDER_FLAGS);
		if (next < 0 && errno == ELOOP)
			errno = ENOTDIR;
		close(at);
		at = next;
	}
	return at;
}

bool folder_make(int root, const char *path)
{
	struct buf part = { 0 };
	bool good = true;

	if (mkdirat(root, path, 0755) == 0 || errno == EEXIST)
		return true;
	if (errno != ENOENT)
		return false;
	for (size_t i = 0; good && path[i]; i++) {
		buf_byte(&part, path[i]);
		if (path[i + 1] != '/' && path[i + 1] != '\0')
			continue;
		buf_byte(&part, '\0');
		good = mkdirat(root, part.at, 0755) == 0 || errno == EEXIST;
		part.len--;
	}
	buf_clear(&part);
	return good;
}

static bool write_all(int fd, struct str bytes)
{
	while (bytes.len) {
		ssize_t done = write(fd, bytes.at, bytes.len);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		bytes = str_after(bytes, (size_t)done);
	}
	return true;
}

bool folder_write(int root, const char *path, struct str bytes)
{
	int fd = openat(root, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644), saved;
	bool good;

	if (fd < 0)
		return false;
	good = write_all(fd, bytes);
	saved = errno;
	if (close(fd) != 0 && good)
		return false;
	errno = saved;
	return good;
}

int folder_open_regular(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	struct stat st;

	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		return fd;
	if (fd >= 0)
		close(fd);
	if (fd >= 0 || errno == ELOOP) /* a folder, a pipe, a link: not the file that was looked for */
		errno = ENOENT;
	return -1;
}

static int open_sized(int folder, const char *name, uint64_t *size)
{
	int fd = folder_open_regular(folder, name);
	struct stat st;

	*size = fd >= 0 && fstat(fd, &st) == 0 ? (uint64_t)st.st_size : 0;
	return fd;
}

size_t folder_read_some(int fd, char *to, size_t size)
{
	size_t got = 0;

	while (got < size) {
		ssize_t n = read(fd, to + got, size - got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		got += (size_t)n;
	}
	return got;
}

bool folder_holds(int folder, const char *name, struct str bytes)
{
	uint64_t size;
	int fd = open_sized(folder, name, &size);
	char piece[PIECE];
	bool same = fd >= 0 && size == bytes.len;

	while (same && bytes.len) {
		size_t got = folder_read_some(fd, piece, bytes.len < PIECE ? bytes.len : PIECE);

		same = got > 0 && memcmp(piece, bytes.at, got) == 0;
		bytes = str_after(bytes, got);
	}
	if (fd >= 0)
		close(fd);
	return same;
}

bool folder_alike(int folder, const char *name, int other_root, const char *other)
{
	uint64_t size, other_size;
	int a = open_sized(folder, name, &size), b = open_sized(other_root, other, &other_size);
	bool same = a >= 0 && b >= 0 && size == other_size;
	char *pieces = memory_resize(NULL, 2 * PIECE);

	while (same && size > 0) {
		size_t got = folder_read_some(a, pieces, PIECE);

		same = got > 0 && folder_read_some(b, pieces + PIECE, PIECE) == got && memcmp(pieces, pieces + PIECE, got) == 0;
		size -= same ? got : size;
	}
	memory_free(pieces);
	if (a >= 0)
		close(a);
	if (b >= 0)
		close(b);
	return same;
}

bool folder_read(int folder, const char *name, struct str *bytes)
{
	uint64_t size;
	int fd = open_sized(folder, name, &size);
	char *held;

	*bytes = STR("");
	if (fd < 0)
		return false;
	held = memory_resize(NULL, size + 1);
	*bytes = str_from(held, folder_read_some(fd, held, size));
	close(fd);
	if (bytes->len == size)
		return true;
	memory_free(held);
	*bytes = STR("");
	return false;
}

static bool dots(const char *name)
{
	return name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'));
}

bool folder_remove(int folder, const char *name)
{
	struct dirent *entry;
	bool good = true;
	DIR *dir;
	int fd;

	if (unlinkat(folder, name, 0) == 0 || errno == ENOENT)
		return true;
	if (errno != EISDIR && errno != EPERM)
		return false;
	fd = openat(folder, name, FOLDER_FLAGS);
	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir)
		return false;
	while ((entry = readdir(dir)))
		if (!dots(entry->d_name))
			good = folder_remove(dirfd(dir), entry->d_name) && good;
	closedir(dir);
	return good && unlinkat(folder, name, AT_REMOVEDIR) == 0;
}

bool folder_empty(int folder, const char *but)
{
	int fd = openat(folder, ".", FOLDER_FLAGS);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	bool empty = true;

	while (dir && empty && (entry = readdir(dir)))
		empty = dots(entry->d_name) || strcmp(entry->d_name, but) == 0;
	if (dir)
		closedir(dir);
	return empty;
}

static bool merge_name(int from, int to, const char *name)
{
	struct stat st, there;
	int inner_from, inner_to;
	bool good;

	if (fstatat(from, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return false;
	if (!S_ISDIR(st.st_mode) || fstatat(to, name, &there, AT_SYMLINK_NOFOLLOW) != 0)
		return renameat(from, name, to, name) == 0;
	inner_from = openat(from, name, FOLDER_FLAGS);
	inner_to = openat(to, name, FOLDER_FLAGS);
	good = inner_from >= 0 && inner_to >= 0 && folder_merge(inner_from, inner_to);
	if (inner_from >= 0)
		close(inner_from);
	if (inner_to >= 0)
		close(inner_to);
	return good;
}

bool folder_merge(int from, int to)
{
	int fd = openat(from, ".", FOLDER_FLAGS);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	bool good = dir != NULL;

	while (good && (entry = readdir(dir)))
		good = dots(entry->d_name) || merge_name(from, to, entry->d_name);
	if (dir)
		closedir(dir);
	return good;
}
