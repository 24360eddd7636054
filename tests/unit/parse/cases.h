/* unit/parse/cases.h - text tables of cases: what goes into a parser, what comes out, what is said.
 *
 *     ### name of the case
 *     with OPTIONS         how the parser is called; each table says which there are
 *     |input               a line of input; as many as needed
 *     >output              a line of output, in the form the table tells
 *     !message             LINE:COLUMN: text [rule] > advice; `warning: ` stands before the text of a warning
 *     ?message             the same in Spanish: text > advice. Left out, it is not looked at
 *
 * A control character is written as its picture (U+2400 and on: ␍ is CR, ␉ TAB, ␀ NUL), a byte that is no character as ⟨E1⟩. A line
 * of input ends with LF, unless ␄ ends it. Lines that begin with # and one blank are for readers. With ACCEPT=1 in the environment the
 * table is written anew from what comes out now: read its diff. */
#ifndef UNIT_PARSE_CASES_H
#define UNIT_PARSE_CASES_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

enum { CASES_MOST = 500, CASE_SECONDS = 30 };

struct one_case {
	char *name;
	struct str options;
	struct buf head;               /* the lines before the outcome, as written */
	struct buf input;
	struct buf output, said, dicho; /* wanted: each line with its mark and a line end */
};

/* Given by the test: reads the input and adds lines of output, without marks. */
static void case_parse(const struct one_case *one, struct arena *arena, struct buf *out, struct diag *diag);

/* A word of the options, "skip_space", or what follows it, "delimiter=;" for "delimiter=". */
static inline bool case_option(const struct one_case *one, const char *word, struct str *value)
{
	struct str rest = one->options, piece;

	while (str_next(&rest, ' ', &piece)) {
		if (!str_starts(piece, str_of(word)))
			continue;
		if (value)
			*value = str_after(piece, strlen(word));
		return true;
	}
	return false;
}

static inline int case_hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : 0;
}

/* A line of the table as the bytes it stands for. */
static inline void case_decode(struct str line, struct buf *out)
{
	for (size_t i = 0; i < line.len;) {
		size_t from = i;
		uint32_t code = utf8_next(line, &i);

		if (code == 0x2404)
			return;
		if (code >= 0x2400 && code < 0x2420) {
			buf_byte(out, (char)(code - 0x2400));
		} else if (code == 0x27E8 && str_starts(str_after(line, i + 2), STR("⟩"))) {
			buf_byte(out, (char)(case_hex(line.at[i]) * 16 + case_hex(line.at[i + 1])));
			i += 2 + 3;
		} else {
			buf_add(out, str_part(line, from, i - from));
		}
	}
	buf_byte(out, '\n');
}

/* Adds text in the form of the table; a line end becomes a picture too. */
static inline void case_encode(struct str text, struct buf *out)
{
	for (size_t i = 0; i < text.len;) {
		size_t from = i;
		uint32_t code = utf8_next(text, &i);
		char picture[4];

		if (code < 0x20)
			buf_add(out, str_from(picture, utf8_put(0x2400 + code, picture)));
		else
			buf_add(out, str_part(text, from, i - from));
	}
}

static inline void case_messages(struct diag *diag, char mark, struct buf *out)
{
	size_t count;
	const struct diag_message *const *messages = diag_messages(diag, &count);

	for (size_t i = 0; i < count; i++) {
		const struct diag_message *m = messages[i];

		buf_byte(out, mark);
		if (mark == '!')
			buf_printf(out, "%u:%u: %s", m->at.line, m->at.column, m->level == DIAG_WARNING ? "warning: " : "");
		case_encode(m->text, out);
		if (mark == '!')
			buf_printf(out, " [%s]", m->rule);
		if (m->advice.len) {
			buf_add(out, STR(" > "));
			case_encode(m->advice, out);
		}
		buf_byte(out, '\n');
	}
}

/* What comes of a case: marked lines of output, and of messages with `mark`. */
static inline void case_outcome(const struct one_case *one, enum lang lang, char mark, struct buf *output, struct buf *said)
{
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(lang);
	struct buf lines = { 0 };
	struct str rest, line;

	case_parse(one, arena, &lines, diag);
	rest = buf_str(&lines);
	rest.len -= str_ends(rest, STR("\n"));
	while (rest.len && str_next(&rest, '\n', &line)) {
		buf_byte(output, '>');
		case_encode(line, output);
		buf_byte(output, '\n');
	}
	case_messages(diag, mark, said);
	buf_clear(&lines);
	diag_free(diag);
	arena_free(arena);
}

static inline bool case_same(const struct one_case *one, const struct buf *got, const struct buf *want)
{
	bool same = str_equal(buf_str(got), buf_str(want));

	if (!same)
		print_error("%s\n--- wanted\n%.*s--- got\n%.*s", one->name, STR_ARG(buf_str(want)), STR_ARG(buf_str(got)));
	return same;
}

