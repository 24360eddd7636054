/* vitrina import: sheets that offices published, through a script, to tidy tables. */
#include "cli/command.h"

#include "base/arena.h"
#include "base/map.h"
#include "cli/import_columns.h"
#include "cli/sheets.h"
#include "parse/encoding.h"
#include "publish/deposit.h"
#include "script/import.h"
#include "source/document.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#define SUMS IMPORT_PROVENANCE ".sha256"

/* A script and the files before it on the command line. */
struct job {
	size_t first, count; /* files */
	const char *script;
};

struct importing {
	struct arena *arena;
	struct diag *diag;
	const char **files; size_t file_count;
	struct job *jobs; size_t job_count;
	struct str output;           /* as given */
	const char *real_output;     /* NULL: there is no such folder yet */
	bool force;
	struct sheets_form form;
	struct sheet *sheets;
	char **held;                 /* bytes of the sheets */
	struct map *texts;           /* path → the struct text that was read from there */
	struct str folder;           /* of the script that runs */
	struct deposit_origin *origins; size_t origin_count, origin_capacity;
	bool putting;                /* tables were on their way into the folder: the messages say what became of them */
};

/* The bytes of a script or module. */
struct text {
	struct buf bytes;
	bool good;
};

enum { OPTION_HELP = 256, OPTION_LANG, OPTION_WITH, OPTION_FORCE, OPTION_DELIMITER, OPTION_QUOTE, OPTION_ENCODING };

static const struct option options[] = { { "with", required_argument, NULL, OPTION_WITH }, { "output", required_argument, NULL, 'o' },
	{ "force", no_argument, NULL, OPTION_FORCE }, { "delimiter", required_argument, NULL, OPTION_DELIMITER },
	{ "quote", required_argument, NULL, OPTION_QUOTE }, { "encoding", required_argument, NULL, OPTION_ENCODING }, { "help", no_argument, NULL,
	OPTION_HELP }, { "lang", required_argument, NULL, OPTION_LANG },
	{ 0 } };

static bool misused(enum lang lang, const char *en, const char *es, const char *what)
{
	command_misused(&command_import, lang, en, es, what);
	return false;
}

/* Options. */

static bool take_script(struct importing *im, const char *script, enum lang lang)
{
	size_t first = im->job_count ? im->jobs[im->job_count - 1].first + im->jobs[im->job_count - 1].count : 0;

	if (first == im->file_count)
		return misused(lang, "name the files before their script: vitrina import FILE --with",
			"nombre los archivos antes de su programa: vitrina import ARCHIVO --with",
			script);
	im->jobs[im->job_count++] = (struct job){ first, im->file_count - first, script };
	return true;
}

static bool take_delimiter(struct importing *im, const char *value, enum lang lang)
{
	im->form.delimiter = strcmp(value, "tab") == 0 || strcmp(value, "\\t") == 0 ? '\t' : value[0];
	if (im->form.delimiter == '\t' || (value[0] > ' ' && value[0] < 0x7F && value[0] != '"' && value[1] == '\0'))
		return true;
	return misused(lang, "--delimiter takes one character, or tab, not", "--delimiter lleva un carácter, o tab, no", value);
}

static bool take_quote(struct importing *im, const char *value, enum lang lang)
{
	im->form.no_quotes = strcmp(value, "none") == 0;
	im->form.quote = im->form.no_quotes ? 0 : value[0];
	if (im->form.no_quotes || (value[0] > ' ' && value[0] < 0x7F && value[1] == '\0'))
		return true;
	return misused(lang, "--quote takes one character, or none, not", "--quote lleva un carácter, o none, no", value);
}

static bool take_encoding(struct importing *im, const char *value, enum lang lang)
{
	struct str near;

	im->form.encoding = str_of(value);
	return encoding_known(im->form.encoding, &near) || misused(lang, "no encoding is called", "no hay codificación que se llame", value);
}

static bool check_options(const struct importing *im, enum lang lang)
{
	const struct job *last = im->job_count ? &im->jobs[im->job_count - 1] : NULL;

	if (im->file_count == 0)
		return misused(lang, "name the file to import", "nombre el archivo por importar", NULL);
	if (!last)
		return misused(lang, "name the script that reads the file: --with SCRIPT.lua",
			"nombre el programa que lee el archivo: --with PROGRAMA.lua", NULL);
	if (last->first + last->count < im->file_count)
		return misused(lang, "no --with follows the file", "no hay --with después del archivo", im->files[last->first + last->count]);
	if (im->output.len == 0)
		return misused(lang, "name the folder for the tables: -o DIR", "nombre la carpeta para las tablas: -o CARPETA", NULL);
	if (im->form.quote && im->form.quote == im->form.delimiter)
		return misused(lang, "the delimiter and the quote are the same character", "el delimitador y las comillas son el mismo carácter",
			NULL);
	return true;
}

