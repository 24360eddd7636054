/* unit/model/cases.h - text tables of tests/cases: one case a line, its parts separated by ` | `; lines that begin with # are comments. */
#ifndef UNIT_MODEL_CASES_H
#define UNIT_MODEL_CASES_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

/* Writes into `got` what comes of a case; `wanted` is for its last part. */
typedef void case_fn(struct str line, struct buf *got, struct str *wanted);

/* Cuts off the next part of a case. */
static inline struct str case_part(struct str *line)
{
	size_t bar = str_search(*line, STR(" |"), 0);
	struct str part = str_part(*line, 0, bar);

	*line = str_after(*line, bar + 2);
	if (line->len && line->at[0] == ' ')
		*line = str_after(*line, 1);
	return part;
}

/* All messages, in their order: `column rule: text > advice`, a warning's with `~` before it. */
static inline void case_messages(struct diag *diag, struct buf *got)
{
	size_t count;
	const struct diag_message *const *messages = diag_messages(diag, &count);

	for (size_t i = 0; i < count; i++) {
		buf_printf(got, "%s%s%u %s: %.*s", i ? " ; " : "", messages[i]->level == DIAG_WARNING ? "~"
			: "!", messages[i]->at.column, messages[i]->rule, STR_ARG(messages[i]->text));
		if (messages[i]->advice.len)
			buf_printf(got, " > %.*s", STR_ARG(messages[i]->advice));
	}
}

/* Runs every case of a file; returns how many there are. Fails when one comes to something else than is wanted. */
static inline unsigned cases_run(const char *path, case_fn *run)
{
	FILE *file = fopen(path, "r");
	char line[4096];
	unsigned number = 0, failed = 0, ran = 0;

	assert_non_null(file);
	while (fgets(line, sizeof line, file)) {
		struct str text = str_of(line), wanted = STR("");
		struct buf got = { 0 };

		if (str_ends(text, STR("\n")))
			text.len--;
		number++;
		if (text.len == 0 || text.at[0] == '#')
			continue;
		ran++;
		run(text, &got, &wanted);
		if (!str_equal(buf_str(&got), wanted)) {
			failed++;
			print_message("%s:%u:\n  wanted %.*s\n  got    %.*s\n", path, number, STR_ARG(wanted),
				STR_ARG(buf_str(&got)));
		}
		buf_clear(&got);
	}
	fclose(file);
	assert_int_equal(failed, 0);
	return ran;
}

#endif
