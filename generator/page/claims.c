/* A set of 128-bit hashes of folded paths. Two different paths with one hash do not happen: XXH3 gives 2^-88 for a billion paths. */
#include "page/claims.h"

#include "base/arena.h"
#include "base/buf.h"

#include <assert.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

struct claim {
	XXH128_hash_t key;
	uint32_t owner; /* CLAIM_NONE: free */
};

struct claims {
	struct claim *slots;
	size_t count, mask;
	struct arena *arena;
};

static struct claim *slots_new(struct arena *arena, size_t count)
{
	struct claim *slots = arena_alloc(arena, count * sizeof *slots);

	for (size_t i = 0; i < count; i++)
		slots[i].owner = CLAIM_NONE;
	return slots;
}

struct claims *claims_new(struct arena *arena)
{
	struct claims *claims = arena_new_of(arena, struct claims);

	claims->arena = arena;
	claims->mask = 1023;
	claims->slots = slots_new(arena, claims->mask + 1);
	return claims;
}

/* Folds case and composes; on any trouble the bytes stay as they are. */
static void fold_unicode(struct str path, struct buf *out)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *normal = unorm2_getNFKCCasefoldInstance(&status);
	int32_t wide_room = (int32_t)path.len + 1, wide_len = 0, folded_len, len = 0;
	UChar *wide = memory_resize(NULL, sizeof *wide * (size_t)wide_room);
	UChar *folded = memory_resize(NULL, sizeof *folded * (size_t)wide_room * 18);

	u_strFromUTF8(wide, wide_room, &wide_len, path.at, (int32_t)path.len, &status);
	folded_len = unorm2_normalize(normal, wide, wide_len, folded, wide_room * 18, &status);
	u_strToUTF8(buf_reserve(out, (size_t)folded_len * 3 + 1), folded_len * 3 + 1, &len, folded, folded_len, &status);
	if (U_SUCCESS(status))
		out->len += (size_t)len;
	else
		buf_add(out, path);
	memory_free(wide);
	memory_free(folded);
}

static XXH128_hash_t key_of(struct str path)
{
	char small[256];
	struct buf out = { 0 };
	XXH128_hash_t key;
	size_t i = 0;

	for (; i < path.len && i < sizeof small && (unsigned char)path.at[i] < 0x80; i++)
		small[i] = path.at[i] >= 'A' && path.at[i] <= 'Z' ? (char)(path.at[i] + 32) : path.at[i];
	if (i == path.len)
		return XXH3_128bits(small, i);
	fold_unicode(path, &out);
	key = XXH3_128bits(out.at, out.len);
	buf_clear(&out);
	return key;
}

static struct claim *slot_of(const struct claims *claims, XXH128_hash_t key)
{
	size_t i = (size_t)key.low64 & claims->mask;

	while (claims->slots[i].owner != CLAIM_NONE && !XXH128_isEqual(claims->slots[i].key, key))
		i = (i + 1) & claims->mask;
	return &claims->slots[i];
}

static void grow(struct claims *claims)
{
	struct claim *old = claims->slots;
	size_t count = claims->mask + 1;

	claims->mask = count * 4 - 1;
	claims->slots = slots_new(claims->arena, count * 4);
	for (size_t i = 0; i < count; i++)
		if (old[i].owner != CLAIM_NONE)
			*slot_of(claims, old[i].key) = old[i];
}

uint32_t claims_add(struct claims *claims, struct str path, uint32_t owner)
{
	XXH128_hash_t key = key_of(path);
	struct claim *slot = slot_of(claims, key);

	assert(owner != CLAIM_NONE);
	if (slot->owner != CLAIM_NONE)
		return slot->owner;
	*slot = (struct claim){ key, owner };
	if (++claims->count * 10 > claims->mask * 6)
		grow(claims);
	return CLAIM_NONE;
}

uint32_t claims_find(const struct claims *claims, struct str path)
{
	return slot_of(claims, key_of(path))->owner;
}
