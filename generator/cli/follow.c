/* check/links.c knows pages as bytes; what is told here is which page has them, and where a link that is wrong was written: it is
 * looked for as it is in the page's own text or template, then in all of the theme. A link that is computed is not found, and the
 * template is named. */
#include "cli/follow.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "check/links.h"
#include "cli/make.h"
#include "page/plan.h"

struct follow {
	const struct plan *plan;
	struct links_site site;
	struct links *links;
};

/* One page. */
struct looked {
	const struct plan *plan;
	struct page page;
};

static bool has(void *context, struct str file)
{
	struct buf path = { 0 };
	bool found;

	buf_byte(&path, '/');
	buf_add(&path, file);
	found = plan_has(context, buf_str(&path));
	buf_clear(&path);
	return found;
}

/* The place of `link` in a text whose first line is number `line`; false when it is not there. */
static bool find_in(struct str path, struct str text, uint32_t line, struct str link, struct place *at)
{
	size_t found = link.len ? str_search(text, link, 0) : text.len;

	if (found == text.len)
		return false;
	*at = place_in(path, text, found);
	at->line += line - 1;
	at->width = (uint32_t)utf8_count(link);
	return true;
}

static bool find_in_file(const struct theme_file *file, struct str link, struct place *at)
{
	struct buf quoted = { 0 };
	bool found;

	if (!file)
		return false;
	buf_printf(&quoted, "\"%.*s\"", STR_ARG(link));
	found = find_in(file->path, file->bytes, 1, buf_str(&quoted), at);
	buf_clear(&quoted);
	if (found) { /* without the quotes */
		at->column++;
		at->width -= 2;
	}
	return found;
}

static const struct theme_file *template_of(const struct looked *looked)
{
	struct buf name = { 0 };
	const struct theme_file *file;

	buf_printf(&name, "templates/%.*s", STR_ARG(looked->page.template_name));
	file = theme_find(&plan_site(looked->plan)->theme, buf_str(&name));
	buf_clear(&name);
	return file;
}

static struct place written(void *context, struct str link)
{
	const struct looked *looked = context;
	const struct theme *theme = &plan_site(looked->plan)->theme;
	const struct content *content = looked->page.content;
	const struct theme_file *template = template_of(looked);
	struct str fragment = str_after(link, str_find(link, '#', 0)); /* the path of a page of text is written in another way */
	struct place at;

	if (content && (find_in(content->path, content->text, content->line, link, &at) ||
			       find_in(content->path, content->text, content->line, fragment, &at)))
		return at;
	if (find_in_file(template, link, &at))
		return at;
	for (size_t i = 0; i < theme->file_count; i++)
		if (str_ends(theme->files[i].name, STR(".html")) && find_in_file(&theme->files[i], link, &at))
			return at;
	return template ? place_of(template->path) : plan_place(&looked->page);
}

static void add_name(struct buf *out, const struct plan *plan, const struct page *page)
{
	struct place at = plan_place(page);

	plan_path(plan, page, out);
	if (page->kind == PAGE_ROW || page->kind == PAGE_CONTENT)
		buf_printf(out, " (%.*s:%u)", STR_ARG(at.path), at.line ? at.line : 1);
}

static void look(void *context, int worker, size_t index, struct str file, struct str html, struct diag *diag)
{
	struct follow *follow = context;
	struct looked looked = { follow->plan, plan_page(follow->plan, index) };
	struct links_page page = { .file = file, .html = html, .order = index, .written = written, .context = &looked };
	struct buf what = { 0 };

	if (!str_ends(file, STR(".html")))
		return;
	add_name(&what, follow->plan, &looked.page);
	page.what = buf_str(&what);
	page.anywhere = looked.page.kind == PAGE_MISSING;
	links_page(follow->links, worker, &page, diag);
	buf_clear(&what);
}

void follow_links(struct made *made, int workers, struct diag *diag)
{
	struct follow follow = { .plan = make_plan(made) };
	struct make_watch watch = { look, &follow };

	follow.site = (struct links_site){ plan_site(follow.plan)->base_url, has, (void *)follow.plan };
	follow.links = links_new(&follow.site, workers);
	make_shown(made, &watch, diag);
	links_end(follow.links, diag);
}
