/* ICU's expression holds the state of one match, so each match needs one for itself: a few idle ones are kept
 * in slots that threads take from and put back to with one atomic exchange; who finds none makes a clone, which
 * shares what was compiled.  Keys and codes have patterns like ^[a-z0-9][a-z0-9-]*$ or ^\d{2}$, on every row of
 * every table. Such a row of classes of ASCII characters, each repeated or not, is also kept as a table: bit i
 * of `steps[c]` says that character c belongs to atom i. The atoms that may be the last one matched are one
 * machine word, and a character is a few operations on it (Baeza-Yates and Gonnet, "A new approach to text
 * searching", 1992; Navarro and Raffinot for what may repeat or be left out). Text that is not ASCII goes to
 * ICU. */
#include "model/pattern.h"

#include "base/arena.h"

#include <stdatomic.h>
#include <unicode/uregex.h>
#include <unicode/ustring.h>

enum {
	IDLE = 8,
	SHORT = 512,       /* UTF-16 units matched without taking memory */
	STEPS_MOST = 20,   /* in ICU's units of some ten thousand steps: a match that needs more is given up, on any machine alike */
	ATOMS_MOST = 61,   /* bit 0 is the beginning, and a carry may run one bit beyond the last */
};

/* See above; `count` atoms, from bit 1 on. */
struct quick {
	bool usable;
	unsigned count;
	uint64_t steps[128];
	uint64_t repeat;   /* atoms that may stay the current one */
	uint64_t optional; /* atoms that may be passed over */
	uint64_t finish;   /* atoms after which the text may end; bit 0 is the beginning */
};

struct pattern {
	URegularExpression *compiled;
	_Atomic(URegularExpression *) idle[IDLE];
	struct quick quick;
};

/* One atom while it is read: a set of ASCII characters. */
struct atom_set { bool has[128]; };

struct compile {
	struct str text;
	size_t at;
	struct quick *quick;
};

static bool more(const struct compile *c) { return c->at < c->text.len; }

static void add_range(struct atom_set *set, int from, int to)
{
	for (int i = from; i <= to; i++)
		set->has[i] = true;
}

/* Letters that stand for a class after a backslash. \w and \s are left to ICU. */
static bool take_escape(struct compile *c, struct atom_set *set, bool *single, int *code)
{
	char e;

	c->at++;
	if (!more(c))
		return false;
	e = c->text.at[c->at++];
	*single = true;
	if (e == 'd') {
		add_range(set, '0', '9');
		*single = false;
		return true;
	}
	if (e < ' ' || e > '~' || (e >= '0' && e <= '9') || ((e | 32) >= 'a' && (e | 32) <= 'z'))
		return false;
	*code = e;
	set->has[*code] = true;
	return true;
}

/* A character that means itself. */
static bool take_literal(struct compile *c, struct atom_set *set, int *code)
{
	char byte = c->text.at[c->at++];

	if (byte < ' ' || byte > '~')
		return false;
	*code = byte;
	set->has[*code] = true;
	return true;
}

static bool take_range(struct compile *c, struct atom_set *set, int from)
{
	char to;

	if (c->at + 1 >= c->text.len || c->text.at[c->at] != '-' || c->text.at[c->at + 1] == ']')
		return true;
	to = c->text.at[c->at + 1];
	if (to < from || to > '~' || to == '[' || to == '\\' || to == '-')
		return false;
	c->at += 2;
	add_range(set, from, to);
	return true;
}

/* [a-z0-9-]. Negation, sets inside sets and operators on them are left to ICU. */
static bool take_class(struct compile *c, struct atom_set *set)
{
	size_t start = ++c->at;

	for (; more(c) && c->text.at[c->at] != ']';) {
		char byte = c->text.at[c->at];
		bool single = true;
		int code = 0;

		if (memchr("[&^${}", byte, 6))
			return false;
		if (byte == '-' && c->at != start && c->at + 1 < c->text.len && c->text.at[c->at + 1] != ']')
			return false;
		if (byte == '\\' ? !take_escape(c, set, &single, &code) : !take_literal(c, set, &code))
			return false;
		if (single && code != '-' && !take_range(c, set, code))
			return false;
	}
	return more(c) && c->at++ > start;
}

