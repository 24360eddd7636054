#include "base/utf8.h"

/* Length of the well-formed sequence at `at` (1–4), or 0. The second byte's range is what forbids overlong forms,
 * surrogates and values above U+10FFFF (Unicode 15, table 3-7). */
static size_t sequence(const unsigned char *at, size_t left)
{
	unsigned char low = 0x80, high = 0xBF;
	size_t len;

	if (at[0] < 0x80)
		return 1;
	if (at[0] < 0xC2 || at[0] > 0xF4)
		return 0;
	len = at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
	if (left < len)
		return 0;
	if (at[0] == 0xE0)
		low = 0xA0;
	else if (at[0] == 0xED)
		high = 0x9F;
	else if (at[0] == 0xF0)
		low = 0x90;
	else if (at[0] == 0xF4)
		high = 0x8F;
	if (at[1] < low || at[1] > high)
		return 0;
	for (size_t i = 2; i < len; i++)
		if (at[i] < 0x80 || at[i] > 0xBF)
			return 0;
	return len;
}

/* True when the eight bytes at `at` are all ASCII. */
static bool ascii8(const char *at)
{
	uint64_t eight;

	memcpy(&eight, at, sizeof eight);
	return (eight & UINT64_C(0x8080808080808080)) == 0;
}

size_t utf8_check(struct str s)
{
	size_t i = 0;

	while (i < s.len) {
		size_t len;

		if (i + 8 <= s.len && ascii8(s.at + i)) {
			i += 8;
			continue;
		}
		len = sequence((const unsigned char *)s.at + i, s.len - i);
		if (len == 0)
			return i;
		i += len;
	}
	return s.len;
}

size_t utf8_count(struct str s)
{
	size_t count = 0;

	for (size_t i = 0; i < s.len; count++)
		utf8_next(s, &i);
	return count;
}

uint32_t utf8_next(struct str s, size_t *position)
{
	static const unsigned char first_bits[5] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
	const unsigned char *at = (const unsigned char *)s.at + *position;
	size_t len = sequence(at, s.len - *position);
	uint32_t code;

	if (len == 0) {
		*position += 1;
		return 0xFFFD;
	}
	code = at[0] & first_bits[len];
	for (size_t i = 1; i < len; i++)
		code = code << 6 | (at[i] & 0x3F);
	*position += len;
	return code;
}

size_t utf8_put(uint32_t code, char to[static 4])
{
	if (code < 0x80) {
		to[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		to[0] = (char)(0xC0 | code >> 6);
		to[1] = (char)(0x80 | (code & 0x3F));
		return 2;
	}
	if (code < 0x10000) {
		to[0] = (char)(0xE0 | code >> 12);
		to[1] = (char)(0x80 | (code >> 6 & 0x3F));
		to[2] = (char)(0x80 | (code & 0x3F));
		return 3;
	}
	to[0] = (char)(0xF0 | code >> 18);
	to[1] = (char)(0x80 | (code >> 12 & 0x3F));
	to[2] = (char)(0x80 | (code >> 6 & 0x3F));
	to[3] = (char)(0x80 | (code & 0x3F));
	return 4;
}

struct str utf8_prefix(struct str s, size_t characters)
{
	size_t end = 0;

	while (characters-- && end < s.len)
		utf8_next(s, &end);
	return str_part(s, 0, end);
}

bool utf8_blank(uint32_t code)
{
	static const uint32_t others[] = { 0x20, 0x85, 0xA0, 0xAD, 0x1680, 0x180E, 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF };

	if ((code >= 0x09 && code <= 0x0D) || (code >= 0x2000 && code <= 0x200F))
		return true;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (code == others[i])
			return true;
	return false;
}

struct str utf8_trim(struct str s)
{
	size_t start = 0, end = 0;

	for (size_t i = 0; i < s.len;) {
		size_t from = i;

		if (utf8_blank(utf8_next(s, &i)))
			continue;
		if (end == 0)
			start = from;
		end = i;
	}
	return str_from(s.at + start, end - start);
}
