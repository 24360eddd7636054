/* history/ledger_private.h - the columns of `cifras`. ORDER ledger_column: as in ledger_descriptor.c. */
#ifndef HISTORY_LEDGER_PRIVATE_H
#define HISTORY_LEDGER_PRIVATE_H

#include "base/str.h"

struct arena;
struct owners;

enum ledger_column {
	LEDGER_ID, LEDGER_TABLE, LEDGER_KEY, LEDGER_FIELD, LEDGER_NUMBER, LEDGER_WHICH, LEDGER_VALUE, LEDGER_BEFORE, LEDGER_CHANGE, LEDGER_TIME,
	LEDGER_DUE, LEDGER_AFTER_DUE, LEDGER_REPORTED, LEDGER_AFTER_REPORTED, LEDGER_RESULT, LEDGER_IS_RESULT, LEDGER_REASON, LEDGER_OWNERS,
};

/* In the arena. */
struct str ledger_descriptor(struct arena *arena, const struct owners *owners);

#endif
