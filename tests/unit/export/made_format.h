/* unit/export/made_format.h - a table made from a line of fields and a few lines of CSV, written in a format. */
#ifndef UNIT_EXPORT_MADE_FORMAT_H
#define UNIT_EXPORT_MADE_FORMAT_H

#include "../model/made.h"
#include "export/format.h"

static inline struct site *made_site(struct made *made)
{
	static const struct str langs[] = { { "es", 2 } };
	struct site *site = arena_new_of(made->arena, struct site);
	struct package *package = arena_new_of(made->arena, struct package);

	package->name = STR("p");
	package->tables = made->list;
	package->table_count = made->count;
	site->packages = arena_array(made->arena, struct package *, 1);
	site->packages[0] = package;
	site->package_count = 1;
	site->langs = langs;
	site->lang_count = 1;
	return site;
}

/* What the format writes of all tables; in the arena. */
static inline struct str made_written(struct made *made, const struct format *format)
{
	struct selection selections[MADE_MOST];
	struct export_origin origin = { .generator = STR("vitrina"), .seconds = 1700000000 };
	struct format_job job = { selections, made->count, made_site(made), &origin };
	struct buf out = { 0 };
	struct format_out to = { .out = &out };
	struct str text;

	for (size_t i = 0; i < made->count; i++)
		selections[i] = (struct selection){ .table = made->list[i], .all = true };
	assert_true(format->write(&job, &to, made->diag));
	text = arena_copy(made->arena, buf_str(&out));
	buf_clear(&out);
	return text;
}

/* The same for one table "t". */
static inline struct str made_file(struct made *made, const struct format *format, const char *fields, const char *csv)
{
	made_table(made, "t", fields);
	made_load(made, &csv);
	made_silent(made);
	return made_written(made, format);
}

static inline void assert_file(const struct format *format, const char *fields, const char *csv, const char *wanted)
{
	struct made made = made_new();

	assert_string_equal(made_file(&made, format, fields, csv).at, wanted);
	made_free(&made);
}

#endif
