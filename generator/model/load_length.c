#include "model/load_length.h"

#include "base/arena.h"

static void advise_more(const struct lengths *lengths, const struct length_row *row)
{
	if (row->spare)
		diag_advice(lengths->diag, "the fields beyond the header are empty: delete those columns in the spreadsheet",
			"los campos de más están vacíos: elimine esas columnas en la hoja de cálculo");
	else
		diag_advice(lengths->diag, "a text that holds the delimiter must stand between quotes",
			"un texto que contiene el separador debe ir entre comillas");
}

static void advise_fewer(const struct lengths *lengths, const struct length_row *row)
{
	if (row->lone)
		diag_advice(lengths->diag,
			"if it is a title or a note, declare in the descriptor: dialect: { commentRows: [%u] }, or vitrina:footerRows",
			"si es un título o una nota, declare en el descriptor: dialect: { commentRows: [%u] }, o vitrina:footerRows", row->number);
	else
		diag_advice(lengths->diag, "write a delimiter for each field, also for an empty one",
			"escriba un separador por cada campo, también si está vacío");
}

static void tell(const struct lengths *lengths, const struct length_row *row)
{
	if ((*lengths->faults)++ >= FAULTS_TOLD)
		return;
	diag_error(lengths->diag, (struct place){ .path = lengths->path, .line = row->line }, "row-length",
		"the row has %u fields, and the header has %zu",
		"el renglón tiene %u campos y el encabezado tiene %zu", row->count, lengths->wanted);
	if (row->count > lengths->wanted)
		advise_more(lengths, row);
	else
		advise_fewer(lengths, row);
}

void lengths_differ(struct lengths *lengths, struct length_row row)
{
	if (lengths->agreed || lengths->header.line == 0 || lengths->count >= DIAG_KEPT) {
		lengths_agree(lengths);
		tell(lengths, &row);
		return;
	}
	if (lengths->count == lengths->capacity) {
		lengths->capacity = lengths->capacity ? lengths->capacity * 2 : 16;
		lengths->kept = memory_resize(lengths->kept, lengths->capacity * sizeof *lengths->kept);
	}
	lengths->kept[lengths->count++] = row;
}

void lengths_agree(struct lengths *lengths)
{
	lengths->agreed = true;
	for (size_t i = 0; i < lengths->count; i++)
		tell(lengths, &lengths->kept[i]);
	lengths->count = 0;
}

static bool of_one_length(const struct lengths *lengths)
{
	for (size_t i = 1; i < lengths->count; i++)
		if (lengths->kept[i].count != lengths->kept[0].count)
			return false;
	return lengths->count > 1;
}

static void tell_header(const struct lengths *lengths)
{
	const struct length_row *first = &lengths->kept[0];

	++*lengths->faults;
	diag_error(lengths->diag, lengths->header, "header-length", "the header has %zu fields, and all the rows below it have %u",
		"el encabezado tiene %zu campos y todos los renglones de abajo tienen %u", lengths->wanted, first->count);
	if (first->count > lengths->wanted && first->spare)
		diag_advice(lengths->diag, "every row ends with a delimiter too many: delete the empty columns in the spreadsheet",
			"cada renglón termina con un separador de más: elimine las columnas vacías en la hoja de cálculo");
	else if (first->count > lengths->wanted)
		diag_advice(lengths->diag, "a name is missing in the header, or a column too many was pasted below it",
			"falta un nombre en el encabezado, o debajo se pegó una columna de más");
	else
		diag_advice(lengths->diag, "the header names a column that the rows don't have: add it to the rows, or take its name out",
			"el encabezado nombra una columna que los renglones no tienen: agréguela a los renglones, o quite su nombre");
}

void lengths_end(struct lengths *lengths)
{
	if (!lengths->agreed && of_one_length(lengths))
		tell_header(lengths);
	else
		lengths_agree(lengths);
	memory_free(lengths->kept);
	*lengths = (struct lengths){ 0 };
}
