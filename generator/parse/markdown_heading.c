/* Ids of headings: letters and digits of ASCII, the rest as single hyphens. */
#include "parse/markdown_private.h"

#include "base/map.h"
#include "base/utf8.h"

#include <unicode/unorm2.h>
#include <unicode/ustring.h>

/* NFKD of one character is at most 18 UTF-16 units long (U+FDFA). */
enum { SLUG_CHARACTERS = 80, NFKD_MOST = 18 };

/* Letters that no normalization takes apart. */
static struct str spelled(UChar c)
{
	switch (c) {
	case 0xC6: case 0xE6: return STR("ae");
	case 0xD8: case 0xF8: return STR("o");
	case 0xDF: return STR("ss");
	case 0xD0: case 0xF0: case 0x110: case 0x111: return STR("d");
	case 0xDE: case 0xFE: return STR("th");
	case 0x131: return STR("i");
	case 0x141: case 0x142: return STR("l");
	case 0x152: case 0x153: return STR("oe");
	default: return STR("");
	}
}

/* Marks that NFKD takes off their letters. */
static bool accent(UChar c)
{
	return c >= 0x300 && c < 0x370;
}

static void add_letter(struct buf *out, UChar c)
{
	struct str letters = spelled(c);

	if (c >= 'A' && c <= 'Z')
		c += 'a' - 'A';
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		buf_byte(out, (char)c);
	else if (letters.len)
		buf_add(out, letters);
	else if (!accent(c) && out->len && out->at[out->len - 1] != '-')
		buf_byte(out, '-');
}

static void add_slug(struct buf *out, struct str text)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
	UChar wide[SLUG_CHARACTERS * 2], apart[SLUG_CHARACTERS * 2 * NFKD_MOST];
	int32_t len = 0, count;

	text = utf8_prefix(text, SLUG_CHARACTERS);
	u_strFromUTF8(wide, SLUG_CHARACTERS * 2, &len, text.len ? text.at : "", (int32_t)text.len, &status);
	count = unorm2_normalize(nfkd, wide, len, apart, SLUG_CHARACTERS * 2 * NFKD_MOST, &status);
	for (int32_t i = 0; U_SUCCESS(status) && i < count; i++)
		add_letter(out, apart[i]);
	while (out->len && out->at[out->len - 1] == '-')
		out->len--;
	if (out->len == 0)
		buf_add(out, STR("s"));
}

/* Gives out "metas", "metas-2", "metas-3" … and passes over those that another heading has by its own name. */
static struct str unique(struct markdown_reading *r, struct str slug)
{
	size_t *next = map_find(r->ids, slug), *fresh;
	struct str id = slug;

	if (next)
		do
			id = arena_printf(r->arena, "%.*s-%zu", STR_ARG(slug), (*next)++);
		while (map_find(r->ids, id));
	fresh = arena_new_of(r->arena, size_t);
	*fresh = 2;
	map_put(r->ids, id, fresh);
	return id;
}

struct str markdown_heading(struct markdown_reading *r, cmark_node *node, int level)
{
	struct buf text = { 0 }, slug = { 0 };
	struct markdown_heading *heading;

	markdown_plain(node, &text);
	add_slug(&slug, buf_str(&text));
	arena_grow(r->arena, r->headings, r->heading_count, r->heading_capacity);
	heading = &r->headings[r->heading_count++];
	heading->level = level;
	heading->text = arena_copy(r->arena, str_trim(buf_str(&text)));
	heading->id = unique(r, arena_copy(r->arena, buf_str(&slug)));
	buf_clear(&text);
	buf_clear(&slug);
	return heading->id;
}
