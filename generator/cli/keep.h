/* cli/keep.h - the file in .vitrina/ that results of the history are kept in. All of it can be worked out again: what can't be read or
 * written is done without. */
#ifndef CLI_KEEP_H
#define CLI_KEEP_H

#include "base/str.h"

struct cache;
struct keep;

/* `folder` is the site's. Never NULL. */
struct keep *keep_open(struct str folder);
struct cache *keep_cache(struct keep *keep);
/* Writes what is new. */
void keep_close(struct keep *keep);
/* Ends it and writes nothing. */
void keep_leave(struct keep *keep);

#endif
