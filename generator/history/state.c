/* Revisions are many and nearly alike. A folder below data/ that has the id it had in another revision holds the same tables and is not looked at
 * again; a descriptor is parsed again only when its bytes or the names of the files around it are others. */
#include "history/state.h"

#include "base/arena.h"
#include "base/map.h"
#include "history/version.h"
#include "model/load_package.h"
#include "source/lineage.h"
#include "source/tree.h"

/* The form of what is worked out: raise it when readings change, so that nothing kept by an older program counts. */
#define STATE_FORM "reading 1"

/* A descriptor as it was read; shared by the versions that were read by it. */
struct parsed {
	struct arena *arena;
	int uses;
	struct str folder;
	unsigned char key[CACHE_KEY];
	struct resource *resources;
	size_t count;
	bool broken, lost;
	struct str why;
};

/* What a folder below data/ with a certain id holds. */
struct unit {
	struct state *items;
	size_t count;
	bool broken, lost;
	struct str why;
};

enum { PARSED = 8 };

struct states {
	struct arena *arena;
	struct lineage *lineage;
	enum lang lang;
	struct diag *diag;
	struct map *units;             /* "name\0id" → struct unit */
	struct parsed *parsed[PARSED]; /* read lately */
	size_t next;                   /* the one to be given up */
};

struct state_version {
	struct version *version;
	struct tree *tree;
	struct parsed *parsed;
	struct tree_bytes *held;
	size_t held_count;
};

struct states *states_new(struct lineage *lineage, enum lang lang, struct diag *diag)
{
	struct arena *arena = arena_new();
	struct states *s = arena_new_of(arena, struct states);

	*s = (struct states){ .arena = arena, .lineage = lineage, .lang = lang, .diag = diag, .units = map_new(arena) };
	return s;
}

static void release(struct parsed *parsed)
{
	if (!parsed || --parsed->uses > 0)
		return;
	for (size_t i = 0; i < parsed->count; i++)
		schema_end(&parsed->resources[i].schema);
	arena_free(parsed->arena);
}

void states_free(struct states *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < PARSED; i++)
		release(s->parsed[i]);
	arena_free(s->arena);
}

/* The first thing wrong that `diag` holds, in one line. */
static struct str first_fault(struct arena *arena, struct diag *diag)
{
	size_t count;
	const struct diag_message *const *messages = diag_messages(diag, &count);

	for (size_t i = 0; i < count; i++) {
		const struct diag_message *m = messages[i];

		if (m->level < DIAG_ERROR)
			continue;
		if (m->at.line)
			return arena_printf(arena, "%.*s:%u: %.*s [%s]", STR_ARG(m->at.path), m->at.line, STR_ARG(m->text), m->rule);
		return arena_printf(arena, "%.*s: %.*s [%s]", STR_ARG(m->at.path), STR_ARG(m->text), m->rule);
	}
	return STR("?");
}

/* Descriptors. */

static void add_id(struct buf *out, const struct tree *tree, const struct tree_file *file)
{
	unsigned char id[LINEAGE_ID] = { 0 };
	struct diag *unheard = diag_new(LANG_EN);

	tree_blob(tree, file, id, unheard);
	buf_add(out, str_from((const char *)id, sizeof id));
	diag_free(unheard);
}

/* What the parsed descriptor depends on: its bytes, and the names of the files beside and below it. */
static void parsed_key(const struct tree *tree, struct str folder, const struct tree_file *descriptor, unsigned char key[CACHE_KEY])
{
	struct buf text = { 0 };

	buf_add(&text, folder);
	add_id(&text, tree, descriptor);
	for (size_t i = tree_seek(tree, folder); i < tree_count(tree) && str_starts(tree_at(tree, i)->path, folder); i++) {
		buf_byte(&text, '\0');
		buf_add(&text, tree_at(tree, i)->path);
	}
	cache_key(buf_str(&text), key);
	buf_clear(&text);
}

/* The loader's paths are the tree's, which may end before. */
static void keep_paths(struct arena *arena, struct resource *resource)
{
	struct str *paths = arena_array(arena, struct str, resource->path_count + 1);

	for (size_t i = 0; i < resource->path_count; i++)
		paths[i] = arena_copy(arena, resource->paths[i]);
	resource->paths = paths;
}

static struct parsed *parse(struct states *s, const struct tree *tree, struct str folder, const unsigned char key[CACHE_KEY])
{
	struct arena *arena = arena_new();
	struct parsed *p = arena_new_of(arena, struct parsed);
	struct diag *diag = diag_new(s->lang);
	struct package *package = NULL;

