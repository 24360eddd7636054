/* libyaml's events become a tree. Its marks count lines and columns from 0, columns in characters. */
#include "parse/settings.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <yaml.h>

struct reader {
	struct arena *arena;
	struct str path;
	uint32_t first_line;
	struct diag *diag;
	yaml_parser_t parser;
	yaml_event_t event;
	bool has_event;
};

static struct place place_at(const struct reader *r, yaml_mark_t mark)
{
	return (struct place){ .path = r->path, .line = (uint32_t)mark.line + r->first_line, .column = (uint32_t)mark.column + 1 };
}

static struct place place_here(const struct reader *r, uint32_t width)
{
	struct place at = place_at(r, r->event.start_mark);

	at.width = width;
	return at;
}

/* What libyaml can't read, in words for people. Each row: a piece of libyaml's text, ours, and what to do. */
static const struct {
	const char *piece, *en, *es, *advice_en, *advice_es;
} troubles[] = {
	{ "mapping values are not allowed", "a second ': ' in one line", "hay un segundo ': ' en un renglón",
		"put the text in quotes: title: 'Goals: 2013'", "ponga el texto entre comillas: title: 'Metas: 2013'" },
	{ "cannot start any token", "this character can't begin a value", "este carácter no puede comenzar un valor",
		"indent with spaces, never tabs; put the value in quotes if it begins with @, ` or %",
		"use espacios, nunca tabuladores; ponga el valor entre comillas si comienza con @, ` o %" },
	{ "found unexpected end of stream", "a quote that is never closed", "unas comillas que no se cierran", "close it", "ciérrelas" },
	{ "could not find expected ':'", "a name without ':' after it", "un nombre sin ':' después", "write it like name: value",
		"escríbalo así: nombre: valor" },
	{ "did not find expected key", "the indentation does not fit what is above", "la sangría no corresponde a lo de arriba",
		"begin the names of one map in the same column", "comience en la misma columna los nombres de un mismo mapa" },
	{ "did not find expected ',' or", "a list or map in brackets that is never closed", "una lista o un mapa entre corchetes que no se cierra",
		"close it with ] or }", "ciérrelo con ] o }" },
	{ "did not find expected '-' indicator", "something that is no item stands in a list", "en una lista hay algo que no es un elemento",
		"begin each item with '- '", "comience cada elemento con '- '" },
	{ "unknown escape character", "an unknown escape in a text in double quotes", "un escape desconocido en un texto entre comillas dobles",
		"write \\\\ for a backslash, or use single quotes", "escriba \\\\ para una diagonal invertida, o use comillas simples" },
	{ "invalid Unicode", "this is not UTF-8 text", "esto no es texto UTF-8", "save the file as UTF-8", "guarde el archivo como UTF-8" },
	{ "UTF-8", "this is not UTF-8 text", "esto no es texto UTF-8", "save the file as UTF-8", "guarde el archivo como UTF-8" },
	{ "control characters", "a control character", "un carácter de control", "take it out", "quítelo" },
};

static bool fail_parser(struct reader *r)
{
	const char *problem = r->parser.problem ? r->parser.problem : "?";
	struct place at = place_at(r, r->parser.problem_mark);

	for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++) {
		if (!strstr(problem, troubles[i].piece))
			continue;
		diag_error(r->diag, at, "yaml-syntax", "%.0s%s", "%s%.0s", troubles[i].es, troubles[i].en);
		diag_advice(r->diag, "%.0s%s", "%s%.0s", troubles[i].advice_es, troubles[i].advice_en);
		return false;
	}
	return diag_error(r->diag, at, "yaml-syntax", "not YAML: %s", "no es YAML: %s", problem);
}

/* Moves to the next event. False: reported. */
static bool next(struct reader *r)
{
	if (r->has_event)
		yaml_event_delete(&r->event);
	r->has_event = yaml_parser_parse(&r->parser, &r->event) == 1;
	return r->has_event || fail_parser(r);
}

static bool fail_feature(struct reader *r, const char *en, const char *es)
{
	return diag_error(r->diag, place_here(r, 1), "yaml-feature", "%.0s%s", "%s%.0s", es, en);
}

