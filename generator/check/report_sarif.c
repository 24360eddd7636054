/* SARIF 2.1.0 (OASIS): one run; the rules that were met, each with its explanation; one result for each place. Failures of the world are results too:
 * a reader of the file should not have to look in two lists. */
#include "check/report_private.h"

#include "base/arena.h"
#include "base/buf.h"
#include "check/rules.h"

#define SARIF_SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

static const char *level_of(enum diag_level level)
{
	return level == DIAG_WARNING ? "warning" : level == DIAG_NOTE ? "note" : "error";
}

/* `"name": { "text": "…" }` */
static void add_words(struct buf *out, const char *name, struct str text)
{
	buf_printf(out, "\"%s\": { \"text\": ", name);
	report_text(out, text);
	buf_printf(out, " }");
}

/* How to mend it, as text and as Markdown with the example. */
static void add_help(struct buf *out, const struct rule *rule, enum lang lang)
{
	struct buf markdown = { 0 };

	buf_printf(&markdown, "%s\n", rule->mend[lang]);
	if (rule->fault)
		buf_printf(&markdown, "\n```\n%s\n```\n", rule->fault);
	if (rule->mended)
		buf_printf(&markdown, "\n%s\n\n```\n%s\n```\n", lang == LANG_ES ? "Bien:" : "Right:", rule->mended);
	buf_printf(out, ", \"help\": { \"text\": ");
	report_text(out, str_of(rule->mend[lang]));
	report_member(out, "markdown", buf_str(&markdown));
	buf_printf(out, " }");
	buf_clear(&markdown);
}

static void add_rule(struct buf *out, const struct report_rule *met, enum lang lang)
{
	const struct rule *rule = rule_find(str_of(met->name));

	buf_printf(out, "          { \"id\": ");
	report_text(out, str_of(met->name));
	buf_printf(out, ", ");
	add_words(out, "shortDescription", str_of(rule ? rule->title[lang] : met->name));
	if (rule) {
		buf_printf(out, ", ");
		add_words(out, "fullDescription", str_of(rule->means[lang]));
		add_help(out, rule, lang);
	}
	buf_printf(out, ",\n            \"defaultConfiguration\": { \"level\": \"%s\" } }", level_of(met->level));
}

/* RFC 3986: a relative reference; what is not unreserved is written %XX, the slash stays. */
static void add_uri(struct buf *out, struct str path)
{
	struct buf uri = { 0 };

	for (size_t i = 0; i < path.len; i++) {
		unsigned char c = (unsigned char)path.at[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~/", c)))
			buf_byte(&uri, (char)c);
		else
			buf_printf(&uri, "%%%02X", c);
	}
	report_text(out, buf_str(&uri));
	buf_clear(&uri);
}

static void add_location(struct buf *out, const struct place *at)
{
	uint32_t width = at->width ? at->width : 1;

	if (at->path.len == 0)
		return;
	buf_printf(out, ",\n          \"locations\": [ { \"physicalLocation\": { \"artifactLocation\": { \"uri\": ");
	add_uri(out, at->path);
	buf_printf(out, " }");
	if (at->line) {
		buf_printf(out, ", \"region\": { \"startLine\": %u", at->line);
		if (at->column)
			buf_printf(out, ", \"startColumn\": %u, \"endColumn\": %u", at->column, at->column + width);
		buf_printf(out, " }");
	}
	buf_printf(out, " }");
	if (at->field.len) {
		buf_printf(out, ", \"logicalLocations\": [ { \"name\": ");
		report_text(out, at->field);
		buf_printf(out, ", \"kind\": \"member\" } ]");
	}
	buf_printf(out, " } ]");
}

/* The same fault in the same file counts as the same though lines move, so that a service does not open it again. */
static void add_fingerprint(struct buf *out, const struct diag_message *m)
{
	struct buf text = { 0 };

	buf_printf(&text, "%s\n", m->rule);
	buf_add(&text, m->at.path);
	buf_byte(&text, '\n');
	buf_add(&text, m->at.field);
	buf_byte(&text, '\n');
	buf_add(&text, m->text);
	buf_printf(out, ",\n          \"partialFingerprints\": { \"fault/v1\": \"%016llx\" }", (unsigned long long)str_hash(buf_str(&text)));
	buf_clear(&text);
}

static void add_result(struct buf *out, const struct diag_message *m, size_t rule)
{
	struct buf text = { 0 };

	buf_add(&text, m->text);
	if (m->advice.len)
		buf_printf(&text, "\n%.*s", STR_ARG(m->advice));
	if (m->context.len)
		buf_printf(&text, "\n%.*s", STR_ARG(m->context));
	buf_printf(out, "        { \"ruleId\": ");
	report_text(out, str_of(m->rule));
	buf_printf(out, ", \"ruleIndex\": %zu, \"level\": \"%s\", ", rule, level_of(m->level));
	add_words(out, "message", buf_str(&text));
	if (m->count > 1)
		buf_printf(out, ", \"occurrenceCount\": %llu", (unsigned long long)m->count);
	add_location(out, &m->at);
	add_fingerprint(out, m);
	buf_printf(out, " }");
	buf_clear(&text);
}

static size_t index_of(const struct report_rule *rules, const char *name)
{
	size_t i = 0;

	while (strcmp(rules[i].name, name) != 0)
		i++;
	return i;
}

static void add_results(struct buf *out, struct diag *diag, size_t most, const struct report_rule *rules)
{
	size_t count;
	struct diag_fold *folds = diag_folds(diag, &count);
	bool first = true;

	count = diag_folds_worst(folds, count, most);
	for (size_t i = 0; i < count; i++) {
		for (size_t o = 0; o <= folds[i].other_count; o++, first = false) {
			buf_printf(out, first ? "\n" : ",\n");
			add_result(out, o ? folds[i].others[o - 1] : folds[i].first, index_of(rules, folds[i].first->rule));
		}
	}
}

void report_sarif(struct buf *out, struct diag *diag, const struct report_facts *facts)
{
	enum lang lang = diag_lang(diag);
	size_t count;
	struct report_rule *rules = report_rules(diag, &count);

	buf_printf(out, "{\n  \"$schema\": \"" SARIF_SCHEMA "\",\n  \"version\": \"2.1.0\",\n  \"runs\": [\n    {\n");
	buf_printf(out, "      \"tool\": {\n        \"driver\": { \"name\": \"vitrina\", \"version\": ");
	report_text(out, facts->version);
	buf_printf(out, ", \"language\": \"%s\",\n        \"rules\": [", lang == LANG_ES ? "es" : "en");
	for (size_t i = 0; i < count; i++) {
		buf_printf(out, i ? ",\n" : "\n");
		add_rule(out, &rules[i], lang);
	}
	buf_printf(out, "\n        ] }\n      },\n      \"columnKind\": \"unicodeCodePoints\", \"language\": \"%s\",\n",
		lang == LANG_ES ? "es" : "en");
	buf_printf(out, "      \"invocations\": [ { \"executionSuccessful\": %s } ],\n      \"results\": [",
		diag_count(diag, DIAG_FAILURE) ? "false" : "true");
	add_results(out, diag, facts->most, rules);
	buf_printf(out, "\n      ]");
	if (facts->revision.len) {
		buf_printf(out, ",\n      \"properties\": { \"revision\": ");
		report_text(out, facts->revision);
		buf_printf(out, " }");
	}
	buf_printf(out, "\n    }\n  ]\n}\n");
	memory_free(rules);
}
