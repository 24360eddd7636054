/* The cases of tests/cases/view.txt over tables made here, and what only C can ask: printing, items, lists of the host. */
#include "../model/made.h"
#include "cases.h"

#include "model/compute.h"
#include "model/site.h"
#include "script/view.h"

static struct made made;
static struct site site;

static void make_site(void)
{
	static const struct str langs[] = { { "es", 2 }, { "en", 2 } };
	struct table *metas, *calendario, *notas;

	made = made_new();
	made_table(&made, "programas", "*programa_id nombre ejercicio:year");
	metas = made_table(&made, "metas", "*meta_id programa_id numero:integer descripcion meta:number ok:boolean inicio:date why");
	calendario = made_table(&made, "calendario", "*meta_id *mes:yearmonth programado:number");
	notas = made_table(&made, "notas", "tabla clave texto");
	notas->abouts = arena_array(made.arena, struct about, 1);
	notas->abouts[notas->about_count++] =
		(struct about){ .name = STR("notas"), .resource = &notas->schema.fields[0], .key = &notas->schema.fields[1] };
	for (size_t i = 0; i < metas->schema.field_count; i++) {
		static const struct str yes[] = { { "true", 4 } }, no[] = { { "false", 5 } };

		metas->schema.fields[i].true_values = yes;
		metas->schema.fields[i].false_values = no;
		metas->schema.fields[i].true_count = metas->schema.fields[i].false_count = 1;
	}
	made_refer(&made, metas, "programa_id", "programas", "programa_id", "programa", "metas");
	made_refer(&made, calendario, "meta_id", "metas", "meta_id", "meta", "calendario");
	made_load(&made, (const char *[]){
		"programa_id,nombre,ejercicio\nson-2011,Sonora,2011\npue-2013,Puebla,2013\nsin-metas,Vacío,\n",
		"meta_id,programa_id,numero,descripcion,meta,ok,inicio,why\n"
		"m1,son-2011,1,Árbol,4.60,true,2011-03-01,porque sí\n"
		"m2,son-2011,2,banco,10,false,,\n"
		"m3,son-2011,7,Zapato,,,,\n"
		"m4,pue-2013,4,ñandú,100.00,true,2013-01-02,\n"
		"m5,pue-2013,5,obra,,false,,\n",
		"meta_id,mes,programado\nm1,2011-01,2\nm1,2011-02,3\n",
		"tabla,clave,texto\nmetas,m1,una\ncalendario,m1/2011-02,dos\nmetas,ida,tres\nmetas,m1,cuatro\n,,cinco\n" });
	about_fill(notas);
	notas->schema.fields[2].has_min_length = notas->schema.fields[2].has_max_length = true;
	notas->schema.fields[2].min_length = 3;
	notas->schema.fields[2].max_length = 6;
	calendario->schema.fields[2].exclusive_minimum = (struct bound){ .given = true, .text = STR("-1") };
	calendario->schema.fields[2].exclusive_maximum = (struct bound){ .given = true, .text = STR("99.5") };
	site = (struct site){ .tables = made.tables, .langs = langs, .lang_count = 2 };
}

static struct world *open_world(struct diag *diag)
{
	struct world_options options = { .limits = { .memory = 64 << 20, .instructions = 2000000 } };
	struct world *world = world_new(&options, &site, diag);

	view_open(world);
	view_push_data(world->L);
	world_add_global(world->L, "data");
	return world;
}

/* A world whose code says `return` what the C side pushes as the global `x`. */
struct fixture {
	struct diag *diag;
	struct world *world;
};

static struct fixture fixture_open(void)
{
	struct fixture f = { .diag = diag_new(LANG_EN) };

	f.world = open_world(f.diag);
	return f;
}

static void fixture_close(struct fixture *f)
{
	world_free(f->world);
	diag_free(f->diag);
}

/* Runs the code with the value on the top of the stack as `x`; its text, or the message. */
static void expect(struct fixture *f, const char *code, const char *want)
{
	lua_State *L = f->world->L;
	struct buf got = { 0 };
	size_t count;

	diag_free(f->diag);
	f->diag = f->world->diag = diag_new(LANG_EN);
	world_add_global(L, "x");
	lua_pushnil(L);
	assert_true(world_load(f->world, str_of(code), STR("case")));
	if (world_call(f->world, 0, 1)) {
		struct str s;

		s.at = luaL_tolstring(L, -1, &s.len);
		buf_add(&got, s);
		lua_pop(L, 2);
	} else {
		const struct diag_message *const *messages = diag_messages(f->diag, &count);

		assert_int_equal(count, 1);
		buf_add(&got, messages[0]->text);
	}
	buf_byte(&got, '\0');
	assert_string_equal(got.at, want);
	buf_clear(&got);
}