/* Anchors, aliases and tags have no place in settings: they make a small file large, or mean something only to one program. */
static bool plain_features(struct reader *r)
{
	const unsigned char *anchor = NULL, *tag = NULL;

	switch (r->event.type) {
	case YAML_ALIAS_EVENT: return fail_feature(r, "aliases (*) are not used here; write the value again",
		"aquí no se usan alias (*); escriba otra vez el valor");
	case YAML_SCALAR_EVENT: anchor = r->event.data.scalar.anchor; tag = r->event.data.scalar.tag; break;
	case YAML_SEQUENCE_START_EVENT: anchor = r->event.data.sequence_start.anchor; tag = r->event.data.sequence_start.tag; break;
	case YAML_MAPPING_START_EVENT: anchor = r->event.data.mapping_start.anchor; tag = r->event.data.mapping_start.tag; break;
	default: break;
	}
	if (anchor)
		return fail_feature(r, "anchors (&) are not used here", "aquí no se usan anclas (&)");
	if (tag)
		return fail_feature(r, "tags (!) are not used here; put the text in quotes", "aquí no se usan etiquetas (!); ponga el texto entre comillas");
	return true;
}

static bool read_value(struct reader *r, struct setting *into, int depth);

struct items {
	struct setting *at;
	size_t count, capacity;
};

static void take_text(struct reader *r, struct setting *into)
{
	struct str text = str_from((const char *)r->event.data.scalar.value, r->event.data.scalar.length);

	into->kind = SETTING_TEXT;
	into->plain = r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	into->text = arena_copy(r->arena, text);
	into->at.width = (uint32_t)utf8_count(text) + (into->plain ? 0 : 2);
}

static bool read_list(struct reader *r, struct setting *into, int depth)
{
	struct items items = { 0 };

	into->kind = SETTING_LIST;
	for (;;) {
		if (!next(r))
			return false;
		if (r->event.type == YAML_SEQUENCE_END_EVENT)
			break;
		arena_grow(r->arena, items.at, items.count, items.capacity);
		if (!read_value(r, &items.at[items.count++], depth + 1))
			return false;
	}
	into->items = items.at;
	into->count = items.count;
	return true;
}

static bool key_new(struct reader *r, const struct items *items, struct str key, struct place at)
{
	for (size_t i = 0; i < items->count; i++) {
		if (!str_equal(items->at[i].key, key))
			continue;
		return diag_error(r->diag, at, "duplicate-key", "'%.*s' is already set at line %u", "'%.*s' ya está en la línea %u", STR_ARG(key),
			items->at[i].key_at.line);
	}
	return true;
}

static bool read_map(struct reader *r, struct setting *into, int depth)
{
	struct items items = { 0 };
	bool good = true;

	into->kind = SETTING_MAP;
	for (;;) {
		struct setting *item;
		struct place at;
		struct str key;

		if (!next(r))
			return false;
		if (r->event.type == YAML_MAPPING_END_EVENT)
			break;
		if (r->event.type != YAML_SCALAR_EVENT)
			return fail_feature(r, "a name must be a text", "un nombre debe ser un texto");
		if (!plain_features(r))
			return false;
		key = arena_copy(r->arena, str_from((const char *)r->event.data.scalar.value, r->event.data.scalar.length));
		at = place_here(r, (uint32_t)utf8_count(key));
		good = key_new(r, &items, key, at) && good;
		arena_grow(r->arena, items.at, items.count, items.capacity);
		item = &items.at[items.count++];
		if (!next(r) || !read_value(r, item, depth + 1))
			return false;
		item->key = key;
		item->key_at = at;
	}
	into->items = items.at;
	into->count = items.count;
	return good;
}

static bool read_value(struct reader *r, struct setting *into, int depth)
{
	*into = (struct setting){ .at = place_here(r, 1) };
	if (!plain_features(r))
		return false;
	if (depth > SETTINGS_DEPTH)
		return diag_error(r->diag, into->at, "yaml-depth", "more than %d levels", "más de %d niveles", SETTINGS_DEPTH);
	switch (r->event.type) {
	case YAML_SCALAR_EVENT: take_text(r, into); return true;
	case YAML_SEQUENCE_START_EVENT: return read_list(r, into, depth);
	case YAML_MAPPING_START_EVENT: return read_map(r, into, depth);
	default: return fail_parser(r);
	}
}

static void set_parents(struct setting *s)
{
	for (size_t i = 0; i < s->count; i++) {
		s->items[i].parent = s;
		set_parents(&s->items[i]);
	}
}

