/* model/load_package.h - a data package's descriptor: Frictionless Data Package v2 (v1 accepted) with a Table Schema per resource, in
 * YAML or JSON. https://datapackage.org/standard/data-package/ and …/table-schema/. Private to the room's loaders. */
#ifndef MODEL_LOAD_PACKAGE_H
#define MODEL_LOAD_PACKAGE_H

#include "base/diag.h"
#include "model/schema.h"

struct arena;
struct package;
struct tree;

/* A field that rows are sorted by: vitrina:order, where "-field" is descending. */
struct resource_order {
	const struct field *field;
	bool descending;
};

/* One resource as declared; the loader of tables makes a table of it. Everything in the arena. */
struct resource {
	struct str name, singular;     /* singular: vitrina:singular, else the name */
	struct phrase title, description; /* the title is never empty: the name stands in */
	struct schema schema;          /* names of steps are given: foreign_key.forward may be "" (no step), reverse too */
	struct dialect dialect;
	const struct field *label;     /* vitrina:label, or NULL */
	const struct resource_order *order;
	size_t order_count;
	const struct str *paths;       /* files of the tree, from the site's root; globs are worked out, in byte order; at least one */
	size_t path_count;
	struct place at;
};

/* Reads the descriptor in `folder` ("data/poa"): datapackage.yaml, .yml or .json. `main_lang` is the language of its titles. Fills a package, but
 * for its tables, and one resource for each table, in the descriptor's order. False when something was reported as an error;
 * *resources then holds those that are sound enough to be read all the same (maybe none), so that their rows are checked too. */
bool load_package(struct arena *arena, const struct tree *tree, struct str folder, struct str main_lang, struct place at,
	struct package **package, struct resource ***resources, size_t *count, struct diag *diag);

#endif
