/* One archive a package, for those who want all of it at once: the tables as canonical CSV, the descriptor of just these files, the licence, and a
 * text that says what is what.
 *
 *     LEEME.txt  LICENCIA.txt  datapackage.json  data/metas.csv …
 *
 * libzip asks for the bytes of a member when the archive is closed, so they wait one after the other in a temporary file. Order, times and
 * permissions are set: the same sources give the same bytes. */
#include "export/offers.h"

#include "base/arena.h"
#include "export/datapackage.h"
#include "export/describe.h"
#include "export/scratch.h"
#include "export/words.h"

#include <time.h>
#include <zip.h>

enum { MODE = 0100644, DOS_FIRST_YEAR = 1980, DOS_LAST_YEAR = 2107 };

struct member {
	struct str name;
	uint64_t start, bytes; /* in the temporary file */
};

struct archive {
	struct arena *arena;
	const struct offers *offers;
	const struct package *package;
	struct scratch *waiting; /* the members' bytes */
	uint64_t end;
	struct member *members;
	size_t count, capacity;
};

static void flush(void *context, struct buf *out)
{
	struct archive *archive = context;

	scratch_add(archive->waiting, buf_str(out));
	archive->end += out->len;
	buf_reset(out);
}

static void begin_member(struct archive *archive, struct str name)
{
	arena_grow(archive->arena, archive->members, archive->count, archive->capacity);
	archive->members[archive->count++] = (struct member){ .name = name, .start = archive->end };
}

static void end_member(struct archive *archive, struct buf *out)
{
	struct member *member = &archive->members[archive->count - 1];

	flush(archive, out);
	member->bytes = archive->end - member->start;
}

static void add_text(struct archive *archive, const char *name, struct buf *text)
{
	begin_member(archive, str_of(name));
	end_member(archive, text);
}

static bool add_table(struct archive *archive, const struct table *table, struct buf *out, struct diag *diag)
{
	struct selection all = { .table = table, .all = true };
	struct format_job job = { &all, 1, offers_site(archive->offers), offers_origin(archive->offers) };
	struct format_out to = { out, flush, archive };
	bool good;

	begin_member(archive, arena_printf(archive->arena, "data/%.*s.csv", STR_ARG(table_name(table))));
	good = format_csv.write(&job, &to, diag);
	end_member(archive, out);
	return good;
}

static size_t source_lines(struct archive *archive, struct word_line *lines)
{
	struct selection first = { .table = archive->package->tables[0], .all = true };
	struct format_job job = { &first, 1, offers_site(archive->offers), offers_origin(archive->offers) };

	return words_source(archive->arena, &job, words_lang(job.site), lines);
}

static void write_readme(struct archive *archive, enum lang lang, struct buf *out)
{
	struct str code = offers_site(archive->offers)->langs[0];
	struct word_line lines[WORD_LINES_MOST];
	size_t count = source_lines(archive, lines);

	for (size_t i = 0; i < count; i++)
		buf_printf(out, "%.*s: %.*s\n", STR_ARG(lines[i].head), STR_ARG(str_trim(lines[i].text)));
	buf_byte(out, '\n');
	for (size_t i = 0; i < archive->package->table_count; i++) {
		const struct table *table = archive->package->tables[i];

		buf_printf(out, lang == LANG_ES ? "data/%.*s.csv  %.*s (renglones: %u)\n" : "data/%.*s.csv  %.*s (rows: %u)\n",
			STR_ARG(table_name(table)), STR_ARG(phrase_in(table_title(table), code)), (unsigned)table_rows(table));
	}
	buf_add(out, lang == LANG_ES
		? STR("\ndatapackage.json describe cada tabla y cada campo (Frictionless Data Package), con tamaño y suma SHA-256 de cada archivo.\n"
		      "Los archivos CSV están en UTF-8, con comas y punto decimal; una celda vacía es un dato ausente.\n")
		: STR("\ndatapackage.json describes each table and field (Frictionless Data Package), with size and SHA-256 of each file.\n"
		      "The CSV files are UTF-8, with commas and a decimal point; an empty cell is an absent value.\n"));
}

static void write_licence(const struct archive *archive, enum lang lang, struct buf *out)
{
	const struct package *package = archive->package;
	struct str code = offers_site(archive->offers)->langs[0];

	for (size_t i = 0; i < package->licence_count; i++) {
		const struct licence *licence = &package->licences[i];

		buf_printf(out, "%.*s\n%.*s\n%.*s\n\n", STR_ARG(licence->name), STR_ARG(phrase_in(&licence->title, code)), STR_ARG(licence->path));
	}
	if (package->licence_count == 0)
		buf_add(out, lang == LANG_ES ? STR("El paquete no declara licencia.\n") : STR("The package declares no licence.\n"));
}

