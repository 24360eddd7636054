/* A template is cut into static text and marks before anything is understood, because white space around a mark depends on what else its
 * line holds. Inside a mark only strings and braces count: they may hold what would end it. */
#include "script/template_private.h"

struct cutter {
	struct template *template;
	struct str text;
	struct arena *arena;
	struct diag *diag;
	struct piece *pieces;
	size_t count, capacity;
	bool trim_next;          /* the mark before ended with a dash */
};

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool white(char c)
{
	return blank(c) || c == '\n' || c == '\r';
}

/* Past a string that begins at `at`, or past its quote when the string doesn't end on its line: the parser tells that. */
static size_t skip_string(struct str text, size_t at)
{
	size_t start = at;
	char quote = text.at[at++];

	while (at < text.len && text.at[at] != quote && text.at[at] != '\n') {
		bool long_gap = str_starts(str_after(text, at), STR("\\z"));

		at += text.at[at] == '\\' && at + 1 < text.len ? 2 : 1;
		while (long_gap && at < text.len && white(text.at[at]))
			at++;
	}
	return at < text.len && text.at[at] == quote ? at + 1 : start + 1;
}

/* Where the closer ("}}", "%}") of the mark stands whose inside begins at `at`; text.len when it is nowhere. */
static size_t find_close(struct str text, size_t at, struct str close)
{
	size_t braces = 0, end;

	while (at < text.len) {
		char c = text.at[at];

		if ((c != '}' || braces == 0) && str_starts(str_after(text, at), close))
			return at;
		if (c == '"' || c == '\'') {
			at = skip_string(text, at);
		} else if (c == '[' && lexer_long_bracket(text, at, &end)) {
			at = end;
		} else {
			braces += c == '{';
			braces -= c == '}' && braces > 0;
			at++;
		}
	}
	return at;
}

static struct piece *add_piece(struct cutter *cutter, enum piece_kind kind, size_t start, size_t end)
{
	struct piece *piece;

	arena_grow(cutter->arena, cutter->pieces, cutter->count, cutter->capacity);
	piece = &cutter->pieces[cutter->count++];
	*piece = (struct piece){ .kind = kind, .start = start, .end = end };
	return piece;
}

static void add_text(struct cutter *cutter, size_t start, size_t end)
{
	if (cutter->trim_next)
		while (start < end && white(cutter->text.at[start]))
			start++;
	cutter->trim_next = false;
	if (start < end)
		add_piece(cutter, PIECE_TEXT, start, end);
}

/* The text before a mark that begins with a dash. */
static void trim_last(struct cutter *cutter)
{
	struct piece *last = cutter->count ? &cutter->pieces[cutter->count - 1] : NULL;

	if (!last || last->kind != PIECE_TEXT)
		return;
	while (last->end > last->start && white(cutter->text.at[last->end - 1]))
		last->end--;
}

/* {% raw %} … {% endraw %}: returns where reading goes on. `after` is the end of the opening mark. */
static size_t add_raw(struct cutter *cutter, size_t open, size_t after)
{
	for (size_t at = after; (at = str_search(cutter->text, STR("{%"), at)) < cutter->text.len; at += 2) {
		size_t inner = at + 2, close;
		bool trim = inner < cutter->text.len && cutter->text.at[inner] == '-';
		struct str word;

		close = str_search(cutter->text, STR("%}"), inner);
		word = str_trim(str_part(cutter->text, inner + trim, close - inner - trim));
		if (str_ends(word, STR("-")))
			word = str_trim(str_part(word, 0, word.len - 1));
		if (close == cutter->text.len || !str_equal(word, STR("endraw")))
			continue;
		add_text(cutter, after, at);
		if (trim)
			trim_last(cutter);
		cutter->trim_next = cutter->text.at[close - 1] == '-';
		return close + 2;
	}
	diag_error(cutter->diag, template_at(cutter->template, (struct span){ (uint32_t)open, 2 }), "unbalanced",
		"'raw' isn't closed; write {%% endraw %%}",
		"falta cerrar 'raw'; escriba {%% endraw %%}");
	return cutter->text.len;
}

static size_t not_closed(struct cutter *cutter, size_t at, const char *close)
{
	diag_error(cutter->diag, template_at(cutter->template, (struct span){ (uint32_t)at, 2 }), "unbalanced",
		"'%.2s' isn't closed; write %s after it",
		"falta cerrar '%.2s'; escriba %s después", cutter->text.at + at, close);
	return cutter->text.len;
}

static size_t add_comment(struct cutter *cutter, size_t at)
{
	size_t close = str_search(cutter->text, STR("#}"), at + 2);

	if (close == cutter->text.len)
		return not_closed(cutter, at, "#}");
	if (cutter->text.at[at + 2] == '-')
		trim_last(cutter);
	add_piece(cutter, PIECE_COMMENT, at, close + 2);
	cutter->trim_next = close > at + 2 && cutter->text.at[close - 1] == '-';
	return close + 2;
}

