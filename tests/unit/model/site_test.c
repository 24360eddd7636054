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
	load_portal(p.arena, p.folder.tree, options, &p.site, &p.folders, &p.folder_count, &p.collections, &theme, p.diag);
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

static void everything_is_read(void **state)
{
	static const struct folder_file files[] = {
		{ "portal.yaml", "title: { en: Portal in English, es: Portal }\n"
			"base_url: https://a.mx/sitio\n"
			"languages: [es, en]\n"
			"theme: hijo\n"
			"markdown: { raw_html: true }\n"
			"publisher: { name: 'Oficina', phone: 01000, open: true, none: null, share: -0.50 }\n"
			"model: { umbral: 0.90 }\n" },
		{ "data/b/datapackage.json", "{}" }, { "data/a/c/datapackage.yaml", "{}" }, { "data/vacio/x.csv", "" },
		{ "themes/hijo/theme.yaml", "parent: padre\nsettings: { color: { fondo: azul }, uno: 1 }\n" },
		{ "themes/hijo/templates/a.html", "hijo" },
		{ "themes/hijo/i18n/es.yaml", "saludo: Hola\ngoles: { one: '{n} gol', other: '{n} goles' }\n" },
		{ "themes/hijo/i18n/en.yaml", "saludo: Hello\ngoles: { one: '{n} goal', other: '{n} goals' }\n" },
		{ "themes/padre/theme.yaml", "settings: { color: { fondo: rojo, letra: negra }, uno: { dos: 2 } }\n" },
		{ "themes/padre/templates/a.html", "padre" }, { "themes/padre/templates/b.html", "padre" },
		{ "themes/padre/i18n/es.yaml", "saludo: Buenas\nadios: Adiós\n" }, { "themes/padre/i18n/en.yaml", "adios: Bye\n" },
		{ "content/acerca.md", "---\ntitle: Acerca\nmenu: 3\ndata: { nivel: 1 }\n---\nTexto\n" },
		{ "content/acerca.en.md", "---\ntitle: About\n---\nText\n" }, { "content/index.md", "---\ntitle: Inicio\n---\n" },
		{ "content/a/index.md", "---\ntitle: A\n---\n" }, { "content/a/b.md", "---\ntitle: B\ndraft: true\n---\n" }, { 0 } };
	struct parts p = parts_of(files, &plain);
	const struct settings_value *publisher = settings_value_find(&p.site.settings, STR("publisher")), *color;

	(void)state;
	expect(str_of(p.told.at), "");
	expect(p.site.base_url, "https://a.mx/sitio/");
	expect(p.site.title.texts[0].text, "Portal");
	expect(phrase_in(&p.site.title, STR("en")), "Portal in English");
	assert_true(p.site.raw_html);
	assert_int_equal(settings_value_find(publisher, STR("phone"))->kind, SETTINGS_TEXT);
	assert_int_equal(settings_value_find(publisher, STR("share"))->kind, SETTINGS_NUMBER);
	assert_int_equal(settings_value_find(publisher, STR("none"))->kind, SETTINGS_NULL);
	assert_true(settings_value_find(publisher, STR("open"))->truth);
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

static void options_count(void **state)
{
	static const struct folder_file files[] = { { "portal.yaml", "title: T\nbase_url: 'http://x.mx'\ntheme: t\n" },
		{ "themes/t/templates/a.html", "" }, { "content/b.md", "---\ntitle: B\ndraft: true\n---\n" }, { 0 } };
	static const struct load_options options = { .workers = 1, .drafts = true, .base_url = { "https://y.mx/", 13 } };
	struct parts p = parts_of(files, &options);

	(void)state;
	expect(str_of(p.told.at), "");
	expect(p.site.base_url, "https://y.mx/");
	expect(p.site.langs[0], "es");
	assert_int_equal(p.site.content_count, 1);
	parts_end(&p);
}

#define THEME { "themes/t/theme.yaml", "" }
#define PORTAL "title: T\ntheme: t\n"

struct faulty { struct folder_file files[4]; const char *told; };

static void check_faulty(const struct faulty *table, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct parts p = parts_of(table[i].files, &plain);

		if (strcmp(p.told.at, table[i].told) != 0)
			fail_msg("%s\nwanted %s\ngot    %s", table[i].files[0].text, table[i].told, p.told.at);
		parts_end(&p);
	}
}

