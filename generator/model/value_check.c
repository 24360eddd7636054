/* Constraints: what a right value may still not be. */
#include "model/value.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "model/pattern.h"
#include "model/value_private.h"

enum { LIST_BYTES = 200 }; /* shown of the values allowed */

struct checking {
	struct arena *arena;
	const struct field *field;
	const struct value *value;
	struct place at;
	struct diag *diag;
};

/* What is shown of the text. */
static struct str seen_of(const struct checking *c)
{
	const char *tail;
	struct str start = shown(c->value->text, &tail);

	return *tail ? arena_printf(c->arena, "%.*s%s", STR_ARG(start), tail) : start;
}

static bool check_minimum(const struct checking *c, const struct bound *bound, bool exclusive)
{
	int order = bound->given ? value_compare(c->value, bound->value) : 1;
	struct str seen;

	if (order > 0 || (order == 0 && !exclusive))
		return true;
	seen = seen_of(c);
	if (exclusive)
		return diag_error(c->diag, c->at, "too-small", "'%.*s' must be more than %.*s",
			"'%.*s' debe ser mayor que %.*s", STR_ARG(seen), STR_ARG(bound->text));
	return diag_error(c->diag, c->at, "too-small", "'%.*s' is less than %.*s, the least allowed",
		"'%.*s' es menor que %.*s, el mínimo", STR_ARG(seen), STR_ARG(bound->text));
}

static bool check_maximum(const struct checking *c, const struct bound *bound, bool exclusive)
{
	int order = bound->given ? value_compare(c->value, bound->value) : -1;
	struct str seen;

	if (order < 0 || (order == 0 && !exclusive))
		return true;
	seen = seen_of(c);
	if (exclusive)
		return diag_error(c->diag, c->at, "too-large", "'%.*s' must be less than %.*s",
			"'%.*s' debe ser menor que %.*s", STR_ARG(seen), STR_ARG(bound->text));
	return diag_error(c->diag, c->at, "too-large", "'%.*s' is more than %.*s, the most allowed",
		"'%.*s' es mayor que %.*s, el máximo", STR_ARG(seen), STR_ARG(bound->text));
}

static bool check_bounds(const struct checking *c)
{
	const struct field *f = c->field;

	if (!check_minimum(c, &f->minimum, false) || !check_minimum(c, &f->exclusive_minimum, true))
		return false;
	return check_maximum(c, &f->maximum, false) && check_maximum(c, &f->exclusive_maximum, true);
}

/* What is counted: characters, or items. */
static bool check_length(const struct checking *c)
{
	const struct field *f = c->field;
	unsigned long long length;
	struct str seen;

	if (!f->has_min_length && !f->has_max_length)
		return true;
	length = text_length(f, c->value->text);
	seen = seen_of(c);
	if (f->has_min_length && length < f->min_length)
		return diag_error(c->diag, c->at, "too-short",
			"'%.*s' has a length of %llu; at least %llu is wanted",
			"'%.*s' tiene longitud %llu; se pide al menos %llu", STR_ARG(seen), length,
			(unsigned long long)f->min_length);
	if (f->has_max_length && length > f->max_length)
		return diag_error(c->diag, c->at, "too-long",
			"'%.*s' has a length of %llu; at most %llu is allowed",
			"'%.*s' tiene longitud %llu; se permite hasta %llu", STR_ARG(seen), length,
			(unsigned long long)f->max_length);
	return true;
}

/* By text first, which is nearly always enough; then by value: 1.0 is the choice 1. */
static bool chosen(const struct checking *c)
{
	const struct field *f = c->field;

	if (f->choice_index && map_find(f->choice_index, c->value->text))
		return true;
	for (size_t i = 0; i < f->choice_count && !f->choice_index; i++)
		if (str_equal(f->choices[i].value, c->value->text))
			return true;
	for (size_t i = 0; i < f->choice_count && f->type != FIELD_STRING; i++) {
		struct value other = value_get(c->arena, f, f->choices[i].value);

		if (value_compare(c->value, &other) == 0)
			return true;
	}
	return false;
}

