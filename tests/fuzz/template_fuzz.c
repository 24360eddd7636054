/* Any bytes as a theme: compiled, and when nothing is wrong loaded and printed, with little time and memory. Files are separated by a line
 * "@ name"; without one all is templates/page.html. */
#include "script/template.h"

#include "base/buf.h"
#include "model/site.h"
#include "script/filters.h"
#include "script/view.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILES_MOST = 6, NAMES = 2, FILTERS_MOST = 64 };

static size_t cut(struct str text, struct theme_file *files)
{
	size_t count = 0;

	while (text.len && count < FILES_MOST) {
		size_t end = str_search(text, STR("\n@ "), 0), line;
		struct str file = str_part(text, 0, end);

		files[count] = (struct theme_file){ .name = STR("templates/page.html"), .bytes = file };
		if (str_starts(file, STR("@ "))) {
			line = str_find(file, '\n', 0);
			files[count].name = str_part(file, 2, line - 2);
			files[count].bytes = str_after(file, line + 1);
		}
		files[count].path = files[count].name;
		count++;
		text = str_after(text, end + 1);
	}
	return count;
}

static void render(const struct template_set *set, struct diag *diag)
{
	struct world_options options = { .limits = { .memory = 16 << 20, .instructions = 100000 } };
	struct world *world = world_new(&options, NULL, diag);
	const struct template *page = template_find(set, STR("page.html"));
	struct template_run *run;
	struct buf out = { 0 };

	view_open(world);
	filters_open(world);
	filters_begin(world, &(struct filters_page){ .lang = STR("es") });
	run = template_run_new(world, set);
	if (run && page)
		template_render(run, page, &out);
	template_run_free(run);
	filters_close(world);
	world_free(world);
	buf_clear(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct str names[NAMES] = { { "meta", 4 }, { "programa", 8 } };
	struct theme_file files[FILES_MOST];
	struct theme theme = { .files = files };
	struct str filters[FILTERS_MOST];
	struct template_options options = { .theme = &theme, .names = names, .name_count = NAMES, .filters = filters };
	struct diag *diag = diag_new(size % 2 ? LANG_ES : LANG_EN);
	struct template_set *set;

	while (filters_names[options.filter_count]) {
		filters[options.filter_count] = str_of(filters_names[options.filter_count]);
		options.filter_count++;
	}
	theme.file_count = cut(str_from((const char *)data, size), files);
	set = template_set_new(&options, diag);
	if (set)
		render(set, diag);
	template_set_free(set);
	diag_free(diag);
	return 0;
}
