/* The public half: keys that anybody may have, and whether a signature is theirs. */
#include "publish/minisign.h"

#include "base/arena.h"
#include "base/buf.h"
#include "publish/folder.h"
#include "publish/minisign_private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

bool minisign_line(struct str *rest, struct str *line)
{
	if (!str_next(rest, '\n', line))
		return false;
	if (str_ends(*line, STR("\r")))
		line->len--;
	return true;
}

bool minisign_base64(struct str line, void *out, size_t size)
{
	size_t length;

	return sodium_base642bin(out, size, line.at, line.len, NULL, &length, NULL, sodium_base64_VARIANT_ORIGINAL) == 0 && length == size;
}

bool minisign_decode(struct str text, void *out, size_t size)
{
	struct str line;

	return minisign_line(&text, &line) && str_starts(line, STR(UNTRUSTED)) && minisign_line(&text, &line) && minisign_base64(line, out, size);
}

bool minisign_file(struct str path, char *into, struct str *text, bool *open_to_others)
{
	int fd = open(path.at, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct stat st;
	bool good = fd >= 0 && fstat(fd, &st) == 0;

	if (good && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		good = false;
	}
	if (good) {
		*text = str_from(into, folder_read_some(fd, into, MINISIGN_TEXT));
		*open_to_others = S_ISREG(st.st_mode) && st.st_mode & S_IROTH;
	}
	if (fd >= 0)
		close(fd);
	return good;
}

void minisign_hash(struct str bytes, unsigned char hash[MINISIGN_HASH])
{
	crypto_generichash(hash, MINISIGN_HASH, (const unsigned char *)bytes.at, bytes.len, NULL, 0);
}

struct str minisign_number(struct arena *arena, const unsigned char number[MINISIGN_NUMBER])
{
	struct buf hex = { 0 };
	struct str text;

	for (int i = MINISIGN_NUMBER - 1; i >= 0; i--)
		buf_printf(&hex, "%02X", number[i]);
	text = arena_copy(arena, buf_str(&hex));
	buf_clear(&hex);
	return text;
}

static bool not_a_public_key(struct str path, bool secret, struct diag *diag)
{
	if (secret) {
		diag_error(diag, place_of(path), "public-key", "this is a secret key, which only the one who signs may have",
			"esto es una clave secreta, que sólo debe tener quien firma");
		diag_advice(diag, "name its public key: 'minisign -R -s KEY -p vitrina.pub' writes it",
			"indique su clave pública: 'minisign -R -s CLAVE -p vitrina.pub' la escribe");
	} else {
		diag_error(diag, place_of(path), "public-key", "this is no public key of minisign", "esto no es una clave pública de minisign");
		diag_advice(diag, "name the file that the publisher gives, or write the key itself, like RWQf6LRC…",
			"indique el archivo que da quien publica, o escriba la clave misma, como RWQf6LRC…");
	}
	return false;
}

static void take_public(const struct public_bytes *bytes, struct minisign_public *out)
{
	memcpy(out->number, bytes->number, sizeof out->number);
	memcpy(out->key, bytes->key, sizeof out->key);
}

static bool read_public(struct str file, struct minisign_public *out, struct diag *diag)
{
	char *held = memory_resize(NULL, MINISIGN_TEXT);
	struct public_bytes bytes;
	struct secret_bytes secret;
	bool good, is_secret, open_to_others;
	struct str text = { 0 };

	good = minisign_file(file, held, &text, &open_to_others);
	if (!good)
		diag_failure(diag, place_of(file), "unreadable", "can't be read: %s", "no se puede leer: %s", strerror(errno));
	is_secret = good && minisign_decode(text, &secret, sizeof secret);
	sodium_memzero(&secret, sizeof secret);
	if (good && (is_secret || !minisign_decode(text, &bytes, sizeof bytes) || memcmp(bytes.algorithm, "Ed", 2) != 0))
		good = not_a_public_key(file, is_secret, diag);
	sodium_memzero(held, MINISIGN_TEXT);
	memory_free(held);
	if (good)
		take_public(&bytes, out);
	return good;
}

bool minisign_public_read(struct str file_or_key, struct minisign_public *out, struct diag *diag)
{
	struct public_bytes bytes;

	if (!minisign_base64(file_or_key, &bytes, sizeof bytes) || memcmp(bytes.algorithm, "Ed", 2) != 0)
		return read_public(file_or_key, out, diag);
	take_public(&bytes, out);
	return true;
}

struct parts {
	struct signature_bytes signature;
	unsigned char whole[MINISIGN_SIGNATURE];
	struct str comment;
};

static bool split(struct str text, struct parts *parts)
{
	struct str line;

	return minisign_decode(text, &parts->signature, sizeof parts->signature) && memcmp(parts->signature.algorithm, "ED", 2) == 0 &&
		minisign_line(&text, &line) && minisign_line(&text, &line) && minisign_line(&text, &parts->comment) &&
		str_starts(parts->comment, STR(TRUSTED)) && minisign_line(&text, &line) && minisign_base64(line, parts->whole, sizeof parts->whole);
}

static bool signed_by(const struct minisign_public *key, struct str bytes, const struct parts *parts)
{
	unsigned char hash[MINISIGN_HASH];
	struct buf both = { 0 };
	bool good;

	minisign_hash(bytes, hash);
	buf_add(&both, str_from((const char *)parts->signature.signature, sizeof parts->signature.signature));
	buf_add(&both, parts->comment);
	good = crypto_sign_verify_detached(parts->signature.signature, hash, sizeof hash, key->key) == 0 &&
		crypto_sign_verify_detached(parts->whole, (const unsigned char *)both.at, both.len, key->key) == 0;
	buf_clear(&both);
	return good;
}

bool minisign_check(const struct minisign_public *key, struct str bytes, struct str path, struct str signature, struct arena *arena,
	struct str *comment, struct diag *diag)
{
	struct place at = place_of(path);
	struct parts parts;

	if (sodium_init() < 0 || !split(signature, &parts))
		return diag_error(diag, at, "signature-damaged", "this is no signature of minisign, or a part of it is missing",
			"esto no es una firma de minisign, o le falta una parte");
	if (memcmp(parts.signature.number, key->number, sizeof key->number) != 0) {
		struct str theirs = minisign_number(arena, parts.signature.number), ours = minisign_number(arena, key->number);

		return diag_error(diag, at, "signature-other-key", "signed by key %.*s, and the one given is %.*s",
			"lo firma la clave %.*s, y la indicada es %.*s",
			STR_ARG(theirs), STR_ARG(ours));
	}
	parts.comment = str_after(parts.comment, sizeof TRUSTED - 1);
	if (!signed_by(key, bytes, &parts)) {
		diag_error(diag, at, "signature-wrong", "the signature is not of these bytes: they, or the signature, were changed after signing",
			"la firma no es de estos bytes: ellos, o la firma, se cambiaron después de firmar");
		diag_advice(diag, "don't trust the site; ask the one who publishes it", "no confíe en el sitio; pregunte a quien lo publica");
		return false;
	}
	*comment = arena_copy(arena, parts.comment);
	return true;
}
