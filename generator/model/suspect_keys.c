/* Keys that are different for a program and the same for a person: "Nuevo León", "NUEVO LEON", "Nuevo  León". Keys of small letters, digits and
 * marks alone, as most are, can't be: only where a column has more are its keys folded and compared. */
#include "model/suspect_private.h"

#include "base/fold.h"
#include "model/index.h"
#include "model/table_private.h"
#include "model/twins.h"
#include "model/value_private.h"

struct keys {
	const struct table *table;
	const struct index *index;
	struct buf one, other; /* folded keys */
	uint64_t found;
	struct diag *diag;
};

/* What a text has that may be different where nobody sees it. */
enum { UPPER = 1, LOWER = 2, FURTHER = 4 }; /* further: blanks, and all that is not ASCII */

static unsigned letters_of(struct str text)
{
	unsigned letters = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c >= 'a' && c <= 'z')
			letters |= LOWER;
		else if (c >= 'A' && c <= 'Z')
			letters |= UPPER;
		else if (c <= ' ' || (unsigned char)c >= 0x7F)
			letters |= FURTHER;
	}
	return letters;
}

/* References are not looked at: they must be keys of another table, which is looked through itself. */
static bool may_differ(const struct table *table, const struct field *field)
{
	unsigned letters = 0;
	struct str text;

	if ((field->type != FIELD_STRING && field->type != FIELD_ANY) || suspect_refers(table, field))
		return false;
	for (uint32_t row = 0; row < table->rows; row++) {
		if (table_stored(table, row, field->index, &text))
			letters |= letters_of(text);
		if (letters & FURTHER || letters == (UPPER | LOWER))
			return true;
	}
	return false;
}

/* False when a part is absent. */
static bool fold_key(const struct keys *keys, uint32_t row, struct buf *out)
{
	struct str text;

	buf_reset(out);
	for (size_t i = 0; i < keys->index->key->count; i++) {
		if (!table_stored(keys->table, row, keys->index->key->fields[i]->index, &text))
			return false;
		fold_add(out, text, FOLD_ALL);
		buf_byte(out, '\0');
	}
	return true;
}

/* The part in which two keys differ that are the same when folded; NULL when they don't. */
static const struct field *differing(const struct keys *keys, uint32_t a, uint32_t b, struct str *left, struct str *right)
{
	for (size_t i = 0; i < keys->index->key->count; i++) {
		const struct field *field = keys->index->key->fields[i];

		if (table_stored(keys->table, a, field->index, left) && table_stored(keys->table, b, field->index, right) &&
			!str_equal(*left, *right))
			return field;
	}
	return NULL;
}

static void tell(struct keys *keys, uint32_t first, uint32_t row)
{
	struct str there, here;
	const struct field *field = differing(keys, first, row, &there, &here);
	struct place at;
	const char *en, *es, *here_tail, *there_tail;

	if (!field || keys->found++ >= SUSPECTS_TOLD)
		return;
	at = table_row_place(keys->table, first);
	fold_difference(there, here, &en, &es);
	here = shown(here, &here_tail);
	there = shown(there, &there_tail);
	diag_warning(keys->diag, table_place(keys->table, row, field->index), "look-alike-key",
		"'%.*s%s' and '%.*s%s', in %.*s:%u, differ only in %s%.0s", "'%.*s%s' y '%.*s%s', en %.*s:%u, sólo difieren en %.0s%s",
		STR_ARG(here), here_tail, STR_ARG(there), there_tail, STR_ARG(at.path), at.line, en, es);
	diag_advice(keys->diag, "if they mean the same, make one row of the two; else give them keys that can be told apart",
		"si quieren decir lo mismo, haga de los dos un renglón; si no, deles claves que se distingan");
}

static void compare(struct keys *keys)
{
	struct twins twins;

	twins_init(&twins, keys->table->rows);
	for (uint32_t row = 0; row < keys->table->rows; row++) {
		uint32_t first;

		if (!fold_key(keys, row, &keys->one))
			continue;
		first = twins_put(&twins, str_hash(buf_str(&keys->one)), row);
		if (first != ROW_NONE && fold_key(keys, first, &keys->other) && str_equal(buf_str(&keys->one), buf_str(&keys->other)))
			tell(keys, first, row);
	}
	twins_clear(&twins);
	if (keys->found > SUSPECTS_TOLD)
		diag_warning(keys->diag, suspect_column(keys->table, keys->index->key->fields[0]), "look-alike-key",
			"%llu more keys look like another", "otras %llu claves se parecen a otra", (unsigned long long)(keys->found - SUSPECTS_TOLD));
}

void suspect_keys(const struct table *table, struct diag *diag)
{
	for (size_t i = 0; i < table->index_count; i++) {
		struct keys keys = { .table = table, .index = &table->indexes[i], .diag = diag };
		bool may = false;

		for (size_t j = 0; j < keys.index->key->count && !may; j++)
			may = may_differ(table, keys.index->key->fields[j]);
		if (may)
			compare(&keys);
		buf_clear(&keys.one);
		buf_clear(&keys.other);
	}
}
