/* cli/follow.h - follows the links of the pages while `check` makes them. */
#ifndef CLI_FOLLOW_H
#define CLI_FOLLOW_H

#include "base/diag.h"

struct made;

/* Makes all pages of a made that is ready, writes nothing, and tells what is wrong with them and with their links. */
void follow_links(struct made *made, int workers, struct diag *diag);

#endif
