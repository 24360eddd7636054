/* Signatures against those that the program minisign made of the same bytes with the same keys. */
#include "publish/minisign.h"

#include "base/buf.h"
#include "output.h"

#define PUBLIC "RWRtW71GVWtk6UCy68qsiytMPijlqsngdF42OBcwuLYU6HYuHAgcz3ht"
#define OTHER "RWQYCfYWYT8AVT6vsKSozIj5hk1pQ6ga2FLYGI8TlnbUAHiSbA+4awDc"
/* The same key twice, made for this test alone: without a password, and under "secreta" with scrypt's least limits. */
#define PLAIN \
	"untrusted comment: minisign encrypted secret key\n" \
	"RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAbVu9RlVrZOmLmAv3kSDr5MozTnd5IGo4BSX6WuP5Uimx/Ya7mlbvbECy68qsiytM" \
	"PijlqsngdF42OBcwuLYU6HYuHAgcz3htAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
#define LOCKED \
	"untrusted comment: minisign encrypted secret key\n" \
	"RWRTY0IyaN+O8OB1/OTkBAnkfhJMGzrbqQgBG4zahYGi//XFMpkAgAAAAAAAAAAAAAEAAAAAe1Ws6RsrfxS8JGZyHsi2cynRLgOlZX9vz5KQ7AEKUGHM2te0btQWG50KVMDSBMKO" \
	"zA/Yk4qFW+UVBT59yLZSOFTWi77yl6Bvbapvk9zYR0Z3oyjmj0hyv5W72CCterZn7bG2jqHQJ64=\n"

static const struct str list = STR("lista de archivos\n");
static const struct str comment = STR("commit:1234\ttime:2013-12-31T00:00:00Z\tfile:SHA256SUMS\thashed");
/* By minisign -S -t, from the second line on. */
static const char by_minisign[] =
	"RURtW71GVWtk6XtAepBTEdG4K45Pk5w1vmSVdQsup6JP23a1AWmHK4Cd/unwi8vFdvKt80J2jHl/2vOEqQyrR9SKxRkQmU2N1w0=\n"
	"trusted comment: commit:1234\ttime:2013-12-31T00:00:00Z\tfile:SHA256SUMS\thashed\n"
	"9rUyMhV1b6A69fgEtLyfY7tzvN+jfrVgrOZCOiAaVNWIBBl0mXDdYX7AgRkF1Pxh2ec5FgNAAVIbOsPyWN1kAg==\n";

static struct output output;
static struct diag *diag;
static struct arena *arena;
static const char *answer; /* the password that is given when asked; NULL: none can be had */
static int asked;

static int start(void **state)
{
	(void)state;
	output = output_open();
	diag = diag_new(LANG_EN);
	arena = arena_new();
	answer = "secreta";
	asked = 0;
	return 0;
}

static int stop(void **state)
{
	(void)state;
	arena_free(arena);
	diag_free(diag);
	output_close(&output);
	return 0;
}

static bool ask(void *context, struct str path, char *password, size_t size, struct diag *to)
{
	(void)context;
	asked++;
	if (!answer)
		return diag_error(to, place_of(path), "key-password", "no answer", "sin respuesta");
	assert_true(strlen(answer) < size);
	memcpy(password, answer, strlen(answer) + 1);
	return true;
}

static struct str in_output(const char *name)
{
	return arena_printf(arena, "%s/%s", output.path, name);
}

/* The key whose file holds `text`. */
static struct minisign_secret *open_text(struct str text)
{
	unlinkat(output.root, "key", 0);
	assert_true(folder_write(output.root, "key", text));
	assert_int_equal(fchmodat(output.root, "key", 0600, 0), 0);
	return minisign_secret_open(in_output("key"), ask, NULL, diag);
}

static void expect_rule(const char *rule)
{
	size_t count;
	const struct diag_message *const *messages = diag_messages(diag, &count);

	assert_int_equal(count, 1);
	assert_string_equal(messages[0]->rule, rule);
	diag_free(diag);
	diag = diag_new(LANG_EN);
}

static struct str sign_with(struct str key)
{
	struct minisign_secret *secret = open_text(key);
	struct buf out = { 0 };
	struct str text;

	assert_non_null(secret);
	minisign_sign(secret, list, comment, &out);
	minisign_secret_free(secret);
	text = arena_copy(arena, buf_str(&out));
	buf_clear(&out);
	return text;
}

static bool check_text(const char *key, struct str bytes, struct str signature, struct str *said)
{
	struct minisign_public public;

	assert_true(minisign_public_read(str_of(key), &public, diag));
	return minisign_check(&public, bytes, STR("x.minisig"), signature, arena, said, diag);
}

