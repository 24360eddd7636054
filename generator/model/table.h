/* model/table.h - an immutable table: columns of cells, keys, and links to other tables. Read by all threads without locks.
 * A cell is a view of the source bytes, packed in 8 bytes; a link is the number of a row. Rows count from 0 in the order of the files. */
#ifndef MODEL_TABLE_H
#define MODEL_TABLE_H

#include "model/schema.h"
#include "model/value.h"

struct table;
struct arena;

#define ROW_NONE UINT32_MAX

/* Where one table's key points at another's (or its own) rows. */
struct link {
	const struct foreign_key *key;
	struct table *from, *to;
};

/* A list of row numbers: either neighbours (first, first + 1 …; rows NULL) or listed. */
struct row_list {
	const uint32_t *rows; /* borrowed, or NULL */
	uint32_t first;
	uint32_t count;
};
static inline uint32_t row_list_at(struct row_list list, uint32_t i) { return list.rows ? list.rows[i] : list.first + i; }

/* What the table is. */
struct str table_name(const struct table *table);          /* the resource's name */
struct str table_singular(const struct table *table);      /* name of one row in templates: vitrina:singular, else the name */
struct str table_package(const struct table *table);       /* the package's folder: "data/poa" */
const struct phrase *table_title(const struct table *table);
const struct phrase *table_description(const struct table *table);
const struct schema *table_schema(const struct table *table);
/* The field that names a row for people (vitrina:label), else the first string field of the primary key, else the first field. */
const struct field *table_label(const struct table *table);

/* vitrina:fulltext: the fields whose texts people search. */
struct mentions table_fulltext(const struct table *table);

/* What it holds. */
uint32_t table_rows(const struct table *table);
/* The text of a cell as published; false when it is absent. `column` is a field's index, computed fields too. */
bool table_text(const struct table *table, uint32_t row, size_t column, struct str *text);
/* The typed value of a cell; false when it is absent. Big decimals go to the arena. */
bool table_value(const struct table *table, struct arena *arena, uint32_t row, size_t column, struct value *value);
/* Which absence an absent cell is: a reason code of model.lua ("not-reported"), else "empty". */
struct str table_why(const struct table *table, uint32_t row, size_t column);
/* Where a cell stands in its file; a computed one: its row. Costs a look at the file. */
struct place table_place(const struct table *table, uint32_t row, size_t column);
/* The same for a row as a whole. */
struct place table_row_place(const struct table *table, uint32_t row);

/* The row whose primary key is `parts` (as published), or ROW_NONE. */
uint32_t table_find(const struct table *table, const struct str *parts, size_t count);
/* The same by the key as table_key writes it. ROW_NONE too when the key has several parts and one of them holds a `/`. */
uint32_t table_find_key(const struct table *table, struct str key);
/* Appends a row's primary key, parts joined by `/`; the row's number from 1 when the table has none. */
void table_key(const struct table *table, uint32_t row, struct buf *out);

/* Links away from this table's rows, and links of other tables' rows (and its own) to these. */
size_t table_link_count(const struct table *table);
const struct link *table_link_at(const struct table *table, size_t index);
size_t table_back_count(const struct table *table);
const struct link *table_back_at(const struct table *table, size_t index);
/* By the name of the step, or NULL. */
const struct link *table_link_find(const struct table *table, struct str forward);
const struct link *table_back_find(const struct table *table, struct str reverse);
/* The row that `row` points at through `link`, or ROW_NONE. O(1). */
uint32_t link_forward(const struct link *link, uint32_t row);
/* The rows that point at `row` through `link`, in the order their table declares (vitrina:order, else of the file). O(1). */
struct row_list link_back(const struct link *link, uint32_t row);

/* vitrina:about - rows that tell of rows of any table: one field holds a table's name, another the key of a row, as table_key writes it, which may
 * be a row that is no more. The about called `name` ("" for the first), or NULL. */
struct about;
const struct about *table_about(const struct table *table, struct str name);
/* The rows that tell of that row, in the order of their table. O(1). */
struct row_list about_rows(const struct about *about, struct str resource, struct str key);
/* What `row` tells of. False when it tells of nothing. */
bool about_names(const struct about *about, uint32_t row, struct str *resource, struct str *key);

/* A check that model.lua declares over the rows of a table, as it is told to people. */
struct table_rule {
	struct str name;     /* "calendar-sum" */
	bool error;          /* else a warning */
	struct phrase title; /* some words; empty when none are declared */
	struct phrase means; /* why, and what to do; empty likewise */
	struct place at;     /* where it is declared */
};
/* In the order of their declarations. */
const struct table_rule *table_rules(const struct table *table, size_t *count);

/* A figure that model.lua watches: what is to be told of each value that it had. Columns; TABLE_NO_COLUMN for those not declared. */
#define TABLE_NO_COLUMN SIZE_MAX
struct table_watch {
	size_t field;
	size_t due;      /* a date: a change after it is told to be so */
	size_t reported; /* likewise, the day up to which progress is reported */
	size_t result;   /* what was reached: a value that equals it is told to */
	size_t reason;   /* the text that says why it was changed */
};
/* In the order of their declarations. */
const struct table_watch *table_watches(const struct table *table, size_t *count);

/* The files a table was read from. */
struct table_part { struct str path; uint64_t bytes; uint32_t first_row, rows; };
const struct table_part *table_parts(const struct table *table, size_t *count);

#endif
