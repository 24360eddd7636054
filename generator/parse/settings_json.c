/* JSON is YAML but for two things. A character beyond U+FFFF is written as two escapes, its UTF-16 surrogates (RFC 8259, 7); they become
 * one escape, and where that was is remembered, so that columns after it still count the characters of the file. And white space
 * around the whole may be tabs. */
#include "parse/settings_private.h"

#include "base/buf.h"
#include "base/utf8.h"

enum { PAIR = 12, JOINED = 10 }; /* \uD83D\uDE00, \U0001F600 */

/* The value of an escape \uXXXX at `at`, or -1. */
static int escape_at(struct str s, size_t at)
{
	int value = 0;

	if (!str_equal(str_part(s, at, 2), STR("\\u")) || s.len < at + 6)
		return -1;
	for (size_t i = at + 2; i < at + 6; i++) {
		char c = s.at[i], low = (char)(c | 32);

		if (c >= '0' && c <= '9')
			value = value * 16 + c - '0';
		else if (low >= 'a' && low <= 'f')
			value = value * 16 + low - 'a' + 10;
		else
			return -1;
	}
	return value;
}

static void remember(struct settings_reading *r, size_t line, size_t column)
{
	const struct settings_joint *last = r->joint_count ? &r->joints[r->joint_count - 1] : NULL;
	size_t before = last && last->line == line ? last->before + 1 : 1;

	arena_grow(r->arena, r->joints, r->joint_count, r->joint_capacity);
	r->joints[r->joint_count++] = (struct settings_joint){ line, column, before };
}

/* Where the writing of the new text has come to. */
struct pen {
	struct buf out;
	size_t from;         /* the first byte not yet written */
	size_t line, column; /* in the new text */
};

/* Writes the text up to `to`, counting lines and characters. */
static void copy_to(struct pen *pen, struct str text, size_t to)
{
	struct str piece = str_part(text, pen->from, to - pen->from);
	struct place moved = place_in(STR(""), piece, piece.len);

	pen->column = moved.line > 1 ? moved.column - 1 : pen->column + moved.column - 1;
	pen->line += moved.line - 1;
	buf_add(&pen->out, piece);
	pen->from = to;
}

static struct str join_surrogates(struct settings_reading *r)
{
	struct pen pen = { .from = 0 };
	struct str joined;

	for (size_t at = str_find(r->text, '\\', 0); at < r->text.len;) {
		int high = escape_at(r->text, at), low = escape_at(r->text, at + 6);

		if (high >= 0xD800 && high < 0xDC00 && low >= 0xDC00 && low < 0xE000) {
			copy_to(&pen, r->text, at);
			buf_printf(&pen.out, "\\U%08X",
				0x10000u + ((unsigned)(high - 0xD800) << 10) + (unsigned)(low - 0xDC00));
			pen.column += JOINED;
			remember(r, pen.line, pen.column);
			pen.from = at += PAIR;
		} else {
			at += 2; /* a backslash and what it escapes, which may be a backslash */
		}
		at = str_find(r->text, '\\', at);
	}
	if (r->joint_count == 0)
		return r->text;
	buf_add(&pen.out, str_after(r->text, pen.from));
	joined = arena_copy(r->arena, buf_str(&pen.out));
	buf_clear(&pen.out);
	return joined;
}

static bool white(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct str settings_from_json(struct settings_reading *r)
{
	struct str text = join_surrogates(r), spaces;
	size_t begin = 0;

	while (text.len && white(text.at[text.len - 1]))
		text.len--;
	while (begin < text.len && white(text.at[begin]))
		begin++;
	if (str_find(text, '\t', 0) >= begin)
		return text;
	spaces = arena_copy(r->arena, text);
	for (size_t i = 0; i < begin; i++)
		if (text.at[i] == '\t')
			((char *)spaces.at)[i] = ' ';
	return spaces;
}
