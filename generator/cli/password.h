/* cli/password.h - where the password of a key comes from. */
#ifndef CLI_PASSWORD_H
#define CLI_PASSWORD_H

#include "base/diag.h"

#define PASSWORD_VARIABLE "VITRINA_KEY_PASSWORD"

/* A minisign_ask: the password that PASSWORD_VARIABLE holds, else what a person writes on the terminal, where it is not shown. */
bool password_ask(void *context, struct str path, char *password, size_t size, struct diag *diag);

#endif
