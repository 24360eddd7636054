/* publish/published_private.h - what the files that look into a published site share. */
#ifndef PUBLISH_PUBLISHED_PRIVATE_H
#define PUBLISH_PUBLISHED_PRIVATE_H

#include "publish/files.h"
#include "publish/published.h"

#include <openssl/evp.h>
#include <pthread.h>

struct arena;

/* The first difference of two files. */
struct difference {
	uint64_t offset;   /* bytes from the start */
	uint32_t line;     /* of the published file, from 1 */
	struct str theirs, ours; /* what stands there in the published and in the new file: some characters of the line, or "" */
};

struct published {
	struct sink sink;        /* first: the sink is the published */
	struct str folder;       /* as the user wrote it; ended by a NUL */
	struct arena *arena;
	struct publish_origin origin;
	struct file *files;      /* of manifest.json, sorted by path */
	size_t count;
	struct str manifest, sums, signature; /* their bytes, the last "" when there is none; owned */
	int root;                /* the folder's descriptor */
	EVP_MD *sha256;

	unsigned char *given;    /* of each file: the new site has it; by its own worker, so without a lock */
	pthread_mutex_t mutex;   /* of what follows */
	size_t others;           /* files that differ, but the first */
	size_t extra;            /* files of the new site that are not published */
	struct str first_extra;  /* the first of them in order, in the arena */
	size_t first;            /* index of the first file that differs; `count` for none */
	struct difference difference; /* of that one; texts in the arena */
};

/* The file at `path`, or NULL. */
struct file *published_find(const struct published *published, struct str path);

#endif
