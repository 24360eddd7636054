/* publish/folder.h - folders held by descriptors, so that nothing is ever reached through a symbolic link that somebody put in the way. */
#ifndef PUBLISH_FOLDER_H
#define PUBLISH_FOLDER_H

#include "base/str.h"

/* Paths are relative to `root`, NUL-terminated, without `.` or `..` parts. All give errno on failure. */

/* The folder at `path` ("" is root itself), as a new descriptor; -1 when there is none, or a part of the path is no folder
 * (ENOTDIR, also for a link). */
int folder_enter(int root, const char *path);
/* Makes the folder and those above it, below a root that is ours alone. */
bool folder_make(int root, const char *path);
/* Writes a new file. */
bool folder_write(int root, const char *path, struct str bytes);
/* The file `name` in `folder` is a regular one and holds exactly `bytes`. */
bool folder_holds(int folder, const char *name, struct str bytes);
/* Two regular files hold the same bytes. */
bool folder_alike(int folder, const char *name, int other_root, const char *other);
/* Removes what is at `name`, with all below it. True when nothing is left. */
bool folder_remove(int folder, const char *name);
/* Moves everything in `from` into `to`: whole folders where `to` has none of that name, else what is in them. Moved
 * folders of `from` are gone, others stay empty. */
bool folder_merge(int from, int to);
/* A regular file, open for reading; -1 when there is none, or something else is there, and then without waiting for it. */
int folder_open_regular(int folder, const char *name);
/* Reads up to `size` bytes; fewer only at the end or on failure. */
size_t folder_read_some(int fd, char *to, size_t size);
/* The whole file, in memory of the caller's (memory_free); false when it can't be read. */
bool folder_read(int folder, const char *name, struct str *bytes);
/* Nothing is in it but, perhaps, `but`. */
bool folder_empty(int folder, const char *but);

#endif
