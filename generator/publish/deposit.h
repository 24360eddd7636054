/* publish/deposit.h - a few made files put into a folder that people work in. A file of checksums beside them remembers what was put there, so that
 * nothing that a person wrote or changed is ever written over in silence. */
#ifndef PUBLISH_DEPOSIT_H
#define PUBLISH_DEPOSIT_H

#include "base/diag.h"

struct deposit_file {
	struct str name;   /* in the folder itself */
	struct str bytes;
};

/* What the made files were made from, told in the checksums too: a path from the folder. */
struct deposit_origin {
	struct str path;
	struct str sha256; /* hexadecimal */
};

struct deposit {
	struct str folder;                    /* ended by a NUL; made when missing, and those above it */
	struct str sums;                      /* the name of the file of checksums, which sha256sum -c reads */
	const struct deposit_file *files;
	size_t file_count;
	const struct deposit_origin *origins;
	size_t origin_count;
	bool force; /* write over files that are not ours, or were changed since */
};

struct deposit_counts {
	size_t written, unchanged;
};

/* Puts all files, or none: they are staged beside their places first. Then each is moved in, the checksums last. Refused, with every file
 * told: one that stands there and is neither the same nor what the checksums remember. False: reported; only a failure while moving (told
 * as such) leaves some of the new files in place, each of them whole, and the same call again completes it. */
bool deposit_put(const struct deposit *deposit, struct deposit_counts *counts, struct diag *diag);

enum { DEPOSIT_SHA256 = 64 }; /* characters */
/* Writes the SHA-256 of `bytes` in hexadecimal, without a NUL. */
void deposit_sha256(struct str bytes, char hex[DEPOSIT_SHA256]);

#endif
