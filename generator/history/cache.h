/* history/cache.h - results kept from one run to the next, as bytes that somebody else puts in a file. What is damaged or foreign is as if
 * it were not
 * there: everything in it can be worked out again. */
#ifndef HISTORY_CACHE_H
#define HISTORY_CACHE_H

#include "base/buf.h"

struct cache;

enum { CACHE_KEY = 16 };

/* `bytes` is what the file holds, borrowed for as long as the cache; "" for none. */
struct cache *cache_open(struct str bytes);
void cache_close(struct cache *cache); /* NULL is fine */
/* The value kept under a key, borrowed until the next cache_add. */
bool cache_find(struct cache *cache, const unsigned char key[CACHE_KEY], struct str *value);
void cache_add(struct cache *cache, const unsigned char key[CACHE_KEY], struct str value);
/* What the file must become: its first `keep` bytes as they are, then these. True when that is another thing than it is. When most of a large
 * file was not asked for, it is written anew without that. */
bool cache_result(struct cache *cache, size_t *keep, struct buf *add);

/* Two hashes of 64 bits of what a result depends on. */
void cache_key(struct str what, unsigned char key[CACHE_KEY]);

#endif
