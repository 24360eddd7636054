/* cli/command.h - the commands, and what they have in common. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "base/diag.h"

#include <stdio.h>

/* Exit statuses of the contract. */
enum { EXIT_FINE = 0, EXIT_INPUT = 1, EXIT_USAGE = 2, EXIT_WORLD = 3 };

struct command {
	const char *name;
	const char *summary[2];  /* by enum lang */
	const char *help[2];
	/* argv[0] is the command's name. Returns the exit status. */
	int (*run)(int argc, char **argv, enum lang lang);
};

extern const struct command command_build, command_check, command_diff, command_history, command_import, command_verify;

/* One of two texts, by language. */
static inline const char *in_lang(enum lang lang, const char *en, const char *es) { return lang == LANG_ES ? es : en; }
/* Says what is wrong with the usage and how to get help; returns EXIT_USAGE. */
int command_misused(const struct command *command, enum lang lang, const char *en, const char *es, const char *what);
/* The status that the worst message means. */
int command_status(const struct diag *diag);
/* Prints all messages, without the lines they are about, frees them, and returns command_status. */
int command_end(struct diag *diag);
/* The language of messages: `name` ("es", "en", or NULL), else LC_ALL, LC_MESSAGES, LANG. False when `name` is neither. */
bool command_lang(const char *name, enum lang *lang);
/* Whether colours may be used on `out`: a terminal, and NO_COLOR is not set. */
bool command_colour(FILE *out);

#endif
