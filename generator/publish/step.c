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
#include "publish/step.h"

#include "base/arena.h"
#include "base/buf.h"
#include "publish/files.h"
#include "publish/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define JOURNAL_START "vitrina journal 1\n"
#define JOURNAL_END "end\n"

/* 0 when nothing is at `path` any more, else why it stays. */
static int remove_one(int root, struct str path, int flags)
{
	struct buf text = { 0 };
	size_t folder = files_folder(path);
	int fd, error;

	buf_text(&text, str_part(path, 0, folder));
	fd = folder_enter(root, text.at);
	buf_text(&text, path);
	error = fd >= 0 && unlinkat(fd, text.at + (folder ? folder + 1 : 0), flags) == 0 ? 0 : errno;
	if (fd >= 0)
		close(fd);
	buf_clear(&text);
	return error == ENOENT || error == ENOTDIR ? 0 : error;
}

/* Removes a file of ours and the folders that it leaves empty. */
static bool remove_path(int root, struct str path)
{
	int error = remove_one(root, path, 0);

	while (error == 0 && (path.len = files_folder(path)) > 0)
		error = remove_one(root, path, AT_REMOVEDIR);
	return error == 0 || error == ENOTEMPTY || error == EEXIST;
}

static bool merge(int root, int ours, const char *name)
{
	int from = folder_enter(ours, name);
	bool good = from < 0 || folder_merge(from, root);

	if (from >= 0)
		close(from);
	return good;
}

static bool carry_out(int root, int ours, struct str journal)
{
	struct str rest = str_after(journal, sizeof JOURNAL_START - 1), line;
	bool good = merge(root, ours, "stage");

	while (good && str_next(&rest, '\n', &line) && !str_equal(line, STR("end")))
		good = !files_path_good(line) || remove_path(root, line);
	return good && merge(root, ours, "last") && unlinkat(ours, "journal", 0) == 0;
}

/* Whether a journal is there and whole; one that isn't whole promises nothing. False with an errno: it can't be known. */
static bool read_journal(int ours, struct str *journal, bool *whole)
{
	*whole = false;
	if (!folder_read(ours, "journal", journal))
		return errno == ENOENT;
	*whole = str_starts(*journal, STR(JOURNAL_START)) && str_ends(*journal, STR(JOURNAL_END));
	return true;
}

bool step_complete(int root, int ours)
{
	struct str journal;
	bool whole, good = read_journal(ours, &journal, &whole);

	if (good && whole)
		good = carry_out(root, ours, journal);
	memory_free((void *)(uintptr_t)(journal.len ? journal.at : NULL));
	return good && folder_remove(ours, "stage") && folder_remove(ours, "last") && folder_remove(ours, "journal");
}

bool step_prepare(int ours)
{
	return mkdirat(ours, "stage", 0755) == 0 && mkdirat(ours, "last", 0755) == 0;
}

/* The journal is whole when it has its name. */
static bool write_journal(int ours, struct str text)
{
	int fd;

	unlinkat(ours, "journal.new", 0);
	if (!folder_write(ours, "journal.new", text))
		return false;
	fd = openat(ours, "journal.new", O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	return renameat(ours, "journal.new", ours, "journal") == 0;
}

bool step_promise(int ours, struct str removals)
{
	struct buf journal = { 0 };
	bool good;

	buf_add(&journal, STR(JOURNAL_START));
	buf_add(&journal, removals);
	buf_add(&journal, STR(JOURNAL_END));
	good = write_journal(ours, buf_str(&journal));
	if (!good)
		folder_remove(ours, "journal.new");
	buf_clear(&journal);
	return good;
}

void step_drop(int ours)
{
	folder_remove(ours, "stage");
	folder_remove(ours, "last");
}
