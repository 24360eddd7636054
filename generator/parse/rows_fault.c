/* What can be wrong with delimited text, in words for people: where, what, and what to do. */
#include "parse/rows_private.h"

static struct place place_at(const struct rows_reading *r, size_t offset)
{
	return place_in(r->path, r->bytes, offset);
}

bool rows_check_dialect(const struct rows_reading *r)
{
	char d = r->delimiter, q = r->quote;

	if (d != q && d != '\n' && d != '\r' && q != '\n' && q != '\r' && !(r->skip_space && q == ' '))
		return true;
	return diag_error(r->diag, place_of(r->path), "dialect",
		"the delimiter and the quote must be two characters that are no line ends",
		"el delimitador y las comillas deben ser dos caracteres distintos y no un fin de línea");
}

static void advise_doubling(const struct rows_reading *r)
{
	diag_advice(r->diag, "put the whole field in quotes and write each inner one twice: %c5 %c%cA%c%c%c",
		"ponga todo el campo entre comillas y escriba dos veces cada una de las de dentro: %c5 %c%cA%c%c%c", r->quote,
		r->quote, r->quote, r->quote, r->quote, r->quote);
}

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

/* When the closing quote stands lines below, it most likely opens another field, and the fault is where this one opened. */
static bool fault_after_quote(const struct rows_reading *r, size_t start, size_t wrong)
{
	struct place opened = place_at(r, start), closed = place_at(r, wrong);

	if (opened.line != closed.line) {
		diag_error(r->diag, opened, "unclosed-quote",
			"the quote that opens this field is not closed before line %u, where text follows it",
			"las comillas que abren este campo no se cierran antes de la línea %u, y ahí les sigue texto",
			closed.line);
		diag_advice(r->diag, "close the field, or write the quote twice if it belongs to the text",
			"cierre el campo, o escriba las comillas dos veces si son parte del texto");
		return false;
	}
	if (blank(r->bytes.at[wrong])) {
		diag_error(r->diag, closed, "text-after-quote", "a blank after the quote that closes a field",
			"hay un espacio después de las comillas que cierran un campo");
		diag_advice(r->diag, "take it out", "quítelo");
		return false;
	}
	diag_error(r->diag, closed, "text-after-quote", "text after the quote that closes a field",
		"hay texto después de las comillas que cierran un campo");
	if (memchr(",;\t|", r->bytes.at[wrong], 4))
		diag_advice(r->diag, "the delimiter is '%c'; is it another one? declare it in the descriptor: dialect: { delimiter: \";\" }",
			"el separador es '%c'; ¿es otro? declárelo en el descriptor: dialect: { delimiter: \";\" }", r->delimiter);
	else
		advise_doubling(r);
	return false;
}

bool rows_fault_byte(const struct rows_reading *r, size_t start, size_t wrong)
{
	size_t end = start;

	if (wrong > start && r->bytes.at[start] == r->quote)
		return fault_after_quote(r, start, wrong);
	while (end < wrong && blank(r->bytes.at[end]))
		end++;
	if (end == wrong) {
		diag_error(r->diag, place_at(r, start), "quote-in-field", "a blank before the quote that opens a field",
			"hay un espacio antes de las comillas que abren un campo");
		diag_advice(r->diag, "take it out, or declare in the descriptor: dialect: { skipInitialSpace: true }",
			"quítelo, o declare en el descriptor: dialect: { skipInitialSpace: true }");
		return false;
	}
	diag_error(r->diag, place_at(r, wrong), "quote-in-field", "a quote inside a field that has no quotes around it",
		"hay comillas dentro de un campo que no está entre comillas");
	advise_doubling(r);
	return false;
}

bool rows_fault_open(const struct rows_reading *r, size_t start)
{
	diag_error(r->diag, place_at(r, start), "unclosed-quote", "the quote that opens this field is never closed",
		"las comillas que abren este campo no se cierran nunca");
	diag_advice(r->diag, "close the field, or write the quote twice if it belongs to the text",
		"cierre el campo, o escriba las comillas dos veces si son parte del texto");
	return false;
}

bool rows_fault_long(const struct rows_reading *r, size_t start)
{
	bool quoted = start < r->bytes.len && r->bytes.at[start] == r->quote;

	diag_error(r->diag, place_at(r, start), quoted ? "unclosed-quote" : "long-field", "this field is longer than %d bytes",
		"este campo tiene más de %d bytes", ROWS_CELL_MOST);
	if (quoted)
		diag_advice(r->diag, "is the quote that opens it ever closed?", "¿se cierran las comillas que lo abren?");
	else
		diag_advice(r->diag, "is the delimiter right? it is '%c'", "¿es correcto el delimitador? es '%c'",
			r->delimiter);
	return false;
}

bool rows_fault_many(const struct rows_reading *r)
{
	diag_error(r->diag, place_at(r, r->record_offset), "too-many-fields", "this row has more than %d fields",
		"este renglón tiene más de %d campos",
		ROWS_FIELDS_MOST);
	diag_advice(r->diag, "is the delimiter right? it is '%c'", "¿es correcto el delimitador? es '%c'", r->delimiter);
	return false;
}
