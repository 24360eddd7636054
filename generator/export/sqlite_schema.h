/* export/sqlite_schema.h - a package's tables as SQL: what sqlite.c has the database made of. Names are always in quotes, so reserved words are
 * names like any other. */
#ifndef EXPORT_SQLITE_SCHEMA_H
#define EXPORT_SQLITE_SCHEMA_H

#include "export/cell.h"

/* A table of the database. */
struct sqlite_table {
	const struct table *table;
	struct str name;            /* the resource's, but for those that SQLite keeps for itself */
	const struct str *columns;  /* names of the fields, apart also where only letter case tells fields apart; then of the absences */
	size_t count;
	const bool *text;           /* of each column: numbers stand there as text, since some has more digits than a double holds */
};

/* In the arena. `rows`: looks at all numbers; without, they are taken for short. */
struct sqlite_table sqlite_table_of(struct arena *arena, const struct table *table, bool rows);

/* Appends a name in quotes. */
void sqlite_name(struct buf *out, struct str name);
/* Append statements: CREATE TABLE with its keys, CREATE INDEX for the foreign ones, INSERT with a place for each column. `tables` are all of the
 * package: a key that leads out of it is not declared. */
void sqlite_create(const struct sqlite_table *tables, size_t count, size_t which, struct buf *out);
void sqlite_indexes(const struct sqlite_table *table, struct buf *out);
void sqlite_insert(const struct sqlite_table *table, struct buf *out);

#endif
