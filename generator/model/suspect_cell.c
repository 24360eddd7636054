/* Text cells, one by one. */
#include "model/suspect_private.h"

#include "model/value_private.h"

static bool digit(char c) { return c >= '0' && c <= '9'; }

static size_t digits(struct str text, size_t at)
{
	while (at < text.len && digit(text.at[at]))
		at++;
	return at;
}

/* 1.23457E+11, as spreadsheets shorten numbers: always with a capital and a sign. A code like 1E10 is none. */
static bool scientific(struct str text)
{
	size_t start = text.at[0] == '-', at = digits(text, start);

	if (at != start + 1)
		return false;
	if (at < text.len && (text.at[at] == '.' || text.at[at] == ','))
		at = digits(text, at + 1);
	return at + 4 <= text.len && at + 5 >= text.len && text.at[at] == 'E' && (text.at[at + 1] == '+' || text.at[at + 1] == '-') &&
		digits(text, at + 2) == text.len;
}

bool suspect_shortened(struct str text)
{
	size_t mantissa = str_find(text, 'E', 0), start, exponent = 0;

	if (text.len < 5 || !scientific(text) || text.at[mantissa + 1] != '+')
		return false;
	for (size_t i = mantissa + 2; i < text.len; i++)
		exponent = exponent * 10 + (size_t)(text.at[i] - '0');
	start = 1 + (text.at[0] == '-');
	return exponent > (mantissa > start ? mantissa - start - 1 : 0);
}

bool suspect_exponents(struct str text)
{
	for (size_t at = str_find(text, '+', 0); at < text.len; at = str_find(text, '+', at + 1))
		if (at > 0 && text.at[at - 1] == 'E' && at + 1 < text.len && digit(text.at[at + 1]))
			return true;
	return false;
}

/* The whole cell, since a text may begin with such a word. */
static bool failed(struct str text)
{
	const struct failure *failure = failure_find(text);
	size_t at = 0;

	while (at < text.len && text.at[at] == '#')
		at++;
	if (!failure || at > 1)
		return failure && at == text.len;
	return text.at[0] == '#' ? text.len == strlen(failure->text) : digits(text, strlen("Err:")) == text.len;
}

static bool twice(struct str text)
{
	struct buf right = { 0 };
	bool any = suspect_decode(&right, text);

	buf_clear(&right);
	return any;
}

static enum suspect_kind look_letters(struct str text)
{
	if (twice(text))
		return SUSPECT_TWICE;
	return str_search(text, STR("\xEF\xBF\xBD"), 0) < text.len ? SUSPECT_LOST : SUSPECT_NONE;
}

enum suspect_kind suspect_cell(struct str text, bool foreign)
{
	if (text.len == 0)
		return SUSPECT_NONE;
	switch (text.at[0]) {
	case '-':
		if (scientific(text))
			return SUSPECT_SCIENTIFIC;
		/* fall through */
	case '=':
	case '+':
	case '@':
	case '\t':
	case '\r':
	case '\n':
		if (suspect_formula(text))
			return SUSPECT_FORMULA;
		break;
	case '#':
		if (failed(text))
			return SUSPECT_FAILURE;
		break;
	case 'E':
		if (text.len > 4 && text.at[3] == ':' && failed(text))
			return SUSPECT_FAILURE;
		break;
	default:
		if (digit(text.at[0]) && text.len > 4 && scientific(text))
			return SUSPECT_SCIENTIFIC;
	}
	return foreign && suspect_foreign(text) ? look_letters(text) : SUSPECT_NONE;
}

static void tell_formula(struct str seen, const char *tail, struct place at, struct diag *diag)
{
	diag_warning(diag, at, "formula-in-text", "a spreadsheet takes '%.*s%s' for a formula, and works it out when the file is opened",
		"una hoja de cálculo toma '%.*s%s' por una fórmula, y la ejecuta al abrir el archivo", STR_ARG(seen), tail);
	diag_advice(diag, "write the result, or the text so that it does not begin with = + - @",
		"escriba el resultado, o el texto de modo que no comience con = + - @");
}

static void tell_failure(struct str seen, const char *tail, struct place at, struct diag *diag)
{
	const struct failure *failure = failure_find(seen);

	diag_warning(diag, at, "spreadsheet-error", "'%.*s%s' is a formula that failed in the spreadsheet: %s%.0s",
		"'%.*s%s' es una fórmula que falló en la hoja de cálculo: %.0s%s", STR_ARG(seen), tail, failure->en, failure->es);
	diag_advice(diag, "mend the formula there and save again; if there is no value, leave the cell empty",
		"corrija ahí la fórmula y guarde otra vez; si no hay valor, deje vacía la celda");
}

