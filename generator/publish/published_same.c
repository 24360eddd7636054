/* A site made anew against the published one. A file that is given whole is known by its digest, and only one that differs is looked
 * into; one that comes in pieces is compared piece by piece. */
#include "publish/published_private.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "publish/folder.h"

#include <unistd.h>

enum { PIECE = 64 << 10, SHOWN = 60 }; /* characters of a line */

struct sink_stream {
	struct published *published;
	struct file *file;     /* or NULL: it is not published */
	struct str path;
	EVP_MD_CTX *digest;
	uint64_t bytes;
	int fd;                /* of the published file, or -1 */
	uint32_t line;
	bool differs;
	struct difference difference;
	struct buf theirs, ours; /* what its texts are views of */
};

/* The line around byte `at` of a piece of a file, cut to what can be shown; "" when it is no text. */
static struct str shown(struct str piece, size_t at)
{
	size_t start = at < piece.len ? at : piece.len, most = start;
	struct str line;

	while (start > 0 && piece.at[start - 1] != '\n' && most - start < SHOWN / 2)
		start--;
	while (start < most && ((unsigned char)piece.at[start] & 0xC0) == 0x80)
		start++;
	line = str_part(piece, start, str_find(piece, '\n', start) - start);
	line = utf8_prefix(line, SHOWN);
	if (utf8_check(line) < line.len)
		return STR("");
	for (size_t i = 0; i < line.len; i++)
		if ((unsigned char)line.at[i] < 0x20 && line.at[i] != '\t')
			return STR("");
	return line;
}

static uint32_t count_lines(struct str s)
{
	uint32_t lines = 0;

	for (size_t i = str_find(s, '\n', 0); i < s.len; i = str_find(s, '\n', i + 1))
		lines++;
	return lines;
}

/* Keeps what differs when it is the first in order, and counts it otherwise. */
static void tell(struct published *p, const struct file *file, const struct difference *d)
{
	size_t index = (size_t)(file - p->files);

	pthread_mutex_lock(&p->mutex);
	p->others += p->first < p->count;
	if (index < p->first) {
		p->first = index;
		p->difference = *d;
		p->difference.theirs = arena_copy(p->arena, d->theirs);
		p->difference.ours = arena_copy(p->arena, d->ours);
	}
	pthread_mutex_unlock(&p->mutex);
}

static void tell_extra(struct published *p, struct str path)
{
	pthread_mutex_lock(&p->mutex);
	if (p->extra++ == 0 || str_compare(path, p->first_extra) < 0)
		p->first_extra = arena_copy(p->arena, path);
	pthread_mutex_unlock(&p->mutex);
}

/* The first byte in which two texts differ. */
static size_t first_difference(struct str a, struct str b)
{
	size_t at = 0;

	while (at < a.len && at < b.len && a.at[at] == b.at[at])
		at++;
	return at;
}

static struct difference difference_of(struct str theirs, struct str ours)
{
	size_t at = first_difference(theirs, ours);

	return (struct difference){ at, count_lines(str_part(theirs, 0, at)) + 1, shown(theirs, at), shown(ours, at) };
}

static void look_into(struct published *p, const struct file *file, struct str ours)
{
	struct str theirs = { 0 };
	struct buf path = { 0 };
	struct difference d = { 0 };
	bool there;

	buf_add(&path, file->path);
	buf_byte(&path, '\0');
	there = folder_read(p->root, path.at, &theirs);
	buf_clear(&path);
	if (there)
		d = difference_of(theirs, ours);
	tell(p, file, &d);
	if (there)
		memory_free((void *)(uintptr_t)theirs.at);
}

static struct receipt put(struct sink *sink, struct str path, struct str bytes)
{
	struct published *p = (struct published *)sink;
	struct file *file = published_find(p, path);
	struct receipt receipt = { .bytes = bytes.len };

	EVP_Digest(bytes.at, bytes.len, receipt.sha256, NULL, p->sha256, NULL);
	if (!file) {
		tell_extra(p, path);
		return receipt;
	}
	p->given[file - p->files] = 1;
	if (file->bytes != bytes.len || memcmp(file->sha256, receipt.sha256, SHA256_BYTES) != 0)
		look_into(p, file, bytes);
	return receipt;
}

static struct sink_stream *stream_open(struct sink *sink, struct str path)
{
	struct published *p = (struct published *)sink;
	struct sink_stream *s = memory_resize(NULL, sizeof *s);
	struct buf name = { 0 };

