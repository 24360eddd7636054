/* script/filters_private.h - what the filters share: the page they speak of and its language's words, kept by ICU. */
#ifndef SCRIPT_FILTERS_PRIVATE_H
#define SCRIPT_FILTERS_PRIVATE_H

#include "base/buf.h"
#include "script/filters.h"
#include "script/view.h"

#include <lauxlib.h>
#include <unicode/ucasemap.h>
#include <unicode/udat.h>
#include <unicode/ulistformatter.h>
#include <unicode/unum.h>
#include <unicode/upluralrules.h>

/* ICU's knowledge of one language; each part is made at its first use. */
struct filters_locale {
	struct filters_locale *next;
	char lang[16];   /* as the page says */
	char icu[24];    /* as ICU wants it: "es" alone means Mexico here */
	char point[8], group[8], percent[16];
	UPluralRules *plural;
	UListFormatter *list;
	UNumberFormat *money;
	UDateFormat *dates[8];
	UCaseMap *cases;
};

struct filters_state {
	struct world *world;
	struct filters_page page;
	struct filters_locale *locale;  /* of the page */
	struct filters_locale *locales; /* all, owned */
	struct buf text;                /* for one call: survives a fault that jumps over us */
};

struct filters_state *filters_of(lua_State *L);
/* Pushes what has gathered in state->text. */
void filters_push(lua_State *L);
/* Appends a number in the page's language with the digits it has. */
void filters_add_number(struct filters_state *f, struct decimal d, struct buf *out);
/* Appends a value for people: numbers in the page's language, the rest as view_print. */
void filters_add_value(lua_State *L, int index, struct buf *out);
/* The CLDR plural category of a number in the page's language. */
struct str filters_category(lua_State *L, struct decimal d);

int filter_number(lua_State *L);
int filter_percent(lua_State *L);
int filter_money(lua_State *L);
int filter_plural(lua_State *L);
int filter_date(lua_State *L);
int filter_month(lua_State *L);
int filter_list(lua_State *L);
int filter_title(lua_State *L);
int filter_upper(lua_State *L);
int filter_lower(lua_State *L);
int filter_truncate(lua_State *L);
int filter_slug(lua_State *L);
int filter_default(lua_State *L);
int filter_join(lua_State *L);
int filter_first(lua_State *L);
int filter_json(lua_State *L);
int filter_csv(lua_State *L);
int filter_markdown(lua_State *L);
int filter_urlencode(lua_State *L);
int filter_safe(lua_State *L);
int filter_t(lua_State *L);

#endif
