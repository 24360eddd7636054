#include "publish/deposit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "publish/folder.h"

#include <openssl/evp.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct putting {
	const struct deposit *deposit;
	struct arena *arena;
	int folder;
	struct map *remembered;      /* name → its checksum, a struct str */
	struct str sums;             /* the new ones */
	bool *changed;               /* of each file; the checksums are one more at the end */
	struct diag *diag;
};

void deposit_sha256(struct str bytes, char hex[DEPOSIT_SHA256])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char hash[EVP_MAX_MD_SIZE] = { 0 };

	if (EVP_Digest(bytes.at ? bytes.at : "", bytes.len, hash, NULL, EVP_sha256(), NULL) != 1)
		abort(); /* no SHA-256 in the library: no sum of ours could be trusted */
	for (size_t i = 0; i < DEPOSIT_SHA256 / 2; i++) {
		hex[2 * i] = digits[hash[i] >> 4];
		hex[2 * i + 1] = digits[hash[i] & 15];
	}
}

static struct str path_of(const struct putting *p, struct str name)
{
	return arena_printf(p->arena, "%.*s/%.*s", STR_ARG(p->deposit->folder), STR_ARG(name));
}

static bool fail(const struct putting *p, struct str name, int why, const char *en, const char *es)
{
	diag_failure(p->diag, place_of(path_of(p, name)), "write", "%s%.0s: %s", "%.0s%s: %s", en, es, strerror(why));
	return false;
}

static struct str name_at(const struct putting *p, size_t i)
{
	return i < p->deposit->file_count ? p->deposit->files[i].name : p->deposit->sums;
}

static struct str bytes_at(const struct putting *p, size_t i)
{
	return i < p->deposit->file_count ? p->deposit->files[i].bytes : p->sums;
}

/* The name under which a file waits for its place. */
static const char *staged_name(const struct putting *p, size_t i)
{
	return arena_printf(p->arena, ".%.*s.vitrina", STR_ARG(name_at(p, i))).at;
}

/* What was put here before: "checksum  name" a line. What is not of that form is passed over; its files then count as a person's. */
static void remember(struct putting *p)
{
	struct str text, rest, line;

	p->remembered = map_new(p->arena);
	if (!folder_read(p->folder, p->deposit->sums.at, &text))
		return;
	rest = arena_copy(p->arena, text);
	memory_free((char *)(uintptr_t)text.at);
	while (str_next(&rest, '\n', &line)) {
		struct str *sum;

		if (line.len < DEPOSIT_SHA256 + 3)
			continue;
		sum = arena_new_of(p->arena, struct str);
		*sum = str_part(line, 0, DEPOSIT_SHA256);
		map_put(p->remembered, str_after(line, DEPOSIT_SHA256 + 2), sum);
	}
}

static void write_sums(struct putting *p)
{
	const struct deposit *d = p->deposit;
	struct buf out = { 0 };
	char hex[DEPOSIT_SHA256];

	for (size_t i = 0; i < d->origin_count; i++) {
		buf_add(&out, d->origins[i].sha256);
		buf_add(&out, STR("  "));
		buf_add(&out, d->origins[i].path);
		buf_byte(&out, '\n');
	}
	for (size_t i = 0; i < d->file_count; i++) {
		deposit_sha256(d->files[i].bytes, hex);
		buf_add(&out, str_from(hex, DEPOSIT_SHA256));
		buf_add(&out, STR("  "));
		buf_add(&out, d->files[i].name);
		buf_byte(&out, '\n');
	}
	p->sums = arena_copy(p->arena, buf_str(&out));
	buf_clear(&out);
}

/* Whether what stands at `name` may be written over. */
static bool ours(const struct putting *p, struct str name)
{
	const struct str *sum = map_find(p->remembered, name);
	char hex[DEPOSIT_SHA256];
	struct str bytes;
	bool same;

	if (p->deposit->force)
		return true;
	if (!folder_read(p->folder, name.at, &bytes))
		return fail(p, name, errno, "can't be read", "no se puede leer");
	deposit_sha256(bytes, hex);
	memory_free((char *)(uintptr_t)bytes.at);
	same = sum && str_equal(*sum, str_from(hex, DEPOSIT_SHA256));
	if (same)
		return true;
	if (sum)
		diag_failure(p->diag, place_of(path_of(p, name)), "changed-by-hand",
			"this file was changed since it was made, and would be written over",
			"este archivo se cambió después de hecho, y se escribiría encima");
	else
		diag_failure(p->diag, place_of(path_of(p, name)), "not-ours", "a file that was not made by import stands here",
			"aquí hay un archivo que no hizo import");
	diag_advice(p->diag, "keep what is in it and take it away, or write over it with --force",
		"guarde lo que tiene y quítelo, o escriba encima con --force");
	return false;
}

