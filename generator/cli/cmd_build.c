/* vitrina build: the site, published into a folder. */
#include "cli/command.h"

#include "base/work.h"
#include "cli/make.h"
#include "cli/password.h"
#include "cli/progress.h"
#include "publish/minisign.h"
#include "publish/publish.h"

#include <getopt.h>
#include <stdlib.h>
#include <unistd.h>

struct build {
	struct make_options make;
	struct str output;
	struct str key;          /* the file of the secret key to sign with; "" for none */
	bool timings;
};

enum { OPTION_REV = 256, OPTION_BASE_URL, OPTION_DRAFTS, OPTION_NO_HISTORY, OPTION_SIGN, OPTION_TIMINGS, OPTION_HELP, OPTION_LANG };

static const struct option options[] = { { "output", required_argument, NULL, 'o' }, { "rev", required_argument, NULL, OPTION_REV },
	{ "base-url", required_argument, NULL, OPTION_BASE_URL }, { "jobs", required_argument, NULL, 'j' },
	{ "drafts", no_argument, NULL, OPTION_DRAFTS }, { "no-history", no_argument, NULL, OPTION_NO_HISTORY },
	{ "sign", required_argument, NULL, OPTION_SIGN }, { "timings", no_argument, NULL, OPTION_TIMINGS },
	{ "help", no_argument, NULL, OPTION_HELP }, { "lang", required_argument, NULL, OPTION_LANG }, { 0 } };

/* True when the command should go on; else *status says how it ends. */
static bool read_options(int argc, char **argv, enum lang lang, struct build *build, int *status)
{
	int c;

	opterr = 0;
	optind = 1;
	*status = EXIT_USAGE;
	while ((c = getopt_long(argc, argv, "o:j:h", options, NULL)) != -1) {
		switch (c) {
		case 'o': build->output = str_of(optarg); break;
		case 'j': build->make.workers = (int)strtol(optarg, NULL, 10); break;
		case OPTION_REV: build->make.revision = str_of(optarg); break;
		case OPTION_BASE_URL: build->make.base_url = str_of(optarg); break;
		case OPTION_DRAFTS: build->make.drafts = true; break;
		case OPTION_NO_HISTORY: build->make.history = HISTORY_NONE; break;
		case OPTION_SIGN: build->key = str_of(optarg); break;
		case OPTION_TIMINGS: build->timings = true; break;
		case OPTION_LANG: break;
		case 'h': case OPTION_HELP:
			fputs(command_build.help[lang], stdout);
			*status = EXIT_FINE;
			return false;
		default:
			command_misused(&command_build, lang, "no such option, or its value is missing:",
				"no hay tal opción, o le falta su valor:", argv[optind - 1]);
			return false;
		}
	}
	if (optind < argc)
		command_misused(&command_build, lang, "build takes no argument", "build no lleva argumento", argv[optind]);
	else if (build->make.workers < 1 || build->make.workers > 256)
		command_misused(&command_build, lang, "-j takes a number from 1 to 256", "-j lleva un número de 1 a 256", NULL);
	else if (build->output.len == 0)
		command_misused(&command_build, lang, "-o takes the name of a folder", "-o lleva el nombre de una carpeta", NULL);
	else
		return true;
	return false;
}

static void tell_times(const struct make_facts *facts, double publish)
{
	fprintf(stderr, "timing\tload\t%.3f\ntiming\thistory\t%.3f\ntiming\tmodel\t%.3f\ntiming\trender\t%.3f\n", facts->times.load,
		facts->times.history, facts->times.model, facts->times.render);
	fprintf(stderr, "timing\tpublish\t%.3f\ntiming\tinput\t%llu\n", publish, (unsigned long long)facts->input_bytes);
}

static void tell_result(const struct build *build, const struct make_facts *facts, const struct publish_counts *counts, enum lang lang)
{
	printf(in_lang(lang, "%.*s: %zu pages, %llu files: %llu written, %llu unchanged, %llu removed\n",
		       "%.*s: %zu páginas, %llu archivos: %llu escritos, %llu sin cambio, %llu quitados\n"),
		STR_ARG(build->output), facts->pages, (unsigned long long)counts->files, (unsigned long long)counts->written,
		(unsigned long long)counts->unchanged, (unsigned long long)counts->removed);
	if (facts->remembers)
		printf(in_lang(lang, "history: changes %zu, versions %zu\n", "historia: cambios %zu, versiones %zu\n"), facts->changes,
			facts->versions);
}

