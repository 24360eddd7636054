/* What scripts ask of a cell. A cell that can't be read so is told at its place, the script gets nil and goes on: all that is wrong with a
 * sheet is known after one run. What was never written (a blank cell) is nil without a word. */
#include "script/import_private.h"

#include "base/arena.h"
#include "base/slug.h"
#include "base/utf8.h"

#include <unicode/ucasemap.h>

static const struct cell_ref *cell_self(lua_State *L)
{
	return import_self(L, 1, IMPORT_CELL);
}

/* The decimal point that argument 2 gives. */
static char point_argument(lua_State *L)
{
	struct str point = lua_isnoneornil(L, 2) ? STR(".") : world_string(L, 2);

	if (!str_equal(point, STR(".")) && !str_equal(point, STR(",")))
		world_fault(L, "lua-error", "the decimal point is \".\" or \",\"", "el punto decimal es \".\" o \",\"");
	return point.at[0];
}

static void tell_amount(lua_State *L, const struct cell_ref *cell, enum text_fault fault, char point)
{
	struct diag *diag = world_of(L)->diag;
	struct str text = utf8_prefix(cell_text(cell), 80);

	switch (fault) {
	case TEXT_GROUPS:
		diag_error(diag, cell_place(cell), "not-a-number", "in '%.*s' blanks, points and commas do not part thousands and decimals",
			"en '%.*s' los espacios, puntos y comas no separan millares y decimales", STR_ARG(text));
		diag_advice(diag,
			"it is read with '%c' before the decimals and the other between thousands; if the sheet has it otherwise: "
			"cell:amount(\"%c\")",
			"se lee con '%c' antes de los decimales y lo otro entre millares; si la hoja lo escribe al revés: cell:amount(\"%c\")",
			point,
			point == '.' ? ',' : '.');
		break;
	case TEXT_EXPONENT:
		diag_error(diag, cell_place(cell), "scientific", "'%.*s' was shortened by a spreadsheet: its last digits are lost",
			"'%.*s' lo acortó una hoja de cálculo: sus últimas cifras se perdieron", STR_ARG(text));
		diag_advice(diag, "write the whole number, from the document it came from",
			"escriba el número completo, del documento de donde vino");
		break;
	default:
		diag_error(diag, cell_place(cell), "not-a-number", "'%.*s' is not a number", "'%.*s' no es un número", STR_ARG(text));
		diag_advice(diag, "a text that stands for none (n/d, -) is for the script to know: test cell.text before",
			"un texto que vale por ninguno (n/d, -) lo debe conocer el programa: revise antes cell.text");
		break;
	}
	import_asked_here(L);
}

/* cell:amount([point]) → number, unit; nil when it is blank */
static int cell_amount(lua_State *L)
{
	const struct cell_ref *cell = cell_self(L);
	struct str text = cell_text(cell);
	char point = point_argument(L);
	struct amount amount;
	enum text_fault fault;

	world_charge(L, 20 + text.len);
	if (text.len == 0)
		return 0;
	fault = text_amount(world_of(L)->arena, text, point, &amount);
	if (fault != TEXT_FINE) {
		tell_amount(L, cell, fault, point);
		return 0;
	}
	view_push_decimal(L, amount.value);
	world_push(L, amount.unit);
	return 2;
}

/* cell:number([point]) → number: nothing else may stand in the cell */
static int cell_number(lua_State *L)
{
	const struct cell_ref *cell = cell_self(L);
	struct str unit;

	if (cell_amount(L) == 0)
		return 0;
	unit = world_string(L, -1);
	lua_pop(L, 1);
	if (unit.len == 0)
		return 1;
	diag_error(world_of(L)->diag, cell_place(cell), "number-with-unit", "the number shares its cell with '%.*s'",
		"el número comparte celda con '%.*s'",
		STR_ARG(unit));
	diag_advice(world_of(L)->diag, "take both: local number, unit = cell:amount()", "tome los dos: local numero, unidad = cell:amount()");
	import_asked_here(L);
	return 0;
}

