/* Telling what is wrong with a text: what was seen, and what to write instead, made from what was seen wherever
 * that can be guessed. */
#include "model/value_private.h"

#include "base/utf8.h"
#include "model/moment.h"

enum { SHOWN_MOST = 60 };

struct str shown(struct str text, const char **tail)
{
	struct str start = utf8_prefix(text, SHOWN_MOST);

	*tail = start.len < text.len ? "…" : "";
	return start;
}

/* The place of the first wrong character; the text's own when it goes over several lines. */
static struct place place_inside(struct place at, struct str text, size_t wrong)
{
	uint32_t before;

	if (at.column == 0 || wrong >= text.len || memchr(text.at, '\n', wrong))
		return at;
	before = (uint32_t)utf8_count(str_part(text, 0, wrong));
	at.column += before;
	at.width = at.width > before ? at.width - before : 1;
	return at;
}

static bool has_digit(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] >= '0' && text.at[i] <= '9')
			return true;
	return false;
}

/* Words where a figure is wanted are mostly somebody's way to write that there is none. */
static void advise_missing(struct telling *t)
{
	if (!has_digit(t->text))
		diag_advice(t->diag,
			"if it means that there is no value, leave the cell empty, or add it to missingValues",
			"si quiere decir que no hay valor, deje vacía la celda o agréguelo a missingValues");
}

static void tell_integer(struct telling *t)
{
	bool unit = number_hint(&t->hint, t->field, t->text);
	char point = t->field->form.point ? t->field->form.point : '.';

	if (t->hint.len == 0)
		buf_add(&t->hint, STR("12"));
	if (t->hint.at && memchr(t->hint.at, point, t->hint.len)) {
		diag_error(t->diag, t->at, "not-an-integer", "'%.*s%s' is not a whole number",
			"'%.*s%s' no es un número entero", STR_ARG(t->seen), t->tail);
		diag_advice(t->diag, "write it without a fraction, or declare the field as number",
			"escríbalo sin decimales o declare el campo como number");
		return;
	}
	diag_error(t->diag, t->at, "not-an-integer", "'%.*s%s' is not a whole number; write it like %.*s",
		"'%.*s%s' no es un número entero; escríbalo como %.*s", STR_ARG(t->seen), t->tail,
		STR_ARG(buf_str(&t->hint)));
	if (unit)
		diag_advice(t->diag, "a unit goes into a column of its own", "la unidad va en una columna aparte");
	advise_missing(t);
}

static void tell_size(struct telling *t)
{
	diag_error(t->diag, t->at, "not-an-integer", "'%.*s%s' is too large for an integer",
		"'%.*s%s' es demasiado grande para un entero", STR_ARG(t->seen), t->tail);
	diag_advice(t->diag, "declare the field as number, or as string if it is a code",
		"declare el campo como number, o como string si es una clave");
}

static void tell_number(struct telling *t)
{
	bool unit = number_hint(&t->hint, t->field, t->text);

	if (t->hint.len == 0)
		buf_printf(&t->hint, "3%c5", t->field->form.point ? t->field->form.point : '.');
	diag_error(t->diag, t->at, "not-a-number", "'%.*s%s' is not a number; write it like %.*s",
		"'%.*s%s' no es un número; escríbalo como %.*s", STR_ARG(t->seen), t->tail,
		STR_ARG(buf_str(&t->hint)));
	if (unit)
		diag_advice(t->diag, "a unit goes into a column of its own", "la unidad va en una columna aparte");
	advise_missing(t);
}

static void tell_boolean(struct telling *t)
{
	const struct field *f = t->field;
	struct str yes = f->true_count ? f->true_values[0] : STR("true");
	struct str no = f->false_count ? f->false_values[0] : STR("false");

	diag_error(t->diag, t->at, "not-a-boolean", "'%.*s%s' is neither true nor false; write %.*s or %.*s",
		"'%.*s%s' no es verdadero ni falso; escriba %.*s o %.*s", STR_ARG(t->seen), t->tail,
		STR_ARG(yes), STR_ARG(no));
}

