/* publish/files.h - what a site is made of: the list behind manifest.json and SHA256SUMS. */
#ifndef PUBLISH_FILES_H
#define PUBLISH_FILES_H

#include "publish/publish.h"

struct arena;
struct buf;

enum { SHA256_BYTES = SINK_SHA256 };

struct file {
	struct str path;
	uint64_t bytes;
	unsigned char sha256[SHA256_BYTES];
};

/* Appends manifest.json: fixed order of names, one file a line. `files` are sorted. */
void files_manifest(const struct publish_origin *origin, const struct file *files, size_t count, struct buf *out);
/* Appends SHA256SUMS, as sha256sum(1) writes and checks it. */
void files_sums(const struct file *files, size_t count, struct buf *out);
/* The paths in a SHA256SUMS of ours, in order; views of `text`, the list in the arena. False when a line is not one that we write. */
bool files_read(struct arena *arena, struct str text, struct str **paths, size_t *count);
/* Whether a manifest.json is ours. */
bool files_ours(struct str manifest);
/* A relative path with no empty, `.`, `..` or control part: the only ones that are published. */
bool files_path_good(struct str path);
/* Length of the folder part of a path, without the slash before the name; 0 when it has none. */
size_t files_folder(struct str path);
/* For qsort and bsearch over struct file. */
int files_by_path(const void *left, const void *right);

#endif
