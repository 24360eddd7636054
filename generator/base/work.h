/* base/work.h - the same job over many items, on several threads. */
#ifndef BASE_WORK_H
#define BASE_WORK_H

#include <stddef.h>

/* Called once for each item, by any worker; `worker` counts from 0 and names the thread, for state of its own. */
typedef void work_fn(void *context, int worker, size_t item);

/* Runs `job` over items 0 … count-1 with `workers` threads (1: in the caller's) and waits for all. Workers take runs of up to `run`
 * neighbouring items, in order, so that what lies together is done together. A thread that cannot be made is done without. */
void work_run(int workers, size_t count, size_t run, work_fn *job, void *context);
/* The processors this process may use: at least 1. */
int work_processors(void);

#endif
