#include "cli/password.h"

#include <bsd/readpassphrase.h>
#include <errno.h>
#include <stdlib.h>

static bool too_long(struct str path, size_t size, struct diag *diag)
{
	return diag_error(diag, place_of(path), "key-password", "the password in " PASSWORD_VARIABLE " is longer than %zu bytes",
		"la contraseña en " PASSWORD_VARIABLE " pasa de %zu bytes", size - 1);
}

/* No terminal is there in a job of CI or of cron, where nobody could answer. */
static bool no_terminal(struct str path, struct diag *diag)
{
	diag_error(diag, place_of(path), "key-password", "this key is under a password, and there is no terminal to ask for it: %s",
		"esta clave tiene contraseña, y no hay terminal donde pedirla: %s", strerror(errno));
	diag_advice(diag, "give it in the variable " PASSWORD_VARIABLE ", or sign with a key without a password (minisign -G -W)",
		"dela en la variable " PASSWORD_VARIABLE ", o firme con una clave sin contraseña (minisign -G -W)");
	return false;
}

bool password_ask(void *context, struct str path, char *password, size_t size, struct diag *diag)
{
	const char *given = getenv(PASSWORD_VARIABLE);
	char prompt[512];

	(void)context;
	if (given) {
		struct str text = str_of(given);

		if (text.len >= size)
			return too_long(path, size, diag);
		memcpy(password, text.at, text.len + 1);
		return true;
	}
	snprintf(prompt, sizeof prompt, diag_lang(diag) == LANG_ES ? "contraseña de %.*s: " : "password of %.*s: ", STR_ARG(path));
	return readpassphrase(prompt, password, size, RPP_REQUIRE_TTY) != NULL || no_terminal(path, diag);
}
