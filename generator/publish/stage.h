/* publish/stage.h - the files of the new site on their way in: what is new or has changed is put down in the stage, what the old
 * site holds already only noted. Takes files from any thread. */
#ifndef PUBLISH_STAGE_H
#define PUBLISH_STAGE_H

#include "base/sink.h"
#include "publish/files.h"
#include "publish/publish.h"

struct arena;
struct stage;

/* The site that stands. */
struct old_site {
	bool none;               /* the folder was empty */
	struct str sums;         /* its SHA256SUMS; "" when it has none */
	struct str *files;       /* that it lists, sorted */
	size_t count;
};

/* Fills the list from `sums`, which it views. False: it is not as vitrina writes it. */
bool old_site_read(struct arena *arena, struct old_site *old);

/* What went wrong first. */
struct stage_failure {
	struct str path;
	int error;               /* an errno; 0: nothing went wrong */
	bool in_the_way;         /* a file that vitrina did not make stands at `path` in the published folder */
};

/* `root` is the published folder, `folder` the stage; they and `old` are borrowed until stage_free. */
struct stage *stage_new(int root, int folder, const struct old_site *old);
/* Failures are remembered. Streams go to disk as they come. */
struct sink *stage_sink(struct stage *stage);
/* Its path lives as long as the stage. */
struct stage_failure stage_failure(const struct stage *stage);
/* All files put so far, sorted by path, with room for one more, in memory of the caller's (memory_free); their names are the stage's.
 * No thread puts meanwhile. */
struct file *stage_files(const struct stage *stage, struct publish_counts *counts);
/* NULL is fine. */
void stage_free(struct stage *stage);

#endif
