/* model/catalogue.h - what portal.yaml tells those who list and harvest the data: who publishes them, whom to ask, what they are about.
 * Checked once, at load; what is not told is "" or 0. Everything in the site's arena. */
#ifndef MODEL_CATALOGUE_H
#define MODEL_CATALOGUE_H

#include "model/phrase.h"

/* How often the data change, in the words of those who keep lists of such words. */
struct frequency {
	const char *name; /* in portal.yaml: "annual" */
	const char *eu;   /* of the EU Publications Office's list of frequencies: "ANNUAL" */
	const char *iso;  /* ISO 8601, as DCAT-US wants it: "R/P1Y"; "" for none */
};
extern const struct frequency frequencies[];
extern const size_t frequency_count;

/* The themes of the EU Publications Office, which DCAT-AP asks for. */
struct data_theme {
	const char *code; /* "GOVE" */
	const char *en;   /* "Government and public sector" */
};
extern const struct data_theme data_themes[];
extern const size_t data_theme_count;

/* What kind of body publishes: the last part of http://purl.org/adms/publishertype/. */
extern const char *const publisher_types[];
extern const size_t publisher_type_count;

struct agent {
	struct str name;  /* "" when there is no such agent */
	struct str url, email, phone;
	struct str type;  /* of a publisher: one of publisher_types */
};

/* RFC 9116, as /.well-known/security.txt. */
struct security {
	const struct str *contacts;
	size_t contact_count; /* 0: there is no such file */
	struct str expires;   /* RFC 3339 */
	struct str encryption, acknowledgments, policy, hiring;
};

struct catalogue {
	struct agent publisher, contact;
	struct str licence_name, licence_title, licence_url;
	const struct data_theme **themes;
	size_t theme_count;
	const struct str *keywords;
	size_t keyword_count;
	const struct frequency *frequency; /* or NULL */
	struct phrase place;               /* what area the data are about */
	struct str place_uri;
	struct str start, end;             /* what time: dates, both included */
	int64_t rows_per_page;             /* of /api/: 0 for none */
	struct security security;
};

#endif