/* Finds out which files are new; false when one may not be put. */
static bool compare(struct putting *p)
{
	bool good = true;

	p->changed = arena_array(p->arena, bool, p->deposit->file_count + 1);
	for (size_t i = 0; i <= p->deposit->file_count; i++) {
		struct str name = name_at(p, i);
		struct stat st;

		if (fstatat(p->folder, name.at, &st, AT_SYMLINK_NOFOLLOW) != 0) {
			p->changed[i] = true;
			if (errno != ENOENT)
				good = fail(p, name, errno, "can't be read", "no se puede leer");
		} else if (!S_ISREG(st.st_mode)) {
			good = diag_error(p->diag, place_of(path_of(p, name)), "file-in-the-way",
				"this is no regular file, and a table is to stand here",
				"esto no es un archivo normal, y aquí va una tabla");
		} else if (!folder_holds(p->folder, name.at, bytes_at(p, i))) {
			p->changed[i] = true;
			if (i < p->deposit->file_count && !ours(p, name)) /* the checksums are always ours */
				good = false;
		}
	}
	return good;
}

static void unstage(const struct putting *p, size_t from)
{
	for (size_t i = from; i <= p->deposit->file_count; i++)
		if (p->changed[i])
			unlinkat(p->folder, staged_name(p, i), 0);
}

static bool stage(const struct putting *p)
{
	for (size_t i = 0; i <= p->deposit->file_count; i++) {
		const char *staged = staged_name(p, i);

		if (!p->changed[i])
			continue;
		unlinkat(p->folder, staged, 0); /* what a crash may have left */
		if (!folder_write(p->folder, staged, bytes_at(p, i))) {
			int why = errno;

			unstage(p, 0);
			return fail(p, name_at(p, i), why, "can't be written", "no se puede escribir");
		}
	}
	return true;
}

static bool move(const struct putting *p)
{
	for (size_t i = 0; i <= p->deposit->file_count; i++) {
		if (!p->changed[i] || renameat(p->folder, staged_name(p, i), p->folder, name_at(p, i).at) == 0)
			continue;
		fail(p, name_at(p, i), errno, "can't be put in its place", "no se puede poner en su lugar");
		diag_advice(p->diag, "run the same command again: the files before it are in place, and those that follow are the old ones",
			"repita el mismo comando: los archivos anteriores ya están, y los que siguen son los viejos");
		unstage(p, i);
		return false;
	}
	return true;
}

static bool open_folder(struct putting *p)
{
	struct str folder = p->deposit->folder;

	if (!folder_make(AT_FDCWD, folder.at))
		return diag_failure(p->diag, place_of(folder), "write", "this folder can't be made: %s", "no se puede crear esta carpeta: %s",
			strerror(errno));
	p->folder = open(folder.at, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (p->folder >= 0)
		return true;
	return diag_failure(p->diag, place_of(folder), "write", "this folder can't be opened: %s", "no se puede abrir esta carpeta: %s",
		strerror(errno));
}

/* Tables of an earlier run that this one did not make stay where they are; people are told. */
static void tell_left(const struct putting *p)
{
	const struct map_entry *entries = map_entries(p->remembered);

	for (size_t i = 0; i < map_count(p->remembered); i++) {
		struct str name = entries[i].key;
		bool made = str_find(name, '/', 0) < name.len || !str_ends(name, STR(".csv"));

		for (size_t f = 0; f < p->deposit->file_count; f++)
			made = made || str_equal(p->deposit->files[f].name, name);
		for (size_t o = 0; o < p->deposit->origin_count; o++)
			made = made || str_equal(p->deposit->origins[o].path, name);
		if (!made && faccessat(p->folder, arena_copy(p->arena, name).at, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
			diag_note(p->diag, place_of(path_of(p, name)), "left-over",
				"an earlier import made this table, and this one did not; it was left",
				"un import anterior hizo esta tabla, y éste no; se dejó");
	}
}

bool deposit_put(const struct deposit *deposit, struct deposit_counts *counts, struct diag *diag)
{
	struct putting p = { .deposit = deposit, .arena = arena_new(), .folder = -1, .diag = diag };
	bool good = open_folder(&p);

	*counts = (struct deposit_counts){ 0 };
	if (good) {
		remember(&p);
		write_sums(&p);
		good = compare(&p) && stage(&p) && move(&p);
		if (good)
			tell_left(&p);
		for (size_t i = 0; i < deposit->file_count; i++)
			p.changed[i] ? counts->written++ : counts->unchanged++;
		close(p.folder);
	}
	arena_free(p.arena);
	return good;
}