static inline void case_run(void **state)
{
	const struct one_case *one = *state;
	struct buf output = { 0 }, said = { 0 }, ignored = { 0 }, dicho = { 0 };
	bool good;

	alarm(CASE_SECONDS);
	case_outcome(one, LANG_EN, '!', &output, &said);
	case_outcome(one, LANG_ES, '?', &ignored, &dicho);
	alarm(0);
	good = case_same(one, &output, &one->output);
	good = case_same(one, &said, &one->said) && good;
	good = (one->dicho.len == 0 || case_same(one, &dicho, &one->dicho)) && good;
	buf_clear(&output);
	buf_clear(&said);
	buf_clear(&ignored);
	buf_clear(&dicho);
	assert_true(good);
}

static inline void case_line(struct one_case *one, struct str line)
{
	struct buf *to = NULL;

	switch (line.len ? line.at[0] : ' ') {
	case '|': case_decode(str_after(line, 1), &one->input); break;
	case '>': to = &one->output; break;
	case '!': to = &one->said; break;
	case '?': to = &one->dicho; break;
	default:
		if (str_starts(line, STR("with ")))
			one->options = str_after(line, 5);
		break;
	}
	if (line.len == 0)
		return;
	to = to ? to : &one->head;
	buf_add(to, line);
	buf_byte(to, '\n');
}

static inline void cases_read_file(const char *path, struct buf *text)
{
	FILE *file = fopen(path, "rb");
	size_t got;

	if (!file) {
		perror(path);
		exit(1);
	}
	while ((got = fread(buf_reserve(text, 4096), 1, 4096, file)) > 0)
		text->len += got;
	fclose(file);
}

/* Cuts the table into cases; `head` is what stands before the first. */
static inline size_t cases_cut(struct str text, struct one_case *cases, struct buf *head)
{
	size_t count = 0;
	struct str line;

	while (str_next(&text, '\n', &line)) {
		if (str_starts(line, STR("### ")) && count < CASES_MOST) {
			struct str name = str_after(line, 4);

			cases[count].name = memory_resize(NULL, name.len + 1);
			memcpy(cases[count].name, name.at, name.len);
			cases[count++].name[name.len] = '\0';
		} else if (count) {
			case_line(&cases[count - 1], line);
		} else {
			buf_add(head, line);
			buf_byte(head, '\n');
		}
	}
	return count;
}

static inline void cases_accept(const char *path, const struct one_case *cases, size_t count, const struct buf *head)
{
	struct buf out = { 0 };
	FILE *file;

	buf_add(&out, buf_str(head));
	for (size_t i = 0; i < count; i++) {
		struct buf ignored = { 0 }, unasked = { 0 };

		buf_printf(&out, "%s### %s\n%.*s", i ? "\n" : "", cases[i].name, STR_ARG(buf_str(&cases[i].head)));
		case_outcome(&cases[i], LANG_EN, '!', &out, &unasked);
		buf_add(&out, buf_str(&unasked));
		unasked.len = 0;
		if (cases[i].dicho.len)
			case_outcome(&cases[i], LANG_ES, '?', &ignored, &out);
		buf_clear(&ignored);
		buf_clear(&unasked);
	}
	file = fopen(path, "wb");
	if (!file || fwrite(out.at, 1, out.len, file) != out.len || fclose(file) != 0) {
		perror(path);
		exit(1);
	}
	buf_clear(&out);
}

static inline void case_clear(struct one_case *one)
{
	memory_free(one->name);
	buf_clear(&one->head);
	buf_clear(&one->input);
	buf_clear(&one->output);
	buf_clear(&one->said);
	buf_clear(&one->dicho);
}

/* Runs the cases of a table; how many failed. */
static inline int cases_run(const char *path)
{
	static struct one_case cases[CASES_MOST];
	static struct CMUnitTest tests[CASES_MOST];
	struct buf text = { 0 }, head = { 0 };
	int failed;
	size_t count;

	cases_read_file(path, &text);
	count = cases_cut(buf_str(&text), cases, &head);
	if (getenv("ACCEPT"))
		cases_accept(path, cases, count, &head);
	for (size_t i = 0; i < count; i++)
		tests[i] = (struct CMUnitTest){ .name = cases[i].name, .test_func = case_run, .initial_state = &cases[i] };
	failed = _cmocka_run_group_tests(path, tests, count, NULL, NULL);
	for (size_t i = 0; i < count; i++)
		case_clear(&cases[i]);
	buf_clear(&text);
	buf_clear(&head);
	return failed + (count == 0);
}

#endif
