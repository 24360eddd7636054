#!/bin/bash
# What the theme `transparencia` shows where the demonstration portal has nothing of the kind: tests/themes/ramas, a small portal with a goal for each
# branch, in Spanish and French, without licence, publisher or address; and the same with empty tables, in Spanish alone. Both with the descriptor,
# the model and the theme of the demonstration. Pictures stay in $BUILD/screenshots-ramas.
. "$(dirname "$0")/../tap.sh"
vnu=tests/node_modules/vnu-jar/build/dist/vnu.jar

# site INTO: the portal, ready to build.
site() {
	cp -R tests/themes/ramas "$1"
	cp data/poa/datapackage.yaml data/poa/model.lua "$1/data/poa/"
	cp -R themes "$1/"
}

build() {
	(cd "$1" && SOURCE_DATE_EPOCH=1700000000 timeout 60 "$VITRINA" build -o "$2")
}

valid() {
	find "$1" -name '*.html' -print0 | xargs -0 java -jar "$vnu" --errors-only --format gnu
}

branches=$tap_scratch/ramas empty=$tap_scratch/vacio
site "$branches"
site "$empty"

# One more language needs a file of words and nothing else.
sed -e 's/^home: .*/home: Accueil/' -e 's/^goals: .*/goals: Objectifs/' "$branches/themes/transparencia/i18n/es.yaml" \
	>"$branches/themes/transparencia/i18n/fr.yaml"
for table in "$empty"/data/poa/*.csv; do sed -i 1q "$table"; done
sed -i 's/^languages: .*/languages: [es]/' "$empty/portal.yaml"

check 'the portal of branches builds' build "$branches" "$tap_scratch/branches"
check 'its pages are valid HTML' valid "$tap_scratch/branches"
check 'a portal of empty tables builds' build "$empty" "$tap_scratch/empty"
check 'its pages are valid HTML' valid "$tap_scratch/empty"

# shows PAGE TEXT...: the page of the portal of branches has each text, whatever its marks and white space.
text_of() {
	sed -e 's/<[^>]*>//g' -e 's/\xc2\xa0\|\xe2\x80\xaf/ /g' "$1" | tr -s ' \n' ' '
}
shows() {
	local page=$tap_scratch/branches/$1/index.html text missing=0
	[ -s "$page" ] || { echo "there is no $page"; return 1; }
	shift
	for text in "$@"; do
		[[ "$(text_of "$page")" == *"$text"* ]] || { echo "there is no '$text'"; missing=1; }
	done
	return "$missing"
}
lacks() {
	! shows "$@" >/dev/null
}
drawn() {
	[ "$(grep -o "$2" "$tap_scratch/branches/$1/index.html" | wc -l)" -eq "$3" ] || { echo "not $3 times $2"; return 1; }
}

check 'a target that moved shows both percentages and why' shows metas/ajustada \
	'95.00 %' '57.00 %' 'La meta pasó de 100 a 60' 'Se redujo el presupuesto'
check 'one that moved without a reason says so' shows metas/ajustada-sin-motivo 'sin motivo expresado'
check 'lower is better' shows metas/descendente-ajustada '25 / 30 × 100 = 83.33 %' 'mejora al bajar'
check 'a zero that no percentage is made of' shows metas/descendente-cero 'Cumplimiento sin calcular. No es 0 %.'
check 'a target of zero' shows metas/cero 'la meta es 0' 'No es 0 %.'
check 'closest is best: a deviation' shows metas/regular '2.50 %' '|20.5 − 20| / 20 × 100' 'de desviación de la meta'
check 'and in the table it is called one' shows programas/alfa-2023 '2.50 % de desviación'
check 'a bar that is cut says where' shows metas/rebasada '1,250.00 %' 'La barra se corta en 400 %.'
check 'and it is drawn cut' drawn metas/rebasada 'class="cut"' 1
check 'monthly reports are points of the curve' drawn metas/mensual '<circle' 7
check 'a report that is missing is told' shows metas/mensual 'la suma de los demás no lo incluye'
check 'a calendar of two years names them' shows metas/dos-anios 'nov 2022' 'va al día'
check 'not reported' shows metas/sin-calendario 'sin avance reportado'
check 'not applicable' shows metas/no-aplica 'no aplica'
check 'not yet due' shows metas/no-vence 'aún no vence'
check 'withheld' shows metas/reservada 'información reservada'
check 'a goal through its years' shows metas/ajustada 'Esta meta en otros años' 2021 2022 2023
check 'a programme through its years' shows programas/alfa-2023 'El mismo programa en otros años' '2021' '2022'
check 'a programme with goals of its own and a part' shows programas/alfa-suelto 'Subprogramas' 'Una meta del programa mayor'
check 'a programme without goals' shows programas/alfa-vacio 'se propuso 0 metas'
check 'an institution without a programme' shows instituciones/beta 'Todavía no hay programas publicados.'
check 'a label without goals' shows etiquetas/sin-metas '0 metas llevan esta etiqueta.'
check 'the home page shows three programmes, and the way to all' shows . 'Los 5 programas'
check 'a portal without licence says nothing of one' lacks . 'Licencia'
check 'the other language has its words' shows fr/programas/alfa-2023 Accueil Objectifs
check 'and says which it is' grep -q '<html lang="fr">' "$tap_scratch/branches/fr/index.html"
check 'each page leads to the other language' grep -q 'hreflang="fr" lang="fr">Français</a>' "$tap_scratch/branches/metas/regular/index.html"
check 'one language alone needs no way to others' sh -c "! grep -q 'class=\"langs\"' '$tap_scratch/empty/index.html'"
check 'no institution, no programme, no goal' sh -c "grep -q '<dd>0</dd>' '$tap_scratch/empty/index.html'"

if [ -x "${CHROMIUM:-/usr/bin/chromium}" ]; then
	check 'its pages on a phone and on a desk' node tests/browser/branches.mjs "$tap_scratch/branches" "$BUILD/screenshots-ramas"
	check 'those of the empty one' node tests/browser/branches.mjs "$tap_scratch/empty" "$BUILD/screenshots-vacio"
else
	tap_fail 'the pages in a browser' <<<'there is no Chromium: generator/packages.sh test installs it'
fi
tap_done
