/* model/owners.h - the rows with pages that any row belongs to, over foreign keys. Tables that the program makes have a column for each table that
 * makes pages (`meta_id`, `programa_id` …), so that `programa.hallazgos` are the findings of a programme, of its goals and of their months. */
#ifndef MODEL_OWNERS_H
#define MODEL_OWNERS_H

#include "model/table.h"

struct arena;
struct buf;
struct owners;
struct site;

enum { OWNERS_MOST = 32 };

/* The tables that portal.yaml's collections are made from, in their order; not those that the program makes, nor those whose key has several fields.
 * May be asked before collections are looked up. */
struct owners *owners_new(struct arena *arena, const struct site *site);
size_t owners_count(const struct owners *owners);
const struct table *owners_table(const struct owners *owners, size_t index);

/* For a descriptor in YAML, indented as items of `schema`: the foreign keys, whose way back is called `reverse`, and the fields. */
void owners_put_keys(const struct owners *owners, const char *reverse, struct buf *out);
void owners_put_fields(const struct owners *owners, struct buf *out);

/* The key of the row of owner `index` that `row` belongs to, by the shortest way; `at` NULL when there is none. A view of the cell. */
struct str owners_key(struct owners *owners, size_t index, const struct table *table, uint32_t row);

#endif
