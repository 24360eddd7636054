/* parse/settings_private.h - the reading of one YAML or JSON text. */
#ifndef PARSE_SETTINGS_PRIVATE_H
#define PARSE_SETTINGS_PRIVATE_H

#include "base/arena.h"
#include "parse/settings.h"

#include <yaml.h>

/* Two \u escapes of JSON became one \U of YAML here, in libyaml's counting; it is two characters shorter. */
struct settings_joint {
	size_t line, column; /* of the character after it, from 0 */
	size_t before;       /* joints on the same line up to and with this one */
};

struct settings_reading {
	struct arena *arena;
	struct str path, text;
	uint32_t first_line;
	struct diag *diag;
	yaml_parser_t parser;
	yaml_event_t event;
	bool has_event;
	size_t values; /* read so far */
	struct settings_joint *joints; /* in their order */
	size_t joint_count, joint_capacity;
};

/* The place in the file of a mark of libyaml. */
struct place settings_place(const struct settings_reading *r, yaml_mark_t mark);
/* The place of byte `offset` of the text. */
struct place settings_place_in(const struct settings_reading *r, size_t offset);
/* Reports what libyaml's parser has stumbled on; false. */
bool settings_fault(const struct settings_reading *r);
/* Reports bytes that can't be in any YAML or JSON; false when there are. */
bool settings_check_bytes(const struct settings_reading *r);
/* JSON as YAML has it, byte for byte but for pairs of surrogate escapes. */
struct str settings_from_json(struct settings_reading *r);

#endif
