#!/bin/bash
# What the theme shows of the data's past: the page of changes, biographies of goals and programmes, feeds. On the repository with known edits.
. "$(dirname "$0")/../tap.sh"

repo=$tap_scratch/repo
site=$tap_scratch/site
"$PYTHON" tests/history/synthetic.py make . "$repo" "$tap_scratch/edits.csv" || exit 2
build() {
	"$VITRINA" -C "$repo" build -o "$site" "$@" >"$tap_scratch/said" 2>&1 || { cat "$tap_scratch/said"; return 1; }
}
# page PATH TEXT...: the page's own words, without marks and with single blanks, hold each of these.
page() {
	local file=$site/$1 text
	sed -n '/<main/,/<\/main>/p' "$file" | sed 's/<[^>]*>//g; s/&#39;/'\''/g; s/&quot;/"/g' | tr -s ' \n' '  ' >"$tap_scratch/words"
	for text in "${@:2}"; do grep -qF -- "$text" "$tap_scratch/words" || { echo "not on $1: $text"; return 1; }; done
}
check 'the site of two years of edits' build
check 'a goal tells a target that was lowered' page metas/son-2011-20/index.html 'Historia' '7 de agosto de 2013' 'Meta programada: 7 → 5' 'Calendario, 2011-06: Programado: 1 → 70'
check 'in English too' page en/metas/son-2011-20/index.html 'History' 'August 7, 2013' 'Target: 7 → 5'
check 'a late adjustment with its reason' page metas/pue-2013-04/index.html 'Meta ajustada: (nada) → 6' 'Motivo del ajuste: (nada) → se ajusta al resultado informado'
check 'beside a figure stands each value it had' page metas/son-2011-20/index.html '7 original' '5 vigente, 7 de agosto de 2013; cambió después del término' 'sin motivo expresado'
check 'and what can be said of its day' page en/metas/pue-2013-04/index.html 'changed after the date up to which progress is reported; equals the reported result'
check 'a goal keeps its past under another number' page metas/son-2011-r11/index.html 'son-2011-10 → son-2011-r11' '100 % del texto es igual'
check 'or says itself which it was' page metas/pue-2013-b2/index.html 'pue-2013-11 → pue-2013-b2 (lo dice el propio renglón)'
check 'a goal that never changed says since when' page metas/pue-2013-05/index.html 'Sin cambios desde el 12 de abril de 2013'
check 'a programme tells what changed in its goals' page programas/son-2011-difusion/index.html 'Meta 20: Meta programada: 7 → 5'
check 'a goal that was withdrawn stays told' page cambios/index.html 'Publicar en el portal las actas del comité de información.: renglón retirado'
check 'what was reverted is told twice' page cambios/index.html 'Revert "cambio que se revierte"'
check 'a version that could not be read is told' page cambios/index.html 'versión que no se puede leer'
check 'a merge is told where it was merged' page cambios/index.html 'unión de una rama' 'Meta 3 (Programa de Trabajo Anual (Programa Operativo Anual - POA 2013), 2013): Área responsable: (nada) → Dirección de la rama'
nothing_invented() {
	page cambios/index.html 'último cambio' && ! grep -F 'nada:' "$tap_scratch/words"
}
check 'what changed nothing is not told' nothing_invented
check 'how many of each institution' sh -c "grep -A1 'instituciones/son-ities' '$site/cambios/index.html' | grep -q '<td class=\"num\">[0-9]'"
check 'the latest stand on the home page' page index.html 'último cambio' 'Meta programada: 4 → 9' 'Todos los cambios'

check 'feeds are Atom, and lead to pages' "$PYTHON" tests/history/feeds.py "$site" https://vitrina.example/
check 'xmllint reads them' sh -c "find '$site' -name '*.atom' -print0 | xargs -0 xmllint --noout"
check 'a feed carries the differences' grep -q '<del xml:lang="es">7</del> → <ins xml:lang="es">5</ins>' "$site/programas/son-2011-difusion/cambios.atom"
check 'and only those of its programme' sh -c "! grep -q pue-2013 '$site/programas/son-2011-difusion/cambios.atom'"
linked() {
	grep -q '<link rel="alternate" type="application/atom+xml"[^>]*href="cambios.atom">' "$site/programas/son-2011-difusion/index.html" &&
		grep -q '<link rel="alternate" type="application/atom+xml"[^>]*href="cambios.atom">' "$site/instituciones/puebla-cgt/index.html" &&
		grep -q '<link rel="alternate" type="application/atom+xml"[^>]*href="../../cambios.atom">' "$site/metas/son-2011-20/index.html"
}
check 'pages name their feeds' linked
check 'all links lead somewhere' sh -c "cd '$repo' && '$VITRINA' check --lang en 2>&1 | tee '$tap_scratch/said' | grep -E 'error:|broken-link' && exit 1; exit 0"
valid() {
	java -jar tests/node_modules/vnu-jar/build/dist/vnu.jar --errors-only --format gnu "$site"/{,en/}{index.html,cambios/index.html} \
		"$site"/{,en/}metas/{son-2011-20,son-2011-r11,pue-2013-b2}/index.html "$site"/{,en/}programas/{son-2011-difusion,pue-2013-poa}/index.html
}
check 'their pages are valid HTML' valid

later() {
	cp "$site/cambios.atom" "$tap_scratch/before.atom"
	sed -i 's/evento celebrado/evento festejado/' "$repo/data/programas/tablas/metas.csv"
	git -C "$repo" -c user.name=E -c user.email=e@example.org commit -qam 'uno más' && build &&
		grep -o '<id>.*</id>' "$tap_scratch/before.atom" | sort >"$tap_scratch/ids" &&
		[ -z "$(grep -o '<id>.*</id>' "$site/cambios.atom" | sort | comm -23 "$tap_scratch/ids" -)" ] && page cambios/index.html 'uno más' 'evento celebrado → evento festejado'
}
check 'one commit later all ids are still the same' later
uncommitted() {
	sed -i 's/evento festejado/evento del día/' "$repo/data/programas/tablas/metas.csv"
	build && page cambios/index.html 'Sin confirmar en el repositorio' 'evento festejado → evento del día' &&
		"$PYTHON" tests/history/feeds.py "$site" https://vitrina.example/
}
check 'what is not committed is told as such' uncommitted
without() {
	build --no-history && page cambios/index.html 'no se generó de un repositorio con historia' && ! grep -q 'id="historia"' "$site/metas/son-2011-20/index.html" &&
		xmllint --noout "$site"/cambios.atom "$site"/programas/*/cambios.atom
}
check 'a site without its history has the pages, and says so' without
tap_done
