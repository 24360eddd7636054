/* Formats of texts: a reader for each grammar that is short, jansson for JSON. */
#include "model/value_private.h"

#include "base/utf8.h"

#include <jansson.h>

static bool digit(char c) { return c >= '0' && c <= '9'; }

static bool letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

static bool wide(char c) { return (unsigned char)c >= 0x80; }

static bool fail(struct fault *fault, enum fault_kind kind, size_t wrong)
{
	*fault = (struct fault){ kind, wrong };
	return false;
}

static bool is_format(const struct field *field, const char *format)
{
	return str_equal(field->format, str_of(format));
}

/* RFC 3986, with the letters of RFC 3987: a scheme, a colon, and no character that must be escaped. */
static bool uri_read(struct str text, struct fault *fault)
{
	size_t i = 0;

	while (i < text.len && (letter(text.at[i]) || (i > 0 && (digit(text.at[i]) || memchr("+-.", text.at[i],
		3)))))
		i++;
	if (i == 0 || i == text.len || text.at[i] != ':')
		return fail(fault, FAULT_FORM, i);
	if (++i == text.len || str_equal(str_after(text, i), STR("//")))
		return fail(fault, FAULT_FORM, i);
	for (; i < text.len; i++) {
		char c = text.at[i];

		if (!wide(c) && (c <= ' ' || c > '~' || memchr("\"<>\\^`{|}", c, 9)))
			return fail(fault, FAULT_FORM, i);
	}
	return true;
}

/* The domain of an address: names of letters, digits and hyphens, at least two, joined by points. */
static bool domain_read(struct str text, size_t start, struct fault *fault)
{
	size_t label = start, points = 0;

	for (size_t i = start; i <= text.len; i++) {
		char c = i < text.len ? text.at[i] : '.';

		if (c == '.') {
			if (i == label || text.at[label] == '-' || text.at[i - 1] == '-')
				return fail(fault, FAULT_FORM, i);
			points++;
			label = i + 1;
		} else if (!letter(c) && !digit(c) && c != '-' && !wide(c)) {
			return fail(fault, FAULT_FORM, i);
		}
	}
	return points > 1 || fail(fault, FAULT_FORM, text.len);
}

/* RFC 5321, without quoted names and without comments. */
static bool email_read(struct str text, struct fault *fault)
{
	size_t i = 0;

	for (; i < text.len && text.at[i] != '@'; i++) {
		char c = text.at[i];

		if (!letter(c) && !digit(c) && !wide(c) && !memchr("!#$%&'*+-/=?^_`{|}~.", c, 20))
			return fail(fault, FAULT_FORM, i);
		if (c == '.' && (i == 0 || text.at[i - 1] == '.'))
			return fail(fault, FAULT_FORM, i);
	}
	if (i == 0 || i == text.len || text.at[i - 1] == '.')
		return fail(fault, FAULT_FORM, i);
	return domain_read(text, i + 1, fault);
}

/* RFC 4122: 8-4-4-4-12 hexadecimal digits. */
static bool uuid_read(struct str text, struct fault *fault)
{
	for (size_t i = 0; i < text.len && i < 36; i++) {
		bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
		char c = text.at[i];

		if (hyphen ? c != '-' : !digit(c) && ((c | 32) < 'a' || (c | 32) > 'f'))
			return fail(fault, FAULT_FORM, i);
	}
	return text.len == 36 || fail(fault, FAULT_FORM, text.len < 36 ? text.len : 36);
}

/* RFC 4648, section 4: base 64 with its padding. */
static bool base64_read(struct str text, struct fault *fault)
{
	size_t i = 0;

	while (i < text.len && (letter(text.at[i]) || digit(text.at[i]) || text.at[i] == '+' || text.at[i] == '/'))
		i++;
	while (i < text.len && i + 2 >= text.len && text.at[i] == '=')
		i++;
	return (i == text.len && i % 4 == 0) || fail(fault, FAULT_FORM, i);
}

static bool string_read(const struct field *field, struct str text, struct fault *fault)
{
	if (field->format.len == 0 || is_format(field, "default"))
		return true;
	if (is_format(field, "uri"))
		return uri_read(text, fault);
	if (is_format(field, "email"))
		return email_read(text, fault);
	if (is_format(field, "uuid"))
		return uuid_read(text, fault);
	return !is_format(field, "binary") || base64_read(text, fault);
}

/* A number and its unit letter, in the order of `units`; each unit once. Only the last may have a fraction. */
static bool duration_parts(struct str text, size_t *at, const char *units, bool *fraction)
{
	bool any = false;

	while (*at < text.len && text.at[*at] != 'T') {
		size_t start = *at;
		const char *unit;

		if (*fraction)
			return false;
		while (*at < text.len && digit(text.at[*at]))
			++*at;
		if (*at > start && *at + 1 < text.len && (text.at[*at] == '.' || text.at[*at] == ',') &&
			digit(text.at[*at + 1])) {
			*fraction = true;
			for (++*at; *at < text.len && digit(text.at[*at]);)
				++*at;
		}
		unit = *at < text.len && *at > start ? strchr(units, text.at[*at]) : NULL;
		if (!unit || *unit == '\0')
			return false;
		units = unit + 1;
		++*at;
		any = true;
	}
	return any;
}

/* ISO 8601: P1Y2M3DT4H5M6S, P2W. */
static bool duration_read(struct str text, struct fault *fault)
{
	size_t at = str_starts(text, STR("-"));
	bool fraction = false, any;

	if (at == text.len || text.at[at] != 'P')
		return fail(fault, FAULT_FORM, at);
	at++;
	if (at < text.len && text.at[at] != 'T') {
		any = duration_parts(text, &at, str_ends(text, STR("W")) ? "W" : "YMD", &fraction);
		if (!any)
			return fail(fault, FAULT_FORM, at);
		if (at == text.len)
			return true;
	}
	if (at == text.len)
		return fail(fault, FAULT_FORM, at);
	at++;
	return duration_parts(text, &at, "HMS", &fraction) || fail(fault, FAULT_FORM, at);
}

