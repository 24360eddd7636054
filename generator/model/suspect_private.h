/* model/suspect_private.h - the pieces of suspect.c. */
#ifndef MODEL_SUSPECT_PRIVATE_H
#define MODEL_SUSPECT_PRIVATE_H

#include "base/buf.h"
#include "base/diag.h"

struct field;
struct table;

enum { SUSPECTS_TOLD = 20 }; /* of a kind in a column, one by one; the others are counted */

/* The kinds that one cell shows by itself. */
enum suspect_kind { SUSPECT_NONE, SUSPECT_FORMULA, SUSPECT_FAILURE, SUSPECT_SCIENTIFIC, SUSPECT_TWICE, SUSPECT_LOST, SUSPECT_KINDS };

/* suspect_cell.c: what is wrong with a text; what letters were encoded twice is looked for only if `foreign`. */
enum suspect_kind suspect_cell(struct str text, bool foreign);
/* A number is written so that some of its digits are not shown: 1.23E+11. */
bool suspect_shortened(struct str text);
/* Such a number may stand in the text. Fast. */
bool suspect_exponents(struct str text);
/* Tells it of the cell at `at`. */
void suspect_tell_cell(enum suspect_kind kind, struct str text, struct place at, struct diag *diag);
/* Tells that so many more cells of a column are of that kind. */
void suspect_tell_more(enum suspect_kind kind, uint64_t more, struct place column, struct diag *diag);

/* suspect_formula.c: a spreadsheet that opens the file takes the text for a formula, and works it out. Numbers, telephones and lists with hyphens
 * are none. */
bool suspect_formula(struct str text);

/* suspect_twice.c: bytes that may belong to letters which were encoded twice, or lost, stand in the text. Fast. */
bool suspect_foreign(struct str text);
/* Appends the text with what was encoded twice put right: "EducaciÃ³n" is "Educación". False when nothing in it was. */
bool suspect_decode(struct buf *out, struct str text);

/* suspect_codes.c: a column of codes without their zeros, or with their last digits cut. */
void suspect_codes(const struct table *table, const struct field *field, struct diag *diag);
/* suspect_figures.c: a column of numbers whose points part thousands, or whose zeros mean nothing. */
void suspect_figures(const struct table *table, const struct field *field, struct diag *diag);
/* suspect_keys.c: keys that differ in what nobody sees. */
void suspect_keys(const struct table *table, struct diag *diag);
/* suspect_rows.c: rows that stand twice. */
void suspect_rows(const struct table *table, struct diag *diag);

/* suspect.c: the column as a whole. */
struct place suspect_column(const struct table *table, const struct field *field);
/* True when the cells of the field must be those of another table, are told one by one by the descriptor, or have a declared form. */
bool suspect_settled(const struct table *table, const struct field *field);
bool suspect_refers(const struct table *table, const struct field *field);
bool suspect_in_key(const struct table *table, const struct field *field);

#endif
