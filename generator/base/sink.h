/* base/sink.h - where made files go. Those who make them know nothing of disks.
 * A sink remembers its first failure: write freely, ask at the end. All calls may come from any thread; a stream belongs to one. */
#ifndef BASE_SINK_H
#define BASE_SINK_H

#include "base/str.h"

struct sink;
struct sink_stream; /* one large file on its way */

/* What a kind of sink does; the first member of the sinks of every room. */
struct sink {
	void (*put)(struct sink *sink, struct str path, struct str bytes);
	struct sink_stream *(*open)(struct sink *sink, struct str path);
	void (*write)(struct sink_stream *stream, struct str bytes);
	void (*close)(struct sink_stream *stream);
};

/* A whole file. `path` is relative, with `/`, UTF-8, no empty, `.` or `..` part; both are borrowed for the call.
 * Each path is put or opened once. */
static inline void sink_put(struct sink *sink, struct str path, struct str bytes) { sink->put(sink, path, bytes); }
/* A file too large to hold: pieces in order, then close. Never NULL. */
static inline struct sink_stream *sink_open(struct sink *sink, struct str path) { return sink->open(sink, path); }
static inline void sink_write(struct sink *sink, struct sink_stream *stream, struct str bytes) { sink->write(stream, bytes); }
static inline void sink_close(struct sink *sink, struct sink_stream *stream) { sink->close(stream); }

#endif
