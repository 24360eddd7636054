#include "export/documents.h"

#include "export/describe.h"

/* Several of them describe the CSV: without it there is nothing for them to say. */
void documents_offer(struct offers *offers, struct diag *diag)
{
	const struct site *site = offers_site(offers);
	bool csv = false;

	(void)diag;
	for (size_t i = 0; i < site->package_count; i++)
		for (size_t j = 0; j < site->packages[i]->table_count; j++) {
			const struct table *table = site->packages[i]->tables[j];

			api_offer_table(offers, site->packages[i], table);
			if (!describe_file(offers, table, STR("csv")))
				continue;
			tableschema_offer(offers, site->packages[i], table);
			csvw_offer_table(offers, site->packages[i], table);
			csv = true;
		}
	if (csv) {
		datapackage_offer(offers);
		csvw_offer(offers);
	}
	dcat_offer(offers);
	dcatus_offer(offers);
	api_offer(offers);
	security_offer(offers);
}
