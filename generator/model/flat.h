/* model/flat.h - vitrina:views of a descriptor: flat tables for people, whose cells are cells of other tables, found over foreign keys. They hold
 * nothing themselves: reading one reads the other. Private to the room. */
#ifndef MODEL_FLAT_H
#define MODEL_FLAT_H

#include "model/table_private.h"

/* What a descriptor says of a column: a way to a field ("programa.institucion.nombre"), or a key among the rows that are spread out. */
struct flat_column {
	struct str name;
	struct mention from, key; /* `key.name` "": by its way */
	struct phrase title, description;
	struct str unit;
	struct place at;
};

/* Rows that point here, a column for each value of `by`: months of a calendar. */
struct flat_pivot {
	bool given;
	struct mention rows, by, value, part; /* part: year, month or day of a date; "": the whole text */
};

/* A view as it is told, before the tables have their computed fields. */
struct flat_told {
	struct str name, singular, folder;
	struct phrase title, description;
	struct mention from, label;
	struct mentions fulltext;
	struct flat_pivot pivot;
	const struct flat_column *columns;
	size_t count;
	struct place at;
};

/* The table; NULL when its columns can't be found, and then reported. Everything in the arena. */
struct table *flat_new(struct arena *arena, const struct flat_told *told, const struct map *tables, struct diag *diag);

/* Where a cell of a view is: false when the way to it ends before. */
bool flat_find(const struct table *view, uint32_t row, size_t column, const struct table **table, uint32_t *at, size_t *in);
/* The table that its rows are those of. */
const struct table *flat_from(const struct table *view);
/* Whether its key is that of the table its rows are of. */
bool flat_keyed(const struct table *view);

#endif
