/* script/import_private.h - what the files of the import share: the objects that scripts hold, and the tables being made. */
#ifndef SCRIPT_IMPORT_PRIVATE_H
#define SCRIPT_IMPORT_PRIVATE_H

#include "base/buf.h"
#include "base/decimal.h"
#include "model/value.h"
#include "script/import.h"
#include "script/view_private.h"

/* A column that a script has named. */
struct plan_column {
	struct str name;
	struct str title;            /* the first of its titles, as the script writes it; "" when it goes by position */
	const struct str *titles;    /* each as its slug, so that case, accents and blanks don't count */
	size_t title_count;
	uint32_t position;           /* from 1, given by the script; 0: where its title stands */
};

/* A table as it lies in a sheet: its header, found again on each page, and what is between. */
struct plan {
	const struct sheet *sheet;
	struct plan_column *columns;
	size_t column_count;
	uint32_t header_rows, band_rows;
	bool initials[256];          /* first letters of titles' slugs */
	const struct plan_page **pages;
	size_t page_count, page_capacity;
};

/* Numbers of rows of the sheet: titles … bands … header … body … end, each part up to the next. */
struct plan_page {
	const struct plan *plan;
	uint32_t number;             /* from 1 */
	size_t titles, bands, header, body, end;
	const uint32_t *positions;   /* of each column, from 1; 0: missing, which was reported */
};

struct row_ref {
	const struct sheet *sheet;
	const struct plan_page *page; /* NULL: a row of a sheet, whose columns have no names */
	size_t row;
};

struct cell_ref {
	struct row_ref row;
	uint32_t position;           /* from 1; beyond the row's end it is a blank cell */
};

enum import_kind { IMPORT_SHEET, IMPORT_PLAN, IMPORT_PAGE, IMPORT_ROW, IMPORT_CELL, IMPORT_KINDS };

/* A world's `room` while a script runs. */
struct import_room {
	struct import *import;
	const struct sheet *sheets;
	size_t count;
	struct arena *arena;         /* the import's */
	struct row_ref current;      /* the row that was read last; no sheet: none */
	const void *marks[IMPORT_KINDS];
	int metatables[IMPORT_KINDS];
};

struct import_room *import_room(lua_State *L);

/* New userdata of this kind on the stack; and the one at `index`, or NULL. */
void *import_push(lua_State *L, enum import_kind kind, size_t size);
void *import_test(lua_State *L, int index, enum import_kind kind);
/* The one at `index`; a fault when it is another thing. */
void *import_self(lua_State *L, int index, enum import_kind kind);

void import_push_sheet(lua_State *L, const struct sheet *sheet);
void import_push_row(lua_State *L, struct row_ref row);
void import_push_cell(lua_State *L, struct cell_ref cell);
void import_push_page(lua_State *L, const struct plan_page *page);
/* Pushes an iterator over the rows [from, to) that are not blank; each becomes the row that is being read. */
int import_each_row(lua_State *L, const struct sheet *sheet, const struct plan_page *page, size_t from, size_t to);

/* The text of a cell as it is, "" beyond the row's end; and without blanks (no-break ones too) around it. */
struct str cell_raw(const struct cell_ref *cell);
struct str cell_text(const struct cell_ref *cell);
struct str text_trim(struct str text);
/* Cells with something in them; *only is then the position of the last of them, from 1. */
uint32_t row_filled(const struct sheet_row *row, uint32_t *last);
/* Where they are, with the column's name. */
struct place cell_place(const struct cell_ref *cell);
struct place row_place(const struct row_ref *row);
/* Adds to the message reported last where the script was. */
void import_asked_here(lua_State *L);
/* The row or cell at `index`; false when it is neither. */
bool import_source(lua_State *L, int index, struct row_ref *row);

/* sheet:plan { … } */
int import_make_plan(lua_State *L);
/* Finds the pages of a plan; what is missing is reported. */
void plan_find(struct plan *plan, struct arena *arena, struct diag *diag);

/* The metatable of a kind: events, and an index function whose upvalue is the table of methods (`more` may be NULL). */
void import_open_kind(lua_State *L, enum import_kind kind, const luaL_Reg *methods, const luaL_Reg *more, lua_CFunction index,
	const luaL_Reg *events);
/* Opens sheet, row and cell; plan and page; the functions that read text; emit and columns. */
void import_open_sheets(lua_State *L);
void import_open_plans(lua_State *L);
void import_open_texts(lua_State *L);
void import_open_tables(lua_State *L);
/* Methods that read a cell, ended by NULL. */
extern const luaL_Reg import_cell_readers[];

/* Text of people to values. */
enum text_fault { TEXT_FINE, TEXT_NO_NUMBER, TEXT_GROUPS, TEXT_EXPONENT, TEXT_JOINED };

struct amount {
	struct decimal value;
	struct str unit;             /* what follows the number, or the sign of money before it; or "" */
};

/* "1,022 asistentes" → 1022, "asistentes"; "98.61%"; "$ 1,022.00"; "(35)". `point` is '.' or ','; the other one groups thousands. `text` is
 * trimmed. */
enum text_fault text_amount(struct arena *arena, struct str text, char point, struct amount *out);

enum day_order { ORDER_UNKNOWN, ORDER_DMY, ORDER_MDY };
enum date_fault { DATE_FINE, DATE_NONE, DATE_IMPOSSIBLE, DATE_AMBIGUOUS, DATE_SHORT_YEAR, DATE_OTHER_ORDER };

/* 02/01/2013, 2-1-2013, 2013-01-02, "2 de enero de 2013", 02-ene-2013. */
enum date_fault text_date(struct str text, enum day_order order, struct moment *out);
/* What one text says of the order: unknown when both parts could be months. */
enum day_order text_order(struct str text);
/* A spreadsheet's serial number of a day between 1927 and 2099, also under a percent format; `epoch` is 1900 or 1904. */
bool text_serial(struct str text, int epoch, struct moment *out);
/* 1 to 12 for a Spanish month's name or abbreviation, else 0. */
int text_month(struct str text);

#endif