	*p = (struct parsed){ .arena = arena, .uses = 1, .folder = arena_copy(arena, folder) };
	memcpy(p->key, key, CACHE_KEY);
	load_package(arena, tree, p->folder, STR("es"), &package, &p->resources, &p->count, diag);
	for (size_t i = 0; i < p->count; i++)
		keep_paths(arena, &p->resources[i]);
	p->broken = p->count == 0;
	p->lost = diag_worst(diag) == DIAG_FAILURE;
	if (p->broken)
		p->why = first_fault(arena, diag);
	diag_free(diag);
	return p;
}

/* Borrowed; good until PARSED others were asked for. */
static struct parsed *parsed_of(struct states *s, const struct tree *tree, struct str folder, const struct tree_file *descriptor)
{
	unsigned char key[CACHE_KEY];

	parsed_key(tree, folder, descriptor, key);
	for (size_t i = 0; i < PARSED; i++)
		if (s->parsed[i] && memcmp(s->parsed[i]->key, key, CACHE_KEY) == 0)
			return s->parsed[i];
	s->next = (s->next + 1) % PARSED;
	release(s->parsed[s->next]);
	s->parsed[s->next] = parse(s, tree, folder, key);
	return s->parsed[s->next];
}

/* How a resource's files are read. */

static void put_text(struct buf *out, struct str text)
{
	buf_printf(out, "%zu:", text.len);
	buf_add(out, text);
}

static void put_texts(struct buf *out, const struct str *texts, size_t count)
{
	buf_printf(out, "[%zu", count);
	for (size_t i = 0; i < count; i++)
		put_text(out, texts[i]);
}

static void put_numbers(struct buf *out, const uint32_t *numbers, size_t count)
{
	buf_printf(out, "[%zu", count);
	for (size_t i = 0; i < count; i++)
		buf_printf(out, " %u", numbers[i]);
}

static void put_field(struct buf *out, const struct field *field)
{
	put_text(out, field->name);
	buf_printf(out, "%d,%d,%d,%d,", (int)field->type, field->form.point, field->form.ornate, field->choice_count > 0);
	put_text(out, field->format);
	put_text(out, field->form.group);
	put_texts(out, field->true_values, field->true_count);
	put_texts(out, field->false_values, field->false_count);
	put_texts(out, field->missing, field->missing_count);
}

static void put_key(struct buf *out, const struct key *key)
{
	buf_byte(out, '(');
	for (size_t i = 0; i < key->count; i++)
		buf_printf(out, "%zu ", key->fields[i]->index);
}

static void put_reading(struct buf *out, const struct resource *r)
{
	const struct dialect *d = &r->dialect;

	buf_printf(out, STATE_FORM "%d,%d,%d,%d,%d,%u,", d->delimiter, d->quote, d->header, d->skip_space, d->fold_header, d->footer_rows);
	put_text(out, d->encoding);
	put_text(out, d->comment);
	put_text(out, d->header_join);
	put_numbers(out, d->header_rows, d->header_count);
	put_numbers(out, d->comment_rows, d->comment_count);
	buf_printf(out, "%zu,%zu,", r->label->index, r->previous ? r->previous->index + 1 : 0);
	for (size_t i = 0; i < r->schema.stored_count; i++)
		put_field(out, &r->schema.fields[i]);
	put_key(out, &r->schema.primary);
	for (size_t i = 0; i < r->schema.foreign_count; i++) {
		put_key(out, &r->schema.foreign[i].key);
		put_text(out, r->schema.foreign[i].resource);
	}
}

static void add_refs(struct arena *arena, const struct resource *r, struct state *state)
{
	struct str *refs = arena_array(arena, struct str, r->schema.foreign_count + 1);

	for (size_t i = 0; i < r->schema.foreign_count; i++)
		if (r->schema.foreign[i].resource.len && !str_equal(r->schema.foreign[i].resource, r->name))
			refs[state->ref_count++] = arena_copy(arena, r->schema.foreign[i].resource);
	state->refs = refs;
}

static void add_state(struct states *s, const struct tree *tree, const struct resource *r, struct state *state)
{
	struct buf text = { 0 };

	state->name = arena_copy(s->arena, r->name);
	add_refs(s->arena, r, state);
	put_reading(&text, r);
	for (size_t i = 0; i < r->path_count; i++) {
		const struct tree_file *file = tree_find(tree, r->paths[i]);

		if (file)
			add_id(&text, tree, file);
	}
	buf_printf(&text, "%d", r->incomplete);
	cache_key(buf_str(&text), state->id);
	buf_clear(&text);
}

/* Units. */

static struct str folder_of(struct str path)
{
	size_t last = path.len;

