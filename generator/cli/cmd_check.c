/* vitrina check: all that is wrong, and nothing written. */
#include "cli/command.h"

#include "base/work.h"
#include "cli/explain.h"
#include "cli/make.h"

#include <getopt.h>
#include <stdlib.h>
#include <unistd.h>

enum { OPTION_REV = 256, OPTION_HELP, OPTION_LANG, OPTION_FORMAT, OPTION_EXPLAIN };

struct wish {
	struct make_options make;
	const char *format; /* or NULL */
	bool explain;
	char **names;       /* of rules to explain; in argv */
	int name_count;
};

static const struct option options[] = { { "rev", required_argument, NULL, OPTION_REV }, { "jobs", required_argument, NULL, 'j' },
	{ "format", required_argument, NULL, OPTION_FORMAT }, { "explain", optional_argument, NULL, OPTION_EXPLAIN },
	{ "help", no_argument, NULL, OPTION_HELP }, { "lang", required_argument, NULL, OPTION_LANG }, { 0 } };

static bool misused(enum lang lang, const char *en, const char *es, const char *what)
{
	command_misused(&command_check, lang, en, es, what);
	return false;
}

/* What the options ask for together. */
static bool agree(const struct wish *wish, int argc, char **argv, enum lang lang)
{
	if (wish->explain)
		return true;
	if (optind < argc)
		return misused(lang, "check takes no argument", "check no lleva argumento", argv[optind]);
	if (wish->format)
		return misused(lang, "--format goes with --explain", "--format va con --explain", NULL);
	if (wish->make.workers < 1 || wish->make.workers > 256)
		return misused(lang, "-j takes a number from 1 to 256", "-j lleva un número de 1 a 256", NULL);
	return true;
}

static bool read_options(int argc, char **argv, enum lang lang, struct wish *wish, int *status)
{
	char *first = NULL; /* of --explain=RULE */
	int c;

	opterr = 0;
	optind = 1;
	*status = EXIT_USAGE;
	while ((c = getopt_long(argc, argv, "j:h", options, NULL)) != -1) {
		switch (c) {
		case 'j': wish->make.workers = (int)strtol(optarg, NULL, 10); break;
		case OPTION_REV: wish->make.revision = str_of(optarg); break;
		case OPTION_FORMAT: wish->format = optarg; break;
		case OPTION_EXPLAIN:
			wish->explain = true;
			first = optarg;
			break;
		case OPTION_LANG: break;
		case 'h': case OPTION_HELP:
			fputs(command_check.help[lang], stdout);
			*status = EXIT_FINE;
			return false;
		default:
			return misused(lang, "no such option, or its value is missing:", "no hay tal opción, o le falta su valor:", argv[optind - 1]);
		}
	}
	if (first)
		argv[--optind] = first; /* in the place of an option that was read */
	wish->names = argv + optind;
	wish->name_count = argc - optind;
	return agree(wish, argc, argv, lang);
}

static void tell_result(const struct diag *diag, enum lang lang)
{
	printf(in_lang(lang, "%llu errors, %llu warnings\n", "%llu errores, %llu avisos\n"),
		(unsigned long long)(diag_count(diag, DIAG_ERROR) + diag_count(diag, DIAG_FAILURE)),
		(unsigned long long)diag_count(diag, DIAG_WARNING));
}

static int check(const struct wish *wish, enum lang lang)
{
	struct diag *diag = diag_new(lang);
	struct made *made = make_open(&wish->make, diag);
	int status;

	if (make_ready(made))
		make_files(made, NULL, diag);
	diag_print(diag, stderr, command_colour(stderr), make_line, made);
	tell_result(diag, lang);
	status = command_status(diag);
	make_close(made);
	diag_free(diag);
	return status;
}

static int run(int argc, char **argv, enum lang lang)
{
	struct wish wish = { .make = { .folder = STR("."), .workers = work_processors(), .drafts = true, .progress = isatty(STDERR_FILENO) } };
	int status;

	if (!read_options(argc, argv, lang, &wish, &status))
		return status;
	if (wish.explain)
		return explain_rules(wish.format, wish.names, wish.name_count, lang);
	return check(&wish, lang);
}

const struct command command_check = {
	.name = "check",
	.summary = { "says what is wrong, and writes nothing", "dice qué está mal, y no escribe nada" },
	.help = {
		"usage: vitrina check [options]\n\n"
		"Reads everything and makes every page, without writing any; says all that is wrong at once.\n\n"
		"  --rev REV     check a commit, a branch or a tag\n"
		"  --explain     list all rules; with --format md|json, explain them all\n"
		"  --explain RULE\n"
		"                what the name in brackets behind a message means\n"
		"  -j, --jobs N  threads (as many as processors)\n"
		"  --lang es|en  language of messages\n\n"
		"examples:\n  vitrina check --lang es\n  vitrina check --explain not-a-date\n",
		"uso: vitrina check [opciones]\n\n"
		"Lee todo y hace cada página, sin escribir ninguna; dice de una vez todo lo que está mal.\n\n"
		"  --rev REV     revisa un commit, una rama o una etiqueta\n"
		"  --explain     enumera todas las reglas; con --format md|json, las explica todas\n"
		"  --explain REGLA\n"
		"                qué significa el nombre entre corchetes de un mensaje\n"
		"  -j, --jobs N  hilos (tantos como procesadores)\n"
		"  --lang es|en  idioma de los mensajes\n\n"
		"ejemplos:\n  vitrina check --lang es\n  vitrina check --explain not-a-date\n",
	},
	.run = run,
};
