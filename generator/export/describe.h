/* export/describe.h - what the descriptions of data share: which files are told, where things stand, in which words. Private to the room. */
#ifndef EXPORT_DESCRIBE_H
#define EXPORT_DESCRIBE_H

#include "base/json.h"
#include "export/offers.h"

/* The file of a table of this kind ("csv"); NULL when it is not offered. */
const struct offer *describe_file(const struct offers *offers, const struct table *table, struct str name);
/* Files of data that catalogues tell of a table; of a package when `table` is NULL. `from` is where to look on, 0 at first; NULL at the end. */
const struct offer *describe_next(const struct offers *offers, const struct package *package, const struct table *table, size_t *from);
/* "text/csv" of "text/csv; header=present". */
struct str describe_media_type(struct str media_type);

/* What people call it: its title in `lang`, else its name. */
struct str describe_table(const struct table *table, struct str lang);
struct str describe_package(const struct package *package, struct str lang);
/* What it is, else its title: catalogues insist on a description. */
struct str describe_table_long(const struct table *table, struct str lang);
struct str describe_package_long(const struct package *package, struct str lang);

/* A package's first licence, else the portal's; `url` "" when there is none. */
struct licence_told { struct str name, title, url; };
struct licence_told describe_licence(const struct site *site, const struct package *package);

/* The i-th keyword of a package and the portal; "" when there are no more. */
struct str describe_keyword(const struct site *site, const struct package *package, size_t i);
/* Who publishes: the portal's title when portal.yaml names nobody. */
struct str describe_publisher(const struct site *site);

/* Appends the SHA-256 of a made file in hexadecimal digits. */
void describe_sha256(const struct offer *offer, struct buf *out);
/* A text in all languages it has, as an object of languages; nothing when it has none. */
void describe_phrase(struct json *json, struct str name, const struct phrase *phrase);
/* Title and description: in the main language under these names, in others below "vitrina:en" and so on. */
void describe_words(struct json *json, const struct site *site, const struct phrase *title, const struct phrase *description);

#endif
