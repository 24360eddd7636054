/* A secret key is read, uncovered and kept only in memory of sodium_malloc: locked, fenced, and wiped by sodium_free. */
#include "publish/minisign.h"

#include "base/buf.h"
#include "publish/minisign_private.h"

#include <errno.h>

enum { PASSWORD = 1024 };

/* Above what minisign asks for (2^25 operations, 1 GB), a file is no key but an attempt to keep us busy. */
static const uint64_t operations_most = UINT64_C(1) << 26, memory_most = UINT64_C(2) << 30;

struct minisign_secret {
	struct secret_bytes bytes;
	char text[MINISIGN_TEXT];       /* of the file */
	char password[PASSWORD];
	unsigned char cover[sizeof(struct covered)];
};

static bool not_a_key(struct str path, struct diag *diag)
{
	diag_error(diag, place_of(path), "secret-key", "this is no secret key of minisign, or a part of it is missing",
		"esto no es una clave secreta de minisign, o le falta una parte");
	diag_advice(diag, "make a pair of keys with: minisign -G -p vitrina.pub -s vitrina.key",
		"haga un par de claves con: minisign -G -p vitrina.pub -s vitrina.key");
	return false;
}

static bool read_text(struct minisign_secret *secret, struct str path, struct str *text, bool *open_to_others, struct diag *diag)
{
	if (!minisign_file(path, secret->text, text, open_to_others)) {
		diag_failure(diag, place_of(path), "unreadable", "can't be read: %s", "no se puede leer: %s", strerror(errno));
		diag_advice(diag, "--sign takes the file of a secret key, as 'minisign -G' writes it",
			"--sign lleva el archivo de una clave secreta, como lo escribe 'minisign -G'");
		return false;
	}
	return true;
}

static void warn_open(struct str path, struct diag *diag)
{
	diag_warning(diag, place_of(path), "secret-key-open", "everybody on this machine may read this secret key",
		"cualquiera en esta máquina puede leer esta clave secreta");
	diag_advice(diag, "chmod 600 %.*s", "chmod 600 %.*s", STR_ARG(path));
}

static bool is_public(struct str text)
{
	struct public_bytes bytes;

	return minisign_decode(text, &bytes, sizeof bytes) && memcmp(bytes.algorithm, "Ed", 2) == 0;
}

static bool decode(struct minisign_secret *secret, struct str path, struct str text, struct diag *diag)
{
	static const unsigned char none[2];
	const struct secret_bytes *b = &secret->bytes;

	if (is_public(text)) {
		diag_error(diag, place_of(path), "secret-key", "this is a public key; it can check and can't sign",
			"esto es una clave pública: comprueba y no firma");
		diag_advice(diag, "name the file that 'minisign -G -s' wrote", "indique el archivo que escribió 'minisign -G -s'");
		return false;
	}
	if (!minisign_decode(text, &secret->bytes, sizeof secret->bytes) ||
		memcmp(b->algorithm, "Ed", 2) != 0 || memcmp(b->sum_algorithm, "B2", 2) != 0)
		return not_a_key(path, diag);
	return memcmp(b->covering, "Sc", 2) == 0 || memcmp(b->covering, none, 2) == 0 || not_a_key(path, diag);
}

static uint64_t number_of(const unsigned char bytes[8])
{
	uint64_t n = 0;

	for (int i = 7; i >= 0; i--)
		n = n << 8 | bytes[i];
	return n;
}

/* Takes away what the password laid over the key. */
static bool uncover(struct minisign_secret *secret, struct str path, struct diag *diag)
{
	struct secret_bytes *b = &secret->bytes;
	uint64_t operations = number_of(b->operations), memory = number_of(b->memory);
	unsigned char *covered = (unsigned char *)&b->covered;

	if (operations > operations_most || memory > memory_most)
		return not_a_key(path, diag);
	if (crypto_pwhash_scryptsalsa208sha256(secret->cover, sizeof secret->cover, secret->password, strlen(secret->password), b->salt,
		    operations, (size_t)memory) != 0) {
		diag_failure(diag, place_of(path), "key-memory", "there is not enough memory to open this key: it takes %llu MB",
			"no alcanza la memoria para abrir esta clave: pide %llu MB", (unsigned long long)(memory >> 20));
		diag_advice(diag, "sign on a larger machine, or use a key without a password (minisign -G -W) "
			"that only this program can read",
			"firme en una máquina mayor, o use una clave sin contraseña (minisign -G -W), guardada donde sólo la lea este programa");
		return false;
	}
	for (size_t i = 0; i < sizeof b->covered; i++)
		covered[i] ^= secret->cover[i];
	return true;
}

