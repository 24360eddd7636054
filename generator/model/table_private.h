/* model/table_private.h - how a table lies in memory; for the files of this room that build tables.
 * A row is 1 + n words of 32 bits, n the stored fields: where its record begins, then a cell each.
 *
 *     | bytes from the mark before | cell | cell | …     a mark: every TABLE_MARK rows of a file, the offset and line of a record
 *
 *     cell:  0 | 15 bits: bytes from the record's beginning | 16 bits: length      a view of the file
 *            1 | 31 bits: position in the file's `odd`                             unescaped, or far, or long
 *            all ones                                                              absent
 *
 * So a row of three fields costs 16 bytes, and what is told to people (line, column) is found again from the file. */
#ifndef MODEL_TABLE_PRIVATE_H
#define MODEL_TABLE_PRIVATE_H

#include "model/table.h"

struct index;
struct flat;

enum { TABLE_MARK = 64 };
#define TABLE_ROWS_MOST (UINT32_MAX - 1)
#define CELL_ABSENT UINT32_MAX
#define CELL_ODD 0x80000000u

struct mark {
	uint64_t offset; /* of the record's first byte */
	uint32_t line;
};

/* One file of a table: what struct table_part does not tell. */
struct table_file {
	struct str bytes;       /* borrowed; as long as the table */
	struct mark *marks;
	size_t mark_count, mark_capacity;
	struct str *odd;        /* cells that don't fit into a word, or were unescaped into the table's arena */
	size_t odd_count, odd_capacity;
	const uint32_t *column; /* of each stored field: its position in the file's records, UINT32_MAX when the file lacks it */
	void *held;             /* what the bytes were converted into, or NULL */
};

/* A sort of the rows that point at one row: vitrina:order. */
struct order {
	const struct field *field;
	bool descending;
};

/* Rows that tell of rows of any table; see about.c. */
struct about {
	struct str name;
	const struct field *resource, *key; /* the fields that hold a table's name and a row's key */
	const struct table *table;          /* theirs */
	uint32_t *rows;                     /* those that tell of something, by what they tell of */
	uint32_t *slots;                    /* open addressing: position in `rows` of the first of a kind, + 1 */
	uint32_t row_count;
	uint64_t slot_count;
};

/* A computed column; see compute.c. */
struct computed {
	const void **cells;
};

struct compute_worker;

/* The rows that point at the rows of `to`, by parent: see link.c. */
struct link_rows {
	struct link open;
	uint32_t *parent;           /* of each row of `from`: a row of `to`, or ROW_NONE */
	uint32_t *first;            /* for each row of `to` and one more: where its children begin, in `rows` or as rows */
	uint32_t *rows;             /* children by parent; NULL when their own numbers are in that order */
	const struct index *target; /* finds rows of `to` */
	struct key from;            /* the columns here, in the order of the target's key */
};

struct table {
	/* Told by the descriptor, in the site's arena. */
	struct str name, singular, package;
	struct phrase title, description;
	struct schema schema;
	struct dialect dialect;
	const struct field *label;
	const struct order *order;
	size_t order_count;
	struct mentions fulltext;
	const struct str *paths;    /* files, in order */
	size_t path_count;
	struct about *abouts;
	size_t about_count;
	struct place at;

	const struct flat *flat;    /* its cells are those of other tables: flat.c; or NULL. Nothing of what follows is then set but `rows` */

	/* Read. */
	struct arena *arena;        /* unescaped cells, indexes, links: all that is the table's own */
	struct table_part *parts;
	struct table_file *files;
	size_t part_count;
	uint32_t rows, row_capacity;
	uint32_t *words;            /* rows × (1 + stored fields) */
	bool incomplete;            /* some file could not be read to its end: a row that is not found may be there */
	bool faulty;                /* an error was reported while it was read */

	/* Keys: the primary's index first, when there is one, then the unique keys' and the unique fields'. */
	struct index *indexes;
	size_t index_count;

	/* Links. */
	struct link_rows *links;    /* one for each foreign key that could be tied */
	size_t link_count;
	const struct link **backs;
	size_t back_count;

	/* Computed. */
	struct computed *computed;
	size_t computed_count, computed_capacity, field_capacity;
	struct compute_worker **workers;
	struct map *reasons;
	struct table_rule *rules;
	size_t rule_count, rule_capacity;
	struct table_watch *watches;
	size_t watch_count, watch_capacity;
};

/* A table without rows, its own memory ready; the descriptor's part is for the caller to fill. In the arena, but for what it
 * reads: ended with table_end. */
struct table *table_new(struct arena *arena);
void table_end(struct table *table);

/* Makes ready for `count` files. */
void table_expect(struct table *table, size_t count);
/* Begins the next file; rows added from now on are its. `column` as in struct table_file, in the arena. */
void table_begin(struct table *table, struct str path, struct str bytes, const uint32_t *column);
/* Adds a row whose record begins at `offset` on `line`: all cells absent. NULL when there is no room for its number. */
uint32_t *table_add(struct table *table, size_t offset, uint32_t line);
/* The word of a cell with this text, in the record that begins at `offset` of the file being read. `inside`:
 * text is a view of the file. */
uint32_t table_cell(struct table *table, size_t offset, struct str text, bool inside);
/* Gives back what was reserved and not used. */
void table_pack(struct table *table);

static inline size_t table_stride(const struct table *table) { return 1 + table->schema.stored_count; }

/* The file a row belongs to: its position in `files`. */
static inline size_t table_file_of(const struct table *table, uint32_t row)
{
	size_t low = 0, high = table->part_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (table->parts[middle].first_row <= row)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* The text of a stored cell; false when it is absent. */
static inline bool table_stored(const struct table *table, uint32_t row, size_t column, struct str *text)
{
	const uint32_t *words = table->words + (size_t)row * table_stride(table);
	uint32_t cell = words[1 + column];
	size_t at;
	const struct table_file *file;

	if (cell == CELL_ABSENT)
		return false;
	at = table_file_of(table, row);
	file = &table->files[at];
	if (cell & CELL_ODD) {
		*text = file->odd[cell & ~CELL_ODD];
		return true;
	}
	at = (row - table->parts[at].first_row) / TABLE_MARK;
	*text = str_from(file->bytes.at + file->marks[at].offset + words[0] + (cell >> 16), cell & 0xffff);
	return true;
}

/* Line and column of byte `offset`, told from a byte `from` at or before it that is the first of `line`. */
struct place table_place_in(struct str path, struct str bytes, size_t from, uint32_t line, size_t offset);

/* Sorts the rows of all abouts, once the table is read. */
void about_fill(struct table *table);
void about_clear(struct about *about);

/* The text of a computed cell; false when it is absent. */
bool compute_text(const struct table *table, uint32_t row, size_t column, struct str *text);
struct str compute_why(const struct table *table, uint32_t row, size_t column);
void compute_end(struct table *table);

#endif
