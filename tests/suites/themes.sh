#!/bin/bash
# The guide for theme authors, generator/docs/themes.md: every example is built on the demonstration portal, and prints what the guide says. Then
# the theme `oficina`, which the guide makes: it inherits from `transparencia` and replaces three of its files. And what goes wrong with themes.
. "$(dirname "$0")/../tap.sh"

site=$tap_scratch/site

# build THEME INTO [COLLECTIONS]: the site with that theme, and these more collections; what is said goes to INTO.said.
build() {
	{
		sed "s/^theme: .*/theme: $1/" portal.yaml
		echo "${3-}"
	} >"$site/portal.yaml"
	(cd "$site" && SOURCE_DATE_EPOCH=1700000000 timeout 60 "$VITRINA" build -o "$2" --lang en) >"$2.said" 2>&1
}

# The errors of FILE that are told at files of themes, each with its lines.
errors_of_themes() {
	awk '/^[^ ]/ { on = /^themes\// } on' "$1"
}

fails_as_told() {
	local template=$site/themes/ejemplo/templates/ejemplo.html
	local collection="  ejemplo: { from: metas, permalink: '/ejemplo/{meta_id}/', template: ejemplo.html, once: true }"
	cp "$1" "$template"
	exits 1 build ejemplo "$tap_scratch/faulty" "$collection" || return 1
	rm "$template"
	errors_of_themes "$tap_scratch/faulty.said" | diff -u "$2" -
}

# Lines at the beginning and end of an example are nothing.
prints() {
	diff -u <(sed -e '/./,$!d' "$1" | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}') <(sed -e '/./,$!d' "$2" | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}')
}

mkdir "$site"
check 'the guide can be taken apart' "$PYTHON" tests/themes/guide.py generator/docs/themes.md . "$site"
cp "$tap_scratch/.said" "$tap_scratch/wanted"
check 'its examples build' build ejemplo "$tap_scratch/examples" "$(cat "$site/collections.yaml")"
[ -d "$tap_scratch/examples" ] || cat "$tap_scratch/examples.said" >&2
while read -r kind name wanted title; do
	if [ "$kind" = page ]; then
		check "the guide: $title" prints "$wanted" "$tap_scratch/examples/ejemplos/$name"
	else
		check "the guide: $title" fails_as_told "$name" "$wanted"
	fi
done < <(grep -E '^(page|fault) ' "$tap_scratch/wanted")

# The table of all filters: each that the program has, and no other.
documented() {
	diff -u <(sed -n '/filters_names\[\]/,/};/p' generator/script/filters.c | grep -oE '"[a-z]+"' | tr -d '"' | sort -u) \
		<(grep -E '^\| `' generator/docs/filters.md | cut -d'|' -f2 | grep -oE '`[a-z]+' | tr -d '`' | sort -u)
}
check 'every filter is in the docs' documented

check 'every word of the default theme is said somewhere' "$PYTHON" tests/themes/words.py themes/transparencia

# The second theme.
office=$site/themes/oficina parent=$site/themes/transparencia
replaced() {
	comm -12 <(cd "$office" && find . -type f ! -path './i18n/*' ! -name theme.yaml | sort) <(cd "$parent" && find . -type f | sort)
}
check 'the office replaces three files' same <(printf '%s\n' ./assets/icono.svg ./partials/cabeza.html ./partials/entradas.html) <(replaced)
rm "$site/content/nota.md" # it calls a partial of the theme `ejemplo`
check 'the parent builds' build transparencia "$tap_scratch/parent"
check 'the office builds' build oficina "$tap_scratch/office"

# A page without what the office replaced: its own line in the head, and the folder of assets, which is named after their bytes.
common() {
	sed -e '/oficina\.css/d' -e 's|assets/[0-9a-f]*/|assets/|g' "$1"
}
inherits() {
	[ -s "$tap_scratch/parent/$1" ] && same <(common "$tap_scratch/parent/$1") <(common "$tap_scratch/office/$1")
}
has() { grep -q -- "$2" "$1" || { echo "there is no '$2' in $1"; return 1; }; }
lacks() { [ -s "$1" ] && ! has "$@"; }
check 'what it does not replace is its parent'"'"'s' inherits programas/pue-2013-poa/index.html
check 'its partial takes the place of the other' has "$tap_scratch/office/index.html" 'Venga a vernos'
check 'the parent'"'"'s partial is gone' lacks "$tap_scratch/office/index.html" 'Compare los programas'
check 'its style comes after its parent'"'"'s' "$PYTHON" -c '
import sys
page = open(sys.argv[1], encoding="utf-8").read()
sys.exit(not 0 < page.find("style.css") < page.find("oficina.css") < page.find("</head>"))' "$tap_scratch/office/index.html"
check 'its picture is published' same "$office/assets/icono.svg" "$(echo "$tap_scratch"/office/assets/*/icono.svg)"
check 'its setting is shown' has "$tap_scratch/office/visitas/index.html" '222 309 4400'
check 'its page is there in each language' has "$tap_scratch/office/en/visitas/index.html" 'Opening hours and address'
check 'the parent'"'"'s pages are there' test -f "$tap_scratch/office/en/comparar/index.html"

# spoilt COMMAND MESSAGE...: the theme `oficina`, changed by the command, gives these errors, and nothing is published. Lines of the parent may move.
spoilt() {
	local kept=$tap_scratch/kept status
	cp -R "$office" "$kept"
	(cd "$office" && eval "$1")
	build oficina "$tap_scratch/spoilt"
	status=$?
	rm -rf "$office"
	mv "$kept" "$office"
	[ "$status" -eq 1 ] || { echo "exit status $status instead of 1"; return 1; }
	[ ! -e "$tap_scratch/spoilt" ] || { echo 'something was published'; return 1; }
	shift
	diff -u <(printf '%s\n' "$@") <(grep -E '^(themes/.*error: |.*included from)' "$tap_scratch/spoilt.said" |
		sed -E 's/^(themes.transparencia[^:]*):[0-9]+:[0-9]+/\1/')
}
check 'a parent that is not there' spoilt 'sed -i "s/^parent: .*/parent: transparensia/" theme.yaml' \
	"themes/oficina/theme.yaml:2:9: error: there is no folder themes/transparensia [unknown-theme]"
check 'a parent that is its own child' spoilt 'sed -i "s/^parent: .*/parent: oficina/" theme.yaml' \
	"themes/oficina/theme.yaml:2:9: error: the theme 'oficina' inherits from itself [theme-cycle]"
check 'an error in a file that replaces another is told at that file' spoilt 'echo "{% if %}" >>partials/entradas.html' \
	"themes/oficina/partials/entradas.html:6:4: error: 'if' of line 6 isn't closed before this; write {% endif %} [unbalanced]" \
	'themes/oficina/partials/entradas.html:6:7: error: an expression is missing here [syntax]'
check 'a replaced partial must take what it is given' spoilt 'echo "{% params nombre %}" >partials/entradas.html' \
	"themes/transparencia/templates/home.html: error: this partial needs 'nombre' [missing-parameter]"
check 'a word that one language lacks' spoilt 'echo "otra: Otra" >>i18n/es.yaml' \
	"themes/oficina/i18n/es.yaml:4:1: error: 'otra' has no translation to 'en' [missing-translation]"
tap_done
