/* script/item.h - what the rooms right of script hand to templates, without knowing Lua: a tree of read-only values.
 * Strings and arrays are borrowed for the call that takes them. */
#ifndef SCRIPT_ITEM_H
#define SCRIPT_ITEM_H

#include "base/decimal.h"
#include "base/str.h"

struct table;
struct link;
struct settings_value;

enum item_kind {
	ITEM_NIL, ITEM_BOOL, ITEM_INTEGER, ITEM_DECIMAL,
	ITEM_TEXT,     /* escaped where it is printed */
	ITEM_HTML,     /* safe HTML, printed as it is in text; an error inside an attribute */
	ITEM_ROW,      /* a row of a table */
	ITEM_TABLE,    /* a whole table */
	ITEM_LIST,     /* items[0 … count-1]; index 1 is the first in Lua */
	ITEM_MAP,      /* entries; closed: an unknown name is an error with the nearest right one */
	ITEM_SETTINGS, /* a piece of portal.yaml or of front matter; a missing name is nil */
};

struct item_entry;

struct item {
	enum item_kind kind;
	bool truth;
	int64_t integer;
	struct decimal decimal;
	struct str text;
	const struct table *table;
	uint32_t row;
	const struct item *items;
	const struct item_entry *entries;
	size_t count;
	const struct settings_value *settings;
};

struct item_entry {
	struct str name;
	struct item value;
};

static inline struct item item_text(struct str text) { return (struct item){ .kind = ITEM_TEXT, .text = text }; }
static inline struct item item_html(struct str html) { return (struct item){ .kind = ITEM_HTML, .text = html }; }
static inline struct item item_integer(int64_t n) { return (struct item){ .kind = ITEM_INTEGER, .integer = n }; }
static inline struct item item_bool(bool truth) { return (struct item){ .kind = ITEM_BOOL, .truth = truth }; }
static inline struct item item_row(const struct table *table, uint32_t row)
{
	return (struct item){ .kind = ITEM_ROW, .table = table, .row = row };
}
static inline struct item item_table(const struct table *table) { return (struct item){ .kind = ITEM_TABLE, .table = table }; }
static inline struct item item_list(const struct item *items, size_t count)
{
	return (struct item){ .kind = ITEM_LIST, .items = items, .count = count };
}
static inline struct item item_map(const struct item_entry *entries, size_t count)
{
	return (struct item){ .kind = ITEM_MAP, .entries = entries, .count = count };
}
static inline struct item item_settings(const struct settings_value *settings)
{
	return (struct item){ .kind = ITEM_SETTINGS, .settings = settings };
}

#endif
