#!/bin/bash
# The descriptions of the data, by the programs of those who made the standards, or else by what the standards require; and copies spoiled on purpose,
# which each of them must refuse.
. "$(dirname "$0")/../tap.sh"
[ ! -x "$VITRINA_DEBUG" ] || VITRINA=$VITRINA_DEBUG
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
export GIT_AUTHOR_DATE='2024-01-31T12:00:00-0600' GIT_COMMITTER_DATE='2024-01-31T12:00:00-0600'
tests=$PWD/tests/metadata

# The portal with pages of ten rows, so that tables have several, and the same without an address.
site=$tap_scratch/site
mkdir "$site"
cp -R portal.yaml data content themes "$site"
printf 'api: { rows_per_page: 10 }\n' >>"$site/portal.yaml"
(cd "$site" && git init -q -b main . && git add -A && git commit -qm 'Portal') || exit 2
build() {
	(cd "$site" && "$VITRINA" build --lang en -o "$@" 2>"$tap_scratch/messages")
}
good=$tap_scratch/good
check 'the portal builds' build "$good"
sed -i '/^base_url:/d' "$site/portal.yaml"
check 'and without an address' build "$tap_scratch/homeless"

# spoil NAME FILE SCRIPT...: a copy of the good site with FILE changed by sed; it is remembered for the checker that comes next.
spoiled=()
spoil() {
	cp -al "$good" "$tap_scratch/$1"
	rm "$tap_scratch/$1/$2"
	sed "${@:3}" "$good/$2" >"$tap_scratch/$1/$2"
	! cmp -s "$good/$2" "$tap_scratch/$1/$2" || { echo "$1 is not spoiled" >&2; exit 2; }
	spoiled+=("$tap_scratch/$1")
}

# verdict NAME WANTED: for check; what the checker said of a site, "good" or anything else.
verdict() {
	grep "^$1: " "$tap_scratch/verdicts" | cut -c1-300 | tee "$tap_scratch/verdict"
	[ -s "$tap_scratch/verdict" ] || { cat "$tap_scratch/verdicts"; return 1; }
	if grep -qx "$1: good" "$tap_scratch/verdict"; then [ "$2" = good ]; else [ "$2" = refused ]; fi
}

# judged CHECKER [ARGUMENT...]: the checker finds the good site good, and each of the spoiled ones not.
judged() {
	local folder
	timeout 300 node "$tests/$1" "${@:2}" "$good" "${spoiled[@]}" >"$tap_scratch/verdicts" 2>&1
	check "$1: the portal is good" verdict good good
	for folder in "${spoiled[@]}"; do
		check "$1: refused: ${folder##*/}" verdict "${folder##*/}" refused
	done
	spoiled=()
}

spoil another-byte datos/metas.csv 's/Realizar/Realisar/'
spoil no-number datos/calendario.csv '2s/[0-9]*$/muchos/'
spoil dangling datos/calendario.csv '2s/^son/sol/'
spoil unknown-type datos/metas.schema.json '0,/"type": "string"/s//"type": "text"/'
spoil no-resources datos/datapackage.json 's/"resources"/"recursos"/'
judged packages.mjs

spoil v1-licence datos/datapackage.json '0,/"path": "https:[^"]*by/s//"path": "..\/by/'
spoil v2-created datos/datapackage.json 's/"created": "[^"]*"/"created": "ayer"/'
spoil v2-hash datos/datapackage.json '0,/"hash": "sha256:/s//"hash": "sha512:/'
spoil v2-path datos/datapackage.json 's/"path": "metas.csv"/"path": "..\/metas.csv"/'
spoil schema-bound datos/metas.schema.json 's/"minimum": 0/"minimum": "0"/'
spoil schema-key datos/metas.schema.json 's/"resource": "programas"/"resource": "programa"/'
spoil csvw-columns datos/csv-metadata.json '0,/"name": "nombre"/s//"name": "nombres"/'
spoil csvw-base datos/metas.csv-metadata.json '0,/"base": "decimal"/s//"base": "number"/'
spoil csvw-key datos/csv-metadata.json '0,/"resource": "instituciones.csv"/s//"resource": "oficinas.csv"/'
spoil us-publisher data.json '0,/"publisher"/s//"editor"/'
spoil us-email data.json '0,/"mailto:/s//"/'
spoil us-download data.json 's|datos/metas.csv"|datos/meta.csv"|'
spoil api-shape api/index.json 's/"rows_per_page"/"size"/'
spoil api-page api/metas/2.json 's/"page": 2/"page": 3/'
judged schemas.mjs

