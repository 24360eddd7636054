/* What does not depend on where the bytes are: order, look-ups, symbolic links (followed by name, so that a folder and a revision
 * agree), and the lines that messages show. */
#include "source/tree.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "source/repository.h"
#include "source/tree_private.h"

#include <stdlib.h>

enum { LINKS_MOST = 8 }; /* links followed in a row */

struct tree_cached {
	struct tree_cached *next;
	const struct tree_file *file;
	struct tree_bytes bytes;
	uint32_t line; /* the line found last and where it begins: messages come in order */
	size_t offset;
};

struct tree *tree_new(struct str folder)
{
	struct arena *arena = arena_new();
	struct tree *tree = arena_new_of(arena, struct tree);

	tree->arena = arena;
	tree->folder = arena_copy(arena, folder);
	return tree;
}

void tree_close(struct tree *tree)
{
	if (!tree)
		return;
	for (struct tree_cached *c = tree->cached; c; c = c->next)
		tree_release(&c->bytes);
	if (!tree->borrowed)
		repository_close(tree->repository);
	arena_free(tree->arena);
}

bool tree_wants(struct str name)
{
	static const struct str wanted[] = { { "portal.yaml", 11 }, { "data", 4 }, { "content", 7 }, { "themes", 6 } };

	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		if (str_equal(name, wanted[i]))
			return true;
	return false;
}

/* True when `name` can't be a part of a path here or on the machine that reads it. */
static bool hostile(struct str name)
{
	return name.len == 0 || str_equal(name, STR(".")) || str_equal(name, STR("..")) || str_find(name, '\0', 0) < name.len ||
		str_find(name, '\\', 0) < name.len;
}

static bool path_good(struct str path, struct diag *diag)
{
	struct str rest = path, part;

	if (utf8_check(path) < path.len) {
		diag_error(diag, place_of(path), "file-name", "the name of this file is not UTF-8", "el nombre de este archivo no es UTF-8");
		diag_advice(diag, "rename it with plain letters, digits, '-' and '_'", "cámbiele el nombre: letras, cifras, '-' y '_'");
		return false;
	}
	while (str_next(&rest, '/', &part)) {
		if (!hostile(part))
			continue;
		return diag_error(diag, place_of(path), "file-name", "'%.*s' can't be the name of a file or folder",
			"'%.*s' no puede ser el nombre de un archivo o carpeta", STR_ARG(part));
	}
	return true;
}

struct tree_entry *tree_add(struct tree *tree, struct str path, struct diag *diag)
{
	struct tree_entry *entry;

	if (!path_good(path, diag))
		return NULL;
	arena_grow(tree->arena, tree->entries, tree->count, tree->capacity);
	entry = &tree->entries[tree->count++];
	*entry = (struct tree_entry){ .file.path = arena_copy(tree->arena, path) };
	entry->stored = entry->file.path;
	return entry;
}

static int by_path(const void *left, const void *right)
{
	const struct tree_entry *a = left, *b = right;

	return str_compare(a->file.path, b->file.path);
}

