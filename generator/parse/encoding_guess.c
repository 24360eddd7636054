/* What bytes look like. UTF-8 proves itself: no other encoding has its sequences but by accident. UTF-16 shows by NULs, one beside each Latin
 * letter. Of those with one byte a character, what Spanish is written in is all but the same; ICU is asked whether it may be something else. */
#include "parse/encoding_private.h"

#include "base/utf8.h"

#include <unicode/ucsdet.h>

enum { SAMPLE = 1 << 16, SURE = 40 };

/* Letters and marks of Latin languages: U+00A0 to U+00FF, and typographic marks. Others are as likely two characters of another encoding:
 * 0xC9 0x94 is ɔ, or É and a closing quote. */
static bool telling(uint32_t code)
{
	return (code >= 0xA0 && code <= 0xFF) || (code >= 0x2010 && code <= 0x203A) || code == 0x20AC;
}

struct encoding_census encoding_count(struct str bytes)
{
	struct encoding_census census = { 0 };
	size_t i = 0;

	while (i < bytes.len) {
		size_t start = i;
		uint32_t code;

		if ((unsigned char)bytes.at[i] < 0x80) {
			i++;
			continue;
		}
		code = utf8_next(bytes, &i);
		if (i == start + 1 && census.bad++ == 0)
			census.first_bad = start;
		if (i > start + 1 && telling(code) && census.good++ == 0)
			census.first_good = start;
	}
	return census;
}

const char *encoding_of_mark(struct str bytes, size_t *length)
{
	static const struct { struct str mark; const char *name; } marks[] = {
		{ { "\xEF\xBB\xBF", 3 }, "UTF-8" },
		{ { "\xFF\xFE\0\0", 4 }, "UTF-32LE" },
		{ { "\0\0\xFE\xFF", 4 }, "UTF-32BE" },
		{ { "\xFF\xFE", 2 }, "UTF-16LE" },
		{ { "\xFE\xFF", 2 }, "UTF-16BE" },
	};

	*length = 0;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		if (!str_starts(bytes, marks[i].mark))
			continue;
		*length = marks[i].mark.len;
		return marks[i].name;
	}
	return NULL;
}

const char *encoding_of_nuls(struct str bytes)
{
	size_t pairs = (bytes.len < SAMPLE ? bytes.len : SAMPLE) / 2, high = 0, low = 0;

	for (size_t i = 0; i < pairs; i++) {
		high += bytes.at[2 * i] == '\0';
		low += bytes.at[2 * i + 1] == '\0';
	}
	if (low > pairs / 2 && high == 0)
		return "UTF-16LE";
	return high > pairs / 2 && low == 0 ? "UTF-16BE" : NULL;
}

/* Windows-1252 from 0x80 to 0x9F; 0 where it has nothing. From 0xA0 on a byte is its own code point. */
static const uint16_t extras[32] = {
	0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
	0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
};

struct str encoding_letter(unsigned char byte, char to[static 4])
{
	uint32_t code = byte >= 0x80 && byte < 0xA0 ? extras[byte - 0x80] : byte;

	return code ? str_from(to, utf8_put(code, to)) : STR("");
}

/* The first byte beyond ASCII, and what stands around it: all that ICU needs to see. */
static struct str sample_of(struct str bytes)
{
	size_t i = 0;

	while (i < bytes.len && (unsigned char)bytes.at[i] < 0x80)
		i++;
	return str_part(bytes, i < SAMPLE / 4 ? 0 : i - SAMPLE / 4, SAMPLE);
}

/* The name of an encoding that is not of western Europe, when ICU is rather sure of it; "" else. */
static const char *foreign(struct str bytes)
{
	static const char *const western[] = { "ISO-8859-1", "windows-1252", "UTF-8", "ISO-8859-9", "windows-1254", "ISO-8859-2", "windows-1250" };
	UErrorCode status = U_ZERO_ERROR;
	UCharsetDetector *detector = ucsdet_open(&status);
	struct str sample = sample_of(bytes);
	const UCharsetMatch *match;
	const char *name = NULL;
	int32_t sure = 0;

	ucsdet_setText(detector, sample.at, (int32_t)sample.len, &status);
	match = ucsdet_detect(detector, &status);
	if (match) {
		name = ucsdet_getName(match, &status);
		sure = ucsdet_getConfidence(match, &status);
	}
	ucsdet_close(detector);
	if (U_FAILURE(status) || !name || sure < SURE)
		return "";
	for (size_t i = 0; i < sizeof western / sizeof *western; i++)
		if (strcmp(name, western[i]) == 0)
			return "";
	return name;
}

static bool digit(char c) { return c >= '0' && c <= '9'; }

/* 0xA4 is € in ISO-8859-15 and ¤, which nobody writes, elsewhere: beside a figure it is money. */
static bool has_euro(struct str bytes)
{
	for (size_t i = str_find(bytes, '\xA4', 0); i < bytes.len; i = str_find(bytes, '\xA4', i + 1)) {
		size_t before = i > 0 && bytes.at[i - 1] == ' ' ? 2 : 1, after = i + 1 < bytes.len && bytes.at[i + 1] == ' ' ? 2 : 1;

		if ((i >= before && digit(bytes.at[i - before])) || (i + after < bytes.len && digit(bytes.at[i + after])))
			return true;
	}
	return false;
}

const char *encoding_of_bytes(struct str bytes, const char **other)
{
	size_t extra = 0, nothing = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char byte = (unsigned char)bytes.at[i];

		if (byte < 0x80 || byte >= 0xA0)
			continue;
		extra++;
		nothing += extras[byte - 0x80] == 0;
	}
	*other = foreign(bytes);
	if (**other || nothing)
		return NULL;
	return extra == 0 && has_euro(bytes) ? "ISO-8859-15" : "windows-1252";
}
