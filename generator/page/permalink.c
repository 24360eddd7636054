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

/* What follows the last point of the last part: one to eleven small letters or digits ("atom", "webmanifest"). */
static bool ending_good(struct str path)
{
	size_t len = 0;

	for (; len < path.len && path.at[path.len - 1 - len] != '.'; len++) {
		char c = path.at[path.len - 1 - len];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
			return false;
	}
	return len > 0 && len < 12 && len + 1 < path.len && path.at[path.len - 2 - len] != '/';
}

bool permalink_is_page(struct str path)
{
	return str_ends(path, STR("/")) || str_ends(path, STR(".html"));
}

bool permalink_fixed(struct str path, struct place at, struct diag *diag)
{
	struct str rest = str_after(path, 1), part;
	bool good = str_starts(path, STR("/")) && path.len > 1 && (str_ends(path, STR("/")) || ending_good(path));

	while (good && rest.len && str_next(&rest, '/', &part))
		good = value_good(part);
	if (good)
		return true;
	diag_error(diag, at, "permalink", "'%.*s' can't be an address", "'%.*s' no puede ser una dirección", STR_ARG(path));
	diag_advice(diag, "write a page like /calidad/ and a file like /cambios.atom",
		"escriba una página así: /calidad/, y un archivo así: /cambios.atom");
	return false;
}

/* What stands around the fields can stand in an address too. */
static bool literals_good(struct str pattern)
{
	bool inside = false;

	for (size_t i = 0; i < pattern.len;) {
		uint32_t c = utf8_next(pattern, &i);

		if (inside ? c == '}' : c == '{')
			inside = !inside;
		else if (!inside && c != '/' && !unreserved(c))
			return false;
	}
	return !inside;
}

static bool shape_good(struct str pattern)
{
	return pattern.len > 1 && pattern.at[0] == '/' && (pattern.at[pattern.len - 1] == '/' || ending_good(pattern)) &&
	       str_search(pattern, STR("//"), 0) == pattern.len && str_search(pattern, STR("/."), 0) == pattern.len &&
	       str_find(pattern, '{', 0) < pattern.len && literals_good(pattern);
}

const struct permalink *permalink_new(struct arena *arena, struct str pattern, const struct table *table, struct place at, struct diag *diag)
{
	struct permalink *p = arena_new_of(arena, struct permalink);
	struct str rest = pattern;

	p->table = table;
	if (!shape_good(pattern)) {
		diag_error(diag, at, "permalink", "'%.*s' is no pattern for addresses", "'%.*s' no es un patrón de direcciones", STR_ARG(pattern));
		diag_advice(diag, "write it like /programas/{programa_id}/, or /programas/{programa_id}/cambios.atom for a file",
			"escríbalo así: /programas/{programa_id}/, o /programas/{programa_id}/cambios.atom para un archivo");
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
