/* page/claims.h - which paths are taken. Paths that differ only in letter case or in Unicode form count as one: they would be one file on
 * many disks. */
#ifndef PAGE_CLAIMS_H
#define PAGE_CLAIMS_H

#include "base/str.h"

struct arena;
struct claims;

enum { CLAIM_NONE = UINT32_MAX };

struct claims *claims_new(struct arena *arena);
/* Claims `path` for `owner` (a number that means something to the caller, not CLAIM_NONE). Returns CLAIM_NONE, or the owner who has it already. */
uint32_t claims_add(struct claims *claims, struct str path, uint32_t owner);
/* The owner of exactly this path or one that counts as the same, or CLAIM_NONE. Any thread, once all is claimed. */
uint32_t claims_find(const struct claims *claims, struct str path);

#endif
