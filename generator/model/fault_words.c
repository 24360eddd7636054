/* Words and signs where a value should be: those that say that there is none, and what spreadsheets write when a formula fails. */
#include "model/value_private.h"

#include "base/utf8.h"

/* In small letters; compared after the blanks around are taken off. */
static const char *const absent[] = {
	"-", "--", "---", "–", "—", "−", ".", "..", "...", "…", "*", "?", "n/d", "nd", "n.d", "n.d.", "n/a", "na", "n.a",
	"n.a.", "s/d", "sd", "s.d", "s.d.", "s/i", "s.i.", "s/n", "n/r", "nr", "null", "none", "nil", "nan", "nulo", "vacio",
	"vacío", "ninguno", "ninguna", "no aplica", "no disponible", "no reportado", "no reporta", "no se reportó", "no hay",
	"sin dato", "sin datos", "sin información", "sin informacion", "sin registro", "sin avance", "sin meta", "pendiente",
	"por definir", "en proceso", "reservado", "desconocido", "not available", "not applicable", "no data", "missing",
	"pending", "unknown"
};

/* How a cell that failed begins. */
static const struct failure failures[] = {
	{ "#REF!", "the cells it counted with are gone", "las celdas con que calculaba ya no existen" },
	{ "#¡REF!", "the cells it counted with are gone", "las celdas con que calculaba ya no existen" },
	{ "#N/A", "it looked something up and did not find it", "buscó algo y no lo encontró" },
	{ "#N/D", "it looked something up and did not find it", "buscó algo y no lo encontró" },
	{ "#DIV/0!", "it divided by zero", "dividió entre cero" },
	{ "#¡DIV/0!", "it divided by zero", "dividió entre cero" },
	{ "#VALUE!", "it counted with a text", "calculó con un texto" },
	{ "#¡VALOR!", "it counted with a text", "calculó con un texto" },
	{ "#VALOR!", "it counted with a text", "calculó con un texto" },
	{ "#NAME?", "it calls a function that there is not", "llama a una función que no existe" },
	{ "#¿NOMBRE?", "it calls a function that there is not", "llama a una función que no existe" },
	{ "#NUM!", "its result is no number", "su resultado no es un número" },
	{ "#¡NUM!", "its result is no number", "su resultado no es un número" },
	{ "#NULL!", "its ranges do not meet", "sus rangos no se cruzan" },
	{ "#¡NULO!", "its ranges do not meet", "sus rangos no se cruzan" },
	{ "#SPILL!", "there was no room for its result", "no hubo lugar para su resultado" },
	{ "#¡DESBORDAMIENTO!", "there was no room for its result", "no hubo lugar para su resultado" },
	{ "###", "the column was too narrow to show it", "la columna era muy angosta para mostrarlo" },
	{ "Err:5", "it can't be worked out", "no se puede calcular" },
};

static bool equal_small(struct str text, const char *word)
{
	struct str other = str_of(word);

	if (text.len != other.len)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if ((text.at[i] >= 'A' && text.at[i] <= 'Z' ? text.at[i] | 32 : text.at[i]) != other.at[i])
			return false;
	return true;
}

static bool tell_absent(struct telling *t, struct str word)
{
	diag_error(t->diag, t->at, "absent-word", "'%.*s' says that there is no value, where a value should be",
		"'%.*s' dice que no hay valor, donde debería haber un valor", STR_ARG(word));
	diag_advice(t->diag, "leave the cell empty; or, if it means something of its own, declare: missingValues: [\"\", \"%.*s\"]",
		"deje vacía la celda; o, si quiere decir algo en particular, declare: missingValues: [\"\", \"%.*s\"]", STR_ARG(word));
	return true;
}

static bool tell_failure(struct telling *t, const struct failure *failure)
{
	diag_error(t->diag, t->at, "spreadsheet-error", "'%.*s%s' is a formula that failed in the spreadsheet: %s%.0s",
		"'%.*s%s' es una fórmula que falló en la hoja de cálculo: %.0s%s", STR_ARG(t->seen), t->tail, failure->en, failure->es);
	diag_advice(t->diag, "mend the formula there and save again; if there is no value, leave the cell empty",
		"corrija ahí la fórmula y guarde otra vez; si no hay valor, deje vacía la celda");
	return true;
}

const struct failure *failure_find(struct str word)
{
	for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
		if (str_starts(word, str_of(failures[i].text)))
			return &failures[i];
	return NULL;
}

bool fault_words(struct telling *t)
{
	struct str word = utf8_trim(t->text);
	const struct failure *failure = failure_find(word);

	if (failure)
		return tell_failure(t, failure);
	for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
		if (equal_small(word, absent[i]))
			return tell_absent(t, word);
	return false;
}
