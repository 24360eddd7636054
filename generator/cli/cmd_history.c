/* vitrina history: the biography of a table, a row or a figure. */
#include "cli/command.h"

#include "base/arena.h"
#include "base/buf.h"
#include "cli/keep.h"
#include "history/past.h"
#include "history/telling.h"
#include "history/version.h"
#include "model/load_package.h"
#include "source/tree.h"

#include <getopt.h>
#include <unistd.h>

enum { OPTION_REV = 256, OPTION_HELP, OPTION_LANG, OPTION_FORMAT, OPTION_AUTHORS, NAMES_MOST = 20000 };

struct wish {
	struct str revision;
	struct str table, key, field;
	enum telling_format format;
	bool names;
};

static const struct option options[] = { { "rev", required_argument, NULL, OPTION_REV },
	{ "format", required_argument, NULL, OPTION_FORMAT },
	{ "authors", no_argument, NULL, OPTION_AUTHORS }, { "help", no_argument, NULL, OPTION_HELP }, { "lang", required_argument, NULL,
		OPTION_LANG },
	{ 0 } };

static bool misused(enum lang lang, const char *en, const char *es, const char *what)
{
	command_misused(&command_history, lang, en, es, what);
	return false;
}

static bool take_format(struct wish *wish, const char *text, enum lang lang)
{
	static const char *const names[] = { "text", "json", "csv" };
	static const enum telling_format formats[] = { TELLING_TEXT, TELLING_JSON, TELLING_CSV };

	for (size_t i = 0; i < 3; i++) {
		if (strcmp(text, names[i]) != 0)
			continue;
		wish->format = formats[i];
		return true;
	}
	return misused(lang, "--format takes text, json or csv, not", "--format lleva text, json o csv, no", text);
}

