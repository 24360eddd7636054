/* Settings: tests/cases/settings.txt, and what their readers ask of them. */
#include "parse/settings.h"

#include "cases.h"

#include <time.h>

static void show_name(const struct setting *s, struct buf *out)
{
	if (!s->parent)
		return;
	show_name(s->parent, out);
	if (s->parent->kind == SETTING_LIST)
		buf_printf(out, "[%zu]", (size_t)(s - s->parent->items));
	else
		buf_printf(out, "%s%.*s", s->parent->parent ? "." : "", STR_ARG(s->key));
}

static void show_text(const struct setting *s, struct buf *out)
{
	buf_add(out, s->plain ? STR("[") : STR("\""));
	for (size_t i = 0; i < s->text.len; i++)
		if (s->text.at[i] == '\n')
			buf_add(out, STR("␊"));
		else
			buf_byte(out, s->text.at[i]);
	buf_byte(out, s->plain ? ']' : '"');
}

static void show(const struct setting *s, struct buf *out)
{
	if (s->kind == SETTING_TEXT || s->count == 0) {
		if (s->parent && s->parent->kind == SETTING_MAP)
			buf_printf(out, "%u:%u ", s->key_at.line, s->key_at.column);
		show_name(s, out);
		buf_printf(out, " %u:%u+%u ", s->at.line, s->at.column, s->at.width);
		if (s->kind == SETTING_TEXT)
			show_text(s, out);
		else
			buf_add(out, s->kind == SETTING_LIST ? STR("empty list") : STR("empty map"));
		buf_byte(out, '\n');
	}
	for (size_t i = 0; i < s->count; i++) {
		assert_ptr_equal(s->items[i].parent, s);
		show(&s->items[i], out);
	}
}

static void case_parse(const struct one_case *one, struct arena *arena, struct buf *out, struct diag *diag)
{
	struct str text = buf_str(&one->input), path = case_option(one, "json", NULL) ? STR("t.json") : STR("t.yaml");
	struct str body = STR("");
	uint32_t line = 0;
	const struct setting *root;

	if (case_option(one, "front", NULL))
		root = settings_front(arena, text, path, &body, &line, diag);
	else
		root = settings_read(arena, text, path, 1, diag);
	assert_int_equal(root != NULL, diag_worst(diag) < DIAG_ERROR);
	if (!root)
		return;
	show(root, out);
	if (line)
		buf_printf(out, "body %u\n%.*s", line, STR_ARG(body));
}

static const char *const settings_text = "yes: true\nno: False\nword: no\nquoted: 'true'\nten: 010\nminus: -3\nlong: 9223372036854775808\n"
					 "nothing: ~\nempty:\nlist: [a]\nmap: {a: b}\n";

struct asked {
	struct arena *arena;
	struct diag *diag;
	const struct setting *root;
};

static struct asked ask(void)
{
	struct asked a = { arena_new(), diag_new(LANG_EN), NULL };

	a.root = settings_read(a.arena, str_of(settings_text), STR("t.yaml"), 1, a.diag);
	assert_non_null(a.root);
	return a;
}

static void answered(struct asked *a, uint64_t errors)
{
	assert_int_equal(diag_count(a->diag, DIAG_ERROR), errors);
	diag_free(a->diag);
	arena_free(a->arena);
}

static void booleans(void **state)
{
	struct asked a = ask();

	(void)state;
	assert_true(setting_bool(setting_find(a.root, "yes"), false, a.diag));
	assert_false(setting_bool(setting_find(a.root, "no"), true, a.diag));
	assert_true(setting_bool(NULL, true, a.diag));
	assert_int_equal(diag_count(a.diag, DIAG_ERROR), 0);
	assert_true(setting_bool(setting_find(a.root, "word"), true, a.diag));
	assert_false(setting_bool(setting_find(a.root, "quoted"), false, a.diag));
	answered(&a, 2);
}

static void integers(void **state)
{
	struct asked a = ask();

	(void)state;
	assert_int_equal(setting_integer(setting_find(a.root, "ten"), 0, a.diag), 10);
	assert_int_equal(setting_integer(setting_find(a.root, "minus"), 0, a.diag), -3);
	assert_int_equal(setting_integer(NULL, 7, a.diag), 7);
	assert_int_equal(diag_count(a.diag, DIAG_ERROR), 0);
	assert_int_equal(setting_integer(setting_find(a.root, "long"), 7, a.diag), 7);
	assert_int_equal(setting_integer(setting_find(a.root, "word"), 7, a.diag), 7);
	answered(&a, 2);
}

