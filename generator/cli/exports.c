#include "cli/exports.h"

#include "base/arena.h"
#include "base/sink.h"
#include "base/work.h"
#include "cli/progress.h"

/* The own files of one collection's pages. */
struct own {
	const struct format *const *formats;
	const struct str *extensions;
	size_t count;
	struct receipt *made; /* of each row in each format */
};

struct exports {
	struct arena *arena;
	struct offers *offers;
	struct str *paths;
	struct own *own; /* of each collection */
};

struct exports_hand {
	struct buf data, path;
	struct slice_rows *rows; /* one a slice */
	struct selection *selections;
	size_t count;
};

static bool fits(struct offers *offers, const struct format *format, const struct collection *collection, struct diag *diag)
{
	bool good = true;

	for (size_t i = 0; i < collection->slice_count; i++)
		if (format->several || collection->slice[i] == collection->csv)
			good = offers_fits(offers, format, collection->slice[i], diag) && good;
	return good;
}

static struct own own_new(struct exports *exports, const struct collection *collection, struct diag *diag)
{
	struct arena *arena = exports->arena;
	const struct format *const *wanted;
	const struct format **fitting;
	struct str *extensions;
	struct own own = { 0 };
	size_t count;

	if (collection->slice_count == 0)
		return own;
	wanted = formats_named(arena, collection->formats, true, &count, diag);
	fitting = arena_array(arena, const struct format *, count + 1);
	for (size_t i = 0; i < count; i++)
		if (fits(exports->offers, wanted[i], collection, diag))
			fitting[own.count++] = wanted[i];
	own.formats = fitting;
	extensions = arena_array(arena, struct str, own.count + 1);
	for (size_t i = 0; i < own.count; i++)
		extensions[i] = own.formats[i]->extension;
	own.extensions = extensions;
	own.made = arena_array(arena, struct receipt, (size_t)table_rows(collection->from) * own.count + 1);
	return own;
}

struct exports *exports_new(struct arena *arena, const struct site *site, const struct export_origin *origin, struct diag *diag)
{
	struct exports *exports = arena_new_of(arena, struct exports);
	size_t count;

	exports->arena = arena;
	exports->offers = offers_new(arena, site, origin, diag);
	count = offers_count(exports->offers);
	exports->paths = arena_array(arena, struct str, count + 1);
	for (size_t i = 0; i < count; i++)
		exports->paths[i] = offers_at(exports->offers, i)->path;
	exports->own = arena_array(arena, struct own, site->collection_count + 1);
	for (size_t i = 0; i < site->collection_count; i++)
		exports->own[i] = own_new(exports, &site->collections[i], diag);
	return exports;
}

const struct offers *exports_offers(const struct exports *exports)
{
	return exports->offers;
}

struct plan_files exports_paths(const struct exports *exports)
{
	size_t count = offers_site(exports->offers)->collection_count;
	struct plan_extensions *own = arena_array(exports->arena, struct plan_extensions, count + 1);

	for (size_t i = 0; i < count; i++)
		own[i] = (struct plan_extensions){ exports->own[i].extensions, exports->own[i].count };
	return (struct plan_files){ exports->paths, offers_count(exports->offers), own };
}

/* A round of the site's files. */
struct round {
	struct exports *exports;
	struct sink *sink;
	struct progress *progress;
	size_t first;
	struct buf *scratch; /* one a worker */
	struct diag **diags; /* the same */
};

static void make_offer(void *context, int worker, size_t item)
{
	struct round *round = context;

	offers_make(round->exports->offers, round->first + item, round->sink, &round->scratch[worker], round->diags[worker]);
	progress_step(round->progress);
}

void exports_make(struct exports *exports, int workers, struct sink *sink, struct progress *progress, struct diag *diag)
{
	struct round round = { exports, sink, progress, 0, memory_resize(NULL, (size_t)workers * sizeof *round.scratch),
		memory_resize(NULL, (size_t)workers * sizeof *round.diags) };

	for (int i = 0; i < workers; i++) {
		round.scratch[i] = (struct buf){ 0 };
		round.diags[i] = diag_new(diag_lang(diag));
	}
	for (int i = 0; i < OFFER_ROUNDS; i++) {
		round.first = offers_first(exports->offers, (enum offer_round)i);
		work_run(workers, offers_first(exports->offers, (enum offer_round)(i + 1)) - round.first, 1, make_offer, &round);
	}
	for (int i = 0; i < workers; i++) {
		buf_clear(&round.scratch[i]);
		diag_merge(diag, round.diags[i]);
		diag_free(round.diags[i]);
	}
	memory_free(round.scratch);
	memory_free(round.diags);
}

struct exports_hand *exports_hand_new(void)
{
	struct exports_hand *hand = memory_resize(NULL, sizeof *hand);

	*hand = (struct exports_hand){ 0 };
	return hand;
}

void exports_hand_free(struct exports_hand *hand)
{
	for (size_t i = 0; i < hand->count; i++)
		slice_rows_clear(&hand->rows[i]);
	memory_free(hand->rows);
	memory_free(hand->selections);
	buf_clear(&hand->data);
	buf_clear(&hand->path);
	memory_free(hand);
}