	while (last > 0 && path.at[last - 1] != '/')
		last--;
	return str_part(path, 0, last ? last - 1 : 0);
}

static bool is_descriptor(struct str path)
{
	return str_ends(path, STR("/datapackage.yaml")) || str_ends(path, STR("/datapackage.yml")) || str_ends(path, STR("/datapackage.json"));
}

static void read_package(struct states *s, const struct tree *tree, const struct tree_file *descriptor, struct unit *unit)
{
	const struct parsed *parsed = parsed_of(s, tree, folder_of(descriptor->path), descriptor);
	struct state *items = arena_array(s->arena, struct state, unit->count + parsed->count + 1);

	if (unit->count)
		memcpy(items, unit->items, unit->count * sizeof *items);
	unit->items = items;
	for (size_t i = 0; i < parsed->count; i++)
		add_state(s, tree, &parsed->resources[i], &items[unit->count++]);
	if (parsed->broken) {
		unit->broken = true;
		unit->lost = parsed->lost;
		unit->why = arena_copy(s->arena, parsed->why);
	}
}

/* All packages of a tree, whose folders are below `top`. */
static struct unit *read_tree(struct states *s, const struct tree *tree, struct str top)
{
	struct unit *unit = arena_new_of(s->arena, struct unit);

	for (size_t i = tree_seek(tree, top); i < tree_count(tree) && str_starts(tree_at(tree, i)->path, top); i++)
		if (is_descriptor(tree_at(tree, i)->path))
			read_package(s, tree, tree_at(tree, i), unit);
	return unit;
}

static struct str unit_path(struct arena *arena, struct str name)
{
	return name.len ? arena_printf(arena, "data/%.*s", STR_ARG(name)) : STR("data");
}

static const struct unit *unit_of(struct states *s, struct str name, const unsigned char id[LINEAGE_ID])
{
	struct buf key = { 0 };
	struct unit *unit;
	struct diag *unheard;
	struct tree *tree;

	buf_add(&key, name);
	buf_byte(&key, '\0');
	buf_add(&key, str_from((const char *)id, LINEAGE_ID));
	unit = map_find(s->units, buf_str(&key));
	if (!unit) {
		unheard = diag_new(s->lang);
		tree = lineage_tree(s->lineage, id, unit_path(s->arena, name), unheard);
		unit = read_tree(s, tree, STR("data/"));
		if (diag_worst(unheard) >= DIAG_ERROR && !unit->broken) {
			unit->broken = true;
			unit->lost = diag_worst(unheard) == DIAG_FAILURE;
			unit->why = first_fault(s->arena, unheard);
		}
		map_put(s->units, arena_copy(s->arena, buf_str(&key)), unit);
		tree_close(tree);
		diag_free(unheard);
	}
	buf_clear(&key);
	return unit;
}

static void add_unit(struct arena *arena, struct snapshot *snapshot, const struct unit *unit)
{
	struct state *items = arena_array(arena, struct state, snapshot->count + unit->count + 1);

	if (snapshot->count)
		memcpy(items, snapshot->items, snapshot->count * sizeof *items);
	if (unit->count)
		memcpy(items + snapshot->count, unit->items, unit->count * sizeof *items);
	snapshot->items = items;
	snapshot->count += unit->count;
	if (unit->broken && !snapshot->broken) {
		snapshot->broken = true;
		snapshot->why = unit->why;
	}
	snapshot->lost = snapshot->lost || unit->lost;
}

/* The entries of data/ that may hold packages: its folders, or data/ itself when a descriptor lies in it. False when it can't be read. */
static bool list_units(struct states *s, const unsigned char *data, struct lineage_entry **units, size_t *count)
{
	bool good = lineage_entries(s->lineage, data, s->arena, units, count, s->diag);
	size_t kept = 0;

	for (size_t i = 0; i < *count; i++)
		if (!(*units)[i].folder && str_starts((*units)[i].name, STR("datapackage."))) {
			(*units)[0] = (struct lineage_entry){ .name = STR(""), .folder = true };
			memcpy((*units)[0].id, data, LINEAGE_ID);
			*count = 1;
			return good;
		}
	for (size_t i = 0; i < *count; i++)
		if ((*units)[i].folder && !str_starts((*units)[i].name, STR(".")))
			(*units)[kept++] = (*units)[i];
	*count = kept;
	return good;
}

struct snapshot states_read(struct states *s, struct state_source source)
{
	struct snapshot snapshot = { 0 };
	struct lineage_entry *units;
	size_t count;

