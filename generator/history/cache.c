/* The file is a line that names its form, then records:
 *
 *     key (16 bytes) | length of the value (4) | hash of key, length and value (8) | value
 *
 * numbers with the lowest byte first. It only grows at its end, so that a run that is cut off leaves at worst one record that its hash refuses. */
#include "history/cache.h"

#include "base/arena.h"
#include "base/map.h"

static const struct str form = { "vitrina history 1\n", 18 };

enum { HEAD = CACHE_KEY + 4 + 8, LARGE = 8 << 20 };

struct record {
	struct str value;
	size_t size;
	bool asked;
};

struct cache {
	struct arena *arena;
	struct map *records;
	struct str bytes;
	size_t good;     /* bytes of the file that are sound */
	bool grown;
	struct buf added;
};

static uint64_t get(const char *at, int bytes)
{
	uint64_t number = 0;

	for (int i = bytes; i-- > 0;)
		number = number << 8 | (unsigned char)at[i];
	return number;
}

static void put(char *to, uint64_t number, int bytes)
{
	for (int i = 0; i < bytes; i++, number >>= 8)
		to[i] = (char)number;
}

static uint64_t seal(const char *head, struct str value)
{
	return str_hash(str_from(head, CACHE_KEY + 4)) * 0x9e3779b97f4a7c15u + str_hash(value);
}

void cache_key(struct str what, unsigned char key[CACHE_KEY])
{
	char *bytes = (char *)key;
	char first[8];
	uint64_t one = str_hash(what);

	put(first, one, 8);
	put(bytes, one, 8);
	put(bytes + 8, str_hash(str_from(first, 8)) ^ (str_hash(str_after(what, 1)) + 0x9e3779b97f4a7c15u * what.len), 8);
}

static bool read_record(struct cache *cache, size_t *at)
{
	const char *head = cache->bytes.at + *at;
	struct record *record;
	struct str value;
	size_t len;

	if (cache->bytes.len - *at < HEAD)
		return false;
	len = (size_t)get(head + CACHE_KEY, 4);
	if (cache->bytes.len - *at - HEAD < len)
		return false;
	value = str_from(head + HEAD, len);
	if (get(head + CACHE_KEY + 4, 8) != seal(head, value))
		return false;
	record = arena_new_of(cache->arena, struct record);
	*record = (struct record){ .value = value, .size = HEAD + len };
	map_set(cache->records, str_from(head, CACHE_KEY), record);
	*at += HEAD + len;
	return true;
}

struct cache *cache_open(struct str bytes)
{
	struct arena *arena = arena_new();
	struct cache *cache = arena_new_of(arena, struct cache);

	*cache = (struct cache){ .arena = arena, .records = map_new(arena), .bytes = bytes };
	if (str_starts(bytes, form))
		for (cache->good = form.len; cache->good < bytes.len && read_record(cache, &cache->good);)
			;
	return cache;
}

void cache_close(struct cache *cache)
{
	if (!cache)
		return;
	buf_clear(&cache->added);
	arena_free(cache->arena);
}

bool cache_find(struct cache *cache, const unsigned char key[CACHE_KEY], struct str *value)
{
	struct record *record = map_find(cache->records, str_from((const char *)key, CACHE_KEY));

	if (!record)
		return false;
	record->asked = true;
	*value = record->value;
	return true;
}

static void write_record(struct buf *out, struct str key, struct str value)
{
	char head[HEAD];

	memcpy(head, key.at, CACHE_KEY);
	put(head + CACHE_KEY, value.len, 4);
	put(head + CACHE_KEY + 4, seal(head, value), 8);
	buf_add(out, str_from(head, HEAD));
	buf_add(out, value);
}

void cache_add(struct cache *cache, const unsigned char key[CACHE_KEY], struct str value)
{
	struct str name = arena_copy(cache->arena, str_from((const char *)key, CACHE_KEY));
	struct record *record;

	if (value.len > UINT32_MAX)
		return;
	record = arena_new_of(cache->arena, struct record);
	*record = (struct record){ .value = arena_copy(cache->arena, value), .size = HEAD + value.len, .asked = true };
	map_set(cache->records, name, record);
	write_record(&cache->added, name, value);
	cache->grown = true;
}

bool cache_result(struct cache *cache, size_t *keep, struct buf *add)
{
	const struct map_entry *entries = map_entries(cache->records);
	size_t asked = 0, count = map_count(cache->records);

	*keep = cache->good;
	for (size_t i = 0; i < count; i++)
		if (((const struct record *)entries[i].value)->asked)
			asked += ((const struct record *)entries[i].value)->size;
	if (cache->good + cache->added.len > LARGE && asked < (cache->good + cache->added.len) / 2) {
		*keep = 0;
		buf_add(add, form);
		for (size_t i = 0; i < count; i++)
			if (((const struct record *)entries[i].value)->asked)
				write_record(add, entries[i].key, ((const struct record *)entries[i].value)->value);
		return true;
	}
	if (cache->good == 0)
		buf_add(add, form);
	buf_add(add, buf_str(&cache->added));
	return cache->grown || cache->good < cache->bytes.len;
}