static bool read_document(struct reader *r, struct setting *root)
{
	*root = (struct setting){ .kind = SETTING_MAP, .at = { .path = r->path, .line = r->first_line, .column = 1 } };
	if (!next(r) || !next(r)) /* the stream, and the document or the end */
		return false;
	if (r->event.type == YAML_STREAM_END_EVENT)
		return true;
	if (!next(r) || !read_value(r, root, 1))
		return false;
	if (root->kind == SETTING_TEXT && root->text.len == 0)
		root->kind = SETTING_MAP;
	if (!next(r) || !next(r))
		return false;
	if (r->event.type != YAML_STREAM_END_EVENT)
		return fail_feature(r, "a second document begins here; only one is read", "aquí comienza un segundo documento; sólo se lee uno");
	return true;
}

/* Brackets that open and never close make libyaml slow, as the square of their number. */
static bool depth_bounded(struct reader *r, struct str text)
{
	int depth = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '[' || text.at[i] == '{')
			depth++;
		else if ((text.at[i] == ']' || text.at[i] == '}') && depth > 0)
			depth--;
		if (depth > 1000) {
			struct place at = place_in(r->path, text, i);

			at.line += r->first_line - 1;
			return diag_error(r->diag, at, "yaml-depth", "more than %d levels", "más de %d niveles", SETTINGS_DEPTH);
		}
	}
	return true;
}

static int hex4(struct str s, size_t at)
{
	int value = 0;

	for (size_t i = at; i < at + 4; i++) {
		char c = i < s.len ? s.at[i] : 'x';

		if (c >= '0' && c <= '9')
			value = value * 16 + c - '0';
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			value = value * 16 + (c | 32) - 'a' + 10;
		else
			return -1;
	}
	return value;
}

/* JSON writes a character beyond U+FFFF as two escapes, which YAML does not know: it becomes the one escape that both can read. */
static struct str join_surrogates(struct arena *arena, struct str text)
{
	struct buf out = { 0 };
	size_t from = 0, at = 0;
	struct str joined;

	for (;;) {
		int high, low;

		at = str_search(text, STR("\\u"), at);
		if (at == text.len)
			break;
		high = hex4(text, at + 2);
		low = str_equal(str_part(text, at + 6, 2), STR("\\u")) ? hex4(text, at + 8) : -1;
		if (high >= 0xD800 && high < 0xDC00 && low >= 0xDC00 && low < 0xE000) {
			buf_add(&out, str_part(text, from, at - from));
			buf_printf(&out, "\\U%08X", 0x10000u + (unsigned)((high - 0xD800) << 10) + (unsigned)(low - 0xDC00));
			at += 12;
			from = at;
		} else {
			at += 2;
		}
	}
	if (from == 0)
		return text;
	buf_add(&out, str_after(text, from));
	joined = arena_copy(arena, buf_str(&out));
	buf_clear(&out);
	return joined;
}

struct setting *settings_read(struct arena *arena, struct str text, struct str path, uint32_t first_line, struct diag *diag)
{
	struct reader r = { .arena = arena, .path = path, .first_line = first_line, .diag = diag };
	struct setting *root = arena_new_of(arena, struct setting);
	bool good;

	if (text.len > SETTINGS_BYTES_MOST) {
		diag_error(diag, place_of(path), "yaml-size", "more than %d bytes", "más de %d bytes", SETTINGS_BYTES_MOST);
		return NULL;
	}
	if (!depth_bounded(&r, text))
		return NULL;
	if (str_ends(path, STR(".json")))
		text = join_surrogates(arena, text);
	if (!yaml_parser_initialize(&r.parser))
		return NULL;
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)(text.len ? text.at : ""), text.len);
	good = read_document(&r, root);
	if (r.has_event)
		yaml_event_delete(&r.event);
	yaml_parser_delete(&r.parser);
	if (!good)
		return NULL;
	set_parents(root);
	return root;
}

/* The line at `from`, without its end; `after` is where the next one begins. */
static struct str line_at(struct str text, size_t from, size_t *after)
{
	size_t end = str_find(text, '\n', from);
	struct str line = str_part(text, from, end - from);

	*after = end < text.len ? end + 1 : end;
	if (str_ends(line, STR("\r")))
		line.len--;
	return line;
}

struct setting *settings_front(struct arena *arena, struct str text, struct str path, struct str *body, uint32_t *body_line, struct diag *diag)
{
	size_t start, at = str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0, after;
	uint32_t line = 1;

