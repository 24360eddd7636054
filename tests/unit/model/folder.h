/* unit/model/folder.h - a site on disk for one test: files given as text, read through the real tree. */
#ifndef UNIT_MODEL_FOLDER_H
#define UNIT_MODEL_FOLDER_H

#include "base/diag.h"
#include "base/str.h"
#include "source/tree.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct folder_file {
	const char *path; /* NULL ends a list */
	const char *text;
};

struct folder {
	char path[64];
	struct tree *tree;
};

static inline void folder_write(const struct folder *folder, const char *path, struct str bytes)
{
	char full[512];
	FILE *file;

	snprintf(full, sizeof full, "%s/%s", folder->path, path);
	for (char *p = full + strlen(folder->path) + 1; *p; p++) {
		if (*p != '/')
			continue;
		*p = 0;
		mkdir(full, 0777);
		*p = '/';
	}
	file = fopen(full, "w");
	if (!file || fwrite(bytes.at, 1, bytes.len, file) != bytes.len || fclose(file) != 0)
		abort();
}

/* The tree of a new temporary folder that holds these files; what opening it has to tell is dropped. */
static inline struct folder folder_open(const struct folder_file *files)
{
	struct folder folder = { .path = "/tmp/vitrina-model-XXXXXX" };
	struct diag *unheard = diag_new(LANG_EN);

	if (!mkdtemp(folder.path))
		abort();
	for (; files->path; files++)
		folder_write(&folder, files->path, str_of(files->text));
	folder.tree = tree_open_folder(str_of(folder.path), unheard);
	if (!folder.tree)
		abort();
	diag_free(unheard);
	return folder;
}

static inline int folder_remove(const char *path, const struct stat *info, int kind, struct FTW *where)
{
	(void)info, (void)kind, (void)where;
	return remove(path);
}

static inline void folder_close(struct folder *folder)
{
	tree_close(folder->tree);
	nftw(folder->path, folder_remove, 8, FTW_DEPTH | FTW_PHYS);
}

#endif