static bool iso(const struct field *field)
{
	return field->format.len == 0 || str_equal(field->format, STR("default"));
}

/* A date in the order of Spanish, with a year of four digits; or as most people write ISO dates by hand. */
static bool guess_date(struct str text, struct moment *date)
{
	static const char *const formats[] = { "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y-%m-%d",
		"%Y.%m.%d", "%m/%d/%Y", "%Y%m%d" };
	struct str start = str_trim(text);
	bool impossible;
	size_t wrong;

	start.len = str_find(start, ' ', 0);
	start.len = str_find(start, 'T', 0);
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (moment_read(FIELD_DATE, str_of(formats[i]), start, date, &wrong, &impossible))
			return true;
	return false;
}

void fault_write_moment(struct telling *t, const struct moment *moment)
{
	if (iso(t->field))
		moment_write(&t->hint, t->field->type, moment);
	else
		moment_write_as(&t->hint, t->field->format, moment);
}

static const char *const moment_names[][2] = {
	[FIELD_DATE] = { "a date", "una fecha" },
	[FIELD_TIME] = { "a time", "una hora" },
	[FIELD_DATETIME] = { "a date and time", "una fecha con hora" },
	[FIELD_YEAR] = { "a year", "un año" },
	[FIELD_YEARMONTH] = { "a month of a year", "un mes de un año" },
};

/* What the parts of an ISO date are, for those who have never seen one. */
static void parts_of(enum field_type type, const char **en, const char **es)
{
	*en = type == FIELD_DATE ? " (year-month-day)" : type == FIELD_YEARMONTH ? " (year-month)" : "";
	*es = type == FIELD_DATE ? " (año-mes-día)" : type == FIELD_YEARMONTH ? " (año-mes)" : "";
}

static void tell_moment(struct telling *t)
{
	const char *const *name = moment_names[t->field->type];
	struct moment example = { .year = 2013, .month = 12, .day = 31, .hour = 18, .minute = 30 }, guess;
	const char *en = "", *es = "";

	if (t->fault.kind == FAULT_IMPOSSIBLE) {
		diag_error(t->diag, t->at, "not-a-date",
			"'%.*s%s' is written right, but there is no such day or hour",
			"'%.*s%s' está bien escrito, pero no existe ese día u hora", STR_ARG(t->seen), t->tail);
		return;
	}
	if (guess_date(t->text, &guess)) {
		example.year = guess.year;
		example.month = guess.month;
		example.day = guess.day;
	}
	fault_write_moment(t, &example);
	if (iso(t->field))
		parts_of(t->field->type, &en, &es);
	diag_error(t->diag, t->at, "not-a-date", "'%.*s%s' is not %s%.0s; write it like %.*s%s%.0s",
		"'%.*s%s' no es %.0s%s; escríbalo como %.*s%.0s%s", STR_ARG(t->seen), t->tail, name[0], name[1],
		STR_ARG(buf_str(&t->hint)), en, es);
	advise_missing(t);
}

/* What a text of each format looks like. */
struct form { const char *format, *en, *es, *example; };

