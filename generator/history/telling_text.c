/* For a terminal: what was removed in red, what was added in green, and signs that say the same without colour. */
#include "history/telling_private.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "history/record.h"

enum { VALUE_SHOWN = 200, LABEL_SHOWN = 60 };

enum colour { PLAIN, RED, GREEN, YELLOW, BOLD };

static const char *in(const struct telling *r, const char *en, const char *es)
{
	return r->lang == LANG_ES ? es : en;
}

static void paint(const struct telling *r, struct buf *out, enum colour colour)
{
	static const char *const codes[] = { "\033[0m", "\033[31m", "\033[32m", "\033[33m", "\033[1m" };

	if (r->colour)
		buf_add(out, str_of(codes[colour]));
}

/* One line, whatever it holds: a terminal is not to be commanded by a cell. */
static void put_value(struct buf *out, struct str text, size_t most)
{
	struct str shown = utf8_prefix(text, most);

	for (size_t i = 0; i < shown.len; i++) {
		unsigned char c = (unsigned char)shown.at[i];

		if (c == '\n')
			buf_add(out, STR("\\n"));
		else if (c < ' ' || c == 0x7f)
			buf_printf(out, "\\x%02x", c);
		else
			buf_byte(out, (char)c);
	}
	if (shown.len < text.len)
		buf_add(out, STR("…"));
}

static void put_cell(const struct telling *r, struct buf *out, struct str text)
{
	if (text.at)
		put_value(out, text, VALUE_SHOWN);
	else
		buf_add(out, str_of(in(r, "(nothing)", "(nada)")));
}

/* Counting. */

void telling_count(const struct telling *r, size_t moment, const struct past_changes *table, struct telling_counts *counts)
{
	struct str last = STR("");

	for (size_t i = 0; i < table->changes.count; i++) {
		const struct change *c = &table->changes.items[i];

		if (!telling_tells(r, moment, table, c))
			continue;
		counts->added += c->kind == CHANGE_ROW_ADDED;
		counts->removed += c->kind == CHANGE_ROW_REMOVED;
		counts->renumbered += c->kind == CHANGE_RENUMBERED;
		counts->others += !change_of_row(c->kind);
		if (c->kind != CHANGE_CELL)
			continue;
		counts->cells++;
		counts->rows += !str_equal(last, c->key);
		last = c->key;
	}
}

static void put_count(struct buf *out, size_t count, const char *one, const char *many)
{
	if (count == 0)
		return;
	if (out->len && out->at[out->len - 1] != '\n' && out->at[out->len - 1] != ' ')
		buf_add(out, STR(", "));
	buf_printf(out, "%zu %s", count, count == 1 ? one : many);
}

void telling_put_counts(const struct telling *r, const struct telling_counts *n, struct buf *out)
{
	put_count(out, n->added, in(r, "row added", "renglón agregado"), in(r, "rows added", "renglones agregados"));
	put_count(out, n->removed, in(r, "row removed", "renglón retirado"), in(r, "rows removed", "renglones retirados"));
	put_count(out, n->renumbered, in(r, "row renumbered", "renglón renumerado"), in(r, "rows renumbered", "renglones renumerados"));
	put_count(out, n->cells, in(r, "cell changed", "celda cambiada"), in(r, "cells changed", "celdas cambiadas"));
	if (n->cells > 1)
		buf_printf(out, in(r, " in %zu %s", " en %zu %s"), n->rows,
			n->rows == 1 ? in(r, "row", "renglón") : in(r, "rows", "renglones"));
}