static bool take_count(struct compile *c, unsigned *count)
{
	size_t start = c->at;

	*count = 0;
	for (; more(c) && c->text.at[c->at] >= '0' && c->text.at[c->at] <= '9' && c->at < start + 3; c->at++)
		*count = *count * 10 + (unsigned)(c->text.at[c->at] - '0');
	return c->at > start;
}

/* {2}, {2,} or {2,5}. */
static bool take_braces(struct compile *c, unsigned *least, unsigned *most, bool *endless)
{
	c->at++;
	if (!take_count(c, least))
		return false;
	*most = *least;
	if (more(c) && c->text.at[c->at] == ',') {
		c->at++;
		*endless = more(c) && c->text.at[c->at] == '}';
		if (!*endless && (!take_count(c, most) || *most < *least))
			return false;
	}
	return more(c) && c->text.at[c->at++] == '}';
}

static bool take_repeat(struct compile *c, unsigned *least, unsigned *most, bool *endless)
{
	*least = *most = 1;
	*endless = false;
	if (!more(c))
		return true;
	switch (c->text.at[c->at]) {
	case '*': *least = *most = 0; *endless = true; c->at++; break;
	case '+': *endless = true; c->at++; break;
	case '?': *least = 0; c->at++; break;
	case '{':
		if (!take_braces(c, least, most, endless))
			return false;
		break;
	default: return true;
	}
	return !more(c) || !memchr("*+?{", c->text.at[c->at], 4); /* lazy or possessive */
}

static bool add_atom(struct quick *quick, const struct atom_set *set, bool optional, bool repeat)
{
	uint64_t bit;

	if (quick->count == ATOMS_MOST)
		return false;
	bit = (uint64_t)1 << ++quick->count;
	for (int i = 0; i < 128; i++)
		if (set->has[i])
			quick->steps[i] |= bit;
	if (optional)
		quick->optional |= bit;
	if (repeat)
		quick->repeat |= bit;
	return true;
}

/* The characters of one atom. */
static bool take_set(struct compile *c, struct atom_set *set)
{
	char byte = c->text.at[c->at];
	bool single;
	int code;

	if (byte == '[')
		return take_class(c, set);
	if (byte == '\\')
		return take_escape(c, set, &single, &code);
	return !memchr("^$.|()*+?{}]", byte, 12) && take_literal(c, set, &code);
}

static bool take_atom(struct compile *c)
{
	struct atom_set set = { { false } };
	unsigned least, most;
	bool endless;

	if (!take_set(c, &set) || !take_repeat(c, &least, &most, &endless))
		return false;
	for (unsigned i = 0; i < most; i++)
		if (!add_atom(c->quick, &set, i >= least, false))
			return false;
	return !endless || add_atom(c->quick, &set, true, true);
}

/* The same atoms, and those that follow them and may be left out: a carry that runs through neighbouring bits,
 * as in an addition. */
static uint64_t pass_over(const struct quick *quick, uint64_t current)
{
	uint64_t optional = quick->optional, first = current << 1 & optional;

	return current | first | (((optional + first) ^ optional) & optional);
}

static bool compile_quick(struct str text, struct quick *quick)
{
	struct compile c = { .text = text, .quick = quick };

	if (more(&c) && text.at[0] == '^')
		c.at++;
	if (text.len > c.at && text.at[text.len - 1] == '$' && (text.len < 2 || text.at[text.len - 2] != '\\'))
		c.text.len--;
	while (more(&c))
		if (!take_atom(&c))
			return false;
	quick->finish = (uint64_t)1 << quick->count;
	for (unsigned i = quick->count; i > 0 && (quick->optional >> i & 1); i--)
		quick->finish |= (uint64_t)1 << (i - 1);
	return true;
}

/* False when it can't tell: a character is not ASCII. */
static bool match_quick(const struct quick *quick, struct str text, bool *fits)
{
	uint64_t current = 1;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (c >= 128)
			return false;
		current = (pass_over(quick, current) << 1 | (current & quick->repeat)) & quick->steps[c];
	}
	*fits = (current & quick->finish) != 0;
	return true;
}

