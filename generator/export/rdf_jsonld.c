/* JSON-LD 1.1 (W3C, 2020) with its context in the document, so that no reader has to fetch one. */
#include "export/rdf_private.h"

#include "base/json.h"

static void write_address(struct json *json, struct str name, struct str address)
{
	struct buf text = { 0 };

	rdf_add_address(&text, address);
	json_string(json, name, buf_str(&text));
	buf_clear(&text);
}

static void write_node(struct json *json, struct str name, const struct rdf_node *node);

static void write_object(struct json *json, struct str name, const struct rdf_statement *s)
{
	if (s->kind == RDF_INNER) {
		write_node(json, name, s->inner);
		return;
	}
	if (s->kind == RDF_TEXT && s->lang.len == 0) {
		json_string(json, name, s->text);
		return;
	}
	json_open(json, name, '{');
	switch (s->kind) {
	case RDF_ADDRESS: write_address(json, STR("@id"), s->text); break;
	case RDF_NAMED: json_string(json, STR("@id"), str_of(s->type)); break;
	case RDF_TEXT:
		json_string(json, STR("@value"), s->text);
		json_string(json, STR("@language"), s->lang);
		break;
	default:
		json_string(json, STR("@value"), s->text);
		json_string(json, STR("@type"), str_of(s->type));
	}
	json_close(json, '}');
}

static void write_predicate(struct json *json, const struct rdf_node *node, size_t first)
{
	struct str name = str_of(node->statements[first].predicate);

	if (rdf_next(node, first) == node->count) {
		write_object(json, name, &node->statements[first]);
		return;
	}
	json_open(json, name, '[');
	for (size_t i = first; i < node->count; i = rdf_next(node, i))
		write_object(json, STR(""), &node->statements[i]);
	json_close(json, ']');
}

static void write_node(struct json *json, struct str name, const struct rdf_node *node)
{
	json_open(json, name, '{');
	if (node->address.len)
		write_address(json, STR("@id"), node->address);
	json_string(json, STR("@type"), str_of(node->type));
	for (size_t i = 0; i < node->count; i++)
		if (rdf_begins(node, i))
			write_predicate(json, node, i);
	json_close(json, '}');
}

void rdf_jsonld(const struct rdf *rdf, struct buf *out)
{
	struct json json = { .out = out };

	json_open(&json, STR(""), '{');
	json_open(&json, STR("@context"), '{');
	for (size_t i = 0; i < rdf->prefix_count; i++)
		json_string(&json, str_of(rdf->prefixes[i].prefix), str_of(rdf->prefixes[i].address));
	json_close(&json, '}');
	json_open(&json, STR("@graph"), '[');
	for (size_t i = 0; i < rdf->thing_count; i++)
		write_node(&json, STR(""), rdf->things[i]);
	json_close(&json, ']');
	json_close(&json, '}');
}
