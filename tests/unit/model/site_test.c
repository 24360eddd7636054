/* The parts of a site that are not tables: portal.yaml, themes, words, content. */
#include "model/load_parts.h"

#include "base/arena.h"
#include "base/map.h"
#include "model/load.h"
#include "model/site.h"

#include "cases.h"
#include "folder.h"

struct parts {
	struct folder folder;
	struct arena *arena;
	struct diag *diag;
	struct site site;
	const struct str *folders;
	size_t folder_count;
	const struct setting *collections;
	struct buf told;
};

static struct parts parts_of(const struct folder_file *files, const struct load_options *options)
{
	struct parts p = { .folder = folder_open(files), .arena = arena_new(), .diag = diag_new(LANG_EN) };
	struct str theme;

	p.site.tables = map_new(p.arena);
	load_portal(p.arena, p.folder.tree, options, &p.site, &p.folders, &p.folder_count, &p.collections,
		&theme, p.diag);
	load_theme(p.arena, p.folder.tree, theme, &p.site, p.diag);
	load_words(p.arena, p.folder.tree, &p.site, p.diag);
	load_contents(p.arena, p.folder.tree, options, &p.site, p.diag);
	load_collections(p.arena, p.collections, &p.site, p.diag);
	case_messages(p.diag, &p.told);
	buf_byte(&p.told, '\0');
	return p;
}

static void parts_end(struct parts *p)
{
	buf_clear(&p->told);
	diag_free(p->diag);
	arena_free(p->arena);
	folder_close(&p->folder);
}

static void expect(struct str got, const char *wanted)
{
	if (!str_equal(got, str_of(wanted)))
		fail_msg("'%.*s', not '%s'", STR_ARG(got), wanted);
}

static const struct load_options plain = { .workers = 1 };

static const char portal[] =
	"title: { en: Portal in English, es: Portal }\n"
	"base_url: https://a.mx/sitio\n"
	"languages: [es, en]\n"
	"theme: hijo\n"
	"markdown: { raw_html: true }\n"
	"site: { name: 'Oficina', phone: 01000, open: true, none: null, share: -0.50 }\n"
	"model: { umbral: 0.90 }\n";

static const char parent[] = "settings: { color: { fondo: rojo, letra: negra }, uno: { dos: 2 } }\n";

static void everything_is_read(void **state)
{
	static const struct folder_file files[] = {
		{ "portal.yaml", portal },
		{ "data/b/datapackage.json", "{}" },
		{ "data/a/c/datapackage.yaml", "{}" },
		{ "data/vacio/x.csv", "" },
		{ "themes/hijo/theme.yaml", "parent: padre\nsettings: { color: { fondo: azul }, uno: 1 }\n" },
		{ "themes/hijo/templates/a.html", "hijo" },
		{ "themes/hijo/i18n/es.yaml", "saludo: Hola\ngoles: { one: '{n} gol', other: '{n} goles' }\n" },
		{ "themes/hijo/i18n/en.yaml", "saludo: Hello\ngoles: { one: '{n} goal', other: '{n} goals' }\n" },
		{ "themes/padre/theme.yaml", parent },
		{ "themes/padre/templates/a.html", "padre" },
		{ "themes/padre/templates/b.html", "padre" },
		{ "themes/padre/i18n/es.yaml", "saludo: Buenas\nadios: Adiós\n" },
		{ "themes/padre/i18n/en.yaml", "adios: Bye\n" },
		{ "content/acerca.md", "---\ntitle: Acerca\nmenu: 3\ndata: { nivel: 1 }\n---\nTexto\n" },
		{ "content/acerca.en.md", "---\ntitle: About\n---\nText\n" },
		{ "content/index.md", "---\ntitle: Inicio\n---\n" },
		{ "content/a/index.md", "---\ntitle: A\n---\n" },
		{ "content/a/b.md", "---\ntitle: B\ndraft: true\n---\n" },
		{ 0 },
	};
	struct parts p = parts_of(files, &plain);
	const struct settings_value *values = settings_value_find(&p.site.settings, STR("site")), *color;

	(void)state;
	expect(str_of(p.told.at), "");
	expect(p.site.base_url, "https://a.mx/sitio/");
	expect(p.site.title.texts[0].text, "Portal");
	expect(phrase_in(&p.site.title, STR("en")), "Portal in English");
	assert_true(p.site.raw_html);
	assert_int_equal(settings_value_find(values, STR("phone"))->kind, SETTINGS_TEXT);
	assert_int_equal(settings_value_find(values, STR("share"))->kind, SETTINGS_NUMBER);
	assert_int_equal(settings_value_find(values, STR("none"))->kind, SETTINGS_NULL);
	assert_true(settings_value_find(values, STR("open"))->truth);
	expect(settings_value_find(p.site.model, STR("umbral"))->text, "0.90");
	assert_int_equal(p.folder_count, 2);
	expect(p.folders[0], "data/a/c");
	expect(p.folders[1], "data/b");
	assert_int_equal(p.site.theme.file_count, 2);
	expect(theme_find(&p.site.theme, STR("templates/a.html"))->bytes, "hijo");
	expect(theme_find(&p.site.theme, STR("templates/b.html"))->bytes, "padre");
	color = settings_value_find(&p.site.theme.settings, STR("color"));
	expect(settings_value_find(color, STR("fondo"))->text, "azul");
	expect(settings_value_find(color, STR("letra"))->text, "negra");
	expect(settings_value_find(&p.site.theme.settings, STR("uno"))->text, "1");
	expect(words_find(site_words(&p.site, STR("es")), STR("saludo"))->text, "Hola");
	expect(words_find(site_words(&p.site, STR("en")), STR("adios"))->text, "Bye");
	expect(phrase_in(&words_find(site_words(&p.site, STR("en")), STR("goles"))->forms, STR("one")), "{n} goal");
	assert_int_equal(p.site.content_count, 4);
	expect(p.site.contents[0].url_path, "/a/");
	expect(p.site.contents[1].url_path, "/acerca/");
	expect(p.site.contents[1].lang, "en");
	expect(p.site.contents[2].text, "Texto\n");
	assert_int_equal(p.site.contents[2].line, 6);
	assert_true(p.site.contents[2].in_menu && p.site.contents[2].menu == 3 && !p.site.contents[1].in_menu);
	expect(p.site.contents[3].url_path, "/");
	parts_end(&p);
}