/* The UTF-16 of `text`, in `small` or in memory of its own. */
static UChar *to_utf16(struct str text, UChar small[static SHORT], int32_t *len)
{
	UChar *units = text.len < SHORT ? small : memory_resize(NULL, (text.len + 1) * sizeof *units);
	UErrorCode status = U_ZERO_ERROR;

	u_strFromUTF8WithSub(units, (int32_t)text.len + 1, len, text.len ? text.at : "", (int32_t)text.len,
		0xFFFD, NULL, &status);
	return units;
}

static void bound_cost(URegularExpression *expression)
{
	UErrorCode status = U_ZERO_ERROR;

	uregex_setTimeLimit(expression, STEPS_MOST, &status);
}

static URegularExpression *compile(struct str text, size_t *wrong)
{
	UChar small[SHORT], *units;
	UErrorCode status = U_ZERO_ERROR;
	UParseError where = { .offset = 0 };
	URegularExpression *compiled;
	int32_t len;

	units = to_utf16(text, small, &len);
	compiled = uregex_open(units, len, 0, &where, &status);
	if (units != small)
		memory_free(units);
	*wrong = where.offset > 0 ? (size_t)where.offset - 1 : 0;
	if (U_FAILURE(status)) {
		uregex_close(compiled);
		return NULL;
	}
	bound_cost(compiled);
	return compiled;
}

struct pattern *pattern_new(struct arena *arena, struct str text, size_t *wrong)
{
	URegularExpression *compiled = text.len < INT32_MAX ? compile(text, wrong) : NULL;
	struct pattern *pattern;

	if (!compiled)
		return NULL;
	pattern = arena_new_of(arena, struct pattern);
	pattern->compiled = compiled;
	for (size_t i = 0; i < IDLE; i++)
		atomic_init(&pattern->idle[i], NULL);
	pattern->quick.usable = compile_quick(text, &pattern->quick);
	return pattern;
}

void pattern_end(const struct pattern *pattern)
{
	if (!pattern)
		return;
	for (size_t i = 0; i < IDLE; i++)
		uregex_close(atomic_load(&pattern->idle[i]));
	uregex_close(pattern->compiled);
}

/* An expression of one's own, or NULL. */
static URegularExpression *borrow(struct pattern *pattern)
{
	UErrorCode status = U_ZERO_ERROR;
	URegularExpression *clone;

	for (size_t i = 0; i < IDLE; i++) {
		clone = atomic_exchange(&pattern->idle[i], NULL);
		if (clone)
			return clone;
	}
	clone = uregex_clone(pattern->compiled, &status);
	if (U_FAILURE(status))
		return NULL;
	bound_cost(clone);
	return clone;
}

static void give_back(struct pattern *pattern, URegularExpression *expression)
{
	for (size_t i = 0; i < IDLE && expression; i++)
		expression = atomic_exchange(&pattern->idle[i], expression);
	uregex_close(expression);
}

static enum pattern_result match(URegularExpression *expression, struct str text)
{
	UChar small[SHORT], *units;
	UErrorCode status = U_ZERO_ERROR;
	int32_t len;
	bool fits;

	units = to_utf16(text, small, &len);
	uregex_setText(expression, units, len, &status);
	fits = uregex_matches(expression, 0, &status);
	if (units != small)
		memory_free(units);
	return U_FAILURE(status) ? PATTERN_COSTLY : fits ? PATTERN_FITS : PATTERN_DIFFERS;
}

enum pattern_result pattern_match(const struct pattern *pattern, struct str text)
{
	struct pattern *shared = (struct pattern *)pattern; /* its slots are atomic */
	URegularExpression *expression;
	enum pattern_result result;
	bool fits;

	if (pattern->quick.usable && match_quick(&pattern->quick, text, &fits))
		return fits ? PATTERN_FITS : PATTERN_DIFFERS;
	expression = text.len < INT32_MAX / 2 ? borrow(shared) : NULL;
	if (!expression)
		return PATTERN_COSTLY;
	result = match(expression, text);
	give_back(shared, expression);
	return result;
}
