/* ASCII by itself; all other text by ICU: what accents decompose into is taken away, then case is folded. */
#include "base/fold.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

enum { GROWTH = 18 }; /* UTF-16 units that one may decompose into, at most (U+FDFA) */

static bool upper(char c) { return c >= 'A' && c <= 'Z'; }

static bool digit(char c) { return c >= '0' && c <= '9'; }

static bool ascii(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.at[i] >= 0x80)
			return false;
	return true;
}

/* A blank that parts two numbers is none that gets in by mistake: "1 2" is not "12". */
static void add_code(struct buf *out, size_t start, uint32_t code, bool *held, unsigned what)
{
	char bytes[4];

	if ((what & FOLD_BLANKS) && (code <= ' ' || code >= 0x7F) && utf8_blank(code)) {
		*held = out->len > start && digit(out->at[out->len - 1]);
		return;
	}
	if (*held && code >= '0' && code <= '9')
		buf_byte(out, ' ');
	*held = false;
	buf_add(out, str_from(bytes, utf8_put(code, bytes)));
}

static void add_ascii(struct buf *out, struct str text, unsigned what)
{
	size_t start = out->len;
	bool held = false;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		add_code(out, start, (uint32_t)(upper(c) && (what & FOLD_CASE) ? c | 32 : c), &held, what);
	}
}

static int32_t without_accents(UChar *units, int32_t count)
{
	int32_t kept = 0;

	for (int32_t i = 0; i < count;) {
		UChar32 code;
		int32_t from = i;

		U16_NEXT(units, i, count, code);
		if (u_charType(code) == U_NON_SPACING_MARK)
			continue;
		while (from < i)
			units[kept++] = units[from++];
	}
	return kept;
}

static void add_units(struct buf *out, const UChar *units, int32_t count, unsigned what)
{
	size_t start = out->len;
	bool held = false;

	for (int32_t i = 0; i < count;) {
		UChar32 code;

		U16_NEXT(units, i, count, code);
		add_code(out, start, U_IS_SURROGATE(code) ? 0xFFFD : (uint32_t)code, &held, what);
	}
}

static void add_wide(struct buf *out, struct str text, unsigned what)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *form = what & FOLD_ACCENTS ? unorm2_getNFKDInstance(&status) : unorm2_getNFCInstance(&status);
	int32_t room = (int32_t)text.len + 1, most = room * GROWTH, len = 0, count;
	UChar *wide = memory_resize(NULL, sizeof *wide * (size_t)most);
	UChar *parts = memory_resize(NULL, sizeof *parts * (size_t)most);

	u_strFromUTF8WithSub(wide, room, &len, text.at, (int32_t)text.len, 0xFFFD, NULL, &status);
	count = unorm2_normalize(form, wide, len, parts, most, &status);
	if (what & FOLD_ACCENTS)
		count = U_SUCCESS(status) ? without_accents(parts, count) : 0;
	if (what & FOLD_CASE)
		count = u_strFoldCase(wide, most, parts, count, U_FOLD_CASE_DEFAULT, &status);
	if (U_SUCCESS(status))
		add_units(out, what & FOLD_CASE ? wide : parts, count, what);
	memory_free(wide);
	memory_free(parts);
}

void fold_add(struct buf *out, struct str text, unsigned what)
{
	if (ascii(text))
		add_ascii(out, text, what);
	else
		add_wide(out, text, what);
}

bool fold_same(struct str a, struct str b, unsigned what)
{
	struct buf left = { 0 }, right = { 0 };
	bool same;

	fold_add(&left, a, what);
	fold_add(&right, b, what);
	same = str_equal(buf_str(&left), buf_str(&right));
	buf_clear(&left);
	buf_clear(&right);
	return same;
}

void fold_difference(struct str a, struct str b, const char **en, const char **es)
{
	static const struct { unsigned what; const char *en, *es; } kinds[] = {
		{ 0, "how an accent is put on its letter", "cómo va el acento sobre su letra" },
		{ FOLD_BLANKS, "blanks or invisible characters", "espacios o caracteres invisibles" },
		{ FOLD_CASE, "letter case", "mayúsculas y minúsculas" },
		{ FOLD_ACCENTS, "accents", "acentos" },
		{ FOLD_BLANKS | FOLD_CASE, "blanks and letter case", "espacios y mayúsculas" },
		{ FOLD_BLANKS | FOLD_ACCENTS, "blanks and accents", "espacios y acentos" },
		{ FOLD_CASE | FOLD_ACCENTS, "letter case and accents", "mayúsculas y acentos" },
		{ FOLD_ALL, "blanks, letter case and accents", "espacios, mayúsculas y acentos" },
	};
	size_t i = 0;

	while (kinds[i].what != FOLD_ALL && !fold_same(a, b, kinds[i].what))
		i++;
	*en = kinds[i].en;
	*es = kinds[i].es;
}
