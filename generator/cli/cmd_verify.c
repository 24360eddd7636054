/* vitrina verify: a published folder against its own lists, and against the commit it says it was made from. */
#include "cli/command.h"

#include "base/work.h"
#include "cli/make.h"
#include "model/moment.h"
#include "publish/minisign.h"
#include "publish/published.h"

#include <getopt.h>
#include <stdlib.h>
#include <unistd.h>

struct wish {
	struct str site, repository;
	struct str key;          /* the public key of the signature, its file or itself; "" when it is not to be checked */
	int workers;
	bool lists_only;
};

enum { OPTION_REPO = 256, OPTION_KEY, OPTION_LISTS, OPTION_HELP, OPTION_LANG };

static const struct option options[] = { { "repo", required_argument, NULL, OPTION_REPO }, { "key", required_argument, NULL, OPTION_KEY },
	{ "lists", no_argument, NULL, OPTION_LISTS }, { "jobs", required_argument, NULL, 'j' }, { "help", no_argument, NULL, OPTION_HELP },
	{ "lang", required_argument, NULL, OPTION_LANG }, { 0 } };

static bool misused(enum lang lang, const char *en, const char *es, const char *what)
{
	command_misused(&command_verify, lang, en, es, what);
	return false;
}

/* True when the command should go on; else *status says how it ends. */
static bool read_options(int argc, char **argv, enum lang lang, struct wish *wish, int *status)
{
	int c;

	opterr = 0;
	optind = 1;
	*status = EXIT_USAGE;
	while ((c = getopt_long(argc, argv, "j:h", options, NULL)) != -1) {
		switch (c) {
		case 'j': wish->workers = (int)strtol(optarg, NULL, 10); break;
		case OPTION_REPO: wish->repository = str_of(optarg); break;
		case OPTION_KEY: wish->key = str_of(optarg); break;
		case OPTION_LISTS: wish->lists_only = true; break;
		case OPTION_LANG: break;
		case 'h': case OPTION_HELP:
			fputs(command_verify.help[lang], stdout);
			*status = EXIT_FINE;
			return false;
		default:
			return misused(lang, "no such option, or its value is missing:", "no hay tal opción, o le falta su valor:", argv[optind - 1]);
		}
	}
	if (optind == argc)
		return misused(lang, "verify takes the folder of a published site, like: vitrina verify public",
			"verify lleva la carpeta de un sitio publicado, así: vitrina verify public", NULL);
	if (optind + 1 < argc)
		return misused(lang, "verify takes one folder; this is one too many:", "verify lleva una carpeta; sobra:", argv[optind + 1]);
	if (wish->workers < 1 || wish->workers > 256)
		return misused(lang, "-j takes a number from 1 to 256", "-j lleva un número de 1 a 256", NULL);
	wish->site = str_of(argv[optind]);
	return true;
}

/* What the manifest itself says against a proof. False: reported. */
static bool can_be_rebuilt(const struct publish_origin *origin, struct diag *diag)
{
	struct place at = place_of(STR("manifest.json"));

	if (origin->commit.len == 0) {
		diag_error(diag, at, "without-commit", "the site names no commit: it was made from a folder that is in no repository",
			"el sitio no nombra ningún commit: se generó de una carpeta que no está en un repositorio");
		diag_advice(diag, "it can't be proved; publish from a commit", "no se puede comprobar; publique desde un commit");
		return false;
	}
	if (origin->dirty) {
		diag_error(diag, at, "from-changes", "the site was made from commit %.10s and changes that were in no commit",
			"el sitio se generó del commit %.10s y de cambios que no estaban en ningún commit", origin->commit.at);
		diag_advice(diag, "it can't be proved; commit the changes and publish again",
			"no se puede comprobar; haga commit de los cambios y publique otra vez");
		return false;
	}
	return true;
}

/* A time in UTC may not be the commit's but SOURCE_DATE_EPOCH's: it is then made to be so again. The commit's own comes out the same. */
static void time_again(struct str text, char *epoch, size_t size)
{
	struct moment time;
	bool impossible;
	size_t wrong;

	*epoch = '\0';
	if (!str_ends(text, STR("Z")) || !moment_read(FIELD_DATETIME, STR(""), text, &time, &wrong, &impossible))
		return;
	snprintf(epoch, size, "%lld", ((long long)moment_days(&time) * 24 + time.hour) * 3600 + time.minute * 60 + time.second);
}

/* Why a rebuilt site differs, where it can be told. */
static void tell_cause(const struct publish_origin *origin, struct diag *diag)
{
	struct str ours = STR("vitrina " VITRINA_VERSION);

	if (!str_equal(origin->generator, ours))
		diag_advice(diag, "it was made by '%.*s' and this is '%.*s': verify with that version",
			"lo hizo '%.*s' y ésta es '%.*s': compruebe con esa versión", STR_ARG(origin->generator), STR_ARG(ours));
	else
		diag_advice(diag,
			"the files are as their lists say, but commit %.10s gives others: the lists were written anew, "
			"or the site was built by a changed program",
			"los archivos son los de sus listas, pero el commit %.10s da otros: se reescribieron las listas, "
			"o generó el sitio un programa modificado",
			origin->commit.at);
}

