/* Fit for a comment on a pull request: tables of GitHub's and GitLab's Markdown, long ones folded away and cut before the comment is too long. */
#include "history/telling_private.h"

#include "base/utf8.h"

enum { ROWS_OPEN = 20, ROWS_MOST = 500, BYTES_MOST = 60000, VALUE_SHOWN = 160 };

static const char *in(const struct telling *r, const char *en, const char *es)
{
	return r->lang == LANG_ES ? es : en;
}

/* A cell of a Markdown table: nothing in it is markup. */
static void put(struct buf *out, struct str text)
{
	struct str shown = utf8_prefix(text, VALUE_SHOWN);

	for (size_t i = 0; i < shown.len; i++) {
		char c = shown.at[i];

		if (c == '\n' || c == '\r' || (unsigned char)c < ' ')
			buf_byte(out, ' ');
		else if (c == '<')
			buf_add(out, STR("&lt;"));
		else if (c == '&')
			buf_add(out, STR("&amp;"));
		else if (c == '@') /* nobody is to be called by a cell */
			buf_add(out, STR("&#64;"));
		else {
			if (memchr("|*_`[]~\\#!", c, 10))
				buf_byte(out, '\\');
			buf_byte(out, c);
		}
	}
	if (shown.len < text.len)
		buf_add(out, STR("…"));
}

static void put_row(const struct telling *r, struct buf *out, const char *what, const struct change *c)
{
	buf_printf(out, "| %s | ", what);
	put(out, c->key);
	buf_add(out, STR(" | "));
	put(out, c->kind == CHANGE_CELL ? c->field : c->label);
	buf_add(out, STR(" | "));
	if (c->before.at)
		put(out, c->before);
	buf_add(out, STR(" | "));
	if (c->kind == CHANGE_RENUMBERED)
		buf_printf(out, in(r, "%u %% alike", "%u %% igual"), (c->likeness + 5u) / 10u);
	else if (c->after.at)
		put(out, c->after);
	else if (c->kind != CHANGE_CELL)
		put(out, c->key.len ? STR("") : c->row);
	buf_add(out, STR(" |\n"));
}

static const char *word(const struct telling *r, enum change_kind kind)
{
	switch (kind) {
	case CHANGE_ROW_ADDED: return in(r, "added", "agregado");
	case CHANGE_ROW_REMOVED: return in(r, "removed", "retirado");
	case CHANGE_RENUMBERED: return in(r, "renumbered", "renumerado");
	default: return in(r, "changed", "cambiado");
	}
}

static void put_rows(const struct telling *r, struct buf *out, const struct past_changes *table, size_t moment, size_t count)
{
	size_t told = 0, left = 0;
	bool folded = count > ROWS_OPEN;

	if (folded)
		buf_printf(out, "<details><summary>%zu %s</summary>\n\n", count, in(r, "changes", "cambios"));
	buf_printf(out, "| | %s | %s | %s | %s |\n|---|---|---|---|---|\n", in(r, "key", "clave"), in(r, "field or name", "campo o nombre"),
		in(r, "before", "antes"), in(r, "after", "después"));
	for (size_t i = 0; i < table->changes.count; i++) {
		const struct change *c = &table->changes.items[i];

		if (!change_of_row(c->kind) || !telling_tells(r, moment, table, c))
			continue;
		if (told == ROWS_MOST || out->len > BYTES_MOST) {
			left++;
			continue;
		}
		put_row(r, out, word(r, c->kind), c);
		told++;
	}
	if (left)
		buf_printf(out, in(r, "\n%zu more are not shown.\n", "\nNo se muestran otros %zu.\n"), left);
	buf_add(out, folded ? STR("\n</details>\n\n") : STR("\n"));
}

static void put_table(const struct telling *r, struct buf *out, const struct past_changes *table, size_t moment)
{
	struct telling_counts counts = { 0 };
	struct buf line = { 0 };
	size_t rows;

	telling_count(r, moment, table, &counts);
	rows = counts.added + counts.removed + counts.renumbered + counts.cells;
	if (rows + counts.others == 0)
		return;
	telling_put_counts(r, &counts, &line);
	buf_printf(out, "### %.*s\n\n", STR_ARG(table->table));
	if (line.len)
		buf_printf(out, "%.*s\n\n", STR_ARG(buf_str(&line)));
	for (size_t i = 0; i < table->changes.count; i++) {
		if (change_of_row(table->changes.items[i].kind))
			continue;
		buf_reset(&line);
		telling_put_other(r, &table->changes.items[i], &line);
		buf_add(out, STR("- "));
		put(out, buf_str(&line));
		buf_add(out, STR("\n"));
	}
	if (counts.others)
		buf_byte(out, '\n');
	if (rows)
		put_rows(r, out, table, moment, rows);
	buf_clear(&line);
}

void telling_markdown(const struct telling *r, struct buf *out)
{
	size_t count;
	const struct past_moment *m = past_moments(r->past, &count) + count - 1;

	for (size_t t = 0; t < m->table_count; t++)
		put_table(r, out, &m->tables[t], count - 1);
	if (out->len == 0)
		buf_printf(out, "%s\n", in(r, "The data do not differ.", "Los datos no difieren."));
}