	text = str_after(text, at);
	*body = text;
	*body_line = 1;
	if (!str_equal(line_at(text, 0, &start), STR("---")))
		return settings_read(arena, STR(""), path, 1, diag);
	for (at = start; at < text.len; at = after) {
		struct str shown = line_at(text, at, &after);

		line++;
		if (!str_equal(shown, STR("---")))
			continue;
		*body = str_after(text, after);
		*body_line = line + 1;
		return settings_read(arena, str_part(text, start, at - start), path, 2, diag);
	}
	diag_error(diag, (struct place){ .path = path, .line = 1, .column = 1 }, "front-matter", "the front matter is never closed",
		"el encabezado no se cierra");
	diag_advice(diag, "put a line with --- below it", "ponga debajo de él un renglón con ---");
	return NULL;
}

bool setting_null(const struct setting *s)
{
	return s->kind == SETTING_TEXT && s->plain &&
	       (s->text.len == 0 || str_equal(s->text, STR("null")) || str_equal(s->text, STR("~")) || str_equal(s->text, STR("Null")) ||
		       str_equal(s->text, STR("NULL")));
}

const struct setting *setting_find(const struct setting *map, const char *key)
{
	if (!map || map->kind != SETTING_MAP)
		return NULL;
	for (size_t i = 0; i < map->count; i++)
		if (str_equal(map->items[i].key, str_of(key)))
			return setting_null(&map->items[i]) ? NULL : &map->items[i];
	return NULL;
}

static void wrong_kind(const struct setting *s, const char *en, const char *es, struct diag *diag)
{
	diag_error(diag, s->at, "setting-kind", "'%.*s' must be %s%.0s", "'%.*s' debe ser %.0s%s", STR_ARG(s->key), en, es);
}

struct str setting_text(const struct setting *s, struct str otherwise, struct diag *diag)
{
	if (!s)
		return otherwise;
	if (s->kind == SETTING_TEXT)
		return s->text;
	wrong_kind(s, "a text", "un texto", diag);
	return otherwise;
}

bool setting_bool(const struct setting *s, bool otherwise, struct diag *diag)
{
	if (!s)
		return otherwise;
	if (s->kind == SETTING_TEXT && s->plain) {
		if (str_equal(s->text, STR("true")) || str_equal(s->text, STR("True")) || str_equal(s->text, STR("TRUE")))
			return true;
		if (str_equal(s->text, STR("false")) || str_equal(s->text, STR("False")) || str_equal(s->text, STR("FALSE")))
			return false;
	}
	wrong_kind(s, "true or false", "true o false", diag);
	return otherwise;
}

int64_t setting_integer(const struct setting *s, int64_t otherwise, struct diag *diag)
{
	int64_t value = 0;
	size_t i;

	if (!s)
		return otherwise;
	i = s->kind == SETTING_TEXT && s->text.len > 1 && s->text.at[0] == '-';
	if (s->kind == SETTING_TEXT && s->plain && s->text.len > 0 && s->text.len < 19) {
		for (; i < s->text.len && s->text.at[i] >= '0' && s->text.at[i] <= '9'; i++)
			value = value * 10 + (s->text.at[i] - '0');
		if (i == s->text.len)
			return s->text.at[0] == '-' ? -value : value;
	}
	wrong_kind(s, "a whole number", "un número entero", diag);
	return otherwise;
}

const struct setting *setting_list(const struct setting *s, struct diag *diag)
{
	if (!s || s->kind == SETTING_LIST)
		return s;
	wrong_kind(s, "a list", "una lista", diag);
	return NULL;
}

const struct setting *setting_map(const struct setting *s, struct diag *diag)
{
	if (!s || s->kind == SETTING_MAP)
		return s;
	wrong_kind(s, "a map of names and values", "un mapa de nombres y valores", diag);
	return NULL;
}

static bool known_name(struct str key, const char *const *known, const char *prefix)
{
	for (size_t i = 0; known[i]; i++)
		if (str_equal(key, str_of(known[i])))
			return true;
	return prefix && str_starts(key, str_of(prefix));
}

static struct str nearest_name(struct str key, const char *const *known)
{
	struct str names[64];
	size_t count = 0;

	while (known[count] && count < 64) {
		names[count] = str_of(known[count]);
		count++;
	}
	return str_nearest(key, names, count);
}

bool setting_known(const struct setting *map, const char *const *known, const char *prefix, struct diag *diag)
{
	bool good = true;

	for (size_t i = 0; map && map->kind == SETTING_MAP && i < map->count; i++) {
		struct str key = map->items[i].key, near;

		if (known_name(key, known, prefix))
			continue;
		near = nearest_name(key, known);
		good = diag_error(diag, map->items[i].key_at, "unknown-setting", "unknown setting '%.*s'", "ajuste desconocido '%.*s'", STR_ARG(key));
		if (near.len)
			diag_advice(diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(near));
	}
	return good;
}