	if (source.tree) {
		add_unit(s->arena, &snapshot, read_tree(s, source.tree, STR("data/")));
		return snapshot;
	}
	if (!list_units(s, source.data, &units, &count)) {
		snapshot.broken = snapshot.lost = true;
		snapshot.why = s->lang == LANG_ES ? STR("falta el árbol de data/") : STR("the tree of data/ is missing");
	}
	for (size_t i = 0; i < count; i++)
		add_unit(s->arena, &snapshot, unit_of(s, units[i].name, units[i].id));
	return snapshot;
}

/* Versions. */

static const struct resource *resource_in(const struct parsed *parsed, struct str name)
{
	for (size_t i = 0; i < parsed->count; i++)
		if (str_equal(parsed->resources[i].name, name))
			return &parsed->resources[i];
	return NULL;
}

/* The resource and the descriptor that declares it. */
static const struct resource *find_resource(struct states *s, const struct tree *tree, struct str name, struct parsed **parsed)
{
	for (size_t i = tree_seek(tree, STR("data/")); i < tree_count(tree) && str_starts(tree_at(tree, i)->path, STR("data/")); i++) {
		struct str path = tree_at(tree, i)->path;
		const struct resource *resource;

		if (!is_descriptor(path))
			continue;
		*parsed = parsed_of(s, tree, folder_of(path), tree_at(tree, i));
		resource = resource_in(*parsed, name);
		if (resource)
			return resource;
	}
	return NULL;
}

static bool read_files(struct state_version *v, const struct tree *tree, const struct resource *resource, struct diag *diag)
{
	struct arena *arena = v->parsed->arena; /* paths and lists are few and live as long */
	struct version_file *files = arena_array(arena, struct version_file, resource->path_count + 1);

	v->held = memory_resize(NULL, (resource->path_count + 1) * sizeof *v->held);
	if (resource->incomplete)
		return diag_error(diag, resource->at, "missing-file", "a file of '%.*s' is missing", "falta un archivo de '%.*s'",
			STR_ARG(resource->name));
	for (; v->held_count < resource->path_count; v->held_count++) {
		const struct tree_file *file = tree_find(tree, resource->paths[v->held_count]);

		if (!file)
			return diag_error(diag, resource->at, "missing-file", "a file of '%.*s' is missing", "falta un archivo de '%.*s'",
				STR_ARG(resource->name));
		if (!tree_read(tree, file, &v->held[v->held_count], diag))
			return false;
		files[v->held_count] = (struct version_file){ file->path, v->held[v->held_count].bytes };
	}
	v->version = version_read(resource, files, v->held_count, diag);
	return v->version != NULL;
}

/* The tree of the unit that holds the table, in a revision. */
static const struct resource *open_unit(struct states *s, const unsigned char *data, struct str name, struct state_version *v)
{
	struct lineage_entry *units;
	size_t count;

	list_units(s, data, &units, &count);
	for (size_t i = 0; i < count; i++) {
		const struct unit *unit = unit_of(s, units[i].name, units[i].id);
		struct diag *unheard;
		size_t at = 0;

		while (at < unit->count && !str_equal(unit->items[at].name, name))
			at++;
		if (at == unit->count)
			continue;
		unheard = diag_new(s->lang);
		v->tree = lineage_tree(s->lineage, units[i].id, unit_path(s->arena, units[i].name), unheard);
		diag_free(unheard);
		return find_resource(s, v->tree, name, &v->parsed);
	}
	return NULL;
}

struct state_version *state_open(struct states *s, struct state_source source, struct str name, struct arena *arena, struct str *why,
	bool *lost)
{
	struct state_version *v = memory_resize(NULL, sizeof *v);
	struct diag *diag = diag_new(s->lang);
	const struct resource *resource;
	bool good = false;

	*v = (struct state_version){ 0 };
	resource = source.tree ? find_resource(s, source.tree, name, &v->parsed) : open_unit(s, source.data, name, v);
	if (resource) {
		v->parsed->uses++;
		good = read_files(v, source.tree ? source.tree : v->tree, resource, diag);
	} else {
		v->parsed = NULL;
		diag_error(diag, place_of(STR("data")), "no-resources", "there is no table '%.*s'", "no hay tabla '%.*s'", STR_ARG(name));
	}
	*lost = diag_worst(diag) == DIAG_FAILURE;
	if (!good) {
		*why = first_fault(arena, diag);
		state_close(v);
		v = NULL;
	}
	diag_free(diag);
	return v;
}

struct version *state_version_get(struct state_version *version) { return version->version; }

void state_close(struct state_version *v)
{
	if (!v)
		return;
	version_free(v->version);
	for (size_t i = 0; i < v->held_count; i++)
		tree_release(&v->held[i]);
	memory_free(v->held);
	release(v->parsed);
	tree_close(v->tree);
	memory_free(v);
}
