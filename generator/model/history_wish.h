/* model/history_wish.h - `history:` of portal.yaml: what of the data's past is published. */
#ifndef MODEL_HISTORY_WISH_H
#define MODEL_HISTORY_WISH_H

#include "model/phrase.h"
#include "model/schema.h"

/* Who writes from an address acts in a role: that is published, and the name only when a setting allows it. */
struct history_role {
	struct str author;     /* an address, or "*@sonora.example" for all that end so */
	struct phrase role;
};

struct history_wish {
	bool off;              /* `history: false` */
	bool authors;          /* their names are published */
	struct mentions tables; /* only these; none named: those of the site. One that is no more must be named to be told of */
	struct mentions omit;  /* "avances.nota": fields whose values are not told */
	const struct history_role *roles; /* the first that fits counts */
	size_t role_count;
};

/* The role of who writes from `address`, in `lang`; "" when none fits. */
struct str history_role(const struct history_wish *wish, struct str address, struct str lang);

#endif
