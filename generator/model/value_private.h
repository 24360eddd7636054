/* model/value_private.h - the pieces of value.c: what can be wrong with a text, and how it is told. */
#ifndef MODEL_VALUE_PRIVATE_H
#define MODEL_VALUE_PRIVATE_H

#include "base/buf.h"
#include "model/value.h"
#include "model/vote.h"

enum fault_kind {
	FAULT_FORM,       /* not written as the type wants it */
	FAULT_IMPOSSIBLE, /* well written, and there is no such thing: 31 April, a latitude of 91 */
	FAULT_SIZE,       /* more digits than we compute with */
};

struct fault {
	enum fault_kind kind;
	size_t wrong; /* position of the first byte that can't be right */
};

/* value.c: finds the value of a text, and reports nothing. The formats of texts are not looked at. False:
 * *fault. */
bool value_parse(struct arena *arena, const struct field *field, struct str text, struct value *out,
	struct fault *fault);

/* value_number.c. False: *fault. */
bool integer_read(struct arena *arena, const struct field *field, struct str text, int64_t *out,
	struct fault *fault);
/* Appends what a number that was written for people probably says ("$ 1,022.50 pesos": 1022.50), with the
 * field's point; nothing when no number is in it. True when something stood behind it that is a unit. */
bool number_hint(struct buf *out, const struct field *field, struct str text);

/* value_text.c: whether a text has the format of its field, for the types whose value is the text. */
bool text_read(struct arena *arena, const struct field *field, struct str text, struct fault *fault);
/* What minLength and maxLength count: characters of a string, items of a list or array, names of an object. */
uint64_t text_length(const struct field *field, struct str text);

/* A text that can't be read, on its way to a message. */
struct telling {
	const struct field *field;
	struct str text;          /* as found */
	struct fault fault;
	const struct vote *vote;  /* of its column; NULL when nothing is known of it */
	struct place at;
	struct str seen;          /* what is shown of it */
	const char *tail;
	struct buf hint;          /* what to write instead */
	struct diag *diag;
};

/* value_fault.c: reports it. Always false. */
bool value_fault(const struct field *field, struct str text, struct fault fault, const struct vote *vote, struct place at,
	struct diag *diag);
/* Appends the moment as the field wants it. */
void fault_write_moment(struct telling *t, const struct moment *moment);

/* Damage that is known: each family recognises its own and reports it, or returns false. One file each, fault_*.c. */
typedef bool fault_family_fn(struct telling *t);
fault_family_fn fault_words, fault_blanks, fault_dates, fault_numbers;
/* What a spreadsheet writes when a formula fails. */
struct failure {
	const char *text, *en, *es; /* how the cell begins; why it failed */
};
/* The failure that `word` begins with, or NULL. */
const struct failure *failure_find(struct str word);
/* What messages show of a text: not more than a line holds. `tail` is "…" when it goes on, else "". */
struct str shown(struct str text, const char **tail);

#endif
