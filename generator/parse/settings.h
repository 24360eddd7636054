/* parse/settings.h - YAML (by libyaml) and JSON, which is read as YAML, to a tree that knows where everything stands.
 * Scalars keep their text; what a scalar means is the reader's business (setting_bool, setting_integer …): YAML 1.2 core schema, so
 * `no` is a text and 010 is ten. Duplicate keys, anchors, aliases, tags, more than SETTINGS_DEPTH levels and several documents are errors. */
#ifndef PARSE_SETTINGS_H
#define PARSE_SETTINGS_H

#include "base/diag.h"

struct arena;

enum { SETTINGS_DEPTH = 24, SETTINGS_BYTES_MOST = 4 << 20, SETTINGS_VALUES_MOST = 200000 };

enum setting_kind { SETTING_TEXT, SETTING_LIST, SETTING_MAP };

struct setting {
	enum setting_kind kind;
	bool plain;              /* a text without quotes: only such a one may be a number, a boolean or null */
	struct str key;          /* its name in the map it is in, or "" */
	struct str text;         /* of a text */
	struct place at;         /* of the value */
	struct place key_at;     /* of the key */
	size_t count;            /* of a list or a map, in the order written */
	struct setting *items;
	struct setting *parent;  /* or NULL */
};

/* Reads one document, which must be a map; an empty one is an empty map. `first_line` is the line of the file where `text` begins (front
 * matter: 2). NULL when it is wrong, and then reported. Everything in the arena, `path` excepted: borrowed. */
struct setting *settings_read(struct arena *arena, struct str text, struct str path, uint32_t first_line, struct diag *diag);
/* Splits a Markdown file: front matter between `---` lines, read as above, or an empty map when there is none; `body` is the rest and
 * `body_line` the line where it begins. NULL when it is wrong, and then reported. */
struct setting *settings_front(struct arena *arena, struct str text, struct str path, struct str *body, uint32_t *body_line,
	struct diag *diag);

/* The value under `key` in a map; NULL when it is not there, is null, or `map` is NULL or no map. */
const struct setting *setting_find(const struct setting *map, const char *key);
bool setting_null(const struct setting *s);
/* Each gives `otherwise` when `s` is NULL, and reports and gives `otherwise` when it is of another kind. */
struct str setting_text(const struct setting *s, struct str otherwise, struct diag *diag);
bool setting_bool(const struct setting *s, bool otherwise, struct diag *diag);
int64_t setting_integer(const struct setting *s, int64_t otherwise, struct diag *diag);
/* A list or map, or NULL: reported when `s` is there and is something else. A single text where a list is wanted is not a list. */
const struct setting *setting_list(const struct setting *s, struct diag *diag);
const struct setting *setting_map(const struct setting *s, struct diag *diag);
/* Reports each key of `map` that is not among `known` (ends with NULL), with the nearest right name. Keys that begin with `prefix` pass
 * ("vitrina:" names are ours; "x-" …; NULL for none). False when there was one. */
bool setting_known(const struct setting *map, const char *const *known, const char *prefix, struct diag *diag);

#endif
