#include "model/history_wish.h"

static bool fits(struct str author, struct str address)
{
	return str_starts(author, STR("*")) ? str_ends(address, str_after(author, 1)) : str_equal(author, address);
}

struct str history_role(const struct history_wish *wish, struct str address, struct str lang)
{
	for (size_t i = 0; i < wish->role_count; i++)
		if (fits(wish->roles[i].author, address))
			return phrase_in(&wish->roles[i].role, lang);
	return STR("");
}
