/* What is said of bytes that are not what was expected: where, why, and what to do. */
#include "parse/encoding_private.h"

#include "base/utf8.h"

enum { LETTERS_SHOWN = 5 };

static struct place place_at(const struct encoding_reading *r, size_t offset)
{
	return place_in(r->path, r->bytes, offset);
}

static bool advise_saving(const struct encoding_reading *r)
{
	diag_advice(r->diag, "in the spreadsheet, choose \"Save as\" and the type \"CSV UTF-8\"",
		"en la hoja de cálculo, elija \"Guardar como\" y el tipo \"CSV UTF-8\"");
	return false;
}

bool encoding_fault_kind(const struct encoding_reading *r)
{
	static const struct { struct str start; const char *en, *es; } kinds[] = {
		{ { "PK\3\4", 4 }, "a spreadsheet (.xlsx or .ods) or an archive", "una hoja de cálculo (.xlsx u .ods) o un archivo comprimido" },
		{ { "\xD0\xCF\x11\xE0", 4 }, "a spreadsheet (.xls)", "una hoja de cálculo (.xls)" },
		{ { "%PDF-", 5 }, "a PDF document", "un documento PDF" },
		{ { "\x1F\x8B", 2 }, "a compressed file (gzip)", "un archivo comprimido (gzip)" },
		{ { "\x89PNG", 4 }, "a picture (PNG)", "una imagen (PNG)" },
		{ { "\xFF\xD8\xFF", 3 }, "a picture (JPEG)", "una imagen (JPEG)" },
		{ { "\x7F" "ELF", 4 }, "a program", "un programa" },
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (!str_starts(r->bytes, kinds[i].start))
			continue;
		diag_error(r->diag, place_at(r, 0), "not-csv", "this is %s%.0s, not CSV", "esto es %.0s%s, no CSV", kinds[i].en, kinds[i].es);
		return !advise_saving(r);
	}
	return false;
}

bool encoding_fault_nul(const struct encoding_reading *r, struct str text, size_t offset)
{
	diag_error(r->diag, place_in(r->path, text, offset), "nul-byte", "a NUL byte: this is no text", "hay un byte NUL: esto no es texto");
	return advise_saving(r);
}

bool encoding_fault_utf8(const struct encoding_reading *r, size_t wrong, const char *other)
{
	unsigned char byte = (unsigned char)r->bytes.at[wrong];
	char to[4];
	struct str letter = encoding_letter(byte, to);

	if (*other)
		diag_error(r->diag, place_at(r, wrong), "not-utf-8", "the byte 0x%02X is not UTF-8; the file may be %s",
			"el byte 0x%02X no es UTF-8; el archivo puede ser %s", byte, other);
	else if (letter.len)
		diag_error(r->diag, place_at(r, wrong), "not-utf-8", "the byte 0x%02X is not UTF-8; in Windows-1252 it would be '%.*s'",
			"el byte 0x%02X no es UTF-8; en Windows-1252 sería '%.*s'", byte, STR_ARG(letter));
	else
		diag_error(r->diag, place_at(r, wrong), "not-utf-8", "the byte 0x%02X is not UTF-8", "el byte 0x%02X no es UTF-8", byte);
	if (*other || letter.len)
		diag_advice(r->diag, "save the file as \"CSV UTF-8\", or declare in the descriptor: encoding: %s",
			"guarde el archivo como \"CSV UTF-8\", o declare en el descriptor: encoding: %s", *other ? other : "windows-1252");
	else
		diag_advice(r->diag, "save the file as \"CSV UTF-8\"", "guarde el archivo como \"CSV UTF-8\"");
	return false;
}

/* The encoding of which there is less is the one at fault. */
bool encoding_fault_mixed(const struct encoding_reading *r, const struct encoding_census *census)
{
	bool mostly_utf8 = census->good >= census->bad;
	size_t at = mostly_utf8 ? census->first_bad : census->first_good, next = at;
	unsigned char byte = (unsigned char)r->bytes.at[at];
	char to[4];
	struct str letter;

	letter = encoding_letter(byte, to);
	if (mostly_utf8 && letter.len == 0) {
		diag_error(r->diag, place_at(r, at), "mixed-encodings", "the file is UTF-8 up to here, and the byte 0x%02X is not",
			"el archivo es UTF-8 hasta aquí, y el byte 0x%02X no lo es", byte);
	} else if (mostly_utf8) {
		diag_error(r->diag, place_at(r, at), "mixed-encodings",
			"the file is UTF-8 up to here, and the byte 0x%02X is not; in Windows-1252 it would be '%.*s'",
			"el archivo es UTF-8 hasta aquí, y el byte 0x%02X no lo es; en Windows-1252 sería '%.*s'", byte, STR_ARG(letter));
	} else {
		utf8_next(r->bytes, &next);
		letter = str_part(r->bytes, at, next - at);
		diag_error(r->diag, place_at(r, at), "mixed-encodings",
			"the file is Windows-1252 up to here, and the bytes from 0x%02X on are UTF-8: '%.*s'",
			"el archivo es Windows-1252 hasta aquí, y los bytes desde 0x%02X son UTF-8: '%.*s'", byte, STR_ARG(letter));
	}
	diag_advice(r->diag, "parts of two files were joined; open each with its own encoding and save all as \"CSV UTF-8\"",
		"se juntaron partes de dos archivos; abra cada una con su codificación y guarde todo como \"CSV UTF-8\"");
	return false;
}

