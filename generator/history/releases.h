/* history/releases.h - which commits of a line are releases: those that a tag names whose name is like a pattern of `releases:`. A version of
 * the data came out with the oldest release that holds it. Tags beside the line are none of the site's. */
#ifndef HISTORY_RELEASES_H
#define HISTORY_RELEASES_H

#include "base/diag.h"

struct arena;
struct releases;

struct release {
	struct str tag;
	struct str commit;  /* 40 digits */
	struct str subject; /* of the commit */
	int64_t time;       /* the commit's, as recorded */
	int32_t offset;     /* minutes east of UTC */
};

/* A release by name, as a site tells that was made before: tags can be moved and added. */
struct release_mark {
	struct str tag, commit;
};

struct releases_wish {
	const struct str *patterns; /* with * for any text */
	size_t pattern_count;
	const struct release_mark *marks; /* instead of the repository's tags */
	size_t mark_count;
	bool marked;
};

/* Of the line of `revision` ("" is what is checked out) in the repository at `folder`, all in the arena. Without a repository there are none. A
 * release that can't be found is reported. Never NULL. */
struct releases *releases_new(struct arena *arena, struct str folder, struct str revision, const struct releases_wish *wish, struct diag *diag);
/* The newest first. */
size_t releases_count(const struct releases *releases);
const struct release *releases_at(const struct releases *releases, size_t index);
/* With which release a commit of the line that changed data came out: NULL when it has not yet. `commit`: 40 digits. */
const struct release *releases_of(const struct releases *releases, struct str commit);

#endif