static void advise_choice(const struct checking *c)
{
	const struct field *f = c->field;
	struct arena *arena = arena_new();
	struct str *values = arena_array(arena, struct str, f->choice_count), nearest;
	struct buf list = { 0 };

	for (size_t i = 0; i < f->choice_count; i++) {
		values[i] = f->choices[i].value;
		if (list.len < LIST_BYTES)
			buf_printf(&list, "%s%.*s", i ? ", " : "", STR_ARG(values[i]));
		else if (i + 1 == f->choice_count)
			buf_add(&list, STR(", …"));
	}
	nearest = str_nearest(c->value->text, values, f->choice_count);
	if (nearest.len)
		diag_advice(c->diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(nearest));
	else
		diag_advice(c->diag, "allowed: %.*s", "permitidos: %.*s", STR_ARG(buf_str(&list)));
	buf_clear(&list);
	arena_free(arena);
}

static bool check_choices(const struct checking *c)
{
	struct str seen;

	if (c->field->choice_count == 0 || chosen(c))
		return true;
	seen = seen_of(c);
	diag_error(c->diag, c->at, "not-a-choice", "'%.*s' is not one of the values allowed",
		"'%.*s' no es uno de los valores permitidos", STR_ARG(seen));
	advise_choice(c);
	return false;
}

enum { CODE_MOST = 12 }; /* digits of codes that spreadsheets take for numbers */

/* A code of digits that has the form asked for once zeros are put before it: a spreadsheet took it for a number. */
static bool lost_zeros(const struct checking *c)
{
	char zeros[CODE_MOST + 1] = "000000000000";
	struct str text = c->value->text;

	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
	for (size_t len = text.len + 1; text.len && len <= CODE_MOST; len++) {
		struct str code = arena_printf(c->arena, "%.*s%.*s", (int)(len - text.len), zeros, STR_ARG(text));

		if (pattern_match(c->field->pattern, code) != PATTERN_FITS)
			continue;
		diag_error(c->diag, c->at, "lost-zeros", "'%.*s' has lost the zeros before it; write %.*s",
			"'%.*s' perdió los ceros de delante; escriba %.*s", STR_ARG(text), STR_ARG(code));
		diag_advice(c->diag, "in the spreadsheet the column must have the format of text before codes are typed or pasted",
			"en la hoja de cálculo la columna debe tener formato de texto antes de escribir o pegar las claves");
		return true;
	}
	return false;
}

static bool check_pattern(const struct checking *c)
{
	const struct field *f = c->field;
	enum pattern_result result = f->pattern ? pattern_match(f->pattern, c->value->text) : PATTERN_FITS;
	struct str seen;

	if (result == PATTERN_FITS)
		return true;
	seen = seen_of(c);
	if (result == PATTERN_COSTLY) {
		diag_error(c->diag, c->at, "pattern", "'%.*s' takes too long to compare with the pattern %.*s",
			"comparar '%.*s' con el patrón %.*s tarda demasiado", STR_ARG(seen),
			STR_ARG(f->pattern_text));
		diag_advice(c->diag, "no repetition inside a repetition, as in (a+)+",
			"sin repeticiones dentro de repeticiones, como en (a+)+");
		return false;
	}
	if (lost_zeros(c))
		return false;
	diag_error(c->diag, c->at, "pattern", "'%.*s' does not have the form %.*s", "'%.*s' no tiene la forma %.*s",
		STR_ARG(seen), STR_ARG(f->pattern_text));
	if (f->example.len)
		diag_advice(c->diag, "write it like %.*s", "escríbalo como %.*s", STR_ARG(f->example));
	return false;
}

bool value_check(struct arena *arena, const struct field *field, const struct value *value, struct place at,
	struct diag *diag)
{
	struct checking c = { .arena = arena, .field = field, .value = value, .at = at, .diag = diag };

	return check_bounds(&c) && check_length(&c) && check_choices(&c) && check_pattern(&c);
}
