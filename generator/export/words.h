/* export/words.h - what files of data say in words of their own: dictionaries, licences, where the data come from. They speak Spanish when the
 * site's main language is Spanish, else English; the descriptor's texts are in the main language. */
#ifndef EXPORT_WORDS_H
#define EXPORT_WORDS_H

#include "export/format.h"

struct word_pair { const char *in[2]; /* by enum lang */ };
struct word_line { struct str head, text; };

enum { WORD_LINES_MOST = 64 };

enum lang words_lang(const struct site *site);
/* Appends a field's rules: "clave; obligatorio; uno de: a, b; de 0 a 100; calculado; programas.programa_id". */
void words_rules(const struct table *table, const struct field *field, enum lang lang, struct buf *out);
/* Where the tables of a job come from: title, licence, sources, commit, time. At most WORD_LINES_MOST; in the arena. */
size_t words_source(struct arena *arena, const struct format_job *job, enum lang lang, struct word_line *lines);
/* The package a table is of. */
const struct package *words_package(const struct site *site, const struct table *table);

#endif
