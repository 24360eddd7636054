#include "model/schema.h"

#include "model/pattern.h"

static const char *const names[] = {
	[FIELD_STRING] = "string", [FIELD_INTEGER] = "integer", [FIELD_NUMBER] = "number",
		[FIELD_BOOLEAN] = "boolean", [FIELD_DATE] = "date",
	[FIELD_TIME] = "time", [FIELD_DATETIME] = "datetime", [FIELD_YEAR] = "year",
	[FIELD_YEARMONTH] = "yearmonth",
	[FIELD_DURATION] = "duration", [FIELD_GEOPOINT] = "geopoint", [FIELD_GEOJSON] = "geojson",
	[FIELD_OBJECT] = "object", [FIELD_ARRAY] = "array", [FIELD_LIST] = "list", [FIELD_ANY] = "any",
};

const char *field_type_name(enum field_type type)
{
	return names[type];
}

bool field_type_find(struct str name, enum field_type *type)
{
	for (int i = FIELD_STRING; i <= FIELD_ANY; i++) {
		if (!str_equal(name, str_of(names[i])))
			continue;
		*type = (enum field_type)i;
		return true;
	}
	return false;
}

void schema_end(struct schema *schema)
{
	for (size_t i = 0; i < schema->field_count; i++) {
		pattern_end(schema->fields[i].pattern);
		schema->fields[i].pattern = NULL;
	}
}

const struct field *schema_find(const struct schema *schema, struct str name)
{
	for (size_t i = 0; i < schema->field_count; i++)
		if (str_equal(schema->fields[i].name, name))
			return &schema->fields[i];
	return NULL;
}