static void what_is_not_there(void **state)
{
	struct asked a = ask();

	(void)state;
	assert_null(setting_find(a.root, "nothing"));
	assert_null(setting_find(a.root, "empty"));
	assert_null(setting_find(a.root, "none"));
	assert_null(setting_find(NULL, "yes"));
	assert_null(setting_find(setting_find(a.root, "list"), "a"));
	assert_true(str_equal(setting_text(NULL, STR("else"), a.diag), STR("else")));
	assert_null(setting_list(NULL, a.diag));
	answered(&a, 0);
}

static void kinds(void **state)
{
	struct asked a = ask();

	(void)state;
	assert_int_equal(setting_list(setting_find(a.root, "list"), a.diag)->count, 1);
	assert_int_equal(setting_map(setting_find(a.root, "map"), a.diag)->count, 1);
	assert_int_equal(diag_count(a.diag, DIAG_ERROR), 0);
	assert_null(setting_list(setting_find(a.root, "word"), a.diag));
	assert_null(setting_map(setting_find(a.root, "list"), a.diag));
	assert_true(str_equal(setting_text(setting_find(a.root, "map"), STR("else"), a.diag), STR("else")));
	answered(&a, 3);
}

static void unknown_names_are_told_with_the_nearest(void **state)
{
	static const char *const known[] = { "yes", "no", "word", "quoted", "ten", "minus", "long", "nothing", "lists", "map",
		NULL };
	struct asked a = ask();
	size_t count;
	const struct diag_message *const *messages;

	(void)state;
	assert_false(setting_known(a.root, known, "em", a.diag));
	messages = diag_messages(a.diag, &count);
	assert_int_equal(count, 1);
	assert_true(str_equal(messages[0]->text, STR("unknown setting 'list'")));
	assert_true(str_equal(messages[0]->advice, STR("did you mean 'lists'?")));
	assert_int_equal(messages[0]->at.line, 10);
	answered(&a, 1);
}

/* Texts that make a reader slow, or its tree large: all of them end soon, most as errors. */
static void hostile_texts_end_soon(void **state)
{
	static const struct {
		const char *head, *piece;
		size_t count;
	} texts[] = {
		{ "", "[", 4 << 20 }, { "", "{a: ", 1 << 20 }, { "", "- ", 2 << 20 }, { "", "? ", 2 << 20 }, { "a: [", "a,",
			2 << 20 }, { "a: \"", "\\", 4 << 20 },
		{ "a: ", "'", 4 << 20 }, { "", "a: b\n", 800000 }, { "a: [", "[],", 1 << 20 }, { "", "a", 4 << 20 }, { "a: |\n",
			" \n", 2 << 20 },
		{ "a: ", "\n", 4 << 20 }, { "", "#\n", 2 << 20 }, { "", "\n \t", 1 << 20 }, { "a: [", "\"a\" :", 800000 }, { "",
			"&a ", 1 << 20 },
		{ "", "!a ", 1 << 20 }, { "%", "a", 4 << 20 }, { "a: [a", " a\n", 1 << 20 }, { "a: \"", "\\ud83d\\ude00",
			300000 }, { "{", "a?", 2 << 20 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct arena *arena = arena_new();
		struct diag *diag = diag_new(LANG_EN);
		struct buf text = { 0 };
		clock_t begun = clock();
		double seconds;

		buf_add(&text, str_of(texts[i].head));
		for (size_t n = texts[i].count; n > 0 && text.len + 20 < SETTINGS_BYTES_MOST; n--)
			buf_add(&text, str_of(texts[i].piece));
		settings_read(arena, buf_str(&text), STR("t.json"), 1, diag);
		seconds = (double)(clock() - begun) / CLOCKS_PER_SEC;
		if (getenv("TIMES"))
			print_message("%6.2f s %5zu MB %s%s...\n", seconds, arena_size(arena) >> 20, texts[i].head,
				texts[i].piece);
		assert_true(seconds < 15);
		assert_true(arena_size(arena) < 400u << 20);
		buf_clear(&text);
		diag_free(diag);
		arena_free(arena);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(booleans),
		cmocka_unit_test(integers),
		cmocka_unit_test(what_is_not_there),
		cmocka_unit_test(kinds),
		cmocka_unit_test(unknown_names_are_told_with_the_nearest),
		cmocka_unit_test(hostile_texts_end_soon),
	};
	int failed = cases_run("tests/cases/settings.txt");

	return cmocka_run_group_tests(tests, NULL, NULL) + failed;
}
