/* Workflow commands of GitHub Actions: `::error file=…,line=…::message`, one a line, which GitHub shows beside the lines of a
 * change. It shows few of them for each step, so what is folded stays folded. */
#include "check/report_private.h"

#include "base/buf.h"
#include "base/utf8.h"

/* `%`, CR and LF would end the command or be taken for an escape; in a property so would `:` and `,`. */
static void add_escaped(struct buf *out, struct str text, const char *marks)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c && strchr(marks, c))
			buf_printf(out, "%%%02X", (unsigned char)c);
		else
			buf_byte(out, c);
	}
}

static void add_data(struct buf *out, struct str text) { add_escaped(out, text, "%\r\n"); }
static void add_property(struct buf *out, struct str text) { add_escaped(out, text, "%\r\n:,"); }

static void add_annotation(struct buf *out, const struct diag_fold *fold, bool es)
{
	const struct diag_message *m = fold->first;
	uint64_t more = m->count - 1 + fold->other_count;

	buf_printf(out, "::%s ", m->level == DIAG_NOTE ? "notice" : m->level == DIAG_WARNING ? "warning" : "error");
	if (m->at.path.len) {
		buf_printf(out, "file=");
		add_property(out, m->at.path);
		if (m->at.line)
			buf_printf(out, ",line=%u", m->at.line);
		if (m->at.line && m->at.column)
			buf_printf(out, ",col=%u,endColumn=%u", m->at.column, m->at.column + (m->at.width ? m->at.width : 1));
		buf_byte(out, ',');
	}
	buf_printf(out, "title=%s::", m->rule);
	if (m->at.field.len) {
		add_data(out, m->at.field);
		buf_printf(out, ": ");
	}
	add_data(out, m->text);
	if (m->advice.len) {
		buf_printf(out, "%%0A");
		add_data(out, m->advice);
	}
	if (more)
		buf_printf(out, es ? "%%0A%llu más igual" : "%%0A%llu more the same way", (unsigned long long)more);
	buf_byte(out, '\n');
}

void report_github(struct buf *out, struct diag *diag, const struct report_facts *facts)
{
	size_t count;
	struct diag_fold *folds = diag_folds(diag, &count);

	count = diag_folds_worst(folds, count, facts->most);
	for (size_t i = 0; i < count; i++)
		add_annotation(out, &folds[i], diag_lang(diag) == LANG_ES);
}
