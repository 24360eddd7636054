/* What spreadsheets, copies and other programs do to tables. In order of names; see check/rules.h for how an entry is made. */
#include "check/rules_private.h"

static const struct rule rules[] = {
	{ "encoding-byte", DIAG_ERROR,
		{ "a byte is no character of the declared encoding", "un byte no es un carácter de la codificación declarada" },
		{ "The descriptor declares an encoding, and these bytes mean nothing in it: half a character, or a control character that "
		  "nobody writes.",
			"El descriptor declara una codificación, y estos bytes no significan nada en ella: medio carácter, o un carácter de "
			"control que "
			"nadie escribe." },
		"encoding: iso-8859-1      and quotes that only Windows-1252 has: \\x93Puebla\\x94",
		"encoding: windows-1252",
		{ "Declare the encoding the file was saved in, or save it as \"CSV UTF-8\" and take 'encoding' out.",
			"Declare la codificación con que se guardó el archivo, o guárdelo como \"CSV UTF-8\" y quite 'encoding'." } },
	{ "encoding-guessed", DIAG_WARNING,
		{ "the encoding was found out", "la codificación se averiguó" },
		{ "The file is not UTF-8 and the descriptor does not say what it is. It was read as what its bytes show – UTF-16, "
		  "Windows-1252, ISO-8859-15 – and "
		  "the message says by which evidence. Look whether names with accents are right.",
			"El archivo no es UTF-8 y el descriptor no dice qué es. Se leyó como lo que muestran sus bytes – UTF-16, Windows-1252, "
			"ISO-8859-15 – y el "
			"mensaje dice por qué indicio. Vea si los nombres con acento están bien." },
		"- name: metas\n  path: metas.csv",
		"- name: metas\n  path: metas.csv\n  encoding: windows-1252",
		{ "Declare the encoding in the descriptor, or save the file as \"CSV UTF-8\".",
			"Declare la codificación en el descriptor, o guarde el archivo como \"CSV UTF-8\"." } },
	{ "encoding-mismatch", DIAG_ERROR,
		{ "the file is in another encoding than declared", "el archivo tiene otra codificación que la declarada" },
		{ "The descriptor declares one encoding, and the file's bytes prove another: it begins with its mark, or its accented letters "
		  "are written in it.",
			"El descriptor declara una codificación y los bytes del archivo demuestran otra: comienza con su marca, o sus letras "
			"con acento están "
			"escritas en ella." },
		"encoding: windows-1252      and the file was saved as UTF-8",
		"encoding: utf-8",
		{ "Declare the encoding that the message names; UTF-8 needs no declaration.",
			"Declare la codificación que nombra el mensaje; UTF-8 no necesita declararse." } },
	{ "header-length", DIAG_ERROR,
		{ "the header and all the rows differ in length", "el encabezado y todos los renglones difieren en longitud" },
		{ "Every row has the same number of fields, and the header has another: it is the header that is wrong, or every row ends with "
		  "a delimiter.",
			"Todos los renglones tienen el mismo número de campos y el encabezado tiene otro: lo que está mal es el encabezado, o "
			"cada renglón "
			"termina con un separador." },
		"id,nombre\na-1,Uno,5\na-2,Dos,7",
		"id,nombre,numero\na-1,Uno,5\na-2,Dos,7",
		{ "Name each column in the header, or delete the column that nobody wants.",
			"Nombre cada columna en el encabezado, o elimine la columna que sobra." } },
	{ "mixed-encodings", DIAG_ERROR,
		{ "the file is of two encodings", "el archivo tiene dos codificaciones" },
		{ "Part of the file is UTF-8 and part is not, as when rows of two files are put one below the other by a program that does not "
		  "look. "
		  "The message stands at the first byte that is of the rarer one.",
			"Una parte del archivo es UTF-8 y otra no, como cuando un programa que no se fija pone los renglones de dos archivos "
			"uno bajo el otro. El "
			"mensaje está en el primer byte de la menos frecuente." },
		"1,Educación\n2,Educaci\\xF3n",
		"1,Educación\n2,Educación",
		{ "Open each of the two files with its own encoding, join them there, and save the whole as \"CSV UTF-8\".",
			"Abra cada uno de los dos archivos con su codificación, júntelos ahí y guarde todo como \"CSV UTF-8\"." } },
};

const struct rule_family rules_damage = { { "Tables damaged on their way", "Tablas dañadas en el camino" }, rules, sizeof rules / sizeof *rules };
