/* Each table in each format: "datos/metas.csv". */
#include "export/offers.h"

#include "base/arena.h"

static bool write(const struct offers *offers, const struct offer *offer, const struct format_out *to, struct diag *diag)
{
	struct selection all = { .table = offer->table, .all = true };
	struct format_job job = { &all, 1, offers_site(offers), offers_origin(offers) };

	return offer->format->write(&job, to, diag);
}

static void offer_table(struct offers *offers, const struct format *format, const struct package *package, const struct table *table)
{
	struct offer offer = { .name = format->name, .title = format->title, .media_type = format->media_type, .package = package, .table = table,
		.round = OFFER_DATA, .sure = format->sure, .write = write, .format = format };

	offer.path = arena_printf(offers_arena(offers), "datos/%.*s.%.*s", STR_ARG(table_name(table)), STR_ARG(format->extension));
	offers_add(offers, &offer);
}

static void offer_table_in(struct offers *offers, const struct format *format, const struct package *package, const struct table *table,
	struct diag *diag)
{
	if (offers_fits(offers, format, table, diag))
		offer_table(offers, format, package, table);
}

void tables_offer(struct offers *offers, struct diag *diag)
{
	const struct site *site = offers_site(offers);
	size_t count;
	const struct format *const *wanted = formats_named(offers_arena(offers), site->formats, false, &count, diag);

	for (size_t i = 0; i < site->package_count; i++)
		for (size_t j = 0; j < site->packages[i]->table_count; j++)
			for (size_t f = 0; f < count; f++)
				offer_table_in(offers, wanted[f], site->packages[i], site->packages[i]->tables[j], diag);
}
