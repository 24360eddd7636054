#include "base/slug.h"

#include "base/arena.h"

#include <unicode/unorm2.h>
#include <unicode/ustring.h>

enum { GROWTH = 18 }; /* UTF-16 units that one may decompose into, at most (U+FDFA) */

void slug_add(struct buf *out, struct str text)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
	int32_t room = (int32_t)text.len + 1, len = 0, count;
	UChar *wide = memory_resize(NULL, sizeof *wide * (size_t)room);
	UChar *parts = memory_resize(NULL, sizeof *parts * (size_t)room * GROWTH);
	size_t start = out->len;

	u_strFromUTF8(wide, room, &len, text.at ? text.at : "", (int32_t)text.len, &status);
	count = unorm2_normalize(nfkd, wide, len, parts, room * GROWTH, &status);
	for (int32_t i = 0; U_SUCCESS(status) && i < count; i++) {
		UChar c = parts[i];

		if (c >= 'A' && c <= 'Z')
			c += 32;
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			buf_byte(out, (char)c);
		else if (!(c >= 0x300 && c < 0x370) && out->len > start && out->at[out->len - 1] != '-')
			buf_byte(out, '-');
	}
	while (out->len > start && out->at[out->len - 1] == '-')
		out->len--;
	memory_free(wide);
	memory_free(parts);
}
