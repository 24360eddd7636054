#include "history/record.h"

#include "base/arena.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

const char *const record_names[RECORD_COLUMNS] = {
	[RECORD_ID] = "cambio_id", [RECORD_VERSION] = "version_id", [RECORD_TIME] = "fecha", [RECORD_TABLE] = "tabla", [RECORD_KEY] = "clave",
	[RECORD_LABEL] = "nombre", [RECORD_KIND] = "tipo", [RECORD_FIELD] = "campo", [RECORD_BEFORE] = "valor_anterior", [RECORD_AFTER] =
		"valor_nuevo",
	[RECORD_KEY_THEN] = "clave_entonces", [RECORD_KEY_BEFORE] = "clave_anterior", [RECORD_LIKENESS] = "similitud",
	[RECORD_DECLARED] = "declarado", [RECORD_ROWS] = "renglones", [RECORD_ROW] = "renglon", [RECORD_SINCE] = "desde_version_id",
};

struct str record_time_text(struct arena *arena, int64_t seconds, int32_t offset)
{
	time_t local = (time_t)(seconds + (int64_t)offset * 60);
	struct tm parts;
	struct str text;

	if (!gmtime_r(&local, &parts) || parts.tm_year > 8099 || parts.tm_year < -1900)
		return (struct str){ NULL, 0 };
	text = arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02d", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour,
		parts.tm_min, parts.tm_sec);
	if (offset == 0)
		return arena_printf(arena, "%.*sZ", STR_ARG(text));
	return arena_printf(arena, "%.*s%c%02d:%02d", STR_ARG(text), offset < 0 ? '-' : '+', abs(offset) / 60, abs(offset) % 60);
}

struct str record_time(struct arena *arena, const struct past_moment *moment)
{
	return moment->hex[0] ? record_time_text(arena, moment->time, moment->offset) : (struct str){ NULL, 0 };
}

struct str record_version(const struct past_moment *moment)
{
	return moment->hex[0] ? str_of(moment->hex) : STR(RECORD_UNCOMMITTED);
}

static struct str given(struct str text)
{
	return text.len ? text : (struct str){ NULL, 0 };
}

static struct str number_of(struct arena *arena, uint64_t number)
{
	return arena_printf(arena, "%" PRIu64, number);
}

void record_make(struct arena *arena, const struct past *past, size_t moment, const struct past_changes *table, const struct change *change,
	size_t number,
	struct str cells[RECORD_COLUMNS])
{
	size_t count;
	const struct past_moment *moments = past_moments(past, &count), *m = &moments[moment];
	struct str version = record_version(m), today = past_key_today(past, table->table, moment, change->key);

	for (size_t i = 0; i < RECORD_COLUMNS; i++)
		cells[i] = (struct str){ NULL, 0 };
	cells[RECORD_ID] = arena_printf(arena, "%.*s-%.*s-%zu", STR_ARG(m->hex[0] ? str_part(version, 0, 12) : version),
		STR_ARG(table->table), number);
	cells[RECORD_VERSION] = version;
	cells[RECORD_TIME] = record_time(arena, m);
	cells[RECORD_TABLE] = table->table;
	cells[RECORD_KEY] = given(today);
	cells[RECORD_LABEL] = given(change->label);
	cells[RECORD_KIND] = str_of(change_name(change->kind));
	cells[RECORD_FIELD] = given(change->field);
	if (!str_equal(today, change->key))
		cells[RECORD_KEY_THEN] = change->key;
	if (change->kind == CHANGE_RENUMBERED) {
		cells[RECORD_KEY_BEFORE] = change->before;
		cells[RECORD_LIKENESS] = arena_printf(arena, "%u.%03u", change->likeness / 1000u, change->likeness % 1000u);
		cells[RECORD_DECLARED] = change->declared ? STR("true") : STR("false");
	} else {
		cells[RECORD_BEFORE] = change->before;
		cells[RECORD_AFTER] = change->after;
	}
	if (!change_of_row(change->kind) && change->kind != CHANGE_UNREADABLE && change->kind != CHANGE_COLUMN_RENAMED &&
		change->kind != CHANGE_KEY_CHANGED)
		cells[RECORD_ROWS] = number_of(arena, change->count);
	cells[RECORD_ROW] = given(change->row);
	if (table->since != PAST_NEVER)
		cells[RECORD_SINCE] = record_version(&moments[table->since]);
}
