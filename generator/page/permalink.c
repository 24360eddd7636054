#include "page/permalink.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"

enum { PIECES_MOST = 16 };

/* Text, then a field's value; the last piece has no field. */
struct piece {
	struct str text;
	const struct field *field; /* or NULL */
};

struct permalink {
	const struct table *table;
	struct piece pieces[PIECES_MOST];
	size_t count;
};

static const struct field *field_named(const struct table *table, struct str name, struct place at, struct diag *diag)
{
	const struct schema *schema = table_schema(table);
	const struct field *field = schema_find(schema, name);
	struct arena *arena;
	struct str *names, nearest;

	if (field)
		return field;
	arena = arena_new();
	names = arena_array(arena, struct str, schema->field_count + 1);
	for (size_t i = 0; i < schema->field_count; i++)
		names[i] = schema->fields[i].name;
	nearest = str_nearest(name, names, schema->field_count);
	diag_error(diag, at, "unknown-field", "no field '%.*s' in '%.*s'", "no hay campo '%.*s' en '%.*s'", STR_ARG(name),
		STR_ARG(table_name(table)));
	if (nearest.len)
		diag_advice(diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(nearest));
	arena_free(arena);
	return NULL;
}

static bool shape_good(struct str pattern)
{
	return pattern.len > 1 && pattern.at[0] == '/' && pattern.at[pattern.len - 1] == '/' &&
	       str_search(pattern, STR("//"), 0) == pattern.len && str_find(pattern, '{', 0) < pattern.len;
}

const struct permalink *permalink_new(struct arena *arena, struct str pattern, const struct table *table, struct place at, struct diag *diag)
{
	struct permalink *p = arena_new_of(arena, struct permalink);
	struct str rest = pattern;

	p->table = table;
	if (!shape_good(pattern)) {
		diag_error(diag, at, "permalink", "'%.*s' is no pattern for addresses", "'%.*s' no es un patrón de direcciones", STR_ARG(pattern));
		diag_advice(diag, "write it like /programas/{programa_id}/", "escríbalo así: /programas/{programa_id}/");
		return NULL;
	}
	while (rest.len && p->count < PIECES_MOST) {
		size_t open = str_find(rest, '{', 0), close = str_find(rest, '}', open);
		struct piece *piece = &p->pieces[p->count++];

		piece->text = str_part(rest, 0, open);
		if (open < rest.len) {
			piece->field = field_named(table, str_part(rest, open + 1, close - open - 1), at, diag);
			if (!piece->field)
				return NULL;
		}
		rest = str_after(rest, open < rest.len ? close + 1 : rest.len);
	}
	return p;
}

void permalink_write(const struct permalink *p, uint32_t row, struct buf *out)
{
	for (size_t i = 0; i < p->count; i++) {
		struct str text;

		buf_add(out, p->pieces[i].text);
		if (p->pieces[i].field && table_text(p->table, row, p->pieces[i].field->index, &text))
			buf_add(out, text);
	}
}

/* Letters beyond ASCII pass: addresses may be in any script. */
static bool unreserved(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~' ||
	       c >= 0xC0;
}

static bool value_good(struct str text)
{
	if (text.len == 0 || text.at[0] == '.' || utf8_check(text) < text.len)
		return false;
	for (size_t i = 0; i < text.len;)
		if (!unreserved(utf8_next(text, &i)))
			return false;
	return true;
}

bool permalink_check(const struct permalink *p, uint32_t row, struct diag *diag)
{
	bool good = true;

	for (size_t i = 0; i < p->count; i++) {
		const struct field *field = p->pieces[i].field;
		struct str text = STR("");

		if (!field || (table_text(p->table, row, field->index, &text) && value_good(text)))
			continue;
		good = diag_error(diag, table_place(p->table, row, field->index), "permalink-value", "'%.*s' can't be part of a page's address",
			"'%.*s' no puede ser parte de la dirección de una página", STR_ARG(text));
		diag_advice(diag, "use letters, digits, '-' and '_' only, and begin with a letter or a digit",
			"use sólo letras, cifras, '-' y '_', y empiece con letra o cifra");
	}
	return good;
}
