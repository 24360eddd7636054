/* The two languages never call two months by one name, so that both are always read. */
#include "model/month.h"

struct name { struct str text; int month; };

#define NAME(text, month) { { text, sizeof text - 1 }, month }

/* The longer of two names that begin alike comes first. */
static const struct name names[] = {
	NAME("enero", 1), NAME("ene", 1), NAME("january", 1), NAME("jan", 1),
	NAME("febrero", 2), NAME("february", 2), NAME("feb", 2),
	NAME("marzo", 3), NAME("march", 3), NAME("mar", 3), NAME("mzo", 3),
	NAME("abril", 4), NAME("abr", 4), NAME("april", 4), NAME("apr", 4),
	NAME("mayo", 5), NAME("may", 5),
	NAME("junio", 6), NAME("june", 6), NAME("jun", 6),
	NAME("julio", 7), NAME("july", 7), NAME("jul", 7),
	NAME("agosto", 8), NAME("ago", 8), NAME("agt", 8), NAME("august", 8), NAME("aug", 8),
	NAME("septiembre", 9), NAME("setiembre", 9), NAME("september", 9), NAME("sept", 9), NAME("sep", 9), NAME("set", 9),
	NAME("octubre", 10), NAME("october", 10), NAME("oct", 10),
	NAME("noviembre", 11), NAME("november", 11), NAME("nov", 11),
	NAME("diciembre", 12), NAME("dic", 12), NAME("december", 12), NAME("dec", 12),
};

static bool starts_folded(struct str text, struct str name)
{
	if (text.len < name.len)
		return false;
	for (size_t i = 0; i < name.len; i++)
		if ((text.at[i] | 32) != name.at[i])
			return false;
	return true;
}

size_t month_read(struct str text, int *month)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (!starts_folded(text, names[i].text))
			continue;
		*month = names[i].month;
		return names[i].text.len;
	}
	return 0;
}

struct str month_name(int month, bool whole)
{
	size_t i = 0;

	while (i + 1 < sizeof names / sizeof *names && names[i].month != month)
		i++;
	return whole ? names[i].text : str_part(names[i].text, 0, 3);
}
