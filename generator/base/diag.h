/* base/diag.h - what is wrong, collected: the only way to tell a person anything.
 * Every message is written twice at the place that reports it, in English and in Spanish, with the same arguments in the same
 * order; the compiler checks both. Wording: lower case, no full stop, the subject in quotes; what to do about it goes into
 * diag_advice. One diag belongs to one thread; workers have their own, merged at the end. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "base/str.h"

#include <stdio.h>

struct diag;

enum lang { LANG_EN, LANG_ES };

enum diag_level {
	DIAG_NONE,
	DIAG_NOTE,    /* said once, changes nothing */
	DIAG_WARNING, /* published, with the warning beside it */
	DIAG_ERROR,   /* the input is wrong: nothing is published; exit status 1 */
	DIAG_FAILURE, /* the world failed (disk, permission, repository); exit status 3 */
};

/* Where: all of it may be missing, from the right. The strings are borrowed until the call that takes the place returns. */
struct place {
	struct str path;       /* from the site's root, or as the user wrote it */
	uint32_t line, column; /* from 1; columns in characters; 0 when unknown */
	uint32_t width;        /* characters to underline; 0 counts as 1 */
	struct str field;      /* a CSV field's name, told after the column */
};

#define DIAG_FORMAT(en, es, args) \
	__attribute__((format(printf, en, args), format(printf, es, args)))

struct diag *diag_new(enum lang lang);
void diag_free(struct diag *diag);
enum lang diag_lang(const struct diag *diag);

/* Reports an error of the input. `rule` is a stable kebab-case name, a literal. Always false, so that failing is one line. */
bool diag_error(struct diag *diag, struct place at, const char *rule, const char *en, const char *es, ...) DIAG_FORMAT(4, 5, 6);
/* Reports that the world failed. Always false. */
bool diag_failure(struct diag *diag, struct place at, const char *rule, const char *en, const char *es, ...) DIAG_FORMAT(4, 5, 6);
void diag_warning(struct diag *diag, struct place at, const char *rule, const char *en, const char *es, ...) DIAG_FORMAT(4, 5, 6);
void diag_note(struct diag *diag, struct place at, const char *rule, const char *en, const char *es, ...) DIAG_FORMAT(4, 5, 6);
/* Adds one line of advice, what to do, to the message reported last through this diag. */
void diag_advice(struct diag *diag, const char *en, const char *es, ...) DIAG_FORMAT(2, 3, 4);
/* Adds a line of context to the message reported last ("included from base.html:31"). */
void diag_context(struct diag *diag, const char *en, const char *es, ...) DIAG_FORMAT(2, 3, 4);

/* What is being made from now on ("/programas/x/ (data/poa/programas.csv:5)"), told under each message and not part of its
 * identity: the same fault on many pages is one message with a count. `order` decides whose name is told: the lowest.
 * `what` is borrowed until the next call; "" ends it. */
void diag_while(struct diag *diag, uint64_t order, struct str what);

/* The worst level seen. */
enum diag_level diag_worst(const struct diag *diag);
/* How many messages of `level`, folded ones counted each time. */
uint64_t diag_count(const struct diag *diag, enum diag_level level);
/* Adds what `from` holds to `diag` and empties `from`. */
void diag_merge(struct diag *diag, struct diag *from);

/* One message, for those who print or publish it. */
struct diag_message {
	enum diag_level level;
	const char *rule;
	struct place at;
	struct str text;       /* in the diag's language */
	struct str texts[2];   /* in each, by enum lang: for what is published in both */
	struct str advice;     /* or "" */
	struct str context;    /* lines, or "" */
	struct str making;     /* what was being made, the first in order, or "" */
	uint64_t order;
	uint64_t count;        /* how many times */
};

/* The messages in their order: by path, line, column, rule and text, so that neither threads nor luck show. Distinct messages
 * beyond DIAG_KEPT are counted, not kept. Borrowed until the next report. */
enum { DIAG_KEPT = 10000 };
const struct diag_message *const *diag_messages(struct diag *diag, size_t *count);

/* The same fault of one kind in several places of a file: same level, rule, path, field, text and advice. */
struct diag_fold {
	const struct diag_message *first;
	const struct diag_message *const *others; /* in order; none for most */
	size_t other_count;
};
/* The messages folded, in the order of the first of each. Borrowed until the next report. */
struct diag_fold *diag_folds(struct diag *diag, size_t *count);

/* How often a rule was told of a file: all of it, also what was not kept. */
struct diag_tally {
	enum diag_level level;
	const char *rule;
	struct str path;
	uint64_t count;
};
/* By path, level (the worst first) and rule. Borrowed until the next report. */
const struct diag_tally *const *diag_tallies(struct diag *diag, size_t *count);

/* Gives the text of a line of a source file, without its end, or "" when it can't be had. */
typedef struct str diag_line_fn(void *context, struct str path, uint32_t line);

/* How messages are shown. */
struct diag_view {
	bool colour;
	size_t most;           /* this many messages, the worst before the others; 0 for all */
	diag_line_fn *line_of; /* or NULL: no lines */
	void *context;
};

/* Prints everything in the form `path:line:column: error: text [rule]`, the line with a caret, context and advice; what is the same in several places
 * of a file is printed once, with their lines. */
void diag_print_view(struct diag *diag, FILE *out, const struct diag_view *view);
static inline void diag_print(struct diag *diag, FILE *out, bool colour, diag_line_fn *line_of, void *context)
{
	diag_print_view(diag, out, &(struct diag_view){ .colour = colour, .line_of = line_of, .context = context });
}
/* Leaves the `most` folds that matter most, in their order: worse levels first, then the first in order. 0 leaves all. Returns how many. */
size_t diag_folds_worst(struct diag_fold *folds, size_t count, size_t most);
/* "error", "warning" …, as messages have it. */
const char *diag_level_name(enum diag_level level, enum lang lang);

/* The place of byte `offset` of `text`: line and column counted from the start, in characters. */
struct place place_in(struct str path, struct str text, size_t offset);
static inline struct place place_of(struct str path) { return (struct place){ .path = path }; }

#endif
