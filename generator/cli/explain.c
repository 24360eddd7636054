#include "cli/explain.h"

#include "base/buf.h"
#include "check/rules.h"
#include "cli/command.h"

static bool explain_one(struct buf *out, struct str name, enum lang lang)
{
	const struct rule *rule = rule_find(name);
	struct str nearest;

	if (rule) {
		if (out->len)
			buf_byte(out, '\n');
		rule_explain(out, rule, lang);
		return true;
	}
	nearest = rule_nearest(name);
	command_misused(&command_check, lang, "no rule", "no hay regla", name.at);
	if (nearest.len)
		fprintf(stderr, in_lang(lang, "did you mean '%.*s'?\n", "¿quiso decir '%.*s'?\n"), STR_ARG(nearest));
	fputs(in_lang(lang, "rules of model.lua are explained there; 'vitrina check --explain' lists the others\n",
		      "las reglas de model.lua se explican ahí; 'vitrina check --explain' enumera las demás\n"),
		stderr);
	return false;
}

/* All of them, in one of the formats; false when there is no such format, or none for single rules. */
static bool explain_all(struct buf *out, const char *format, enum lang lang)
{
	if (!format || strcmp(format, "text") == 0)
		rules_list(out, lang);
	else if (strcmp(format, "md") == 0)
		rules_markdown(out, lang);
	else if (strcmp(format, "json") == 0)
		rules_json(out);
	else
		return false;
	return true;
}

int explain_rules(const char *format, char **names, int count, enum lang lang)
{
	struct buf out = { 0 };
	int status = EXIT_FINE;

	if (count && format && strcmp(format, "text") != 0)
		return command_misused(&command_check, lang, "one rule is explained as text only, not as",
			"una regla se explica sólo como text, no como", format);
	if (count == 0 && !explain_all(&out, format, lang))
		return command_misused(&command_check, lang, "--explain has the formats text, md and json, not",
			"--explain tiene los formatos text, md y json, no", format);
	for (int i = 0; i < count; i++)
		if (!explain_one(&out, str_of(names[i]), lang))
			status = EXIT_USAGE;
	fwrite(out.at, 1, out.len, stdout);
	buf_clear(&out);
	return status;
}
