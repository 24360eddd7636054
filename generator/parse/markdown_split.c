/* A paragraph of cmark's, cut by its lines into texts, tables and components. The lines are those of the file without what the blocks
 * around the paragraph put before them: `>` of quotes, and the indentation of lists. */
#include "parse/markdown_private.h"

size_t markdown_add_extra(struct markdown_reading *r, struct str text, size_t line)
{
	arena_grow(r->arena, r->extras, r->extra_count, r->extra_capacity);
	r->extras[r->extra_count] = (struct markdown_extra){ .text = text, .line = line };
	return r->extra_count++;
}

struct markdown_part *markdown_add_part(struct markdown_reading *r, struct markdown_split *split, enum markdown_part_kind kind,
	size_t line)
{
	struct markdown_part *part;

	arena_grow(r->arena, split->parts, split->part_count, split->part_capacity);
	part = &split->parts[split->part_count++];
	*part = (struct markdown_part){ .kind = kind, .line = line };
	return part;
}

static struct str trim_left(struct str s)
{
	while (s.len && (s.at[0] == ' ' || s.at[0] == '\t'))
		s = str_after(s, 1);
	return s;
}

static size_t quotes_around(cmark_node *node)
{
	size_t count = 0;

	for (; node; node = cmark_node_parent(node))
		count += cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE;
	return count;
}

/* A line that goes on with a paragraph may leave the marks of quotes out. */
static struct str without_quotes(struct str line, size_t quotes)
{
	for (line = trim_left(line); quotes > 0 && str_starts(line, STR(">")); quotes--)
		line = trim_left(str_after(line, 1));
	return line;
}

static struct str *lines_of(struct markdown_reading *r, cmark_node *node, size_t first, size_t count)
{
	size_t quotes = quotes_around(node), column = (size_t)cmark_node_get_start_column(node);
	struct str *lines = arena_array(r->arena, struct str, count);

	lines[0] = str_after(r->lines[first], column ? column - 1 : 0);
	for (size_t i = 1; i < count; i++)
		lines[i] = without_quotes(r->lines[first + i], quotes);
	return lines;
}

/* A definition of a reference is no text; cmark has taken it out of the paragraph. */
static bool definition(struct str line)
{
	return str_starts(line, STR("[")) && str_search(line, STR("]:"), 0) < line.len;
}

static void add_text(struct markdown_reading *r, struct markdown_split *split, const struct str *lines, size_t count,
	size_t line)
{
	struct markdown_part *part;
	struct buf text = { 0 };

	while (count && split->part_count == 0 && definition(*lines)) {
		lines++;
		count--;
		line++;
	}
	if (count == 0)
		return;
	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_byte(&text, '\n');
		buf_add(&text, lines[i]);
	}
	part = markdown_add_part(r, split, MARKDOWN_PART_TEXT, line);
	part->extra = markdown_add_extra(r, arena_copy(r->arena, buf_str(&text)), line);
	buf_clear(&text);
}

static void split_paragraph(struct markdown_reading *r, size_t ordinal, const struct str *lines, size_t count, size_t line)
{
	struct markdown_split split = { .ordinal = ordinal };
	size_t text = 0;

	for (size_t i = 0; i < count;) {
		bool component = markdown_is_component(lines[i]);

		if (!component && !markdown_is_table(lines + i, count - i)) {
			i++;
			continue;
		}
		add_text(r, &split, lines + text, i - text, line + text);
		if (component)
			markdown_add_part(r, &split, MARKDOWN_PART_COMPONENT, line + i)->text = lines[i];
		i += component ? 1 : markdown_table(r, &split, lines + i, count - i, line + i);
		text = i;
	}
	if (text == 0)
		return;
	add_text(r, &split, lines + text, count - text, line + text);
	arena_grow(r->arena, r->splits, r->split_count, r->split_capacity);
	r->splits[r->split_count++] = split;
}

/* Most paragraphs hold neither pipes nor components. */
static bool worth_a_look(const struct markdown_reading *r, size_t first, size_t count)
{
	for (size_t i = first; i < first + count; i++)
		if (str_find(r->lines[i], '|', 0) < r->lines[i].len || str_search(r->lines[i], STR("{{<"), 0) < r->lines[i].len)
			return true;
	return false;
}

void markdown_split(struct markdown_reading *r, cmark_node *root)
{
	cmark_iter *iter = cmark_iter_new(root);
	cmark_event_type event;
	size_t ordinal = 0;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE && r->good) {
		cmark_node *node = cmark_iter_get_node(iter);
		size_t first = (size_t)cmark_node_get_start_line(node), last = (size_t)cmark_node_get_end_line(node);

		if (event != CMARK_EVENT_ENTER || cmark_node_get_type(node) != CMARK_NODE_PARAGRAPH)
			continue;
		if (first > 0 && first <= last && last <= r->line_count && worth_a_look(r, first - 1, last - first + 1))
			split_paragraph(r, ordinal, lines_of(r, node, first - 1, last - first + 1), last - first + 1, first);
		ordinal++;
	}
	cmark_iter_free(iter);
}
