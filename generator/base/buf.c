#include "base/buf.h"

#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

void buf_clear(struct buf *buf)
{
	memory_free(buf->at);
	*buf = (struct buf){ 0 };
}

char *buf_reserve(struct buf *buf, size_t more)
{
	size_t room = buf->capacity ? buf->capacity : 64;

	assert(more <= SIZE_MAX / 4);
	while (room - buf->len < more)
		room *= 2;
	if (room != buf->capacity) {
		buf->at = memory_resize(buf->at, room);
		buf->capacity = room;
	}
	return buf->at + buf->len;
}

void buf_digits(struct buf *buf, uint64_t value, int width)
{
	char digits[20]; /* of UINT64_MAX */
	size_t first = sizeof digits;

	assert(width <= (int)sizeof digits);
	while (value || first == sizeof digits) {
		digits[--first] = (char)('0' + value % 10);
		value /= 10;
	}
	while ((int)(sizeof digits - first) < width)
		digits[--first] = '0';
	buf_add(buf, (struct str){ digits + first, sizeof digits - first });
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list args, again;
	int len;

	va_start(args, format);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	vsnprintf(buf_reserve(buf, (size_t)len + 1), (size_t)len + 1, format, again);
	va_end(again);
	buf->len += (size_t)len;
}

void buf_hex(struct buf *buf, const unsigned char *bytes, size_t count)
{
	static const char digits[] = "0123456789abcdef";
	char *to = buf_reserve(buf, 2 * count);

	for (size_t i = 0; i < count; i++) {
		to[2 * i] = digits[bytes[i] >> 4];
		to[2 * i + 1] = digits[bytes[i] & 15];
	}
	buf->len += 2 * count;
}