void telling_put_other(const struct telling *r, const struct change *c, struct buf *out)
{
	unsigned long long count = c->count;
	const char *text;

	switch (c->kind) {
	case CHANGE_TABLE_ADDED: buf_printf(out, in(r, "the table appears, with %llu rows", "aparece la tabla, con %llu renglones"), count); return;
	case CHANGE_TABLE_REMOVED: buf_add(out, str_of(in(r, "the table is no more", "la tabla ya no está"))); return;
	case CHANGE_UNREADABLE:
		buf_add(out, str_of(in(r, "this version can't be read and is passed over: ", "esta versión no se puede leer y se pasa por alto: ")));
		put_value(out, c->after, VALUE_SHOWN);
		return;
	case CHANGE_KEY_CHANGED:
		text = in(r, "the key was %.*s and is now %.*s: rows can't be compared",
			"la clave era %.*s y ahora es %.*s: los renglones no se pueden comparar");
		buf_printf(out, text, STR_ARG(c->before), STR_ARG(c->after));
		return;
	case CHANGE_KEY_REPEATED: buf_printf(out, in(r, "%llu rows have the key of another row", "%llu renglones tienen la clave de otro"),
		count); return;
	case CHANGE_COLUMN_ADDED:
		buf_printf(out, in(r, "the column %.*s is new; %llu rows have a value in it",
			"la columna %.*s es nueva; %llu renglones traen valor en ella"),
			STR_ARG(c->field), count);
		return;
	case CHANGE_COLUMN_REMOVED:
		text = in(r, "the column %.*s is no more; %llu rows had a value in it",
			"la columna %.*s ya no está; %llu renglones traían valor en ella");
		buf_printf(out, text, STR_ARG(c->field), count);
		return;
	case CHANGE_COLUMN_RENAMED:
		buf_printf(out, in(r, "the column %.*s is now called %.*s", "la columna %.*s ahora se llama %.*s"), STR_ARG(c->before),
			STR_ARG(c->field));
		return;
	default: return;
	}
}

/* Changes. */

static void put_label(struct buf *out, const struct change *c)
{
	if (!c->label.len || str_equal(c->label, c->key))
		return;
	buf_add(out, STR("  "));
	put_value(out, c->label, LABEL_SHOWN);
}

static void put_values(const struct telling *r, struct buf *out, const struct change *c)
{
	buf_add(out, c->field);
	buf_add(out, STR(": "));
	paint(r, out, RED);
	put_cell(r, out, c->before);
	paint(r, out, PLAIN);
	buf_add(out, STR(" → "));
	paint(r, out, GREEN);
	put_cell(r, out, c->after);
	paint(r, out, PLAIN);
}

static void put_sign(const struct telling *r, struct buf *out, const char *sign, enum colour colour, struct str key)
{
	paint(r, out, colour);
	buf_printf(out, "  %s ", sign);
	put_value(out, key.len ? key : STR("·"), VALUE_SHOWN);
	paint(r, out, PLAIN);
}

/* `last`: the key of the cell told before. */
static void put_change(const struct telling *r, struct buf *out, const struct change *c, struct str *last)
{
	switch (c->kind) {
	case CHANGE_ROW_ADDED:
	case CHANGE_ROW_REMOVED:
		put_sign(r, out, c->kind == CHANGE_ROW_ADDED ? "+" : "-", c->kind == CHANGE_ROW_ADDED ? GREEN : RED, c->key);
		put_label(out, c);
		if (!c->key.len) {
			buf_byte(out, ' ');
			put_value(out, c->row, VALUE_SHOWN);
		}
		break;
	case CHANGE_RENUMBERED:
		put_sign(r, out, "»", YELLOW, c->before);
		buf_add(out, STR(" → "));
		put_value(out, c->key, VALUE_SHOWN);
		put_label(out, c);
		buf_printf(out, in(r, "  (renumbered, %u.%u %% alike%s)", "  (renumerado, %u.%u %% igual%s)"), c->likeness / 10u, c->likeness % 10u,
			c->declared ? in(r, ", as the row says", ", según el propio renglón") : "");
		break;
	case CHANGE_CELL:
		if (!str_equal(*last, c->key)) {
			put_sign(r, out, "~", YELLOW, c->key);
			put_label(out, c);
			buf_byte(out, '\n');
		}
		*last = c->key;
		buf_add(out, STR("      "));
		put_values(r, out, c);
		break;
	default:
		buf_add(out, STR("  ! "));
		telling_put_other(r, c, out);
	}
	buf_byte(out, '\n');
}

static void put_table(const struct telling *r, struct buf *out, size_t moment, const struct past_changes *table)
{
	struct str last = STR("");

	for (size_t i = 0; i < table->changes.count; i++)
		if (telling_tells(r, moment, table, &table->changes.items[i]))
			put_change(r, out, &table->changes.items[i], &last);
}

static void put_summary(const struct telling *r, struct buf *out, const struct telling_counts *counts)
{
	struct buf line = { 0 };

	telling_put_counts(r, counts, &line);
	if (line.len)
		buf_printf(out, "%.*s\n", STR_ARG(buf_str(&line)));
	buf_clear(&line);
}

