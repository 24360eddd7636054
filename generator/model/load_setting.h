/* model/load_setting.h - what the loaders of settings and descriptors share. Private to them. */
#ifndef MODEL_LOAD_SETTING_H
#define MODEL_LOAD_SETTING_H

#include "base/diag.h"
#include "model/phrase.h"
#include "model/site.h"

struct arena;
struct setting;

/* The shape of a BCP 47 language tag: two or three letters, then parts of letters and digits ("es", "es-MX",
 * "zh-Hant"). */
bool lang_good(struct str text);
/* A name that templates can write: letters, digits and `_`, no digit first. */
bool name_good(struct str text);
/* `text` with what no name can hold replaced by `_`. */
struct str name_from(struct arena *arena, struct str text);

/* A text in languages: a plain text is the main language's; a map {es: …, en: …} tells several. `owner` is the
 * map that may hold `vitrina:<lang>` maps with a translation under `key`; or NULL. The main language comes
 * first. */
struct phrase load_phrase(struct arena *arena, const struct setting *value, const struct setting *owner,
	const char *key, struct str main_lang, struct diag *diag);
/* A list of texts, or a single text where the standard allows one; items may be maps with a `value`. NULL and
 * no texts when `s` is NULL. What is something else is reported and left out. */
const struct str *load_texts(struct arena *arena, const struct setting *s, size_t *count, struct diag *diag);
/* Names that other rooms know, with their places. */
struct mentions load_mentions(struct arena *arena, const struct setting *s, struct diag *diag);
/* Goes through the names in a map of a descriptor. The standard lets anyone add properties, so an unknown one
 * is only told, as a warning, when it is a near miss of one in `known` (ends with NULL). What begins with
 * `vitrina:` is ours: it is an error unless it is in `ours` (without the prefix; ends with NULL) or a language. */
void load_names(const struct setting *map, const char *const *known, const char *const *ours, struct diag *diag);
/* After an error: "did you mean …?", when a candidate is near enough. */
void load_nearest(struct str word, const struct str *candidates, size_t count, struct diag *diag);

#endif
