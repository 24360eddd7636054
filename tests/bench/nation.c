/* nation N DIR [HUGO]: a synthetic nation of N programmes, each with 12 goals, their months and their quarterly reports, as a site of
 * Vitrina in DIR; and, from the same rows, as a site of Hugo in HUGO. The same N gives the same bytes everywhere: the dice are splitmix64
 * with a fixed seed. Everything but the rows comes from the files beside this program (site/ and hugo/). */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { GOALS = 12, MONTHS = 12, QUARTERS = 4, YEAR = 2024, PATH = 4096 };

static uint64_t dice = 20240131;

static uint64_t roll(uint64_t sides)
{
	uint64_t z = dice += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return (z ^ z >> 31) % sides;
}

static const char *const verbs[] = { "Promover", "Realizar", "Fortalecer", "Capacitar en", "Dar seguimiento a", "Publicar", "Coordinar", "Evaluar" };
static const char *const things[] = { "la participación ciudadana", "los talleres de formación", "la atención a las solicitudes de información",
	"el programa \"Escuela Segura\"", "las campañas de vacunación", "la rehabilitación de caminos rurales", "los apoyos a la niñez",
	"la red de bibliotecas públicas", "el padrón de beneficiarios" };
static const char *const places[] = { "en los municipios de la región", "en coordinación con las dependencias",
	"de acuerdo con la ley, en tiempo y forma",
	"para mujeres y hombres jóvenes", "en comunidades indígenas", "durante el ejercicio" };
static const char *const units[] = { "talleres", "personas", "solicitudes", "kilómetros", "reportes", "visitas" };

#define PICK(list) list[roll(sizeof list / sizeof *list)]

struct goal {
	const char *verb, *thing, *place, *unit;
	unsigned months[MONTHS];
	unsigned target;             /* the sum of the months */
	unsigned tenths;             /* of the target, written when not 0 */
	unsigned reported[QUARTERS]; /* accumulated */
};

static FILE *open_file(const char *folder, const char *name)
{
	char path[PATH];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	file = fopen(path, "w");
	if (!file) {
		fprintf(stderr, "nation: %s: %s\n", path, strerror(errno));
		exit(3);
	}
	return file;
}

static void close_file(FILE *file)
{
	if (ferror(file) || fclose(file) != 0) {
		fprintf(stderr, "nation: %s\n", strerror(errno));
		exit(3);
	}
}

static void make_goal(struct goal *goal)
{
	unsigned done = 0;

	*goal = (struct goal){ PICK(verbs), PICK(things), PICK(places), PICK(units), { 0 }, 0, 0, { 0 } };
	for (int m = 0; m < MONTHS; m++)
		goal->target += goal->months[m] = 1 + (unsigned)roll(40);
	goal->tenths = roll(10) == 0 ? 5 : 0;
	for (int q = 0; q < QUARTERS; q++)
		goal->reported[q] = done += (unsigned)roll(goal->target / 3 + 2);
}

/* Text of a goal, its quotes doubled for CSV or escaped for JSON. */
static void write_text(FILE *out, const struct goal *goal, const char *quote)
{
	const char *parts[] = { goal->verb, goal->thing, goal->place };

	for (int i = 0; i < 3; i++) {
		if (i)
			fputc(' ', out);
		for (const char *c = parts[i]; *c; c++)
			if (*c == '"')
				fputs(quote, out);
			else
				fputc(*c, out);
	}
}

static void write_target(FILE *out, const struct goal *goal)
{
	fprintf(out, "%u", goal->target);
	if (goal->tenths)
		fprintf(out, ".%u", goal->tenths);
}

struct tables {
	FILE *instituciones, *programas, *metas, *calendario, *avances;
};

static void write_goal(struct tables *t, const struct goal *goal, unsigned programme, int number)
{
	fprintf(t->metas, "p-%06u-%02d,p-%06u,%d,\"", programme, number, programme, number);
	write_text(t->metas, goal, "\"\"");
	fprintf(t->metas, "\",%s,", goal->unit);
	write_target(t->metas, goal);
	fprintf(t->metas, ",%d-01-%02d,%d-12-%02d\n", YEAR, 1 + number, YEAR, 15 + number % 10);
	for (int m = 0; m < MONTHS; m++)
		fprintf(t->calendario, "p-%06u-%02d,%d-%02d,%u\n", programme, number, YEAR, m + 1, goal->months[m]);
	for (int q = 0; q < QUARTERS; q++)
		fprintf(t->avances, "p-%06u-%02d,%d-%02d-%s,%u\n", programme, number, YEAR, 3 * (q + 1), q == 0 || q == 3 ? "31" : "30",
			goal->reported[q]);
}

