#include "script/template_private.h"

#include "base/map.h"
#include "base/utf8.h"
#include "model/site.h"

static const struct { const char *extension; enum template_kind kind; } kinds[] = {
	{ ".html", TEMPLATE_HTML }, { ".xml", TEMPLATE_XML }, { ".json", TEMPLATE_JSON }, { ".csv", TEMPLATE_CSV }, { ".txt", TEMPLATE_TXT },
};

static bool kind_of(struct str name, enum template_kind *kind)
{
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		*kind = kinds[i].kind;
		if (str_ends(name, str_of(kinds[i].extension)))
			return true;
	}
	return false;
}

/* "templates/x.html" is x.html to those who name it; "partials/x.html" keeps its folder. */
static bool template_name(const struct theme_file *file, struct str *name, bool *partial)
{
	*partial = str_starts(file->name, STR("partials/"));
	*name = *partial ? file->name : str_after(file->name, strlen("templates/"));
	return *partial || str_starts(file->name, STR("templates/"));
}

static bool check_text(const struct theme_file *file, struct diag *diag)
{
	size_t wrong = utf8_check(file->bytes), zero = str_find(file->bytes, '\0', 0);

	if (file->bytes.len > TEMPLATE_BYTES_MOST)
		return diag_error(diag, place_of(file->path), "too-long", "this template is longer than %d KB; put parts of it into partials",
			"esta plantilla mide más de %d KB; lleve partes a parciales", TEMPLATE_BYTES_MOST >> 10);
	if (wrong == file->bytes.len && zero == file->bytes.len)
		return true;
	return diag_error(diag, place_in(file->path, file->bytes, wrong < zero ? wrong : zero), "encoding",
		"this is not UTF-8; save the file as UTF-8",
		"esto no es UTF-8; guarde el archivo como UTF-8");
}

static void add_template(struct template_set *set, const struct theme_file *file, struct diag *diag)
{
	struct template *template = &set->templates[set->count];
	struct str name;
	bool partial;

	if (!template_name(file, &name, &partial))
		return;
	*template = (struct template){ .name = name, .path = file->path, .text = file->bytes, .partial = partial, .number = (uint32_t)set->count };
	if (!kind_of(name, &template->kind)) {
		diag_error(diag, place_of(file->path), "template-kind", "a template's name ends in .html, .xml, .json, .csv or .txt",
			"el nombre de una plantilla termina en .html, .xml, .json, .csv o .txt");
		return;
	}
	if (!check_text(file, diag))
		template->text = STR("");
	template->chunk = arena_printf(set->arena, "template:%zu", set->count);
	map_put(set->by_name, name, template);
	set->count++;
}

static void compile(struct template_set *set, struct diag *diag)
{
	uint64_t before = diag_count(diag, DIAG_ERROR);

	for (size_t i = 0; i < set->count; i++)
		template_parse(set, &set->templates[i], diag);
	template_link(set, diag);
	if (diag_count(diag, DIAG_ERROR) != before)
		return;
	for (size_t i = 0; i < set->count; i++)
		template_emit(set, &set->templates[i], diag);
}

struct template_set *template_set_new(const struct template_options *options, struct diag *diag)
{
	struct arena *arena = arena_new();
	struct template_set *set = arena_new_of(arena, struct template_set);
	uint64_t before = diag_count(diag, DIAG_ERROR);

	*set = (struct template_set){ .arena = arena, .options = *options, .by_name = map_new(arena), .diag = diag };
	set->templates = arena_array(arena, struct template, options->theme->file_count + 1);
	for (size_t i = 0; i < options->theme->file_count; i++)
		add_template(set, &options->theme->files[i], diag);
	compile(set, diag);
	set->diag = NULL;
	if (diag_count(diag, DIAG_ERROR) == before)
		return set;
	arena_free(arena);
	return NULL;
}

void template_set_free(struct template_set *set)
{
	if (set)
		arena_free(set->arena);
}

const struct template *template_find(const struct template_set *set, struct str name)
{
	return map_find(set->by_name, name);
}

const struct place *template_set_unsafe(const struct template_set *set, size_t *count)
{
	*count = set->unsafe_count;
	return set->unsafe;
}

struct str template_source(const struct template *template)
{
	return template->source;
}