static size_t add_mark(struct cutter *cutter, size_t at)
{
	bool prints = cutter->text.at[at + 1] == '{';
	size_t inner = at + 2, close = find_close(cutter->text, inner, prints ? STR("}}") : STR("%}")), end = close;
	struct piece *piece;

	if (close == cutter->text.len)
		return not_closed(cutter, at, prints ? "}}" : "%}");
	if (inner < end && cutter->text.at[inner] == '-') {
		trim_last(cutter);
		inner++;
	}
	if (end > inner && cutter->text.at[end - 1] == '-') {
		cutter->trim_next = true;
		end--;
	}
	if (!prints && str_equal(str_trim(str_part(cutter->text, inner, end - inner)), STR("raw"))) {
		add_piece(cutter, PIECE_COMMENT, at, close + 2);
		return add_raw(cutter, at, close + 2);
	}
	piece = add_piece(cutter, prints ? PIECE_PRINT : PIECE_STATEMENT, at, close + 2);
	piece->inner = inner;
	piece->inner_end = end;
	return close + 2;
}

/* Where the next mark begins. */
static size_t find_mark(struct str text, size_t at)
{
	for (; (at = str_find(text, '{', at)) < text.len; at++)
		if (at + 1 < text.len && (text.at[at + 1] == '{' || text.at[at + 1] == '%' || text.at[at + 1] == '#'))
			return at;
	return text.len;
}

/* Lines that hold only statements. */

static size_t line_start(struct str text, size_t at)
{
	while (at > 0 && blank(text.at[at - 1]))
		at--;
	return at == 0 || text.at[at - 1] == '\n' ? at : SIZE_MAX;
}

/* Past the end of the line, when only blanks are left of it. */
static size_t line_end(struct str text, size_t at)
{
	while (at < text.len && blank(text.at[at]))
		at++;
	if (at < text.len && text.at[at] == '\r')
		at++;
	if (at == text.len)
		return at;
	return text.at[at] == '\n' ? at + 1 : SIZE_MAX;
}

static bool silent(const struct piece *piece)
{
	return piece->kind == PIECE_STATEMENT || piece->kind == PIECE_COMMENT;
}

static bool all_blank(struct str text, const struct piece *piece)
{
	for (size_t i = piece->start; i < piece->end; i++)
		if (!blank(text.at[i]))
			return false;
	return true;
}

static void cut_text(struct piece *piece, size_t start, size_t end)
{
	if (piece->start < start)
		piece->start = start < piece->end ? start : piece->end;
	if (piece->end > end)
		piece->end = end > piece->start ? end : piece->start;
}

/* Pieces from `first` to before `last` are statements with blanks between: takes their line's white space when they are all it holds. */
static void take_line(struct cutter *cutter, size_t first, size_t last)
{
	size_t from = line_start(cutter->text, cutter->pieces[first].start), to = line_end(cutter->text, cutter->pieces[last - 1].end);

	if (from == SIZE_MAX || to == SIZE_MAX)
		return;
	if (first > 0 && cutter->pieces[first - 1].kind == PIECE_TEXT)
		cut_text(&cutter->pieces[first - 1], 0, from);
	for (size_t i = first; i < last; i++)
		if (cutter->pieces[i].kind == PIECE_TEXT)
			cutter->pieces[i].end = cutter->pieces[i].start;
	if (last < cutter->count && cutter->pieces[last].kind == PIECE_TEXT)
		cut_text(&cutter->pieces[last], to, SIZE_MAX);
}

static void take_lines(struct cutter *cutter)
{
	for (size_t first = 0; first < cutter->count; first++) {
		size_t last = first;

		if (!silent(&cutter->pieces[first]))
			continue;
		for (size_t i = first; i < cutter->count; i++) {
			if (silent(&cutter->pieces[i]))
				last = i + 1;
			else if (cutter->pieces[i].kind != PIECE_TEXT || !all_blank(cutter->text, &cutter->pieces[i]))
				break;
		}
		take_line(cutter, first, last);
		first = last - 1;
	}
}

const struct piece *pieces_cut(struct template *template, struct arena *arena, size_t *count, struct diag *diag)
{
	struct cutter cutter = { .template = template, .text = template->text, .arena = arena, .diag = diag };
	size_t at = 0;

	while (at < cutter.text.len) {
		size_t mark = find_mark(cutter.text, at);

		add_text(&cutter, at, mark);
		if (mark == cutter.text.len)
			break;
		at = cutter.text.at[mark + 1] == '#' ? add_comment(&cutter, mark) : add_mark(&cutter, mark);
	}
	take_lines(&cutter);
	*count = cutter.count;
	return cutter.pieces;
}
