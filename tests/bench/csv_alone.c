/* libcsv alone: csv_alone FILE... reads each file as vitrina does (strict, nothing trimmed), counts its fields and prints the count. What reading
 * CSV costs without knowing what it means. */
#include <csv.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { CHUNK = 64 << 10 };

static void take_field(void *text, size_t len, void *count)
{
	(void)text;
	(void)len;
	++*(unsigned long long *)count;
}

static void take_record(int end, void *count)
{
	(void)end;
	(void)count;
}

static int no_space(unsigned char c)
{
	(void)c;
	return 0;
}

static void read_file(const char *path, unsigned long long *count)
{
	static char chunk[CHUNK];
	struct csv_parser parser;
	int file = open(path, O_RDONLY);
	ssize_t got;

	if (file < 0 || csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL | CSV_EMPTY_IS_NULL) != 0) {
		perror(path);
		exit(1);
	}
	csv_set_space_func(&parser, no_space);
	while ((got = read(file, chunk, sizeof chunk)) > 0) {
		if (csv_parse(&parser, chunk, (size_t)got, take_field, take_record, count) == (size_t)got)
			continue;
		fprintf(stderr, "%s: %s\n", path, csv_strerror(csv_error(&parser)));
		exit(1);
	}
	if (got < 0 || csv_fini(&parser, take_field, take_record, count) != 0) {
		fprintf(stderr, "%s: can't be read to its end\n", path);
		exit(1);
	}
	csv_free(&parser);
	close(file);
}

int main(int argc, char **argv)
{
	unsigned long long count = 0;

	for (int i = 1; i < argc; i++)
		read_file(argv[i], &count);
	printf("%llu\n", count);
	return 0;
}
