/* history/version.h - one state of a table: the rows of its files, as the descriptor of that day reads them. Nothing is checked against
 * constraints: what was published is told, right or wrong. Texts are views of the bytes read, kept by the version. */
#ifndef HISTORY_VERSION_H
#define HISTORY_VERSION_H

#include "base/diag.h"
#include "model/schema.h"

struct arena;
struct resource;
struct version;

struct version_file {
	struct str path;
	struct str bytes; /* borrowed for as long as the version, which reads them once more when they are not UTF-8 */
};

/* NULL when a file is no table that can be read – a broken CSV, another header, another encoding –, and then reported. `resource` is borrowed. */
struct version *version_read(const struct resource *resource, const struct version_file *files, size_t count, struct diag *diag);
void version_free(struct version *version); /* NULL is fine */

const struct resource *version_resource(const struct version *version);
uint32_t version_rows(const struct version *version);
/* Some file has this column. */
bool version_has(const struct version *version, const struct field *field);
/* The text of a cell; false when it is absent. */
bool version_text(const struct version *version, uint32_t row, size_t column, struct str *text);
/* Appends the primary key, parts joined by `/`, as published; the row's number from 1 when there is none. */
void version_key(const struct version *version, uint32_t row, struct buf *out);

/* A column and the field that says what its texts mean: that of another version's schema, when types differ. */
struct version_column {
	size_t column;
	const struct field *as;
};

/* The hash of a value, not of how it is written; of an absent one when `text.at` is NULL. Key hashes are made of these in order. */
uint64_t version_hash_text(const struct field *as, struct str text, struct arena *scratch);
static inline uint64_t version_hash_add(uint64_t hash, uint64_t part) { return hash * 0x9e3779b97f4a7c15u + part; }

/* From key hashes to rows. A version keeps that of its primary key, made at the first call. */
struct version_index;
const struct version_index *version_index(struct version *version);
/* Over other columns; ended with version_index_free. */
struct version_index *version_index_new(const struct version *version, const struct version_column *columns, size_t count);
void version_index_free(struct version_index *index);
#define VERSION_NONE UINT32_MAX
/* The first row with this hash, and the next one with the same; VERSION_NONE when there is none. */
uint32_t version_index_first(const struct version_index *index, uint64_t hash);
uint32_t version_index_next(const struct version_index *index, uint32_t row);
/* How many rows have a hash that a row before them has. */
uint32_t version_index_repeated(const struct version_index *index);

#endif