	*s = (struct sink_stream){ .published = p, .file = published_find(p, path), .path = path, .digest = EVP_MD_CTX_new(), .fd = -1, .line = 1 };
	EVP_DigestInit_ex2(s->digest, p->sha256, NULL);
	buf_add(&name, path);
	buf_byte(&name, '\0');
	if (s->file) {
		p->given[s->file - p->files] = 1;
		s->fd = folder_open_regular(p->root, name.at);
	} else {
		tell_extra(p, path);
	}
	buf_clear(&name);
	return s;
}

/* Compares a piece with what stands at its place in the published file. */
static void compare(struct sink_stream *s, struct str ours)
{
	char *bytes = memory_resize(NULL, ours.len + 1);
	struct str theirs = { bytes, folder_read_some(s->fd, bytes, ours.len) };

	if (str_equal(theirs, ours)) {
		s->line += count_lines(ours);
	} else {
		s->differs = true;
		s->difference = difference_of(theirs, ours);
		s->difference.offset += s->bytes;
		s->difference.line += s->line - 1;
		buf_add(&s->theirs, s->difference.theirs);
		buf_add(&s->ours, s->difference.ours);
	}
	memory_free(bytes);
}

static void stream_write(struct sink_stream *s, struct str bytes)
{
	EVP_DigestUpdate(s->digest, bytes.at, bytes.len);
	for (struct str rest = bytes; s->fd >= 0 && !s->differs && rest.len; rest = str_after(rest, PIECE))
		compare(s, str_part(rest, 0, PIECE));
	s->bytes += bytes.len;
}

static struct receipt stream_close(struct sink_stream *s)
{
	struct receipt receipt = { .bytes = s->bytes };

	EVP_DigestFinal_ex(s->digest, receipt.sha256, NULL);
	EVP_MD_CTX_free(s->digest);
	if (s->file && (s->file->bytes != s->bytes || memcmp(s->file->sha256, receipt.sha256, SHA256_BYTES) != 0)) {
		s->difference.theirs = buf_str(&s->theirs);
		s->difference.ours = buf_str(&s->ours);
		if (!s->differs) /* the published one goes on where the new one ends */
			s->difference = (struct difference){ .offset = s->bytes, .line = s->line };
		tell(s->published, s->file, &s->difference);
	}
	if (s->fd >= 0)
		close(s->fd);
	buf_clear(&s->theirs);
	buf_clear(&s->ours);
	memory_free(s);
	return receipt;
}

struct sink *published_sink(struct published *p)
{
	p->sink = (struct sink){ put, stream_open, stream_write, stream_close };
	return &p->sink;
}

/* The number of files that were published and are not made any more, and the first of them. */
static size_t count_lost(const struct published *p, struct str *first)
{
	size_t lost = 0;

	for (size_t i = 0; i < p->count; i++)
		if (!p->given[i] && lost++ == 0)
			*first = p->files[i].path;
	return lost;
}

static void tell_difference(struct published *p, struct diag *diag)
{
	struct place at = { .path = p->files[p->first].path, .line = p->difference.line };
	const struct difference *d = &p->difference;

	diag_error(diag, at, "rebuild-differs", "byte %llu is another when the site is built again",
		"el byte %llu es otro cuando el sitio se genera de nuevo", (unsigned long long)d->offset + 1);
	if (d->theirs.len || d->ours.len)
		diag_context(diag, "published: %.*s\n   built:     %.*s", "publicado: %.*s\n   generado:  %.*s", STR_ARG(d->theirs),
			STR_ARG(d->ours));
	if (p->others)
		diag_context(diag, "%zu more files differ", "%zu archivos más difieren", p->others);
}

bool published_same(struct published *p, const struct publish_origin *made, struct diag *diag)
{
	struct str first = { 0 };
	size_t lost = count_lost(p, &first);
	struct buf manifest = { 0 };
	bool same;

	if (p->first < p->count)
		tell_difference(p, diag);
	if (lost)
		diag_error(diag, place_of(first), "rebuild-lacks", "this file is not made when the site is built again; files like it: %zu",
			"este archivo no se hace cuando el sitio se genera de nuevo; archivos así: %zu", lost);
	if (p->extra)
		diag_error(diag, place_of(p->first_extra), "rebuild-adds",
			"this file is made when the site is built again, and is not published; files like it: %zu",
			"este archivo se hace cuando el sitio se genera de nuevo, y no está publicado; archivos así: %zu", p->extra);
	same = p->first == p->count && !lost && !p->extra;
	files_manifest(made, p->files, p->count, &manifest);
	if (same && !str_equal(buf_str(&manifest), p->manifest))
		same = diag_error(diag, place_of(STR("manifest.json")), "rebuild-differs", "its head is another when the site is built again",
			"su encabezado es otro cuando el sitio se genera de nuevo");
	buf_clear(&manifest);
	return same;
}
