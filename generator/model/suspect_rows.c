/* Rows that stand twice, as when a block is pasted again. In a log equal rows are right: so a row is only told where the table has a column whose
 * texts are nearly all different – names, descriptions, numbers of files – and that is the same too. The column that a table is keyed by is left
 * out: who pastes gives new numbers.
 *
 * Few tables have such a column; whether one has shows in some hundred of its rows. Only its texts are then put in a table of hashes, and whole rows
 * are compared where they meet. */
#include "model/suspect_private.h"

#include "base/arena.h"
#include "model/table_private.h"
#include "model/twins.h"

enum {
	ROWS_LEAST = 10,
	COLUMNS_LEAST = 3, /* that are compared */
	SAMPLE = 256,      /* neighbouring rows, and as many over the whole table */
	TELLING_BYTES = 8, /* a text that tells one thing from another has so many, on the average */
};

struct rows {
	const struct table *table;
	bool *compared;        /* one a stored field */
	size_t compared_count;
	unsigned char *met;    /* a bit a row: its text in the telling column stands elsewhere too */
	uint64_t there, different; /* texts of that column */
	struct { uint32_t first, again; } told[SUSPECTS_TOLD];
	uint64_t equal;        /* rows that stand elsewhere already */
	struct diag *diag;
};

/* All but what a row is given by its number. */
static void choose_compared(struct rows *rows)
{
	const struct schema *schema = &rows->table->schema;

	for (size_t i = 0; i < schema->stored_count; i++) {
		const struct field *field = &schema->fields[i];
		bool own = field->unique || (schema->primary.count && schema->primary.fields[0]->index == i);

		rows->compared[i] = !own;
		rows->compared_count += !own;
	}
}

static uint64_t hash_of(const struct rows *rows, uint32_t row, size_t column)
{
	struct str text;

	return table_stored(rows->table, row, column, &text) && text.len ? str_hash(text) : 0;
}

static bool nearly_all(uint64_t different, uint64_t count)
{
	return different * 10 >= count * 9;
}

/* As far as neighbouring rows show, which are different also where a table was pasted twice. */
static bool neighbours_differ(const struct rows *rows, size_t column)
{
	uint32_t count = rows->table->rows < SAMPLE ? rows->table->rows : SAMPLE, middle = (rows->table->rows - count) / 2;
	uint64_t there = 0, different = 0;
	struct twins twins;

	if (count < SAMPLE)
		return true;
	twins_init(&twins, count);
	for (uint32_t i = 0; i < count; i++) {
		uint64_t hash = hash_of(rows, middle + i, column);

		there += hash != 0;
		different += hash && twins_put(&twins, hash, i) == ROW_NONE;
	}
	twins_clear(&twins);
	return there * 2 > count && nearly_all(different, there);
}

static bool long_enough(const struct rows *rows, size_t column)
{
	uint32_t count = rows->table->rows < SAMPLE ? rows->table->rows : SAMPLE;
	uint64_t bytes = 0;
	struct str text;

	for (uint32_t row = 0; row < count; row++)
		bytes += table_stored(rows->table, row, column, &text) ? text.len : 0;
	return bytes >= (uint64_t)count * TELLING_BYTES;
}

static bool may_tell(const struct rows *rows, size_t column)
{
	const struct field *field = &rows->table->schema.fields[column];

	return rows->compared[column] && (field->type == FIELD_STRING || field->type == FIELD_ANY) && field->choice_count == 0 &&
		!suspect_refers(rows->table, field) && long_enough(rows, column) && neighbours_differ(rows, column);
}

static bool equal(const struct rows *rows, uint32_t a, uint32_t b)
{
	size_t there = 0;

	for (size_t i = 0; i < rows->table->schema.stored_count; i++) {
		struct str left = STR(""), right = STR("");

		if (!rows->compared[i])
			continue;
		if (table_stored(rows->table, a, i, &left) != table_stored(rows->table, b, i, &right) || !str_equal(left, right))
			return false;
		there += left.len > 0;
	}
	return there >= COLUMNS_LEAST;
}

