#include "cli/remember.h"

#include "base/arena.h"
#include "cli/keep.h"
#include "history/ledger.h"
#include "model/addition.h"
#include "model/load.h"
#include "model/site.h"
#include "source/tree.h"

/* What is published does not depend on who builds: what is told of versions that can't be read is in the language of the site. */
static enum lang lang_of(const struct site *site)
{
	return str_starts(site->langs[0], STR("en")) ? LANG_EN : LANG_ES;
}

/* Warnings of tables that nobody wrote help nobody. */
bool remember_add(struct loaded *loaded, struct addition *addition, struct diag *diag)
{
	struct diag *own = diag_new(diag_lang(diag));
	bool good = load_addition(loaded, addition, own);

	if (!good)
		diag_merge(diag, own);
	diag_free(own);
	return good;
}

static void tell(struct remembering *r, const struct past *past, struct loaded *loaded, struct diag *diag)
{
	struct addition *addition = chronicle_new(r->arena, past, load_get(loaded), r->releases, &r->counts, diag);

	if (addition)
		remember_add(loaded, addition, diag);
	r->known = addition != NULL;
	addition_free(addition);
}

void remember(struct remembering *r, struct loaded *loaded, struct diag *diag)
{
	const struct make_options *options = r->options;
	const struct tree_origin *origin = tree_origin(r->tree);
	const struct site *site = load_get(loaded);
	struct keep *keep;
	struct past *past;
	bool none;

	if (options->history == HISTORY_NONE || site->history.off || !origin->commit.len)
		return;
	keep = options->history == HISTORY_ANEW ? NULL : keep_open(options->folder);
	past = past_read(&(struct past_options){ .folder = options->folder, .revision = origin->commit, .lang = lang_of(site),
		.uncommitted = origin->dirty ? r->tree : NULL, .cache = keep ? keep_cache(keep) : NULL, .oldest = options->history_from },
		&none, r->aside);
	if (past)
		tell(r, past, loaded, diag);
	past_free(past);
	if (options->history == HISTORY_KEPT)
		keep_close(keep);
	else if (keep)
		keep_leave(keep);
}

bool remember_figures(struct remembering *r, struct loaded *loaded, struct diag *diag)
{
	struct addition *addition = ledger_new(r->arena, load_get(loaded));
	bool good = !addition || remember_add(loaded, addition, diag);

	addition_free(addition);
	return good;
}
