#include "model/site.h"

#include "base/map.h"

struct table *site_table(const struct site *site, struct str name)
{
	return map_find(site->tables, name);
}

const struct collection *site_collection(const struct site *site, struct str name)
{
	for (size_t i = 0; i < site->collection_count; i++)
		if (str_equal(site->collections[i].name, name))
			return &site->collections[i];
	return NULL;
}

const struct words *site_words(const struct site *site, struct str lang)
{
	for (size_t i = 0; i < site->words_count; i++)
		if (str_equal(site->words[i].lang, lang))
			return &site->words[i];
	return NULL;
}

const struct settings_value *settings_value_find(const struct settings_value *map, struct str name)
{
	for (size_t i = 0; map && map->kind == SETTINGS_MAP && i < map->count; i++)
		if (str_equal(map->items[i].name, name))
			return &map->items[i];
	return NULL;
}

const struct theme_file *theme_find(const struct theme *theme, struct str name)
{
	size_t low = 0, high = theme->file_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (str_compare(theme->files[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < theme->file_count && str_equal(theme->files[low].name, name) ? &theme->files[low] : NULL;
}

const struct word *words_find(const struct words *words, struct str key)
{
	return map_find(words->messages, key);
}
