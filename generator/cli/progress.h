/* cli/progress.h - a bar on standard error, for work that takes more than a second. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress;

/* `on`: false counts and shows nothing. `what` is a literal. */
struct progress *progress_new(bool on, const char *what, size_t total);
/* One more piece is done. Any thread. */
void progress_step(struct progress *progress);
/* Takes the bar off the screen and ends it. */
void progress_free(struct progress *progress);

/* Seconds of a clock that only goes forward. */
double progress_clock(void);

#endif
