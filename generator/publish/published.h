/* publish/published.h - a published site as it lies in its folder: what its manifest says of it, whether that holds, and whether a site
 * that is made anew is the same, byte for byte. Nothing in the folder is written. */
#ifndef PUBLISH_PUBLISHED_H
#define PUBLISH_PUBLISHED_H

#include "base/diag.h"
#include "base/sink.h"
#include "publish/publish.h"

struct minisign_public;
struct published;

/* Reads manifest.json and SHA256SUMS of `folder`. NULL when there is no site of ours or they can't be understood; reported. */
struct published *published_open(struct str folder, struct diag *diag);
void published_close(struct published *published); /* NULL is fine */
/* What the manifest says the site was made from; in the published. */
const struct publish_origin *published_origin(const struct published *published);
/* How many files the site has, manifest.json and SHA256SUMS not counted. */
size_t published_count(const struct published *published);

/* Reads every file: each that is missing, changed or not what both lists say is an error; one that neither names is a warning, since
 * others may put files into the folder. False when there was an error. */
bool published_check(struct published *published, int workers, struct diag *diag);

/* Whether somebody signed the list of files. */
bool published_signed(const struct published *published);
/* Checks that signature: true when it is this key's of the list as it is, and *comment then what was signed with it, in the published.
 * False: reported. */
bool published_check_signature(struct published *published, const struct minisign_public *key, struct str *comment, struct diag *diag);

/* Takes the files of a site made anew, from any thread, and compares them with those published; they are kept nowhere. After a
 * published_check: what the lists say is then known to be what the files are. */
struct sink *published_sink(struct published *published);
/* Once all files were given: reports the first that differs (in order of paths, with the line) and how many others do. `made` is what the
 * new site would say of itself. True when both sites are the same. */
bool published_same(struct published *published, const struct publish_origin *made, struct diag *diag);

#endif
