#include "check/report.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/utf8.h"
#include "check/report_private.h"
#include "check/rules.h"

#include <stdlib.h>

bool report_format_find(struct str name, enum report_format *format)
{
	static const char *const names[] = { [REPORT_TEXT] = "text", [REPORT_JSON] = "json", [REPORT_SARIF] = "sarif", [REPORT_GITHUB] = "github" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (str_equal(name, str_of(names[i]))) {
			*format = (enum report_format)i;
			return true;
		}
	}
	return false;
}

void report_write(struct buf *out, enum report_format format, struct diag *diag, const struct report_facts *facts)
{
	switch (format) {
	case REPORT_TEXT: break;
	case REPORT_JSON: report_json(out, diag, facts); break;
	case REPORT_SARIF: report_sarif(out, diag, facts); break;
	case REPORT_GITHUB: report_github(out, diag, facts); break;
	}
}

void report_text(struct buf *out, struct str text)
{
	struct buf clean = { 0 };
	char bytes[4];
	size_t position = 0;

	if (utf8_check(text) == text.len) {
		json_text(out, text);
		return;
	}
	while (position < text.len) {
		size_t len = utf8_put(utf8_next(text, &position), bytes);

		buf_add(&clean, str_from(bytes, len));
	}
	json_text(out, buf_str(&clean));
	buf_clear(&clean);
}

void report_member(struct buf *out, const char *name, struct str text)
{
	if (text.len == 0)
		return;
	buf_printf(out, ", \"%s\": ", name);
	report_text(out, text);
}

static int by_weight(const void *left, const void *right)
{
	const struct report_rule *a = left, *b = right;

	if (a->level != b->level)
		return (int)b->level - (int)a->level;
	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return strcmp(a->name, b->name);
}

struct report_rule *report_rules(struct diag *diag, size_t *count)
{
	size_t tallies, i, r;
	const struct diag_tally *const *all = diag_tallies(diag, &tallies);
	struct report_rule *rules = memory_resize(NULL, (tallies + 1) * sizeof *rules);

	*count = 0;
	for (i = 0; i < tallies; i++) {
		for (r = 0; r < *count && strcmp(rules[r].name, all[i]->rule) != 0;)
			r++;
		if (r == *count)
			rules[(*count)++] = (struct report_rule){ .name = all[i]->rule };
		rules[r].count += all[i]->count;
		if (rules[r].level < all[i]->level)
			rules[r].level = all[i]->level;
	}
	if (*count)
		qsort(rules, *count, sizeof *rules, by_weight);
	return rules;
}

struct report_file *report_files(struct diag *diag, size_t *count)
{
	size_t tallies;
	const struct diag_tally *const *all = diag_tallies(diag, &tallies);
	struct report_file *files = memory_resize(NULL, (tallies + 1) * sizeof *files);

	*count = 0;
	for (size_t i = 0; i < tallies; i++) {
		if (*count == 0 || !str_equal(files[*count - 1].path, all[i]->path))
			files[(*count)++] = (struct report_file){ .path = all[i]->path };
		files[*count - 1].counts[all[i]->level] += all[i]->count;
	}
	return files;
}

static void add_count(struct buf *out, uint64_t count, const char *one, const char *many)
{
	buf_printf(out, "%llu %s", (unsigned long long)count, count == 1 ? one : many);
}

static void add_total(struct buf *out, uint64_t errors, uint64_t warnings, bool es)
{
	add_count(out, errors, "error", es ? "errores" : "errors");
	buf_printf(out, ", ");
	add_count(out, warnings, es ? "aviso" : "warning", es ? "avisos" : "warnings");
	buf_byte(out, '\n');
}

static int digits(uint64_t number)
{
	int count = 1;

	while (number /= 10)
		count++;
	return count;
}

static void add_rules(struct buf *out, struct diag *diag)
{
	enum lang lang = diag_lang(diag);
	int width = 0, most = 1;
	size_t count;
	struct report_rule *rules = report_rules(diag, &count);

	for (size_t i = 0; i < count; i++) {
		if ((int)strlen(rules[i].name) > width)
			width = (int)strlen(rules[i].name);
		if (digits(rules[i].count) > most)
			most = digits(rules[i].count);
	}
	if (count)
		buf_printf(out, lang == LANG_ES ? "por regla:\n" : "by rule:\n");
	for (size_t i = 0; i < count; i++) {
		const struct rule *rule = rule_find(str_of(rules[i].name));

		buf_printf(out, "  %*llu %-7s ", most, (unsigned long long)rules[i].count, diag_level_name(rules[i].level, lang));
		buf_printf(out, "%-*s", rule ? width : 0, rules[i].name);
		buf_printf(out, "%s%s\n", rule ? "  " : "", rule ? rule->title[lang] : "");
	}
	memory_free(rules);
}

static void add_files(struct buf *out, struct diag *diag)
{
	bool es = diag_lang(diag) == LANG_ES;
	int width = 0;
	size_t count;
	struct report_file *files = report_files(diag, &count);

	for (size_t i = 0; i < count; i++)
		if ((int)utf8_count(files[i].path) > width)
			width = (int)utf8_count(files[i].path);
	if (width)
		buf_printf(out, es ? "por archivo:\n" : "by file:\n");
	for (size_t i = 0; i < count; i++) {
		if (files[i].path.len == 0)
			continue;
		buf_printf(out, "  %.*s%*s  ", STR_ARG(files[i].path), width - (int)utf8_count(files[i].path), "");
		add_total(out, files[i].counts[DIAG_ERROR] + files[i].counts[DIAG_FAILURE], files[i].counts[DIAG_WARNING], es);
	}
	memory_free(files);
}

void report_summary(struct buf *out, struct diag *diag)
{
	size_t count;

	diag_tallies(diag, &count);
	if (count > 1) { /* of one file and rule the message itself says all */
		add_rules(out, diag);
		add_files(out, diag);
	}
	add_total(out, diag_count(diag, DIAG_ERROR) + diag_count(diag, DIAG_FAILURE), diag_count(diag, DIAG_WARNING), diag_lang(diag) == LANG_ES);
}