static bool within(struct decimal value, int64_t most)
{
	return decimal_compare(decimal_absolute(NULL, value), decimal_of(most)) <= 0;
}

/* "-98.2, 19.04": longitude first. */
static bool lon_lat_read(struct arena *arena, struct str text, struct fault *fault)
{
	size_t comma = str_find(text, ',', 0), wrong;
	struct str lon = str_part(text, 0, comma), lat = str_after(text, comma + 1);
	struct decimal x, y;

	if (!decimal_read(arena, str_trim(lon), NULL, &x, &wrong))
		return fail(fault, FAULT_FORM, wrong);
	if (comma == text.len)
		return fail(fault, FAULT_FORM, comma);
	if (!decimal_read(arena, str_trim(lat), NULL, &y, &wrong))
		return fail(fault, FAULT_FORM, (size_t)(str_trim(lat).at - text.at) + wrong);
	if (x.big || !within(x, 180))
		return fail(fault, FAULT_IMPOSSIBLE, 0);
	return (!y.big && within(y, 90)) || fail(fault, FAULT_IMPOSSIBLE, comma + 1);
}

/* What the text says as JSON; NULL when it is none. */
static json_t *json_of(struct str text, struct fault *fault)
{
	json_error_t error;
	json_t *json = json_loadb(text.at, text.len,
		JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL, &error);

	if (!json)
		fail(fault, FAULT_FORM, error.position > 0 && (size_t)error.position <= text.len
			? (size_t)error.position - 1 : 0);
	return json;
}

static bool coordinate(const json_t *json, double most)
{
	return json_is_number(json) && json_number_value(json) >= -most && json_number_value(json) <= most;
}

static bool point_fits(const struct field *field, const json_t *json)
{
	if (is_format(field, "array"))
		return json_array_size(json) == 2 && coordinate(json_array_get(json, 0), 180) &&
			coordinate(json_array_get(json, 1), 90);
	return json_object_size(json) == 2 && coordinate(json_object_get(json, "lon"), 180) &&
		coordinate(json_object_get(json, "lat"), 90);
}

/* RFC 7946, as far as the kind of object; or a topology. */
static bool geography_fits(const struct field *field, const json_t *json)
{
	static const char *const kinds[] = { "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon",
		"MultiPolygon",
		"GeometryCollection", "Feature", "FeatureCollection" };
	const char *kind = json_string_value(json_object_get(json, "type"));

	if (!kind)
		return false;
	if (is_format(field, "topojson"))
		return strcmp(kind, "Topology") == 0;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kind, kinds[i]) == 0)
			return true;
	return false;
}

static bool json_fits(const struct field *field, const json_t *json)
{
	switch (field->type) {
	case FIELD_OBJECT: return json_is_object(json);
	case FIELD_ARRAY: return json_is_array(json);
	case FIELD_GEOPOINT: return point_fits(field, json);
	default: return geography_fits(field, json);
	}
}

static bool json_read(const struct field *field, struct str text, struct fault *fault)
{
	json_t *json = json_of(text, fault);
	bool good;

	if (!json)
		return false;
	good = json_fits(field, json);
	json_decref(json);
	return good || fail(fault, FAULT_FORM, 0);
}

static struct str list_delimiter(const struct field *field)
{
	return field->delimiter.len ? field->delimiter : STR(",");
}

static bool list_read(struct arena *arena, const struct field *field, struct str text, struct fault *fault)
{
	struct field item = { .name = field->name, .type = field->item_type };
	struct str delimiter = list_delimiter(field);
	size_t start = 0;

	if (item.type == FIELD_STRING)
		return true;
	for (;;) {
		size_t end = str_search(text, delimiter, start);
		struct value value;

		if (!value_parse(arena, &item, str_part(text, start, end - start), &value, fault)) {
			fault->wrong += start;
			return false;
		}
		if (end == text.len)
			return true;
		start = end + delimiter.len;
	}
}

bool text_read(struct arena *arena, const struct field *field, struct str text, struct fault *fault)
{
	switch (field->type) {
	case FIELD_STRING: return string_read(field, text, fault);
	case FIELD_DURATION: return duration_read(text, fault);
	case FIELD_LIST: return list_read(arena, field, text, fault);
	case FIELD_OBJECT:
	case FIELD_ARRAY:
	case FIELD_GEOJSON: return json_read(field, text, fault);
	case FIELD_GEOPOINT:
		if (is_format(field, "array") || is_format(field, "object"))
			return json_read(field, text, fault);
		return lon_lat_read(arena, text, fault);
	default: return true;
	}
}

static uint64_t list_length(const struct field *field, struct str text)
{
	struct str delimiter = list_delimiter(field);
	uint64_t items = 1;
	size_t at = 0;

	while ((at = str_search(text, delimiter, at)) < text.len) {
		at += delimiter.len;
		items++;
	}
	return items;
}

uint64_t text_length(const struct field *field, struct str text)
{
	struct fault unused;
	uint64_t length;
	json_t *json;

	if (field->type == FIELD_LIST)
		return list_length(field, text);
	if (field->type != FIELD_ARRAY && field->type != FIELD_OBJECT)
		return utf8_count(text);
	json = json_of(text, &unused);
	length = json_is_object(json) ? json_object_size(json) : json_array_size(json);
	json_decref(json);
	return length;
}
