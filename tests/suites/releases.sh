#!/bin/bash
# Releases: tags of the repository whose tables stay downloadable as they were, at addresses that stay.
. "$(dirname "$0")/../tap.sh"

repo=$tap_scratch/repo
site=$tap_scratch/site
git_in() { git -C "$repo" -c user.name=E -c user.email=e@example.org "$@"; }
"$PYTHON" tests/history/synthetic.py make . "$repo" "$tap_scratch/edits.csv" || exit 2
build() {
	"$VITRINA" -C "$repo" build --lang en "$@" >"$tap_scratch/said" 2>&1 || { cat "$tap_scratch/said"; return 1; }
}
unread=$(git -C "$repo" log --format=%H --grep='una comilla sin cerrar' main)
asked() {
	echo 'releases: ["entrega-*"]' >>"$repo/portal.yaml" && GIT_COMMITTER_DATE='2014-07-01T12:00:00Z' git_in commit -qam 'portal: publicaciones' && git_in tag entrega-3 &&
		git_in tag entrega-rota "$unread" && git_in tag otra-cosa HEAD~2 && git_in tag entrega-aparte rama && build -o "$site" --rev HEAD
}
check 'a site with releases' asked
told() {
	cut -d, -f1 "$site/datos/entregas.csv" | tail -n +2 | tr '\n' ' ' >"$tap_scratch/told" && cat "$tap_scratch/told" && grep -qx 'entrega-3 entrega-2 entrega-rota entrega-1 ' "$tap_scratch/told"
}
check 'tags on the line that fit, the newest first' told
# as_then TAG: each file is what a build of that tag publishes.
as_then() {
	local file count=0
	build --rev "$1" -o "$tap_scratch/then-$1" || return 1
	for file in "$site/datos/versiones/$1"/*.csv; do
		same "$tap_scratch/then-$1/datos/${file##*/}" "$file" || return 1
		count=$((count + 1))
	done
	[ "$count" -gt 10 ]
}
check 'files of the first release are what it published' as_then entrega-1
check 'of the second too' as_then entrega-2
sums() {
	mlr --icsv --onidx --ofs '  ' cut -o -f sha256,ruta "$site/datos/entregas_archivos.csv" | sed 's|  /|  |' >"$tap_scratch/sums" && (cd "$site" && sha256sum --quiet -c "$tap_scratch/sums")
}
check 'their checksums are told' sums
unreadable() {
	build -o "$site" --rev HEAD && grep -q "the release 'entrega-rota' can't be read" "$tap_scratch/said" && test ! -e "$site/datos/versiones/entrega-rota"
}
check 'one that cannot be read is told, and has no files' unreadable
check 'the page of a table lists them' grep -q 'versiones/entrega-1/metas.csv' "$site/datos/metas/index.html"
check 'with the address to cite' grep -q 'https://vitrina.example/datos/versiones/entrega-1/metas.csv' "$site/en/datos/metas/index.html"
check 'changes stand under the release they came out with' sh -c "
	sed -n '/id=\"p-entrega-2\"/,/id=\"p-entrega-rota\"/p' '$site/cambios/index.html' | grep -q 'último cambio' &&
	sed -n '/id=\"p-entrega-1\"/,\$p' '$site/cambios/index.html' | grep -q 'dos programas publicados'"
check 'a release names itself in citations' grep -q 'Publicación entrega-3, ' "$site/metas/son-2011-20/index.html"
proved() {
	grep -q '"releases": \[{"tag": "entrega-3"' "$site/manifest.json" && "$VITRINA" verify "$site" --repo "$repo" --lang en
}
check 'verify makes it again' proved
later() {
	git_in tag entrega-nueva HEAD~4 && proved
}
check 'a tag that was put later changes nothing for it' later
gone() {
	local sum forged=$tap_scratch/forged
	cp -a "$site" "$forged"
	sed -i 's/"tag": "entrega-1", "commit": "..../"tag": "entrega-1", "commit": "0000/' "$forged/manifest.json"
	sum=$(sha256sum "$forged/manifest.json" | cut -c1-64)
	sed -i "s/^.*  manifest.json$/$sum  manifest.json/" "$forged/SHA256SUMS"
	exits 1 "$VITRINA" verify "$forged" --repo "$repo" --lang en >"$tap_scratch/said" 2>&1
	cat "$tap_scratch/said"
	grep -q '\[unknown-release\]' "$tap_scratch/said"
}
check 'a release that was never there is found out' gone
valid() {
	java -jar tests/node_modules/vnu-jar/build/dist/vnu.jar --errors-only --format gnu "$site"/{,en/}{cambios,datos/metas,datos/entregas}/index.html
}
check 'its pages are valid HTML' valid
unreleased() {
	sed -i 's/evento celebrado/evento festejado/' "$repo/data/programas/tablas/metas.csv" && git_in commit -qam 'después' && build -o "$site" &&
		grep -q 'Todavía en ninguna publicación' "$site/cambios/index.html" && test -e "$site/datos/versiones/entrega-1/metas.csv"
}
check 'what came later is in no release yet' unreleased
without() {
	git_in tag -d entrega-1 entrega-2 entrega-3 entrega-rota entrega-aparte entrega-nueva >/dev/null && build -o "$site" && test ! -e "$site/datos/entregas.csv" && test ! -d "$site/datos/versiones/entrega-1"
}
check 'no tag, no release' without
word() {
	sed -i 's/^releases: .*/releases: entrega-1/' "$repo/portal.yaml" && exits 1 build -o "$site" && grep -q 'must be a list' "$tap_scratch/said"
}
check 'a setting that is no list is told' word
tap_done