/* A page of Hugo's: the same rows in JSON front matter, figures worked out, since its templates have no exact decimals. */
static void write_hugo(const char *folder, const struct goal *goals, unsigned programme, unsigned institution)
{
	char path[PATH];
	FILE *out;

	snprintf(path, sizeof path, "%s/content/programas/p-%06u", folder, programme);
	mkdir(path, 0755);
	out = open_file(path, "index.md");
	fprintf(out, "{\"title\":\"Programa operativo %u\",\"institucion\":\"Institución número %u\",\"ejercicio\":%d,\"metas\":[", programme,
		institution, YEAR);
	for (int g = 0; g < GOALS; g++) {
		const struct goal *goal = &goals[g];

		fprintf(out, "%s\n{\"id\":\"p-%06u-%02d\",\"numero\":%d,\"descripcion\":\"", g ? "," : "", programme, g + 1, g + 1);
		write_text(out, goal, "\\\"");
		fprintf(out, "\",\"unidad\":\"%s\",\"meta\":\"", goal->unit);
		write_target(out, goal);
		fprintf(out, "\",\"avance\":\"%u\",\"cumplimiento\":\"%.2f\",\"meses\":[", goal->reported[3],
			100.0 * goal->reported[3] / (goal->target + goal->tenths / 10.0));
		for (int m = 0; m < MONTHS; m++)
			fprintf(out, "%s%u", m ? "," : "", goal->months[m]);
		fputs("],\"reportes\":[", out);
		for (int q = 0; q < QUARTERS; q++)
			fprintf(out, "%s%u", q ? "," : "", goal->reported[q]);
		fputs("]}", out);
	}
	fputs("]}\n", out);
	close_file(out);
}

static void open_tables(struct tables *t, const char *folder)
{
	char path[PATH];

	snprintf(path, sizeof path, "%s/data/poa", folder);
	t->instituciones = open_file(path, "instituciones.csv");
	t->programas = open_file(path, "programas.csv");
	t->metas = open_file(path, "metas.csv");
	t->calendario = open_file(path, "calendario.csv");
	t->avances = open_file(path, "avances.csv");
	fputs("institucion_id,nombre\n", t->instituciones);
	fputs("programa_id,institucion_id,ejercicio,nombre\n", t->programas);
	fputs("meta_id,programa_id,numero,descripcion,unidad_medida,meta_programada,fecha_inicio,fecha_termino\n", t->metas);
	fputs("meta_id,mes,programado\n", t->calendario);
	fputs("meta_id,corte,valor\n", t->avances);
}

static void close_tables(struct tables *t)
{
	close_file(t->instituciones);
	close_file(t->programas);
	close_file(t->metas);
	close_file(t->calendario);
	close_file(t->avances);
}

int main(int argc, char **argv)
{
	unsigned count = argc > 2 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;
	struct goal goals[GOALS];
	struct tables tables;

	if (count == 0) {
		fputs("usage: nation N DIR [HUGO]\n", stderr);
		return 2;
	}
	open_tables(&tables, argv[2]);
	for (unsigned i = 1; i <= count / 20 + 1; i++)
		fprintf(tables.instituciones, "i-%05u,Institución número %u\n", i, i);
	for (unsigned p = 1; p <= count; p++) {
		unsigned institution = (p - 1) / 20 + 1;

		fprintf(tables.programas, "p-%06u,i-%05u,%d,Programa operativo %u\n", p, institution, YEAR, p);
		for (int g = 0; g < GOALS; g++) {
			make_goal(&goals[g]);
			write_goal(&tables, &goals[g], p, g + 1);
		}
		if (argc > 3)
			write_hugo(argv[3], goals, p, institution);
	}
	close_tables(&tables);
	return 0;
}