static bool same_as_commit(const struct wish *wish, struct published *published, struct diag *diag)
{
	const struct publish_origin *origin = published_origin(published);
	struct make_options make = { .folder = wish->repository, .revision = origin->commit, .base_url = origin->base_url, .workers = wish->workers,
		.drafts = origin->drafts, .history = origin->without_history ? HISTORY_NONE : HISTORY_ANEW,
		.history_from = origin->history_from, .releases = origin->releases, .release_count = origin->release_count, .releases_told = true,
		.progress = isatty(STDERR_FILENO) };
	struct diag *making = diag_new(diag_lang(diag)); /* what is odd about the data is published, and nothing new */
	char epoch[32];
	struct made *made;
	bool same = false;

	time_again(origin->time, epoch, sizeof epoch);
	make.epoch = epoch;
	made = make_open(&make, making);
	if (make_ready(made) && make_files(made, published_sink(published), making)) {
		struct publish_origin again = make_origin(made);

		same = published_same(published, &again, diag);
		if (!same)
			tell_cause(origin, diag);
	} else {
		diag_merge(diag, making);
	}
	make_close(made);
	diag_free(making);
	return same;
}

/* Who published it, when a key is given to tell that by. */
static bool signed_well(const struct wish *wish, struct published *published, struct str *comment, struct diag *diag)
{
	struct minisign_public key;

	if (wish->key.len)
		return minisign_public_read(wish->key, &key, diag) && published_check_signature(published, &key, comment, diag);
	if (published_signed(published)) {
		diag_note(diag, place_of(STR("SHA256SUMS.minisig")), "signature-unchecked", "the site is signed, and the signature was not checked",
			"el sitio está firmado, y no se comprobó la firma");
		diag_advice(diag, "--key takes the public key of the one who publishes", "--key lleva la clave pública de quien publica");
	}
	return true;
}

static bool verify(const struct wish *wish, struct published *published, struct str *comment, struct diag *diag)
{
	bool good = signed_well(wish, published, comment, diag);

	good = published_check(published, wish->workers, diag) && good;
	return good && (wish->lists_only || (can_be_rebuilt(published_origin(published), diag) && same_as_commit(wish, published, diag)));
}

/* The comment is the signer's and may hold anything; blanks for what would move the cursor. */
static void tell_signature(const struct wish *wish, struct str comment, enum lang lang)
{
	printf(in_lang(lang, "%.*s: the signature is this key's: ", "%.*s: la firma es de esta clave: "), STR_ARG(wish->site));
	for (size_t i = 0; i < comment.len; i++)
		putchar((unsigned char)comment.at[i] < 0x20 || comment.at[i] == 0x7F ? ' ' : comment.at[i]);
	putchar('\n');
}

static int run(int argc, char **argv, enum lang lang)
{
	struct wish wish = { .repository = STR("."), .workers = work_processors() };
	struct published *published;
	struct str comment = { 0 };
	struct diag *diag;
	bool good;
	int status;

	if (!read_options(argc, argv, lang, &wish, &status))
		return status;
	diag = diag_new(lang);
	published = published_open(wish.site, diag);
	good = published && verify(&wish, published, &comment, diag);
	diag_print(diag, stderr, command_colour(stderr), NULL, NULL);
	if (good && wish.key.len)
		tell_signature(&wish, comment, lang);
	if (good && wish.lists_only)
		printf(in_lang(lang, "%.*s: %zu files are as the manifest says\n", "%.*s: %zu archivos son como dice el manifiesto\n"),
			STR_ARG(wish.site), published_count(published));
	else if (good)
		printf(in_lang(lang, "%.*s: %zu files are what commit %.*s gives\n", "%.*s: %zu archivos son los que da el commit %.*s\n"),
			STR_ARG(wish.site), published_count(published), STR_ARG(published_origin(published)->commit));
	status = command_status(diag);
	published_close(published);
	diag_free(diag);
	return status;
}

const struct command command_verify = {
	.name = "verify",
	.summary = { "proves a published site against its repository", "comprueba un sitio publicado contra su repositorio" },
	.help = {
		"usage: vitrina verify DIR [options]\n\n"
		"Checks every file of the published site in DIR against its manifest.json and SHA256SUMS; then makes the site of the commit that\n"
		"the manifest names once more, without writing it, and compares both byte for byte. The first difference is told, with its cause.\n\n"
		"  --repo DIR    the site's folder in its repository, or a bare repository (where we are)\n"
		"  --key KEY     check the signature in SHA256SUMS.minisig too, with this public key of minisign: its file, or the key itself\n"
		"  --lists       only check the files against their lists: no repository is needed\n"
		"  -j, --jobs N  threads (as many as processors)\n"
		"  --lang es|en  language of messages\n\n"
		"examples:\n  vitrina verify public\n  vitrina verify /srv/www/portal --repo portal.git\n"
		"  vitrina verify public --key vitrina.pub\n",
		"uso: vitrina verify CARPETA [opciones]\n\n"
		"Revisa cada archivo del sitio publicado en CARPETA contra su manifest.json y SHA256SUMS; luego hace otra vez, sin escribirlo, el\n"
		"sitio del commit que nombra el manifiesto, y compara los dos byte por byte. Dice la primera diferencia y su causa.\n\n"
		"  --repo CARPETA  la carpeta del sitio en su repositorio, o un repositorio bare (donde estamos)\n"
		"  --key CLAVE     comprueba también la firma en SHA256SUMS.minisig, con esta clave pública de minisign: su archivo, o la clave\n"
		"                  misma\n"
		"  --lists         sólo revisa los archivos contra sus listas: no necesita repositorio\n"
		"  -j, --jobs N    hilos (tantos como procesadores)\n"
		"  --lang es|en    idioma de los mensajes\n\n"
		"ejemplos:\n  vitrina verify public\n  vitrina verify /srv/www/portal --repo portal.git\n"
		"  vitrina verify public --key vitrina.pub\n",
	},
	.run = run,
};
