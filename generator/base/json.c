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
