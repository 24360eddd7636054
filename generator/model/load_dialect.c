/* Table Dialect (v2) and CSV Dialect (v1): both have the same names for what concerns CSV. Line ends are known when seen. */
#include "model/load_package.h"

#include "base/arena.h"
#include "model/load_setting.h"
#include "parse/encoding.h"
#include "parse/settings.h"

enum { ROWS_MOST = 1000 }; /* numbers in a list of rows, and rows below a table */

struct reading {
	struct arena *arena;
	const struct setting *dialect; /* or NULL */
	struct dialect *out;
	struct diag *diag;
};

static const struct setting *find(const struct reading *r, const char *name)
{
	return setting_find(r->dialect, name);
}

static void take_byte(struct reading *r, const char *name, char *out)
{
	const struct setting *s = find(r, name);
	struct str text = setting_text(s, STR(""), r->diag);

	if (!s)
		return;
	if (str_equal(text, STR("\\t")))
		text = STR("\t");
	if (text.len == 1 && text.at[0] != '\n' && text.at[0] != '\r' && (unsigned char)text.at[0] < 0x80)
		*out = text.at[0];
	else
		diag_error(r->diag, s->at, "dialect", "'%.*s' must be one ASCII character",
			"'%.*s' debe ser un carácter ASCII", STR_ARG(s->key));
}

/* A list of numbers of rows, each above the one before. */
static const uint32_t *take_rows(struct reading *r, const struct setting *list, size_t *count)
{
	uint32_t *rows = arena_array(r->arena, uint32_t, list ? list->count + 1 : 1);

	*count = 0;
	for (size_t i = 0; list && i < list->count; i++) {
		int64_t row = setting_integer(&list->items[i], 0, r->diag);

		if (row > (i ? rows[i - 1] : 0) && row <= UINT32_MAX && *count < ROWS_MOST) {
			rows[(*count)++] = (uint32_t)row;
			continue;
		}
		diag_error(r->diag, list->items[i].at, "dialect", "'%.*s' lists numbers of rows from 1 on, each above the one before",
			"'%.*s' enumera renglones desde 1, cada uno mayor que el anterior", STR_ARG(list->key));
		break;
	}
	return rows;
}

/* `header: false`, and headerRows as a list without items or `false`, say that there is none. */
static void take_header(struct reading *r)
{
	const struct setting *rows = find(r, "headerRows");
	bool none = rows && rows->kind == SETTING_TEXT && str_equal(rows->text, STR("false"));

	r->out->header = setting_bool(find(r, "header"), true, r->diag) && !none;
	if (!rows || none)
		return;
	rows = setting_list(rows, r->diag);
	r->out->header_rows = take_rows(r, rows, &r->out->header_count);
	if (rows && rows->count == 0)
		r->out->header = false;
	if (r->out->header_count == 1 && r->out->header_rows[0] == 1)
		r->out->header_count = 0; /* as usual */
}

static void take_footer(struct reading *r)
{
	const struct setting *s = find(r, "vitrina:footerRows");
	int64_t rows = setting_integer(s, 0, r->diag);

	if (rows >= 0 && rows <= ROWS_MOST)
		r->out->footer_rows = (uint32_t)rows;
	else
		diag_error(r->diag, s->at, "dialect", "'vitrina:footerRows' is a number of rows, up to %d",
			"'vitrina:footerRows' es un número de renglones, hasta %d", ROWS_MOST);
}