/* Tells a wrong password. Minisign leaves the sum zero when there is none. */
static bool sum_holds(const struct secret_bytes *b)
{
	crypto_generichash_state state;
	unsigned char sum[sizeof b->covered.sum];

	crypto_generichash_init(&state, NULL, 0, sizeof sum);
	crypto_generichash_update(&state, b->algorithm, sizeof b->algorithm);
	crypto_generichash_update(&state, b->covered.number, sizeof b->covered.number);
	crypto_generichash_update(&state, b->covered.key, sizeof b->covered.key);
	crypto_generichash_final(&state, sum, sizeof sum);
	sodium_memzero(&state, sizeof state);
	return sodium_memcmp(sum, b->covered.sum, sizeof sum) == 0;
}

/* A secret key of Ed25519 is a seed and the public key it gives: whether one still gives the other. */
static bool pair_holds(struct minisign_secret *secret)
{
	unsigned char *again = secret->cover, unused[crypto_sign_PUBLICKEYBYTES];

	return crypto_sign_seed_keypair(unused, again, secret->bytes.covered.key) == 0 &&
		sodium_memcmp(again, secret->bytes.covered.key, sizeof secret->bytes.covered.key) == 0;
}

static bool open_key(struct minisign_secret *secret, struct str path, minisign_ask *ask, void *context, struct diag *diag)
{
	bool locked, open_to_others;
	struct str text;

	if (!read_text(secret, path, &text, &open_to_others, diag) || !decode(secret, path, text, diag))
		return false;
	locked = secret->bytes.covering[0] != 0;
	if (locked && (!ask(context, path, secret->password, PASSWORD, diag) || !uncover(secret, path, diag)))
		return false;
	if (locked && !sum_holds(&secret->bytes)) {
		diag_error(diag, place_of(path), "key-password", "the password does not open this key", "la contraseña no abre esta clave");
		diag_advice(diag, "write it again; 'minisign -R -s KEY' tells whether minisign opens the key with it",
			"escríbala otra vez; 'minisign -R -s CLAVE' dice si minisign abre la clave con ella");
		return false;
	}
	if (!pair_holds(secret))
		return not_a_key(path, diag);
	if (open_to_others)
		warn_open(path, diag);
	return true;
}

struct minisign_secret *minisign_secret_open(struct str path, minisign_ask *ask, void *context, struct diag *diag)
{
	struct minisign_secret *secret = sodium_init() < 0 ? NULL : sodium_malloc(sizeof *secret);
	bool good;

	if (!secret) {
		diag_failure(diag, place_of(path), "key-memory", "there is no memory to keep a key safe in",
			"no hay memoria para guardar una clave con seguridad");
		return NULL;
	}
	memset(secret, 0, sizeof *secret);
	good = open_key(secret, path, ask, context, diag);
	sodium_memzero(secret->password, sizeof secret->password);
	sodium_memzero(secret->text, sizeof secret->text);
	sodium_memzero(secret->cover, sizeof secret->cover);
	if (good)
		return secret;
	sodium_free(secret);
	return NULL;
}

void minisign_secret_free(struct minisign_secret *secret)
{
	sodium_free(secret);
}

static void add_base64(struct buf *out, const void *bytes, size_t size)
{
	size_t length = sodium_base64_encoded_len(size, sodium_base64_VARIANT_ORIGINAL);

	buf_reserve(out, length);
	sodium_bin2base64(out->at + out->len, length, bytes, size, sodium_base64_VARIANT_ORIGINAL);
	out->len += length - 1; /* its NUL counts */
	buf_byte(out, '\n');
}

void minisign_sign(const struct minisign_secret *secret, struct str bytes, struct str comment, struct buf *out)
{
	const struct covered *key = &secret->bytes.covered;
	struct signature_bytes own = { .algorithm = { 'E', 'D' } };
	unsigned char hash[MINISIGN_HASH], whole[MINISIGN_SIGNATURE];
	struct buf both = { 0 };

	minisign_hash(bytes, hash);
	memcpy(own.number, key->number, sizeof own.number);
	crypto_sign_detached(own.signature, NULL, hash, sizeof hash, key->key);
	buf_add(&both, str_from((const char *)own.signature, sizeof own.signature));
	buf_add(&both, comment);
	crypto_sign_detached(whole, NULL, (const unsigned char *)both.at, both.len, key->key);
	buf_clear(&both);
	buf_printf(out, UNTRUSTED "SHA256SUMS, signed by vitrina\n");
	add_base64(out, &own, sizeof own);
	buf_printf(out, TRUSTED "%.*s\n", STR_ARG(comment));
	add_base64(out, whole, sizeof whole);
}