static bool read_options(int argc, char **argv, enum lang lang, struct wish *wish, int *status)
{
	struct str *const places[] = { &wish->table, &wish->key, &wish->field };
	int c;

	opterr = 0;
	optind = 1;
	*status = EXIT_USAGE;
	while ((c = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (c) {
		case OPTION_REV: wish->revision = str_of(optarg); break;
		case OPTION_AUTHORS: wish->names = true; break;
		case OPTION_FORMAT:
			if (!take_format(wish, optarg, lang))
				return false;
			break;
		case OPTION_LANG: break;
		case 'h': case OPTION_HELP:
			fputs(command_history.help[lang], stdout);
			*status = EXIT_FINE;
			return false;
		default:
			return misused(lang, "no such option, or its value is missing:", "no hay tal opción, o le falta su valor:", argv[optind - 1]);
		}
	}
	if (optind == argc)
		return misused(lang, "history takes the name of a table", "history lleva el nombre de una tabla", NULL);
	if (argc - optind > 3)
		return misused(lang, "history takes a table, a key and a field, and no more:",
			"history lleva una tabla, una clave y un campo, y nada más:",
			argv[optind + 3]);
	for (int i = 0; optind + i < argc; i++)
		*places[i] = str_of(argv[optind + i]);
	return true;
}

static bool unknown(const char *en, const char *es, struct str name, const struct str *names, size_t count, struct diag *diag)
{
	struct str near = str_nearest(name, names, count);

	diag_error(diag, place_of(STR("")), "unknown-name", "%s '%.*s'", "%s '%.*s'", diag_lang(diag) == LANG_ES ? es : en, STR_ARG(name));
	if (near.len)
		diag_advice(diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(near));
	return false;
}

static bool table_known(struct past *past, struct str table, struct diag *diag)
{
	size_t count;
	const struct str *tables = past_tables(past, &count);

	for (size_t i = 0; i < count; i++)
		if (str_equal(tables[i], table))
			return true;
	return unknown("there is and was no table", "no hay ni hubo tabla", table, tables, count, diag);
}

/* Keys that the history tells, besides those that are there now. */
static bool key_told(const struct past *past, const struct wish *wish)
{
	size_t count;
	const struct past_moment *moments = past_moments(past, &count);

	for (size_t m = 0; m < count; m++)
		for (size_t t = 0; t < moments[m].table_count; t++)
			for (size_t i = 0; i < moments[m].tables[t].changes.count; i++)
				if (str_equal(moments[m].tables[t].table, wish->table) &&
					str_equal(past_key_today(past, wish->table, m, moments[m].tables[t].changes.items[i].key), wish->key))
					return true;
	return false;
}

/* The row is there, or was. A key that was given up leads to the one that took its place. */
static bool key_known(struct past *past, struct wish *wish, struct arena *arena, struct diag *diag)
{
	struct version *version = past_last(past, wish->table);
	uint32_t rows = version ? version_rows(version) : 0;
	struct str *names = arena_array(arena, struct str, (size_t)rows + 1);
	struct buf key = { 0 };

	wish->key = past_key_today(past, wish->table, 0, wish->key);
	for (uint32_t row = 0; row < rows; row++) {
		buf_reset(&key);
		version_key(version, row, &key);
		names[row] = arena_copy(arena, buf_str(&key));
		if (str_equal(names[row], wish->key)) {
			buf_clear(&key);
			return true;
		}
	}
	buf_clear(&key);
	if (key_told(past, wish))
		return true;
	return unknown("there is and was no row with the key", "no hay ni hubo renglón con la clave", wish->key, names,
		rows < NAMES_MOST ? rows : NAMES_MOST, diag);
}

static bool field_known(struct past *past, const struct wish *wish, struct arena *arena, struct diag *diag)
{
	struct version *version = past_last(past, wish->table);
	const struct schema *schema = version ? &version_resource(version)->schema : NULL;
	struct str *names = arena_array(arena, struct str, schema ? schema->field_count + 1 : 1);

	for (size_t i = 0; schema && i < schema->field_count; i++)
		names[i] = schema->fields[i].name;
	if (!schema || schema_find(schema, wish->field))
		return true;
	return unknown("the table has no field", "la tabla no tiene campo", wish->field, names, schema->field_count, diag);
}

static bool names_known(struct past *past, struct wish *wish, struct diag *diag)
{
	struct arena *arena = arena_new();
	bool good = table_known(past, wish->table, diag) && (!wish->key.len || key_known(past, wish, arena, diag)) &&
		(!wish->field.len || field_known(past, wish, arena, diag));

	arena_free(arena);
	return good;
}

/* What the figure is now, before what it was. */
static void put_present(struct past *past, const struct wish *wish, enum lang lang, struct buf *out)
{
	struct version *version = past_last(past, wish->table);
	const struct field *field = version ? schema_find(&version_resource(version)->schema, wish->field) : NULL;
	struct buf key = { 0 };
	struct str text = { NULL, 0 };

	for (uint32_t row = 0; field && row < version_rows(version) && !text.at; row++) {
		buf_reset(&key);
		version_key(version, row, &key);
		if (str_equal(buf_str(&key), wish->key) && !version_text(version, row, field->index, &text))
			break;
	}
	buf_printf(out, "%.*s %.*s %.*s: %.*s\n", STR_ARG(wish->table), STR_ARG(wish->key), STR_ARG(wish->field),
		STR_ARG(text.at ? text : str_of(in_lang(lang, "(nothing)", "(nada)"))));
	buf_clear(&key);
}

static void print(struct past *past, const struct wish *wish, enum lang lang)
{
	struct telling telling = { .past = past, .lang = lang, .colour = command_colour(stdout), .names = wish->names, .table = wish->table,
		.key = wish->key, .field = wish->field };
	struct buf out = { 0 }, history = { 0 };

	if (wish->field.len && wish->format == TELLING_TEXT)
		put_present(past, wish, lang, &out);
	telling_history(&telling, wish->format, &history);
	buf_add(&out, buf_str(&history));
	fwrite(out.at, 1, out.len, stdout);
	buf_clear(&out);
	buf_clear(&history);
}

/* What is on disk and in no commit counts too, unless a revision is asked for. */
static struct tree *uncommitted(const struct wish *wish, struct diag *diag)
{
	struct diag *unheard;
	struct tree *tree;

	if (wish->revision.len)
		return NULL;
	unheard = diag_new(diag_lang(diag)); /* what is wrong with the site is for `check` */
	tree = tree_open_folder(STR("."), unheard);
	diag_free(unheard);
	return tree;
}

static void tell(struct wish *wish, enum lang lang, struct diag *diag)
{
	struct tree *tree = uncommitted(wish, diag);
	struct keep *keep = keep_open(STR("."));
	struct past_options past_options = { .folder = STR("."), .revision = wish->revision, .uncommitted = tree, .lang = lang,
		.cache = keep_cache(keep) };
	bool none = false;
	struct past *past = past_read(&past_options, &none, diag);

	if (!past && none)
		diag_error(diag, place_of(STR("")), "no-repository", "there is no git repository with a commit here: nothing is known of what was",
			"aquí no hay un repositorio git con algún commit: no se sabe nada de lo que hubo");
	if (past && names_known(past, wish, diag))
		print(past, wish, lang);
	past_free(past);
	keep_close(keep);
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
	tell(&wish, lang, diag);
	return command_end(diag);
}

const struct command command_history = {
	.name = "history",
	.summary = { "tells what changed in a table, a row or a figure", "cuenta qué cambió en una tabla, un renglón o una cifra" },
	.help = {
		"usage: vitrina history RESOURCE [KEY [FIELD]] [options]\n\n"
		"Tells what changed in a table, in one of its rows or in one of its figures, commit by commit, newest first. Rows are compared by\n"
		"their keys and by what they mean: order, quoting, encoding or zeros before a number are no changes. A row that got another key is\n"
		"followed. What is on disk and not committed is told first.\n\n"
		"  --rev REV      as of a commit, a branch or a tag\n"
		"  --format F     text, json or csv\n"
		"  --authors      names of authors too\n"
		"  --lang es|en   language of messages\n\n"
		"examples:\n"
		"  vitrina history metas\n"
		"  vitrina history metas son-2011-07\n"
		"  vitrina history metas son-2011-07 meta_programada\n"
		"  vitrina history calendario son-2011-07/2011-03 --format json\n",
		"uso: vitrina history RECURSO [CLAVE [CAMPO]] [opciones]\n\n"
		"Cuenta qué cambió en una tabla, en uno de sus renglones o en una de sus cifras, commit por commit, primero lo último. Los\n"
		"renglones se comparan por su clave y por lo que significan: ni el orden ni las comillas ni la codificación ni los ceros a la\n"
		"izquierda son cambios. A un renglón que cambió de clave se le sigue. Lo que está en disco y en ningún commit va primero.\n\n"
		"  --rev REV      hasta un commit, una rama o una etiqueta\n"
		"  --format F     text, json o csv\n"
		"  --authors      también los nombres de los autores\n"
		"  --lang es|en   idioma de los mensajes\n\n"
		"ejemplos:\n"
		"  vitrina history metas\n"
		"  vitrina history metas son-2011-07\n"
		"  vitrina history metas son-2011-07 meta_programada\n"
		"  vitrina history calendario son-2011-07/2011-03 --format json\n",
	},
	.run = run,
};
