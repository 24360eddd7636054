/* export/offers.h - every file of data that the site offers: listed before any is made, so that links to them can be checked, and known by
 * size and checksum once it is, so that pages and catalogues can tell them. Pages' own files (a row's slice) are too many to be listed; they
 * are the business of those who make pages. */
#ifndef EXPORT_OFFERS_H
#define EXPORT_OFFERS_H

#include "base/sink.h"
#include "export/format.h"

struct arena;
struct offers;

/* When a file is made. All of a round are made, in any order and by any thread, before the next begins; a file may tell the size and
 * checksum of those of earlier rounds. */
enum offer_round {
	OFFER_DATA,       /* tables and databases */
	OFFER_DESCRIPTOR, /* what describes them */
	OFFER_BUNDLE,     /* archives of both */
	OFFER_CATALOGUE,  /* what tells of all the others */
	OFFER_ROUNDS
};

struct offer;
/* Writes the file. False: reported. Any thread. */
typedef bool offer_write_fn(const struct offers *offers, const struct offer *offer, const struct format_out *to, struct diag *diag);

struct offer {
	struct str path;               /* from the site's root: "datos/metas.csv"; in the arena of the list */
	struct str name;               /* what kind of file: "csv"; for templates and words of themes */
	struct str title;              /* "CSV" */
	struct str media_type;
	const struct package *package; /* what it is of; NULL: the whole site */
	const struct table *table;     /* NULL: the package, or the site */
	enum offer_round round;
	offer_write_fn *write;
	bool sure;                     /* whatever the sources hold, it can be written: not tried when nothing is kept */
	const struct format *format;   /* of a table's data; else NULL */
	uint32_t part;                 /* of a thing in several files: which, from 1 */
	bool unlisted;                 /* pages do not tell of it */
	struct receipt made;           /* zeros until it is made, and when nothing is kept (vitrina check) */
};

/* Lists all there is to offer of a site. The list lives in the arena; the site and the origin are borrowed. */
struct offers *offers_new(struct arena *arena, const struct site *site, const struct export_origin *origin, struct diag *diag);
const struct site *offers_site(const struct offers *offers);
const struct export_origin *offers_origin(const struct offers *offers);
struct arena *offers_arena(const struct offers *offers); /* for those that list */

/* The list, by rounds; within one, in the order they were added. Numbers of a round are neighbours. */
size_t offers_count(const struct offers *offers);
const struct offer *offers_at(const struct offers *offers, size_t index);
/* The first of a round; of OFFER_ROUNDS: the count. */
size_t offers_first(const struct offers *offers, enum offer_round round);
/* By path, or NULL. */
const struct offer *offers_find(const struct offers *offers, struct str path);

/* Makes one file into `sink`, or only finds out whether it can be when that is NULL. Pieces gather in `scratch`. */
void offers_make(struct offers *offers, size_t index, struct sink *sink, struct buf *scratch, struct diag *diag);

/* Whether the site's `formats:` names something, or was not given. */
bool offers_wants(const struct offers *offers, struct str name);
/* Whether a format holds all of a table: asked of the format once, which warns when it doesn't. While the list is made, or by one thread. */
bool offers_fits(struct offers *offers, const struct format *format, const struct table *table, struct diag *diag);

/* For those that list, while the list is made: one function each, named in offers.c. `offer` is copied. */
void offers_add(struct offers *offers, const struct offer *offer);
typedef void offer_list_fn(struct offers *offers, struct diag *diag);
offer_list_fn archive_offer, documents_offer, sqlite_offer, tables_offer;

#endif
