/* A pattern is compiled into elements. Matching is a recursion whose depth is the number of elements with a choice (repetitions and optional
 * ones), never the length of the text: elements without a choice are walked in a loop, and a repetition counts first and tries
 * the rest of the pattern from each place. */
#include "script/world_pattern.h"

#include <stdlib.h>

enum element_kind {
	ELEMENT_END, ELEMENT_END_OF_TEXT /* `$` last */, ELEMENT_ANY, ELEMENT_BYTE, ELEMENT_SET,
	ELEMENT_OPEN, ELEMENT_CLOSE, ELEMENT_POSITION, ELEMENT_BACK, ELEMENT_BALANCE, ELEMENT_FRONTIER,
};

struct element {
	uint8_t kind;
	char repeat;        /* 0, '*', '+', '-' or '?' */
	uint8_t a, b;       /* the byte; the capture; both marks of %b */
	uint16_t set;       /* number of its set */
};

struct set {
	uint64_t bits[4];
};

struct matcher {
	bool anchored;
	int captures;
	uint16_t count, set_count;
	struct set *sets;   /* behind the elements */
	struct element elements[];
};

static bool set_has(const struct set *set, unsigned char c)
{
	return set->bits[c >> 6] >> (c & 63) & 1;
}

static void set_add(struct set *set, unsigned char c)
{
	set->bits[c >> 6] |= (uint64_t)1 << (c & 63);
}

/* ASCII's classes, whatever the locale. False when `letter` names none. */
static bool class_has(char letter, unsigned char c, bool *has)
{
	bool lower = c >= 'a' && c <= 'z', upper = c >= 'A' && c <= 'Z', digit = c >= '0' && c <= '9', graph = c > 32 && c < 127;

	switch (letter | 32) {
	case 'a': *has = lower || upper; break;
	case 'c': *has = c < 32 || c == 127; break;
	case 'd': *has = digit; break;
	case 'g': *has = graph; break;
	case 'l': *has = lower; break;
	case 'p': *has = graph && !lower && !upper && !digit; break;
	case 's': *has = c == ' ' || (c >= 9 && c <= 13); break;
	case 'u': *has = upper; break;
	case 'w': *has = lower || upper || digit; break;
	case 'x': *has = digit || ((c | 32) >= 'a' && (c | 32) <= 'f'); break;
	default: return false;
	}
	if (letter >= 'A' && letter <= 'Z')
		*has = !*has;
	return true;
}

