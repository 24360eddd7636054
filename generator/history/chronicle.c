#include "history/chronicle.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "history/chronicle_private.h"
#include "history/releases.h"
#include "model/addition.h"
#include "model/owners.h"
#include "model/site.h"

#include <inttypes.h>

struct chronicle {
	struct arena *arena, *scratch;
	const struct past *past;
	const struct past_moment *moments;
	const struct site *site;
	const struct releases *releases; /* or NULL */
	struct owners *owners;
	struct belonging belonging;
	struct discretion discretion;
	struct addition *addition;
	struct chronicle_counts *counts;
};

/* Of one version. */
struct tally { size_t added, removed, renumbered, cells, all; };

static void count(struct tally *tally, enum change_kind kind)
{
	tally->added += kind == CHANGE_ROW_ADDED;
	tally->removed += kind == CHANGE_ROW_REMOVED;
	tally->renumbered += kind == CHANGE_RENUMBERED;
	tally->cells += kind == CHANGE_CELL;
	tally->all++;
}

static bool is_told(const struct chronicle *c, struct str table, const struct change *change)
{
	return change->kind != CHANGE_FOLLOWED && (!change->field.len || discretion_tells_field(&c->discretion, table, change->field));
}

/* The resource that a field alone names, as the descriptor says today. */
static struct str named_by(const struct table *table, struct str field)
{
	for (size_t i = 0; table && i < table_link_count(table); i++) {
		const struct link *link = table_link_at(table, i);

		if (link->key->key.count == 1 && str_equal(link->key->key.fields[0]->name, field))
			return table_name(link->to);
	}
	return STR("");
}

/* A cell that names another row than before: what changed has left that one. */
static void fill_left(const struct chronicle *c, size_t moment, struct str table, const struct change *change, struct str *cells)
{
	struct str resource = change->kind == CHANGE_CELL && change->before.at ? named_by(site_table(c->site, table), change->field) : STR("");

	if (!resource.len)
		return;
	cells[CHRONICLE_LEFT_TABLE] = resource;
	cells[CHRONICLE_LEFT_KEY] = past_key_today(c->past, resource, moment, change->before);
}

static void keep_discretion(struct chronicle *c, struct str table, struct str *cells)
{
	const struct table *today = site_table(c->site, table);

	if (cells[RECORD_ROW].at)
		cells[RECORD_ROW] = discretion_row(&c->discretion, c->scratch, table, cells[RECORD_ROW]);
	if (today && !discretion_tells_field(&c->discretion, table, table_label(today)->name))
		cells[RECORD_LABEL] = (struct str){ NULL, 0 };
}

/* `number`: which change of its table in this moment it is, from 1. */
static void put_change(struct chronicle *c, size_t moment, const struct past_changes *changes, const struct change *change, size_t number)
{
	struct str cells[CHRONICLE_OWNERS + OWNERS_MOST] = { 0 };

	arena_reset(c->scratch);
	record_make(c->scratch, c->past, moment, changes, change, number, cells);
	fill_left(c, moment, changes->table, change, cells);
	belonging_find(&c->belonging, moment, changes->table, change, cells[RECORD_KEY], cells + CHRONICLE_OWNERS);
	keep_discretion(c, changes->table, cells);
	addition_row(c->addition, STR("cambios"), cells, CHRONICLE_OWNERS + owners_count(c->owners));
}

static void put_changes(struct chronicle *c, size_t moment, const struct past_changes *changes, struct tally *tally)
{
	size_t number = 0;

	for (size_t i = 0; i < changes->changes.count; i++) {
		const struct change *change = &changes->changes.items[i];

		number += change->kind != CHANGE_FOLLOWED;
		if (!is_told(c, changes->table, change))
			continue;
		put_change(c, moment, changes, change, number);
		count(tally, change->kind);
	}
}

static struct str or_absent(struct str text) { return text.len ? text : (struct str){ NULL, 0 }; }

static struct str number(struct chronicle *c, size_t n) { return arena_printf(c->scratch, "%zu", n); }

/* What is in no commit is in no release. */
static struct str release_of(const struct chronicle *c, const struct past_moment *m)
{
	const struct release *release = m->hex[0] ? releases_of(c->releases, str_of(m->hex)) : NULL;

	return release ? release->tag : (struct str){ NULL, 0 };
}

static void put_version(struct chronicle *c, const struct past_moment *m, const struct tally *tally, const char *older)
{
	const struct history_wish *wish = &c->site->history;
	struct str cells[13] = { record_version(m), record_time(c->scratch, m), or_absent(m->subject) };
	size_t at = 3;

	if (c->releases)
		cells[at++] = release_of(c, m);
	if (wish->role_count)
		cells[at++] = or_absent(history_role(wish, m->email, c->site->langs[0]));
	if (wish->authors)
		cells[at++] = or_absent(m->name);
	cells[at++] = number(c, tally->all);
	cells[at++] = number(c, tally->added);
	cells[at++] = number(c, tally->removed);
	cells[at++] = number(c, tally->renumbered);
	cells[at++] = number(c, tally->cells);
	cells[at++] = older ? str_of(older) : (struct str){ NULL, 0 };
	addition_row(c->addition, STR("versiones"), cells, at);
}

/* False when nothing of it is told. */
static bool put_moment(struct chronicle *c, size_t moment, struct tally *tally)
{
	const struct past_moment *m = &c->moments[moment];

	*tally = (struct tally){ 0 };
	for (size_t t = 0; t < m->table_count; t++)
		if (discretion_tells_table(&c->discretion, m->tables[t].table))
			put_changes(c, moment, &m->tables[t], tally);
	c->counts->changes += tally->all;
	return tally->all > 0;
}

/* What is before the oldest version told. */
static const char *older_of(enum lineage_end end)
{
	return end == LINEAGE_SHALLOW ? "no_descargado" : end == LINEAGE_BROKEN ? "ilegible" : "inicio";
}

static void put_all(struct chronicle *c, size_t moment_count)
{
	struct tally tally, older;
	size_t waiting = moment_count; /* told, but it is not known yet whether something older is */

	for (size_t i = moment_count; i-- > 0;) {
		if (!put_moment(c, i, &tally))
			continue;
		if (waiting < moment_count)
			put_version(c, &c->moments[waiting], &older, NULL);
		waiting = i;
		older = tally;
		c->counts->versions++;
	}
	if (waiting < moment_count)
		put_version(c, &c->moments[waiting], &older, older_of(c->counts->end));
}

struct addition *chronicle_new(struct arena *arena, const struct past *past, const struct site *site, const struct releases *releases,
	struct chronicle_counts *counts, struct diag *diag)
{
	struct chronicle c = { .arena = arena, .scratch = arena_new(), .past = past, .site = site, .releases = releases,
		.owners = owners_new(arena, site),
		.discretion = { past, site }, .counts = counts };
	size_t moment_count;

	*counts = (struct chronicle_counts){ .end = past_end(past) };
	c.moments = past_moments(past, &moment_count);
	counts->oldest = moment_count ? arena_copy(arena, str_of(c.moments[0].hex)) : STR("");
	c.belonging = (struct belonging){ .arena = arena, .past = past, .site = site, .owners = c.owners };
	if (discretion_check(&c.discretion, diag)) {
		belonging_open(&c.belonging);
		c.addition = addition_new(STR("vitrina/historial"), chronicle_descriptor(arena, site, c.owners, releases != NULL));
		put_all(&c, moment_count);
	}
	arena_free(c.scratch);
	return c.addition;
}
