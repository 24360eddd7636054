/* The nearest key is looked for among all keys of a small table, and in a large one among those that begin and
 * end like the word, where all wrong letters are near each other. */
#include "model/link_near.h"

#include "base/buf.h"
#include "model/index.h"
#include "model/table_private.h"

enum { CANDIDATES = 512, SEARCHES = 256 };

/* True when what lies between the common beginning and the common end is short. */
static bool alike(struct str word, struct str key)
{
	size_t least = word.len < key.len ? word.len : key.len, most = word.len + key.len - least;
	size_t head = 0, tail = 0;

	if (most - least > least / 3)
		return false;
	while (head < least && word.at[head] == key.at[head])
		head++;
	while (tail < least - head && word.at[word.len - 1 - tail] == key.at[key.len - 1 - tail])
		tail++;
	return head + tail + least / 3 >= least;
}

static struct str nearest(const struct link_rows *link, struct str word)
{
	const struct table *to = link->open.to;
	size_t column = link->target->key->fields[0]->index, count = 0;
	struct str candidates[CANDIDATES];

	for (uint32_t row = 0; row < to->rows && count < CANDIDATES; row++) {
		struct str key;

		if (table_stored(to, row, column, &key) && (to->rows <= CANDIDATES || alike(word, key)))
			candidates[count++] = key;
	}
	return str_nearest(word, candidates, count);
}

/* The blanks around the word, when it would be found without them. */
static bool advise_blanks(const struct link_rows *link, struct str word, struct diag *diag)
{
	struct str trimmed = str_trim(word);

	if (trimmed.len == word.len || index_find(link->target, &trimmed) == ROW_NONE)
		return false;
	diag_advice(diag, "there are blanks around it; write '%.*s'", "tiene espacios alrededor; escriba '%.*s'", STR_ARG(trimmed));
	return true;
}

/* The nearest key to `word`, remembered for the rows that follow; "" when enough has been searched. */
static struct str search(struct link_near *near, struct str word)
{
	if (near->word.at && str_equal(near->word, word))
		return near->nearest;
	near->word = word;
	near->nearest = near->searches++ < SEARCHES ? nearest(near->link, word) : STR("");
	return near->nearest;
}

static void advise(struct link_near *near, const struct str *parts, struct diag *diag)
{
	const struct link_rows *link = near->link;
	struct str key = STR("");

	if (link->from.count == 1) {
		if (advise_blanks(link, parts[0], diag))
			return;
		key = search(near, parts[0]);
	}
	if (key.len)
		diag_advice(diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(key));
	else
		diag_advice(diag, "add it to '%.*s', or correct it here", "agréguela a '%.*s' o corríjala aquí",
			STR_ARG(link->open.to->name));
}

void link_near_report(struct link_near *near, uint32_t row, const struct str *parts, struct diag *diag)
{
	const struct link_rows *link = near->link;
	struct buf key = { 0 };

	if (link->open.to->incomplete || near->reports++ >= DIAG_KEPT)
		return;
	for (size_t i = 0; i < link->from.count; i++) {
		if (i > 0)
			buf_byte(&key, '/');
		buf_add(&key, parts[i]);
	}
	diag_error(diag, table_place(link->open.from, row, link->from.fields[0]->index), "foreign-key",
		"there is no '%.*s' in '%.*s'", "no existe '%.*s' en '%.*s'", STR_ARG(buf_str(&key)), STR_ARG(link->open.to->name));
	advise(near, parts, diag);
	buf_clear(&key);
}

void link_near_end(struct link_near *near, struct diag *diag)
{
	if (near->reports > DIAG_KEPT)
		diag_error(diag, near->link->open.key->at, "foreign-key",
			"%llu more rows point at rows of '%.*s' that are not there",
			"otros %llu renglones apuntan a renglones de '%.*s' que no existen",
			(unsigned long long)(near->reports - DIAG_KEPT), STR_ARG(near->link->open.to->name));
}
