/* vitrina diff: what differs between two states of the data. */
#include "cli/command.h"

#include "base/buf.h"
#include "history/past.h"
#include "history/telling.h"
#include "source/tree.h"

#include <getopt.h>

enum { OPTION_HELP = 256, OPTION_LANG, OPTION_FORMAT, OPTION_INDEX, OPTION_TABLE };

struct wish {
	struct str revisions[2];
	int count;
	bool index;
	struct str table;
	enum telling_format format;
};

static const struct option options[] = { { "format", required_argument, NULL, OPTION_FORMAT }, { "index", no_argument, NULL, OPTION_INDEX },
	{ "table", required_argument, NULL, OPTION_TABLE }, { "help", no_argument, NULL, OPTION_HELP },
	{ "lang", required_argument, NULL, OPTION_LANG }, { 0 } };

static bool misused(enum lang lang, const char *en, const char *es, const char *what)
{
	command_misused(&command_diff, lang, en, es, what);
	return false;
}

static bool take_format(struct wish *wish, const char *text, enum lang lang)
{
	static const char *const names[] = { "text", "json", "csv", "md" };
	static const enum telling_format formats[] = { TELLING_TEXT, TELLING_JSON, TELLING_CSV, TELLING_MARKDOWN };

	for (size_t i = 0; i < 4; i++) {
		if (strcmp(text, names[i]) != 0)
			continue;
		wish->format = formats[i];
		return true;
	}
	return misused(lang, "--format takes text, json, csv or md, not", "--format lleva text, json, csv o md, no", text);
}

static bool read_options(int argc, char **argv, enum lang lang, struct wish *wish, int *status)
{
	int c;

	opterr = 0;
	optind = 1;
	*status = EXIT_USAGE;
	while ((c = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (c) {
		case OPTION_INDEX: wish->index = true; break;
		case OPTION_TABLE: wish->table = str_of(optarg); break;
		case OPTION_FORMAT:
			if (!take_format(wish, optarg, lang))
				return false;
			break;
		case OPTION_LANG: break;
		case 'h': case OPTION_HELP:
			fputs(command_diff.help[lang], stdout);
			*status = EXIT_FINE;
			return false;
		default:
			return misused(lang, "no such option, or its value is missing:", "no hay tal opción, o le falta su valor:", argv[optind - 1]);
		}
	}
	if (argc - optind > 2)
		return misused(lang, "diff compares two revisions, not three:", "diff compara dos revisiones, no tres:", argv[optind + 2]);
	for (; optind < argc; optind++)
		wish->revisions[wish->count++] = str_of(argv[optind]);
	if (wish->index && wish->count == 2)
		return misused(lang, "--index takes the place of the second revision", "--index ocupa el lugar de la segunda revisión", NULL);
	return true;
}

/* The files of the second side, when it is no revision: the index, or the disk; NULL in a bare repository, whose last commit it is then. */
static bool open_files(const struct wish *wish, struct tree **tree, struct diag *diag)
{
	struct diag *unheard;

	*tree = NULL;
	if (wish->count == 2)
		return true;
	if (wish->index) {
		*tree = tree_open_index(STR("."), diag);
		return *tree != NULL;
	}
	unheard = diag_new(diag_lang(diag)); /* what is wrong with the site is for `check`; a bare repository has no files */
	*tree = tree_open_folder(STR("."), unheard);
	diag_free(unheard);
	return true;
}

static bool table_known(const struct past *past, struct str table, struct diag *diag)
{
	size_t count;
	const struct str *tables = past_tables(past, &count);
	struct str near = str_nearest(table, tables, count);

	for (size_t i = 0; i < count; i++)
		if (table.len == 0 || str_equal(tables[i], table))
			return true;
	if (table.len == 0)
		return true;
	diag_error(diag, place_of(STR("")), "unknown-name", "neither side has a table '%.*s'", "ninguno de los dos lados tiene una tabla '%.*s'",
		STR_ARG(table));
	if (near.len)
		diag_advice(diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(near));
	return false;
}

static void compare(const struct wish *wish, enum lang lang, struct diag *diag)
{
	struct past_side sides[2] = { { .revision = wish->revisions[0] }, { .revision = wish->revisions[1] } };
	struct telling telling = { .lang = lang, .colour = command_colour(stdout), .table = wish->table, .first = 1 };
	struct buf out = { 0 };
	struct past *past;
	struct tree *tree;

	if (!open_files(wish, &tree, diag))
		return;
	sides[1].tree = tree;
	past = past_compare(STR("."), sides, lang, diag);
	if (past && table_known(past, wish->table, diag)) {
		telling.past = past;
		telling_diff(&telling, wish->format, &out);
		fwrite(out.at, 1, out.len, stdout);
	}
	past_free(past);
	buf_clear(&out);
	tree_close(tree);
}

static int run(int argc, char **argv, enum lang lang)
{
	struct wish wish = { 0 };
	struct diag *diag;
	int status;

	if (!read_options(argc, argv, lang, &wish, &status))
		return status;
	diag = diag_new(lang);
	compare(&wish, lang, diag);
	return command_end(diag);
}

const struct command command_diff = {
	.name = "diff",
	.summary = { "tells the rows and cells that differ between two states", "cuenta qué renglones y celdas difieren entre dos estados" },
	.help = {
		"usage: vitrina diff [REV1 [REV2]] [options]\n\n"
		"Tells which rows were added, removed or renumbered and which cells changed, by key and by value, from REV1 (the last commit) to\n"
		"REV2 (the files on disk; in a bare repository the last commit).\n\n"
		"  --index        compare with what is staged for the next commit\n"
		"  --table NAME   only this table\n"
		"  --format F     text, json, csv, or md for a comment on a pull request\n"
		"  --lang es|en   language of messages\n\n"
		"examples:\n"
		"  vitrina diff                        what is not committed yet\n"
		"  vitrina diff 2013-t3 2013-t4        between two tags\n"
		"  vitrina diff HEAD~1 --table metas\n"
		"  vitrina diff origin/main HEAD --format md\n",
		"uso: vitrina diff [REV1 [REV2]] [opciones]\n\n"
		"Cuenta qué renglones se agregaron, se retiraron o se renumeraron y qué celdas cambiaron, por clave y por valor, de REV1 (el último\n"
		"commit) a REV2 (los archivos en disco; en un repositorio bare, el último commit).\n\n"
		"  --index        comparar con lo preparado para el próximo commit\n"
		"  --table NOMBRE sólo esta tabla\n"
		"  --format F     text, json, csv, o md para un comentario en una solicitud de cambios\n"
		"  --lang es|en   idioma de los mensajes\n\n"
		"ejemplos:\n"
		"  vitrina diff                        lo que aún no está en ningún commit\n"
		"  vitrina diff 2013-t3 2013-t4        entre dos etiquetas\n"
		"  vitrina diff HEAD~1 --table metas\n"
		"  vitrina diff origin/main HEAD --format md\n",
	},
	.run = run,
};
