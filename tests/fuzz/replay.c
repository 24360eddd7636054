/* Runs a fuzz target over its seeds without a fuzzer and prints TAP: replay FOLDER. Each seed is run in a process of its own,
 * so that one which crashes does not hide the next. */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SEED_SECONDS = 20, SEED_MOST = 64 << 20 };

/* A block of exactly the file's size, so that reading one byte beyond is seen; the caller frees it. */
static uint8_t *read_whole(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data, *exact;

	if (!file)
		return NULL;
	data = malloc(SEED_MOST);
	*size = data ? fread(data, 1, SEED_MOST, file) : 0;
	fclose(file);
	exact = data ? malloc(*size ? *size : 1) : NULL;
	if (exact)
		memcpy(exact, data, *size);
	free(data);
	return exact;
}

static void run_seed(const char *path)
{
	size_t size;
	uint8_t *data = read_whole(path, &size);

	if (!data) {
		perror(path);
		exit(1);
	}
	alarm(SEED_SECONDS);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
	exit(0); /* not _exit: the leak checker runs at exit */
}

static bool passes(const char *path)
{
	int status = -1;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0)
		run_seed(path);
	return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static int seeds_only(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
	struct dirent **seeds = NULL;
	int failed = 0, count;

	if (argc != 2) {
		fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
		return 2;
	}
	count = scandir(argv[1], &seeds, seeds_only, alphasort);
	if (count < 0) {
		perror(argv[1]);
		return 1;
	}
	printf("1..%d\n", count);
	for (int i = 0; i < count; i++) {
		char path[4096];
		bool good;

		snprintf(path, sizeof path, "%s/%s", argv[1], seeds[i]->d_name);
		good = passes(path);
		printf("%s %d - %s\n", good ? "ok" : "not ok", i + 1, seeds[i]->d_name);
		failed += !good;
		free(seeds[i]);
	}
	free(seeds);
	return failed ? 1 : 0;
}
