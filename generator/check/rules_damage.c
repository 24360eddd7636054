/* What spreadsheets, copies and other programs do to tables. In order of names; see check/rules.h for how an entry is made. */
#include "check/rules_private.h"

static const struct rule rules[] = {
	{ "absent-word", DIAG_ERROR,
		{ "a word says that there is no value", "una palabra dice que no hay valor" },
		{ "The column holds numbers, dates or the like, and the cell a word or a sign by which people say that there is none: n/d, "
		  "s/d, a hyphen. An empty cell says it to programs too.",
			"La columna tiene números, fechas o algo parecido, y la celda una palabra o un signo con que se dice que no hay: n/d, "
			"s/d, un guion. Una celda vacía lo dice también a los programas." },
		"meta_id,valor\na-1,n/d",
		"meta_id,valor\na-1,",
		{ "Empty the cell. If the words tell more than that (not applicable, not due), put them into a column of their own, or declare "
		  "them as missingValues.",
			"Vacíe la celda. Si las palabras dicen más que eso (no aplica, no vencido), póngalas en una columna aparte, o "
			"declárelas como missingValues." } },
	{ "all-zero", DIAG_WARNING,
		{ "every figure of a column is 0", "todas las cifras de una columna son 0" },
		{ "A column of figures holds 0 in each of its many rows and is empty in none, while other figures of the table vary. Often 0 was "
		  "filled in where nothing is known; on the page it then says that it was counted and came to nothing.",
			"Una columna de cifras tiene 0 en todos sus renglones, que son muchos, y en ninguno está vacía, mientras otras cifras de la "
			"tabla varían. Muchas veces se puso 0 donde nada se sabe; en la página dice entonces que se contó y no hubo." },
		"meta_id,meta,avance\na-1,12,0\na-2,30,0",
		"meta_id,meta,avance\na-1,12,\na-2,30,",
		{ "Empty the cells where nothing was measured or reported. Where it is 0, leave it.",
			"Vacíe las celdas donde nada se midió o reportó. Donde es 0, déjelo." } },
	{ "ambiguous-number", DIAG_ERROR,
		{ "a number can be read in two ways", "un número se puede leer de dos modos" },
		{ "A comma or point has three digits behind it: it may divide thousands or begin a fraction, and the other cells of the column "
		  "do not tell which, or tell both.",
			"Una coma o un punto tiene tres cifras detrás: puede separar millares o comenzar los decimales, y las otras celdas de "
			"la columna no dicen cuál, o dicen las dos cosas." },
		"valor\n\"1,022\"",
		"valor\n1022",
		{ "Write the number without marks of thousands and with a decimal point, or declare groupChar or decimalChar for the column.",
			"Escriba el número sin signos de millares y con punto decimal, o declare groupChar o decimalChar para la columna." } },
	{ "blanks-around", DIAG_ERROR,
		{ "blanks or invisible characters stand beside a value", "hay espacios o caracteres invisibles junto a un valor" },
		{ "The value would be right without what cannot be seen beside it: blanks, no-break spaces, zero-width characters, mostly "
		  "copied from a web page or a PDF.",
			"El valor estaría bien sin lo que no se ve a su lado: espacios, espacios duros, caracteres de ancho cero, casi siempre "
			"copiados de una página web o un PDF." },
		"valor\n\"1022 \"",
		"valor\n1022",
		{ "Delete the blanks; in a spreadsheet, TRIM and CLEAN do it for a column (a no-break space must be replaced).",
			"Borre los espacios; en una hoja de cálculo, ESPACIOS y LIMPIAR lo hacen para una columna (un espacio duro hay que "
			"reemplazarlo)." } },
	{ "cut-digits", DIAG_WARNING,
		{ "long numbers have lost their last digits", "números largos perdieron sus últimas cifras" },
		{ "Spreadsheets keep 15 digits of a number and write zeros for the others. All numbers of the column that are longer end in such "
		  "zeros: accounts, folios and codes that were taken for numbers.",
			"Las hojas de cálculo guardan 15 cifras de un número y ponen ceros por las demás. Todos los números de la columna que son "
			"más largos terminan en esos ceros: cuentas, folios y claves que se tomaron por números." },
		"cuenta\n212180001183597000",
		"cuenta\n212180001183597194",
		{ "Take the digits from the original. The column must be text in the spreadsheet, and string in the schema.",
			"Tome las cifras del original. La columna debe ser texto en la hoja de cálculo, y string en el esquema." } },
	{ "date-format", DIAG_ERROR,
		{ "a date is written in another form", "una fecha está escrita de otra forma" },
		{ "The cell is a date and can be understood, but not in the form that the field declares (year-month-day, if it declares "
		  "none). What comes first, day or month, was decided by all dates of the column.",
			"La celda es una fecha y se entiende, pero no tiene la forma que declara el campo (año-mes-día, si no declara "
			"ninguna). Qué va primero, el día o el mes, se decidió con todas las fechas de la columna." },
		"fecha\n31/12/2013",
		"fecha\n2013-12-31",
		{ "Write it as the message shows, or declare the form for the whole column: format: \"%d/%m/%Y\".",
			"Escríbala como muestra el mensaje, o declare la forma para toda la columna: format: \"%d/%m/%Y\"." } },
	{ "day-month-order", DIAG_ERROR,
		{ "a date can be read in two ways", "una fecha se puede leer de dos modos" },
		{ "Day and month are both 12 or less, and the other dates of the column do not tell which comes first, or tell both: then some "
		  "were turned round by a spreadsheet of another language.",
			"Día y mes son ambos 12 o menos, y las otras fechas de la columna no dicen cuál va primero, o dicen las dos cosas: "
			"entonces una hoja de cálculo en otro idioma volteó algunas." },
		"fecha\n03/04/2013",
		"fecha\n2013-04-03",
		{ "Look the dates up in the original and write them year-month-day; an import script reads each with the order it has.",
			"Busque las fechas en el original y escríbalas año-mes-día; un programa de importación lee cada una con el orden que "
			"tiene." } },
	{ "decimal-mark", DIAG_ERROR,
		{ "the decimal mark is another than declared", "el signo decimal no es el declarado" },
		{ "The fraction begins with a comma where a point is expected, or the other way round. Nothing is converted in silence.",
			"Los decimales comienzan con coma donde se espera punto, o al revés. Nada se convierte en silencio." },
		"valor\n\"3,5\"",
		"valor\n3.5",
		{ "Write the mark that is expected, or declare for the whole column decimalChar: \",\" (and groupChar: \".\" if thousands have "
		  "points).",
			"Escriba el signo que se espera, o declare para toda la columna decimalChar: \",\" (y groupChar: \".\" si los millares "
			"llevan punto)." } },
	{ "double-encoding", DIAG_WARNING,
		{ "letters were encoded twice", "las letras se codificaron dos veces" },
		{ "A file in UTF-8 was opened as Windows-1252 and saved as UTF-8 again: each letter with an accent became two or three others. The "
		  "message says what the text was.",
			"Un archivo en UTF-8 se abrió como Windows-1252 y se guardó otra vez como UTF-8: cada letra con acento se volvió otras dos o "
			"tres. El mensaje dice cuál era el texto." },
		"nombre\nEducaciÃ³n de la niÃ±ez",
		"nombre\nEducación de la niñez",
		{ "Open the original as UTF-8 and save it as \"CSV UTF-8\"; or write the text as the message says.",
			"Abra el original como UTF-8 y guárdelo como \"CSV UTF-8\"; o escriba el texto como dice el mensaje." } },
	{ "duplicate-row", DIAG_WARNING,
		{ "a row stands twice", "un renglón está dos veces" },
		{ "Two rows say the same in all columns (but for the key), in a table where nearly every row has a text of its own: it was probably "
		  "pasted twice. In tables where rows have nothing of their own, such as logs, equal rows are not told.",
			"Dos renglones dicen lo mismo en todas las columnas (salvo la clave), en una tabla donde casi cada renglón tiene un texto "
			"propio: probablemente se pegó dos veces. En tablas cuyos renglones no tienen nada propio, como bitácoras, no se avisa de "
			"renglones iguales." },
		"meta_id,descripcion,meta\na-1,Taller de archivo,12\na-9,Taller de archivo,12",
		"meta_id,descripcion,meta\na-1,Taller de archivo,12",
		{ "Remove one of the two, or write into them what makes them different.",
			"Quite uno de los dos, o escriba en ellos lo que los distingue." } },
	{ "encoding-byte", DIAG_ERROR,
		{ "a byte is no character of the declared encoding", "un byte no es un carácter de la codificación declarada" },
		{ "The descriptor declares an encoding, and these bytes mean nothing in it: half a character, or a control character that "
		  "nobody writes.",
			"El descriptor declara una codificación, y estos bytes no significan nada en ella: medio carácter, o un carácter de "
			"control que nadie escribe." },
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
			"ISO-8859-15 – y el mensaje dice por qué indicio. Vea si los nombres con acento están bien." },
		"- name: metas\n  path: metas.csv",
		"- name: metas\n  path: metas.csv\n  encoding: windows-1252",
		{ "Declare the encoding in the descriptor, or save the file as \"CSV UTF-8\".",
			"Declare la codificación en el descriptor, o guarde el archivo como \"CSV UTF-8\"." } },
	{ "encoding-mismatch", DIAG_ERROR,
		{ "the file is in another encoding than declared", "el archivo tiene otra codificación que la declarada" },
		{ "The descriptor declares one encoding, and the file's bytes prove another: it begins with its mark, or its accented letters "
		  "are written in it.",
			"El descriptor declara una codificación y los bytes del archivo demuestran otra: comienza con su marca, o sus letras "
			"con acento están escritas en ella." },
		"encoding: windows-1252      and the file was saved as UTF-8",
		"encoding: utf-8",
		{ "Declare the encoding that the message names; UTF-8 needs no declaration.",
			"Declare la codificación que nombra el mensaje; UTF-8 no necesita declararse." } },
	{ "formula-in-text", DIAG_WARNING,
		{ "a text is a formula for spreadsheets", "un texto es una fórmula para las hojas de cálculo" },
		{ "Who downloads the file and opens it in a spreadsheet sees what the formula comes to, and not the text; and a formula can send "
		  "data away or start programs. After + - and @ only what can be worked out is told: telephones, negative numbers, lists with "
		  "hyphens and names of accounts are not.",
			"Quien descarga el archivo y lo abre en una hoja de cálculo ve el resultado de la fórmula y no el texto; y una fórmula puede "
			"enviar datos o iniciar programas. Tras + - y @ sólo se avisa de lo que se puede calcular: no de teléfonos, números "
			"negativos, listas con guion ni nombres de cuentas." },
		"nota\n\"=HYPERLINK(\"\"http://ejemplo.mx\"\",\"\"ver\"\")\"",
		"nota\nhttp://ejemplo.mx",
		{ "Write the result, or begin the text with another character. If the column must hold formulas, declare their form as its pattern.",
			"Escriba el resultado, o comience el texto con otro carácter. Si la columna debe tener fórmulas, declare su forma como "
			"pattern." } },
	{ "header-length", DIAG_ERROR,
		{ "the header and all the rows differ in length", "el encabezado y todos los renglones difieren en longitud" },
		{ "Every row has the same number of fields, and the header has another: it is the header that is wrong, or every row ends with "
		  "a delimiter.",
			"Todos los renglones tienen el mismo número de campos y el encabezado tiene otro: lo que está mal es el encabezado, o "
			"cada renglón termina con un separador." },
		"id,nombre\na-1,Uno,5\na-2,Dos,7",
		"id,nombre,numero\na-1,Uno,5\na-2,Dos,7",
		{ "Name each column in the header, or delete the column that nobody wants.",
			"Nombre cada columna en el encabezado, o elimine la columna que sobra." } },
	{ "look-alike-key", DIAG_WARNING,
		{ "two keys look the same", "dos claves parecen la misma" },
		{ "Two keys of a table differ only in blanks, letter case or accents. For a program they are two things, and a person takes them for "
		  "one: rows that refer to them are probably spread over both.",
			"Dos claves de una tabla sólo difieren en espacios, mayúsculas o acentos. Para un programa son dos cosas y una persona "
			"las toma por una: los renglones que las mencionan probablemente están repartidos entre las dos." },
		"municipio,poblacion\nNuevo León,10\nNuevo Leon,12",
		"municipio,poblacion\nNuevo León,22",
		{ "If they mean the same, make one row of them and correct those that refer to the other. If not, give them keys that can be told "
		  "apart.",
			"Si quieren decir lo mismo, haga de ellos un renglón y corrija los que mencionan al otro. Si no, deles claves que se "
			"distingan." } },
	{ "lost-letter", DIAG_WARNING,
		{ "a letter was lost when the file was converted", "una letra se perdió al convertir el archivo" },
		{ "The sign � (U+FFFD) stands where a program did not understand a letter: the file was read with an encoding that is not its "
		  "own, and saved. The letter is not in the file any more.",
			"El signo � (U+FFFD) está donde un programa no entendió una letra: el archivo se leyó con una codificación que no es la "
			"suya, y se guardó. La letra ya no está en el archivo." },
		"nombre\nEducaci�n",
		"nombre\nEducación",
		{ "Take the text from the original, and open that with its own encoding.",
			"Tome el texto del original, y ábralo con su propia codificación." } },
	{ "lost-zeros", DIAG_ERROR,
		{ "a code has lost the zeros before it", "una clave perdió los ceros de delante" },
		{ "The code would have the form that the field asks for with zeros before it: a spreadsheet took it for a number, and numbers "
		  "have none. Where no form is declared it is a warning, told of short codes among others of one length that keep their zeros.",
			"La clave tendría la forma que pide el campo con ceros delante: una hoja de cálculo la tomó por número, y los números "
			"no los tienen. Donde no se declara una forma es un aviso, sobre claves cortas entre otras de una longitud que sí tienen sus "
			"ceros." },
		"cve_mun\n7",
		"cve_mun\n007",
		{ "Write the zeros. In the spreadsheet, give the column the format of text before codes are typed or pasted, and import CSV "
		  "with that column as text.",
			"Escriba los ceros. En la hoja de cálculo, dé a la columna formato de texto antes de escribir o pegar claves, e "
			"importe el CSV con esa columna como texto." } },
	{ "mixed-encodings", DIAG_ERROR,
		{ "the file is of two encodings", "el archivo tiene dos codificaciones" },
		{ "Part of the file is UTF-8 and part is not, as when rows of two files are put one below the other by a program that does not "
		  "look. The message stands at the first byte that is of the rarer one.",
			"Una parte del archivo es UTF-8 y otra no, como cuando un programa que no se fija pone los renglones de dos archivos "
			"uno bajo el otro. El mensaje está en el primer byte de la menos frecuente." },
		"1,Educación\n2,Educaci\\xF3n",
		"1,Educación\n2,Educación",
		{ "Open each of the two files with its own encoding, join them there, and save the whole as \"CSV UTF-8\".",
			"Abra cada uno de los dos archivos con su codificación, júntelos ahí y guarde todo como \"CSV UTF-8\"." } },
	{ "negative-form", DIAG_ERROR,
		{ "a negative number is written in another way", "un número negativo está escrito de otro modo" },
		{ "Bookkeepers write what is negative in brackets, some programs put the minus behind, and a text editor may make a long one "
		  "of it. None of them is a number for a program.",
			"En contabilidad lo negativo se escribe entre paréntesis, algunos programas ponen el menos detrás, y un editor de texto "
			"puede alargarlo. Para un programa ninguno es un número." },
		"saldo\n(35)",
		"saldo\n-35",
		{ "Write a hyphen as minus, or declare bareNumber: false for the column: all three then mean minus.",
			"Escriba un guion como signo menos, o declare bareNumber: false para la columna: los tres significan entonces menos." } },
	{ "scientific-notation", DIAG_ERROR,
		{ "a spreadsheet shortened a number", "una hoja de cálculo abrevió un número" },
		{ "A long code or number was shown as 1.23457E+11 and saved so: the digits that are not shown are lost for good. In a column of "
		  "text it is a warning; so it is of a number (1.23E+11), which means something, and hardly what was meant.",
			"Una clave o un número largo se mostró como 1.23457E+11 y así se guardó: las cifras que no se ven se perdieron. En una "
			"columna de texto es un aviso; también de un número (1.23E+11), que significa algo, y difícilmente lo que se quería decir." },
		"folio\n1.23457E+11",
		"folio\n123456789012",
		{ "Take the value from the original. A column of codes must be text in the spreadsheet and string in the schema.",
			"Tome el valor del original. Una columna de claves debe ser texto en la hoja y string en el esquema." } },
	{ "serial-date", DIAG_ERROR,
		{ "a date is a spreadsheet's number of a day", "una fecha es el número de día de una hoja de cálculo" },
		{ "Spreadsheets count days from 1899-12-30 and show dates by a format; where the column lost its format, the number is what "
		  "was saved. The message tells which day it is, also when it stood under a percent format.",
			"Las hojas de cálculo cuentan los días desde 1899-12-30 y muestran fechas por un formato; donde la columna perdió el "
			"formato, se guardó el número. El mensaje dice qué día es, también si estaba con formato de porcentaje." },
		"fecha\n4127600%",
		"fecha\n2013-01-02",
		{ "Write the date, or give the column a date format in the spreadsheet and save again. In an import script, cell:serial() "
		  "recovers it.",
			"Escriba la fecha, o dé a la columna formato de fecha en la hoja de cálculo y guarde otra vez. En un programa de "
			"importación, cell:serial() la recupera." } },
	{ "spreadsheet-error", DIAG_ERROR,
		{ "a formula failed in the spreadsheet", "una fórmula falló en la hoja de cálculo" },
		{ "The cell holds what a spreadsheet shows when a formula can't be worked out (#REF!, #N/A, #DIV/0!), or when a column is too "
		  "narrow. In a column of text it is a warning.",
			"La celda tiene lo que una hoja de cálculo muestra cuando una fórmula no se puede calcular (#REF!, #N/D, #DIV/0!), o "
			"cuando una columna es muy angosta. En una columna de texto es un aviso." },
		"valor\n#REF!",
		"valor\n1022",
		{ "Mend the formula in the spreadsheet and save again, or empty the cell if there is no value.",
			"Corrija la fórmula en la hoja de cálculo y guarde otra vez, o vacíe la celda si no hay valor." } },
	{ "thousands-as-decimals", DIAG_WARNING,
		{ "the points of a column probably part thousands", "los puntos de una columna probablemente separan millares" },
		{ "The numbers of the column have exactly three decimals, or are whole and less than 1000, and none begins with 0 or is of another "
		  "form: 1.022 is then mostly one thousand and twenty-two. Read as published, it is a little more than one.",
			"Los números de la columna tienen exactamente tres decimales, o son enteros menores que 1000, y ninguno comienza con 0 ni "
			"tiene otra forma: 1.022 es entonces casi siempre mil veintidós. Leído como está publicado, es poco más que uno." },
		"asistentes\n1.022\n300",
		"asistentes\n1022\n300",
		{ "If they are thousands, write the numbers without points, or declare groupChar: \".\" (with decimalChar: \",\"). If they are "
		  "decimals, declare decimalChar: \".\", and this is not told any more.",
			"Si son millares, escriba los números sin puntos, o declare groupChar: \".\" (con decimalChar: \",\"). Si son decimales, "
			"declare decimalChar: \".\", y ya no se avisa." } },
	{ "thousands-mark", DIAG_ERROR,
		{ "a number has marks of thousands", "un número tiene signos de millares" },
		{ "Commas, points, blanks or apostrophes stand between the digits. They mean another thing in the next country, so that none "
		  "is taken out in silence.",
			"Entre las cifras hay comas, puntos, espacios o apóstrofos. En otro país significan otra cosa, así que ninguno se "
			"quita en silencio." },
		"valor\n\"1,022.50\"",
		"valor\n1022.50",
		{ "Write the number without them, or declare groupChar for the whole column.",
			"Escriba el número sin ellos, o declare groupChar para toda la columna." } },
	{ "unit-in-number", DIAG_ERROR,
		{ "a number and its unit share a cell", "un número y su unidad comparten la celda" },
		{ "The cell holds a number and something else: a currency sign, a percent sign, what is counted.",
			"La celda tiene un número y algo más: un signo de moneda, un signo de por ciento, lo que se cuenta." },
		"meta\n\"1,022 asistentes\"",
		"meta,unidad_medida\n1022,asistentes",
		{ "Put the unit into a column of its own, or declare bareNumber: false for the whole column.",
			"Ponga la unidad en una columna aparte, o declare bareNumber: false para toda la columna." } },
};

const struct rule_family rules_damage = { { "Tables damaged on their way", "Tablas dañadas en el camino" }, rules, sizeof rules / sizeof *rules };
