#include "model/catalogue.h"

const struct frequency frequencies[] = {
	{ "daily", "DAILY", "R/P1D" },
	{ "weekly", "WEEKLY", "R/P1W" },
	{ "fortnightly", "BIWEEKLY", "R/P2W" },
	{ "monthly", "MONTHLY", "R/P1M" },
	{ "bimonthly", "BIMONTHLY", "R/P2M" },
	{ "quarterly", "QUARTERLY", "R/P3M" },
	{ "semiannual", "ANNUAL_2", "R/P6M" },
	{ "annual", "ANNUAL", "R/P1Y" },
	{ "biennial", "BIENNIAL", "R/P2Y" },
	{ "triennial", "TRIENNIAL", "R/P3Y" },
	{ "irregular", "IRREG", "irregular" },
	{ "never", "NEVER", "" },
};
const size_t frequency_count = sizeof frequencies / sizeof *frequencies;

const struct data_theme data_themes[] = {
	{ "AGRI", "Agriculture, fisheries, forestry and food" },
	{ "ECON", "Economy and finance" },
	{ "EDUC", "Education, culture and sport" },
	{ "ENER", "Energy" },
	{ "ENVI", "Environment" },
	{ "GOVE", "Government and public sector" },
	{ "HEAL", "Health" },
	{ "INTR", "International issues" },
	{ "JUST", "Justice, legal system and public safety" },
	{ "REGI", "Regions and cities" },
	{ "SOCI", "Population and society" },
	{ "TECH", "Science and technology" },
	{ "TRAN", "Transport" },
};
const size_t data_theme_count = sizeof data_themes / sizeof *data_themes;

const char *const publisher_types[] = {
	"Academia-ScientificOrganisation", "Company", "IndustryConsortium", "LocalAuthority", "NationalAuthority",
	"NonGovernmentalOrganisation", "NonProfitOrganisation", "PrivateIndividual(s)", "RegionalAuthority", "StandardisationBody",
	"SupraNationalAuthority",
};
const size_t publisher_type_count = sizeof publisher_types / sizeof *publisher_types;
