#include "cli/command.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int command_misused(const struct command *command, enum lang lang, const char *en, const char *es, const char *what)
{
	fputs("vitrina: ", stderr);
	fprintf(stderr, "%s", in_lang(lang, en, es));
	if (what)
		fprintf(stderr, " '%s'", what);
	fprintf(stderr, in_lang(lang, "\nsee 'vitrina %s%s--help'\n", "\nvea 'vitrina %s%s--help'\n"),
		command ? command->name : "", command ? " " : "");
	return EXIT_USAGE;
}

int command_status(const struct diag *diag)
{
	switch (diag_worst(diag)) {
	case DIAG_FAILURE: return EXIT_WORLD;
	case DIAG_ERROR: return EXIT_INPUT;
	default: return EXIT_FINE;
	}
}

int command_end(struct diag *diag)
{
	int status = command_status(diag);

	diag_print(diag, stderr, command_colour(stderr), NULL, NULL);
	diag_free(diag);
	return status;
}

bool command_lang(const char *name, enum lang *lang)
{
	static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	if (name) {
		*lang = strcmp(name, "es") == 0 ? LANG_ES : LANG_EN;
		return *lang == LANG_ES || strcmp(name, "en") == 0;
	}
	*lang = LANG_EN;
	for (size_t i = 0; i < 3; i++) {
		const char *value = getenv(variables[i]);

		if (!value || !*value)
			continue;
		if (strncmp(value, "es", 2) == 0)
			*lang = LANG_ES;
		return true;
	}
	return true;
}

bool command_colour(FILE *out)
{
	const char *no = getenv("NO_COLOR");

	return !(no && *no) && isatty(fileno(out));
}
