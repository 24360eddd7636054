/* Text that is UTF-8 already is read as Windows-1252 and saved as UTF-8: each letter with an accent becomes two or three others. These, taken back to
 * the bytes of Windows-1252, are UTF-8, which hardly any text that people write is. The first byte of such a letter is C2 to F4 (Â to ô), and
 * in texts of our languages nearly always C2, C3 or E2, which show as Â (C3 82), Ã (C3 83) and â€ (C3 A2 E2 82 AC): so one of the bytes 82 and 83 is
 * there, which good texts have in hardly anything but €. */
#include "model/suspect_private.h"

#include "base/utf8.h"

enum { STRETCH = 1 << 15, TIMES_MOST = 3 };

static const unsigned char replacement[] = { 0xEF, 0xBF, 0xBD };

/* Stretch by stretch, so that the text comes from memory only once. */
bool suspect_foreign(struct str text)
{
	for (size_t i = 0; i < text.len; i += STRETCH) {
		struct str part = str_part(text, i, STRETCH);

		if (memchr(part.at, 0x83, part.len) || memchr(part.at, 0x82, part.len) || memchr(part.at, replacement[0], part.len))
			return true;
	}
	return false;
}

/* The byte that shows so in Windows-1252, or in the control characters that fill its gaps; -1 for none. */
static int byte_of(uint32_t code)
{
	static const uint16_t high[] = { 0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D,
		0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178 };

	if (code >= 0x80 && code <= 0xFF)
		return (int)code;
	for (int i = 0; i < 32; i++)
		if (high[i] == code)
			return 0x80 + i;
	return -1;
}

/* The letter whose bytes show from `at` on; returns how many bytes of the text they take, or 0. */
static size_t shown_letter(struct str text, size_t at, char bytes[static 4], size_t *count)
{
	size_t end = at, wanted = 0;

	for (*count = 0; end < text.len && (*count == 0 || *count < wanted); ++*count) {
		int byte = byte_of(utf8_next(text, &end));

		if (byte < 0 || (*count == 0 && (byte < 0xC2 || byte > 0xF4)))
			return 0;
		if (*count == 0)
			wanted = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
		bytes[*count] = (char)byte;
	}
	return *count == wanted && utf8_check(str_from(bytes, *count)) == *count ? end - at : 0;
}

static bool decode_once(struct buf *out, struct str text)
{
	bool any = false;

	for (size_t i = 0; i < text.len;) {
		size_t count = 0, taken = (unsigned char)text.at[i] == 0xC3 ? shown_letter(text, i, buf_reserve(out, 4), &count) : 0;

		if (taken) {
			out->len += count;
			i += taken;
			any = true;
		} else {
			buf_byte(out, text.at[i++]);
		}
	}
	return any;
}

bool suspect_decode(struct buf *out, struct str text)
{
	struct buf next = { 0 };
	size_t start = out->len;
	bool any = decode_once(out, text);

	for (int times = 1; any && times < TIMES_MOST; times++) {
		buf_reset(&next);
		if (!decode_once(&next, str_after(buf_str(out), start)))
			break;
		out->len = start;
		buf_add(out, buf_str(&next));
	}
	buf_clear(&next);
	return any;
}
