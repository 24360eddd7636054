/* vitrina check: all that is wrong, and nothing written. */
#include "cli/command.h"

#include "base/work.h"
#include "cli/make.h"

#include <getopt.h>
#include <stdlib.h>
#include <unistd.h>

enum { OPTION_REV = 256, OPTION_HELP, OPTION_LANG };

static const struct option options[] = { { "rev", required_argument, NULL, OPTION_REV }, { "jobs", required_argument, NULL, 'j' },
	{ "help", no_argument, NULL, OPTION_HELP }, { "lang", required_argument, NULL, OPTION_LANG }, { 0 } };

static bool read_options(int argc, char **argv, enum lang lang, struct make_options *make, int *status)
{
	int c;

	opterr = 0;
	optind = 1;
	*status = EXIT_USAGE;
	while ((c = getopt_long(argc, argv, "j:h", options, NULL)) != -1) {
		switch (c) {
		case 'j': make->workers = (int)strtol(optarg, NULL, 10); break;
		case OPTION_REV: make->revision = str_of(optarg); break;
		case OPTION_LANG: break;
		case 'h': case OPTION_HELP:
			fputs(command_check.help[lang], stdout);
			*status = EXIT_FINE;
			return false;
		default: command_misused(&command_check, lang, "no such option, or its value is missing:", "no hay tal opción, o le falta su valor:", argv[optind - 1]); return false;
		}
	}
	if (optind < argc)
		command_misused(&command_check, lang, "check takes no argument", "check no lleva argumento", argv[optind]);
	else if (make->workers < 1 || make->workers > 256)
		command_misused(&command_check, lang, "-j takes a number from 1 to 256", "-j lleva un número de 1 a 256", NULL);
	else
		return true;
	return false;
}

static void tell_result(const struct diag *diag, enum lang lang)
{
	printf(in_lang(lang, "%llu errors, %llu warnings\n", "%llu errores, %llu avisos\n"),
		(unsigned long long)(diag_count(diag, DIAG_ERROR) + diag_count(diag, DIAG_FAILURE)), (unsigned long long)diag_count(diag, DIAG_WARNING));
}

static int run(int argc, char **argv, enum lang lang)
{
	struct make_options make = { .folder = STR("."), .workers = work_processors(), .drafts = true };
	struct diag *diag;
	struct made *made;
	int status;

	if (!read_options(argc, argv, lang, &make, &status))
		return status;
	make.progress = isatty(STDERR_FILENO);
	diag = diag_new(lang);
	made = make_open(&make, diag);
	if (make_ready(made))
		make_files(made, NULL, diag);
	diag_print(diag, stderr, command_colour(stderr), make_line, made);
	tell_result(diag, lang);
	status = command_status(diag);
	make_close(made);
	diag_free(diag);
	return status;
}

const struct command command_check = {
	.name = "check",
	.summary = { "says what is wrong, and writes nothing", "dice qué está mal, y no escribe nada" },
	.help = {
		"usage: vitrina check [options]\n\n"
		"Reads everything and makes every page, without writing any; says all that is wrong at once.\n\n"
		"  --rev REV     check a commit, a branch or a tag\n"
		"  -j, --jobs N  threads (as many as processors)\n"
		"  --lang es|en  language of messages\n\n"
		"example:\n  vitrina check --lang es\n",
		"uso: vitrina check [opciones]\n\n"
		"Lee todo y hace cada página, sin escribir ninguna; dice de una vez todo lo que está mal.\n\n"
		"  --rev REV     revisa un commit, una rama o una etiqueta\n"
		"  -j, --jobs N  hilos (tantos como procesadores)\n"
		"  --lang es|en  idioma de los mensajes\n\n"
		"ejemplo:\n  vitrina check --lang es\n",
	},
	.run = run,
};
