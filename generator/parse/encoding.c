/* Nearly all files are UTF-8, and are only looked at. Otherwise the name of the encoding is found – declared, by its mark, by where its NULs
 * stand, by its bytes – and the whole is converted at once; what could not be is told by how far the conversion came. */
#include "parse/encoding.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "parse/encoding_private.h"

#include <unicode/ucnv.h>

enum { PIVOT = 4096, NAME_MOST = 60, STEP = 1 << 16, WRONG_MOST = 8 };

#define MARK STR("\xEF\xBB\xBF")

/* One conversion. */
struct conversion {
	UConverter *from, *to;
	const char *source, *end;
	UChar pivot[PIVOT], *pivot_source, *pivot_target;
	struct buf out;
};

static UConverter *open_converter(struct str name)
{
	UErrorCode status = U_ZERO_ERROR;
	char text[NAME_MOST + 1];
	UConverter *converter;

	if (name.len == 0 || name.len > NAME_MOST || memchr(name.at, '\0', name.len))
		return NULL;
	memcpy(text, name.at, name.len);
	text[name.len] = '\0';
	converter = ucnv_open(text, &status);
	if (U_SUCCESS(status))
		ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
	if (U_SUCCESS(status))
		return converter;
	ucnv_close(converter);
	return NULL;
}

/* Encodings of several states (ISO-2022, UTF-7) are for mail, and hide line ends. */
static bool plain(UConverter *converter)
{
	switch (ucnv_getType(converter)) {
	case UCNV_SBCS:
	case UCNV_MBCS:
	case UCNV_LATIN_1:
	case UCNV_UTF8:
	case UCNV_UTF16:
	case UCNV_UTF16_BigEndian:
	case UCNV_UTF16_LittleEndian:
	case UCNV_UTF32:
	case UCNV_UTF32_BigEndian:
	case UCNV_UTF32_LittleEndian:
	case UCNV_US_ASCII: return true;
	default: return false;
	}
}

bool encoding_known(struct str name, struct str *near)
{
	static const struct str usual[] = { { "utf-8", 5 }, { "utf-16", 6 }, { "utf-16le", 8 }, { "utf-16be", 8 }, { "windows-1252", 12 },
		{ "iso-8859-1", 10 }, { "iso-8859-15", 11 }, { "macintosh", 9 }, { "cp850", 5 } };
	UConverter *converter = open_converter(name);
	bool known = converter && plain(converter);

	ucnv_close(converter);
	*near = known ? STR("") : str_nearest(name, usual, sizeof usual / sizeof *usual);
	return known;
}

/* The bytes of the character that could not be converted. */
static struct str wrong_bytes(struct conversion *c, char to[static WRONG_MOST])
{
	UErrorCode status = U_ZERO_ERROR;
	int8_t len = WRONG_MOST;

	ucnv_getInvalidChars(c->from, to, &len, &status);
	return U_SUCCESS(status) ? str_from(to, (size_t)len) : STR("");
}

/* What was understood before a fault, and not written yet. */
static void write_rest(struct conversion *c)
{
	UErrorCode status = U_ZERO_ERROR;
	const UChar *source = c->pivot_source;
	char *target = buf_reserve(&c->out, STEP), *start = target;

	ucnv_fromUnicode(c->to, &target, c->out.at + c->out.capacity, &source, c->pivot_target, NULL, false, &status);
	c->out.len += (size_t)(target - start);
}

static UErrorCode convert_all(struct conversion *c)
{
	UErrorCode status = U_BUFFER_OVERFLOW_ERROR;
	bool first = true;

	c->pivot_source = c->pivot_target = c->pivot;
	while (status == U_BUFFER_OVERFLOW_ERROR) {
		char *target = buf_reserve(&c->out, STEP), *start = target;

		status = U_ZERO_ERROR;
		ucnv_convertEx(c->to, c->from, &target, c->out.at + c->out.capacity, &c->source, c->end, c->pivot, &c->pivot_source,
			&c->pivot_target, c->pivot + PIVOT, first, true, &status);
		c->out.len += (size_t)(target - start);
		first = false;
	}
	if (U_FAILURE(status))
		write_rest(c);
	return status;
}

/* The first control character U+0080 to U+009F of the text: no encoding has them for people to write. */
static size_t find_control(struct str text)
{
	size_t i = str_find(text, '\xC2', 0);

	while (i + 1 < text.len && (unsigned char)text.at[i + 1] >= 0xA0)
		i = str_find(text, '\xC2', i + 1);
	return i + 1 < text.len ? i : text.len;
}

static bool check_text(const struct encoding_reading *r, struct str name, struct str text)
{
	size_t nul = str_find(text, '\0', 0), control = find_control(text);
	char byte;

	if (nul < text.len)
		return encoding_fault_nul(r, text, nul);
	if (control == text.len)
		return true;
	byte = text.at[control + 1];
	return encoding_fault_byte(r, name, str_part(text, 0, control), str_from(&byte, 1));
}