static void tell_date(lua_State *L, const struct cell_ref *cell, enum date_fault fault)
{
	struct diag *diag = world_of(L)->diag;
	struct str text = cell_text(cell), shown = utf8_prefix(text, 80);
	struct place at = cell_place(cell);
	struct moment day;

	if (fault == DATE_AMBIGUOUS) {
		diag_error(diag, at, "ambiguous-date", "'%.*s' may have the day or the month first", "'%.*s' puede llevar primero el día o el mes",
			STR_ARG(shown));
		diag_advice(diag, "let the whole column tell: local order = plan:date_order(\"…\"), then cell:date(order)",
			"que decida la columna entera: local orden = plan:date_order(\"…\"), y después cell:date(orden)");
	} else if (fault == DATE_OTHER_ORDER) {
		diag_error(diag, at, "day-month-order", "'%.*s' has day and month in the other order",
			"'%.*s' lleva el día y el mes en el otro orden", STR_ARG(shown));
	} else if (fault == DATE_SHORT_YEAR) {
		diag_error(diag, at, "short-year", "the year in '%.*s' has two digits; which century is it?",
			"el año de '%.*s' tiene dos cifras; ¿de qué siglo es?", STR_ARG(shown));
	} else if (fault == DATE_IMPOSSIBLE) {
		diag_error(diag, at, "not-a-date", "there is no day '%.*s'", "no existe el día '%.*s'", STR_ARG(shown));
	} else if (text_serial(text, 1900, &day)) {
		diag_error(diag, at, "serial-date", "'%.*s' is a spreadsheet's serial number, not a date; as one it is %04d-%02d-%02d",
			"'%.*s' es un número de serie de hoja de cálculo, no una fecha; como fecha es %04d-%02d-%02d", STR_ARG(shown),
			(int)day.year,
			day.month, day.day);
		diag_advice(diag, "if its neighbours agree, recover it with cell:serial(), and emit what was done",
			"si las celdas vecinas concuerdan, recupérela con cell:serial(), y emita lo que se hizo");
	} else {
		diag_error(diag, at, "not-a-date", "'%.*s' is not a date", "'%.*s' no es una fecha", STR_ARG(shown));
	}
	import_asked_here(L);
}

/* cell:date([order]) → date; nil when it is blank */
static int cell_date(lua_State *L)
{
	const struct cell_ref *cell = cell_self(L);
	struct str text = cell_text(cell), name = lua_isnoneornil(L, 2) ? STR("") : world_string(L, 2);
	enum day_order order = str_equal(name, STR("dmy")) ? ORDER_DMY : str_equal(name, STR("mdy")) ? ORDER_MDY : ORDER_UNKNOWN;
	struct moment day;
	enum date_fault fault;

	if (name.len && order == ORDER_UNKNOWN)
		world_fault(L, "lua-error", "the order of a date is \"dmy\" or \"mdy\", not '%.*s'",
			"el orden de una fecha es \"dmy\" o \"mdy\", no '%.*s'",
			STR_ARG(name));
	world_charge(L, 20 + text.len);
	if (text.len == 0)
		return 0;
	fault = text_date(text, order, &day);
	if (fault != DATE_FINE) {
		tell_date(L, cell, fault);
		return 0;
	}
	view_push_moment(L, FIELD_DATE, &day);
	return 1;
}

/* cell:serial([1904]) → the date that a spreadsheet's serial number means; nil when it is none */
static int cell_serial(lua_State *L)
{
	const struct cell_ref *cell = cell_self(L);
	int64_t epoch = world_integer_or(L, 2, 1900);
	struct moment day;

	if (epoch != 1900 && epoch != 1904)
		world_fault(L, "lua-error", "serial numbers count from 1900 or 1904", "los números de serie se cuentan desde 1900 o 1904");
	if (!text_serial(cell_text(cell), (int)epoch, &day))
		return 0;
	view_push_moment(L, FIELD_DATE, &day);
	return 1;
}

/* The text of the cell or string at 1. */
static struct str text_argument(lua_State *L)
{
	const struct cell_ref *cell = import_test(L, 1, IMPORT_CELL);
	struct str text = cell ? cell_text(cell) : world_string(L, 1);

	world_charge(L, 20 + text.len);
	return text;
}

/* cell:month(), month(text) → 1 to 12, or nil */
static int month(lua_State *L)
{
	int found = text_month(text_argument(L));

	if (found)
		lua_pushinteger(L, found);
	else
		lua_pushnil(L);
	return 1;
}

/* cell:label("WORD"), label(text, "WORD") → the text without the word that ends it, and whether it did */
static int label(lua_State *L)
{
	struct str text = text_argument(L), word = world_string(L, 2);
	struct str rest = text_trim(str_part(text, 0, text.len > word.len ? text.len - word.len : 0));
	bool apart = word.len && text.len > word.len && str_ends(text, word) && str_part(text, 0, text.len - word.len).len > rest.len;

	if (word.len && str_equal(text, word)) {
		rest = STR("");
		apart = true;
	}
	world_push(L, apart ? rest : text);
	lua_pushboolean(L, apart);
	return 2;
}

static int make_slug(lua_State *L)
{
	struct buf *text = &view_of(L)->text;

	buf_reset(text);
	slug_add(text, text_argument(L));
	world_push(L, buf_str(text));
	return 1;
}