#define ADDRESS(url) "!11 base-url: '" url "' is no address of a site > write it like https://transparencia.ejemplo.mx/portal/"

static void portals_at_fault(void **state)
{
	static const struct faulty table[] = {
		{ { { "content/a.md", "---\ntitle: A\n---\n" } },
			"!0 no-portal: there is no portal.yaml here: this is not the folder of a site > go to the site's folder, or name it with -C" },
		{ { { "portal.yaml", "theme: t\n" }, THEME }, "!1 no-title: the portal has no 'title' > write title: and the name of the portal" },
		{ { { "portal.yaml", PORTAL "idiomas: [es]\n" }, THEME }, "!1 unknown-setting: unknown setting 'idiomas'" },
		{ { { "portal.yaml", PORTAL "langauges: [es]\n" }, THEME },
			"!1 unknown-setting: unknown setting 'langauges' > did you mean 'languages'?" },
		{ { { "portal.yaml", PORTAL "languages: [es, spanish, es]\n" }, THEME },
			"!17 language: 'spanish' is no language; write it like es or en ; !26 language: 'es' is in the list twice" },
		{ { { "portal.yaml", PORTAL "languages: []\n" }, THEME }, "!12 language: the list of languages is empty" },
		{ { { "portal.yaml", "title: { es: T, eng: T }\nlanguages: [es, en]\ntheme: t\n" }, THEME },
			"!17 language: 'eng' is not one of the site's languages > did you mean 'en'?" },
		{ { { "portal.yaml", PORTAL "base_url: a.mx\n" }, THEME }, ADDRESS("a.mx") },
		{ { { "portal.yaml", PORTAL "base_url: ftp://a.mx\n" }, THEME }, ADDRESS("ftp://a.mx") },
		{ { { "portal.yaml", PORTAL "base_url: https:///x\n" }, THEME }, ADDRESS("https:///x") },
		{ { { "portal.yaml", PORTAL "base_url: https://a.mx/?b\n" }, THEME }, ADDRESS("https://a.mx/?b") },
		{ { { "portal.yaml", PORTAL "base_url: https://a.mx/../b/\n" }, THEME }, ADDRESS("https://a.mx/../b/") },
		{ { { "portal.yaml", PORTAL "base_url: https://yo:clave@a.mx/\n" }, THEME }, ADDRESS("https://yo:clave@a.mx/") },
		{ { { "portal.yaml", PORTAL "data: [data/poa, data/pao/, ../x]\n" }, THEME, { "data/poa/datapackage.yaml", "" } },
			"!18 no-descriptor: there is no datapackage.yaml or datapackage.json in 'data/pao' > did you mean 'data/poa'? ; "
			"!29 no-descriptor: there is no datapackage.yaml or datapackage.json in '../x' > data packages are folders below data/, like data/poa" },
		{ { { "portal.yaml", PORTAL "data: [data/poa, data/poa/]\n" }, THEME, { "data/poa/datapackage.yaml", "" } },
			"!18 data-folder: 'data/poa' is in the list twice" },
		{ { { "portal.yaml", "title: T\n" }, THEME }, "!1 no-theme: the portal has no 'theme' > write theme: t" },
		{ { { "portal.yaml", "title: T\ntheme: transparenica\n" }, { "themes/transparencia/theme.yaml", "" } },
			"!8 unknown-theme: there is no folder themes/transparenica > did you mean 'transparencia'?" },
		{ { { "portal.yaml", PORTAL "markdown: { raw_hmtl: true }\n" }, THEME },
			"!13 unknown-setting: unknown setting 'raw_hmtl' > did you mean 'raw_html'?" },
		{ { { "portal.yaml", PORTAL "collections: { metas: { from: metas } }\n" }, THEME },
			"!16 collection: the collection 'metas' has no 'permalink' > write permalink: /programas/{programa_id}/ ; "
			"!16 collection: the collection 'metas' has no 'template' > write template: programa.html ; "
			"!31 unknown-resource: there is no resource 'metas'" },
	};

	(void)state;
	check_faulty(table, sizeof table / sizeof *table);
}

