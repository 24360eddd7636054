/* NDJSON: a row a line, for those who read a table piece by piece. Rows are as in JSON. */
#include "export/format.h"

#include "base/arena.h"
#include "export/json_rows.h"

static bool write(const struct format_job *job, const struct format_out *to, struct diag *diag)
{
	const struct selection *s = &job->selections[0];
	struct arena *arena = arena_new();
	struct json_rows *rows = json_rows_new(arena, s->table);

	(void)diag;
	for (uint32_t i = 0; i < selection_count(s); i++) {
		json_rows_write(rows, selection_row(s, i), to->out);
		buf_byte(to->out, '\n');
		format_check(to);
	}
	json_rows_end(rows);
	arena_free(arena);
	return true;
}

const struct format format_ndjson = {
	.name = { "ndjson", 6 },
	.extension = { "ndjson", 6 },
	.media_type = { "application/x-ndjson", 20 },
	.title = { "NDJSON", 6 },
	.sure = true,
	.write = write,
};