static void tell_scientific(struct str seen, const char *tail, struct place at, struct diag *diag)
{
	diag_warning(diag, at, "scientific-notation", "'%.*s%s' was shortened by a spreadsheet: the digits it does not show are lost",
		"'%.*s%s' fue abreviado por una hoja de cálculo: las cifras que no muestra se perdieron", STR_ARG(seen), tail);
	diag_advice(diag, "take all digits from the original; in the spreadsheet give the column the format of text, or of numbers with all digits",
		"tome todas las cifras del original; en la hoja de cálculo dé a la columna formato de texto, o de número con todas las cifras");
}

/* The words from `start` on, up to the first blank. */
static struct str word_at(struct str text, size_t start)
{
	return str_part(text, start, str_find(text, ' ', start) - start);
}

/* The first word that is wrong, and what it should be: a text may be long. */
static void tell_twice(struct str text, struct place at, struct diag *diag)
{
	struct buf right = { 0 };
	size_t start = 0;
	struct str wrong, mended;
	const char *tail, *mended_tail;

	suspect_decode(&right, text);
	for (size_t i = 0; i < right.len && right.at[i] == text.at[i]; i++)
		if (text.at[i] == ' ')
			start = i + 1;
	wrong = shown(word_at(text, start), &tail);
	mended = shown(word_at(buf_str(&right), start), &mended_tail);
	diag_warning(diag, at, "double-encoding", "the letters of '%.*s%s' were encoded twice; it says '%.*s%s'",
		"las letras de '%.*s%s' se codificaron dos veces; dice '%.*s%s'", STR_ARG(wrong), tail, STR_ARG(mended), mended_tail);
	diag_advice(diag, "open the original again as UTF-8 (not as Windows or ANSI) and save it as \"CSV UTF-8\"",
		"abra de nuevo el original como UTF-8 (no como Windows o ANSI) y guárdelo como \"CSV UTF-8\"");
	buf_clear(&right);
}

static void tell_lost(struct str text, struct place at, struct diag *diag)
{
	size_t mark = str_search(text, STR("\xEF\xBF\xBD"), 0), start = mark;
	struct str word;
	const char *tail;

	while (start > 0 && text.at[start - 1] != ' ')
		start--;
	word = shown(word_at(text, start), &tail);
	diag_warning(diag, at, "lost-letter", "a letter of '%.*s%s' was lost when the file was converted",
		"una letra de '%.*s%s' se perdió al convertir el archivo", STR_ARG(word), tail);
	diag_advice(diag, "take the text from the original, and open that with its own encoding",
		"tome el texto del original, y ábralo con su propia codificación");
}

void suspect_tell_cell(enum suspect_kind kind, struct str text, struct place at, struct diag *diag)
{
	const char *tail;
	struct str seen = shown(text, &tail);

	switch (kind) {
	case SUSPECT_FORMULA: tell_formula(seen, tail, at, diag); break;
	case SUSPECT_FAILURE: tell_failure(seen, tail, at, diag); break;
	case SUSPECT_SCIENTIFIC: tell_scientific(seen, tail, at, diag); break;
	case SUSPECT_TWICE: tell_twice(text, at, diag); break;
	case SUSPECT_LOST: tell_lost(text, at, diag); break;
	default: break;
	}
}

void suspect_tell_more(enum suspect_kind kind, uint64_t more, struct place column, struct diag *diag)
{
	unsigned long long count = more;

	switch (kind) {
	case SUSPECT_FORMULA:
		diag_warning(diag, column, "formula-in-text", "%llu more cells of the column are formulas",
			"otras %llu celdas de la columna son fórmulas", count);
		break;
	case SUSPECT_FAILURE:
		diag_warning(diag, column, "spreadsheet-error", "%llu more cells of the column are formulas that failed",
			"otras %llu celdas de la columna son fórmulas que fallaron", count);
		break;
	case SUSPECT_SCIENTIFIC:
		diag_warning(diag, column, "scientific-notation", "%llu more cells of the column were shortened",
			"otras %llu celdas de la columna fueron abreviadas", count);
		break;
	case SUSPECT_TWICE:
		diag_warning(diag, column, "double-encoding", "the letters of %llu more cells of the column were encoded twice",
			"las letras de otras %llu celdas de la columna se codificaron dos veces", count);
		break;
	case SUSPECT_LOST:
		diag_warning(diag, column, "lost-letter", "%llu more cells of the column have lost letters",
			"otras %llu celdas de la columna perdieron letras", count);
		break;
	default: break;
	}
}
