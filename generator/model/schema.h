/* model/schema.h - what a table's descriptor declares: Table Schema (Frictionless v2, v1 accepted) as far as it
 * concerns CSV. Immutable once loaded; everything in the site's arena, but for what patterns hold: ended with
 * schema_end. */
#ifndef MODEL_SCHEMA_H
#define MODEL_SCHEMA_H

#include "base/decimal.h"
#include "base/diag.h"
#include "model/phrase.h"

enum field_type {
	FIELD_STRING, FIELD_INTEGER, FIELD_NUMBER, FIELD_BOOLEAN,
	FIELD_DATE, FIELD_TIME, FIELD_DATETIME, FIELD_YEAR, FIELD_YEARMONTH, FIELD_DURATION,
	FIELD_GEOPOINT, FIELD_GEOJSON, FIELD_OBJECT, FIELD_ARRAY, FIELD_LIST, FIELD_ANY,
};

/* "string", "integer" … as Table Schema names them. */
const char *field_type_name(enum field_type type);
/* False when `name` is no type. */
bool field_type_find(struct str name, enum field_type *type);

struct value; /* value.h */

struct bound {
	bool given;
	struct str text;           /* in canonical form */
	const struct value *value; /* the same, read */
};

struct choice {
	struct str value;
	struct phrase label; /* vitrina:labels */
};

struct map;     /* base/map.h */
struct pattern; /* a compiled regular expression: pattern.h */

struct field {
	struct str name;
	size_t index;               /* its column */
	enum field_type type;
	struct str format;          /* "default", "email", "uri", "uuid", "binary", "any", "%d/%m/%Y" … */
	struct phrase title, description;
	struct str unit;            /* vitrina:unit */
	struct str example, rdf_type;
	struct decimal_form form;   /* of numbers */
	bool form_declared;         /* decimalChar or groupChar: somebody has thought of the marks */
	const struct str *true_values, *false_values; /* none: those of Table Schema */
	size_t true_count, false_count;
	const struct str *missing;  /* the texts that mean absent: the field's, else the schema's, else "" */
	size_t missing_count;
	bool required, unique;
	struct bound minimum, maximum, exclusive_minimum, exclusive_maximum;
	bool has_min_length, has_max_length;
	uint64_t min_length, max_length; /* characters */
	struct str delimiter;       /* of a list's items: one character */
	enum field_type item_type;  /* of a list's items */
	struct str pattern_text;
	const struct pattern *pattern;
	const struct choice *choices; /* enum (or categories): the only values allowed */
	size_t choice_count;
	const struct map *choice_index; /* of many choices: value → struct choice; else NULL */
	bool computed;              /* by model.lua: not in the CSV */
	struct place at;            /* in the descriptor, or in model.lua */
};

/* A list of columns: a key. */
struct key {
	const struct field *const *fields;
	size_t count;
	struct place at;
};

/* A foreign key before and after it is tied to the table it points at. */
struct foreign_key {
	struct key key;             /* the columns here */
	struct str resource;        /* the table pointed at; "" is this one */
	const struct str *target_fields;
	struct str forward;         /* name of the step to the row pointed at: "programa" */
	struct str reverse;         /* name of the step back: "metas" */
	struct place at;
};

/* Rows are numbered as a spreadsheet shows them: from 1, blank ones too, one with line ends inside quotes once. */
struct dialect {
	struct str encoding;        /* as declared, or "": UTF-8, or found out */
	char delimiter, quote;
	bool header;                /* false: columns are the schema's, in order */
	bool skip_space;
	bool fold_header;           /* names of columns are compared without regard to case */
	struct str header_join;     /* between the parts of a name from several header rows */
	struct str comment;         /* rows beginning with it are passed over; "" for none */
	struct str null;            /* means that there is no value; "" for none */
	const uint32_t *header_rows, *comment_rows; /* numbers, ascending */
	size_t header_count;        /* 0: the first row that is neither blank nor a comment */
	size_t comment_count;
	uint32_t footer_rows;       /* so many rows at the end are passed over */
};

/* Names of things that other rooms know, each where it was written, so that they can say which is wrong. */
struct mention { struct str name; struct place at; };
struct mentions {
	const struct mention *list; /* NULL: the setting was not given, which is not the same as an empty list */
	size_t count;
};

struct licence { struct str name, path; struct phrase title; };
struct contributor { struct str title, path, email, organization; const struct str *roles; size_t role_count; };
struct source_reference { struct phrase title; struct str path, email; };

struct schema {
	struct field *fields;       /* computed ones at the end */
	size_t field_count;
	size_t stored_count;        /* those before the computed ones */
	struct key primary;         /* count 0: none */
	const struct key *unique;
	size_t unique_count;
	struct foreign_key *foreign;
	size_t foreign_count;
	bool exact_match;           /* fieldsMatch "exact" (v1 behaviour and default): columns in the schema's order; else by name */
	struct str fields_match;    /* "exact", "equal", "subset", "superset", "partial" */
};

/* Gives back what its patterns hold outside the arena. */
void schema_end(struct schema *schema);
/* By name, or NULL. */
const struct field *schema_find(const struct schema *schema, struct str name);

#endif