/* Makes everything and moves it in; false when the old site stands. */
static bool publish_site(const struct build *build, const struct minisign_secret *key, struct made *made, struct diag *diag)
{
	struct publish *publish = publish_open(build->output, diag);
	struct make_facts facts;
	struct publish_origin origin;
	struct publish_counts counts;
	double start;

	if (!publish)
		return false;
	publish_sign(publish, key);
	if (!make_files(made, publish_sink(publish), diag)) {
		publish_abandon(publish);
		return false;
	}
	start = progress_clock();
	facts = make_facts(made);
	origin = make_origin(made);
	if (!publish_commit_counted(publish, &origin, &counts, diag))
		return false;
	if (build->timings)
		tell_times(&facts, progress_clock() - start);
	tell_result(build, &facts, &counts, diag_lang(diag));
	return true;
}

/* The key is opened first: nobody waits for a site to learn that the password is wrong. What is odd about a key is not published, so it has
 * messages of its own; in `diag` in the end. */
static void build_site(struct build *build, struct made **made, struct diag *diag)
{
	struct diag *about_key = diag_new(diag_lang(diag));
	struct minisign_secret *key = build->key.len ? minisign_secret_open(build->key, password_ask, NULL, about_key) : NULL;

	if (key || !build->key.len) {
		*made = make_open(&build->make, diag);
		if (make_ready(*made))
			publish_site(build, key, *made, diag);
	}
	minisign_secret_free(key);
	diag_merge(diag, about_key);
	diag_free(about_key);
}

static int run(int argc, char **argv, enum lang lang)
{
	struct build build = { .make = { .folder = STR("."), .workers = work_processors(), .epoch = getenv("SOURCE_DATE_EPOCH") },
		.output = STR("public") };
	struct diag *diag;
	struct made *made = NULL;
	int status;

	if (!read_options(argc, argv, lang, &build, &status))
		return status;
	build.make.progress = isatty(STDERR_FILENO);
	diag = diag_new(lang);
	build_site(&build, &made, diag);
	diag_print(diag, stderr, command_colour(stderr), made ? make_line : NULL, made);
	status = command_status(diag);
	if (status != EXIT_FINE)
		fprintf(stderr, "%s\n", in_lang(lang, "nothing was published", "no se publicó nada"));
	if (made)
		make_close(made);
	diag_free(diag);
	return status;
}

const struct command command_build = {
	.name = "build",
	.summary = { "makes the site", "genera el sitio" },
	.help = {
		"usage: vitrina build [options]\n\n"
		"Makes the site of this folder and publishes it into a folder of static files.\n\n"
		"  -o, --output DIR   where to publish (public)\n"
		"  --rev REV          build a commit, a branch or a tag, straight from the repository\n"
		"  --base-url URL     the address the site will have, over portal.yaml's\n"
		"  -j, --jobs N       threads (as many as processors)\n"
		"  --drafts           content marked 'draft: true' too\n"
		"  --no-history       without what changed before (see history: in portal.yaml)\n"
		"  --sign KEY         sign SHA256SUMS with this secret key of minisign, into SHA256SUMS.minisig;\n"
		"                     the password of the key is asked for, or taken from " PASSWORD_VARIABLE "\n"
		"  --timings          say on standard error how long each phase took\n"
		"  --lang es|en       language of messages\n\n"
		"examples:\n"
		"  vitrina build\n"
		"  vitrina build -o /srv/www/portal --base-url https://portal.example.mx/\n"
		"  vitrina -C portal.git build --rev main -o public\n"
		"  vitrina build --sign ~/vitrina.key\n",
		"uso: vitrina build [opciones]\n\n"
		"Genera el sitio de esta carpeta y lo publica en una carpeta de archivos estáticos.\n\n"
		"  -o, --output CARPETA  dónde publicar (public)\n"
		"  --rev REV             genera un commit, una rama o una etiqueta, directamente del repositorio\n"
		"  --base-url URL        la dirección que tendrá el sitio, en lugar de la de portal.yaml\n"
		"  -j, --jobs N          hilos (tantos como procesadores)\n"
		"  --drafts              también el contenido marcado 'draft: true'\n"
		"  --no-history          sin lo que cambió antes (véase history: en portal.yaml)\n"
		"  --sign CLAVE          firma SHA256SUMS con esta clave secreta de minisign, en SHA256SUMS.minisig;\n"
		"                        pide la contraseña de la clave, o la toma de " PASSWORD_VARIABLE "\n"
		"  --timings             dice en la salida de errores cuánto tardó cada fase\n"
		"  --lang es|en          idioma de los mensajes\n\n"
		"ejemplos:\n"
		"  vitrina build\n"
		"  vitrina build -o /srv/www/portal --base-url https://portal.example.mx/\n"
		"  vitrina -C portal.git build --rev main -o public\n"
		"  vitrina build --sign ~/vitrina.key\n",
	},
	.run = run,
};
