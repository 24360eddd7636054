/* publish/compress.h - a sink that puts compressed copies beside text files, for servers that send them as they are: x.html.gz, x.html.br. They are
 * files of the site like any other: in the manifest, in SHA256SUMS, removed with it. No time and no name is in them, so they are the same bytes
 * whenever they are made. */
#ifndef PUBLISH_COMPRESS_H
#define PUBLISH_COMPRESS_H

#include "base/sink.h"

enum { COMPRESS_OVER_MOST = 1 << 20 }; /* a file that comes in pieces is larger than any limit */

struct compress_options {
	bool gzip, brotli;
	uint64_t over; /* smaller files have no copies; at most COMPRESS_OVER_MOST */
};

struct compress;

/* Everything goes on to `under`, borrowed; receipts are those of the files themselves. */
struct compress *compress_new(struct sink *under, const struct compress_options *options);
struct sink *compress_sink(struct compress *compress);
void compress_free(struct compress *compress); /* NULL is fine */

/* Whether the file at `path` is text that shrinks: by its ending. */
bool compress_wants(struct str path);

#endif
