#include "publish/published.h"

#include "base/arena.h"
#include "publish/folder.h"
#include "publish/minisign.h"
#include "publish/published_private.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

static struct str member_text(struct arena *arena, const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);

	return json_is_string(value) ? arena_copy(arena, str_from(json_string_value(value), json_string_length(value))) : STR("");
}

static int nibble(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_hex(struct str text, unsigned char *out)
{
	if (text.len != 2 * SHA256_BYTES)
		return false;
	for (size_t i = 0; i < SHA256_BYTES; i++) {
		int high = nibble(text.at[2 * i]), low = nibble(text.at[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

static bool read_file(struct published *p, const json_t *entry, struct file *file)
{
	const json_t *bytes = json_object_get(entry, "bytes");

	file->path = member_text(p->arena, entry, "path");
	file->bytes = (uint64_t)json_integer_value(bytes);
	return json_is_integer(bytes) && files_path_good(file->path) && read_hex(member_text(p->arena, entry, "sha256"), file->sha256);
}

static void read_releases(struct published *p, const json_t *list)
{
	size_t count = json_array_size(list);
	struct publish_release *releases = arena_array(p->arena, struct publish_release, count + 1);

	for (size_t i = 0; i < count; i++)
		releases[i] = (struct publish_release){ member_text(p->arena, json_array_get(list, i), "tag"),
			member_text(p->arena, json_array_get(list, i), "commit") };
	p->origin.releases = releases;
	p->origin.release_count = count;
}

static bool read_manifest(struct published *p, const json_t *root)
{
	const json_t *list = json_object_get(root, "files");
	bool good = json_is_array(list);

	p->origin = (struct publish_origin){ .generator = member_text(p->arena, root, "generator"), .commit = member_text(p->arena, root, "commit"),
		.time = member_text(p->arena, root, "time"), .dirty = json_is_true(json_object_get(root, "dirty")),
		.drafts = json_is_true(json_object_get(root, "drafts")), .without_history = json_is_false(json_object_get(root, "history")),
		.history_from = member_text(p->arena, root, "history_from"), .base_url = member_text(p->arena, root, "base_url") };
	read_releases(p, json_object_get(root, "releases"));
	p->files = arena_array(p->arena, struct file, json_array_size(list) + 1);
	for (size_t i = 0; good && i < json_array_size(list); i++)
		good = read_file(p, json_array_get(list, i), &p->files[p->count++]);
	if (good && p->count)
		qsort(p->files, p->count, sizeof *p->files, files_by_path);
	return good;
}

static bool fail_folder(struct published *p, struct diag *diag)
{
	return diag_failure(diag, place_of(p->folder), "unreadable", "can't be read: %s", "no se puede leer: %s", strerror(errno));
}

static bool refuse(struct published *p, struct diag *diag)
{
	diag_error(diag, place_of(p->folder), "not-a-site", "there is no site that vitrina published here",
		"aquí no hay un sitio publicado por vitrina");
	diag_advice(diag, "name the folder that holds manifest.json and SHA256SUMS, like: vitrina verify public",
		"indique la carpeta que tiene manifest.json y SHA256SUMS, así: vitrina verify public");
	return false;
}

static bool open_folder(struct published *p, struct diag *diag)
{
	struct place at = place_of(STR("manifest.json"));
	json_error_t error;
	json_t *root;
	bool good;

	p->root = open(p->folder.at, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (p->root < 0)
		return fail_folder(p, diag);
	if (!folder_read(p->root, "manifest.json", &p->manifest) || !folder_read(p->root, "SHA256SUMS", &p->sums) || !files_ours(p->manifest))
		return refuse(p, diag);
	folder_read(p->root, "SHA256SUMS.minisig", &p->signature);
	root = json_loadb(p->manifest.at, p->manifest.len, JSON_REJECT_DUPLICATES, &error);
	good = root && read_manifest(p, root);
	if (!root)
		at.line = (uint32_t)error.line;
	json_decref(root);
	if (good)
		return true;
	diag_error(diag, at, "damaged-manifest", "this is not as vitrina wrote it", "esto no está como vitrina lo escribió");
	diag_advice(diag, "somebody changed it: take the published folder from where it was built",
		"alguien lo cambió: tome la carpeta publicada de donde se generó");
	return false;
}

struct published *published_open(struct str folder, struct diag *diag)
{
	struct published *p = memory_resize(NULL, sizeof *p);

	*p = (struct published){ .arena = arena_new(), .root = -1 };
	pthread_mutex_init(&p->mutex, NULL);
	p->folder = arena_copy(p->arena, folder);
	p->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (open_folder(p, diag)) {
		p->given = arena_array(p->arena, unsigned char, p->count + 1);
		p->first = p->count;
		return p;
	}
	published_close(p);
	return NULL;
}

static void free_bytes(struct str bytes)
{
	memory_free((void *)(uintptr_t)bytes.at);
}

void published_close(struct published *p)
{
	if (!p)
		return;
	if (p->manifest.len)
		free_bytes(p->manifest);
	if (p->sums.len)
		free_bytes(p->sums);
	if (p->signature.len)
		free_bytes(p->signature);
	if (p->root >= 0)
		close(p->root);
	EVP_MD_free(p->sha256);
	pthread_mutex_destroy(&p->mutex);
	arena_free(p->arena);
	memory_free(p);
}

const struct publish_origin *published_origin(const struct published *p) { return &p->origin; }

size_t published_count(const struct published *p) { return p->count; }

bool published_signed(const struct published *p) { return p->signature.len > 0; }

bool published_check_signature(struct published *p, const struct minisign_public *key, struct str *comment, struct diag *diag)
{
	struct place at = place_of(STR("SHA256SUMS.minisig"));

	if (published_signed(p))
		return minisign_check(key, p->sums, at.path, p->signature, p->arena, comment, diag);
	diag_error(diag, at, "signature-missing", "the site is not signed: this file is not there, or empty",
		"el sitio no está firmado: este archivo no está, o está vacío");
	diag_advice(diag, "the one who publishes signs with: vitrina build --sign KEY", "quien publica firma con: vitrina build --sign CLAVE");
	return false;
}

struct file *published_find(const struct published *p, struct str path)
{
	struct file key = { .path = path };

	return p->count ? bsearch(&key, p->files, p->count, sizeof *p->files, files_by_path) : NULL;
}
