/* Lua's own messages in Spanish. Lua has some thirty forms of them; the ones people meet are here, as patterns: `*` stands for any text
 * and is put where the Spanish has `*1`, `*2` …. Words inside (field, local, nil …) are translated apart. */
#include "script/world_private.h"

enum { PARTS_MOST = 4 };

struct form {
	const char *en, *es;
};

static const struct form forms[] = {
	{ "attempt to index a * value (*)", "se quiso leer dentro de *2, que es *1" },
	{ "attempt to index a * value", "se quiso leer dentro de un valor que es *1" },
	{ "attempt to call a * value (*)", "se quiso llamar como función a *2, que es *1" },
	{ "attempt to call a * value", "se quiso llamar como función a un valor que es *1" },
	{ "attempt to perform arithmetic on a * value (*)", "se quiso calcular con *2, que es *1" },
	{ "attempt to perform arithmetic on a * value", "se quiso calcular con un valor que es *1" },
	{ "attempt to concatenate a * value (*)", "se quiso unir con .. a *2, que es *1" },
	{ "attempt to concatenate a * value", "se quiso unir con .. un valor que es *1" },
	{ "attempt to get length of a * value (*)", "se quiso contar con # a *2, que es *1" },
	{ "attempt to get length of a * value", "se quiso contar con # un valor que es *1" },
	{ "attempt to compare two * values", "no se pueden comparar con < dos valores que son *1" },
	{ "attempt to compare * with *", "no se puede comparar *1 con *2" },
	{ "attempt to perform 'n//0'", "división entre cero" },
	{ "attempt to divide by zero", "división entre cero" },
	{ "attempt to perform 'n%%0'", "división entre cero" },
	{ "number has no integer representation", "el número no es entero" },
	{ "number* has no integer representation", "el número*1 no es entero" },
	{ "'for' initial value must be a number", "el valor inicial de 'for' debe ser un número" },
	{ "'for' limit must be a number", "el límite de 'for' debe ser un número" },
	{ "'for' step must be a number", "el paso de 'for' debe ser un número" },
	{ "'for' step is zero", "el paso de 'for' es cero" },
	{ "table index is nil", "el índice de una tabla es nil" },
	{ "table index is NaN", "el índice de una tabla no es un número" },
	{ "stack overflow*", "la pila se desborda; ¿hay una función que se llama a sí misma sin fin?" },
	{ "C stack overflow*", "hay demasiadas llamadas, una dentro de otra" },
	{ "error in error handling", "hay un error dentro de otro error" },
	{ "bad argument #* to '*' (* expected, got *)", "el argumento *1 de '*2' debe ser *3, no *4" },
	{ "bad argument #* to '*' (*)", "el argumento *1 de '*2' no sirve: *3" },
	{ "* expected (to close * at line *) near *", "se espera *1 (para cerrar *2 de la línea *3) cerca de *4" },
	{ "* expected near *", "se espera *1 cerca de *2" },
	{ "unexpected symbol near *", "símbolo inesperado cerca de *1" },
	{ "syntax error near *", "error de sintaxis cerca de *1" },
	{ "unfinished string near *", "texto sin comilla final cerca de *1" },
	{ "unfinished long string*", "texto largo sin cierre *1" },
	{ "unfinished long comment*", "comentario largo sin cierre *1" },
	{ "malformed number near *", "número mal escrito cerca de *1" },
	{ "attempt to assign to const variable '*'", "no se puede cambiar la constante '*1'" },
	{ "break outside a loop at line *", "'break' fuera de un ciclo, en la línea *1" },
	{ "no visible label '*' for goto at line *", "no hay etiqueta '*1' para el 'goto' de la línea *2" },
};

static const struct form words[] = {
	{ "field ", "el campo " }, { "local ", "la variable " }, { "upvalue ", "la variable " }, { "global ", "el nombre global " },
	{ "method ", "el método " }, { "constant ", "la constante " }, { "metamethod ", "la operación " },
	{ "number", "un número" }, { "string", "un texto" }, { "table", "una tabla" }, { "function", "una función" },
	{ "boolean", "verdadero o falso" }, { "userdata", "un valor del sitio" }, { "no value", "nada" }, { "<eof>", "el final" },
};

/* Matches `text` against `form`, whose `*` take as little as they can; the last one takes the rest. */
static bool fits(struct str text, const char *form, struct str parts[static PARTS_MOST])
{
	size_t count = 0;

	while (*form) {
		const char *star = strchr(form, '*');
		struct str fixed = star ? str_from(form, (size_t)(star - form)) : str_of(form);
		size_t end;

		if (!str_starts(text, fixed))
			return false;
		text = str_after(text, fixed.len);
		if (!star)
			return text.len == 0;
		form = star + 1;
		if (*form == '\0') {
			if (count == PARTS_MOST)
				return false;
			parts[count] = text;
			return true;
		}
		star = strchr(form, '*');
		fixed = star ? str_from(form, (size_t)(star - form)) : str_of(form);
		end = str_search(text, fixed, 0);
		if (end >= text.len || count == PARTS_MOST)
			return false;
		parts[count++] = str_part(text, 0, end);
		text = str_after(text, end);
	}
	return text.len == 0;
}

/* "de el campo" is written "del campo". */
static void add_spanish(struct buf *out, struct str text)
{
	if (str_starts(text, STR("el ")) && (str_ends(buf_str(out), STR(" de ")) || str_ends(buf_str(out), STR(" a ")))) {
		out->len--;
		text = str_after(text, 1); /* "a" + "l campo", "de" + "l campo" */
	}
	buf_add(out, text);
}

static void add_word(struct buf *out, struct str word)
{
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		struct str en = str_of(words[i].en);

		if (!str_starts(word, en) || (en.at[en.len - 1] != ' ' && word.len != en.len))
			continue;
		add_spanish(out, str_of(words[i].es));
		buf_add(out, str_after(word, en.len));
		return;
	}
	buf_add(out, word);
}

void world_translate(struct buf *out, struct str message)
{
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		struct str parts[PARTS_MOST] = { 0 };

		if (!fits(message, forms[i].en, parts))
			continue;
		for (const char *c = forms[i].es; *c; c++) {
			if (c[0] == '*' && c[1] >= '1' && c[1] <= '4')
				add_word(out, parts[*++c - '1']);
			else
				buf_byte(out, *c);
		}
		return;
	}
	buf_add(out, message);
}
