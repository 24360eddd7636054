/* model/phrase.h - a text in the languages it was given in. */
#ifndef MODEL_PHRASE_H
#define MODEL_PHRASE_H

#include "base/str.h"

struct phrase_text {
	struct str lang; /* BCP 47: "es", "en" */
	struct str text;
};

struct phrase {
	const struct phrase_text *texts; /* the site's main language first, when given */
	size_t count;
};

/* The text in `lang`, else the first one; "" when there is none. */
struct str phrase_in(const struct phrase *phrase, struct str lang);

#endif
