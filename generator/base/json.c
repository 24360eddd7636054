#include "base/json.h"

static void escape(struct buf *out, unsigned char c)
{
	switch (c) {
	case '"': buf_add(out, STR("\\\"")); return;
	case '\\': buf_add(out, STR("\\\\")); return;
	case '\n': buf_add(out, STR("\\n")); return;
	case '\r': buf_add(out, STR("\\r")); return;
	case '\t': buf_add(out, STR("\\t")); return;
	default: buf_printf(out, "\\u%04x", c);
	}
}

void json_text(struct buf *out, struct str text)
{
	size_t from = 0;

	buf_byte(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(out, str_part(text, from, i - from));
		escape(out, c);
		from = i + 1;
	}
	buf_add(out, str_after(text, from));
	buf_byte(out, '"');
}

bool json_is_number(struct str text)
{
	size_t i = text.len > 1 && text.at[0] == '-', start = i;

	while (i < text.len && text.at[i] >= '0' && text.at[i] <= '9')
		i++;
	if (i == start || (text.at[start] == '0' && i - start > 1))
		return false;
	if (i == text.len)
		return true;
	if (text.at[i++] != '.' || i == text.len)
		return false;
	while (i < text.len && text.at[i] >= '0' && text.at[i] <= '9')
		i++;
	return i == text.len;
}

static void indent(struct json *json)
{
	buf_byte(json->out, '\n');
	for (int i = 0; i < json->depth; i++)
		buf_add(json->out, STR("  "));
}

/* What stands before a member's value. */
static void member(struct json *json, struct str name)
{
	if (json->some)
		buf_byte(json->out, ',');
	if (json->depth)
		indent(json);
	if (name.len) {
		json_text(json->out, name);
		buf_add(json->out, STR(": "));
	}
	json->some = true;
}

void json_open(struct json *json, struct str name, char bracket)
{
	member(json, name);
	buf_byte(json->out, bracket);
	json->depth++;
	json->some = false;
}

void json_close(struct json *json, char bracket)
{
	json->depth--;
	if (json->some)
		indent(json);
	buf_byte(json->out, bracket);
	json->some = true;
	if (json->depth == 0)
		buf_byte(json->out, '\n');
}

void json_string(struct json *json, struct str name, struct str text)
{
	member(json, name);
	json_text(json->out, text);
}

void json_given(struct json *json, struct str name, struct str text)
{
	if (text.len)
		json_string(json, name, text);
}

void json_integer(struct json *json, struct str name, int64_t number)
{
	member(json, name);
	buf_printf(json->out, "%lld", (long long)number);
}

void json_bool(struct json *json, struct str name, bool truth)
{
	json_raw(json, name, truth ? STR("true") : STR("false"));
}

void json_raw(struct json *json, struct str name, struct str value)
{
	member(json, name);
	buf_add(json->out, value);
}
