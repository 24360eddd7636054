/* model/site.h - what the site is: settings, packages of tables, theme, content. Loaded once, then read-only. */
#ifndef MODEL_SITE_H
#define MODEL_SITE_H

#include "base/diag.h"
#include "model/catalogue.h"
#include "model/history_wish.h"
#include "model/phrase.h"
#include "model/table.h"

struct map;
struct flat_told;

struct settings_value; /* a piece of portal.yaml for templates and model.lua: see below */

enum settings_kind { SETTINGS_NULL, SETTINGS_BOOL, SETTINGS_NUMBER, SETTINGS_TEXT, SETTINGS_LIST, SETTINGS_MAP };

/* YAML as data: what scripts see of portal.yaml, theme.yaml and front matter. */
struct settings_value {
	enum settings_kind kind;
	struct str name;   /* in its map */
	struct str text;   /* text; a number's as written */
	bool truth;
	const struct settings_value *items;
	size_t count;
};

struct collection {
	struct str name;
	struct table *from;
	struct str permalink;       /* "/programas/{programa_id}/" */
	struct str template;        /* "programa.html" */
	struct table *const *slice; /* tables whose related rows make up a page's own download */
	size_t slice_count;
	struct table *csv;          /* the one of them that a page's single CSV holds: `csv:`, else the first; NULL without a slice */
	bool once;                  /* in the main language only */
	struct str through;         /* `through:` a back step to the table itself whose rows count as the page's own: "subprogramas"; or "" */
	struct mentions formats;    /* `formats:` of a page's own download */
	struct place at;
};

/* vitrina:queries - a question in SQL that the package's database answers, for those who export it. */
struct query {
	struct str name;
	struct phrase title;
	struct str sql;
	struct place at;            /* where the SQL begins */
};

/* A file of Lua beside a descriptor. */
struct package_script { struct str path, text; };

/* A data package: one descriptor. */
struct package {
	struct str folder;          /* "data/poa" */
	struct str name;
	struct str version, created, homepage;
	struct phrase title, description;
	const struct str *keywords; size_t keyword_count;
	const struct contributor *contributors; size_t contributor_count;
	const struct licence *licences; size_t licence_count;
	const struct source_reference *sources; size_t source_count;
	struct table **tables; size_t table_count; /* in the descriptor's order */
	const struct query *queries; size_t query_count;
	const struct flat_told *views; size_t view_count; /* of the loader: see load_views */
	struct str model_path, model_text; /* model.lua, or "" */
	const struct package_script *exporters; size_t exporter_count; /* of its folder exporters, by path */
	struct str descriptor_path;
	bool added;                 /* by the program: there are no files of it in the sources; see addition.h */
	struct place at;
};

/* A file of a theme, its own or inherited. */
struct theme_file {
	struct str name;            /* from the theme's root: "templates/home.html", "assets/style.css" */
	struct str path;            /* from the site's root */
	struct str bytes;           /* in the site */
};

/* A page or file that a theme has of its own. */
struct theme_page {
	struct str path;            /* "/calidad/" or "/cambios.atom", without the language's prefix */
	struct str template;        /* "calidad.html", "cambios.xml" */
	struct phrase title, description;
	bool once;                  /* in the main language only */
	struct place at;
};

struct theme {
	struct str name;            /* the first of the chain; "" when there is none */
	const struct str *chain;    /* names of the theme and those it inherits from, nearest first */
	size_t chain_count;
	const struct theme_file *files; /* in byte order of names; the nearest theme's file hides those of its parents */
	size_t file_count;
	struct settings_value settings; /* theme.yaml's `settings:`, children over parents */
	const struct theme_page *pages; /* theme.yaml's `pages:`, and those of its parents at other paths */
	size_t page_count;
};
const struct theme_file *theme_find(const struct theme *theme, struct str name);

/* The words of the theme in one language. */
struct words {
	struct str lang;
	struct map *messages;       /* key → struct word */
};
struct word {
	struct str key;
	struct str text;            /* with {name} places; the plural category `other` when there are forms */
	struct phrase forms;        /* CLDR plural category → text; empty when it has only one */
	struct place at;
};
const struct word *words_find(const struct words *words, struct str key);

/* A content page, of content/: one file of Markdown. */
struct markdown; /* parse/markdown.h: for those who may see it */
struct content {
	struct str path;            /* "content/acerca.md" */
	struct str lang;            /* "acerca.en.md" is en */
	struct str url_path;        /* "/acerca/", without the language's prefix */
	struct str title, description, template;
	bool draft;
	bool in_menu;
	int64_t menu;               /* order in the navigation */
	struct settings_value front; /* all of the front matter */
	struct str text;            /* the body */
	uint32_t line;              /* where the body begins in its file */
};

struct site {
	struct phrase title, description;
	struct str base_url;        /* "https://example.gob.mx/portal/", ends with `/`; "" when not given */
	const struct str *langs;    /* the first is the main one */
	size_t lang_count;
	struct catalogue catalogue; /* what portal.yaml tells catalogues */
	struct str legal_basis;     /* `legal_basis:`, or "" */
	struct place legal_basis_at;
	struct phrase legal_words;  /* the theme's words for it, where the theme declares the choices */
	struct settings_value settings; /* all of portal.yaml, for templates: site.settings.publisher.name */
	const struct settings_value *model; /* portal.yaml `model:`, for model.lua; or NULL */
	bool raw_html;              /* markdown: { raw_html: true } */
	struct mentions formats;    /* `formats:` of datasets and packages */
	struct history_wish history; /* what of the past is published */
	struct mentions releases;   /* `releases:` patterns of the tags that are */
	struct { bool gzip, brotli; uint64_t over; } precompress; /* copies beside text files of at least `over` bytes */
	struct package **packages; size_t package_count;
	struct map *tables;         /* resource name → struct table, over all packages */
	const struct collection *collections; size_t collection_count;
	struct theme theme;
	const struct words *words; size_t words_count; /* one a language */
	const struct content *contents; size_t content_count; /* by path */
	uint64_t input_bytes;       /* of data files read */
};

struct table *site_table(const struct site *site, struct str name); /* or NULL */
const struct collection *site_collection(const struct site *site, struct str name); /* or NULL */
const struct words *site_words(const struct site *site, struct str lang); /* or NULL */
const struct settings_value *settings_value_find(const struct settings_value *map, struct str name); /* or NULL */

#endif
