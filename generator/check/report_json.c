/* One object; a message a line, so that `grep` and `diff` are of use. */
#include "check/report_private.h"

#include "base/arena.h"
#include "base/buf.h"
#include "check/rules.h"

static void add_lines(struct buf *out, const char *name, struct str lines)
{
	struct str line;
	bool first = true;

	if (lines.len == 0)
		return;
	buf_printf(out, ", \"%s\": [", name);
	for (; str_next(&lines, '\n', &line); first = false) {
		if (!first)
			buf_printf(out, ", ");
		report_text(out, line);
	}
	buf_byte(out, ']');
}

static void add_place(struct buf *out, const struct place *at)
{
	report_member(out, "path", at->path);
	if (at->line)
		buf_printf(out, ", \"line\": %u", at->line);
	if (at->line && at->column)
		buf_printf(out, ", \"column\": %u, \"width\": %u", at->column, at->width ? at->width : 1);
	report_member(out, "field", at->field);
}

static void add_message(struct buf *out, const struct diag_message *m)
{
	buf_printf(out, "    { \"level\": \"%s\"", diag_level_name(m->level, LANG_EN));
	report_member(out, "rule", str_of(m->rule));
	add_place(out, &m->at);
	report_member(out, "message", m->text);
	report_member(out, "advice", m->advice);
	add_lines(out, "context", m->context);
	report_member(out, "making", m->making);
	buf_printf(out, ", \"count\": %llu }", (unsigned long long)m->count);
}

/* Returns how many faults the messages written stand for. */
static uint64_t add_messages(struct buf *out, struct diag *diag, size_t most)
{
	size_t count;
	struct diag_fold *folds = diag_folds(diag, &count);
	uint64_t told = 0;
	bool first = true;

	count = diag_folds_worst(folds, count, most);
	for (size_t i = 0; i < count; i++) {
		for (size_t o = 0; o <= folds[i].other_count; o++, first = false) {
			const struct diag_message *m = o ? folds[i].others[o - 1] : folds[i].first;

			buf_printf(out, first ? "\n" : ",\n");
			add_message(out, m);
			told += m->count;
		}
	}
	return told;
}

static void add_rules(struct buf *out, struct diag *diag)
{
	size_t count;
	struct report_rule *rules = report_rules(diag, &count);

	for (size_t i = 0; i < count; i++) {
		const struct rule *rule = rule_find(str_of(rules[i].name));

		buf_printf(out, "%s    { \"level\": \"%s\"", i ? ",\n" : "\n", diag_level_name(rules[i].level, LANG_EN));
		report_member(out, "rule", str_of(rules[i].name));
		if (rule)
			report_member(out, "title", str_of(rule->title[diag_lang(diag)]));
		buf_printf(out, ", \"count\": %llu }", (unsigned long long)rules[i].count);
	}
	memory_free(rules);
}

static void add_counts(struct buf *out, const uint64_t counts[DIAG_FAILURE + 1])
{
	static const char *const names[] = { "", "notes", "warnings", "errors", "failures" }; /* by level */

	for (int level = DIAG_FAILURE; level > DIAG_NONE; level--)
		buf_printf(out, "%s\"%s\": %llu", level == DIAG_FAILURE ? "" : ", ", names[level], (unsigned long long)counts[level]);
}

static void add_files(struct buf *out, struct diag *diag)
{
	size_t count;
	struct report_file *files = report_files(diag, &count);

	for (size_t i = 0; i < count; i++) {
		buf_printf(out, "%s    { ", i ? ",\n" : "\n");
		add_counts(out, files[i].counts);
		report_member(out, "path", files[i].path);
		buf_printf(out, " }");
	}
	memory_free(files);
}

void report_json(struct buf *out, struct diag *diag, const struct report_facts *facts)
{
	uint64_t counts[DIAG_FAILURE + 1], all = 0, told;

	for (int level = DIAG_NONE; level <= DIAG_FAILURE; level++)
		all += counts[level] = diag_count(diag, (enum diag_level)level);
	buf_printf(out, "{\n  \"vitrina\": ");
	report_text(out, facts->version);
	report_member(out, "revision", facts->revision);
	buf_printf(out, ", \"lang\": \"%s\",\n  ", diag_lang(diag) == LANG_ES ? "es" : "en");
	add_counts(out, counts);
	buf_printf(out, ",\n  \"messages\": [");
	told = add_messages(out, diag, facts->most);
	buf_printf(out, "\n  ],\n  \"not_shown\": %llu,\n  \"rules\": [", (unsigned long long)(all - told));
	add_rules(out, diag);
	buf_printf(out, "\n  ],\n  \"files\": [");
	add_files(out, diag);
	buf_printf(out, "\n  ]\n}\n");
}
