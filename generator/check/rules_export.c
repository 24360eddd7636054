/* Files of data to take away. In order of names; see check/rules.h for how an entry is made. */
#include "check/rules_private.h"

static const struct rule rules[] = {
	{ "export-format", DIAG_ERROR,
		{ "data are to be offered in a format that there isn't", "se piden datos en un formato que no hay" },
		{ "formats: in portal.yaml, and in a collection, names the formats that data are offered in.",
			"formats: en portal.yaml, y en una colección, nombra los formatos en que se ofrecen los datos." },
		"formats: [csv, exel]",
		"formats: [csv, excel]",
		{ "Name one that there is; the message lists them.", "Nombre uno que haya; el mensaje los enumera." } },
	{ "query", DIAG_ERROR,
		{ "a query of the database is wrong", "una consulta de la base de datos está mal" },
		{ "vitrina:queries of a descriptor become views of the package's SQLite file. Each has a name and one SELECT over the package's tables.",
			"vitrina:queries de un descriptor se vuelven vistas del archivo SQLite del paquete. Cada una tiene un nombre y un SELECT sobre "
			"las tablas del paquete." },
		"sql: SELECT nombre FROM programa",
		"sql: SELECT nombre FROM programas",
		{ "Mend the SQL; trying it in the sqlite3 program on the published file helps.",
			"Corrija el SQL; ayuda probarlo con el programa sqlite3 sobre el archivo publicado." } },
	{ "scratch", DIAG_FAILURE,
		{ "a temporary file can't be written", "no se puede escribir un archivo temporal" },
		{ "Workbooks, databases and archives are made in a temporary folder before they are published. The old site stands as it was.",
			"Los libros, las bases de datos y los archivos comprimidos se hacen en una carpeta temporal antes de publicarse. "
			"El sitio anterior sigue como estaba." },
		NULL,
		NULL,
		{ "Make room in that folder, or name another one in the variable TMPDIR.",
			"Haga lugar en esa carpeta, o indique otra en la variable TMPDIR." } },
	{ "xlsx-cell", DIAG_WARNING,
		{ "a text is too long for a spreadsheet", "un texto es demasiado largo para una hoja de cálculo" },
		{ "A cell of XLSX holds 32767 characters. The text is not cut: the table is offered in the other formats, and not in this one.",
			"Una celda de XLSX admite 32767 caracteres. El texto no se corta: la tabla se ofrece en los demás formatos, y no en éste." },
		NULL,
		NULL,
		{ "Divide the text among rows, or live without XLSX for this table.",
			"Reparta el texto en varios renglones, o prescinda de XLSX para esta tabla." } },
};

const struct rule_family rules_export = {
	{ "Files of data to take away", "Archivos de datos para llevar" },
	rules,
	sizeof rules / sizeof *rules,
};
