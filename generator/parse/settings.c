/* libyaml's events become a tree. Its marks count lines and columns from 0, columns in characters. */
#include "parse/settings.h"

#include "parse/settings_private.h"

#include "base/map.h"

/* How many joints stand before a mark on its line. */
static size_t joints_before(const struct settings_reading *r, yaml_mark_t mark)
{
	size_t low = 0, high = r->joint_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct settings_joint *j = &r->joints[middle];

		if (j->line < mark.line || (j->line == mark.line && j->column <= mark.column))
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 && r->joints[low - 1].line == mark.line ? r->joints[low - 1].before : 0;
}

struct place settings_place(const struct settings_reading *r, yaml_mark_t mark)
{
	return (struct place){ .path = r->path, .line = (uint32_t)mark.line + r->first_line,
		.column = (uint32_t)(mark.column + 1 + 2 * joints_before(r, mark)) };
}

/* The place of what was read last, as wide as it stands on its line. */
static struct place place_here(const struct settings_reading *r)
{
	struct place at = settings_place(r, r->event.start_mark), end = settings_place(r, r->event.end_mark);

	at.width = end.line == at.line && end.column > at.column ? end.column - at.column : 1;
	return at;
}

/* Moves to the next event. False: reported. */
static bool next(struct settings_reading *r)
{
	if (r->has_event)
		yaml_event_delete(&r->event);
	r->has_event = yaml_parser_parse(&r->parser, &r->event) == 1;
	return r->has_event || settings_fault(r);
}

static bool fail_feature(struct settings_reading *r, const char *en, const char *es)
{
	return diag_error(r->diag, place_here(r), "yaml-feature", "%.0s%s", "%s%.0s", es, en);
}

static bool fail_mark(struct settings_reading *r, const char *en, const char *es)
{
	fail_feature(r, en, es);
	diag_advice(r->diag, "write the value itself; a text that begins like this must stand in quotes",
		"escriba el valor mismo; un texto que comienza así debe ir entre comillas");
	return false;
}

/* Anchors, aliases and tags have no place in settings: they make a small file large, or mean something only to one program. */
static bool plain_features(struct settings_reading *r)
{
	const unsigned char *anchor = NULL, *tag = NULL;

	switch (r->event.type) {
	case YAML_ALIAS_EVENT: return fail_mark(r, "aliases (*) are not used here", "aquí no se usan alias (*)");
	case YAML_SCALAR_EVENT: anchor = r->event.data.scalar.anchor; tag = r->event.data.scalar.tag; break;
	case YAML_SEQUENCE_START_EVENT: anchor = r->event.data.sequence_start.anchor; tag = r->event.data.sequence_start.tag; break;
	case YAML_MAPPING_START_EVENT: anchor = r->event.data.mapping_start.anchor; tag = r->event.data.mapping_start.tag; break;
	default: break;
	}
	if (anchor)
		return fail_mark(r, "anchors (&) are not used here", "aquí no se usan anclas (&)");
	if (tag)
		return fail_mark(r, "tags (!) are not used here", "aquí no se usan etiquetas (!)");
	return true;
}

static bool read_value(struct settings_reading *r, struct setting *into, int depth);

struct items {
	struct setting *at;
	size_t count, capacity;
};

/* An escape can write what no text may hold. */
static bool scalar_good(struct settings_reading *r)
{
	if (!memchr(r->event.data.scalar.value, '\0', r->event.data.scalar.length))
		return true;
	return diag_error(r->diag, place_here(r), "control-character", "this text holds a NUL character",
		"este texto contiene un carácter NUL");
}

static bool take_text(struct settings_reading *r, struct setting *into)
{
	struct str text = str_from((const char *)r->event.data.scalar.value, r->event.data.scalar.length);

	into->kind = SETTING_TEXT;
	into->plain = r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	into->text = arena_copy(r->arena, text);
	return scalar_good(r);
}

static bool read_list(struct settings_reading *r, struct setting *into, int depth)
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

/* The name at which the reader stands. */
static bool read_key(struct settings_reading *r, struct str *key, struct place *at)
{
	if (r->event.type != YAML_SCALAR_EVENT)
		return fail_feature(r, "a name must be a text", "un nombre debe ser un texto");
	if (!plain_features(r) || !scalar_good(r))
		return false;
	*key = arena_copy(r->arena, str_from((const char *)r->event.data.scalar.value, r->event.data.scalar.length));
	*at = place_here(r);
	return true;
}

/* Keeps the line of a name; false when it has one already. */
static bool key_new(struct settings_reading *r, struct map *lines, struct str key, struct place at)
{
	uint32_t *line = arena_new_of(r->arena, uint32_t), *before;

	*line = at.line;
	before = map_put(lines, key, line);
	if (!before)
		return true;
	diag_error(r->diag, at, "duplicate-key", "'%.*s' is already set at line %u", "'%.*s' ya está en la línea %u",
		STR_ARG(key), *before);
	diag_advice(r->diag, "keep one of the two", "deje uno de los dos");
	return false;
}