static void test_same_as_minisign(void **state)
{
	struct str text = sign_with(STR(PLAIN)), first;

	(void)state;
	assert_true(str_next(&text, '\n', &first));
	assert_true(str_starts(first, STR("untrusted comment: ")));
	assert_string_equal(text.at, by_minisign);
	assert_int_equal(asked, 0);
}

static void test_password(void **state)
{
	struct str plain = sign_with(STR(PLAIN)), locked = sign_with(STR(LOCKED));

	(void)state;
	assert_true(str_equal(plain, locked));
	assert_int_equal(asked, 1);
	answer = "Secreta";
	assert_null(open_text(STR(LOCKED)));
	expect_rule("key-password");
	answer = NULL;
	assert_null(open_text(STR(LOCKED)));
	expect_rule("key-password");
}

static void test_checks(void **state)
{
	struct str text = arena_printf(arena, "untrusted comment: x\r\n%s", by_minisign), said;

	(void)state;
	assert_true(check_text(PUBLIC, list, text, &said));
	assert_true(str_equal(said, comment));
	assert_false(check_text(OTHER, list, text, &said));
	expect_rule("signature-other-key");
	assert_false(check_text(PUBLIC, STR("lista de archivos"), text, &said));
	expect_rule("signature-wrong");
}

/* Any other character in what is signed, and any cut, is found. */
static void test_altered(void **state)
{
	struct str text = sign_with(STR(PLAIN)), said;
	size_t first = str_find(text, '\n', 0) + 1;
	char *altered = arena_alloc(arena, text.len);

	(void)state;
	for (size_t i = 0; i < text.len - 1; i++) /* the last line end may go */
		assert_false(check_text(PUBLIC, list, str_part(text, 0, i), &said));
	for (size_t i = first; i < text.len - 1; i++) {
		memcpy(altered, text.at, text.len);
		altered[i] = altered[i] == 'A' ? 'B' : 'A';
		assert_false(check_text(PUBLIC, list, str_from(altered, text.len), &said));
	}
}

static void test_no_keys(void **state)
{
	struct str key = STR(PLAIN);
	size_t start = str_find(key, '\n', 0) + 1, shown = 50 * 4 / 3; /* what lies before the key itself, a sum that is not looked at behind */
	char altered[sizeof PLAIN];

	(void)state;
	for (size_t i = 0; i < key.len - 1; i++) {
		assert_null(open_text(str_part(key, 0, i)));
		expect_rule("secret-key");
	}
	for (size_t i = start + shown + 20; i < start + shown + 100; i++) {
		memcpy(altered, key.at, key.len);
		altered[i] = altered[i] == 'A' ? 'B' : 'A';
		assert_null(open_text(str_from(altered, key.len)));
		expect_rule("secret-key");
	}
	assert_null(open_text(STR("untrusted comment: minisign public key\n" PUBLIC "\n")));
	expect_rule("secret-key");
	assert_null(open_text(STR("")));
	expect_rule("secret-key");
}

static void test_limits(void **state)
{
	struct str key = arena_copy(arena, STR(LOCKED));
	char *limit = (char *)key.at + str_find(key, '\n', 0) + 1 + 38 * 4 / 3;

	(void)state;
	memcpy(limit, "////////", 8); /* so many operations take years */
	assert_null(open_text(key));
	expect_rule("secret-key");
}

static void test_files(void **state)
{
	struct minisign_public public;
	struct minisign_secret *secret;

	(void)state;
	assert_null(minisign_secret_open(in_output("nowhere"), ask, NULL, diag));
	expect_rule("unreadable");
	assert_null(minisign_secret_open(str_of(output.path), ask, NULL, diag));
	expect_rule("unreadable");
	output_plant(&output, "open", PLAIN);
	assert_int_equal(fchmodat(output.root, "open", 0644, 0), 0);
	secret = minisign_secret_open(in_output("open"), ask, NULL, diag);
	assert_non_null(secret);
	minisign_secret_free(secret);
	expect_rule("secret-key-open");
	assert_false(minisign_public_read(in_output("open"), &public, diag));
	expect_rule("public-key");
	assert_false(minisign_public_read(in_output("nowhere"), &public, diag));
	expect_rule("unreadable");
	output_plant(&output, "pub", "untrusted comment: minisign public key\r\n" PUBLIC "\r\n");
	assert_true(minisign_public_read(in_output("pub"), &public, diag));
	assert_true(str_equal(minisign_number(arena, public.number), STR("E9646B5546BD5B6D")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_same_as_minisign, start, stop),
		cmocka_unit_test_setup_teardown(test_password, start, stop),
		cmocka_unit_test_setup_teardown(test_checks, start, stop),
		cmocka_unit_test_setup_teardown(test_altered, start, stop),
		cmocka_unit_test_setup_teardown(test_no_keys, start, stop),
		cmocka_unit_test_setup_teardown(test_limits, start, stop),
		cmocka_unit_test_setup_teardown(test_files, start, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
