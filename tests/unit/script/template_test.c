/* The cases of tests/cases/templates.txt: a small theme, what its names are, and what a template prints or what is told. */
#include "script/template.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "model/site.h"
#include "script/filters.h"
#include "script/view.h"

#include <lauxlib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

enum { CASES_MOST = 600, FILES_MOST = 8, CASE_SECONDS = 20 };

struct one_case {
	char *name;
	struct theme_file files[FILES_MOST + 1];
	size_t file_count;
	struct str data;          /* Lua that returns the names */
	struct buf output;        /* what is printed */
	struct buf english, spanish; /* what is told, a line each */
	bool prints, tells, tells_spanish;
};

static struct one_case cases[CASES_MOST];
static struct CMUnitTest tests[CASES_MOST];

/* The file of cases. */

static void add_line(struct buf *to, struct str line)
{
	if (to->len)
		buf_byte(to, '\n');
	buf_add(to, line);
}

/* `\n` for a line end and `\t` for a tab, so that white space can be seen. */
static void add_escaped(struct buf *to, struct str line)
{
	for (size_t i = 0; i < line.len; i++) {
		bool escape = line.at[i] == '\\' && i + 1 < line.len && strchr("nt", line.at[i + 1]);

		buf_byte(to, escape ? (line.at[++i] == 'n' ? '\n' : '\t') : line.at[i]);
	}
}

static bool result_line(struct one_case *one, struct str line)
{
	struct str rest = str_after(line, 3);

	if (str_equal(line, STR("=>")) || str_starts(line, STR("=> "))) {
		if (one->prints)
			buf_byte(&one->output, '\n');
		one->prints = true;
		add_escaped(&one->output, rest);
	} else if (str_starts(line, STR("!> "))) {
		one->tells = true;
		add_line(&one->english, rest);
	} else if (str_starts(line, STR("?> "))) {
		one->tells_spanish = true;
		add_line(&one->spanish, rest);
	} else {
		return false;
	}
	return true;
}

static void begin_file(struct one_case *one, struct str name, struct buf *text)
{
	struct theme_file *file = &one->files[one->file_count];

	if (one->file_count && text->len)
		text->len--; /* the last line end belongs to the table */
	if (one->file_count)
		one->files[one->file_count - 1].bytes = buf_str(text);
	*text = (struct buf){ 0 };
	if (one->file_count == FILES_MOST)
		abort();
	*file = (struct theme_file){ .name = name, .path = name };
	one->file_count++;
}

static size_t read_cases(struct str text)
{
	struct one_case *one = NULL;
	struct buf file = { 0 };
	struct str line;
	size_t count = 0;

	while (str_next(&text, '\n', &line)) {
		if (str_starts(line, STR("### ")) && count < CASES_MOST) {
			if (one)
				begin_file(one, STR(""), &file);
			one = &cases[count++];
			one->name = strndup(line.at + 4, line.len - 4);
			begin_file(one, STR("templates/page.html"), &file);
		} else if (one && str_starts(line, STR("@ "))) {
			if (one->file_count == 1 && file.len == 0)
				one->file_count = 0;
			begin_file(one, str_after(line, 2), &file);
		} else if (one && !result_line(one, line) && !one->prints && !one->tells) {
			buf_add(&file, line);
			buf_byte(&file, '\n');
		}
	}
	if (one)
		begin_file(one, STR(""), &file);
	return count;
}

/* A theme, and a world to run it in. */

static bool find_place(void *context, const char *chunk, int line, struct place *place)
{
	struct world *world = *(struct world **)context;

	return template_place(world->room, ((void **)context)[1], world->L, chunk, line, place);
}

static void add_word(const char *name, struct words *words, struct arena *arena)
{
	struct word *word = arena_new_of(arena, struct word);

	*word = (struct word){ .key = str_of(name), .text = str_of(name) };
	map_put(words->messages, word->key, word);
}

/* The names that the case's data give: the table on the top of the stack. */
static size_t data_names(lua_State *L, struct str *names, struct arena *arena)
{
	size_t count = 0;

	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
		names[count++] = arena_copy(arena, str_of(lua_tostring(L, -2)));
	return count;
}

static const struct item_entry page_entries[] = {
	{ { "path", 4 }, { .kind = ITEM_TEXT, .text = { "/x/", 3 } } },
	{ { "title", 5 }, { .kind = ITEM_TEXT, .text = { "<T>", 3 } } },
	{ { "content", 7 }, { .kind = ITEM_HTML, .text = { "<p>h</p>", 8 } } },
};

static const struct item page_item = { .kind = ITEM_MAP, .entries = page_entries, .count = 3 };

static void set_names(struct world *world, struct template_run *run, const struct str *names, size_t count)
{
	lua_State *L = world->L;

	view_push_item(L, &page_item);
	template_set_name(run, STR("page"));
	lua_pushliteral(L, "es");
	template_set_name(run, STR("lang"));
	view_push_html(L, STR("<b>H</b>"));
	template_set_name(run, STR("list"));
	filters_push_t(world);
	template_set_name(run, STR("t"));
	for (size_t i = 0; i < count; i++) {
		world_push(L, names[i]);
		lua_gettable(L, -2);
		template_set_name(run, names[i]);
	}
}

