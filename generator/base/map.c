/* Open addressing over the positions of a plain array of entries; slots hold position + 1, 0 is free. */
#include "base/map.h"

#include "base/arena.h"

struct map {
	struct arena *arena;
	struct map_entry *entries;
	size_t count, capacity;
	uint32_t *slots;
	size_t mask; /* slots - 1, a power of two; always at least twice the entries */
};

struct map *map_new(struct arena *arena)
{
	struct map *map = arena_new_of(arena, struct map);

	map->arena = arena;
	map->mask = 15;
	map->slots = arena_array(arena, uint32_t, map->mask + 1);
	return map;
}

/* The slot that holds `key`, or the free one where it would go. */
static uint32_t *slot_of(const struct map *map, struct str key)
{
	size_t i = (size_t)str_hash(key) & map->mask;

	while (map->slots[i] && !str_equal(map->entries[map->slots[i] - 1].key, key))
		i = (i + 1) & map->mask;
	return &map->slots[i];
}

void *map_find(const struct map *map, struct str key)
{
	uint32_t position = *slot_of(map, key);

	return position ? map->entries[position - 1].value : NULL;
}

static void grow(struct map *map)
{
	map->mask = map->mask * 2 + 1;
	map->slots = arena_array(map->arena, uint32_t, map->mask + 1);
	for (size_t i = 0; i < map->count; i++)
		*slot_of(map, map->entries[i].key) = (uint32_t)(i + 1);
}

void *map_put(struct map *map, struct str key, void *value)
{
	uint32_t *slot = slot_of(map, key);

	if (*slot)
		return map->entries[*slot - 1].value;
	arena_grow(map->arena, map->entries, map->count, map->capacity);
	map->entries[map->count++] = (struct map_entry){ key, value };
	*slot = (uint32_t)map->count;
	if (map->count * 2 > map->mask)
		grow(map);
	return NULL;
}

void map_set(struct map *map, struct str key, void *value)
{
	uint32_t position = *slot_of(map, key);

	if (position)
		map->entries[position - 1].value = value;
	else
		map_put(map, key, value);
}

size_t map_count(const struct map *map)
{
	return map->count;
}

const struct map_entry *map_entries(const struct map *map)
{
	return map->entries;
}
