#include "history/change.h"

#include "base/arena.h"

#include <stdlib.h>

static const char *const names[CHANGE_KINDS] = {
	[CHANGE_TABLE_ADDED] = "tabla_agregada", [CHANGE_TABLE_REMOVED] = "tabla_retirada", [CHANGE_UNREADABLE] = "version_ilegible",
	[CHANGE_KEY_CHANGED] = "clave_cambiada", [CHANGE_KEY_REPEATED] = "clave_repetida", [CHANGE_COLUMN_ADDED] = "columna_agregada",
	[CHANGE_COLUMN_REMOVED] = "columna_retirada", [CHANGE_COLUMN_RENAMED] = "columna_renombrada", [CHANGE_FOLLOWED] = "",
		[CHANGE_RENUMBERED] = "renumerado",
	[CHANGE_ROW_ADDED] = "renglon_agregado", [CHANGE_ROW_REMOVED] = "renglon_retirado", [CHANGE_CELL] = "celda",
};

const char *change_name(enum change_kind kind)
{
	return names[kind];
}

bool change_of_row(enum change_kind kind)
{
	return kind >= CHANGE_FOLLOWED;
}

struct change *change_add(struct changes *changes, struct arena *arena, enum change_kind kind)
{
	arena_grow(arena, changes->items, changes->count, changes->capacity);
	changes->items[changes->count] = (struct change){ .kind = kind };
	return &changes->items[changes->count++];
}

static int by_place(const void *left, const void *right)
{
	const struct change *a = left, *b = right;
	int order;

	if (change_of_row(a->kind) != change_of_row(b->kind))
		return change_of_row(a->kind) ? 1 : -1;
	if (!change_of_row(a->kind) && a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	order = str_compare(a->key, b->key);
	if (order == 0 && a->kind != b->kind)
		order = a->kind < b->kind ? -1 : 1;
	if (order == 0 && a->column != b->column)
		order = a->column < b->column ? -1 : 1;
	if (order == 0)
		order = str_compare(a->field, b->field);
	if (order == 0)
		order = str_compare(a->row, b->row);
	return order ? order : str_compare(a->before, b->before);
}

void changes_sort(struct changes *changes)
{
	if (changes->count)
		qsort(changes->items, changes->count, sizeof *changes->items, by_place);
}

/* Numbers are kept in groups of seven bits, the lowest first; a text is its length and one more, or 0 when it is absent, and its bytes. */
void kept_number(struct buf *out, uint64_t number)
{
	for (; number >= 0x80; number >>= 7)
		buf_byte(out, (char)(number | 0x80));
	buf_byte(out, (char)number);
}

void kept_text(struct buf *out, struct str text)
{
	kept_number(out, text.at ? text.len + 1 : 0);
	buf_add(out, text);
}

bool kept_get_number(struct str *rest, uint64_t *number)
{
	*number = 0;
	for (unsigned shift = 0; shift < 63 && rest->len; shift += 7) {
		unsigned char byte = (unsigned char)rest->at[0];

		*rest = str_after(*rest, 1);
		*number |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return true;
	}
	return false;
}

bool kept_get_text(struct str *rest, struct str *text)
{
	uint64_t len;

	*text = (struct str){ NULL, 0 };
	if (!kept_get_number(rest, &len) || (len && len - 1 > rest->len))
		return false;
	if (len) {
		*text = str_from(len == 1 ? "" : rest->at, (size_t)len - 1);
		*rest = str_after(*rest, (size_t)len - 1);
	}
	return true;
}

void changes_write(const struct changes *changes, struct buf *out)
{
	kept_number(out, changes->count);
	for (size_t i = 0; i < changes->count; i++) {
		const struct change *c = &changes->items[i];
		const struct str texts[] = { c->key, c->label, c->field, c->before, c->after, c->row };

		kept_number(out, (uint64_t)c->kind << 1 | c->declared);
		kept_number(out, c->likeness);
		kept_number(out, c->column);
		kept_number(out, c->count);
		for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
			kept_text(out, texts[t]);
		kept_number(out, c->parent_count);
		for (size_t p = 0; p < c->parent_count; p++) {
			kept_text(out, c->parents[p].resource);
			kept_text(out, c->parents[p].key);
		}
	}
}

static bool read_parents(struct arena *arena, struct str *rest, struct change *c)
{
	struct change_parent *parents;
	uint64_t count;

	if (!kept_get_number(rest, &count) || count > rest->len)
		return false;
	parents = arena_array(arena, struct change_parent, count + 1);
	for (c->parents = parents; c->parent_count < count; c->parent_count++)
		if (!kept_get_text(rest, &parents[c->parent_count].resource) || !kept_get_text(rest, &parents[c->parent_count].key))
			return false;
	return true;
}

static bool read_change(struct arena *arena, struct str *rest, struct change *c)
{
	struct str *const texts[] = { &c->key, &c->label, &c->field, &c->before, &c->after, &c->row };
	uint64_t kind, likeness, column;

	if (!kept_get_number(rest, &kind) || kind >> 1 >= CHANGE_KINDS || !kept_get_number(rest, &likeness) || !kept_get_number(rest, &column) ||
		!kept_get_number(rest, &c->count))
		return false;
	c->kind = (enum change_kind)(kind >> 1);
	c->declared = kind & 1;
	c->likeness = (uint16_t)likeness;
	c->column = (uint32_t)column;
	for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
		if (!kept_get_text(rest, texts[t]))
			return false;
	return read_parents(arena, rest, c);
}

bool changes_read(struct arena *arena, struct str bytes, struct changes *out)
{
	uint64_t count;

	*out = (struct changes){ 0 };
	if (!kept_get_number(&bytes, &count) || count > bytes.len)
		return false;
	out->items = arena_array(arena, struct change, count + 1);
	out->capacity = (size_t)count;
	for (; out->count < count; out->count++)
		if (!read_change(arena, &bytes, &out->items[out->count]))
			return false;
	return bytes.len == 0;
}