static bool convert(const struct encoding_reading *r, struct str name, struct encoding_text *out)
{
	struct conversion c = { .from = open_converter(name), .to = open_converter(STR("UTF-8")), .source = r->bytes.at,
		.end = r->bytes.at + r->bytes.len };
	char wrong[WRONG_MOST];
	bool good = c.from && c.to;

	buf_reserve(&c.out, r->bytes.len + r->bytes.len / 16 + STEP);
	if (!good)
		diag_failure(r->diag, place_of(r->path), "csv", "the converter of '%.*s' can't start",
			"el convertidor de '%.*s' no puede iniciar", STR_ARG(name));
	else if (U_FAILURE(convert_all(&c)))
		good = encoding_fault_byte(r, name, buf_str(&c.out), wrong_bytes(&c, wrong));
	else
		good = check_text(r, name, buf_str(&c.out));
	ucnv_close(c.from);
	ucnv_close(c.to);
	*out = (struct encoding_text){ buf_str(&c.out), c.out.at };
	if (good)
		return true;
	buf_clear(&c.out);
	*out = (struct encoding_text){ 0 };
	return false;
}

/* One byte a character; NULL, and reported, when it is not that. `marked`: it begins as UTF-8. */
static const char *guess_bytes(const struct encoding_reading *r, bool marked)
{
	size_t nul = str_find(r->bytes, '\0', 0);
	struct encoding_census census;
	const char *other = "", *name;

	if (nul < r->bytes.len) {
		encoding_fault_nul(r, r->bytes, nul);
		return NULL;
	}
	census = encoding_count(r->bytes);
	name = census.good || marked ? NULL : encoding_of_bytes(r->bytes, &other);
	if (census.good)
		encoding_fault_mixed(r, &census);
	else if (!name)
		encoding_fault_utf8(r, census.first_bad, other);
	return name;
}

/* What can be read though nobody said so. */
static bool read_undeclared(const struct encoding_reading *r, struct encoding_text *out)
{
	const char *name;
	size_t mark;

	name = encoding_of_mark(r->bytes, &mark);
	if (!name)
		name = encoding_of_nuls(r->bytes);
	if (!name || strcmp(name, "UTF-8") == 0)
		name = guess_bytes(r, mark > 0);
	if (!name || !convert(r, str_of(name), out))
		return false;
	encoding_tell_guess(r, name, mark);
	return true;
}

/* One of the names that `converter` goes by is `name`. */
static bool is_named(UConverter *converter, const char *name)
{
	UErrorCode status = U_ZERO_ERROR;
	const char *own = ucnv_getName(converter, &status);

	return U_SUCCESS(status) && ucnv_compareNames(own, name) == 0;
}

static bool of_one_byte(UConverter *converter)
{
	return ucnv_getMaxCharSize(converter) == 1;
}

/* Bytes that are not what the descriptor says: they begin with the mark of another encoding, or hold letters of UTF-8. */
static bool fits(const struct encoding_reading *r, UConverter *converter, struct str declared)
{
	size_t mark;
	const char *found = encoding_of_mark(r->bytes, &mark);
	struct encoding_census census = { 0 };

	if (found && of_one_byte(converter))
		return encoding_fault_other(r, declared, found, 0);
	if (!of_one_byte(converter) || is_named(converter, "UTF-8"))
		return true;
	census = encoding_count(r->bytes);
	if (census.good && census.bad)
		return encoding_fault_mixed(r, &census);
	return census.good == 0 || encoding_fault_other(r, declared, "UTF-8", census.first_good);
}

/* "UTF-16" alone leaves the order of bytes to the mark, and without one to where NULs stand. */
static struct str name_of(const struct encoding_reading *r, UConverter *converter, struct str declared)
{
	const char *order = NULL;
	size_t mark;

	if (is_named(converter, "UTF-16") && !encoding_of_mark(r->bytes, &mark))
		order = encoding_of_nuls(r->bytes);
	return order ? str_of(order) : declared;
}

static bool read_declared(const struct encoding_reading *r, UConverter *converter, struct str declared, struct encoding_text *out)
{
	return fits(r, converter, declared) && convert(r, name_of(r, converter, declared), out);
}

static bool is_utf8(struct str bytes)
{
	return utf8_check(bytes) == bytes.len && str_find(bytes, '\0', 0) == bytes.len;
}

bool encoding_check(struct str bytes, struct str path, struct diag *diag)
{
	const struct encoding_reading r = { bytes, path, diag };
	size_t wrong = utf8_check(bytes), nul = str_find(bytes, '\0', 0), mark;
	const char *other = "";

	if (encoding_fault_kind(&r))
		return false;
	if (wrong == bytes.len && nul == bytes.len)
		return true;
	if (encoding_of_mark(bytes, &mark))
		return encoding_fault_other(&r, STR("UTF-8"), encoding_of_mark(bytes, &mark), 0);
	if (nul < wrong)
		return encoding_fault_nul(&r, bytes, nul);
	encoding_of_bytes(bytes, &other);
	return encoding_fault_utf8(&r, wrong, other);
}

bool encoding_read(struct str bytes, struct str path, struct str declared, struct encoding_text *out, struct diag *diag)
{
	const struct encoding_reading r = { bytes, path, diag };
	UConverter *converter;
	bool good;

	*out = (struct encoding_text){ .text = bytes };
	if (encoding_fault_kind(&r))
		return false;
	if (declared.len == 0)
		return is_utf8(bytes) || read_undeclared(&r, out);
	converter = open_converter(declared);
	if (!converter || is_named(converter, "UTF-8") || is_named(converter, "US-ASCII"))
		good = encoding_check(bytes, path, diag);
	else
		good = read_declared(&r, converter, declared, out);
	ucnv_close(converter);
	return good;
}
