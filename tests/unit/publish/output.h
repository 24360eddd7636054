/* unit/publish/output.h - a folder of one test's own, and looks into it. */
#ifndef UNIT_PUBLISH_OUTPUT_H
#define UNIT_PUBLISH_OUTPUT_H

#include "base/arena.h"
#include "base/str.h"
#include "publish/folder.h"

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

struct output {
	char path[64];
	int root;
};

static inline struct output output_open(void)
{
	struct output output = { .path = "/tmp/vitrina-publish-XXXXXX" };

	if (!mkdtemp(output.path))
		abort();
	output.root = open(output.path, O_RDONLY | O_DIRECTORY);
	return output;
}

static inline int output_unlink(const char *path, const struct stat *info, int kind, struct FTW *where)
{
	(void)info, (void)kind, (void)where;
	return remove(path);
}

static inline void output_close(struct output *output)
{
	close(output->root);
	nftw(output->path, output_unlink, 8, FTW_DEPTH | FTW_PHYS);
}

/* Writes a file that vitrina did not make, below a folder that is there. */
static inline void output_plant(const struct output *output, const char *path, const char *text)
{
	if (!folder_write(output->root, path, str_of(text)))
		abort();
}

static inline bool output_has(const struct output *output, const char *path)
{
	return faccessat(output->root, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static inline void output_expect(const struct output *output, const char *path, const char *text)
{
	struct str bytes;

	if (!folder_read(output->root, path, &bytes))
		fail_msg("there is no '%s'", path);
	if (!str_equal(bytes, str_of(text)))
		fail_msg("'%s' holds '%.*s', not '%s'", path, (int)bytes.len, bytes.at, text);
	memory_free((void *)(uintptr_t)bytes.at);
}

#endif
