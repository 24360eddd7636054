/* JSON: an object with one member a table, each a list of rows; a row is an object with every field, null where it is absent. */
#include "export/format.h"

#include "base/arena.h"
#include "base/json.h"
#include "export/json_rows.h"

static void write_rows(const struct selection *s, struct arena *arena, const struct format_out *to)
{
	struct json_rows *rows = json_rows_new(arena, s->table);

	for (uint32_t i = 0; i < selection_count(s); i++) {
		buf_add(to->out, i ? STR(",\n") : STR("\n"));
		json_rows_write(rows, selection_row(s, i), to->out);
		format_check(to);
	}
	json_rows_end(rows);
}

static bool write(const struct format_job *job, const struct format_out *to, struct diag *diag)
{
	struct arena *arena = arena_new();

	(void)diag;
	buf_byte(to->out, '{');
	for (size_t i = 0; i < job->count; i++) {
		buf_add(to->out, i ? STR(",\n") : STR("\n"));
		json_text(to->out, table_name(job->selections[i].table));
		buf_add(to->out, STR(": ["));
		write_rows(&job->selections[i], arena, to);
		buf_add(to->out, STR("\n]"));
	}
	buf_add(to->out, STR("\n}\n"));
	arena_free(arena);
	return true;
}

const struct format format_json = {
	.name = { "json", 4 },
	.extension = { "json", 4 },
	.media_type = { "application/json", 16 },
	.title = { "JSON", 4 },
	.several = true,
	.own = true,
	.sure = true,
	.write = write,
};
