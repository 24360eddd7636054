/* export/rdf.h - a small graph of statements (RDF), told once and written as Turtle or as JSON-LD, so that the two can't differ.
 * Things stand in the order in which they were made, their statements by predicate in the order in which each first came. */
#ifndef EXPORT_RDF_H
#define EXPORT_RDF_H

#include "base/buf.h"

struct arena;
struct rdf;
struct rdf_node;

/* In the arena. Texts and addresses given later are borrowed until it is written; predicates and types are prefixed names: "dct:title". */
struct rdf *rdf_new(struct arena *arena);
void rdf_prefix(struct rdf *rdf, const char *prefix, const char *address);

/* A thing with an address. */
struct rdf_node *rdf_thing(struct rdf *rdf, struct str address, const char *type);
/* A thing without one, told inside of another. */
struct rdf_node *rdf_inner(struct rdf_node *node, const char *predicate, const char *type);

/* Statements; those with an empty text are left out. */
void rdf_address(struct rdf_node *node, const char *predicate, struct str address);
void rdf_text(struct rdf_node *node, const char *predicate, struct str text, struct str lang); /* `lang` may be "" */
void rdf_typed(struct rdf_node *node, const char *predicate, struct str text, const char *type);
/* An address made of a prefix: "spdx:checksumAlgorithm_sha256". */
void rdf_named(struct rdf_node *node, const char *predicate, const char *name);

void rdf_turtle(const struct rdf *rdf, struct buf *out);
void rdf_jsonld(const struct rdf *rdf, struct buf *out);

#endif
