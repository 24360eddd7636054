#include "script/filters.h"

#include "base/arena.h"
#include "base/map.h"
#include "model/site.h"
#include "script/filters_private.h"
#include "script/script.h"

#include <stdio.h>
#include <unicode/ustring.h>

const char *const filters_names[] = { "csv", "date", "default", "first", "join", "json", "list", "lower", "markdown", "money", "month", "number",
	"percent", "plural", "safe", "slug", "title", "truncate", "upper", "urlencode", NULL };

static const lua_CFunction functions[] = { filter_csv, filter_date, filter_default, filter_first, filter_join, filter_json, filter_list, filter_lower,
	filter_markdown, filter_money, filter_month, filter_number, filter_percent, filter_plural, filter_safe, filter_slug, filter_title,
	filter_truncate, filter_upper, filter_urlencode };

static const char key; /* its address names the state in the registry */

struct filters_state *filters_of(lua_State *L)
{
	struct filters_state *f;

	lua_rawgetp(L, LUA_REGISTRYINDEX, &key);
	f = lua_touserdata(L, -1);
	lua_pop(L, 1);
	return f;
}

void filters_push(lua_State *L)
{
	world_push(L, buf_str(&filters_of(L)->text));
}

void filters_open(struct world *world)
{
	lua_State *L = world->L;
	struct filters_state *f = memory_resize(NULL, sizeof *f);

	*f = (struct filters_state){ .world = world };
	lua_pushlightuserdata(L, f);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &key);
	lua_newtable(L);
	for (size_t i = 0; filters_names[i]; i++) {
		lua_pushcfunction(L, functions[i]);
		lua_setfield(L, -2, filters_names[i]);
	}
}

void filters_push_t(struct world *world)
{
	lua_pushcfunction(world->L, filter_t);
}

/* One of ICU's symbols, in UTF-8. */
static void take_symbol(UNumberFormat *format, UNumberFormatSymbol which, char *to, int32_t room)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar wide[16];
	int32_t len = unum_getSymbol(format, which, wide, 16, &status), used = 0;

	u_strToUTF8(to, room, &used, wide, len < 16 ? len : 15, &status);
	to[U_SUCCESS(status) && used < room ? used : 0] = '\0';
}

static struct filters_locale *locale_new(struct str lang)
{
	UErrorCode status = U_ZERO_ERROR;
	struct filters_locale *locale = memory_resize(NULL, sizeof *locale);
	UNumberFormat *format;

	*locale = (struct filters_locale){ 0 };
	snprintf(locale->lang, sizeof locale->lang, "%.*s", STR_ARG(lang));
	snprintf(locale->icu, sizeof locale->icu, "%s", str_equal(lang, STR("es")) ? "es_MX" : locale->lang);
	for (char *c = locale->icu; *c; c++)
		if (*c == '-')
			*c = '_';
	format = unum_open(UNUM_DECIMAL, NULL, 0, locale->icu, NULL, &status);
	take_symbol(format, UNUM_DECIMAL_SEPARATOR_SYMBOL, locale->point, sizeof locale->point);
	take_symbol(format, UNUM_GROUPING_SEPARATOR_SYMBOL, locale->group, sizeof locale->group);
	unum_close(format);
	return locale;
}

static struct filters_locale *locale_of(struct filters_state *f, struct str lang)
{
	struct filters_locale *locale = f->locales;

	while (locale && !str_equal(str_of(locale->lang), lang))
		locale = locale->next;
	if (locale)
		return locale;
	locale = locale_new(lang);
	locale->next = f->locales;
	f->locales = locale;
	return locale;
}

void filters_begin(struct world *world, const struct filters_page *page)
{
	struct filters_state *f = filters_of(world->L);

	f->page = *page;
	f->locale = locale_of(f, page->lang);
}

void filters_close(struct world *world)
{
	struct filters_state *f = filters_of(world->L);
	struct filters_locale *next;

	if (!f)
		return;
	for (struct filters_locale *l = f->locales; l; l = next) {
		next = l->next;
		uplrules_close(l->plural);
		ulistfmt_close(l->list);
		unum_close(l->money);
		for (size_t i = 0; i < sizeof l->dates / sizeof *l->dates; i++)
			udat_close(l->dates[i]);
		ucasemap_close(l->cases);
		memory_free(l);
	}
	buf_clear(&f->text);
	memory_free(f);
}

void filters_add_value(lua_State *L, int index, struct buf *out)
{
	struct decimal d;

	if (view_number(L, index, &d))
		filters_add_number(filters_of(L), d, out);
	else
		view_print(L, index, out);
}

static _Noreturn void unknown_word(lua_State *L, const struct words *words, struct str name)
{
	size_t count = map_count(words->messages);
	struct str *names = arena_array(world_of(L)->arena, struct str, count + 1);

	for (size_t i = 0; i < count; i++)
		names[i] = map_entries(words->messages)[i].key;
	world_fault_near(L, "unknown-translation", name, str_nearest(name, names, count), "the theme has no words '%s'",
		"el tema no tiene las palabras '%s'");
}

/* The number that chooses among plural forms: the entry `n` or `count`. */
static bool plural_number(lua_State *L, struct decimal *d)
{
	static const char *const names[] = { "n", "count" };

	for (size_t i = 0; lua_istable(L, 2) && i < 2; i++) {
		lua_getfield(L, 2, names[i]);
		if (view_number(L, -1, d)) {
			lua_pop(L, 1);
			return true;
		}
		lua_pop(L, 1);
	}
	return false;
}

static struct str choose_form(lua_State *L, const struct word *word)
{
	struct decimal d;
	struct str category;

	if (word->forms.count == 0 || !plural_number(L, &d))
		return word->text;
	category = filters_category(L, d);
	for (size_t i = 0; i < word->forms.count; i++)
		if (str_equal(word->forms.texts[i].lang, category))
			return word->forms.texts[i].text;
	return word->text;
}

/* Fills {name} from the table at 2. */
static void fill(lua_State *L, struct str text, struct buf *out)
{
	while (text.len) {
		size_t open = str_find(text, '{', 0), close = str_find(text, '}', open);

		buf_add(out, str_part(text, 0, open));
		if (close == text.len) {
			buf_add(out, str_after(text, open));
			return;
		}
		if (!lua_istable(L, 2))
			world_fault(L, "missing-value", "these words need a value for '%.*s'", "estas palabras necesitan un valor para '%.*s'",
				(int)(close - open - 1), text.at + open + 1);
		world_push(L, str_part(text, open + 1, close - open - 1));
		lua_rawget(L, 2);
		filters_add_value(L, -1, out);
		lua_pop(L, 1);
		text = str_after(text, close + 1);
	}
}

int filter_t(lua_State *L)
{
	struct filters_state *f = filters_of(L);
	struct str name = world_string(L, 1);
	const struct word *word = f->page.words ? words_find(f->page.words, name) : NULL;

	if (!word)
		unknown_word(L, f->page.words, name);
	lua_settop(L, 2);
	buf_reset(&f->text);
	fill(L, choose_form(L, word), &f->text);
	filters_push(L);
	return 1;
}
