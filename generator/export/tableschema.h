/* export/tableschema.h - the Table Schema (Frictionless v2, readable as v1) of a table's CSV as it is published: computed fields are
 * ordinary ones there, and what is absent is an empty cell. */
#ifndef EXPORT_TABLESCHEMA_H
#define EXPORT_TABLESCHEMA_H

#include "export/describe.h"

/* Writes it as the member `name`. Foreign keys are told when they lead to a table of `package`; to any when that is NULL. */
void tableschema_write(const struct offers *offers, const struct table *table, const struct package *package, struct json *json, struct str name);
/* The column that tells why computed cells are absent, in `lang`; format_has_absences says whether there is one. */
struct str tableschema_absences_title(struct str lang);
struct str tableschema_absences_text(struct str lang);

#endif