static bool read_map(struct settings_reading *r, struct setting *into, int depth)
{
	struct items items = { 0 };
	struct map *lines = map_new(r->arena);
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
		if (!read_key(r, &key, &at))
			return false;
		good = key_new(r, lines, key, at) && good;
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

static bool read_value(struct settings_reading *r, struct setting *into, int depth)
{
	*into = (struct setting){ .at = place_here(r) };
	if (!plain_features(r))
		return false;
	if (depth > SETTINGS_DEPTH)
		return diag_error(r->diag, into->at, "yaml-depth", "more than %d levels", "más de %d niveles", SETTINGS_DEPTH);
	if (++r->values > SETTINGS_VALUES_MOST)
		return diag_error(r->diag, into->at, "yaml-size", "more than %d values", "más de %d valores",
			SETTINGS_VALUES_MOST);
	switch (r->event.type) {
	case YAML_SCALAR_EVENT: return take_text(r, into);
	case YAML_SEQUENCE_START_EVENT: return read_list(r, into, depth);
	case YAML_MAPPING_START_EVENT: return read_map(r, into, depth);
	default: return fail_feature(r, "a value is missing", "falta un valor");
	}
}

static void set_parents(struct setting *s)
{
	for (size_t i = 0; i < s->count; i++) {
		s->items[i].parent = s;
		set_parents(&s->items[i]);
	}
}

static bool fail_root(struct settings_reading *r, const struct setting *root)
{
	diag_error(r->diag, root->at, "setting-kind", "names and values are expected here",
		"aquí se esperan nombres y valores");
	diag_advice(r->diag, "write them like name: value, one on each line",
		"escríbalos así: nombre: valor, uno en cada renglón");
	return false;
}

static bool read_document(struct settings_reading *r, struct setting *root)
{
	*root = (struct setting){ .kind = SETTING_MAP, .at = { .path = r->path, .line = r->first_line, .column = 1 } };
	if (!next(r) || !next(r)) /* the stream, and the document or the end */
		return false;
	if (r->event.type == YAML_STREAM_END_EVENT)
		return true;
	if (!next(r) || !read_value(r, root, 1))
		return false;
	if (root->kind == SETTING_TEXT && setting_null(root))
		root->kind = SETTING_MAP;
	if (root->kind != SETTING_MAP)
		return fail_root(r, root);
	if (!next(r) || !next(r))
		return false;
	if (r->event.type != YAML_STREAM_END_EVENT)
		return fail_feature(r, "a second document begins here; only one is read",
			"aquí comienza un segundo documento; sólo se lee uno");
	return true;
}

struct setting *settings_read(struct arena *arena, struct str text, struct str path, uint32_t first_line, struct diag *diag)
{
	struct settings_reading r = { .arena = arena, .path = path, .text = text, .first_line = first_line, .diag = diag };
	struct setting *root = arena_new_of(arena, struct setting);
	bool good;

	if (text.len > SETTINGS_BYTES_MOST) {
		diag_error(diag, place_of(path), "yaml-size", "more than %d bytes", "más de %d bytes", SETTINGS_BYTES_MOST);
		return NULL;
	}
	if (first_line == 1 && str_starts(r.text, STR("\xEF\xBB\xBF")))
		r.text = str_after(r.text, 3);
	if (!settings_check_bytes(&r))
		return NULL;
	text = str_ends(path, STR(".json")) ? settings_from_json(&r) : r.text;
	if (!yaml_parser_initialize(&r.parser)) {
		diag_failure(diag, place_of(path), "yaml", "the YAML reader can't start", "el lector de YAML no puede iniciar");
		return NULL;
	}
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

/* The line at `from`, without its end and blanks before it; `after` is where the next one begins. */
static struct str line_at(struct str text, size_t from, size_t *after)
{
	size_t end = str_find(text, '\n', from);
	struct str line = str_part(text, from, end - from);

	*after = end < text.len ? end + 1 : end;
	while (str_ends(line, STR("\r")) || str_ends(line, STR(" ")) || str_ends(line, STR("\t")))
		line.len--;
	return line;
}

struct setting *settings_front(struct arena *arena, struct str text, struct str path, struct str *body, uint32_t *body_line,
	struct diag *diag)
{
	size_t start, at, after;
	uint32_t line = 1;

	if (str_starts(text, STR("\xEF\xBB\xBF")))
		text = str_after(text, 3);
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
	diag_error(diag, (struct place){ .path = path, .line = 1, .column = 1, .width = 3 }, "front-matter",
		"the front matter is never closed",
		"el encabezado no se cierra nunca");
	diag_advice(diag, "put a line with --- below it", "ponga debajo de él un renglón con ---");
	return NULL;
}