/* True when the command should go on; else *status says how it ends. */
static bool read_options(int argc, char **argv, enum lang lang, struct importing *im, int *status)
{
	bool good = true;
	int c;

	opterr = 0;
	optind = 1;
	*status = EXIT_USAGE;
	while (good && (c = getopt_long(argc, argv, "-o:h", options, NULL)) != -1) {
		switch (c) {
		case 1: im->files[im->file_count++] = optarg; break;
		case 'o': im->output = str_of(optarg); break;
		case OPTION_WITH: good = take_script(im, optarg, lang); break;
		case OPTION_FORCE: im->force = true; break;
		case OPTION_DELIMITER: good = take_delimiter(im, optarg, lang); break;
		case OPTION_QUOTE: good = take_quote(im, optarg, lang); break;
		case OPTION_ENCODING: good = take_encoding(im, optarg, lang); break;
		case OPTION_LANG: break;
		case 'h': case OPTION_HELP:
			fputs(command_import.help[lang], stdout);
			*status = EXIT_FINE;
			return false;
		default: return misused(lang, "no such option, or its value is missing:", "no hay tal opción, o le falta su valor:",
			argv[optind - 1]);
		}
	}
	while (good && optind < argc)
		im->files[im->file_count++] = argv[optind++]; /* after -- */
	return good && check_options(im, lang);
}

/* Names. */

/* The path from the folder of the tables when the file lies in it, so that what is told of it holds on any machine; "" when it lies elsewhere. */
static struct str path_inside(const struct importing *im, const char *path)
{
	char *real = realpath(path, NULL);
	struct str inside = STR("");

	if (real && im->real_output) {
		struct str folder = str_of(im->real_output), file = str_of(real);

		if (str_starts(file, folder) && str_starts(str_after(file, folder.len), STR("/")))
			inside = arena_copy(im->arena, str_after(file, folder.len + 1));
	}
	free(real);
	return inside;
}

static struct str sheet_name(const struct importing *im, const char *path)
{
	struct str name = path_inside(im, path);
	const char *slash = strrchr(path, '/');

	return name.len ? name : str_of(slash ? slash + 1 : path);
}

/* Two files that provenance could not tell apart. */
static bool check_names(const struct importing *im)
{
	for (size_t i = 0; i < im->file_count; i++)
		for (size_t before = 0; before < i; before++) {
			if (!str_equal(im->sheets[i].name, im->sheets[before].name))
				continue;
			diag_error(im->diag, place_of(im->sheets[i].path), "same-name",
				"'%.*s' would have the same name in " IMPORT_PROVENANCE ".csv",
				"'%.*s' llevaría el mismo nombre en " IMPORT_PROVENANCE ".csv", STR_ARG(im->sheets[before].path));
			diag_advice(im->diag, "give one of them another name, or keep both below the folder of the tables",
				"dé otro nombre a uno, o guarde los dos bajo la carpeta de las tablas");
			return false;
		}
	return true;
}

static void add_origin(struct importing *im, const char *path, struct str sha256)
{
	struct str inside = path_inside(im, path);

	for (size_t i = 0; i < im->origin_count; i++)
		if (str_equal(im->origins[i].path, inside))
			return;
	if (inside.len == 0)
		return;
	arena_grow(im->arena, im->origins, im->origin_count, im->origin_capacity);
	im->origins[im->origin_count++] = (struct deposit_origin){ inside, sha256 };
}

/* Scripts and modules. */

static const struct text *read_text(struct importing *im, struct str path)
{
	struct text *text = map_find(im->texts, path);
	char hex[DEPOSIT_SHA256];

	if (text)
		return text;
	text = arena_new_of(im->arena, struct text);
	text->good = document_read(path, &text->bytes, im->diag);
	map_put(im->texts, path, text);
	deposit_sha256(buf_str(&text->bytes), hex);
	if (text->good)
		add_origin(im, path.at, arena_copy(im->arena, str_from(hex, DEPOSIT_SHA256)));
	return text;
}

