/* Any bytes as Markdown: no script element and no unsafe scheme comes out of it. */
#include "parse/markdown.h"

#include "base/arena.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct markdown_options options = { .heading_base = 1 };
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(LANG_EN);
	const struct markdown *read = markdown_read(arena, str_from((const char *)data, size), STR("fuzz.md"), 1, &options, diag);

	for (size_t i = 0; read && i < read->piece_count; i++) {
		struct str text = read->pieces[i].text;

		if (read->pieces[i].kind == MARKDOWN_HTML && (str_search(text, STR("<script"), 0) < text.len || str_search(text, STR("\"javascript:"), 0) < text.len))
			abort();
	}
	diag_free(diag);
	arena_free(arena);
	return 0;
}
