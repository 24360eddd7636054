#include "base/work.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

enum { WORKERS_MOST = 256 };

struct work {
	atomic_size_t next; /* first item nobody has taken */
	size_t count, run;
	work_fn *job;
	void *context;
};

struct worker {
	struct work *work;
	int number;
	pthread_t thread;
};

static void *take_items(void *argument)
{
	struct worker *worker = argument;
	struct work *work = worker->work;

	for (;;) {
		size_t first = atomic_fetch_add(&work->next, work->run);
		size_t end = first + work->run < work->count ? first + work->run : work->count;

		if (first >= work->count)
			return NULL;
		for (size_t i = first; i < end; i++)
			work->job(work->context, worker->number, i);
	}
}

void work_run(int workers, size_t count, size_t run, work_fn *job, void *context)
{
	struct work work = { .count = count, .run = run ? run : 1, .job = job, .context = context };
	struct worker pool[WORKERS_MOST];
	int started = 1;

	if (workers > WORKERS_MOST)
		workers = WORKERS_MOST;
	pool[0] = (struct worker){ .work = &work, .number = 0 };
	for (; started < workers; started++) {
		pool[started] = (struct worker){ .work = &work, .number = started };
		if (pthread_create(&pool[started].thread, NULL, take_items, &pool[started]) != 0)
			break;
	}
	take_items(&pool[0]);
	while (--started > 0)
		pthread_join(pool[started].thread, NULL);
}

int work_processors(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count < 1 ? 1 : count > WORKERS_MOST ? WORKERS_MOST : (int)count;
}
