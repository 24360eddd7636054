/* export/rdf_private.h - the graph itself, for rdf.c and the two that write it. */
#ifndef EXPORT_RDF_PRIVATE_H
#define EXPORT_RDF_PRIVATE_H

#include "export/rdf.h"

enum rdf_kind { RDF_ADDRESS, RDF_TEXT, RDF_TYPED, RDF_NAMED, RDF_INNER };

struct rdf_statement {
	const char *predicate;
	enum rdf_kind kind;
	struct str text, lang;
	const char *type; /* of a typed text; the name of a named address */
	const struct rdf_node *inner;
};

struct rdf_node {
	struct rdf *rdf;
	struct str address; /* "" has none */
	const char *type;
	struct rdf_statement *statements;
	size_t count, capacity;
};

struct rdf_prefix { const char *prefix, *address; };

struct rdf {
	struct arena *arena;
	struct rdf_prefix *prefixes;
	size_t prefix_count, prefix_capacity;
	struct rdf_node **things;
	size_t thing_count, thing_capacity;
};

/* The first statement of each predicate: those before it have others. */
bool rdf_begins(const struct rdf_node *node, size_t index);
/* The next statement after `index` with the same predicate; `count` when there is none. */
size_t rdf_next(const struct rdf_node *node, size_t index);
/* Appends an address with what may not stand in one percent-encoded. */
void rdf_add_address(struct buf *out, struct str address);

#endif
