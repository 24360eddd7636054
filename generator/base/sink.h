/* base/sink.h - where made files go. Those who make them know nothing of disks.
 * A sink remembers its first failure: write freely, ask at the end. All calls may come from any thread; a stream belongs to one. */
#ifndef BASE_SINK_H
#define BASE_SINK_H

#include "base/str.h"

struct sink;
struct sink_stream; /* one large file on its way */

enum { SINK_SHA256 = 32 };

/* What a sink tells of a file it took, so that nobody counts or hashes it again. */
struct receipt {
	uint64_t bytes;
	unsigned char sha256[SINK_SHA256];
};

/* What a kind of sink does; the first member of the sinks of every room. */
struct sink {
	struct receipt (*put)(struct sink *sink, struct str path, struct str bytes);
	struct sink_stream *(*open)(struct sink *sink, struct str path);
	void (*write)(struct sink_stream *stream, struct str bytes);
	struct receipt (*close)(struct sink_stream *stream);
};

/* A whole file. `path` is relative, with `/`, UTF-8, no empty, `.` or `..` part; both are borrowed for the call.
 * Each path is put or opened once. */
static inline struct receipt sink_put(struct sink *sink, struct str path, struct str bytes) { return sink->put(sink, path, bytes); }
/* A file too large to hold: pieces in order, then close. Never NULL. */
static inline struct sink_stream *sink_open(struct sink *sink, struct str path) { return sink->open(sink, path); }
static inline void sink_write(struct sink *sink, struct sink_stream *stream, struct str bytes) { sink->write(stream, bytes); }
static inline struct receipt sink_close(struct sink *sink, struct sink_stream *stream) { return sink->close(stream); }

#endif
