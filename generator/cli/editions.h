/* cli/editions.h - the tables as they were in each release, as CSV: what `vitrina build --rev TAG` would have published, at an address that
 * stays ("datos/versiones/2013-t4/metas.csv"), so that who cites a figure of that release can name its file. Two tables of the site tell of
 * them:
 *
 *     entregas           one release a row: its tag, its commit and that one's time and message; the newest first
 *     entregas_archivos  one table of a release a row: the file's path, rows, bytes and SHA-256
 */
#ifndef CLI_EDITIONS_H
#define CLI_EDITIONS_H

#include "cli/make.h"

struct addition;
struct arena;
struct editions;
struct releases;
struct site;
struct tree_origin;

/* Reads the site of each release that `releases:` of the site tells, and keeps the files aside, on disk. A release whose site can't be
 * read is a warning, and has none. In the arena, but for the disk. NULL when the site asks for no releases or is in no repository. */
struct editions *editions_new(struct arena *arena, const struct make_options *options, const struct tree_origin *origin, const struct site *site,
	struct diag *diag);
/* For all of these NULL is an empty one. */
void editions_free(struct editions *editions);
/* NULL when there is none. */
const struct releases *editions_releases(const struct editions *editions);
/* For the manifest. */
const struct publish_release *editions_marks(const struct editions *editions, size_t *count);
/* The two tables; the caller's to free. NULL without releases. */
struct addition *editions_tables(const struct editions *editions);
/* The paths given and those of the files, in the arena. */
const struct str *editions_paths(const struct editions *editions, const struct str *paths, size_t *count);
/* Puts all files. False: reported. */
bool editions_put(struct editions *editions, struct sink *sink, struct diag *diag);

#endif
