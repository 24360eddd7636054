/* vitrina [-C DIR] COMMAND [options] */
#include "cli/command.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static const struct command *const commands[] = { &command_build, &command_check, &command_diff, &command_history,
	&command_import, &command_verify };
enum { COMMANDS = sizeof commands / sizeof *commands };

static void print_usage(FILE *out, enum lang lang)
{
	fputs(in_lang(lang,
		      "vitrina - turns a Git repository of CSV and Markdown into a static transparency portal\n\n"
		      "usage: vitrina [-C DIR] COMMAND [options]\n\n",
		      "vitrina - convierte un repositorio Git de CSV y Markdown en un portal de transparencia estático\n\n"
		      "uso: vitrina [-C CARPETA] COMANDO [opciones]\n\n"),
		out);
	for (int i = 0; i < COMMANDS; i++)
		fprintf(out, "  %-8s %s\n", commands[i]->name, commands[i]->summary[lang]);
	fputs(in_lang(lang,
		      "\n  -C DIR       work in DIR, the folder of the site\n  --lang es|en language of messages\n  --version\n"
		      "  --help       also after a command, with its options and examples\n",
		      "\n  -C CARPETA   trabaja en CARPETA, la del sitio\n  --lang es|en idioma de los mensajes\n  --version\n"
		      "  --help       también después de un comando, con sus opciones y ejemplos\n"),
		out);
}

static const struct command *find_command(const char *name)
{
	for (int i = 0; i < COMMANDS; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

/* `--lang es` or `--lang=es` anywhere: even a fault of usage is told in the language asked for. */
static const char *asked_lang(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
			return argv[i + 1];
		if (strncmp(argv[i], "--lang=", 7) == 0)
			return argv[i] + 7;
	}
	return NULL;
}

static int enter(const char *folder, enum lang lang)
{
	if (chdir(folder) == 0)
		return EXIT_FINE;
	fprintf(stderr, in_lang(lang, "%s: failure: can't be entered: %s [unreadable]\n", "%s: fallo: no se puede entrar: %s [unreadable]\n"), folder,
		strerror(errno));
	return EXIT_WORLD;
}

static int unknown_command(const char *name, enum lang lang)
{
	struct str names[COMMANDS], nearest;

	for (int i = 0; i < COMMANDS; i++)
		names[i] = str_of(commands[i]->name);
	nearest = str_nearest(str_of(name), names, COMMANDS);
	command_misused(NULL, lang, "no command", "no hay comando", name);
	if (nearest.len)
		fprintf(stderr, in_lang(lang, "did you mean '%.*s'?\n", "¿quiso decir '%.*s'?\n"), STR_ARG(nearest));
	return EXIT_USAGE;
}

int main(int argc, char **argv)
{
	const char *asked = asked_lang(argc, argv);
	const struct command *command;
	enum lang lang;
	int i = 1;

	if (!command_lang(asked, &lang))
		return command_misused(NULL, lang, "--lang takes es or en, not", "--lang lleva es o en, no", asked);
	for (; i < argc && argv[i][0] == '-'; i++) {
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
			print_usage(stdout, lang);
			return EXIT_FINE;
		}
		if (strcmp(argv[i], "--version") == 0) {
			puts("vitrina " VITRINA_VERSION);
			return EXIT_FINE;
		}
		if (strcmp(argv[i], "--lang") == 0) {
			i++;
		} else if (strcmp(argv[i], "-C") == 0 && i + 1 < argc) {
			int status = enter(argv[++i], lang);

			if (status != EXIT_FINE)
				return status;
		} else if (strncmp(argv[i], "--lang=", 7) != 0) {
			return command_misused(NULL, lang, "no option", "no hay opción", argv[i]);
		}
	}
	if (i >= argc) {
		print_usage(stderr, lang);
		return EXIT_USAGE;
	}
	command = find_command(argv[i]);
	return command ? command->run(argc - i, argv + i, lang) : unknown_command(argv[i], lang);
}