static bool gather(struct archive *archive, struct diag *diag)
{
	enum lang lang = words_lang(offers_site(archive->offers));
	struct buf out = { 0 };
	bool good = true;

	write_readme(archive, lang, &out);
	add_text(archive, lang == LANG_ES ? "LEEME.txt" : "README.txt", &out);
	write_licence(archive, lang, &out);
	add_text(archive, lang == LANG_ES ? "LICENCIA.txt" : "LICENCE.txt", &out);
	datapackage_write(archive->offers, archive->package, STR("data/"), &out);
	add_text(archive, "datapackage.json", &out);
	for (size_t i = 0; i < archive->package->table_count; i++)
		good = add_table(archive, archive->package->tables[i], &out, diag) && good;
	buf_clear(&out);
	return scratch_added(archive->waiting, diag) && good;
}

/* The words of MS-DOS for a moment, in UTC; libzip's own would be in the machine's time zone. */
static void dos_time(int64_t seconds, uint16_t *date, uint16_t *day_time)
{
	time_t moment = (time_t)seconds;
	struct tm parts;

	*date = 1 << 5 | 1; /* 1980-01-01 */
	*day_time = 0;
	if (!gmtime_r(&moment, &parts) || parts.tm_year + 1900 < DOS_FIRST_YEAR || parts.tm_year + 1900 > DOS_LAST_YEAR)
		return;
	*date = (uint16_t)((parts.tm_year + 1900 - DOS_FIRST_YEAR) << 9 | (parts.tm_mon + 1) << 5 | parts.tm_mday);
	*day_time = (uint16_t)(parts.tm_hour << 11 | parts.tm_min << 5 | parts.tm_sec / 2);
}

static bool add_member(zip_t *zip, const struct archive *archive, const struct member *member)
{
	zip_source_t *source = member->bytes ? zip_source_file(zip, scratch_path(archive->waiting), member->start, (zip_int64_t)member->bytes)
		: zip_source_buffer(zip, NULL, 0, 0);
	const char *name = arena_copy(archive->arena, member->name).at;
	zip_int64_t index = source ? zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) : -1;
	uint16_t date, day_time;

	if (index < 0) {
		zip_source_free(source);
		return false;
	}
	dos_time(offers_origin(archive->offers)->seconds, &date, &day_time);
	return zip_file_set_dostime(zip, (zip_uint64_t)index, day_time, date, 0) == 0 &&
	       zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_DEFLATE, 6) == 0 &&
	       zip_file_set_external_attributes(zip, (zip_uint64_t)index, 0, ZIP_OPSYS_UNIX, (zip_uint32_t)MODE << 16) == 0;
}

static bool pack(const struct archive *archive, struct scratch *scratch, struct diag *diag)
{
	zip_t *zip = zip_open(scratch_path(scratch), ZIP_CREATE | ZIP_EXCL, NULL);
	bool good = zip != NULL;

	for (size_t i = 0; good && i < archive->count; i++)
		good = add_member(zip, archive, &archive->members[i]);
	if (good && zip_close(zip) == 0)
		return true;
	scratch_fail(scratch, zip ? zip_strerror(zip) : "zip_open", diag);
	if (zip)
		zip_discard(zip);
	return false;
}

static bool write(const struct offers *offers, const struct offer *offer, const struct format_out *to, struct diag *diag)
{
	struct archive archive = { .arena = arena_new(), .offers = offers, .package = offer->package, .waiting = scratch_open(diag) };
	struct scratch *scratch = archive.waiting ? scratch_open(diag) : NULL;
	bool good = scratch && gather(&archive, diag) && pack(&archive, scratch, diag) && scratch_give(scratch, to, diag);

	scratch_close(scratch);
	scratch_close(archive.waiting);
	arena_free(archive.arena);
	return good;
}

/* The descriptor in it tells the size and checksum of the published CSV, so there must be one of each table. */
static bool has_csv(const struct offers *offers, const struct package *package)
{
	for (size_t i = 0; i < package->table_count; i++)
		if (!describe_file(offers, package->tables[i], STR("csv")))
			return false;
	return package->table_count > 0;
}

void archive_offer(struct offers *offers, struct diag *diag)
{
	const struct site *site = offers_site(offers);

	(void)diag;
	for (size_t i = 0; i < site->package_count; i++) {
		const struct package *package = site->packages[i];
		struct offer offer = { .name = STR("zip"), .title = STR("ZIP"), .media_type = STR("application/zip"), .package = package,
			.round = OFFER_BUNDLE, .sure = true, .write = write };

		if (!offers_wants(offers, offer.name) || !has_csv(offers, package))
			continue;
		offer.path = arena_printf(offers_arena(offers), "datos/%.*s.zip", STR_ARG(package->name));
		offers_add(offers, &offer);
	}
}