static void add_messages(struct diag *diag, struct buf *out)
{
	size_t count;
	const struct diag_message *const *messages = diag_messages(diag, &count);

	for (size_t i = 0; i < count; i++) {
		const struct diag_message *m = messages[i];
		struct str rest = m->context, line;

		if (out->len)
			buf_byte(out, '\n');
		buf_printf(out, "%.*s:%u:%u+%u: %.*s [%s]", STR_ARG(m->at.path), m->at.line, m->at.column, m->at.width, STR_ARG(m->text), m->rule);
		while (m->context.len && str_next(&rest, '\n', &line))
			buf_printf(out, "; %.*s", STR_ARG(line));
	}
}

struct stage {
	struct diag *diag;
	struct arena *arena;
	void *context[2];   /* the world and the set */
	struct world *world;
	struct words words[1];
	struct str names[64];
	size_t name_count;
};

/* Leaves the data and then the filters on the stack. */
static void open_stage(struct stage *stage, const struct one_case *one, enum lang lang)
{
	struct world_options options = { .place = find_place, .context = stage->context };

	*stage = (struct stage){ .diag = diag_new(lang), .arena = arena_new() };
	stage->words[0] = (struct words){ .lang = STR("es"), .messages = map_new(stage->arena) };
	add_word("hello", stage->words, stage->arena);
	add_word("no_goals", stage->words, stage->arena);
	stage->world = world_new(&options, NULL, stage->diag);
	stage->context[0] = stage->world;
	view_open(stage->world);
	lua_pushnil(stage->world->L);
	assert_true(world_load(stage->world, one->data.len ? one->data : STR("return {}"), STR("data")));
	assert_true(world_call(stage->world, 0, 1));
	stage->name_count = data_names(stage->world->L, stage->names, stage->arena);
	filters_open(stage->world);
	filters_begin(stage->world, &(struct filters_page){ .lang = STR("es"), .words = stage->words });
}

static void close_stage(struct stage *stage)
{
	filters_close(stage->world);
	world_free(stage->world);
	arena_free(stage->arena);
	diag_free(stage->diag);
}

static size_t filter_list(struct str *filters)
{
	size_t count = 0;

	for (; filters_names[count]; count++)
		filters[count] = str_of(filters_names[count]);
	return count;
}

/* Compiles the case's theme and prints page.html. */
static void outcome(const struct one_case *one, enum lang lang, struct buf *printed, struct buf *told)
{
	struct theme theme = { .files = one->files, .file_count = one->file_count - 1 };
	struct str filters[64];
	struct template_options options = { .theme = &theme, .words_count = 1, .filters = filters, .filter_count = filter_list(filters) };
	struct template_set *set;
	struct template_run *run = NULL;
	const struct template *page = NULL;
	struct stage stage = { 0 };

	open_stage(&stage, one, lang);
	options.words = stage.words;
	options.names = stage.names;
	options.name_count = stage.name_count;
	set = template_set_new(&options, stage.diag);
	stage.context[1] = set;
	if (set)
		run = template_run_new(stage.world, set);
	for (size_t i = 0; run && !page && i < theme.file_count; i++)
		if (str_starts(one->files[i].name, STR("templates/page.")))
			page = template_find(set, str_after(one->files[i].name, strlen("templates/")));
	if (run && page) {
		set_names(stage.world, run, stage.names, stage.name_count);
		template_render(run, page, printed);
	}
	if (getenv("SHOW_LUA"))
		for (size_t i = 0; set && i < theme.file_count; i++)
			if (str_starts(one->files[i].name, STR("templates/page.")))
				fprintf(stderr, "%.*s\n", STR_ARG(template_source(page)));
	add_messages(stage.diag, told);
	template_run_free(run);
	close_stage(&stage);
	template_set_free(set);
}

static bool same(const char *what, struct str got, struct str want)
{
	if (str_equal(got, want))
		return true;
	fprintf(stderr, "%s:\nwant %.*s\ngot  %.*s\n", what, STR_ARG(want), STR_ARG(got));
	return false;
}

static void check(const struct one_case *one, enum lang lang)
{
	struct buf printed = { 0 }, told = { 0 };
	bool good = true;

	outcome(one, lang, &printed, &told);
	good = same("told", buf_str(&told), buf_str(lang == LANG_ES ? &one->spanish : &one->english));
	if (one->prints)
		good = same("printed", buf_str(&printed), buf_str(&one->output)) && good;
	buf_clear(&printed);
	buf_clear(&told);
	assert_true(good);
}

static void run_case(void **state)
{
	const struct one_case *one = *state;

	alarm(CASE_SECONDS);
	check(one, LANG_EN);
	if (one->tells_spanish)
		check(one, LANG_ES);
	alarm(0);
}

static struct str read_whole(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct buf text = { 0 };
	size_t got;

	if (!file) {
		perror(path);
		exit(1);
	}
	while ((got = fread(buf_reserve(&text, 4096), 1, 4096, file)) > 0)
		text.len += got;
	fclose(file);
	return buf_str(&text);
}

int main(int argc, char **argv)
{
	const char *path = "tests/cases/templates.txt";
	size_t count = read_cases(read_whole(path)), chosen = 0;

	for (size_t i = 0; i < count; i++) {
		struct one_case *one = &cases[i];

		if (argc > 1 && !strstr(one->name, argv[1]))
			continue;
		for (size_t j = 0; j + 1 < one->file_count; j++) {
			if (!str_equal(one->files[j].name, STR("data")))
				continue;
			one->data = one->files[j].bytes;
			memmove(&one->files[j], &one->files[j + 1], (one->file_count - j - 1) * sizeof one->files[0]);
			one->file_count--;
		}
		tests[chosen++] = (struct CMUnitTest){ .name = one->name, .test_func = run_case, .initial_state = one };
	}
	return _cmocka_run_group_tests(path, tests, chosen, NULL, NULL);
}