size_t tree_seek(const struct tree *tree, struct str prefix)
{
	size_t low = 0, high = tree->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (str_compare(tree->entries[middle].file.path, prefix) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct tree_entry *entry_find(const struct tree *tree, struct str path)
{
	size_t i = tree_seek(tree, path);

	return i < tree->count && str_equal(tree->entries[i].file.path, path) ? &tree->entries[i] : NULL;
}

/* The path that `link`, found at `from`, names; "" when it leaves the sources. */
static struct str link_target(struct arena *arena, struct str from, struct str link)
{
	struct buf path = { 0 };
	struct str part, result = STR("");
	size_t last = from.len;
	bool inside = link.len > 0 && link.at[0] != '/';

	while (last > 0 && from.at[last - 1] != '/')
		last--;
	buf_add(&path, str_part(from, 0, last ? last - 1 : 0));
	while (inside && str_next(&link, '/', &part)) {
		if (part.len == 0 || str_equal(part, STR(".")))
			continue;
		if (!str_equal(part, STR(".."))) {
			if (path.len)
				buf_byte(&path, '/');
			buf_add(&path, part);
			continue;
		}
		inside = path.len > 0;
		while (path.len > 0 && path.at[path.len - 1] != '/')
			path.len--;
		if (path.len > 0)
			path.len--;
	}
	if (inside)
		result = arena_copy(arena, buf_str(&path));
	buf_clear(&path);
	return result;
}

static void link_bad(const struct tree_entry *entry, struct diag *diag)
{
	diag_error(diag, place_of(entry->file.path), "symbolic-link", "this symbolic link points at '%.*s', which is not one of the site's files",
		"este enlace simbólico apunta a '%.*s', que no es un archivo del sitio", STR_ARG(entry->link));
	diag_advice(diag, "put the file itself in its place", "ponga en su lugar el archivo mismo");
}

static bool link_follow(struct tree *tree, struct tree_entry *entry)
{
	const struct tree_entry *end = entry;

	for (int i = 0; end && end->link.len; i++) {
		if (i == LINKS_MOST)
			return false;
		end = entry_find(tree, link_target(tree->arena, end->file.path, end->link));
	}
	if (!end)
		return false;
	entry->stored = end->file.path;
	entry->file.size = end->file.size;
	memcpy(entry->id, end->id, sizeof entry->id);
	return true;
}

void tree_finish(struct tree *tree, struct diag *diag)
{
	size_t kept = 0;

	if (tree->count)
		qsort(tree->entries, tree->count, sizeof *tree->entries, by_path);
	for (size_t i = 0; i < tree->count; i++) {
		struct tree_entry *entry = &tree->entries[i];

		if (entry->link.len && !link_follow(tree, entry))
			link_bad(entry, diag);
	}
	for (size_t i = 0; i < tree->count; i++)
		if (!tree->entries[i].link.len || !str_equal(tree->entries[i].stored, tree->entries[i].file.path))
			tree->entries[kept++] = tree->entries[i];
	tree->count = kept;
}

const struct tree_origin *tree_origin(const struct tree *tree)
{
	return &tree->origin;
}

size_t tree_count(const struct tree *tree)
{
	return tree->count;
}

const struct tree_file *tree_at(const struct tree *tree, size_t index)
{
	return &tree->entries[index].file;
}

const struct tree_file *tree_find(const struct tree *tree, struct str path)
{
	const struct tree_entry *entry = entry_find(tree, path);

	return entry ? &entry->file : NULL;
}

static bool lfs_pointer(struct str bytes)
{
	return bytes.len < 1024 && str_starts(bytes, STR("version https://git-lfs.github.com/spec/"));
}

bool tree_read(const struct tree *tree, const struct tree_file *file, struct tree_bytes *out, struct diag *diag)
{
	const struct tree_entry *entry = (const struct tree_entry *)file; /* its first member */

	*out = (struct tree_bytes){ 0 };
	if (tree->folder.len ? !tree_disk_read(tree, entry, out, diag) : !repository_read(tree->repository, entry, out, diag))
		return false;
	if (!lfs_pointer(out->bytes))
		return true;
	tree_release(out);
	diag_error(diag, place_of(file->path), "lfs-pointer", "this is a Git LFS pointer, not the file it stands for",
		"esto es un puntero de Git LFS, no el archivo que representa");
	diag_advice(diag, "run 'git lfs pull', or keep the file in the repository itself",
		"ejecute 'git lfs pull' o guarde el archivo en el propio repositorio");
	return false;
}

bool tree_blob(const struct tree *tree, const struct tree_file *file, unsigned char id[20], struct diag *diag)
{
	const struct tree_entry *entry = (const struct tree_entry *)file;
	struct tree_bytes bytes = { 0 };

	if (!tree->folder.len) {
		memcpy(id, entry->id, sizeof entry->id);
		return true;
	}
	if (!tree_disk_read(tree, entry, &bytes, diag))
		return false;
	repository_hash(bytes.bytes, id);
	tree_release(&bytes);
	return true;
}

void tree_release(struct tree_bytes *bytes)
{
	if (bytes->repository)
		repository_release(bytes);
	else
		memory_free(bytes->held);
	*bytes = (struct tree_bytes){ 0 };
}

static struct tree_cached *add_cached(struct tree *tree, const struct tree_file *file)
{
	struct tree_cached *c = arena_new_of(tree->arena, struct tree_cached);

	c->file = file;
	c->line = 1;
	c->next = tree->cached;
	tree->cached = c;
	return c;
}

void tree_keep_text(struct tree *tree, struct str path, struct str text, void *held)
{
	struct tree_cached *c = add_cached(tree, tree_find(tree, path));

	c->bytes = (struct tree_bytes){ .bytes = text, .held = held };
}

static struct tree_cached *cached(struct tree *tree, struct str path)
{
	struct tree_cached *c;
	const struct tree_file *file = tree_find(tree, path);
	struct diag *quiet;

	for (c = tree->cached; c; c = c->next)
		if (c->file == file)
			return c;
	if (!file)
		return NULL;
	c = add_cached(tree, file);
	quiet = diag_new(LANG_EN); /* a file that can't be read has been told already */
	tree_read(tree, file, &c->bytes, quiet);
	diag_free(quiet);
	return c;
}

/* The end of the line that begins at `from`, without CR or LF. */
static size_t line_end(struct str text, size_t from)
{
	while (from < text.len && text.at[from] != '\n' && text.at[from] != '\r')
		from++;
	return from;
}

struct str tree_line(void *context, struct str path, uint32_t line)
{
	struct tree_cached *c = cached(context, path);
	struct str text;
	size_t end;

	if (!c)
		return STR("");
	text = c->bytes.bytes;
	if (line < c->line) {
		c->line = 1;
		c->offset = 0;
	}
	for (; c->line < line && c->offset < text.len; c->line++) {
		end = line_end(text, c->offset);
		if (end + 1 < text.len && text.at[end] == '\r' && text.at[end + 1] == '\n')
			end++;
		c->offset = end + 1;
	}
	end = line_end(text, c->offset);
	return c->offset < text.len ? str_from(text.at + c->offset, end - c->offset) : STR("");
}
