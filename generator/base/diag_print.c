/* The one form of a message on a terminal, in a pipe, and in the golden files of the tests. */
#include "base/diag.h"

#include "base/utf8.h"

static const char *const level_names[][2] = {
	[DIAG_NONE] = { "", "" },
	[DIAG_NOTE] = { "note", "nota" },
	[DIAG_WARNING] = { "warning", "aviso" },
	[DIAG_ERROR] = { "error", "error" },
	[DIAG_FAILURE] = { "failure", "fallo" },
};

const char *diag_level_name(enum diag_level level, enum lang lang)
{
	return level_names[level][lang];
}

static const char *const level_colours[] = {
	[DIAG_NONE] = "", [DIAG_NOTE] = "\033[36m", [DIAG_WARNING] = "\033[33m", [DIAG_ERROR] = "\033[31m", [DIAG_FAILURE] = "\033[35m",
};

/* Control characters of the input never reach the terminal as such. */
static void print_clean(FILE *out, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c == '\t')
			fputc(' ', out);
		else if (c < 0x20 || c == 0x7F)
			fputs("\xEF\xBF\xBD", out);
		else
			fputc(c, out);
	}
}

static void print_place(FILE *out, const struct place *at)
{
	if (at->path.len == 0)
		return;
	print_clean(out, at->path);
	if (at->line)
		fprintf(out, ":%u", at->line);
	if (at->line && at->column)
		fprintf(out, ":%u", at->column);
	if (at->field.len)
		fprintf(out, " (%.*s)", STR_ARG(at->field));
	fputs(": ", out);
}

enum { LINE_BEFORE = 60, LINE_SHOWN = 120 }; /* characters of a long line to show, and before the caret */

/* Characters of the first `count` that stand on the one before them and take no room: accents written apart. */
static uint32_t without_room(struct str s, uint32_t count)
{
	size_t position = 0;
	uint32_t found = 0;

	for (uint32_t i = 0; i < count && position < s.len; i++) {
		uint32_t code = utf8_next(s, &position);

		if ((code >= 0x300 && code <= 0x36F) || code == 0x200B || code == 0xFEFF)
			found++;
	}
	return found;
}

static void print_line(FILE *out, const struct place *at, struct str line)
{
	uint32_t column = at->column ? at->column : 1;
	struct str shown = line;
	uint32_t skipped = 0;
	uint32_t width = at->width ? at->width : 1;

	if (column > LINE_BEFORE) {
		skipped = column - LINE_BEFORE;
		shown = str_after(line, utf8_prefix(line, skipped).len);
	}
	if (column - skipped + width > LINE_SHOWN)
		width = LINE_SHOWN - (column - skipped);
	fprintf(out, "%5u | %s", at->line, skipped ? "…" : "");
	print_clean(out, utf8_prefix(shown, LINE_SHOWN));
	fputc('\n', out);
	if (!at->column)
		return;
	fprintf(out, "      | %*s^", (int)(column - skipped - 1 - without_room(shown, column - skipped - 1)) + (skipped ? 1 : 0), "");
	for (uint32_t i = 1; i < width; i++)
		fputc('~', out);
	fputc('\n', out);
}

static void print_lines(FILE *out, struct str lines)
{
	struct str line;

	if (lines.len == 0)
		return;
	while (str_next(&lines, '\n', &line)) {
		fputs("   ", out);
		print_clean(out, line);
		fputc('\n', out);
	}
}

static void print_making(FILE *out, bool es, const struct diag_message *m)
{
	uint64_t more = m->count - 1;

	if (m->making.len == 0 && more == 0)
		return;
	fputs("   ", out);
	if (m->making.len) {
		fputs(es ? "al hacer " : "while making ", out);
		print_clean(out, m->making);
	}
	if (more)
		fprintf(out, es ? "%s%llu más igual%s" : "%s%llu more the same way%s", m->making.len ? "; " : "",
			(unsigned long long)more, es && more > 1 ? "es" : "");
	fputc('\n', out);
}

enum { PLACES_SHOWN = 8 };

/* The lines of the other places; one line may have several. */
static void print_others(FILE *out, bool es, const struct diag_fold *fold)
{
	uint32_t line = fold->first->at.line;
	size_t shown = 0, told = 0;

	for (size_t i = 0; i < fold->other_count && shown < PLACES_SHOWN; i++, told++) {
		if (fold->others[i]->at.line == line)
			continue;
		line = fold->others[i]->at.line;
		if (shown++ == 0)
			fputs(fold->others[fold->other_count - 1]->at.line == line ? (es ? "   también en la línea " : "   also in line ")
				: (es ? "   también en las líneas " : "   also in lines "), out);
		else
			fputs(", ", out);
		fprintf(out, "%u", line);
	}
	if (shown && told < fold->other_count)
		fprintf(out, es ? " y %zu más" : " and %zu more", fold->other_count - told);
	if (shown)
		fputc('\n', out);
}

static void print_message(FILE *out, bool es, bool colour, const struct diag_fold *fold, struct str line)
{
	const struct diag_message *m = fold->first;

	print_place(out, &m->at);
	fprintf(out, "%s%s:%s ", colour ? level_colours[m->level] : "", level_names[m->level][es], colour ? "\033[0m" : "");
	print_clean(out, m->text);
	fprintf(out, " [%s]\n", m->rule);
	if (line.len && m->at.line)
		print_line(out, &m->at, line);
	print_lines(out, m->context);
	print_making(out, es, m);
	print_others(out, es, fold);
	if (m->advice.len)
		print_lines(out, m->advice);
}

static uint64_t folded(const struct diag_fold *fold)
{
	uint64_t count = fold->first->count;

	for (size_t i = 0; i < fold->other_count; i++)
		count += fold->others[i]->count;
	return count;
}

void diag_print_view(struct diag *diag, FILE *out, const struct diag_view *view)
{
	bool es = diag_lang(diag) == LANG_ES;
	size_t count;
	struct diag_fold *folds = diag_folds(diag, &count);
	uint64_t told = 0, all = 0;

	count = diag_folds_worst(folds, count, view->most);
	for (size_t i = 0; i < count; i++) {
		const struct place *at = &folds[i].first->at;
		struct str line = view->line_of && at->line ? view->line_of(view->context, at->path, at->line) : STR("");

		print_message(out, es, view->colour, &folds[i], line);
		told += folded(&folds[i]);
	}
	for (int level = DIAG_NOTE; level <= DIAG_FAILURE; level++)
		all += diag_count(diag, (enum diag_level)level);
	if (all == told + 1)
		fputs(es ? "y un mensaje más, que no se muestra\n" : "and one more message, not shown\n", out);
	else if (all > told)
		fprintf(out, es ? "y %llu mensajes más, que no se muestran\n" : "and %llu more messages, not shown\n",
			(unsigned long long)(all - told));
}
