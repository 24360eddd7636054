#include "model/phrase.h"

struct str phrase_in(const struct phrase *phrase, struct str lang)
{
	for (size_t i = 0; i < phrase->count; i++)
		if (str_equal(phrase->texts[i].lang, lang))
			return phrase->texts[i].text;
	return phrase->count ? phrase->texts[0].text : STR("");
}
