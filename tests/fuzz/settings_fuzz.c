/* Any bytes as YAML, as front matter and as JSON: the tree is sound, its places are where the texts stand, and what jansson reads as
 * JSON is read as the same. */
#include "parse/settings.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <jansson.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(bool good)
{
	if (!good)
		abort();
}

static bool ends_line(struct str text, size_t at)
{
	return text.at[at] == '\n' || (text.at[at] == '\r' && (at + 1 == text.len || text.at[at + 1] != '\n'));
}

static struct str line_of(struct str text, uint32_t line)
{
	size_t at = 0, end;

	for (; line > 1; at++) {
		need(at < text.len);
		line -= ends_line(text, at);
	}
	for (end = at; end < text.len && text.at[end] != '\n' && text.at[end] != '\r';)
		end++;
	return str_part(text, at, end - at);
}

/* A text without quotes, on one line, stands where the tree says. */
static void check_place(const struct setting *s, struct str source)
{
	struct str line, before, rest;

	if (s->text.len == 0 && s->count == 0)
		return; /* nothing, which may stand beyond the last line */
	line = line_of(source, s->at.line);
	before = utf8_prefix(line, s->at.column - 1);
	rest = str_after(line, before.len);
	need(utf8_count(before) == s->at.column - 1);
	if (s->kind == SETTING_TEXT && s->plain && s->at.width == utf8_count(s->text))
		need(str_starts(rest, s->text));
}

static void check_tree(const struct setting *s, struct str source)
{
	if (source.len)
		check_place(s, source);
	need(s->kind != SETTING_TEXT || (s->count == 0 && utf8_check(s->text) == s->text.len));
	for (size_t i = 0; i < s->count; i++) {
		need(s->items[i].parent == s);
		need(s->kind != SETTING_LIST || s->items[i].key.len == 0);
		check_tree(&s->items[i], source);
	}
}

static void check_yaml(struct str text, struct arena *arena)
{
	struct diag *diag = diag_new(LANG_EN);
	const struct setting *root = settings_read(arena, text, STR("fuzz.yaml"), 1, diag);

	need((root != NULL) == (diag_worst(diag) == DIAG_NONE));
	if (root)
		check_tree(root, str_starts(text, STR("\xEF\xBB\xBF")) ? str_after(text, 3) : text);
	diag_free(diag);
}

static void check_front(struct str text, struct arena *arena)
{
	struct diag *diag = diag_new(LANG_ES);
	struct str body = STR("");
	uint32_t line = 0;
	const struct setting *root = settings_front(arena, text, STR("fuzz.md"), &body, &line, diag);

	need((root != NULL) == (diag_worst(diag) == DIAG_NONE));
	if (root) {
		need(line > 0 && body.len <= text.len && (body.len == 0 || body.at + body.len == text.at + text.len));
		check_tree(root, STR(""));
	}
	diag_free(diag);
}

static void compare(const struct setting *ours, json_t *theirs);

static void compare_object(const struct setting *ours, json_t *theirs)
{
	size_t i = 0;

	need(ours->kind == SETTING_MAP && ours->count == json_object_size(theirs));
	for (void *at = json_object_iter(theirs); at; at = json_object_iter_next(theirs, at), i++) {
		need(str_equal(ours->items[i].key, str_of(json_object_iter_key(at))));
		compare(&ours->items[i], json_object_iter_value(at));
	}
}

static void compare_array(const struct setting *ours, json_t *theirs)
{
	need(ours->kind == SETTING_LIST && ours->count == json_array_size(theirs));
	for (size_t i = 0; i < ours->count; i++)
		compare(&ours->items[i], json_array_get(theirs, i));
}

static void compare(const struct setting *ours, json_t *theirs)
{
	struct str text = str_from(json_string_value(theirs), json_string_length(theirs));

	switch (json_typeof(theirs)) {
	case JSON_OBJECT: compare_object(ours, theirs); break;
	case JSON_ARRAY: compare_array(ours, theirs); break;
	case JSON_STRING: need(ours->kind == SETTING_TEXT && !ours->plain && str_equal(ours->text, text)); break;
	default: need(ours->kind == SETTING_TEXT && ours->plain); break;
	}
}

/* What only JSON allows: a name that ends on another line than its colon stands in, or is longer than 1024 characters, and control
 * characters from U+007F on. */
static bool json_alone(struct str text, const struct diag_message *message)
{
	if (strcmp(message->rule, "yaml-syntax") != 0)
		return true;
	for (size_t i = 0; i < text.len; i++) {
		size_t next = i + 1;

		while (next < text.len && strchr(" \t\r\n", text.at[next]))
			next++;
		if (text.at[i] == '"' && next > i + 1 && next < text.len && text.at[next] == ':' && text.len)
			return true;
	}
	return text.len > 1000;
}

static void check_json(struct str text, struct arena *arena)
{
	struct diag *diag = diag_new(LANG_EN);
	const struct setting *root = settings_read(arena, text, STR("fuzz.json"), 1, diag);
	json_t *theirs = json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES, NULL);
	size_t count;

	need((root != NULL) == (diag_worst(diag) == DIAG_NONE));
	if (root)
		check_tree(root, STR(""));
	if (theirs && json_is_object(theirs)) {
		if (root)
			compare(root, theirs);
		else
			need(json_alone(text, diag_messages(diag, &count)[0]));
	}
	json_decref(theirs);
	diag_free(diag);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = str_from((const char *)data, size);
	struct arena *arena = arena_new();

	check_yaml(text, arena);
	check_front(text, arena);
	check_json(text, arena);
	arena_free(arena);
	return 0;
}
