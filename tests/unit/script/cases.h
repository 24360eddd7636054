/* unit/script/cases.h - runs a text table of cases (tests/cases/world.txt tells its form) in worlds that the test opens. */
#ifndef UNIT_SCRIPT_CASES_H
#define UNIT_SCRIPT_CASES_H

#include "script/world.h"

#include "base/arena.h"
#include "base/buf.h"

#include <lauxlib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

enum { CASES_MOST = 400, CASE_SECONDS = 60 };

struct one_case {
	char *name, *code, *want; /* into the file's text */
	char *spanish;            /* or NULL */
};

/* A new world for a case; given by the test. */
static struct world *open_world(struct diag *diag);

/* What the code comes to: "= value" or "line: text [rule]". */
static inline void case_outcome(const struct one_case *one, enum lang lang, struct buf *out)
{
	struct diag *diag = diag_new(lang);
	struct world *world = open_world(diag);
	const struct diag_message *const *messages;
	size_t count;

	lua_pushnil(world->L);
	if (world_load(world, str_of(one->code), STR("case")) && world_call(world, 0, 1)) {
		struct str s;

		s.at = luaL_tolstring(world->L, -1, &s.len);
		buf_add(out, s);
		lua_pop(world->L, 2);
	}
	assert_int_equal(lua_gettop(world->L), 0);
	messages = diag_messages(diag, &count);
	for (size_t i = 0; i < count; i++)
		if (messages[i]->level >= DIAG_ERROR)
			buf_printf(out, "%u: %.*s [%s]", messages[i]->at.line, STR_ARG(messages[i]->text), messages[i]->rule);
	buf_byte(out, '\0');
	world_free(world);
	diag_free(diag);
}

/* `…` in what is wanted stands for anything. */
static inline bool case_fits(const char *got, const char *want)
{
	const char *gap = strstr(want, "x… ");
	size_t tail;

	if (!gap)
		return strcmp(got, want) == 0;
	tail = strlen(gap + strlen("x…"));
	return strncmp(got, want, (size_t)(gap - want)) == 0 && strlen(got) > tail && strlen(got) < 5000 &&
		strcmp(got + strlen(got) - tail, gap + strlen("x…")) == 0;
}

static inline void case_check(const struct one_case *one, enum lang lang, const char *want)
{
	struct buf got = { 0 };

	case_outcome(one, lang, &got);
	if (!case_fits(got.at, want))
		print_error("%s\n  want %s\n  got  %.500s\n", one->name, want, got.at);
	assert_true(case_fits(got.at, want));
	buf_clear(&got);
}

static inline void case_run(void **state)
{
	const struct one_case *one = *state;

	alarm(CASE_SECONDS);
	case_check(one, LANG_EN, one->want);
	if (one->spanish)
		case_check(one, LANG_ES, one->spanish);
	alarm(0);
}

static inline char *case_read_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct buf text = { 0 };
	size_t got;

	if (!file) {
		perror(path);
		exit(1);
	}
	while ((got = fread(buf_reserve(&text, 4096), 1, 4096, file)) > 0)
		text.len += got;
	fclose(file);
	buf_byte(&text, '\0');
	return text.at;
}

/* Cuts the text into cases, in place. */
static inline size_t cases_cut(char *text, struct one_case *cases)
{
	size_t count = 0;

	for (char *at = strstr(text, "### "); at && count < CASES_MOST;) {
		struct one_case *one = &cases[count++];
		char *next = strstr(at + 1, "\n### "), *result, *spanish;

		if (next)
			*next++ = '\0';
		one->name = at + 4;
		one->code = strchr(at, '\n');
		*one->code++ = '\0';
		result = strstr(one->code, "\n=> ");
		if (!result)
			result = strstr(one->code, "\n!> ");
		if (!result) {
			fprintf(stderr, "case without a result: %s\n", one->name);
			exit(1);
		}
		result[0] = '\0';
		one->want = result + 4;
		spanish = strstr(one->want, "\n?> ");
		if (strchr(one->want, '\n'))
			*strchr(one->want, '\n') = '\0';
		if (spanish) {
			one->spanish = spanish + 4;
			if (strchr(one->spanish, '\n'))
				*strchr(one->spanish, '\n') = '\0';
		}
		at = next;
	}
	return count;
}

/* Runs the cases of a file; how many failed. */
static inline int cases_run(const char *path)
{
	static struct one_case cases[CASES_MOST];
	static struct CMUnitTest tests[CASES_MOST];
	char *text = case_read_file(path);
	size_t count = cases_cut(text, cases);
	int failed;

	for (size_t i = 0; i < count; i++)
		tests[i] = (struct CMUnitTest){ .name = cases[i].name, .test_func = case_run, .initial_state = &cases[i] };
	failed = _cmocka_run_group_tests(path, tests, count, NULL, NULL);
	memory_free(text);
	return failed;
}

#endif
