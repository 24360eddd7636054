/* base/map.h - from names to pointers, in the arena. Keys are borrowed and must outlive the map.
 * Order is that of insertion, so that nothing made from a map depends on hashes. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/str.h"

struct arena;
struct map;

struct map_entry {
	struct str key;
	void *value;
};

struct map *map_new(struct arena *arena);
/* The value kept under `key`, or NULL. */
void *map_find(const struct map *map, struct str key);
/* Keeps `value` (not NULL) under `key`. When the key is there already, changes nothing and returns the value it has; else NULL. */
void *map_put(struct map *map, struct str key, void *value);
/* Puts `value` in the place of what `key` had, or adds it. */
void map_set(struct map *map, struct str key, void *value);
size_t map_count(const struct map *map);
/* Entries in order of insertion; borrowed until the next put. */
const struct map_entry *map_entries(const struct map *map);

#endif