/* Adds what `%letter` means: a class, or the letter itself. */
static void set_add_class(struct set *set, char letter)
{
	bool has = false, is_class = false;

	if ((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z')) {
		for (int c = 0; c < 256; c++) {
			is_class = class_has(letter, (unsigned char)c, &has);
			if (is_class && has)
				set_add(set, (unsigned char)c);
		}
	}
	if (!is_class)
		set_add(set, (unsigned char)letter);
}

/* Compiling. */

struct compiler {
	struct matcher *matcher;
	struct str pattern;
	size_t at;
	int open[MATCHER_CAPTURES]; /* captures not yet closed */
	int depth;
	bool closed[MATCHER_CAPTURES];
};

size_t matcher_size(struct str pattern)
{
	size_t sets = 0;

	for (size_t i = 0; i < pattern.len; i++)
		sets += pattern.at[i] == '%' || pattern.at[i] == '[';
	return sizeof(struct matcher) + (pattern.len + 2) * sizeof(struct element) + 8 + sets * sizeof(struct set);
}

static struct set *new_set(struct compiler *c, struct element *element)
{
	struct set *set = &c->matcher->sets[c->matcher->set_count];

	*set = (struct set){ 0 };
	element->set = c->matcher->set_count++;
	return set;
}

static bool more(const struct compiler *c)
{
	return c->at < c->pattern.len;
}

/* `[…]`, whose `[` was read. A `]` that stands first is a member. */
static enum matcher_fault compile_set(struct compiler *c, struct element *element)
{
	struct set *set = new_set(c, element);
	bool negated = more(c) && c->pattern.at[c->at] == '^';
	bool first = true;

	c->at += negated;
	for (;; first = false) {
		unsigned char from, to;

		if (!more(c))
			return MATCHER_SET_NOT_CLOSED;
		from = (unsigned char)c->pattern.at[c->at++];
		if (from == ']' && !first)
			break;
		if (from == '%') {
			if (!more(c))
				return MATCHER_SET_NOT_CLOSED;
			set_add_class(set, c->pattern.at[c->at++]);
			continue;
		}
		to = from;
		if (c->at + 1 < c->pattern.len && c->pattern.at[c->at] == '-' && c->pattern.at[c->at + 1] != ']') {
			to = (unsigned char)c->pattern.at[c->at + 1];
			c->at += 2;
		}
		for (int i = from; i <= to; i++)
			set_add(set, (unsigned char)i);
	}
	for (int i = 0; negated && i < 4; i++)
		set->bits[i] = ~set->bits[i];
	element->kind = ELEMENT_SET;
	return MATCHER_FINE;
}

/* What follows a `%`. */
static enum matcher_fault compile_percent(struct compiler *c, struct element *element)
{
	char letter;

	if (!more(c))
		return MATCHER_ENDS_WITH_PERCENT;
	letter = c->pattern.at[c->at++];
	if (letter == 'b') {
		if (c->at + 2 > c->pattern.len)
			return MATCHER_BALANCE;
		element->kind = ELEMENT_BALANCE;
		element->a = (uint8_t)c->pattern.at[c->at++];
		element->b = (uint8_t)c->pattern.at[c->at++];
	} else if (letter == 'f') {
		enum matcher_fault fault;

		if (!more(c) || c->pattern.at[c->at++] != '[')
			return MATCHER_FRONTIER;
		fault = compile_set(c, element);
		element->kind = ELEMENT_FRONTIER;
		return fault;
	} else if (letter >= '0' && letter <= '9') {
		element->kind = ELEMENT_BACK;
		element->a = (uint8_t)(letter - '1');
		if (letter == '0' || element->a >= c->matcher->captures || !c->closed[element->a])
			return MATCHER_BACK_REFERENCE;
	} else {
		element->kind = ELEMENT_SET;
		set_add_class(new_set(c, element), letter);
	}
	return MATCHER_FINE;
}

static enum matcher_fault compile_open(struct compiler *c, struct element *element)
{
	if (c->matcher->captures == MATCHER_CAPTURES)
		return MATCHER_CAPTURES_MANY;
	element->a = (uint8_t)c->matcher->captures++;
	if (more(c) && c->pattern.at[c->at] == ')') {
		c->at++;
		c->closed[element->a] = true;
		element->kind = ELEMENT_POSITION;
		return MATCHER_FINE;
	}
	c->open[c->depth++] = element->a;
	element->kind = ELEMENT_OPEN;
	return MATCHER_FINE;
}

static enum matcher_fault compile_element(struct compiler *c, struct element *element)
{
	char letter = c->pattern.at[c->at++];

	switch (letter) {
	case '(':
		return compile_open(c, element);
	case ')':
		if (c->depth == 0)
			return MATCHER_CAPTURE_NOT_OPEN;
		element->kind = ELEMENT_CLOSE;
		element->a = (uint8_t)c->open[--c->depth];
		c->closed[element->a] = true;
		return MATCHER_FINE;
	case '$':
		if (!more(c)) {
			element->kind = ELEMENT_END_OF_TEXT;
			return MATCHER_FINE;
		}
		break;
	case '%':
		return compile_percent(c, element);
	case '[':
		return compile_set(c, element);
	case '.':
		element->kind = ELEMENT_ANY;
		return MATCHER_FINE;
	default:
		break;
	}
	element->kind = ELEMENT_BYTE;
	element->a = (uint8_t)letter;
	return MATCHER_FINE;
}

static bool single(const struct element *element)
{
	return element->kind == ELEMENT_ANY || element->kind == ELEMENT_BYTE || element->kind == ELEMENT_SET;
}

enum matcher_fault matcher_compile(struct matcher *matcher, struct str pattern, bool anchored)
{
	struct compiler c = { .matcher = matcher, .pattern = pattern };
	size_t offset = (sizeof *matcher + (pattern.len + 2) * sizeof(struct element) + 7) / 8 * 8;

	if (pattern.len > MATCHER_PATTERN_MOST)
		return MATCHER_TOO_LONG;
	*matcher = (struct matcher){ .sets = (struct set *)(void *)((char *)matcher + offset) };
	matcher->anchored = anchored && str_starts(pattern, STR("^"));
	c.at += matcher->anchored;
	while (more(&c)) {
		struct element *element = &matcher->elements[matcher->count++];
		enum matcher_fault fault;

		*element = (struct element){ 0 };
		fault = compile_element(&c, element);
		if (fault != MATCHER_FINE)
			return fault;
		if (single(element) && more(&c) && strchr("*+-?", c.pattern.at[c.at]) && c.pattern.at[c.at])
			element->repeat = c.pattern.at[c.at++];
	}
	matcher->elements[matcher->count++] = (struct element){ .kind = ELEMENT_END };
	return c.depth ? MATCHER_CAPTURE_NOT_CLOSED : MATCHER_FINE;
}

bool matcher_anchored(const struct matcher *matcher)
{
	return matcher->anchored;
}

int matcher_captures(const struct matcher *matcher)
{
	return matcher->captures;
}

/* Matching. */

static bool step(struct match *m)
{
	if (m->steps == 0)
		return false;
	m->steps--;
	return true;
}

static bool accepts(const struct matcher *matcher, const struct element *element, unsigned char c)
{
	switch (element->kind) {
	case ELEMENT_ANY: return true;
	case ELEMENT_BYTE: return c == element->a;
	default: return set_has(&matcher->sets[element->set], c);
	}
}

static enum match_result match_from(const struct matcher *matcher, struct match *m, const struct element *element, size_t at);

/* The longest run first. */
static enum match_result match_most(const struct matcher *matcher, struct match *m, const struct element *element, size_t at, size_t least)
{
	size_t count = 0;

	while (at + count < m->text.len && accepts(matcher, element, (unsigned char)m->text.at[at + count])) {
		if (!step(m))
			return MATCH_TIRED;
		count++;
	}
	for (; count + 1 > least; count--) {
		enum match_result result = match_from(matcher, m, element + 1, at + count);

		if (result != MATCH_NO || count == 0)
			return result;
	}
	return MATCH_NO;
}

/* The shortest run first. */
static enum match_result match_least(const struct matcher *matcher, struct match *m, const struct element *element, size_t at)
{
	for (;; at++) {
		enum match_result result = match_from(matcher, m, element + 1, at);

		if (result != MATCH_NO)
			return result;
		if (at >= m->text.len || !accepts(matcher, element, (unsigned char)m->text.at[at]))
			return MATCH_NO;
	}
}

static enum match_result match_maybe(const struct matcher *matcher, struct match *m, const struct element *element, size_t at)
{
	if (at < m->text.len && accepts(matcher, element, (unsigned char)m->text.at[at])) {
		enum match_result result = match_from(matcher, m, element + 1, at + 1);

		if (result != MATCH_NO)
			return result;
	}
	return match_from(matcher, m, element + 1, at);
}

static enum match_result match_choice(const struct matcher *matcher, struct match *m, const struct element *element, size_t at)
{
	switch (element->repeat) {
	case '*': return match_most(matcher, m, element, at, 0);
	case '+': return match_most(matcher, m, element, at, 1);
	case '-': return match_least(matcher, m, element, at);
	default: return match_maybe(matcher, m, element, at);
	}
}

/* `%bxy`: moves past a balanced piece. */
static enum match_result balance(struct match *m, const struct element *element, size_t *at)
{
	size_t depth = 0;

	if (*at >= m->text.len || (uint8_t)m->text.at[*at] != element->a)
		return MATCH_NO;
	for (size_t i = *at; i < m->text.len; i++) {
		uint8_t c = (uint8_t)m->text.at[i];

		if (!step(m))
			return MATCH_TIRED;
		if (c == element->b && depth > 0) { /* first: with %b"" both marks are one */
			if (--depth == 0) {
				*at = i + 1;
				return MATCH_YES;
			}
		} else if (c == element->a) {
			depth++;
		}
	}
	return MATCH_NO;
}

static enum match_result back_reference(struct match *m, int capture, size_t *at)
{
	struct str same;

	if (m->captures[capture].len == CAPTURE_POSITION)
		return MATCH_NO;
	same = str_part(m->text, m->captures[capture].at, (size_t)m->captures[capture].len);
	if (m->steps < same.len) {
		m->steps = 0;
		return MATCH_TIRED;
	}
	m->steps -= same.len;
	if (!str_starts(str_after(m->text, *at), same))
		return MATCH_NO;
	*at += same.len;
	return MATCH_YES;
}

/* `%f[set]`: between a byte outside of the set and one inside; both ends of the text count as a zero byte. */
static bool frontier(const struct matcher *matcher, const struct match *m, const struct element *element, size_t at)
{
	const struct set *set = &matcher->sets[element->set];
	unsigned char before = at > 0 ? (unsigned char)m->text.at[at - 1] : 0;
	unsigned char here = at < m->text.len ? (unsigned char)m->text.at[at] : 0;

	return !set_has(set, before) && set_has(set, here);
}

/* One element that offers no choice; moves `at` past it. */
static enum match_result match_plain(const struct matcher *matcher, struct match *m, const struct element *element, size_t *at)
{
	switch (element->kind) {
	case ELEMENT_END_OF_TEXT:
		return *at == m->text.len ? MATCH_YES : MATCH_NO;
	case ELEMENT_OPEN:
		m->captures[element->a].at = *at;
		return MATCH_YES;
	case ELEMENT_CLOSE:
		m->captures[element->a].len = (ptrdiff_t)(*at - m->captures[element->a].at);
		return MATCH_YES;
	case ELEMENT_POSITION:
		m->captures[element->a].at = *at;
		m->captures[element->a].len = CAPTURE_POSITION;
		return MATCH_YES;
	case ELEMENT_BACK:
		return back_reference(m, element->a, at);
	case ELEMENT_BALANCE:
		return balance(m, element, at);
	case ELEMENT_FRONTIER:
		return frontier(matcher, m, element, *at) ? MATCH_YES : MATCH_NO;
	default:
		if (*at >= m->text.len || !accepts(matcher, element, (unsigned char)m->text.at[*at]))
			return MATCH_NO;
		++*at;
		return MATCH_YES;
	}
}

/* Captures set on a way that failed are written again by the way that succeeds, which passes all of the pattern. */
static enum match_result match_from(const struct matcher *matcher, struct match *m, const struct element *element, size_t at)
{
	for (; element->kind != ELEMENT_END; element++) {
		enum match_result result;

		if (!step(m))
			return MATCH_TIRED;
		if (element->repeat)
			return match_choice(matcher, m, element, at);
		result = match_plain(matcher, m, element, &at);
		if (result != MATCH_YES)
			return result;
	}
	m->to = at;
	return MATCH_YES;
}

enum match_result matcher_find(const struct matcher *matcher, struct match *m, size_t init)
{
	const struct element *first = &matcher->elements[0];
	bool byte = first->kind == ELEMENT_BYTE && (first->repeat == 0 || first->repeat == '+') && !matcher->anchored;

	for (size_t at = init; at <= m->text.len; at++) {
		enum match_result result;

		if (byte) { /* skip to where it can begin */
			size_t next = str_find(m->text, (char)first->a, at);

			if (next >= m->text.len)
				return MATCH_NO;
			if (m->steps < (next - at) / 8) {
				m->steps = 0;
				return MATCH_TIRED;
			}
			m->steps -= (next - at) / 8;
			at = next;
		}
		m->from = at;
		result = match_from(matcher, m, first, at);
		if (result != MATCH_NO)
			return result;
		if (matcher->anchored)
			return MATCH_NO;
		if (!step(m))
			return MATCH_TIRED;
	}
	return MATCH_NO;
}