/* What the standard has and we don't: said, so that nobody publishes cells that were read another way. */
static void refuse_rest(struct reading *r)
{
	static const struct str ends[] = { { "\r\n", 2 }, { "\n", 1 }, { "\r", 1 }, { "\\r\\n", 4 }, { "\\n", 2 }, { "\\r", 2 } };
	const struct setting *quote = find(r, "doubleQuote"), *escape = find(r, "escapeChar"), *end = find(r, "lineTerminator");
	struct str text = setting_text(end, ends[0], r->diag);
	bool known = false;

	if (quote && !setting_bool(quote, true, r->diag))
		diag_error(r->diag, quote->at, "dialect",
			"a quote inside quotes must be doubled: 'doubleQuote: false' is not supported",
			"las comillas dentro de comillas deben ir dobles: 'doubleQuote: false' no se admite");
	if (escape)
		diag_error(r->diag, escape->key_at, "dialect", "'escapeChar' is not supported: a quote inside quotes must be doubled",
			"'escapeChar' no se admite: las comillas dentro de comillas deben ir dobles");
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		known = known || str_equal(text, ends[i]);
	if (!known)
		diag_error(r->diag, end->at, "dialect", "rows end with a line end, not with '%.*s'",
			"los renglones terminan con un fin de línea, no con '%.*s'", STR_ARG(text));
}

static void check_marks(struct reading *r)
{
	if (r->out->delimiter == r->out->quote)
		diag_error(r->diag, r->dialect->at, "dialect", "'delimiter' and 'quoteChar' are the same",
			"'delimiter' y 'quoteChar' son iguales");
}

static struct str encoding_of(const struct setting *s, struct diag *diag)
{
	struct str name = setting_text(s, STR(""), diag), near;

	if (name.len == 0 || encoding_known(name, &near))
		return name;
	diag_error(diag, s->at, "encoding", "'%.*s' is no encoding that is known", "'%.*s' no es una codificación conocida", STR_ARG(name));
	if (near.len)
		diag_advice(diag, "did you mean '%.*s'?", "¿quiso decir '%.*s'?", STR_ARG(near));
	else
		diag_advice(diag, "write utf-8, utf-16, windows-1252, iso-8859-1 or iso-8859-15",
			"escriba utf-8, utf-16, windows-1252, iso-8859-1 o iso-8859-15");
	return STR("");
}

void load_dialect(struct arena *arena, const struct setting *dialect, const struct setting *encoding, struct dialect *out,
	struct diag *diag)
{
	static const char *const known[] = { "delimiter", "quoteChar", "doubleQuote", "header", "headerRows",
		"headerJoin", "commentChar", "commentRows",
		"skipInitialSpace", "lineTerminator", "caseSensitiveHeader", "escapeChar", "nullSequence",
		"csvddfVersion", "$schema", "type", "name",
		"title", "description", "profile", NULL };
	static const char *const ours[] = { "footerRows", NULL };
	struct reading r = { arena, dialect, out, diag };

	*out = (struct dialect){ .encoding = encoding_of(encoding, diag), .delimiter = ',', .quote = '"' };
	load_names(dialect, known, ours, diag);
	take_byte(&r, "delimiter", &out->delimiter);
	take_byte(&r, "quoteChar", &out->quote);
	out->skip_space = setting_bool(find(&r, "skipInitialSpace"), false, diag);
	out->fold_header = !setting_bool(find(&r, "caseSensitiveHeader"), true, diag);
	out->header_join = setting_text(find(&r, "headerJoin"), STR(" "), diag);
	out->comment = setting_text(find(&r, "commentChar"), STR(""), diag);
	out->null = setting_text(find(&r, "nullSequence"), STR(""), diag);
	take_header(&r);
	out->comment_rows = take_rows(&r, setting_list(find(&r, "commentRows"), diag), &out->comment_count);
	take_footer(&r);
	refuse_rest(&r);
	check_marks(&r);
}

void load_null(struct arena *arena, const struct dialect *dialect, struct schema *schema)
{
	for (size_t i = 0; dialect->null.len && i < schema->field_count; i++) {
		struct field *field = &schema->fields[i];
		struct str *missing = arena_array(arena, struct str, field->missing_count + 1);

		memcpy(missing, field->missing, field->missing_count * sizeof *missing);
		missing[field->missing_count++] = dialect->null;
		field->missing = missing;
	}
}