static const struct item *tree(void)
{
	static const struct item list[] = { { .kind = ITEM_INTEGER, .integer = 1 }, { .kind = ITEM_TEXT, .text = { "dos", 3 } } };
	static const struct item_entry entries[] = {
		{ { "title", 5 }, { .kind = ITEM_TEXT, .text = { "Metas", 5 } } },
		{ { "body", 4 }, { .kind = ITEM_HTML, .text = { "<p>", 3 } } },
		{ { "list", 4 }, { .kind = ITEM_LIST, .items = list, .count = 2 } },
		{ { "none", 4 }, { .kind = ITEM_NIL } },
		{ { "price", 5 }, { .kind = ITEM_DECIMAL, .decimal = { .small = 150, .scale = 2 } } },
	};
	static const struct item map = { .kind = ITEM_MAP, .entries = entries, .count = 5 };

	return &map;
}

static void items_are_closed_maps(void **state)
{
	struct fixture f = fixture_open();

	(void)state;
	view_push_item(f.world->L, tree());
	expect(&f, "return x.title .. #x.list .. x.list[2] .. tostring(x.list[3]) .. tostring(x.none) .. tostring(x.price)", "Metas2dosnilnil1.50");
	view_push_item(f.world->L, tree());
	expect(&f, "return x.titel", "no name 'titel' here; did you mean 'title'?");
	view_push_item(f.world->L, tree());
	expect(&f, "local s = '' for k, v in pairs(x) do s = s .. k .. ' ' end return s", "title body list price ");
	view_push_item(f.world->L, tree());
	expect(&f, "local s = '' for i, v in ipairs(x.list) do s = s .. i .. v end return s", "112dos");
	view_push_item(f.world->L, tree());
	expect(&f, "x.title = 1", "data of the site are read-only");
	fixture_close(&f);
}

/* Items end with the page: a module that keeps one gets a fault. */
static void items_end_with_the_page(void **state)
{
	struct fixture f = fixture_open();
	static const uint32_t numbers[] = { 4, 0 };

	(void)state;
	view_push_item(f.world->L, tree());
	expect(&f, "return x.title", "Metas");
	view_push_item(f.world->L, tree());
	world_begin(f.world);
	expect(&f, "return x.title", "this value was of another page");
	view_push_rows(f.world->L, site_table(&site, STR("metas")), (struct row_list){ .rows = numbers, .count = 2 });
	expect(&f, "return x[1].meta_id .. x:last().meta_id", "m5m1");
	view_push_rows(f.world->L, site_table(&site, STR("metas")), (struct row_list){ .rows = numbers, .count = 2 });
	world_begin(f.world);
	expect(&f, "return #x", "this list was of another page");
	fixture_close(&f);
}

static void settings_are_open_maps(void **state)
{
	static const struct settings_value entries[] = {
		{ .kind = SETTINGS_TEXT, .name = { "name", 4 }, .text = { "Oficina", 7 } },
		{ .kind = SETTINGS_NUMBER, .name = { "max", 3 }, .text = { "20", 2 } },
		{ .kind = SETTINGS_NUMBER, .name = { "ratio", 5 }, .text = { "0.90", 4 } },
		{ .kind = SETTINGS_BOOL, .name = { "yes", 3 }, .truth = true },
	};
	static const struct settings_value map = { .kind = SETTINGS_MAP, .items = entries, .count = 4 };
	struct item item = item_settings(&map);
	struct fixture f = fixture_open();

	(void)state;
	view_push_item(f.world->L, &item);
	expect(&f, "return x.name .. x.max + 1 .. tostring(x.ratio) .. tostring(x.yes) .. tostring(x.nothing)", "Oficina210.90truenil");
	view_push_item(f.world->L, &item);
	expect(&f, "local s = '' for k in pairs(x) do s = s .. k .. ' ' end return s", "name max ratio yes ");
	fixture_close(&f);
}

static int print_all(lua_State *L)
{
	struct buf *out = world_of(L)->out;

	for (int i = 1; i <= lua_gettop(L); i++)
		view_print(L, i, out);
	return 0;
}