static void the_catalogue_is_read(void **state)
{
	static const struct folder_file files[] = {
		{ "portal.yaml", "title: T\ntheme: t\nlanguages: [es, en]\nlegal_basis: 2015 art. 70\n"
			"publisher: { name: Oficina, email: datos@a.mx, type: LocalAuthority }\n"
			"contact: { phone: '+52 222 123' }\nlicence: { name: CC0-1.0, url: 'https://a.mx/l' }\n"
			"catalogue: { themes: [GOVE, JUST], keywords: [metas], frequency: annual, spatial: { name: { en: Mexico, es: México } },\n"
			"  temporal: { start: 2011-01-01, end: 2011-12-31 } }\n"
			"api: { rows_per_page: 50 }\nsecurity: { contact: 'mailto:s@a.mx', expires: 2027-01-01T00:00:00Z }\n" },
		{ "themes/t/theme.yaml", "choices: { legal_basis: { 2015 art. 70: { es: Artículo 70, en: Article 70 } } }\n" },
		{ "themes/t/i18n/es.yaml", "" }, { "themes/t/i18n/en.yaml", "" },
		{ 0 },
	};
	struct parts p = parts_of(files, &plain);
	const struct catalogue *c = &p.site.catalogue;

	(void)state;
	expect(str_of(p.told.at), "");
	expect(c->publisher.type, "LocalAuthority");
	expect(c->contact.name, "Oficina");
	expect(c->contact.email, "datos@a.mx");
	expect(c->contact.phone, "+52 222 123");
	assert_int_equal(c->theme_count, 2);
	assert_string_equal(c->themes[1]->en, "Justice, legal system and public safety");
	assert_string_equal(c->frequency->iso, "R/P1Y");
	expect(phrase_in(&c->place, STR("en")), "Mexico");
	expect(c->end, "2011-12-31");
	assert_int_equal(c->rows_per_page, 50);
	expect(c->security.contacts[0], "mailto:s@a.mx");
	expect(phrase_in(&p.site.legal_words, STR("en")), "Article 70");
	parts_end(&p);
}

static void options_count(void **state)
{
	static const struct folder_file files[] = {
		{ "portal.yaml", "title: T\nbase_url: 'http://x.mx'\ntheme: t\n" },
		{ "themes/t/templates/a.html", "" },
		{ "content/b.md", "---\ntitle: B\ndraft: true\n---\n" },
		{ 0 },
	};
	static const struct load_options options = { .workers = 1, .drafts = true,
		.base_url = { "https://y.mx/", 13 } };
	struct parts p = parts_of(files, &options);

	(void)state;
	expect(str_of(p.told.at), "");
	expect(p.site.base_url, "https://y.mx/");
	expect(p.site.langs[0], "es");
	assert_int_equal(p.site.content_count, 1);
	parts_end(&p);
}

enum { FILES_MOST = 6 }; /* of a case */

static struct str unescape(struct arena *arena, struct str s)
{
	struct buf out = { 0 };
	struct str text;

	for (size_t i = 0; i < s.len; i++) {
		struct str rest = str_after(s, i);
		bool end = str_starts(rest, STR("\\n")), byte = str_starts(rest, STR("\\xF3"));

		buf_byte(&out, end ? '\n' : byte ? '\xF3' : s.at[i]);
		i += end ? 1 : byte ? 3 : 0;
	}
	text = arena_copy(arena, buf_str(&out));
	buf_clear(&out);
	return text;
}

static struct folder_file file_of(struct arena *arena, struct str part)
{
	size_t colon = str_search(part, STR(":"), 0);
	struct str text = str_after(part, colon + 2);

	if (str_equal(part, STR("THEME")))
		return (struct folder_file){ "themes/t/theme.yaml", "" };
	if (str_starts(part, STR("PORTAL"))) {
		text = unescape(arena, str_after(part, sizeof "PORTAL"));
		return (struct folder_file){ "portal.yaml", arena_printf(arena, "title: T\ntheme: t\n%.*s", STR_ARG(text)).at };
	}
	return (struct folder_file){ arena_copy(arena, str_part(part, 0, colon)).at, unescape(arena, text).at };
}

static void run_case(struct str line, struct buf *got, struct str *wanted)
{
	struct arena *arena = arena_new();
	struct folder_file files[FILES_MOST + 1] = { 0 };
	struct str rest = case_part(&line);
	struct parts p;

	for (size_t i = 0; i < FILES_MOST && rest.len; i++) {
		size_t plus = str_search(rest, STR(" + "), 0);

		files[i] = file_of(arena, str_part(rest, 0, plus));
		rest = str_after(rest, plus + 3);
	}
	p = parts_of(files, &plain);
	buf_add(got, str_of(p.told.at));
	*wanted = line;
	parts_end(&p);
	arena_free(arena);
}

static void faults_are_told(void **state)
{
	(void)state;
	assert_true(cases_run("tests/cases/parts.txt", run_case) > 25);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_read), cmocka_unit_test(the_catalogue_is_read), cmocka_unit_test(options_count),
			cmocka_unit_test(faults_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
