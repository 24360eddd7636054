#include "publish/files.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"

#define MANIFEST_START "{\n\"generator\": \"vitrina "
enum { HEX = 2 * SHA256_BYTES };

static void add_text(struct buf *out, const char *name, struct str text)
{
	buf_printf(out, "\"%s\": ", name);
	if (text.len)
		json_text(out, text);
	else
		buf_add(out, STR("null"));
	buf_add(out, STR(",\n"));
}

static void add_releases(struct buf *out, const struct publish_origin *origin)
{
	buf_add(out, STR("\"releases\": ["));
	for (size_t i = 0; i < origin->release_count; i++) {
		buf_add(out, i ? STR(", {\"tag\": ") : STR("{\"tag\": "));
		json_text(out, origin->releases[i].tag);
		buf_add(out, STR(", \"commit\": "));
		json_text(out, origin->releases[i].commit);
		buf_byte(out, '}');
	}
	buf_add(out, STR("],\n"));
}

void files_manifest(const struct publish_origin *origin, const struct file *files, size_t count, struct buf *out)
{
	buf_add(out, STR("{\n"));
	add_text(out, "generator", origin->generator);
	add_text(out, "commit", origin->commit);
	add_text(out, "time", origin->time);
	buf_printf(out, "\"dirty\": %s,\n", origin->dirty ? "true" : "false");
	buf_printf(out, "\"drafts\": %s,\n", origin->drafts ? "true" : "false");
	if (origin->without_history)
		buf_add(out, STR("\"history\": false,\n"));
	else if (origin->history_from.len)
		add_text(out, "history_from", origin->history_from);
	if (origin->release_count)
		add_releases(out, origin);
	add_text(out, "base_url", origin->base_url);
	buf_add(out, STR("\"files\": ["));
	for (size_t i = 0; i < count; i++) {
		buf_add(out, i ? STR(",\n{\"path\": ") : STR("\n{\"path\": "));
		json_text(out, files[i].path);
		buf_add(out, STR(", \"bytes\": "));
		buf_digits(out, files[i].bytes, 1);
		buf_add(out, STR(", \"sha256\": \""));
		buf_hex(out, files[i].sha256, SHA256_BYTES);
		buf_add(out, STR("\"}"));
	}
	buf_add(out, STR("\n]\n}\n"));
}

void files_sums(const struct file *files, size_t count, struct buf *out)
{
	for (size_t i = 0; i < count; i++) {
		buf_hex(out, files[i].sha256, SHA256_BYTES);
		buf_add(out, STR("  "));
		buf_add(out, files[i].path);
		buf_byte(out, '\n');
	}
}

bool files_path_good(struct str path)
{
	struct str rest = path, part;

	if (path.len == 0 || path.len > 4000)
		return false;
	for (size_t i = 0; i < path.len; i++)
		if ((unsigned char)path.at[i] < 0x20 || path.at[i] == '\\' || path.at[i] == 0x7F)
			return false;
	while (str_next(&rest, '/', &part))
		if (part.len == 0 || part.len > 255 || str_equal(part, STR(".")) || str_equal(part, STR("..")))
			return false;
	return true;
}

bool files_read(struct arena *arena, struct str text, struct str **paths, size_t *count)
{
	size_t capacity = 0;
	struct str line;

	*paths = NULL;
	*count = 0;
	while (text.len && str_next(&text, '\n', &line)) {
		if (line.len < HEX + 3 || !files_path_good(str_after(line, HEX + 2)))
			return false;
		arena_grow(arena, *paths, *count, capacity);
		(*paths)[(*count)++] = str_after(line, HEX + 2);
	}
	return true;
}

bool files_ours(struct str manifest)
{
	return str_starts(manifest, STR(MANIFEST_START));
}

size_t files_folder(struct str path)
{
	size_t i = path.len;

	while (i > 0 && path.at[i - 1] != '/')
		i--;
	return i ? i - 1 : 0;
}

int files_by_path(const void *left, const void *right)
{
	return str_compare(((const struct file *)left)->path, ((const struct file *)right)->path);
}