typedef int32_t case_fn(const UCaseMap *map, char *to, int32_t room, const char *from, int32_t len, UErrorCode *status);

/* Appends the text in other letters; as it is when it is not UTF-8. */
static void add_case(struct buf *out, struct str text, case_fn *change)
{
	UErrorCode status = U_ZERO_ERROR;
	UCaseMap *cases = ucasemap_open("es", 0, &status);
	int32_t room = (int32_t)text.len * 3 + 8, len;
	char *to = buf_reserve(out, (size_t)room);

	len = change(cases, to, room, text.at ? text.at : "", (int32_t)text.len, &status);
	if (U_SUCCESS(status))
		out->len += (size_t)len;
	else
		buf_add(out, text);
	ucasemap_close(cases);
}

static int make_lower(lua_State *L)
{
	struct buf *text = &view_of(L)->text;

	buf_reset(text);
	add_case(text, text_argument(L), ucasemap_utf8ToLower);
	world_push(L, buf_str(text));
	return 1;
}

/* Words that a Spanish title keeps small. */
static bool small_word(struct str word)
{
	static const char words[] =
		" a al ante con contra de del desde e el en entre hacia hasta la las los ni o para por que según sin "
		"sobre tras u un una y ";
	size_t at = str_search(str_of(words), word, 0);

	for (; word.len && at < sizeof words - 1; at = str_search(str_after(str_of(words), at + 1), word, 0) + at + 1)
		if (words[at - 1] == ' ' && words[at + word.len] == ' ')
			return true;
	return false;
}

/* title("PROGRAMA METAS Y OBJETIVOS") → "Programa Metas y Objetivos" */
static int make_title(lua_State *L)
{
	struct buf *text = &view_of(L)->text;
	struct str rest = text_argument(L), word;
	struct arena *arena = world_of(L)->arena;
	bool first = true;

	buf_reset(text);
	add_case(text, rest, ucasemap_utf8ToLower);
	rest = arena_copy(arena, buf_str(text));
	buf_reset(text);
	for (; str_next(&rest, ' ', &word); first = false) {
		size_t letter = 0;

		if (!first)
			buf_byte(text, ' ');
		if (word.len)
			utf8_next(word, &letter);
		if (!first && small_word(word))
			letter = 0;
		add_case(text, str_part(word, 0, letter), ucasemap_utf8ToUpper);
		buf_add(text, str_after(word, letter));
	}
	world_push(L, buf_str(text));
	return 1;
}

/* wrong(row or cell, "…" or { es = "…", en = "…" }): what the script finds wrong, told like the rest; the script goes on. */
static int wrong(lua_State *L)
{
	struct diag *diag = world_of(L)->diag;
	const struct cell_ref *cell = import_test(L, 1, IMPORT_CELL);
	bool spanish = diag_lang(diag) == LANG_ES;
	struct row_ref row;
	struct str text;

	if (!import_source(L, 1, &row))
		world_fault(L, "lua-error", "wrong takes a row or a cell, and what is wrong: wrong(row.anual, \"…\")",
			"wrong lleva un renglón o una celda, y lo que está mal: wrong(row.anual, \"…\")");
	lua_settop(L, 2);
	if (lua_type(L, 2) == LUA_TTABLE && lua_getfield(L, 2, spanish ? "es" : "en") != LUA_TSTRING)
		lua_getfield(L, 2, spanish ? "en" : "es");
	if (lua_type(L, -1) != LUA_TSTRING)
		world_fault(L, "lua-error", "say what is wrong as a text or { es = \"…\", en = \"…\" }",
			"diga lo que está mal con un texto o { es = \"…\", en = \"…\" }");
	text = str_part(world_string(L, -1), 0, WORLD_FAULT_MOST);
	diag_error(diag, cell ? cell_place(cell) : row_place(&row), "import-check", "%.*s", "%.*s", STR_ARG(text));
	import_asked_here(L);
	return 0;
}

const luaL_Reg import_cell_readers[] = { { "amount", cell_amount }, { "date", cell_date }, { "label", label }, { "month", month },
	{ "number", cell_number }, { "serial", cell_serial }, { NULL, NULL } };

void import_open_texts(lua_State *L)
{
	static const luaL_Reg functions[] = { { "label", label }, { "lower", make_lower }, { "month", month }, { "slug", make_slug },
		{ "title", make_title },
		{ "wrong", wrong }, { NULL, NULL } };

	for (const luaL_Reg *f = functions; f->name; f++) {
		lua_pushcfunction(L, f->func);
		world_add_global(L, f->name);
	}
}
