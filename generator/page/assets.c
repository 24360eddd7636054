#include "page/assets.h"

#include "base/arena.h"

#include <assert.h>
#include <openssl/evp.h>

enum { FOLDER_BYTES = 8, SHA384_BYTES = 48, SHA384_BASE64 = 64 };

struct assets {
	struct asset *list;
	size_t count;
};

static void digest(const EVP_MD *kind, struct str bytes, unsigned char out[static EVP_MAX_MD_SIZE])
{
	unsigned int len;
	int done = EVP_Digest(bytes.at, bytes.len, out, &len, kind, NULL);

	assert(done);
	(void)done;
}

static struct str integrity_of(struct arena *arena, struct str bytes)
{
	unsigned char hash[EVP_MAX_MD_SIZE], text[SHA384_BASE64 + 1];

	digest(EVP_sha384(), bytes, hash);
	EVP_EncodeBlock(text, hash, SHA384_BYTES);
	return arena_printf(arena, "sha384-%s", text);
}

/* The folder's name: of the names and digests of all, in order. */
static struct str folder_of(struct arena *arena, const struct assets *assets)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned char hash[EVP_MAX_MD_SIZE];
	char hex[2 * FOLDER_BYTES + 1];

	EVP_DigestInit_ex(context, EVP_sha256(), NULL);
	for (size_t i = 0; i < assets->count; i++) {
		EVP_DigestUpdate(context, assets->list[i].name.at, assets->list[i].name.len);
		EVP_DigestUpdate(context, "", 1); /* a NUL, which no name holds */
		EVP_DigestUpdate(context, assets->list[i].integrity.at, assets->list[i].integrity.len);
	}
	EVP_DigestFinal_ex(context, hash, NULL);
	EVP_MD_CTX_free(context);
	for (size_t i = 0; i < FOLDER_BYTES; i++) {
		hex[2 * i] = "0123456789abcdef"[hash[i] >> 4];
		hex[2 * i + 1] = "0123456789abcdef"[hash[i] & 15];
	}
	return arena_copy(arena, str_from(hex, sizeof hex - 1));
}

const struct assets *assets_new(struct arena *arena, const struct theme *theme)
{
	struct assets *assets = arena_new_of(arena, struct assets);
	struct str prefix = STR("assets/"), folder;

	assets->list = arena_array(arena, struct asset, theme->file_count + 1);
	for (size_t i = 0; i < theme->file_count; i++) {
		const struct theme_file *file = &theme->files[i];

		if (str_starts(file->name, prefix))
			assets->list[assets->count++] = (struct asset){ .name = str_after(file->name, prefix.len), .bytes = file->bytes,
				.integrity = integrity_of(arena, file->bytes), .source = file->path };
	}
	folder = folder_of(arena, assets);
	for (size_t i = 0; i < assets->count; i++)
		assets->list[i].path = arena_printf(arena, "assets/%.*s/%.*s", STR_ARG(folder), STR_ARG(assets->list[i].name));
	return assets;
}

size_t assets_count(const struct assets *assets)
{
	return assets->count;
}

const struct asset *assets_at(const struct assets *assets, size_t index)
{
	return &assets->list[index];
}

const struct asset *assets_find(const struct assets *assets, struct str name)
{
	for (size_t i = 0; i < assets->count; i++)
		if (str_equal(assets->list[i].name, name))
			return &assets->list[i];
	return NULL;
}
