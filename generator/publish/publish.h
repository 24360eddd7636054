/* publish/publish.h - made files become a published site: the old one or the new one, never half.
 * Everything happens inside the output folder. What changed is staged in OUT/.vitrina/stage and moved in under OUT/.vitrina/journal:
 * whatever stops the program, the site is the old one, or the next publish_open completes the step. Files whose bytes did
 * not change are not touched; files no longer made are removed; files that are not ours are left alone. */
#ifndef PUBLISH_PUBLISH_H
#define PUBLISH_PUBLISH_H

#include "base/diag.h"
#include "base/sink.h"

struct minisign_secret;
struct publish;

/* A release that the site tells of, by the commit it was then. */
struct publish_release {
	struct str tag, commit;
};

/* What the manifest says of the whole. Borrowed until publish_commit returns. */
struct publish_origin {
	struct str generator;    /* "vitrina 0.1.0" */
	struct str commit;       /* or "" */
	struct str time;         /* RFC 3339, or "" when unknown */
	bool dirty;              /* the sources had changes their commit does not hold */
	bool drafts;             /* content marked as a draft is published too */
	bool without_history;    /* the history of the data was left out; else, */
	struct str history_from; /* the commit before which it was not known, or "" */
	const struct publish_release *releases;
	size_t release_count;
	struct str base_url;
};

/* Opens `folder` for a new site, making it (and its parents) when missing. Completes what an earlier crash left. Refused: a folder that has files but
 * is not ours (no manifest of ours), one that another vitrina is publishing to, one that can't be written. NULL then, reported. */
struct publish *publish_open(struct str folder, struct diag *diag);
/* Takes files, from any thread. Failures are remembered and told by publish_commit. Streams go to disk as they come. */
struct sink *publish_sink(struct publish *publish);
/* publish_commit signs SHA256SUMS with this key, which is borrowed until then, into /SHA256SUMS.minisig. Without a key, a signature that the
 * new site would belie is removed. */
void publish_sign(struct publish *publish, const struct minisign_secret *key);
/* Adds /manifest.json and /SHA256SUMS, moves everything in, ends `publish`. False: reported, the old site stands (or the journal
 * does, and the next publish_open completes the step). */
bool publish_commit(struct publish *publish, const struct publish_origin *origin, struct diag *diag);
/* Drops what was staged and ends `publish`; the old site stands as it was. NULL is fine. */
void publish_abandon(struct publish *publish);

/* What publish_commit did. */
struct publish_counts {
	uint64_t files, written, unchanged, removed;
	uint64_t bytes; /* of all files */
};

/* Counts so far; after all files are in, before commit ends it, call publish_commit_counted to have the final ones. */
bool publish_commit_counted(struct publish *publish, const struct publish_origin *origin, struct publish_counts *counts, struct diag *diag);

#endif