static void printing(void **state)
{
	static const struct { const char *code, *want; } cases[] = {
		{ "print_all('a', 1, nil, true, decimal('1.50'), date('2011-02-03'), math.mininteger)", "a1true1.502011-02-03-9223372036854775808" },
		{ "print_all(x)", "<b>" },
		{ "print_all(1 / 2)", "0.5 is a binary float, and figures are exact; calculate with decimal(\"…\")" },
		{ "print_all(data.metas[1])", "a row of metas can't be printed; print a field of it, like .meta_id" },
		{ "print_all({})", "a table can't be printed" },
		{ "print_all(data.metas)", "a list can't be printed" },
		{ "return 'a' .. x", "safe HTML can't be joined with ..; print the pieces one after the other" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct fixture f = fixture_open();
		struct buf out = { 0 };
		size_t count;

		f.world->out = &out;
		lua_pushcfunction(f.world->L, print_all);
		world_add_global(f.world->L, "print_all");
		view_push_html(f.world->L, STR("<b>"));
		world_add_global(f.world->L, "x");
		lua_pushnil(f.world->L);
		assert_true(world_load(f.world, str_of(cases[i].code), STR("case")));
		if (!world_call(f.world, 0, 0))
			buf_add(&out, diag_messages(f.diag, &count)[0]->text);
		buf_byte(&out, '\0');
		assert_string_equal(out.at, cases[i].want);
		buf_clear(&out);
		fixture_close(&f);
	}
}

/* Sums the lengths of what view_each gives, or counts pairs. */
static int go_through(lua_State *L)
{
	bool pairs = lua_toboolean(L, 2);
	lua_Integer count = 0;

	view_each(L, 1, pairs);
	for (;; count++) {
		lua_pushvalue(L, -3);
		lua_pushvalue(L, -3);
		lua_pushvalue(L, -3);
		lua_call(L, 2, 2);
		if (lua_isnil(L, -2))
			break;
		lua_pushvalue(L, -2);
		lua_replace(L, -4);
		lua_pop(L, 2);
	}
	lua_pushinteger(L, count);
	return 1;
}

static void going_through(void **state)
{
	static const struct { const char *code, *want; } cases[] = {
		{ "return each({ 1, 2, 3 })", "3" }, { "return each(data.metas)", "5" }, { "return each(data.programas[1].metas)", "3" },
		{ "return each({ a = 1, b = 2 }, true)", "2" }, { "return each(x.list)", "2" }, { "return each(x, true)", "4" },
		{ "return each(x)", "a userdata is no list; a map is gone through with two names: for k, v in …" },
		{ "return each(nil)", "a nil is no list; a map is gone through with two names: for k, v in …" },
		{ "return each(3, true)", "a number has no entries to go through" },
	};
	struct fixture f = fixture_open();

	(void)state;
	lua_pushcfunction(f.world->L, go_through);
	world_add_global(f.world->L, "each");
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		view_push_item(f.world->L, tree());
		expect(&f, cases[i].code, cases[i].want);
	}
	fixture_close(&f);
}

static void equality_for_people(void **state)
{
	struct fixture f = fixture_open();
	lua_State *L = f.world->L;

	(void)state;
	view_push_decimal(L, decimal_scaled(10, 1));
	lua_pushinteger(L, 1);
	lua_pushinteger(L, 2);
	lua_pushnil(L);
	assert_true(view_equal(L, 1, 2));
	assert_true(view_equal(L, 2, 1));
	assert_false(view_equal(L, 1, 3));
	assert_false(view_equal(L, 1, 4));
	assert_true(view_equal(L, 4, 4));
	fixture_close(&f);
}

static void json_cells(void **state)
{
	static const char *const csv =
		"id,forma\n"
		"a,\"{\"\"n\"\": 1, \"\"d\"\": 1.50, \"\"s\"\": \"\"\\u00f1\\n\"\", \"\"l\"\": [1, [true, null]], \"\"o\"\": {}}\"\n";
	struct made own = made_new();
	struct table *table = made_table(&own, "lugares", "*id forma:object");
	struct fixture f = fixture_open();

	(void)state;
	made_load(&own, &csv);
	made_silent(&own);
	view_push_row(f.world->L, table, 0);
	expect(&f, "local o = x.forma return o.n + 1 .. tostring(o.d) .. o.s .. #o.l .. tostring(o.l[2][1]) .. tostring(o.l[2][2])",
		"21.50ñ\n2truenil");
	fixture_close(&f);
	made_free(&own);
}

int main(void)
{
	static const struct CMUnitTest own[] = {
		cmocka_unit_test(items_are_closed_maps), cmocka_unit_test(items_end_with_the_page), cmocka_unit_test(settings_are_open_maps),
		cmocka_unit_test(printing), cmocka_unit_test(going_through), cmocka_unit_test(equality_for_people), cmocka_unit_test(json_cells),
	};
	int failed;

	make_site();
	failed = cases_run("tests/cases/view.txt");
	failed += _cmocka_run_group_tests("view", own, sizeof own / sizeof own[0], NULL, NULL);
	made_free(&made);
	return failed != 0;
}
