/* Any bytes as YAML, as JSON and as a page with front matter. */
#include "parse/settings.h"

#include "base/arena.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = str_from((const char *)data, size), body;
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(LANG_EN);
	uint32_t line;

	settings_read(arena, text, STR("fuzz.yaml"), 1, diag);
	settings_read(arena, text, STR("fuzz.json"), 1, diag);
	settings_front(arena, text, STR("fuzz.md"), &body, &line, diag);
	diag_free(diag);
	arena_free(arena);
	return 0;
}
