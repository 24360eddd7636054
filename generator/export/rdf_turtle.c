/* Turtle (W3C, 2014). */
#include "export/rdf_private.h"

static void indent(struct buf *out, int depth)
{
	buf_byte(out, '\n');
	for (int i = 0; i < depth; i++)
		buf_byte(out, '\t');
}

static void write_text(struct buf *out, struct str text)
{
	buf_byte(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		switch (c) {
		case '"': buf_add(out, STR("\\\"")); break;
		case '\\': buf_add(out, STR("\\\\")); break;
		case '\n': buf_add(out, STR("\\n")); break;
		case '\r': buf_add(out, STR("\\r")); break;
		case '\t': buf_add(out, STR("\\t")); break;
		default:
			if (c < 0x20)
				buf_printf(out, "\\u%04X", c);
			else
				buf_byte(out, (char)c);
		}
	}
	buf_byte(out, '"');
}

static void write_address(struct buf *out, struct str address)
{
	buf_byte(out, '<');
	rdf_add_address(out, address);
	buf_byte(out, '>');
}

static void write_node(struct buf *out, const struct rdf_node *node, int depth);

static void write_object(struct buf *out, const struct rdf_statement *s, int depth)
{
	switch (s->kind) {
	case RDF_ADDRESS: write_address(out, s->text); return;
	case RDF_NAMED: buf_add(out, str_of(s->type)); return;
	case RDF_TEXT:
		write_text(out, s->text);
		if (s->lang.len)
			buf_printf(out, "@%.*s", STR_ARG(s->lang));
		return;
	case RDF_TYPED:
		write_text(out, s->text);
		buf_printf(out, "^^%s", s->type);
		return;
	case RDF_INNER:
		buf_byte(out, '[');
		write_node(out, s->inner, depth + 1);
		indent(out, depth);
		buf_byte(out, ']');
		return;
	}
}

/* What is said of a node, its type first, each predicate on a line. */
static void write_node(struct buf *out, const struct rdf_node *node, int depth)
{
	indent(out, depth);
	buf_printf(out, "a %s", node->type);
	for (size_t i = 0; i < node->count; i++) {
		if (!rdf_begins(node, i))
			continue;
		buf_add(out, STR(" ;"));
		indent(out, depth);
		buf_printf(out, "%s ", node->statements[i].predicate);
		for (size_t j = i; j < node->count; j = rdf_next(node, j)) {
			if (j > i)
				buf_add(out, STR(", "));
			write_object(out, &node->statements[j], depth);
		}
	}
}

void rdf_turtle(const struct rdf *rdf, struct buf *out)
{
	for (size_t i = 0; i < rdf->prefix_count; i++)
		buf_printf(out, "@prefix %s: <%s> .\n", rdf->prefixes[i].prefix, rdf->prefixes[i].address);
	for (size_t i = 0; i < rdf->thing_count; i++) {
		buf_byte(out, '\n');
		write_address(out, rdf->things[i]->address);
		write_node(out, rdf->things[i], 1);
		buf_add(out, STR(" .\n"));
	}
}
