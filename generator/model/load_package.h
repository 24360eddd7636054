/* model/load_package.h - a data package's descriptor (Frictionless Data Package v2, v1 accepted; YAML or JSON)
 * to what tables are made after. For the loader, and for the history, which reads the descriptors of old revisions. */
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
	struct mentions fulltext;
	const struct field *previous; /* holds the key that the row had before, or NULL: vitrina:previous */
	struct about *abouts;
	size_t about_count;
	const struct str *paths;    /* files from the site's root, patterns worked out, in byte order within each pattern */
	size_t path_count;
	bool incomplete;            /* some file that it names is not there */
	struct place at;
};

/* Reads the descriptor of `folder` ("data/poa"): datapackage.yaml, .yml or .json. Translations `vitrina:<lang>`
 * are told beside the main language. Also finds model.lua. False when there was an error (reported); resources
 * that could be read are given all the same. `model_text` is copied into the arena. */
bool load_package(struct arena *arena, const struct tree *tree, struct str folder, struct str main_lang,
	struct package **package, struct resource **resources, size_t *count, struct diag *diag);

/* The same from a text that stands alone, as if it were in `folder`: no file that it names is looked for, and its tables have none. */
bool load_descriptor(struct arena *arena, struct str folder, struct str text, struct str main_lang, struct package **package,
	struct resource **resources, size_t *count, struct diag *diag);

/* A resource's `dialect:` (or NULL) and `encoding:` (or NULL). Never fails: what is wrong is reported and left out. */
void load_dialect(struct arena *arena, const struct setting *dialect, const struct setting *encoding, struct dialect *out,
	struct diag *diag);
/* Lets the dialect's null sequence mean that there is no value, in every field. */
void load_null(struct arena *arena, const struct dialect *dialect, struct schema *schema);
/* A resource's `schema:`. What is wrong in it is reported and left out. False when no field is left, and then
 * reported. */
bool load_schema(struct arena *arena, const struct setting *schema, const struct setting *resource,
	struct str main_lang, struct schema *out, struct diag *diag);
/* One of its fields, whose name, place and index are set. Never fails: what is wrong is reported and left out. */
void load_field(struct arena *arena, const struct setting *field, const struct setting *schema,
	struct str main_lang, struct field *out, struct diag *diag);
/* The field called `name`, as the setting `s` has it; NULL when there is none, and then reported. */
const struct field *load_field_named(const struct schema *schema, const struct setting *s, struct str name,
	struct diag *diag);

#endif
