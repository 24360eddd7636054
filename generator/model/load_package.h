/* model/load_package.h - a data package's descriptor (Frictionless Data Package v2, v1 accepted; YAML or JSON) to what tables are made after.
 * Private to the loader. */
#ifndef MODEL_LOAD_PACKAGE_H
#define MODEL_LOAD_PACKAGE_H

#include "model/site.h"
#include "model/table_private.h"

struct tree;
struct setting;

/* What a descriptor says of one table, before its files are read. Everything in the arena. */
struct resource {
	struct str name, singular;
	struct str folder;          /* of the package */
	struct phrase title, description;
	struct schema schema;       /* field_count == stored_count */
	struct dialect dialect;
	const struct field *label;  /* never NULL */
	const struct order *order;
	size_t order_count;
	const struct str *paths;    /* files from the site's root, patterns worked out, in byte order within each pattern */
	size_t path_count;
	struct place at;
};

/* Reads the descriptor of `folder` ("data/poa"): datapackage.yaml, .yml or .json. Translations `vitrina:<lang>` are told beside the main
 * language. Also finds model.lua. False when there was an error (reported); resources that could be read are given all the same. `model_text` is
 * copied into the arena. */
bool load_package(struct arena *arena, const struct tree *tree, struct str folder, struct str main_lang, struct package **package,
	struct resource **resources, size_t *count, struct diag *diag);

/* model/load_schema.c: a resource's `schema:`. `at_resource` names it in messages. */
bool load_schema(struct arena *arena, const struct setting *schema, const struct setting *resource, struct str main_lang, struct schema *out,
	struct diag *diag);
/* A text in languages: a plain text is the main language's; a map {es: …, en: …} tells several. `owner` is the map that may hold `vitrina:<lang>`
 * maps with a translation under `key`; or NULL. */
struct phrase load_phrase(struct arena *arena, const struct setting *value, const struct setting *owner, const char *key, struct str main_lang,
	struct diag *diag);

#endif
