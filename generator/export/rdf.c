#include "export/rdf.h"

#include "base/arena.h"
#include "export/rdf_private.h"

struct rdf *rdf_new(struct arena *arena)
{
	struct rdf *rdf = arena_new_of(arena, struct rdf);

	rdf->arena = arena;
	return rdf;
}

void rdf_prefix(struct rdf *rdf, const char *prefix, const char *address)
{
	arena_grow(rdf->arena, rdf->prefixes, rdf->prefix_count, rdf->prefix_capacity);
	rdf->prefixes[rdf->prefix_count++] = (struct rdf_prefix){ prefix, address };
}

static struct rdf_node *node_new(struct rdf *rdf, struct str address, const char *type)
{
	struct rdf_node *node = arena_new_of(rdf->arena, struct rdf_node);

	*node = (struct rdf_node){ .rdf = rdf, .address = address, .type = type };
	return node;
}

struct rdf_node *rdf_thing(struct rdf *rdf, struct str address, const char *type)
{
	arena_grow(rdf->arena, rdf->things, rdf->thing_count, rdf->thing_capacity);
	return rdf->things[rdf->thing_count++] = node_new(rdf, address, type);
}

static void add(struct rdf_node *node, struct rdf_statement statement)
{
	arena_grow(node->rdf->arena, node->statements, node->count, node->capacity);
	node->statements[node->count++] = statement;
}

struct rdf_node *rdf_inner(struct rdf_node *node, const char *predicate, const char *type)
{
	struct rdf_node *inner = node_new(node->rdf, STR(""), type);

	add(node, (struct rdf_statement){ .predicate = predicate, .kind = RDF_INNER, .inner = inner });
	return inner;
}

void rdf_address(struct rdf_node *node, const char *predicate, struct str address)
{
	if (address.len)
		add(node, (struct rdf_statement){ .predicate = predicate, .kind = RDF_ADDRESS, .text = address });
}

void rdf_text(struct rdf_node *node, const char *predicate, struct str text, struct str lang)
{
	if (text.len)
		add(node, (struct rdf_statement){ .predicate = predicate, .kind = RDF_TEXT, .text = text, .lang = lang });
}

void rdf_typed(struct rdf_node *node, const char *predicate, struct str text, const char *type)
{
	if (text.len)
		add(node, (struct rdf_statement){ .predicate = predicate, .kind = RDF_TYPED, .text = text, .type = type });
}

void rdf_named(struct rdf_node *node, const char *predicate, const char *name)
{
	add(node, (struct rdf_statement){ .predicate = predicate, .kind = RDF_NAMED, .type = name });
}

bool rdf_begins(const struct rdf_node *node, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (strcmp(node->statements[i].predicate, node->statements[index].predicate) == 0)
			return false;
	return true;
}

size_t rdf_next(const struct rdf_node *node, size_t index)
{
	size_t i = index + 1;

	while (i < node->count && strcmp(node->statements[i].predicate, node->statements[index].predicate) != 0)
		i++;
	return i;
}

void rdf_add_address(struct buf *out, struct str address)
{
	for (size_t i = 0; i < address.len; i++) {
		unsigned char c = (unsigned char)address.at[i];

		if (c <= ' ' || c >= 0x7F || strchr("<>\"{}|^`\\", c))
			buf_printf(out, "%%%02X", c);
		else
			buf_byte(out, (char)c);
	}
}
