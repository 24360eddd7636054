/* export/format.h - the formats of open data: one table, one file of code each. Everything is in UTF-8; numbers are written with their
 * published digits; what is absent is empty in CSV and null in JSON, with the reason beside it where model.lua gave one. */
#ifndef EXPORT_FORMAT_H
#define EXPORT_FORMAT_H

#include "base/buf.h"
#include "model/site.h"

struct arena;

/* The rows to write. */
struct selection {
	const struct table *table;
	bool all;             /* every row, in order; `rows` is then not read */
	const uint32_t *rows; /* borrowed */
	uint32_t count;
};

/* Where pieces go when there is too much to hold; called with what has gathered, and the buffer is empty afterwards. */
typedef void format_flush_fn(void *context, struct buf *out);

struct format_out {
	struct buf *out;
	format_flush_fn *flush; /* or NULL: everything stays in `out` */
	void *context;
};

/* Where the data come from and by whom they were made. Borrowed. */
struct export_origin {
	struct str generator;   /* "vitrina 0.1.0" */
	struct str commit;      /* or "" */
	struct str time;        /* RFC 3339, or "" when unknown */
	int64_t seconds;        /* the same, since 1970-01-01T00:00:00Z; 0 when unknown */
	bool dirty;
};

/* A file to write. */
struct format_job {
	const struct selection *selections;
	size_t count; /* 1 unless the format takes several */
	const struct site *site;
	const struct export_origin *origin;
};

struct format {
	struct str name;        /* what settings call it: "csv" */
	struct str extension;   /* "csv" */
	struct str media_type;  /* "text/csv; charset=utf-8; header=present" */
	struct str title;       /* "CSV" */
	bool several;           /* one file may hold several tables */
	bool own;               /* pages offer their own rows in it, unless their collection says otherwise */
	bool sure;              /* whatever the rows hold, it can be written: not tried when nothing is kept (vitrina check) */
	/* Whether the format holds all of a table; NULL: it holds any. A warning tells why not. */
	bool (*fits)(const struct table *table, struct diag *diag);
	/* Writes one file. False: reported. */
	bool (*write)(const struct format_job *job, const struct format_out *to, struct diag *diag);
};

/* All formats of tables, in the order people see them. */
extern const struct format *const formats[];
extern const size_t format_count;
const struct format *format_find(struct str name); /* or NULL */
/* Those that a setting names, in its order; when it was not given, all, or (`own`) those for pages' own rows. In the arena. A name that is no
 * format is reported; those of whole packages are passed over, but for pages' own rows, where they mean nothing. */
const struct format *const *formats_named(struct arena *arena, struct mentions names, bool own, size_t *count, struct diag *diag);

enum { FORMAT_FLUSH = 1 << 20 }; /* bytes that gather before a flush */

/* How many rows a selection has, and the number of its i-th. */
static inline uint32_t selection_count(const struct selection *s) { return s->all ? table_rows(s->table) : s->count; }
static inline uint32_t selection_row(const struct selection *s, uint32_t i) { return s->all ? i : s->rows[i]; }
/* Flushes when enough has gathered. */
static inline void format_check(const struct format_out *to)
{
	if (to->flush && to->out->len >= FORMAT_FLUSH)
		to->flush(to->context, to->out);
}
/* Appends the reasons of a row's absent computed cells, "avance=not-reported; al_dia=not-due"; nothing when there are none. */
void format_absences(const struct table *table, uint32_t row, struct buf *out);
/* Whether the table has computed fields, whose absences carry reasons. */
bool format_has_absences(const struct table *table);
/* The name of the column, or member, that tells them. */
#define FORMAT_ABSENCES "ausencias"

extern const struct format format_csv, format_excel, format_xlsx, format_json, format_ndjson;

#endif
