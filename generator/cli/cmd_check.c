/* vitrina check: all that is wrong, and nothing written. */
#include "cli/command.h"

#include "base/buf.h"
#include "base/work.h"
#include "check/report.h"
#include "cli/explain.h"
#include "cli/follow.h"
#include "cli/make.h"
#include "script/script.h"

#include <getopt.h>
#include <stdlib.h>
#include <unistd.h>

enum { OPTION_REV = 256, OPTION_HELP, OPTION_LANG, OPTION_FORMAT, OPTION_MAX, OPTION_UNSAFE, OPTION_EXPLAIN };

struct wish {
	struct make_options make;
	const char *format; /* or NULL */
	enum report_format report;
	size_t most;        /* messages to tell; 0 for all */
	bool unsafe;        /* only list where templates print without escaping */
	bool explain;
	char **names;       /* of rules to explain; in argv */
	int name_count;
};

static const struct option options[] = { { "rev", required_argument, NULL, OPTION_REV }, { "jobs", required_argument, NULL, 'j' },
	{ "format", required_argument, NULL, OPTION_FORMAT }, { "max", required_argument, NULL, OPTION_MAX },
	{ "unsafe", no_argument, NULL, OPTION_UNSAFE }, { "explain", optional_argument, NULL, OPTION_EXPLAIN },
	{ "help", no_argument, NULL, OPTION_HELP }, { "lang", required_argument, NULL, OPTION_LANG }, { 0 } };

static bool misused(enum lang lang, const char *en, const char *es, const char *what)
{
	command_misused(&command_check, lang, en, es, what);
	return false;
}

/* What the options ask for together. */
static bool agree(struct wish *wish, int argc, char **argv, enum lang lang)
{
	if (wish->explain)
		return true;
	if (optind < argc)
		return misused(lang, "check takes no argument", "check no lleva argumento", argv[optind]);
	if (wish->format && !report_format_find(str_of(wish->format), &wish->report))
		return misused(lang, "the formats are " REPORT_FORMATS ", not", "los formatos son " REPORT_FORMATS ", no", wish->format);
	if (wish->make.workers < 1 || wish->make.workers > 256)
		return misused(lang, "-j takes a number from 1 to 256", "-j lleva un número de 1 a 256", NULL);
	return true;
}

static bool read_count(const char *text, size_t *count)
{
	char *end;
	unsigned long long number = strtoull(text, &end, 10);

	*count = (size_t)number;
	return *text >= '0' && *text <= '9' && *end == '\0' && number > 0 && number < SIZE_MAX;
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
		case OPTION_MAX:
			if (!read_count(optarg, &wish->most))
				return misused(lang, "--max takes a number from 1 on, not", "--max lleva un número desde 1, no", optarg);
			break;
		case OPTION_UNSAFE: wish->unsafe = true; break;
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

/* For people, messages go to standard error and what they come to goes to standard output; for programs, all is one document on standard output. */
static void tell(const struct wish *wish, struct made *made, struct diag *diag)
{
	struct buf out = { 0 };
	struct report_facts facts = { .version = STR(VITRINA_VERSION), .revision = make_facts(made).commit, .most = wish->most };
	struct diag_view view = { .colour = command_colour(stderr), .most = wish->most, .line_of = make_line, .context = made };

	if (wish->report == REPORT_TEXT) {
		diag_print_view(diag, stderr, &view);
		report_summary(&out, diag);
	} else {
		report_write(&out, wish->report, diag, &facts);
	}
	fflush(stderr);
	fwrite(out.at, 1, out.len, stdout);
	buf_clear(&out);
}

/* Every `| safe` of the theme, used or not: what its author vouches for. */
static void list_unsafe(const struct made *made, struct diag *diag)
{
	size_t count;
	const struct place *places = scripts_unsafe(make_scripts(made), &count);

	for (size_t i = 0; i < count; i++)
		diag_note(diag, places[i], "printed-as-is", "what stands before is printed as it is, without escaping",
			"lo que está antes se imprime tal cual, sin escapar");
}

static int check(const struct wish *wish, enum lang lang)
{
	struct diag *diag = diag_new(lang);
	struct made *made = make_open(&wish->make, diag);
	int status;

	if (make_ready(made) && wish->unsafe)
		list_unsafe(made, diag);
	else if (make_ready(made))
		follow_links(made, wish->make.workers, diag);
	tell(wish, made, diag);
	status = command_status(diag);
	make_close(made);
	diag_free(diag);
	return status;
}

static int run(int argc, char **argv, enum lang lang)
{
	struct wish wish = { .make = { .folder = STR("."), .workers = work_processors(), .drafts = true, .history = HISTORY_READ,
		.epoch = getenv("SOURCE_DATE_EPOCH"),
		.progress = isatty(STDERR_FILENO) } };
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
		"  --format F    text, or for programs: json, sarif (2.1.0), github (annotations)\n"
		"  --max N       tell at most N messages, the worst first\n"
		"  --unsafe      only list where templates print with | safe, without escaping\n"
		"  --explain     list all rules; with --format md|json, explain them all\n"
		"  --explain RULE\n"
		"                what the name in brackets behind a message means\n"
		"  -j, --jobs N  threads (as many as processors)\n"
		"  --lang es|en  language of messages\n\n"
		"examples:\n  vitrina check --lang es\n  vitrina check --format sarif >check.sarif\n  vitrina check --explain not-a-date\n",
		"uso: vitrina check [opciones]\n\n"
		"Lee todo y hace cada página, sin escribir ninguna; dice de una vez todo lo que está mal.\n\n"
		"  --rev REV     revisa un commit, una rama o una etiqueta\n"
		"  --format F    text o, para programas: json, sarif (2.1.0), github (anotaciones)\n"
		"  --max N       dice cuando más N mensajes, primero los peores\n"
		"  --unsafe      sólo enumera dónde las plantillas imprimen con | safe, sin escapar\n"
		"  --explain     enumera todas las reglas; con --format md|json, las explica todas\n"
		"  --explain REGLA\n"
		"                qué significa el nombre entre corchetes de un mensaje\n"
		"  -j, --jobs N  hilos (tantos como procesadores)\n"
		"  --lang es|en  idioma de los mensajes\n\n"
		"ejemplos:\n  vitrina check --lang es\n  vitrina check --format sarif >check.sarif\n  vitrina check --explain not-a-date\n",
	},
	.run = run,
};