bool encoding_fault_other(const struct encoding_reading *r, struct str declared, const char *found, size_t offset)
{
	diag_error(r->diag, place_at(r, offset), "encoding-mismatch", "this file is %s, not %.*s", "este archivo es %s, no %.*s", found,
		STR_ARG(declared));
	diag_advice(r->diag, "declare in the descriptor: encoding: %s", "declare en el descriptor: encoding: %s", found);
	return false;
}

bool encoding_fault_byte(const struct encoding_reading *r, struct str name, struct str text, struct str wrong)
{
	unsigned char byte = wrong.len ? (unsigned char)wrong.at[0] : 0;
	char to[4];
	struct str letter = encoding_letter(byte, to);

	diag_error(r->diag, place_in(r->path, text, text.len), "encoding-byte", "the byte 0x%02X is no character of %.*s",
		"el byte 0x%02X no es un carácter de %.*s", byte, STR_ARG(name));
	if (byte >= 0x80 && byte < 0xA0 && letter.len)
		diag_advice(r->diag, "in Windows-1252 it is '%.*s'; declare in the descriptor: encoding: windows-1252",
			"en Windows-1252 es '%.*s'; declare en el descriptor: encoding: windows-1252", STR_ARG(letter));
	else
		diag_advice(r->diag, "save the file as \"CSV UTF-8\"", "guarde el archivo como \"CSV UTF-8\"");
	return false;
}

/* The first different characters beyond ASCII, one after the other: what the guess made of the bytes. */
static struct str letters_of(const struct encoding_reading *r, size_t *count, size_t *first, char to[static LETTERS_SHOWN * 4])
{
	struct str letters = str_from(to, 0);
	bool seen[256] = { false };

	*count = 0;
	for (size_t i = 0; i < r->bytes.len; i++) {
		unsigned char byte = (unsigned char)r->bytes.at[i];
		char letter[4];
		struct str piece;

		if (byte < 0x80 || (*count)++ >= SIZE_MAX - 1)
			continue;
		if (*count == 1)
			*first = i;
		if (seen[byte] || letters.len > (LETTERS_SHOWN - 1) * 3)
			continue;
		seen[byte] = true;
		piece = encoding_letter(byte, letter);
		memcpy(to + letters.len, piece.at, piece.len);
		letters.len += piece.len;
	}
	return letters;
}

static void tell_letters(const struct encoding_reading *r, const char *name)
{
	char to[LETTERS_SHOWN * 4];
	size_t count, first = 0;
	struct str letters = letters_of(r, &count, &first, to);

	if (strcmp(name, "ISO-8859-15") == 0)
		letters = STR("€");
	diag_warning(r->diag, place_at(r, first), "encoding-guessed",
		"this file is not UTF-8; it was read as %s, which makes '%.*s' of its %zu bytes that are not ASCII",
		"este archivo no es UTF-8; se leyó como %s, que hace '%.*s' de sus %zu bytes que no son ASCII", name, STR_ARG(letters), count);
}

void encoding_tell_guess(const struct encoding_reading *r, const char *name, size_t mark)
{
	if (mark)
		diag_warning(r->diag, place_of(r->path), "encoding-guessed", "this file is not UTF-8; it was read as %s, whose mark it begins with",
			"este archivo no es UTF-8; se leyó como %s, con cuya marca comienza", name);
	else if (strncmp(name, "UTF-16", 6) == 0)
		diag_warning(r->diag, place_of(r->path), "encoding-guessed",
			"this file is not UTF-8; it was read as %s, since it has a NUL byte beside every letter",
			"este archivo no es UTF-8; se leyó como %s, pues tiene un byte NUL junto a cada letra", name);
	else
		tell_letters(r, name);
	diag_advice(r->diag, "declare in the descriptor: encoding: %s; or save the file as \"CSV UTF-8\"",
		"declare en el descriptor: encoding: %s; o guarde el archivo como \"CSV UTF-8\"", name);
}
