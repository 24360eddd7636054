/* model/addition.h - packages of tables that the program makes: the history of the data, what does not add up. Once added to a
 * site, by load_addition, they are tables like any other: typed, checked, keyed, linked, exported, with a page for each.
 *
 *     struct addition *addition = addition_new(STR("vitrina/faltas"), STR("name: faltas\nresources:\n  - name: faltas …"));
 *     addition_row(addition, STR("faltas"), cells, 3);
 *     load_addition(loaded, addition, diag);
 */
#ifndef MODEL_ADDITION_H
#define MODEL_ADDITION_H

#include "base/str.h"

struct buf;
struct addition;

/* A field in the list of a descriptor; `rest` are more of its properties, like ADDITION_REQUIRED, or "". All are literals. */
#define ADDITION_FIELD(name, type, es, en, rest) "    - { name: " name ", type: " type ", title: { es: " es ", en: " en " }" rest " }\n"
#define ADDITION_REQUIRED ", constraints: { required: true }"

/* `descriptor` is a Data Package in YAML with titles in each language ({ es: …, en: … }), without `path`s; both are borrowed for as long as
 * it lives. `folder` stands for where its files would be, in messages and templates; when it is that of a package of the site, the tables are
 * that package's. When the descriptor tells no licence, it has that of the site's first package. */
struct addition *addition_new(struct str folder, struct str descriptor);
/* NULL is fine. */
void addition_free(struct addition *addition);
/* Adds a row to one of its tables: the cells of its fields in their order, as they are published; one whose `at` is NULL is absent. Rows stay in the
 * order in which they are given, which must not depend on threads or luck. */
void addition_row(struct addition *addition, struct str resource, const struct str *cells, size_t count);

/* The same in two steps, for those who make rows in parallel: the record of a row, appended to `out`, and records added as they are. */
void addition_record(struct buf *out, const struct str *cells, size_t count);
void addition_records(struct addition *addition, struct str resource, struct str records);

/* Names that the program's own tables have. Templates may ask for them in a site where they are not made: `data.cambios` is then nil,
 * and rows have none that tell of them. Kept in addition.c, in byte order. */
bool addition_known(struct str resource);

/* For the loader: its parts, and the records of one table, which are the caller's from then on. False when it has no row. */
struct str addition_folder(const struct addition *addition);
struct str addition_descriptor(const struct addition *addition);
bool addition_take(struct addition *addition, struct str resource, struct buf *out);

#endif
