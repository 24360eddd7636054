/* check/rules_private.h - the families that check/rules.c joins; each is a file of its name. */
#ifndef CHECK_RULES_PRIVATE_H
#define CHECK_RULES_PRIVATE_H

#include "check/rules.h"

extern const struct rule_family rules_table, rules_damage, rules_package, rules_site, rules_catalogue, rules_template, rules_lua, rules_import,
	rules_export, rules_world, rules_signature;

#endif
