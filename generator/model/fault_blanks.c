/* A right value with blanks or invisible characters around it, as copied from a web page or a PDF. */
#include "model/value_private.h"

#include "base/arena.h"
#include "base/utf8.h"

static bool right(const struct field *field, struct str text)
{
	struct arena *arena = arena_new();
	struct value value;
	struct fault fault;
	bool good = value_parse(arena, field, text, &value, &fault) && text_read(arena, field, text, &fault);

	arena_free(arena);
	return good;
}

bool fault_blanks(struct telling *t)
{
	struct str inner = utf8_trim(t->text);

	if (inner.len == t->text.len)
		return false;
	if (inner.len == 0) {
		diag_error(t->diag, t->at, "blanks-around", "the cell is not empty: it holds blanks", "la celda no está vacía: tiene espacios");
		diag_advice(t->diag, "empty it", "vacíela");
		return true;
	}
	if (!right(t->field, inner))
		return false;
	diag_error(t->diag, t->at, "blanks-around", "'%.*s' has a blank or an invisible character beside it",
		"'%.*s' tiene al lado un espacio o un carácter invisible", STR_ARG(inner));
	diag_advice(t->diag, "write '%.*s' and nothing else", "escriba '%.*s' y nada más", STR_ARG(inner));
	return true;
}
