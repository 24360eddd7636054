/* history/change.h - what differs between two states of a table. Texts are as published. */
#ifndef HISTORY_CHANGE_H
#define HISTORY_CHANGE_H

#include "base/buf.h"

struct arena;

enum change_kind {
	CHANGE_TABLE_ADDED,    /* count: its rows */
	CHANGE_TABLE_REMOVED,  /* count: the rows it had */
	CHANGE_UNREADABLE,     /* after: why; the state is passed over */
	CHANGE_KEY_CHANGED,    /* before, after: the fields of the key; rows can't be compared */
	CHANGE_KEY_REPEATED,   /* key: one that two rows have; count: how many rows too many */
	CHANGE_COLUMN_ADDED,   /* field; count: rows that have a value in it */
	CHANGE_COLUMN_REMOVED, /* field; count: rows that had a value in it */
	CHANGE_COLUMN_RENAMED, /* field: the new name; before: the old one */
	CHANGE_FOLLOWED,       /* key, before: the old key, of which a part names a row that was renumbered; for the chain of keys, not told */
	CHANGE_RENUMBERED,     /* key, before: the old key; likeness; declared */
	CHANGE_ROW_ADDED,      /* key, row */
	CHANGE_ROW_REMOVED,    /* key, row */
	CHANGE_CELL,           /* key, field, before, after */
	CHANGE_KINDS,
};

/* A row that another one names. */
struct change_parent {
	struct str resource, key;
};

/* What does not apply is empty. */
struct change {
	enum change_kind kind;
	bool declared;             /* a renumbering that the row itself tells (vitrina:previous) */
	uint16_t likeness;         /* of a renumbering: thousandths */
	uint32_t column;           /* a field's place in the newer schema, for order */
	uint64_t count;
	struct str key;            /* after the change; of a removed row: before it */
	struct str label;          /* what names the row for people */
	struct str field;
	struct str before, after;  /* `at` NULL: absent */
	struct str row;            /* the whole row: a JSON object of its texts */
	const struct change_parent *parents;
	size_t parent_count;
};

struct changes {
	struct change *items; /* in the arena; by kind of what concerns the table, then by key, kind and column */
	size_t count, capacity;
};

const char *change_name(enum change_kind kind); /* "celda": as published */
bool change_of_row(enum change_kind kind);      /* it concerns one row */
struct change *change_add(struct changes *changes, struct arena *arena, enum change_kind kind);
void changes_sort(struct changes *changes);
/* Bytes to be kept, and back; the latter in the arena, texts borrowed. False when they are damaged. */
void changes_write(const struct changes *changes, struct buf *out);
bool changes_read(struct arena *arena, struct str bytes, struct changes *out);

/* The small parts of kept bytes. */
void kept_number(struct buf *out, uint64_t number);
void kept_text(struct buf *out, struct str text);
bool kept_get_number(struct str *rest, uint64_t *number);
bool kept_get_text(struct str *rest, struct str *text);

#endif
