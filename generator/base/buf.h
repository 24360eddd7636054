/* base/buf.h - bytes that grow. { 0 } is an empty buffer; no call fails (no memory is a message and an abort). */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

struct buf {
	char *at; /* owned */
	size_t len, capacity;
};

/* Frees the memory; the buffer is empty and usable again. */
void buf_clear(struct buf *buf);
/* Empties it, keeping the memory. */
static inline void buf_reset(struct buf *buf) { buf->len = 0; }
/* Makes room for `more` bytes beyond the length; returns where they go. */
char *buf_reserve(struct buf *buf, size_t more);
/* Appends `value` in decimal, with zeros before it up to `width` digits (at most 20). What printf would do, at a tenth of its cost. */
void buf_digits(struct buf *buf, uint64_t value, int width);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Appends bytes as hexadecimal digits, lower case. */
void buf_hex(struct buf *buf, const unsigned char *bytes, size_t count);
/* What it holds, borrowed until the next change. */
static inline struct str buf_str(const struct buf *buf) { return (struct str){ buf->at, buf->len }; }

static inline void buf_add(struct buf *buf, struct str s)
{
	if (s.len == 0)
		return;
	if (buf->capacity - buf->len < s.len)
		buf_reserve(buf, s.len);
	memcpy(buf->at + buf->len, s.at, s.len);
	buf->len += s.len;
}

static inline void buf_byte(struct buf *buf, char byte)
{
	if (buf->capacity == buf->len)
		buf_reserve(buf, 1);
	buf->at[buf->len++] = byte;
}

/* Only `s`, and the NUL that system calls want after it: at[0] to at[len - 2] are the text. */
static inline void buf_text(struct buf *buf, struct str s)
{
	buf_reset(buf);
	buf_add(buf, s);
	buf_byte(buf, '\0');
}

#endif