static const struct form *form_of(const struct field *field)
{
	static const struct form strings[] = {
		{ "uri", "an address", "una dirección", "https://www.ejemplo.gob.mx/datos" },
		{ "email", "an e-mail address", "un correo", "nombre@ejemplo.gob.mx" },
		{ "uuid", "a UUID", "un UUID", "123e4567-e89b-12d3-a456-426614174000" },
		{ "binary", "base 64", "base 64", "dmFsb3I=" },
	};
	static const struct form points[] = {
		{ "array", "a point", "un punto", "[-98.2063, 19.0414]" },
		{ "object", "a point", "un punto", "{\"lon\": -98.2063, \"lat\": 19.0414}" },
		{ "default", "a point (longitude, latitude)", "un punto (longitud, latitud)", "-98.2063, 19.0414" },
	};
	static const struct form duration = { "", "a duration", "una duración", "P1Y6M" };
	static const struct form object = { "", "a JSON object", "un objeto JSON", "{\"clave\": 1}" };
	static const struct form array = { "", "a JSON array", "una lista JSON", "[1, 2]" };
	static const struct form geojson = { "", "GeoJSON", "GeoJSON",
		"{\"type\": \"Point\", \"coordinates\": [-98.2063, 19.0414]}" };
	static const struct form topojson = { "", "TopoJSON", "TopoJSON",
		"{\"type\": \"Topology\", \"objects\": {}, \"arcs\": []}" };

	switch (field->type) {
	case FIELD_DURATION: return &duration;
	case FIELD_OBJECT: return &object;
	case FIELD_ARRAY: return &array;
	case FIELD_GEOJSON: return str_equal(field->format, STR("topojson")) ? &topojson : &geojson;
	case FIELD_GEOPOINT:
		for (size_t i = 0; i < 2; i++)
			if (str_equal(field->format, str_of(points[i].format)))
				return &points[i];
		return &points[2];
	default: break;
	}
	for (size_t i = 0; i < 3; i++)
		if (str_equal(field->format, str_of(strings[i].format)))
			return &strings[i];
	return &strings[3];
}

static void tell_form(struct telling *t)
{
	const struct form *form = form_of(t->field);

	if (t->fault.kind == FAULT_IMPOSSIBLE) {
		diag_error(t->diag, t->at, "wrong-format", "'%.*s%s' is no place on Earth",
			"'%.*s%s' no es un lugar de la Tierra", STR_ARG(t->seen), t->tail);
		diag_advice(t->diag, "longitude comes first, from -180 to 180; latitude goes from -90 to 90",
			"primero va la longitud, de -180 a 180; la latitud va de -90 a 90");
		return;
	}
	diag_error(t->diag, t->at, "wrong-format", "'%.*s%s' is not %s%.0s; write it like %s",
		"'%.*s%s' no es %.0s%s; escríbalo como %s",
		STR_ARG(t->seen), t->tail, form->en, form->es, form->example);
}

static void tell_list(struct telling *t)
{
	diag_error(t->diag, t->at, "wrong-format",
		"'%.*s%s' is not a list of items of type %s, separated by '%.*s'",
		"'%.*s%s' no es una lista de elementos de tipo %s separados por '%.*s'", STR_ARG(t->seen), t->tail,
		field_type_name(t->field->item_type), STR_ARG(t->field->delimiter.len ? t->field->delimiter
		: STR(",")));
}

static void tell(struct telling *t)
{
	switch (t->field->type) {
	case FIELD_INTEGER:
		if (t->fault.kind == FAULT_SIZE)
			tell_size(t);
		else
			tell_integer(t);
		break;
	case FIELD_NUMBER: tell_number(t); break;
	case FIELD_BOOLEAN: tell_boolean(t); break;
	case FIELD_DATE:
	case FIELD_TIME:
	case FIELD_DATETIME:
	case FIELD_YEAR:
	case FIELD_YEARMONTH: tell_moment(t); break;
	case FIELD_LIST: tell_list(t); break;
	default: tell_form(t);
	}
}

/* Only types that a spreadsheet would write a value of: what is no text. */
static bool told_by_family(struct telling *t)
{
	static fault_family_fn *const families[] = { fault_words, fault_blanks, fault_dates, fault_numbers };

	for (size_t i = 0; i < sizeof families / sizeof *families; i++)
		if (families[i](t))
			return true;
	return false;
}

bool value_fault(const struct field *field, struct str text, struct fault fault, const struct vote *vote, struct place at,
	struct diag *diag)
{
	struct telling telling = { .field = field, .text = text, .fault = fault, .vote = vote, .at = place_inside(at, text, fault.wrong),
		.diag = diag };

	telling.seen = shown(text, &telling.tail);
	if (text.len == 0 || field->type == FIELD_STRING || field->type > FIELD_YEARMONTH || !told_by_family(&telling))
		tell(&telling);
	buf_clear(&telling.hint);
	return false;
}
