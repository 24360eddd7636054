/* export/documents.h - the documents that describe the data, one file of code each. Private to the room: documents.c lists them. */
#ifndef EXPORT_DOCUMENTS_H
#define EXPORT_DOCUMENTS_H

#include "export/offers.h"

/* Of each table whose CSV is offered. */
void tableschema_offer(struct offers *offers, const struct package *package, const struct table *table);
void csvw_offer_table(struct offers *offers, const struct package *package, const struct table *table);
void api_offer_table(struct offers *offers, const struct package *package, const struct table *table);
/* Of the site. */
void datapackage_offer(struct offers *offers);
void csvw_offer(struct offers *offers);
void dcat_offer(struct offers *offers);
void dcatus_offer(struct offers *offers);
void api_offer(struct offers *offers);
void security_offer(struct offers *offers);

#endif
