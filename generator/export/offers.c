#include "export/offers.h"

#include "base/arena.h"

/* Who offers what: a new kind of file is a line here, and a file of code of its own. */
static offer_list_fn *const listers[] = { tables_offer, sqlite_offer, archive_offer, documents_offer };

/* Whether a format holds a table. */
struct verdict {
	const struct format *format;
	const struct table *table;
	bool fits;
};

struct offers {
	struct arena *arena;
	const struct site *site;
	const struct export_origin *origin;
	struct offer *list;
	size_t count, capacity;
	size_t first[OFFER_ROUNDS + 1];
	struct verdict *verdicts;
	size_t verdict_count, verdict_capacity;
};

void offers_add(struct offers *offers, const struct offer *offer)
{
	arena_grow(offers->arena, offers->list, offers->count, offers->capacity);
	offers->list[offers->count++] = *offer;
}

bool offers_wants(const struct offers *offers, struct str name)
{
	struct mentions names = offers->site->formats;

	for (size_t i = 0; i < names.count; i++)
		if (str_equal(names.list[i].name, name))
			return true;
	return !names.list;
}

bool offers_fits(struct offers *offers, const struct format *format, const struct table *table, struct diag *diag)
{
	struct verdict verdict = { format, table, true };

	if (!format->fits)
		return true;
	for (size_t i = 0; i < offers->verdict_count; i++)
		if (offers->verdicts[i].format == format && offers->verdicts[i].table == table)
			return offers->verdicts[i].fits;
	verdict.fits = format->fits(table, diag);
	arena_grow(offers->arena, offers->verdicts, offers->verdict_count, offers->verdict_capacity);
	offers->verdicts[offers->verdict_count++] = verdict;
	return verdict.fits;
}

/* Puts the list in the order of rounds, what was added first before what was added later. */
static void sort_rounds(struct offers *offers)
{
	struct offer *sorted = arena_array(offers->arena, struct offer, offers->count + 1);
	size_t count = 0;

	for (int round = 0; round < OFFER_ROUNDS; round++) {
		offers->first[round] = count;
		for (size_t i = 0; i < offers->count; i++)
			if ((int)offers->list[i].round == round)
				sorted[count++] = offers->list[i];
	}
	offers->first[OFFER_ROUNDS] = count;
	offers->list = sorted;
}

struct offers *offers_new(struct arena *arena, const struct site *site, const struct export_origin *origin, struct diag *diag)
{
	struct offers *offers = arena_new_of(arena, struct offers);

	*offers = (struct offers){ .arena = arena, .site = site, .origin = origin };
	for (size_t i = 0; i < sizeof listers / sizeof *listers; i++)
		listers[i](offers, diag);
	sort_rounds(offers);
	return offers;
}

const struct site *offers_site(const struct offers *offers)
{
	return offers->site;
}

const struct export_origin *offers_origin(const struct offers *offers)
{
	return offers->origin;
}

struct arena *offers_arena(const struct offers *offers)
{
	return offers->arena;
}

size_t offers_count(const struct offers *offers)
{
	return offers->count;
}

const struct offer *offers_at(const struct offers *offers, size_t index)
{
	return &offers->list[index];
}

size_t offers_first(const struct offers *offers, enum offer_round round)
{
	return offers->first[round];
}

const struct offer *offers_find(const struct offers *offers, struct str path)
{
	for (size_t i = 0; i < offers->count; i++)
		if (str_equal(offers->list[i].path, path))
			return &offers->list[i];
	return NULL;
}

struct flow {
	struct sink *sink; /* or NULL */
	struct str path;
	struct sink_stream *stream; /* once there is more than fits into a buffer */
};

static void flush(void *context, struct buf *out)
{
	struct flow *flow = context;

	if (flow->sink && !flow->stream)
		flow->stream = sink_open(flow->sink, flow->path);
	if (flow->sink)
		sink_write(flow->sink, flow->stream, buf_str(out));
	buf_reset(out);
}

/* What is left in the buffer: a small file is put as a whole, which spares one that has not changed its way to the disk. */
static struct receipt finish(struct flow *flow, struct buf *out)
{
	if (!flow->sink)
		return (struct receipt){ .bytes = out->len };
	if (!flow->stream)
		return sink_put(flow->sink, flow->path, buf_str(out));
	sink_write(flow->sink, flow->stream, buf_str(out));
	return sink_close(flow->sink, flow->stream);
}

void offers_make(struct offers *offers, size_t index, struct sink *sink, struct buf *scratch, struct diag *diag)
{
	struct offer *offer = &offers->list[index];
	struct flow flow = { .sink = sink, .path = offer->path };
	struct format_out to = { scratch, flush, &flow };

	if (!sink && offer->sure)
		return;
	buf_reset(scratch);
	offer->write(offers, offer, &to, diag);
	offer->made = finish(&flow, scratch);
}
