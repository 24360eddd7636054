#include "base/quoted.h"

/* Bytes that make a cell need quotes. */
static bool special(char c)
{
	return c == ',' || c == '"' || c == '\n' || c == '\r';
}

void quoted_add(struct buf *out, struct str text)
{
	size_t i = 0;

	while (i < text.len && !special(text.at[i]))
		i++;
	if (i == text.len) {
		buf_add(out, text);
		return;
	}
	buf_byte(out, '"');
	for (i = 0; i < text.len; i++) {
		if (text.at[i] == '"')
			buf_byte(out, '"');
		buf_byte(out, text.at[i]);
	}
	buf_byte(out, '"');
}
