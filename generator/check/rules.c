/* A few hundred names are looked through one by one: nobody waits for it. */
#include "check/rules.h"

#include "base/arena.h"
#include "check/rules_private.h"

static const struct rule_family *const families[] = { &rules_table, &rules_damage, &rules_package, &rules_site, &rules_catalogue,
	&rules_template, &rules_lua, &rules_import, &rules_export, &rules_world, &rules_signature };
enum { FAMILIES = sizeof families / sizeof *families };

const struct rule_family *const *rules_families(size_t *count)
{
	*count = FAMILIES;
	return families;
}

const struct rule *rule_find(struct str name)
{
	for (size_t f = 0; f < FAMILIES; f++)
		for (size_t i = 0; i < families[f]->count; i++)
			if (str_equal(name, str_of(families[f]->rules[i].name)))
				return &families[f]->rules[i];
	return NULL;
}

struct str rule_nearest(struct str name)
{
	struct str *names, nearest;
	size_t count = 0, at = 0;

	for (size_t f = 0; f < FAMILIES; f++)
		count += families[f]->count;
	names = memory_resize(NULL, count * sizeof *names);
	for (size_t f = 0; f < FAMILIES; f++)
		for (size_t i = 0; i < families[f]->count; i++)
			names[at++] = str_of(families[f]->rules[i].name);
	nearest = str_nearest(name, names, count);
	memory_free(names);
	return nearest;
}
