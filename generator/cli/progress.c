#include "cli/progress.h"

#include "base/arena.h"

#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

enum { BAR = 30 };

struct progress {
	bool on;
	const char *what;
	size_t total;
	atomic_size_t done;
	atomic_int shown; /* tenths of a second since the start, when the bar was last drawn */
	double start;
};

double progress_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct progress *progress_new(bool on, const char *what, size_t total)
{
	struct progress *p = memory_resize(NULL, sizeof *p);

	p->on = on;
	p->what = what;
	p->total = total;
	p->start = progress_clock();
	atomic_init(&p->done, 0);
	atomic_init(&p->shown, 0);
	return p;
}

static void draw(const struct progress *p, size_t done)
{
	char bar[BAR + 1];
	size_t full = p->total ? done * BAR / p->total : BAR;

	for (size_t i = 0; i < BAR; i++)
		bar[i] = i < full ? '#' : '.';
	bar[BAR] = '\0';
	fprintf(stderr, "\r%s [%s] %zu/%zu", p->what, bar, done, p->total);
	fflush(stderr);
}

void progress_step(struct progress *p)
{
	size_t done = atomic_fetch_add(&p->done, 1) + 1;
	int now, shown = atomic_load(&p->shown);

	if (!p->on || done % 16)
		return;
	now = (int)((progress_clock() - p->start) * 10);
	if (now >= 10 && now != shown && atomic_compare_exchange_strong(&p->shown, &shown, now))
		draw(p, done);
}

void progress_free(struct progress *p)
{
	if (atomic_load(&p->shown))
		fprintf(stderr, "\r%78s\r", "");
	memory_free(p);
}