/* An import_module_fn: a file beside the script. */
static bool find_module(void *context, struct str name, struct str *text, struct str *path)
{
	struct importing *im = context;
	const struct text *found;

	for (size_t i = 0; i < name.len; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", name.at[i]) || name.at[i] == '\0')
			return false;
	*path = arena_printf(im->arena, "%.*s%.*s.lua", STR_ARG(im->folder), STR_ARG(name));
	if (!document_exists(*path))
		return false;
	found = read_text(im, *path);
	*text = buf_str(&found->bytes);
	return found->good;
}

/* Running. */

static bool read_sheets(struct importing *im)
{
	bool good = true;

	im->sheets = arena_array(im->arena, struct sheet, im->file_count);
	im->held = arena_array(im->arena, char *, im->file_count);
	for (size_t i = 0; i < im->file_count; i++) {
		struct sheet *sheet = &im->sheets[i];

		if (!sheets_read(im->arena, str_of(im->files[i]), sheet_name(im, im->files[i]), &im->form, sheet, &im->held[i], im->diag))
			good = false;
		else
			add_origin(im, im->files[i], sheet->sha256);
	}
	return check_names(im) && good;
}

static bool run_script(struct importing *im, struct import *import, const struct job *job)
{
	struct import_script script = { .path = str_of(job->script), .module = find_module, .context = im };
	const char *slash = strrchr(job->script, '/');
	const struct text *text = read_text(im, script.path);

	im->folder = str_from(job->script, slash ? (size_t)(slash + 1 - job->script) : 0);
	script.text = buf_str(&text->bytes);
	return text->good && import_run(import, &script, im->sheets + job->first, job->count);
}

static void put_tables(struct importing *im, struct import *import)
{
	size_t count;
	const struct import_table *tables = import_tables(import, &count);
	struct deposit_file *files = arena_array(im->arena, struct deposit_file, count);
	struct deposit deposit = { .folder = im->output, .sums = STR(SUMS), .files = files, .file_count = count, .origins = im->origins,
		.origin_count = im->origin_count, .force = im->force };
	struct deposit_counts counts;

	for (size_t i = 0; i < count; i++)
		files[i] = (struct deposit_file){ arena_printf(im->arena, "%.*s.csv", STR_ARG(tables[i].name)), tables[i].csv };
	im->putting = true;
	if (deposit_put(&deposit, &counts, im->diag))
		printf(in_lang(diag_lang(im->diag), "%.*s: %zu tables, %llu rows; %zu files written, %zu unchanged\n",
			       "%.*s: %zu tablas, %llu renglones; %zu archivos escritos, %zu sin cambio\n"),
			STR_ARG(im->output), count - 1, (unsigned long long)tables[count - 1].rows, counts.written, counts.unchanged);
}

static void run_all(struct importing *im)
{
	struct import *import = import_new(im->diag);
	bool good = import_columns(import, im->output, im->diag) && read_sheets(im);
	size_t count;

	for (size_t i = 0; good && i < im->job_count; i++)
		run_script(im, import, &im->jobs[i]); /* the next one is tried after a fault too */
	if (good && diag_worst(im->diag) < DIAG_ERROR) {
		import_tables(import, &count);
		if (count == 1)
			diag_error(im->diag, place_of(str_of(im->jobs[0].script)), "nothing-emitted", "the script emitted no row",
				"el programa no emitió ningún renglón");
		else
			put_tables(im, import);
	}
	import_free(import);
}

/* A diag_line_fn. */
static struct str line_of(void *context, struct str path, uint32_t line)
{
	struct importing *im = context;
	const struct text *text = map_find(im->texts, path);
	struct str rest = text ? buf_str(&text->bytes) : STR(""), found = STR("");

	for (size_t i = 0; im->sheets && i < im->file_count; i++)
		if (str_equal(path, im->sheets[i].path))
			rest = im->sheets[i].bytes;
	for (uint32_t i = 0; i < line; i++) {
		size_t end = 0;

		while (end < rest.len && rest.at[end] != '\n' && rest.at[end] != '\r')
			end++;
		found = str_part(rest, 0, end);
		end += end + 1 < rest.len && rest.at[end] == '\r' && rest.at[end + 1] == '\n';
		rest = str_after(rest, end + 1);
	}
	return found;
}

static void clear(struct importing *im)
{
	const struct map_entry *texts = map_entries(im->texts);

	for (size_t i = 0; i < map_count(im->texts); i++)
		buf_clear(&((struct text *)texts[i].value)->bytes);
	for (size_t i = 0; im->held && i < im->file_count; i++)
		memory_free(im->held[i]);
	free((char *)(uintptr_t)im->real_output);
	arena_free(im->arena);
}

static int run(int argc, char **argv, enum lang lang)
{
	struct importing im = { .arena = arena_new() };
	int status;

	im.files = arena_array(im.arena, const char *, (size_t)argc);
	im.jobs = arena_array(im.arena, struct job, (size_t)argc);
	im.texts = map_new(im.arena);
	if (read_options(argc, argv, lang, &im, &status)) {
		im.real_output = realpath(im.output.at, NULL);
		im.diag = diag_new(lang);
		run_all(&im);
		diag_print(im.diag, stderr, command_colour(stderr), line_of, &im);
		status = command_status(im.diag);
		if (status != EXIT_FINE && !im.putting)
			fprintf(stderr, "%s\n", in_lang(lang, "no table was written", "no se escribió ninguna tabla"));
		diag_free(im.diag);
	}
	clear(&im);
	return status;
}

const struct command command_import = {
	.name = "import",
	.summary = { "makes tidy tables of a published sheet", "hace tablas ordenadas de una hoja publicada" },
	.help = {
		"usage: vitrina import FILE... --with SCRIPT.lua [FILE... --with SCRIPT.lua]... -o DIR [options]\n\n"
		"Reads sheets as an office published them (CSV, TSV) and writes the tables that a Lua script makes of them, one canonical\n"
		"CSV each. " IMPORT_PROVENANCE ".csv tells the file and the line that each row comes from. Nothing is written when "
		"something is wrong.\n"
		"A .xlsx, .xls or .ods is saved as \"CSV UTF-8\" first, in the spreadsheet.\n\n"
		"  --with SCRIPT.lua   the script for the files before it (generator/docs/import.md says how to write one)\n"
		"  -o, --output DIR    the folder for the tables; a datapackage.yaml in it says their columns\n"
		"  --force             write over tables that import did not make, or that were changed since\n"
		"  --delimiter C       what stands between fields: one character, or tab (by the file's name and content)\n"
		"  --quote C           what encloses fields: one character, or none (\")\n"
		"  --encoding NAME     of the files: windows-1252, utf-16 … (UTF-8, or what their bytes show, with a warning)\n"
		"  --lang es|en        language of messages\n\n"
		"examples:\n"
		"  vitrina import plan-2014.csv --with plan-2014.lua -o data/plan\n"
		"  vitrina import enero.csv febrero.csv --with mensual.lua -o data/avance\n"
		"  vitrina import a.tsv --with a.lua b.csv --with b.lua -o data/poa --lang es\n",
		"uso: vitrina import ARCHIVO... --with PROGRAMA.lua [ARCHIVO... --with PROGRAMA.lua]... -o CARPETA [opciones]\n\n"
		"Lee hojas tal como una oficina las publicó (CSV, TSV) y escribe las tablas que un programa en Lua hace de ellas, cada una en\n"
		"un CSV canónico. " IMPORT_PROVENANCE ".csv dice de qué archivo y línea viene cada renglón. Si algo está mal no se escribe nada.\n"
		"Un .xlsx, .xls u .ods se guarda antes como \"CSV UTF-8\", en la hoja de cálculo.\n\n"
		"  --with PROGRAMA.lua   el programa para los archivos que van antes (generator/docs/import.md dice cómo escribirlo)\n"
		"  -o, --output CARPETA  la carpeta de las tablas; un datapackage.yaml en ella dice sus columnas\n"
		"  --force               escribe encima de tablas que import no hizo, o que se cambiaron después\n"
		"  --delimiter C         lo que separa los campos: un carácter, o tab (según el nombre y el contenido del archivo)\n"
		"  --quote C             lo que encierra los campos: un carácter, o none (\")\n"
		"  --encoding NOMBRE     de los archivos: windows-1252, utf-16 … (UTF-8, o lo que muestran sus bytes, con un aviso)\n"
		"  --lang es|en          idioma de los mensajes\n\n"
		"ejemplos:\n"
		"  vitrina import plan-2014.csv --with plan-2014.lua -o data/plan\n"
		"  vitrina import enero.csv febrero.csv --with mensual.lua -o data/avance\n"
		"  vitrina import a.tsv --with a.lua b.csv --with b.lua -o data/poa --lang es\n",
	},
	.run = run,
};