static void themes_at_fault(void **state)
{
	static const struct faulty table[] = {
		{ { { "portal.yaml", PORTAL }, { "themes/t/theme.yaml", "parent: u\n" }, { "themes/u/theme.yaml", "parent: t\n" } },
			"!9 theme-cycle: the theme 't' inherits from itself" },
		{ { { "portal.yaml", PORTAL }, { "themes/t/theme.yaml", "parent: u\nsetings: {}\n" } },
			"!9 unknown-theme: there is no folder themes/u ; !1 unknown-setting: unknown setting 'setings' > did you mean 'settings'?" },
		{ { { "portal.yaml", PORTAL "languages: [es, en]\n" }, { "themes/t/i18n/es.yaml", "a: A\nb: B\n" }, { "themes/t/i18n/en.yaml", "b: B\nc: C\n" } },
			"!1 missing-translation: 'c' has no translation to 'es' > add it to i18n/es.yaml ; "
			"!1 missing-translation: 'a' has no translation to 'en' > add it to i18n/en.yaml" },
		{ { { "portal.yaml", PORTAL "languages: [es, en]\n" }, { "themes/t/i18n/es.yaml", "a: A\nb: B\n" } },
			"!0 missing-translation: the theme 't' has no words in 'en' > write this file, or take the language out of portal.yaml" },
		{ { { "portal.yaml", PORTAL }, { "themes/t/i18n/es.yaml", "a: { one: x, ohter: y }\nb: [c]\n" } },
			"!1 plural-category: 'a' lacks the form 'other', which every language has ; "
			"!14 plural-category: 'ohter' is no plural category: zero, one, two, few, many, other > did you mean 'other'? ; "
			"!4 setting-kind: 'b' must be a text" },
	};

	(void)state;
	check_faulty(table, sizeof table / sizeof *table);
}

static void contents_at_fault(void **state)
{
	static const struct faulty table[] = {
		{ { { "portal.yaml", PORTAL }, THEME, { "content/a.md", "Sin encabezado\n" } },
			"!0 no-title: the page has no 'title' > begin the file with three lines: ---, title: and its title, ---" },
		{ { { "portal.yaml", PORTAL }, THEME, { "content/a.md", "---\ntitle: A\n" } },
			"!1 front-matter: the front matter is never closed > put a line with --- below it" },
		{ { { "portal.yaml", PORTAL }, THEME, { "content/a.md", "---\ntitel: A\ntitle: A\n---\n" } },
			"!1 unknown-setting: unknown setting 'titel' > did you mean 'title'?" },
		{ { { "portal.yaml", PORTAL }, THEME, { "content/a.md", "---\ntitle: A\nautor: B\n---\n" } },
			"!1 unknown-setting: unknown setting 'autor' > settings of your own go below 'data:'" },
		{ { { "portal.yaml", PORTAL }, THEME, { "content/a.md", "---\ntitle: A\nmenu: primero\ndraft: quizá\n---\n" } },
			"!7 setting-kind: 'menu' must be a whole number ; !8 setting-kind: 'draft' must be true or false" },
		{ { { "portal.yaml", PORTAL }, THEME, { "content/a.en.md", "---\ntitle: A\n---\n" } },
			"!0 content-name: 'en' is not one of the site's languages > add it to 'languages' in portal.yaml; for another purpose, write the name "
			"without a point" },
		{ { { "portal.yaml", PORTAL }, THEME, { "content/a.md", "---\ntitle: A\n---\ncami\xF3n\n" } },
			"!5 not-utf8: this is not UTF-8 text > save the file as UTF-8" },
		{ { { "portal.yaml", PORTAL }, THEME, { "content/a.png", "x" } },
			"~0 content-ignored: only .md files of content/ become pages; this one is not published > pictures and the like go into the theme's "
			"assets/" },
	};

	(void)state;
	check_faulty(table, sizeof table / sizeof *table);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_read), cmocka_unit_test(options_count), cmocka_unit_test(portals_at_fault),
		cmocka_unit_test(themes_at_fault), cmocka_unit_test(contents_at_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