void telling_diff_text(const struct telling *r, struct buf *out)
{
	size_t count;
	const struct past_moment *m = past_moments(r->past, &count) + count - 1;
	struct telling_counts all = { 0 };

	for (size_t t = 0; t < m->table_count; t++) {
		struct telling_counts own = { 0 };

		telling_count(r, count - 1, &m->tables[t], &own);
		if (own.added + own.removed + own.renumbered + own.cells + own.others == 0)
			continue;
		paint(r, out, BOLD);
		buf_add(out, m->tables[t].table);
		paint(r, out, PLAIN);
		buf_byte(out, '\n');
		put_table(r, out, count - 1, &m->tables[t]);
		telling_count(r, count - 1, &m->tables[t], &all);
	}
	put_summary(r, out, &all);
	if (out->len == 0)
		buf_printf(out, "%s\n", in(r, "no differences", "no hay diferencias"));
}

/* The head of a moment: when, which commit, who, what for. */
static void put_moment(const struct telling *r, struct buf *out, const struct past_moment *m)
{
	struct arena *arena = arena_new();
	struct str time = record_time(arena, m);

	paint(r, out, YELLOW);
	buf_add(out, m->hex[0] ? str_part(str_of(m->hex), 0, 10) : str_of(in(r, "uncommitted", "sin confirmar")));
	paint(r, out, PLAIN);
	if (time.len)
		buf_printf(out, "  %.*s %.*s", STR_ARG(str_part(time, 0, 10)), STR_ARG(str_part(time, 11, 5)));
	if (r->names && m->name.len) {
		buf_add(out, STR("  "));
		put_value(out, m->name, LABEL_SHOWN);
	}
	if (m->subject.len) {
		buf_add(out, STR("  "));
		put_value(out, m->subject, VALUE_SHOWN);
	}
	buf_byte(out, '\n');
	arena_free(arena);
}

/* A table's moment: its counts, and in words what concerns it as a whole. A row's: each change. */
static void put_told(const struct telling *r, struct buf *out, size_t moment, const struct past_changes *table)
{
	struct telling_counts counts = { 0 };
	struct buf line = { 0 };

	if (r->key.len) {
		put_table(r, out, moment, table);
		return;
	}
	for (size_t i = 0; i < table->changes.count; i++) {
		if (change_of_row(table->changes.items[i].kind))
			continue;
		buf_add(out, STR("    "));
		telling_put_other(r, &table->changes.items[i], out);
		buf_byte(out, '\n');
	}
	telling_count(r, moment, table, &counts);
	telling_put_counts(r, &counts, &line);
	if (line.len)
		buf_printf(out, "    %.*s\n", STR_ARG(buf_str(&line)));
	buf_clear(&line);
}

static bool tells_any(const struct telling *r, size_t moment, const struct past_changes *table)
{
	for (size_t i = 0; i < table->changes.count; i++)
		if (telling_tells(r, moment, table, &table->changes.items[i]))
			return true;
	return false;
}

static void put_end(const struct telling *r, struct buf *out)
{
	if (past_end(r->past) == LINEAGE_SHALLOW)
		buf_printf(out, "%s\n", in(r, "older commits are missing: this clone is shallow (git fetch --unshallow brings them)",
			"faltan los commits anteriores: este clon es superficial (git fetch --unshallow los trae)"));
	else if (past_end(r->past) == LINEAGE_BROKEN)
		buf_printf(out, "%s\n", in(r, "older commits can't be read", "los commits anteriores no se pueden leer"));
}

void telling_text(const struct telling *r, struct buf *out)
{
	size_t count;
	const struct past_moment *moments = past_moments(r->past, &count);

	for (size_t moment = count; moment-- > r->first;) {
		bool headed = false;

		for (size_t t = 0; t < moments[moment].table_count; t++) {
			if (!tells_any(r, moment, &moments[moment].tables[t]))
				continue;
			if (!headed)
				put_moment(r, out, &moments[moment]);
			headed = true;
			put_told(r, out, moment, &moments[moment].tables[t]);
		}
	}
	if (out->len == 0)
		buf_printf(out, "%s\n", in(r, "no changes are known", "no se conocen cambios"));
	put_end(r, out);
}
