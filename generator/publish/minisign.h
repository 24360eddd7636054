/* publish/minisign.h - signatures as the program minisign makes and reads them: Ed25519 over BLAKE2b-512, in text files of two and four
 * lines. A signature depends on nothing but the key, the bytes and the comment: signed again, the same comes out. */
#ifndef PUBLISH_MINISIGN_H
#define PUBLISH_MINISIGN_H

#include "base/diag.h"

struct arena;
struct buf;

/* A secret key, in memory that is not swapped out and wiped at the end. */
struct minisign_secret;

/* Asks for the password of the key at `path`: into `password`, ended by a NUL, at most `size` bytes with it. False: reported, with what to do. */
typedef bool minisign_ask(void *context, struct str path, char *password, size_t size, struct diag *diag);

/* Reads a secret key as `minisign -G` writes it; `ask` is called when it is under a password. `path` ends by a NUL. A key that others may read
 * is a warning. NULL: reported. */
struct minisign_secret *minisign_secret_open(struct str path, minisign_ask *ask, void *context, struct diag *diag);
void minisign_secret_free(struct minisign_secret *secret); /* NULL is fine */
/* Appends the signature file of `bytes`. The comment is signed too, and holds no line end. */
void minisign_sign(const struct minisign_secret *secret, struct str bytes, struct str comment, struct buf *out);

enum { MINISIGN_KEY = 32, MINISIGN_NUMBER = 8 };

struct minisign_public {
	unsigned char number[MINISIGN_NUMBER]; /* tells which key it is, and proves nothing */
	unsigned char key[MINISIGN_KEY];
};

/* Reads a public key: a file that minisign wrote, or the key itself as its second line has it ("RWQf6LRC…"). False: reported. */
bool minisign_public_read(struct str file_or_key, struct minisign_public *out, struct diag *diag);
/* Whether `signature`, the text of the file `path`, is this key's of `bytes`. True: *comment is what was signed with it, in the arena.
 * False: reported. */
bool minisign_check(const struct minisign_public *key, struct str bytes, struct str path, struct str signature, struct arena *arena,
	struct str *comment, struct diag *diag);
/* A key's number as minisign shows it, sixteen digits. */
struct str minisign_number(struct arena *arena, const unsigned char number[MINISIGN_NUMBER]);

#endif
