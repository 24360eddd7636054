/* publish/minisign_private.h - how minisign lays out what its files hold. Integers have their lowest byte first.
 *
 *     untrusted comment: …                     untrusted comment: …
 *     base64 of a key                          base64 of a signature
 *                                              trusted comment: …
 *                                              base64 of a signature of the signature and the comment
 */
#ifndef PUBLISH_MINISIGN_PRIVATE_H
#define PUBLISH_MINISIGN_PRIVATE_H

#include "publish/minisign.h"

#include <sodium.h>

#define UNTRUSTED "untrusted comment: "
#define TRUSTED "trusted comment: "

enum { MINISIGN_TEXT = 16384, MINISIGN_SIGNATURE = crypto_sign_BYTES, MINISIGN_HASH = crypto_generichash_BYTES_MAX };

/* All members are bytes, so that these are the layouts of the files. */
struct public_bytes {
	unsigned char algorithm[2]; /* "Ed" */
	unsigned char number[MINISIGN_NUMBER];
	unsigned char key[MINISIGN_KEY];
};

/* Of a secret key: what a password covers. */
struct covered {
	unsigned char number[MINISIGN_NUMBER];
	unsigned char key[crypto_sign_SECRETKEYBYTES];
	unsigned char sum[crypto_generichash_BYTES]; /* BLAKE2b-256 of algorithm, number and key */
};

struct secret_bytes {
	unsigned char algorithm[2];   /* "Ed" */
	unsigned char covering[2];    /* "Sc" scrypt, or zeros: no password */
	unsigned char sum_algorithm[2]; /* "B2" */
	unsigned char salt[crypto_pwhash_scryptsalsa208sha256_SALTBYTES];
	unsigned char operations[8], memory[8]; /* scrypt's limits */
	struct covered covered;
};

struct signature_bytes {
	unsigned char algorithm[2]; /* "ED": of the hash */
	unsigned char number[MINISIGN_NUMBER];
	unsigned char signature[MINISIGN_SIGNATURE];
};

/* The second line of a key's text into `out`: true when it has the first line of such a file and exactly `size` bytes. */
bool minisign_decode(struct str text, void *out, size_t size);
/* Exactly `size` bytes of base64. */
bool minisign_base64(struct str line, void *out, size_t size);
/* Takes a line, without its LF or CR LF. */
bool minisign_line(struct str *rest, struct str *line);
/* The text of a file (or pipe: a key may come from a safe), MINISIGN_TEXT bytes of it at most, into the caller's memory; and whether everybody may
 * read it. False: errno. */
bool minisign_file(struct str path, char *into, struct str *text, bool *open_to_others);
void minisign_hash(struct str bytes, unsigned char hash[MINISIGN_HASH]);

#endif
