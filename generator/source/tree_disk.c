/* A folder on disk. Only regular files are read, never through a symbolic link. */
#include "source/tree_private.h"

#include "base/arena.h"
#include "base/buf.h"
#include "source/repository.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDERS_DEEP = 32, LINK_BYTES = 4096 };

struct walk {
	struct tree *tree;
	struct diag *diag;
	struct buf path; /* from the site's root */
};

static void unreadable(struct str path, struct diag *diag)
{
	diag_failure(diag, place_of(path), "unreadable", "can't be read: %s", "no se puede leer: %s", strerror(errno));
}

static void add_link(struct walk *walk, int folder, const char *name)
{
	char target[LINK_BYTES];
	ssize_t len = readlinkat(folder, name, target, sizeof target);
	struct tree_entry *entry;

	if (len < 0) {
		unreadable(buf_str(&walk->path), walk->diag);
		return;
	}
	entry = tree_add(walk->tree, buf_str(&walk->path), walk->diag);
	if (entry)
		entry->link = arena_copy(walk->tree->arena, len ? str_from(target, (size_t)len) : STR("."));
}

static void add_folder(struct walk *walk, int parent, const char *name, int depth);

static bool ignored(struct walk *walk)
{
	return walk->tree->repository && repository_ignores(walk->tree->repository, buf_str(&walk->path));
}

static void add_name(struct walk *walk, int folder, const char *name, int depth)
{
	struct stat st;
	struct tree_entry *entry;

	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
		unreadable(buf_str(&walk->path), walk->diag);
	} else if (ignored(walk)) {
		return;
	} else if (S_ISDIR(st.st_mode)) {
		add_folder(walk, folder, name, depth + 1);
	} else if (S_ISLNK(st.st_mode)) {
		add_link(walk, folder, name);
	} else if (S_ISREG(st.st_mode)) {
		entry = tree_add(walk->tree, buf_str(&walk->path), walk->diag);
		if (entry)
			entry->file.size = (uint64_t)st.st_size;
	} else {
		diag_error(walk->diag, place_of(buf_str(&walk->path)), "special-file", "this is no regular file (a pipe, socket or device)",
			"no es un archivo normal (es una tubería, un socket o un dispositivo)");
		diag_advice(walk->diag, "take it out of the site's folders", "sáquelo de las carpetas del sitio");
	}
}

static bool submodule(struct walk *walk, int folder, int depth)
{
	struct stat st;

	if (depth == 0 || fstatat(folder, ".git", &st, AT_SYMLINK_NOFOLLOW) != 0)
		return false;
	diag_error(walk->diag, place_of(buf_str(&walk->path)), "submodule", "this folder is another repository (a submodule), which is not followed",
		"esta carpeta es otro repositorio (un submódulo), que no se sigue");
	diag_advice(walk->diag, "copy its files into this repository", "copie sus archivos a este repositorio");
	return true;
}

static void add_names(struct walk *walk, DIR *dir, int depth)
{
	struct dirent *entry;
	size_t len = walk->path.len;

	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.' || (depth == 0 && !tree_wants(str_of(entry->d_name))))
			continue;
		if (len)
			buf_byte(&walk->path, '/');
		buf_add(&walk->path, str_of(entry->d_name));
		add_name(walk, dirfd(dir), entry->d_name, depth);
		walk->path.len = len;
	}
}

static void add_folder(struct walk *walk, int parent, const char *name, int depth)
{
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (depth ? O_NOFOLLOW : 0));
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);

	if (!dir) {
		unreadable(walk->path.len ? buf_str(&walk->path) : str_of(name), walk->diag);
		if (fd >= 0)
			close(fd);
		return;
	}
	if (depth > FOLDERS_DEEP)
		diag_error(walk->diag, place_of(buf_str(&walk->path)), "deep-folder", "folders lie more than %d deep here",
			"aquí hay carpetas a más de %d niveles", FOLDERS_DEEP);
	else if (!submodule(walk, fd, depth))
		add_names(walk, dir, depth);
	closedir(dir);
}

/* Finds out what git knows of the folder. False when the repository is there but can't be used. */
static bool find_repository(struct tree *tree, struct diag *diag)
{
	bool broken;

	tree->repository = repository_open(tree->folder, &broken, diag);
	if (broken)
		return false;
	if (tree->repository && repository_bare(tree->repository)) {
		diag_error(diag, place_of(tree->folder), "bare-repository", "this is a bare repository: it has no files to build from",
			"es un repositorio sin archivos (bare): no hay de dónde generar");
		diag_advice(diag, "name a revision: --rev main", "indique una revisión: --rev main");
		return false;
	}
	if (tree->repository && repository_ignores(tree->repository, STR(""))) {
		repository_close(tree->repository);
		tree->repository = NULL;
	}
	if (tree->repository)
		return repository_head(tree->repository, tree, diag);
	diag_note(diag, place_of(STR("")), "no-repository", "'%.*s' is not in a git repository: the site will not say which commit it shows",
		"'%.*s' no está en un repositorio git: el sitio no dirá qué commit muestra", STR_ARG(tree->folder));
	return true;
}

struct tree *tree_open_folder(struct str folder, struct diag *diag)
{
	struct tree *tree = tree_new(folder.len ? folder : STR("."));
	struct walk walk = { .tree = tree, .diag = diag };
	struct stat st;

	if (stat(tree->folder.at, &st) != 0) {
		diag_failure(diag, place_of(tree->folder), "unreadable", "can't be read: %s", "no se puede leer: %s", strerror(errno));
	} else if (find_repository(tree, diag)) {
		add_folder(&walk, AT_FDCWD, tree->folder.at, 0);
		buf_clear(&walk.path);
		tree_finish(tree, diag);
		return tree;
	}
	tree_close(tree);
	return NULL;
}

/* Reads what the file holds now, however long it says it is; fewer bytes than promised is not a fault here. */
static bool read_all(int fd, uint64_t size, struct tree_bytes *out)
{
	struct buf bytes = { 0 };
	ssize_t got;

	buf_reserve(&bytes, size + 1);
	while ((got = read(fd, buf_reserve(&bytes, 1), bytes.capacity - bytes.len)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			buf_clear(&bytes);
			return false;
		}
		bytes.len += (size_t)got;
	}
	out->bytes = buf_str(&bytes);
	out->held = bytes.at;
	return true;
}

bool tree_disk_read(const struct tree *tree, const struct tree_entry *entry, struct tree_bytes *out, struct diag *diag)
{
	struct buf path = { 0 };
	struct stat st;
	int fd;
	bool good;

	buf_printf(&path, "%.*s/%.*s", STR_ARG(tree->folder), STR_ARG(entry->stored));
	buf_byte(&path, '\0');
	fd = open(path.at, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	buf_clear(&path);
	good = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && read_all(fd, (uint64_t)st.st_size, out);
	if (!good)
		unreadable(entry->file.path, diag);
	if (fd >= 0)
		close(fd);
	return good;
}
