/* /.well-known/security.txt (RFC 9116), when portal.yaml tells `security:`. */
#include "export/documents.h"

#include "base/arena.h"

static void add(struct buf *out, const char *name, struct str value)
{
	if (value.len)
		buf_printf(out, "%s: %.*s\n", name, STR_ARG(value));
}

static void add_languages(const struct site *site, struct buf *out)
{
	buf_add(out, STR("Preferred-Languages: "));
	for (size_t i = 0; i < site->lang_count; i++) {
		if (i)
			buf_add(out, STR(", "));
		buf_add(out, site->langs[i]);
	}
	buf_byte(out, '\n');
}

static bool write(const struct offers *offers, const struct offer *offer, const struct format_out *to, struct diag *diag)
{
	const struct site *site = offers_site(offers);
	const struct security *security = &site->catalogue.security;

	(void)diag;
	for (size_t i = 0; i < security->contact_count; i++)
		add(to->out, "Contact", security->contacts[i]);
	add(to->out, "Expires", security->expires);
	add(to->out, "Encryption", security->encryption);
	add(to->out, "Acknowledgments", security->acknowledgments);
	add_languages(site, to->out);
	if (site->base_url.len)
		buf_printf(to->out, "Canonical: %.*s%.*s\n", STR_ARG(site->base_url), STR_ARG(offer->path));
	add(to->out, "Policy", security->policy);
	add(to->out, "Hiring", security->hiring);
	return true;
}

void security_offer(struct offers *offers)
{
	struct offer offer = { .path = STR(".well-known/security.txt"), .name = STR("security"), .title = STR("security.txt"),
		.media_type = STR("text/plain; charset=utf-8"), .sure = true, .round = OFFER_CATALOGUE, .write = write, .unlisted = true };

	if (offers_site(offers)->catalogue.security.contact_count)
		offers_add(offers, &offer);
}