static uint64_t hash_row(const struct rows *rows, uint32_t row)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < rows->table->schema.stored_count; i++)
		if (rows->compared[i])
			hash = hash * 0x9e3779b97f4a7c15u + hash_of(rows, row, i);
	return hash;
}

static void mark(struct rows *rows, uint32_t row)
{
	rows->met[row / 8] |= (unsigned char)(1u << row % 8);
}

/* Marks the rows whose texts in the column stand in several. */
static void find_met(struct rows *rows, size_t column)
{
	struct twins twins;

	memset(rows->met, 0, rows->table->rows / 8 + 1);
	rows->there = rows->different = 0;
	twins_init(&twins, rows->table->rows);
	for (uint32_t row = 0; row < rows->table->rows; row++) {
		uint64_t hash = hash_of(rows, row, column);
		uint32_t first = hash ? twins_put(&twins, hash, row) : ROW_NONE;

		rows->there += hash != 0;
		rows->different += hash && first == ROW_NONE;
		if (first == ROW_NONE)
			continue;
		mark(rows, first);
		mark(rows, row);
	}
	twins_clear(&twins);
}

/* Compares the rows that were marked. */
static void find_equal(struct rows *rows)
{
	struct twins twins;

	twins_init(&twins, (uint32_t)(rows->there - rows->different) * 2);
	for (uint32_t row = 0; row < rows->table->rows; row++) {
		uint32_t first = rows->met[row / 8] >> row % 8 & 1 ? twins_put(&twins, hash_row(rows, row), row) : ROW_NONE;

		if (first == ROW_NONE || !equal(rows, first, row))
			continue;
		if (rows->equal < SUSPECTS_TOLD) {
			rows->told[rows->equal].first = first;
			rows->told[rows->equal].again = row;
		}
		rows->equal++;
	}
	twins_clear(&twins);
}

static void tell(const struct rows *rows, uint32_t first, uint32_t again)
{
	struct place there = table_row_place(rows->table, first), here = table_row_place(rows->table, again);

	if (rows->compared_count < rows->table->schema.stored_count)
		diag_warning(rows->diag, here, "duplicate-row", "but for its key, the row says the same as that of %.*s:%u",
			"salvo por su clave, el renglón dice lo mismo que el de %.*s:%u", STR_ARG(there.path), there.line);
	else
		diag_warning(rows->diag, here, "duplicate-row", "the row is equal to that of %.*s:%u", "el renglón es igual al de %.*s:%u",
			STR_ARG(there.path), there.line);
	diag_advice(rows->diag, "if it was pasted twice, remove one of them", "si se pegó dos veces, quite uno");
}

static void tell_all(const struct rows *rows)
{
	for (uint64_t i = 0; i < rows->equal && i < SUSPECTS_TOLD; i++)
		tell(rows, rows->told[i].first, rows->told[i].again);
	if (rows->equal > SUSPECTS_TOLD)
		diag_warning(rows->diag, place_of(rows->table->parts[0].path), "duplicate-row", "%llu more rows are equal to others",
			"otros %llu renglones son iguales a otros", (unsigned long long)(rows->equal - SUSPECTS_TOLD));
}

/* True when the column decides: its texts are nearly all different, but for rows that are equal as a whole. */
static bool decides(struct rows *rows, size_t column)
{
	find_met(rows, column);
	rows->equal = 0;
	if (rows->different == rows->there)
		return true;
	find_equal(rows);
	return rows->equal == 0 || nearly_all(rows->different, rows->there - rows->equal);
}

void suspect_rows(const struct table *table, struct diag *diag)
{
	struct rows rows = { .table = table, .diag = diag };
	bool decided = false;

	if (table->rows < ROWS_LEAST || table->schema.primary.count > 1) /* months and reports of one thing may well say the same */
		return;
	rows.compared = memory_resize(NULL, (table->schema.stored_count + 1) * sizeof *rows.compared);
	rows.met = memory_resize(NULL, table->rows / 8 + 1);
	choose_compared(&rows);
	for (size_t i = 0; i < table->schema.stored_count && !decided && rows.compared_count >= COLUMNS_LEAST; i++)
		decided = may_tell(&rows, i) && decides(&rows, i);
	if (decided)
		tell_all(&rows);
	memory_free(rows.compared);
	memory_free(rows.met);
}