# The graph: by rapper and by rdflib from the Turtle, by jsonld from the other.
address=https://vitrina.example/datos/catalog.ttl
cat >"$tap_scratch/triples.py" <<'PY'
import sys, rdflib
rdflib.NORMALIZE_LITERALS = False
print(rdflib.Graph().parse(sys.argv[1], format="turtle", publicID=sys.argv[2]).serialize(format="nt"))
PY
read_turtle() {
	rapper -q -i turtle -o ntriples "$1/datos/catalog.ttl" "$address" >"$1/datos/rapper.nt" &&
		"$PYTHON" "$tap_scratch/triples.py" "$1/datos/catalog.ttl" "$address" >"$1/datos/rdflib.nt"
}
check 'rapper and rdflib read the Turtle' read_turtle "$good"
check 'also without an address' read_turtle "$tap_scratch/homeless"
spoil graph-title datos/catalog.jsonld '0,/"dct:title"/s//"dct:name"/'
spoil graph-publisher datos/catalog.jsonld 's/"@type": "foaf:Agent"/"@type": "foaf:Thing"/'
spoil graph-bytes datos/catalog.jsonld '0,/"@value": "\([0-9]*\)",/s//"@value": "-\1",/'
spoil graph-checksum datos/catalog.jsonld '0,/"dcat:accessURL"/s//"dcat:access"/'
spoil graph-theme datos/catalog.jsonld 's|data-theme/GOVE|data-theme/GOV|'
spoil graph-context datos/catalog.jsonld 's|"@context": {|"@context": "https://example.org/context.jsonld", "x": {|'
judged graph.mjs "$address"
check 'graph.mjs: without an address it is as good' sh -c "node '$tests/graph.mjs' '$address' '$tap_scratch/homeless' | grep -qx 'homeless: good'"

# What a portal without an address leaves out.
check 'no data.json without an address' test ! -e "$tap_scratch/homeless/data.json"
check 'no sitemap either' test ! -e "$tap_scratch/homeless/sitemap.xml"

# The sitemap: the protocol's own rules, as far as they can be said in a schema; each address once, and of a file.
sitemap() {
	xmllint --noout --schema "$tests/sitemap.xsd" "$1" || return 1
	"$PYTHON" - "$1" "$good" <<'PY'
import os, sys, xml.etree.ElementTree as tree
places = [e.text for e in tree.parse(sys.argv[1]).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
assert len(places) == len(set(places)), "an address twice"
for place in places:
    path = place.removeprefix("https://vitrina.example/")
    assert os.path.isfile(os.path.join(sys.argv[2], path, "index.html" if path.endswith("/") or not path else "")), place
PY
}
check 'the sitemap is one, of pages that are there' sitemap "$good/sitemap.xml"
sed 's|<loc>https|<loc>ftp|' "$good/sitemap.xml" >"$tap_scratch/sitemap.xml"
check 'a wrong one is refused' exits 1 sitemap "$tap_scratch/sitemap.xml"

# RFC 9116: who, and until when.
check 'security.txt' same - "$good/.well-known/security.txt" <<'TXT'
Contact: mailto:seguridad@vitrina.example
Expires: 2027-06-30T00:00:00Z
Preferred-Languages: es, en
Canonical: https://vitrina.example/.well-known/security.txt
TXT

# Sums: of every file but the list itself.
sums() {
	(cd "$1" && sha256sum -c --quiet SHA256SUMS)
}
check 'SHA256SUMS holds' sums "$good"
check 'and names every file' same <(cd "$good" && find . -type f ! -name SHA256SUMS ! -name '*.nt' | sed 's|^./||' | sort) \
	<(sed 's/^[0-9a-f]*  //' "$good/SHA256SUMS" | sort)
cp -a "$good" "$tap_scratch/touched"
rm "$tap_scratch/touched/data.json"
sed 's/public/publik/' "$good/data.json" >"$tap_scratch/touched/data.json"
check 'a changed file is told' exits 1 sums "$tap_scratch/touched"
tap_done
