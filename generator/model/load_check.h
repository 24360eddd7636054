/* model/load_check.h - whether the texts of a column are what its field says, decided fast. Private to the loader.
 * Nearly all cells are right: those are told by a look at their bytes, or because the same text was right before. */
#ifndef MODEL_LOAD_CHECK_H
#define MODEL_LOAD_CHECK_H

#include "model/schema.h"

struct arena;

enum { CHECK_SEEN = 64 };

/* What a text must look like to be right without a closer look. */
enum check_kind { CHECK_CLOSELY, CHECK_NOTHING, CHECK_INTEGER, CHECK_NUMBER, CHECK_YEAR, CHECK_MONTH, CHECK_DATE };

struct check {
	const struct field *field;
	enum check_kind kind;
	int64_t least, most;          /* of whole numbers */
	bool only_empty;              /* nothing but "" means absent */
	bool needed;                  /* required, or part of the primary key */
	struct str seen[CHECK_SEEN];  /* texts found right, by a small hash; views of what is being read */
};

void check_init(struct check *check, const struct field *field, bool needed);
/* True when the text means that there is no value. */
bool check_absent(const struct check *check, struct str text);
/* True when the text is right. `unheard` gets what is wrong, without a place. */
bool check_text(struct check *check, struct arena *scratch, struct str text, struct diag *unheard);

#endif