static void make_room(struct exports_hand *hand, size_t count)
{
	if (count <= hand->count)
		return;
	hand->rows = memory_resize(hand->rows, count * sizeof *hand->rows);
	hand->selections = memory_resize(hand->selections, count * sizeof *hand->selections);
	memset(hand->rows + hand->count, 0, (count - hand->count) * sizeof *hand->rows);
	hand->count = count;
}

static void name_own(const struct plan *plan, const struct page *page, const struct format *format, struct buf *path)
{
	buf_reset(path);
	plan_download(plan, page, path);
	buf_byte(path, '.');
	buf_add(path, format->extension);
}

static struct receipt *own_receipt(const struct own *own, const struct page *page, size_t format)
{
	return &own->made[(size_t)page->row * own->count + format];
}

void exports_make_own(struct exports *exports, struct exports_hand *hand, const struct plan *plan, const struct page *page, struct sink *sink,
	struct diag *diag)
{
	const struct own *own = &exports->own[page->collection_index];
	size_t count, single = 0;
	const struct slice *const *slices = plan_slices(plan, page->collection_index, &count);

	make_room(hand, count);
	for (size_t i = 0; i < count; i++) {
		slice_take(slices[i], page->row, &hand->rows[i]);
		hand->selections[i] = (struct selection){ .table = slice_table(slices[i]), .rows = hand->rows[i].rows, .count = hand->rows[i].count };
		if (slice_table(slices[i]) == page->collection->csv)
			single = i;
	}
	for (size_t f = 0; f < own->count; f++) {
		bool several = own->formats[f]->several;
		struct format_job job = { several ? hand->selections : &hand->selections[single], several ? count : 1, offers_site(exports->offers),
			offers_origin(exports->offers) };
		struct format_out to = { .out = &hand->data };

		if (!sink && own->formats[f]->sure)
			continue;
		buf_reset(&hand->data);
		own->formats[f]->write(&job, &to, diag);
		name_own(plan, page, own->formats[f], &hand->path);
		own_receipt(own, page, f)->bytes = hand->data.len;
		if (sink)
			*own_receipt(own, page, f) = sink_put(sink, buf_str(&hand->path), buf_str(&hand->data));
	}
}

static struct str hex_of(struct arena *arena, const struct receipt *receipt)
{
	struct buf text = { 0 };
	struct str copy;

	buf_hex(&text, receipt->sha256, sizeof receipt->sha256);
	copy = arena_copy(arena, buf_str(&text));
	buf_clear(&text);
	return copy;
}

static struct download download_of(struct arena *arena, const struct offer *offer)
{
	return (struct download){ .path = arena_printf(arena, "/%.*s", STR_ARG(offer->path)), .name = offer->name, .title = offer->title,
		.media_type = offer->media_type, .of = offer->table ? STR("table") : offer->package ? STR("package") : STR("site"),
		.package = offer->package ? offer->package->name : STR(""), .bytes = offer->made.bytes, .sha256 = hex_of(arena, &offer->made) };
}

static struct downloads own_of_page(const struct exports *exports, const struct plan *plan, const struct page *page, struct arena *arena)
{
	const struct own *own = &exports->own[page->collection_index];
	struct download *list = arena_array(arena, struct download, own->count + 1);
	struct buf path = { 0 };

	for (size_t f = 0; f < own->count; f++) {
		const struct receipt *made = own_receipt(own, page, f);
		const struct format *format = own->formats[f];

		name_own(plan, page, format, &path);
		list[f] = (struct download){ .path = arena_printf(arena, "/%.*s", STR_ARG(buf_str(&path))), .name = format->name,
			.title = format->title, .media_type = format->media_type, .of = STR("row"), .bytes = made->bytes,
			.sha256 = hex_of(arena, made) };
	}
	buf_clear(&path);
	return (struct downloads){ list, own->count };
}

/* Whether a page tells of an offer: a dataset of its own and its package's, the catalogue of those of packages and of the site. */
static bool tells(const struct page *page, const struct offer *offer)
{
	if (page->kind == PAGE_CATALOGUE)
		return !offer->table && !offer->unlisted;
	if (page->kind != PAGE_DATASET || offer->unlisted)
		return false;
	return offer->table ? offer->table == page->table : offer->package && str_equal(offer->package->folder, table_package(page->table));
}

struct downloads exports_of_page(const struct exports *exports, const struct plan *plan, const struct page *page, struct arena *arena)
{
	size_t count = offers_count(exports->offers);
	struct download *list;
	struct downloads told = { 0 };

	if (page->kind == PAGE_ROW)
		return own_of_page(exports, plan, page, arena);
	if (page->kind != PAGE_DATASET && page->kind != PAGE_CATALOGUE)
		return told;
	list = arena_array(arena, struct download, count + 1);
	for (size_t i = 0; i < count; i++)
		if (tells(page, offers_at(exports->offers, i)))
			list[told.count++] = download_of(arena, offers_at(exports->offers, i));
	told.list = list;
	return told;
}
